"""REST of the booking page: what can be booked, a time kept for whoever fills in the form, and the booking."""

from datetime import timedelta
from typing import Annotated, Any

from pydantic import StringConstraints
from sqlalchemy import select

from crm_adapter.people.emails import EmailWrong
from crm_adapter.people.emails import read as read_email
from crm_adapter.people.phones import PhoneWrong
from crm_adapter.people.phones import read as read_phone
from server.crm.appointments_public.pages import aware, office_row, office_view, stretch
from server.crm.appointments_public.refusals import (
    BOOKING_CLOSED,
    EMAIL_UNUSABLE,
    NAME_NEEDED,
    PHONE_UNUSABLE,
)
from server.crm.appointments_public.views import (
    AdviserView,
    Booked,
    BookingStretch,
    BookingView,
    BookInput,
    HoldInput,
    HoldView,
    ServiceView,
    Times,
    TimeView,
)
from server.crm.appointments_public.words import CONSENT, consent
from server.crm.choices import ChoiceStore, OfficeChoices
from server.crm.ports import (
    Actor,
    Agenda,
    Appointment,
    Booking,
    BookingPage,
    ConsentGiven,
    FreeTime,
    Ground,
    NewClient,
    Rows,
)
from server.mail.page import one_line, written
from server.stores.tables import users
from server.throttle import Rate, key, network_of
from server.web import Call, Refusal, Role, Route
from server.web.problems import TOO_MANY_ATTEMPTS, too_many_attempts

HOLD = timedelta(minutes=5)
# From one network; a mailbox gets a mail for each booking, so it is counted by itself.
LOOKS = Rate(120, 1)
HOLDS = Rate(20, 15)
BOOKINGS = Rate(10, 60)
BOOKINGS_OF_MAILBOX = Rate(4, 900)

Slug = Annotated[str, StringConstraints(max_length=80)]


