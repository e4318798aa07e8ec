"""The links of a client's appointments, at an erasure."""

from collections.abc import Awaitable, Callable

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.crm.appointments_public.tables import appointment_links
from server.crm.personal import Fate, Personal, Whom

Appointments = Callable[[AsyncConnection, Whom], Awaitable[list[str]]]


class LinksPersonal(Personal):
    """`appointments`: the ids of a client's. Asked before the agenda forgets whose they were."""

    def __init__(self, appointments: Appointments) -> None:
        self._appointments = appointments

    async def fates(self, rows: AsyncConnection, whom: Whom) -> list[Fate]:
        ids = await self._appointments(rows, whom)
        its = select(func.count()).select_from(appointment_links).where(appointment_links.c.appointment_id.in_(ids))
        return [Fate("links", int(await rows.scalar(its) or 0), "erased")]

    async def forget(self, rows: AsyncConnection, whom: Whom) -> None:
        ids = await self._appointments(rows, whom)
        await rows.execute(delete(appointment_links).where(appointment_links.c.appointment_id.in_(ids)))
