"""The webhooks of an office: made, changed, switched, given new secrets, removed."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.hooks.letters import webhook_off
from server.hooks.outgoing import Outgoing
from server.hooks.refusals import TOO_MANY_WEBHOOKS
from server.hooks.signatures import Safe, new_secret
from server.hooks.tables import webhooks
from server.hooks.targets import Targets
from server.mail.outbox import Outbox
from server.mail.page import Sender
from server.stores.database import Database, uuid7
from server.stores.tables import organisations, users
from server.web import Member
from server.web.problems import NOT_FOUND

log = structlog.get_logger(__name__)

MOST = 20
"""Webhooks of one office."""
BOTH = timedelta(hours=24)
"""How long a replaced secret still signs, beside the new one."""


class Notices:
    """Tells the administrators of an office that a webhook was switched off."""

    def __init__(self, outbox: Outbox, own_url: Callable[[], str]) -> None:
        self._outbox = outbox
        self._own_url = own_url

    async def switched_off(self, rows: AsyncConnection, webhook: Row[Any], since: datetime, reason: str) -> None:
        """Put a mail to each of them into the outbox, in the transaction that switches the webhook off."""
        office = (await rows.execute(select(organisations).where(organisations.c.id == webhook.organisation_id))).one()
        admins = select(users).where(
            users.c.organisation_id == webhook.organisation_id, users.c.role == "admin", users.c.active
        )
        sender = Sender(office.name, office.colour, office.phone, office.logo is not None)
        for admin in (await rows.execute(admins)).all():
            letter = webhook_off(
                sender,
                admin.language,
                email=admin.email,
                name=admin.name,
                webhook=webhook.name,
                url=webhook.url,
                since=since,
                gone=reason == "gone",
                link=f"{self._own_url()}/adviser/settings/webhooks/{webhook.id}",
            )
            await self._outbox.put(rows, webhook.organisation_id, letter)
        log.warning(
            "A webhook was switched off.", organisation=webhook.organisation_id, webhook=webhook.id, reason=reason
        )


class Webhooks:
    def __init__(
        self, database: Database, outgoing: Outgoing, targets: Targets, safe: Safe, now: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._outgoing = outgoing
        self._targets = targets
        self._safe = safe
        self._now = now

    async def all(self, office_id: str) -> Sequence[Row[Any]]:
        query = select(webhooks).where(webhooks.c.organisation_id == office_id).order_by(webhooks.c.id)
        async with self._database.reading() as rows:
            return (await rows.execute(query)).all()

    async def one(self, office_id: str, webhook_id: str) -> Row[Any]:
        """Raises not_found."""
        async with self._database.reading() as rows:
            row = (await rows.execute(select(webhooks).where(_mine(office_id, webhook_id)))).one_or_none()
        if row is None:
            raise NOT_FOUND.problem()
        return row

    async def make(self, by: Member, name: str, url: str, kinds: Sequence[str]) -> tuple[Row[Any], str]:
        """A new webhook with its secret, which is shown this once. Raises a Problem."""
        now, webhook_id, secret = self._now(), uuid7(), new_secret()
        url = self._targets.check(url)
        async with self._database.writing() as rows:
            await self._database.alone(rows, f"webhooks of {by.organisation_id}")
            theirs = webhooks.c.organisation_id == by.organisation_id
            if (await rows.scalar(select(func.count()).select_from(webhooks).where(theirs)) or 0) >= MOST:
                raise TOO_MANY_WEBHOOKS.problem()
            await rows.execute(
                insert(webhooks).values(
                    id=webhook_id,
                    organisation_id=by.organisation_id,
                    name=name,
                    url=url,
                    kinds=json.dumps(list(kinds)),
                    active=True,
                    off_reason="",
                    secret=self._safe.seal(webhook_id, secret),
                    created_at=now,
                    updated_at=now,
                )
            )
        log.info("A webhook was made.", organisation=by.organisation_id, webhook=webhook_id, by=by.user_id)
        return await self.one(by.organisation_id, webhook_id), secret

    async def change(self, by: Member, webhook_id: str, changes: dict[str, Any]) -> Row[Any]:
        """Change name, url, kinds, or switch on and off (active). Raises a Problem, and then changes nothing."""
        values = dict(changes)
        if "url" in values:
            values["url"] = self._targets.check(values["url"])
        if "kinds" in values:
            values["kinds"] = json.dumps(list(values["kinds"]))
        if "active" in values:
            values["off_reason"] = "" if values["active"] else "admin"
            if values["active"]:
                # A new beginning: what failed before counts no more.
                values["failing_since"] = None
        values |= {"updated_at": self._now(), "version": webhooks.c.version + 1}
        mine = _mine(by.organisation_id, webhook_id)
        async with self._database.writing() as rows:
            if not (await rows.execute(update(webhooks).where(mine).values(**values))).rowcount:
                raise NOT_FOUND.problem()
            if changes.get("active") is True:
                await self._outgoing.let_go(rows, webhook_id)
            elif changes.get("active") is False:
                await self._outgoing.hold(rows, webhook_id)
        log.info("A webhook was changed.", webhook=webhook_id, by=by.user_id, fields=sorted(changes))
        return await self.one(by.organisation_id, webhook_id)

    async def new_secret(self, by: Member, webhook_id: str) -> tuple[Row[Any], str]:
        """Another secret, shown this once; the present one signs as well for a day. Raises not_found."""
        now, secret = self._now(), new_secret()
        mine = _mine(by.organisation_id, webhook_id)
        changed = update(webhooks).where(mine)
        async with self._database.writing() as rows:
            done = await rows.execute(
                changed.values(
                    secret_before=webhooks.c.secret,
                    secret_before_until=now + BOTH,
                    secret=self._safe.seal(webhook_id, secret),
                    updated_at=now,
                    version=webhooks.c.version + 1,
                )
            )
        if not done.rowcount:
            raise NOT_FOUND.problem()
        log.info("A webhook was given a new secret.", webhook=webhook_id, by=by.user_id)
        return await self.one(by.organisation_id, webhook_id), secret

    async def remove(self, by: Member, webhook_id: str) -> None:
        """With its deliveries, those that wait too. Raises not_found."""
        async with self._database.writing() as rows:
            gone = await rows.execute(delete(webhooks).where(_mine(by.organisation_id, webhook_id)))
        if not gone.rowcount:
            raise NOT_FOUND.problem()
        log.info("A webhook was removed.", webhook=webhook_id, by=by.user_id)


def _mine(office_id: str, webhook_id: str) -> Any:
    return (webhooks.c.organisation_id == office_id) & (webhooks.c.id == webhook_id)
