"""The connection test before joining: a peer that sends sound, picture and short messages back, for a few seconds.

It shows a visitor that camera, microphone and network work with something that is not their own machine. Everything is
bounded: how many at once, how long, how large a picture, how many frames and messages. The peer keeps nothing.
"""

import asyncio
import importlib
import re
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from media.ice import IceServer
from media.offer import BadOffer, checked

if TYPE_CHECKING:
    from aiortc import RTCPeerConnection
    from aiortc.mediastreams import MediaStreamTrack

_KINDS = frozenset({"audio", "video", "application"})
_MAX_MESSAGES = 200
_MAX_MESSAGE = 1_000
_MAX_PIXELS = 1280 * 720
_ANSWER_WITHIN = 8.0
"""Seconds. A relay that does not answer is given up after 5, by aioice; the rest of the answer is quick."""
_CLOSE_WITHIN = 3.0
_VIDEO_KBITS = 300

Spawn = Callable[[str, Coroutine[Any, Any, None]], object]
"""Starts background work under a name with an owner that cancels it at the end."""


class EchoRefused(Exception):
    """No echo now. `code` is stable: bad_sdp (the offer cannot be understood) or echo_busy (too many at once)."""

    def __init__(self, code: Literal["bad_sdp", "echo_busy"]) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class EchoLimits:
    """`peers` at the same time, `lifetime` in seconds, the picture as it goes back."""

    peers: int = 3
    lifetime: float = 20.0
    width: int = 320
    frames_per_second: int = 10


@dataclass(eq=False, slots=True)
class _Peer:
    connection: "RTCPeerConnection"
    over: asyncio.Event = field(default_factory=asyncio.Event)


class Echo:
    """All echo peers of this process. One costs a sixth of a core while a picture of 640 by 360 flows."""

    def __init__(self, spawn: Spawn, limits: EchoLimits | None = None) -> None:
        self._spawn = spawn
        self._limits = limits or EchoLimits()
        self._peers: set[_Peer] = set()
        self._starting = 0

    def __len__(self) -> int:
        return len(self._peers) + self._starting

    async def answer(self, sdp: str, servers: Sequence[IceServer] = (), *, caller: str = "") -> str:
        """The answer to an offer that holds its candidates (RFC 8829; no trickle). Raises EchoRefused.

        `servers` are the ICE servers of this one peer: through a relay it is reached where only the relay is open.
        `caller` is the address that the offer came from.
        """
        if len(self) >= self._limits.peers:
            raise EchoRefused("echo_busy")
        try:
            offer = checked(sdp, caller, relayed=bool(servers), kinds=_KINDS)
        except BadOffer:
            raise EchoRefused("bad_sdp") from None
        self._starting += 1
        try:
            return await self._answer(offer, servers)
        finally:
            self._starting -= 1

    async def close(self) -> None:
        """End every echo; new ones are refused from here on. Call it before the owner of the tasks closes."""
        self._limits = EchoLimits(peers=0)
        for peer in self._peers:
            peer.over.set()
        await asyncio.gather(*(_close(peer.connection) for peer in tuple(self._peers)))

    async def _answer(self, offer: str, servers: Sequence[IceServer]) -> str:
        # Imported here, and first in a thread: aiortc and its codecs take most of a second, which neither the server's
        # start nor the sessions that run in the meantime should wait for.
        await asyncio.to_thread(importlib.import_module, "aiortc")
        from aiortc import RTCConfiguration, RTCIceServer, RTCPeerConnection, RTCSessionDescription

        ice = [RTCIceServer(list(each.urls), each.username, each.credential) for each in servers]
        # An empty list, not None: without a list aiortc asks a public STUN server.
        peer = _Peer(RTCPeerConnection(RTCConfiguration(iceServers=ice)))
        _attach(peer, self._limits)
        try:
            async with asyncio.timeout(_ANSWER_WITHIN):
                await peer.connection.setRemoteDescription(RTCSessionDescription(offer, "offer"))
                answer = await peer.connection.createAnswer()
                await peer.connection.setLocalDescription(answer)
        except Exception as error:
            await _close(peer.connection)
            # aiortc's parser meets garbled lines with whatever exception they lead to.
            raise EchoRefused("echo_busy" if isinstance(error, TimeoutError) else "bad_sdp") from error
        except asyncio.CancelledError:
            await _close(peer.connection)
            raise
        self._peers.add(peer)
        self._spawn("echo peer", self._live(peer))
        return _with_bandwidth(peer.connection.localDescription.sdp)

    async def _live(self, peer: _Peer) -> None:
        try:
            async with asyncio.timeout(self._limits.lifetime):
                await peer.over.wait()
        except TimeoutError:
            pass
        finally:
            # It counts until its sockets are closed; and whoever closes us waits for that too.
            try:
                await _close(peer.connection)
            finally:
                self._peers.discard(peer)


