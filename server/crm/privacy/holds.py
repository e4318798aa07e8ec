"""Legal holds: while one stands, nothing of the client goes."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, and_, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.crm.ports import Actor, Audit
from server.crm.privacy.refusals import HOLD_OVER, HOLD_UNKNOWN
from server.crm.privacy.tables import legal_holds
from server.stores.database import Database, uuid7


class Holds:
    def __init__(self, database: Database, audit: Audit, now: Callable[[], datetime]) -> None:
        self._database = database
        self._audit = audit
        self._now = now

    def _standing(self) -> Any:
        h = legal_holds.c
        return and_(h.lifted_at.is_(None), or_(h.until.is_(None), h.until >= self._now().date()))

    async def guard(self, rows: AsyncConnection, organisation_id: str) -> None:
        """No hold begins, and nothing is let go of, while the other is at it."""
        await self._database.alone(rows, f"legal holds {organisation_id}")

    async def held(self, rows: AsyncConnection, organisation_id: str, ids: Iterable[str]) -> set[str]:
        """Which of these clients have a hold that stands."""
        h = legal_holds.c
        its = and_(h.organisation_id == organisation_id, h.client_id.in_(list(ids)), self._standing())
        return set((await rows.execute(select(h.client_id).where(its).distinct())).scalars())

    async def of(self, rows: AsyncConnection, organisation_id: str, ids: Sequence[str]) -> list[Row[Any]]:
        """The holds of a client that stand."""
        h = legal_holds.c
        its = and_(h.organisation_id == organisation_id, h.client_id.in_(list(ids)), self._standing())
        return list((await rows.execute(select(legal_holds).where(its).order_by(h.id))).all())

    async def all(self, rows: AsyncConnection, organisation_id: str, most: int) -> list[Row[Any]]:
        """Those that stand, the newest first."""
        h = legal_holds.c
        its = and_(h.organisation_id == organisation_id, self._standing())
        return list((await rows.execute(select(legal_holds).where(its).order_by(h.id.desc()).limit(most))).all())

    async def place(
        self, rows: AsyncConnection, organisation_id: str, client_id: str, reason: str, until: date | None, actor: Actor
    ) -> Row[Any]:
        """Raises HOLD_OVER."""
        now = self._now()
        if until is not None and until < now.date():
            raise HOLD_OVER.problem(field="until")
        await self.guard(rows, organisation_id)
        hold_id = uuid7()
        await rows.execute(
            insert(legal_holds).values(
                id=hold_id,
                organisation_id=organisation_id,
                client_id=client_id,
                reason=reason,
                until=until,
                placed_by=actor.id,
                placed_by_name=actor.name[:120],
                created_at=now,
                updated_at=now,
            )
        )
        detail = {"hold_id": hold_id, "until": until.isoformat() if until else None}
        await self._audit.note(rows, organisation_id, actor, "client.held", "client", client_id, detail)
        return (await rows.execute(select(legal_holds).where(legal_holds.c.id == hold_id))).one()

    async def lift(self, rows: AsyncConnection, organisation_id: str, hold_id: str, actor: Actor) -> None:
        """Raises HOLD_UNKNOWN."""
        h, now = legal_holds.c, self._now()
        mine = and_(h.organisation_id == organisation_id, h.id == hold_id, h.lifted_at.is_(None))
        row = (await rows.execute(select(legal_holds).where(mine).with_for_update())).one_or_none()
        if row is None:
            raise HOLD_UNKNOWN.problem()
        values = {"lifted_at": now, "lifted_by_name": actor.name[:120], "updated_at": now, "version": h.version + 1}
        await rows.execute(update(legal_holds).where(h.id == hold_id).values(**values))
        detail = {"hold_id": hold_id}
        await self._audit.note(rows, organisation_id, actor, "client.hold_lifted", "client", row.client_id, detail)

    async def forget(self, rows: AsyncConnection, organisation_id: str, ids: Sequence[str]) -> None:
        """Past ones of somebody who is being erased."""
        h = legal_holds.c
        await rows.execute(delete(legal_holds).where(h.organisation_id == organisation_id, h.client_id.in_(list(ids))))

    async def merged(self, rows: AsyncConnection, organisation_id: str, into_id: str, from_id: str) -> None:
        """A hold on one client holds the one into whom they were merged."""
        h = legal_holds.c
        its = and_(h.organisation_id == organisation_id, h.client_id == from_id)
        await rows.execute(update(legal_holds).where(its).values(client_id=into_id, updated_at=self._now()))
