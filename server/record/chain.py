"""The hash chain of a session's log, in the standard library alone: anybody can write this check again.

    canonical  = the entry's JSON with its session_id: keys sorted, no spaces, UTF-8, nothing escaped needlessly
    digest     = SHA-256(canonical), in hex
    hash       = SHA-256(hash of the line before + digest), in hex; both as ASCII text; GENESIS before the first line

The two steps let a record leave out what was said and still prove the place of that line: it then carries the line's
digest instead of its content. The content cannot be guessed from the digest, because the ids that go with it are random.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

GENESIS = "0" * 64
"""The hash before the first line."""

ENTRY_FIELDS = ("seq", "at", "actor", "cause", "events")


def canonical(session_id: str, entry: Mapping[str, Any]) -> bytes:
    """The bytes that are hashed. `entry` has ENTRY_FIELDS as on the wire. Raises UnicodeEncodeError on lone surrogates."""
    body = {"session_id": session_id, **{name: entry[name] for name in ENTRY_FIELDS}}
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(entry_json: bytes) -> str:
    return hashlib.sha256(entry_json).hexdigest()


def link(previous: str, entry_digest: str) -> str:
    """The hash of the line with this digest that follows the line with the hash `previous`."""
    return hashlib.sha256(f"{previous}{entry_digest}".encode()).hexdigest()


def entry_hash(previous: str, entry_json: bytes) -> str:
    return link(previous, digest(entry_json))
