"""The sound of one page: read from its own sound server, encoded once, and handed to everybody who listens."""

import asyncio
import os
import time
from collections import deque
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog

from cobrowse.rtc.daemon import CHANNELS, RATE, Daemon, NoSound, Owner, Spawn
from cobrowse.rtc.loudness import SilenceGate

if TYPE_CHECKING:
    from av.audio.codeccontext import AudioCodecContext
    from av.packet import Packet

log = structlog.get_logger(__name__)

SAMPLES = 960
"""Of one piece: 20 ms, one Opus packet."""
TIME_BASE = Fraction(1, RATE)

_PIECE = SAMPLES * CHANNELS * 2
_READ = 65_536
_BIT_RATE = 64_000
_QUEUE = 25
"""Packets that wait for a listener who is stuck; the oldest go first, so that nobody hears the past."""


class Ear:
    """One listener. `packet` waits for the next Opus packet; `off` ends it (packet then returns None)."""

    def __init__(self, gone: "Callable[[Ear], None]") -> None:
        self._gone = gone
        self._packets: deque[Packet[Any]] = deque(maxlen=_QUEUE)
        self._some = asyncio.Event()
        self._over = False

    async def packet(self) -> "Packet[Any] | None":
        while not self._packets:
            if self._over:
                return None
            self._some.clear()
            await self._some.wait()
        return self._packets.popleft()

    def put(self, packet: "Packet[Any]") -> None:
        self._packets.append(packet)
        self._some.set()

    def forget(self) -> None:
        """What still waits is not to be heard."""
        self._packets.clear()

    def off(self) -> None:
        self._over = True
        self._packets.clear()
        self._some.set()
        self._gone(self)


class PageSound:
    """The sound of one page. Without a sound server it is the same, but never plays: `code` says why.

    `changed` (may be set anew at any time) hears whether the page plays something. A page that plays silence, or nothing, costs a few reads from a
    pipe at most; one that nobody listens to is read, so that it can be told that it plays, and never encoded.
    """

    def __init__(
        self, folder: Path, owner: Owner | None, spawn: Spawn, changed: Callable[[bool], None] | None = None
    ) -> None:
        self._daemon = Daemon(folder, owner)
        self._spawn = spawn
        self.changed: Callable[[bool], None] = changed or _unheard
        self._gate = SilenceGate()
        self._ears: set[Ear] = set()
        self._rest = b""
        self._encoder: AudioCodecContext | None = None
        self._pts = 0
        self._encoded = 0
        self._flowing = False
        self._reading = False
        self._code = "not_started"

    @property
    def code(self) -> str:
        """Empty when the page can be heard; else no_sound_server, sound_failed or not_started."""
        return self._code

    @property
    def state(self) -> str:
        """For `ready.sound`: "on" or "none"."""
        return "none" if self._code else "on"

    @property
    def environment(self) -> dict[str, str]:
        """For the page's browser, next to its own."""
        return {} if self._code else self._daemon.environment

    @property
    def arguments(self) -> tuple[str, ...]:
        """For the page's browser: without a sound server it looks for none."""
        return ("--mute-audio",) if self._code else ()

    @property
    def folders(self) -> tuple[Path, ...]:
        """What a browser behind walls must be shown of the file system, read-only."""
        return () if self._code else (self._daemon.client,)

    @property
    def pid(self) -> int | None:
        return self._daemon.pid

    @property
    def playing(self) -> bool:
        return self._gate.open

    @property
    def encoded(self) -> int:
        """Packets so far, however many listened."""
        return self._encoded

    async def start(self) -> None:
        """Before the browser. Never fails: afterwards `code` says how it went."""
        try:
            await self._daemon.start()
        except NoSound as error:
            self._code = error.code
            if error.code != "no_sound_server":
                log.warning("A page stays silent.", code=error.code, reason=str(error.__cause__)[:200])
            return
        self._code = ""
        asyncio.get_running_loop().add_reader(self._daemon.pipe, self._read)
        self._reading = True
        self._spawn("sound server", self._watch())

    def listen(self) -> Ear:
        ear = Ear(self._ears.discard)
        self._ears.add(ear)
        return ear

    async def close(self) -> None:
        self._stop_reading("not_started")
        await self._daemon.close()

    async def _watch(self) -> None:
        await self._daemon.ended()
        self._stop_reading("sound_failed")

    def _stop_reading(self, code: str) -> None:
        if not self._reading:
            return
        self._reading = False
        asyncio.get_running_loop().remove_reader(self._daemon.pipe)
        self._code = code
        if self._gate.open:
            self._gate = SilenceGate()
            self.changed(False)
        for ear in tuple(self._ears):
            ear.off()

    def _read(self) -> None:
        try:
            data = os.read(self._daemon.pipe, _READ)
        except BlockingIOError:
            return
        if not data:
            # Nobody has the other end any more; the end of the process is told by _watch.
            asyncio.get_running_loop().remove_reader(self._daemon.pipe)
            return
        data = self._rest + data
        whole = len(data) - len(data) % _PIECE
        self._rest = data[whole:]
        for start in range(0, whole, _PIECE):
            self._piece(data[start : start + _PIECE])

    def _piece(self, samples: bytes) -> None:
        was = self._gate.open
        if self._gate.passes(samples) and self._ears:
            packet = self._encode(samples)
            for ear in self._ears:
                ear.put(packet)
        else:
            self._flowing = False
        if self._gate.open != was:
            self.changed(self._gate.open)

    def _encode(self, samples: bytes) -> "Packet[Any]":
        from av import AudioFrame

        if self._encoder is None:
            self._encoder = _opus()
        following = self._pts + SAMPLES
        # After a silence the clock has run on, as it has for whoever listened to it.
        self._pts = following if self._flowing else max(following, int(time.monotonic() * RATE))
        self._flowing = True
        frame = AudioFrame(format="s16", layout="stereo", samples=SAMPLES)
        frame.sample_rate = RATE
        frame.time_base = TIME_BASE
        frame.pts = self._encoded * SAMPLES
        frame.planes[0].update(samples)
        # One frame of 20 ms is one packet: libopus neither waits nor splits.
        (packet,) = self._encoder.encode(frame)
        self._encoded += 1
        packet.pts = self._pts
        packet.time_base = TIME_BASE
        return packet


def _unheard(playing: bool) -> None:
    del playing


def _opus() -> "AudioCodecContext":
    from av import CodecContext

    encoder = CodecContext.create("libopus", "w")
    encoder.bit_rate = _BIT_RATE
    encoder.format = "s16"
    encoder.layout = "stereo"
    encoder.sample_rate = RATE
    encoder.time_base = TIME_BASE
    # Half of libopus' effort cannot be told from all of it at this rate; a lost packet is mended from the next one.
    encoder.options = {"application": "audio", "compression_level": "5", "fec": "1", "packet_loss": "5"}
    return encoder
