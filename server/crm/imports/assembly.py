"""Imports and exports, connected. server/crm/assembly.py calls this once."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.crm.choices import ChoiceStore
from server.crm.imports.bringing import BRING, Bringing
from server.crm.imports.child import Readers
from server.crm.imports.desk import ImportDesk
from server.crm.imports.exporting import Chosen, Exported, ExportRoutes
from server.crm.imports.reading import READ, Reading
from server.crm.imports.routes import ImportRoutes
from server.crm.imports.undoing import UNDO, Undoing
from server.crm.ports import Audit, ClientIntake, Events, Ground, Timeline
from server.web import Refusal, Route


@dataclass(frozen=True, slots=True)
class ImportModule:
    """`desk.sweep` runs now and then."""

    desk: ImportDesk
    reading: Reading
    bringing: Bringing
    undoing: Undoing
    routes: Sequence[Route]


def assemble_imports(
    ground: Ground,
    choices: ChoiceStore,
    intake: ClientIntake,
    exported: Exported,
    chosen: Chosen,
    timeline: Timeline,
    audit: Audit,
    events: Events,
    filter_wrong: Refusal,
) -> ImportModule:
    desk = ImportDesk(ground, choices, intake, audit)
    reading = Reading(ground, intake, Readers())
    bringing = Bringing(ground, intake, timeline, audit, events)
    undoing = Undoing(ground, intake, timeline, audit, events)
    ground.jobs.does(READ, reading.work, most_tries=5, gave_up=reading.gave_up)
    ground.jobs.does(BRING, bringing.work, most_tries=8, gave_up=bringing.gave_up)
    ground.jobs.does(UNDO, undoing.work)
    routes = [
        *ImportRoutes(ground, desk, intake).routes(),
        *ExportRoutes(ground, exported, chosen, audit, filter_wrong).routes(),
    ]
    return ImportModule(desk, reading, bringing, undoing, routes)
