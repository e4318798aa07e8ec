"""A session's life around the talk itself: opened, found by its code, entered, ended, listed."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from server.live.codes import CODE_RESTS, fresh_code
from server.live.sessions import Done, Sessions, UnknownSession
from server.live.tables import evaluations, sessions
from server.live.tickets import LiveTickets
from server.stores.database import Database, uuid7
from server.stores.tables import organisations, users
from server.web import Member
from signalling import commands as cmd
from signalling import events as ev
from signalling.limits import SYSTEM, Role
from signalling.session import Rejected, Session

MAX_PARTICIPANTS = 8
"""A mesh of cameras carries about five; the rest comes in without."""

_CODE_TRIES = 20
_PAGE = 50


@dataclass(frozen=True, slots=True)
class Found:
    """What a code leads to. `state` is "open" or "ended"."""

    session_id: str
    organisation_id: str
    host_name: str
    host_participant_id: str
    state: str


@dataclass(frozen=True, slots=True)
class About:
    """Whom a session is about, in the words of the office's CRM; `page`: what that client has stands ready."""

    client_id: str = ""
    page: bool = False
    appointment_id: str = ""


@dataclass(frozen=True, slots=True)
class Admission:
    """The way in for one participant."""

    session_id: str
    participant_id: str
    ticket: str


Opinion = Callable[[AsyncConnection, dict[str, Any]], Awaitable[None]]


