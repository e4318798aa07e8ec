"""The timeline, connected. server/crm/assembly.py calls this once."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.crm.ports import Audit, Clients, Ground
from server.crm.timeline.store import TimelineStore
from server.web import Route


@dataclass(frozen=True, slots=True)
class TimelineModule:
    """`store` is the port Timeline."""

    ground: Ground
    store: TimelineStore

    def routes(self, _clients: Clients, _audit: Audit) -> Sequence[Route]:
        """Made once the clients are there, who need the timeline themselves."""
        return []


def assemble_timeline(ground: Ground) -> TimelineModule:
    return TimelineModule(ground, TimelineStore(ground.database, ground.now))
