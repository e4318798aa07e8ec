"""Whose a session is, and the files in it, as the office keeps them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from server.crm.ports import Agenda, Clients, Rows
from server.files.tables import session_files
from server.live.tables import sessions


@dataclass(frozen=True, slots=True)
class Whose:
    clients: Clients
    agenda: Agenda | None

    async def session(self, rows: Rows, organisation_id: str, session_id: str) -> list[str]:
        """The client of a session: its own, or its appointment's. At most one; none where the office keeps none."""
        query = select(sessions.c.client_id, sessions.c.appointment_id).where(
            sessions.c.organisation_id == organisation_id, sessions.c.id == session_id
        )
        row = (await rows.execute(query)).one_or_none()
        if row is None:
            return []
        found: str | None = row.client_id
        if found is None and self.agenda is not None:
            appointment = await self.agenda.of_session(rows, session_id)
            found = None if appointment is None else appointment.client_id
        if found is None:
            return []
        living = await self.clients.living(rows, organisation_id, found)
        return [living] if await self.clients.card(rows, organisation_id, living) is not None else []

    async def file(self, rows: Rows, organisation_id: str, session_id: str, file_id: str) -> Row[Any] | None:
        query = select(session_files).where(
            session_files.c.organisation_id == organisation_id,
            session_files.c.session_id == session_id,
            session_files.c.id == file_id,
        )
        return (await rows.execute(query)).one_or_none()
