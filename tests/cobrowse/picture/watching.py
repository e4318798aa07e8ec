"""A viewer as a browser is one: decodes what it receives, draws it as the header says, and acknowledges."""

from __future__ import annotations

import asyncio
import io
import time
from typing import Any

import av
from av.video.reformatter import ColorRange, Colorspace
from PIL import Image, ImageChops, ImageStat

from cobrowse.picture.frames import Flags, Header, Kind, unpack
from cobrowse.picture.stream import Seat


class Watcher:
    """A sink. `delay` seconds pass before each acknowledgement; None means that the test gives them.

    With a `rate` (bytes a second) frames take the time that such a line needs, one after the other.
    """

    def __init__(self, delay: float | None = 0.0, rate: float | None = None) -> None:
        self.delay = delay
        self.rate = rate
        self._free_at = 0.0
        self.seat: Seat | None = None
        self.frames: list[tuple[Header, bytes]] = []
        self.messages: list[dict[str, Any]] = []
        self.screen: Image.Image | None = None
        self.changed_at = time.monotonic()
        self._decoder: Any = None
        self._drawn = 0

    def text(self, message: dict[str, Any]) -> None:
        self.messages.append(message)

    def backlog(self) -> int:
        return 0

    def bbr(self) -> bool:
        return False

    def frame(self, data: bytes) -> None:
        header, payload = unpack(data)
        self.frames.append((header, payload))
        self.changed_at = time.monotonic()
        now = asyncio.get_running_loop().time()
        if self.rate is not None:
            self._free_at = max(self._free_at, now) + len(data) / self.rate
        if self.delay is not None and Flags.END in header.flags:
            at = max(now, self._free_at) + self.delay
            asyncio.get_running_loop().call_at(at, self.acknowledge, header.number)

    def acknowledge(self, number: int) -> None:
        assert self.seat is not None
        self.seat.acked(number)

    @property
    def kinds(self) -> list[Kind]:
        return [header.kind for header, _ in self.frames]

    @property
    def exact(self) -> bool:
        """Whether the stream says that all that was sent is exact now."""
        return bool(self.frames) and Flags.QUIET in self.frames[-1][0].flags

    def picture(self, kinds: frozenset[Kind] = frozenset(Kind)) -> Image.Image:
        """What is on this viewer's screen, of frames of these kinds."""
        for header, payload in self.frames[self._drawn :]:
            self._draw(header, payload, kinds)
        self._drawn = len(self.frames)
        assert self.screen is not None
        return self.screen

    def _draw(self, header: Header, payload: bytes, kinds: frozenset[Kind]) -> None:
        size = (header.page_width, header.page_height)
        if self.screen is None or self.screen.size != size:
            self.screen = Image.new("RGB", size, "magenta")
        area = header.area
        box = (area.x, area.y, area.x + area.width, area.y + area.height)
        if header.kind in (Kind.KEY, Kind.DELTA):
            image = self._decode(header, payload)
            assert image.size == size
            image = image.crop(box)
        else:
            image = Image.open(io.BytesIO(payload)).convert("RGB")
            if header.kind is Kind.BLURRED:
                image = image.resize(size)
        if header.kind in kinds:
            self.screen.paste(image, box[:2])

    def _decode(self, header: Header, payload: bytes) -> Image.Image:
        if header.kind is Kind.KEY and header.area.width:
            # Whoever begins here has no decoder yet; one that goes on is not hurt by it.
            self._decoder = None
        if self._decoder is None:
            assert header.kind is Kind.KEY, "a delta came before any key frame"
            self._decoder = av.CodecContext.create("h264", "r")
            self._decoder.thread_count = 1
            self._decoder.flags |= 0x00080000  # low delay
        (frame,) = self._decoder.decode(av.Packet(payload))
        # The stream says what its colours are; FFmpeg's converter is told by us.
        return frame.reformat(
            format="rgb24", src_colorspace=Colorspace.ITU709, src_color_range=ColorRange.MPEG
        ).to_image()


def difference(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of two pictures' pixels, 0 to 255."""
    assert one.size == other.size
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean) / 3


def same(one: Image.Image, other: Image.Image) -> bool:
    """Whether no pixel differs."""
    return one.size == other.size and ImageChops.difference(one, other).getbbox() is None
