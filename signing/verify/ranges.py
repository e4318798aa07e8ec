"""Which bytes a signature covers, read from the bytes themselves and not from what a parser makes of them.

Most attacks on signed PDFs live here: a range that leaves out more than the signature, that ends in the middle, or that
stands beside another one. So the rule is narrow: from the first byte to the signature's "<", and from its ">" to the end
of a revision; and between the two nothing but that signature in hexadecimal.
"""

from typing import IO, Any

_SPACE = b" \t\r\n\f\x00"
_LARGEST_GAP = 8 << 20


def check_range(stream: IO[bytes], size: int, byte_range: Any, contents: bytes) -> str:
    """ "" when the range is as it must be, else a code: range_broken, range_gap or range_end.

    `size` is that of the file; `contents` is the signature as the parser read it.
    """
    if not isinstance(byte_range, list) or len(byte_range) != 4:
        return "range_broken"
    if any(type(part).__name__ != "NumberObject" for part in byte_range):
        return "range_broken"  # indirect numbers can be changed from outside the range
    first, gap_start, gap_end, last = (int(part) for part in byte_range)
    if first != 0 or gap_start <= 0 or gap_end <= gap_start or last <= 0 or gap_end + last > size:
        return "range_broken"
    if gap_end - gap_start > _LARGEST_GAP:
        return "range_gap"
    stream.seek(gap_start)
    gap = stream.read(gap_end - gap_start)
    if gap[:1] != b"<" or gap[-1:] != b">":
        return "range_gap"
    try:
        hexed = gap[1:-1].translate(None, _SPACE)
        if bytes.fromhex((hexed + b"0" * (len(hexed) % 2)).decode("ascii")) != contents:
            return "range_gap"
    except ValueError:
        return "range_gap"
    return "" if _ends_a_revision(stream, gap_end + last, size) else "range_end"


def _ends_a_revision(stream: IO[bytes], end: int, size: int) -> bool:
    """Whether the end-of-file marker stands right before `end`, with at most a line end between."""
    stream.seek(max(0, end - 16))
    before = stream.read(min(16, end))
    if before.rstrip(_SPACE)[-5:] != b"%%EOF":
        return False
    # A marker may be followed by a line end that belongs to no revision.
    stream.seek(end)
    return end == size or stream.read(1) != b""


def only_padding_follows(contents: bytes, length: int) -> bool:
    """Whether there is nothing but zeros after the signature proper, which is `length` bytes long."""
    return not contents[length:].strip(b"\x00")
