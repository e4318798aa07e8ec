"""Keeping a file of a session with a client, in one click: from the room by its host, afterwards from its page."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from server.crm.documents.model import State
from server.crm.documents.refusals import NO_CLIENT_HERE
from server.crm.documents.whose import Whose
from server.crm.ports import Actor, Arrival, Clients, Documents, Elsewhere, ForeignShelf, Ground, Rows
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
    """A file that lies with a client now. `document_id` "": it is on its way to the CRM of someone else."""

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
        self.elsewhere: ForeignShelf | None = None

    async def afterwards(
        self, member: Member, session_id: str, file_id: str, client_id: str, state: State | None
    ) -> Kept:
        """By whoever had the session, or an administrator; with a client whom they may see. "" is the session's."""
        office = member.organisation_id
        everyone = await self._everyone(session_id, file_id)
        async with self._ground.database.reading() as rows:
            query = select(sessions.c.host_user_id, sessions.c.client_id).where(
                sessions.c.organisation_id == office, sessions.c.id == session_id
            )
            row = (await rows.execute(query)).one_or_none()
            if row is None or (row.host_user_id != member.user_id and member.role != "admin"):
                raise NOT_FOUND.problem()
            if await self._whose.file(rows, office, session_id, file_id) is None:
                raise UNKNOWN_FILE.problem()
            shelf = await self._shelf(rows, office)
        if shelf is not None:
            if not client_id and row.client_id is None:
                raise NO_CLIENT_HERE.problem()
            asked = shelf.client(member, client_id) if client_id else shelf.named(member, row.client_id)
            return await self._send(
                shelf, await asked, office, session_id, file_id, state, Actor.of(member), everyone=everyone
            )
        async with self._ground.database.writing() as rows:
            file = await self._file(rows, office, session_id, file_id)
            chosen = client_id or next(iter(await self._whose.session(rows, office, session_id)), "")
            if not chosen:
                raise NO_CLIENT_HERE.problem()
            card = await self._clients.seen(rows, member, chosen)
            arrival = _arrival(file, card.id, state, everyone=everyone)
            document_id = await self._arrivals.arrive(rows, office, arrival, Actor.of(member))
        self._ground.jobs.wake()
        return Kept(document_id, card.id, card.name)

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
        async with self._ground.database.reading() as rows:
            user = (await rows.execute(select(users).where(users.c.id == user_id))).one()
            client_id = await rows.scalar(select(sessions.c.client_id).where(sessions.c.id == session.id))
            shelf = await self._shelf(rows, office)
        actor = Actor("user", user_id, user.name)
        if shelf is not None:
            if client_id is None:
                raise NO_CLIENT_HERE.problem()
            member = Member(user.id, office, user.name, user.email, user.role, user.language, "")
            party = await shelf.named(member, client_id)
            return await self._send(shelf, party, office, session.id, file_id, state, actor, everyone=shared.everyone)
        async with self._ground.database.writing() as rows:
            file = await self._file(rows, office, session.id, file_id)
            found = await self._whose.session(rows, office, session.id)
            card = await self._clients.card(rows, office, found[0]) if found else None
            if card is None:
                raise NO_CLIENT_HERE.problem()
            arrival = _arrival(file, card.id, state, everyone=shared.everyone)
            document_id = await self._arrivals.arrive(rows, office, arrival, actor)
        self._ground.jobs.wake()
        return Kept(document_id, card.id, card.name)

    async def _shelf(self, rows: Rows, organisation_id: str) -> ForeignShelf | None:
        """Where the office's documents go, when that is not here."""
        if self.elsewhere is None or not await self.elsewhere.chosen(rows, organisation_id):
            return None
        return self.elsewhere

    async def _file(self, rows: Rows, organisation_id: str, session_id: str, file_id: str) -> Row[Any]:
        file = await self._whose.file(rows, organisation_id, session_id, file_id)
        if file is None:
            raise UNKNOWN_FILE.problem()
        return file

    async def _send(
        self,
        shelf: ForeignShelf,
        party: Elsewhere,
        organisation_id: str,
        session_id: str,
        file_id: str,
        state: State | None,
        actor: Actor,
        *,
        everyone: bool,
    ) -> Kept:
        """Promise a file to the CRM of someone else; it is shown among what is written there."""
        async with self._ground.database.writing() as rows:
            file = await self._file(rows, organisation_id, session_id, file_id)
            await shelf.put(rows, organisation_id, _arrival(file, party.id, state, everyone=everyone), actor)
        self._ground.jobs.wake()
        return Kept("", party.id, party.name)

    async def _everyone(self, session_id: str, file_id: str) -> bool:
        """Whether everybody in the session could see a file."""
        try:
            file = (await self._load(session_id)).files.get(file_id)
        except UnknownSession:
            return False
        return file is not None and file.everyone


def _arrival(file: Row[Any], client_id: str, state: State | None, *, everyone: bool) -> Arrival:
    return Arrival(
        client_id=client_id,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        source="session",
        # What only those who lead the session could see stays with the office, unless they say other.
        internal=state == "internal" if state is not None else not everyone,
        session_id=file.session_id,
        key=f"session file {file.id} {client_id}",
    )
