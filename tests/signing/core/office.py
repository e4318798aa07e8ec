"""An office that signs: the real desk on a real database, real blobs and real documents. Jobs run in threads."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from fpdf import FPDF
from sqlalchemy import func, insert, select, update

from server.files.assembly import assemble_files
from server.files.drawer import Drawer
from server.jobs import Jobs
from server.keys import Keys
from server.live.bus import MemoryBus
from server.live.connections import Connections
from server.live.log import MemoryLog
from server.live.sessions import Sessions
from server.migrations import migrate
from server.settings import Settings, read
from server.signing.assembly import SigningRoom, assemble_signing
from server.signing.consent import CONSENT
from server.signing.envelopes import By, Draft, DraftSigner, Envelope, Event, Origin, SignerRef, Signing
from server.signing.tables import signing_settings
from server.stores.blobs import LazyBlobs, once
from server.stores.database import Database, uuid7
from server.stores.tables import organisations
from server.tasks import Tasks
from signing.model import Field, Ink, Place, Point, Refused
from signing.work.table import FUNCTIONS, perform
from tests.services import ready

BY = By(None, "Marieke")
HERE = Origin("203.0.113.7", "Mozilla/5.0 (test)", "here", "here")


class Clock:
    """The real time, moved on by tests."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def move(self, **amount: float) -> None:
        self.ahead += timedelta(**amount)


class Threads:
    """Does the jobs of signing/jobs.py in threads of this process. `before` is asked before each: it may wait, or raise."""

    def __init__(self) -> None:
        self.before: Callable[[Any], Any] | None = None
        self.done: list[str] = []

    async def run(self, job: Any, seconds: float = 60) -> Any:
        if self.before is not None:
            await self.before(job)
        answer = await asyncio.to_thread(perform, FUNCTIONS[type(job).__name__], job)
        self.done.append(type(job).__name__)
        return answer


def pdf(pages: int = 2, words: str = "Overeenkomst") -> bytes:
    """A plain document."""
    made = FPDF(format="A4")
    made.set_font("Helvetica", size=14)
    for number in range(pages):
        made.add_page()
        made.text(20, 30, f"{words}, bladzijde {number + 1}")
    return bytes(made.output())


def drawn(turns: int = 12) -> Ink:
    """A scrawl."""
    points = tuple(Point(0.1 + 0.8 * i / turns, 0.5 + 0.3 * (-1) ** i, 0.5, i * 16) for i in range(turns))
    return Ink("drawn", (points,))


def signing(**other: Any) -> Signing:
    """What somebody hands in who signs without further ado."""
    return replace(Signing(uuid7(), CONSENT, "Jan de Vries", drawn(), None, {}), **other)


