"""REST of sharing with everybody whom a filter finds: begun at once, seen until it is done."""

from collections.abc import Sequence
from typing import Any

from server.crm.documents import sharing_views as views
from server.crm.documents.refusals import (
    CLIENTS_MISSING,
    DOCUMENT_FIXED,
    DOCUMENT_OF_ANOTHER,
    DOCUMENT_UNKNOWN,
    SHARING_UNKNOWN,
    TOO_MANY_CLIENTS,
)
from server.crm.documents.sharing import ShareWish
from server.crm.documents.sharing_many import ManySharings
from server.crm.ports import Clients, Ground
from server.web import Call, Id, Refusal, Role, Route

_PAGE = 200


class SharingRoutes:
    def __init__(self, ground: Ground, many: ManySharings, clients: Clients, not_found: Sequence[Refusal]) -> None:
        """`not_found`: how the clients refuse a filter."""
        self._ground = ground
        self._many = many
        self._clients = clients
        self._not_found = tuple(not_found)

    def routes(self) -> list[Route]:
        base = "/api/v1/document-sharings"

        def route(method: Any, path: str, handler: Any, summary: str, *refuses: Refusal, **more: Any) -> Route:
            return Route(
                method, path, handler, Role.ADVISER, summary, refuses=refuses, tag="documents", keys=True, **more
            )

        wrong = (DOCUMENT_UNKNOWN, DOCUMENT_OF_ANOTHER, DOCUMENT_FIXED, CLIENTS_MISSING, TOO_MANY_CLIENTS)
        return [
            route(
                "POST",
                base,
                self.begin,
                "Share documents with everybody whom a filter finds; goes on by itself",
                *(*wrong, *self._not_found),
                status=202,
                once=True,
            ),
            route("GET", base + "/{sharing_id}", self.show, "How far such a sharing is", SHARING_UNKNOWN),
            route("GET", base + "/{sharing_id}/skipped", self.skipped, "Who did not get it, and why", SHARING_UNKNOWN),
        ]

    async def begin(self, call: Call, body: views.ManyInput) -> views.SharingView:
        wish = ShareWish(
            document_ids=tuple(body.document_ids),
            client_ids=(),
            text=body.text.strip(),
            notify=body.notify,
            internal=body.internal,
            library=body.library,
        )
        sharing_id = await self._many.begin(call.member, wish, body.filter, body.except_ids)
        return await self.show(call, sharing_id)

    async def show(self, call: Call, sharing_id: Id) -> views.SharingView:
        async with self._ground.database.reading() as rows:
            row = await self._many.one(rows, call.member, sharing_id)
            counts = await self._many.counts(rows, sharing_id)
        return views.SharingView(
            id=row.id,
            total=row.total,
            waiting=counts.get("waiting", 0),
            shared=counts.get("shared", 0),
            skipped=counts.get("skipped", 0),
            created_at=row.created_at,
            done_at=row.done_at,
        )

    async def skipped(self, call: Call, sharing_id: Id, query: views.SkippedQuery) -> views.SkippedList:
        async with self._ground.database.reading() as rows:
            row = await self._many.one(rows, call.member, sharing_id)
            found = await self._many.skipped(rows, sharing_id, query.after or 0, _PAGE)
            cards = await self._clients.cards(rows, row.organisation_id, [one.client_id for one in found])
        shown = found[:_PAGE]
        items = [
            views.SkippedView(
                client_id=one.client_id,
                name=cards[one.client_id].name if one.client_id in cards else "",
                reason=one.reason,
            )
            for one in shown
        ]
        return views.SkippedList(items=items, next=shown[-1].position if len(found) > _PAGE else None)
