"""Messages of a foreign CRM (Standard Webhooks): whether they are its own, and what they say."""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args

HeardKind = Literal["party.changed", "party.merged", "party.erased", "document.added", "consent.changed"]
KINDS: tuple[HeardKind, ...] = get_args(HeardKind)
OFF_BY = timedelta(minutes=5)
"""How far the other clock may be off; older messages are not taken, so that nobody can send one again."""


class Unsigned(Exception):
    """Not signed with our secret, or not now."""


class Garbled(Exception):
    """Signed, and still nothing that the contract knows the shape of."""


@dataclass(frozen=True, slots=True)
class Heard:
    """`kind` None: a kind that this version does not know; it is taken and means nothing here."""

    id: str
    kind: HeardKind | None
    party_id: str
    into_id: str  # of a merge: who lives on


def sign(secret: str, message_id: str, seconds: int, body: bytes) -> str:
    """The value of `webhook-signature`."""
    made = hmac.new(_key(secret), f"{message_id}.{seconds}.".encode() + body, hashlib.sha256).digest()
    return "v1," + base64.b64encode(made).decode()


def read(secret: str, headers: Mapping[str, str], body: bytes, now: datetime) -> Heard:
    """Raises Unsigned or Garbled."""
    message_id, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not 0 < len(message_id) <= 200 or not stamp.isascii() or not stamp.isdecimal() or len(stamp) > 12:
        raise Unsigned
    if abs(now.timestamp() - int(stamp)) > OFF_BY.total_seconds():
        raise Unsigned
    wanted = sign(secret, message_id, int(stamp), body).encode()
    given = headers.get("webhook-signature", "").split(" ")[:8]
    if not any([hmac.compare_digest(wanted, one.encode("utf-8", "replace")) for one in given]):
        raise Unsigned
    try:
        said = json.loads(body)
        kind, data = said["type"], said["data"]
        party_id, into_id = data.get("party_id", ""), data.get("into_id", "")
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
        raise Garbled from None
    known = next((one for one in KINDS if one == kind), None)
    texts = all(isinstance(one, str) and len(one) <= 200 and "\x00" not in one for one in (party_id, into_id))
    if not texts or (known is not None and not party_id) or (known == "party.merged" and not into_id):
        raise Garbled
    return Heard(message_id, known, party_id, into_id)


def _key(secret: str) -> bytes:
    """Standard Webhooks writes keys as `whsec_` and base64; any other text is a key as it stands."""
    kind, _, rest = secret.partition("_")
    if kind == "whsec":
        try:
            return base64.b64decode(rest, validate=True)
        except binascii.Error:
            pass
    return secret.encode()
