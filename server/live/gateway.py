"""The command lane: Socket.IO at /socket.io, for commands, events and WebRTC signalling."""

import re
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeGuard

import structlog
from aiohttp import web
from socketio.exceptions import ConnectionRefusedError as Refused

from server.live.connections import Connection, Connections
from server.live.log import LogBusy
from server.live.packets import Allowance, PacketServer
from server.live.relay import Relay
from server.live.sessions import Sessions, UnknownSession
from server.live.tickets import LiveTickets
from server.tasks import Tasks
from signalling import wire
from signalling.commands import Connect, Disconnect
from signalling.limits import SYSTEM
from signalling.refusals import Code
from signalling.session import Rejected

log = structlog.get_logger(__name__)

_CONNECTS_PER_S, _CONNECTS_BURST = 1.0, 20.0
_COMMANDS_PER_S, _COMMANDS_BURST = 20.0, 60.0
_SIGNALS_PER_S, _SIGNALS_BURST = 100.0, 400.0
_PURSES_KEPT = 20_000
_WEIGHT = 1_000
"""Long texts cost more: one turn for every so many characters."""
_LAST_SEQ = 2**31 - 1
_CAUSE = re.compile(r"[!-~]{1,64}")

Answer = dict[str, Any]


@dataclass(slots=True)
class _Purse:
    """What one participant may still do now, over all sockets they open."""

    connects: Allowance = field(default_factory=lambda: Allowance(_CONNECTS_PER_S, _CONNECTS_BURST))
    commands: Allowance = field(default_factory=lambda: Allowance(_COMMANDS_PER_S, _COMMANDS_BURST))
    signals: Allowance = field(default_factory=lambda: Allowance(_SIGNALS_PER_S, _SIGNALS_BURST))


@dataclass(slots=True, eq=False)
class _Outlet:
    """One Socket.IO connection, as messages leave by it."""

    server: PacketServer
    tasks: Tasks
    sid: str
    eio_sid: str
    closing: bool = False

    async def send(self, name: str, payload: Any) -> None:
        if self.closing:
            return
        if self.server.clogged(self.eio_sid):
            # It has stopped reading. It will find what it missed when it comes back.
            await self.close()
            return
        await self.server.emit(name, payload, to=self.sid)

    async def close(self) -> None:
        if not self.closing:
            self.closing = True
            # From a task of its own: whoever closes it may hold the session's lock, which parting needs as well.
            self.tasks.start("hanging up", self.server.hang_up(self.sid, self.eio_sid))


