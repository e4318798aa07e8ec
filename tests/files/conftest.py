"""An office with one running session, served over HTTP: real database, real blobs, real session rules."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, ClientTimeout, web
from sqlalchemy import URL, insert, make_url, select

from server.files.assembly import Files, assemble_files
from server.files.tables import session_files
from server.live.bus import MemoryBus
from server.live.connections import Connections
from server.live.log import MemoryLog
from server.live.sessions import Sessions
from server.live.tables import sessions as session_rows
from server.stores.blobs import LazyBlobs
from server.stores.database import Database, uuid7
from server.stores.tables import metadata, organisations
from server.web import Member, TicketHolder
from server.web.api import Api
from server.web.security import Doorman
from signalling import commands as cmd
from signalling.limits import SYSTEM

MAX_MB = 2


class NobodySignedIn:
    async def member(self, token: str) -> Member | None:
        return None


@dataclass
class Answer:
    status: int
    headers: Any
    body: bytes
    json: Any

    @property
    def code(self) -> str:
        return str(self.json["code"])


@dataclass
class Office:
    """`ann` is the host, `bob` and `cleo` are clients; a ticket here is simply the participant's name."""

    database: Database
    files: Files
    live: Sessions
    blobs_folder: Path
    http: ClientSession
    address: str
    organisation_id: str
    session_id: str
    clock: list[datetime]
    people: dict[str, str] = field(default_factory=dict)

    async def ask(self, person: str, command: cmd.Command) -> Any:
        return await self.live.handle(self.session_id, self.people[person], command)

    async def send(self, person: str, content: Any, name: str = "a.bin", **query: str) -> Answer:
        path = f"/api/v1/sessions/{self.session_id}/files"
        return await self.call("POST", path, person, data=content, params={"name": name, **query})

    async def link(self, person: str, file_id: str, disposition: str = "attachment") -> Answer:
        path = f"/api/v1/sessions/{self.session_id}/files/{file_id}/links"
        return await self.call("POST", path, person, json={"disposition": disposition})

    async def fetch(self, url: str, **headers: str) -> Answer:
        return await self.call("GET", url, None, headers=headers)

    async def call(self, method: str, path: str, person: str | None, **more: Any) -> Answer:
        headers = dict(more.pop("headers", {}))
        if person is not None:
            headers["Authorization"] = f"Bearer {person}"
        async with self.http.request(method, self.address + path, headers=headers, **more) as answer:
            body = await answer.read()
            is_json = "json" in answer.headers.get("Content-Type", "")
            return Answer(
                answer.status, answer.headers, body, await answer.json(content_type=None) if is_json else None
            )

    async def sent(self, person: str, content: bytes, name: str = "a.bin", **query: str) -> str:
        """The id of a file that must be taken in."""
        answer = await self.send(person, content, name, **query)
        assert answer.status == 201, answer.json
        return str(answer.json["file_id"])

    async def fetched(self, person: str, file_id: str, disposition: str = "attachment") -> Answer:
        """The file by a link that must be given."""
        made = await self.link(person, file_id, disposition)
        assert made.status == 201, made.json
        return await self.fetch(made.json["url"])

    async def rows(self) -> list[Any]:
        async with self.database.reading() as rows:
            return list((await rows.execute(select(session_files))).all())

    def kept(self) -> list[Path]:
        return sorted(path for path in self.blobs_folder.rglob("*") if path.is_file())

    def pass_time(self, **time: float) -> None:
        self.clock[0] += timedelta(**time)


@dataclass
class Tickets:
    office: list[Office]

    async def check(self, token: str) -> TicketHolder | None:
        (office,) = self.office
        participant_id = office.people.get(token)
        if participant_id is None:
            return None
        return TicketHolder(office.session_id, participant_id, office.organisation_id, "client")


def unmeasured(method: str, route: str, status: int, seconds: float) -> None:
    del method, route, status, seconds


async def filled(database: Database) -> tuple[str, str]:
    """All tables, with one office and the row of one session. Returns their ids."""
    now, organisation_id, session_id = datetime.now(UTC), uuid7(), uuid7()
    stamps = {"created_at": now, "updated_at": now}
    async with database.writing() as rows:
        await rows.run_sync(metadata.create_all)
        await rows.execute(
            insert(organisations).values(
                id=organisation_id,
                name="Kantoor",
                colour="#0a7d5a",
                language="nl",
                lobby=False,
                demo=False,
                chat_history=True,
                max_file_mb=MAX_MB,
                empty_after_minutes=10,
                **stamps,
            )
        )
        await rows.execute(
            insert(session_rows).values(
                id=session_id,
                organisation_id=organisation_id,
                host_name="Ann",
                host_participant_id=uuid7(),
                title="",
                code="123456789",
                started_at=now,
                people="[]",
                **stamps,
            )
        )
    return organisation_id, session_id


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    database = Database(URL.create("sqlite+aiosqlite", database=str(tmp_path / "samen.db")))
    try:
        async for office in served(database, tmp_path):
            yield office
    finally:
        await database.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.service)])
async def any_office(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Office]:
    """The same on each kind of database."""
    url = URL.create("sqlite+aiosqlite", database=str(tmp_path / "samen.db"))
    if request.param == "postgresql":
        url = make_url(request.getfixturevalue("postgres_url")()).set(drivername="postgresql+asyncpg")
    database = Database(url)
    try:
        async for office in served(database, tmp_path):
            yield office
    finally:
        await database.close()


async def served(database: Database, tmp_path: Path) -> AsyncIterator[Office]:
    organisation_id, session_id = await filled(database)
    clock = [datetime(2026, 11, 21, 12, tzinfo=UTC)]
    millis: Callable[[], int] = lambda: int(clock[0].timestamp() * 1000)  # noqa: E731 - a clock in a line
    live = Sessions(MemoryLog(), Connections(), MemoryBus("node"), millis)
    blobs = LazyBlobs(None, tmp_path / "blobs")
    (tmp_path / "blobs").mkdir()
    files = assemble_files(database=database, blobs=blobs, sessions=live, key=b"k" * 32, now=lambda: clock[0])
    live.react(files.react)
    known: list[Office] = []
    api = Api(files.routes, Doorman((), "", own_tls=False), NobodySignedIn(), Tickets(known), unmeasured)
    app = web.Application()
    api.attach(app)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        async with ClientSession(timeout=ClientTimeout(total=60)) as http:
            office = Office(
                database, files, live, tmp_path / "blobs", http, address, organisation_id, session_id, clock
            )
            office.people = {"ann": uuid7(), "bob": uuid7(), "cleo": uuid7()}
            known.append(office)
            await live.handle(
                session_id, SYSTEM, cmd.OpenSession(organisation_id, office.people["ann"], "Ann", "nl", False, True, 8)
            )
            for name in ("bob", "cleo"):
                await live.handle(session_id, SYSTEM, cmd.Enter(office.people[name], name, "client", "nl"))
            yield office
    finally:
        await runner.cleanup()
