"""Which way the moving picture takes to one viewer, and why."""

from dataclasses import dataclass
from typing import Literal

Transport = Literal["websocket", "webrtc", "stills"]

LOSSY = 0.02
"""Of the packets lost: from here on a TCP connection without BBR stalls where UDP does not."""
CLEAN = 0.005

_LOSSY_FOR = 5.0
_CLEAN_FOR = 30.0
_TRY_AGAIN_AFTER = 120.0


@dataclass(frozen=True, slots=True)
class Choice:
    """`reason` is stable and shown in the diagnostics.

    webcodecs: the usual way · wanted: the viewer asked for it · no_webcodecs: the browser decodes no H.264 by itself ·
    loss_without_bbr: the line loses packets and the kernel has no BBR · no_webrtc: WebRTC would be better, but is not
    possible · no_h264: pages here are not encoded as video.
    """

    transport: Transport
    reason: str


def choose(wanted: str, *, h264: bool, bbr: bool, loss: float, webrtc_possible: bool, encoded: bool = True) -> Choice:
    """The best way for a viewer.

    `wanted`: auto or a transport that the viewer insists on, obeyed where it is possible. `h264`: the browser has
    WebCodecs for it. `loss`: part of the packets lost on the viewer's line, from 0 to 1. `encoded`: this page's
    pipeline makes H.264 at all.
    """
    if not encoded:
        return Choice("stills", "no_h264")
    if wanted == "stills":
        return Choice("stills", "wanted")
    if wanted == "webrtc" and webrtc_possible:
        return Choice("webrtc", "wanted")
    if not h264:
        return Choice("webrtc", "no_webcodecs") if webrtc_possible else Choice("stills", "no_webrtc")
    if wanted == "websocket":
        return Choice("websocket", "wanted")
    if wanted == "webrtc":
        return Choice("websocket", "no_webrtc")
    if not bbr and loss >= LOSSY:
        return Choice("webrtc", "loss_without_bbr") if webrtc_possible else Choice("websocket", "no_webrtc")
    return Choice("websocket", "webcodecs")


@dataclass(slots=True)
class Way:
    """The way of one viewer as the line changes: slow to change its mind, so that the picture does not flap."""

    wanted: str
    h264: bool
    bbr: bool
    webrtc: bool
    encoded: bool = True
    _loss: float = 0.0
    _turning_since: float | None = None
    _impossible_until: float = float("-inf")

    @property
    def may_change(self) -> bool:
        """Whether the line has a say at all."""
        return self.wanted == "auto" and self.h264 and self.webrtc and self.encoded and not self.bbr

    def choice(self, now: float) -> Choice:
        possible = self.webrtc and now >= self._impossible_until
        return choose(
            self.wanted,
            h264=self.h264,
            bbr=self.bbr,
            loss=self._loss,
            webrtc_possible=possible,
            encoded=self.encoded,
        )

    def measured(self, loss: float, now: float) -> Choice:
        """A fresh measurement of the line's loss, about each second."""
        lossy = self._loss >= LOSSY
        turning = loss < CLEAN if lossy else loss >= LOSSY
        if not turning:
            self._turning_since = None
        elif self._turning_since is None:
            self._turning_since = now
        if self._turning_since is not None and now - self._turning_since >= (_CLEAN_FOR if lossy else _LOSSY_FOR):
            self._loss, self._turning_since = loss, None
        return self.choice(now)

    def failed(self, now: float) -> Choice:
        """WebRTC did not come through: not before a while again."""
        self._impossible_until = now + _TRY_AGAIN_AFTER
        return self.choice(now)
