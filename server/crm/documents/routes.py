"""REST of documents, for advisers and for programs of their office."""

from collections.abc import Sequence
from typing import Any

from aiohttp import web
from sqlalchemy import Row

from server.crm.choices import ChoiceStore
from server.crm.documents import store, views
from server.crm.documents.cabinet import Cabinet
from server.crm.documents.choices import DocumentChoices
from server.crm.documents.model import Asked, Reading, State
from server.crm.documents.refusals import (
    CLIENT_EMAIL_MISSING,
    CLIENTS_MISSING,
    DOCUMENT_BEING_SIGNED,
    DOCUMENT_FIXED,
    DOCUMENT_INTERNAL,
    DOCUMENT_OF_ANOTHER,
    DOCUMENT_UNKNOWN,
    FILE_REFUSED,
    STORAGE_FULL,
    VERSION_UNKNOWN,
)
from server.crm.documents.sharing import ShareWish, Sharing
from server.crm.documents.signing import DocumentSigning
from server.crm.ports import Clients, Ground, Rows
from server.files.problems import FILE_TOO_LARGE
from server.files.sniff import INLINE, UNKNOWN
from server.signing.desk import OpenFile
from server.signing.refusals import DOCUMENT_GONE, EMPTY_FILE, OF_DOCUMENTS
from server.signing.routes.downloads import arriving, deliver
from server.signing.routes.refusals import BAD_RANGE, UPLOAD_BROKEN, UPLOAD_STALLED
from server.web import Call, Id, Raw, Refusal, Role, Route
from server.web.problems import CHANGED_MEANWHILE

FILE = Raw((), "The file, byte for byte")
REFUSES_FILE = (FILE_TOO_LARGE, EMPTY_FILE, FILE_REFUSED, STORAGE_FULL, UPLOAD_STALLED, UPLOAD_BROKEN)


async def send(call: Call, ground: Ground, reading: Reading, *, inline: bool) -> web.StreamResponse:
    """A document on its way to a browser, which runs nothing of it. Raises a Problem."""
    kind = reading.media_type if reading.media_type in INLINE else UNKNOWN
    shown = inline and reading.media_type in INLINE
    content = ground.blobs.stream(reading.organisation_id, reading.sha256)
    kind = f"{kind}; charset=utf-8" if kind == "text/plain" else kind
    file = OpenFile(reading.name, kind, reading.size, reading.sha256, content)
    return await deliver(call.request, ground.blobs, reading.organisation_id, file, inline=shown)


