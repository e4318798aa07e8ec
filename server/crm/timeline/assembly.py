"""The timeline, connected. server/crm/assembly.py calls this once."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.crm.ports import Audit, Clients, Ground
from server.crm.timeline.routes import TimelineRoutes
from server.crm.timeline.store import TimelineStore
from server.web import Refusal, Route


@dataclass(frozen=True, slots=True)
class TimelineModule:
    """`store` is the port Timeline."""

    ground: Ground
    store: TimelineStore

    def routes(self, clients: Clients, audit: Audit, unknown: Refusal, *wrong: Refusal) -> Sequence[Route]:
        """Made once the clients are there, who need the timeline themselves; `unknown` and `wrong` are their refusals."""
        return TimelineRoutes(self.ground.database, self.store, clients, audit).routes(unknown, *wrong)


def assemble_timeline(ground: Ground) -> TimelineModule:
    return TimelineModule(ground, TimelineStore(ground.database, ground.now))
