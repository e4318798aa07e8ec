"""The schema's history, applied at start.

Each step is a numbered file in versions/. A start with nothing to do costs one query: Alembic is
imported only when a step is missing.
"""

import os
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError
from sqlalchemy.ext.asyncio import AsyncConnection

from server.keys import StartError
from server.stores.database import Database

_HERE = Path(__file__).resolve().parent

log = structlog.get_logger(__name__)


def newest() -> str:
    """The revision this version of the service needs: the highest number in versions/."""
    return max(path.name[:4] for path in (_HERE / "versions").glob("[0-9][0-9][0-9][0-9]_*.py"))


async def migrate(database: Database) -> bool:
    """Bring the schema up to date, in one transaction. Returns whether anything was done."""
    _check_place(database)
    try:
        async with database.reading() as rows:
            if await _current(rows) == newest():
                return False
    except (OperationalError, ProgrammingError, OSError, DBAPIError, TimeoutError) as wrong:
        if not _table_missing(wrong):
            raise StartError("DATABASE_URL cannot be used: the database does not answer, or refuses us.") from wrong
    async with database.writing() as rows:
        # Two nodes that start together: the second waits here, then finds nothing to do.
        await database.alone(rows, "migrations")
        await rows.run_sync(_upgrade)
    log.info("The database schema is up to date.", revision=newest())
    return True


def _check_place(database: Database) -> None:
    # Asked beforehand: a connection that cannot open its file leaves a thread behind that complains on its own.
    if database.sqlite and not os.access(Path(database.url.database or "").parent, os.W_OK | os.X_OK):
        raise StartError("DATABASE_URL cannot be used: the folder of the database is missing or not writable.")


def alembic_config(connection: Connection | None = None) -> Any:
    """Alembic's configuration, without a file."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_HERE))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


async def _current(rows: AsyncConnection) -> str | None:
    found: str | None = await rows.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def _table_missing(wrong: BaseException) -> bool:
    # SQLite says "no such table"; PostgreSQL has the code 42P01 (undefined_table).
    original = getattr(wrong, "orig", None)
    return "no such table" in str(wrong) or getattr(original, "sqlstate", "") == "42P01"


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.util import CommandError

    try:
        command.upgrade(alembic_config(connection), "head")
    except CommandError:
        raise StartError(
            "The database was made by a newer version of Samen; start that version, or put back a backup."
        ) from None
