"""Erasing a client: what would go and what stays, then the same in earnest, whole or not at all."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Protocol

import orjson
from sqlalchemy import and_, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.crm.personal import Fate, Personal, Stop, Whom
from server.crm.ports import Actor, Audit, Events
from server.crm.privacy.holds import Holds
from server.crm.privacy.refusals import ERASURE_CHANGED, ERASURE_STOPPED
from server.crm.privacy.tables import erasures, personal_exports
from server.stores.database import Database, uuid7
from server.stores.holding import BlobKeeper
from server.stores.tables import metadata

Finds = Callable[[AsyncConnection, str, str], Awaitable[Whom | None]]


class Chain(Protocol):
    """What the audit does at an erasure."""

    async def seal(self, organisation_id: str) -> int: ...

    async def withhold(
        self, rows: AsyncConnection, organisation_id: str, client_ids: Sequence[str], about: Sequence[str]
    ) -> int: ...


@dataclass(frozen=True, slots=True)
class Plan:
    """What an erasure would do. `digest` changes with anything in it."""

    whom: Whom
    fates: tuple[Fate, ...]
    stops: tuple[Stop, ...]

    @property
    def digest(self) -> str:
        told = [[asdict(one) for one in self.fates], [asdict(one) for one in self.stops]]
        return sha256(orjson.dumps([self.whom.ids, self.whom.name, told])).hexdigest()


class Erasures:
    """`modules` in the order in which they forget: who asks another whose something is comes before it."""

    def __init__(
        self,
        database: Database,
        keeper: BlobKeeper,
        modules: Sequence[Personal],
        finds: Finds,
        holds: Holds,
        chain: Chain,
        audit: Audit,
        events: Events,
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._keeper = keeper
        self._modules = tuple(modules)
        self._finds = finds
        self._holds = holds
        self._chain = chain
        self._audit = audit
        self._events = events
        self._now = now

    async def plan(self, rows: AsyncConnection, organisation_id: str, client_id: str) -> Plan | None:
        """None when there is nobody, or nobody left, by this id."""
        whom = await self._finds(rows, organisation_id, client_id)
        if whom is None:
            return None
        fates, stops = [], []
        for one in await self._holds.of(rows, organisation_id, whom.ids):
            stops.append(Stop("hold", 1, one.reason, one.until.isoformat() if one.until else None))
        for module in self._modules:
            fates += [fate for fate in await module.fates(rows, whom) if fate.count]
            stops += await module.stops(rows, whom)
        archives = and_(personal_exports.c.client_id.in_(whom.ids), personal_exports.c.sha256.is_not(None))
        count = await rows.scalar(select(func.count()).select_from(personal_exports).where(archives))
        if count:
            fates.append(Fate("archives", int(count), "erased"))
        return Plan(whom, tuple(fates), tuple(stops))

    async def erase(
        self, organisation_id: str, client_id: str, actor: Actor, *, seen: str | None, cause: str = "asked"
    ) -> Plan | None:
        """None when there was nobody. `seen`: the digest of the plan that was shown; None asks nobody.

        Raises ERASURE_STOPPED and ERASURE_CHANGED, both with `plan`'s new digest.
        """
        while await self._chain.seal(organisation_id):
            # What was noted has its place before anything is taken out of it.
            continue
        async with self._database.writing() as rows:
            await self._holds.guard(rows, organisation_id)
            await self._alone(rows, organisation_id, client_id)
            plan = await self.plan(rows, organisation_id, client_id)
            if plan is None:
                return None
            if plan.stops:
                raise ERASURE_STOPPED.problem(stops=[asdict(one) for one in plan.stops])
            if seen is not None and seen != plan.digest:
                raise ERASURE_CHANGED.problem()
            await self._do(rows, plan, actor, cause)
        while await self._keeper.sweep():
            continue
        return plan

    async def _alone(self, rows: AsyncConnection, organisation_id: str, client_id: str) -> None:
        """Nobody adds anything to this client, or to those who were merged into them, while they are taken out."""
        whom = await self._finds(rows, organisation_id, client_id)
        c = metadata.tables["clients"].c
        if whom is not None:
            theirs = select(c.id).where(c.organisation_id == organisation_id, c.id.in_(whom.ids)).order_by(c.id)
            await rows.execute(theirs.with_for_update())

    async def _do(self, rows: AsyncConnection, plan: Plan, actor: Actor, cause: str) -> None:
        whom, office = plan.whom, plan.whom.organisation_id
        about = [one for module in self._modules for one in await module.subjects(rows, whom)]
        for module in self._modules:
            await module.forget(rows, whom)
        await self._archives(rows, whom)
        await self._holds.forget(rows, office, whom.ids)
        withheld = await self._chain.withhold(rows, office, whom.ids, about)
        report = [asdict(one) for one in plan.fates]
        if withheld:
            report.append(asdict(Fate("audit", withheld, "emptied", "chain_stays")))
        await rows.execute(
            insert(erasures).values(
                id=uuid7(),
                organisation_id=office,
                client_id=whom.client_id,
                cause=cause,
                report=orjson.dumps(report).decode(),
                by_id=actor.id,
                by_name=actor.name[:120],
                created_at=self._now(),
            )
        )
        detail = {"cause": cause, "merged": len(whom.ids) - 1}
        await self._audit.note(rows, office, actor, "client.erased", "client", whom.client_id, detail)
        for one in whom.ids:
            await self._events.tell(rows, office, "party.erased", one, {"client_id": one})

    async def _archives(self, rows: AsyncConnection, whom: Whom) -> None:
        e = personal_exports.c
        mine = and_(e.organisation_id == whom.organisation_id, e.client_id.in_(whom.ids))
        for hash_ in (await rows.execute(select(e.sha256).where(mine, e.sha256.is_not(None)))).scalars().all():
            await self._keeper.let_go(rows, whom.organisation_id, str(hash_))
        await rows.execute(delete(personal_exports).where(mine))


def listed(report: str) -> list[dict[str, Any]]:
    """What an erasure did, as it was kept."""
    return list(orjson.loads(report))
