"""Chaining what was noted, and checking the chain."""

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import and_, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.crm.audit.chain import GENESIS, Check, Verdict, link, private, seal
from server.crm.audit.tables import audit_events, audit_heads
from server.stores.database import Database

_AT_ONCE = 500
_READ = 2000


class AuditChain:
    """The chains of all offices. The lines that have no place yet are the work: it is there after any crash."""

    def __init__(self, database: Database, key: bytes, now: Callable[[], datetime]) -> None:
        self._database = database
        self._key = key
        self._now = now

    async def round(self) -> int:
        """Give every line its place; returns how many got one."""
        a, sealed = audit_events.c, 0
        async with self._database.reading() as rows:
            waiting = select(a.organisation_id).where(a.seq.is_(None)).distinct()
            offices = (await rows.execute(waiting)).scalars().all()
        for organisation_id in offices:
            while count := await self.seal(organisation_id):
                sealed += count
        return sealed

    async def seal(self, organisation_id: str) -> int:
        """One step of one office's chain, on one node at a time."""
        a = audit_events.c
        async with self._database.writing() as rows:
            await self._database.alone(rows, f"audit {organisation_id}")
            mine = and_(a.organisation_id == organisation_id, a.seq.is_(None))
            lines = (await rows.execute(select(audit_events).where(mine).order_by(a.id).limit(_AT_ONCE))).all()
            if not lines:
                return 0
            known = await self._head(rows, organisation_id)
            seq, head = (known[0], known[1]) if known else (0, GENESIS)
            for line in lines:
                seq += 1
                salt = secrets.token_hex(16)
                told = dict(line._mapping)
                digest = private(salt, told)
                head = link(head, seq, digest, told)
                place = {"seq": seq, "hash": head, "salt": salt, "private": digest}
                await rows.execute(update(audit_events).where(a.id == line.id).values(**place))
            kept = {"seq": seq, "hash": head, "seal": seal(self._key, organisation_id, seq, head), "at": self._now()}
            if known is None:
                await rows.execute(insert(audit_heads).values(organisation_id=organisation_id, **kept))
            else:
                its = audit_heads.c.organisation_id == organisation_id
                await rows.execute(update(audit_heads).where(its).values(**kept))
            return len(lines)

    async def verify(self, organisation_id: str) -> tuple[Verdict, int]:
        """The verdict, and how many lines wait for their place. One picture of the database, read in parts."""
        a, check, last = audit_events.c, Check(), 0
        async with self._database.reading() as rows:
            head = await self._head(rows, organisation_id)
            # What is sealed while this reads is not part of the picture.
            most = head[0] if head else 0
            while True:
                part = and_(a.organisation_id == organisation_id, a.seq > last)
                if head is not None:
                    part = and_(part, or_(a.seq <= most, a.seq.is_(None)))
                lines = (await rows.execute(select(audit_events).where(part).order_by(a.seq).limit(_READ))).all()
                if not lines:
                    break
                check.feed(dict(line._mapping) for line in lines)
                last = lines[-1].seq
            unsealed = select(func.count()).select_from(audit_events)
            waiting = await rows.scalar(unsealed.where(a.organisation_id == organisation_id, a.seq.is_(None)))
        return check.verdict(self._key, organisation_id, head), int(waiting or 0)

    async def withhold(
        self, rows: AsyncConnection, organisation_id: str, client_ids: Sequence[str], about: Sequence[str]
    ) -> int:
        """Take what is personal out of lines by and about a client, in the caller's transaction. Returns how many.

        Lines that have no place yet get theirs first: their digests have to be made of what they said.
        """
        a, count = audit_events.c, 0
        office, gone = a.organisation_id == organisation_id, {"detail": "", "salt": None, "withheld_at": self._now()}
        sealed = and_(office, a.seq.is_not(None), a.withheld_at.is_(None))
        by_client = and_(sealed, a.actor_kind == "client", a.actor_id.in_(list(client_ids)))
        done = await rows.execute(update(audit_events).where(by_client).values(**gone, actor_name="", address=""))
        count += done.rowcount
        for at in range(0, len(about), _AT_ONCE):
            its = and_(sealed, a.subject_id.in_(list(about[at : at + _AT_ONCE])), a.detail != "{}")
            count += (await rows.execute(update(audit_events).where(its).values(**gone))).rowcount
        return count

    async def _head(self, rows: AsyncConnection, organisation_id: str) -> tuple[int, str, str] | None:
        its = select(audit_heads).where(audit_heads.c.organisation_id == organisation_id)
        found = (await rows.execute(its)).one_or_none()
        return None if found is None else (found.seq, found.hash, found.seal)
