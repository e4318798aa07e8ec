"""The connection test: what is sent comes back, for a bounded time, whoever asks."""

import asyncio
import contextlib
import subprocess
import sys
import time
from collections.abc import AsyncIterator

import pytest
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack, MediaStreamTrack, VideoStreamTrack
from av import AudioFrame, VideoFrame
from hypothesis import given, settings
from hypothesis import strategies as st

from media.echo import Echo, EchoLimits, EchoRefused
from media.ice import IceServer
from media.offer import MAX_SDP
from server.tasks import Tasks
from tests.patience import PATIENCE, until


class Stripes(VideoStreamTrack):
    """A 640 by 360 picture that is bright on the left and dark on the right."""

    async def recv(self) -> VideoFrame:
        pts, time_base = await self.next_timestamp()
        frame = VideoFrame(640, 360, "gray8")
        line = bytes([220]) * 320 + bytes([30]) * 320
        frame.planes[0].update(b"".join(line.ljust(frame.planes[0].line_size, b"\0") for _ in range(360)))
        frame = frame.reformat(format="yuv420p")
        frame.pts, frame.time_base = pts, time_base
        return frame


@pytest.fixture
async def owner() -> AsyncIterator[Tasks]:
    tasks = Tasks()
    yield tasks
    await tasks.close()


@contextlib.asynccontextmanager
async def running(owner: Tasks, limits: EchoLimits | None = None) -> AsyncIterator[Echo]:
    echo = Echo(owner.start, limits)
    try:
        yield echo
    finally:
        await echo.close()


@contextlib.asynccontextmanager
async def visitor() -> AsyncIterator[RTCPeerConnection]:
    connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    try:
        yield connection
    finally:
        await connection.close()


async def offered(connection: RTCPeerConnection) -> str:
    await connection.setLocalDescription(await connection.createOffer())
    return connection.localDescription.sdp


async def accept(connection: RTCPeerConnection, sdp: str) -> None:
    await connection.setRemoteDescription(RTCSessionDescription(sdp, "answer"))


@pytest.mark.covers("F039")
async def test_sound_picture_and_messages_come_back(owner):
    async with running(owner) as echo, visitor() as me:
        me.addTrack(AudioStreamTrack())
        me.addTrack(Stripes())
        channel = me.createDataChannel("round trip")
        tracks: dict[str, MediaStreamTrack] = {}
        messages: list[str] = []
        me.on("track", lambda track: tracks.update({track.kind: track}))
        channel.on("open", lambda: channel.send("17"))
        channel.on("message", messages.append)
        await accept(me, await echo.answer(await offered(me)))
        await until(lambda: messages)
        assert messages == ["17"]
        assert set(tracks) == {"audio", "video"}
        async with asyncio.timeout(PATIENCE):
            sound = await tracks["audio"].recv()
            picture = await tracks["video"].recv()
        assert isinstance(sound, AudioFrame)
        assert isinstance(picture, VideoFrame)
        assert sound.samples > 0
        assert (picture.width, picture.height) == (320, 180)
        gray = picture.reformat(format="gray8")
        row = bytes(gray.planes[0])[90 * gray.planes[0].line_size :][:320]
        assert row[40] > 180 > 80 > row[280]


async def test_fewer_frames_come_back_than_are_sent(owner):
    async with running(owner, EchoLimits(frames_per_second=5)) as echo, visitor() as me:
        me.addTrack(Stripes())
        tracks: list[MediaStreamTrack] = []
        me.on("track", tracks.append)
        await accept(me, await echo.answer(await offered(me)))
        async with asyncio.timeout(PATIENCE):
            await tracks[0].recv()
            started = time.monotonic()
            for _ in range(5):
                await tracks[0].recv()
        assert time.monotonic() - started > 0.6


async def test_the_answer_asks_for_a_small_picture(owner):
    async with running(owner) as echo, visitor() as me:
        me.addTrack(AudioStreamTrack())
        me.addTrack(Stripes())
        answer = await echo.answer(await offered(me))
        audio, video = answer.split("m=video")
        assert "b=AS:300" in video
        assert "b=AS" not in audio
        await accept(me, answer)


async def test_an_echo_ends_by_itself_when_its_time_is_over(owner):
    async with running(owner, EchoLimits(lifetime=0.5)) as echo, visitor() as me:
        me.addTrack(AudioStreamTrack())
        await accept(me, await echo.answer(await offered(me)))
        assert len(echo) == 1
        await until(lambda: len(echo) == 0)


async def test_an_echo_nobody_connects_to_ends_too(owner):
    async with running(owner, EchoLimits(lifetime=0.3)) as echo, visitor() as me:
        me.addTrack(AudioStreamTrack())
        await echo.answer(await offered(me))
        await until(lambda: len(echo) == 0)


