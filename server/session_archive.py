"""Sessions found again for their record: who may look, and the log as it is kept."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from server.live.log import SessionLog
from server.live.rooms import Rooms
from server.record.document import Archived, Stored
from server.record.routes import RecordRoutes
from server.web import Member, Route
from signing.fonts import Fonts

OFFICE_ZONE = "Europe/Amsterdam"
"""The clock on the wall of the offices that Samen is made for."""


class SessionArchive:
    """Implements the record's Archive. `zone` is the time zone in which an office reads its records."""

    def __init__(self, rooms: Rooms, log: SessionLog, zone: str = OFFICE_ZONE) -> None:
        self._rooms = rooms
        self._log = log
        self._zone = zone

    async def open(self, member: Member, session_id: str) -> Archived | None:
        """One's own session, or any of the office for an administrator; None otherwise."""
        row = await self._rooms.row(session_id, member.organisation_id)
        if row is None or (row.host_user_id != member.user_id and member.role != "admin"):
            return None
        office = await self._rooms.office(row.organisation_id)
        lines = [Stored(line.entry, line.hash) for line in await self._log.read(session_id)]
        return Archived(office.id, office.name, row.id, row.title, row.host_name, self._zone, lines)


def record_routes(rooms: Rooms, log: SessionLog, client: Path, now: Callable[[], datetime]) -> Sequence[Route]:
    """`client` is the folder of the built web client, whose fonts the PDF is drawn with."""
    return RecordRoutes(SessionArchive(rooms, log), Fonts(client), now).routes()
