"""A viewer changes ways: to WebRTC when the lane is lossy, back when it fails, and never two pictures at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import pytest_asyncio
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription

from cobrowse.rtc import choice, link, transport
from cobrowse.rtc.choice import Way
from cobrowse.rtc.line import Line
from cobrowse.rtc.link import Link
from cobrowse.rtc.ports import Parts
from server.tasks import Tasks
from tests.cobrowse.rtc.pictures import Pictures
from tests.patience import PATIENCE

pytestmark = pytest.mark.asyncio(loop_scope="session")


class Viewer:
    """A viewer's page with its lane, whose line is as lossy as the test says."""

    def __init__(self, way: Way) -> None:
        self.pictures = Pictures()
        self.tasks = Tasks()
        self.said: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.by_tap: list[bool] = []
        self.loss = 0.0
        self._sent = self._again = 0
        self.connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.link = Link(
            Parts(tap=self.pictures.tap), way, self._by_tap, self.said.put_nowait, self.tasks.start, self._line
        )

    def _by_tap(self, on: bool) -> None:
        # Whoever has the picture by the lane has none by the tap.
        assert on or not self.pictures.taps
        self.by_tap.append(on)

    def _line(self) -> Line:
        self._sent += 1000
        self._again += int(1000 * self.loss)
        return Line(0.04, self._sent, self._again)

    async def hears(self) -> dict[str, Any]:
        async with asyncio.timeout(PATIENCE):
            return await self.said.get()

    async def connect(self) -> None:
        self.connection.addTransceiver("video", direction="recvonly")
        await self.connection.setLocalDescription(await self.connection.createOffer())
        self.link.take({"type": "rtc", "kind": "offer", "sdp": self.connection.localDescription.sdp, "n": 1})
        answer = await self.hears()
        assert answer["kind"] == "answer"
        await self.connection.setRemoteDescription(RTCSessionDescription(answer["sdp"], "answer"))

    async def until(self, true: Callable[[], Any]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not true():  # noqa: ASYNC110  what is waited for happens in libraries that tell nobody
                await asyncio.sleep(0.02)

    async def close(self) -> None:
        await self.connection.close()
        await self.link.close()
        await self.tasks.close()


@pytest_asyncio.fixture(loop_scope="session")
async def viewers(monkeypatch) -> AsyncIterator[Callable[[Way], Viewer]]:
    # The line is looked at more often, and believed sooner, than in earnest.
    monkeypatch.setattr(link, "_LOOK_EVERY", 0.02)
    monkeypatch.setattr(choice, "_LOSSY_FOR", 0.1)
    monkeypatch.setattr(choice, "_CLEAN_FOR", 0.1)
    made: list[Viewer] = []

    def make(way: Way) -> Viewer:
        made.append(Viewer(way))
        return made[-1]

    yield make
    for each in made:
        await each.close()


@pytest.mark.covers("F034")
async def test_a_lossy_lane_without_bbr_leads_to_webrtc_and_a_clean_one_back(viewers):
    viewer = viewers(Way("auto", h264=True, bbr=False, webrtc=True))
    assert viewer.link.choice.reason == "webcodecs"
    viewer.loss = 0.05
    assert await viewer.hears() == {"type": "transport", "transport": "webrtc", "reason": "loss_without_bbr"}
    # Until there is a connection, the lane goes on.
    assert viewer.by_tap == []
    await viewer.connect()
    await viewer.until(lambda: viewer.by_tap == [True])
    await viewer.until(lambda: viewer.pictures.made)
    viewer.loss = 0.0
    assert await viewer.hears() == {"type": "transport", "transport": "websocket", "reason": "webcodecs"}
    assert viewer.by_tap == [True, False]
    assert not viewer.pictures.taps


async def test_with_bbr_the_lane_keeps_the_picture_whatever_it_loses(viewers):
    viewer = viewers(Way("auto", h264=True, bbr=True, webrtc=True))
    viewer.loss = 0.2
    await asyncio.sleep(0.5)
    assert viewer.said.empty()
    assert viewer.link.choice.transport == "websocket"


async def test_a_covered_or_paused_viewer_gets_no_packet_and_keeps_its_way(viewers):
    viewer = viewers(Way("auto", h264=False, bbr=True, webrtc=True))
    await viewer.connect()
    await viewer.until(lambda: viewer.pictures.taps)
    for switch in (viewer.link.cover, viewer.link.pause):
        switch(True)
        assert not viewer.pictures.taps
        assert viewer.link.diagnostics()["transport"] == "webrtc"
        switch(False)
        assert viewer.pictures.taps
    assert viewer.by_tap == [True]


async def test_a_connection_that_does_not_come_about_leaves_the_viewer_with_stills(viewers, monkeypatch):
    monkeypatch.setattr(transport, "_CONNECT_WITHIN", 0.3)
    viewer = viewers(Way("auto", h264=False, bbr=True, webrtc=True))
    viewer.connection.addTransceiver("video", direction="recvonly")
    await viewer.connection.setLocalDescription(await viewer.connection.createOffer())
    offer = viewer.connection.localDescription.sdp
    viewer.link.take({"type": "rtc", "kind": "offer", "sdp": offer, "n": 1})
    # The viewer never hears the answer, so there is never a path.
    assert (await viewer.hears())["kind"] == "answer"
    assert await viewer.hears() == {"type": "transport", "transport": "stills", "reason": "no_webrtc"}
    assert viewer.by_tap == []


async def test_a_viewer_who_leaves_has_no_picture_at_all(viewers):
    viewer = viewers(Way("auto", h264=False, bbr=True, webrtc=True))
    await viewer.connect()
    await viewer.until(lambda: viewer.pictures.taps)
    await viewer.link.close()
    assert not viewer.pictures.taps
    viewer.link.pause(False)
    assert not viewer.pictures.taps
