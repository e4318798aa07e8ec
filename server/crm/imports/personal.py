"""What imports have read about a client, for an archive and for an erasure."""

from typing import Any

import orjson
from sqlalchemy import and_, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.crm.imports.tables import client_imports, import_rows
from server.crm.personal import Fate, Personal, Told, Whom
from server.stores.holding import BlobKeeper

_EMPTY = {"cells": "[]", "caption": "", "alike": "[]", "added": "{}", "kept": "[]", "wrong": "[]"}


class ImportsPersonal(Personal):
    def __init__(self, keeper: BlobKeeper) -> None:
        self._keeper = keeper

    def _rows(self, whom: Whom) -> Any:
        """Rows that became or met this client, and those that name an address which is theirs alone."""
        found: list[Any] = [import_rows.c.client_id.in_(whom.ids)]
        found += [func.lower(import_rows.c.cells).contains(email.lower(), autoescape=True) for email in whom.emails]
        return and_(import_rows.c.organisation_id == whom.organisation_id, or_(*found), import_rows.c.cells != "[]")

    async def fates(self, rows: AsyncConnection, whom: Whom) -> list[Fate]:
        count = select(func.count()).select_from(import_rows).where(self._rows(whom))
        return [Fate("import_rows", int(await rows.scalar(count) or 0), "erased")]

    async def tell(self, rows: AsyncConnection, whom: Whom, *, internal: bool) -> Told:
        query = (
            select(client_imports.c.name, client_imports.c.created_at, import_rows.c.line, import_rows.c.cells)
            .join(client_imports, client_imports.c.id == import_rows.c.import_id)
            .where(self._rows(whom))
            .order_by(import_rows.c.import_id, import_rows.c.number)
        )
        listed = [
            {"file": row.name, "at": row.created_at, "line": row.line, "cells": orjson.loads(row.cells)}
            for row in await rows.execute(query)
        ]
        return Told({"imports": listed})

    async def forget(self, rows: AsyncConnection, whom: Whom) -> None:
        """A file that nothing was brought of yet goes whole; of one that was brought, what it said of this client."""
        named = select(import_rows.c.import_id).where(self._rows(whom)).distinct()
        query = select(client_imports).where(client_imports.c.id.in_(named))
        for found in (await rows.execute(query)).all():
            mine = client_imports.c.id == found.id
            if found.sha256 is not None:
                await self._keeper.let_go(rows, whom.organisation_id, found.sha256)
                await rows.execute(delete(client_imports).where(mine))
            else:
                facts = orjson.loads(found.facts or "{}")
                facts["columns"] = [one | {"samples": []} for one in facts.get("columns", [])]
                await rows.execute(update(client_imports).where(mine).values(facts=orjson.dumps(facts).decode()))
        await rows.execute(update(import_rows).where(self._rows(whom)).values(**_EMPTY))
