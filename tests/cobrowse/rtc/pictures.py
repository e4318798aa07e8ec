"""Real H.264 pictures of a known colour, from one encoder for each quality, as a page's stream gives them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from fractions import Fraction

from av import VideoFrame
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType

from cobrowse.rtc.ports import Receive


@dataclass(frozen=True, slots=True)
class Picture:
    data: bytes
    key: bool


class Tap:
    """Pictures for one viewer, as long as it does not leave; a shade of grey that the test sets."""

    def __init__(self, source: Pictures, receive: Receive, bits: int) -> None:
        self.source = source
        self.bits = bits
        self._receive = receive
        self._key = True
        self._count = 0
        self._encoder = encoder = VideoCodecContext.create("libx264", "w")
        encoder.width, encoder.height = source.size
        encoder.pix_fmt = "yuv420p"
        encoder.time_base = Fraction(1, 1000)
        encoder.options = {"preset": "ultrafast", "tune": "zerolatency", "profile": "baseline", "forced-idr": "1"}
        encoder.gop_size = 1_000_000
        self._task = asyncio.create_task(self._draw())

    async def _draw(self) -> None:
        while True:
            await asyncio.sleep(self.source.every)
            frame = VideoFrame(*self.source.size, "yuv420p")
            for plane, value in zip(frame.planes, (self.source.grey, 128, 128), strict=True):
                plane.update(bytes([value]) * plane.buffer_size)
            self._count += 1
            frame.pts, frame.time_base = self._count * 40, Fraction(1, 1000)
            key, self._key = self._key, False
            frame.pict_type = PictureType.I if key else PictureType.NONE
            data = b"".join(bytes(each) for each in self._encoder.encode(frame))
            self.source.made.append((self.bits, key))
            self._receive(Picture(data, key))

    def need_key(self) -> None:
        self.source.asked += 1
        self._key = True

    def limit(self, bits: int) -> None:
        self.bits, self._key = bits, True

    def leave(self) -> None:
        self._task.cancel()
        self.source.taps.discard(self)


class Pictures:
    def __init__(self, size: tuple[int, int] = (320, 180), every: float = 0.04) -> None:
        self.size = size
        self.every = every
        self.grey = 180
        self.asked = 0
        self.made: list[tuple[int, bool]] = []
        self.taps: set[Tap] = set()

    def tap(self, receive: Receive, bits: int) -> Tap:
        tap = Tap(self, receive, bits)
        self.taps.add(tap)
        return tap
