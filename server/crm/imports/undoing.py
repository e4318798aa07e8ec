"""Undoing an import exactly: durable work, from its last row to its first."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.crm.imports import store
from server.crm.imports.tables import import_rows
from server.crm.ports import Actor, Audit, ClientIntake, Events, Ground, Timeline
from server.jobs import Job

UNDO = "import_undo"
UNDO_FOR = timedelta(days=30)
_PORTION = 250


class Undoing:
    """Clients that it made go; those that it completed lose what it gave. What people changed since stays."""

    def __init__(self, ground: Ground, intake: ClientIntake, timeline: Timeline, audit: Audit, events: Events) -> None:
        self._ground = ground
        self._intake = intake
        self._timeline = timeline
        self._audit = audit
        self._events = events

    async def work(self, job: Job) -> datetime | None:
        while await self._portion(job):
            pass
        return None

    async def _portion(self, job: Job) -> bool:
        actor = Actor("user", str(job.detail.get("user_id", "")), str(job.detail.get("user_name", "")))
        async with self._ground.database.writing() as rows:
            found = await store.by_id(rows, job.subject, held=True)
            if found is None or found.state != "undoing":
                return False
            of = import_rows.c
            its = (of.import_id == found.id) & (of.number < found.cursor) & of.outcome.in_(("added", "merged"))
            some = (await rows.execute(select(import_rows).where(its).order_by(of.number.desc()).limit(_PORTION))).all()
            if not some:
                await self._end(rows, found, actor)
                return False
            # Merges of rows into one another go with the client that they were merged into.
            made = await self._made(rows, found.id, {one.client_id for one in some if one.client_id})
            marks = await self._unmerge(rows, found, [one for one in some if one.outcome == "merged"], made)
            marks += await self._unmake(rows, found, [one for one in some if one.outcome == "added"], made, actor)
            await store.mark(rows, found.id, marks)
            now, last = self._ground.now(), some[-1].number
            await store.change(rows, found.id, now, cursor=last, done=found.total - last)
        return True

    @staticmethod
    async def _made(rows: AsyncConnection, import_id: str, ids: set[str]) -> dict[str, int]:
        """Those of these clients that the import made, with the version that it left."""
        of, made = import_rows.c, dict[str, int]()
        mine = (of.import_id == import_id) & of.client_id.in_(sorted(ids))
        for client_id in (await rows.execute(select(of.client_id).where(mine, of.outcome == "added"))).scalars():
            made[client_id] = 1
        merges = select(of.client_id, func.count()).where(mine, of.outcome == "merged", of.added != "{}")
        for client_id, number in await rows.execute(merges.group_by(of.client_id)):
            if client_id in made:
                made[client_id] += number
        return made

    async def _unmerge(
        self, rows: AsyncConnection, found: Row[Any], some: Sequence[Row[Any]], made: dict[str, int]
    ) -> list[tuple[int, dict[str, Any]]]:
        marks: list[tuple[int, dict[str, Any]]] = []
        for one in some:
            added = store.loads(one.added)
            kept: list[str] = []
            if added and one.client_id not in made:
                kept = await self._intake.uncomplete(rows, found.organisation_id, one.client_id, added)
            if one.client_id not in made:
                await self._timeline.forget_subject(rows, one.client_id, "import", found.id)
            undone = "" if one.client_id in made else "kept" if kept else "restored"
            marks.append((one.number, {"undone": undone, "kept": store.dumps(kept)}))
        return marks

    async def _unmake(
        self, rows: AsyncConnection, found: Row[Any], some: Sequence[Row[Any]], made: dict[str, int], actor: Actor
    ) -> list[tuple[int, dict[str, Any]]]:
        mine = {one.client_id: made[one.client_id] for one in some}
        kept = await self._intake.unbring(rows, found.organisation_id, mine, actor)
        return [
            (
                one.number,
                {
                    "undone": "kept" if one.client_id in kept else "gone",
                    "kept": store.dumps(["client"] if one.client_id in kept else []),
                },
            )
            for one in some
        ]

    async def _end(self, rows: AsyncConnection, found: Row[Any], actor: Actor) -> None:
        office, now = found.organisation_id, self._ground.now()
        if found.tag:
            await self._intake.drop_tag(rows, office, found.tag)
        counted = await store.counts(rows, found.id)
        facts = store.loads(found.facts) | {"counts": store.as_dict(counted)}
        await store.change(rows, found.id, now, state="undone", facts=store.dumps(facts), done=found.total)
        detail = {"gone": counted.gone, "restored": counted.restored, "kept": counted.kept}
        await self._audit.note(rows, office, actor, "clients.import_undone", "import", found.id, detail)
        data = {"import_id": found.id, "action": "undo import", "count": counted.gone + counted.restored}
        await self._events.tell(rows, office, "client.changed", found.id, data)