class BookingRoutes:
    def __init__(self, ground: Ground, agenda: Agenda, choices: ChoiceStore, refuses: tuple[Refusal, ...]) -> None:
        """`refuses`: what the agenda may answer to a booking."""
        self._ground = ground
        self._agenda = agenda
        self._choices = choices
        self._refuses = refuses

    def routes(self) -> list[Route]:
        base = "/api/v1/book/{slug}"
        closed = (BOOKING_CLOSED, TOO_MANY_ATTEMPTS)
        wrong = (EMAIL_UNUSABLE, NAME_NEEDED, PHONE_UNUSABLE)

        def route(method: Any, path: str, handler: Any, summary: str, **more: Any) -> Route:
            return Route(method, base + path, handler, Role.PUBLIC, summary, tag="booking", **more)

        return [
            route("GET", "", self.show, "What an office's booking page offers", refuses=closed),
            route("GET", "/times", self.times, "Free times of a service", refuses=(*closed, *self._refuses)),
            route(
                "POST",
                "/holds",
                self.hold,
                "Keep a time for somebody who fills in the form",
                status=201,
                refuses=(*closed, *self._refuses),
            ),
            route("POST", "", self.book, "Book", status=201, refuses=(*closed, *wrong, *self._refuses)),
        ]

    async def show(self, call: Call, slug: Slug) -> BookingView:
        await self._count(call, "looks", LOOKS)
        async with self._ground.database.reading() as rows:
            page = await self._page(rows, slug)
            office = await office_row(rows, page.organisation_id)
        return BookingView(
            office=office_view(office),
            zone=page.zone,
            services=[
                ServiceView(
                    id=one.id,
                    name=one.name,
                    kind=one.kind,
                    minutes=one.minutes,
                    price_cents=one.price_cents,
                    currency=one.currency,
                    place=one.place,
                    description=one.description,
                )
                for one in page.services
            ],
            advisers=[AdviserView(id=user_id, name=name) for user_id, name in page.advisers],
            consent={language: consent(language, office.name) for language in CONSENT},
        )

    async def times(self, call: Call, slug: Slug, query: BookingStretch) -> Times:
        await self._count(call, "looks", LOOKS)
        async with self._ground.database.reading() as rows:
            page = await self._page(rows, slug)
            since, until = stretch(query, page.zone)
            found = await self._agenda.free_times(
                rows, page.organisation_id, query.service, query.adviser, since, until
            )
        # The same hour with several advisers is one time to choose.
        times = {one.start: one.end for one in found}
        return Times(zone=page.zone, times=[TimeView(start=start, end=times[start]) for start in sorted(times)])

    async def hold(self, call: Call, slug: Slug, body: HoldInput) -> HoldView:
        await self._count(call, "holds", HOLDS)
        start, until = aware(body.start), self._ground.now() + HOLD
        async with self._ground.database.reading() as rows:
            page = await self._page(rows, slug)
            adviser_id = body.adviser
            if adviser_id is None:
                found = await self._agenda.free_times(
                    rows, page.organisation_id, body.service, None, start, start + timedelta(days=1)
                )
                adviser_id = _whoever(found, start, page)
        held = await self._agenda.hold(page.organisation_id, body.service, adviser_id, start, until)
        return HoldView(hold=held, adviser=adviser_id, until=until)

    async def book(self, call: Call, slug: Slug, body: BookInput) -> Booked:
        name = one_line(body.name, 120)
        if not name:
            raise NAME_NEEDED.problem()
        try:
            email = read_email(body.email)
        except EmailWrong:
            raise EMAIL_UNUSABLE.problem() from None
        start = aware(body.start)
        await self._count(call, "bookings", BOOKINGS)
        wait = await self._ground.throttle.take(key("bookings of mailbox", email), BOOKINGS_OF_MAILBOX)
        if wait:
            raise too_many_attempts(wait)
        async with self._ground.database.reading() as rows:
            page = await self._page(rows, slug)
            phone = await self._phone(rows, page.organisation_id, body.phone)
            office = await office_row(rows, page.organisation_id)
        booking = Booking(
            service_id=body.service,
            adviser_id=body.adviser or "",
            start=start,
            description=written(body.text),
            hold=body.hold,
            who=NewClient(name, email, phone, body.language, "booking", body.adviser),
            consent=self._consent(body.language, office.name) if body.consent else None,
        )
        appointment = await self._agenda.book(page.organisation_id, booking, Actor("client", "", name))
        return await self._booked(appointment, page, email)

    # --- parts of a booking ---

    async def _phone(self, rows: Rows, organisation_id: str, text: str) -> str:
        if not text.strip():
            return ""
        country = (await self._choices.get(rows, organisation_id, OfficeChoices)).country
        try:
            return read_phone(text, country).value
        except PhoneWrong:
            raise PHONE_UNUSABLE.problem() from None

    def _consent(self, language: str, office_name: str) -> ConsentGiven:
        return ConsentGiven(
            purpose="marketing",
            channel="email",
            given=True,
            text=consent(language, office_name),
            source="booking_page",
            at=self._ground.now(),
            key="booking",
        )

    async def _booked(self, appointment: Appointment, page: BookingPage, email: str) -> Booked:
        async with self._ground.database.reading() as rows:
            adviser = await rows.scalar(select(users.c.name).where(users.c.id == appointment.adviser_id))
        start, end = appointment.start, appointment.end
        assert start is not None  # noqa: S101 - what was just booked has its time
        assert end is not None  # noqa: S101 - the same
        return Booked(
            service=appointment.service_name,
            kind=appointment.kind,
            adviser=adviser or "",
            start=start,
            end=end,
            zone=page.zone,
            email=email,
        )

    async def _page(self, rows: Rows, slug: str) -> BookingPage:
        page = await self._agenda.booking_page(rows, slug.lower())
        if page is None:
            raise BOOKING_CLOSED.problem()
        return page

    async def _count(self, call: Call, what: str, rate: Rate) -> None:
        wait = await self._ground.throttle.take(key(f"booking {what}", network_of(call.address)), rate)
        if wait:
            raise too_many_attempts(wait)


def _whoever(found: list[FreeTime], start: Any, page: BookingPage) -> str:
    """Somebody who is free then; else the first adviser, whose refusal will say why it cannot be."""
    free = [one.adviser_id for one in found if one.start == start]
    return free[0] if free else page.advisers[0][0] if page.advisers else ""
