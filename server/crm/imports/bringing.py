"""Bringing the rows of a file that was read: durable work in portions, each of them whole or not at all."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from crm_adapter.importing.doubles import alike
from crm_adapter.importing.told import Reading, Told, tell
from server.crm.imports import store
from server.crm.imports.refusals import IMPORTER_GONE
from server.crm.imports.tables import import_rows
from server.crm.imports.telling import keys_of
from server.crm.ports import (
    Actor,
    Audit,
    Checked,
    ClientDraft,
    ClientIntake,
    DraftCheck,
    Events,
    Ground,
    Timeline,
)
from server.jobs import Job
from server.web import Member, Problem

BRING = "import_bring"
_PORTION = 250
_EVENTS = 500
"""Above this, other systems are told once of the whole import and not of each client."""


@dataclass(frozen=True, slots=True)
class _Wish:
    row: Row[Any]
    told: Told
    draft: ClientDraft
    checked: Checked


Mark = tuple[int, dict[str, Any]]


class Bringing:
    """A process that dies leaves a portion undone, and the cursor before it."""

    def __init__(self, ground: Ground, intake: ClientIntake, timeline: Timeline, audit: Audit, events: Events) -> None:
        self._ground = ground
        self._intake = intake
        self._timeline = timeline
        self._audit = audit
        self._events = events

    async def work(self, job: Job) -> datetime | None:
        while await self._portion(job.subject):
            pass
        await self._ground.keeper.sweep()
        return None

    async def gave_up(self, job: Job, code: str) -> None:
        """What was brought stays, and can be undone."""
        async with self._ground.database.writing() as rows:
            found = await store.by_id(rows, job.subject, held=True)
            if found is not None and found.state == "bringing":
                await self._end(rows, found, state="failed", trouble=code[:40])

    async def _portion(self, import_id: str) -> bool:
        """Bring the next rows. Returns whether there may be more."""
        async with self._ground.database.reading() as rows:
            found = await store.by_id(rows, import_id)
            if found is None or found.state != "bringing":
                return False
            member = await store.member_of(rows, found)
            if member is None:
                raise IMPORTER_GONE.problem()
            check = await self._intake.check(rows, found.organisation_id)
            kinds = {
                key: kind for key, (_, kind) in (await self._intake.field_kinds(rows, found.organisation_id)).items()
            }
            of = import_rows.c
            due = select(import_rows).where(of.import_id == import_id, of.number > found.cursor)
            some = (await rows.execute(due.order_by(of.number).limit(_PORTION))).all()
        wishes = await asyncio.to_thread(_wishes, some, found, member, check, kinds)
        async with self._ground.database.writing() as rows:
            held = await store.by_id(rows, import_id, held=True)
            if held is None or held.state != "bringing" or held.cursor != found.cursor:
                # Somebody else was at it: what they brought is not brought twice.
                return held is not None and held.state == "bringing"
            if not wishes:
                await self._end(rows, held, state="done")
                return False
            await store.mark(rows, import_id, await self._bring(rows, held, member, wishes))
            last = wishes[-1].row.number
            await store.change(rows, import_id, self._ground.now(), cursor=last, done=last)
        return True

    async def _bring(
        self, rows: AsyncConnection, found: Row[Any], member: Member, wishes: Sequence[_Wish]
    ) -> list[Mark]:
        right = [one for one in wishes if not one.checked.wrong]
        marks: list[Mark] = [
            (one.row.number, {"outcome": "wrong", "wrong": store.dumps([list(each) for each in one.checked.wrong])})
            for one in wishes
            if one.checked.wrong
        ]
        known = await self._intake.known(rows, member, [one.checked for one in right])
        new: list[_Wish] = []
        later: list[tuple[_Wish, str | None]] = []
        for one, near in zip(right, known, strict=True):
            mine = keys_of(one.checked)
            like = next((client_id for client_id, other in near if alike(mine, keys_of(other))), None)
            choice = one.row.choice or found.doubles
            if choice == "add" or (like is None and one.row.same_as is None):
                new.append(one)
            else:
                later.append((one, like))
        marks += await self._add(rows, found, member, new)
        made = {number: values["client_id"] for number, values in marks if values.get("client_id")}
        for one, like in later:
            marks.append(await self._double(rows, found, member, one, like, made))
            if marks[-1][1].get("client_id"):
                made[one.row.number] = marks[-1][1]["client_id"]
        return marks

    async def _add(self, rows: AsyncConnection, found: Row[Any], member: Member, new: Sequence[_Wish]) -> list[Mark]:
        office, actor = found.organisation_id, Actor.of(member)
        ids = await self._intake.bring(rows, office, [one.draft for one in new], actor)
        for client_id, one in zip(ids, new, strict=True):
            await self._note(rows, found, client_id, one, actor)
            if found.total <= _EVENTS:
                data = {"client_id": client_id, "kind": one.draft.kind, "source": "import"}
                await self._events.tell(rows, office, "client.created", client_id, data)
        return [
            (one.row.number, {"outcome": "added", "client_id": client_id})
            for client_id, one in zip(ids, new, strict=True)
        ]

    async def _double(
        self,
        rows: AsyncConnection,
        found: Row[Any],
        member: Member,
        one: _Wish,
        like: str | None,
        made: dict[int, str],
    ) -> Mark:
        """A row about a client who is there already, or about whom an earlier row was."""
        into = like or made.get(one.row.same_as) or await self._became(rows, found.id, one.row.same_as)
        if into is None:
            # The row that it looks like was left out itself.
            return (await self._add(rows, found, member, [one]))[0]
        if (one.row.choice or found.doubles) == "skip":
            return one.row.number, {"outcome": "skipped", "client_id": into}
        try:
            done = await self._intake.complete(rows, member, into, one.draft, found.id)
        except Problem as wrong:
            said = [[wrong.refusal.code, str(wrong.fields.get("field", ""))]]
            return one.row.number, {"outcome": "wrong", "wrong": store.dumps(said)}
        await self._note(rows, found, into, one, Actor.of(member))
        if found.total <= _EVENTS and done.added:
            data = {"client_id": into, "fields": sorted(done.added), "import_id": found.id}
            await self._events.tell(rows, found.organisation_id, "client.changed", into, data)
        added = store.dumps(dict(done.added))
        return one.row.number, {"outcome": "merged", "client_id": into, "added": added}

    @staticmethod
    async def _became(rows: AsyncConnection, import_id: str, number: int | None) -> str | None:
        if number is None:
            return None
        its = (import_rows.c.import_id == import_id) & (import_rows.c.number == number)
        client_id: str | None = await rows.scalar(select(import_rows.c.client_id).where(its))
        return client_id

    async def _note(self, rows: AsyncConnection, found: Row[Any], client_id: str, one: _Wish, actor: Actor) -> None:
        if one.told.note:
            await self._timeline.add(
                *(rows, found.organisation_id, client_id, "note", actor),
                subject_kind="import",
                subject_id=found.id,
                detail={"text": one.told.note},
                key=f"import {found.id} {one.row.number}",
            )

    async def _end(self, rows: AsyncConnection, found: Row[Any], **values: Any) -> None:
        now, office = self._ground.now(), found.organisation_id
        counted = await store.counts(rows, found.id)
        facts = store.loads(found.facts) | {"counts": store.as_dict(counted)}
        if found.sha256 is not None:
            await self._ground.keeper.let_go(rows, office, found.sha256)
        values |= {"sha256": None, "ended_at": now, "facts": store.dumps(facts)}
        await store.change(rows, found.id, now, **values)
        detail = {"added": counted.added, "merged": counted.merged, "skipped": counted.skipped}
        actor = Actor("user", found.user_id or "", found.user_name)
        await self._audit.note(rows, office, actor, "clients.imported", "import", found.id, detail)
        if found.total > _EVENTS:
            data = {"import_id": found.id, "count": counted.added, "merged": counted.merged, "source": "import"}
            await self._events.tell(rows, office, "client.created", found.id, data)


def _wishes(
    some: Sequence[Row[Any]], found: Row[Any], member: Member, check: DraftCheck, kinds: dict[str, str]
) -> list[_Wish]:
    """Off the event loop: checking takes a while."""
    facts = store.loads(found.facts)
    columns = tuple(one["target"] for one in facts["columns"])
    how = Reading(columns, frozenset(facts["month_first"]), tuple(sorted(kinds.items())))
    tags = (found.tag,) if found.tag else ()
    wishes = []
    for row in some:
        told = tell(store.loads(row.cells), how)
        draft = replace(told.draft, adviser_id=member.user_id, tags=(*told.draft.tags, *tags))
        wishes.append(_Wish(row, told, draft, check(draft, told.note)))
    return wishes
