"""Links for clients: unguessable, made of an id with this installation's key, so that one can be shown or mailed again
though the database holds only its hash."""

import base64
import hmac
from datetime import timedelta
from hashlib import sha256
from typing import Literal

from server.accounts.tokens import token_hash

SHARED = timedelta(days=90)
"""How long a client can open what was shared with them by one link."""
ASKED = timedelta(days=30)
"""How long a request can be answered, when nothing else was said."""
LATE = timedelta(days=14)
"""How long a request stays open after its date."""


class Links:
    """`key` is a secret of its own; the same on every node."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def token(self, kind: Literal["request", "share"], row_id: str, generation: int = 1) -> str:
        made = hmac.digest(self._key, f"{kind} {row_id} {generation}".encode(), sha256)
        return base64.urlsafe_b64encode(made).decode().rstrip("=")

    @staticmethod
    def hash(token: str) -> str:
        return token_hash(token)
