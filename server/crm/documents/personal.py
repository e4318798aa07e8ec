"""The documents of a client, for an archive and for an erasure."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.crm.documents.tables import (
    document_requests,
    document_shares,
    document_sharing_clients,
    document_versions,
    documents,
)
from server.crm.personal import Aged, Fate, Personal, PersonalFile, Told, Whom, plain
from server.crm.ports import Documents
from server.stores.holding import BlobKeeper


class DocumentsPersonal(Personal):
    expires = ("document",)

    def __init__(self, port: Documents, keeper: BlobKeeper) -> None:
        self._port = port
        self._keeper = keeper

    async def fates(self, rows: AsyncConnection, whom: Whom) -> list[Fate]:
        found = []
        for kind, table in (("documents", documents), ("requests", document_requests), ("shares", document_shares)):
            mine = and_(table.c.organisation_id == whom.organisation_id, table.c.client_id.in_(whom.ids))
            found.append(
                Fate(kind, int(await rows.scalar(select(func.count()).select_from(table).where(mine)) or 0), "erased")
            )
        return found

    async def tell(self, rows: AsyncConnection, whom: Whom, *, internal: bool) -> Told:
        """What was shared with them or came from them; internal ones too when asked."""
        d = documents.c
        mine = and_(d.organisation_id == whom.organisation_id, d.client_id.in_(whom.ids), d.deleted_at.is_(None))
        if not internal:
            mine = and_(mine, or_(d.state == "shared", d.from_client))
        listed, files = [], []
        for row in (await rows.execute(select(documents).where(mine).order_by(d.id))).all():
            one = plain(row, "id", "name", "media_type", "size", "kind", "source", "state", "from_client", "number")
            listed.append(one | plain(row, "created_at", "seen_at"))
            files.append(PersonalFile("documents", row.name, row.sha256, row.size))
        asked = select(document_requests).where(document_requests.c.client_id.in_(whom.ids))
        requests = [
            plain(row, "id", "what", "subject", "text", "due", "state", "email", "created_at", "received_at")
            for row in await rows.execute(asked.order_by(document_requests.c.id))
        ]
        return Told({"documents": listed, "requests": requests}, files)

    async def subjects(self, rows: AsyncConnection, whom: Whom) -> list[str]:
        ids: list[str] = []
        for table in (documents, document_requests, document_shares):
            ids += (await rows.execute(select(table.c.id).where(table.c.client_id.in_(whom.ids)))).scalars().all()
        return ids

    async def forget(self, rows: AsyncConnection, whom: Whom) -> None:
        for client_id in whom.ids:
            await self._port.forget(rows, whom.organisation_id, client_id)
        places = document_sharing_clients.c
        theirs = (places.organisation_id == whom.organisation_id) & places.client_id.in_(whom.ids)
        waiting = {"state": "skipped", "reason": "client_unknown"}
        await rows.execute(update(document_sharing_clients).where(theirs, places.state == "waiting").values(**waiting))
        await rows.execute(update(document_sharing_clients).where(theirs).values(client_id=""))

    async def lively(
        self, rows: AsyncConnection, organisation_id: str, ids: Sequence[str], since: datetime
    ) -> set[str]:
        d = documents.c
        newer = select(d.client_id).where(
            d.organisation_id == organisation_id, d.client_id.in_(list(ids)), d.created_at >= since
        )
        return {one for one in (await rows.execute(newer.distinct())).scalars() if one is not None}

    async def aged(
        self, rows: AsyncConnection, organisation_id: str, kind: str, before: datetime, after: str, most: int
    ) -> list[Aged]:
        d = documents.c
        of_clients = and_(d.organisation_id == organisation_id, d.client_id.is_not(None))
        over = and_(of_clients, d.created_at < before, d.updated_at < before, d.signing != "sent", d.id > after)
        found = await rows.execute(select(d.id, d.client_id, d.updated_at).where(over).order_by(d.id).limit(most))
        return [Aged(row.id, row.client_id, row.updated_at) for row in found]

    async def expire(self, rows: AsyncConnection, organisation_id: str, kind: str, ids: Sequence[str]) -> None:
        v, d = document_versions.c, documents.c
        named = select(v.sha256).where(v.organisation_id == organisation_id, v.document_id.in_(list(ids))).distinct()
        for sha256 in (await rows.execute(named)).scalars().all():
            await self._keeper.let_go(rows, organisation_id, sha256)
        await rows.execute(delete(documents).where(d.organisation_id == organisation_id, d.id.in_(list(ids))))
