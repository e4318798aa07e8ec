"""The parts of the built-in CRM, connected. server/wiring.py calls this once."""

from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

from server.crm.audit.store import AuditStore
from server.crm.choices import ChoiceStore
from server.crm.clients.assembly import ClientModule, assemble_clients
from server.crm.ports import Events, Ground, Rows
from server.crm.teams.assembly import assemble_teams
from server.crm.timeline.assembly import assemble_timeline
from server.crm.timeline.store import TimelineStore
from server.web import Route


@dataclass(frozen=True, slots=True)
class Crm:
    """What the rest of the service uses of the built-in CRM."""

    ground: Ground
    audit: AuditStore
    choices: ChoiceStore
    timeline: TimelineStore
    clients: ClientModule
    routes: Sequence[Route]

    async def start(self, _stack: AsyncExitStack) -> None:
        """Begin the durable work once the database is ready."""
        self.ground.tasks.keep("durable work", self.ground.jobs.run)


class NoEvents:
    """Where nobody listens."""

    async def tell(self, rows: Rows, organisation_id: str, kind: str, subject_id: str, data: Mapping[str, Any]) -> None:
        """Nothing happens."""


def assemble_crm(ground: Ground, events: Events | None = None) -> Crm:
    audit, choices, events = AuditStore(ground.now), ChoiceStore(ground.now), events or NoEvents()
    routes: list[Route] = []
    timeline, teams = assemble_timeline(ground), assemble_teams(ground)
    clients = assemble_clients(ground, choices, teams.store, timeline.store, audit, events)
    routes += [*teams.routes, *clients.routes, *timeline.routes(clients.book, audit)]
    return Crm(ground, audit, choices, timeline.store, clients, routes)
