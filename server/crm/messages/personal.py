"""What was written to and by a client, for an archive and for an erasure. The texts stand with the outbox's mails."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.crm.messages.tables import bounces, mailing_recipients, messages
from server.crm.personal import Aged, Fate, Personal, Told, Whom, plain
from server.stores.holding import BlobKeeper
from server.stores.tables import mail_attachments, mails

_SOME = 500


class MessagesPersonal(Personal):
    expires = ("message",)

    def __init__(self, keeper: BlobKeeper) -> None:
        self._keeper = keeper

    def _mails(self, whom: Whom) -> Any:
        """Mails of their messages, and all others to an address that is theirs alone: codes, appointments, signing."""
        told = select(messages.c.mail_id).where(messages.c.client_id.in_(whom.ids))
        theirs = or_(mails.c.id.in_(told), func.lower(mails.c.recipient).in_(whom.emails))
        return and_(mails.c.organisation_id == whom.organisation_id, theirs)

    async def fates(self, rows: AsyncConnection, whom: Whom) -> list[Fate]:
        said = select(func.count()).select_from(messages).where(messages.c.client_id.in_(whom.ids))
        sent = select(func.count()).select_from(mails).where(self._mails(whom))
        return [
            Fate("messages", int(await rows.scalar(said) or 0), "erased"),
            Fate("mails", int(await rows.scalar(sent) or 0), "erased"),
        ]

    async def tell(self, rows: AsyncConnection, whom: Whom, *, internal: bool) -> Told:
        query = select(mails).where(self._mails(whom)).order_by(mails.c.id)
        listed = []
        for row in await rows.execute(query):
            one = plain(row, "id", "kind", "recipient", "recipient_name", "sender_name", "subject", "status")
            one |= plain(row, "created_at", "sent_at", "delivered_at", "bounced_at")
            # What opens an account is nobody's to read twice.
            one["text"] = "" if row.secret else row.text
            listed.append(one)
        return Told({"messages": listed})

    async def subjects(self, rows: AsyncConnection, whom: Whom) -> list[str]:
        its = select(messages.c.id, messages.c.mail_id).where(messages.c.client_id.in_(whom.ids))
        return [one for row in await rows.execute(its) for one in row]

    async def forget(self, rows: AsyncConnection, whom: Whom) -> None:
        ids = (await rows.execute(select(mails.c.id).where(self._mails(whom)))).scalars().all()
        await self._let_go(rows, whom.organisation_id, ids)
        await rows.execute(delete(messages).where(messages.c.client_id.in_(whom.ids)))
        address = func.lower(bounces.c.email).in_(whom.emails)
        await rows.execute(delete(bounces).where(bounces.c.organisation_id == whom.organisation_id, address))
        recipients = mailing_recipients.c
        theirs = and_(recipients.organisation_id == whom.organisation_id, recipients.client_id.in_(whom.ids))
        waiting = and_(theirs, recipients.state == "waiting")
        await rows.execute(update(mailing_recipients).where(waiting).values(state="skipped", reason="client_unknown"))
        # That there was somebody stays, for the counts; not who.
        await rows.execute(update(mailing_recipients).where(theirs).values(client_id="", message_id=""))

    async def lively(
        self, rows: AsyncConnection, organisation_id: str, ids: Sequence[str], since: datetime
    ) -> set[str]:
        m = messages.c
        newer = select(m.client_id).where(
            m.organisation_id == organisation_id, m.client_id.in_(list(ids)), m.created_at >= since
        )
        return set((await rows.execute(newer.distinct())).scalars())

    async def aged(
        self, rows: AsyncConnection, organisation_id: str, kind: str, before: datetime, after: str, most: int
    ) -> list[Aged]:
        m = messages.c
        over = and_(m.organisation_id == organisation_id, m.created_at < before, m.id > after)
        found = await rows.execute(select(m.id, m.client_id, m.created_at).where(over).order_by(m.id).limit(most))
        return [Aged(row.id, row.client_id, row.created_at) for row in found]

    async def expire(self, rows: AsyncConnection, organisation_id: str, kind: str, ids: Sequence[str]) -> None:
        mine = and_(messages.c.organisation_id == organisation_id, messages.c.id.in_(list(ids)))
        gone = (await rows.execute(select(messages.c.mail_id).where(mine))).scalars().all()
        await self._let_go(rows, organisation_id, gone)
        await rows.execute(delete(messages).where(mine))

    async def _let_go(self, rows: AsyncConnection, organisation_id: str, ids: Sequence[str]) -> None:
        for at in range(0, len(ids), _SOME):
            some = list(ids[at : at + _SOME])
            carried = select(mail_attachments.c.sha256).where(mail_attachments.c.mail_id.in_(some)).distinct()
            for sha256 in (await rows.execute(carried)).scalars().all():
                await self._keeper.let_go(rows, organisation_id, sha256)
            await rows.execute(delete(mails).where(mails.c.organisation_id == organisation_id, mails.c.id.in_(some)))
            await rows.execute(delete(bounces).where(bounces.c.mail_id.in_(some)))
