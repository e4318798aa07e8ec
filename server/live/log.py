"""The log of sessions: append expecting a seq, read from a seq. One port, two versions."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import orjson
from sqlalchemy import Row, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, OperationalError

from server.live.tables import session_log
from server.record.chain import canonical, entry_hash
from server.stores.database import Database
from server.tasks import Tasks
from signalling import wire
from signalling.events import Entry

_BATCH = 500
_WAITING = 20_000


class LogBusy(Exception):
    """More lines wait to be written than the database can take; try again later."""


@dataclass(frozen=True, slots=True)
class Line:
    """One entry with its place in the chain (server/record/chain.py). `body` is the entry as on the wire, made once."""

    session_id: str
    organisation_id: str
    entry: Entry
    body: dict[str, Any]
    hash: str

    @classmethod
    def follow(cls, previous: str, session_id: str, organisation_id: str, entry: Entry) -> "Line":
        """The next line after the one whose hash is `previous`."""
        body = wire.encode_entry(entry)
        return cls(session_id, organisation_id, entry, body, entry_hash(previous, canonical(session_id, body)))


class SessionLog(Protocol):
    async def append(self, line: Line) -> bool:
        """Write a line; False when another process took this seq first. Durable when it returns."""
        ...

    async def read(self, session_id: str, after: int = 0) -> Sequence[Line]:
        """The lines with a higher seq than `after`, in order."""
        ...

    async def heads(self, session_ids: Sequence[str]) -> dict[str, int]:
        """The last seq of each of these sessions that has any line."""
        ...


class MemoryLog:
    """For one process and no longer than it: tests and benchmarks of the rules."""

    def __init__(self) -> None:
        self._lines: defaultdict[str, list[Line]] = defaultdict(list)

    async def append(self, line: Line) -> bool:
        lines = self._lines[line.session_id]
        if line.entry.seq != len(lines) + 1:
            return False
        lines.append(line)
        return True

    async def read(self, session_id: str, after: int = 0) -> Sequence[Line]:
        return tuple(self._lines[session_id][after:])

    async def heads(self, session_ids: Sequence[str]) -> dict[str, int]:
        return {one: len(self._lines[one]) for one in session_ids if self._lines[one]}


class SqlLog:
    """Lines of all sessions of this process share transactions: one commit for whatever waits."""

    def __init__(self, database: Database, tasks: Tasks) -> None:
        self._database = database
        self._tasks = tasks
        self._waiting: list[tuple[Line, asyncio.Future[bool]]] = []
        self._wake = asyncio.Event()
        dialect = sqlite if database.sqlite else postgresql
        self._insert = (
            dialect.insert(session_log).on_conflict_do_nothing().returning(session_log.c.session_id, session_log.c.seq)
        )

    def start(self) -> None:
        self._tasks.start("session log writer", self._write_forever())

    async def append(self, line: Line) -> bool:
        if len(self._waiting) >= _WAITING:
            raise LogBusy
        done: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((line, done))
        self._wake.set()
        return await done

    async def read(self, session_id: str, after: int = 0) -> Sequence[Line]:
        query = (
            select(session_log)
            .where(session_log.c.session_id == session_id, session_log.c.seq > after)
            .order_by(session_log.c.seq)
        )
        async with self._database.reading() as rows:
            found = (await rows.execute(query)).all()
        return [_line(row) for row in found]

    async def heads(self, session_ids: Sequence[str]) -> dict[str, int]:
        found: dict[str, int] = {}
        async with self._database.reading() as rows:
            for start in range(0, len(session_ids), _BATCH):
                query = (
                    select(session_log.c.session_id, func.max(session_log.c.seq))
                    .where(session_log.c.session_id.in_(session_ids[start : start + _BATCH]))
                    .group_by(session_log.c.session_id)
                )
                found.update({row[0]: row[1] for row in await rows.execute(query)})
        return found

    async def _write_forever(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._waiting:
                batch, self._waiting = self._waiting[:_BATCH], self._waiting[_BATCH:]
                await self._write(batch)

    async def _write(self, batch: list[tuple[Line, asyncio.Future[bool]]]) -> None:
        # In one order for all processes: two that insert the same lines crosswise would wait for each other.
        batch.sort(key=lambda one: (one[0].session_id, one[0].entry.seq))
        try:
            async with self._database.writing() as rows:
                written = await rows.execute(self._insert, [_row(line) for line, _ in batch])
                won = {(row.session_id, row.seq) for row in written}
        except Exception as error:  # noqa: BLE001 - every sender learns what went wrong, the writer goes on
            if len(batch) > 1 and isinstance(error, DBAPIError) and not isinstance(error, OperationalError):
                # One line that the database does not take must not fail the others.
                for one in batch:
                    await self._write([one])
                return
            for _, done in batch:
                _fail(done, error)
            return
        for line, done in batch:
            place = (line.session_id, line.entry.seq)
            if not done.done():
                done.set_result(place in won)
            # Of several for one place the first was written.
            won.discard(place)


def _fail(done: asyncio.Future[bool], error: Exception) -> None:
    if not done.done():
        done.set_exception(error)


def _row(line: Line) -> dict[str, object]:
    entry = line.entry
    return {
        "session_id": line.session_id,
        "organisation_id": line.organisation_id,
        "seq": entry.seq,
        "at": entry.at,
        "actor": entry.actor,
        "cause": entry.cause,
        "events": orjson.dumps(line.body["events"]).decode(),
        "hash": line.hash,
    }


def _line(row: Row[Any]) -> Line:
    body = {
        "seq": row.seq,
        "at": row.at,
        "actor": row.actor,
        "cause": row.cause,
        "events": orjson.loads(row.events),
    }
    return Line(row.session_id, row.organisation_id, wire.decode_entry(body), body, row.hash)