async def test_an_echo_ends_when_the_visitor_goes(owner):
    async with running(owner) as echo:
        async with visitor() as me:
            me.createDataChannel("round trip")
            await accept(me, await echo.answer(await offered(me)))
            await until(lambda: me.connectionState == "connected")
        await until(lambda: len(echo) == 0, seconds=10)


async def test_closing_ends_every_echo_and_refuses_new_ones(owner):
    async with running(owner) as echo, visitor() as me:
        me.addTrack(AudioStreamTrack())
        offer = await offered(me)
        await echo.answer(offer)
        await echo.close()
        await until(lambda: len(echo) == 0)
        with pytest.raises(EchoRefused, match="echo_busy"):
            await echo.answer(offer)


async def test_one_too_many_is_refused_and_the_next_is_welcome_again(owner):
    async with running(owner, EchoLimits(peers=2, lifetime=1.0)) as echo, visitor() as me:
        me.addTrack(AudioStreamTrack())
        offer = await offered(me)
        await asyncio.gather(echo.answer(offer), echo.answer(offer))
        with pytest.raises(EchoRefused, match="echo_busy"):
            await echo.answer(offer)
        await until(lambda: len(echo) == 0)
        assert await echo.answer(offer)


async def test_a_flood_of_messages_ends_the_echo(owner):
    async with running(owner) as echo, visitor() as me:
        channel = me.createDataChannel("round trip")

        @channel.on("open")
        def on_open() -> None:
            for _ in range(300):
                channel.send("again")

        await accept(me, await echo.answer(await offered(me)))
        await until(lambda: me.connectionState == "connected")
        await until(lambda: len(echo) == 0)


async def test_a_picture_too_large_to_test_with_ends_the_echo(owner):
    class Huge(VideoStreamTrack):
        async def recv(self) -> VideoFrame:
            pts, time_base = await self.next_timestamp()
            frame = VideoFrame(1920, 1080, "yuv420p")
            frame.pts, frame.time_base = pts, time_base
            return frame

    async with running(owner) as echo, visitor() as me:
        me.addTrack(Huge())
        await accept(me, await echo.answer(await offered(me)))
        await until(lambda: len(echo) == 0, seconds=15)


@pytest.mark.parametrize(
    "sdp",
    [
        "",
        "v=0",
        "hello",
        "v=0\r\nm=audio",
        "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n",
        "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio x UDP/TLS/RTP/SAVPF zzz\r\nc=IN\r\n",
        "v=0\r\n" + "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n" * 200,
        "v=0\r\nm=message 9 TCP/MSRP *\r\n",
        "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\n" + "a=x\r\n" * MAX_SDP,
    ],
)
async def test_a_garbled_offer_is_refused_with_a_code(owner, sdp):
    async with running(owner) as echo:
        with pytest.raises(EchoRefused, match="bad_sdp"):
            await echo.answer(sdp)
        assert len(echo) == 0


async def whole_offer() -> str:
    async with visitor() as me:
        me.addTrack(AudioStreamTrack())
        me.addTrack(Stripes())
        me.createDataChannel("round trip")
        return await offered(me)


GOOD = asyncio.run(whole_offer()).splitlines(keepends=True)


@settings(max_examples=60, deadline=None)
@given(
    drop=st.sets(st.integers(0, len(GOOD) - 1), max_size=6), noise=st.text(max_size=30), at=st.integers(0, len(GOOD))
)
def test_offers_with_broken_lines_are_refused_or_answered_and_nothing_else(drop, noise, at):
    kept = [line for number, line in enumerate(GOOD) if number not in drop]

    async def attempt() -> None:
        tasks = Tasks()
        async with running(tasks) as echo:
            with contextlib.suppress(EchoRefused):
                assert "m=" in await echo.answer("".join((*kept[:at], noise, *kept[at:])))
        await tasks.close()

    asyncio.run(attempt())


async def test_names_of_the_servers_own_network_are_not_looked_up(owner):
    async with running(owner) as echo, visitor() as me:
        me.createDataChannel("round trip")
        offer = await offered(me)
        name = "a=candidate:1 1 udp 2113937151 4ad4f9e8-0000-0000-0000-000000000000.local 50000 typ host\r\n"
        with_name = offer.replace("a=candidate:", name + "a=candidate:", 1)
        assert ".local" in with_name
        await accept(me, await echo.answer(with_name))
        await until(lambda: me.connectionState == "connected")


def test_starting_the_server_does_not_load_the_codecs():
    program = "import sys, media.echo; print([name for name in ('aiortc', 'av') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


async def test_a_relay_that_does_not_answer_does_not_stop_the_test(owner):
    nobody = IceServer(("turn:127.0.0.1:9?transport=udp",), "1800000000:echo", "secret")
    async with running(owner) as echo, visitor() as me:
        me.createDataChannel("round trip")
        await accept(me, await echo.answer(await offered(me), [nobody]))
        await until(lambda: me.connectionState == "connected")
