"""How a change of an appointment is made: one transaction, in which nobody else changes these calendars."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from crm_adapter.agenda.spans import joined, meets
from server.crm.agenda.changes import Changes
from server.crm.agenda.offers import Offers
from server.crm.agenda.refusals import ADVISER_UNKNOWN, APPOINTMENT_OVER, SLOT_TAKEN, TIME_BLOCKED
from server.crm.agenda.slots import Slots, Wish
from server.crm.agenda.states import status_of
from server.crm.agenda.store import AppointmentStore, search_text
from server.crm.agenda.wishes import Stale
from server.crm.ports import Actor, Appointment, Card, ChangeKind, Clients, NewClient, Rows
from server.stores.database import Database, uuid7
from server.web.problems import NOT_FOUND

COMING = ("planning", "scheduled", "starting_soon")
LOST = ("missed", "failed", "cancelled")
TEXTS = ("title", "place", "description", "note", "text", "reason")
_ROUNDS = 3

Work = Callable[[Rows, Row[Any], Appointment], Awaitable[tuple[ChangeKind, dict[str, Any]] | None]]
"""Looks, refuses or writes beside it; returns what happened and the columns that change. None: nothing to do."""


@dataclass(frozen=True, slots=True)
class Making:
    """What clients' and advisers' changes share."""

    database: Database
    store: AppointmentStore
    slots: Slots
    offers: Offers
    changes: Changes
    clients: Clients
    now: Callable[[], datetime]

    async def change(
        self,
        organisation_id: str,
        appointment_id: str,
        actor: Actor,
        work: Work,
        *,
        advisers: Sequence[str] = (),
        seen: int | None = None,
        notify: bool | None = True,
        text: str = "",
    ) -> Appointment:
        """`advisers`: whose calendars it touches beside its own. Raises Stale when `seen` is an older version."""
        for _ in range(_ROUNDS):
            async with self.database.reading() as rows:
                found = await self.store.row(rows, organisation_id, appointment_id)
            if found is None:
                raise NOT_FOUND.problem()
            touched = {each for each in (found.adviser_id, *advisers) if each}
            async with self.slots.alone(touched) as rows:
                row = await self.store.row(rows, organisation_id, appointment_id, lock=True)
                if row is None:
                    raise NOT_FOUND.problem()
                if row.adviser_id is not None and row.adviser_id not in touched:
                    continue  # handed to a colleague just now: their calendar has to stand still, too
                if seen is not None and row.version != seen:
                    raise Stale(appointment_id)
                (before,) = await self.store.whole(rows, [row])
                done = await work(rows, row, before)
                if done is None:
                    return before
                row = await self.store.change(rows, row, done[1])
                kind, columns = done
                # Nobody asked: people hear of everything but of other words.
                tell = notify if notify is not None else kind != "edited"
                change = await self.changes.told(
                    rows, kind, before, row, actor, notify=tell, text=text, columns=columns
                )
            await self.changes.after(change)
            return change.after
        raise SLOT_TAKEN.problem()

    def must_come(self, row: Row[Any]) -> None:
        if status_of(row, self.now()) not in COMING:
            raise APPOINTMENT_OVER.problem()

    async def take_time(
        self,
        rows: Rows,
        row: Row[Any],
        adviser_id: str | None,
        start: datetime,
        end: datetime,
        *,
        anyway: bool = False,
    ) -> dict[str, Any]:
        """The time of an appointment, instead of the one that it had; the columns that say so. Raises SLOT_TAKEN,
        TIME_BLOCKED or ADVISER_UNKNOWN."""
        if adviser_id is None:
            raise ADVISER_UNKNOWN.problem()
        current = await self.store.row(rows, row.organisation_id, row.id)
        await self.slots.leave(rows, current.taken_id if current is not None else None)
        seats = (await self.store.services(rows, [row.service_id])).get(row.service_id or "")
        wish = Wish(
            organisation_id=row.organisation_id,
            user_id=adviser_id,
            start=start,
            end=end,
            before=row.buffer_before,
            after=row.buffer_after,
            service_id=row.service_id,
            seats=seats.seats if seats is not None else 1,
        )
        if not anyway:
            await self.must_not_be_blocked(rows, wish)
        values: dict[str, Any] = {
            "taken_id": await self.slots.take(rows, wish),
            "adviser_id": adviser_id,
            "start_at": start,
            "end_at": end,
            "planned_at": self.now(),
            "counter_text": "",
            "sequence": row.sequence + (1 if row.planned_at is not None else 0),
        }
        # Who came to the old time has not been seen at the new one.
        fresh = {"host_seen_at": None, "guest_seen_at": None, "failed_reason": "", "ended_at": None}
        return values | fresh

    async def must_not_be_blocked(self, rows: Rows, wish: Wish) -> None:
        blocked = await self.offers.blocks(rows, [wish.user_id], wish.span)
        if meets(joined(each.span for each in blocked), wish.start, wish.end):
            raise TIME_BLOCKED.problem()

    async def kept(self, rows: Rows, organisation_id: str, values: dict[str, Any]) -> dict[str, Any]:
        """What somebody wrote in these columns, as the office keeps it. Raises the clients' Problem BSN_FOUND with
        `field`: an appointment is no place for what a client's card may not hold."""
        texts = {name: values[name] for name in TEXTS if values.get(name)}
        found = {name: await self.clients.free_text(rows, organisation_id, text, name) for name, text in texts.items()}
        return values | found

    async def becomes_client(self, rows: Rows, row: Row[Any]) -> dict[str, Any]:
        """Whoever answers becomes a client, or is found to be one; not whom a foreign CRM keeps."""
        if row.client_id is not None or row.party_id is not None or not row.who_email:
            return {}
        new = NewClient(row.who_name or row.who_email, row.who_email, source="booking", adviser_id=row.adviser_id)
        card, _ = await self.client_of(rows, row.organisation_id, new)
        return {"client_id": card.id, "who_name": card.name, "search": search_text(card.name, row.who_email, row.title)}

    async def client_of(self, rows: Rows, organisation_id: str, new: NewClient) -> tuple[Card, bool]:
        """Who has this address already, by name where several share it; or a new client, and then True."""
        # Two bookings of one stranger with two advisers at once are one client.
        await self.database.alone(rows, f"client {new.email} of {organisation_id}")
        found = await self.clients.by_email(rows, organisation_id, new.email)
        if found:
            return next((card for card in found if _is_called(card, new.name)), found[0]), False
        return await self.clients.make(rows, organisation_id, new, Actor("client", "", new.name)), True


