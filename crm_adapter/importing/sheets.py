"""A table as it was found in a file, whatever kind of file it was."""

import re
from dataclasses import dataclass, field
from typing import Literal

MOST_ROWS = 100_000
MOST_COLUMNS = 200
LONGEST_CELL = 10_000
SEVERAL = " ::: "
"""Between several values in one cell, as Google writes them."""

Trouble = Literal[
    "file_empty",
    "file_kind_unknown",
    "file_broken",
    "file_locked",
    "file_too_dense",
    "too_many_rows",
    "too_many_columns",
]

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_GUARDED = re.compile(r"'[=+\-@\t\r]")


class Unreadable(Exception):
    """Nothing can be read in the file; `code` says why."""

    def __init__(self, code: Trouble) -> None:
        super().__init__(code)
        self.code: Trouble = code


@dataclass(slots=True)
class Sheet:
    """`rows` are as wide as `header`; `lines[n]` is the line or row of the file where rows[n] began, from 1."""

    header: list[str]
    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    kind: Literal["csv", "excel", "vcard"] = "csv"
    encoding: str = ""  # "utf-8", "cp1252", "utf-8 + cp1252" where lines differ
    delimiter: str = ""
    name: str = ""  # of the sheet in a workbook
    more_sheets: int = 0  # others in the same workbook, which are left alone
    shortened: int = 0  # cells that were too long and were cut


def cell(text: str) -> str:
    """A cell without what no text holds, and without the sign by which an export keeps a formula quiet."""
    found = (text if text.isprintable() else _CONTROL.sub("", text)).strip()
    return found[1:] if found[:1] == "'" and _GUARDED.match(found) else found


def sheet_of(found: list[tuple[int, list[str]]], **told: object) -> Sheet:
    """From lines with their cells: the first that says anything is the header, unless it holds what people are.
    Raises Unreadable."""
    shortened = 0
    full: list[tuple[int, list[str]]] = []
    for line, cells in found:
        kept = [cell(one) if one else "" for one in cells]
        if max(map(len, kept), default=0) > LONGEST_CELL:
            shortened += sum(len(one) > LONGEST_CELL for one in kept)
            kept = [one[:LONGEST_CELL] for one in kept]
        if any(kept):
            full.append((line, kept))
    if not full:
        raise Unreadable("file_empty")
    header = full[0][1]
    if _is_data(header):
        header = [""] * len(header)
    else:
        full = full[1:]
    if len(full) > MOST_ROWS:
        raise Unreadable("too_many_rows")
    width = max([len(header), *(len(cells) for _, cells in full)])
    # What trails empty behind the last name of a column is no column.
    while width > len(header) and all(len(cells) < width or not cells[width - 1] for _, cells in full):
        width -= 1
    if width > MOST_COLUMNS:
        raise Unreadable("too_many_columns")
    if not full:
        raise Unreadable("file_empty")
    names = [one[:120] for one in header] + [""] * (width - len(header))
    rows = [cells if len(cells) == width else (cells + [""] * (width - len(cells)))[:width] for _, cells in full]
    return Sheet(names, rows, [line for line, _ in full], shortened=shortened, **told)  # type: ignore[arg-type]  # fields of Sheet


def _is_data(cells: list[str]) -> bool:
    """A header names things: no address or number stands in it."""
    return any("@" in one and "." in one for one in cells) or any(
        re.fullmatch(r"\+?[\d ()./-]{6,}", one) for one in cells
    )
