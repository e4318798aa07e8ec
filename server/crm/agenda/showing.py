"""Appointments as advisers see them: their rows joined with clients, colleagues, codes and what came afterwards."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Row, select

from crm_adapter.agenda.status import live, needs_outcome
from server.crm.agenda.changes import Changes
from server.crm.agenda.making import LOST
from server.crm.agenda.states import facts, status_of
from server.crm.agenda.store import AppointmentStore
from server.crm.agenda.tables import appointments, taken
from server.crm.agenda.views import (
    AppointmentView,
    CancelledView,
    ClientBrief,
    GuestBrief,
    OptionView,
    OtherAppointment,
    Person,
    ReminderView,
    ReviewView,
    SeatsView,
    ServiceBrief,
    SummaryView,
)
from server.crm.ports import Afterwards, Around, Card, Clients, Rows
from server.stores.tables import users

_NOTHING = Afterwards()


class Showing:
    """`around` is given once it is there: it needs the agenda first."""

    def __init__(
        self, store: AppointmentStore, changes: Changes, clients: Clients, now: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._changes = changes
        self._clients = clients
        self._now = now
        self.around: Around | None = None

    async def views(self, rows: Rows, organisation_id: str, found: Sequence[Row[Any]]) -> list[AppointmentView]:
        """In the order given; a handful of questions, however many there are."""
        ids = [each.id for each in found]
        options = await self._store.options(rows, ids)
        services = await self._store.services(rows, [each.service_id for each in found])
        cards = await self._clients.cards(rows, organisation_id, [each.client_id for each in found if each.client_id])
        people = await self._people(rows, [each.adviser_id for each in found if each.adviser_id])
        codes = await self._changes.codes(rows, [each.session_id for each in found if each.session_id])
        seats = await self._seats(rows, [each.taken_id for each in found if each.taken_id])
        after = await self.around.afterwards(rows, organisation_id, ids) if self.around is not None and ids else {}
        replaced, replacing = await self._others(rows, organisation_id, found)
        now = self._now()
        return [
            AppointmentView(
                **_own(each, now),
                **_who(each, cards.get(each.client_id) if each.client_id else None),
                **_afterwards(after.get(each.id, _NOTHING)),
                service=_service(services.get(each.service_id)),
                adviser=Person(id=each.adviser_id, name=people.get(each.adviser_id, "")) if each.adviser_id else None,
                code=codes.get(each.session_id) if each.session_id and each.cancelled_at is None else None,
                options=[
                    OptionView(id=one.id, start=one.start_at, end=one.end_at, state=one.state, by=one.by)
                    for one in options[each.id]
                ],
                seats=seats.get(each.taken_id) if each.taken_id else None,
                replaces=replaced.get(each.replaces_id) if each.replaces_id else None,
                replaced_by=replacing.get(each.id),
            )
            for each in found
        ]

    async def view(self, rows: Rows, row: Row[Any]) -> AppointmentView:
        return (await self.views(rows, row.organisation_id, [row]))[0]

    async def _others(
        self, rows: Rows, organisation_id: str, found: Sequence[Row[Any]]
    ) -> tuple[dict[str, OtherAppointment], dict[str, OtherAppointment]]:
        """Those that these were planned for anew, by their own id; and the newest for each of these, by its id."""
        a, now = appointments.c, self._now()
        office = a.organisation_id == organisation_id
        before = sorted({each.replaces_id for each in found if each.replaces_id})
        lost = sorted(each.id for each in found if status_of(each, now) in LOST)
        replaced, replacing = {}, {}
        if before:
            for each in await rows.execute(select(appointments).where(office, a.id.in_(before))):
                replaced[each.id] = _other(each, now)
        if lost:
            query = select(appointments).where(office, a.replaces_id.in_(lost)).order_by(a.id)
            for each in await rows.execute(query):
                replacing[each.replaces_id] = _other(each, now)
        return replaced, replacing

    async def _people(self, rows: Rows, ids: Sequence[str]) -> dict[str, str]:
        if not ids:
            return {}
        query = select(users.c.id, users.c.name).where(users.c.id.in_(sorted(set(ids))))
        return {each.id: each.name for each in await rows.execute(query)}

    async def _seats(self, rows: Rows, ids: Sequence[str]) -> dict[str, SeatsView]:
        """Of hours that several clients share."""
        if not ids:
            return {}
        query = select(taken.c.id, taken.c.used, taken.c.seats).where(taken.c.id.in_(list(ids)), taken.c.seats > 1)
        return {each.id: SeatsView(taken=each.used, of=each.seats) for each in await rows.execute(query)}


def _own(row: Row[Any], now: datetime) -> dict[str, Any]:
    known, planned = facts(row), row.planned_at is not None
    inside: list[Literal["host", "guest"]] = []
    if row.host_inside:
        inside.append("host")
    if row.guest_inside:
        inside.append("guest")
    copied = (
        *(
            "id",
            "version",
            "kind",
            "title",
            "all_day",
            "zone",
            "place",
            "price_cents",
            "currency",
            "description",
            "note",
        ),
        *("session_id", "counter_text", "failed_reason", "source", "uid", "sequence", "created_at", "updated_at"),
    )
    return {name: getattr(row, name) for name in copied} | {
        "start": row.start_at if planned else None,
        "end": row.end_at if planned else None,
        "minutes": (row.end_at - row.start_at) // timedelta(minutes=1),
        "status": status_of(row, now),
        "live": live(known),
        "inside": inside,
        "needs_outcome": needs_outcome(known, now),
        "cancelled": CancelledView(by=row.cancelled_by, reason=row.cancel_reason, at=row.cancelled_at)
        if row.cancelled_at is not None
        else None,
    }


def _who(row: Row[Any], card: Card | None) -> dict[str, Any]:
    """A client whose card is gone is shown as they were last seen."""
    if card is not None:
        emails = [each.value for each in card.emails]
        return {"client": ClientBrief(id=card.id, name=card.name, emails=emails), "guest": None, "party_id": None}
    return {"client": None, "guest": GuestBrief(name=row.who_name, email=row.who_email), "party_id": row.party_id}


def _other(row: Row[Any], now: datetime) -> OtherAppointment:
    start = row.start_at if row.planned_at is not None else None
    return OtherAppointment(id=row.id, start=start, status=status_of(row, now), adviser_id=row.adviser_id)


def _afterwards(after: Afterwards) -> dict[str, Any]:
    review, summary = after.review, after.summary
    return {
        "review": ReviewView(stars=review.stars, text=review.text, at=review.at) if review is not None else None,
        "summary": SummaryView(text=summary.text, sent_at=summary.sent_at) if summary is not None else None,
        "reminders": [ReminderView(kind=each.kind, at=each.at, state=each.state) for each in after.reminders],
        "code_sent_at": after.code_sent_at,
    }


def _service(row: Row[Any] | None) -> ServiceBrief | None:
    return ServiceBrief(id=row.id, name=row.name, colour=row.colour, kind=row.kind) if row is not None else None
