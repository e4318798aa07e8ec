"""A page drawn on a display of its own, seen and heard by a real browser over WebRTC."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page

from cobrowse.browser import display
from cobrowse.picture import damage, x11grab
from cobrowse.picture.frames import Kind, unpack
from cobrowse.picture.ports import Source, Wants
from cobrowse.picture.stream import Seat, Stream
from cobrowse.ports import Display
from cobrowse.rtc.choice import Way
from cobrowse.rtc.link import Link
from cobrowse.rtc.ports import Parts
from cobrowse.rtc.sound import PageSound
from media.offer import checked
from server.tasks import Tasks
from tests.cobrowse.rtc.sounds import Place
from tests.patience import PATIENCE

pytestmark = pytest.mark.asyncio(loop_scope="session")

WIDTH, HEIGHT = 640, 360

# A page of one colour that a click on it changes, with a tone that it begins.
SHOWN = """<!doctype html><title>Proef</title>
<style>html { height: 100%; background: rgb(200, 40, 40) }</style>"""
BLUE = "document.documentElement.style.background = 'rgb(40, 40, 200)'"
TONE = """() => {
  const context = new AudioContext();
  const tone = context.createOscillator();
  tone.frequency.value = 880;
  tone.connect(context.destination);
  tone.start();
}"""

# What a viewer's page does: one offer with all its candidates, and the answer.
VIEWER = """async () => {
  const peer = new RTCPeerConnection();
  window.peer = peer;
  const video = Object.assign(document.createElement("video"), { muted: true, autoplay: true });
  document.body.append(video);
  window.video = video;
  peer.ontrack = ({ track }) => {
    const stream = new MediaStream([track]);
    if (track.kind === "video") { video.srcObject = stream; return; }
    const audio = Object.assign(document.createElement("audio"), { autoplay: true, srcObject: stream });
    document.body.append(audio);
    const context = new AudioContext();
    const hearing = context.createAnalyser();
    hearing.fftSize = 4096;
    context.createMediaStreamSource(stream).connect(hearing);
    window.pitch = () => {
      const powers = new Float32Array(hearing.frequencyBinCount);
      hearing.getFloatFrequencyData(powers);
      const loudest = powers.indexOf(Math.max(...powers));
      return powers[loudest] < -60 ? 0 : (loudest * context.sampleRate) / hearing.fftSize;
    };
  };
  window.colour = () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: video.videoWidth, height: video.videoHeight });
    if (canvas.width === 0) return null;
    const paper = canvas.getContext("2d");
    paper.drawImage(video, 0, 0);
    return [...paper.getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data.slice(0, 3)];
  };
  window.take = (answer) => peer.setRemoteDescription({ type: "answer", sdp: answer.sdp });
  peer.addTransceiver("audio", { direction: "recvonly" });
  peer.addTransceiver("video", { direction: "recvonly" });
  await peer.setLocalDescription();
  await new Promise((done) => {
    const look = () => peer.iceGatheringState === "complete" && done();
    peer.onicegatheringstatechange = look;
    look();
  });
  return peer.localDescription.sdp;
}"""


class Lane:
    """A viewer's WebSocket, as its seat sees it; draws everything at once."""

    def __init__(self) -> None:
        self.seat: Seat | None = None
        self.kinds: asyncio.Queue[Kind] = asyncio.Queue()
        self.said: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    def text(self, message: dict[str, Any]) -> None:
        self.said.put_nowait(message)

    def frame(self, data: bytes) -> None:
        header, _ = unpack(data)
        self.kinds.put_nowait(header.kind)
        if self.seat is not None:
            self.seat.acked(header.number)

    async def gets(self, *kinds: Kind) -> None:
        """A frame of one of these kinds, from now on."""
        while not self.kinds.empty():
            self.kinds.get_nowait()
        async with asyncio.timeout(30):
            while await self.kinds.get() not in kinds:
                pass

    def backlog(self) -> int:
        return 0

    def bbr(self) -> bool:
        return True


class Shown:
    """A page on a display, its stream and its sound."""

    def __init__(self, page: Page, stream: Stream, sound: PageSound, tasks: Tasks) -> None:
        self.page = page
        self.stream = stream
        self.sound = sound
        self.tasks = tasks

    def viewer(self, lane: Lane, *, h264: bool) -> tuple[Seat, Link]:
        seat = lane.seat = self.stream.add(lane, Wants(h264))
        way = Way("auto", h264=h264, bbr=lane.bbr(), webrtc=True)
        parts = Parts(self.sound, self.stream.tap)
        return seat, Link(parts, way, seat.by_tap, lane.text, self.tasks.start)


