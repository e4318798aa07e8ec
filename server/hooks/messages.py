"""What a message says: an envelope and what happened to it. Receivers ask the API for the rest."""

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
            "created_at": _time(envelope.created_at),
            "sent_at": _time(envelope.sent_at),
            "expires_at": _time(envelope.expires_at),
            "completed_at": _time(envelope.completed_at),
            "signers": [_signer(one) for one in envelope.signers],
        },
    }
    return _body(kind, event.at, data)


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
        "viewed_at": _time(signer.viewed_at),
        "signed_at": _time(signer.signed_at),
        "decline_reason": signer.decline_reason,
    }


def _body(kind: str, at: datetime, data: dict[str, Any]) -> str:
    return orjson.dumps({"type": kind, "timestamp": _time(at), "data": data}).decode()


def _time(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
