"""A large document stays on disk: what is held in memory does not grow with it."""

import asyncio
import os
import tracemalloc
from pathlib import Path

import pikepdf
import pytest

from signing.pdf import sign
from signing.trust.authority import Authority
from tests.signing.pdf.documents import Table, box, document

_SIZE = 40_000_000


@pytest.mark.covers("F033")
def test_signing_and_sealing_a_large_document_takes_little_memory(tmp_path: Path, authority: Authority) -> None:
    source = document(tmp_path / "source.pdf")
    with pikepdf.open(source, allow_overwriting_input=True) as pdf:
        pdf.Root.PieceInfo = pikepdf.Dictionary(Large=pdf.make_indirect(pikepdf.Stream(pdf, os.urandom(_SIZE))))
        pdf.save(source)
    table = Table(tmp_path, authority, (box("anna"),), ("anna",))
    table.prepare(source)
    job = table.job("anna")
    asyncio.run(sign(job))  # once, so that what is loaded only once does not count
    tracemalloc.start()
    try:
        table.sign("anna")
        table.seal()
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert table.path.stat().st_size > _SIZE
    assert most < 12_000_000
