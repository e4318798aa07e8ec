"""The clients, connected. server/crm/assembly.py calls this once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from server.crm.choices import ChoiceStore
from server.crm.clients.book import ClientBook, Tools
from server.crm.clients.bulk import BulkChanges
from server.crm.clients.changing import Changing
from server.crm.clients.doubles import Doubles
from server.crm.clients.exporting import Exporting
from server.crm.clients.intake import Intake
from server.crm.clients.listing import Listing
from server.crm.clients.merging import Merging
from server.crm.clients.part_routes import PartRoutes
from server.crm.clients.parts import Parts
from server.crm.clients.photos import PhotoRoutes
from server.crm.clients.refusals import FILTER_WRONG
from server.crm.clients.routes import ClientRoutes
from server.crm.clients.showing import Showing
from server.crm.clients.views import ClientFilter
from server.crm.ports import Audit, Events, Ground, Rows, Teams, Timeline
from server.web import Member, Route


@dataclass(frozen=True, slots=True)
class ClientModule:
    """`book` is the port Clients, and where other modules add what they know of a client."""

    book: ClientBook
    bulk: BulkChanges
    listing: Listing
    intake: Intake
    exporting: Exporting
    routes: Sequence[Route]

    async def chosen(self, rows: Rows, member: Member, wish: Any, besides: Sequence[str]) -> list[str]:
        """The ids of those whom a filter of the list finds, `besides` left out. Raises FILTER_WRONG."""
        try:
            read = TypeAdapter(ClientFilter).validate_python(wish)
        except ValidationError:
            raise FILTER_WRONG.problem() from None
        return sorted(set(await self.listing.ids(rows, member, read)) - set(besides))


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
    return ClientModule(book, bulk, listing, Intake(book), Exporting(book), routes)