def source_of(shown: Display) -> Source:
    if not damage.missing():
        return damage.DamageSource(shown)
    if not x11grab.missing():
        return x11grab.X11GrabSource(shown)
    pytest.skip("neither xcffib nor an FFmpeg with x11grab is here")


@pytest_asyncio.fixture(loop_scope="session")
async def shown(place: Place, playwright_driver, tmp_path: Path) -> AsyncIterator[Shown]:
    if not display.possible():
        pytest.skip("Xvfb is not installed here (Debian: apt install xvfb)")
    folder = tmp_path / "display"
    folder.mkdir()
    screen = await display.start(folder, (), None)
    sound = await place.sound()
    tasks = Tasks()
    browser = await playwright_driver.chromium.launch(
        executable_path=shutil.which("chromium"),
        headless=False,
        args=[
            "--no-sandbox",
            "--kiosk",
            "--autoplay-policy=no-user-gesture-required",
            f"--window-size={WIDTH},{HEIGHT}",
        ],
        env={**os.environ, **screen.display.environment, **sound.environment},
    )
    page = await browser.new_page(no_viewport=True)
    await page.set_content(SHOWN)
    stream = Stream(source_of(screen.display), asyncio.get_running_loop(), width=WIDTH, height=HEIGHT)
    yield Shown(page, stream, sound, tasks)
    await stream.close()
    await browser.close()
    await tasks.close()
    await screen.close()


async def until_true(page: Page, condition: str) -> None:
    await page.wait_for_function(condition, timeout=PATIENCE * 1000, polling=100)


@pytest.mark.covers("F017")
async def test_a_browser_without_webcodecs_sees_and_hears_the_page_by_webrtc(shown, open_page):
    lane = Lane()
    seat, link = shown.viewer(lane, h264=False)
    assert (link.choice.transport, link.choice.reason) == ("webrtc", "no_webcodecs")
    viewer = await open_page()
    offer = await viewer.evaluate(VIEWER)
    link.take(
        {
            "type": "rtc",
            "kind": "offer",
            "sdp": checked(offer, "127.0.0.1", relayed=False, kinds={"audio", "video"}),
            "n": 1,
        }
    )
    async with asyncio.timeout(PATIENCE):
        while (answer := await lane.said.get())["type"] != "rtc":
            pass
    assert (answer["kind"], answer["n"]) == ("answer", 1)
    await viewer.evaluate("(answer) => window.take(answer)", answer)
    red, blue = ("(([r, g, b]) => r > 150 && b < 90)", "(([r, g, b]) => b > 150 && r < 90)")
    await until_true(viewer, f"{red}(window.colour() ?? [0, 0, 0])")
    await shown.page.evaluate(BLUE)
    await until_true(viewer, f"{blue}(window.colour() ?? [0, 0, 0])")
    assert await viewer.evaluate("[window.video.videoWidth, window.video.videoHeight]") == [WIDTH, HEIGHT]
    # Its sound, in the same connection.
    await shown.page.evaluate(TONE)
    await until_true(viewer, "Math.abs(window.pitch() - 880) < 20")
    figures = link.diagnostics()
    assert figures["rtc"]["sound"]
    assert figures["rtc"]["video"]
    # Covered: nothing more, and the haze comes by the lane.
    seat.cover(True)
    link.cover(True)
    before = link.diagnostics()["rtc"]["pictures"]
    await shown.page.evaluate("document.documentElement.style.background = 'rgb(40, 200, 40)'")
    await lane.gets(Kind.BLURRED)
    assert link.diagnostics()["rtc"]["pictures"] == before
    assert await viewer.evaluate(f"{blue}(window.colour())")
    await link.close()
    seat.leave()


async def test_a_connection_that_ends_gives_the_picture_back_to_the_lane(shown, open_page):
    lane = Lane()
    seat, link = shown.viewer(lane, h264=False)
    viewer = await open_page()
    offer = await viewer.evaluate(VIEWER)
    link.take(
        {
            "type": "rtc",
            "kind": "offer",
            "sdp": checked(offer, "127.0.0.1", relayed=False, kinds={"audio", "video"}),
            "n": 1,
        }
    )
    async with asyncio.timeout(PATIENCE):
        while (answer := await lane.said.get())["type"] != "rtc":
            pass
    await viewer.evaluate("(answer) => window.take(answer)", answer)
    await until_true(viewer, "(window.colour() ?? [0])[0] > 150")
    link.take({"type": "rtc_stop"})
    await shown.page.evaluate(BLUE)
    await lane.gets(Kind.JPEG, Kind.STILL)
    assert link.diagnostics()["rtc"]["state"] == "none"
    await link.close()
    seat.leave()
