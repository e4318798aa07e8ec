"""Which part of a file a request asks for (RFC 9110 section 14)."""

import re

_ONE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class Unsatisfiable(Exception):
    """The file has no such part."""


def asked(header: str | None, size: int) -> tuple[int, int] | None:
    """The part [start, end) of `size` bytes, or None for all of it. Raises Unsatisfiable.

    Several ranges at once, other units and what is no range are ignored, as the RFC allows.
    """
    found = _ONE.fullmatch((header or "").replace(" ", ""))
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        last = int(found[2])
        if last == 0 or size == 0:
            raise Unsatisfiable
        return max(0, size - last), size
    start = int(found[1])
    if found[2] and int(found[2]) < start:
        return None
    if start >= size:
        raise Unsatisfiable
    return start, min(int(found[2]) + 1, size) if found[2] else size
