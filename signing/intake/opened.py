"""Opening a stranger's PDF leniently, within limits, and with a reason when it cannot be done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdf
import pypdf.errors
from pikepdf.settings import set_qpdf_limits

from signing.intake.limits import LARGEST, REPAIRABLE, UNPACKED
from signing.model import Refused

_HEAD = 1024
"""Bytes in which viewers look for the first words of a PDF."""

set_qpdf_limits(
    flate_max_memory=UNPACKED,
    run_length_max_memory=UNPACKED,
    dct_max_memory=UNPACKED,
    png_max_memory=UNPACKED,
    tiff_max_memory=UNPACKED,
    doc_max_warnings=10_000,
)


@dataclass(frozen=True, slots=True)
class Opened:
    """`damaged`: parts of it could only be read by guessing."""

    pdf: pikepdf.Pdf
    damaged: bool


@contextmanager
def opened(source: Path) -> Iterator[Opened]:
    """The document, closed afterwards.

    Raises Refused: empty_file, too_large, not_a_pdf, encrypted, no_pages, document_broken.
    """
    clean = _check_head(source)
    try:
        pdf, damaged = pikepdf.open(source, suppress_warnings=True), False
    except pikepdf.PasswordError:
        raise Refused("encrypted") from None
    except pikepdf.PdfError:
        pdf, damaged = _guessed(source), True
    with pdf:
        yield Opened(pdf, damaged or not clean)


def _check_head(source: Path) -> bool:
    """Whether the file begins as it should: with the first words of a PDF, and not after something else."""
    size = source.stat().st_size
    if size == 0:
        raise Refused("empty_file")
    if size > LARGEST:
        raise Refused("too_large", limit=LARGEST // 1024 // 1024)
    with source.open("rb") as file:
        head = file.read(_HEAD)
    if b"%PDF-" not in head:
        raise Refused("not_a_pdf")
    return head.startswith(b"%PDF-")


def _guessed(source: Path) -> pikepdf.Pdf:
    """What a second reader makes of a file that the first could not read."""
    if source.stat().st_size > REPAIRABLE:
        raise Refused("document_broken")
    content = source.read_bytes()
    # In a file that nobody can read, a lock explains it best.
    why = "encrypted" if b"/Encrypt" in content else "document_broken"
    again = BytesIO()
    try:
        reader = pypdf.PdfReader(BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refused("encrypted")
        if not reader.pages:
            raise Refused("no_pages")
        pypdf.PdfWriter(clone_from=reader).write(again)
        return pikepdf.open(again, suppress_warnings=True)
    except Refused:
        raise
    except Exception:  # noqa: BLE001  it is a guess; whatever stops it, the file cannot be read
        raise Refused(why) from None
