"""Requests with an Idempotency-Key: each is done once, and answered the same again."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from server.stores.database import Database
from server.stores.tables import Utc, metadata, office
from server.web.api import Answered
from server.web.problems import OUTCOME_UNKNOWN, REPEATED_DIFFERENTLY, REPEATED_TOO_SOON
from server.web.routing import Member

KEPT = timedelta(days=1)

repeats = Table(
    "repeats",
    metadata,
    Column("user_id", String(36), ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column("key", String(64), primary_key=True),
    office(),
    Column("asked", LargeBinary, nullable=False),  # SHA-256 of the request
    Column("status", Integer),  # NULL until it is answered
    Column("body", LargeBinary),
    Column("seen_version", Integer),  # the answer's ETag
    Column("content", LargeBinary),  # SHA-256 of the file that came with it, if one did
    Column("created_at", Utc, nullable=False),
    Index("ix_repeats_created_at", "created_at"),
)


class SqlRepeats:
    """Implements the API's Repeats."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def first(self, member: Member, key: str, asked: bytes, *, longest: timedelta) -> Answered | None:
        """None when this request is to be done now. `longest`: how long doing it can take; what is unanswered by then was
        cut off."""
        now = self._now()
        mine = (repeats.c.user_id == member.user_id) & (repeats.c.key == key)
        values = {"user_id": member.user_id, "key": key, "organisation_id": member.organisation_id, "asked": asked}
        try:
            async with self._database.writing() as rows:
                await rows.execute(delete(repeats).where(mine, repeats.c.created_at <= now - KEPT))
                await rows.execute(insert(repeats).values(**values, created_at=now))
        except IntegrityError:
            pass
        else:
            return None
        async with self._database.reading() as rows:
            row = (await rows.execute(select(repeats).where(mine))).one_or_none()
        if row is None:
            raise REPEATED_TOO_SOON.problem()
        if row.asked != asked:
            raise REPEATED_DIFFERENTLY.problem()
        if row.status is None:
            raise (OUTCOME_UNKNOWN if row.created_at <= now - longest else REPEATED_TOO_SOON).problem()
        return Answered(row.status, row.body, row.seen_version, row.content)

    async def done(self, member: Member, key: str, answered: Answered) -> None:
        mine = (repeats.c.user_id == member.user_id) & (repeats.c.key == key)
        values = {"status": answered.status, "body": answered.body, "seen_version": answered.version}
        values["content"] = answered.content
        async with self._database.writing() as rows:
            await rows.execute(update(repeats).where(mine).values(**values))

    async def undone(self, member: Member, key: str) -> None:
        """It was refused, or failed as a whole: it may be tried again."""
        mine = (repeats.c.user_id == member.user_id) & (repeats.c.key == key)
        async with self._database.writing() as rows:
            await rows.execute(delete(repeats).where(mine))

    async def sweep(self) -> None:
        async with self._database.writing() as rows:
            await rows.execute(delete(repeats).where(repeats.c.created_at <= self._now() - KEPT))
