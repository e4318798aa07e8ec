"""Reads a QR code of version 3 (29 modules) out of its modules, as a phone does (ISO/IEC 18004); no error correction."""

from __future__ import annotations

from collections.abc import Callable, Iterator

SIZE = 29
_FORMAT_MASK = 0b101

_MASKS: tuple[Callable[[int, int], bool], ...] = (
    lambda row, column: (row + column) % 2 == 0,
    lambda row, column: row % 2 == 0,
    lambda row, column: column % 3 == 0,
    lambda row, column: (row + column) % 3 == 0,
    lambda row, column: (row // 2 + column // 3) % 2 == 0,
    lambda row, column: row * column % 2 + row * column % 3 == 0,
    lambda row, column: (row * column % 2 + row * column % 3) % 2 == 0,
    lambda row, column: ((row + column) % 2 + row * column % 3) % 2 == 0,
)


def read(dark: set[tuple[int, int]]) -> str:
    """The text; `dark` holds (column, row). Raises ValueError when it is no such code."""
    finder = all((x, 0) in dark and (SIZE - 1 - x, 0) in dark and (0, SIZE - 1 - x) in dark for x in range(7))
    if not finder or (SIZE, SIZE) in dark:
        raise ValueError("no QR code of version 3")
    mask = _MASKS[int("".join(str(int((x, 8) in dark)) for x in (2, 3, 4)), 2) ^ _FORMAT_MASK]
    bits = "".join(str(int(((x, y) in dark) ^ mask(y, x))) for x, y in _data_modules())
    if bits[:4] != "0100":
        raise ValueError("only bytes are read here")
    length = int(bits[4:12], 2)
    return bytes(int(bits[12 + 8 * index : 20 + 8 * index], 2) for index in range(length)).decode()


def _is_function(x: int, y: int) -> bool:
    corner = (x < 9 and y < 9) or (x >= SIZE - 8 and y < 9) or (x < 9 and y >= SIZE - 8)
    alignment = 20 <= x <= 24 and 20 <= y <= 24
    return corner or alignment or x == 6 or y == 6


def _data_modules() -> Iterator[tuple[int, int]]:
    """Two columns at a time from the right, up and down in turn, past the timing column."""
    pairs = [x if x > 6 else x - 1 for x in range(SIZE - 1, 0, -2)]
    for number, right in enumerate(pairs):
        rows = range(SIZE) if number % 2 else range(SIZE - 1, -1, -1)
        for y in rows:
            for x in (right, right - 1):
                if not _is_function(x, y):
                    yield x, y
