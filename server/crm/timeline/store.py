"""Lines of the timeline: added by every module, read on the client's page."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Row, delete, func, insert, literal, select, tuple_, update
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

    async def add_to_all(
        self,
        rows: AsyncConnection,
        organisation_id: str,
        ids: Sequence[str],
        kind: str,
        actor: Actor,
        detail: Mapping[str, Any] | None = None,
    ) -> None:
        """The same line about many clients."""
        now = self._now()
        same = {
            "organisation_id": organisation_id,
            "at": now,
            "kind": kind,
            "actor_kind": actor.kind,
            "actor_id": actor.id,
            "actor_name": actor.name[:120],
            "subject_kind": "",
            "subject_id": "",
            "detail": orjson.dumps(dict(detail or {})).decode(),
            "created_at": now,
            "updated_at": now,
        }
        for at in range(0, len(ids), 5000):
            listed = [{**same, "id": uuid7(), "client_id": one} for one in ids[at : at + 5000]]
            await rows.execute(insert(timeline), listed)

    async def used(
        self, rows: AsyncConnection, organisation_id: str, ids: Sequence[str], but_kinds: Sequence[str]
    ) -> set[str]:
        """Those with whom anything else happened: not lines of these kinds, nor what an import told unchanged."""
        found: set[str] = set()
        for at in range(0, len(ids), 500):
            theirs = (timeline.c.organisation_id == organisation_id) & timeline.c.client_id.in_(
                list(ids[at : at + 500])
            )
            imported = (timeline.c.subject_kind == "import") & timeline.c.edited_at.is_(None)
            other = select(timeline.c.client_id).where(theirs, timeline.c.kind.not_in(list(but_kinds)), ~imported)
            found |= set((await rows.execute(other.distinct())).scalars())
        return found

    async def forget_subject(self, rows: AsyncConnection, client_id: str, subject_kind: str, subject_id: str) -> None:
        """Take away the lines about this subject, but those that somebody has written in since."""
        its = (timeline.c.client_id == client_id) & (timeline.c.subject_kind == subject_kind)
        its &= (timeline.c.subject_id == subject_id) & timeline.c.edited_at.is_(None)
        await rows.execute(delete(timeline).where(its))

    async def page(
        self,
        rows: AsyncConnection,
        client_id: str,
        kinds: Sequence[str],
        after: tuple[datetime, str] | None,
        limit: int,
    ) -> Sequence[Row[Any]]:
        """Lines of a client, the newest first. `after`: time and id of the last one shown."""
        query = select(timeline).where(timeline.c.client_id == client_id)
        if kinds:
            query = query.where(timeline.c.kind.in_(kinds))
        if after is not None:
            at, line_id = after
            query = query.where(
                tuple_(timeline.c.at, timeline.c.id) < tuple_(literal(at, timeline.c.at.type), literal(line_id))
            )
        return (await rows.execute(query.order_by(timeline.c.at.desc(), timeline.c.id.desc()).limit(limit))).all()

    async def one(self, rows: AsyncConnection, client_id: str, line_id: str) -> Row[Any] | None:
        """Held until the transaction ends."""
        its = (timeline.c.client_id == client_id) & (timeline.c.id == line_id)
        return (await rows.execute(select(timeline).where(its).with_for_update())).one_or_none()

    async def write(self, rows: AsyncConnection, line_id: str, detail: Mapping[str, Any]) -> None:
        """Another text in a note."""
        now = self._now()
        values = {"detail": orjson.dumps(dict(detail)).decode(), "edited_at": now, "updated_at": now}
        await rows.execute(
            update(timeline).where(timeline.c.id == line_id).values(**values, version=timeline.c.version + 1)
        )

    async def drop(self, rows: AsyncConnection, line_id: str) -> None:
        await rows.execute(delete(timeline).where(timeline.c.id == line_id))

    async def merged(self, rows: AsyncConnection, _organisation_id: str, into_id: str, from_id: str) -> None:
        """What happened with one client happened with another."""
        known = select(timeline.c.key).where(timeline.c.client_id == into_id, timeline.c.key.is_not(None))
        its = timeline.c.client_id == from_id
        twice = (await rows.execute(select(timeline.c.id).where(its, timeline.c.key.in_(known)))).scalars().all()
        await rows.execute(delete(timeline).where(timeline.c.id.in_(twice)))
        await rows.execute(update(timeline).where(its).values(client_id=into_id))

    async def sessions(self, rows: AsyncConnection, _organisation_id: str, client_id: str) -> int:
        """How many sessions there were with a client."""
        counted = select(func.count(timeline.c.subject_id.distinct())).where(
            timeline.c.client_id == client_id, timeline.c.kind == "session_started"
        )
        return await rows.scalar(counted) or 0
