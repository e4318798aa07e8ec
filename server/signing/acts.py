"""What a signer does: look, sign, decline, pass on.

One signature is one transaction. The document is read, signed and checked in files under a lease that keeps the
envelope's other signers waiting; then one transaction stores the new revision, the answers, the ink, the events and
the letters, on the condition that the lease is still held and the envelope still open. Whoever takes the envelope back
meanwhile needs no lease: the signature that was under way then finds it closed, and nothing of it stays.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import orjson
from sqlalchemy import select

from server.signing import answers, store
from server.signing.envelopes import CLOSED, Envelope, Origin, Signer, SignerRef, Signing
from server.signing.means import Tools
from server.signing.progress import let_go_ahead, next_ones
from server.signing.refusals import (
    ALREADY_SIGNED,
    ENVELOPE_BUSY,
    ENVELOPE_CLOSED,
    NOT_YOUR_TURN,
    SIGNER_UNKNOWN,
    refused,
)
from server.signing.sending import checked_person, end
from server.signing.tables import envelopes
from server.signing.turns import Turn
from server.stores.tables import organisations
from signing.jobs import Picture, Sign, Signed, VetPicture
from signing.model import Identity, Ink, Refused, Value

_SIGNING = 90.0
"""Seconds: a document of 200 MB, and an authority for time that does not answer."""


class Acts:
    """All methods raise a Problem."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def viewed(self, ref: SignerRef, origin: Origin) -> Envelope:
        """A signer has the document before them. Only the first time is written down."""
        envelope = await self._tools.turns.get(ref.organisation_id, ref.envelope_id)
        if _mine(envelope, ref).status != "ready":
            _their_turn(envelope, ref, self._tools.now())
            return envelope
        async with self._tools.turns.turn(ref.organisation_id, ref.envelope_id) as turn:
            signer = _their_turn(turn.envelope, ref, turn.now)
            if signer.status == "ready":
                await turn.set_signer(signer.id, status="viewed", viewed_at=turn.now, via=origin.via)
                await turn.event("viewed", signer.id, signer.name, via=origin.via, address=origin.address)
        return await self._after(ref)

    async def sign(self, ref: SignerRef, signing: Signing, origin: Origin) -> Envelope:
        """One signer's signature. The same `signing.key` again answers the same and changes nothing."""
        tools = self._tools
        envelope = await tools.turns.get(ref.organisation_id, ref.envelope_id)
        if _done(envelope, ref, signing):
            return await self._after(ref)
        signer = _their_turn(envelope, ref, tools.now())
        answers.check(envelope, signer, signing, tools.now(), tools.zone)
        signing = replace(
            signing,
            ink=await self._vetted(signing.ink),
            initials=None if signing.initials is None else await self._vetted(signing.initials),
        )
        async with tools.leases.envelope(ref.organisation_id, ref.envelope_id) as lease:
            envelope = await tools.turns.get(ref.organisation_id, ref.envelope_id)
            if not _done(envelope, ref, signing):
                await self._sign(envelope, _their_turn(envelope, ref, tools.now()), signing, origin, lease)
        tools.wake()
        return await self._after(ref)

    async def _sign(self, envelope: Envelope, signer: Signer, signing: Signing, origin: Origin, lease: str) -> None:
        tools, at = self._tools, self._tools.now()
        values = answers.check(envelope, signer, signing, at, tools.zone)
        current = envelope.current
        assert current is not None  # noqa: S101 - an envelope that was sent has its prepared document
        async with tools.documents.desk() as place:
            source = await tools.documents.fetch(envelope.organisation_id, current.sha256, place / "before.pdf")
            job = await self._job(source, place / "signed.pdf", envelope, signer, signing, values, at)
            try:
                signed = await tools.works.run(job, _SIGNING)
            except Refused as wrong:
                raise refused(wrong) from None
            assert isinstance(signed, Signed)  # noqa: S101 - the answer to this job
            async with (
                tools.documents.stored(envelope.organisation_id, {job.target: signed.file}) as claims,
                tools.turns.turn(envelope.organisation_id, envelope.id) as turn,
            ):
                await self._still_ours(turn, lease)
                # Begun in time is in time: what was open when the signing began may have run out by now.
                now = _their_turn(turn.envelope, SignerRef(envelope.organisation_id, envelope.id, signer.id), at)
                if not _same_person(signer, now):
                    raise NOT_YOUR_TURN.problem()
                await _write(turn, signer.id, signing, values, signed, origin)
                for claim in claims:
                    await tools.keeper.keep(turn.rows, claim)

    async def _job(
        self,
        source: Path,
        target: Path,
        envelope: Envelope,
        signer: Signer,
        signing: Signing,
        values: Mapping[str, Value],
        at: datetime,
    ) -> Sign:
        tools, name = self._tools, signing.name.strip()
        async with tools.database.reading() as rows:
            office = await rows.scalar(
                select(organisations.c.name).where(organisations.c.id == envelope.organisation_id)
            )
        identity = Identity(name, signer.email, office or "")
        means = await tools.trust.means(identity)
        lines = answers.caption(envelope, name, at, tools.zone)
        texts = [*lines, signing.ink.text, *(value for value in values.values() if isinstance(value, str))]
        fonts = await tools.font_files(texts)
        left = [one for one in envelope.signers if one.status != "signed" and one.id != signer.id]
        return Sign(
            source=source,
            target=target,
            signer_id=signer.id,
            fields=envelope.fields_of(signer.id),
            identity=identity,
            ink=signing.ink,
            initials=signing.initials,
            values=values,
            caption=lines,
            key=means.key,
            stamper=means.stamper,
            proofs=means.proofs,
            first=not envelope.signed,
            last=not left,
            fonts=fonts,
            at=at,
        )

    async def decline(self, ref: SignerRef, reason: str, origin: Origin) -> Envelope:
        """A signer does not sign; that ends the envelope."""
        async with self._tools.turns.turn(ref.organisation_id, ref.envelope_id) as turn:
            signer = _their_turn(turn.envelope, ref, turn.now)
            await turn.set_signer(signer.id, status="declined", decline_reason=reason.strip(), **_from(origin))
            await end(self._tools, turn, "declined")
            await turn.event(
                "declined", signer.id, signer.name, reason=reason.strip(), via=origin.via, address=origin.address
            )
        return await self._after(ref)

    async def delegate(self, ref: SignerRef, name: str, email: str, origin: Origin) -> Envelope:
        """A signer passes it on to somebody else, who is verified anew and gets a letter."""
        name, email = checked_person(name, email)
        async with self._tools.turns.turn(ref.organisation_id, ref.envelope_id) as turn:
            signer = _their_turn(turn.envelope, ref, turn.now)
            before = f"{signer.name} <{signer.email}>"
            await turn.set()
            await turn.set_signer(
                signer.id,
                name=name,
                email=email,
                status="ready",
                participant_id=None,
                viewed_at=None,
                via="",
                verified="",
                delegated_from=before,
            )
            await turn.event(
                "delegated",
                signer.id,
                signer.name,
                before=before,
                after=f"{name} <{email}>",
                via=origin.via,
                address=origin.address,
            )
        return await self._after(ref)

    async def note(self, ref: SignerRef, kind: str, origin: Origin | None = None, **details: str | int | bool) -> None:
        """Write down what happened on a signer's way in: a code that was sent, or was right."""
        async with self._tools.turns.turn(ref.organisation_id, ref.envelope_id) as turn:
            signer = _mine(turn.envelope, ref)
            if origin is not None:
                details |= {"via": origin.via, "address": origin.address}
            await turn.event(kind, signer.id, signer.name, **details)

    # --- how ---

    async def _vetted(self, ink: Ink) -> Ink:
        """A picture comes from outside: it is read in another process. What is drawn has its strokes."""
        if ink.how == "drawn":
            return replace(ink, picture=b"")
        try:
            picture = await self._tools.works.run(VetPicture(ink.picture))
        except Refused as wrong:
            raise refused(wrong) from None
        assert isinstance(picture, Picture)  # noqa: S101 - the answer to this job
        return replace(ink, picture=picture.png)

    async def _still_ours(self, turn: Turn, lease: str) -> None:
        query = select(envelopes.c.lease_token).where(envelopes.c.id == turn.envelope.id)
        if await turn.rows.scalar(query) != lease:
            # This process stood still for so long that others took it for dead.
            raise ENVELOPE_BUSY.problem()

    async def _after(self, ref: SignerRef) -> Envelope:
        return await self._tools.turns.get(ref.organisation_id, ref.envelope_id, events=True)


