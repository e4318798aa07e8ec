"""REST of the clients."""

from sqlalchemy.ext.asyncio import AsyncConnection

from server.crm.clients.book import ClientBook
from server.crm.clients.bulk import BulkChanges
from server.crm.clients.changing import Changing
from server.crm.clients.doubles import Doubles, known_of
from server.crm.clients.listing import Listing
from server.crm.clients.merging import Merging
from server.crm.clients.refusals import (
    ADDRESS_UNKNOWN,
    BIRTHDAY_WRONG,
    BSN_FOUND,
    CHANGE_NOT_YOURS,
    CHANGE_UNDONE,
    CHANGE_UNKNOWN,
    CLIENT_UNKNOWN,
    COLLEAGUE_UNKNOWN,
    CONSENT_IN_FUTURE,
    EMAIL_WRONG,
    FIELD_UNKNOWN,
    FIELD_WRONG,
    FILTER_WRONG,
    LOOKS_LIKE_ANOTHER,
    MERGE_WITH_ITSELF,
    NAME_MISSING,
    NOT_DELETED,
    PERSON_UNKNOWN,
    PHONE_WRONG,
    TAG_UNKNOWN,
    TEAM_UNKNOWN,
    TEXT_WRONG,
    TIME_ZONE_WRONG,
    TOO_MANY,
)
from server.crm.clients.showing import Showing
from server.crm.clients.store import whole
from server.crm.clients.views import (
    Bulk,
    Candidates,
    Changed,
    ClientChange,
    ClientFilter,
    ClientPage,
    ClientQuery,
    ClientView,
    ConsentIn,
    EmailIn,
    Facets,
    Likeness,
    Merge,
    NewClientIn,
    Undone,
)
from server.crm.ports import Actor, ConsentGiven
from server.web import Call, Id, Role, Route

_WRONG = (
    *(NAME_MISSING, EMAIL_WRONG, PHONE_WRONG, BSN_FOUND, BIRTHDAY_WRONG, TIME_ZONE_WRONG, TEXT_WRONG, FIELD_WRONG),
    *(FIELD_UNKNOWN, PERSON_UNKNOWN, COLLEAGUE_UNKNOWN, TEAM_UNKNOWN, TOO_MANY),
)
_LIST, _ONE = "/api/v1/clients", "/api/v1/clients/{client_id}"
_LARGE = 256 * 1024
"""A card with everything in it, in bytes of JSON."""


