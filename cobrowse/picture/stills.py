"""Single pictures: lossless, compressed, and blurred beyond recognition."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Final

from PIL import Image, ImageFilter

from cobrowse.picture.area import Area
from cobrowse.picture.canvas import Canvas

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
BLUR_STEP: Final = 40
"""Pixels of a page, in both directions, that become one: ordinary text is 10 to 20 pixels high."""


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(body, zlib.crc32(name)))


def png(canvas: Canvas, area: Area) -> bytes:
    """The exact pixels of an area.

    Written by hand because rows without a filter at zlib's quickest level take a third of Pillow's time on pages.
    """
    pixels = canvas.image(area).tobytes()
    line = area.width * 3
    rows = b"".join(b"\0" + pixels[start : start + line] for start in range(0, len(pixels), line))
    header = struct.pack(">IIBBBBB", area.width, area.height, 8, 2, 0, 0, 0)
    return b"".join(
        (_SIGNATURE, _chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(rows, 1)), _chunk(b"IEND", b""))
    )


def jpeg(canvas: Canvas, area: Area, quality: int) -> bytes:
    """An area in fewer bytes; `quality` as in Pillow, 1 to 95."""
    buffer = io.BytesIO()
    canvas.image(area).save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def blurred(canvas: Canvas) -> bytes:
    """A small JPEG of everything in which shapes of a page are left and no word is.

    Every block of 40 by 40 pixels becomes one colour in few shades before anything else happens, so what is lost
    cannot be computed back.
    """
    blocks = canvas.image().reduce(BLUR_STEP).convert("P", palette=Image.Palette.ADAPTIVE, colors=64).convert("RGB")
    size = (max(16, canvas.width // 4), max(16, canvas.height // 4))
    smooth = blocks.resize(size, Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(BLUR_STEP / 8))
    buffer = io.BytesIO()
    smooth.save(buffer, "JPEG", quality=60)
    return buffer.getvalue()
