"""One viewer's connection, with a real peer at the other end: what it hears and sees, and what its reports do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamTrack
from aiortc.rtp import RTCP_PSFB_APP, RtcpPsfbPacket, pack_remb_fci
from av import AudioFrame, VideoFrame

from cobrowse.rtc.daemon import RATE
from cobrowse.rtc.ports import Parts
from cobrowse.rtc.transport import Peer
from server.tasks import Tasks
from tests.cobrowse.rtc.pictures import Pictures
from tests.cobrowse.rtc.sounds import Told, left_of, play, tone
from tests.cobrowse.rtc.tones import loudest, strength
from tests.patience import PATIENCE, until

pytestmark = pytest.mark.asyncio(loop_scope="session")


class Viewer:
    """A viewer's page, by aiortc: makes offers and takes answers over a lane of its own."""

    def __init__(self, parts: Parts) -> None:
        self.tasks = Tasks()
        self.said: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.states: list[str] = []
        self.peer = Peer(parts, self.said.put_nowait, self.tasks.start, changed=self.states.append)
        self.tracks: dict[str, MediaStreamTrack] = {}
        self.connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.connection.on("track", self._add)

    def _add(self, track: MediaStreamTrack) -> None:
        self.tracks[track.kind] = track

    async def connect(self, *kinds: str, number: int = 1) -> None:
        for kind in kinds:
            self.connection.addTransceiver(kind, direction="recvonly")
        await self.connection.setLocalDescription(await self.connection.createOffer())
        self.peer.take({"type": "rtc", "kind": "offer", "sdp": self.connection.localDescription.sdp, "n": number})
        answer = await self.heard()
        assert (answer["kind"], answer["n"]) == ("answer", number)
        await self.connection.setRemoteDescription(RTCSessionDescription(answer["sdp"], "answer"))

    async def heard(self) -> dict[str, Any]:
        async with asyncio.timeout(20):
            return await self.said.get()

    async def sees(self, grey: int) -> VideoFrame:
        """The first picture that is about as bright as that."""
        async with asyncio.timeout(PATIENCE):
            while True:
                frame = await self.tracks["video"].recv()
                assert isinstance(frame, VideoFrame)
                if abs(bytes(frame.planes[0])[5] - grey) < 6:
                    return frame

    async def report(self, **report: Any) -> None:
        """Sends a report about the picture, as browsers do."""
        receiver = self._receiver("video")
        await receiver._send_rtcp(RtcpPsfbPacket(ssrc=0, **report))

    async def ask_key(self) -> None:
        receiver = self._receiver("video")
        await receiver._send_rtcp_pli(self.source("video"))

    async def estimate(self, bits: int) -> None:
        fci = pack_remb_fci(bits, [self.source("video")])
        await self.report(fmt=RTCP_PSFB_APP, media_ssrc=0, fci=fci)

    def source(self, kind: str) -> int:
        (source,) = self._receiver(kind).getSynchronizationSources()
        return source.source

    def _receiver(self, kind: str) -> Any:
        return next(each.receiver for each in self.connection.getTransceivers() if each.kind == kind)

    async def packets(self, kind: str) -> int:
        """RTP packets that arrived so far."""
        report = await self._receiver(kind).getStats()
        return sum(each.packetsReceived for each in report.values() if each.type == "inbound-rtp")

    async def close(self) -> None:
        await self.connection.close()
        await self.peer.close()
        await self.tasks.close()


@pytest_asyncio.fixture(loop_scope="session")
async def viewers() -> AsyncIterator[Any]:
    made: list[Viewer] = []

    def make(parts: Parts) -> Viewer:
        made.append(Viewer(parts))
        return made[-1]

    yield make
    for each in made:
        await each.close()


