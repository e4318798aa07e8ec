"""Signatures as Standard Webhooks asks for them (specification 1.0.0), and secrets at rest."""

import hmac
import os
import secrets
from base64 import b64decode, b64encode
from collections.abc import Iterable
from hashlib import sha256

_START = "whsec_"


def new_secret() -> str:
    """256 random bits, as receivers' libraries take them."""
    return _START + b64encode(secrets.token_bytes(32)).decode()


def headers(message_id: str, seconds: int, body: bytes, given: Iterable[str]) -> dict[str, str]:
    """What travels with `body`, signed with each secret. `seconds` since 1970; receivers refuse old ones."""
    signed = f"{message_id}.{seconds}.".encode() + body
    signatures = (hmac.new(b64decode(one.removeprefix(_START)), signed, sha256).digest() for one in given)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(seconds),
        "webhook-signature": " ".join("v1," + b64encode(one).decode() for one in signatures),
    }


class Safe:
    """Seals secrets (AES-GCM) with a key that is not in the database; each opens for its own webhook alone."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def seal(self, webhook_id: str, secret: str) -> str:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = os.urandom(12)
        return b64encode(nonce + AESGCM(self._key).encrypt(nonce, secret.encode(), webhook_id.encode())).decode()

    def open(self, webhook_id: str, sealed: str) -> str | None:
        """None when it was sealed by other secrets than ours: then only a new one helps."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        raw = b64decode(sealed)
        try:
            return AESGCM(self._key).decrypt(raw[:12], raw[12:], webhook_id.encode()).decode()
        except InvalidTag:
            return None
