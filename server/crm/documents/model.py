"""What a document is. Plain values."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Row

State = Literal["shared", "internal", "library"]
Kind = Literal["document", "signed", "log", "log_data"]
Status = Literal["shared", "seen", "received", "internal", "library", "signed", "log", "waiting_signature"]
STATUSES: tuple[Status, ...] = (
    *("shared", "seen", "received", "internal", "library"),
    *("signed", "log", "waiting_signature"),
)


@dataclass(frozen=True, slots=True)
class Stored:
    """Bytes that came in and were looked at. `name` is cleaned; `pages` 0: not known."""

    name: str
    media_type: str
    size: int
    sha256: str
    pages: int


def status_of(row: Row[Any]) -> Status:
    """How a document stands, in one word; store.STATUS says the same in SQL."""
    if row.kind in ("log", "log_data"):
        return "log"
    if row.kind == "signed":
        return "signed"
    if row.signing == "sent":
        return "waiting_signature"
    if row.state in ("internal", "library"):
        return "internal" if row.state == "internal" else "library"
    if row.from_client:
        return "received"
    return "shared" if row.seen_at is None else "seen"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is asked for. `client_id` "" is everybody's; `after` is the last id that was seen."""

    client_id: str = ""
    state: State | None = None
    status: Status | None = None
    search: str = ""
    after: str | None = None
    limit: int = 50
    session_id: str = ""
    unseen: bool = False  # that nobody of the office has opened yet


@dataclass(frozen=True, slots=True)
class Counters:
    """How many documents there are of each status among what somebody may see; and how many requests are open."""

    by_status: dict[str, int]
    requested: int


@dataclass(frozen=True, slots=True)
class Storage:
    """Room that all documents of an office take, with every version. `limit_bytes` 0: no limit."""

    used_bytes: int
    limit_bytes: int


@dataclass(frozen=True, slots=True)
class Reading:
    """Bytes on their way to somebody who may have them."""

    organisation_id: str
    document_id: str
    name: str
    media_type: str
    size: int
    sha256: str
    at: datetime