class ClientRoutes:
    def __init__(
        self,
        book: ClientBook,
        listing: Listing,
        showing: Showing,
        changing: Changing,
        doubles: Doubles,
        merging: Merging,
        bulk: BulkChanges,
    ) -> None:
        self._book = book
        self._database = book.tools.database
        self._listing = listing
        self._showing = showing
        self._changing = changing
        self._doubles = doubles
        self._merging = merging
        self._bulk = bulk

    def routes(self) -> list[Route]:
        adviser = Role.ADVISER
        return [
            Route("GET", _LIST, self.list, adviser, "Clients by filter", refuses=(FILTER_WRONG,), keys=True),
            Route(
                "GET",
                f"{_LIST}/facets",
                self.facets,
                adviser,
                "What each choice of the filters would leave",
                refuses=(FILTER_WRONG,),
                keys=True,
            ),
            Route(
                "POST",
                _LIST,
                self.make,
                adviser,
                "Add a client",
                status=201,
                refuses=(*_WRONG, LOOKS_LIKE_ANOTHER),
                once=True,
                keys=True,
                json_bytes=_LARGE,
            ),
            Route("POST", f"{_LIST}/duplicates", self.duplicates, adviser, "Who may be the same client", keys=True),
            Route(
                "POST",
                f"{_LIST}/merge",
                self.merge,
                adviser,
                "Make one of two clients",
                refuses=(CLIENT_UNKNOWN, MERGE_WITH_ITSELF, TOO_MANY),
                once=True,
                keys=True,
            ),
            *self._many(),
            *self._one(),
        ]

    def _many(self) -> list[Route]:
        wrong = (FILTER_WRONG, TAG_UNKNOWN, TEAM_UNKNOWN, COLLEAGUE_UNKNOWN, TEXT_WRONG, BSN_FOUND, TOO_MANY)
        return [
            Route(
                "POST",
                f"{_LIST}/bulk",
                self.bulk,
                Role.ADVISER,
                "Change many clients at once",
                refuses=wrong,
                once=True,
                keys=True,
            ),
            Route(
                "POST",
                _LIST + "/changes/{change_id}/undo",
                self.undo,
                Role.ADVISER,
                "Undo exactly such a change",
                refuses=(CHANGE_UNKNOWN, CHANGE_UNDONE, CHANGE_NOT_YOURS),
                keys=True,
            ),
        ]

    def _one(self) -> list[Route]:
        adviser, unknown = Role.ADVISER, (CLIENT_UNKNOWN,)
        return [
            Route("GET", _ONE, self.show, adviser, "One client", refuses=unknown, keys=True),
            Route(
                "PUT",
                _ONE,
                self.change,
                adviser,
                "Change what is given of a client",
                refuses=(*unknown, *_WRONG),
                if_match=True,
                keys=True,
                json_bytes=_LARGE,
            ),
            Route(
                "DELETE",
                _ONE,
                self.delete,
                adviser,
                "Delete a client; it can be brought back for thirty days",
                status=204,
                refuses=unknown,
                if_match=True,
                keys=True,
            ),
            Route(
                "POST",
                f"{_ONE}/restore",
                self.restore,
                adviser,
                "Bring a deleted client back",
                refuses=(*unknown, NOT_DELETED),
                keys=True,
            ),
            Route(
                "POST",
                f"{_ONE}/consents",
                self.consent,
                adviser,
                "Add a proof of consent or of its withdrawal",
                status=201,
                refuses=(*unknown, CONSENT_IN_FUTURE, TEXT_WRONG, BSN_FOUND),
                once=True,
                keys=True,
            ),
            Route(
                "POST",
                f"{_ONE}/unblock",
                self.unblock,
                adviser,
                "Let mail go to a blocked address again",
                refuses=(*unknown, ADDRESS_UNKNOWN),
                keys=True,
            ),
        ]

    async def list(self, call: Call, query: ClientQuery) -> ClientPage:
        async with self._database.reading() as rows:
            return await self._listing.page(rows, call.member, query)

    async def facets(self, call: Call, query: ClientFilter) -> Facets:
        async with self._database.reading() as rows:
            return await self._listing.facets(rows, call.member, query)

    async def make(self, call: Call, body: NewClientIn) -> ClientView:
        async with self._database.writing() as rows:
            client_id = await self._changing.make(rows, call.member, body)
            return await self._left(rows, call, client_id)

    async def duplicates(self, call: Call, body: Likeness) -> Candidates:
        async with self._database.reading() as rows:
            house = await self._book.house(rows, call.member.organisation_id)
            alike = await self._doubles.like(rows, call.member, known_of(body, house))
            return Candidates(items=await self._showing.candidates(rows, call.member.organisation_id, alike))

    async def merge(self, call: Call, body: Merge) -> ClientView:
        async with self._database.writing() as rows:
            await self._merging.merge(rows, call.member, body.into, body.source)
        return await self._view(call, body.into)

    async def bulk(self, call: Call, body: Bulk) -> Changed:
        async with self._database.writing() as rows:
            change_id, count = await self._bulk.make(rows, call.member, body)
        return Changed(change_id=change_id, count=count)

    async def undo(self, call: Call, change_id: Id) -> Undone:
        async with self._database.writing() as rows:
            count, left = await self._bulk.undo(rows, call.member, change_id)
        return Undone(change_id=change_id, count=count, left=left)

    async def show(self, call: Call, client_id: Id) -> ClientView:
        view = await self._view(call, client_id)
        async with self._database.writing() as rows:
            await self._book.tools.audit.note(
                rows,
                call.member.organisation_id,
                Actor.of(call.member),
                "client.seen",
                "client",
                client_id,
                address=call.address,
            )
        return view

    async def change(self, call: Call, client_id: Id, body: ClientChange) -> ClientView:
        async with self._database.writing() as rows:
            await self._changing.change(rows, call.member, client_id, call.seen(), body)
            return await self._left(rows, call, client_id)

    async def delete(self, call: Call, client_id: Id) -> None:
        async with self._database.writing() as rows:
            await self._changing.delete(rows, call.member, client_id, call.seen())

    async def restore(self, call: Call, client_id: Id) -> ClientView:
        async with self._database.writing() as rows:
            await self._changing.restore(rows, call.member, client_id)
        return await self._view(call, client_id)

    async def consent(self, call: Call, client_id: Id, body: ConsentIn) -> ClientView:
        now = self._book.tools.now()
        async with self._database.writing() as rows:
            await self._book.seen(rows, call.member, client_id)
            if body.at is not None and body.at > now:
                raise CONSENT_IN_FUTURE.problem(field="at")
            office = call.member.organisation_id
            text = await self._book.free_text(rows, office, body.text, "text")
            source = await self._book.free_text(rows, office, body.source, "source")
            given = ConsentGiven(body.purpose, body.channel, body.given, text, source, body.at or now)
            await self._book.consent(rows, office, client_id, given, Actor.of(call.member))
        return await self._view(call, client_id)

    async def unblock(self, call: Call, client_id: Id, body: EmailIn) -> ClientView:
        async with self._database.writing() as rows:
            await self._changing.unblock(rows, call.member, client_id, body.email)
        return await self._view(call, client_id)

    async def _left(self, rows: AsyncConnection, call: Call, client_id: str) -> ClientView:
        """As it is now: also for those who have just given it to a colleague, and see it this last time."""
        found = (await whole(rows, call.member.organisation_id, [client_id]))[client_id]
        view = await self._showing.view(rows, call.member.organisation_id, found)
        call.version = view.version
        return view

    async def _view(self, call: Call, client_id: str) -> ClientView:
        async with self._database.reading() as rows:
            found = await self._book.seen_whole(rows, call.member, client_id)
            view = await self._showing.view(rows, call.member.organisation_id, found)
        call.version = view.version
        return view
