"""What every module answers when somebody asks for, or wants to be rid of, everything about one client.

A module that keeps anything of clients has a `personal.py` with a class that says what it holds, tells it, and forgets
it. server/crm/privacy asks them all, in the caller's transaction: an erasure is done whole or not at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy.ext.asyncio import AsyncConnection


@dataclass(frozen=True, slots=True)
class Whom:
    """A client, with those who were merged into it. `emails`: theirs alone, no other client has them."""

    organisation_id: str
    client_id: str
    ids: tuple[str, ...]
    name: str
    country: str
    emails: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of one kind of things at an erasure. `reason`: a code, of why it stays or what stays of it."""

    kind: str
    count: int
    fate: Literal["erased", "emptied", "kept"]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """Why nothing can be erased now: a hold, an appointment to come, a document out for signing."""

    kind: str
    count: int = 1
    detail: str = ""
    until: str | None = None


@dataclass(frozen=True, slots=True)
class PersonalFile:
    """A blob of the office that belongs in the archive."""

    folder: str
    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Told:
    """`lists`: what becomes one JSON file and one part of the index each; `files` travel as they are."""

    lists: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    files: Sequence[PersonalFile] = ()


@dataclass(frozen=True, slots=True)
class Aged:
    """Something old. `client_id` None: of nobody who has a card. `at`: when its time began to run."""

    id: str
    client_id: str | None
    at: datetime


class Personal:
    """What a module says of a client. Each method has the answer of a module that has nothing to say."""

    expires: tuple[str, ...] = ()
    """The kinds of retention rules that this module carries out."""

    async def fates(self, rows: AsyncConnection, whom: Whom) -> list[Fate]:
        """What `forget` would do, and what stays."""
        return []

    async def stops(self, rows: AsyncConnection, whom: Whom) -> list[Stop]:
        return []

    async def tell(self, rows: AsyncConnection, whom: Whom, *, internal: bool) -> Told:
        """`internal`: also what colleagues wrote for one another."""
        return Told()

    async def subjects(self, rows: AsyncConnection, whom: Whom) -> list[str]:
        """Ids of what is about the client, as the audit calls them."""
        return []

    async def forget(self, rows: AsyncConnection, whom: Whom) -> None:
        """In the caller's transaction. What names blobs lets them go: the caller sweeps after the commit."""

    async def lively(
        self, rows: AsyncConnection, organisation_id: str, ids: Sequence[str], since: datetime
    ) -> set[str]:
        """Which of these clients something happened with after `since`, or is still to happen."""
        return set()

    async def aged(
        self, rows: AsyncConnection, organisation_id: str, kind: str, before: datetime, after: str, most: int
    ) -> list[Aged]:
        """What is older than `before`, in the order of ids, after the id `after`."""
        return []

    async def expire(self, rows: AsyncConnection, organisation_id: str, kind: str, ids: Sequence[str]) -> None:
        """Let go of what `aged` named."""


def plain(row: Any, *names: str) -> dict[str, Any]:
    """These columns of a row, as JSON takes them."""
    return {name: getattr(row, name) for name in names}
