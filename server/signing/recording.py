"""What the log of an envelope says: the facts as they are in the database, in the words of signing/log/records.py."""

import base64
from collections.abc import Mapping
from datetime import datetime

from server.signing.consent import consent_text
from server.signing.envelopes import Envelope, EnvelopeFile, Event, Signer
from signing.jobs import Written
from signing.log.records import (
    CertificateRecord,
    ClockRecord,
    ConsentRecord,
    EventRecord,
    InkRecord,
    PersonRecord,
    Record,
    RevisionRecord,
    SignerRecord,
)
from signing.model import Ink, Level, Value

_REVISIONS = ("original", "prepared", "revision", "signed")


def record(
    envelope: Envelope,
    inks: Mapping[tuple[str, str], Ink],
    *,
    office: str,
    sender: PersonRecord | None,
    result: Written | None,
    level: Level | str,
    clock: ClockRecord,
    at: datetime,
    zone: str,
) -> Record:
    """Of an envelope that has ended at `at`; `result` is the signed document, which is stored only with this log."""
    revisions = [_revision(one) for one in envelope.files if one.kind in _REVISIONS]
    if result is not None:
        made = RevisionRecord(kind="signed", signer_id=None, sha256=result.sha256, size=result.size, at=_iso(at))
        revisions = [*(one for one in revisions if one["kind"] != "signed"), made]
    return Record(
        envelope_id=envelope.id,
        title=envelope.title,
        outcome="completed" if result is not None else envelope.status,  # type: ignore[typeddict-item]  # one of the closed ones
        order=envelope.order,
        time_zone=zone,
        made_at=_iso(at),
        created_at=_iso(envelope.created_at),
        sent_at=_maybe(envelope.sent_at),
        ended_at=_iso(at),
        office=office,
        sender=sender,
        session_id=envelope.session_id,
        document={
            "name": envelope.document.name,
            "pages": len(envelope.document.pages),
            "size": envelope.document.size,
            "sha256": envelope.document.sha256,
        },
        level=level,  # type: ignore[typeddict-item]  # a Level, or "" where nothing was sealed
        clock=clock,
        signers=[_signer(envelope, one, inks) for one in envelope.signers],
        revisions=sorted(revisions, key=lambda one: _REVISIONS.index(one["kind"])),
        events=[_event(one) for one in envelope.events],
    )


def _signer(envelope: Envelope, signer: Signer, inks: Mapping[tuple[str, str], Ink]) -> SignerRecord:
    consent = certificate = None
    if signer.consent:
        consent = ConsentRecord(version=signer.consent, text=consent_text(signer.language, signer.consent))
    if signer.certificate:
        certificate = CertificateRecord(sha256=signer.certificate, serial=signer.serial)
    return SignerRecord(
        id=signer.id,
        name=signer.signed_name or signer.name,
        email=signer.email,
        language=signer.language,
        status=signer.status,
        via=signer.via,
        verified=signer.verified,
        viewed_at=_maybe(signer.viewed_at),
        signed_at=_maybe(signer.signed_at),
        stamped_at=_maybe(signer.stamped_at),
        stamped_by=signer.stamped_by,
        address=signer.address,
        user_agent=signer.user_agent,
        consent=consent,
        ink=_ink(inks.get((signer.id, "signature"))),
        initials=_ink(inks.get((signer.id, "initials"))),
        certificate=certificate,
        decline_reason=signer.decline_reason,
        delegated_from=signer.delegated_from,
        answers=_answers(envelope, signer),
    )


def _answers(envelope: Envelope, signer: Signer) -> list[tuple[str, Value]]:
    fields = envelope.fields_of(signer.id)
    return [(field.label or field.kind, signer.answers[field.id]) for field in fields if field.id in signer.answers]


def _ink(ink: Ink | None) -> InkRecord | None:
    if ink is None:
        return None
    return InkRecord(
        how=ink.how,
        picture=base64.b64encode(ink.picture).decode(),
        strokes=[[[one.x, one.y, one.pressure, one.at] for one in stroke] for stroke in ink.strokes],
        aspect=ink.aspect,
        text=ink.text,
    )


def _revision(file: EnvelopeFile) -> RevisionRecord:
    return RevisionRecord(
        kind=file.kind,  # type: ignore[typeddict-item]  # the caller left the logs out
        signer_id=file.signer_id,
        sha256=file.sha256,
        size=file.size,
        at=_iso(file.created_at),
    )


def _event(event: Event) -> EventRecord:
    return EventRecord(
        seq=event.seq,
        at=_iso(event.at),
        kind=event.kind,
        signer_id=event.signer_id,
        by=event.by,
        details=dict(event.details),
    )


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")


def _maybe(at: datetime | None) -> str | None:
    return None if at is None else _iso(at)
