"""python -m server.crm.audit verify: whether the audit of every office is as it was written.

Run it with the settings of the service (SAMEN_DATA, DATABASE_URL), while the service runs or not; it changes nothing.
Exit code 0 when all chains hold, 1 when one does not, 2 when it could not be checked.
"""

import asyncio
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from server.crm.audit.chain import PURPOSE, Verdict
from server.crm.audit.sealing import AuditChain
from server.keys import StartError, read_or_make
from server.settings import Settings, WrongSettings, read
from server.stores.database import Database
from server.stores.tables import organisations

USAGE = "Usage: python -m server.crm.audit verify\n"
_WRONG = {
    "changed": "line {wrong} is not what was written",
    "missing": "line {wrong} is missing",
    "head": "the end of the chain was not written by this service",
}


async def check(settings: Settings, key: bytes) -> bool:
    """Tells of each office; whether all hold."""
    database = Database(settings.database)
    try:
        chain, sound = AuditChain(database, key, lambda: datetime.now(UTC)), True
        async with database.reading() as rows:
            offices = (await rows.execute(select(organisations.c.id, organisations.c.name).order_by("name"))).all()
        for office in offices:
            verdict, waiting = await chain.verify(office.id)
            sys.stdout.write(f"{office.name}: {_sentence(verdict, waiting)}\n")
            sound = sound and verdict.intact
        return sound
    finally:
        await database.close()


def _sentence(verdict: Verdict, waiting: int) -> str:
    if not verdict.intact:
        return f"BROKEN, {_WRONG[verdict.problem].format(wrong=verdict.wrong)}."
    more = f", {verdict.withheld} without what an erasure took" if verdict.withheld else ""
    later = f" {waiting} wait for their place." if waiting else ""
    return f"the chain holds: {verdict.lines} lines{more}. Head: {verdict.head}.{later}"


def main(arguments: list[str]) -> int:
    if arguments != ["verify"]:
        sys.stderr.write(USAGE)
        return 2
    try:
        settings = read(os.environ)
        if not (Path(settings.data) / "secrets.json").exists():
            sys.stderr.write("There is no secrets.json here: run this with the settings of the service.\n")
            return 2
        keys = read_or_make(settings.data)
        return 0 if asyncio.run(check(settings, keys.key(PURPOSE))) else 1
    except (WrongSettings, StartError, SQLAlchemyError) as wrong:
        sys.stderr.write(f"The audit cannot be checked: {wrong}\n")
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
