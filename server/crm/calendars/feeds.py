"""An adviser's appointments at a secret address, for any calendar that can subscribe."""

import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from crm_adapter.calendars.writing import feed
from server.accounts.tokens import token_hash
from server.crm.calendars.happenings import CALENDAR_STATUSES, Happenings
from server.crm.calendars.tables import calendar_feeds as table
from server.crm.ports import Agenda, Rows
from server.stores.tables import users

BACK = timedelta(days=90)
AHEAD = timedelta(days=400)
_READ_EVERY = timedelta(minutes=5)
"""That a calendar came for it is noted no more often: a note is a write."""


@dataclass(frozen=True, slots=True)
class FeedState:
    """What the adviser sees of it. `url` is None until it was asked for."""

    url: str | None
    read_at: datetime | None


class Feeds:
    """`key` makes the addresses of the seeds in the database."""

    def __init__(
        self,
        key: bytes,
        agenda: Agenda,
        happenings: Happenings,
        own_url: Callable[[], str],
        now: Callable[[], datetime],
    ) -> None:
        self._key = key
        self._agenda = agenda
        self._happenings = happenings
        self._own_url = own_url
        self._now = now

    async def state(self, rows: Rows, user_id: str) -> FeedState:
        row = (await rows.execute(select(table).where(table.c.user_id == user_id))).one_or_none()
        return FeedState(None, None) if row is None else FeedState(self._url(row.seed), row.read_at)

    async def drop(self, rows: Rows, user_id: str) -> None:
        """No address any more."""
        await rows.execute(delete(table).where(table.c.user_id == user_id))

    async def renew(self, rows: Rows, organisation_id: str, user_id: str) -> FeedState:
        """A new address; the old one is dead from now on."""
        now, seed = self._now(), secrets.token_bytes(32)
        values = {"seed": seed, "token_hash": token_hash(self._token(seed)), "read_at": None, "updated_at": now}
        mine = table.c.user_id == user_id
        changed = await rows.execute(update(table).where(mine).values(**values, version=table.c.version + 1))
        if not changed.rowcount:
            key = {"user_id": user_id, "organisation_id": organisation_id, "created_at": now}
            await rows.execute(insert(table).values(**key, **values))
        return FeedState(self._url(seed), None)

    async def read(self, rows: Rows, token: str) -> tuple[bytes, Row[Any]] | None:
        """The calendar file, and whose it is. None for an address that is not, or no more, or of an account that is
        closed."""
        query = (
            select(table, users.c.name, users.c.active)
            .join(users, users.c.id == table.c.user_id)
            .where(table.c.token_hash == token_hash(token))
        )
        row = (await rows.execute(query)).one_or_none()
        if row is None or not row.active:
            return None
        now = self._now()
        found = await self._agenda.of_adviser(rows, row.organisation_id, row.user_id, now - BACK, now + AHEAD)
        dated = [one for one in found if one.start is not None and one.status in (*CALENDAR_STATUSES, "cancelled")]
        names = await self._happenings.names(rows, row.organisation_id, dated)
        happenings = [await self._happenings.for_adviser(rows, one, names.get(one.id, "")) for one in dated]
        organiser = await self._happenings.adviser(rows, row.organisation_id, row.user_id)
        return feed(organiser.name, happenings, organiser), row

    async def note(self, rows: Rows, row: Row[Any]) -> None:
        """That somebody's calendar came for it."""
        await rows.execute(update(table).where(table.c.user_id == row.user_id).values(read_at=self._now()))

    def worth_noting(self, row: Row[Any]) -> bool:
        return row.read_at is None or self._now() - row.read_at > _READ_EVERY

    def _token(self, seed: bytes) -> str:
        return urlsafe_b64encode(hmac.new(self._key, seed, sha256).digest()).rstrip(b"=").decode()

    def _url(self, seed: bytes) -> str:
        return f"{self._own_url()}/api/v1/calendars/{self._token(seed)}.ics"