async def _write(
    turn: Turn, signer_id: str, signing: Signing, values: Mapping[str, Value], signed: Signed, origin: Origin
) -> None:
    """All that one signature leaves in the database."""
    envelope = turn.envelope
    name = signing.name.strip()
    seq = await turn.file("revision", signed.file.sha256, signed.file.size, signer_id)
    await turn.set_signer(
        signer_id,
        status="signed",
        signed_at=turn.now,
        signed_name=name,
        consent=signing.consent,
        answers=orjson.dumps(dict(values)).decode(),
        action_key=signing.key,
        level=signed.level,
        certificate=signed.certificate,
        serial=signed.serial,
        stamped_at=signed.stamped_at,
        stamped_by=signed.stamped_by[:200],
        **_from(origin),
    )
    await store.put_ink(turn.rows, envelope, signer_id, "signature", signing.ink)
    if signing.initials is not None:
        await store.put_ink(turn.rows, envelope, signer_id, "initials", signing.initials)
    await turn.event(
        "signed",
        signer_id,
        name,
        via=origin.via,
        verified=origin.verified,
        address=origin.address,
        revision=seq,
        sha256=signed.file.sha256,
        level=signed.level,
    )
    following = next_ones(envelope, (signer_id,))
    await let_go_ahead(turn, envelope, following)
    if all(one.status == "signed" or one.id == signer_id for one in envelope.signers):
        # From here on nobody can stop it: what is left is the service's own work.
        await turn.set(seal="pending", level=signed.level)
        await turn.no_job("expire", "remind")
        await turn.job("seal", turn.now)
    else:
        await turn.set(level=signed.level)


