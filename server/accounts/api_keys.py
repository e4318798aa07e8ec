"""API keys: programs of an office act with them for the person who made them. Shown once, kept as a hash."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

import structlog
from sqlalchemy import Row, func, insert, or_, select, update

from server.accounts.refusals import TOO_MANY_KEYS
from server.accounts.tables import api_keys
from server.accounts.tokens import new_token, token_hash
from server.stores.database import Database, uuid7
from server.stores.tables import users
from server.throttle import Rate, Throttle, key, network_of
from server.web import Member
from server.web.api import KEY_START
from server.web.problems import NOT_FOUND, too_many_attempts

log = structlog.get_logger(__name__)

MOST = 50
"""Keys of one office that work at the same time."""
PACE = Rate(120, 0.25)
"""Of one key: 120 calls at once, then four a second."""
WRONG = Rate(30, 10)
"""Of one address with keys that do not work. Nobody guesses 256 bits; this spares the database."""
_SHOWN = 6
# The row is touched at most this often, so that reading stays reading.
_TOUCH = timedelta(minutes=1)

Lifetime = Literal[30, 90, 365]


class ApiKeyStore:
    """Implements web's ApiKeys."""

    def __init__(self, database: Database, throttle: Throttle, now: Callable[[], datetime]) -> None:
        self._database = database
        self._throttle = throttle
        self._now = now

    async def member(self, key_text: str, address: str) -> Member | None:
        """Whom the key acts for: as long as it lives, and its maker has an account. Raises too_many_attempts."""
        hashed = token_hash(key_text)
        await self._slow_down(key("api key", hashed), PACE)
        now = self._now()
        query = (
            select(
                api_keys.c.id.label("key_id"),
                api_keys.c.used_at,
                users.c.id,
                users.c.organisation_id,
                users.c.name,
                users.c.email,
                users.c.role,
                users.c.language,
            )
            .join(users, users.c.id == api_keys.c.user_id)
            .where(api_keys.c.key_hash == hashed, _lives(now), users.c.active)
        )
        async with self._database.reading() as rows:
            row = (await rows.execute(query)).one_or_none()
        if row is None:
            await self._slow_down(key("wrong api key", network_of(address)), WRONG)
            return None
        if row.used_at is None or now - row.used_at > _TOUCH:
            async with self._database.writing() as rows:
                await rows.execute(update(api_keys).where(api_keys.c.id == row.key_id).values(used_at=now))
        return Member(row.id, row.organisation_id, row.name, row.email, row.role, row.language, "", row.key_id)

    async def _slow_down(self, what: str, rate: Rate) -> None:
        wait = await self._throttle.take(what, rate)
        if wait:
            raise too_many_attempts(wait)

    async def all(self, office_id: str) -> Sequence[Row[Any]]:
        """The office's keys that have not been revoked, the newest first, each with its maker."""
        query = (
            select(api_keys, users.c.name.label("made_by_name"), users.c.active.label("maker_active"))
            .join(users, users.c.id == api_keys.c.user_id)
            .where(api_keys.c.organisation_id == office_id, api_keys.c.revoked_at.is_(None))
            .order_by(api_keys.c.id.desc())
        )
        async with self._database.reading() as rows:
            return (await rows.execute(query)).all()

    async def make(self, by: Member, name: str, lifetime: Lifetime | None) -> tuple[str, str]:
        """A new key, as (id, key). This is the only moment at which the key itself can be seen."""
        now, key_id, key_text = self._now(), uuid7(), KEY_START + new_token()
        async with self._database.writing() as rows:
            await self._database.alone(rows, f"api keys of {by.organisation_id}")
            mine = (api_keys.c.organisation_id == by.organisation_id) & _lives(now)
            if (await rows.scalar(select(func.count()).select_from(api_keys).where(mine)) or 0) >= MOST:
                raise TOO_MANY_KEYS.problem()
            await rows.execute(
                insert(api_keys).values(
                    id=key_id,
                    organisation_id=by.organisation_id,
                    user_id=by.user_id,
                    name=name,
                    start=key_text[: len(KEY_START) + _SHOWN],
                    key_hash=token_hash(key_text),
                    expires_at=None if lifetime is None else now + timedelta(days=lifetime),
                    created_at=now,
                    updated_at=now,
                )
            )
        log.info("An API key was made.", organisation=by.organisation_id, key=key_id, by=by.user_id)
        return key_id, key_text

    async def revoke(self, by: Member, key_id: str) -> None:
        """From now on the key opens nothing. Raises not_found."""
        now = self._now()
        mine = (
            (api_keys.c.organisation_id == by.organisation_id)
            & (api_keys.c.id == key_id)
            & api_keys.c.revoked_at.is_(None)
        )
        async with self._database.writing() as rows:
            revoked = await rows.execute(update(api_keys).where(mine).values(revoked_at=now, updated_at=now))
        if not revoked.rowcount:
            raise NOT_FOUND.problem()
        log.info("An API key was revoked.", organisation=by.organisation_id, key=key_id, by=by.user_id)


def _lives(now: datetime) -> Any:
    return api_keys.c.revoked_at.is_(None) & or_(api_keys.c.expires_at.is_(None), api_keys.c.expires_at > now)
