"""One RTCPeerConnection towards a viewer, with what aiortc leaves open for packets that are encoded elsewhere.

aiortc tells its own encoders when a viewer needs a key picture (PLI, FIR) and what its line bears (REMB). Packets from
elsewhere pass those encoders by, so both are taken from the sender here and lead to the page's stream.
"""

import asyncio
import re
import time
from collections.abc import Mapping, Sequence
from typing import Any

from aiortc import RTCConfiguration, RTCIceServer, RTCPeerConnection, RTCRtpSender, RTCSessionDescription
from aiortc.rtp import (
    RTCP_PSFB_APP,
    AnyRtcpPacket,
    RtcpPsfbPacket,
    RtcpRrPacket,
    RtcpSrPacket,
    unpack_remb_fci,
)

from cobrowse.rtc.pacing import Bucket, PacedTransport
from cobrowse.rtc.ports import Parts
from cobrowse.rtc.rate import Rate
from cobrowse.rtc.tracks import PictureTrack, SoundTrack

_SECTION = re.compile(r"^m=(\w+) ", re.MULTILINE)
_CLOSE_WITHIN = 3.0
_KEY_EVERY = 0.3
"""Seconds between two key pictures on request: a second request is the same need until the first can have arrived."""
_SPARE = 1.25
"""Over a quality's rate: a stream takes the best quality that leaves its line some room."""
_FASTER = 2.5
"""Than the picture's rate: a key picture is late by a moment, not by its size over the rate."""
_LOOK_EVERY = 1.0
_LOST_FOR = 8.0
"""Seconds without a path before a connection is given up; the viewer then makes another."""


