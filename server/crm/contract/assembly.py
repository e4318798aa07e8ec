"""The contract's parts, connected. server/crm/assembly.py calls this once."""

from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass

from crm_adapter.foreign.http import READ_S
from server.crm import ports
from server.crm.choices import ChoiceStore
from server.crm.contract.builtin import BuiltInCrm, Modules
from server.crm.contract.desk import CrmDesk
from server.crm.contract.following import EVERY_S, Following
from server.crm.contract.offices import Offices
from server.crm.contract.rooms import ClientRooms
from server.crm.contract.routes import CrmRoutes
from server.crm.contract.shelf import Shelf
from server.crm.contract.writes import Writes
from server.hooks.signatures import Safe
from server.web import Route


@dataclass(frozen=True, slots=True)
class Contract:
    """`desk.merged` and `desk.forget` belong into the transactions in which clients are merged and erased; `shelf` is
    the port ForeignShelf, and belongs among the filings of signing."""

    ground: ports.Ground
    offices: Offices
    writes: Writes
    desk: CrmDesk
    following: Following
    rooms: ClientRooms
    shelf: Shelf
    routes: Sequence[Route]

    async def start(self, _stack: AsyncExitStack) -> None:
        """What a process that died did not tell is told now, and then by the minute."""
        tasks = self.ground.tasks
        tasks.start("sessions to the crm at start", self.following.put_right())
        tasks.every("sessions to the crm", EVERY_S, self.following.put_right)
        tasks.every("old writes to the crm", 3600, self.writes.sweep)


def assemble_contract(
    ground: ports.Ground,
    core: ports.Core,
    choices: ChoiceStore,
    audit: ports.Audit,
    *,
    clients: ports.Clients,
    timeline: ports.Timeline,
    documents: ports.Documents,
    agenda: ports.Agenda,
) -> Contract:
    modules = Modules(ground, clients, timeline, documents, agenda)
    safe = Safe(ground.key("crm secrets"))
    offices = Offices(ground.database, choices, core.targets, safe, lambda office: BuiltInCrm(modules, office), READ_S)
    writes = Writes(ground, offices)
    desk = CrmDesk(ground, choices, audit, offices, writes)
    following = Following(ground, core, offices, writes)
    rooms = ClientRooms(ground, core, offices)
    shelf = Shelf(ground, core.desk, offices, writes)
    core.live.sessions.react(following.react)
    core.live.rooms.on_evaluation(following.evaluated, writes.wake)
    core.live.parties.check = rooms.checked
    core.desk.whom.ask = rooms.signing
    core.desk.on_event(following.signed)
    routes = CrmRoutes(desk, offices, writes, rooms, ground.now).routes()
    return Contract(ground, offices, writes, desk, following, rooms, shelf, routes)
