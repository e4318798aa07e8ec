"""Keeping a file of a session with a client, in one click: from the room by its host, afterwards from its page."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from server.crm.documents.model import State
from server.crm.documents.refusals import NO_CLIENT_HERE
from server.crm.documents.whose import Whose
from server.crm.ports import Actor, Arrival, Clients, Documents, Ground, Rows
from server.files.problems import NOT_INSIDE, UNKNOWN_FILE
from server.live.sessions import UnknownSession
from server.live.tables import sessions
from server.pages.refusals import NOT_HOST
from server.stores.tables import users
from server.web import Member, TicketHolder
from server.web.problems import NOT_FOUND
from signalling.session import Session

UserOf = Callable[[str, str], Awaitable[str | None]]
"""Session and participant: the user that they have signed in as."""
Load = Callable[[str], Awaitable[Session]]


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that lies with a client now."""

    document_id: str
    client_id: str
    client_name: str


class Keeping:
    """All methods raise a Problem."""

    def __init__(
        self, ground: Ground, clients: Clients, arrivals: Documents, whose: Whose, load: Load, user_of: UserOf
    ) -> None:
        self._ground = ground
        self._clients = clients
        self._arrivals = arrivals
        self._whose = whose
        self._load = load
        self._user_of = user_of

    async def afterwards(
        self, member: Member, session_id: str, file_id: str, client_id: str, state: State | None
    ) -> Kept:
        """By whoever had the session, or an administrator; with a client whom they may see. "" is the session's."""
        office = member.organisation_id
        everyone = await self._everyone(session_id, file_id)
        async with self._ground.database.writing() as rows:
            query = select(sessions.c.host_user_id).where(
                sessions.c.organisation_id == office, sessions.c.id == session_id
            )
            row = (await rows.execute(query)).one_or_none()
            if row is None or (row.host_user_id != member.user_id and member.role != "admin"):
                raise NOT_FOUND.problem()
            file = await self._whose.file(rows, office, session_id, file_id)
            if file is None:
                raise UNKNOWN_FILE.problem()
            chosen = client_id or next(iter(await self._whose.session(rows, office, session_id)), "")
            if not chosen:
                raise NO_CLIENT_HERE.problem()
            card = await self._clients.seen(rows, member, chosen)
            kept = await self._arrive(rows, file, card.id, card.name, state, Actor.of(member), everyone=everyone)
        self._ground.jobs.wake()
        return kept

    async def here(self, holder: TicketHolder, file_id: str, state: State | None) -> Kept:
        """By the host or a co-host of a session that has a client."""
        session = await self._load(holder.session_id)
        person = session.participants.get(holder.participant_id)
        if person is None or not person.inside:
            raise NOT_INSIDE.problem()
        user_id = await self._user_of(session.id, person.id)
        if not session.is_chair(person.id) or user_id is None:
            raise NOT_HOST.problem()
        shared = session.files.get(file_id)
        if shared is None:
            raise UNKNOWN_FILE.problem()
        office = holder.organisation_id
        async with self._ground.database.writing() as rows:
            file = await self._whose.file(rows, office, session.id, file_id)
            if file is None:
                raise UNKNOWN_FILE.problem()
            found = await self._whose.session(rows, office, session.id)
            card = await self._clients.card(rows, office, found[0]) if found else None
            if card is None:
                raise NO_CLIENT_HERE.problem()
            name = await rows.scalar(select(users.c.name).where(users.c.id == user_id))
            actor = Actor("user", user_id, name or person.name)
            kept = await self._arrive(rows, file, card.id, card.name, state, actor, everyone=shared.everyone)
        self._ground.jobs.wake()
        return kept

    async def client_of(self, holder: TicketHolder) -> tuple[str, str] | None:
        """The client of the holder's session and their name, for those who lead it; None for everybody else."""
        session = await self._load(holder.session_id)
        if not session.is_chair(holder.participant_id):
            return None
        async with self._ground.database.reading() as rows:
            found = await self._whose.session(rows, holder.organisation_id, session.id)
            card = await self._clients.card(rows, holder.organisation_id, found[0]) if found else None
        return None if card is None else (card.id, card.name)

    async def _everyone(self, session_id: str, file_id: str) -> bool:
        """Whether everybody in the session could see a file."""
        try:
            file = (await self._load(session_id)).files.get(file_id)
        except UnknownSession:
            return False
        return file is not None and file.everyone

    async def _arrive(
        self,
        rows: Rows,
        file: Row[Any],
        client_id: str,
        client_name: str,
        state: State | None,
        actor: Actor,
        *,
        everyone: bool,
    ) -> Kept:
        # What only those who lead the session could see stays with the office, unless they say other.
        internal = state == "internal" if state is not None else not everyone
        arrival = Arrival(
            client_id=client_id,
            name=file.name,
            media_type=file.media_type,
            size=file.size,
            sha256=file.sha256,
            source="session",
            internal=internal,
            session_id=file.session_id,
            key=f"session file {file.id} {client_id}",
        )
        document_id = await self._arrivals.arrive(rows, file.organisation_id, arrival, actor)
        return Kept(document_id, client_id, client_name)