class Connection:
    """Sends only. `settled` is set when a path was found (`usable`) or never will be; `over` when there is none left."""

    def __init__(self, parts: Parts, servers: Sequence[Mapping[str, Any]]) -> None:
        self.settled = asyncio.Event()
        self.usable = False
        self.over = asyncio.Event()
        self._parts = parts
        # An empty list, not None: without a list aiortc asks a public STUN server.
        self._peer = RTCPeerConnection(RTCConfiguration(iceServers=[_ice(each) for each in servers]))
        self._sound: SoundTrack | None = None
        self._picture: PictureTrack | None = None
        self._picture_sender: RTCRtpSender | None = None
        self._rate = Rate(parts.rates, rung=min(1, len(parts.rates) - 1))
        self._bucket = Bucket(int(_FASTER * parts.rates[self._rate.rung]))
        self._loss: float | None = None
        self._round_trip: float | None = None
        self._asked_key_at = float("-inf")
        self._keys_asked = 0
        self._peer.on("connectionstatechange", self._on_state)

    @property
    def state(self) -> str:
        return self._peer.connectionState

    @property
    def loss(self) -> float | None:
        return self._loss

    async def answer(self, sdp: str) -> str:
        """The answer to a vetted offer; fails as aiortc does, or when it offers nothing."""
        peer = self._peer
        kinds = _SECTION.findall(sdp)
        if not kinds:
            # aiortc would answer it all the same.
            raise ValueError("an offer without sections")
        # Before the offer is read: aiortc settles on codecs while it reads.
        if "audio" in kinds and self._parts.sound is not None:
            self._sound = SoundTrack(self._parts.sound)
            self._watch(peer.addTransceiver(self._sound, "sendonly").sender)
        if "video" in kinds and self._parts.tap is not None:
            self._picture = PictureTrack(self._parts.tap, self._bits)
            transceiver = peer.addTransceiver(self._picture, "sendonly")
            codecs = RTCRtpSender.getCapabilities("video").codecs
            transceiver.setCodecPreferences([each for each in codecs if each.mimeType in ("video/H264", "video/rtx")])
            self._picture_sender = transceiver.sender
            self._watch(transceiver.sender)
        await peer.setRemoteDescription(RTCSessionDescription(sdp, "offer"))
        for transceiver in peer.getTransceivers():
            # What the viewer offers beyond what the page has.
            if transceiver.direction != "sendonly":
                transceiver.direction = "inactive"
        await peer.setLocalDescription(await peer.createAnswer())
        return peer.localDescription.sdp

    def show(self, on: bool) -> None:
        if self._picture is not None:
            # Not before there is a path: the key picture would be sent to nobody.
            self._picture.show(on and self.usable)

    def hear(self, on: bool) -> None:
        if self._sound is not None:
            self._sound.hear(on and self.usable)

    async def follow(self) -> None:
        """Looks after a connection that has been made, until it is over: tries a better quality in quiet times."""
        lost_since: float | None = None
        while not self.over.is_set():
            try:
                async with asyncio.timeout(_LOOK_EVERY):
                    await self.over.wait()
            except TimeoutError:
                pass
            now = time.monotonic()
            if self._picture is not None and self._picture.shown:
                self._climb(self._rate.passed(now))
            if self._peer.iceConnectionState in ("disconnected", "failed"):
                lost_since = now if lost_since is None else lost_since
                if now - lost_since > _LOST_FOR:
                    return
            else:
                lost_since = None

    def diagnostics(self) -> dict[str, Any]:
        """`sound` and `video`: being sent just now. `estimate`: bits a second by REMB; `rung` and `rate` of the picture."""
        picture = self._picture
        return {
            "sound": self._sound is not None and self._sound.heard,
            "video": picture is not None and picture.shown,
            "loss": self._loss,
            "rtt_ms": None if self._round_trip is None else round(self._round_trip * 1000),
            "estimate": self._rate.estimate or None,
            "rung": self._rate.rung,
            "rate": self._parts.rates[self._rate.rung],
            "pictures": picture.sent if picture is not None else 0,
            "keys_asked": self._keys_asked,
        }

    async def close(self) -> None:
        self._end()
        for track in (self._sound, self._picture):
            if track is not None:
                track.stop()
        try:
            async with asyncio.timeout(_CLOSE_WITHIN):
                await self._peer.close()
        except TimeoutError:
            # Its sockets are closed by then; only a polite goodbye to a relay is missing.
            return

    def _on_state(self) -> None:
        if self._peer.connectionState == "connected" and not self.settled.is_set():
            if self._picture_sender is not None:
                paced: Any = PacedTransport(self._picture_sender.transport, self._bucket)
                self._picture_sender.setTransport(paced)
            self.usable = True
            self.settled.set()
        elif self._peer.connectionState in ("failed", "closed"):
            self._end()

    def _end(self) -> None:
        self.usable = False
        self.over.set()
        self.settled.set()

    def _watch(self, sender: RTCRtpSender) -> None:
        """Leads what the viewer reports about this sender to us, before aiortc has it."""
        passed_on = sender._handle_rtcp_packet
        ssrc = sender._ssrc

        async def handle(packet: AnyRtcpPacket) -> None:
            self._reported(packet, ssrc, picture=sender is self._picture_sender)
            await passed_on(packet)
            if isinstance(packet, RtcpRrPacket | RtcpSrPacket):
                for each in (await sender.getStats()).values():
                    self._round_trip = getattr(each, "roundTripTime", None) or self._round_trip

        sender._handle_rtcp_packet = handle  # type: ignore[method-assign]  # aiortc has no hook for it
        if sender.kind == "video":
            sender._send_keyframe = self._need_key  # type: ignore[method-assign]  # the same

    def _reported(self, packet: AnyRtcpPacket, ssrc: int, *, picture: bool) -> None:
        now = time.monotonic()
        if isinstance(packet, RtcpRrPacket | RtcpSrPacket):
            for report in packet.reports:
                if report.ssrc == ssrc:
                    self._loss = report.fraction_lost / 256
                    if picture:
                        self._climb(self._rate.reported(self._loss, now))
        elif picture and isinstance(packet, RtcpPsfbPacket) and packet.fmt == RTCP_PSFB_APP:
            try:
                bits, ssrcs = unpack_remb_fci(packet.fci)
            except ValueError:
                # Another message of that type than the one that is meant here.
                return
            if ssrc in ssrcs:
                self._climb(self._rate.estimated(bits, now))

    @property
    def _bits(self) -> int:
        return int(self._parts.rates[self._rate.rung] * _SPARE)

    def _climb(self, rung: int) -> None:
        rate = self._parts.rates[rung]
        if self._rate.narrow(time.monotonic()):
            # A key picture at full speed, and again what was lost of it, would keep the line full for seconds.
            self._bucket.bits = max(min(rate, self._rate.estimate), self._parts.rates[-1])
        else:
            self._bucket.bits = int(_FASTER * rate)
        if self._picture is not None:
            self._picture.limit(self._bits)

    def _need_key(self) -> None:
        now = time.monotonic()
        if self._picture is not None and now - self._asked_key_at >= _KEY_EVERY:
            self._asked_key_at = now
            self._keys_asked += 1
            self._picture.need_key()


def _ice(server: Mapping[str, Any]) -> RTCIceServer:
    return RTCIceServer(list(server["urls"]), server.get("username"), server.get("credential"))
