"""Workbooks of Excel and LibreOffice: their first sheet that says anything. Formulas are what they last came to."""

import io
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from crm_adapter.importing.sheets import MOST_COLUMNS, MOST_ROWS, Sheet, Unreadable, sheet_of

_LARGEST = 600 * 1024 * 1024
"""Bytes that a workbook may hold once it is unpacked."""
_DENSEST = 300
"""How many times smaller than what it holds a large part may be: honest tables stay far below."""
_PARTS = 5000
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How files begin that Excel wrote before 2007, and new ones that are locked with a password."""


def read(content: bytes) -> Sheet:
    """Raises Unreadable."""
    if content.startswith(b"PK"):
        _look(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return _first(book)
    except PasswordError:
        raise Unreadable("file_locked") from None
    except CalamineError as wrong:
        raise Unreadable("file_locked" if "password" in str(wrong).lower() else "file_broken") from None
    except (ValueError, KeyError, OSError, zipfile.BadZipFile):
        raise Unreadable("file_broken") from None


def _look(content: bytes) -> None:
    """Refuse what would grow beyond measure before anything is unpacked."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        # The last is what zipfile raises for archives of a newer version than it knows.
        raise Unreadable("file_broken") from None
    grown = sum(part.file_size for part in parts)
    dense = any(part.file_size > 20_000_000 and part.file_size > _DENSEST * part.compress_size for part in parts)
    if len(parts) > _PARTS or grown > _LARGEST or dense:
        raise Unreadable("file_too_dense")


def _first(book: CalamineWorkbook) -> Sheet:
    shown = [one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
    for name in shown or book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        if sheet.height > MOST_ROWS * 2:
            raise Unreadable("too_many_rows")
        if sheet.width > MOST_COLUMNS * 5:
            raise Unreadable("too_many_columns")
        listed = sheet.to_python(skip_empty_area=False)
        found = [(at, [_text(one) for one in cells]) for at, cells in enumerate(listed, 1)]
        if any(any(cells) for _, cells in found):
            return sheet_of(found, kind="excel", name=name[:120], more_sheets=len(shown) - 1)
    raise Unreadable("file_empty")


def _text(value: Any) -> str:
    """A cell as people read it: 1200 and not 1200.0, a day without midnight."""
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
        case date():
            return value.isoformat()
        case time() | timedelta():
            return str(value)
        case None:
            return ""
        case _:
            return str(value)
