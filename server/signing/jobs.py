"""Durable work of signing: what has to happen although nobody waits for it, whatever dies meanwhile.

A row is a promise. Whichever process takes its lease does the work, in transactions that ask whether it was done
already; the row goes when it is. A process that dies loses the lease, and another begins anew.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import Row, delete, or_, select, update

from server.signing.envelopes import Envelope
from server.signing.finishing import Finishing, NotYet
from server.signing.leases import BEAT, LEASE
from server.signing.means import Tools
from server.signing.progress import by_mail
from server.signing.tables import signing_jobs
from server.web import Problem

log = structlog.get_logger(__name__)

_POLL = 5.0
# Minutes before each next try; the last one again and again.
PAUSES = (0.05, 0.25, 1, 2, 5, 10, 20, 30)
_MOST_TRIES = 60
"""Of work that fails for another reason than a stamp that does not come: more than a day."""

Filed = Callable[[Envelope], Awaitable[None]]
"""Puts what an envelope has left where its document came from. Again changes nothing; raises NotYet to be asked again."""

Other = Callable[[str, str, int], Awaitable[None]]
"""Work of another kind: office, envelope, which try it is. Raises NotYet, or a Problem, to be asked again."""


class Jobs:
    """One per process."""

    def __init__(self, tools: Tools, finishing: Finishing) -> None:
        self._tools = tools
        self._finishing = finishing
        self._filed: list[Filed] = []
        self._others: dict[str, Other] = {}
        self._running: set[str] = set()
        self.waiting = asyncio.Event()

    def file_with(self, filed: Filed) -> None:
        self._filed.append(filed)

    def also(self, kind: str, work: Other) -> None:
        """Who does the work of a further kind."""
        self._others[kind] = work

    def wake(self) -> None:
        self.waiting.set()

    async def run(self) -> None:
        """Do what is due, then wait to be woken; look anyway now and then, for what is due later and for other nodes."""
        while True:
            self.waiting.clear()
            while await self.do_one():
                pass
            try:
                async with asyncio.timeout(_POLL):
                    await self.waiting.wait()
            except TimeoutError:
                continue

    async def beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT)
            await self._tools.leases.beat()

    async def sweep(self) -> None:
        """Bytes that nobody holds any more."""
        while await self._tools.keeper.sweep():
            pass
        await self._tools.keeper.sweep_halves()

    async def do_one(self) -> bool:
        """Do one piece of work that is due. Returns whether there was one."""
        job = await self._claim()
        if job is None:
            return False
        self._running.add(job.id)
        try:
            with self._tools.leases.working():
                await self._do(job)
        finally:
            self._running.discard(job.id)
        return True

    async def _do(self, job: Row[Any]) -> None:
        try:
            again = await self._work(job)
        except NotYet as wait:
            await self._later(job, wait.code)
        except Problem as wrong:
            await self._later(job, wrong.refusal.code)
        except Exception:
            log.exception("Work of signing failed.", kind=job.kind, envelope=job.envelope_id)
            await self._later(job, "internal")
        else:
            mine = (signing_jobs.c.id == job.id) & (signing_jobs.c.lease_token == self._tools.leases.owner)
            async with self._tools.database.writing() as rows:
                if again is None:
                    await rows.execute(delete(signing_jobs).where(mine))
                else:
                    run_at = self._tools.now() + again
                    free = {"run_at": run_at, "tries": 0, "lease_until": None, "lease_token": None}
                    await rows.execute(update(signing_jobs).where(mine).values(**free))

    async def _work(self, job: Row[Any]) -> timedelta | None:
        """None: done. Else how long until the next time."""
        match job.kind:
            case "seal":
                await self._finishing.run(job.organisation_id, job.envelope_id)
            case "file":
                envelope = await self._tools.turns.get(job.organisation_id, job.envelope_id, events=True)
                for filed in self._filed:
                    await filed(envelope)
            case "expire":
                await self._expire(job)
            case "remind":
                return await self._remind(job)
            case kind if kind in self._others:
                await self._others[kind](job.organisation_id, job.envelope_id, job.tries)
            case _:
                log.error("There is work of a kind that this version does not know.", kind=job.kind)
                raise NotYet("unknown_kind")
        return None

    async def _expire(self, job: Row[Any]) -> None:
        async with self._tools.turns.turn(job.organisation_id, job.envelope_id) as turn:
            envelope = turn.envelope
            if envelope.status != "sent" or envelope.seal != "none":
                return
            if envelope.expires_at is not None and envelope.expires_at > turn.now:
                raise NotYet("not_due")
            await turn.set(status="expired", credit=await self._tools.credits.release(turn))
            await turn.no_job("remind")
            await turn.event("expired")

    async def _remind(self, job: Row[Any]) -> timedelta | None:
        async with self._tools.turns.turn(job.organisation_id, job.envelope_id) as turn:
            envelope = turn.envelope
            if envelope.status != "sent" or envelope.seal != "none" or not envelope.remind_every_days:
                return None
            for signer in envelope.signers:
                if signer.turn and by_mail(envelope, signer):
                    await turn.event("reminded", signer.id, address=signer.email)
        return timedelta(days=envelope.remind_every_days)

    async def _claim(self) -> Row[Any] | None:
        now = self._tools.now()
        free = or_(signing_jobs.c.lease_until.is_(None), signing_jobs.c.lease_until <= now)
        due = (signing_jobs.c.run_at <= now) & free & signing_jobs.c.id.not_in(self._running)
        async with self._tools.database.reading() as rows:
            if await rows.scalar(select(signing_jobs.c.id).where(due).limit(1)) is None:
                return None
        async with self._tools.database.writing() as rows:
            chosen = select(signing_jobs.c.id).where(due).order_by(signing_jobs.c.run_at).limit(1)
            job_id = await rows.scalar(chosen.with_for_update(skip_locked=True))
            if job_id is None:
                return None
            mine = signing_jobs.c.id == job_id
            taken = {
                "tries": signing_jobs.c.tries + 1,
                "lease_until": now + LEASE,
                "lease_token": self._tools.leases.owner,
                "updated_at": now,
            }
            await rows.execute(update(signing_jobs).where(mine).values(**taken))
            return (await rows.execute(select(signing_jobs).where(mine))).one()

    async def _later(self, job: Row[Any], code: str) -> None:
        if job.kind == "seal" and job.tries >= _MOST_TRIES and code != "tsa_away":
            await self._finishing.gave_up(job.organisation_id, job.envelope_id, code)
        if code == "internal" or job.tries > 3:
            log.warning("Work of signing is tried again later.", kind=job.kind, code=code, tries=job.tries)
        pause = timedelta(minutes=PAUSES[min(job.tries, len(PAUSES)) - 1])
        mine = (signing_jobs.c.id == job.id) & (signing_jobs.c.lease_token == self._tools.leases.owner)
        async with self._tools.database.writing() as rows:
            await rows.execute(
                update(signing_jobs)
                .where(mine)
                .values(run_at=self._tools.now() + pause, error=code[:64], lease_until=None, lease_token=None)
            )
