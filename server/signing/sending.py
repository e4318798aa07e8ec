"""What the sender does with an envelope: send it, take it back, send letters again, put addresses right."""

from datetime import timedelta

from sqlalchemy import select

from server.accounts.fields import is_email
from server.signing import drafts
from server.signing.envelopes import CLOSED, By, Delivery, Envelope, Signer
from server.signing.means import Tools
from server.signing.progress import by_mail, let_go_ahead, next_ones
from server.signing.refusals import (
    ALREADY_SIGNED,
    EMAIL_WRONG,
    ENVELOPE_CHANGED,
    ENVELOPE_CLOSED,
    ENVELOPE_NOT_SENT,
    ENVELOPE_SENT,
    NAME_MISSING,
    NOT_YOUR_TURN,
    SIGNER_UNKNOWN,
    refused,
)
from server.signing.tables import envelopes
from server.signing.turns import Turn
from signing.jobs import Prepare, Written
from signing.model import Refused

_PREPARING = 120.0
"""Seconds: a document of 200 MB is read and written whole."""


class Sending:
    """All methods raise a Problem."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def send(self, organisation_id: str, envelope_id: str, by: By, deliver: Delivery) -> Envelope:
        """Prepare the document, reserve the credit, and let the first signers go ahead: all of it, or nothing."""
        tools = self._tools
        envelope = await tools.turns.get(organisation_id, envelope_id)
        _sendable(envelope)
        await tools.credits.needed(organisation_id)
        async with tools.documents.desk() as place:
            source = await tools.documents.fetch(organisation_id, envelope.document.sha256, place / "original.pdf")
            target = place / "prepared.pdf"
            job = Prepare(
                source,
                target,
                tuple(one.id for one in envelope.signers),
                envelope.fields,
                envelope.order == "sequential",
            )
            try:
                written = await tools.works.run(job, _PREPARING)
            except Refused as wrong:
                raise refused(wrong) from None
            assert isinstance(written, Written)  # noqa: S101 - the answer to this job
            async with (
                tools.documents.stored(organisation_id, {target: written}) as claims,
                tools.turns.turn(organisation_id, envelope_id) as turn,
            ):
                _sendable(turn.envelope)
                if turn.envelope.version != envelope.version:
                    raise ENVELOPE_CHANGED.problem(version=turn.envelope.version)
                await self._sent(turn, by, deliver)
                await turn.file("prepared", written.sha256, written.size)
                for claim in claims:
                    await tools.keeper.keep(turn.rows, claim)
        tools.wake()
        return await tools.turns.get(organisation_id, envelope_id, events=True)

    async def _sent(self, turn: Turn, by: By, deliver: Delivery) -> None:
        envelope, tools = turn.envelope, self._tools
        credit = await tools.credits.reserve(turn, by.name)
        expires_at = turn.now + timedelta(days=envelope.expires_in_days)
        await turn.set(
            status="sent",
            delivery=deliver,
            credit=credit,
            clock=tools.trust.clock,
            sent_at=turn.now,
            expires_at=expires_at,
        )
        await turn.event("sent", by=by.name, delivery=deliver)
        await let_go_ahead(turn, envelope, next_ones(envelope), deliver)
        await turn.job("expire", expires_at)
        if envelope.remind_every_days:
            await turn.job("remind", turn.now + timedelta(days=envelope.remind_every_days))

    async def void(self, organisation_id: str, envelope_id: str, by: By, reason: str) -> Envelope:
        """The sender takes it back. Not once everybody has signed: then it is done."""
        async with self._tools.turns.turn(organisation_id, envelope_id) as turn:
            _open(turn.envelope)
            await end(self._tools, turn, "voided")
            await turn.event("voided", by=by.name, reason=reason.strip())
        return await self._tools.turns.get(organisation_id, envelope_id, events=True)

    async def resend(self, organisation_id: str, envelope_id: str, signer_id: str, by: By) -> Envelope:
        """The signer's letter once more, with a new link."""
        async with self._tools.turns.turn(organisation_id, envelope_id) as turn:
            signer = _unsigned(turn.envelope, signer_id)
            if not signer.turn:
                raise NOT_YOUR_TURN.problem()
            await turn.event("resent", signer.id, by.name, address=signer.email)
        return await self._tools.turns.get(organisation_id, envelope_id, events=True)

    async def change_signer(
        self, organisation_id: str, envelope_id: str, signer_id: str, by: By, name: str, email: str
    ) -> Envelope:
        """Put a name or an address right; links to the old address end, and the new one gets one."""
        name, email = checked_person(name, email)
        async with self._tools.turns.turn(organisation_id, envelope_id) as turn:
            signer = _unsigned(turn.envelope, signer_id)
            if (signer.name, signer.email) == (name, email):
                return turn.envelope
            seen = "ready" if signer.turn else signer.status
            await turn.set()
            await turn.set_signer(signer_id, name=name, email=email, status=seen, viewed_at=None)
            before = f"{signer.name} <{signer.email}>"
            await turn.event("address_changed", signer_id, by.name, before=before, after=f"{name} <{email}>")
        return await self._tools.turns.get(organisation_id, envelope_id, events=True)

    async def seat(
        self, organisation_id: str, envelope_id: str, signer_id: str, participant_id: str | None
    ) -> Envelope:
        """Which participant of the session signs at their own screen; None goes on by mail."""
        async with self._tools.turns.turn(organisation_id, envelope_id) as turn:
            signer = _unsigned(turn.envelope, signer_id)
            if signer.participant_id != participant_id:
                await turn.set_signer(signer_id, participant_id=participant_id)
                if participant_id is None and signer.turn and turn.envelope.delivery == "room":
                    await turn.event("link_sent", signer_id, address=signer.email)
        return await self._tools.turns.get(organisation_id, envelope_id, events=True)

    async def mail_rest(self, organisation_id: str, envelope_id: str, by: By) -> Envelope:
        """From now on everybody who has not signed goes on by mail. Again changes nothing."""
        async with self._tools.turns.turn(organisation_id, envelope_id) as turn:
            envelope = turn.envelope
            if envelope.status == "sent" and envelope.seal == "none" and envelope.delivery != "mail":
                await turn.set(delivery="mail")
                for signer in envelope.signers:
                    if signer.status in ("signed", "declined"):
                        continue
                    await turn.set_signer(signer.id, participant_id=None)
                    if signer.turn and not by_mail(envelope, signer):
                        await turn.event("link_sent", signer.id, by.name, address=signer.email)
        return await self._tools.turns.get(organisation_id, envelope_id, events=True)

    async def open_in_rooms(self) -> list[tuple[str, str, str]]:
        """Envelopes that are being signed in sessions: (envelope, office, session)."""
        query = select(envelopes.c.id, envelopes.c.organisation_id, envelopes.c.session_id).where(
            envelopes.c.status == "sent",
            envelopes.c.seal == "none",
            envelopes.c.delivery == "room",
            envelopes.c.session_id.is_not(None),
        )
        async with self._tools.database.reading() as rows:
            return [(one.id, one.organisation_id, one.session_id) for one in await rows.execute(query)]


