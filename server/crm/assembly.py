"""The parts of the built-in CRM, connected. server/wiring.py calls this once."""

from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass

from server.crm.audit.store import AuditStore
from server.crm.choices import ChoiceStore
from server.crm.ports import Ground
from server.web import Route


@dataclass(frozen=True, slots=True)
class Crm:
    """What the rest of the service uses of the built-in CRM."""

    ground: Ground
    audit: AuditStore
    choices: ChoiceStore
    routes: Sequence[Route]

    async def start(self, _stack: AsyncExitStack) -> None:
        """Begin the durable work once the database is ready."""
        self.ground.tasks.keep("durable work", self.ground.jobs.run)


def assemble_crm(ground: Ground) -> Crm:
    audit, choices = AuditStore(ground.now), ChoiceStore(ground.now)
    routes: list[Route] = []
    return Crm(ground, audit, choices, routes)
