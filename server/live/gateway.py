"""The command lane: Socket.IO at /socket.io, for commands, events and WebRTC signalling."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
import socketio
import structlog
from aiohttp import web

from server.live.connections import Connection, Connections
from server.live.log import LogBusy
from server.live.relay import Relay
from server.live.sessions import Sessions, UnknownSession
from server.live.tickets import LiveTickets
from server.tasks import Tasks
from signalling import wire
from signalling.commands import Connect, Disconnect
from signalling.limits import SYSTEM
from signalling.session import Rejected

log = structlog.get_logger(__name__)

_MAX_MESSAGE = 256 * 1024
_QUEUE_BOUND = 2_000
_COMMANDS_PER_S, _COMMANDS_BURST = 20.0, 60.0
_SIGNALS_PER_S, _SIGNALS_BURST = 100.0, 400.0


class _Json:
    """What python-socketio asks of a JSON module; names and quotes as the browser's own parser takes them."""

    @staticmethod
    def dumps(value: Any, **_: Any) -> str:
        return orjson.dumps(value).decode()

    @staticmethod
    def loads(text: str | bytes, **_: Any) -> Any:
        return orjson.loads(text)


@dataclass(slots=True)
class Allowance:
    """A token bucket: `rate` a second, at most `burst` at once."""

    rate: float
    burst: float
    left: float = field(init=False)
    at: float = 0.0

    def __post_init__(self) -> None:
        self.left = self.burst

    def take(self, now: float) -> bool:
        self.left = min(self.burst, self.left + (now - self.at) * self.rate)
        self.at = now
        if self.left < 1:
            return False
        self.left -= 1
        return True


@dataclass(slots=True, eq=False)
class _Page:
    """One Socket.IO connection, as an outlet and with its allowances."""

    server: socketio.AsyncServer
    sid: str
    eio_sid: str
    connection: Connection | None = None
    commands: Allowance = field(default_factory=lambda: Allowance(_COMMANDS_PER_S, _COMMANDS_BURST))
    signals: Allowance = field(default_factory=lambda: Allowance(_SIGNALS_PER_S, _SIGNALS_BURST))

    async def send(self, name: str, payload: Any) -> None:
        socket = self.server.eio.sockets.get(self.eio_sid)
        if socket is None:
            return
        if socket.queue.qsize() > _QUEUE_BOUND:
            # It has stopped reading. It will find what it missed when it comes back.
            await self.close()
            return
        await self.server.emit(name, payload, to=self.sid)

    async def close(self) -> None:
        await self.server.disconnect(self.sid)


