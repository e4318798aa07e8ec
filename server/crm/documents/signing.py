"""Signing: a document becomes an envelope, and what the envelope leaves comes back to its client."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from server.crm.documents.cabinet import Cabinet
from server.crm.documents.folding import fold
from server.crm.documents.refusals import CLIENT_EMAIL_MISSING, DOCUMENT_INTERNAL
from server.crm.documents.tables import documents
from server.crm.documents.whose import Whose
from server.crm.ports import SYSTEM, Actor, Card, Clients, Documents, ForeignShelf, Ground, Rows, Timeline
from server.crm.signed import arrival_of
from server.live.tables import sessions
from server.signing.desk import Desk
from server.signing.envelopes import CLOSED, By, Draft, DraftSigner, Envelope, Event
from server.signing.filing import Leaf
from server.signing.refusals import ENVELOPE_UNKNOWN
from server.signing.tables import envelope_signers, envelopes
from server.stores.tables import metadata
from server.web import Member, Problem

D = documents.c
_TOLD = {"sent": "signature_sent", "completed": "signature_completed", "declined": "signature_declined"}
_STANDS = {"sent", "completed", "declined", "voided", "expired", "failed"}


class DocumentSigning:
    """Implements Envelopes of the cabinet, and Filing of server/signing/filing.py."""

    def __init__(
        self,
        ground: Ground,
        cabinet: Cabinet,
        clients: Clients,
        timeline: Timeline,
        desk: Desk,
        whose: Whose,
        arrivals: Documents,
    ) -> None:
        self._ground = ground
        self._cabinet = cabinet
        self._clients = clients
        self._timeline = timeline
        self._desk = desk
        self._whose = whose
        self._arrivals = arrivals
        self.elsewhere: ForeignShelf | None = None

    # --- from a document to an envelope ---

    async def draft(self, member: Member, document_id: str, emails: Sequence[str]) -> str:
        """A draft of this document, with the client's people as its signers; the envelope's id.

        `emails` are the addresses that were chosen among the client's; none: the preferred one of each of them.
        """
        office = member.organisation_id
        async with self._ground.database.reading() as rows:
            row = await self._cabinet.found(rows, member, document_id)
            card = None if row.client_id is None else await self._clients.seen(rows, member, row.client_id)
        if card is None or row.state != "shared":
            raise DOCUMENT_INTERNAL.problem()  # to sign something is to see it
        signers = _signers(card, emails)
        if not signers:
            raise CLIENT_EMAIL_MISSING.problem()
        content = self._ground.blobs.stream(office, row.sha256)
        by = By(member.user_id, member.name)
        made = await self._desk.create(by, office, "desk", row.name, content, language=card.language)
        try:
            await self._desk.change(made.id, office, _draft(made, signers), made.version)
            async with self._ground.database.writing() as rows:
                now = await self._cabinet.found(rows, member, document_id)
                if now.state != "shared":
                    raise DOCUMENT_INTERNAL.problem()
                await self._cabinet.signing(rows, office, document_id, made.id, "draft")
        except BaseException:
            await self._desk.discard(office, made.id)
            raise
        return made.id

    async def open(self, organisation_id: str, envelope_id: str) -> bool:
        """Whether an envelope is a draft, or on its way."""
        try:
            return (await self._desk.get(organisation_id, envelope_id)).status not in CLOSED
        except Problem as gone:
            if gone.refusal is ENVELOPE_UNKNOWN:
                return False
            raise

    # --- from an envelope to its clients ---

    def shown(self, member: Member) -> ColumnElement[bool]:
        """Envelopes of clients whom this member may see, beside their own: those that they sign, made of a document of
        theirs, filed with them, or signed in a session about them; and those of sessions that they led."""
        theirs = select(metadata.tables["clients"].c.id).where(self._clients.visible(member))
        office = member.organisation_id
        of_documents = select(D.envelope_id).where(
            D.organisation_id == office, D.envelope_id.is_not(None), D.client_id.in_(theirs)
        )
        of_sessions = select(sessions.c.id).where(
            sessions.c.organisation_id == office,
            or_(sessions.c.host_user_id == member.user_id, sessions.c.client_id.in_(theirs)),
        )
        s = envelope_signers.c
        of_signers = select(s.envelope_id).where(s.organisation_id == office, s.client_id.in_(theirs))
        return or_(
            envelopes.c.id.in_(of_documents),
            envelopes.c.session_id.in_(of_sessions),
            envelopes.c.id.in_(of_signers),
        )

    def concerning(self, organisation_id: str, client_id: str) -> ColumnElement[bool]:
        """Envelopes made of a client's document, filed with them, or signed in a session about them."""
        of_documents = select(D.envelope_id).where(
            D.organisation_id == organisation_id, D.envelope_id.is_not(None), D.client_id == client_id
        )
        of_sessions = select(sessions.c.id).where(
            sessions.c.organisation_id == organisation_id, sessions.c.client_id == client_id
        )
        return or_(envelopes.c.id.in_(of_documents), envelopes.c.session_id.in_(of_sessions))

    async def on_event(self, rows: Rows, envelope: Envelope, event: Event) -> None:
        """In the transaction of the event: the document knows how it stands, and its clients' timelines tell."""
        if event.kind not in _STANDS:
            return
        its = (D.organisation_id == envelope.organisation_id) & (D.envelope_id == envelope.id) & (D.kind == "document")
        await rows.execute(documents.update().where(its).values(signing=event.kind))
        told = _TOLD.get(event.kind)
        if told is None:
            return
        if await self._kept_elsewhere(rows, envelope.organisation_id):
            return
        for client_id in await self.clients_of(rows, envelope):
            await self._timeline.add(
                rows,
                envelope.organisation_id,
                client_id,
                told,
                Actor("user", envelope.created_by or "", event.by) if event.by else SYSTEM,
                subject_kind="envelope",
                subject_id=envelope.id,
                detail={"name": envelope.title},
                key=f"signature {envelope.id} {event.kind} {client_id}",
            )

    async def file(self, envelope: Envelope, leaves: Sequence[Leaf]) -> None:
        """The signed document and its logs, with every client whose they are. Again changes nothing."""
        async with self._ground.database.writing() as rows:
            if await self._kept_elsewhere(rows, envelope.organisation_id):
                return
            for client_id in await self.clients_of(rows, envelope):
                for leaf in leaves:
                    arrival = arrival_of(envelope, leaf, client_id, leaf.kind)
                    await self._arrivals.arrive(rows, envelope.organisation_id, arrival, SYSTEM)
        self._ground.jobs.wake()

    async def _kept_elsewhere(self, rows: Rows, organisation_id: str) -> bool:
        """Whether the office's clients are in a CRM of someone else: it hears of envelopes by its own way."""
        return self.elsewhere is not None and await self.elsewhere.chosen(rows, organisation_id)

    async def clients_of(self, rows: Rows, envelope: Envelope) -> list[str]:
        """Whose an envelope is: of the client from whose document it was made, of its session's client, and of the
        clients whom its signers are: as they were chosen, or by their address."""
        office = envelope.organisation_id
        query = select(D.client_id).where(
            D.organisation_id == office, D.envelope_id == envelope.id, D.kind == "document", D.client_id.is_not(None)
        )
        found = list((await rows.execute(query)).scalars().all())
        if envelope.session_id is not None:
            found += await self._whose.session(rows, office, envelope.session_id)
        found += envelope.client_ids
        for signer in envelope.signers:
            if signer.client_id is not None and signer.delegated_from is None:
                continue
            cards = await self._clients.by_email(rows, office, signer.email) if signer.email else []
            found += _meant(cards, signer.name, set(found))
        living = [await self._clients.living(rows, office, one) for one in dict.fromkeys(found)]
        return list(await self._clients.cards(rows, office, list(dict.fromkeys(living))))


