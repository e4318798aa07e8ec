"""What people do with an import: bring a file, choose, begin, undo, let it go."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, and_, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from crm_adapter.importing.columns import SEVERAL_TIMES, TARGETS
from server.crm.choices import ChoiceStore, OfficeChoices
from server.crm.imports import store
from server.crm.imports.bringing import BRING
from server.crm.imports.reading import READ
from server.crm.imports.refusals import (
    COLUMNS_WRONG,
    IMPORT_EMPTY,
    IMPORT_NOT_READY,
    IMPORT_NOTHING,
    IMPORT_TOO_LARGE,
    IMPORT_TOO_OLD,
)
from server.crm.imports.tables import client_imports, import_rows
from server.crm.imports.undoing import UNDO, UNDO_FOR
from server.crm.imports.views import ChoicesIn
from server.crm.ports import Actor, Audit, ClientIntake, Ground
from server.files.names import clean_name
from server.signing.routes.refusals import UPLOAD_BROKEN
from server.stores.blobs import BlobMissing, BlobTooLarge
from server.stores.database import uuid7
from server.web import Member

MOST_BYTES = 50 * 1024 * 1024
UNUSED_FOR = timedelta(days=1)
"""A file that nobody brought is kept so long."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def dated_tag(at: datetime, zone: str) -> str:
    """Imported_On_Dec_4_2018, by the office's own calendar."""
    day = at.astimezone(ZoneInfo(zone))
    return f"Imported_On_{_MONTHS[day.month - 1]}_{day.day}_{day.year}"


