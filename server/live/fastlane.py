"""The fast lane: a plain WebSocket at /live/{session_id} for pointers, and beats by which both ends notice an outage."""

import asyncio
import time
from typing import Any

import orjson
from aiohttp import WSMsgType, web

from server.live.connections import Connection, Connections
from server.live.packets import Allowance
from server.live.relay import Relay
from server.live.tickets import LiveTickets
from server.tasks import Tasks

BEAT_S = 0.6
SILENT_S = 1.6
"""With the round below, an outage is noticed within two seconds of its beginning."""
LANELESS_S = 2.5
"""A page that lost its fast lane opens another, and asks over the command lane every second until it beats."""
_ROUND_S = 0.2
_HELLO_S = 5
_MAX_MESSAGE = 4 * 1024
_WRITE_BOUND = 64 * 1024
_PER_S, _BURST = 120.0, 240.0
_BEAT = orjson.dumps({"type": "beat"}).decode()


class _Lane:
    """One page's fast lane, as an outlet."""

    def __init__(self, socket: web.WebSocketResponse, transport: asyncio.Transport | None, now: float) -> None:
        self._socket = socket
        self._transport = transport
        self.heard = now
        self.allowance = Allowance(_PER_S, _BURST)

    async def send(self, name: str, payload: Any) -> None:
        del name
        await self.text(orjson.dumps(payload).decode())

    async def text(self, text: str) -> None:
        if self._socket.closed or self._transport is None:
            return
        if self._transport.get_write_buffer_size() > _WRITE_BOUND:
            # A pointer that comes late is worth nothing: leave it out rather than queue it.
            return
        try:
            await self._socket.send_str(text)
        except ConnectionError:
            return

    async def close(self) -> None:
        await self._socket.close()


class FastLane:
    """Opened next to the command lane by the same page, with the same ticket and instance."""

    def __init__(self, connections: Connections, tickets: LiveTickets, relay: Relay, tasks: Tasks) -> None:
        self._connections = connections
        self._tickets = tickets
        self._relay = relay
        self._tasks = tasks
        self._lanes: dict[_Lane, Connection] = {}
        self._laneless: dict[Connection, float] = {}
        """Pages whose fast lane ended, and since when."""
        self._closing = False

    def attach(self, app: web.Application) -> None:
        app.router.add_get("/live/{session_id}", self._serve)

    def start(self) -> None:
        self._tasks.start("fast lane beats", self._beat())

    async def close(self) -> None:
        self._closing = True
        for lane in tuple(self._lanes):
            await lane.close()

    async def _serve(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(max_msg_size=_MAX_MESSAGE, compress=False, timeout=2)
        await socket.prepare(request)
        connection = await self._greet(socket, request.match_info["session_id"])
        if connection is None:
            await socket.close(code=4401, message=b"ticket_unknown")
            return socket
        lane = _Lane(socket, request.transport, time.monotonic())
        before, connection.fast = connection.fast, lane
        if before is not None:
            await before.close()
        self._lanes[lane] = connection
        self._laneless.pop(connection, None)
        try:
            await lane.text(orjson.dumps({"type": "ready"}).decode())
            async for message in socket:
                if message.type is not WSMsgType.TEXT:
                    break
                await self._take(lane, connection, message.data)
        finally:
            self._lanes.pop(lane, None)
            if connection.fast is lane:
                connection.fast = None
                self._laneless[connection] = time.monotonic()
        return socket

    async def _greet(self, socket: web.WebSocketResponse, session_id: str) -> Connection | None:
        """The page's connection, once its first message has shown a ticket and the instance that is connected."""
        try:
            hello = orjson.loads(await socket.receive_str(timeout=_HELLO_S))
            ticket, instance = hello["ticket"], hello["instance"]
        except (TypeError, ValueError, KeyError, TimeoutError, ConnectionError):
            return None
        holder = await self._tickets.check(ticket) if isinstance(ticket, str) else None
        if holder is None or holder.session_id != session_id:
            return None
        connection = self._connections.get(session_id, holder.participant_id)
        return connection if connection is not None and connection.instance == instance else None

    async def _take(self, lane: _Lane, connection: Connection, text: str) -> None:
        now = time.monotonic()
        lane.heard = now
        if text == _BEAT:
            return
        if not lane.allowance.take(now):
            return
        try:
            raw = orjson.loads(text)
        except ValueError:
            await lane.send("refusal", {"type": "refused", "code": "bad_message"})
            return
        if isinstance(raw, dict) and raw.get("type") == "beat":
            return
        if not isinstance(raw, dict) or raw.get("type") != "pointer":
            await lane.send("refusal", {"type": "refused", "code": "bad_message"})
            return
        outcome = await self._relay.send(connection, raw)
        if not outcome["ok"]:
            await lane.send("refusal", {"type": "refused", "code": outcome["code"]})

    async def _beat(self) -> None:
        before, next_beat = time.monotonic(), 0.0
        while True:
            await asyncio.sleep(_ROUND_S)
            now = time.monotonic()
            # Had this process itself stood still, their answers would be waiting unread: that is not their silence.
            own_delay = now - before - _ROUND_S
            before = now
            due = now >= next_beat
            if due:
                next_beat = now + BEAT_S
            self._miss(now, own_delay)
            for lane, connection in tuple(self._lanes.items()):
                lane.heard += max(0.0, own_delay)
                if lane.heard < now - SILENT_S:
                    # Cut off without a word: do not wait for the network's own time-outs.
                    self._lanes.pop(lane, None)
                    self._tasks.start("silent page", _hang_up(lane, connection))
                elif due:
                    await lane.text(_BEAT)

    def _miss(self, now: float, own_delay: float) -> None:
        """Hang up the pages that lost their fast lane and are not heard on the command lane either.

        That one may hang half open: the page has given it up already, and comes back by itself.
        """
        for connection, since in tuple(self._laneless.items()):
            if (
                self._closing
                or self._connections.get(connection.session_id, connection.participant_id) is not connection
            ):
                del self._laneless[connection]
                continue
            heard = max(since, connection.heard) + max(0.0, own_delay)
            if heard < now - LANELESS_S:
                del self._laneless[connection]
                self._tasks.start("silent page", connection.commands.close())
            else:
                self._laneless[connection] = heard


async def _hang_up(lane: _Lane, connection: Connection) -> None:
    await connection.commands.close()
    await lane.close()
