"""`python -m tools.migration "Add notes"`: write the next numbered step, as the tables differ from the last one."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command
from sqlalchemy import URL, Connection

from server.migrations import alembic_config, migrate, newest
from server.stores.database import Database


async def write(message: str) -> None:
    """Compares an empty, migrated SQLite with the tables; to be read and mended before it is kept."""
    with TemporaryDirectory() as folder:
        database = Database(URL.create("sqlite+aiosqlite", database=str(Path(folder) / "empty.db")))
        await migrate(database)
        number = f"{int(newest()) + 1:04}"

        def compare(connection: Connection) -> None:
            command.revision(alembic_config(connection), message, autogenerate=True, rev_id=number)

        async with database.writing() as rows:
            await rows.run_sync(compare)
        await database.close()


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print('Say what the step does: python -m tools.migration "Add notes"', file=sys.stderr)
        return 2
    asyncio.run(write(arguments[0]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
