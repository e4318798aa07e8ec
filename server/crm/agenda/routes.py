"""REST of appointments."""

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from server.crm.agenda.desk import Desk
from server.crm.agenda.lists import Lists, Question
from server.crm.agenda.refusals import (
    ADVISER_UNKNOWN,
    APPOINTMENT_OVER,
    APPOINTMENT_STANDS,
    CURSOR_WRONG,
    IN_THE_PAST,
    NO_ROOM,
    NOT_BEGUN,
    NOT_PLANNED,
    OPTION_UNKNOWN,
    SERVICE_UNKNOWN,
    SLOT_TAKEN,
    TIME_BLOCKED,
)
from server.crm.agenda.service import Agenda
from server.crm.agenda.showing import Showing
from server.crm.agenda.views import (
    AppointmentEdit,
    AppointmentList,
    AppointmentQuery,
    AppointmentView,
    Cancellation,
    NewAppointment,
    Nothing,
    Picked,
    Proposal,
    Rescheduling,
    SessionOf,
)
from server.crm.agenda.wishes import Edit, Move, Plan, Stale
from server.crm.ports import Actor, Audit
from server.stores.database import Database
from server.web import Call, Id, Refusal, Role, Route
from server.web.problems import CHANGED_MEANWHILE, NOT_ALLOWED, NOT_FOUND

_LOOK, _MOST_LOOKS = timedelta(hours=1), 10_000
_TIMES = (SLOT_TAKEN, TIME_BLOCKED, IN_THE_PAST, ADVISER_UNKNOWN)
_ONE = "/api/v1/appointments/{appointment_id}"


