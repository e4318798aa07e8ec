"""Leases: which node runs the page of a session. A node that stops renewing has lost it to whoever needs the page."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from server.live.tables import sessions
from server.pages.tables import browse_pages
from server.stores.database import Database

RENEW_S = 2.0
LEASE = timedelta(seconds=6)

Dead = Callable[[str], Awaitable[bool]]
"""Whether a node is known to be gone, so that its lease need not run out first."""


@dataclass(frozen=True, slots=True)
class Lease:
    """A page's owner, and the addresses of its tabs."""

    session_id: str
    node: str
    node_url: str
    tabs: tuple[str, ...]
    active: int


class Leases:
    """Those of all nodes, and the taking of them for this one."""

    def __init__(
        self, database: Database, node: str, node_url: Callable[[], str], dead: Dead, now: Callable[[], datetime]
    ) -> None:
        self._database = database
        self.node = node
        self._node_url = node_url
        self._dead = dead
        self._now = now

    async def claim(self, session_id: str, office_id: str, tabs: tuple[str, ...] | None = None) -> Lease:
        """The lease of a page: this node's where nobody alive has it, else its owner's.

        `tabs` are opened when it becomes this node's; without them those that it had.
        """
        before = await self._find(session_id)
        if before is not None and before.node != self.node and await self._dead(before.node):
            taken_over = browse_pages.c.node == before.node
        else:
            taken_over = browse_pages.c.lease_until < self._now()
        values = self._mine()
        if tabs is not None:
            values |= {"tabs": json.dumps(tabs), "active": 0}
        free = and_(browse_pages.c.session_id == session_id, or_(taken_over, browse_pages.c.node == self.node))
        async with self._database.writing() as rows:
            await rows.execute(update(browse_pages).where(free).values(**values))
        if before is None:
            whole = {"tabs": "[]", "active": 0, "created_at": self._now(), **values}
            made = insert(browse_pages).values(session_id=session_id, organisation_id=office_id, **whole)
            try:
                async with self._database.writing() as rows:
                    await rows.execute(made)
            except IntegrityError:
                # Another node was first: its lease is found below.
                pass
        found = await self._find(session_id)
        if found is None:
            raise LookupError("the page was closed at this moment")
        return found

    async def renew(self, session_ids: list[str]) -> set[str]:
        """Hold on to these; returns those that are this node's no more."""
        if not session_ids:
            return set()
        mine = and_(browse_pages.c.session_id.in_(session_ids), browse_pages.c.node == self.node)
        async with self._database.writing() as rows:
            await rows.execute(update(browse_pages).where(mine).values(**self._mine()))
            held = set((await rows.execute(select(browse_pages.c.session_id).where(mine))).scalars())
        return set(session_ids) - held

    async def remember(self, session_id: str, tabs: tuple[str, ...], active: int) -> None:
        """What would bring the page back elsewhere."""
        mine = and_(browse_pages.c.session_id == session_id, browse_pages.c.node == self.node)
        async with self._database.writing() as rows:
            await rows.execute(
                update(browse_pages).where(mine).values(tabs=json.dumps(tabs), active=active, updated_at=self._now())
            )

    async def drop(self, session_id: str) -> None:
        """This node's page is closed: nothing of it is kept."""
        mine = and_(browse_pages.c.session_id == session_id, browse_pages.c.node == self.node)
        async with self._database.writing() as rows:
            await rows.execute(delete(browse_pages).where(mine))

    async def sweep(self, session_id: str | None = None) -> None:
        """Forget a closed page whose owner is no more; without a session, all pages of sessions that have ended."""
        over = browse_pages.c.lease_until < self._now()
        if session_id is None:
            ended = select(sessions.c.id).where(sessions.c.ended_at.is_not(None))
            over = and_(over, browse_pages.c.session_id.in_(ended))
        else:
            over = and_(over, browse_pages.c.session_id == session_id)
        async with self._database.writing() as rows:
            await rows.execute(delete(browse_pages).where(over))

    async def let_go(self, session_ids: list[str]) -> None:
        """This node stops: others need not wait for its leases to run out."""
        if not session_ids:
            return
        mine = and_(browse_pages.c.session_id.in_(session_ids), browse_pages.c.node == self.node)
        async with self._database.writing() as rows:
            await rows.execute(update(browse_pages).where(mine).values(lease_until=self._now() - LEASE))

    async def _find(self, session_id: str) -> Lease | None:
        query = select(browse_pages).where(browse_pages.c.session_id == session_id)
        async with self._database.reading() as rows:
            row = (await rows.execute(query)).one_or_none()
        if row is None:
            return None
        return Lease(session_id, row.node, row.node_url, tuple(json.loads(row.tabs)), row.active)

    def _mine(self) -> dict[str, object]:
        now = self._now()
        return {"node": self.node, "node_url": self._node_url(), "lease_until": now + LEASE, "updated_at": now}
