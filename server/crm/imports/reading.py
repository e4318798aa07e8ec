"""Reading a file that was brought: durable work that ends in a preview."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import Row, delete
from sqlalchemy.ext.asyncio import AsyncConnection

from crm_adapter.importing.doubles import alike
from server.crm.imports import store
from server.crm.imports.child import ChildFailed, Readers, Setup
from server.crm.imports.tables import import_rows
from server.crm.imports.telling import keys_of
from server.crm.ports import Checked, ClientIntake, Ground
from server.jobs import Job
from server.stores.blobs import BlobMissing
from server.stores.database import uuid7
from server.web import Member

log = structlog.get_logger(__name__)
READ = "import_read"
_TOGETHER = 2000
"""Rows in one transaction."""


class _Overtaken(Exception):
    """Another process reads the same import now, or its columns were changed meanwhile."""


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    line: int
    cells: list[str]
    caption: str
    wrong: list[list[str]]
    same_as: int | None
    checked: Checked


class Reading:
    """One per process."""

    def __init__(self, ground: Ground, intake: ClientIntake, readers: Readers) -> None:
        self._ground = ground
        self._intake = intake
        self._readers = readers

    async def work(self, job: Job) -> datetime | None:
        """Begin anew whatever was read before; done again, it comes to the same."""
        found, member, run = await self._begin(job.subject)
        if found is None:
            return None
        if member is None:
            await self._failed(job.subject, run, "importer_gone")
            return None
        try:
            await self._read(found, member, run)
        except _Overtaken:
            log.info("An import is read elsewhere.", import_id=job.subject)
        except ChildFailed:
            await self._failed(job.subject, run, "file_too_dense")
        except BlobMissing:
            await self._failed(job.subject, run, "file_broken")
        return None

    async def gave_up(self, job: Job, _code: str) -> None:
        """It was tried often enough."""
        async with self._ground.database.writing() as rows:
            found = await store.by_id(rows, job.subject, held=True)
            if found is not None and found.state == "reading":
                await store.change(rows, job.subject, self._ground.now(), state="failed", trouble="file_broken")

    async def _begin(self, import_id: str) -> tuple[Row[Any] | None, Member | None, str]:
        run = uuid7()
        async with self._ground.database.writing() as rows:
            found = await store.by_id(rows, import_id, held=True)
            if found is None or found.state != "reading" or found.sha256 is None:
                return None, None, run
            await rows.execute(delete(import_rows).where(import_rows.c.import_id == import_id))
            await store.change(rows, import_id, self._ground.now(), run=run, done=0)
            return found, await store.member_of(rows, found), run

    async def _read(self, found: Row[Any], member: Member, run: str) -> None:
        office = found.organisation_id
        async with self._ground.database.reading() as rows:
            check = await self._intake.check(rows, office)
            fields = await self._intake.field_kinds(rows, office)
        chosen = store.loads(found.columns)
        setup = Setup(tuple(chosen) if chosen else None, fields, check)
        waiting: list[_Row] = []
        trouble = ""

        async def heard(frame: dict[str, Any]) -> None:
            nonlocal trouble
            if "facts" in frame:
                facts = frame["facts"] | {"month_first": frame["month_first"]}
                await self._note(found, run, total=facts["total"], facts=store.dumps(facts))
            waiting.extend(_row(row) for row in frame.get("rows", ()))
            if len(waiting) >= _TOGETHER or ("end" in frame and waiting):
                await self._keep(found, member, run, waiting)
                waiting.clear()
            trouble = str(frame.get("trouble", ""))[:40]

        await self._readers.read(setup, self._ground.blobs.stream(office, found.sha256), heard)
        if trouble:
            await self._failed(found.id, run, trouble)
        else:
            await self._note(found, run, state="ready", trouble="")

    async def _keep(self, found: Row[Any], member: Member, run: str, some: list[_Row]) -> None:
        right = [one for one in some if not one.wrong]
        async with self._ground.database.reading() as rows:
            known = await self._intake.known(rows, member, [one.checked for one in right])
        near = {one.number: each for one, each in zip(right, known, strict=True)}
        listed = []
        for one in some:
            like = [
                [client_id, list(by)]
                for client_id, other in near.get(one.number) or ()
                if (by := alike(keys_of(one.checked), keys_of(other)))
            ]
            double = bool(like) or one.same_as is not None
            state = "wrong" if one.wrong else "double" if double else "new"
            listed.append(
                (
                    *(found.id, one.number, found.organisation_id, one.line, store.dumps(one.cells), one.caption),
                    *(state, store.dumps(one.wrong), store.dumps(like), one.same_as, *store.UNDECIDED),
                )
            )
        async with self._ground.database.writing() as rows:
            await self._mine(rows, found.id, run)
            await store.add_rows(rows, listed)
            await store.change(rows, found.id, self._ground.now(), done=some[-1].number)

    async def _note(self, found: Row[Any], run: str, **values: Any) -> None:
        async with self._ground.database.writing() as rows:
            await self._mine(rows, found.id, run)
            await store.change(rows, found.id, self._ground.now(), **values)

    @staticmethod
    async def _mine(rows: AsyncConnection, import_id: str, run: str) -> None:
        held = await store.by_id(rows, import_id, held=True)
        if held is None or held.run != run or held.state != "reading":
            raise _Overtaken

    async def _failed(self, import_id: str, run: str, code: str) -> None:
        async with self._ground.database.writing() as rows:
            held = await store.by_id(rows, import_id, held=True)
            if held is not None and held.run == run and held.state == "reading":
                await rows.execute(delete(import_rows).where(import_rows.c.import_id == import_id))
                await store.change(rows, import_id, self._ground.now(), state="failed", trouble=code)


def _row(told: Any) -> _Row:
    number, line, cells, caption, wrong, same, keys = told
    emails, phones, names, births = (tuple(map(str, each)) for each in keys)
    checked = Checked(tuple([(str(code), str(where)) for code, where in wrong]), emails, phones, names, births)
    return _Row(int(number), int(line), cells, str(caption)[:300], wrong, None if same is None else int(same), checked)
