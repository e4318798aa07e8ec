"""One viewer's WebRTC connection: the page's sound, and its picture where that is the better way."""

import asyncio
import importlib
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from cobrowse.rtc.daemon import Spawn
from cobrowse.rtc.ports import Parts

if TYPE_CHECKING:
    from cobrowse.rtc.connection import Connection

_ANSWER_WITHIN = 8.0
"""Seconds. A relay that does not answer is given up after 5, by aioice; the rest of the answer is quick."""
_CONNECT_WITHIN = 20.0
_OFFERS, _OFFERS_WITHIN = 10, 60.0

Servers = Sequence[Mapping[str, Any]]
Say = Callable[[dict[str, Any]], None]


class Peer:
    """One viewer's connection. Each offer makes a new one in place of the former: aiortc restarts no ICE.

    `say` sends to the viewer's page. `changed` hears the state: "connecting", "connected", or "none" after it was
    closed, from whichever side; or "failed" when an offer did not lead to a connection.
    """

    def __init__(
        self,
        parts: Parts,
        say: Say,
        spawn: Spawn,
        *,
        changed: Callable[[str], None] | None = None,
    ) -> None:
        self._parts = parts
        self._say = say
        self._spawn = spawn
        self._changed = changed
        self._offers: deque[float] = deque(maxlen=_OFFERS)
        self._newest = 0
        self._shown = False
        self._heard = True
        self._now: Connection | None = None
        self._closed = False

    @property
    def state(self) -> str:
        return self._now.state if self._now is not None else "none"

    @property
    def loss(self) -> float | None:
        """Part of the packets that the viewer missed lately, from 0 to 1; None while nothing is known."""
        return self._now.loss if self._now is not None else None

    def show(self, on: bool) -> None:
        """The moving picture by this connection; off takes effect at once, on begins with a key picture."""
        self._shown = on
        if self._now is not None:
            self._now.show(on)

    def hear(self, on: bool) -> None:
        """The sound by this connection."""
        self._heard = on
        if self._now is not None:
            self._now.hear(on)

    def take(self, message: Mapping[str, Any], servers: Servers = ()) -> None:
        """A message of the viewer's page of type rtc or rtc_stop; the answer is said when it is there.

        Its offer is vetted already: a peer knocks at every address in it. `servers` are the relays for our end, as
        RTCIceServer dictionaries of the W3C (urls, username, credential).
        """
        if self._closed:
            return
        if message.get("type") == "rtc_stop":
            self._newest += 1
            self._spawn("end of a WebRTC connection", self.stop())
            return
        sdp, number = message.get("sdp"), message.get("n", 0)
        if message.get("kind") != "offer" or not isinstance(sdp, str) or not isinstance(number, int):
            self._refuse("bad_sdp", 0)
            return
        now = time.monotonic()
        if len(self._offers) == _OFFERS and now - self._offers[0] < _OFFERS_WITHIN:
            self._refuse("rtc_busy", number)
            return
        self._offers.append(now)
        self._newest += 1
        self._spawn("answer to a WebRTC offer", self._answer(sdp, number, servers, self._newest))

    async def stop(self) -> None:
        """Ends the connection; a later offer makes another."""
        if self._now is not None:
            await self._end(self._now, "none")

    async def close(self) -> None:
        """The viewer has gone."""
        self._closed = True
        self._newest += 1
        await self.stop()

    def diagnostics(self) -> dict[str, Any]:
        """Figures for the diagnostics: state, sound, video, loss, rtt_ms, estimate and rung."""
        return {"state": self.state, **(self._now.diagnostics() if self._now is not None else {})}

    async def _answer(self, sdp: str, number: int, servers: Servers, turn: int) -> None:
        await self.stop()
        try:
            connection = await _connection(self._parts, servers)
            try:
                async with asyncio.timeout(_ANSWER_WITHIN):
                    answer = await connection.answer(sdp)
            except BaseException:
                await connection.close()
                raise
        except TimeoutError:
            self._refuse("rtc_busy", number)
            return
        except Exception:  # noqa: BLE001  aiortc's parser meets garbled lines with whatever exception they lead to
            self._refuse("bad_sdp", number)
            return
        if turn != self._newest:
            # Another offer, or the end, came while this one was answered.
            await connection.close()
            return
        self._now = connection
        self._tell("connecting")
        self._say({"type": "rtc", "kind": "answer", "sdp": answer, "n": number})
        self._spawn("WebRTC connection", self._look_after(connection))

    async def _look_after(self, connection: "Connection") -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(_CONNECT_WITHIN):
                await connection.settled.wait()
        if not connection.usable:
            await self._end(connection, "failed")
            return
        if connection is self._now:
            connection.show(self._shown)
            connection.hear(self._heard)
            self._tell("connected")
        await connection.follow()
        await self._end(connection, "none")

    async def _end(self, connection: "Connection", state: str) -> None:
        if connection is self._now:
            self._now = None
            connection.show(False)
            connection.hear(False)
            # Before the goodbye, which may take its time: the next connection may be there sooner.
            self._tell(state)
        await connection.close()

    def _refuse(self, code: str, number: int) -> None:
        self._say({"type": "rtc", "kind": "refused", "code": code, "n": number})

    def _tell(self, state: str) -> None:
        if self._changed is not None:
            self._changed(state)


async def _connection(parts: Parts, servers: Servers) -> "Connection":
    # Imported here, and first in a thread: aiortc and its codecs take most of a second, which nobody else should wait
    # for, and which a server without viewers of this kind never needs.
    module = await asyncio.to_thread(importlib.import_module, "cobrowse.rtc.connection")
    connection: Connection = module.Connection(parts, servers)
    return connection