@dataclass
class Office:
    """The desk with what stands around it."""

    id: str
    room: SigningRoom
    database: Database
    blobs: LazyBlobs
    works: Threads
    clock: Clock
    settings: Settings
    sessions: Sessions
    drawer: Drawer
    events: list[tuple[str, str]]

    @property
    def desk(self) -> Any:
        return self.room.desk

    async def draft(
        self,
        *names: str,
        order: str = "parallel",
        content: bytes | None = None,
        fields: Iterable[Field] = (),
        drafted: Envelope | None = None,
        **more: Any,
    ) -> Envelope:
        """An envelope that can be sent: everybody has a field to sign in, one below the other."""
        made = drafted or await self.desk.create(BY, self.id, "desk", "Polis.pdf", once(content or pdf()), **more)
        signers = [DraftSigner(uuid7(), name, f"{name.lower()}@client.example", "nl") for name in names or ("Jan",)]
        boxes = [
            Field(uuid7(), one.id, "signature", Place(1, 0.1, 0.1 + 0.04 * number, 0.3, 0.035))
            for number, one in enumerate(signers)
        ]
        # Fields that are asked for belong to the first.
        others = [replace(one, signer_id=signers[0].id) for one in fields]
        wish = Draft("Polis", order, "nl", "", 30, 3, "none", tuple(signers), (*boxes, *others))  # type: ignore[arg-type]  # one of the two orders
        return await self.desk.change(made.id, self.id, wish, made.version)

    async def sent(self, *names: str, deliver: str = "here", **more: Any) -> Envelope:
        drafted = await self.draft(*names, **more)
        return await self.desk.send(self.id, drafted.id, BY, deliver)

    def ref(self, envelope: Envelope, number: int = 0) -> SignerRef:
        return SignerRef(self.id, envelope.id, envelope.signers[number].id)

    async def sign(self, envelope: Envelope, number: int = 0, **other: Any) -> Envelope:
        return await self.desk.sign(self.ref(envelope, number), signing(**other), HERE)

    async def work(self) -> int:
        """Do all the durable work that is due; returns how much there was."""
        count = 0
        while await self.room.jobs.do_one():
            count += 1
        return count

    async def get(self, envelope: Envelope) -> Envelope:
        return await self.desk.get(self.id, envelope.id)

    async def read(self, envelope: Envelope, kind: str | None = "signed") -> bytes:
        opened = await self.desk.open_file(self.id, envelope.id, kind)
        return b"".join([chunk async for chunk in opened.content])

    async def meter(self, number: int) -> None:
        """From now on every envelope costs a credit; the office has so many."""
        values = {"metered": True, "credits_allowed": True}
        async with self.database.writing() as rows:
            changed = await rows.execute(
                update(signing_settings).where(signing_settings.c.organisation_id == self.id).values(**values)
            )
            if not changed.rowcount:
                rest = {"provider": "samen", "signing_order": "parallel", "expires_in_days": 30}
                rest |= {"remind_every_days": 3, "verification": "code"}
                times = {"created_at": self.clock(), "updated_at": self.clock()}
                await rows.execute(insert(signing_settings).values(organisation_id=self.id, **values, **rest, **times))
        if number:
            await self.room.tools.credits.buy(self.id, number, "Marieke", "Ik ga akkoord.")

    async def balance(self) -> tuple[int, int]:
        found = await self.room.tools.credits.balance(self.id)
        return found.available, found.reserved

    async def count(self, table: Any, *where: Any) -> int:
        async with self.database.reading() as rows:
            return int(await rows.scalar(select(func.count()).select_from(table).where(*where)) or 0)

    def stored(self) -> set[str]:
        """The names of all blobs on disk."""
        return {one.name for one in self.settings.blob_folder.rglob("*") if one.is_file() and len(one.name) == 64}


@asynccontextmanager
async def opened(folder: Path, database_url: str, office_id: str | None = None, /, **env: str) -> AsyncIterator[Office]:
    """An office in this folder; with `office_id`, another process of the same."""
    settings = read({"SAMEN_DATA": str(folder), "DATABASE_URL": database_url, **env})
    clock, works, tasks = Clock(), Threads(), Tasks()
    database, blobs = Database(settings.database), LazyBlobs(None, settings.blob_folder)
    keys = Keys(b"k" * 32)
    sessions = Sessions(MemoryLog(), Connections(), MemoryBus("test"), lambda: int(clock().timestamp() * 1000))
    files = assemble_files(database=database, blobs=blobs, sessions=sessions, key=keys.key("file links"), now=clock)
    sessions.react(files.react)
    room = assemble_signing(
        database=database,
        blobs=blobs,
        tasks=tasks,
        drawer=files.drawer,
        settings=settings.signing,
        client=settings.client,
        folder=settings.data / "signing",
        key=keys.key("signing authority"),
        now=clock,
        jobs=Jobs(database, clock, lambda: room.tools.leases.owner),
        works=works,
    )
    async with AsyncExitStack() as stack:
        folder.mkdir(parents=True, exist_ok=True)  # noqa: ASYNC240 - a test waits for nobody
        stack.push_async_callback(database.close)
        stack.push_async_callback(tasks.close)
        ready.lay(settings.database)
        await migrate(database)
        stack.callback(room.tools.documents.close)
        office = Office(office_id or "", room, database, blobs, works, clock, settings, sessions, files.drawer, [])

        async def heard(envelope: Envelope, event: Event) -> None:
            office.events.append((envelope.id, event.kind))

        room.desk.after_event(heard)
        if office_id is None:
            office.id = await _make(database, clock)
        yield office


async def _make(database: Database, clock: Clock) -> str:
    office_id = uuid7()
    async with database.writing() as rows:
        await rows.execute(
            insert(organisations).values(
                id=office_id,
                name="Lindelaan",
                colour="#155C47",
                phone="",
                privacy_url="",
                language="nl",
                lobby=False,
                chat_history=True,
                max_file_mb=100,
                empty_after_minutes=15,
                demo=False,
                created_at=clock(),
                updated_at=clock(),
            )
        )
    return office_id


__all__ = ["BY", "HERE", "Clock", "Office", "Refused", "Threads", "drawn", "opened", "pdf", "signing"]