async def end(tools: Tools, turn: Turn, status: str) -> None:
    """An envelope that ends before everybody has signed: the credit comes back, and nothing is done any more."""
    await turn.set(status=status, credit=await tools.credits.release(turn))
    await turn.no_job("expire", "remind")


def checked_person(name: str, email: str) -> tuple[str, str]:
    name, email = name.strip(), email.strip().lower()
    if not name:
        raise NAME_MISSING.problem()
    if not is_email(email):
        raise EMAIL_WRONG.problem()
    return name, email


def _sendable(envelope: Envelope) -> None:
    if envelope.status != "draft":
        raise ENVELOPE_SENT.problem()
    drafts.complete(envelope)


def _open(envelope: Envelope) -> None:
    """Sent, and not everybody has signed yet. Raises a Problem."""
    if envelope.status == "draft":
        raise ENVELOPE_NOT_SENT.problem()
    if envelope.status in CLOSED or envelope.seal != "none":
        raise ENVELOPE_CLOSED.problem(status=envelope.status)


def _unsigned(envelope: Envelope, signer_id: str) -> Signer:
    _open(envelope)
    signer = envelope.signer(signer_id)
    if signer is None:
        raise SIGNER_UNKNOWN.problem()
    if signer.status == "signed":
        raise ALREADY_SIGNED.problem()
    return signer
