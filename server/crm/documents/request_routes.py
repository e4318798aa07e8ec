"""REST of document requests, and of keeping what lay in a session."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from server.crm.documents import views
from server.crm.documents.keeping import Keeping, Kept
from server.crm.documents.refusals import CLIENTS_MISSING, NO_CLIENT_HERE, REQUEST_CLOSED, REQUEST_UNKNOWN
from server.crm.documents.requests import Requests, RequestWish
from server.crm.ports import Clients, Ground, Rows
from server.files.problems import NOT_INSIDE, UNKNOWN_FILE
from server.pages.refusals import NOT_HOST
from server.web import Call, Id, Refusal, Role, Route


class RequestRoutes:
    def __init__(
        self,
        ground: Ground,
        clients: Clients,
        requests: Requests,
        keeping: Keeping,
        client_unknown: Refusal,
        not_mailed: Sequence[Refusal],
        not_elsewhere: Sequence[Refusal],
    ) -> None:
        """`not_mailed`: what the letters may refuse; `not_elsewhere`: what a CRM of someone else may."""
        self._ground = ground
        self._clients = clients
        self._requests = requests
        self._keeping = keeping
        self._client_unknown = client_unknown
        self._not_mailed = tuple(not_mailed)
        self._not_elsewhere = tuple(not_elsewhere)

    def routes(self) -> list[Route]:
        base, one = "/api/v1/document-requests", "/api/v1/document-requests/{request_id}"
        unknown, mails = self._client_unknown, self._not_mailed

        def route(method: Any, path: str, handler: Any, summary: str, *refuses: Refusal, **more: Any) -> Route:
            return Route(
                method, path, handler, Role.ADVISER, summary, refuses=refuses, tag="documents", **{"keys": True} | more
            )

        return [
            route("GET", base, self.page, "What clients were asked to send"),
            route(
                "POST",
                base,
                self.ask,
                "Ask clients for a document",
                *(CLIENTS_MISSING, unknown, *mails),
                status=201,
                once=True,
            ),
            route("GET", one, self.show, "One request", REQUEST_UNKNOWN),
            route(
                "POST",
                f"{one}/remind",
                self.remind,
                "Send its mail once more",
                *(REQUEST_UNKNOWN, REQUEST_CLOSED, unknown, *mails),
                once=True,
            ),
            route("DELETE", one, self.close, "It is not needed any more", REQUEST_UNKNOWN, status=204),
            route(
                "POST",
                "/api/v1/sessions/{session_id}/files/{file_id}/keep",
                self.keep,
                "Keep a file of a session with a client",
                *(UNKNOWN_FILE, NO_CLIENT_HERE, unknown, *self._not_elsewhere),
                status=201,
                once=True,
                keys=False,  # sessions are not for other programs
            ),
            Route(
                "POST",
                "/api/v1/room/files/{file_id}/keep",
                self.keep_here,
                Role.TICKET,
                "Keep a file of this session with its client",
                status=201,
                refuses=(UNKNOWN_FILE, NO_CLIENT_HERE, NOT_INSIDE, NOT_HOST),
                tag="documents",
            ),
        ]

    async def page(self, call: Call, query: views.RequestQuery) -> views.RequestList:
        async with self._ground.database.reading() as rows:
            found = await self._requests.page(
                rows, call.member, query.client or "", query.state, query.after, query.limit
            )
            items = await self._views(rows, call.member.organisation_id, found[: query.limit])
        return views.RequestList(items=items, next=items[-1].id if len(found) > query.limit else None)

    async def ask(self, call: Call, body: views.RequestInput) -> views.RequestList:
        wish = RequestWish(
            client_ids=tuple(body.client_ids),
            what=body.what,
            subject=body.subject,
            text=body.text.strip(),
            due=body.due,
            notify=body.notify,
            emails=tuple((one.client_id, one.email) for one in body.emails),
        )
        made = await self._requests.ask(call.member, wish)
        async with self._ground.database.reading() as rows:
            items = await self._views(rows, call.member.organisation_id, made)
        return views.RequestList(items=items, next=None)

    async def show(self, call: Call, request_id: Id) -> views.RequestView:
        async with self._ground.database.reading() as rows:
            row = await self._requests.found(rows, call.member, request_id)
            return await self._view(rows, row)

    async def remind(self, call: Call, request_id: Id) -> views.RequestView:
        row = await self._requests.remind(call.member, request_id)
        async with self._ground.database.reading() as rows:
            return await self._view(rows, row)

    async def close(self, call: Call, request_id: Id) -> None:
        await self._requests.close(call.member, request_id)

    async def keep(self, call: Call, session_id: Id, file_id: Id, body: views.KeepInput) -> views.KeptView:
        return _kept(await self._keeping.afterwards(call.member, session_id, file_id, body.client_id or "", body.state))

    async def keep_here(self, call: Call, file_id: Id, body: views.KeepHereInput) -> views.KeptView:
        return _kept(await self._keeping.here(call.holder, file_id, body.state))

    # --- how ---

    async def _view(self, rows: Rows, row: Row[Any]) -> views.RequestView:
        [view] = await self._views(rows, row.organisation_id, [row])
        return view

    async def _views(self, rows: Rows, organisation_id: str, found: Sequence[Row[Any]]) -> list[views.RequestView]:
        cards = await self._clients.cards(rows, organisation_id, [row.client_id for row in found]) if found else {}
        now = self._ground.now()
        return [views.request(row, cards, self._requests.link(row), now) for row in found]


def _kept(kept: Kept) -> views.KeptView:
    return views.KeptView(
        document_id=kept.document_id, client=views.ClientName(id=kept.client_id, name=kept.client_name)
    )
