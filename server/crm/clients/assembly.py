"""The clients, connected. server/crm/assembly.py calls this once."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.crm.choices import ChoiceStore
from server.crm.clients.book import ClientBook, Tools
from server.crm.ports import Audit, Events, Ground, Teams, Timeline
from server.web import Route


@dataclass(frozen=True, slots=True)
class ClientModule:
    """`book` is the port Clients, and where other modules add what they know of a client."""

    book: ClientBook
    routes: Sequence[Route]


def assemble_clients(
    ground: Ground, choices: ChoiceStore, teams: Teams, timeline: Timeline, audit: Audit, events: Events
) -> ClientModule:
    book = ClientBook(Tools(ground.database, choices, teams, timeline, audit, events, ground.now))
    return ClientModule(book, [])
