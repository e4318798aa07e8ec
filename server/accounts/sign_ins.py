"""Signed-in browsers: a random cookie each, kept as a hash, ended at will."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.accounts.tokens import new_token, token_hash
from server.stores.database import Database, uuid7
from server.stores.tables import sign_ins, users
from server.web.routing import Member

IDLE = timedelta(hours=12)
LONGEST = timedelta(days=30)
# The row is touched at most this often, so that reading stays reading.
_TOUCH = timedelta(minutes=5)


class SignInStore:
    """Implements web's SignIns."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now
        self.elsewhere: list[Callable[[str], Awaitable[None]]] = []
        """Told whom to shut out of what they hold besides cookies: tickets of sessions that run."""

    async def member(self, token: str) -> Member | None:
        """Who the cookie belongs to, if the sign-in still counts."""
        now = self._now()
        columns = (
            sign_ins.c.id.label("sign_in_id"),
            sign_ins.c.seen_at,
            users.c.id,
            users.c.organisation_id,
            users.c.name,
            users.c.email,
            users.c.role,
            users.c.language,
        )
        query = (
            select(*columns)
            .join(users, users.c.id == sign_ins.c.user_id)
            .where(
                sign_ins.c.token_hash == token_hash(token),
                sign_ins.c.expires_at > now,
                sign_ins.c.seen_at > now - IDLE,
                users.c.active,
            )
        )
        async with self._database.reading() as rows:
            row = (await rows.execute(query)).one_or_none()
        if row is None:
            return None
        if now - row.seen_at > _TOUCH:
            async with self._database.writing() as rows:
                await rows.execute(update(sign_ins).where(sign_ins.c.id == row.sign_in_id).values(seen_at=now))
        return Member(row.id, row.organisation_id, row.name, row.email, row.role, row.language, row.sign_in_id)

    async def open(self, rows: AsyncConnection, user_id: str, organisation_id: str) -> str:
        """A new sign-in; returns the cookie's value. Also sweeps out this person's dead ones."""
        now, token = self._now(), new_token()
        gone = (sign_ins.c.expires_at <= now) | (sign_ins.c.seen_at <= now - IDLE)
        await rows.execute(delete(sign_ins).where(sign_ins.c.user_id == user_id, gone))
        await rows.execute(
            insert(sign_ins).values(
                id=uuid7(),
                organisation_id=organisation_id,
                user_id=user_id,
                token_hash=token_hash(token),
                seen_at=now,
                expires_at=now + LONGEST,
                created_at=now,
                updated_at=now,
            )
        )
        return token

    async def close(self, token: str) -> None:
        """End one sign-in."""
        async with self._database.writing() as rows:
            await rows.execute(delete(sign_ins).where(sign_ins.c.token_hash == token_hash(token)))

    async def close_all(self, rows: AsyncConnection, user_id: str, *, but: str | None = None) -> None:
        """End all of one person's sign-ins, except the one with id `but`."""
        query = delete(sign_ins).where(sign_ins.c.user_id == user_id)
        await rows.execute(query if but is None else query.where(sign_ins.c.id != but))

    async def shut_out(self, user_id: str) -> None:
        """After `close_all` has been committed: end what this person has open elsewhere in the service, now."""
        for end in self.elsewhere:
            await end(user_id)
