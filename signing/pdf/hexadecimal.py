"""Strings of hexadecimal digits, read in pieces: pyHanko goes through a signature digit by digit, which takes longer
than to check it.
"""

import binascii
from typing import BinaryIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfStreamError

_PIECE = 1 << 13
_DIGITS = b"0123456789abcdefABCDEF"
_SPACES = b" \n\r\t\f\x00"


def read_hexadecimal(stream: BinaryIO) -> generic.ByteStringObject | generic.TextStringObject:
    """The string whose "<" comes next; the stream stands behind its ">" then. Raises PdfStreamError."""
    stream.read(1)
    digits = bytearray()
    while True:
        piece = stream.read(_PIECE)
        if not piece:
            raise PdfStreamError("A string of hexadecimal digits has no end")
        end = piece.find(b">")
        read = (piece if end < 0 else piece[:end]).translate(None, _SPACES)
        if read.translate(None, _DIGITS):
            raise PdfStreamError("A string of hexadecimal digits holds something else")
        digits += read
        if end >= 0:
            stream.seek(end + 1 - len(piece), 1)
            break
    return generic.pdf_string(binascii.unhexlify(digits + b"0" * (len(digits) % 2)))


def use() -> None:
    """Let pyHanko read with it, in this process."""
    generic.read_hex_string_from_stream = read_hexadecimal
