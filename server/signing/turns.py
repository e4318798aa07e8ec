"""One change of one envelope: read under a lock, written with its events, told after the commit."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import orjson
import structlog
from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.jobs import promise, take_back
from server.signing import store
from server.signing.envelopes import Envelope, Event, Kind
from server.signing.refusals import ENVELOPE_UNKNOWN
from server.signing.tables import envelope_events, envelope_files, envelope_signers, envelopes
from server.stores.database import Database

log = structlog.get_logger(__name__)

OnEvent = Callable[[AsyncConnection, Envelope, Event], Awaitable[None]]
"""Inside the transaction, with the envelope as it will be: what is written here is written with the event or not at all."""

AfterEvent = Callable[[Envelope, Event], Awaitable[None]]
"""After the commit. A failure is logged and undoes nothing."""


class Turn:
    """A change under way. `envelope` is as it was when the turn began."""

    def __init__(self, rows: AsyncConnection, envelope: Envelope, now: datetime) -> None:
        self.rows = rows
        self.envelope = envelope
        self.now = now
        self.events: list[Event] = []

    async def set(self, **values: Any) -> None:
        """Change columns of the envelope."""
        values |= {"updated_at": self.now, "version": envelopes.c.version + 1}
        await self.rows.execute(update(envelopes).where(envelopes.c.id == self.envelope.id).values(**values))

    async def set_signer(self, signer_id: str, **values: Any) -> None:
        mine = (envelope_signers.c.envelope_id == self.envelope.id) & (envelope_signers.c.id == signer_id)
        await self.rows.execute(update(envelope_signers).where(mine).values(**values))

    async def event(self, kind: str, signer_id: str | None = None, by: str = "", **details: Any) -> Event:
        """Add a line to the time line. Whoever listens hears of it at the end of the turn."""
        last = select(func.coalesce(func.max(envelope_events.c.seq), 0)).where(
            envelope_events.c.envelope_id == self.envelope.id
        )
        seq = int(await self.rows.scalar(last) or 0) + 1
        event = Event(seq, self.now, kind, signer_id, by, details)
        await self.rows.execute(
            insert(envelope_events).values(
                envelope_id=self.envelope.id,
                seq=seq,
                organisation_id=self.envelope.organisation_id,
                at=self.now,
                kind=kind,
                signer_id=signer_id,
                by=by,
                details=orjson.dumps(details).decode(),
            )
        )
        self.events.append(event)
        return event

    async def file(self, kind: Kind, sha256: str, size: int, signer_id: str | None = None) -> int:
        """Add a document, whose bytes are kept by the caller; returns its seq."""
        mine = (envelope_files.c.envelope_id == self.envelope.id) & (envelope_files.c.kind == kind)
        last = await self.rows.scalar(select(func.coalesce(func.max(envelope_files.c.seq), 0)).where(mine))
        seq = int(last or 0) + 1
        await self.rows.execute(
            insert(envelope_files).values(
                envelope_id=self.envelope.id,
                kind=kind,
                seq=seq,
                organisation_id=self.envelope.organisation_id,
                sha256=sha256,
                size=size,
                signer_id=signer_id,
                created_at=self.now,
            )
        )
        return seq

    async def job(self, kind: str, run_at: datetime) -> None:
        """Have something done later; what was planned of the same kind is planned anew."""
        await promise(
            self.rows, self.now, self.envelope.organisation_id, f"envelope_{kind}", self.envelope.id, run_at=run_at
        )

    async def no_job(self, *kinds: str) -> None:
        its = [f"envelope_{kind}" for kind in kinds]
        await take_back(self.rows, self.envelope.organisation_id, self.envelope.id, *its)


class Turns:
    """Changes of envelopes, one after another each."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self.database = database
        self.now = now
        self._on_event: list[OnEvent] = []
        self._after_event: list[AfterEvent] = []

    def on_event(self, callback: OnEvent) -> None:
        self._on_event.append(callback)

    def after_event(self, callback: AfterEvent) -> None:
        self._after_event.append(callback)

    async def get(self, organisation_id: str, envelope_id: str, *, events: bool = False) -> Envelope:
        """Raises a Problem."""
        async with self.database.reading() as rows:
            envelope = await store.read(rows, organisation_id, envelope_id, events=events)
        if envelope is None:
            raise ENVELOPE_UNKNOWN.problem()
        return envelope

    @asynccontextmanager
    async def turn(self, organisation_id: str, envelope_id: str) -> AsyncIterator[Turn]:
        """Change an envelope in one transaction; an exception undoes all of it. Raises a Problem."""
        async with self.database.writing() as rows:
            envelope = await store.read(rows, organisation_id, envelope_id, lock=True)
            if envelope is None:
                raise ENVELOPE_UNKNOWN.problem()
            turn = Turn(rows, envelope, self.now())
            yield turn
            after = await self.finish(turn)
        await self.tell(after, turn.events)

    async def finish(self, turn: Turn) -> Envelope:
        """Let the listeners write what belongs to the events of a turn; the envelope as it is now."""
        after = await store.read(turn.rows, turn.envelope.organisation_id, turn.envelope.id)
        if after is None:
            return turn.envelope
        for event in turn.events:
            for callback in self._on_event:
                await callback(turn.rows, after, event)
        return after

    async def tell(self, envelope: Envelope, events: list[Event]) -> None:
        for event in events:
            for callback in self._after_event:
                try:
                    await callback(envelope, event)
                except Exception:
                    # The change is done; what follows from it must not undo that.
                    log.exception("What follows from an envelope's event failed", kind=event.kind)
