"""Coming in: first set-up, signing in, a forgotten password."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from server import throttle
from server.accounts.devices import Devices
from server.accounts.links import Links
from server.accounts.models import NewOffice
from server.accounts.offices import Offices
from server.accounts.passwords import Hasher, objection
from server.accounts.refusals import (
    EMAIL_TAKEN,
    LINK_USED,
    TOTP_REQUIRED,
    WRONG_CREDENTIALS,
    WRONG_TOTP,
    weak,
)
from server.accounts.second_factor import SecondFactor
from server.accounts.sign_ins import SignInStore
from server.mail.letters import reset
from server.mail.outbox import Outbox
from server.mail.page import Sender
from server.stores.database import Database, uuid7
from server.stores.tables import organisations, users
from server.tasks import Tasks
from server.throttle import Rate, Throttle
from server.web.problems import too_many_attempts

log = structlog.get_logger(__name__)

# One address at one account; one address at all accounts; all strangers at one account; a known browser.
PAIR = Rate(5, 60)
ADDRESS = Rate(40, 15)
ACCOUNT = Rate(20, 120)
DEVICE = Rate(10, 30)
# Codes are short: after a few wrong ones, five minutes each. Only who knows the password gets this far.
TOTP = Rate(6, 300)
FORGOT_ADDRESS = Rate(20, 30)
FORGOT_ACCOUNT = Rate(3, 1200)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What a browser gets: the cookie, and the mark of a known device."""

    user_id: str
    organisation_id: str
    token: str
    device: str


