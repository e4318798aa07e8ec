"""Codes of sessions by mail: sent by an adviser, and once more for a client who lost it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, func, select

from server.live.tables import sessions
from server.mail.letters import session_code
from server.mail.outbox import Outbox
from server.mail.page import Sender
from server.stores.database import Database
from server.stores.tables import mails, organisations, users
from server.tasks import Tasks

# A client may ask again, but not fill somebody's mailbox.
_AGAIN_AFTER = timedelta(minutes=2)
_KINDS = ("session_code", "session_code_again")


def sender_of(office: Row[Any]) -> Sender:
    """The office's row, as letters need it."""
    return Sender(office.name, office.colour, office.phone, office.logo is not None)


class CodeMailer:
    """Implements the live session's CodeMails."""

    def __init__(
        self, database: Database, outbox: Outbox, tasks: Tasks, now: Callable[[], datetime], own_url: Callable[[], str]
    ) -> None:
        self._tasks = tasks
        self._database = database
        self._outbox = outbox
        self._now = now
        self._own_url = own_url

    async def send(
        self,
        office: Row[Any],
        *,
        sender: str,
        email: str,
        name: str,
        language: str,
        code: str,
        link: str,
        session_id: str,
    ) -> bool:
        """Put a code's mail in the outbox. `sender` is the adviser's name. Returns whether the outbox sends."""
        async with self._database.writing() as rows:
            reply_to = await rows.scalar(
                select(users.c.email)
                .join(sessions, sessions.c.host_user_id == users.c.id)
                .where(sessions.c.id == session_id, sessions.c.organisation_id == office.id)
            )
            letter = session_code(
                sender_of(office),
                language,
                email=email,
                name=name,
                adviser=sender,
                reply_to=reply_to or "",
                link=link,
                code=code,
            )
            await self._outbox.put(rows, office.id, letter, session_id)
        self._outbox.wake()
        return self._outbox.sends

    async def resend(self, email: str) -> None:
        """Repeat the mails of running sessions that went to this address. Says nothing about it, not even by waiting."""
        self._tasks.start("codes again", self._again(email))

    async def _again(self, email: str) -> None:
        newest = func.max(mails.c.id).label("newest")
        written = (
            select(newest, func.max(mails.c.created_at).label("last"))
            .where(mails.c.recipient == email, mails.c.kind.in_(_KINDS), mails.c.session_id.is_not(None))
            .group_by(mails.c.session_id)
            .subquery()
        )
        query = (
            select(
                mails.c.recipient_name,
                mails.c.language.label("mail_language"),
                mails.c.reply_to,
                sessions.c.id.label("session_id"),
                sessions.c.code,
                sessions.c.host_name,
                organisations,
            )
            .select_from(written)
            .join(mails, mails.c.id == written.c.newest)
            .join(sessions, sessions.c.id == mails.c.session_id)
            .join(organisations, organisations.c.id == sessions.c.organisation_id)
            .where(sessions.c.code.is_not(None), written.c.last <= self._now() - _AGAIN_AFTER)
            .limit(5)
        )
        async with self._database.writing() as rows:
            for row in (await rows.execute(query)).all():
                letter = session_code(
                    sender_of(row),
                    row.mail_language,
                    email=email,
                    name=row.recipient_name,
                    adviser=row.host_name,
                    reply_to=row.reply_to,
                    link=f"{self._own_url()}/{row.code}",
                    code=row.code,
                    again=True,
                )
                await self._outbox.put(rows, row.id, letter, row.session_id)
        self._outbox.wake()
