"""Lines of the timeline: added by every module, read on the client's page."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.crm.ports import Actor
from server.crm.timeline.tables import timeline
from server.stores.database import Database, uuid7


class TimelineStore:
    """Implements the port Timeline."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def add(
        self,
        rows: AsyncConnection,
        organisation_id: str,
        client_id: str,
        kind: str,
        actor: Actor,
        *,
        subject_kind: str = "",
        subject_id: str = "",
        detail: Mapping[str, Any] | None = None,
        at: datetime | None = None,
        key: str = "",
    ) -> str:
        """A line about a client; told again under the same key, it is the line that is there."""
        if key:
            await self._database.alone(rows, f"timeline {client_id} {key}")
            known = select(timeline.c.id).where(timeline.c.client_id == client_id, timeline.c.key == key)
            if (found := await rows.scalar(known)) is not None:
                return str(found)
        now, line_id = self._now(), uuid7()
        await rows.execute(
            insert(timeline).values(
                id=line_id,
                organisation_id=organisation_id,
                client_id=client_id,
                at=at or now,
                kind=kind,
                actor_kind=actor.kind,
                actor_id=actor.id,
                actor_name=actor.name[:120],
                subject_kind=subject_kind,
                subject_id=subject_id,
                detail=orjson.dumps(dict(detail or {})).decode(),
                key=key or None,
                created_at=now,
                updated_at=now,
            )
        )
        return line_id
