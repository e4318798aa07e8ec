"""Comma- and otherwise separated text, in whatever encoding it was saved."""

import codecs
import csv
import io
from itertools import islice

from charset_normalizer import from_bytes

from crm_adapter.importing.sheets import MOST_COLUMNS, MOST_ROWS, Sheet, Unreadable, sheet_of

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 256 * 1024
_LONGEST_FIELD = 1024 * 1024
# What offices here and around really save. Others are read as what they resemble most.
_ENCODINGS = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "iso8859_15", "mac_roman", "cp850"]
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(content: bytes) -> tuple[str, str]:
    """The text and what it was saved as. Lines in two encodings, as programs make by pasting, are read each as its own."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            try:
                return content.decode("utf-8-sig" if encoding == "utf-8" else encoding), encoding
            except UnicodeDecodeError:
                return _mixed(content.removeprefix(codecs.BOM_UTF8)) if encoding == "utf-8" else _guessed(content)
    if (wide := _without_mark(content)) is not None:
        return wide
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _mixed(content)


def read(content: bytes) -> Sheet:
    """Raises Unreadable."""
    text, encoding = decode(content)
    text = text.replace("\x00", "")
    if not text.strip():
        raise Unreadable("file_empty")
    delimiter, skip = _told(text)
    if not delimiter:
        delimiter = _delimiter(text)
    csv.field_size_limit(_LONGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    found: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for cells in reader:
            if line > skip:
                found.append((line, cells))
            if len(found) > MOST_ROWS + 1:
                raise Unreadable("too_many_rows")
            if len(cells) > MOST_COLUMNS * 5:
                raise Unreadable("too_many_columns")
            line = reader.line_num + 1
    except csv.Error:
        raise Unreadable("file_broken") from None
    return sheet_of(found, kind="csv", encoding=encoding, delimiter=delimiter)


def _without_mark(content: bytes) -> tuple[str, str] | None:
    """UTF-16 without its mark: every other byte of Latin text is zero."""
    sample = content[:2000]
    if len(sample) < 8 or b"\x00" not in sample:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    encoding = "utf-16-le" if odd > len(sample) * 0.3 else "utf-16-be" if even > len(sample) * 0.3 else ""
    if not encoding:
        return None
    return content.decode(encoding, "replace"), "utf-16"


def _mixed(content: bytes) -> tuple[str, str]:
    """Line by line, where some lines are UTF-8 beyond ASCII and others cannot be."""
    lines = content.split(b"\n")
    strange: list[bytes] = []
    whole = 0
    for line in lines:
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
            whole += 1
        except UnicodeDecodeError:
            strange.append(line)
    if not whole:
        return _guessed(content)
    other = _encoding(b"\n".join(strange))
    return "\n".join(_as(line, other) for line in lines), f"utf-8 + {other}"


def _as(line: bytes, other: str) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode(other, "replace")


def _guessed(content: bytes) -> tuple[str, str]:
    encoding = _encoding(content)
    return content.decode(encoding, "replace"), encoding


def _encoding(content: bytes) -> str:
    """Among those that a byte each makes a letter of; the Western one where little tells them apart."""
    strange = b"\n".join(line for line in content.split(b"\n") if not line.isascii())[:_SAMPLE]
    if _western(strange):
        return "cp1252"
    best = from_bytes(strange, cp_isolation=_ENCODINGS).best()
    return best.encoding if best is not None else "cp1252"


def _western(strange: bytes) -> bool:
    """Few letters beyond ASCII, and those that Western names have: nobody can tell, and here it is the likeliest."""
    beyond = [one for one in strange if one > 127]
    known = frozenset("àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿÀÁÂÄÅÆÇÈÉÊËÍÎÏÑÒÓÔÖØÙÚÛÜœŒß€´’‘“”–ªº°«» ".encode("cp1252"))
    return len(beyond) < len(strange) * 0.2 and sum(one in known for one in beyond) >= len(beyond) * 0.9


def _told(text: str) -> tuple[str, int]:
    """Excel's own way to say it: a first line "sep=;"."""
    first = text[:20].splitlines()[0].strip().lower() if text[:20].splitlines() else ""
    if first.startswith("sep=") and len(first) == 5:
        return first[4], 1
    return ("\t", 1) if first == "sep=" else ("", 0)


def _delimiter(text: str) -> str:
    """The one that cuts the first lines into as many pieces each, the most of them."""
    best, most = ",", 0.0
    for delimiter in _DELIMITERS:
        try:
            reader = csv.reader(io.StringIO(text[:_SAMPLE], newline=""), delimiter=delimiter)
            widths = [len(cells) for cells in islice(reader, 40) if any(cells)]
        except csv.Error:
            continue
        if not widths or widths[0] < 2:
            continue
        same = sum(width == widths[0] for width in widths) / len(widths)
        if (score := same * 100 + min(widths[0], 60)) > most:
            best, most = delimiter, score
    return best
