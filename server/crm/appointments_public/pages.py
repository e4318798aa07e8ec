"""REST behind a client's link: the appointment, and what can be done with it."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, Protocol
from zoneinfo import ZoneInfo

from aiohttp import web
from pydantic import StringConstraints
from sqlalchemy import Row, select

from server.accounts.models import logo_url
from server.crm.appointments_public.doors import ClientDoors
from server.crm.appointments_public.refusals import LINK_UNKNOWN, NO_TIME_YET
from server.crm.appointments_public.views import (
    AppointmentPage,
    CancelInput,
    CounterInput,
    May,
    MoveInput,
    OfficeView,
    OptionView,
    PickInput,
    ReviewView,
    Stretch,
    Times,
    TimeView,
)
from server.crm.choices import AddOnChoices, ChoiceStore, OfficeChoices
from server.crm.ports import (
    Afterwards,
    Agenda,
    Appointment,
    Clients,
    Ground,
    Invitations,
    Meetings,
    Recipient,
    Rows,
)
from server.mail.page import one_line, written
from server.stores.tables import organisations, users
from server.throttle import Rate, key
from server.web import Call, Refusal, Role, Route
from server.web.problems import INVALID_INPUT, TOO_MANY_ATTEMPTS, too_many_attempts

LinkToken = Annotated[str, StringConstraints(max_length=200)]
CHANGES = Rate(12, 60)
"""Changes of one appointment by its client: each is a mail to somebody."""
LONGEST = 62
"""Days of free times in one answer."""
_OPEN = ("planning", "scheduled", "starting_soon")
_DATED = ("scheduled", "starting_soon")


class Reviews(Protocol):
    """What came after an appointment. Supplied by server/crm/aftercare."""

    async def of_one(self, rows: Rows, appointment: Appointment) -> Afterwards: ...

    async def may_review(self, rows: Rows, appointment: Appointment) -> bool: ...


class AppointmentPages:
    def __init__(
        self,
        ground: Ground,
        doors: ClientDoors,
        agenda: Agenda,
        clients: Clients,
        meetings: Meetings,
        invitations: Invitations,
        reviews: Reviews,
        choices: ChoiceStore,
        refuses: tuple[Refusal, ...],
    ) -> None:
        """`refuses`: what the agenda may answer to a change."""
        self._ground = ground
        self._doors = doors
        self._agenda = agenda
        self._clients = clients
        self._meetings = meetings
        self._invitations = invitations
        self._reviews = reviews
        self._choices = choices
        self._refuses = refuses

    def routes(self) -> list[Route]:
        base = "/api/v1/appointment/{token}"
        door = (LINK_UNKNOWN, TOO_MANY_ATTEMPTS)

        def route(method: Any, path: str, handler: Any, summary: str, **more: Any) -> Route:
            return Route(method, base + path, handler, Role.PUBLIC, summary, tag="appointment", **more)

        change = {"refuses": (*door, *self._refuses)}
        return [
            route("GET", "", self.show, "The appointment that a client's link leads to", refuses=door),
            route("GET", "/times", self.times, "To which times it can be moved", refuses=door),
            route("POST", "/pick", self.pick, "Choose one of the proposed times", **change),
            route("POST", "/counter", self.counter, "Propose other times", **change),
            route("POST", "/move", self.move, "Move it to another free time", **change),
            route("POST", "/cancel", self.cancel, "Cancel it", **change),
            route(
                "GET",
                "/calendar.ics",
                self.calendar,
                "The appointment as a calendar file",
                produces="text/calendar",
                refuses=(*door, NO_TIME_YET),
            ),
        ]

    # --- reading ---

    async def show(self, call: Call, token: LinkToken) -> AppointmentPage:
        return await self._view(await self._doors.enter(token, call.address))

    async def times(self, call: Call, token: LinkToken, query: Stretch) -> Times:
        appointment = await self._doors.enter(token, call.address)
        async with self._ground.database.reading() as rows:
            zone = (await self._choices.get(rows, appointment.organisation_id, OfficeChoices)).time_zone
            if appointment.service_id is None or not appointment.adviser_id:
                return Times(zone=zone, times=[])
            since, until = stretch(query, zone)
            found = await self._agenda.free_times(
                rows,
                appointment.organisation_id,
                appointment.service_id,
                appointment.adviser_id,
                since,
                until,
            )
        return Times(zone=zone, times=[TimeView(start=one.start, end=one.end) for one in found])

    async def calendar(self, call: Call, token: LinkToken) -> web.StreamResponse:
        appointment = await self._doors.enter(token, call.address)
        if appointment.start is None:
            raise NO_TIME_YET.problem()
        # A writing transaction: the invitation holds the link, which may have to live longer by now.
        async with self._ground.database.writing() as rows:
            to = await self._recipient(rows, appointment)
            method: Any = "CANCEL" if appointment.status == "cancelled" else "REQUEST"
            body = await self._invitations.write(rows, appointment, method, [to])
        headers = {
            "Content-Type": f"text/calendar; charset=utf-8; method={method}",
            "Content-Disposition": 'attachment; filename="afspraak.ics"',
            "Cache-Control": "private, no-store",
        }
        return web.Response(body=body, headers=headers)

    # --- changing ---

    async def pick(self, call: Call, token: LinkToken, body: PickInput) -> AppointmentPage:
        return await self._change(
            call, token, lambda one, actor: self._agenda.pick(one.organisation_id, one.id, body.option_id, actor)
        )

    async def counter(self, call: Call, token: LinkToken, body: CounterInput) -> AppointmentPage:
        starts = [aware(one) for one in body.starts]
        return await self._change(
            call,
            token,
            lambda one, actor: self._agenda.counter(one.organisation_id, one.id, starts, written(body.text), actor),
        )

    async def move(self, call: Call, token: LinkToken, body: MoveInput) -> AppointmentPage:
        start = aware(body.start)
        return await self._change(
            call, token, lambda one, actor: self._agenda.move(one.organisation_id, one.id, start, actor)
        )

    async def cancel(self, call: Call, token: LinkToken, body: CancelInput) -> AppointmentPage:
        reason = one_line(body.reason, 500)
        return await self._change(
            call, token, lambda one, actor: self._agenda.cancel(one.organisation_id, one.id, reason, actor)
        )

    async def _change(
        self, call: Call, token: str, act: Callable[[Appointment, Any], Awaitable[Appointment]]
    ) -> AppointmentPage:
        appointment = await self._doors.enter(token, call.address)
        wait = await self._ground.throttle.take(key("appointment changes", appointment.id), CHANGES)
        if wait:
            raise too_many_attempts(wait)
        return await self._view(await act(appointment, await self._doors.actor(appointment)))

    # --- the view ---

    async def _view(self, appointment: Appointment) -> AppointmentPage:
        async with self._ground.database.reading() as rows:
            office = await office_row(rows, appointment.organisation_id)
            after = await self._reviews.of_one(rows, appointment)
            may = await self._may(rows, appointment)
            to = await self._recipient(rows, appointment)
            add_ons = await self._choices.get(rows, appointment.organisation_id, AddOnChoices)
            code = None
            if appointment.session_id is not None and appointment.status in _DATED:
                code = await self._meetings.code(rows, appointment.session_id)
            adviser = await rows.scalar(select(users.c.name).where(users.c.id == appointment.adviser_id))
        summary = after.summary.text if after.summary is not None and after.summary.sent_at is not None else None
        language: Any = to.language
        return AppointmentPage(
            office=office_view(office),
            adviser=adviser or "",
            client=to.name,
            language=language,
            title=appointment.title,
            service=appointment.service_name,
            kind=appointment.kind,
            status=appointment.status,
            start=appointment.start,
            end=appointment.end,
            all_day=appointment.all_day,
            minutes=appointment.minutes,
            zone=appointment.zone,
            place=appointment.place,
            price_cents=appointment.price_cents,
            currency=appointment.currency,
            description=appointment.description,
            options=[
                OptionView(id=one.id, start=one.start, end=one.end, by=one.by)
                for one in appointment.options
                if one.state == "open"
            ],
            may=may,
            code=code,
            join_url=f"{self._ground.own_url()}/{code}" if code else None,
            cancelled_by=appointment.cancelled_by,
            cancel_reason=appointment.cancel_reason,
            review=None
            if after.review is None
            else ReviewView(stars=after.review.stars, text=after.review.text, at=after.review.at),
            reviews=add_ons.reviews,
            summary=summary if add_ons.summaries else None,
        )

    async def _may(self, rows: Rows, appointment: Appointment) -> May:
        now = self._ground.now()
        coming = appointment.start is None or appointment.start > now
        theirs = [one for one in appointment.options if one.state == "open" and one.start > now]
        planning, dated = appointment.status == "planning", appointment.status in _DATED
        return May(
            pick=planning and any(one.by == "adviser" for one in theirs),
            counter=planning,
            move=dated and coming and appointment.service_id is not None,
            cancel=appointment.status in _OPEN and coming,
            review=await self._reviews.may_review(rows, appointment),
        )

    async def _recipient(self, rows: Rows, appointment: Appointment) -> Recipient:
        """The client or the guest, as far as anything is known of them."""
        office = await office_row(rows, appointment.organisation_id)
        if appointment.client_id is not None:
            card = await self._clients.card(rows, appointment.organisation_id, appointment.client_id)
            if card is not None:
                email = card.emails[0].value if card.emails else ""
                spoken = card.language if card.language in ("nl", "en", "fr") else office.language
                return Recipient(email, card.name, spoken, card.id)
        return Recipient(appointment.guest_email, appointment.guest_name, office.language)


async def office_row(rows: Rows, organisation_id: str) -> Row[Any]:
    return (await rows.execute(select(organisations).where(organisations.c.id == organisation_id))).one()


def office_view(row: Row[Any]) -> OfficeView:
    return OfficeView(
        name=row.name,
        colour=row.colour,
        logo_url=logo_url(row),
        phone=row.phone,
        privacy_url=row.privacy_url,
        language=row.language,
    )


def aware(moment: datetime) -> datetime:
    """A time with its zone, in UTC. Raises a Problem for one without, and for one of another age."""
    if moment.tzinfo is None:
        raise INVALID_INPUT.problem("A time needs its zone, such as 2026-11-23T09:30:00Z.")
    if not 2000 <= moment.year < 2200:
        raise INVALID_INPUT.problem("A time lies in this century or the next.")
    return moment.astimezone(UTC)


def stretch(query: Stretch, zone: str) -> tuple[datetime, datetime]:
    """From the first day's midnight to the last one's, by the office's clock. Raises a Problem."""
    try:
        first, last = date.fromisoformat(query.from_), date.fromisoformat(query.to)
        if not timedelta() <= last - first < timedelta(days=LONGEST):
            raise ValueError
        where = ZoneInfo(zone)
        since = datetime(first.year, first.month, first.day, tzinfo=where)
        after = last + timedelta(days=1)
        return since.astimezone(UTC), datetime(after.year, after.month, after.day, tzinfo=where).astimezone(UTC)
    except (ValueError, OverflowError):
        raise INVALID_INPUT.problem(f"Ask for one day to {LONGEST} days, the first one first.") from None