class Rooms:
    """Rows about sessions; what happens inside them is in their log."""

    def __init__(
        self,
        database: Database,
        live: Sessions,
        tickets: LiveTickets,
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._live = live
        self._tickets = tickets
        self._now = now
        self._on_evaluation: list[Opinion] = []
        self._after_evaluation: list[Callable[[], None]] = []

    def on_evaluation(self, told: Opinion, after: Callable[[], None]) -> None:
        """`told` gets the row of each evaluation, in its transaction; `after` is called once that is kept."""
        self._on_evaluation.append(told)
        self._after_evaluation.append(after)

    async def start(self, member: Member, title: str, about: About | None = None) -> str:
        """A new session of this adviser, with a code of its own. Returns its id."""
        about = about or About()
        now, session_id, host_id = self._now(), uuid7(), uuid7()
        office = await self.office(member.organisation_id)
        await self._insert(
            {
                "id": session_id,
                "organisation_id": member.organisation_id,
                "host_user_id": member.user_id,
                "host_name": member.name,
                "host_participant_id": host_id,
                "title": title,
                "started_at": now,
                "people": "[]",
                "appointment_id": about.appointment_id or None,
                "client_id": about.client_id or None,
                "client_page": about.page,
                "created_at": now,
                "updated_at": now,
            }
        )
        await self._open(session_id, office, host_id, member.name, member.language)
        return session_id

    async def _open(self, session_id: str, office: Row[Any], host_id: str, host_name: str, language: str) -> None:
        """The first line of a session's log. Again changes nothing."""
        await self._live.handle(
            session_id,
            SYSTEM,
            cmd.OpenSession(
                office.id, host_id, host_name[:60], language, office.lobby, office.chat_history, MAX_PARTICIPANTS
            ),
        )

    async def _awake(self, session_id: str) -> bool:
        """Let a planned session begin, now that somebody comes. False when it was called off before anybody did."""
        try:
            await self._live.get(session_id)
        except UnknownSession:
            pass
        else:
            return True
        now = self._now()
        begun = update(sessions).where(sessions.c.id == session_id, sessions.c.planned, sessions.c.ended_at.is_(None))
        async with self._database.writing() as rows:
            # The row first: a process that dies here leaves a session whose code still opens it.
            await rows.execute(begun.values(planned=False, started_at=now, updated_at=now))
            query = select(sessions, users.c.language).outerjoin(users, users.c.id == sessions.c.host_user_id)
            row = (await rows.execute(query.where(sessions.c.id == session_id))).one()
        if row.ended_at is not None:
            return False
        office = await self.office(row.organisation_id)
        await self._open(session_id, office, row.host_participant_id, row.host_name, row.language or office.language)
        return True

    async def state(self, session_id: str) -> Session | None:
        """The session as it is; None while it is planned and nobody has come."""
        try:
            return await self._live.get(session_id)
        except UnknownSession:
            return None

    async def forget_planned(self) -> None:
        """Planned sessions to which nobody came: their codes die."""
        now = self._now()
        over = sessions.c.planned & sessions.c.ended_at.is_(None) & (sessions.c.open_until <= now)
        async with self._database.writing() as rows:
            await rows.execute(
                update(sessions)
                .where(over)
                .values(ended_at=now, end_reason="empty", past_code=sessions.c.code, code=None, updated_at=now)
            )

    async def find(self, code: str) -> Found | None:
        """The session that has this code, or had it last."""
        query = (
            select(sessions)
            .where(or_(sessions.c.code == code, sessions.c.past_code == code))
            .order_by(sessions.c.code.is_(None), sessions.c.id.desc())
            .limit(1)
        )
        async with self._database.reading() as rows:
            row = (await rows.execute(query)).one_or_none()
        if row is None or (row.ended_at is not None and self._now() - row.ended_at > CODE_RESTS):
            return None
        return Found(
            row.id,
            row.organisation_id,
            row.host_name,
            row.host_participant_id,
            "open" if row.ended_at is None else "ended",
        )

    async def join(self, found: Found, name: str, language: str) -> Admission | Rejected:
        """Somebody with the code comes to the door."""
        return await self._admit(found.session_id, found.organisation_id, uuid7(), name, "client", language, None)

    async def enter(self, member: Member, session_id: str) -> Admission | Rejected:
        """The host, or a colleague of the same office, comes in; whoever was in already is the same participant."""
        row = await self.row(session_id, member.organisation_id)
        if row is None:
            return Rejected("unknown_session")
        if row.host_user_id == member.user_id:
            participant_id: str = row.host_participant_id
            role: Role = "host"
        else:
            participant_id = await self._tickets.participant_of(session_id, member.user_id) or uuid7()
            role = "colleague"
        return await self._admit(
            session_id, row.organisation_id, participant_id, member.name[:60], role, member.language, member.user_id
        )

    async def end(self, session_id: str) -> None:
        """End it from outside the room."""
        await self._live.handle(session_id, SYSTEM, cmd.CloseSession("office"))

    async def row(self, session_id: str, organisation_id: str | None = None) -> Row[Any] | None:
        query = select(sessions).where(sessions.c.id == session_id)
        if organisation_id is not None:
            query = query.where(sessions.c.organisation_id == organisation_id)
        async with self._database.reading() as rows:
            return (await rows.execute(query)).one_or_none()

    async def page(
        self, organisation_id: str, host_user_id: str | None, before: str | None
    ) -> tuple[list[Row[Any]], str | None]:
        """Newest first, with the mean of the clients' stars; `before` is the last id of the page before."""
        mine = [] if host_user_id is None else [sessions.c.host_user_id == host_user_id]
        query = (
            select(sessions)
            .where(and_(sessions.c.organisation_id == organisation_id, sessions.c.planned.is_(False), *mine))
            .order_by(sessions.c.started_at.desc(), sessions.c.id.desc())
            .limit(_PAGE + 1)
        )
        async with self._database.reading() as rows:
            if before is not None:
                # By when it began: one planned weeks ago may have begun today.
                own = (sessions.c.id == before) & (sessions.c.organisation_id == organisation_id)
                began = await rows.scalar(select(sessions.c.started_at).where(own))
                if began is None:
                    return [], None
                earlier = and_(sessions.c.started_at == began, sessions.c.id < before)
                query = query.where(or_(sessions.c.started_at < began, earlier))
            found = list((await rows.execute(query)).all())
        more = len(found) > _PAGE
        return found[:_PAGE], found[_PAGE - 1].id if more else None

    async def evaluations(self, session_ids: list[str]) -> list[Row[Any]]:
        query = select(evaluations).where(evaluations.c.session_id.in_(session_ids)).order_by(evaluations.c.id)
        async with self._database.reading() as rows:
            return list((await rows.execute(query)).all())

    async def evaluate(
        self, session: Session, participant_id: str, stars: int | None, helped: list[str], text: str
    ) -> bool:
        """Keep one participant's judgement; False when there is one already."""
        person, now = session.participants[participant_id], self._now()
        opinion = {
            "id": uuid7(),
            "organisation_id": session.organisation_id,
            "session_id": session.id,
            "participant_id": participant_id,
            "name": person.name,
            "role": person.role,
            "stars": stars,
            "helped": json.dumps(helped),
            "text": text,
            "created_at": now,
            "updated_at": now,
        }
        try:
            async with self._database.writing() as rows:
                await rows.execute(insert(evaluations).values(**opinion))
                for told in self._on_evaluation:
                    await told(rows, opinion)
        except IntegrityError:
            return False
        for after in self._after_evaluation:
            after()
        return True

    async def react(self, session: Session, entry: ev.Entry) -> None:
        """Keep the row in step with the log: who was there, when it ended."""
        changes: dict[str, Any] = {}
        for event in entry.events:
            match event:
                case ev.ParticipantEntered() | ev.ParticipantRenamed() | ev.RoleChanged():
                    changes["people"] = _people(session)
                case ev.SessionEnded():
                    changes["people"] = _people(session)
                    await self.settle(session.id, event.reason, self._now())
                case _:
                    pass
        if changes:
            async with self._database.writing() as rows:
                await rows.execute(
                    update(sessions)
                    # The version is the seq that the row shows: a late hand must not write an older state over it.
                    .where(sessions.c.id == session.id, sessions.c.version <= session.seq)
                    .values(**changes, updated_at=self._now(), version=session.seq)
                )

    async def settle(self, session_id: str, reason: str, at: datetime) -> None:
        """Note that a session has ended, once; its code dies with it."""
        async with self._database.writing() as rows:
            await rows.execute(
                update(sessions)
                .where(sessions.c.id == session_id, sessions.c.ended_at.is_(None))
                .values(ended_at=at, end_reason=reason, past_code=sessions.c.code, code=None, updated_at=self._now())
            )

    async def _admit(
        self,
        session_id: str,
        organisation_id: str,
        participant_id: str,
        name: str,
        role: Role,
        language: str,
        user_id: str | None,
    ) -> Admission | Rejected:
        if not await self._awake(session_id):
            return Rejected("session_ended")
        outcome = await self._live.handle(session_id, SYSTEM, cmd.Enter(participant_id, name, role, language))
        if not isinstance(outcome, Done):
            return outcome
        ticket = await self._tickets.issue(organisation_id, session_id, participant_id, user_id)
        return Admission(session_id, participant_id, ticket)

    async def _insert(self, values: dict[str, Any]) -> None:
        for _ in range(_CODE_TRIES):
            try:
                async with self._database.writing() as rows:
                    code = await fresh_code(rows, self._now())
                    await rows.execute(insert(sessions).values(**values, code=code))
            except IntegrityError:
                # One in a billion: another running session was given this code at the same moment.
                continue
            return
        raise RuntimeError("no free session code was found")

    async def of_appointment(self, organisation_id: str, appointment_id: str) -> Row[Any] | None:
        """The session that was planned for it and has not ended."""
        theirs = (sessions.c.organisation_id == organisation_id) & (sessions.c.appointment_id == appointment_id)
        query = select(sessions).where(theirs, sessions.c.ended_at.is_(None)).order_by(sessions.c.id.desc()).limit(1)
        async with self._database.reading() as rows:
            return (await rows.execute(query)).one_or_none()

    async def is_colleague(self, session_id: str, participant_id: str) -> bool:
        """Whether somebody of the office is this participant, signed in."""
        return await self._tickets.user_of(session_id, participant_id) is not None

    async def office(self, organisation_id: str) -> Row[Any]:
        query = select(organisations).where(organisations.c.id == organisation_id)
        async with self._database.reading() as rows:
            return (await rows.execute(query)).one()


def _people(session: Session) -> str:
    return json.dumps(
        [
            {"participant_id": person.id, "name": person.name, "role": person.role}
            for person in session.participants.values()
            if person.entered_seq
        ],
        ensure_ascii=False,
    )
