"""What aiortc sends: Opus packets of the sound, H.264 packets of the picture, both encoded before they come here."""

import asyncio
import time
from collections import deque
from fractions import Fraction
from typing import Any

from aiortc.mediastreams import MediaStreamError, MediaStreamTrack
from av.packet import Packet

from cobrowse.rtc.ports import Encoded, OpenTap, Tap
from cobrowse.rtc.sound import Ear, PageSound

VIDEO_CLOCK = 90_000
"""Ticks a second (RFC 6184)."""
_TIME_BASE = Fraction(1, VIDEO_CLOCK)
_WAITING = 30
"""Pictures; about a second of them."""


class SoundTrack(MediaStreamTrack):
    """A viewer's ear at the page. Sends nothing while the page is silent or the viewer does not want to hear it."""

    kind = "audio"

    def __init__(self, sound: PageSound) -> None:
        super().__init__()
        self._sound = sound
        self._ear: Ear | None = None
        self._wanted = asyncio.Event()

    @property
    def heard(self) -> bool:
        return self._ear is not None

    def hear(self, on: bool) -> None:
        if on and self._ear is None:
            self._ear = self._sound.listen()
            self._wanted.set()
        elif not on and self._ear is not None:
            self._ear.off()
            self._ear = None
            self._wanted.clear()

    async def recv(self) -> "Packet[Any]":
        while self.readyState == "live":
            await self._wanted.wait()
            ear = self._ear
            packet = await ear.packet() if ear is not None else None
            if packet is not None:
                return packet
            if ear is not None and ear is self._ear:
                # The page's sound has ended, not this viewer's wish to hear it.
                break
        raise MediaStreamError

    def stop(self) -> None:
        self.hear(False)
        super().stop()


class PictureTrack(MediaStreamTrack):
    """A viewer's picture: begins with a key picture, whenever it begins, and stops at once when it is not to be seen."""

    kind = "video"

    def __init__(self, open_tap: OpenTap, bits: int) -> None:
        super().__init__()
        self._open_tap = open_tap
        self._bits = bits
        self._tap: Tap | None = None
        self._pictures: deque[Encoded] = deque()
        self._some = asyncio.Event()
        self._whole = False
        self.sent = 0

    @property
    def shown(self) -> bool:
        return self._tap is not None

    def show(self, on: bool) -> None:
        if on and self._tap is None:
            self._whole = False
            self._tap = self._open_tap(self._receive, self._bits)
        elif not on and self._tap is not None:
            tap, self._tap = self._tap, None
            self._pictures.clear()
            tap.leave()

    def limit(self, bits: int) -> None:
        """What the line bears from now on, bits a second."""
        if bits != self._bits:
            self._bits = bits
            if self._tap is not None:
                self._tap.limit(bits)

    def need_key(self) -> None:
        if self._tap is not None:
            self._tap.need_key()

    async def recv(self) -> "Packet[Any]":
        while self.readyState == "live":
            if self._pictures:
                self.sent += 1
                return _stamped(self._pictures.popleft().data)
            self._some.clear()
            await self._some.wait()
        raise MediaStreamError

    def stop(self) -> None:
        self.show(False)
        super().stop()
        self._some.set()

    def _receive(self, picture: Encoded) -> None:
        if self._tap is None:
            return
        if picture.key:
            # Whoever has this one needs none of those before it.
            self._pictures.clear()
            self._whole = True
        elif len(self._pictures) >= _WAITING:
            # The line takes them more slowly than they come: what waits is the past.
            self._pictures.clear()
            self._whole = False
            self._tap.need_key()
        if self._whole:
            self._pictures.append(picture)
            self._some.set()


def _stamped(data: bytes) -> "Packet[Any]":
    packet: Packet[Any] = Packet(data)
    packet.pts = int(time.monotonic() * VIDEO_CLOCK)
    packet.time_base = _TIME_BASE
    return packet
