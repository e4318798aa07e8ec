"""A session's life around the talk itself: opened, found by its code, entered, ended, listed."""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, and_, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from server.live.sessions import Done, Sessions
from server.live.tables import evaluations, sessions
from server.live.tickets import LiveTickets
from server.stores.database import Database, uuid7
from server.stores.tables import organisations
from server.web import Member
from signalling import commands as cmd
from signalling import events as ev
from signalling.limits import SYSTEM, Role
from signalling.session import Rejected, Session

MAX_PARTICIPANTS = 8
"""A mesh of cameras carries about five; the rest comes in without."""

_CODE_RESTS = timedelta(days=30)
"""A code is not given out again so soon that an old mail could lead into somebody else's session."""
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
class Admission:
    """The way in for one participant."""

    session_id: str
    participant_id: str
    ticket: str


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

    async def start(self, member: Member, title: str) -> str:
        """A new session of this adviser, with a code of its own. Returns its id."""
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
                "created_at": now,
                "updated_at": now,
            }
        )
        await self._live.handle(
            session_id,
            SYSTEM,
            cmd.OpenSession(
                member.organisation_id,
                host_id,
                member.name[:60],
                member.language,
                office.lobby,
                office.chat_history,
                MAX_PARTICIPANTS,
            ),
        )
        return session_id

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
        if row is None or (row.ended_at is not None and self._now() - row.ended_at > _CODE_RESTS):
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
        older = [] if before is None else [sessions.c.id < before]
        query = (
            select(sessions)
            .where(and_(sessions.c.organisation_id == organisation_id, *mine, *older))
            .order_by(sessions.c.id.desc())
            .limit(_PAGE + 1)
        )
        async with self._database.reading() as rows:
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
        try:
            async with self._database.writing() as rows:
                await rows.execute(
                    insert(evaluations).values(
                        id=uuid7(),
                        organisation_id=session.organisation_id,
                        session_id=session.id,
                        participant_id=participant_id,
                        name=person.name,
                        role=person.role,
                        stars=stars,
                        helped=json.dumps(helped),
                        text=text,
                        created_at=now,
                        updated_at=now,
                    )
                )
        except IntegrityError:
            return False
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
        outcome = await self._live.handle(session_id, SYSTEM, cmd.Enter(participant_id, name, role, language))
        if not isinstance(outcome, Done):
            return outcome
        ticket = await self._tickets.issue(organisation_id, session_id, participant_id, user_id)
        return Admission(session_id, participant_id, ticket)

    async def _insert(self, values: dict[str, Any]) -> None:
        for _ in range(_CODE_TRIES):
            code = f"{secrets.randbelow(900_000_000) + 100_000_000}"
            try:
                async with self._database.writing() as rows:
                    resting = select(sessions.c.id).where(
                        sessions.c.past_code == code, sessions.c.ended_at > self._now() - _CODE_RESTS
                    )
                    if (await rows.execute(resting)).first() is not None:
                        continue
                    await rows.execute(insert(sessions).values(**values, code=code))
            except IntegrityError:
                # One in a billion: another running session has this code.
                continue
            return
        raise RuntimeError("no free session code was found")

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