class DocumentRoutes:
    def __init__(
        self,
        ground: Ground,
        choices: ChoiceStore,
        clients: Clients,
        cabinet: Cabinet,
        sharing: Sharing,
        signing: DocumentSigning,
        not_shared: Sequence[Refusal],
    ) -> None:
        """`not_shared`: what the letters may refuse."""
        self._ground = ground
        self._choices = choices
        self._clients = clients
        self._cabinet = cabinet
        self._sharing = sharing
        self._signing = signing
        self._not_shared = tuple(not_shared)

    def routes(self) -> list[Route]:
        base, one = "/api/v1/documents", "/api/v1/documents/{document_id}"

        def route(method: Any, path: str, handler: Any, summary: str, *refuses: Refusal, **more: Any) -> Route:
            if "{document_id}" in path:
                refuses = (DOCUMENT_UNKNOWN, *refuses)
            return Route(
                method, path, handler, Role.ADVISER, summary, refuses=refuses, tag="documents", keys=True, **more
            )

        unknown = self._not_shared
        choice = "/api/v1/document-choices"
        return [
            route("GET", base, self.page, "Documents of clients, with how many there are and the room they take"),
            route(
                "POST",
                base,
                self.upload,
                "Bring in a document",
                *REFUSES_FILE,
                *unknown,
                status=201,
                takes=FILE,
                once=True,
            ),
            route(
                "POST",
                f"{base}/share",
                self.share,
                "Share documents with clients, or keep them with their cards for internal use",
                *(DOCUMENT_UNKNOWN, DOCUMENT_BEING_SIGNED, DOCUMENT_OF_ANOTHER, DOCUMENT_FIXED, CLIENTS_MISSING),
                *unknown,
                status=201,
                once=True,
            ),
            route("GET", one, self.show, "One document"),
            route(
                "PATCH",
                one,
                self.change,
                "Rename a document, show it to its client or keep it for internal use",
                DOCUMENT_BEING_SIGNED,
                DOCUMENT_OF_ANOTHER,
                if_match=True,
            ),
            route("DELETE", one, self.delete, "Remove a document; for thirty days it can come back", status=204),
            route("POST", f"{one}/restore", self.restore, "Bring back a removed document"),
            route(
                "GET",
                f"{one}/content",
                self.content,
                "The document itself",
                *(VERSION_UNKNOWN, DOCUMENT_GONE, BAD_RANGE),
                produces="application/octet-stream",
                also=(206,),
            ),
            route("GET", f"{one}/versions", self.versions, "Its versions, the newest first"),
            route(
                "POST",
                f"{one}/replace",
                self.replace,
                "A new version",
                *(*REFUSES_FILE, DOCUMENT_FIXED, DOCUMENT_BEING_SIGNED),
                takes=FILE,
                once=True,
            ),
            route("POST", f"{one}/library", self.library, "A copy among one's own documents", status=201, once=True),
            route(
                "POST",
                f"{one}/sign",
                self.sign,
                "Make a draft of it to be signed by its client",
                *(DOCUMENT_INTERNAL, CLIENT_EMAIL_MISSING, *OF_DOCUMENTS, DOCUMENT_GONE, *unknown),
                status=201,
                once=True,
            ),
            Route("GET", choice, self.choice, Role.ADMIN, "The room that documents have", tag="documents"),
            Route("PUT", choice, self.choose, Role.ADMIN, "Set the room that documents have", tag="documents"),
        ]

    async def page(self, call: Call, query: views.DocumentQuery) -> views.DocumentList:
        asked = Asked(
            client_id=query.client or "",
            session_id=query.session or "",
            state=query.state,
            status=query.status,
            search=query.search,
            unseen=query.unseen,
            after=query.after,
            limit=query.limit,
        )
        async with self._ground.database.reading() as rows:
            found = await self._cabinet.page(rows, call.member, asked)
            items = await self._views(rows, call.member.organisation_id, found[: query.limit])
            counters = await self._cabinet.counters(rows, call.member, asked)
            storage = await self._cabinet.storage(rows, call.member.organisation_id)
        following = items[-1].id if len(found) > query.limit else None
        return views.document_list(items, following, counters, storage)

    async def upload(self, call: Call, query: views.UploadQuery) -> views.DocumentView:
        # With a client it is for that client, unless said otherwise; without one it is one's own.
        state: State = query.state or ("shared" if query.client else "internal")
        document_id = await self._cabinet.upload(
            call.member,
            query.name,
            arriving(call.request),
            call.request.content_length,
            client_id=query.client or "",
            state=state,
        )
        if query.library:
            await self._cabinet.to_library(call.member, document_id)
        return await self._one(call, document_id)

    async def share(self, call: Call, body: views.ShareInput) -> views.ShareList:
        wish = ShareWish(
            document_ids=tuple(body.document_ids),
            client_ids=tuple(body.client_ids),
            text=body.text.strip(),
            notify=body.notify,
            internal=body.internal,
            library=body.library,
        )
        made = await self._sharing.share(call.member, wish)
        return views.ShareList(
            items=[
                views.ShareView(
                    client_id=one.client_id, document_ids=list(one.document_ids), link=one.link, email=one.email
                )
                for one in made
            ]
        )

    async def show(self, call: Call, document_id: Id) -> views.DocumentView:
        return await self._one(call, document_id)

    async def change(self, call: Call, document_id: Id, body: views.DocumentChange) -> views.DocumentView:
        seen = call.seen()
        wanted = body.model_dump(exclude_none=True)
        row, changed = await self._cabinet.change(call.member, document_id, seen, **wanted)
        view = await self._view(call, row)
        if not changed:
            raise CHANGED_MEANWHILE.problem(current=view.model_dump(mode="json"))
        return view

    async def delete(self, call: Call, document_id: Id) -> None:
        await self._cabinet.delete(call.member, document_id)

    async def restore(self, call: Call, document_id: Id) -> views.DocumentView:
        await self._cabinet.restore(call.member, document_id)
        return await self._one(call, document_id)

    async def content(self, call: Call, document_id: Id, query: views.OpenQuery) -> web.StreamResponse:
        reading = await self._cabinet.open(call.member, document_id, query.number, call.address)
        return await send(call, self._ground, reading, inline=query.inline)

    async def versions(self, call: Call, document_id: Id) -> views.VersionList:
        async with self._ground.database.reading() as rows:
            await self._cabinet.found(rows, call.member, document_id)
            found = await store.versions(rows, document_id)
        return views.VersionList(items=[views.version(row) for row in found])

    async def replace(self, call: Call, document_id: Id, query: views.ReplaceQuery) -> views.DocumentView:
        await self._cabinet.replace(
            call.member, document_id, query.name, arriving(call.request), call.request.content_length
        )
        return await self._one(call, document_id)

    async def library(self, call: Call, document_id: Id) -> views.DocumentView:
        return await self._one(call, await self._cabinet.to_library(call.member, document_id))

    async def sign(self, call: Call, document_id: Id, body: views.SignInput) -> views.SignView:
        return views.SignView(envelope_id=await self._signing.draft(call.member, document_id, body.emails))

    async def choice(self, call: Call) -> views.ChoiceView:
        async with self._ground.database.reading() as rows:
            found = await self._choices.get(rows, call.member.organisation_id, DocumentChoices)
            storage = await self._cabinet.storage(rows, call.member.organisation_id)
        return views.ChoiceView(limit_gb=found.limit_gb, used_bytes=storage.used_bytes)

    async def choose(self, call: Call, body: views.ChoiceInput) -> views.ChoiceView:
        async with self._ground.database.writing() as rows:
            await self._choices.put(rows, call.member.organisation_id, DocumentChoices(limit_gb=body.limit_gb))
            storage = await self._cabinet.storage(rows, call.member.organisation_id)
        return views.ChoiceView(limit_gb=body.limit_gb, used_bytes=storage.used_bytes)

    # --- how ---

    async def _one(self, call: Call, document_id: str) -> views.DocumentView:
        async with self._ground.database.reading() as rows:
            row = await self._cabinet.found(rows, call.member, document_id)
        return await self._view(call, row)

    async def _view(self, call: Call, row: Row[Any]) -> views.DocumentView:
        async with self._ground.database.reading() as rows:
            [view] = await self._views(rows, row.organisation_id, [row])
        call.version = row.version
        return view

    async def _views(self, rows: Rows, organisation_id: str, found: Sequence[Row[Any]]) -> list[views.DocumentView]:
        ids = [row.client_id for row in found if row.client_id is not None]
        cards = await self._clients.cards(rows, organisation_id, ids) if ids else {}
        return [views.document(row, cards) for row in found]
