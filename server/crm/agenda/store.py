"""Rows of appointments in and out."""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, insert, select, update

from crm_adapter.people.names import fold
from server.crm.agenda.states import status_of
from server.crm.agenda.tables import appointment_options, appointments, services
from server.crm.ports import Appointment, AppointmentOption, Rows
from server.stores.database import uuid7


class AppointmentStore:
    """Appointments with their options, of all offices; every question names its office."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now

    async def row(
        self, rows: Rows, organisation_id: str, appointment_id: str, *, lock: bool = False
    ) -> Row[Any] | None:
        query = select(appointments).where(
            appointments.c.organisation_id == organisation_id, appointments.c.id == appointment_id
        )
        return (await rows.execute(query.with_for_update() if lock else query)).one_or_none()

    async def add(self, rows: Rows, values: Mapping[str, Any]) -> Row[Any]:
        now = self._now()
        full = {
            "cancelled_by": "",
            "cancel_reason": "",
            "counter_text": "",
            "failed_reason": "",
            "host_inside": False,
            "guest_inside": False,
            "sequence": 0,
            "told_status": "",
            "created_at": now,
            "updated_at": now,
            **values,
        }
        await rows.execute(insert(appointments).values(**full))
        return await self._one(rows, full["organisation_id"], full["id"])

    async def change(self, rows: Rows, row: Row[Any], values: Mapping[str, Any]) -> Row[Any]:
        """Every change is a version of its own."""
        stamped = {**values, "updated_at": self._now(), "version": appointments.c.version + 1}
        await rows.execute(update(appointments).where(appointments.c.id == row.id).values(**stamped))
        return await self._one(rows, row.organisation_id, row.id)

    async def note(self, rows: Rows, row: Row[Any], values: Mapping[str, Any]) -> Row[Any]:
        """What nobody edits: it makes no version."""
        await rows.execute(update(appointments).where(appointments.c.id == row.id).values(**values))
        return await self._one(rows, row.organisation_id, row.id)

    async def _one(self, rows: Rows, organisation_id: str, appointment_id: str) -> Row[Any]:
        found = await self.row(rows, organisation_id, appointment_id)
        if found is None:
            raise LookupError(appointment_id)
        return found

    # --- options ---

    async def offer(
        self, rows: Rows, row: Row[Any], spans: Sequence[tuple[datetime, datetime]], by: str, *, anyway: bool = False
    ) -> None:
        """These times are proposed now, instead of those that were open."""
        await self.settle(rows, row.id)
        for start, end in spans:
            await rows.execute(
                insert(appointment_options).values(
                    id=uuid7(),
                    organisation_id=row.organisation_id,
                    appointment_id=row.id,
                    start_at=start,
                    end_at=end,
                    state="open",
                    by=by,
                    anyway=anyway,
                    created_at=self._now(),
                )
            )

    async def settle(self, rows: Rows, appointment_id: str, chosen: str | None = None) -> None:
        """No time is open any more; one of them may be the chosen one."""
        its = appointment_options.c.appointment_id == appointment_id
        still_open = its & (appointment_options.c.state == "open")
        if chosen is not None:
            await rows.execute(
                update(appointment_options).where(its, appointment_options.c.id == chosen).values(state="chosen")
            )
        await rows.execute(update(appointment_options).where(still_open).values(state="dropped"))

    async def options(self, rows: Rows, ids: Collection[str]) -> dict[str, list[Row[Any]]]:
        """Those of each appointment: the latest proposal, by time."""
        found: defaultdict[str, list[Row[Any]]] = defaultdict(list)
        if ids:
            query = (
                select(appointment_options)
                .where(appointment_options.c.appointment_id.in_(list(ids)), appointment_options.c.state != "dropped")
                .order_by(appointment_options.c.start_at, appointment_options.c.id)
            )
            for each in await rows.execute(query):
                found[each.appointment_id].append(each)
        return found

    # --- as others see them ---

    async def services(self, rows: Rows, ids: Collection[str | None]) -> dict[str, Row[Any]]:
        wanted = [each for each in set(ids) if each]
        if not wanted:
            return {}
        query = select(services).where(services.c.id.in_(wanted))
        return {each.id: each for each in await rows.execute(query)}

    async def whole(self, rows: Rows, found: Sequence[Row[Any]]) -> list[Appointment]:
        """For mails, calendars and links."""
        options = await self.options(rows, [each.id for each in found])
        offered = await self.services(rows, [each.service_id for each in found])
        now = self._now()
        return [whole(each, options[each.id], offered.get(each.service_id), now) for each in found]


def whole(row: Row[Any], options: Sequence[Row[Any]], service: Row[Any] | None, now: datetime) -> Appointment:
    planned = row.planned_at is not None
    return Appointment(
        id=row.id,
        organisation_id=row.organisation_id,
        version=row.version,
        client_id=row.client_id,
        guest_name=row.who_name,
        guest_email=row.who_email,
        adviser_id=row.adviser_id,
        service_id=row.service_id,
        service_name=service.name if service is not None else row.title,
        kind=row.kind,
        title=row.title,
        start=row.start_at if planned else None,
        end=row.end_at if planned else None,
        all_day=row.all_day,
        minutes=(row.end_at - row.start_at) // timedelta(minutes=1),
        zone=row.zone,
        place=row.place,
        price_cents=row.price_cents,
        currency=row.currency,
        description=row.description,
        status=status_of(row, now),
        options=tuple(AppointmentOption(one.id, one.start_at, one.end_at, one.state, one.by) for one in options),
        session_id=row.session_id,
        uid=row.uid,
        sequence=row.sequence,
        reminders=tuple(json.loads(service.reminders)) if service is not None else (),
        cancelled_by=row.cancelled_by,
        cancel_reason=row.cancel_reason,
        source=row.source,
        replaces_id=row.replaces_id,
        created_at=row.created_at,
        updated_at=row.updated_at,
        party_id=row.party_id or "",
        guest_language=row.who_language,
        templates=json.loads(service.templates) if service is not None else {},
    )


def search_text(*parts: str) -> str:
    return " ".join(fold(part) for part in parts if part)
