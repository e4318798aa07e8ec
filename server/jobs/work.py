"""Taking leases on durable work, and doing it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
import structlog
from sqlalchemy import Row, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.jobs.tables import jobs
from server.stores.database import Database, uuid7
from server.tasks import serve
from server.web import Problem

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=20)
"""Held by a beat while a worker works; a dead process's work begins anew after it."""
_BEAT = 5.0
_POLL = 5.0
_AT_ONCE = 4
# Minutes before each next try; the last one again and again.
_PAUSES = (0.05, 0.25, 1, 2, 5, 10, 20, 30, 60)


class Later(Exception):
    """It cannot be done now; `code` says why, in the words of refusals. `patient`: it is never given up for this."""

    def __init__(self, code: str, *, patient: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.patient = patient


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work, as its worker sees it. `tries` counts this one, from 1."""

    id: str
    organisation_id: str
    kind: str
    subject: str
    detail: dict[str, Any]
    tries: int


Worker = Callable[[Job], Awaitable[datetime | None]]
"""None: done. A time: again then. Raises Later, or a Problem, to be tried again."""


@dataclass(frozen=True, slots=True)
class _Kind:
    work: Worker
    most_tries: int
    gave_up: Callable[[Job, str], Awaitable[None]] | None


async def promise(
    rows: AsyncConnection,
    now: datetime,
    organisation_id: str,
    kind: str,
    subject: str,
    *,
    run_at: datetime | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    """Promise work, in the caller's transaction. What was promised of this kind about this subject is replaced."""
    await take_back(rows, organisation_id, subject, kind)
    await rows.execute(
        insert(jobs).values(
            id=uuid7(),
            organisation_id=organisation_id,
            kind=kind,
            subject=subject,
            detail=orjson.dumps(detail or {}).decode(),
            run_at=run_at or now,
            created_at=now,
            updated_at=now,
        )
    )


async def take_back(rows: AsyncConnection, organisation_id: str, subject: str, *kinds: str) -> None:
    """Take promises back, in the caller's transaction. A worker that is at one may still finish."""
    its = (jobs.c.organisation_id == organisation_id) & jobs.c.kind.in_(kinds) & (jobs.c.subject == subject)
    await rows.execute(delete(jobs).where(its))


class Jobs:
    """One per process. `owner` tells its name, once it has one by which others see that it is dead (server/signing)."""

    def __init__(self, database: Database, now: Callable[[], datetime], owner: Callable[[], str] | None = None) -> None:
        self._database = database
        self._now = now
        self._kinds: dict[str, _Kind] = {}
        self._mine: set[str] = set()
        token = uuid7()
        self._owner = owner or (lambda: token)
        self._waiting = asyncio.Event()

    def does(
        self,
        kind: str,
        work: Worker,
        *,
        most_tries: int = 40,
        gave_up: Callable[[Job, str], Awaitable[None]] | None = None,
    ) -> None:
        """Who does the work of a kind. After `most_tries` (40: more than a day) it is given up, and stays to be seen."""
        self._kinds[kind] = _Kind(work, most_tries, gave_up)

    async def put(
        self,
        rows: AsyncConnection,
        organisation_id: str,
        kind: str,
        subject: str,
        *,
        run_at: datetime | None = None,
        detail: dict[str, Any] | None = None,
    ) -> None:
        """Promise work, in the caller's transaction. What was promised of this kind about this subject is replaced."""
        await promise(rows, self._now(), organisation_id, kind, subject, run_at=run_at, detail=detail)

    async def drop(self, rows: AsyncConnection, organisation_id: str, kind: str, subject: str) -> None:
        """Take a promise back, in the caller's transaction. A worker that is at it may still finish."""
        await take_back(rows, organisation_id, subject, kind)

    async def bury(self, dead: Iterable[str]) -> None:
        """Free at once what processes held that are known to be gone."""
        gone = list(dead)
        if gone:
            async with self._database.writing() as rows:
                freed = {"lease_until": None, "lease_token": None}
                await rows.execute(update(jobs).where(jobs.c.lease_token.in_(gone)).values(**freed))

    def wake(self) -> None:
        self._waiting.set()

    async def run(self) -> None:
        """Do what is due, several at once, then wait to be woken; look anyway now and then."""
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._beat())
                group.create_task(serve(self._claim, self._held, self._waiting, at_once=_AT_ONCE, look_every=_POLL))
        finally:
            # A piece that was cut off before its first step has let go of nothing: its lease must run out all the same.
            self._mine.clear()

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(_BEAT)
            if self._mine:
                held = jobs.c.id.in_(list(self._mine)) & (jobs.c.lease_token == self._owner())
                async with self._database.writing() as rows:
                    await rows.execute(update(jobs).where(held).values(lease_until=self._now() + LEASE))

    async def do_one(self) -> bool:
        """Do one piece of work that is due. Returns whether there was one."""
        row = await self._claim()
        if row is not None:
            await self._held(row)
        return row is not None

    async def _held(self, row: Row[Any]) -> None:
        try:
            await self._do(row)
        finally:
            self._mine.discard(row.id)

    async def _do(self, row: Row[Any]) -> None:
        job = Job(row.id, row.organisation_id, row.kind, row.subject, orjson.loads(row.detail), row.tries)
        kind = self._kinds[job.kind]
        try:
            again = await kind.work(job)
        except Later as later:
            await self._later(job, kind, later.code, patient=later.patient)
        except Problem as wrong:
            await self._later(job, kind, wrong.refusal.code)
        except Exception:
            log.exception("Durable work failed.", kind=job.kind, subject=job.subject)
            await self._later(job, kind, "internal")
        else:
            held = (jobs.c.id == job.id) & (jobs.c.lease_token == self._owner())
            async with self._database.writing() as rows:
                if again is None:
                    await rows.execute(delete(jobs).where(held))
                else:
                    free = {"run_at": again, "tries": 0, "error": None, "lease_until": None, "lease_token": None}
                    await rows.execute(update(jobs).where(held).values(**free, updated_at=self._now()))

    async def _later(self, job: Job, kind: _Kind, code: str, *, patient: bool = False) -> None:
        now = self._now()
        values: dict[str, Any] = {"error": code[:64], "lease_until": None, "lease_token": None, "updated_at": now}
        over = job.tries >= kind.most_tries and not patient
        if over:
            log.warning("Durable work is given up.", kind=job.kind, subject=job.subject, code=code)
            if kind.gave_up is not None:
                await kind.gave_up(job, code)
            values["failed_at"] = now
        else:
            values["run_at"] = now + timedelta(minutes=_PAUSES[min(job.tries, len(_PAUSES)) - 1])
        held = (jobs.c.id == job.id) & (jobs.c.lease_token == self._owner())
        async with self._database.writing() as rows:
            await rows.execute(update(jobs).where(held).values(**values))

    async def _claim(self) -> Row[Any] | None:
        now = self._now()
        free = or_(jobs.c.lease_until.is_(None), jobs.c.lease_until <= now)
        # Kinds of a newer version on another node are left to it.
        due = (jobs.c.run_at <= now) & free & jobs.c.failed_at.is_(None) & jobs.c.kind.in_(list(self._kinds))
        # A lease that ran out while this process was held up is no reason to do the same twice at once.
        due &= jobs.c.id.not_in(list(self._mine))
        async with self._database.reading() as rows:
            if await rows.scalar(select(jobs.c.id).where(due).limit(1)) is None:
                return None
        async with self._database.writing() as rows:
            chosen = select(jobs.c.id).where(due).order_by(jobs.c.run_at).limit(1)
            job_id = await rows.scalar(chosen.with_for_update(skip_locked=True))
            if job_id is None:
                return None
            mine = jobs.c.id == job_id
            taken = {"tries": jobs.c.tries + 1, "lease_until": now + LEASE, "lease_token": self._owner()}
            await rows.execute(update(jobs).where(mine).values(**taken, updated_at=now))
            row = (await rows.execute(select(jobs).where(mine))).one()
        self._mine.add(row.id)
        return row
