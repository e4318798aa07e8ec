"""Writes to the CRM: promised with their cause, done in order for each party, tried again, and shown while they wait."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final, Literal

import orjson
import structlog
from sqlalchemy import ColumnElement, Row, delete, func, insert, select, update

from crm_adapter.contract import (
    Adapter,
    AdapterDown,
    Attendance,
    Conflict,
    ConsentChange,
    Entry,
    Failure,
    NewDocument,
    NotOffered,
    NotThere,
)
from crm_adapter.foreign.wire import decode, encode
from server.crm.contract.offices import Offices
from server.crm.contract.tables import crm_writes
from server.crm.ports import Ground, Rows
from server.jobs import Job, Later
from server.stores.blobs import BlobMissing
from server.stores.database import uuid7

log = structlog.get_logger(__name__)

WORK: Final = "crm_write"
KEPT = timedelta(days=7)
"""How long it is shown what reached the CRM."""
TRIES = 300
"""About twelve days: an office may need a while to mend its CRM. Then it is given up, and stays to be seen."""


@dataclass(frozen=True, slots=True)
class Signers:
    """A question that waits like a write: who in the CRM has signed this? Each of them gets it by writes of their own.
    `party_id` has it already, "" for nobody."""

    id: str
    envelope_id: str
    title: str
    party_id: str


Value = Entry | NewDocument | Attendance | ConsentChange | Signers
Kind = Literal["entry", "document", "attendance", "consent", "signers"]
_KINDS: Final[dict[str, type[Any]]] = {
    "entry": Entry,
    "document": NewDocument,
    "attendance": Attendance,
    "consent": ConsentChange,
    "signers": Signers,
}


class Writes:
    """The queue of all offices. Told again under the same id, a write is the one that is there."""

    def __init__(self, ground: Ground, offices: Offices) -> None:
        self._ground = ground
        self._database = ground.database
        self._offices = offices
        self._now: Callable[[], datetime] = ground.now
        self.find_signers: Callable[[str, Signers], Awaitable[None]] | None = None
        ground.jobs.does(WORK, self.work, most_tries=TRIES, gave_up=self._gave_up)

    async def put(self, rows: Rows, organisation_id: str, value: Value, session_id: str = "") -> None:
        """Promise a write in the transaction of its cause. `wake` after the commit makes it quick."""
        await self._database.alone(rows, f"crm write {organisation_id} {value.id}")
        mine = (crm_writes.c.organisation_id == organisation_id) & (crm_writes.c.key == value.id)
        if (await rows.execute(select(crm_writes.c.id).where(mine))).first() is not None:
            return
        if isinstance(value, NewDocument):
            # Whoever holds these bytes now may be letting go of them at this moment.
            await self._ground.keeper.alone(rows, organisation_id, value.sha256)
        now, about = self._now(), _about(value)
        await rows.execute(
            insert(crm_writes).values(
                id=uuid7(),
                organisation_id=organisation_id,
                key=value.id,
                kind=_kind(value),
                about=about,
                party_id=None if isinstance(value, Attendance) else value.party_id or None,
                session_id=session_id or None,
                body=orjson.dumps(encode(value)).decode(),
                sha256=value.sha256 if isinstance(value, NewDocument) else None,
                status="waiting",
                created_at=now,
                updated_at=now,
            )
        )
        await self._promise(rows, organisation_id, about)

    def wake(self) -> None:
        self._ground.jobs.wake()

    async def _promise(self, rows: Rows, organisation_id: str, about: str) -> None:
        subject = sha256(about.encode()).hexdigest()[:40]
        await self._ground.jobs.put(rows, organisation_id, WORK, subject, detail={"about": about})

    # --- doing ---

    async def work(self, job: Job) -> None:
        """All that waits about one party, in order. Raises Later while the CRM is away."""
        office, about = job.organisation_id, job.detail["about"]
        adapter = await self._offices.of(office)
        while (row := await self._next(office, about)) is not None:
            try:
                await self._do(adapter, row)
            except Failure as failure:
                lasting = not failure.again
                await self._note(row, failure.code, _said(failure), "failed" if lasting else "waiting")
                if not lasting:
                    log.warning("A write to the CRM has to wait.", organisation=office, code=failure.code)
                    raise Later(failure.code) from None
            else:
                await self._note(row, None, "", "done")

    async def _next(self, organisation_id: str, about: str) -> Row[Any] | None:
        waiting = (
            (crm_writes.c.organisation_id == organisation_id)
            & (crm_writes.c.about == about)
            & (crm_writes.c.status == "waiting")
        )
        async with self._database.reading() as rows:
            return (await rows.execute(select(crm_writes).where(waiting).order_by(crm_writes.c.id).limit(1))).first()

    async def _do(self, adapter: Adapter, row: Row[Any]) -> None:
        value = decode(_KINDS[row.kind], orjson.loads(row.body))
        match value:
            case Entry():
                await adapter.timeline.add(value)
            case NewDocument():
                content = self._ground.blobs.stream(row.organisation_id, value.sha256, 0, value.size)
                try:
                    await adapter.documents.file(value, content)
                except BlobMissing:
                    raise NotThere("the bytes are not here any more") from None
            case Attendance():
                try:
                    await adapter.appointments.attended(value)
                except (NotThere, NotOffered):
                    # Not every session has an appointment there.
                    return
            case ConsentChange():
                await adapter.consents.note(value)
            case Signers() if self.find_signers is not None:
                await self.find_signers(row.organisation_id, value)
            case _:
                raise AdapterDown(f"nothing can be done with {row.kind}")

    async def _note(self, row: Row[Any], error: str | None, said: str, status: str) -> None:
        now = self._now()
        values: dict[str, Any] = {"status": status, "error": error, "said": said, "tried_at": now, "updated_at": now}
        if status == "done":
            values |= {"done_at": now, "sha256": None}
        async with self._database.writing() as rows:
            mine = (crm_writes.c.id == row.id) & (crm_writes.c.status == "waiting")
            await rows.execute(update(crm_writes).where(mine).values(**values, tries=crm_writes.c.tries + 1))
            if status == "done" and row.sha256 is not None:
                await self._ground.keeper.let_go(rows, row.organisation_id, row.sha256)

    async def _gave_up(self, job: Job, code: str) -> None:
        async with self._database.writing() as rows:
            its = _of(job.organisation_id) & (crm_writes.c.about == job.detail["about"])
            await self._fail(rows, its, code)

    async def _fail(self, rows: Rows, which: ColumnElement[bool], code: str) -> None:
        values = {"status": "failed", "error": code, "updated_at": self._now()}
        await rows.execute(update(crm_writes).where(which, crm_writes.c.status == "waiting").values(**values))

    # --- by hand ---

    async def again(self, organisation_id: str, write_id: str | None = None) -> int:
        """Try one, or everything that waits or failed, now; returns how many."""
        which = _of(organisation_id) & crm_writes.c.status.in_(("waiting", "failed"))
        if write_id is not None:
            which &= crm_writes.c.id == write_id
        async with self._database.writing() as rows:
            abouts = (await rows.execute(select(crm_writes.c.about).where(which).distinct())).scalars().all()
            changed = await rows.execute(
                update(crm_writes).where(which).values(status="waiting", updated_at=self._now())
            )
            for about in abouts:
                await self._promise(rows, organisation_id, about)
        self.wake()
        return changed.rowcount

    async def drop(self, organisation_id: str, write_id: str) -> bool:
        """It is not to be written any more. False when it was written already, or is unknown."""
        mine = _of(organisation_id) & (crm_writes.c.id == write_id) & (crm_writes.c.status != "done")
        async with self._database.writing() as rows:
            return await self._delete(rows, mine) > 0

    async def _delete(self, rows: Rows, which: ColumnElement[bool]) -> int:
        found = (await rows.execute(select(crm_writes).where(which))).all()
        await rows.execute(delete(crm_writes).where(crm_writes.c.id.in_([one.id for one in found])))
        for one in found:
            if one.sha256 is not None:
                await self._ground.keeper.let_go(rows, one.organisation_id, one.sha256)
        return len(found)

    async def changed_crm(self, rows: Rows, organisation_id: str) -> None:
        """The office has another CRM now: what waited for the one before knows nobody there."""
        await self._fail(rows, _of(organisation_id), "crm_changed")

    async def merged(self, rows: Rows, organisation_id: str, into_id: str, from_id: str) -> None:
        """What waits for a party that was merged goes to the one that lives on."""
        waiting = _of(organisation_id) & (crm_writes.c.party_id == from_id) & (crm_writes.c.status != "done")
        for row in (await rows.execute(select(crm_writes).where(waiting))).all():
            body = orjson.dumps({**orjson.loads(row.body), "party_id": into_id}).decode()
            values = {"body": body, "party_id": into_id, "about": into_id, "updated_at": self._now()}
            await rows.execute(update(crm_writes).where(crm_writes.c.id == row.id).values(**values))
        await self._promise(rows, organisation_id, into_id)

    async def forget(self, rows: Rows, organisation_id: str, party_id: str, session_ids: Sequence[str]) -> None:
        """A party was erased: nothing about them or their sessions is kept here, done or not."""
        theirs = (crm_writes.c.party_id == party_id) | crm_writes.c.session_id.in_(session_ids)
        await self._delete(rows, _of(organisation_id) & theirs)

    # --- reading ---

    async def page(
        self, organisation_id: str, status: str, before: str | None, most: int
    ) -> tuple[Sequence[Row[Any]], dict[str, int]]:
        """The newest first, one more than a page holds; and how many there are of each status."""
        query = select(crm_writes).where(_of(organisation_id))
        if status:
            query = query.where(crm_writes.c.status == status)
        if before is not None:
            query = query.where(crm_writes.c.id < before)
        counted = select(crm_writes.c.status, func.count()).where(_of(organisation_id)).group_by(crm_writes.c.status)
        async with self._database.reading() as rows:
            found = (await rows.execute(query.order_by(crm_writes.c.id.desc()).limit(most + 1))).all()
            counts = {name: int(count) for name, count in (await rows.execute(counted)).all()}
        return found, counts

    async def one(self, organisation_id: str, write_id: str) -> Row[Any] | None:
        async with self._database.reading() as rows:
            mine = _of(organisation_id) & (crm_writes.c.id == write_id)
            return (await rows.execute(select(crm_writes).where(mine))).first()

    async def sweep(self) -> None:
        """Forget what reached the CRM a week ago."""
        old = (crm_writes.c.status == "done") & (crm_writes.c.done_at <= self._now() - KEPT)
        async with self._database.writing() as rows:
            await rows.execute(delete(crm_writes).where(old))


def _of(organisation_id: str) -> ColumnElement[bool]:
    return crm_writes.c.organisation_id == organisation_id


def _about(value: Value) -> str:
    match value:
        case Attendance():
            return f"session:{value.session_id}"
        case Signers():
            return f"envelope:{value.envelope_id}"
        case _:
            return value.party_id


def _kind(value: Value) -> str:
    return next(name for name, kind in _KINDS.items() if type(value) is kind)


def _said(failure: Failure) -> str:
    if isinstance(failure, Conflict):
        return orjson.dumps({"ours": failure.ours, "theirs": failure.theirs}, default=str).decode()[:4_000]
    return failure.detail[:500].replace("\x00", "")