def _with_bandwidth(sdp: str) -> str:
    """Ask the browser to send a small picture's worth of video (RFC 8866 section 5.8, RFC 3890)."""
    return re.sub(
        r"^(m=video [^\r\n]*\r\n(?:c=[^\r\n]*\r\n)?)",
        rf"\1b=AS:{_VIDEO_KBITS}\r\nb=TIAS:{_VIDEO_KBITS * 1000}\r\n",
        sdp,
        count=1,
        flags=re.MULTILINE,
    )


def _attach(peer: _Peer, limits: EchoLimits) -> None:
    connection = peer.connection

    @connection.on("track")
    def on_track(track: "MediaStreamTrack") -> None:
        if track.kind == "video":
            connection.addTrack(_small_picture(track, limits, peer.over.set))
        else:
            # Sound goes back as it came: decoded and encoded again, which is what is to be tested.
            connection.addTrack(track)

    @connection.on("connectionstatechange")
    def on_state() -> None:
        if connection.connectionState in ("failed", "closed"):
            peer.over.set()

    @connection.on("datachannel")
    def on_channel(channel: Any) -> None:
        left = _MAX_MESSAGES

        def on_message(message: str | bytes) -> None:
            nonlocal left
            left -= 1
            if left < 0 or len(message) > _MAX_MESSAGE:
                peer.over.set()
            elif channel.readyState == "open":
                channel.send(message)

        channel.on("message", on_message)


def _small_picture(source: "MediaStreamTrack", limits: EchoLimits, give_up: Callable[[], None]) -> "MediaStreamTrack":
    """The same picture, at most `limits.width` wide and with fewer frames, so that encoding it stays cheap."""
    from aiortc.mediastreams import MediaStreamError, VideoStreamTrack
    from av import VideoFrame
    from av.video.reformatter import VideoReformatter

    class SmallPicture(VideoStreamTrack):
        def __init__(self) -> None:
            super().__init__()
            self._next = 0.0
            self._reformatter = VideoReformatter()

        async def recv(self) -> VideoFrame:
            while True:
                frame = await source.recv()
                if not isinstance(frame, VideoFrame) or frame.width * frame.height > _MAX_PIXELS:
                    give_up()
                    raise MediaStreamError
                now = time.monotonic()
                # Every frame is taken from the queue, so that those that go back are never stale.
                if now >= self._next:
                    self._next = max(now, self._next + 1 / limits.frames_per_second)
                    return self._reduced(frame)

        def _reduced(self, frame: VideoFrame) -> VideoFrame:
            if frame.width <= limits.width:
                return frame
            # Encoders want even sides.
            height = max(2, frame.height * limits.width // frame.width // 2 * 2)
            small = self._reformatter.reformat(frame, width=limits.width, height=height)
            small.pts, small.time_base = frame.pts, frame.time_base
            return small

    return SmallPicture()


async def _close(connection: "RTCPeerConnection") -> None:
    try:
        async with asyncio.timeout(_CLOSE_WITHIN):
            await connection.close()
    except TimeoutError:
        # Its sockets are closed by then; only a polite goodbye to a relay is missing.
        return
    except AttributeError:
        # aiortc stumbles over a data channel that a broken offer left without a transport, and leaves the rest open.
        for transceiver in connection.getTransceivers():
            dtls = transceiver.receiver.transport
            if dtls is not None:
                await dtls.stop()
                await dtls.transport.stop()
