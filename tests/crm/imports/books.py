"""Workbooks as the programs of people save them, written down byte by byte where no library here writes them."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence
from html import escape

from xlsxwriter import Workbook

Rows = Sequence[Sequence[str | float]]

_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_SECTOR = 512
_NOT_SMALL = 4096
"""Smaller streams stand elsewhere in such a file."""


def xlsx(rows: Rows) -> bytes:
    """Of Excel since 2007."""
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Klanten")
    for at, row in enumerate(rows):
        sheet.write_row(at, 0, row)
    book.close()
    return out.getvalue()


def ods(rows: Rows) -> bytes:
    """Of LibreOffice."""
    cells = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{spaces} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="Klanten">{cells}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", kind, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return out.getvalue()


def _ods_cell(value: str | float) -> str:
    if isinstance(value, str):
        text = f"<text:p>{escape(value)}</text:p>"
        return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'
    text = f"<text:p>{value}</text:p>"
    return f'<table:table-cell office:value-type="float" office:value="{value}">{text}</table:table-cell>'


def xls(rows: Rows) -> bytes:
    """Of Excel before 2007: records of a book and of its one sheet, in a file with sectors like those of a disk."""
    begin = struct.Struct("<6H4x")
    book = _record(0x0809, begin.pack(0x0600, 0x0005, 0, 1997, 0, 0))
    name = _record(0x0085, struct.pack("<IBBBB", 0, 0, 0, len("Klanten"), 0) + b"Klanten")
    where = len(book) + len(name) + len(_record(0x000A))
    name = _record(0x0085, struct.pack("<IBBBB", where, 0, 0, len("Klanten"), 0) + b"Klanten")
    cells = b"".join(
        _xls_cell(at, column, value) for at, row in enumerate(rows) for column, value in enumerate(row) if value != ""
    )
    sheet = _record(0x0809, begin.pack(0x0600, 0x0010, 0, 1997, 0, 0)) + cells
    return _in_sectors((book + name + _record(0x000A) + sheet + _record(0x000A)).ljust(_NOT_SMALL, b"\x00"))


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _xls_cell(at: int, column: int, value: str | float) -> bytes:
    if isinstance(value, str):
        text = struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")
        return _record(0x0204, struct.pack("<HHH", at, column, 0) + text)
    return _record(0x0203, struct.pack("<HHHd", at, column, 0, value))


def _in_sectors(stream: bytes) -> bytes:
    """The first sector says which follow each other, the second names the stream, which fills the others."""
    count = -(-len(stream) // _SECTOR)
    chain = [_FAT, _END, *(at + 1 for at in range(2, count + 1)), _END]
    table = struct.pack(f"<{_SECTOR // 4}I", *chain, *[_FREE] * (_SECTOR // 4 - len(chain)))
    names = _entry("Root Entry", 5, _END, 0, child=1) + _entry("Workbook", 2, 2, len(stream))
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    header += struct.pack("<HHHHH6x9I", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, _NOT_SMALL, _END, 0, _END, 0)
    header += struct.pack("<109I", 0, *[_FREE] * 108)
    return header + table + names.ljust(_SECTOR, b"\x00") + stream.ljust(count * _SECTOR, b"\x00")


def _entry(name: str, kind: int, start: int, size: int, child: int = _FREE) -> bytes:
    called = (name + "\x00").encode("utf-16-le")
    return (
        called.ljust(64, b"\x00")
        + struct.pack("<HBB3I", len(called), kind, 1, _FREE, _FREE, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
