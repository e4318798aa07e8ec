"""Presence: who is cut off with a dead process, who has been away too long, which sessions nobody is in."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import structlog
from sqlalchemy import select

from server.live.bus import NODE_BEAT_S, Bus
from server.live.log import LogBusy
from server.live.rooms import Rooms
from server.live.sessions import Sessions, UnknownSession
from server.live.tables import sessions
from server.stores.database import Database
from server.stores.tables import organisations
from signalling.commands import CloseSession, Depart, Disconnect
from signalling.limits import SYSTEM

log = structlog.get_logger(__name__)

ROUND_S = 1.0
GRACE_MS = 8_000
"""After a start or an outage of the bus, people have this long to come back before they count as cut off."""
AWAY_MS = 180_000
"""Away longer than this: out of the list, until they come back as the same participant."""
_QUIET_EVERY = 30


class Janitor:
    """Walks round every second. Several nodes may: deciding is idempotent, and one wins each seq."""

    def __init__(
        self, database: Database, rooms: Rooms, live_sessions: Sessions, bus: Bus, now: Callable[[], int]
    ) -> None:
        self._database = database
        self._rooms = rooms
        self._sessions = live_sessions
        self._bus = bus
        self._now = now
        self._since = now()
        """When nodes began to be heard: at the start, and when the bus came back."""
        self._nodes: frozenset[str] | None = None

    async def run(self) -> None:
        rounds = 0
        while True:
            await asyncio.sleep(ROUND_S)
            try:
                await self.round(quiet_too=rounds % _QUIET_EVERY == 0)
            except (LogBusy, OSError, TimeoutError):
                log.warning("A round of the janitor was cut short")
            except Exception:
                # Whatever went wrong once must not end the rounds for good.
                log.exception("A round of the janitor failed")
            rounds += 1

    async def round(self, *, quiet_too: bool) -> None:
        if not self._bus.alone:
            # First, because it is what carries a session's people over nodes while the bus is away.
            await self._sessions.repair()
        nodes = await self._living_nodes()
        now = self._now()
        settled = now - self._since >= GRACE_MS
        someone_died = settled and (self._nodes is None or bool(self._nodes - nodes))
        if settled:
            self._nodes = nodes
        if not (someone_died or quiet_too):
            return
        if quiet_too:
            await self._rooms.forget_planned()
        for row in await self._open_sessions():
            if someone_died:
                await self._cut_off(row.id, nodes)
            if quiet_too and settled:
                await self._tidy(row, now)
        self._sessions.forget_quiet()

    async def _living_nodes(self) -> frozenset[str]:
        """Raises OSError when the bus is away; then nobody's silence means anything for a while."""
        try:
            nodes = await self._bus.living_nodes()
            if self._nodes is not None and self._nodes - nodes:
                # A bus that was started anew has forgotten everybody: wait for one more beat of those who live.
                await asyncio.sleep(NODE_BEAT_S * 1.5)
                nodes |= await self._bus.living_nodes()
        except OSError:
            self._since = self._now()
            raise
        return nodes

    async def _open_sessions(self) -> Sequence[Any]:
        query = (
            select(sessions.c.id, sessions.c.started_at, sessions.c.open_until, organisations.c.empty_after_minutes)
            .join(organisations, organisations.c.id == sessions.c.organisation_id)
            # Planned ones cost nothing until somebody comes: they have no log.
            .where(sessions.c.ended_at.is_(None), sessions.c.planned.is_(False))
        )
        async with self._database.reading() as rows:
            return (await rows.execute(query)).all()

    async def _cut_off(self, session_id: str, nodes: frozenset[str]) -> None:
        """Whoever was connected to a process that is no more."""
        try:
            session = await self._sessions.get(session_id)
        except UnknownSession:
            return
        for person in tuple(session.connected):
            if person.node not in nodes and person.instance is not None and person.node is not None:
                await self._sessions.handle(session_id, SYSTEM, Disconnect(person.id, person.instance, person.node))

    async def _tidy(self, row: Any, now: int) -> None:
        session_id, empty_after_ms = row.id, row.empty_after_minutes * 60_000
        try:
            live = await self._sessions.live(session_id)
        except UnknownSession:
            # The process stopped between its row and the first line of its log: nobody was ever in it.
            if row.open_until is not None:
                # Its code still works: whoever comes opens it after all.
                if now >= row.open_until.timestamp() * 1000:
                    await self._rooms.settle(session_id, "empty", row.started_at)
            elif now - row.started_at.timestamp() * 1000 > empty_after_ms:
                await self._rooms.settle(session_id, "empty", row.started_at)
            return
        if live.session.ended is not None:
            # The process stopped between the last line of its log and its row.
            await self._rooms.settle(session_id, live.session.ended, datetime.fromtimestamp(live.last_at / 1000, UTC))
            return
        for participant_id, since in tuple(live.away.items()):
            if now - since > AWAY_MS:
                await self._sessions.handle(session_id, SYSTEM, Depart(participant_id))
        kept = row.open_until is not None and now < row.open_until.timestamp() * 1000
        if not kept and live.empty_since is not None and now - live.empty_since > empty_after_ms:
            await self._sessions.handle(session_id, SYSTEM, CloseSession("empty"))
