"""The clients, connected. server/crm/assembly.py calls this once."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.crm.choices import ChoiceStore
from server.crm.clients.book import ClientBook, Tools
from server.crm.clients.bulk import BulkChanges
from server.crm.clients.changing import Changing
from server.crm.clients.doubles import Doubles
from server.crm.clients.listing import Listing
from server.crm.clients.merging import Merging
from server.crm.clients.part_routes import PartRoutes
from server.crm.clients.parts import Parts
from server.crm.clients.photos import PhotoRoutes
from server.crm.clients.routes import ClientRoutes
from server.crm.clients.showing import Showing
from server.crm.ports import Audit, Events, Ground, Teams, Timeline
from server.web import Route


@dataclass(frozen=True, slots=True)
class ClientModule:
    """`book` is the port Clients, and where other modules add what they know of a client."""

    book: ClientBook
    bulk: BulkChanges
    routes: Sequence[Route]


def assemble_clients(
    ground: Ground, choices: ChoiceStore, teams: Teams, timeline: Timeline, audit: Audit, events: Events
) -> ClientModule:
    book = ClientBook(Tools(ground.database, choices, teams, timeline, audit, events, ground.now))
    listing, doubles, merging = Listing(book), Doubles(book), Merging(book)
    showing = Showing(book, listing)
    changing, bulk = Changing(book, doubles, showing), BulkChanges(book, listing)
    routes = [
        *ClientRoutes(book, listing, showing, changing, doubles, merging, bulk).routes(),
        *PartRoutes(book, Parts(book)).routes(),
        *PhotoRoutes(book, changing, ground.keeper, ground.blobs).routes(),
    ]
    return ClientModule(book, bulk, routes)