def _from(origin: Origin) -> dict[str, str]:
    return {
        "via": origin.via,
        "verified": origin.verified,
        "address": origin.address[:64],
        "user_agent": origin.user_agent[:400],
    }


def _mine(envelope: Envelope, ref: SignerRef) -> Signer:
    signer = envelope.signer(ref.signer_id)
    if signer is None:
        raise SIGNER_UNKNOWN.problem()
    return signer


def _same_person(before: Signer, now: Signer) -> bool:
    """Whether it is still up to them: it was not passed on, put right, or moved to another screen meanwhile."""
    moved = now.participant_id not in (before.participant_id, None)
    return (before.name, before.email) == (now.name, now.email) and not moved


def _done(envelope: Envelope, ref: SignerRef, signing: Signing) -> bool:
    """Whether this very click has signed already. Raises a Problem when another one has."""
    signer = _mine(envelope, ref)
    if signer.status != "signed":
        return False
    if signer.action_key != signing.key:
        raise ALREADY_SIGNED.problem()
    return True


def _their_turn(envelope: Envelope, ref: SignerRef, at: datetime) -> Signer:
    """The signer, who may act at this time. Raises a Problem."""
    signer = _mine(envelope, ref)
    if signer.status == "signed":
        raise ALREADY_SIGNED.problem()
    if envelope.status in CLOSED or envelope.status == "draft":
        raise ENVELOPE_CLOSED.problem(status=envelope.status)
    if envelope.expires_at is not None and envelope.expires_at <= at:
        raise ENVELOPE_CLOSED.problem(status="expired")
    if not signer.turn:
        raise NOT_YOUR_TURN.problem()
    return signer
