"""One command on one stored session: load, decide, append, evolve, deliver."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import structlog

from server.live.bus import Bus
from server.live.connections import Connection, Connections
from server.live.log import Line, SessionLog
from server.record.chain import GENESIS
from server.stores.database import uuid7
from signalling import events as ev
from signalling import wire
from signalling.audience import NEW_VIEW, visible
from signalling.commands import Command, Connect
from signalling.decide import decide
from signalling.evolve import advance
from signalling.limits import SYSTEM
from signalling.session import Participant, Rejected, Session

log = structlog.get_logger(__name__)

_TRIES = 20
_CAUSES_KEPT = 1_000

Reaction = Callable[[Session, ev.Entry], Awaitable[None]]
"""What the rest of the server does after an entry that this process wrote."""


Watcher = Callable[[Session, ev.Entry], None]
"""Hears every entry of one session, whoever wrote it, before anybody else does. Quick, and never fails."""


@dataclass(slots=True)
class Live:
    """A session in this process's memory: its state, folded so far, and what deciding once needs."""

    session: Session
    hash: str = GENESIS
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    causes: OrderedDict[tuple[str, str], int] = field(default_factory=OrderedDict)
    away: dict[str, int] = field(default_factory=dict)
    """Since when (ms) each participant who is in has had no page connected."""
    last_at: int = 0
    empty_since: int | None = None
    """Since when (ms) nobody at all has had a page connected."""

    def take(self, line: Line) -> None:
        entry = line.entry
        self.session = advance(self.session, entry)
        self.hash = line.hash
        self.last_at = entry.at
        if entry.cause:
            self.causes[entry.actor, entry.cause] = entry.seq
            if len(self.causes) > _CAUSES_KEPT:
                self.causes.popitem(last=False)
        for event in entry.events:
            match event:
                case ev.ParticipantEntered() | ev.ParticipantWaiting() | ev.ParticipantDisconnected():
                    self.away[event.participant_id] = entry.at
                case (
                    ev.ParticipantConnected()
                    | ev.ParticipantLeft()
                    | ev.ParticipantRemoved()
                    | ev.ParticipantTurnedAway()
                ):
                    self.away.pop(event.participant_id, None)
                case _:
                    pass
        if any(self.session.connected):
            self.empty_since = None
        elif self.empty_since is None:
            self.empty_since = entry.at
        for participant_id in tuple(self.away):
            # Let in from the lobby while connected: not away.
            if self.session.participants[participant_id].instance is not None:
                del self.away[participant_id]


@dataclass(frozen=True, slots=True)
class Done:
    """The command is in the log, or changed nothing. `seq` is the log's last."""

    seq: int


class UnknownSession(Exception):
    """There is no log with this id."""