class Gateway:
    """Decodes, throttles and answers; decides nothing."""

    def __init__(
        self,
        node: str,
        sessions: Sessions,
        connections: Connections,
        tickets: LiveTickets,
        relay: Relay,
        tasks: Tasks,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._node = node
        self._sessions = sessions
        self._connections = connections
        self._tickets = tickets
        self.relay = relay
        self._tasks = tasks
        self._clock = clock
        self._pages: dict[str, _Page] = {}
        self.server = socketio.AsyncServer(
            async_mode="aiohttp",
            transports=["websocket"],
            # Any page may knock: what lets it in is the ticket it sends, never a cookie that a browser adds by itself.
            cors_allowed_origins="*",
            json=_Json,
            max_http_buffer_size=_MAX_MESSAGE,
            http_compression=False,
            ping_interval=10,
            ping_timeout=8,
            # A refused page must hear why: its code travels in the answer to its connect.
            always_connect=False,
            logger=False,
            engineio_logger=False,
        )
        self.server.on("connect", self._connected)
        self.server.on("disconnect", self._disconnected)
        self.server.on("command", self._command)
        self.server.on("signal", self._signal)
        self.server.on("resume", self._resume)
        self.server.on("*", self._unknown)

    def attach(self, app: web.Application) -> None:
        self.server.attach(app)

    async def close(self) -> None:
        await self.server.shutdown()

    async def _connected(self, sid: str, environ: Mapping[str, Any], auth: object) -> None:
        """Refuses by naming a code; otherwise registers the page and welcomes it."""
        del environ
        ticket, instance, last_seq = _read_auth(auth)
        holder = await self._tickets.check(ticket)
        if holder is None:
            code = "removed" if await self._tickets.was_removed(ticket) else "ticket_unknown"
            raise socketio.exceptions.ConnectionRefusedError(code)
        outcome = await self._sessions.handle(
            holder.session_id, SYSTEM, Connect(holder.participant_id, instance, self._node)
        )
        if isinstance(outcome, Rejected):
            raise socketio.exceptions.ConnectionRefusedError(outcome.code)
        page = _Page(self.server, sid, self.server.manager.eio_sid_from_sid(sid, "/"))
        page.connection = Connection(holder.session_id, holder.participant_id, instance, page)
        self._pages[sid] = page
        # From a task of its own, so that it is sent after the connect has been answered.
        self._tasks.start("welcome", self._welcome(page, page.connection, last_seq))

    async def _welcome(self, page: _Page, connection: Connection, last_seq: int) -> None:
        await self._sessions.welcome(connection, last_seq)
        if page.sid not in self._pages:
            # It went away while it was being welcomed.
            await self._part(connection)

    async def _disconnected(self, sid: str, reason: str = "") -> None:
        del reason
        page = self._pages.pop(sid, None)
        if page is not None and page.connection is not None:
            # From a task of its own: whoever closed it may hold the session's lock, which parting needs as well.
            self._tasks.start("parting", self._part(page.connection))

    async def _part(self, connection: Connection) -> None:
        if connection.fast is not None:
            await connection.fast.close()
        if not await self._sessions.gone(connection):
            return
        try:
            await self._sessions.handle(
                connection.session_id, SYSTEM, Disconnect(connection.participant_id, connection.instance, self._node)
            )
        except (UnknownSession, LogBusy):
            log.warning("A disconnection could not be written")

    async def _command(self, sid: str, raw: object = None, *_: object) -> dict[str, Any]:
        page = self._pages.get(sid)
        if page is None or page.connection is None:
            return _refusal("not_inside")
        if not page.commands.take(self._clock()):
            return _refusal("slow_down")
        try:
            cause = _read_cause(raw)
            command = wire.decode_command(raw)
        except wire.BadMessage as error:
            return _refusal("bad_message", error.detail)
        connection = page.connection
        try:
            outcome = await self._sessions.handle(connection.session_id, connection.participant_id, command, cause)
        except LogBusy:
            return _refusal("busy")
        except Exception:
            log.exception("A command failed", command=type(command).__name__)
            return _refusal("internal")
        if isinstance(outcome, Rejected):
            return _refusal(outcome.code)
        return {"ok": True, "seq": outcome.seq}

    async def _signal(self, sid: str, raw: object = None, *_: object) -> dict[str, Any]:
        page = self._pages.get(sid)
        if page is None or page.connection is None:
            return _refusal("not_inside")
        if not page.signals.take(self._clock()):
            return _refusal("slow_down")
        return await self.relay.send(page.connection, raw)

    async def _resume(self, sid: str, raw: object = None, *_: object) -> dict[str, Any]:
        page = self._pages.get(sid)
        if page is None or page.connection is None:
            return _refusal("not_inside")
        last_seq = raw.get("last_seq") if isinstance(raw, Mapping) else None
        if not isinstance(last_seq, int) or isinstance(last_seq, bool) or last_seq < 0:
            return _refusal("bad_message", "last_seq: a whole number from 0")
        if not page.commands.take(self._clock()):
            return _refusal("slow_down")
        connection = page.connection
        entries = await self._sessions.entries_after(connection.session_id, connection.participant_id, last_seq)
        return {"ok": True, "entries": entries}

    async def _unknown(self, event: str, sid: str, *_: object) -> dict[str, Any]:
        del event, sid
        return _refusal("bad_message", "unknown type")


def _refusal(code: str, detail: str | None = None) -> dict[str, Any]:
    return {"ok": False, "code": code} if detail is None else {"ok": False, "code": code, "detail": detail}


def _read_auth(auth: object) -> tuple[str, str, int]:
    """ticket, instance, last_seq. Raises ConnectionRefusedError("bad_message")."""
    if isinstance(auth, Mapping):
        ticket, instance, last_seq = auth.get("ticket"), auth.get("instance"), auth.get("last_seq", 0)
        if (
            isinstance(ticket, str)
            and isinstance(instance, str)
            and 1 <= len(instance) <= 64
            and isinstance(last_seq, int)
            and not isinstance(last_seq, bool)
            and last_seq >= 0
        ):
            return ticket, instance, last_seq
    raise socketio.exceptions.ConnectionRefusedError("bad_message")


def _read_cause(raw: object) -> str:
    """The command's id, by which a repetition is recognised. Raises BadMessage."""
    cause = raw.get("id") if isinstance(raw, Mapping) else None
    if not isinstance(cause, str) or not 1 <= len(cause) <= 64:
        raise wire.BadMessage("id: a text of 1 to 64 characters")
    return cause
