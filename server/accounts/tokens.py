"""Secrets that people carry: random, shown once, stored only as a hash."""

import secrets
from hashlib import sha256


def new_token() -> str:
    """256 bits, safe in an address."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What the database keeps. No salt or stretching: the token itself is random."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
