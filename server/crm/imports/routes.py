"""REST of imports."""

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

from aiohttp import web
from sqlalchemy import Row, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.crm.imports import store, views
from server.crm.imports.desk import ImportDesk
from server.crm.imports.refusals import (
    COLUMNS_WRONG,
    IMPORT_EMPTY,
    IMPORT_NOT_READY,
    IMPORT_NOTHING,
    IMPORT_TOO_LARGE,
    IMPORT_TOO_OLD,
    IMPORT_UNKNOWN,
)
from server.crm.imports.store import Counts
from server.crm.imports.tables import client_imports, import_rows
from server.crm.imports.writing import csv_line, wrong_words
from server.crm.ports import ClientIntake, Ground
from server.signing.routes.downloads import arriving
from server.signing.routes.refusals import UPLOAD_BROKEN, UPLOAD_STALLED
from server.web import Call, Id, Member, Raw, Refusal, Role, Route

FILE = Raw((), "The file as it is: CSV, a workbook, Google's contacts or vCards. 50 MB at most.")
_AT_ONCE = 1000


class ImportRoutes:
    def __init__(self, ground: Ground, desk: ImportDesk, intake: ClientIntake) -> None:
        self._ground = ground
        self._desk = desk
        self._intake = intake

    def routes(self) -> list[Route]:
        base, one = "/api/v1/imports", "/api/v1/imports/{import_id}"

        def route(method: Any, path: str, handler: Any, summary: str, *refuses: Refusal, **more: Any) -> Route:
            if "{import_id}" in path:
                refuses = (IMPORT_UNKNOWN, *refuses)
            return Route(
                method, path, handler, Role.ADVISER, summary, refuses=refuses, tag="imports", keys=True, **more
            )

        late = IMPORT_NOT_READY
        return [
            route("GET", base, self.list, "Imports of clients, the newest first"),
            route(
                "POST",
                base,
                self.upload,
                "Bring in a file of clients, to look at first",
                *(IMPORT_TOO_LARGE, IMPORT_EMPTY, UPLOAD_STALLED, UPLOAD_BROKEN),
                status=201,
                takes=FILE,
            ),
            route("GET", one, self.show, "One import: how far it is, its columns and what was found"),
            route("DELETE", one, self.let_go, "Let go of a file that was not brought", late, status=204),
            route("GET", f"{one}/rows", self.rows, "Its rows, and what becomes of each"),
            route("PUT", f"{one}/columns", self.columns, "Say what each column is", late, COLUMNS_WRONG),
            route("PUT", f"{one}/choices", self.choose, "Choose what is done with doubles, and with single rows", late),
            route("POST", f"{one}/bring", self.bring, "Bring the clients", late, IMPORT_NOTHING),
            route("POST", f"{one}/undo", self.undo, "Undo exactly this import", late, IMPORT_TOO_OLD),
            route("GET", f"{one}/wrong.csv", self.wrong, "The rows that were not right, and why", produces="text/csv"),
        ]

    async def list(self, call: Call, query: views.ImportQuery) -> views.ImportList:
        wish = select(client_imports).where(store.shown(call.member))
        if query.after is not None:
            wish = wish.where(client_imports.c.id < query.after)
        async with self._ground.database.reading() as rows:
            found = (await rows.execute(wish.order_by(client_imports.c.id.desc()).limit(query.limit + 1))).all()
            items = [await self._seen(rows, one) for one in found[: query.limit]]
        return views.ImportList(items=items, next=items[-1].id if len(found) > query.limit else None)

    async def upload(self, call: Call, query: views.UploadQuery) -> views.ImportView:
        content = arriving(call.request)
        length = call.request.content_length
        import_id = await self._desk.upload(call.member, query.name, query.source, content, length)
        return await self.show(call, import_id)

    async def show(self, call: Call, import_id: Id) -> views.ImportView:
        async with self._ground.database.reading() as rows:
            found = await store.one(rows, call.member, import_id)
            call.version = found.version
            return await self._seen(rows, found)

    async def let_go(self, call: Call, import_id: Id) -> None:
        await self._desk.let_go(call.member, import_id)

    async def rows(self, call: Call, import_id: Id, query: views.RowQuery) -> views.RowList:
        of = import_rows.c
        async with self._ground.database.reading() as rows:
            await store.one(rows, call.member, import_id)
            wish = select(import_rows).where(of.import_id == import_id, of.number > query.after)
            match query.state:
                case "wrong":
                    wish = wish.where(or_(of.state == "wrong", of.outcome == "wrong"))
                case "new" | "double":
                    wish = wish.where(of.state == query.state)
                case "kept":
                    wish = wish.where(of.undone == "kept")
                case "added" | "merged" | "skipped":
                    wish = wish.where(of.outcome == query.state)
                case None:
                    pass
            found = (await rows.execute(wish.order_by(of.number).limit(query.limit + 1))).all()
            shown = found[: query.limit]
            names = await self._names(rows, call.member, shown)
        items = [views.row_view(one, names) for one in shown]
        return views.RowList(items=items, next=items[-1].number if len(found) > query.limit else None)

    async def columns(self, call: Call, import_id: Id, body: views.ColumnsIn) -> views.ImportView:
        await self._desk.columns(call.member, import_id, body.columns)
        return await self.show(call, import_id)

    async def choose(self, call: Call, import_id: Id, body: views.ChoicesIn) -> views.ImportView:
        await self._desk.choose(call.member, import_id, body)
        return await self.show(call, import_id)

    async def bring(self, call: Call, import_id: Id) -> views.ImportView:
        await self._desk.bring(call.member, import_id)
        return await self.show(call, import_id)

    async def undo(self, call: Call, import_id: Id) -> views.ImportView:
        await self._desk.undo(call.member, import_id)
        return await self.show(call, import_id)

    async def wrong(self, call: Call, import_id: Id) -> web.StreamResponse:
        async with self._ground.database.reading() as rows:
            found = await store.one(rows, call.member, import_id)
        header = [one["header"] for one in (store.loads(found.facts) or {}).get("columns", [])]
        words = wrong_words(call.member.language)
        name = f"{found.name.rpartition('.')[0] or found.name} - {words['file']}.csv"
        response = web.StreamResponse(headers=download(name))
        await response.prepare(call.request)
        await response.write(b"\xef\xbb\xbf" + csv_line([words["line"], words["why"], *header]))
        async for some in self._wrong(import_id):
            lines = [csv_line([str(one.line), _why(one, words), *store.loads(one.cells)]) for one in some]
            await response.write(b"".join(lines))
        await response.write_eof()
        return response

    async def _wrong(self, import_id: str) -> AsyncIterator[Any]:
        of, last = import_rows.c, 0
        while True:
            bad = or_(of.state == "wrong", of.outcome == "wrong")
            wish = select(import_rows).where(of.import_id == import_id, of.number > last, bad)
            async with self._ground.database.reading() as rows:
                found = (await rows.execute(wish.order_by(of.number).limit(_AT_ONCE))).all()
            if not found:
                return
            yield found
            last = found[-1].number

    async def _names(self, rows: AsyncConnection, member: Member, found: Any) -> dict[str, str]:
        ids = sorted({client_id for one in found for client_id, _ in store.loads(one.alike)})
        return await self._intake.names(rows, member, ids)

    async def _seen(self, rows: AsyncConnection, found: Row[Any]) -> views.ImportView:
        facts = store.loads(found.facts) or {}
        if found.state in ("done", "undone", "failed") and "counts" in facts:
            counted = Counts(**facts["counts"])
        else:
            # Of a file that is still being read, how far it is says enough, and is asked again and again.
            counted = Counts() if found.state == "reading" else await store.counts(rows, found.id)
        return views.import_view(found, counted, self._ground.now())


def download(name: str, kind: str = "text/csv; charset=utf-8") -> dict[str, str]:
    """Headers of a file that is saved and never shown."""
    return {
        "Content-Type": kind,
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }


def _why(row: Any, words: dict[str, str]) -> str:
    return "; ".join(dict.fromkeys(words.get(code, code) for code, _ in store.loads(row.wrong)))
