"""One's own account: name, password, second step."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import Row, select, update

from server import throttle
from server.accounts.passwords import Hasher, objection
from server.accounts.refusals import TOTP_NOT_STARTED, TOTP_ON, WRONG_CODE, WRONG_PASSWORD, weak
from server.accounts.second_factor import SecondFactor
from server.accounts.sign_ins import SignInStore
from server.stores.database import Database
from server.stores.tables import organisations, users
from server.throttle import Rate, Throttle
from server.web import Member
from server.web.problems import too_many_attempts

log = structlog.get_logger(__name__)

# Whoever sits at a signed-in browser may not guess the password at leisure either.
_GUESSES = Rate(6, 60)


class Own:
    def __init__(
        self,
        *,
        database: Database,
        now: Callable[[], datetime],
        hasher: Hasher,
        throttle: Throttle,
        sign_ins: SignInStore,
        second: SecondFactor,
    ) -> None:
        self._database = database
        self._now = now
        self._hasher = hasher
        self._throttle = throttle
        self._sign_ins = sign_ins
        self._second = second

    async def both(self, user_id: str) -> tuple[Row[Any], Row[Any]]:
        """The person and the office."""
        async with self._database.reading() as rows:
            user = (await rows.execute(select(users).where(users.c.id == user_id))).one()
            query = select(organisations).where(organisations.c.id == user.organisation_id)
            return user, (await rows.execute(query)).one()

    async def change(self, member: Member, values: dict[str, Any]) -> None:
        if values:
            await self._set(member.user_id, **values)

    async def change_password(self, member: Member, current: str, new: str) -> None:
        """A new password; every other browser is signed out."""
        user = await self._proven(member, current)
        complaint = objection(new, (user.name, user.email))
        if complaint is not None:
            raise weak(complaint)
        hashed = await self._hasher.hash(new)
        async with self._database.writing() as rows:
            await rows.execute(
                update(users)
                .where(users.c.id == user.id)
                .values(password_hash=hashed, updated_at=self._now(), version=users.c.version + 1)
            )
            await self._sign_ins.close_all(rows, user.id, but=member.sign_in_id)
        log.info("A password was changed.", organisation=member.organisation_id, user=user.id)

    async def start_totp(self, member: Member) -> tuple[str, str, str]:
        """A new secret, shown but not yet in force: (secret, uri, picture)."""
        user, office = await self.both(member.user_id)
        if user.totp_secret is not None:
            raise TOTP_ON.problem()
        secret = self._second.new_secret()
        await self._set(user.id, totp_waiting=self._second.seal(user.id, secret))
        uri = self._second.uri(secret, user.email, office.name)
        return secret, uri, self._second.picture(uri)

    async def confirm_totp(self, member: Member, code: str) -> list[str]:
        """The app shows the right code, so the second step is on. Returns the backup codes."""
        user, _ = await self.both(member.user_id)
        if user.totp_secret is not None:
            raise TOTP_ON.problem()
        if user.totp_waiting is None:
            raise TOTP_NOT_STARTED.problem()
        await self._guess(member)
        now = self._now()
        step = self._second.step_of(user.id, user.totp_waiting, code, now)
        if step is None:
            raise WRONG_CODE.problem()
        await self._right(member)
        async with self._database.writing() as rows:
            turned = await rows.execute(
                update(users)
                .where(users.c.id == user.id, users.c.totp_waiting == user.totp_waiting)
                .values(
                    totp_secret=user.totp_waiting,
                    totp_waiting=None,
                    totp_step=step,
                    updated_at=now,
                    version=users.c.version + 1,
                )
            )
            if turned.rowcount != 1:
                raise TOTP_NOT_STARTED.problem()
            codes = await self._second.new_codes(rows, user, now)
        log.info("The second step was turned on.", organisation=member.organisation_id, user=user.id)
        return codes

    async def drop_totp(self, member: Member, password: str) -> None:
        user = await self._proven(member, password)
        async with self._database.writing() as rows:
            await rows.execute(
                update(users)
                .where(users.c.id == user.id)
                .values(totp_secret=None, totp_waiting=None, updated_at=self._now(), version=users.c.version + 1)
            )
            await self._second.drop_codes(rows, user.id)
        log.info("The second step was turned off.", organisation=member.organisation_id, user=user.id)

    async def sign_out_everywhere(self, member: Member) -> None:
        async with self._database.writing() as rows:
            await self._sign_ins.close_all(rows, member.user_id)
        await self._sign_ins.shut_out(member.user_id)
        log.info("Somebody signed out everywhere.", organisation=member.organisation_id, user=member.user_id)

    async def _proven(self, member: Member, password: str) -> Row[Any]:
        await self._guess(member)
        user, _ = await self.both(member.user_id)
        if not await self._hasher.verify(user.password_hash, password):
            raise WRONG_PASSWORD.problem()
        await self._right(member)
        return user

    async def _guess(self, member: Member) -> None:
        wait = await self._throttle.take(throttle.key("own", member.user_id), _GUESSES)
        if wait > 0:
            raise too_many_attempts(wait)

    async def _right(self, member: Member) -> None:
        await self._throttle.give_back(throttle.key("own", member.user_id), _GUESSES)

    async def _set(self, user_id: str, **values: Any) -> None:
        values |= {"updated_at": self._now(), "version": users.c.version + 1}
        async with self._database.writing() as rows:
            await rows.execute(update(users).where(users.c.id == user_id).values(**values))
