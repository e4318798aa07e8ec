"""Making the archive of a client: durable work, bounded, and gone again after a week."""

import asyncio
import tempfile
import zipfile
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Row, and_, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.crm.personal import Personal, PersonalFile, Whom
from server.crm.ports import Actor, Audit, Ground
from server.crm.privacy.archive import Content, path_of, write_lists
from server.crm.privacy.refusals import EXPORT_NOT_READY, EXPORT_RUNNING, EXPORT_TOO_LARGE, EXPORT_UNKNOWN
from server.crm.privacy.rules import Rules
from server.crm.privacy.tables import personal_exports
from server.jobs import Job
from server.stores.blobs import BlobMissing
from server.stores.database import uuid7
from server.stores.tables import organisations
from server.web import Problem

WORK = "personal_export"
KEPT = timedelta(days=7)
MOST_BYTES = 4 * 1024**3
_TRIES = 5
_CHUNK = 1 << 20

Finds = Callable[[AsyncConnection, str, str], Awaitable[Whom | None]]


class Trail(Protocol):
    """What the audit says of a client."""

    async def __call__(
        self,
        rows: AsyncConnection,
        organisation_id: str,
        client_ids: Sequence[str],
        subjects: Sequence[str],
        *,
        internal: bool,
    ) -> list[dict[str, Any]]: ...


E = personal_exports.c


@dataclass(frozen=True, slots=True)
class _Gathered:
    content: Content
    files: list[PersonalFile]


