"""Makes the bytes that viewers get: each picture once, however many look at it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from av import VideoFrame

from cobrowse.picture import stills
from cobrowse.picture.area import TILE_HEIGHT, TILE_WIDTH, Area
from cobrowse.picture.canvas import Canvas
from cobrowse.picture.channel import Channel
from cobrowse.picture.encoder import Converter
from cobrowse.picture.frames import Flags, Header, Kind, pack
from cobrowse.picture.ladder import STILLS
from cobrowse.picture.viewer import Encoded, Viewer

_BEST_JPEG: Final = 80
_WORSE_BY: Final = 8
_MOST: Final = 0.5
"""The share of the page from which a JPEG that is there anyway is passed on rather than a part made anew."""
_ROWS_UNTIL: Final = 3
"""From this rung downwards stills go tile by tile: a whole row would block a narrow line for long."""


class Maker:
    """Belongs to one canvas and one thread."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self._converter = Converter()
        self._version = -1
        self._video: VideoFrame | None = None
        self._made: dict[tuple[str, Area, int], bytes] = {}

    def at(self, version: int) -> None:
        """The canvas is of this version now; what was made of another is forgotten."""
        if version != self._version:
            self._version = version
            self._video = None
            self._made.clear()

    def header(self, kind: Kind, number: int, milliseconds: int, area: Area, rung: int, flags: Flags) -> bytes:
        """The bytes before a picture."""
        return pack(Header(kind, flags, rung, number, milliseconds, area, self.canvas.width, self.canvas.height))

    def video(self, channel: Channel, milliseconds: int, key: bool) -> Encoded:
        """The next picture of a channel's stream."""
        if self._video is None:
            self._video = self._converter.video(self.canvas)
        encoder = channel.encoder_for(self.canvas.width, self.canvas.height)
        data, is_key = encoder.encode(self._video, milliseconds, key)
        return Encoded(data, milliseconds, is_key)

    def jpeg(self, area: Area, index: int, native: bytes | None) -> tuple[bytes, Area]:
        """An area as JPEG, or all of it where that is there already; and the area that it became."""
        whole = self.canvas.whole
        if native is not None and index == 0 and area.width * area.height > _MOST * whole.width * whole.height:
            return native, whole
        key = ("jpeg", area, index)
        if key not in self._made:
            self._made[key] = stills.jpeg(self.canvas, area, _BEST_JPEG - _WORSE_BY * min(index, STILLS))
        return self._made[key], area

    def blurred(self) -> bytes:
        """What covered viewers get."""
        key = ("blurred", self.canvas.whole, 0)
        if key not in self._made:
            self._made[key] = stills.blurred(self.canvas)
        return self._made[key]

    def exact(self, viewer: Viewer, budget: int) -> list[tuple[Area, bytes]]:
        """As much of what this viewer does not have exactly as fits in so many bytes; at least one part."""
        parts: list[tuple[Area, bytes]] = []
        left = budget
        for area in self._runs(viewer):
            data = self._png(area)
            if parts and len(data) > left:
                break
            parts.append((area, data))
            left -= len(data)
            if left <= 0:
                break
        return parts

    def _png(self, area: Area) -> bytes:
        key = ("png", area, 0)
        if key not in self._made:
            self._made[key] = stills.png(self.canvas, area)
        return self._made[key]

    @staticmethod
    def _runs(viewer: Viewer) -> Iterable[Area]:
        for run in viewer.tiles.runs():
            if viewer.ladder.index < _ROWS_UNTIL:
                yield run
                continue
            for x in range(run.x, run.x + run.width, TILE_WIDTH):
                yield Area(x, run.y, min(TILE_WIDTH, run.x + run.width - x), min(TILE_HEIGHT, run.height))
