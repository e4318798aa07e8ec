"""Appointments as calendars show them: to the client with the office's name, to the adviser with the client's."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from crm_adapter.calendars.writing import Happening, Someone
from server.crm.ports import Appointment, Clients, Meetings, Rows
from server.stores.tables import organisations, users

CALENDAR_STATUSES = ("scheduled", "starting_soon", "completed", "missed", "failed")
"""Those with a time that was agreed on."""


@dataclass(frozen=True, slots=True)
class Happenings:
    """Turns appointments into what calendars take. `own_url`: where this service is reached."""

    clients: Clients
    meetings: Meetings
    own_url: Callable[[], str]

    async def for_client(self, rows: Rows, appointment: Appointment, page: str) -> Happening:
        """`page`: the client's own page of it. Raises ValueError while no time has been chosen."""
        office = await _office(rows, appointment.organisation_id)
        link, code = "", None
        if appointment.kind == "video" and appointment.session_id is not None:
            code = await self.meetings.code(rows, appointment.session_id)
            link = f"{self.own_url()}/{code}" if code else page
        told = [appointment.description, page if page else ""]
        return _happening(appointment, f"{_title(appointment)} · {office.name}", "\n\n".join(filter(None, told)), link)

    async def for_adviser(self, rows: Rows, appointment: Appointment, who: str) -> Happening:
        """`who`: the client's name. The link leads the adviser into the session."""
        link = ""
        if appointment.kind == "video" and appointment.session_id is not None:
            link = f"{self.own_url()}/session/{appointment.session_id}"
        summary = f"{who} · {_title(appointment)}" if who else _title(appointment)
        return _happening(appointment, summary, appointment.description, link)

    async def organiser(self, rows: Rows, appointment: Appointment) -> Someone:
        """The adviser, or the office when there is none any more."""
        return await self.adviser(rows, appointment.organisation_id, appointment.adviser_id)

    async def adviser(self, rows: Rows, organisation_id: str, user_id: str) -> Someone:
        theirs = (users.c.organisation_id == organisation_id) & (users.c.id == user_id)
        row = (await rows.execute(select(users.c.name, users.c.email).where(theirs))).one_or_none()
        office = await _office(rows, organisation_id)
        return Someone("", office.name) if row is None else Someone(row.email, f"{row.name} ({office.name})")

    async def names(self, rows: Rows, organisation_id: str, appointments: list[Appointment]) -> dict[str, str]:
        """Who each appointment is with."""
        ids = [one.client_id for one in appointments if one.client_id]
        cards = await self.clients.cards(rows, organisation_id, ids) if ids else {}
        return {one.id: cards[one.client_id].name if one.client_id in cards else one.guest_name for one in appointments}


def _title(appointment: Appointment) -> str:
    return appointment.title or appointment.service_name


async def _office(rows: Rows, organisation_id: str) -> Row[Any]:
    return (await rows.execute(select(organisations).where(organisations.c.id == organisation_id))).one()


def _happening(appointment: Appointment, summary: str, description: str, link: str) -> Happening:
    if appointment.start is None or appointment.end is None:
        raise ValueError("an appointment without a time has no place in a calendar")
    return Happening(
        uid=appointment.uid,
        sequence=appointment.sequence,
        start=appointment.start,
        end=appointment.end,
        all_day=appointment.all_day,
        zone=appointment.zone,
        summary=summary,
        description=description,
        place=appointment.place,
        link=link,
        cancelled=appointment.status == "cancelled",
        created=appointment.created_at,
        changed=appointment.updated_at,
    )
