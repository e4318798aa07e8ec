"""What a file is, by its own bytes. What its sender or its name say is never believed."""

import re
from dataclasses import dataclass

HEAD = 64 * 1024
"""How many bytes from the start `media_type` looks at."""

UNKNOWN = "application/octet-stream"

INLINE = frozenset({"application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp", "text/plain"})
"""What a browser may show by itself; everything else is only ever saved."""

PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/avif", "image/heic"})


@dataclass(frozen=True, slots=True)
class _Sign:
    at: int
    bytes: bytes
    type: str


_SIGNS = (
    _Sign(0, b"%PDF-", "application/pdf"),
    _Sign(0, b"\x89PNG\r\n\x1a\n", "image/png"),
    _Sign(0, b"\xff\xd8\xff", "image/jpeg"),
    _Sign(0, b"GIF87a", "image/gif"),
    _Sign(0, b"GIF89a", "image/gif"),
    _Sign(8, b"WEBP", "image/webp"),
    _Sign(8, b"WAVE", "audio/wav"),
    _Sign(8, b"AVI ", "video/x-msvideo"),
    _Sign(0, b"BM", "image/bmp"),
    _Sign(0, b"II*\x00", "image/tiff"),
    _Sign(0, b"MM\x00*", "image/tiff"),
    _Sign(0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    _Sign(0, b"{\\rtf", "application/rtf"),
    _Sign(0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    _Sign(0, b"Rar!\x1a\x07", "application/vnd.rar"),
    _Sign(0, b"\x1f\x8b", "application/gzip"),
    _Sign(0, b"OggS", "audio/ogg"),
    _Sign(0, b"ID3", "audio/mpeg"),
    _Sign(0, b"fLaC", "audio/flac"),
    _Sign(0, b"\x1aE\xdf\xa3", "video/webm"),
    _Sign(0, b"MZ", "application/x-msdownload"),
    _Sign(0, b"\x7fELF", "application/x-executable"),
    _Sign(0, b"\xcf\xfa\xed\xfe", "application/x-mach-binary"),
    _Sign(0, b"\xca\xfe\xba\xbe", "application/x-mach-binary"),
    _Sign(0, b"#!", "text/x-script"),
)

_BRANDS = {
    b"avif": "image/avif",
    b"avis": "image/avif",
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"mif1": "image/heic",
    b"qt  ": "video/quicktime",
    b"M4A ": "audio/mp4",
}

_OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument." + kind: f"application/vnd.oasis.opendocument.{kind.decode()}"
    for kind in (b"text", b"spreadsheet", b"presentation", b"graphics")
}
_EPUB = b"application/epub+zip"

_OFFICE = {
    b"word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    b"xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    b"ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}

# https://mimesniff.spec.whatwg.org/#identifying-a-resource-with-an-unknown-mime-type: what a browser would call HTML.
_HTML = re.compile(
    rb"<(!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p)[\s>]|<!--|<(svg|math)[\s>]",
    re.IGNORECASE,
)
_XML = re.compile(rb"<\?xml\s", re.IGNORECASE)
_SVG = re.compile(rb"<svg[\s>]", re.IGNORECASE)
_BINARY = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")


def media_type(head: bytes) -> str:
    """The type of a file that begins with `head` (up to HEAD bytes). UNKNOWN when nothing is recognised."""
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _zip(head)
    for sign in _SIGNS:
        if head[sign.at : sign.at + len(sign.bytes)] == sign.bytes and (sign.at == 0 or head[:4] == b"RIFF"):
            return sign.type
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "video/mp4")
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2:
        return "audio/mpeg"
    return _text(head)


def _zip(head: bytes) -> str:
    """A container of an office program, by the names of its first members."""
    mimetype = head[30:38] == b"mimetype" and head[38:120]
    if mimetype:
        found = next((kind for begin, kind in _OPEN_DOCUMENT.items() if mimetype.startswith(begin)), None)
        if found is not None:
            return found
        if mimetype.startswith(_EPUB):
            return _EPUB.decode()
    names = [head[at.end() + 26 : at.end() + 40] for at in re.finditer(rb"PK\x03\x04", head)]
    if any(name.startswith((b"[Content_Types]", b"_rels/", b"docProps/")) for name in names):
        for begin, kind in _OFFICE.items():
            if any(name.startswith(begin) for name in names):
                return kind
    return "application/zip"


def _text(head: bytes) -> str:
    body = head.removeprefix(b"\xef\xbb\xbf")
    begin = body.lstrip(b"\t\n\x0c\r ")
    if _XML.match(begin):
        return "image/svg+xml" if _SVG.search(begin) else "text/xml"
    html = _HTML.match(begin)
    if html is not None:
        return "image/svg+xml" if _SVG.match(begin) else "text/html"
    if not begin or _BINARY.search(body) is not None:
        return UNKNOWN
    try:
        body.decode()
    except UnicodeDecodeError as error:
        # The head may end in the middle of a letter.
        if error.start < len(body) - 3 or len(head) < HEAD:
            return UNKNOWN
    return "text/plain"
