"""Mails a minute into a mail server on this machine; and with the sender killed again and again, what is lost or doubled."""

import argparse
import asyncio
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from sqlalchemy import func, select
from sqlalchemy.engine import make_url

from bench.report import measured
from crm_adapter.messages.defaults import default
from crm_adapter.messages.rendering import Look, render
from crm_adapter.messages.samples import SAMPLES
from server.mail.outbox import LEASE, Outbox
from server.mail.page import Letter
from server.mail.smtp import MailSender, Origin, Smtp
from server.stores.blobs import LazyBlobs
from server.stores.database import Database
from server.stores.tables import mails
from tests.crm.messages.killing import prepare
from tests.services.processes import HOST, free_port
from tools.steps import ROOT

MAILS, KILLED_MAILS, KILLS = 1_500, 600, 40
_LOOK = Look("Lindelaan", "#155C47", "#DEE8E4", "", "Marieke de Boer", "Uw adviseur", "nl")


class Sink:
    """Takes every mail and remembers for whom, and under which Message-IDs."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self.ids: dict[str, set[str]] = defaultdict(set)
        self.controller = Controller(self, hostname=HOST, port=free_port())

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's
        self.taken.update(envelope.rcpt_tos)
        for to in envelope.rcpt_tos:
            self.ids[to].add(str(message_from_bytes(envelope.content)["Message-ID"]))
        return "250 OK"


def letter(number: int) -> Letter:
    """An invitation as clients get it, made anew for each."""
    values = {**SAMPLES["nl"], "client_first_name": f"Klant {number}"}
    template = default("appointment_planned", "nl")
    made = render(template.subject, template.blocks, values, _LOOK)
    to = f"k{number}@client.example"
    kind = "appointment_planned"
    return Letter(kind, to, "Klant", "Lindelaan", "", "nl", made.subject, made.text, made.html, secret=False)


def _database(folder: Path) -> Database:
    return Database(make_url(f"sqlite+aiosqlite:///{folder}/mail.db"))


async def _write(folder: Path, count: int) -> float:
    """Seconds to write so many mails into the outbox, each in a transaction of its own."""
    database = _database(folder)
    outbox = Outbox(database, lambda: datetime.now(UTC), sends=True)
    office_id, begun = (folder / "office").read_text(), time.monotonic()
    for number in range(count):
        async with database.writing() as rows:
            await outbox.put(rows, office_id, letter(number))
    await database.close()
    return time.monotonic() - begun


async def _send(folder: Path, port: int, ahead: timedelta) -> None:
    """What the server's sender does, until nothing is due."""
    database = _database(folder)

    def now() -> datetime:
        return datetime.now(UTC) + ahead

    outbox, blobs = Outbox(database, now, sends=True), LazyBlobs(None, folder / "blobs")
    smtp = Smtp(HOST, port, "", "", "offered")
    sender = MailSender(outbox, smtp, Origin("samen@office.test"), blobs, now, lambda _outcome: None)
    while await sender.send_one():
        pass
    await database.close()


async def _left(folder: Path) -> int:
    database = _database(folder)
    async with database.reading() as rows:
        left = await rows.scalar(select(func.count()).select_from(mails).where(mails.c.status != "sent"))
    await database.close()
    return left or 0


def _process(folder: Path, port: int, ahead_s: int) -> subprocess.Popen[bytes]:
    line = [
        sys.executable,
        "-m",
        "bench.crm_mails",
        "--folder",
        str(folder),
        "--port",
        str(port),
        "--ahead",
        str(ahead_s),
    ]
    return subprocess.Popen(line, cwd=ROOT)


def _with_kills(folder: Path, sink: Sink) -> int:
    """How often the sender was killed until everything was sent."""
    chance, killed, ahead = random.Random(7), 0, 0
    step = int(LEASE.total_seconds()) + 60
    while True:
        process = _process(folder, sink.controller.port, ahead)
        ahead += step
        if killed >= KILLS:
            if process.wait(timeout=600):
                raise RuntimeError("the sender failed by itself")
            return killed
        before = sum(sink.taken.values())
        end = time.monotonic() + 30
        while sum(sink.taken.values()) == before and process.poll() is None and time.monotonic() < end:
            time.sleep(0.002)  # the sink's own thread takes mails meanwhile: what it took is all that tells
        time.sleep(chance.random() * 0.15)  # so that the kill falls anywhere in the sending, not only at a beginning
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            killed += 1
        process.wait()
        if not asyncio.run(_left(folder)):
            return killed


def measure() -> None:
    """Everything on SQLite and on loopback, one connection for each mail, one sender."""
    sink = Sink()
    sink.controller.start()
    try:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            asyncio.run(prepare(folder))
            written = asyncio.run(_write(folder, MAILS))
            begun = time.monotonic()
            asyncio.run(_send(folder, sink.controller.port, timedelta()))
            sent = time.monotonic() - begun
        measured("mails written into the outbox", "a minute", [MAILS / written * 60])
        measured("mails sent into a mail server here", "a minute", [MAILS / sent * 60])
        sink.taken.clear()
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            asyncio.run(prepare(folder))
            asyncio.run(_write(folder, KILLED_MAILS))
            killed = _with_kills(folder, sink)
            left = asyncio.run(_left(folder))
    finally:
        sink.controller.stop()
    lost = left + sum(1 for number in range(KILLED_MAILS) if not sink.taken[f"k{number}@client.example"])
    twice = sorted(to for to, count in sink.taken.items() if count > 1)
    doubled = sum(sink.taken[to] - 1 for to in twice)
    unlike = [to for to in twice if len(sink.ids[to]) > 1]
    print(f"  sent twice: {', '.join(twice) or 'none'}; under another Message-ID: {', '.join(unlike) or 'none'}")
    what = f"of {KILLED_MAILS} mails, the sender killed {killed} times"
    measured(f"lost {what}", "mails", [lost], goal="0", met=lost == 0)
    # At most one for each kill: the mail whose yes the killed process did not live to note. SMTP cannot tell, but who
    # gets it can: it has the same Message-ID.
    met = doubled <= killed and not unlike
    measured(f"sent twice {what}", "mails", [doubled], goal=f"at most {killed}, same Message-ID", met=met)


def sender() -> None:
    """The process that is killed."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--folder", type=Path)
    asked.add_argument("--port", type=int)
    asked.add_argument("--ahead", type=int, default=0)
    given = asked.parse_args()
    asyncio.run(_send(given.folder, given.port, timedelta(seconds=given.ahead)))


main = measure

if __name__ == "__main__":
    sender()