def _is_called(card: Card, name: str) -> bool:
    return name.casefold() in {card.name.casefold(), *(one.name.casefold() for one in card.people)}


def new_values(service: Row[Any], adviser_id: str, start: datetime, minutes: int) -> dict[str, Any]:
    """The columns that a new appointment has of its service."""
    appointment_id = uuid7()
    return {
        "id": appointment_id,
        "organisation_id": service.organisation_id,
        "service_id": service.id,
        "title": service.name,
        "kind": service.kind,
        "adviser_id": adviser_id,
        "start_at": start,
        "end_at": start + timedelta(minutes=minutes),
        "all_day": False,
        "buffer_before": service.buffer_before,
        "buffer_after": service.buffer_after,
        "place": service.place,
        "price_cents": service.price_cents,
        "currency": service.currency,
        "description": "",
        "note": "",
        "uid": f"{appointment_id}@samen",
    }


def wish_of(service: Row[Any], adviser_id: str, start: datetime, minutes: int | None = None) -> Wish:
    return Wish(
        organisation_id=service.organisation_id,
        user_id=adviser_id,
        start=start,
        end=start + timedelta(minutes=minutes or service.minutes),
        before=service.buffer_before,
        after=service.buffer_after,
        service_id=service.id,
        seats=service.seats,
    )