class ImportDesk:
    """All methods raise a Problem."""

    def __init__(self, ground: Ground, choices: ChoiceStore, intake: ClientIntake, audit: Audit) -> None:
        self._ground = ground
        self._choices = choices
        self._intake = intake
        self._audit = audit

    async def upload(
        self, member: Member, name: str, source: str, content: AsyncIterator[bytes], length: int | None
    ) -> str:
        """The id of the import, which is being read from now on."""
        ground, office = self._ground, member.organisation_id
        if length is not None and length > MOST_BYTES:
            raise IMPORT_TOO_LARGE.problem(max_bytes=MOST_BYTES)
        try:
            blob = await ground.blobs.put(office, content, MOST_BYTES)
        except BlobTooLarge:
            raise IMPORT_TOO_LARGE.problem(max_bytes=MOST_BYTES) from None
        import_id = uuid7()
        try:
            async with ground.keeper.storing(office, blob.hash) as claim:
                if not blob.size:
                    raise IMPORT_EMPTY.problem()
                async with ground.database.writing() as rows:
                    await self._insert(rows, member, import_id, clean_name(name), source, blob.size, blob.hash)
                    await ground.keeper.keep(rows, claim)
        except BlobMissing:
            raise UPLOAD_BROKEN.problem() from None
        except BaseException:
            await ground.keeper.sweep()
            raise
        ground.jobs.wake()
        return import_id

    async def _insert(
        self, rows: AsyncConnection, member: Member, import_id: str, name: str, source: str, size: int, sha256: str
    ) -> None:
        office, now = member.organisation_id, self._ground.now()
        zone = (await self._choices.get(rows, office, OfficeChoices)).time_zone
        await rows.execute(
            insert(client_imports).values(
                id=import_id,
                organisation_id=office,
                user_id=member.user_id,
                user_name=member.name,
                source=source,
                name=name[:255],
                size=size,
                sha256=sha256,
                state="reading",
                trouble="",
                columns="",
                facts="",
                doubles="merge",
                tag=dated_tag(now, zone),
                run="",
                total=0,
                done=0,
                cursor=0,
                created_at=now,
                updated_at=now,
            )
        )
        await self._ground.jobs.put(rows, office, READ, import_id)
        detail = {"name": name[:255], "size": size}
        await self._audit.note(rows, office, Actor.of(member), "clients.import_read", "import", import_id, detail)

    async def columns(self, member: Member, import_id: str, columns: list[str]) -> None:
        """Read the file again with other columns."""
        async with self._ground.database.writing() as rows:
            found = await self._in(rows, member, import_id, "ready")
            known = {
                *TARGETS,
                *(f"field:{key}" for key in await self._intake.field_kinds(rows, member.organisation_id)),
            }
            once = [one for one in columns if one and one not in SEVERAL_TIMES]
            if (
                len(columns) != len(store.loads(found.facts)["columns"])
                or not {one for one in columns if one} <= known
                or len(once) != len(set(once))
            ):
                raise COLUMNS_WRONG.problem()
            values = {"state": "reading", "columns": store.dumps(columns), "run": "", "done": 0}
            await store.change(rows, import_id, self._ground.now(), **values)
            await self._ground.jobs.put(rows, member.organisation_id, READ, import_id)
        self._ground.jobs.wake()

    async def choose(self, member: Member, import_id: str, wish: ChoicesIn) -> None:
        async with self._ground.database.writing() as rows:
            found = await self._in(rows, member, import_id, "ready")
            now, values = self._ground.now(), dict[str, str]()
            if wish.doubles is not None:
                values["doubles"] = wish.doubles
            if wish.tag is not None:
                zone = (await self._choices.get(rows, found.organisation_id, OfficeChoices)).time_zone
                values["tag"] = dated_tag(now, zone) if wish.tag else ""
            for number, choice in wish.rows.items():
                its = and_(import_rows.c.import_id == import_id, import_rows.c.number == int(number))
                double = import_rows.c.state == "double"
                await rows.execute(update(import_rows).where(its, double).values(choice=choice or ""))
            await store.change(rows, import_id, now, **values)

    async def bring(self, member: Member, import_id: str) -> None:
        async with self._ground.database.writing() as rows:
            await self._in(rows, member, import_id, "ready")
            counted = await store.counts(rows, import_id)
            if not counted.new + counted.double:
                raise IMPORT_NOTHING.problem()
            await store.change(rows, import_id, self._ground.now(), state="bringing", done=0, cursor=0)
            await self._ground.jobs.put(rows, member.organisation_id, BRING, import_id)
        self._ground.jobs.wake()

    async def undo(self, member: Member, import_id: str) -> None:
        now = self._ground.now()
        async with self._ground.database.writing() as rows:
            found = await self._in(rows, member, import_id, "done", "failed")
            if found.ended_at is None or not found.cursor:
                raise IMPORT_NOT_READY.problem()
            if found.ended_at + UNDO_FOR < now:
                raise IMPORT_TOO_OLD.problem()
            await store.change(rows, import_id, now, state="undoing", cursor=found.total + 1, done=0)
            detail = {"user_id": member.user_id, "user_name": member.name}
            await self._ground.jobs.put(rows, member.organisation_id, UNDO, import_id, detail=detail)
        self._ground.jobs.wake()

    async def let_go(self, member: Member, import_id: str) -> None:
        """Forget a file that was not brought."""
        async with self._ground.database.writing() as rows:
            found = await self._in(rows, member, import_id, "reading", "ready", "failed")
            if found.cursor:
                raise IMPORT_NOT_READY.problem()
            await self._forget(rows, found)
            await self._ground.jobs.drop(rows, member.organisation_id, READ, import_id)
        await self._ground.keeper.sweep()

    async def sweep(self) -> None:
        """Let go of files that nobody brought, and of the rows of imports that cannot be undone any more."""
        now = self._ground.now()
        async with self._ground.database.writing() as rows:
            waiting = client_imports.c.state.in_(("reading", "ready", "failed")) & (client_imports.c.cursor == 0)
            old = select(client_imports).where(waiting, client_imports.c.updated_at < now - UNUSED_FOR)
            for found in (await rows.execute(old)).all():
                await self._forget(rows, found)
            over = select(client_imports.c.id).where(client_imports.c.ended_at < now - UNDO_FOR - UNUSED_FOR)
            await rows.execute(delete(import_rows).where(import_rows.c.import_id.in_(over)))
        await self._ground.keeper.sweep()

    async def _forget(self, rows: AsyncConnection, found: Row[Any]) -> None:
        if found.sha256 is not None:
            await self._ground.keeper.let_go(rows, found.organisation_id, found.sha256)
        await rows.execute(delete(client_imports).where(client_imports.c.id == found.id))

    @staticmethod
    async def _in(rows: AsyncConnection, member: Member, import_id: str, *states: str) -> Row[Any]:
        found = await store.one(rows, member, import_id, held=True)
        if found.state not in states:
            raise IMPORT_NOT_READY.problem(state=found.state)
        return found
