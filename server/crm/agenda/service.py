"""What may happen to appointments. Every change is one transaction, in which nobody else changes these calendars."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, select

from server.crm.agenda.making import Making, new_values, wish_of
from server.crm.agenda.offers import Offers
from server.crm.agenda.refusals import (
    ADVISER_UNKNOWN,
    IN_THE_PAST,
    NOT_OFFERED,
    OPTION_UNKNOWN,
    SERVICE_UNKNOWN,
    SLOT_TAKEN,
)
from server.crm.agenda.store import search_text
from server.crm.agenda.tables import appointments
from server.crm.ports import (
    Actor,
    Appointment,
    AppointmentChange,
    Booking,
    BookingPage,
    Card,
    ChangeKind,
    FreeTime,
    Rows,
)
from server.web.problems import NOT_FOUND


class Agenda:
    """Implements the port Agenda. What advisers do beside it is in server/crm/agenda/desk.py."""

    def __init__(
        self,
        making: Making,
        offers: Offers,
    ) -> None:
        self._making = making
        self._offers = offers
        self._database = making.database
        self._store = making.store
        self._slots = making.slots
        self._changes = making.changes
        self._clients = making.clients
        self._now = making.now

    def on_change(self, told: Callable[[Rows, AppointmentChange], Awaitable[None]]) -> None:
        """`told` is part of every change: in its transaction, and when it raises, nothing has happened."""
        self._changes.inside.append(told)

    def after_change(self, told: Callable[[AppointmentChange], Awaitable[None]]) -> None:
        self._changes.afterwards.append(told)

    # --- looking ---

    async def get(self, rows: Rows, organisation_id: str, appointment_id: str) -> Appointment | None:
        row = await self._store.row(rows, organisation_id, appointment_id)
        return (await self._store.whole(rows, [row]))[0] if row is not None else None

    async def of_session(self, rows: Rows, session_id: str) -> Appointment | None:
        row = (await rows.execute(select(appointments).where(appointments.c.session_id == session_id))).first()
        return (await self._store.whole(rows, [row]))[0] if row is not None else None

    async def of_adviser(
        self, rows: Rows, organisation_id: str, user_id: str, since: datetime, until: datetime
    ) -> list[Appointment]:
        a = appointments.c
        query = (
            select(appointments)
            .where(
                a.organisation_id == organisation_id,
                a.adviser_id == user_id,
                a.planned_at.is_not(None),
                a.start_at < until,
                a.end_at > since,
            )
            .order_by(a.start_at, a.id)
        )
        return await self._store.whole(rows, (await rows.execute(query)).all())

    async def booking_page(self, rows: Rows, slug: str) -> BookingPage | None:
        return await self._offers.booking_page(rows, slug)

    async def free_times(
        self,
        rows: Rows,
        organisation_id: str,
        service_id: str,
        adviser_id: str | None,
        since: datetime,
        until: datetime,
    ) -> list[FreeTime]:
        return await self._offers.free_times(rows, organisation_id, service_id, adviser_id, since, until)

    # --- booking by clients ---

    async def hold(
        self, organisation_id: str, service_id: str, adviser_id: str, start: datetime, until: datetime
    ) -> str:
        async with self._slots.looking() as rows:
            await self._glance(rows, adviser_id, start)
        async with self._slots.alone({adviser_id}) as rows:
            await self._glance(rows, adviser_id, start)
            service = await self._bookable(rows, organisation_id, service_id, adviser_id)
            await self._must_be_free(rows, service, adviser_id, start, service.minutes)
            return await self._slots.hold(rows, wish_of(service, adviser_id, start), until)

    async def book(self, organisation_id: str, booking: Booking, actor: Actor) -> Appointment:
        """An empty `adviser_id` is whoever is free, the one with least to do first."""
        adviser_id = booking.adviser_id or await self._somebody(organisation_id, booking)
        async with self._slots.looking() as rows:
            await self._glance(rows, adviser_id, booking.start, booking.hold)
        async with self._slots.alone({adviser_id}) as rows:
            await self._glance(rows, adviser_id, booking.start, booking.hold)
            service = await self._bookable(rows, organisation_id, booking.service_id, adviser_id)
            await self._slots.let_go(rows, booking.hold)
            await self._must_be_free(rows, service, adviser_id, booking.start, service.minutes)
            taken_id = await self._slots.take(rows, wish_of(service, adviser_id, booking.start))
            said = await self._making.kept(rows, organisation_id, {"text": booking.description})
            card = await self._booker(rows, organisation_id, booking)
            email = card.emails[0].value if card.emails else ""
            row = await self._store.add(
                rows,
                {
                    **new_values(service, adviser_id, booking.start, service.minutes),
                    "zone": await self._offers.zone(rows, organisation_id),
                    "client_id": card.id,
                    "who_name": card.name,
                    "who_email": email,
                    "search": search_text(card.name, email, service.name),
                    "description": said["text"],
                    "planned_at": self._now(),
                    "taken_id": taken_id,
                    "source": "booking",
                },
            )
            change = await self._changes.told(rows, "booked", None, row, replace(actor, id=card.id))
        await self._changes.after(change)
        return change.after

    async def _booker(self, rows: Rows, organisation_id: str, booking: Booking) -> Card:
        """Whose appointment it will be. In its transaction, once the time is theirs: whoever comes too late has left
        nothing behind."""
        if booking.who is None:
            card = await self._clients.card(rows, organisation_id, booking.client_id)
            if card is None:
                raise NOT_FOUND.problem()
            return card
        card, made = await self._making.client_of(rows, organisation_id, booking.who)
        # Whoever types an address need not be the one who reads it: what a client has said before stays as it is.
        if made and booking.consent is not None:
            by = Actor("client", card.id, booking.who.name)
            await self._clients.consent(rows, organisation_id, card.id, booking.consent, by)
        return card

    async def _glance(self, rows: Rows, adviser_id: str, start: datetime, hold: str = "") -> None:
        """Turn those away who come too late before anything else is asked: once before they queue, once after."""
        window = (start, start + timedelta(seconds=1))
        if any(each.used >= each.seats for each in await self._slots.between(rows, [adviser_id], window, hold=hold)):
            raise SLOT_TAKEN.problem()

    async def _somebody(self, organisation_id: str, booking: Booking) -> str:
        async with self._slots.looking() as rows:
            service = await self._offers.service(rows, organisation_id, booking.service_id)
            if service is None or not (service.active and service.bookable):
                raise SERVICE_UNKNOWN.problem()
            people = list(await self._offers.offering(rows, service, online=True))
            window = (booking.start, booking.start + timedelta(minutes=service.minutes))
            free = await self._offers.free(rows, service, people, window, hold=booking.hold)
            able = [user_id for start, user_id, _ in free if start == booking.start]
            load = await self._slots.load(rows, able, self._now())
        if not able:
            raise SLOT_TAKEN.problem()
        return min(able, key=lambda each: (load.get(each, 0), each))

    async def _bookable(self, rows: Rows, organisation_id: str, service_id: str, adviser_id: str) -> Row[Any]:
        service = await self._offers.service(rows, organisation_id, service_id)
        if service is None or not (service.active and service.bookable):
            raise SERVICE_UNKNOWN.problem()
        if adviser_id not in await self._offers.offering(rows, service, online=True):
            raise ADVISER_UNKNOWN.problem()
        return service

    async def _must_be_free(
        self,
        rows: Rows,
        service: Row[Any],
        adviser_id: str,
        start: datetime,
        minutes: int,
        *,
        without: str | None = None,
    ) -> None:
        """By the rules of clients. `without`: what is taken now and will be given back. Raises SLOT_TAKEN or
        NOT_OFFERED."""
        window = (start, start + timedelta(minutes=minutes))
        free = await self._offers.free(rows, service, [adviser_id], window, minutes=minutes, without=without)
        if any(each == start for each, _, _ in free):
            return
        span = wish_of(service, adviser_id, start, minutes).span
        if await self._slots.between(rows, [adviser_id], span, without=without):
            raise SLOT_TAKEN.problem()
        raise NOT_OFFERED.problem()

    # --- changes by either side ---

    async def pick(self, organisation_id: str, appointment_id: str, option_id: str, actor: Actor) -> Appointment:
        """The client picks one of the adviser's times, or the adviser one of the client's. Again changes nothing."""

        async def work(rows: Rows, row: Row[Any], before: Appointment) -> tuple[ChangeKind, dict[str, Any]] | None:
            option = next((each for each in before.options if each.id == option_id), None)
            if option is None:
                raise OPTION_UNKNOWN.problem()
            if option.state == "chosen" and before.start == option.start:
                return None
            self._making.must_come(row)
            if option.state != "open" or (actor.kind == "client" and option.by != "adviser"):
                raise OPTION_UNKNOWN.problem()
            if option.start <= self._now():
                raise IN_THE_PAST.problem()
            anyway = await self._offered_anyway(rows, row, option_id)
            values = await self._making.take_time(rows, row, row.adviser_id, option.start, option.end, anyway=anyway)
            await self._store.settle(rows, row.id, option_id)
            if actor.kind == "client":
                return "picked", values | await self._making.becomes_client(rows, row)
            return ("planned" if row.planned_at is None else "moved"), values

        return await self._making.change(organisation_id, appointment_id, actor, work)

    async def _offered_anyway(self, rows: Rows, row: Row[Any], option_id: str) -> bool:
        found = (await self._store.options(rows, [row.id]))[row.id]
        return any(each.anyway for each in found if each.id == option_id)

    async def counter(
        self, organisation_id: str, appointment_id: str, starts: Sequence[datetime], text: str, actor: Actor
    ) -> Appointment:
        """The client's own times are proposed now, instead of those that did not suit."""

        async def work(rows: Rows, row: Row[Any], before: Appointment) -> tuple[ChangeKind, dict[str, Any]]:
            self._making.must_come(row)
            if not starts or min(starts) <= self._now():
                raise IN_THE_PAST.problem()
            await self._making.kept(rows, organisation_id, {"text": text})
            length = row.end_at - row.start_at
            await self._store.offer(rows, row, [(start, start + length) for start in sorted(set(starts))], "client")
            return "countered", {"counter_text": text, **await self._making.becomes_client(rows, row)}

        return await self._making.change(organisation_id, appointment_id, actor, work, text=text)

    async def move(
        self, organisation_id: str, appointment_id: str, start: datetime, actor: Actor, *, notify: bool = True
    ) -> Appointment:
        async def work(rows: Rows, row: Row[Any], before: Appointment) -> tuple[ChangeKind, dict[str, Any]] | None:
            self._making.must_come(row)
            if row.planned_at is not None and row.start_at == start:
                return None
            minutes = before.minutes
            if actor.kind == "client":
                await self._must_be_offered(rows, row, start, minutes)
            elif start <= self._now():
                raise IN_THE_PAST.problem()
            end = start + timedelta(minutes=minutes)
            values = await self._making.take_time(rows, row, row.adviser_id, start, end)
            await self._store.settle(rows, row.id)
            return ("moved" if row.planned_at is not None else "planned"), values

        return await self._making.change(organisation_id, appointment_id, actor, work, notify=notify)

    async def _must_be_offered(self, rows: Rows, row: Row[Any], start: datetime, minutes: int) -> None:
        service = row.service_id and await self._offers.service(rows, row.organisation_id, row.service_id)
        if not service or row.adviser_id is None:
            raise NOT_OFFERED.problem()
        await self._must_be_free(rows, service, row.adviser_id, start, minutes, without=row.taken_id)

    async def cancel(
        self, organisation_id: str, appointment_id: str, reason: str, actor: Actor, *, notify: bool = True
    ) -> Appointment:
        """After its start it counts as missed: who calls off too late was not there."""

        async def work(rows: Rows, row: Row[Any], before: Appointment) -> tuple[ChangeKind, dict[str, Any]]:
            self._making.must_come(row)
            await self._making.kept(rows, organisation_id, {"reason": reason})
            now = self._now()
            await self._slots.leave(rows, row.taken_id)
            await self._store.settle(rows, row.id)
            late = row.planned_at is not None and now >= row.start_at
            by = {"user": "adviser", "client": "client", "system": "system"}[actor.kind]
            values: dict[str, Any] = {
                "cancelled_at": now,
                "cancelled_by": by,
                "cancel_reason": reason[:500],
                "taken_id": None,
            }
            # Calendars take a cancellation only over what they hold (RFC 5546, 2.1.4).
            values["sequence"] = row.sequence + 1
            return ("missed" if late else "cancelled"), values

        return await self._making.change(organisation_id, appointment_id, actor, work, notify=notify, text=reason)

    async def seen(
        self,
        rows: Rows,
        organisation_id: str,
        appointment_id: str,
        *,
        host_at: datetime | None = None,
        guest_at: datetime | None = None,
        host_inside: bool = False,
        guest_inside: bool = False,
        failed_reason: str | None = None,
        over: bool = False,
    ) -> None:
        """What happened before the present time was chosen belongs to another meeting, and counts for nothing."""
        row = await self._store.row(rows, organisation_id, appointment_id, lock=True)
        if row is None or row.planned_at is None:
            return
        values: dict[str, Any] = {}
        for name, at in (("host_seen_at", host_at), ("guest_seen_at", guest_at)):
            if at is not None and at >= row.planned_at and getattr(row, name) is None:
                values[name] = at
        for name, inside in (("host_inside", host_inside), ("guest_inside", guest_inside)):
            if inside != getattr(row, name):
                values[name] = inside
        if failed_reason is not None and failed_reason[:200] != row.failed_reason:
            values["failed_reason"] = failed_reason[:200]
        if over and row.ended_at is None:
            values |= {"ended_at": self._now(), "host_inside": False, "guest_inside": False}
        if not values:
            return
        (before,) = await self._store.whole(rows, [row])
        row = await self._store.note(rows, row, values)
        await self._changes.again(rows, row, before)
