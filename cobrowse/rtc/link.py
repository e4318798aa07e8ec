"""Everything of one viewer that goes by WebRTC or might: which way the picture takes, and the connection."""

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import Any

from cobrowse.rtc.choice import Choice, Way
from cobrowse.rtc.daemon import Spawn
from cobrowse.rtc.line import Line, LossMeter
from cobrowse.rtc.ports import Parts
from cobrowse.rtc.transport import Peer, Say, Servers

_LOOK_EVERY = 1.0


class Link:
    """One viewer's. The seat keeps its own way until the connection is there, and has it back when that is lost.

    `by_tap` tells the viewer's seat that its moving picture goes this way (Seat.by_tap). `line` is asked each second
    how the viewer's lane fares, where that can change the choice. All methods return at once, but `close`.
    """

    def __init__(
        self,
        parts: Parts,
        way: Way,
        by_tap: Callable[[bool], None],
        say: Say,
        spawn: Spawn,
        line: Callable[[], Line | None] | None = None,
    ) -> None:
        self._way = way
        self._by_tap = by_tap
        self._say = say
        self._line = line
        self._meter = LossMeter()
        self._over = asyncio.Event()
        self._covered = self._paused = self._connected = self._tapped = False
        self._choice = way.choice(time.monotonic())
        self._peer = Peer(parts, say, spawn, changed=self._peer_changed)
        if line is not None and way.may_change:
            spawn("look at a viewer's line", self._look())

    @property
    def choice(self) -> Choice:
        """For `ready`: its transport and reason. Later ones are said as messages of type transport."""
        return self._choice

    def take(self, message: Mapping[str, Any], servers: Servers = ()) -> None:
        """A message rtc or rtc_stop of the viewer's page; see Peer.take."""
        self._peer.take(message, servers)

    def cover(self, on: bool) -> None:
        """On: no picture from this moment. The haze comes by the seat."""
        self._covered = on
        self._settle()

    def pause(self, on: bool) -> None:
        """On: no picture; the viewer looks elsewhere."""
        self._paused = on
        self._settle()

    def silence(self, on: bool) -> None:
        """On: no sound. Whoever only looks elsewhere goes on hearing."""
        self._peer.hear(not on)

    def diagnostics(self) -> dict[str, Any]:
        """The choice with its reason, the lane's loss, and the connection's figures."""
        return {
            "transport": self._choice.transport,
            "reason": self._choice.reason,
            "lane_loss": round(self._meter.loss, 4),
            "rtc": self._peer.diagnostics(),
        }

    async def close(self) -> None:
        """The viewer has gone; the seat is left by its owner."""
        self._over.set()
        await self._peer.close()

    def _peer_changed(self, state: str) -> None:
        self._connected = state == "connected"
        if state == "failed":
            self._choose(self._way.failed(time.monotonic()))
        self._settle()

    def _choose(self, choice: Choice) -> None:
        if choice == self._choice:
            return
        self._choice = choice
        self._say({"type": "transport", "transport": choice.transport, "reason": choice.reason})
        self._settle()

    def _settle(self) -> None:
        tapped = self._connected and self._choice.transport == "webrtc" and not self._over.is_set()
        # Off before the seat takes over again, on after it has let go: nobody gets two pictures.
        if not tapped:
            self._peer.show(False)
        if tapped != self._tapped:
            self._tapped = tapped
            self._by_tap(tapped)
        if tapped:
            self._peer.show(not (self._covered or self._paused))

    async def _look(self) -> None:
        while not self._over.is_set():
            try:
                async with asyncio.timeout(_LOOK_EVERY):
                    await self._over.wait()
            except TimeoutError:
                pass
            line = self._line() if self._line is not None else None
            loss = self._meter.look(line) if line is not None else 0.0
            self._choose(self._way.measured(max(loss, self._peer.loss or 0.0), time.monotonic()))
