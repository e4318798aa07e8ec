"""Threads of questions, what of them was seen, and votes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, case, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from server.helpdesk.letters import question
from server.helpdesk.tables import help_messages, help_seen, help_votes
from server.mail.outbox import Outbox
from server.mail.page import Sender
from server.stores.database import Database, uuid7
from server.stores.tables import organisations, users
from server.web import Member

PAGE = 100
_REMARKS = 200


@dataclass(frozen=True, slots=True)
class Thread:
    """Somebody's questions, as the reader finds them."""

    user_id: str
    name: str
    unseen: int
    last: Row[Any]


class HelpDesk:
    def __init__(
        self, database: Database, outbox: Outbox, now: Callable[[], datetime], own_url: Callable[[], str]
    ) -> None:
        self._database = database
        self._outbox = outbox
        self._now = now
        self._own_url = own_url

    async def threads(self, member: Member) -> list[Thread]:
        """An administrator's: everybody's; an adviser's: their own. Newest word first."""
        theirs = help_messages.c.organisation_id == member.organisation_id
        if member.role != "admin":
            theirs &= help_messages.c.user_id == member.user_id
        seen = (help_seen.c.user_id == help_messages.c.user_id) & (help_seen.c.reader_id == member.user_id)
        fresh = func.coalesce(help_seen.c.message_id, "") < help_messages.c.id
        others = func.coalesce(help_messages.c.author_id, "") != member.user_id
        sums = (
            select(
                help_messages.c.user_id,
                func.max(help_messages.c.id).label("last_id"),
                func.sum(case((fresh & others, 1), else_=0)).label("unseen"),
            )
            .select_from(help_messages.outerjoin(help_seen, seen))
            .where(theirs)
            .group_by(help_messages.c.user_id)
            .subquery()
        )
        query = (
            select(help_messages, users.c.name, sums.c.unseen)
            .join(sums, sums.c.last_id == help_messages.c.id)
            .join(users, users.c.id == help_messages.c.user_id)
            .order_by(help_messages.c.id.desc())
            .limit(PAGE)
        )
        async with self._database.reading() as rows:
            found = (await rows.execute(query)).all()
        return [Thread(row.user_id, row.name, int(row.unseen), row) for row in found]

    async def messages(self, member: Member, user_id: str, after: str | None) -> Sequence[Row[Any]]:
        """In their order; the newest hundred, or those after the one that is known."""
        its = (help_messages.c.organisation_id == member.organisation_id) & (help_messages.c.user_id == user_id)
        query = select(help_messages).where(its).order_by(help_messages.c.id.desc()).limit(PAGE)
        if after is not None:
            query = query.where(help_messages.c.id > after)
        async with self._database.reading() as rows:
            return (await rows.execute(query)).all()[::-1]

    async def knows(self, member: Member, user_id: str) -> bool:
        """Whether somebody of this office is meant, whose thread this member may read."""
        if member.role != "admin" and user_id != member.user_id:
            return False
        query = select(users.c.id).where(users.c.organisation_id == member.organisation_id, users.c.id == user_id)
        async with self._database.reading() as rows:
            return (await rows.execute(query)).first() is not None

    async def say(self, member: Member, user_id: str, text: str, page: str) -> Row[Any]:
        """Add to a thread. A question is also mailed to the administrators, with the first word of a conversation."""
        now, message_id = self._now(), uuid7()
        async with self._database.writing() as rows:
            newest = select(func.max(help_messages.c.created_at)).where(help_messages.c.user_id == user_id)
            before = await rows.scalar(newest)
            await rows.execute(
                insert(help_messages).values(
                    id=message_id,
                    organisation_id=member.organisation_id,
                    user_id=user_id,
                    author_id=member.user_id,
                    author_name=member.name,
                    text=text,
                    page=page,
                    created_at=now,
                )
            )
            await self._note_seen(rows, member, user_id, message_id)
            quiet = before is None or (now - before).total_seconds() > _CONVERSATION_S
            if user_id == member.user_id and quiet:
                await self._mail(rows, member, text, page)
            row = (await rows.execute(select(help_messages).where(help_messages.c.id == message_id))).one()
        self._outbox.wake()
        return row

    async def seen(self, member: Member, user_id: str, message_id: str) -> None:
        async with self._database.writing() as rows:
            await self._note_seen(rows, member, user_id, message_id)

    async def _note_seen(self, rows: AsyncConnection, member: Member, user_id: str, message_id: str) -> None:
        mine = (help_seen.c.reader_id == member.user_id) & (help_seen.c.user_id == user_id)
        changed = await rows.execute(
            update(help_seen).where(mine, help_seen.c.message_id < message_id).values(message_id=message_id)
        )
        if changed.rowcount or (await rows.execute(select(help_seen.c.user_id).where(mine))).first():
            return
        values = {"reader_id": member.user_id, "user_id": user_id, "message_id": message_id}
        try:
            async with rows.begin_nested():
                await rows.execute(insert(help_seen).values(**values, organisation_id=member.organisation_id))
        except IntegrityError:
            return  # the same person's other page was quicker

    async def _mail(self, rows: AsyncConnection, member: Member, text: str, page: str) -> None:
        office = (await rows.execute(select(organisations).where(organisations.c.id == member.organisation_id))).one()
        to = select(users).where(
            users.c.organisation_id == member.organisation_id,
            users.c.role == "admin",
            users.c.active,
            users.c.id != member.user_id,
        )
        sender = Sender(office.name, office.colour, office.phone, office.logo is not None)
        link = f"{self._own_url()}{page or '/adviser'}"
        for admin in (await rows.execute(to)).all():
            letter = question(sender, admin.language, to=(admin.email, admin.name), asker=member, text=text, link=link)
            await self._outbox.put(rows, office.id, letter)

    async def vote(self, organisation_id: str | None, article: str, language: str, helped: bool, text: str) -> None:
        async with self._database.writing() as rows:
            if organisation_id is None:
                some = (await rows.execute(select(organisations.c.id).limit(2))).scalars().all()
                organisation_id = some[0] if len(some) == 1 else None
            await rows.execute(
                insert(help_votes).values(
                    id=uuid7(),
                    organisation_id=organisation_id,
                    article=article,
                    language=language,
                    helped=helped,
                    text=text,
                    created_at=self._now(),
                )
            )

    async def votes(self, organisation_id: str) -> tuple[list[Any], list[Any]]:
        """Counts by page, those that helped least first; and the newest remarks."""
        its = help_votes.c.organisation_id == organisation_id
        no = func.sum(case((help_votes.c.helped, 0), else_=1)).label("no")
        yes = func.sum(case((help_votes.c.helped, 1), else_=0)).label("yes")
        counts = select(help_votes.c.article, yes, no).where(its).group_by(help_votes.c.article)
        remarks = select(help_votes).where(its, help_votes.c.text != "").order_by(help_votes.c.id.desc())
        async with self._database.reading() as rows:
            found = list((await rows.execute(counts.order_by(no.desc(), help_votes.c.article))).all())
            return found, list((await rows.execute(remarks.limit(_REMARKS))).all())


_CONVERSATION_S = 3600
"""A word that comes later than this after the last one begins a conversation anew."""
