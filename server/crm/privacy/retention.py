"""Letting go of what an office has no reason any more to keep: once a day, by its table of rules."""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any

import orjson
from dateutil.relativedelta import relativedelta
from sqlalchemy import Row, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.crm.choices import ChoiceStore, OfficeChoices
from server.crm.personal import Aged, Personal
from server.crm.ports import SYSTEM, Audit
from server.crm.privacy.erasing import Erasures
from server.crm.privacy.holds import Holds
from server.crm.privacy.rules import Rules
from server.crm.privacy.tables import retention_runs
from server.jobs import Job, Jobs
from server.jobs.tables import jobs as job_rows
from server.stores.database import Database, uuid7
from server.stores.holding import BlobKeeper
from server.stores.tables import organisations
from server.web import Problem

WORK = "retention"
_PAGE = 200
_MOST = 5000  # of one kind a day: the rest follows tomorrow
_HOUR = time(2, 30)
_RUNS = 400

_WHOLE = ("client", "deleted_client")

Countries = Callable[[AsyncConnection, str, Sequence[str]], Awaitable[dict[str, str]]]


@dataclass(slots=True)
class Tally:
    """What became of the things of one rule."""

    due: int = 0
    gone: int = 0
    held: int = 0
    stopped: int = 0


@dataclass(slots=True)
class _Round:
    organisation_id: str
    country: str
    now: datetime
    tallies: dict[str, Tally] = field(default_factory=dict)

    def cutoff(self, rule: Row[Any]) -> datetime:
        cutoff: datetime = self.now - relativedelta(months=rule.months)
        return cutoff


class Retention:
    def __init__(
        self,
        database: Database,
        keeper: BlobKeeper,
        jobs: Jobs,
        choices: ChoiceStore,
        modules: Sequence[Personal],
        countries: Countries,
        rules: Rules,
        holds: Holds,
        erasures: Erasures,
        audit: Audit,
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._keeper = keeper
        self._jobs = jobs
        self._choices = choices
        self._modules = tuple(modules)
        self._countries = countries
        self._rules = rules
        self._holds = holds
        self._erasures = erasures
        self._audit = audit
        self._now = now
        jobs.does(WORK, self.work)

    async def promise(self) -> None:
        """Every office has its daily work."""
        j = job_rows.c
        known = select(j.organisation_id).where(j.kind == WORK)
        async with self._database.writing() as rows:
            missing = (await rows.execute(select(organisations.c.id).where(organisations.c.id.not_in(known)))).scalars()
            for organisation_id in missing.all():
                await self._jobs.put(rows, organisation_id, WORK, organisation_id, run_at=self._tomorrow())

    def _tomorrow(self) -> datetime:
        return datetime.combine(self._now().date() + timedelta(days=1), _HOUR, UTC)

    async def work(self, job: Job) -> datetime:
        """Durable work: done twice, the second time finds nothing left."""
        await self.round(job.organisation_id)
        return self._tomorrow()

    async def round(self, organisation_id: str) -> list[dict[str, Any]]:
        """One round for one office; returns its report."""
        async with self._database.writing() as rows:
            rules = await self._rules.of(rows, organisation_id)
            office = await self._choices.get(rows, organisation_id, OfficeChoices)
        done = _Round(organisation_id, office.country, self._now(), {rule.id: Tally() for rule in rules})
        for kind in dict.fromkeys(rule.kind for rule in rules):
            module = next((one for one in self._modules if kind in one.expires), None)
            if module is not None:
                await self._kind(done, module, kind, {one.country: one for one in rules if one.kind == kind})
        while await self._keeper.sweep():
            continue
        return await self._report(done, rules)

    async def _kind(self, done: _Round, module: Personal, kind: str, rules: dict[str, Row[Any]]) -> None:
        before, after, looked = max(done.cutoff(rule) for rule in rules.values()), "", 0
        while looked < _MOST:
            async with self._database.reading() as rows:
                page = await module.aged(rows, done.organisation_id, kind, before, after, _PAGE)
                ids = [one.client_id for one in page if one.client_id]
                countries = await self._countries(rows, done.organisation_id, ids) if ids else {}
            if not page:
                return
            after, looked = page[-1].id, looked + len(page)
            for rule in rules.values():
                theirs = [one for one in page if self._rule(done, rules, countries, one) is rule]
                over = [one for one in theirs if one.at < done.cutoff(rule)]
                if over:
                    await self._apply(done, module, rule, over)

    def _rule(self, done: _Round, rules: dict[str, Row[Any]], countries: dict[str, str], one: Aged) -> Row[Any] | None:
        """The rule of the client's country; where there is none, of the office's."""
        return rules.get(countries.get(one.client_id or "", "")) or rules.get(done.country)

    async def _apply(self, done: _Round, module: Personal, rule: Row[Any], over: Sequence[Aged]) -> None:
        office, tally = done.organisation_id, done.tallies[rule.id]
        if rule.kind == "client":
            ids, lively = [one.id for one in over], set[str]()
            async with self._database.reading() as rows:
                for each in self._modules:
                    lively |= await each.lively(rows, office, ids, done.cutoff(rule))
            over = [one for one in over if one.id not in lively]
        async with self._database.writing() as rows:
            await self._holds.guard(rows, office)
            held = await self._holds.held(rows, office, [one.client_id for one in over if one.client_id])
            free = [one.id for one in over if one.client_id not in held]
            tally.held += len(over) - len(free)
            tally.due += len(free)
            if not rule.active:
                return
            if rule.kind not in _WHOLE:
                await module.expire(rows, office, rule.kind, free)
                tally.gone += len(free)
                return
        for one in free:
            try:
                await self._erasures.erase(office, one, SYSTEM, seen=None, cause="retention")
                tally.gone += 1
            except Problem:
                # An appointment to come, a document out for signing, a hold of this minute: tomorrow again.
                tally.stopped += 1

    async def _report(self, done: _Round, rules: Sequence[Row[Any]]) -> list[dict[str, Any]]:
        report = []
        for rule in rules:
            tally = done.tallies[rule.id]
            counts = {"due": tally.due, "gone": tally.gone, "held": tally.held, "stopped": tally.stopped}
            report.append(
                {"kind": rule.kind, "country": rule.country, "months": rule.months, "active": rule.active, **counts}
            )
        r, office = retention_runs.c, done.organisation_id
        async with self._database.writing() as rows:
            told = {"id": uuid7(), "organisation_id": office, "report": orjson.dumps(report).decode()}
            await rows.execute(insert(retention_runs).values(**told, created_at=done.now))
            old = select(r.id).where(r.organisation_id == office).order_by(r.id.desc()).offset(_RUNS).limit(_RUNS)
            for run_id in (await rows.execute(old)).scalars().all():
                await rows.execute(delete(retention_runs).where(r.id == run_id))
            gone = Counter({one["kind"]: 0 for one in report})
            for one in report:
                gone[one["kind"]] += one["gone"]
            if any(gone.values()):
                await self._audit.note(rows, office, SYSTEM, "retention.done", "office", office, dict(+gone))
        return report
