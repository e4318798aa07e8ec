"""An office with webhooks, in a service whose senders move only when a test says so."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from server.hooks.assembly import Hooks
from server.signing.envelopes import Document, Envelope, Event, Signer
from server.stores.database import uuid7
from signing.model import PageSize
from tests.hooks.receiver import Receiver
from tests.server.harness import Answer, Browser, Service


def envelope(organisation_id: str, at: datetime, title: str = "Hypotheekofferte", **values: Any) -> Envelope:
    """One that was sent to one signer."""
    signer = Signer(uuid7(), 1, "Jan Smit", "jan@client.example", "nl", 0, "ready")
    whole: dict[str, Any] = {
        "id": uuid7(),
        "organisation_id": organisation_id,
        "version": 1,
        "title": title,
        "status": "sent",
        "seal": "none",
        "level": "",
        "clock": "own",
        "order": "parallel",
        "language": "nl",
        "message": "",
        "source": "desk",
        "session_id": None,
        "file_id": None,
        "template_id": None,
        "created_by": None,
        "created_by_name": "Ann de Wit",
        "verification": "code",
        "expires_in_days": 30,
        "remind_every_days": 3,
        "delivery": "mail",
        "document": Document("offerte.pdf", 1, "0" * 64, (PageSize(595, 842),)),
        "credit": "none",
        "problem": None,
        "created_at": at,
        "sent_at": at,
        "expires_at": None,
        "completed_at": None,
        "signers": (signer,),
    }
    return Envelope(**whole | values)


class Office:
    """An administrator's browser, and what happens in their office."""

    def __init__(self, service: Service, admin: Browser, organisation_id: str, receiver: Receiver) -> None:
        self.service, self.admin, self.id, self.receiver = service, admin, organisation_id, receiver

    @property
    def hooks(self) -> Hooks:
        hooks = self.service.parts.hooks
        assert hooks is not None
        return hooks

    async def webhook(self, *kinds: str, **values: Any) -> Answer:
        body = {"name": "Ons CRM", "url": self.receiver.url, "kinds": kinds or ("envelope.sent", "envelope.signed")}
        made = await self.admin.post("/webhooks", body | values)
        assert made.status == 201, made
        return made

    def envelope(self, title: str = "Hypotheekofferte") -> Envelope:
        return envelope(self.id, self.service.clock(), title)

    async def happens(self, of: Envelope, kind: str, seq: int) -> None:
        """An event, in a transaction of its own."""
        event = Event(seq, self.service.clock(), kind, of.signers[0].id, "Jan Smit", {})
        async with self.service.parts.database.writing() as rows:
            await self.hooks.outgoing.on_event(rows, of, event)

    async def later(self, **span: float) -> None:
        """Let time pass; whoever was signed in for too long signs in again."""
        self.service.clock.move(**span)
        assert (await self.admin.sign_in("ann@lindelaan.example")).status == 200

    async def send_all(self) -> int:
        """Send what is due now, one after another; how many tries that were."""
        tries = 0
        while await self.hooks.sender.send_one():
            tries += 1
        return tries

    async def deliveries(self, webhook_id: str) -> list[dict[str, Any]]:
        """The newest first."""
        items: list[dict[str, Any]] = (await self.admin.get(f"/webhooks/{webhook_id}/deliveries"))["items"]
        return items
