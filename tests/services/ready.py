"""Databases as a first start leaves them: the schema's history is walked once for a run of tests, not for each of them."""

from __future__ import annotations

import asyncio
import functools
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import URL, make_url

from server.migrations import migrate
from server.stores.database import Database


async def _migrated(url: URL) -> None:
    database = Database(url)
    try:
        await migrate(database)
    finally:
        await database.close()


def walk(url: URL) -> None:
    """Bring the schema there up to date, whatever loop the caller runs in."""
    with ThreadPoolExecutor(1) as apart:
        apart.submit(asyncio.run, _migrated(url)).result()


@functools.cache
def _sqlite() -> bytes:
    with tempfile.TemporaryDirectory(prefix="samen-ready-") as folder:
        path = Path(folder) / "samen.db"
        walk(URL.create("sqlite+aiosqlite", database=str(path)))
        return path.read_bytes()


def lay(url: URL | str) -> None:
    """Put the schema where a SQLite file is to be. A file that is there stays; other databases come ready by themselves
    (`postgres_url`)."""
    url = make_url(url)
    if url.get_backend_name() == "sqlite" and url.database and not Path(url.database).exists():
        Path(url.database).write_bytes(_sqlite())
