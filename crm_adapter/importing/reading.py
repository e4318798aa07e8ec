"""From the bytes of a file to its table, whatever it is."""

from crm_adapter.importing import books, cards, texts
from crm_adapter.importing.sheets import Sheet, Unreadable


def read(content: bytes) -> Sheet:
    """By what is in it, not by how it is called. Raises Unreadable."""
    if not content.strip(b"\x00 \t\r\n"):
        raise Unreadable("file_empty")
    if content.startswith((b"PK", books.OLD)):
        return books.read(content)
    if content.startswith(
        (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"MZ", b"\x7fELF", b"{\\rtf", b"Rar!", b"7z\xbc")
    ):
        raise Unreadable("file_kind_unknown")
    begin = content[:4000].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").upper()
    if begin.startswith(b"BEGIN:VCARD"):
        return cards.read(content)
    if begin.startswith((b"<!DOCTYPE", b"<HTML", b"<?XML")):
        raise Unreadable("file_kind_unknown")
    return texts.read(content)
