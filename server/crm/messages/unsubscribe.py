"""Ending offers by mail: a link that shows, and one click that does it (RFC 8058)."""

import base64
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass

from server.crm.ports import Actor, Clients, ConsentGiven, Ground, Rows

_MARK = 16  # bytes of the mark behind what it guards


@dataclass(frozen=True, slots=True)
class Whose:
    organisation_id: str
    client_id: str
    email: str


class Unsubscribing:
    """A link holds whose it is, and a mark that nobody else can make. It never expires: who wants no more mail, gets none."""

    def __init__(self, key: bytes, own_url: Callable[[], str]) -> None:
        self._key, self._own_url = key, own_url

    def link(self, organisation_id: str, client_id: str, email: str) -> str:
        """GET shows a page with a button; POST does it."""
        if not client_id:
            return ""
        said = f"{organisation_id} {client_id} {email}".encode()
        token = base64.urlsafe_b64encode(self._mark(said) + said).decode().rstrip("=")
        return f"{self._own_url()}/api/v1/unsubscribe/{token}"

    def read(self, token: str) -> Whose | None:
        try:
            raw = base64.b64decode(token + "=" * (-len(token) % 4), b"-_", validate=True)
            mark, said = raw[:_MARK], raw[_MARK:]
            organisation_id, client_id, email = said.decode().split(" ")
        except ValueError:
            return None
        return Whose(organisation_id, client_id, email) if hmac.compare_digest(mark, self._mark(said)) else None

    def _mark(self, said: bytes) -> bytes:
        return hmac.digest(self._key, said, hashlib.sha256)[:_MARK]


async def end(ground: Ground, clients: Clients, whose: Whose) -> bool:
    """Note that this client wants no offers; at once. False when there is no such client any more."""
    async with ground.database.writing() as rows:
        return await end_in(rows, ground, clients, whose, "unsubscribe link")


async def end_in(rows: Rows, ground: Ground, clients: Clients, whose: Whose, source: str) -> bool:
    """The same, in the caller's transaction."""
    client_id = await clients.living(rows, whose.organisation_id, whose.client_id)
    card = await clients.card(rows, whose.organisation_id, client_id)
    if card is None:
        return False
    if not card.unsubscribed:
        said = f"No more offers, said from a mail to {whose.email}"
        given = ConsentGiven("marketing", "email", given=False, text=said, source=source, at=ground.now())
        await clients.consent(rows, whose.organisation_id, client_id, given, Actor("client", client_id, card.name))
    return True
