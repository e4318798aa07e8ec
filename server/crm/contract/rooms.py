"""What the room of a session shows of its client: to the office's own people, and to nobody else."""

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import select

from crm_adapter.contract import (
    Activity,
    Adapter,
    Asker,
    Failure,
    NotOffered,
    NotThere,
    Party,
    PartyDocument,
    PartyForm,
)
from server.crm.contract.offices import Offices
from server.crm.contract.refusals import NO_CLIENT_HERE, refused
from server.crm.ports import Core, Ground
from server.live.tables import sessions
from server.signing.refusals import SIGNER_CLIENT_UNCHECKED, SIGNER_CLIENT_UNKNOWN
from server.signing.routes.views import language_of
from server.signing.whom import ClientFound, ClientPerson
from server.stores.tables import users
from server.web import Member, TicketHolder

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ready:
    """What stands ready. A part that could not be read has its trouble's code; one that the CRM does not have is None."""

    client_page: bool
    party: Party | None
    documents: Sequence[PartyDocument] | None
    forms: Sequence[PartyForm] | None
    activities: Sequence[Activity] | None
    troubles: dict[str, str]


class ClientRooms:
    """All methods raise a Problem."""

    def __init__(self, ground: Ground, core: Core, offices: Offices) -> None:
        self._database = ground.database
        self._core = core
        self._offices = offices

    async def checked(self, member: Member, party_id: str) -> str:
        """The id of the party as it lives now, before a session about it begins. A CRM that is away stops no session."""
        adapter = await self._offices.of(member.organisation_id)
        try:
            return (
                await adapter.parties.get(_asker(member.user_id, member.email, member.name, member.role), party_id)
            ).id
        except NotThere as no:
            raise refused(no) from None
        except Failure:
            return party_id

    async def signing(self, member: Member, party_id: str) -> ClientFound:
        """Who signs for this party. Without an answer nobody is bound to anything: they can still be typed."""
        adapter = await self._offices.of(member.organisation_id)
        try:
            party = await adapter.parties.get(_asker(member.user_id, member.email, member.name, member.role), party_id)
        except NotThere:
            raise SIGNER_CLIENT_UNKNOWN.problem() from None
        except Failure as failure:
            raise SIGNER_CLIENT_UNCHECKED.problem(said=failure.detail[:300]) from None
        return ClientFound(party.id, language_of(party.language), _people(party))

    async def ready(self, holder: TicketHolder) -> Ready:
        """All parts at once, each with its own limit of time: a slow one costs the others nothing."""
        asker, party_id, page = await self._here(holder)
        adapter = await self._offices.of(holder.organisation_id)
        troubles: dict[str, str] = {}

        async def part(name: str, reading: Awaitable[T]) -> T | None:
            try:
                return await reading
            except NotOffered:
                return None
            except Failure as failure:
                troubles[name] = failure.code
                return None

        async with asyncio.TaskGroup() as group:
            party = group.create_task(_run(part("party", adapter.parties.get(asker, party_id))))
            documents, forms, activities = None, None, None
            if page:
                documents = group.create_task(_run(part("documents", adapter.documents.of(asker, party_id))))
                forms = group.create_task(_run(part("forms", adapter.forms.of(asker, party_id))))
                activities = group.create_task(_run(part("activities", adapter.activities.waiting(asker, party_id))))
        return Ready(
            page,
            party.result(),
            documents.result() if documents else None,
            forms.result() if forms else None,
            activities.result() if activities else None,
            troubles,
        )

    async def open(self, holder: TicketHolder, document_id: str) -> str:
        """Bring a document that stands ready into the session, for everybody; the file's id. Its bytes are looked at
        like those of any upload."""
        asker, party_id, page = await self._here(holder)
        if not page:
            raise NO_CLIENT_HERE.problem()
        adapter = await self._offices.of(holder.organisation_id)
        try:
            await self._of_this_party(adapter, asker, party_id, document_id)
            content = await adapter.documents.open(asker, document_id)
            file = await self._core.drawer.take_in(holder, content.name, "everyone", content.pieces, content.size)
        except Failure as failure:
            raise refused(failure) from None
        return file.file_id

    async def _of_this_party(self, adapter: Adapter, asker: Asker, party_id: str, document_id: str) -> None:
        """Raises NotThere for a document of somebody else: it must not get into this client's session by mistake."""
        if document_id not in [one.id for one in await adapter.documents.of(asker, party_id)]:
            raise NotThere

    async def _here(self, holder: TicketHolder) -> tuple[Asker, str, bool]:
        """Who asks, of which party, and whether its page stands ready."""
        user_id = await self._core.live.tickets.user_of(holder.session_id, holder.participant_id)
        async with self._database.reading() as rows:
            theirs = (sessions.c.id == holder.session_id) & (sessions.c.organisation_id == holder.organisation_id)
            session = (await rows.execute(select(sessions).where(theirs))).one_or_none()
            user: Any = None
            if user_id is not None:
                user = (await rows.execute(select(users).where(users.c.id == user_id, users.c.active))).one_or_none()
        if session is None or user is None or session.client_id is None:
            raise NO_CLIENT_HERE.problem()
        return _asker(user.id, user.email, user.name, user.role), session.client_id, session.client_page


def _people(party: Party) -> tuple[ClientPerson, ...]:
    """A shared address is the first one's, until somebody says other."""
    shared = party.emails[0] if party.emails else ""
    having = [one for one in party.people if one.email]
    if not having:
        name = party.people[0].name if party.people else party.name
        return (ClientPerson(name, shared, language_of(party.language)),)
    return tuple(ClientPerson(one.name, one.email, language_of(one.language or party.language)) for one in having)


def _asker(user_id: str, email: str, name: str, role: str) -> Asker:
    return Asker(user_id, email, name, role == "admin")


async def _run(reading: Awaitable[T]) -> T:
    return await reading
