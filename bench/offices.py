"""The parts of the service in this process, and an invented office in their database."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert

from server.accounts.sign_ins import SignInStore
from server.keys import Keys
from server.migrations import migrate
from server.settings import read
from server.stores.database import uuid7
from server.stores.tables import users
from server.wiring import Parts, assemble


@dataclass(frozen=True, slots=True)
class Staffed:
    """`cookie`: with which the first of the users is signed in."""

    office_id: str
    user_ids: tuple[str, ...]
    cookie: str


async def with_parts(settings: dict[str, str], work: Callable[[Parts], Awaitable[Any]]) -> Any:
    parts = assemble(read(settings), Keys(b"k" * 32))
    try:
        return await work(parts)
    finally:
        await parts.database.close()


async def staffed(parts: Parts, names: Sequence[str], role: str) -> Staffed:
    """An office with these people, in a database that is brought up to date."""
    await migrate(parts.database)
    now, ids = datetime.now(UTC), tuple(uuid7() for _ in names)
    async with parts.database.writing() as rows:
        office_id = await parts.accounts.offices.make(rows, "Bench", "nl")
        for number, (user_id, name) in enumerate(zip(ids, names, strict=True)):
            await rows.execute(
                insert(users).values(
                    id=user_id,
                    organisation_id=office_id,
                    name=name,
                    email=f"{number}@bench.example",
                    role=role,
                    language="nl",
                    active=True,
                    password_hash="none",
                    created_at=now,
                    updated_at=now,
                )
            )
        cookie = await SignInStore(parts.database, lambda: datetime.now(UTC)).open(rows, ids[0], office_id)
    return Staffed(office_id, ids, cookie)
