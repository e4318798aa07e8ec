"""Sound servers for tests, programs that play into them, and ears."""

from __future__ import annotations

import asyncio
import math
import os
from array import array
from pathlib import Path

import pytest
from av import AudioFrame, CodecContext
from av.packet import Packet

from cobrowse.rtc import daemon
from cobrowse.rtc.daemon import RATE, Owner
from cobrowse.rtc.sound import Ear, PageSound
from server.tasks import Tasks

OWNERS = (Owner(61_201, 61_201), Owner(61_202, 61_202))
TONE = """(hertz) => {
  const context = new AudioContext();
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.frequency.value = hertz;
  volume.gain.value = 0.5;
  tone.connect(volume).connect(context.destination);
  tone.start();
  window.quiet = () => { volume.gain.value = 0; };
}"""


def need_sound_server() -> None:
    if not daemon.possible():
        pytest.skip("PulseAudio is not installed here (Debian: apt install pulseaudio)")


class Place:
    """Starts sounds in folders that their users may enter, and ends them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tasks = Tasks()
        self.sounds: list[PageSound] = []

    async def sound(self, number: int = 0) -> PageSound:
        owner = OWNERS[number] if os.geteuid() == 0 else None
        sound = PageSound(self.folder / f"sound-{number}", owner, self.tasks.start)
        self.sounds.append(sound)
        await sound.start()
        assert sound.code == ""
        return sound

    async def close(self) -> None:
        for sound in self.sounds:
            await sound.close()
        await self.tasks.close()


class Told:
    """What a page's sound tells of itself."""

    def __init__(self, sound: PageSound) -> None:
        self.all: list[bool] = []
        self._more = asyncio.Event()
        sound.changed = self._hear

    def _hear(self, playing: bool) -> None:
        self.all.append(playing)
        self._more.set()

    async def times(self, times: int) -> None:
        async with asyncio.timeout(20):
            while len(self.all) < times:
                self._more.clear()
                await self._more.wait()


async def play(sound: PageSound, samples: bytes) -> int:
    """Plays samples (16 bits, stereo) as another program would; its exit code."""
    player = await asyncio.create_subprocess_exec(
        "pacat",
        "--format=s16le",
        f"--rate={RATE}",
        "--channels=2",
        "--latency-msec=200",
        stdin=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={"PATH": os.environ["PATH"], "HOME": "/nonexistent", **sound.environment},
    )
    await player.communicate(samples)
    return player.returncode or 0


def tone(hertz: float, seconds: float, volume: float = 0.5) -> bytes:
    wave = array("h")
    for number in range(int(seconds * RATE)):
        wave.extend([int(32_767 * volume * math.sin(2 * math.pi * hertz * number / RATE))] * 2)
    return wave.tobytes()


async def hear(ear: Ear, pieces: int, skip: int = 5) -> tuple[list[float], list[Packet]]:
    """What a listener hears: the left channel of so many packets of 20 ms, after the first few."""
    decoder = CodecContext.create("libopus", "r")
    heard: list[float] = []
    packets: list[Packet] = []
    async with asyncio.timeout(30):
        while len(packets) < pieces + skip:
            packet = await ear.packet()
            assert packet is not None
            packets.append(packet)
            for frame in decoder.decode(packet):
                assert isinstance(frame, AudioFrame)
                if len(packets) > skip:
                    heard.extend(left_of(frame))
    return heard, packets


def stamp(packet: Packet) -> int:
    assert packet.pts is not None
    return packet.pts


def left_of(frame: AudioFrame) -> list[float]:
    """The left channel, from -1 to 1."""
    planar = frame.format.is_planar
    raw = bytes(frame.planes[0])[: frame.samples * frame.format.bytes * (1 if planar else 2)]
    kind, full = ("f", 1.0) if frame.format.name.startswith("flt") else ("h", 32_768.0)
    values = array(kind, raw)
    return [value / full for value in (values if planar else values[::2])]
