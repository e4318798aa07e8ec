"""The teams, connected. server/crm/assembly.py calls this once."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.crm.ports import Audit, Ground
from server.crm.teams.routes import TeamRoutes
from server.crm.teams.store import TeamStore
from server.web import Route


@dataclass(frozen=True, slots=True)
class TeamModule:
    """`store` is the port Teams."""

    store: TeamStore
    routes: Sequence[Route]


def assemble_teams(ground: Ground, audit: Audit) -> TeamModule:
    store = TeamStore(ground.database, ground.now)
    return TeamModule(store, TeamRoutes(ground.database, store, audit).routes())
