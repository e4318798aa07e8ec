"""The built-in CRM behind the contract: ids and events in, the ports of its modules out."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from crm_adapter.contract import (
    Activity,
    Appointment,
    Asker,
    Attendance,
    Capability,
    Conflict,
    ConsentChange,
    ConsentState,
    Content,
    Entry,
    NewDocument,
    NotOffered,
    NotThere,
    Party,
    PartyDocument,
    PartyForm,
    Person,
    Refused,
)
from crm_adapter.foreign.wire import encode
from server.crm import ports
from server.stores.blobs import BlobMissing
from server.web import Member, Problem

_OFFERS: frozenset[Capability] = frozenset(("parties", "timeline", "documents", "appointments", "consents"))


@dataclass(frozen=True, slots=True)
class Modules:
    """What stands behind the contract."""

    ground: ports.Ground
    clients: ports.Clients
    timeline: ports.Timeline
    documents: ports.Documents
    agenda: ports.Agenda


class BuiltInCrm:
    """Implements Adapter for one office."""

    def __init__(self, modules: Modules, organisation_id: str) -> None:
        self.modules = modules
        self.office = organisation_id
        self.parties = _Parties(self)
        self.timeline = _Timeline(self)
        self.documents = _Documents(self)
        self.forms = _Forms(self)
        self.activities = _Activities(self)
        self.appointments = _Appointments(self)
        self.consents = _Consents(self)

    async def capabilities(self) -> frozenset[Capability]:
        return _OFFERS

    def member(self, asker: Asker) -> Member:
        role: Literal["admin", "adviser"] = "admin" if asker.admin else "adviser"
        return Member(asker.id, self.office, asker.name, asker.email, role, "nl", "")

    async def living(self, rows: ports.Rows, party_id: str) -> ports.Card:
        """Raises NotThere."""
        client_id = await self.modules.clients.living(rows, self.office, party_id)
        card = await self.modules.clients.card(rows, self.office, client_id)
        if card is None:
            raise NotThere
        return card

    async def seen(self, rows: ports.Rows, asker: Asker, party_id: str) -> ports.Card:
        """Raises NotThere, also for one that the asker may not see."""
        client_id = await self.modules.clients.living(rows, self.office, party_id)
        try:
            return await self.modules.clients.seen(rows, self.member(asker), client_id)
        except Problem:
            raise NotThere from None


class _Part:
    def __init__(self, crm: BuiltInCrm) -> None:
        self._crm = crm
        self._office = crm.office
        self._to = crm.modules
        self._database = crm.modules.ground.database


class _Parties(_Part):
    async def find(self, asker: Asker, text: str, limit: int = 20) -> Sequence[Party]:
        async with self._database.reading() as rows:
            found = await self._to.clients.find(rows, self._crm.member(asker), text, limit)
        return [_party(one) for one in found]

    async def get(self, asker: Asker, party_id: str) -> Party:
        async with self._database.reading() as rows:
            return _party(await self._crm.seen(rows, asker, party_id))


class _Timeline(_Part):
    async def add(self, entry: Entry) -> None:
        async with self._database.writing() as rows:
            card = await self._crm.living(rows, entry.party_id)
            await self._to.timeline.add(
                rows,
                self._office,
                card.id,
                entry.kind,
                ports.Actor("system", "", entry.actor),
                subject_kind=entry.subject_kind,
                subject_id=entry.subject_id,
                detail=entry.detail,
                at=entry.at,
                key=entry.id,
            )


class _Documents(_Part):
    async def of(self, asker: Asker, party_id: str) -> Sequence[PartyDocument]:
        async with self._database.reading() as rows:
            card = await self._crm.seen(rows, asker, party_id)
            return [_document(one) for one in await self._to.documents.shared(rows, self._office, card.id)]

    async def open(self, asker: Asker, document_id: str) -> Content:
        async with self._database.reading() as rows:
            found = await self._to.documents.one_shared(rows, self._office, document_id)
            if found is None:
                raise NotThere
            await self._crm.seen(rows, asker, found.client_id)
        pieces = self._to.ground.blobs.stream(self._office, found.sha256, 0, found.size)
        return Content(found.name, found.media_type, found.size, pieces)

    async def file(self, document: NewDocument, content: AsyncIterator[bytes]) -> str:
        """The bytes are looked at before anything is kept. Raises Refused for others than promised."""
        async with self._database.reading() as rows:
            await self._crm.living(rows, document.party_id)
        with TemporaryDirectory(prefix="samen-filed-") as folder:
            path = Path(folder) / "content"
            await _written(path, document, content)
            keeper = self._to.ground.keeper
            async with keeper.storing(self._office, document.sha256) as claim:
                await keeper.put(self._office, path, document.sha256, document.size)
                async with self._database.writing() as rows:
                    card = await self._crm.living(rows, document.party_id)
                    given = await self._to.documents.arrive(
                        rows, self._office, _arrival(card.id, document), ports.Actor("system", "", document.actor)
                    )
                    try:
                        await keeper.keep(rows, claim)
                    except BlobMissing:
                        raise Refused("the bytes were lost on their way") from None
        return given


class _Forms(_Part):
    async def of(self, asker: Asker, party_id: str) -> Sequence[PartyForm]:
        raise NotOffered("forms")


class _Activities(_Part):
    async def waiting(self, asker: Asker, party_id: str) -> Sequence[Activity]:
        raise NotOffered("activities")


class _Appointments(_Part):
    async def by_session(self, session_id: str) -> Appointment | None:
        async with self._database.reading() as rows:
            found = await self._to.agenda.of_session(rows, session_id)
        if found is None or found.organisation_id != self._office or found.start is None or found.end is None:
            return None
        return Appointment(found.id, found.client_id or "", found.title, found.start, found.end, found.status)

    async def attended(self, attendance: Attendance) -> None:
        async with self._database.writing() as rows:
            found = await self._to.agenda.of_session(rows, attendance.session_id)
            if found is None or found.organisation_id != self._office:
                raise NotThere
            await self._to.agenda.seen(
                rows,
                self._office,
                found.id,
                host_at=attendance.host_from,
                guest_at=attendance.guest_from,
                failed_reason={"failed": "media", "up": ""}.get(attendance.media),
                over=attendance.ended is not None,
            )


class _Consents(_Part):
    async def get(self, party_id: str) -> ConsentState:
        async with self._database.reading() as rows:
            card = await self._crm.living(rows, party_id)
            return _state(card.id, await self._to.clients.consents(rows, self._office, card.id))

    async def note(self, change: ConsentChange) -> ConsentState:
        async with self._database.writing() as rows:
            card = await self._crm.living(rows, change.party_id)
            # Somebody else may be writing one at this moment, resting on the same version.
            await self._database.alone(rows, f"consents of {card.id}")
            held = _state(card.id, await self._to.clients.consents(rows, self._office, card.id))
            if change.seen is not None and change.seen != held.version:
                raise Conflict(encode(change), encode(held))
            given = ports.ConsentGiven(
                change.purpose, change.channel, change.given, change.text, change.source, change.at, change.id
            )
            actor = ports.Actor("system", "", change.source)
            return _state(card.id, await self._to.clients.consent(rows, self._office, card.id, given, actor))


def _party(card: ports.Card) -> Party:
    emails = tuple(one.value for one in card.emails)
    by_person = {one.person_id: one.value for one in reversed(card.emails)}
    people = tuple(Person(one.id, one.name, by_person.get(one.id, ""), one.language) for one in card.people)
    return Party(
        card.id,
        card.version,
        card.kind,
        card.name,
        card.caption,
        people,
        emails,
        card.phones,
        card.language,
        f"/adviser/clients/{card.id}",
    )


def _document(found: ports.ClientDocument) -> PartyDocument:
    kinds: dict[str, Literal["signed", "log"]] = {"signed": "signed", "log": "log"}
    return PartyDocument(
        found.id,
        found.client_id,
        found.name,
        found.media_type,
        found.size,
        found.at,
        found.pages,
        kinds.get(found.kind, "document"),
    )


def _arrival(client_id: str, document: NewDocument) -> ports.Arrival:
    return ports.Arrival(
        client_id=client_id,
        name=document.name,
        media_type=document.media_type,
        size=document.size,
        sha256=document.sha256,
        source="contract",
        internal=document.internal,
        session_id=document.session_id,
        envelope_id=document.envelope_id,
        kind=document.kind,
        key=document.id,
    )


def _state(client_id: str, held: ports.ConsentsHeld) -> ConsentState:
    return ConsentState(client_id, held.version, dict(held.given))


async def _written(path: Path, document: NewDocument, content: AsyncIterator[bytes]) -> None:
    digest, size = sha256(), 0
    with path.open("wb") as file:
        async for piece in content:
            size += len(piece)
            if size > document.size:
                break
            digest.update(piece)
            file.write(piece)
    if size != document.size or digest.hexdigest() != document.sha256:
        raise Refused("these are other bytes than promised")
