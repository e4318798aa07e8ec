"""Kills a process at every step of a mail's way, and lets another go on.

    python -m tests.crm.messages.killing --folder F --port P

Each point is one mail with its cause, written and sent by a process that kills itself (SIGKILL) at its n-th step: right
before or after a statement to the database, or bytes to the mail server. Then another process sends what is due, later.
Prints a line of JSON for each point, until one ends without being killed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiosmtplib.protocol
from sqlalchemy import event, insert
from sqlalchemy.engine import make_url

from server.mail.outbox import LEASE, Outbox
from server.mail.page import Letter
from server.mail.smtp import MailSender, Origin, Smtp
from server.migrations import migrate
from server.stores.blobs import LazyBlobs
from server.stores.database import Database, uuid7
from server.stores.tables import facts, organisations


class Killer:
    """Counts steps, says which one it is, and ends the process at the chosen one."""

    def __init__(self, at: int, said: int) -> None:
        self._at, self._said, self._count = at, said, 0

    def step(self, name: str) -> None:
        self._count += 1
        if self._count == self._at:
            os.write(self._said, name.encode())
            os.kill(os.getpid(), signal.SIGKILL)


def _watch(database: Database, killer: Killer) -> None:
    def named(statement: str) -> str:
        return " ".join(statement.split()[:3])

    def before(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        killer.step(f"before {named(statement)}")

    def after(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        killer.step(f"after {named(statement)}")

    engine = database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "after_cursor_execute", after)
    event.listen(engine, "commit", lambda _conn: killer.step("before commit"))
    write = aiosmtplib.protocol.SMTPProtocol.write

    def watched(self: Any, data: bytes) -> None:
        name = data[:4].decode(errors="replace").strip() if len(data) < 200 else "the mail"
        killer.step(f"smtp before {name}")
        write(self, data)
        killer.step(f"smtp after {name}")

    aiosmtplib.protocol.SMTPProtocol.write = watched  # type: ignore[method-assign]  # to count what is written


def letter(number: int) -> Letter:
    text = f"Dag, dit is mail {number}.\n" * 20
    return Letter(
        "client_message", f"p{number}@client.example", "", "Lindelaan", "", "nl", "Dag", text, text, secret=False
    )


async def _work(folder: Path, port: int, killer: Killer | None, number: int, ahead: timedelta) -> None:
    database = Database(make_url(f"sqlite+aiosqlite:///{folder}/mail.db"))

    def now() -> datetime:
        return datetime.now(UTC) + ahead

    outbox = Outbox(database, now, sends=True)
    smtp = Smtp("127.0.0.1", port, "", "", "offered")
    blobs = LazyBlobs(None, folder / "blobs")
    sender = MailSender(outbox, smtp, Origin("samen@office.test"), blobs, now, lambda _outcome: None)
    if killer is not None:
        _watch(database, killer)
        async with database.writing() as rows:
            await rows.execute(insert(facts).values(name=f"cause {number}", value=""))
            await outbox.put(rows, (folder / "office").read_text(), letter(number))
    while await sender.send_one():
        pass
    await database.close()


async def prepare(folder: Path) -> None:
    database = Database(make_url(f"sqlite+aiosqlite:///{folder}/mail.db"))
    await migrate(database)
    office_id, now = uuid7(), datetime.now(UTC)
    row = {"id": office_id, "name": "Lindelaan", "colour": "#155C47", "language": "nl", "lobby": False, "demo": False}
    row |= {"chat_history": True, "max_file_mb": 25, "empty_after_minutes": 30, "created_at": now, "updated_at": now}
    async with database.writing() as rows:
        await rows.execute(insert(organisations).values(**row))
    (folder / "office").write_text(office_id)
    await database.close()


def _forked(work: Callable[[], Coroutine[Any, Any, None]]) -> bool:
    """In a process of its own; whether it was killed."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            asyncio.run(work())
            code = 0
        finally:
            os._exit(code)
    status = os.waitpid(pid, 0)[1]
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise SystemExit("a process failed by itself")
    return os.WIFSIGNALED(status)


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--folder", type=Path, required=True)
    asked.add_argument("--port", type=int, required=True)
    given = asked.parse_args()
    asyncio.run(prepare(given.folder))
    later = LEASE + timedelta(minutes=1)
    for number in range(1, 400):
        heard, said = os.pipe()
        # Each later process lives after the leases of those before it have run out.
        ahead = later * (2 * number)
        killer = Killer(number, said)
        killed = _forked(lambda k=killer, n=number, a=ahead: _work(given.folder, given.port, k, n, a))  # type: ignore[misc]  # its defaults bind the loop
        os.close(said)
        step = os.read(heard, 200).decode()
        os.close(heard)
        _forked(lambda n=number, a=ahead: _work(given.folder, given.port, None, n, a + later))  # type: ignore[misc]  # the same
        print(json.dumps({"number": number, "step": step, "killed": killed}), flush=True)  # noqa: T201 - read by the test
        if not killed:
            return
    raise SystemExit("more steps than a mail can have")


if __name__ == "__main__":
    main()
