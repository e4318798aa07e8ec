"""The feed of events: everything that webhooks tell, to be read on from a cursor, and again."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import Row, and_, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.hooks.messages import KINDS
from server.hooks.refusals import CURSOR_GONE, KIND_UNKNOWN
from server.hooks.tables import events
from server.hooks.views import EventList, EventView, FeedPage
from server.stores.database import Database
from server.web import Call, Role, Route

KEPT = timedelta(days=90)
MOST = 500
_AT_ONCE = 1_000


class Feed:
    """Numbers what was committed, and reads it by number."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def after(
        self, organisation_id: str, number: int | None, kinds: Sequence[str], most: int
    ) -> tuple[Sequence[Row[Any]], int]:
        """The oldest first, and the number of the newest of any kind. Raises CURSOR_GONE when something between has
        been forgotten already."""
        await self._number(organisation_id)
        theirs = (events.c.organisation_id == organisation_id) & events.c.number.is_not(None)
        query = select(events).where(theirs).order_by(events.c.number).limit(most)
        async with self._database.reading() as rows:
            ends = select(func.min(events.c.number), func.max(events.c.number)).where(theirs)
            oldest, newest = (await rows.execute(ends)).one()
            if number is not None:
                if oldest is not None and number < oldest - 1:
                    raise CURSOR_GONE.problem()
                query = query.where(events.c.number > number)
            if kinds:
                query = query.where(events.c.kind.in_(kinds))
            return (await rows.execute(query)).all(), newest or 0

    async def sweep(self) -> None:
        """Forget what is older than ninety days. The last of each office stays: the numbers go on from it."""
        newer = events.alias("newer")
        last = select(func.max(newer.c.number)).where(newer.c.organisation_id == events.c.organisation_id)
        old = and_(
            events.c.created_at <= self._now() - KEPT,
            or_(events.c.number.is_(None), events.c.number < last.scalar_subquery()),
        )
        async with self._database.writing() as rows:
            await rows.execute(delete(events).where(old))

    async def _number(self, organisation_id: str) -> None:
        """Give numbers to what was committed since. Who commits later comes later, whatever its id."""
        fresh = (events.c.organisation_id == organisation_id) & events.c.number.is_(None)
        while True:
            async with self._database.reading() as rows:
                if (await rows.execute(select(events.c.id).where(fresh).limit(1))).first() is None:
                    return
            async with self._database.writing() as rows:
                await self._database.alone(rows, f"event numbers of {organisation_id}")
                await self._number_some(rows, organisation_id)

    async def _number_some(self, rows: AsyncConnection, organisation_id: str) -> None:
        theirs = events.c.organisation_id == organisation_id
        number = int(await rows.scalar(select(func.coalesce(func.max(events.c.number), 0)).where(theirs)) or 0)
        fresh = select(events.c.id).where(theirs, events.c.number.is_(None)).order_by(events.c.id).limit(_AT_ONCE)
        for event_id in (await rows.execute(fresh)).scalars().all():
            number += 1
            await rows.execute(update(events).where(events.c.id == event_id).values(number=number))


class FeedRoutes:
    """REST of the feed, for programs of administrators."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed

    def routes(self) -> list[Route]:
        return [
            Route(
                "GET",
                "/api/v1/events",
                self.page,
                Role.ADMIN,
                "What happened in the office, in order; go on from `next`, as often as you like",
                refuses=(CURSOR_GONE, KIND_UNKNOWN),
                tag="events",
                keys=True,
            )
        ]

    async def page(self, call: Call, query: FeedPage) -> EventList:
        kinds = [one for one in query.kind.split(",") if one]
        if not set(kinds) <= set(KINDS):
            raise KIND_UNKNOWN.problem()
        most = max(1, min(int(query.limit), MOST))
        after = None if query.after is None else int(query.after)
        found, newest = await self._feed.after(call.member.organisation_id, after, kinds, most + 1)
        shown, more = found[:most], len(found) > most
        # Past what was not asked for, too: a cursor that never moves would grow old.
        last = shown[-1].number if more else max(newest, after or 0)
        return EventList(items=[_view(row) for row in shown], next=str(last), more=more)


def _view(row: Row[Any]) -> EventView:
    body = orjson.loads(row.body)
    return EventView(
        id=row.id,
        cursor=str(row.number),
        type=row.kind,
        timestamp=datetime.fromisoformat(body["timestamp"]),
        subject_id=row.subject_id,
        sequence=row.seq,
        data=body["data"],
    )
