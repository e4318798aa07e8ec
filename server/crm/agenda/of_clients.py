"""What the clients' pages and lists ask of the agenda."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select, update

from server.crm.agenda.states import status_of
from server.crm.agenda.store import search_text
from server.crm.agenda.tables import appointments
from server.crm.ports import Clients, Rows
from server.stores.database import one_of


class OfClients:
    def __init__(self, clients: Clients, now: Callable[[], datetime]) -> None:
        self._clients = clients
        self._now = now

    async def count(self, rows: Rows, organisation_id: str, client_id: str) -> int:
        its = (appointments.c.organisation_id == organisation_id) & (appointments.c.client_id == client_id)
        return int(await rows.scalar(select(func.count()).select_from(appointments).where(its)) or 0)

    async def next(self, rows: Rows, organisation_id: str, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        """For each client that has one: id, start and status of the first appointment to come."""
        if not ids:
            return {}
        now, a = self._now(), appointments.c
        query = (
            select(appointments)
            .where(a.organisation_id == organisation_id, one_of(rows, a.client_id, list(ids)), *self._coming(now))
            .order_by(a.start_at.desc())
        )
        return {
            each.client_id: {"id": each.id, "start": each.start_at, "status": status_of(each, now)}
            for each in await rows.execute(query)
        }

    def with_one(self) -> Select[Any]:
        """The ids of clients who have an appointment to come."""
        return select(appointments.c.client_id).where(appointments.c.client_id.is_not(None), *self._coming(self._now()))

    def _coming(self, now: datetime) -> tuple[Any, ...]:
        a = appointments.c
        unmarked = (a.cancelled_at.is_(None), a.done_at.is_(None), a.missed_at.is_(None))
        return (a.end_at > now, a.planned_at.is_not(None), *unmarked)

    async def merged(self, rows: Rows, organisation_id: str, into_id: str, from_id: str) -> None:
        """The appointments of one client become another's."""
        its = (appointments.c.organisation_id == organisation_id) & (appointments.c.client_id == from_id)
        await rows.execute(update(appointments).where(its).values(client_id=into_id, updated_at=self._now()))
        await self.renamed(rows, organisation_id, into_id)

    async def renamed(self, rows: Rows, organisation_id: str, client_id: str) -> None:
        """Lists search and sort by the name that an appointment remembers: keep it in step."""
        card = await self._clients.card(rows, organisation_id, client_id)
        if card is None:
            return
        email = card.emails[0].value if card.emails else ""
        its = (appointments.c.organisation_id == organisation_id) & (appointments.c.client_id == client_id)
        differs = (appointments.c.who_name != card.name) | (appointments.c.who_email != email)
        query = select(appointments.c.id, appointments.c.title).where(its, differs)
        for each in (await rows.execute(query)).all():
            kept = {"who_name": card.name, "who_email": email, "search": search_text(card.name, email, each.title)}
            await rows.execute(update(appointments).where(appointments.c.id == each.id).values(**kept))
