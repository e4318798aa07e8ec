"""What follows from every change of an appointment, in its transaction: its session, its status, and who hears of it."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from crm_adapter.agenda.status import next_edge
from server.crm.agenda.states import facts, status_of
from server.crm.agenda.store import AppointmentStore
from server.crm.ports import (
    SYSTEM,
    Actor,
    Appointment,
    AppointmentChange,
    Audit,
    ChangeKind,
    Events,
    Meetings,
    Rows,
    Timeline,
)
from server.jobs import Job, Jobs
from server.stores.database import Database

CLOCK = "appointment_clock"
_LINES: dict[ChangeKind, str] = {
    "proposed": "appointment_proposed",
    "planned": "appointment_planned",
    "booked": "booked_online",
    "picked": "appointment_picked",
    "moved": "appointment_moved",
    "countered": "appointment_countered",
    "cancelled": "appointment_cancelled",
    "completed": "appointment_completed",
    "missed": "appointment_missed",
    "failed": "appointment_failed",
    "edited": "appointment_changed",
    "handed_over": "appointment_taken_over",
}
# What an edit changes that the office calls by a name; with it go columns that nobody has typed.
_TOLD_OF = ("title", "kind", "service_id", "place", "price_cents", "description", "note")
_OUTCOMES: dict[str, ChangeKind] = {"completed": "completed", "missed": "missed", "failed": "failed"}


@dataclass(frozen=True, slots=True)
class Others:
    """Whom the agenda tells, and asks for sessions."""

    timeline: Timeline
    audit: Audit
    events: Events
    meetings: Meetings


class Changes:
    """Of one process. Hooks are added while the service is assembled."""

    def __init__(
        self, database: Database, store: AppointmentStore, others: Others, jobs: Jobs, now: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._store = store
        self._others = others
        self._jobs = jobs
        self._now = now
        self.inside: list[Callable[[Rows, AppointmentChange], Awaitable[None]]] = []
        self.afterwards: list[Callable[[AppointmentChange], Awaitable[None]]] = []
        jobs.does(CLOCK, self._clock)

    async def told(
        self,
        rows: Rows,
        kind: ChangeKind,
        before: Appointment | None,
        row: Row[Any],
        actor: Actor,
        *,
        notify: bool = True,
        text: str = "",
        columns: Collection[str] = (),
    ) -> AppointmentChange:
        """Everything that belongs to this change. `row` is as it has become; `columns`: which of it somebody edited."""
        row = await self._room(rows, before, row)
        (after,) = await self._store.whole(rows, [row])
        change = AppointmentChange(kind, before, after, actor, notify, text)
        await self._lines(rows, change, [name for name in _TOLD_OF if name in columns])
        await self._status(rows, row, actor)
        for hear in self.inside:
            await hear(rows, change)
        return change

    async def after(self, change: AppointmentChange) -> None:
        """Once it is committed."""
        self._jobs.wake()
        for hear in self.afterwards:
            await hear(change)

    async def again(self, rows: Rows, row: Row[Any], before: Appointment) -> AppointmentChange | None:
        """The clock or somebody's presence may have changed the status: tell it if so."""
        now_is = status_of(row, self._now())
        if now_is == row.told_status:
            await self._watch(rows, row)
            return None
        outcome = _OUTCOMES.get(now_is)
        if outcome is None:
            await self._status(rows, row, SYSTEM)
            return None
        return await self.told(rows, outcome, before, row, SYSTEM)

    # --- its session ---

    async def _room(self, rows: Rows, before: Appointment | None, row: Row[Any]) -> Row[Any]:
        """A planned appointment in the browser has a session from the moment that it is planned; the same one after it
        is moved; none once it is called off."""
        meetings, wants = self._others.meetings, self._wants_room(row)
        if row.session_id is None:
            if not wants:
                return row
            session_id = await self.new_session(rows, row)
            return await self._store.note(rows, row, {"session_id": session_id})
        if not wants:
            await meetings.release(rows, row.session_id)
            return row if row.cancelled_at else await self._store.note(rows, row, {"session_id": None})
        if before is not None and _moved(before, row):
            await meetings.change(
                rows,
                row.session_id,
                until=row.end_at,
                host_user_id=row.adviser_id if row.adviser_id != before.adviser_id else None,
                title=row.title,
                client_id=whose(row) if whose(row) != (before.client_id or before.party_id) else None,
            )
        return row

    def _wants_room(self, row: Row[Any]) -> bool:
        called_off = row.cancelled_at is not None
        return row.kind == "video" and row.planned_at is not None and row.adviser_id is not None and not called_off

    async def new_session(self, rows: Rows, row: Row[Any]) -> str:
        """Plan another session for it; returns its id."""
        planned = await self._others.meetings.plan(
            rows,
            row.organisation_id,
            row.adviser_id,
            row.title,
            until=row.end_at,
            appointment_id=row.id,
            client_id=whose(row),
        )
        return planned.session_id

    async def without_room(self, rows: Rows, row: Row[Any]) -> dict[str, Any]:
        """Whoever has the code of a session that nobody has come to shall not come in with it any more. The columns that
        say so; while it is still to come, a session of its own follows with the change."""
        begun = row.host_seen_at is not None or row.guest_seen_at is not None
        if row.session_id is None or begun or row.cancelled_at is not None:
            return {}
        await self._others.meetings.release(rows, row.session_id)
        return {"session_id": None}

    async def code(self, rows: Rows, session_id: str) -> str | None:
        """None once the session has ended."""
        return await self._others.meetings.code(rows, session_id)

    async def codes(self, rows: Rows, session_ids: list[str]) -> dict[str, str]:
        return await self._others.meetings.codes(rows, session_ids)

    # --- who hears of it ---

    async def _lines(self, rows: Rows, change: AppointmentChange, fields: Sequence[str]) -> None:
        after, before = change.after, change.before
        detail: dict[str, Any] = change.detail() | {"zone": after.zone}
        if before is None and after.replaces_id is not None:
            detail["replaces"] = after.replaces_id
        if fields:
            detail["fields"] = [name.removesuffix("_id").removesuffix("_cents") for name in fields]
        line = _LINES.get(change.kind)
        # An edit that only gave it another session is nothing that anybody did to the appointment.
        if line is not None and after.client_id is not None and (change.kind != "edited" or fields):
            await self._line(rows, change, after.client_id, line, detail)
        logged: dict[str, Any] = {"version": after.version}
        if change.kind == "handed_over" and before is not None:
            logged |= {"from": before.client_id, "to": after.client_id}
            if before.client_id is not None:
                # Named under the title that they knew; not by whom it was taken over.
                told = {**detail, "title": before.title}
                told.pop("fields", None)
                await self._line(rows, change, before.client_id, "appointment_handed_over", told)
        action = f"appointment.{change.kind}"
        await self._others.audit.note(
            rows, after.organisation_id, change.actor, action, "appointment", after.id, logged
        )

    async def _line(
        self, rows: Rows, change: AppointmentChange, client_id: str, line: str, detail: dict[str, Any]
    ) -> None:
        await self._others.timeline.add(
            rows,
            change.after.organisation_id,
            client_id,
            line,
            change.actor,
            subject_kind="appointment",
            subject_id=change.after.id,
            detail=detail,
        )

    async def _status(self, rows: Rows, row: Row[Any], actor: Actor) -> None:
        """Tell other systems when it differs from what they heard last, and look again when the clock changes it."""
        await self._watch(rows, row)
        now_is = status_of(row, self._now())
        if now_is == row.told_status:
            return
        await self._store.note(rows, row, {"told_status": now_is})
        data = {
            "id": row.id,
            "status": now_is,
            "before": row.told_status or None,
            "client_id": whose(row) or None,
            "adviser_id": row.adviser_id,
            "start": row.start_at.isoformat() if row.planned_at else None,
            "end": row.end_at.isoformat() if row.planned_at else None,
            "session_id": row.session_id,
            "by": actor.kind,
        }
        await self._others.events.tell(rows, row.organisation_id, "appointment.status_changed", row.id, data)

    async def _watch(self, rows: Rows, row: Row[Any]) -> None:
        edge = next_edge(facts(row), self._now())
        if edge is None:
            await self._jobs.drop(rows, row.organisation_id, CLOCK, row.id)
        else:
            await self._jobs.put(rows, row.organisation_id, CLOCK, row.id, run_at=edge)

    async def _clock(self, job: Job) -> datetime | None:
        change: AppointmentChange | None = None
        async with self._database.writing() as rows:
            row = await self._store.row(rows, job.organisation_id, job.subject, lock=True)
            if row is None:
                return None
            (before,) = await self._store.whole(rows, [row])
            change = await self.again(rows, row, before)
        if change is not None:
            await self.after(change)
        return None


def _moved(before: Appointment, row: Row[Any]) -> bool:
    """Whether its session has to know."""
    was = (before.end, before.adviser_id, before.title, before.client_id or before.party_id)
    return was != (row.end_at, row.adviser_id, row.title, whose(row))


def whose(row: Row[Any]) -> str:
    """Its client, as the office's CRM calls them; "" for nobody who is a client."""
    return row.client_id or row.party_id or ""
