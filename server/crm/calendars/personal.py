"""A client's appointments in calendars elsewhere, at an erasure."""

from collections.abc import Awaitable, Callable

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.crm.calendars.pushes import CalendarPushes
from server.crm.calendars.tables import caldav_objects
from server.crm.personal import Fate, Personal, Whom

Appointments = Callable[[AsyncConnection, Whom], Awaitable[list[str]]]


class CalendarsPersonal(Personal):
    """`appointments`: the ids of a client's. Asked before the agenda forgets whose they were."""

    def __init__(self, pushes: CalendarPushes, appointments: Appointments) -> None:
        self._pushes = pushes
        self._appointments = appointments

    async def fates(self, rows: AsyncConnection, whom: Whom) -> list[Fate]:
        ids = await self._appointments(rows, whom)
        its = select(func.count()).select_from(caldav_objects).where(caldav_objects.c.appointment_id.in_(ids))
        return [Fate("calendars", int(await rows.scalar(its) or 0), "emptied", "pushed_again")]

    async def forget(self, rows: AsyncConnection, whom: Whom) -> None:
        """Each is written there again, without a name, by durable work."""
        ids = await self._appointments(rows, whom)
        its = select(caldav_objects).where(caldav_objects.c.appointment_id.in_(ids))
        for row in (await rows.execute(its)).all():
            await self._pushes.again(rows, row.organisation_id, row.user_id, row.appointment_id)
