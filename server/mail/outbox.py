"""The outbox: a mail is stored in the transaction of its cause, and sent afterwards.

None is lost, whenever a process dies. One is sent twice in a single case that SMTP itself cannot tell: when the process
dies after the last dot of the mail was on its way and before our note of the mail server's yes is stored. Then it is
sent again after the lease runs out, with the same Message-ID, so that receivers can tell.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.mail.page import Letter
from server.stores.database import Database, uuid7
from server.stores.tables import mail_attachments, mails, organisations

LEASE = timedelta(minutes=3)
PAGE = 50
# Minutes before each next try. The whole takes about two days.
_PAUSES = (0.5, 2, 5, 15, 30, 60, 120, 240, 480, 720, 1200)


@dataclass(frozen=True, slots=True)
class Attachment:
    """What travels with a mail: a blob of its office, under a name. `size` in bytes."""

    name: str
    media_type: str
    size: int
    sha256: str


Told = Callable[[AsyncConnection, Row[Any], str], Awaitable[None]]
"""Hears in the transaction what became of a mail: sent, failed, bounced or delivered."""


class Outbox:
    """Mails of all offices. `sends` is False without SMTP: mails are then kept, to be read here."""

    def __init__(self, database: Database, now: Callable[[], datetime], *, sends: bool) -> None:
        self._database = database
        self._now = now
        self._sends = sends
        self.waiting = asyncio.Event()
        self.outcomes: list[Told] = []

    async def put(
        self,
        rows: AsyncConnection,
        organisation_id: str,
        letter: Letter,
        session_id: str | None = None,
        attachments: Sequence[Attachment] = (),
    ) -> str:
        """Store a mail in the caller's transaction; returns its id. Call `wake` after the commit."""
        now, mail_id = self._now(), uuid7()
        await rows.execute(
            insert(mails).values(
                id=mail_id,
                organisation_id=organisation_id,
                kind=letter.kind,
                session_id=session_id,
                recipient=letter.recipient,
                recipient_name=letter.recipient_name,
                sender_name=letter.sender_name,
                reply_to=letter.reply_to,
                language=letter.language,
                subject=letter.subject,
                text=letter.text,
                html=letter.html,
                secret=letter.secret,
                calendar_method=letter.calendar[0] if letter.calendar else "",
                calendar=letter.calendar[1] if letter.calendar else "",
                unsubscribe=letter.unsubscribe,
                status="queued" if self._sends else "kept",
                tries=0,
                run_at=now,
                created_at=now,
                updated_at=now,
            )
        )
        for position, one in enumerate(attachments, 1):
            await rows.execute(
                insert(mail_attachments).values(
                    mail_id=mail_id,
                    position=position,
                    organisation_id=organisation_id,
                    name=one.name,
                    media_type=one.media_type,
                    size=one.size,
                    sha256=one.sha256,
                )
            )
        return mail_id

    async def attachments(self, mail_id: str) -> list[Attachment]:
        """What travels with a mail, in its order."""
        query = (
            select(mail_attachments).where(mail_attachments.c.mail_id == mail_id).order_by(mail_attachments.c.position)
        )
        async with self._database.reading() as rows:
            found = (await rows.execute(query)).all()
        return [Attachment(row.name, row.media_type, row.size, row.sha256) for row in found]

    @property
    def sends(self) -> bool:
        return self._sends

    def wake(self) -> None:
        """Tell the sender that there is something new."""
        self.waiting.set()

    async def claim(self) -> Row[Any] | None:
        """The next mail that is due, leased to the caller; with the hash of the office's logo."""
        now = self._now()
        due = or_(
            (mails.c.status == "queued") & (mails.c.run_at <= now),
            # Its sender has died: the lease ran out.
            (mails.c.status == "sending") & (mails.c.lease_until <= now),
        )
        async with self._database.reading() as rows:
            if await rows.scalar(select(mails.c.id).where(due).limit(1)) is None:
                return None
        async with self._database.writing() as rows:
            chosen = select(mails.c.id).where(due).order_by(mails.c.run_at).limit(1).with_for_update(skip_locked=True)
            mail_id = await rows.scalar(chosen)
            if mail_id is None:
                return None
            await rows.execute(
                update(mails)
                .where(mails.c.id == mail_id)
                .values(
                    status="sending",
                    tries=mails.c.tries + 1,
                    lease_until=now + LEASE,
                    lease_token=uuid7(),
                    updated_at=now,
                )
            )
            whole = (
                select(mails, organisations.c.logo)
                .join(organisations, organisations.c.id == mails.c.organisation_id)
                .where(mails.c.id == mail_id)
            )
            return (await rows.execute(whole)).one()

    async def sent(self, mail: Row[Any]) -> None:
        """Note a delivery. The text of a mail that opens an account goes now."""
        gone = {"text": "", "html": ""} if mail.secret else {}
        await self._note(mail, "sent", status="sent", sent_at=self._now(), error=None, **gone)

    async def failed(self, mail: Row[Any], error: str, *, final: bool) -> str:
        """Note a failure; returns the new status, "queued" for another try or "failed"."""
        if final or mail.tries > len(_PAUSES):
            await self._note(mail, "failed", status="failed", error=error)
            return "failed"
        pause = timedelta(minutes=_PAUSES[mail.tries - 1])
        await self._note(mail, "", status="queued", error=error, run_at=self._now() + pause)
        return "queued"

    async def _note(self, mail: Row[Any], outcome: str, **values: Any) -> None:
        # Only while the lease is still ours: another node may have taken over.
        mine = (mails.c.id == mail.id) & (mails.c.lease_token == mail.lease_token)
        values |= {"lease_until": None, "lease_token": None, "updated_at": self._now()}
        async with self._database.writing() as rows:
            held = await rows.execute(update(mails).where(mine).values(**values))
            if held.rowcount and outcome:
                await self._tell(rows, mail, outcome)

    async def _tell(self, rows: AsyncConnection, mail: Row[Any], outcome: str) -> None:
        for told in self.outcomes:
            await told(rows, mail, outcome)

    async def reported(self, rows: AsyncConnection, mail: Row[Any], *, error: str) -> None:
        """What a mail server said after it had taken a mail; `error` "": it was delivered. Said twice, it counts once."""
        now = self._now()
        fresh = (mails.c.id == mail.id) & mails.c.bounced_at.is_(None)
        if not error:
            fresh &= mails.c.delivered_at.is_(None)
        values = {"bounced_at": now, "error": error} if error else {"delivered_at": now}
        held = await rows.execute(update(mails).where(fresh).values(**values, updated_at=now))
        if held.rowcount:
            await self._tell(rows, mail, "bounced" if error else "delivered")

    async def again(self, organisation_id: str, mail_id: str) -> Row[Any] | None:
        """Queue anew what failed, or was kept before there was a mail server; every other mail stays as it is."""
        idle = mails.c.status.in_(("failed", "kept"))
        mine = (mails.c.organisation_id == organisation_id) & (mails.c.id == mail_id)
        if self._sends:
            now = self._now()
            anew = {"status": "queued", "tries": 0, "error": None, "run_at": now, "updated_at": now}
            anew |= {"delivered_at": None, "bounced_at": None}
            async with self._database.writing() as rows:
                await rows.execute(update(mails).where(mine & idle).values(**anew))
            self.wake()
        return await self.one(organisation_id, mail_id)

    async def page(self, organisation_id: str, before: str | None) -> Sequence[Row[Any]]:
        """Newest first, one more than a page holds."""
        query = select(mails).where(mails.c.organisation_id == organisation_id).order_by(mails.c.id.desc())
        if before is not None:
            query = query.where(mails.c.id < before)
        async with self._database.reading() as rows:
            return (await rows.execute(query.limit(PAGE + 1))).all()

    async def one(self, organisation_id: str, mail_id: str) -> Row[Any] | None:
        query = (
            select(mails, organisations.c.logo)
            .join(organisations, organisations.c.id == mails.c.organisation_id)
            .where(mails.c.organisation_id == organisation_id, mails.c.id == mail_id)
        )
        async with self._database.reading() as rows:
            return (await rows.execute(query)).one_or_none()
