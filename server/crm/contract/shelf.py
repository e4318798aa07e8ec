"""What goes to a foreign CRM by itself or by hand: signed documents with their logs, and files of sessions."""

from collections.abc import Collection, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from crm_adapter.contract import Asker, Entry, Failure, NewDocument, Party
from server.crm.contract.offices import Offices
from server.crm.contract.refusals import refused
from server.crm.contract.writes import Signers, Writes
from server.crm.ports import Actor, Arrival, Elsewhere, Ground, Rows
from server.crm.signed import arrival_of
from server.live.tables import sessions
from server.signing.desk import Desk
from server.signing.envelopes import Envelope
from server.signing.filing import Leaf, leaves
from server.signing.refusals import ENVELOPE_UNKNOWN
from server.stores.tables import users
from server.web import Member, Problem


class Shelf:
    """Implements the port ForeignShelf, and Filing of server/signing/filing.py."""

    def __init__(self, ground: Ground, desk: Desk, offices: Offices, writes: Writes) -> None:
        self._ground = ground
        self._desk = desk
        self._offices = offices
        self._writes = writes
        writes.find_signers = self.find_signers

    async def chosen(self, rows: Rows, organisation_id: str) -> bool:
        return await self._offices.is_foreign(rows, organisation_id)

    async def client(self, member: Member, client_id: str) -> Elsewhere:
        adapter = await self._offices.of(member.organisation_id)
        try:
            found = await adapter.parties.get(asker_of(member), client_id)
        except Failure as failure:
            raise refused(failure) from None
        emails = [*found.emails, *(one.email for one in found.people if one.email)]
        return Elsewhere(found.id, found.name, emails[0] if emails else "", found.language)

    async def named(self, member: Member, client_id: str) -> Elsewhere:
        try:
            return await self.client(member, client_id)
        except Problem:
            return Elsewhere(client_id, "")

    async def put(self, rows: Rows, organisation_id: str, arrival: Arrival, actor: Actor) -> None:
        value = NewDocument(
            id=key_of(arrival.key),
            party_id=arrival.client_id,
            name=arrival.name,
            media_type=arrival.media_type,
            size=arrival.size,
            sha256=arrival.sha256,
            at=self._ground.now(),
            kind="log" if arrival.kind == "log_data" else arrival.kind,
            internal=arrival.internal,
            session_id=arrival.session_id,
            envelope_id=arrival.envelope_id,
            actor=actor.name,
        )
        await self._writes.put(rows, organisation_id, value, arrival.session_id)

    # --- signed documents ---

    async def file(self, envelope: Envelope, _leaves: Sequence[Leaf]) -> None:
        """Promise the signed document and its logs to the client of its session, and to those who signed it: as they
        were chosen, or else who they are there is asked in the queue, so that a CRM that is away holds nothing up. Again
        changes nothing."""
        office = envelope.organisation_id
        async with self._ground.database.writing() as rows:
            if not await self.chosen(rows, office):
                return
            party_id = await self._of_session(rows, envelope.session_id)
            for one in dict.fromkeys((*filter(None, [party_id]), *envelope.client_ids)):
                await self._promise(rows, envelope, one)
            signers = Signers(f"signers {envelope.id}", envelope.id, envelope.title, party_id or "")
            await self._writes.put(rows, office, signers, envelope.session_id or "")
        self._writes.wake()

    async def find_signers(self, organisation_id: str, value: Signers) -> None:
        """Look up who signed, and promise each of them their document. Raises a Failure."""
        try:
            envelope = await self._desk.get(organisation_id, value.envelope_id)
        except Problem as gone:
            if gone.refusal is ENVELOPE_UNKNOWN:
                return
            raise
        adapter, asker = await self._offices.of(organisation_id), await self._asker(envelope)
        found: dict[str, None] = {}
        known = {*filter(None, [value.party_id]), *envelope.client_ids}
        for signer in envelope.signers:
            if signer.email and (signer.client_id is None or signer.delegated_from is not None):
                hits = await adapter.parties.find(asker, signer.email)
                found |= dict.fromkeys(_meant(hits, signer.email, signer.name, known))
        at = envelope.completed_at or self._ground.now()
        async with self._ground.database.writing() as rows:
            for party_id in found:
                if party_id in known:
                    continue
                await self._writes.put(rows, organisation_id, _line(envelope, party_id, at), envelope.session_id or "")
                await self._promise(rows, envelope, party_id)
        self._writes.wake()

    async def _promise(self, rows: Rows, envelope: Envelope, party_id: str) -> None:
        for leaf in leaves(envelope):
            arrival = arrival_of(envelope, leaf, party_id, leaf.id)
            await self.put(rows, envelope.organisation_id, arrival, Actor("system", "", envelope.created_by_name))

    async def _of_session(self, rows: Rows, session_id: str | None) -> str | None:
        if session_id is None:
            return None
        found: str | None = await rows.scalar(select(sessions.c.client_id).where(sessions.c.id == session_id))
        return found

    async def _asker(self, envelope: Envelope) -> Asker:
        """Whoever made the envelope; an administrator when that was a program, or somebody who has left."""
        u = users.c
        theirs = select(users).where(u.organisation_id == envelope.organisation_id, u.active)
        admins = theirs.where(u.role == "admin").order_by(u.id).limit(1)
        row: Any = None
        async with self._ground.database.reading() as rows:
            if envelope.created_by is not None:
                row = (await rows.execute(theirs.where(u.id == envelope.created_by))).one_or_none()
            if row is None:
                row = (await rows.execute(admins)).one()
        return Asker(row.id, row.email, row.name, row.role == "admin")


def asker_of(member: Member) -> Asker:
    return Asker(member.user_id, member.email, member.name, member.role == "admin")


def key_of(text: str) -> str:
    """An id of the contract has 200 characters at most; the id of a client in it may have as many."""
    return text if len(text) <= 200 else f"{text[:100]} {sha256(text.encode()).hexdigest()}"


def _line(envelope: Envelope, party_id: str, at: datetime) -> Entry:
    detail = {"title": envelope.title, "signers": [one.name for one in envelope.signers]}
    key = key_of(f"envelope {envelope.id} completed {party_id}")
    return Entry(key, party_id, "signature_completed", at, "", "envelope", envelope.id, detail)


def _meant(hits: Sequence[Party], email: str, name: str, known: Collection[str]) -> list[str]:
    """Who has exactly this address. Where several do, the one with the signer's name, or nobody: a signed document is
    not guessed at. Nobody else beside those `known` already, when the address is one of theirs."""
    having = [one for one in hits if email.casefold() in _addresses(one)]
    if len(having) <= 1:
        return [one.id for one in having]
    if any(one.id in known for one in having):
        return []
    called = [one for one in having if name.casefold() in {each.casefold() for each in _names(one)}]
    return [called[0].id] if len(called) == 1 else []


def _addresses(party: Party) -> set[str]:
    return {one.casefold() for one in (*party.emails, *(each.email for each in party.people))}


def _names(party: Party) -> list[str]:
    return [party.name, *(one.name for one in party.people)]
