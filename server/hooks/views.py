"""What goes in and out of the routes of the webhooks."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints
from sqlalchemy import Row

from server.accounts.fields import Name
from server.hooks.messages import Kind
from server.web import Id, Input, Output

Kinds = Annotated[list[Kind], Field(min_length=1, max_length=20)]
Url = Annotated[str, StringConstraints(min_length=1, max_length=500)]
DeliveryStatus = Literal["queued", "delivered", "failed", "held"]


class NewWebhook(Input):
    """`kinds`: what is told; each once."""

    name: Name
    url: Url
    kinds: Kinds


class WebhookChange(Input):
    name: Name | None = None
    url: Url | None = None
    kinds: Kinds | None = None
    active: bool | None = None


class DeliveryPage(Input):
    before: Id | None = None


class WebhookView(Output):
    """`off_reason`: "admin" (by hand), "failures" (for days) or "gone" (the address said so); "" while it is on."""

    id: Id
    name: str
    url: str
    kinds: list[str]
    active: bool
    off_reason: Literal["", "admin", "failures", "gone"]
    failing_since: datetime | None
    delivered_at: datetime | None
    secret_before_until: datetime | None
    created_at: datetime


class WebhookList(Output):
    items: list[WebhookView]


class WebhookSecret(WebhookView):
    """`secret` is shown this once."""

    secret: str


class TryView(Output):
    """`error`: "" when it was taken. `answer`: how the other side's answer began."""

    number: int
    at: datetime
    error: str
    status: int | None
    millis: int
    answer: str


class DeliveryView(Output):
    """`id` is the `webhook-id` that travels along; `subject_id`: what it is about, null for a test. `run_at`: when it is tried next, while it is queued."""

    id: Id
    kind: str
    subject_id: Id | None
    envelope_id: Id | None
    sequence: int
    status: DeliveryStatus
    tries: list[TryView]
    run_at: datetime | None
    created_at: datetime
    delivered_at: datetime | None


class DeliveryList(Output):
    items: list[DeliveryView]
    next: Id | None


class WholeDelivery(DeliveryView):
    """`body`: exactly what travels."""

    body: str


class Requeued(Output):
    count: int


def webhook(row: Row[Any], now: datetime) -> dict[str, Any]:
    """The fields of a WebhookView."""
    until = row.secret_before_until
    return {
        "id": row.id,
        "name": row.name,
        "url": row.url,
        "kinds": json.loads(row.kinds),
        "active": row.active,
        "off_reason": row.off_reason,
        "failing_since": row.failing_since,
        "delivered_at": row.delivered_at,
        "secret_before_until": until if until is not None and until > now else None,
        "created_at": row.created_at,
    }


def delivery(row: Row[Any], tries: Sequence[Row[Any]]) -> dict[str, Any]:
    """The fields of a DeliveryView."""
    return {
        "id": row.id,
        "kind": row.kind,
        "subject_id": row.subject_id,
        "envelope_id": row.subject_id if row.kind.startswith(("envelope.", "signature.")) else None,
        "sequence": row.seq,
        "status": row.status,
        "tries": [
            TryView(
                number=one.number,
                at=one.at,
                error=one.error,
                status=one.status,
                millis=one.millis,
                answer=one.answer,
            )
            for one in tries
        ],
        "run_at": row.run_at if row.status == "queued" else None,
        "created_at": row.created_at,
        "delivered_at": row.delivered_at,
    }


# --- the feed ---


class FeedPage(Input):
    """`after`: the `next` of the page before; without it from the oldest that is kept. `kind`: only these, by commas."""

    after: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,18}$")] | None = None
    limit: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,3}$")] = "100"
    kind: Annotated[str, StringConstraints(max_length=600)] = ""


class EventView(Output):
    """One event; `data` is what the webhooks get. `sequence` rises for the same subject."""

    id: Id
    cursor: str
    type: str
    timestamp: datetime
    subject_id: str
    sequence: int
    data: dict[str, Any]


class EventList(Output):
    """`next`: go on from here. There may be no more yet: then it is the one that was asked with."""

    items: list[EventView]
    next: str
    more: bool