def _meant(cards: Sequence[Card], name: str, known: set[str]) -> list[str]:
    """Which of the clients with a signer's address is meant. Where nobody can tell, none: a file is not guessed at."""
    if len(cards) <= 1 or any(card.id in known for card in cards):
        return [card.id for card in cards][:1] if len(cards) == 1 else []
    called = [card for card in cards if fold(name) in {fold(card.name), *(fold(one.name) for one in card.people)}]
    return [called[0].id] if len(called) == 1 else []


def _signers(card: Card, emails: Sequence[str]) -> tuple[DraftSigner, ...]:
    """The people of a card with their addresses; a shared address is its first person's, until somebody says other."""
    chosen = [one for one in card.emails if one.value in emails] if emails else _preferred(card)
    people = {one.id: one for one in card.people}
    signers = []
    for number, address in enumerate(chosen):
        person = people.get(address.person_id) or (card.people[0] if card.people else None)
        name = card.name if person is None else person.name
        language = person.language if person is not None and person.language else card.language
        signers.append(DraftSigner(str(number), name, address.value, language, client_id=card.id))
    return tuple(signers)


def _preferred(card: Card) -> list[Any]:
    seen: set[str] = set()
    first = []
    for one in card.emails:
        if one.person_id not in seen and not one.blocked:
            seen.add(one.person_id)
            first.append(one)
    return first


def _draft(made: Envelope, signers: tuple[DraftSigner, ...]) -> Draft:
    return Draft(
        title=made.title,
        order=made.order,
        language=made.language,
        message=made.message,
        expires_in_days=made.expires_in_days,
        remind_every_days=made.remind_every_days,
        verification="code" if made.verification == "code" else "none",
        signers=signers,
        fields=(),
    )
