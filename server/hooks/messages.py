"""What a message says: what happened, and to what. Receivers ask the API for the rest."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, Literal, get_args

import orjson

from server.signing.envelopes import Envelope, Event, Signer

Kind = Literal[
    "envelope.sent",
    "envelope.viewed",
    "envelope.signed",
    "envelope.declined",
    "envelope.completed",
    "envelope.expired",
    "envelope.voided",
    "envelope.failed",
    "session.started",
    "session.ended",
    "signature.completed",
    "appointment.status_changed",
    "document.received",
    "consent.changed",
    "party.merged",
    "party.erased",
    "client.created",
    "client.changed",
]
KINDS: Final = get_args(Kind)
TEST: Final = "webhook.test"


def kind_of(event: Event) -> str | None:
    """The type of the message about this line of the time line; None for what is told to nobody."""
    kind = f"envelope.{event.kind}"
    return kind if kind in KINDS else None


def of_event(kind: str, envelope: Envelope, event: Event) -> str:
    """The body, as it is signed and sent."""
    data = {
        "sequence": event.seq,
        "signer_id": event.signer_id,
        "envelope": {
            "id": envelope.id,
            "title": envelope.title,
            "status": envelope.status,
            "seal": envelope.seal,
            "level": envelope.level,
            "source": envelope.source,
            "session_id": envelope.session_id,
            "created_at": time_text(envelope.created_at),
            "sent_at": time_text(envelope.sent_at),
            "expires_at": time_text(envelope.expires_at),
            "completed_at": time_text(envelope.completed_at),
            "signers": [_signer(one) for one in envelope.signers],
        },
    }
    return _body(kind, event.at, data)


def of_subject(kind: str, at: datetime, subject_id: str, sequence: int, data: Mapping[str, Any]) -> str:
    """The body of anything that is no envelope; `data` is JSON already, times as texts."""
    return _body(kind, at, {"sequence": sequence, "subject_id": subject_id, **data})


def of_test(webhook_id: str, now: datetime) -> str:
    """A body by which a receiver shows that it is there."""
    return _body(TEST, now, {"webhook_id": webhook_id})


def _signer(signer: Signer) -> dict[str, Any]:
    return {
        "id": signer.id,
        "position": signer.position,
        "name": signer.name,
        "email": signer.email,
        "status": signer.status,
        "viewed_at": time_text(signer.viewed_at),
        "signed_at": time_text(signer.signed_at),
        "decline_reason": signer.decline_reason,
    }


def _body(kind: str, at: datetime, data: dict[str, Any]) -> str:
    return orjson.dumps({"type": kind, "timestamp": time_text(at), "data": data}).decode()


def time_text(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
