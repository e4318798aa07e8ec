"""Privacy, connected. server/crm/assembly.py calls this once, last: every module is asked."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from server.crm.choices import ChoiceStore
from server.crm.personal import Personal, Whom
from server.crm.ports import Audit, Clients, Events, Ground
from server.crm.privacy.erasing import Chain, Erasures
from server.crm.privacy.exports import Exports, Trail
from server.crm.privacy.holds import Holds
from server.crm.privacy.retention import Retention
from server.crm.privacy.routes import PrivacyRoutes
from server.crm.privacy.rules import Rules
from server.web import Refusal, Route

_SEAL_S = 3.0
_SWEEP_S = 900.0


class Sealed(Chain, Protocol):
    """The audit's chain."""

    async def round(self) -> int: ...


class Cards(Protocol):
    """What the clients' module says of ids."""

    async def whom(self, rows: AsyncConnection, organisation_id: str, client_id: str) -> Whom | None: ...

    async def countries(self, rows: AsyncConnection, organisation_id: str, ids: Sequence[str]) -> dict[str, str]: ...


@dataclass(frozen=True, slots=True)
class Beside:
    """What privacy needs of other modules. `modules` in the order in which they forget; `unknown`: no such client."""

    clients: Clients
    cards: Cards
    modules: Sequence[Personal]
    trail: Trail
    chain: Sealed
    choices: ChoiceStore
    audit: Audit
    events: Events
    unknown: Refusal


@dataclass(frozen=True, slots=True)
class PrivacyModule:
    ground: Ground
    chain: Sealed
    holds: Holds
    exports: Exports
    erasures: Erasures
    retention: Retention
    routes: Sequence[Route]

    async def start(self, _stack: AsyncExitStack) -> None:
        """Begin once the database is ready."""
        await self.retention.promise()
        self.ground.tasks.every("chain of the audit", _SEAL_S, self.chain.round)
        self.ground.tasks.every("retention of new offices", _SWEEP_S, self.retention.promise)
        self.ground.tasks.every("old archives of clients", _SWEEP_S, self.exports.sweep)


def assemble_privacy(ground: Ground, beside: Beside) -> PrivacyModule:
    database, now, audit = ground.database, ground.now, beside.audit
    finds: Callable[[AsyncConnection, str, str], Awaitable[Any]] = beside.cards.whom
    holds, rules = Holds(database, audit, now), Rules(database, now)
    exports = Exports(ground, beside.modules, finds, beside.trail, rules, audit)
    erasures = Erasures(database, ground.keeper, beside.modules, finds, holds, beside.chain, audit, beside.events, now)
    retention = Retention(
        database,
        ground.keeper,
        ground.jobs,
        beside.choices,
        beside.modules,
        beside.cards.countries,
        rules,
        holds,
        erasures,
        audit,
        now,
    )
    routes = PrivacyRoutes(ground, beside.clients, finds, beside.unknown, holds, rules, exports, erasures, audit)
    return PrivacyModule(ground, beside.chain, holds, exports, erasures, retention, routes.routes())