@dataclass(frozen=True, slots=True, eq=False)
class _Page:
    sid: str
    connection: Connection
    purse: _Purse


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
        self._purses: OrderedDict[str, _Purse] = OrderedDict()
        self.server = PacketServer(tasks)
        self.server.on("connect", self._connected)
        self.server.on("disconnect", self._disconnected)
        for name, answer in (("command", self._command), ("signal", self._signal), ("resume", self._resume)):
            self.server.on(name, self._answering(name, answer))

    def attach(self, app: web.Application) -> None:
        self.server.attach(app)

    async def close(self) -> None:
        await self.server.shutdown()

    async def hang_up(self, session_id: str, participant_id: str) -> None:
        """Close the page of a participant whose ticket is worth nothing any more; it will not come back with it."""
        connection = self._connections.get(session_id, participant_id)
        if connection is not None:
            if connection.fast is not None:
                await connection.fast.close()
            await connection.commands.close()

    # --- coming and going ---------------------------------------------------------------------------------------

    async def _connected(self, sid: str, environ: Mapping[str, Any], auth: object) -> None:
        """Refuses by naming a code; otherwise registers the page and welcomes it."""
        del environ
        ticket, instance, last_seq = _read_auth(auth)
        try:
            page = await self._admit(sid, ticket, instance)
        except Refused:
            raise
        except LogBusy:
            raise Refused("busy") from None
        except Exception as mistake:
            log.error("A page could not be connected", exc_info=mistake)
            raise Refused("internal") from None
        self._pages[sid] = page
        # From a task of its own, so that it is sent after the connect has been answered.
        self._tasks.start("welcome", self._welcome(page, last_seq))

    async def _admit(self, sid: str, ticket: str, instance: str) -> _Page:
        """Raises Refused with a code."""
        holder = await self._tickets.check(ticket)
        if holder is None:
            raise Refused("removed" if await self._tickets.was_removed(ticket) else "ticket_unknown")
        purse = self._purse(holder.participant_id)
        if not purse.connects.take(self._clock()):
            raise Refused("slow_down")
        outcome = await self._sessions.handle(
            holder.session_id, SYSTEM, Connect(holder.participant_id, instance, self._node)
        )
        if isinstance(outcome, Rejected):
            raise Refused(outcome.code)
        outlet = _Outlet(self.server, self._tasks, sid, self.server.manager.eio_sid_from_sid(sid, "/"))
        return _Page(sid, Connection(holder.session_id, holder.participant_id, instance, outlet), purse)

    def _purse(self, participant_id: str) -> _Purse:
        purse = self._purses.pop(participant_id, None) or _Purse()
        self._purses[participant_id] = purse
        if len(self._purses) > _PURSES_KEPT:
            self._purses.popitem(last=False)
        return purse

    async def _welcome(self, page: _Page, last_seq: int) -> None:
        await self._sessions.welcome(page.connection, last_seq)
        if page.sid not in self._pages:
            # It went away while it was being welcomed.
            await self._part(page.connection)
            return
        # The same page's former socket may have been missed only after this one came.
        await self._sessions.still_here(page.connection)

    async def _disconnected(self, sid: str, reason: str = "") -> None:
        del reason
        page = self._pages.pop(sid, None)
        if page is not None:
            # From a task of its own, for the same reason as closing.
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

    # --- what a page says ---------------------------------------------------------------------------------------

    def _answering(
        self, name: str, answer: Callable[[_Page, object], Awaitable[Answer]]
    ) -> Callable[..., Awaitable[Answer]]:
        """Whatever happens, the sender hears a code and nothing else."""

        async def handle(sid: str, raw: object = None, *_: object) -> Answer:
            page = self._pages.get(sid)
            if page is None:
                return _refusal("not_inside")
            page.connection.heard = self._clock()
            try:
                return await answer(page, raw)
            except wire.BadMessage as error:
                return _refusal("bad_message", error.detail)
            except LogBusy:
                return _refusal("busy")
            except Exception as mistake:
                log.error("A message failed", kind=name, exc_info=mistake)
                return _refusal("internal")

        return handle

    async def _command(self, page: _Page, raw: object) -> Answer:
        if not page.purse.commands.take(self._clock(), _cost(raw, "text")):
            return _refusal("slow_down")
        cause = _read_cause(raw)
        command = wire.decode_command(raw)
        connection = page.connection
        outcome = await self._sessions.handle(connection.session_id, connection.participant_id, command, cause)
        if isinstance(outcome, Rejected):
            return _refusal(outcome.code)
        return {"ok": True, "seq": outcome.seq}

    async def _signal(self, page: _Page, raw: object) -> Answer:
        if not page.purse.signals.take(self._clock(), _cost(raw, "sdp")):
            return _refusal("slow_down")
        return await self.relay.send(page.connection, raw)

    async def _resume(self, page: _Page, raw: object) -> Answer:
        last_seq = raw.get("last_seq") if isinstance(raw, Mapping) else None
        if not _is_seq(last_seq):
            raise wire.BadMessage("last_seq: a whole number from 0")
        if not page.purse.commands.take(self._clock()):
            return _refusal("slow_down")
        connection = page.connection
        entries = await self._sessions.entries_after(connection.session_id, connection.participant_id, last_seq)
        return {"ok": True, "entries": entries}


def _refusal(code: Code, detail: str | None = None) -> Answer:
    return {"ok": False, "code": code} if detail is None else {"ok": False, "code": code, "detail": detail}


def _cost(raw: object, text: str) -> float:
    body = raw.get(text) if isinstance(raw, Mapping) else None
    return 1 + len(body) // _WEIGHT if isinstance(body, str) else 1


def _is_seq(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LAST_SEQ


def _read_auth(auth: object) -> tuple[str, str, int]:
    """ticket, instance, last_seq. Raises Refused("bad_message")."""
    if isinstance(auth, Mapping):
        ticket, instance, last_seq = auth.get("ticket"), auth.get("instance"), auth.get("last_seq", 0)
        if isinstance(ticket, str) and isinstance(instance, str) and 1 <= len(instance) <= 64 and _is_seq(last_seq):
            return ticket, instance, last_seq
    raise Refused("bad_message")


def _read_cause(raw: object) -> str:
    """The command's id, by which a repetition is recognised. Raises BadMessage."""
    cause = raw.get("id") if isinstance(raw, Mapping) else None
    if not isinstance(cause, str) or not _CAUSE.fullmatch(cause):
        raise wire.BadMessage("id: 1 to 64 visible ASCII characters")
    return cause
