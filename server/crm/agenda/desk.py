"""What advisers do with appointments: plan, propose, edit, reschedule, mark, start."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row

from server.crm.agenda.changes import whose
from server.crm.agenda.making import COMING, LOST, Making, new_values
from server.crm.agenda.offers import Offers
from server.crm.agenda.refusals import (
    ADVISER_UNKNOWN,
    APPOINTMENT_OVER,
    APPOINTMENT_STANDS,
    IN_THE_PAST,
    NO_ROOM,
    NOT_BEGUN,
    NOT_PLANNED,
    SERVICE_UNKNOWN,
)
from server.crm.agenda.slots import Wish
from server.crm.agenda.states import status_of
from server.crm.agenda.store import search_text
from server.crm.agenda.tables import appointments
from server.crm.agenda.wishes import Edit, Move, Plan
from server.crm.ports import (
    Actor,
    Appointment,
    AppointmentChange,
    Card,
    ChangeKind,
    Elsewhere,
    ForeignShelf,
    Rows,
)
from server.web import Member
from server.web.problems import NOT_ALLOWED, NOT_FOUND

# What a calendar shows, too.
_SHOWN = frozenset({"title", "place", "description", "kind", "client_id", "party_id"})


def visible(member: Member) -> ColumnElement[bool]:
    """Which appointments somebody may see: the administrator all of the office, an adviser their own."""
    ours = appointments.c.organisation_id == member.organisation_id
    return ours if member.role == "admin" else ours & (appointments.c.adviser_id == member.user_id)


class Desk:
    """Each method asks first whether this member may see the appointment; one that they may not is not there."""

    def __init__(self, making: Making, offers: Offers) -> None:
        self._making = making
        self._offers = offers
        self._database = making.database
        self._store = making.store
        self._now = making.now
        self.elsewhere: ForeignShelf | None = None

    async def row(self, rows: Rows, member: Member, appointment_id: str) -> Row[Any]:
        """Raises NOT_FOUND (404), also for a colleague's."""
        row = await self._store.row(rows, member.organisation_id, appointment_id)
        if row is None or not (member.role == "admin" or row.adviser_id == member.user_id):
            raise NOT_FOUND.problem()
        return row

    async def _may(self, member: Member, appointment_id: str) -> None:
        async with self._database.reading() as rows:
            await self.row(rows, member, appointment_id)

    # --- new ones ---

    async def plan(self, member: Member, plan: Plan) -> Appointment:
        """Plan one, or propose several times. Raises SLOT_TAKEN, TIME_BLOCKED, SERVICE_UNKNOWN, ADVISER_UNKNOWN,
        IN_THE_PAST, APPOINTMENT_STANDS."""
        if plan.adviser_id != member.user_id and member.role != "admin":
            raise NOT_ALLOWED.problem()
        proposed = plan.propose or len(plan.starts) > 1
        party = await self._party(member, plan.client_id)
        async with self._making.slots.alone({plan.adviser_id}) as rows:
            service = await self._offers.service(rows, member.organisation_id, plan.service_id)
            if service is None or not service.active:
                raise SERVICE_UNKNOWN.problem()
            if plan.adviser_id not in await self._offers.people(rows, member.organisation_id, [plan.adviser_id]):
                raise ADVISER_UNKNOWN.problem()
            values = await self._values(rows, member, plan, service, party)
            row = await self._store.add(rows, values)
            spans = self._spans(plan, values["end_at"] - values["start_at"])
            if proposed:
                await self._propose(rows, row, spans, anyway=plan.anyway)
            else:
                times = await self._making.take_time(rows, row, plan.adviser_id, *spans[0], anyway=plan.anyway)
                row = await self._store.note(rows, row, times)
            kind: ChangeKind = "proposed" if proposed else "planned"
            change = await self._making.changes.told(rows, kind, None, row, Actor.of(member), notify=plan.notify)
        return await self._after(change)

    async def _party(self, member: Member, client_id: str | None) -> Elsewhere | None:
        """The client as a foreign CRM knows them, where the office has one; asked before anybody's calendar stands still
        for it. Raises its Problem."""
        if client_id is None or self.elsewhere is None:
            return None
        async with self._database.reading() as rows:
            if not await self.elsewhere.chosen(rows, member.organisation_id):
                return None
        return await self.elsewhere.client(member, client_id)

    async def _values(
        self, rows: Rows, member: Member, plan: Plan, service: Row[Any], party: Elsewhere | None
    ) -> dict[str, Any]:
        who: dict[str, Any] = {"client_id": None, "who_name": plan.guest_name, "who_email": plan.guest_email}
        if party is not None:
            who = _of_party(party)
        elif plan.client_id is not None:
            who = _of_card(await self._making.clients.seen(rows, member, plan.client_id))
        name, email = who["who_name"], who["who_email"]
        if (
            plan.replaces is not None
            and status_of(await self.row(rows, member, plan.replaces), self._now()) not in LOST
        ):
            raise APPOINTMENT_STANDS.problem()
        values = new_values(service, plan.adviser_id, min(plan.starts), plan.minutes or service.minutes)
        title = plan.title or service.name
        values |= {
            "zone": await self._offers.zone(rows, member.organisation_id),
            "title": title,
            **who,
            "search": search_text(name, email, title, service.name),
            "description": plan.description,
            "note": plan.note,
            "all_day": plan.all_day,
            "source": plan.source,
            "replaces_id": plan.replaces,
            "created_by": member.user_id,
        }
        if plan.place is not None:
            values["place"] = plan.place
        if plan.price_cents is not None:
            values["price_cents"] = plan.price_cents
        return await self._making.kept(rows, member.organisation_id, values)

    def _spans(self, plan: Plan, length: timedelta) -> list[tuple[datetime, datetime]]:
        now, proposed = self._now(), plan.propose or len(plan.starts) > 1
        spans = [(start, start + length) for start in sorted(set(plan.starts))]
        # What is running now may still be put in; what is over, or proposed too late, may not.
        if any(start <= now if proposed else end <= now for start, end in spans):
            raise IN_THE_PAST.problem()
        return spans

    async def _propose(
        self, rows: Rows, row: Row[Any], spans: Sequence[tuple[datetime, datetime]], *, anyway: bool
    ) -> None:
        if not anyway:
            for start, end in spans:
                wish = Wish(row.organisation_id, row.adviser_id, start, end, row.buffer_before, row.buffer_after)
                await self._making.must_not_be_blocked(rows, wish)
        await self._store.offer(rows, row, spans, "adviser", anyway=anyway)

    async def _after(self, change: AppointmentChange) -> Appointment:
        await self._making.changes.after(change)
        return change.after

    async def propose(
        self,
        member: Member,
        appointment_id: str,
        starts: Sequence[datetime],
        *,
        notify: bool,
        anyway: bool,
        text: str = "",
    ) -> Appointment:
        """Other times for one that is there already. One that has a time keeps it until the client picks another."""
        await self._may(member, appointment_id)

        async def work(rows: Rows, row: Row[Any], before: Appointment) -> tuple[ChangeKind, dict[str, Any]]:
            self._making.must_come(row)
            if min(starts) <= self._now():
                raise IN_THE_PAST.problem()
            await self._making.kept(rows, member.organisation_id, {"text": text})
            length = row.end_at - row.start_at
            spans = [(start, start + length) for start in sorted(set(starts))]
            await self._propose(rows, row, spans, anyway=anyway)
            times = {"start_at": spans[0][0], "end_at": spans[0][1]} if row.planned_at is None else {}
            return "proposed", {"counter_text": "", **times}

        organisation_id, actor = member.organisation_id, Actor.of(member)
        return await self._making.change(organisation_id, appointment_id, actor, work, notify=notify, text=text)

    # --- changes ---

    async def edit(self, member: Member, appointment_id: str, edit: Edit) -> Appointment:
        """Texts, place, price, kind, client, service. What a calendar shows is told to the client, when it is still to
        come and `edit.notify` asks for it; a note is told to nobody. With another client the one before hears that it
        is off, and their links and code lead nowhere. Raises APPOINTMENT_OVER for another kind of one that is over: how
        its status came about would change with it."""
        await self._may(member, appointment_id)
        party = await self._party(member, edit.values.get("client_id"))

        async def work(rows: Rows, row: Row[Any], before: Appointment) -> tuple[ChangeKind, dict[str, Any]] | None:
            given = await self._making.kept(rows, member.organisation_id, edit.values)
            values = given | await self._references(rows, member, row, given, party)
            if values.get("kind", row.kind) != row.kind:
                self._making.must_come(row)
            changed = {name: value for name, value in values.items() if value != getattr(row, name)}
            if not changed:
                return None
            handed = _handed_over(row, changed)
            if handed:
                changed |= await self._making.changes.without_room(rows, row) | {"counter_text": ""}
            if changed.keys() & _SHOWN:
                # Two people hear of it: the one before with the first number, the next one with the second.
                changed["sequence"] = row.sequence + (2 if handed else 1)
            who = values.get("who_name", row.who_name), values.get("who_email", row.who_email)
            changed["search"] = search_text(*who, values.get("title", row.title), before.service_name)
            return ("handed_over" if handed else "edited"), changed

        return await self._making.change(
            member.organisation_id, appointment_id, Actor.of(member), work, seen=edit.seen, notify=edit.notify
        )

    async def _references(
        self, rows: Rows, member: Member, row: Row[Any], values: dict[str, Any], party: Elsewhere | None
    ) -> dict[str, Any]:
        found: dict[str, Any] = {}
        service_id, client_id = values.get("service_id"), values.get("client_id")
        if service_id is not None and service_id != row.service_id:
            service = await self._offers.service(rows, member.organisation_id, service_id)
            if service is None or not service.active:
                raise SERVICE_UNKNOWN.problem()
            # Its time stays as it is; buffers belong to the time that is taken.
            if "kind" not in values:
                found["kind"] = service.kind
            if "title" not in values and row.title == await self._service_name(rows, row):
                found["title"] = service.name
        if party is not None:
            found |= _of_party(party)
        elif client_id is not None and client_id != row.client_id:
            found |= _of_card(await self._making.clients.seen(rows, member, client_id))
        return found

    async def _service_name(self, rows: Rows, row: Row[Any]) -> str:
        service = (await self._store.services(rows, [row.service_id])).get(row.service_id or "")
        return str(service.name) if service is not None else ""

    async def reschedule(self, member: Member, appointment_id: str, move: Move) -> Appointment:
        """To another time, length or adviser. One that was proposed is planned by it."""
        await self._may(member, appointment_id)
        if move.adviser_id not in (None, member.user_id) and member.role != "admin":
            raise NOT_ALLOWED.problem()

        async def work(rows: Rows, row: Row[Any], before: Appointment) -> tuple[ChangeKind, dict[str, Any]] | None:
            self._making.must_come(row)
            adviser_id = move.adviser_id or row.adviser_id
            end = move.end or move.start + (row.end_at - row.start_at)
            planned = row.planned_at is not None
            if planned and (row.start_at, row.end_at, row.adviser_id) == (move.start, end, adviser_id):
                return None
            if end <= self._now():
                raise IN_THE_PAST.problem()
            if adviser_id not in await self._offers.people(rows, member.organisation_id, [adviser_id or ""]):
                raise ADVISER_UNKNOWN.problem()
            values = await self._making.take_time(rows, row, adviser_id, move.start, end, anyway=move.anyway)
            await self._store.settle(rows, row.id)
            return ("moved" if planned else "planned"), values

        return await self._making.change(
            member.organisation_id,
            appointment_id,
            Actor.of(member),
            work,
            advisers=[move.adviser_id] if move.adviser_id else (),
            seen=move.seen,
            notify=move.notify,
        )

    async def mark(self, member: Member, appointment_id: str, outcome: ChangeKind) -> Appointment:
        """By hand: `completed`, or `missed` from its start on. What the room said before is overruled, and logged."""
        await self._may(member, appointment_id)

        async def work(rows: Rows, row: Row[Any], before: Appointment) -> tuple[ChangeKind, dict[str, Any]] | None:
            now = self._now()
            status = status_of(row, now)
            if status == "cancelled" or row.cancelled_at is not None:
                raise APPOINTMENT_OVER.problem()
            if row.planned_at is None:
                raise NOT_PLANNED.problem()
            if outcome == "missed" and now < row.start_at:
                raise NOT_BEGUN.problem()
            if status == outcome:
                return None
            done = outcome == "completed"
            marks = {"done_at": now if done else None, "missed_at": None if done else now}
            return outcome, marks | {"marked_by": member.user_id}

        return await self._making.change(member.organisation_id, appointment_id, Actor.of(member), work)

    async def start(self, member: Member, appointment_id: str) -> str:
        """The session to go into; another one when the planned one has ended. Raises NO_ROOM, NOT_PLANNED or
        APPOINTMENT_OVER."""
        async with self._database.writing() as rows:
            await self.row(rows, member, appointment_id)
            row = await self._store.row(rows, member.organisation_id, appointment_id, lock=True)
            if row is None:
                raise NOT_FOUND.problem()
            if row.kind != "video" or row.adviser_id is None:
                raise NO_ROOM.problem()
            if row.planned_at is None:
                raise NOT_PLANNED.problem()
            if row.session_id and await self._making.changes.code(rows, row.session_id):
                return str(row.session_id)
            if row.cancelled_at is not None or status_of(row, self._now()) not in (*COMING, "missed", "failed"):
                raise APPOINTMENT_OVER.problem()
            (before,) = await self._store.whole(rows, [row])
            session_id = await self._making.changes.new_session(rows, row)
            fresh = {"session_id": session_id, "ended_at": None, "failed_reason": ""}
            row = await self._store.change(rows, row, fresh)
            change = await self._making.changes.told(rows, "edited", before, row, Actor.of(member), notify=False)
        await self._after(change)
        return session_id


def _handed_over(row: Row[Any], changed: dict[str, Any]) -> bool:
    """Whether it is somebody else's from now on. A guest who is found among the clients by their address is not."""
    if not changed.keys() & {"client_id", "party_id"}:
        return False
    email = str(changed.get("who_email", row.who_email)).lower()
    return bool(whose(row)) or not email or row.who_email.lower() != email


def _of_card(card: Card) -> dict[str, Any]:
    email = card.emails[0].value if card.emails else ""
    return {"client_id": card.id, "party_id": None, "who_name": card.name, "who_email": email, "who_language": ""}


def _of_party(party: Elsewhere) -> dict[str, Any]:
    who = {"who_name": party.name[:200], "who_email": party.email[:254], "who_language": party.language[:2]}
    return {"client_id": None, "party_id": party.id, **who}