class AppointmentRoutes:
    def __init__(
        self,
        database: Database,
        agenda: Agenda,
        desk: Desk,
        lists: Lists,
        showing: Showing,
        audit: Audit,
        now: Callable[[], datetime],
        not_kept: tuple[Refusal, ...],
        not_elsewhere: tuple[Refusal, ...],
    ) -> None:
        """`not_kept`: how the clients refuse a text; `not_elsewhere`: how a foreign CRM refuses a client."""
        self._not_kept = not_kept
        self._not_elsewhere = not_elsewhere
        self._database = database
        self._agenda = agenda
        self._desk = desk
        self._lists = lists
        self._showing = showing
        self._audit = audit
        self._now = now
        self._looks: OrderedDict[tuple[str, str], datetime] = OrderedDict()

    def routes(self) -> list[Route]:
        all_of_them = "/api/v1/appointments"
        return [
            Route(
                "GET",
                all_of_them,
                self.list,
                Role.ADVISER,
                "Appointments, the latest first; Iedereen for administrators",
                refuses=(NOT_ALLOWED, CURSOR_WRONG),
                keys=True,
            ),
            Route(
                "POST",
                all_of_them,
                self.make,
                Role.ADVISER,
                "Plan an appointment, or propose several times",
                status=201,
                refuses=(
                    *_TIMES,
                    SERVICE_UNKNOWN,
                    APPOINTMENT_STANDS,
                    NOT_ALLOWED,
                    NOT_FOUND,
                    *self._not_kept,
                    *self._not_elsewhere,
                ),
                once=True,
                keys=True,
            ),
            Route("GET", _ONE, self.show, Role.ADVISER, "One appointment", keys=True),
            Route(
                "PATCH",
                _ONE,
                self.edit,
                Role.ADVISER,
                "Change its texts, place, price, kind, client or service",
                refuses=(SERVICE_UNKNOWN, APPOINTMENT_OVER, *self._not_kept, *self._not_elsewhere),
                if_match=True,
                keys=True,
            ),
            *self._steps(),
        ]

    def _steps(self) -> list[Route]:
        """What happens to one, each at its own address. An If-Match is heeded where one is sent."""

        def step(name: str, handler: Any, summary: str, *refuses: Any) -> Route:
            return Route(
                "POST",
                f"{_ONE}/{name}",
                handler,
                Role.ADVISER,
                summary,
                refuses=(*refuses, CHANGED_MEANWHILE) if name == "reschedule" else refuses,
                once=True,
                keys=True,
            )

        return [
            step(
                "reschedule",
                self.reschedule,
                "Move it to another time, length or colleague",
                *_TIMES,
                APPOINTMENT_OVER,
                NOT_ALLOWED,
            ),
            step("propose", self.propose, "Propose other times", *_TIMES, APPOINTMENT_OVER, *self._not_kept),
            step("pick", self.pick, "Choose one of the proposed times", OPTION_UNKNOWN, APPOINTMENT_OVER, *_TIMES),
            step(
                "cancel",
                self.cancel,
                "Cancel it; after its start it counts as missed",
                APPOINTMENT_OVER,
                *self._not_kept,
            ),
            step("complete", self.complete, "Mark it as completed by hand", APPOINTMENT_OVER, NOT_PLANNED),
            step("no-show", self.no_show, "Mark it as missed by hand", APPOINTMENT_OVER, NOT_PLANNED, NOT_BEGUN),
            step("start", self.start, "The session to go into", NO_ROOM, NOT_PLANNED, APPOINTMENT_OVER),
        ]

    async def list(self, call: Call, query: AppointmentQuery) -> AppointmentList:
        statuses: Any = tuple(query.status.split(",")) if query.status else ()
        question = Question(
            all_advisers=query.scope == "all" and query.adviser is None,
            adviser_id=query.adviser,
            client_id=query.client,
            statuses=statuses,
            since=query.from_,
            until=query.to,
            search=query.search,
            sort=query.sort,
            after=query.after,
            limit=query.limit,
        )
        async with self._database.reading() as rows:
            page = await self._lists.page(rows, call.member, question)
            items = await self._showing.views(rows, call.member.organisation_id, page.rows)
        return AppointmentList(items=items, next=page.next, found=page.found)

    async def make(self, call: Call, body: NewAppointment) -> AppointmentView:
        starts = [each.start for each in body.options] if body.start is None else [body.start]
        minutes = None
        if body.start is not None and body.end is not None:
            minutes = (body.end - body.start) // timedelta(minutes=1)
        made = await self._desk.plan(
            call.member,
            Plan(
                service_id=body.service_id,
                adviser_id=body.adviser_id or call.member.user_id,
                starts=tuple(starts),
                client_id=body.client_id,
                guest_name=body.guest.name if body.guest is not None else "",
                guest_email=body.guest.email if body.guest is not None else "",
                minutes=minutes,
                title=body.title,
                place=body.place,
                description=body.description,
                note=body.note,
                price_cents=body.price_cents,
                all_day=body.all_day,
                propose=bool(body.options),
                notify=body.notify,
                anyway=body.anyway,
                replaces=body.replaces,
                source="api" if call.member.key_id else "adviser",
            ),
        )
        return await self._shown(call, made.id)

    async def show(self, call: Call, appointment_id: Id) -> AppointmentView:
        view = await self._shown(call, appointment_id)
        await self._looked(call, appointment_id)
        return view

    async def _looked(self, call: Call, appointment_id: str) -> None:
        """Who saw it is kept; not each time that an open page asks again."""
        member, now = call.member, self._now()
        key = (member.user_id, appointment_id)
        if key in self._looks and now - self._looks[key] < _LOOK:
            return
        self._looks[key] = now
        while len(self._looks) > _MOST_LOOKS:
            self._looks.popitem(last=False)
        async with self._database.writing() as rows:
            await self._audit.note(
                rows,
                member.organisation_id,
                Actor.of(member),
                "appointment.seen",
                "appointment",
                appointment_id,
                address=call.address,
            )

    async def edit(self, call: Call, appointment_id: Id, body: AppointmentEdit) -> AppointmentView:
        values = body.model_dump(exclude_unset=True, exclude={"notify"})
        values = {name: value for name, value in values.items() if value is not None}
        edit = Edit(values, call.seen(), notify=body.notify)
        try:
            await self._desk.edit(call.member, appointment_id, edit)
        except Stale as stale:
            raise stale.problem(await self._current(call, appointment_id)) from None
        return await self._shown(call, appointment_id)

    async def reschedule(self, call: Call, appointment_id: Id, body: Rescheduling) -> AppointmentView:
        seen = call.seen() if "If-Match" in call.request.headers else None
        move = Move(body.start, body.end, body.adviser_id, body.notify, body.anyway, seen)
        try:
            await self._desk.reschedule(call.member, appointment_id, move)
        except Stale as stale:
            raise stale.problem(await self._current(call, appointment_id)) from None
        return await self._shown(call, appointment_id)

    async def propose(self, call: Call, appointment_id: Id, body: Proposal) -> AppointmentView:
        starts = [each.start for each in body.options]
        await self._desk.propose(
            call.member, appointment_id, starts, notify=body.notify, anyway=body.anyway, text=body.text
        )
        return await self._shown(call, appointment_id)

    async def pick(self, call: Call, appointment_id: Id, body: Picked) -> AppointmentView:
        await self._may(call, appointment_id)
        office = call.member.organisation_id
        await self._agenda.pick(office, appointment_id, body.option_id, Actor.of(call.member))
        return await self._shown(call, appointment_id)

    async def cancel(self, call: Call, appointment_id: Id, body: Cancellation) -> AppointmentView:
        await self._may(call, appointment_id)
        office, actor = call.member.organisation_id, Actor.of(call.member)
        await self._agenda.cancel(office, appointment_id, body.reason, actor, notify=body.notify)
        return await self._shown(call, appointment_id)

    async def complete(self, call: Call, appointment_id: Id, body: Nothing) -> AppointmentView:
        await self._desk.mark(call.member, appointment_id, "completed")
        return await self._shown(call, appointment_id)

    async def no_show(self, call: Call, appointment_id: Id, body: Nothing) -> AppointmentView:
        await self._desk.mark(call.member, appointment_id, "missed")
        return await self._shown(call, appointment_id)

    async def start(self, call: Call, appointment_id: Id, body: Nothing) -> SessionOf:
        return SessionOf(session_id=await self._desk.start(call.member, appointment_id))

    async def _may(self, call: Call, appointment_id: str) -> None:
        async with self._database.reading() as rows:
            await self._desk.row(rows, call.member, appointment_id)

    async def _shown(self, call: Call, appointment_id: str) -> AppointmentView:
        async with self._database.reading() as rows:
            found = await self._desk.row(rows, call.member, appointment_id)
            call.version = found.version
            return await self._showing.view(rows, found)

    async def _current(self, call: Call, appointment_id: str) -> Any:
        return (await self._shown(call, appointment_id)).model_dump(mode="json")