class Entry:
    def __init__(
        self,
        *,
        database: Database,
        now: Callable[[], datetime],
        hasher: Hasher,
        throttle: Throttle,
        sign_ins: SignInStore,
        second: SecondFactor,
        links: Links,
        devices: Devices,
        offices: Offices,
        outbox: Outbox,
        tasks: Tasks,
        own_url: Callable[[], str],
        counted: Callable[[str], None],
    ) -> None:
        self._database = database
        self._now = now
        self._hasher = hasher
        self._throttle = throttle
        self._sign_ins = sign_ins
        self._second = second
        self._links = links
        self._devices = devices
        self._offices = offices
        self._outbox = outbox
        self._tasks = tasks
        self._own_url = own_url
        self._counted = counted

    # --- the first administrator ---

    async def look_at_setup(self, token: str) -> None:
        async with self._database.reading() as rows:
            await self._links.look(rows, "setup", token)
            if await has_admin(rows):
                raise LINK_USED.problem()

    async def set_up(self, token: str, new: NewOffice) -> SignedIn:
        """Make the office and its first administrator. Raises a Problem; then the link still works."""
        await self.look_at_setup(token)
        complaint = objection(new.password, (new.name, new.email, new.organisation))
        if complaint is not None:
            raise weak(complaint)
        hashed = await self._hasher.hash(new.password)
        async with self._database.writing() as rows:
            await self._database.alone(rows, "first administrator")
            await self._links.use(rows, "setup", token)
            if await has_admin(rows):
                raise LINK_USED.problem()
            office_id = await self._offices.make(rows, new.organisation, new.language)
            user_id = await add_user(rows, self._now(), office_id, new.name, new.email, "admin", new.language, hashed)
            signed = await self._signed_in(rows, user_id, office_id)
        log.info("The first administrator was made.", organisation=office_id, user=user_id)
        return signed

    # --- signing in ---

    async def sign_in(self, email: str, password: str, totp: str | None, address: str, device: str) -> SignedIn:
        """Check everything that is asked; raises a Problem. `device` is the cookie of a known browser, or ""."""
        async with self._database.reading() as rows:
            user = (await rows.execute(select(users).where(users.c.email == email))).one_or_none()
        known = user is not None and self._devices.known(device, user.id)
        taken = await self._take(email, throttle.network_of(address), device if known else "")
        stored = user.password_hash if user is not None and user.active else None
        if not await self._hasher.verify(stored, password) or user is None:
            self._counted("refused")
            log.info("A sign-in was refused.", reason="wrong_credentials")
            raise WRONG_CREDENTIALS.problem()
        if user.totp_secret is not None:
            await self._second_step(user, totp, taken)
        for key, rate in taken:
            await self._throttle.give_back(key, rate)
        if self._hasher.outdated(user.password_hash):
            fresh = await self._hasher.hash(password)
        else:
            fresh = user.password_hash
        async with self._database.writing() as rows:
            # The account may have been closed, or its password changed, while we were counting.
            still = (users.c.id == user.id) & users.c.active & (users.c.password_hash == user.password_hash)
            kept = await rows.execute(update(users).where(still).values(password_hash=fresh))
            if kept.rowcount != 1:
                raise WRONG_CREDENTIALS.problem()
            signed = await self._signed_in(rows, user.id, user.organisation_id)
        self._counted("accepted")
        log.info("Somebody signed in.", organisation=user.organisation_id, user=user.id)
        return signed

    async def _take(self, email: str, network: str, device: str) -> list[tuple[str, Rate]]:
        """Count this attempt everywhere, before the password is looked at: parallel tries gain nothing."""
        account = (
            (throttle.key("device", email, device), DEVICE) if device else (throttle.key("account", email), ACCOUNT)
        )
        wanted = [(throttle.key("pair", email, network), PAIR), (throttle.key("address", network), ADDRESS), account]
        if device:
            wanted = wanted[1:]  # colleagues behind one address must not lock out a known browser
        taken: list[tuple[str, Rate]] = []
        for key, rate in wanted:
            wait = await self._throttle.take(key, rate)
            if wait > 0:
                for other, its_rate in taken:
                    await self._throttle.give_back(other, its_rate)
                self._counted("throttled")
                raise too_many_attempts(wait)
            taken.append((key, rate))
        return taken

    async def _second_step(self, user: Row[Any], code: str | None, taken: list[tuple[str, Rate]]) -> None:
        if code is None:
            for key, rate in taken:
                await self._throttle.give_back(key, rate)
            raise TOTP_REQUIRED.problem()
        key = throttle.key("totp", user.id)
        wait = await self._throttle.take(key, TOTP)
        if wait > 0:
            raise too_many_attempts(wait)
        async with self._database.writing() as rows:
            good = await self._second.accept(rows, user, code, self._now())
        if not good:
            self._counted("refused")
            log.info("A sign-in was refused.", reason="wrong_totp", user=user.id)
            raise WRONG_TOTP.problem()
        await self._throttle.give_back(key, TOTP)

    async def _signed_in(self, rows: AsyncConnection, user_id: str, office_id: str) -> SignedIn:
        token = await self._sign_ins.open(rows, user_id, office_id)
        return SignedIn(user_id, office_id, token, self._devices.mark(user_id))

    # --- a forgotten password ---

    async def forgot(self, email: str, address: str) -> None:
        """Mail a link, if there is such an account. The caller learns nothing, not even by waiting."""
        wait = await self._throttle.take(throttle.key("forgot", throttle.network_of(address)), FORGOT_ADDRESS)
        if wait > 0:
            raise too_many_attempts(wait)
        self._tasks.start("reset mail", self._mail_reset(email))

    async def _mail_reset(self, email: str) -> None:
        async with self._database.reading() as rows:
            query = (
                select(
                    users.c.id,
                    users.c.organisation_id,
                    users.c.name,
                    users.c.language,
                    organisations.c.name.label("office_name"),
                    organisations.c.colour,
                    organisations.c.phone,
                    organisations.c.logo,
                )
                .join(organisations, organisations.c.id == users.c.organisation_id)
                .where(users.c.email == email, users.c.active)
            )
            user = (await rows.execute(query)).one_or_none()
        if user is None or await self._throttle.take(throttle.key("forgot account", user.id), FORGOT_ACCOUNT) > 0:
            return
        async with self._database.writing() as rows:
            token = await self._links.make(rows, "reset", user.id, user.organisation_id)
            office = Sender(user.office_name, user.colour, user.phone, user.logo is not None)
            letter = reset(office, user.language, email=email, name=user.name, link=f"{self._own_url()}/reset/{token}")
            await self._outbox.put(rows, user.organisation_id, letter)
        self._outbox.wake()
        log.info("A link for a new password was made.", organisation=user.organisation_id, user=user.id)

    async def reset(self, token: str, password: str) -> str:
        """Set a new password and sign out everywhere. Returns the mark of a known device."""
        async with self._database.reading() as rows:
            link = await self._links.look(rows, "reset", token)
            user = (await rows.execute(select(users).where(users.c.id == link.user_id))).one()
        complaint = objection(password, (user.name, user.email))
        if complaint is not None:
            raise weak(complaint)
        hashed = await self._hasher.hash(password)
        async with self._database.writing() as rows:
            link = await self._links.use(rows, "reset", token)
            await self._links.drop_others(rows, user.id, link.id)
            await rows.execute(
                update(users)
                .where(users.c.id == user.id)
                .values(password_hash=hashed, updated_at=self._now(), version=users.c.version + 1)
            )
            await self._sign_ins.close_all(rows, user.id)
        await self._sign_ins.shut_out(user.id)
        log.info("A password was reset.", organisation=user.organisation_id, user=user.id)
        return self._devices.mark(user.id)


async def has_admin(rows: AsyncConnection) -> bool:
    """Whether anybody can already administer this installation."""
    query = select(func.count()).select_from(users).where(users.c.role == "admin", users.c.active)
    return bool(await rows.scalar(query))


async def add_user(
    rows: AsyncConnection,
    now: datetime,
    office_id: str,
    name: str,
    email: str,
    role: str,
    language: str,
    password_hash: str,
) -> str:
    """A new account; returns its id. Raises EMAIL_TAKEN."""
    user_id = uuid7()
    try:
        async with rows.begin_nested():
            await rows.execute(
                insert(users).values(
                    id=user_id,
                    organisation_id=office_id,
                    name=name,
                    email=email,
                    role=role,
                    language=language,
                    active=True,
                    password_hash=password_hash,
                    totp_step=0,
                    created_at=now,
                    updated_at=now,
                )
            )
    except IntegrityError:
        raise EMAIL_TAKEN.problem() from None
    return user_id
