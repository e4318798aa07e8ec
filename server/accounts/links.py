"""Links that work once: the first administrator's, and a forgotten password's."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.accounts.refusals import LINK_EXPIRED, LINK_UNKNOWN, LINK_USED
from server.accounts.tokens import new_token, token_hash
from server.stores.database import uuid7
from server.stores.tables import one_time_links

Purpose = Literal["setup", "reset"]
LIFE: dict[Purpose, timedelta] = {"setup": timedelta(days=30), "reset": timedelta(hours=1)}


class Links:
    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now

    async def make(
        self, rows: AsyncConnection, purpose: Purpose, user_id: str | None = None, organisation_id: str | None = None
    ) -> str:
        """A new token; the database keeps only its hash."""
        now, token = self._now(), new_token()
        await rows.execute(
            insert(one_time_links).values(
                id=uuid7(),
                organisation_id=organisation_id,
                user_id=user_id,
                purpose=purpose,
                token_hash=token_hash(token),
                expires_at=now + LIFE[purpose],
                created_at=now,
                updated_at=now,
            )
        )
        return token

    async def look(self, rows: AsyncConnection, purpose: Purpose, token: str) -> Row[Any]:
        """The link's row. Raises a Problem when it is unknown, used or too old."""
        query = select(one_time_links).where(
            one_time_links.c.token_hash == token_hash(token), one_time_links.c.purpose == purpose
        )
        row = (await rows.execute(query)).one_or_none()
        if row is None:
            raise LINK_UNKNOWN.problem()
        if row.used_at is not None:
            raise LINK_USED.problem()
        if row.expires_at <= self._now():
            raise LINK_EXPIRED.problem()
        return row

    async def use(self, rows: AsyncConnection, purpose: Purpose, token: str) -> Row[Any]:
        """Like `look`, and the link is spent. Of two at once, one loses."""
        row = await self.look(rows, purpose, token)
        now = self._now()
        spent = await rows.execute(
            update(one_time_links)
            .where(one_time_links.c.id == row.id, one_time_links.c.used_at.is_(None))
            .values(used_at=now, updated_at=now)
        )
        if spent.rowcount != 1:
            raise LINK_USED.problem()
        return row

    async def drop_others(self, rows: AsyncConnection, user_id: str, used_id: str) -> None:
        """A password has been reset: no older link may do it again."""
        await rows.execute(
            delete(one_time_links).where(one_time_links.c.user_id == user_id, one_time_links.c.id != used_id)
        )
