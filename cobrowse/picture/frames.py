"""The 24 bytes before every picture on the page's lane."""

from __future__ import annotations

import enum
import struct
from dataclasses import dataclass
from typing import Final

from cobrowse.picture.area import Area

_LAYOUT: Final = struct.Struct(">BBHIIHHHHHH")
SIZE: Final = _LAYOUT.size


class BadFrame(ValueError):
    """These bytes are no frame of ours."""


class Kind(enum.IntEnum):
    """What follows the header."""

    KEY = 1
    """H.264 in Annex B form with SPS and PPS; decodes by itself. Only the header's area has to be drawn."""
    DELTA = 2
    """H.264 that needs the frames before it. Only the header's area has to be drawn: outside it nothing changed, and
    what a still drew there is sharper."""
    STILL = 3
    """A PNG of the area, equal to the display's pixels."""
    JPEG = 4
    """A JPEG of the area."""
    BLURRED = 5
    """A small JPEG that is to be stretched over the area, which is the whole page."""


class Flags(enum.IntFlag):
    """What else is known of a frame."""

    NONE = 0
    QUIET = 1
    """The last one before stillness: nothing follows until the page changes."""
    END = 2
    """The last part of this number; this part is to be acknowledged."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a viewer reads first. `time_ms` is the server's monotonic clock and wraps after 49 days."""

    kind: Kind
    flags: Flags
    rung: int
    number: int
    time_ms: int
    area: Area
    page_width: int
    page_height: int


def pack(header: Header) -> bytes:
    """The 24 bytes of a header, big endian."""
    area = header.area
    return _LAYOUT.pack(
        header.kind,
        header.flags,
        header.rung,
        header.number & 0xFFFFFFFF,
        header.time_ms & 0xFFFFFFFF,
        area.x,
        area.y,
        area.width,
        area.height,
        header.page_width,
        header.page_height,
    )


def unpack(data: bytes) -> tuple[Header, bytes]:
    """A frame's header and its payload; raises BadFrame."""
    if len(data) < SIZE:
        raise BadFrame("shorter than a header")
    kind, flags, rung, number, time_ms, x, y, width, height, page_width, page_height = _LAYOUT.unpack_from(data)
    try:
        header = Header(
            Kind(kind), Flags(flags), rung, number, time_ms, Area(x, y, width, height), page_width, page_height
        )
    except ValueError:
        raise BadFrame("an unknown kind") from None
    if flags > Flags.QUIET | Flags.END:
        raise BadFrame("unknown flags")
    if x + width > page_width or y + height > page_height:
        raise BadFrame("an area outside the page")
    return header, data[SIZE:]
