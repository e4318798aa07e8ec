"""Documents as the rest of the house sees them: what comes in, and what a client may have. Implements the port."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, delete, func, select

from server.crm.documents import store
from server.crm.documents.cabinet import Cabinet
from server.crm.documents.model import Stored
from server.crm.documents.tables import document_requests, document_shares, documents
from server.crm.ports import Actor, Arrival, ClientDocument, Ground, Rows
from server.files.names import clean_name


class ClientDocuments:
    """Implements the port Documents."""

    def __init__(self, ground: Ground, cabinet: Cabinet) -> None:
        self._ground = ground
        self._cabinet = cabinet

    async def arrive(self, rows: Rows, organisation_id: str, arrival: Arrival, actor: Actor) -> str:
        """Returns the document's id. The caller still holds the blob by a claim or a row of its own."""
        if arrival.key:
            await self._ground.database.alone(rows, f"document {organisation_id} {arrival.key}")
            there = await store.by_key(rows, organisation_id, arrival.key)
            if there is not None:
                return there
        await self._ground.keeper.alone(rows, organisation_id, arrival.sha256)
        stored = Stored(clean_name(arrival.name), arrival.media_type, arrival.size, arrival.sha256, arrival.pages)
        return await self._cabinet.put(
            rows,
            organisation_id,
            stored,
            actor,
            client_id=arrival.client_id,
            state="internal" if arrival.internal else "shared",
            source=arrival.source,
            kind=arrival.kind,
            session_id=arrival.session_id or None,
            envelope_id=arrival.envelope_id or None,
            key=arrival.key or None,
            from_client=actor.kind == "client",
        )

    async def shared(self, rows: Rows, organisation_id: str, client_id: str) -> list[ClientDocument]:
        return [_view(row) for row in await store.of_client(rows, organisation_id, client_id, "shared")]

    async def one_shared(self, rows: Rows, organisation_id: str, document_id: str) -> ClientDocument | None:
        row = await store.one(rows, organisation_id, document_id)
        return None if row is None or row.state != "shared" or row.client_id is None else _view(row)

    async def counts(self, rows: Rows, organisation_id: str, client_ids: Sequence[str]) -> dict[str, int]:
        d = documents.c
        query = (
            select(d.client_id, func.count())
            .where(d.organisation_id == organisation_id, d.client_id.in_(client_ids), d.deleted_at.is_(None))
            .group_by(d.client_id)
        )
        return {str(client_id): int(number) for client_id, number in (await rows.execute(query)).all()}

    async def count(self, rows: Rows, organisation_id: str, client_id: str) -> int:
        return (await self.counts(rows, organisation_id, [client_id])).get(client_id, 0)

    async def moved(self, rows: Rows, organisation_id: str, into: str, from_id: str) -> None:
        await store.move_client(rows, organisation_id, into, from_id)

    async def forget(self, rows: Rows, organisation_id: str, client_id: str) -> int:
        d = documents.c
        its = await rows.execute(select(d.id).where(d.organisation_id == organisation_id, d.client_id == client_id))
        ids = its.scalars().all()
        await self._cabinet.let_go(rows, organisation_id, ids)
        for table in (document_requests, document_shares):
            theirs = (table.c.organisation_id == organisation_id) & (table.c.client_id == client_id)
            await rows.execute(delete(table).where(theirs))
        return len(ids)


def _view(row: Row[Any]) -> ClientDocument:
    return ClientDocument(
        id=row.id,
        client_id=row.client_id,
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        sha256=row.sha256,
        pages=row.pages,
        kind=row.kind,
        at=row.created_at,
    )
