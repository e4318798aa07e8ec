"""REST behind a client's link: answering a request, and opening what was shared. No sign-in, no cookie."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from aiohttp import web
from pydantic import StringConstraints
from sqlalchemy import Row, select

from server import throttle
from server.accounts.models import PublicOffice, public_office
from server.accounts.refusals import LINK_UNKNOWN
from server.crm.documents import views
from server.crm.documents.access import Access
from server.crm.documents.refusals import DOCUMENT_UNKNOWN, REQUEST_CLOSED
from server.crm.documents.requests import Answering, Requests, state_of
from server.crm.documents.routes import FILE, REFUSES_FILE, send
from server.crm.ports import Ground
from server.signing.refusals import DOCUMENT_GONE
from server.signing.routes.downloads import arriving
from server.signing.routes.refusals import BAD_RANGE
from server.stores.tables import organisations
from server.throttle import Rate
from server.web import Call, Id, Input, Problem, Role, Route
from server.web.problems import TOO_MANY_ATTEMPTS, too_many_attempts

# Links that lead nowhere, from one network. What leads somewhere costs nothing.
GUESSES = Rate(60, 2)
# Files of one request: what a person sends, not what a program could.
FILES = Rate(40, 10)

# Any text is looked for: one that cannot be a link is refused like one that leads nowhere.
LinkToken = Annotated[str, StringConstraints(max_length=200)]


class FileQuery(Input):
    inline: bool = False


class ClientRoutes:
    def __init__(self, ground: Ground, requests: Requests, access: Access) -> None:
        self._ground = ground
        self._requests = requests
        self._access = access

    def routes(self) -> list[Route]:
        asked, shared = "/api/v1/request/{token}", "/api/v1/shared/{token}"
        link = (LINK_UNKNOWN, TOO_MANY_ATTEMPTS)
        return [
            Route("GET", asked, self.asked, Role.PUBLIC, "What a client is asked for", refuses=link, tag="documents"),
            Route(
                "POST",
                asked,
                self.answer,
                Role.PUBLIC,
                "Send a file that was asked for",
                status=201,
                takes=FILE,
                refuses=(*link, REQUEST_CLOSED, *REFUSES_FILE),
                tag="documents",
            ),
            Route(
                "POST",
                f"{asked}/done",
                self.done,
                Role.PUBLIC,
                "Everything that was asked for has been sent",
                refuses=(*link, REQUEST_CLOSED),
                tag="documents",
            ),
            Route("GET", shared, self.shared, Role.PUBLIC, "What was shared", refuses=link, tag="documents"),
            Route(
                "GET",
                f"{shared}/documents/{{document_id}}",
                self.content,
                Role.PUBLIC,
                "One document that was shared",
                produces="application/octet-stream",
                also=(206,),
                refuses=(*link, DOCUMENT_UNKNOWN, DOCUMENT_GONE, BAD_RANGE),
                tag="documents",
            ),
        ]

    async def asked(self, call: Call, token: LinkToken) -> views.AskedView:
        async with self._counted(call):
            found = await self._requests.answering(token)
        await self._requests.opened(token)
        return await self._asked(found)

    async def answer(self, call: Call, token: LinkToken, query: views.AnswerQuery) -> views.AskedView:
        async with self._counted(call):
            await self._requests.answering(token)
        wait = await self._ground.throttle.take(throttle.key("request files", token), FILES)
        if wait:
            raise too_many_attempts(wait)
        found = await self._requests.receive(
            token,
            query.name,
            arriving(call.request),
            call.request.content_length,
            more=query.more,
            address=call.address,
        )
        return await self._asked(found)

    async def done(self, call: Call, token: LinkToken) -> views.AskedView:
        async with self._counted(call):
            await self._requests.answering(token)
        return await self._asked(await self._requests.done(token))

    async def shared(self, call: Call, token: LinkToken) -> views.SharedView:
        async with self._counted(call):
            opened = await self._access.shared(token)
        share = opened.share
        return views.SharedView(
            office=await self._office(share.organisation_id),
            sender=share.sender_name,
            client=opened.card.given or opened.card.name,
            language=opened.card.language,
            text=share.text,
            shared_at=share.created_at,
            expires_at=share.expires_at,
            documents=[views.shared_file(row, token) for row in opened.documents],
        )

    async def content(self, call: Call, token: LinkToken, document_id: Id, query: FileQuery) -> web.StreamResponse:
        async with self._counted(call):
            reading = await self._access.read(token, document_id, call.address)
        return await send(call, self._ground, reading, inline=query.inline)

    # --- how ---

    @asynccontextmanager
    async def _counted(self, call: Call) -> AsyncIterator[None]:
        """A link that leads nowhere costs a try. Raises a Problem when there were too many."""
        try:
            yield
        except Problem:
            whose = throttle.key("document links", throttle.network_of(call.address))
            wait = await self._ground.throttle.take(whose, GUESSES)
            if wait:
                raise too_many_attempts(wait) from None
            raise

    async def _asked(self, found: Answering) -> views.AskedView:
        row: Row[tuple[object, ...]] = found.request
        return views.AskedView(
            office=await self._office(row.organisation_id),
            sender=row.sender_name,
            client=found.card.given or found.card.name,
            language=found.card.language,
            what=row.what,
            text=row.text,
            due=row.due,
            state=state_of(row, self._ground.now()),
            received=list(found.names),
            max_bytes=found.max_bytes,
        )

    async def _office(self, organisation_id: str) -> PublicOffice:
        query = select(organisations).where(organisations.c.id == organisation_id)
        async with self._ground.database.reading() as rows:
            return public_office((await rows.execute(query)).one())
