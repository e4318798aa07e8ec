"""An office, and a process that takes work and dies."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert

from server.jobs import Job, Jobs
from server.settings import read
from server.stores.database import Database, uuid7
from server.stores.tables import organisations


class Clock:
    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def passes(self, **span: float) -> None:
        self.ahead += timedelta(**span)


async def make_office(database: Database) -> str:
    now, office_id = datetime.now(UTC), uuid7()
    values = {"id": office_id, "name": "Kantoor Kade", "colour": "#0b5d5e", "language": "nl", "lobby": False}
    values |= {"chat_history": True, "max_file_mb": 10, "empty_after_minutes": 10, "demo": False}
    async with database.writing() as rows:
        await rows.execute(insert(organisations).values(**values, created_at=now, updated_at=now))
    return office_id


async def take_and_hang(url: str, data: str) -> None:
    """Takes one piece of work, says so, and never ends it: whoever started this kills it."""
    database = Database(read({"DATABASE_URL": url, "SAMEN_DATA": data}).database)
    jobs = Jobs(database, lambda: datetime.now(UTC))

    async def hang(_job: Job) -> None:
        sys.stdout.write("taken\n")
        sys.stdout.flush()
        await asyncio.Event().wait()

    jobs.does("greet", hang)
    await jobs.do_one()


if __name__ == "__main__":
    asyncio.run(take_and_hang(sys.argv[1], sys.argv[2]))
