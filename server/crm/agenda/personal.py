"""What the agenda knows of a client, for an archive and for an erasure."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.crm.agenda.states import status_of
from server.crm.agenda.tables import appointments
from server.crm.personal import Aged, Fate, Personal, Stop, Told, Whom, plain

EMPTY: dict[str, str | None] = {
    "client_id": None,
    "party_id": None,
    "who_language": "",
    "who_name": "",
    "who_email": "",
    "search": "",
    "title": "",
    "place": "",
    "description": "",
    "note": "",
    "counter_text": "",
    "cancel_reason": "",
}


class AgendaPersonal(Personal):
    expires = ("guest",)

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now

    def _its(self, whom: Whom) -> Any:
        """Their appointments, and those that were made for the same address before there was a card."""
        a = appointments.c
        guest = and_(a.client_id.is_(None), func.lower(a.who_email).in_(whom.emails), a.who_email != "")
        return and_(a.organisation_id == whom.organisation_id, or_(a.client_id.in_(whom.ids), guest))

    async def fates(self, rows: AsyncConnection, whom: Whom) -> list[Fate]:
        counted = await rows.scalar(select(func.count()).select_from(appointments).where(self._its(whom)))
        return [Fate("appointments", int(counted or 0), "emptied", "times_stay")]

    async def stops(self, rows: AsyncConnection, whom: Whom) -> list[Stop]:
        a = appointments.c
        unmarked = (a.cancelled_at.is_(None), a.done_at.is_(None), a.missed_at.is_(None))
        coming = (
            select(func.count()).select_from(appointments).where(self._its(whom), a.end_at > self._now(), *unmarked)
        )
        count = int(await rows.scalar(coming) or 0)
        return [Stop("appointments", count)] if count else []

    async def tell(self, rows: AsyncConnection, whom: Whom, *, internal: bool) -> Told:
        now, listed = self._now(), []
        for row in await rows.execute(select(appointments).where(self._its(whom)).order_by(appointments.c.start_at)):
            one = plain(row, "id", "title", "kind", "start_at", "end_at", "zone", "place", "price_cents", "currency")
            one |= plain(row, "description", "counter_text", "cancelled_by", "cancel_reason", "created_at")
            one["status"] = status_of(row, now)
            if internal:
                one["note"] = row.note
            listed.append(one)
        return Told({"appointments": listed})

    async def subjects(self, rows: AsyncConnection, whom: Whom) -> list[str]:
        return list((await rows.execute(select(appointments.c.id).where(self._its(whom)))).scalars())

    async def forget(self, rows: AsyncConnection, whom: Whom) -> None:
        values = {**EMPTY, "updated_at": self._now(), "version": appointments.c.version + 1}
        await rows.execute(update(appointments).where(self._its(whom)).values(**values))

    async def lively(
        self, rows: AsyncConnection, organisation_id: str, ids: Sequence[str], since: datetime
    ) -> set[str]:
        a = appointments.c
        newer = select(a.client_id).where(
            a.organisation_id == organisation_id, a.client_id.in_(list(ids)), a.end_at >= since
        )
        return set((await rows.execute(newer.distinct())).scalars())

    async def aged(
        self, rows: AsyncConnection, organisation_id: str, kind: str, before: datetime, after: str, most: int
    ) -> list[Aged]:
        a = appointments.c
        named = or_(a.who_name != "", a.who_email != "")
        over = and_(a.organisation_id == organisation_id, a.client_id.is_(None), named, a.end_at < before, a.id > after)
        query = select(a.id, a.end_at).where(over).order_by(a.id).limit(most)
        return [Aged(row.id, None, row.end_at) for row in await rows.execute(query)]

    async def expire(self, rows: AsyncConnection, organisation_id: str, kind: str, ids: Sequence[str]) -> None:
        a = appointments.c
        mine = and_(a.organisation_id == organisation_id, a.id.in_(list(ids)), a.client_id.is_(None))
        await rows.execute(update(appointments).where(mine).values(**EMPTY, updated_at=self._now()))
