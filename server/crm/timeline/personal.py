"""What the timeline knows of a client, for an archive and for an erasure."""

from collections.abc import Sequence
from datetime import datetime

import orjson
from sqlalchemy import and_, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.crm.personal import Aged, Fate, Personal, Told, Whom, plain
from server.crm.timeline.tables import timeline

_INTERNAL = ("note", "document_internal")


class TimelinePersonal(Personal):
    expires = ("note",)

    async def fates(self, rows: AsyncConnection, whom: Whom) -> list[Fate]:
        its = timeline.c.client_id.in_(whom.ids)
        grouped = select(timeline.c.kind, func.count()).where(its).group_by(timeline.c.kind)
        counts = {str(kind): int(count) for kind, count in await rows.execute(grouped)}
        notes = counts.pop("note", 0)
        return [Fate("timeline", sum(counts.values()), "erased"), Fate("notes", notes, "erased")]

    async def tell(self, rows: AsyncConnection, whom: Whom, *, internal: bool) -> Told:
        query = select(timeline).where(timeline.c.client_id.in_(whom.ids)).order_by(timeline.c.at, timeline.c.id)
        if not internal:
            query = query.where(timeline.c.kind.not_in(_INTERNAL))
        lines = [
            plain(row, "at", "kind", "actor_kind", "actor_name", "subject_kind", "subject_id")
            | {"detail": orjson.loads(row.detail)}
            for row in await rows.execute(query)
        ]
        return Told({"timeline": lines})

    async def subjects(self, rows: AsyncConnection, whom: Whom) -> list[str]:
        return list((await rows.execute(select(timeline.c.id).where(timeline.c.client_id.in_(whom.ids)))).scalars())

    async def forget(self, rows: AsyncConnection, whom: Whom) -> None:
        await rows.execute(delete(timeline).where(timeline.c.client_id.in_(whom.ids)))

    async def lively(
        self, rows: AsyncConnection, organisation_id: str, ids: Sequence[str], since: datetime
    ) -> set[str]:
        newer = select(timeline.c.client_id).where(timeline.c.client_id.in_(list(ids)), timeline.c.at >= since)
        return set((await rows.execute(newer.distinct())).scalars())

    async def aged(
        self, rows: AsyncConnection, organisation_id: str, kind: str, before: datetime, after: str, most: int
    ) -> list[Aged]:
        t = timeline.c
        over = and_(t.organisation_id == organisation_id, t.kind == "note", t.at < before, t.id > after)
        found = await rows.execute(select(t.id, t.client_id, t.at).where(over).order_by(t.id).limit(most))
        return [Aged(row.id, row.client_id, row.at) for row in found]

    async def expire(self, rows: AsyncConnection, organisation_id: str, kind: str, ids: Sequence[str]) -> None:
        mine = and_(timeline.c.organisation_id == organisation_id, timeline.c.id.in_(list(ids)))
        await rows.execute(delete(timeline).where(mine))
