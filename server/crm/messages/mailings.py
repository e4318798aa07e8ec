"""The durable work of a message to many: one transaction for each recipient, so a killed process repeats nobody."""

from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Row, select, update

from server.crm.messages import store
from server.crm.messages.office import PostOffice, Wish
from server.crm.messages.tables import mailing_recipients, mailings
from server.crm.messages.writing import recipient
from server.crm.ports import Actor, Clients, Ground, Rows
from server.jobs import Job
from server.web import Problem

R = mailing_recipients.c


class Mailings:
    def __init__(self, ground: Ground, post: PostOffice, clients: Clients) -> None:
        self._ground, self._post, self._clients = ground, post, clients

    async def work(self, job: Job) -> datetime | None:
        """Each recipient in turn. A mail and its mark are written together, so whoever takes over goes on behind it."""
        while await self._one(job):
            self._ground.outbox.wake()
        self._ground.outbox.wake()
        return None

    async def _one(self, job: Job) -> bool:
        """Returns whether there may be another."""
        database = self._ground.database
        async with database.writing() as rows:
            await database.alone(rows, f"mailing {job.subject}")
            mailing = await store.mailing(rows, job.organisation_id, job.subject)
            if mailing is None or mailing.done_at is not None:
                return False
            waiting = (R.mailing_id == mailing.id) & (R.state == "waiting")
            place = (
                await rows.execute(select(mailing_recipients).where(waiting).order_by(R.position).limit(1))
            ).first()
            if place is None:
                now = self._ground.now()
                await rows.execute(
                    update(mailings).where(mailings.c.id == mailing.id).values(done_at=now, updated_at=now)
                )
                return False
            values = await self._tried(rows, mailing, place)
            its = (R.mailing_id == mailing.id) & (R.position == place.position)
            await rows.execute(update(mailing_recipients).where(its).values(**values))
        return True

    async def _tried(self, rows: Rows, mailing: Row[Any], place: Row[Any]) -> dict[str, str]:
        client_id = await self._clients.living(rows, mailing.organisation_id, place.client_id)
        card = await self._clients.card(rows, mailing.organisation_id, client_id)
        if card is None:
            return {"state": "skipped", "reason": "client_unknown"}
        wish = Wish(
            kind=mailing.kind,
            to=recipient(card, ""),
            values={},
            adviser_id=mailing.sender_id,
            subject=mailing.subject,
            blocks=orjson.loads(mailing.blocks),
            mailing_id=mailing.id,
            actor=Actor("user", mailing.made_by or ""),
        )
        try:
            posted = await self._post.post(rows, mailing.organisation_id, wish)
        except Problem as wrong:  # refused before anything was written
            return {"state": "skipped", "reason": wrong.refusal.code}
        return {"state": "sent", "message_id": posted.message_id}
