"""The database: one engine, reading and writing transactions, ids.

    async with database.reading() as rows: ...    # a snapshot; on SQLite no lock is taken
    async with database.writing() as rows: ...    # commits at the end, rolls back on any exception

SQLite needs care: the driver's own transactions would not roll back DDL, and a transaction that
reads first and writes later loses the race for the lock at once. Writers therefore begin
IMMEDIATE, and take turns inside this process so that waiting is fair.
"""

import asyncio
import os
import sqlite3
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import orjson

# The PostgreSQL dialect must be imported by name, or its types are not registered.
import sqlalchemy.dialects.postgresql  # noqa: F401 - imported for what it registers
from sqlalchemy import ARRAY, Column, ColumnElement, String, any_, event, func, literal, select, text
from sqlalchemy.engine import URL, Connection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

BUSY_MS = 5_000
_WRITES = "samen_writes"

_last_uuid = 0


def uuid7(*, millis: int | None = None, noise: bytes | None = None) -> str:
    """A time-ordered id (RFC 9562 section 5.7), rising strictly within this process.

    `millis` and 10 bytes of `noise` are for tests; given noise, nothing is remembered.
    """
    global _last_uuid
    millis = time.time_ns() // 1_000_000 if millis is None else millis
    random = int.from_bytes(noise if noise is not None else os.urandom(10), "big")
    # The highest random bit stays zero: stepping on can then never spill into the variant.
    value = (millis & (1 << 48) - 1) << 80 | 7 << 76 | (random >> 64 & 0xFFF) << 64 | 2 << 62 | random & (1 << 61) - 1
    if noise is None:
        if value <= _last_uuid:
            value = _last_uuid + 1 + (random & 0xFFFF)
        _last_uuid = value
    digits = f"{value:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


class Database:
    """The engine of one process. Nothing connects before the first transaction."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self.sqlite = url.get_backend_name() == "sqlite"
        # Parameters may be names and addresses: they stay out of every log.
        options: dict[str, Any] = {"hide_parameters": True}
        if self.sqlite:
            options |= {"pool_size": 5, "max_overflow": 5}
        else:
            options |= {"pool_size": 10, "max_overflow": 10, "pool_pre_ping": True, "pool_timeout": 10}
            # Compiling a question costs PostgreSQL more than answering any of ours does; and while many ask at once,
            # helpers for one of them are taken from the others.
            told = {"jit": "off", "max_parallel_workers_per_gather": "0"}
            options["connect_args"] = {"timeout": 5, "command_timeout": 30, "server_settings": told}
        self.engine: AsyncEngine = create_async_engine(url, **options)
        self._writers = asyncio.Lock()
        if self.sqlite:
            event.listen(self.engine.sync_engine, "connect", _prepare_sqlite)
            event.listen(self.engine.sync_engine, "begin", _begin_sqlite)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """One snapshot for several questions."""
        async with self.engine.connect() as plain:
            connection = plain if self.sqlite else await plain.execution_options(postgresql_readonly=True)
            async with connection.begin():
                yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that may write."""
        if not self.sqlite:
            async with self.engine.begin() as connection:
                yield connection
            return
        async with self._writers, self.engine.connect() as plain:
            connection = await plain.execution_options(**{_WRITES: True})
            async with connection.begin():
                yield connection

    async def alone(self, connection: AsyncConnection, name: str) -> None:
        """Let one holder of `name` at a time past this point, until the transaction ends.

        SQLite has one writer anyway; PostgreSQL takes an advisory lock, across all nodes.
        """
        if not self.sqlite:
            await connection.execute(text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": f"samen:{name}"})

    async def answers(self) -> bool:
        """Whether the database can be asked something within two seconds."""
        try:
            async with asyncio.timeout(2), self.reading() as rows:
                await rows.execute(text("SELECT 1"))
        except Exception:  # noqa: BLE001 - whatever is wrong, the answer is no
            return False
        return True

    async def close(self) -> None:
        await self.engine.dispose()


def one_of(rows: AsyncConnection, column: Column[str], texts: Sequence[str]) -> ColumnElement[bool]:
    """Whether a column holds one of many texts, which travel as one value: in_ would compile one for each."""
    if rows.dialect.name == "sqlite":
        return column.in_(select(func.json_each(orjson.dumps(texts).decode()).table_valued("value").c.value))
    return column == any_(literal(texts, ARRAY(String)))


def _prepare_sqlite(raw: Any, _record: object) -> None:
    raw.isolation_level = None
    cursor = raw.cursor()
    for pragma in (f"busy_timeout={BUSY_MS}", "synchronous=NORMAL", "foreign_keys=ON", "temp_store=MEMORY"):
        cursor.execute(f"PRAGMA {pragma}")
    _write_ahead(cursor)
    cursor.close()


def _write_ahead(cursor: Any) -> None:
    """Two that open a new file together both want to switch it over, and SQLite lets neither wait for the other."""
    last = time.monotonic() + BUSY_MS / 1000
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > last:
                raise
            # The driver waits inside this call; nobody is served yet while the file is new.
            time.sleep(0.01)


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
