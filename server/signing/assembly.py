"""Signing, connected. server/wiring.py calls this once."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from server.files.drawer import Drawer
from server.jobs import Jobs
from server.keys import StartError
from server.settings import Signing
from server.signing.credits import Credits
from server.signing.desk import Desk
from server.signing.documents import Documents, Works
from server.signing.envelopes import Envelope
from server.signing.filing import Filing, SessionFiling, leaves
from server.signing.finishing import Finishing
from server.signing.jobs import SigningJobs
from server.signing.leases import Leases
from server.signing.means import Tools
from server.signing.trust import Trust
from server.signing.turns import Turns
from server.stores.blobs import Blobs
from server.stores.database import Database
from server.stores.holding import BlobKeeper
from server.tasks import Tasks
from signing.fonts import SYSTEM_FOLDERS, Fonts
from signing.jobs import Pkcs12Key
from signing.model import Refused
from signing.work import Workshop

_SWEEP_S = 300.0


@dataclass(frozen=True, slots=True)
class SigningRoom:
    """`filings` is asked in order, once an envelope is completed."""

    desk: Desk
    tools: Tools
    jobs: Jobs  # of the whole house
    work: SigningJobs
    tasks: Tasks
    settings: Signing
    workshop: Workshop | None
    filings: list[Filing] = field(default_factory=list)

    async def start(self, stack: AsyncExitStack) -> None:
        """Take up the work that was left, and do what comes."""
        _check_office_key(self.settings, self.tools.now())
        documents = self.tools.documents
        dead = await asyncio.to_thread(documents.open)
        stack.callback(documents.close)
        if self.workshop is not None:
            stack.push_async_callback(self.workshop.close)
        await self.tools.leases.bury(dead)
        await self.jobs.bury(dead)
        self.tasks.keep("signing leases", self.tools.leases.run)
        self.tasks.every("signing sweep", _SWEEP_S, self.work.sweep)


def assemble_signing(
    *,
    database: Database,
    blobs: Blobs,
    tasks: Tasks,
    drawer: Drawer,
    settings: Signing,
    client: Path,
    folder: Path,
    key: bytes,
    now: Callable[[], datetime],
    jobs: Jobs,
    works: Works | None = None,
    wake_mail: Callable[[], None] = lambda: None,
) -> SigningRoom:
    """`folder` is for work under way; `key` (32 bytes) seals our authority; `client` is the folder of the built client."""
    workshop = None if works is not None else Workshop(settings.workers, (folder / "workshop").absolute())
    turns, keeper = Turns(database, now), BlobKeeper(database, blobs, now)
    documents = Documents(blobs, keeper, (folder / "documents").absolute())

    def wake() -> None:
        jobs.wake()
        wake_mail()

    tools = Tools(
        database=database,
        now=now,
        turns=turns,
        blobs=blobs,
        keeper=keeper,
        documents=documents,
        works=works if works is not None else _the(workshop),
        leases=Leases(database, now, lambda: documents.owner),
        trust=Trust(database, key, "Samen", now, settings),
        credits=Credits(database, now),
        fonts=Fonts(client),
        font_folders=(client, *SYSTEM_FOLDERS),
        zone=settings.zone,
        wake=wake,
    )
    work = SigningJobs(tools, Finishing(tools), jobs)
    room = SigningRoom(Desk(tools), tools, jobs, work, tasks, settings, workshop, [SessionFiling(drawer)])
    work.file_with(_filer(room))
    return room


def _the(workshop: Workshop | None) -> Workshop:
    assert workshop is not None  # noqa: S101 - made where none was given
    return workshop


def _filer(room: SigningRoom) -> Callable[[Envelope], Awaitable[None]]:
    async def filed(envelope: Envelope) -> None:
        found = leaves(envelope)
        for filing in room.filings:
            await filing.file(envelope, found)
        async with room.tools.turns.turn(envelope.organisation_id, envelope.id) as turn:
            if not any(event.kind == "filed" for event in envelope.events):
                await turn.event("filed")

    return filed


def _check_office_key(settings: Signing, now: datetime) -> None:
    """An office's certificate that cannot be used is told at the start, not at the first signature."""
    office = settings.office
    if not isinstance(office, Pkcs12Key):
        return
    from signing.trust.office import check_office_certificate

    try:
        check_office_certificate(office.content, office.password, now)
    except Refused as wrong:
        raise StartError(f"SIGNING_PKCS12 cannot be used: {wrong.code.replace('_', ' ')}.") from None
