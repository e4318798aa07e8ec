"""What a client's link opens. The only way from a token to a document: all routes without a sign-in go through here.

A link opens a document while it is shared, theirs, there, and still named by the link. What is for internal use only,
was taken back, deleted, or given to another client is the same as what never was.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.accounts.refusals import LINK_UNKNOWN
from server.crm.documents.links import Links
from server.crm.documents.model import Reading
from server.crm.documents.refusals import DOCUMENT_UNKNOWN
from server.crm.documents.tables import document_share_items, document_shares, documents
from server.crm.ports import Actor, Audit, Card, Clients, Ground, Timeline

Rows = AsyncConnection
S, ITEM, D = document_shares.c, document_share_items.c, documents.c


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link of a share leads to; `documents` in the order in which they were shared."""

    share: Row[Any]
    card: Card
    documents: tuple[Row[Any], ...]


class Access:
    """Raises LINK_UNKNOWN for every link that opens nothing, whatever the reason."""

    def __init__(self, ground: Ground, clients: Clients, timeline: Timeline, audit: Audit) -> None:
        self._ground = ground
        self._clients = clients
        self._timeline = timeline
        self._audit = audit

    async def shared(self, token: str) -> Opened:
        async with self._ground.database.reading() as rows:
            return await self._opened(rows, token)

    async def read(self, token: str, document_id: str, address: str) -> Reading:
        """One document of a link, for its client; the first time is told, every time is written down."""
        async with self._ground.database.writing() as rows:
            opened = await self._opened(rows, token)
            row = next((one for one in opened.documents if one.id == document_id), None)
            if row is None:
                raise DOCUMENT_UNKNOWN.problem()
            await self._seen(rows, opened, row, self._ground.now(), address)
        return Reading(row.organisation_id, row.id, row.name, row.media_type, row.size, row.sha256, row.updated_at)

    async def _opened(self, rows: Rows, token: str) -> Opened:
        now = self._ground.now()
        works = (S.token_hash == Links.hash(token)) & (S.expires_at > now) & S.revoked_at.is_(None)
        share = (await rows.execute(select(document_shares).where(works))).one_or_none()
        if share is None:
            raise LINK_UNKNOWN.problem()
        # A client who was deleted or erased has no links; one who lives on in another card has new ones.
        card = await self._clients.card(rows, share.organisation_id, share.client_id)
        if card is None:
            raise LINK_UNKNOWN.problem()
        theirs = (
            select(documents)
            .join(document_share_items, ITEM.document_id == D.id)
            .where(
                ITEM.share_id == share.id,
                D.organisation_id == share.organisation_id,
                D.client_id == share.client_id,
                D.state == "shared",
                D.deleted_at.is_(None),
            )
            .order_by(ITEM.position)
        )
        found = tuple((await rows.execute(theirs)).all())
        if not found:
            raise LINK_UNKNOWN.problem()
        return Opened(share, card, found)

    async def _seen(self, rows: Rows, opened: Opened, row: Row[Any], now: datetime, address: str) -> None:
        office, share = row.organisation_id, opened.share
        actor = Actor("client", opened.card.id, opened.card.name)
        first = await rows.execute(update(documents).where(D.id == row.id, D.seen_at.is_(None)).values(seen_at=now))
        if first.rowcount:
            await self._timeline.add(
                rows,
                office,
                opened.card.id,
                "document_seen",
                actor,
                subject_kind="document",
                subject_id=row.id,
                detail={"name": row.name},
                key=f"document seen {row.id} {row.number}",
            )
        mine = (ITEM.share_id == share.id) & (ITEM.document_id == row.id)
        await rows.execute(update(document_share_items).where(mine).values(seen_at=func.coalesce(ITEM.seen_at, now)))
        await rows.execute(
            update(document_shares).where(S.id == share.id).values(seen_at=func.coalesce(S.seen_at, now))
        )
        await self._audit.note(
            rows, office, actor, "document.opened", "document", row.id, {"name": row.name}, address=address
        )