class Sessions:
    """All sessions that this process has had to do with lately."""

    def __init__(
        self,
        log_store: SessionLog,
        connections: Connections,
        bus: Bus,
        now: Callable[[], int],
        new_id: Callable[[], str] = uuid7,
    ) -> None:
        self._log = log_store
        self._connections = connections
        self._bus = bus
        self._now = now
        self._new_id = new_id
        self._live: dict[str, Live] = {}
        self._loading: dict[str, asyncio.Lock] = {}
        self._reactions: list[Reaction] = []
        self._watchers: dict[str, Watcher] = {}

    def react(self, reaction: Reaction) -> None:
        self._reactions.append(reaction)

    async def watch(self, session_id: str, watcher: Watcher) -> Session:
        """Hear of a session from now on, also while nobody is connected here; returns it as it is. One at a time."""
        live = await self._load(session_id)
        await self._bus.follow(session_id)
        async with live.lock:
            await self._catch_up(live)
            self._watchers[session_id] = watcher
        return live.session

    async def unwatch(self, session_id: str) -> None:
        self._watchers.pop(session_id, None)
        if not self._connections.of(session_id):
            await self._bus.unfollow(session_id)

    async def get(self, session_id: str) -> Session:
        """The session as this process knows it. Raises UnknownSession."""
        live = await self._load(session_id)
        if not self._hears_of(session_id):
            async with live.lock:
                await self._catch_up(live)
        if not live.session.opened:
            raise UnknownSession
        return live.session

    async def live(self, session_id: str) -> Live:
        """The cached session with its bookkeeping. Raises UnknownSession."""
        await self.get(session_id)
        return self._live[session_id]

    async def handle(self, session_id: str, actor: str, command: Command, cause: str = "") -> Done | Rejected:
        """Decide and store one command. `cause` is its id: the same one again changes nothing."""
        live = await self._load(session_id)
        written: Line | None = None
        async with live.lock:
            for _ in range(_TRIES):
                if cause and (actor, cause) in live.causes:
                    return Done(live.causes[actor, cause])
                decision = decide(live.session, actor, command, self._new_id())
                if not decision or isinstance(decision, Rejected):
                    if not self._bus.alone and await self._catch_up(live):
                        # Another node knew more: what was refused may be right by now.
                        continue
                    return decision if isinstance(decision, Rejected) else Done(live.session.seq)
                entry = ev.Entry(live.session.seq + 1, max(self._now(), live.last_at), actor, cause, decision)
                line = Line.follow(live.hash, session_id, _office(live.session, decision), entry)
                if await self._log.append(line):
                    written = line
                    live.take(line)
                    await self._deliver(live.session, line)
                    break
                # Another process was first. Deciding is pure, so losing the race only costs another try.
                await self._catch_up(live)
            else:
                return Rejected("busy")
        if not self._bus.alone:
            await self._bus.publish(session_id, {"entry": written.body, "hash": written.hash})
        for reaction in self._reactions:
            try:
                await reaction(live.session, written.entry)
            except Exception:
                # The command is done and seen; what follows from it must not undo that.
                log.exception("A reaction to a session's event failed")
        return Done(written.entry.seq)

    async def welcome(self, connection: Connection, last_seq: int) -> None:
        """Register a page and send it all it has missed, with nothing slipping in between."""
        live = await self.live(connection.session_id)
        await self._bus.follow(connection.session_id)
        async with live.lock:
            await self._catch_up(live)
            before = self._connections.add(connection)
            if before is not None:
                await _dismiss(before, connection.instance)
            await self._send_welcome(live.session, connection, after=min(last_seq, live.session.seq))

    async def still_here(self, connection: Connection) -> None:
        """Put right that a connected page counts as cut off: a goodbye may have come late, or a node seemed dead."""
        session = await self.get(connection.session_id)
        person = session.participants[connection.participant_id]
        if session.ended is None and person.instance is None and person.status in ("inside", "waiting"):
            await self.handle(session.id, SYSTEM, Connect(person.id, connection.instance, self._bus.node))

    async def entries_after(self, session_id: str, participant_id: str, last_seq: int) -> list[dict[str, Any]]:
        """What this participant may see of the log after a seq, as on the wire. Raises UnknownSession."""
        return await self._entries(await self.get(session_id), participant_id, last_seq)

    async def gone(self, connection: Connection) -> bool:
        """A page's connection has ended; False when a newer page has taken over."""
        if not self._connections.remove(connection):
            return False
        if not self._hears_of(connection.session_id):
            await self._bus.unfollow(connection.session_id)
        return True

    async def receive(self, session_id: str, message: dict[str, Any]) -> None:
        """Another node's entry: take it, or read the log where it does not fit."""
        live = self._live.get(session_id)
        raw = message.get("entry")
        if live is None or raw is None:
            return
        async with live.lock:
            if raw["seq"] == live.session.seq + 1:
                line = Line(session_id, live.session.organisation_id, wire.decode_entry(raw), raw, message["hash"])
                live.take(line)
                await self._deliver(live.session, line)
            elif raw["seq"] > live.session.seq:
                await self._catch_up(live)

    async def repair(self) -> None:
        """Read the tail of every session that somebody here is in: what the bus may have lost."""
        here = self._followed()
        heads = await self._log.heads(here)
        for session_id in here:
            live = self._live.get(session_id)
            if live is not None:
                if heads.get(session_id, 0) > live.session.seq:
                    async with live.lock:
                        await self._catch_up(live)
                for connection in self._connections.of(session_id):
                    await self.still_here(connection)

    def forget_quiet(self) -> None:
        """Let go of sessions that nobody here is connected to; their log has them."""
        followed = set(self._followed())
        for session_id in [key for key, live in self._live.items() if key not in followed and not live.lock.locked()]:
            del self._live[session_id]

    async def _load(self, session_id: str) -> Live:
        live = self._live.get(session_id)
        if live is not None:
            return live
        async with self._loading.setdefault(session_id, asyncio.Lock()):
            live = self._live.get(session_id)
            if live is None:
                live = Live(Session(session_id))
                for line in await self._log.read(session_id):
                    live.take(line)
                self._live[session_id] = live
        self._loading.pop(session_id, None)
        return live

    def _hears_of(self, session_id: str) -> bool:
        """Whether what happens in this session is told to this process: it is the only one, or follows it."""
        return self._bus.alone or session_id in self._watchers or bool(self._connections.of(session_id))

    def _followed(self) -> tuple[str, ...]:
        return tuple({*self._connections.sessions(), *self._watchers})

    async def _catch_up(self, live: Live) -> bool:
        """Read the tail of the log; whether there was any."""
        lines = await self._log.read(live.session.id, live.session.seq)
        for line in lines:
            live.take(line)
            await self._deliver(live.session, line)
        return bool(lines)

    async def _deliver(self, session: Session, line: Line) -> None:
        watcher = self._watchers.get(session.id)
        if watcher is not None:
            watcher(session, line.entry)
        renewed = {event.participant_id for event in line.entry.events if isinstance(event, NEW_VIEW)}
        for connection in self._connections.of(session.id):
            person = session.participants.get(connection.participant_id)
            if person is None:
                continue
            if person.id in renewed:
                await self._send_welcome(session, connection, after=0)
            else:
                await connection.commands.send("entry", _filtered(session, person, line))
            if person.instance is not None and person.instance != connection.instance:
                await _dismiss(connection, person.instance)
            elif person.status == "removed":
                await connection.commands.send("removed", {})
                await connection.commands.close()

    async def _send_welcome(self, session: Session, connection: Connection, after: int) -> None:
        """All that this participant may see after a seq. From 0 it replaces whatever the page holds."""
        entries = await self._entries(session, connection.participant_id, after)
        await connection.commands.send(
            "welcome",
            {
                "self": connection.participant_id,
                "after": after,
                "seq": session.seq,
                "server_time": self._now(),
                "entries": entries,
            },
        )

    async def _entries(self, session: Session, participant_id: str, after: int) -> list[dict[str, Any]]:
        viewer = session.participants[participant_id]
        lines = await self._log.read(session.id, after)
        return [_filtered(session, viewer, line) for line in lines if line.entry.seq <= session.seq]


def _filtered(session: Session, viewer: Participant, line: Line) -> dict[str, Any]:
    events = visible(session, viewer, line.entry)
    if len(events) == len(line.entry.events):
        return line.body
    body = wire.encode_entry(line.entry, events)
    # Who waits outside learns that the log goes on, and not by whom.
    return body if viewer.inside or events else {**body, "actor": "", "cause": ""}


async def _dismiss(connection: Connection, newer_instance: str) -> None:
    """The participant has another page now: say so, and close; a mere reconnect of the same page hears nothing."""
    if newer_instance != connection.instance:
        await connection.commands.send("moved", {})
    if connection.fast is not None:
        await connection.fast.close()
    await connection.commands.close()


def _office(session: Session, events: tuple[ev.Event, ...]) -> str:
    if session.opened:
        return session.organisation_id
    opened = events[0]
    assert isinstance(opened, ev.SessionOpened)  # noqa: S101 - decide() opens before anything else
    return opened.organisation_id
