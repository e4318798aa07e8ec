"""A document that refers to objects that do not exist: nobody can put them there after people have signed."""

from pathlib import Path

import pikepdf
import pytest

from signing.intake import inspect, normalise
from signing.intake.dangling import refers_to_nothing
from signing.jobs import Inspect
from tests.signing.verify.documents import written

_CONTENTS = b"BT /F1 24 Tf 72 700 Td (You get EUR 100) Tj ET"


def paper(contents: bytes) -> bytes:
    """One page; objects 1 to 5."""
    return written(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %s"
            b" /Resources << /Font << /F1 5 0 R >> >> >>" % contents,
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(_CONTENTS), _CONTENTS),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
    )


@pytest.mark.covers("F005")
@pytest.mark.parametrize("number", [6, 12, 99])
def test_a_page_that_waits_for_an_object_is_rewritten_without_it(tmp_path: Path, number: int) -> None:
    source, target = tmp_path / "source.pdf", tmp_path / "target.pdf"
    source.write_bytes(paper(b"[4 0 R %d 0 R]" % number))
    assert inspect(Inspect(source)).warnings == ("repaired",)
    normalise(source, target)
    assert not refers_to_nothing(target)
    with pikepdf.open(target) as pdf:
        assert b"EUR 100" in pdf.pages[0].Contents[0].read_bytes()


def test_a_page_that_waits_for_nothing_stays_byte_for_byte(tmp_path: Path) -> None:
    source, target = tmp_path / "source.pdf", tmp_path / "target.pdf"
    source.write_bytes(paper(b"[4 0 R 5 0 R]"))
    normalise(source, target)
    assert target.read_bytes() == source.read_bytes()


def test_what_waits_inside_a_packed_stream_of_objects_is_found(tmp_path: Path) -> None:
    source, packed = tmp_path / "source.pdf", tmp_path / "packed.pdf"
    source.write_bytes(paper(b"4 0 R"))
    with pikepdf.open(source) as pdf:
        pdf.Root["/Mark"] = pdf.make_indirect(pikepdf.Dictionary(A=pikepdf.Name("/HERE")))
        pdf.save(packed, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=False)
    assert not refers_to_nothing(packed)
    content = packed.read_bytes()
    assert content.count(b"/HERE") == 1, "packed, and not compressed"
    packed.write_bytes(content.replace(b"/A /HERE", b"/A 77 0 R"))
    assert refers_to_nothing(packed)
