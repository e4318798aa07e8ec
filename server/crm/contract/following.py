"""What follows from a session: events for other systems, and lines about it for the client's timeline.

It is told by the session's log, not by what this process remembers: whatever was cut off is told by `put_right`, and
told again it changes nothing, because every line has the id of its cause.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import structlog
from sqlalchemy import Row, exists, or_, select

from crm_adapter.contract import Attendance, Entry
from server.crm.contract.offices import Offices
from server.crm.contract.shelf import key_of
from server.crm.contract.writes import Value, Writes
from server.crm.ports import AppointmentChange, ChangeKind, Core, Ground, Rows
from server.hooks.tables import events as told_events
from server.live.log import Line
from server.live.tables import sessions
from server.signing.envelopes import Envelope, Event
from signalling import events as ev
from signalling.session import Session

log = structlog.get_logger(__name__)

EVERY_S = 60.0
_BACK = timedelta(days=2)
"""How long ago a session may have begun or ended that nobody was told of. Older ones are of before there were events."""
_MOST_CHAT = 300
_APPOINTED: Final[dict[ChangeKind, str]] = {
    "proposed": "appointment_proposed",
    "planned": "appointment_planned",
    "handed_over": "appointment_planned",
    "picked": "appointment_picked",
    "moved": "appointment_moved",
    "countered": "appointment_countered",
    "cancelled": "appointment_cancelled",
    "completed": "appointment_completed",
    "missed": "appointment_missed",
    "failed": "appointment_failed",
}


class Following:
    """Reacts to sessions, evaluations and envelopes."""

    def __init__(self, ground: Ground, core: Core, offices: Offices, writes: Writes) -> None:
        self._ground = ground
        self._core = core
        self._offices = offices
        self._writes = writes

    async def react(self, session: Session, entry: ev.Entry) -> None:
        """Begun elsewhere, so that a session never waits for what follows from it."""
        if any(isinstance(one, ev.SessionOpened | ev.SessionEnded | ev.ParticipantConnected) for one in entry.events):
            self._ground.tasks.start(f"after {session.id}", self._follow_quietly(session.id))

    async def _follow_quietly(self, session_id: str) -> None:
        try:
            await self.follow(session_id)
        except Exception:
            # The next round tells it.
            log.exception("What follows from a session could not be written", session=session_id)

    async def follow(self, session_id: str) -> None:
        """Tell everything that is to be told of a session until now."""
        row = await self._row(session_id)
        lines = await self._core.live.session_log.read(session_id)
        if row is None or not lines:
            return
        story = _Story(row, lines)
        async with self._ground.database.writing() as rows:
            await self._ground.database.alone(rows, f"what follows from {session_id}")
            await self._tell(rows, row, "session.started", story.started, story.facts())
            if story.ended is not None:
                await self._tell(rows, row, "session.ended", story.ended, story.facts())
            foreign = await self._offices.is_foreign(rows, row.organisation_id)
            for value in story.writes(foreign):
                await self._writes.put(rows, row.organisation_id, value, session_id)
        self._writes.wake()
        self._core.wake_events()

    async def _row(self, session_id: str) -> Row[Any] | None:
        async with self._ground.database.reading() as rows:
            return (await rows.execute(select(sessions).where(sessions.c.id == session_id))).one_or_none()

    async def _tell(self, rows: Rows, row: Row[Any], kind: str, at: datetime, facts: dict[str, Any]) -> None:
        known = select(told_events.c.id).where(
            told_events.c.organisation_id == row.organisation_id,
            told_events.c.subject_id == row.id,
            told_events.c.kind == kind,
        )
        if (await rows.execute(known)).first() is None:
            await self._core.events.tell(rows, row.organisation_id, kind, row.id, {"at": at, "session": facts})

    async def put_right(self) -> None:
        """Tell what a process that died did not."""
        since = self._ground.now() - _BACK
        untold = [
            (sessions.c.started_at > since) & ~_told("session.started"),
            (sessions.c.ended_at > since) & ~_told("session.ended"),
        ]
        query = select(sessions.c.id).where(sessions.c.planned.is_(False), or_(*untold)).limit(100)
        async with self._ground.database.reading() as rows:
            found = (await rows.execute(query)).scalars().all()
        for session_id in found:
            await self._follow_quietly(session_id)

    # --- opinions and signatures ---

    async def evaluated(self, rows: Rows, opinion: dict[str, Any]) -> None:
        """In the transaction of the opinion."""
        client_id = await rows.scalar(select(sessions.c.client_id).where(sessions.c.id == opinion["session_id"]))
        if client_id is None:
            return
        detail = {name: opinion[name] for name in ("stars", "text", "name", "role")}
        key = f"evaluation {opinion['id']}"
        at, session_id = opinion["created_at"], opinion["session_id"]
        entry = Entry(key, client_id, "evaluation", at, opinion["name"], "session", session_id, detail)
        await self._writes.put(rows, opinion["organisation_id"], entry, session_id)

    async def signed(self, rows: Rows, envelope: Envelope, event: Event) -> None:
        """In the transaction of the event: a line for the client of its session, and for those who were chosen as its
        signers. The built-in CRM hears of envelopes by itself."""
        if event.kind not in ("completed", "declined"):
            return
        if not await self._offices.is_foreign(rows, envelope.organisation_id):
            return
        theirs = select(sessions.c.client_id).where(sessions.c.id == envelope.session_id)
        of_session = None if envelope.session_id is None else await rows.scalar(theirs)
        detail = {"title": envelope.title, "signers": [one.name for one in envelope.signers]}
        key, kind = f"envelope {envelope.id} {event.seq}", f"signature_{event.kind}"
        for party_id in dict.fromkeys((*filter(None, [of_session]), *envelope.client_ids)):
            its = key if party_id == of_session else key_of(f"{key} {party_id}")
            entry = Entry(its, party_id, kind, event.at, event.by, "envelope", envelope.id, detail)
            await self._writes.put(rows, envelope.organisation_id, entry, envelope.session_id or "")

    async def appointed(self, rows: Rows, change: AppointmentChange) -> None:
        """In the transaction of the change. The built-in CRM writes its own lines; whoever an appointment was handed over
        from keeps theirs."""
        after, told = change.after, _APPOINTED.get(change.kind)
        if told is None or not after.party_id or not await self._offices.is_foreign(rows, after.organisation_id):
            return
        key = f"appointment {after.id} {after.version} {change.kind}"
        now = self._ground.now()
        line = Entry(key, after.party_id, told, now, change.actor.name, "appointment", after.id, change.detail())
        await self._writes.put(rows, after.organisation_id, line, after.session_id or "")


def _told(kind: str) -> Any:
    return exists().where(
        told_events.c.organisation_id == sessions.c.organisation_id,
        told_events.c.subject_id == sessions.c.id,
        told_events.c.kind == kind,
    )


def _time(line: Line) -> datetime:
    return datetime.fromtimestamp(line.entry.at / 1000, UTC)


class _Story:
    """What a session's log tells."""

    def __init__(self, row: Row[Any], lines: Sequence[Line]) -> None:
        self.row = row
        self.started = _time(lines[0])
        self.ended: datetime | None = None
        self.reason = ""
        self.people: dict[str, dict[str, Any]] = {}
        self.came: dict[str, datetime] = {}
        self.chat: list[dict[str, Any]] = []
        self.files: dict[str, dict[str, Any]] = {}
        for line in lines:
            for event in line.entry.events:
                self._take(event, _time(line))

    def _take(self, event: ev.Event, at: datetime) -> None:
        match event:
            case ev.ParticipantEntered() | ev.ParticipantWaiting():
                self.people[event.participant_id] = {"name": event.name, "role": event.role}
            case ev.ParticipantRenamed():
                self.people[event.participant_id] |= {"name": event.name}
            case ev.ParticipantConnected():
                self.came.setdefault(event.participant_id, at)
            case ev.ChatSent():
                name = self.people.get(event.participant_id, {}).get("name", "")
                self.chat.append({"at": at.isoformat(), "name": name, "text": event.text})
            case ev.FileAdded():
                self.files[event.file_id] = {"id": event.file_id, "name": event.name, "size": event.size}
            case ev.FileWithdrawn():
                self.files.pop(event.file_id, None)
            case ev.SessionEnded():
                self.ended, self.reason = at, event.reason
            case _:
                pass

    @property
    def minutes(self) -> int:
        """From the first who came to the end, at least one where somebody came."""
        if self.ended is None or not self.came:
            return 0
        return max(1, round((self.ended - min(self.came.values())).total_seconds() / 60))

    def _there(self) -> list[dict[str, Any]]:
        return [one for key, one in self.people.items() if key in self.came]

    def facts(self) -> dict[str, Any]:
        """For other systems: ids and names, no words that were said."""
        row = self.row
        return {
            "id": row.id,
            "title": row.title,
            "host_user_id": row.host_user_id,
            "host_name": row.host_name,
            "client_id": row.client_id,
            "appointment_id": row.appointment_id,
            "started_at": self.started,
            "ended_at": self.ended,
            "end_reason": self.reason or None,
            "people": self._there(),
            "files": len(self.files),
        }

    def writes(self, foreign: bool) -> list[Value]:
        """For the client's timeline; attendance for a CRM whose agenda does not hear of presence by itself."""
        row, found = self.row, list[Value]()
        if row.client_id is None:
            return found

        def line(kind: str, at: datetime, detail: dict[str, Any]) -> Entry:
            key = f"session {row.id} {kind}"
            return Entry(key, row.client_id, kind, at, row.host_name, "session", row.id, detail)

        found.append(line("session_started", self.started, {"title": row.title}))
        if foreign:
            found += self._attendance()
        if self.ended is not None:
            detail = {
                "minutes": self.minutes,
                "title": row.title,
                "people": [one["name"] for one in self._there()],
                "chat": self.chat[-_MOST_CHAT:],
                "files": list(self.files.values()),
            }
            found.append(line("session_ended", self.ended, detail))
        return found

    def _attendance(self) -> list[Value]:
        host = self.came.get(self.row.host_participant_id)
        guests = [at for key, at in self.came.items() if self.people.get(key, {}).get("role") == "client"]
        guest = min(guests, default=None)
        latest = self.ended or max((one for one in (host, guest) if one is not None), default=self.started)
        stamp = f"{host is not None:d}{guest is not None:d}{self.ended is not None:d}"
        return [Attendance(f"attendance {self.row.id} {stamp}", self.row.id, latest, host, guest, self.ended)]
