"""REST of the calendar and of free times."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, select

from crm_adapter.agenda.hours import open_spans
from crm_adapter.agenda.zones import Span
from server.crm.agenda.desk import visible
from server.crm.agenda.offers import Occurrence, Offers
from server.crm.agenda.refusals import SERVICE_UNKNOWN, TOO_LONG_A_STRETCH
from server.crm.agenda.showing import Showing
from server.crm.agenda.tables import appointment_options, appointments
from server.crm.agenda.views import (
    BlockTime,
    CalendarQuery,
    CalendarView,
    FreeTimesQuery,
    FreeTimesView,
    FreeTimeView,
    OpenHours,
    Person,
)
from server.crm.ports import Rows
from server.stores.database import Database
from server.web import Call, Member, Role, Route
from server.web.problems import NOT_ALLOWED

LONGEST = timedelta(days=62)


class CalendarRoutes:
    """Everything to draw, and what is free."""

    def __init__(self, database: Database, offers: Offers, showing: Showing) -> None:
        self._database = database
        self._offers = offers
        self._showing = showing

    def routes(self) -> list[Route]:
        return [
            Route(
                "GET",
                "/api/v1/calendar",
                self.calendar,
                Role.ADVISER,
                "Appointments, proposals, blocks and hours to draw",
                refuses=(NOT_ALLOWED, TOO_LONG_A_STRETCH),
                keys=True,
            ),
            Route(
                "GET",
                "/api/v1/free-times",
                self.free_times,
                Role.ADVISER,
                "Times at which a service can be planned",
                refuses=(NOT_ALLOWED, SERVICE_UNKNOWN, TOO_LONG_A_STRETCH),
                keys=True,
            ),
        ]

    async def calendar(self, call: Call, query: CalendarQuery) -> CalendarView:
        member, window = call.member, _window(query.from_, query.to)
        async with self._database.reading() as rows:
            people = await self._asked(rows, member, query.advisers)
            found = await self._drawn(rows, member, list(people), window)
            blocks = await self._offers.blocks(rows, list(people), window)
            closed = await self._offers.closed(rows, member.organisation_id, window)
            rules = await self._offers.hours(rows, member.organisation_id, list(people))
            return CalendarView(
                appointments=await self._showing.views(rows, member.organisation_id, found),
                blocks=[_block(each, people, member) for each in blocks],
                availability=[
                    OpenHours(adviser_id=user_id, start=start, end=end)
                    for user_id in people
                    for start, end in open_spans(rules[user_id][0], window, closed)
                ],
                advisers=[Person(id=user_id, name=name) for user_id, name in people.items()],
                zone=await self._offers.zone(rows, member.organisation_id),
            )

    async def _asked(self, rows: Rows, member: Member, advisers: str) -> dict[str, str]:
        wanted = None if advisers == "all" else [each for each in advisers.split(",") if each] or [member.user_id]
        if wanted != [member.user_id] and member.role != "admin":
            raise NOT_ALLOWED.problem()
        return await self._offers.people(rows, member.organisation_id, wanted)

    async def _drawn(self, rows: Rows, member: Member, user_ids: list[str], window: Span) -> list[Row[Any]]:
        """Those with a time in the window, or with a proposed one."""
        a, o = appointments.c, appointment_options.c
        proposed = select(o.appointment_id).where(
            o.organisation_id == member.organisation_id,
            o.state == "open",
            o.start_at < window[1],
            o.end_at > window[0],
        )
        with_time = (a.start_at < window[1]) & (a.end_at > window[0]) & a.planned_at.is_not(None)
        query = select(appointments).where(visible(member), a.adviser_id.in_(user_ids), with_time | a.id.in_(proposed))
        return list((await rows.execute(query.order_by(a.start_at, a.id).limit(5000))).all())

    async def free_times(self, call: Call, query: FreeTimesQuery) -> FreeTimesView:
        member, window = call.member, _window(query.from_, query.to)
        if query.adviser not in (None, member.user_id) and member.role != "admin":
            raise NOT_ALLOWED.problem()
        async with self._database.reading() as rows:
            service = await self._offers.service(rows, member.organisation_id, query.service)
            if service is None or not service.active:
                raise SERVICE_UNKNOWN.problem()
            people = await self._offers.offering(rows, service, online=False)
            mine = query.adviser or (None if member.role == "admin" else member.user_id)
            ids = [each for each in people if mine in (None, each)]
            found = await self._offers.free(rows, service, ids, window, minutes=query.minutes, by_hand=True)
            zone = await self._offers.zone(rows, member.organisation_id)
        length = timedelta(minutes=query.minutes or service.minutes)
        return FreeTimesView(
            items=[
                FreeTimeView(
                    start=start, end=start + length, adviser=Person(id=user_id, name=people[user_id]), seats=seats
                )
                for start, user_id, seats in found
            ],
            zone=zone,
        )


def _window(since: datetime, until: datetime) -> Span:
    if not timedelta() < until - since <= LONGEST:
        raise TOO_LONG_A_STRETCH.problem()
    return since, until


def _block(each: Occurrence, people: dict[str, str], member: Member) -> BlockTime:
    row = each.block
    hidden = row.private and row.user_id != member.user_id
    return BlockTime(
        id=row.id,
        version=row.version,
        day=each.day,
        adviser=Person(id=row.user_id, name=people[row.user_id]),
        title="" if hidden else row.title,
        start=each.span[0],
        end=each.span[1],
        all_day=row.all_day,
        repeats=row.repeats or "",
        private=row.private,
    )
