"""What was written after appointments, for an archive and for an erasure."""

from collections.abc import Awaitable, Callable

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.crm.aftercare.tables import reviews, summaries
from server.crm.personal import Fate, Personal, Told, Whom, plain

Appointments = Callable[[AsyncConnection, Whom], Awaitable[list[str]]]


class AftercarePersonal(Personal):
    """`appointments`: the ids of a client's. Asked before the agenda forgets whose they were."""

    def __init__(self, appointments: Appointments) -> None:
        self._appointments = appointments

    async def fates(self, rows: AsyncConnection, whom: Whom) -> list[Fate]:
        ids, found = await self._appointments(rows, whom), []
        for table in (reviews, summaries):
            its = select(func.count()).select_from(table).where(table.c.appointment_id.in_(ids))
            found.append(Fate(table.name, int(await rows.scalar(its) or 0), "erased"))
        return found

    async def tell(self, rows: AsyncConnection, whom: Whom, *, internal: bool) -> Told:
        ids = await self._appointments(rows, whom)
        written = await rows.execute(select(reviews).where(reviews.c.appointment_id.in_(ids)))
        said = select(summaries).where(summaries.c.appointment_id.in_(ids))
        if not internal:
            said = said.where(summaries.c.sent_at.is_not(None))
        return Told(
            {
                "reviews": [plain(row, "appointment_id", "stars", "text", "created_at") for row in written],
                "summaries": [plain(row, "appointment_id", "text", "sent_at") for row in await rows.execute(said)],
            }
        )

    async def forget(self, rows: AsyncConnection, whom: Whom) -> None:
        ids = await self._appointments(rows, whom)
        for table in (reviews, summaries):
            await rows.execute(delete(table).where(table.c.appointment_id.in_(ids)))