class Exports:
    def __init__(
        self, ground: Ground, modules: Sequence[Personal], finds: Finds, trail: Trail, rules: Rules, audit: Audit
    ) -> None:
        self._ground = ground
        self._modules = tuple(modules)
        self._finds = finds
        self._trail = trail
        self._rules = rules
        self._audit = audit
        ground.jobs.does(WORK, self.work, most_tries=_TRIES, gave_up=self._gave_up)

    # --- asking and reading ---

    async def ask(self, rows: AsyncConnection, whom: Whom, actor: Actor, *, internal: bool, language: str) -> Row[Any]:
        """Raises EXPORT_RUNNING. Wake the jobs after the commit."""
        office, now = whom.organisation_id, self._ground.now()
        await self._ground.database.alone(rows, f"archive {whom.client_id}")
        running = and_(E.organisation_id == office, E.client_id == whom.client_id, E.state == "waiting")
        if (await rows.execute(select(E.id).where(running))).first() is not None:
            raise EXPORT_RUNNING.problem()
        export_id = uuid7()
        await rows.execute(
            insert(personal_exports).values(
                id=export_id,
                organisation_id=office,
                client_id=whom.client_id,
                state="waiting",
                internal=internal,
                language=language,
                asked_by=actor.id,
                asked_by_name=actor.name[:120],
                created_at=now,
                updated_at=now,
            )
        )
        await self._ground.jobs.put(rows, office, WORK, export_id)
        detail = {"export_id": export_id, "internal": internal}
        await self._audit.note(rows, office, actor, "client.exported", "client", whom.client_id, detail)
        return await self.one(rows, office, export_id)

    async def of(self, rows: AsyncConnection, organisation_id: str, client_id: str) -> list[Row[Any]]:
        mine = and_(E.organisation_id == organisation_id, E.client_id == client_id)
        return list((await rows.execute(select(personal_exports).where(mine).order_by(E.id.desc()).limit(20))).all())

    async def one(self, rows: AsyncConnection, organisation_id: str, export_id: str) -> Row[Any]:
        """Raises EXPORT_UNKNOWN."""
        mine = and_(E.organisation_id == organisation_id, E.id == export_id)
        row = (await rows.execute(select(personal_exports).where(mine))).one_or_none()
        if row is None:
            raise EXPORT_UNKNOWN.problem()
        return row

    async def open(
        self, rows: AsyncConnection, organisation_id: str, export_id: str, actor: Actor, client_id: str
    ) -> Row[Any]:
        """One that can be downloaded now. Raises EXPORT_UNKNOWN and EXPORT_NOT_READY."""
        row = await self.one(rows, organisation_id, export_id)
        if row.client_id != client_id:
            raise EXPORT_UNKNOWN.problem()
        if row.state == "waiting":
            raise EXPORT_NOT_READY.problem()
        if row.state != "ready" or row.sha256 is None or row.expires_at <= self._ground.now():
            raise EXPORT_UNKNOWN.problem()
        detail = {"export_id": export_id}
        await self._audit.note(rows, organisation_id, actor, "export.downloaded", "client", row.client_id, detail)
        return row

    # --- making ---

    async def work(self, job: Job) -> None:
        """Durable work. Done anew from the beginning when a process died at it."""
        async with self._ground.database.reading() as rows:
            try:
                row = await self.one(rows, job.organisation_id, job.subject)
            except Problem:
                return
            whom = await self._finds(rows, job.organisation_id, row.client_id)
            if row.state != "waiting":
                return
        if whom is None:
            await self._failed(job, "client_unknown")
            return
        gathered = await self._gather(row, whom)
        if sum(one.size for one in gathered.files) > MOST_BYTES:
            await self._failed(job, EXPORT_TOO_LARGE.code)
            return
        with tempfile.TemporaryDirectory(prefix="samen-archive-") as folder:
            path = Path(folder) / "archive.zip"
            await self._write(path, row.organisation_id, gathered)
            await self._keep(row, path)

    async def _gather(self, row: Row[Any], whom: Whom) -> _Gathered:
        office, lists, files = row.organisation_id, dict[str, Any](), list[PersonalFile]()
        async with self._ground.database.writing() as rows:
            rules = await self._rules.of(rows, office)
        async with self._ground.database.reading() as rows:
            name = await rows.scalar(select(organisations.c.name).where(organisations.c.id == office))
            subjects: list[str] = []
            for module in self._modules:
                told = await module.tell(rows, whom, internal=row.internal)
                lists |= told.lists
                files += told.files
                subjects += await module.subjects(rows, whom)
            lists["seen_by"] = await self._trail(rows, office, whom.ids, subjects, internal=row.internal)
        lists["retention"] = [
            {"kind": one.kind, "country": one.country, "since": one.since, "months": one.months, "reason": one.reason}
            for one in rules
            if one.country == whom.country or whom.country not in {each.country for each in rules}
        ]
        return _Gathered(Content(name or "", row.language, self._ground.now(), row.internal, lists), files)

    async def _write(self, path: Path, organisation_id: str, gathered: _Gathered) -> None:
        packed: list[str] = []
        missing: list[str] = []
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
            for number, file in enumerate(gathered.files, 1):
                inside = path_of(file.folder, number, file.name)
                try:
                    await self._ground.blobs.size(organisation_id, file.sha256)
                    # What is a picture or a PDF is packed already.
                    entry = zipfile.ZipInfo(inside, gathered.content.made_at.timetuple()[:6])
                    with archive.open(entry, "w", force_zip64=True) as target:
                        async for chunk in self._ground.blobs.stream(organisation_id, file.sha256):
                            await asyncio.to_thread(target.write, chunk)
                except BlobMissing:
                    missing.append(file.name)
                else:
                    packed.append(inside)
            await asyncio.to_thread(write_lists, archive, gathered.content, packed, missing)

    async def _keep(self, row: Row[Any], path: Path) -> None:
        keeper, office = self._ground.keeper, row.organisation_id
        digest, size = await asyncio.to_thread(_hash, path)
        async with keeper.storing(office, digest) as claim:
            await keeper.put(office, path, digest, size)
            async with self._ground.database.writing() as rows:
                now = self._ground.now()
                mine = and_(E.id == row.id, E.state == "waiting")
                values = {"state": "ready", "sha256": digest, "size": size, "expires_at": now + KEPT, "updated_at": now}
                await rows.execute(update(personal_exports).where(mine).values(**values, version=E.version + 1))
                # Where the client was erased meanwhile no row names the bytes: the sweep lets them go.
                await keeper.keep(rows, claim)
                await keeper.let_go(rows, office, digest)
        await keeper.sweep()

    async def _gave_up(self, job: Job, code: str) -> None:
        await self._failed(job, code)

    async def _failed(self, job: Job, code: str) -> None:
        async with self._ground.database.writing() as rows:
            mine = and_(E.id == job.subject, E.state == "waiting")
            values = {"state": "failed", "error": code[:64], "updated_at": self._ground.now()}
            await rows.execute(update(personal_exports).where(mine).values(**values))

    async def sweep(self) -> None:
        """Archives whose week is over."""
        async with self._ground.database.writing() as rows:
            over = and_(E.state == "ready", E.expires_at <= self._ground.now())
            for row in (await rows.execute(select(personal_exports).where(over).limit(100))).all():
                values = {"state": "expired", "sha256": None, "updated_at": self._ground.now()}
                await rows.execute(update(personal_exports).where(E.id == row.id).values(**values))
                await self._ground.keeper.let_go(rows, row.organisation_id, row.sha256)
        await self._ground.keeper.sweep()


def _hash(path: Path) -> tuple[str, int]:
    found, size = sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            found.update(chunk)
            size += len(chunk)
    return found.hexdigest(), size
