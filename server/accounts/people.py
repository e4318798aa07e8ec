"""Colleagues: who works at an office, and who has been invited."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.accounts.devices import Devices
from server.accounts.entry import SignedIn, add_user
from server.accounts.models import Acceptance, NewInvitation, UserChange
from server.accounts.passwords import Hasher, objection
from server.accounts.refusals import EMAIL_TAKEN, LAST_ADMIN, LINK_EXPIRED, LINK_UNKNOWN, LINK_USED, OWN_TOTP, weak
from server.accounts.second_factor import SecondFactor
from server.accounts.sign_ins import SignInStore
from server.accounts.tokens import new_token, token_hash
from server.mail.letters import invitation
from server.mail.outbox import Outbox
from server.mail.page import Sender
from server.stores.database import Database, uuid7
from server.stores.tables import invitations, organisations, users
from server.web import Member
from server.web.problems import NOT_FOUND

log = structlog.get_logger(__name__)

LIFE = timedelta(days=7)


class People:
    def __init__(
        self,
        *,
        database: Database,
        now: Callable[[], datetime],
        hasher: Hasher,
        sign_ins: SignInStore,
        devices: Devices,
        outbox: Outbox,
        own_url: Callable[[], str],
        second: SecondFactor,
    ) -> None:
        self._database = database
        self._now = now
        self._hasher = hasher
        self._sign_ins = sign_ins
        self._devices = devices
        self._outbox = outbox
        self._own_url = own_url
        self._second = second

    async def all(self, office_id: str) -> Sequence[Row[Any]]:
        query = select(users).where(users.c.organisation_id == office_id).order_by(users.c.name, users.c.id)
        async with self._database.reading() as rows:
            return (await rows.execute(query)).all()

    async def change(self, office_id: str, user_id: str, wanted: UserChange, *, by: str) -> Row[Any]:
        """Rename, promote, demote, close or open an account, or let it sign in without its second step.

        The last administrator stays one, and nobody gets round the password that their own second step asks for.
        """
        mine = (users.c.id == user_id) & (users.c.organisation_id == office_id)
        async with self._database.writing() as rows:
            # Two administrators who demote each other at once must not both succeed.
            await self._database.alone(rows, f"people of {office_id}")
            user = (await rows.execute(select(users).where(mine))).one_or_none()
            if user is None:
                raise NOT_FOUND.problem()
            values = wanted.model_dump(exclude_none=True)
            role, active = values.get("role", user.role), values.get("active", user.active)
            loses = user.role == "admin" and user.active and not (role == "admin" and active)
            if loses and not await _other_admins(rows, office_id, user_id):
                raise LAST_ADMIN.problem()
            if values.pop("totp_enabled", True) is False:
                if user_id == by:
                    raise OWN_TOTP.problem()
                values |= {"totp_secret": None, "totp_waiting": None}
                await self._second.drop_codes(rows, user_id)
            if values:
                values |= {"updated_at": self._now(), "version": users.c.version + 1}
                await rows.execute(update(users).where(mine).values(**values))
            if not active:
                await self._sign_ins.close_all(rows, user_id)
            changed = (await rows.execute(select(users).where(mine))).one()
        if not active:
            await self._sign_ins.shut_out(user_id)
        log.info(
            "An account was changed.",
            organisation=office_id,
            user=user_id,
            by=by,
            fields=sorted(wanted.model_fields_set),
        )
        return changed

    # --- invitations ---

    async def invited(self, office_id: str) -> Sequence[Row[Any]]:
        """Invitations that wait for an answer."""
        query = (
            select(invitations)
            .where(invitations.c.organisation_id == office_id, invitations.c.accepted_at.is_(None))
            .order_by(invitations.c.id.desc())
        )
        async with self._database.reading() as rows:
            return (await rows.execute(query)).all()

    async def invite(self, by: Member, wanted: NewInvitation) -> tuple[Row[Any], str]:
        """Make an invitation and its mail; an older one to the same address stops working. Returns the mail's id."""
        now, token = self._now(), new_token()
        invitation_id = uuid7()
        async with self._database.writing() as rows:
            colleague = select(users.c.id).where(
                users.c.email == wanted.email, users.c.organisation_id == by.organisation_id
            )
            if await rows.scalar(colleague) is not None:
                raise EMAIL_TAKEN.problem()
            office = (await rows.execute(select(organisations).where(organisations.c.id == by.organisation_id))).one()
            language = wanted.language or office.language
            await rows.execute(
                delete(invitations).where(
                    invitations.c.organisation_id == by.organisation_id,
                    invitations.c.email == wanted.email,
                    invitations.c.accepted_at.is_(None),
                )
            )
            await rows.execute(
                insert(invitations).values(
                    id=invitation_id,
                    organisation_id=by.organisation_id,
                    email=wanted.email,
                    role=wanted.role,
                    language=language,
                    invited_by=by.user_id,
                    token_hash=token_hash(token),
                    expires_at=now + LIFE,
                    created_at=now,
                    updated_at=now,
                )
            )
            letter = invitation(
                Sender(office.name, office.colour, office.phone, office.logo is not None),
                language,
                email=wanted.email,
                role=wanted.role,
                inviter=by.name,
                reply_to=by.email,
                link=f"{self._own_url()}/invite/{token}",
                until=now + LIFE,
            )
            mail_id = await self._outbox.put(rows, by.organisation_id, letter)
            row = (await rows.execute(select(invitations).where(invitations.c.id == invitation_id))).one()
        self._outbox.wake()
        log.info("Somebody was invited.", organisation=by.organisation_id, by=by.user_id, invitation=invitation_id)
        return row, mail_id

    async def withdraw(self, office_id: str, invitation_id: str) -> None:
        query = delete(invitations).where(
            invitations.c.id == invitation_id,
            invitations.c.organisation_id == office_id,
            invitations.c.accepted_at.is_(None),
        )
        async with self._database.writing() as rows:
            if (await rows.execute(query)).rowcount != 1:
                raise NOT_FOUND.problem()
        log.info("An invitation was withdrawn.", organisation=office_id, invitation=invitation_id)

    async def look(self, token: str) -> Row[Any]:
        """An open invitation by its link, with its office. Raises a Problem."""
        async with self._database.reading() as rows:
            return await self._open(rows, token)

    async def accept(self, token: str, wanted: Acceptance) -> SignedIn:
        """Make the account that was offered, and sign in to it. On a refusal the link still works."""
        row = await self.look(token)
        complaint = objection(wanted.password, (wanted.name, row.email, row.name))
        if complaint is not None:
            raise weak(complaint)
        hashed = await self._hasher.hash(wanted.password)
        now = self._now()
        async with self._database.writing() as rows:
            row = await self._open(rows, token)
            used = await rows.execute(
                update(invitations)
                .where(invitations.c.id == row.invitation_id, invitations.c.accepted_at.is_(None))
                .values(accepted_at=now, updated_at=now)
            )
            if used.rowcount != 1:
                raise LINK_USED.problem()
            user_id = await add_user(
                rows, now, row.id, wanted.name, row.email, row.role, row.invitation_language, hashed
            )
            cookie = await self._sign_ins.open(rows, user_id, row.id)
        log.info("An invitation was accepted.", organisation=row.id, user=user_id)
        return SignedIn(user_id, row.id, cookie, self._devices.mark(user_id))

    async def _open(self, rows: AsyncConnection, token: str) -> Row[Any]:
        query = (
            select(
                invitations.c.id.label("invitation_id"),
                invitations.c.email,
                invitations.c.role,
                invitations.c.language.label("invitation_language"),
                invitations.c.accepted_at,
                invitations.c.expires_at,
                organisations,
            )
            .join(organisations, organisations.c.id == invitations.c.organisation_id)
            .where(invitations.c.token_hash == token_hash(token))
        )
        row = (await rows.execute(query)).one_or_none()
        if row is None:
            raise LINK_UNKNOWN.problem()
        if row.accepted_at is not None:
            raise LINK_USED.problem()
        if row.expires_at <= self._now():
            raise LINK_EXPIRED.problem()
        return row


async def _other_admins(rows: AsyncConnection, office_id: str, user_id: str) -> int:
    query = (
        select(func.count())
        .select_from(users)
        .where(
            users.c.organisation_id == office_id,
            users.c.role == "admin",
            users.c.active,
            users.c.id != user_id,
        )
    )
    return int(await rows.scalar(query) or 0)
