"""Presence in sessions becomes facts of their appointments: at once, and from the log after whatever went wrong.

The log is the truth. This process reacts to what it writes itself; a process that died before it could is made up for
by the rounds, which compare how far each log was read with how far it goes.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Row, delete, insert, select, update

from server.crm.aftercare.presence import Presence, matters
from server.crm.aftercare.tables import attendances, media_paths
from server.crm.ports import Agenda, Appointment, AppointmentChange, Rows
from server.live.log import SessionLog
from server.live.tables import sessions
from server.stores.database import Database
from server.web import TicketHolder
from signalling import events as ev
from signalling.session import Session

log = structlog.get_logger(__name__)

EVERY_S = 30.0
EARLY = timedelta(hours=1)
"""Who is in the room so long before the start is there for the appointment."""
LATE = timedelta(hours=12)
"""So long after the end of its appointment a session may still be the one."""


class Attendance:
    """One per process."""

    def __init__(
        self, database: Database, agenda: Agenda, session_log: SessionLog, now: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._agenda = agenda
        self._log = session_log
        self._now = now

    async def on_change(self, rows: Rows, change: AppointmentChange) -> None:
        """In the transaction of a change: which session to follow, and from when on."""
        appointment = change.after
        row = await self._row(rows, attendances.c.appointment_id == appointment.id)
        if appointment.session_id is None or appointment.start is None or appointment.end is None:
            if row is not None:
                await rows.execute(delete(attendances).where(attendances.c.appointment_id == appointment.id))
            return
        if appointment.status == "cancelled":
            await self._close(rows, appointment)
            return
        since, until = appointment.start - EARLY, appointment.end + LATE
        if row is not None and (row.session_id, row.since, row.until) == (appointment.session_id, since, until):
            return
        await rows.execute(delete(attendances).where(attendances.c.appointment_id == appointment.id))
        now = self._now()
        await rows.execute(
            insert(attendances).values(
                appointment_id=appointment.id,
                organisation_id=appointment.organisation_id,
                session_id=appointment.session_id,
                since=since,
                until=until,
                # From the beginning: another time lets another part of the log count.
                seq=0,
                over=False,
                created_at=now,
                updated_at=now,
            )
        )

    async def _close(self, rows: Rows, appointment: Appointment) -> None:
        its = attendances.c.appointment_id == appointment.id
        await rows.execute(update(attendances).where(its).values(over=True, updated_at=self._now()))

    async def react(self, session: Session, entry: ev.Entry) -> None:
        """After an entry that this process wrote."""
        if matters(entry):
            await self.look(session.id)

    async def put_right(self) -> None:
        """One round: whatever was written and not looked at, here or by a process that is no more."""
        now = self._now()
        query = select(attendances).where(attendances.c.over.is_(False), attendances.c.since <= now)
        async with self._database.reading() as rows:
            found = (await rows.execute(query)).all()
        heads = await self._log.heads([row.session_id for row in found])
        for row in found:
            if heads.get(row.session_id, 0) > row.seq or row.until <= now:
                await self.look(row.session_id)

    async def look(self, session_id: str) -> None:
        """Read the log of an appointment's session, and tell the agenda who was there."""
        async with self._database.reading() as rows:
            if await self._row(rows, attendances.c.session_id == session_id) is None:
                return
        async with self._database.writing() as rows:
            await self._database.alone(rows, f"attendance of {session_id}")
            row = await self._row(rows, attendances.c.session_id == session_id)
            if row is None or row.over:
                return
            # Read while nobody else does: what is told is never older than what was told before.
            lines = await self._log.read(session_id)
            now = self._now()
            presence = Presence(_millis(row.since)).take(line.entry for line in lines).until(_millis(now))
            ended = presence.ended_at is not None or await self._has_ended(rows, session_id)
            over = ended or row.until <= now
            host, guest = presence.inside
            await self._agenda.seen(
                rows,
                row.organisation_id,
                row.appointment_id,
                host_at=_moment(presence.host_at),
                guest_at=_moment(presence.guest_at),
                host_inside=host,
                guest_inside=guest,
                failed_reason=await self._failure(rows, session_id, presence),
                over=over,
            )
            seq = lines[-1].entry.seq if lines else 0
            its = attendances.c.appointment_id == row.appointment_id
            await rows.execute(update(attendances).where(its).values(seq=seq, over=over, updated_at=now))

    async def media(self, holder: TicketHolder, state: str, reason: str) -> None:
        """A page says whether sound and picture found their way to the other."""
        now = self._now()
        async with self._database.writing() as rows:
            mine = (media_paths.c.session_id == holder.session_id) & (
                media_paths.c.participant_id == holder.participant_id
            )
            values = {"state": state, "reason": reason if state == "failed" else "", "updated_at": now}
            changed = await rows.execute(update(media_paths).where(mine).values(**values))
            if not changed.rowcount:
                key = {
                    "session_id": holder.session_id,
                    "participant_id": holder.participant_id,
                    "organisation_id": holder.organisation_id,
                    "created_at": now,
                }
                await rows.execute(insert(media_paths).values(**key, **values))
        await self.look(holder.session_id)

    async def _failure(self, rows: Rows, session_id: str, presence: Presence) -> str | None:
        """The technical reason when both were there and no way between them came up; "" when one did; None: unknown."""
        found = (await rows.execute(select(media_paths).where(media_paths.c.session_id == session_id))).all()
        if any(row.state == "up" for row in found):
            return ""
        reasons = [row.reason or "unknown" for row in found if row.state == "failed"]
        if not reasons or presence.host_at is None or presence.guest_at is None:
            return None
        return ", ".join(sorted(set(reasons)))[:200]

    async def _has_ended(self, rows: Rows, session_id: str) -> bool:
        """One that nobody has come to ends without a log."""
        query = select(sessions.c.id).where(sessions.c.id == session_id, sessions.c.ended_at.is_not(None))
        return await rows.scalar(query) is not None

    async def _row(self, rows: Rows, which: Any) -> Row[Any] | None:
        return (await rows.execute(select(attendances).where(which))).one_or_none()


def _millis(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def _moment(millis: int | None) -> datetime | None:
    return None if millis is None else datetime.fromtimestamp(millis / 1000, UTC)