async def test_a_viewer_hears_the_page_and_gets_no_packet_while_it_is_silent(place, viewers):
    sound = await place.sound()
    told = Told(sound)
    viewer = viewers(Parts(sound=sound))
    await viewer.connect("audio")
    await until(lambda: viewer.states == ["connecting", "connected"])
    playing = asyncio.create_task(play(sound, tone(440, 3)))
    heard: list[float] = []
    async with asyncio.timeout(PATIENCE):
        while len(heard) < RATE:
            frame = await viewer.tracks["audio"].recv()
            assert isinstance(frame, AudioFrame)
            heard.extend(left_of(frame))
    part = heard[RATE // 2 :]
    assert loudest(part, RATE, (220, 330, 440, 550, 880)) == 440
    assert strength(part, RATE, 440) > 0.2
    await playing
    await told.times(2)
    # What was on its way has arrived.
    await asyncio.sleep(0.3)
    before = await viewer.packets("audio")
    await asyncio.sleep(1)
    assert before > 50
    assert await viewer.packets("audio") == before


async def test_a_viewer_who_does_not_want_to_hear_gets_nothing_encoded(place, viewers):
    sound = await place.sound()
    viewer = viewers(Parts(sound=sound))
    viewer.peer.hear(False)
    await viewer.connect("audio")
    await until(lambda: viewer.peer.state == "connected")
    assert await play(sound, tone(440, 0.5)) == 0
    assert sound.encoded == 0
    viewer.peer.hear(True)
    assert await play(sound, tone(440, 0.5)) == 0
    await until(lambda: sound.encoded > 0)


async def test_a_viewer_sees_the_pages_picture_from_a_key_picture_on(viewers):
    pictures = Pictures()
    viewer = viewers(Parts(tap=pictures.tap))
    await viewer.connect("audio", "video")
    await until(lambda: viewer.peer.state == "connected")
    assert not pictures.taps
    viewer.peer.show(True)
    frame = await viewer.sees(180)
    assert (frame.width, frame.height) == pictures.size
    pictures.grey = 60
    await viewer.sees(60)
    assert pictures.made[0][1]
    assert viewer.peer.diagnostics()["video"]


async def test_a_covered_picture_stops_at_once_and_comes_back_with_a_key_picture(viewers):
    pictures = Pictures()
    viewer = viewers(Parts(tap=pictures.tap))
    viewer.peer.show(True)
    await viewer.connect("video")
    await viewer.sees(180)
    viewer.peer.show(False)
    assert not pictures.taps
    await asyncio.sleep(0.3)
    before = await viewer.packets("video")
    pictures.grey = 60
    await asyncio.sleep(0.5)
    assert await viewer.packets("video") == before
    pictures.made.clear()
    viewer.peer.show(True)
    await viewer.sees(60)
    assert pictures.made[0][1]


async def test_a_viewer_who_lost_a_picture_gets_a_key_picture_and_not_several_for_one_need(viewers):
    pictures = Pictures()
    viewer = viewers(Parts(tap=pictures.tap))
    viewer.peer.show(True)
    await viewer.connect("video")
    await viewer.sees(180)
    await asyncio.sleep(0.5)
    # Browsers, and aiortc, ask at the beginning as well.
    asked = pictures.asked
    for _ in range(5):
        await viewer.ask_key()
    await until(lambda: pictures.asked > asked)
    await asyncio.sleep(0.1)
    assert pictures.asked == asked + 1
    keys = sum(key for _, key in pictures.made)
    assert keys >= 2


async def test_the_quality_follows_what_the_viewers_line_bears_and_is_tried_again_later(viewers):
    pictures = Pictures()
    viewer = viewers(Parts(tap=pictures.tap))
    viewer.peer.show(True)
    await viewer.connect("video")
    await viewer.sees(180)
    await viewer.estimate(4_000_000)
    await viewer.estimate(900_000)
    await until(lambda: pictures.made[-1][0] < 1_100_000)
    assert viewer.peer.diagnostics()["rate"] == 800_000
    await until(lambda: pictures.made[-1][0] > 1_500_000)
    await viewer.sees(180)


async def test_a_second_offer_takes_the_place_of_the_first(viewers):
    pictures = Pictures()
    viewer = viewers(Parts(tap=pictures.tap))
    viewer.peer.show(True)
    await viewer.connect("video")
    await viewer.sees(180)
    first, viewer.connection = viewer.connection, RTCPeerConnection(RTCConfiguration(iceServers=[]))
    viewer.connection.on("track", viewer._add)
    await viewer.connect("video", number=2)
    await viewer.sees(180)
    assert len(pictures.taps) == 1
    assert viewer.states == ["connecting", "connected", "none", "connecting", "connected"]
    await first.close()


async def test_a_viewer_who_stops_and_one_who_leaves_take_nothing_more(viewers):
    pictures = Pictures()
    viewer = viewers(Parts(tap=pictures.tap))
    viewer.peer.show(True)
    await viewer.connect("video")
    await viewer.sees(180)
    viewer.peer.take({"type": "rtc_stop"})
    await until(lambda: not pictures.taps)
    assert viewer.peer.state == "none"
    await viewer.peer.close()
    viewer.peer.take({"type": "rtc", "kind": "offer", "sdp": "v=0", "n": 3})
    assert viewer.said.empty()


@pytest.mark.parametrize(
    "sdp",
    [
        "",
        "v=0\r\nnonsense",
        "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n",
    ],
)
async def test_a_garbled_offer_is_refused_with_its_code(viewers, sdp):
    viewer = viewers(Parts(tap=Pictures().tap))
    viewer.peer.take({"type": "rtc", "kind": "offer", "sdp": sdp, "n": 7})
    assert await viewer.heard() == {"type": "rtc", "kind": "refused", "code": "bad_sdp", "n": 7}
    assert viewer.peer.state == "none"


async def test_who_offers_too_often_waits(viewers):
    viewer = viewers(Parts(tap=Pictures().tap))
    for number in range(11):
        viewer.peer.take({"type": "rtc", "kind": "offer", "sdp": "", "n": number})
    codes = [(await viewer.heard())["code"] for _ in range(11)]
    assert sorted(codes) == ["bad_sdp"] * 10 + ["rtc_busy"]
