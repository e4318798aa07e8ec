"""References to objects that do not exist: harmless today, and a door for whoever adds such an object tomorrow."""

from __future__ import annotations

import re
from pathlib import Path
from typing import IO

from pyhanko.pdf_utils.reader import PdfFileReader

_REFERENCE = re.compile(rb"(?<![\d.])(\d{1,12})[\s\x00]+\d{1,5}[\s\x00]+R(?![A-Za-z])")
_END = re.compile(rb"\bendobj\b|\bstream\r?\n")
_CHUNK = 1 << 11


def refers_to_nothing(source: Path) -> bool:
    """Whether an object refers to one whose number was never given out.

    A number that the file does not count yet is free for the next revision: what is added under it later becomes part
    of a page that was signed, and no comparison of objects shows that one was changed.
    Raises whatever broken files make a reader raise.
    """
    with source.open("rb") as file:
        reader = PdfFileReader(file, strict=False)
        xrefs = reader.xrefs
        numbers = range(xrefs.total_revisions)
        counted = max(int(xrefs.get_xref_container_info(number).size) for number in numbers)
        for number in numbers:
            for stream in xrefs.object_streams_used_in(number):
                packed = reader.get_object(stream, revision=number, transparent_decrypt=False)
                if _highest(packed.data) >= counted:
                    return True
            for reference in xrefs.explicit_refs_in_revision(number):
                place = xrefs.get_historical_ref(reference, number)
                if isinstance(place, int) and _highest(_words(file, place)) >= counted:
                    return True
    return False


def _words(file: IO[bytes], place: int) -> bytes:
    """An object without the data of its stream."""
    file.seek(place)
    found = b""
    while chunk := file.read(_CHUNK):
        # What ends it may lie across two chunks.
        start = max(0, len(found) - 16)
        found += chunk
        if end := _END.search(found, start):
            return found[: end.start()]
    return found


def _highest(content: bytes) -> int:
    return max((int(each) for each in _REFERENCE.findall(content)), default=0)
