"""Counting the pages of a PDF that a stranger sent."""

import io
from collections.abc import AsyncIterator

import pypdf
import pytest

from server.files.pages import PageCounter


def _pdf(pages: int, password: str | None = None) -> bytes:
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    if password is not None:
        writer.encrypt(password)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


async def _stream(content: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(content), 64 * 1024):
        yield content[start : start + 64 * 1024]


async def _count(content: bytes) -> int:
    return await PageCounter().count(len(content), _stream(content))


@pytest.mark.covers("F019")
async def test_the_pages_of_a_pdf_are_counted() -> None:
    assert await _count(_pdf(37)) == 37


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7 and then nothing of the kind", b"%PDF-" + b"x" * 3_000_000, _pdf(3)[:200]],
    ids=["nothing", "no pdf", "long and no pdf", "cut off"],
)
async def test_what_cannot_be_read_has_an_unknown_number_of_pages(content: bytes) -> None:
    assert await _count(content) == 0


async def test_a_file_too_large_to_count_is_not_read() -> None:
    async def never() -> AsyncIterator[bytes]:
        yield b"%PDF-"
        raise AssertionError("it was read")

    assert await PageCounter().count(100 * 1024 * 1024, never()) == 0
