"""A running service and the offices in it, as tests of the live session need them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web
from sqlalchemy import insert

from server.accounts.sign_ins import SignInStore
from server.app import PARTS, build_app
from server.keys import Keys
from server.live.assembly import Live
from server.settings import read
from server.stores.database import Database, uuid7
from server.stores.tables import organisations, users
from server.wiring import Parts
from tests.live.pages import Page, pages
from tests.patience import PATIENCE
from tests.services import ready


class Clock:
    """The service's wall clock: real time plus what a test lets pass."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def passes(self, **span: float) -> None:
        self.ahead += timedelta(**span)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody signed in."""

    user_id: str
    cookie: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """A session that has been started, as its host knows it."""

    id: str
    code: str
    host_ticket: str


class House:
    """A service at `url`, seen from outside: by HTTP, and by pages."""

    def __init__(self, url: str, database: Database, http: aiohttp.ClientSession, page: Callable[..., Page]) -> None:
        self.url, self.database, self._http, self._page = url, database, http, page

    async def call(
        self, method: str, path: str, body: Any = None, *, who: Person | str | None = None, **headers: str
    ) -> tuple[int, Any]:
        """Status and JSON. `who` is somebody signed in, or a ticket."""
        if isinstance(who, Person):
            headers["Cookie"] = f"samen_session={who.cookie}"
        elif who is not None:
            headers["Authorization"] = f"Bearer {who}"
        async with self._http.request(method, self.url + path, json=body, headers=headers) as answer:
            kind = answer.content_type
            return answer.status, await answer.json(content_type=None) if kind.endswith("json") else await answer.text()

    async def office(self, **settings: Any) -> str:
        """A new office; its id."""
        now, office_id = datetime.now(UTC), uuid7()
        values = {
            "id": office_id,
            "name": "Kantoor Kade",
            "colour": "#0b5d5e",
            "language": "nl",
            "lobby": False,
            "chat_history": True,
            "max_file_mb": 100,
            "empty_after_minutes": 10,
            "demo": False,
            "created_at": now,
            "updated_at": now,
            **settings,
        }
        async with self.database.writing() as rows:
            await rows.execute(insert(organisations).values(**values))
        return office_id

    async def member(self, office_id: str, name: str = "Anna de Wit", role: str = "adviser") -> Person:
        """Somebody of this office, signed in."""
        now, user_id = datetime.now(UTC), uuid7()
        async with self.database.writing() as rows:
            await rows.execute(
                insert(users).values(
                    id=user_id,
                    organisation_id=office_id,
                    name=name,
                    email=f"{user_id}@office.test",
                    role=role,
                    language="nl",
                    active=True,
                    password_hash="none",
                    created_at=now,
                    updated_at=now,
                )
            )
            cookie = await SignInStore(self.database, lambda: datetime.now(UTC)).open(rows, user_id, office_id)
        return Person(user_id, cookie)

    async def adviser(self, **settings: Any) -> Person:
        """An adviser in an office of their own."""
        return await self.member(await self.office(**settings))

    async def meeting(self, adviser: Person, **wish: Any) -> Meeting:
        """A session that this adviser has started and entered."""
        status, session = await self.call("POST", "/api/v1/sessions", wish, who=adviser)
        assert status == 201, session
        ticket = await self.ticket(adviser, session["id"])
        return Meeting(session["id"], session["code"], ticket)

    async def ticket(self, adviser: Person, session_id: str) -> str:
        status, admission = await self.call("POST", f"/api/v1/sessions/{session_id}/enter", who=adviser)
        assert status == 200, admission
        return str(admission["ticket"])

    async def guest(self, meeting: Meeting, name: str = "Bob") -> str:
        """A ticket for somebody who typed the code."""
        status, admission = await self.call("POST", "/api/v1/join", {"code": meeting.code, "name": name})
        assert status == 201, admission
        return str(admission["ticket"])

    def page(self, ticket: str, instance: str = "") -> Page:
        return self._page(self.url, ticket, instance)

    async def room(self, *guests: str, **settings: Any) -> tuple[Any, ...]:
        """A running meeting (a Meeting), its host's page, and one page for every guest."""
        meeting = await self.meeting(await self.adviser(**settings))
        host = await self.page(meeting.host_ticket).open()
        others = [await self.page(await self.guest(meeting, name)).open() for name in guests]
        return meeting, host, *others


class OwnHouse(House):
    """A service inside this process, whose clock and parts a test can reach."""

    parts: Parts
    clock: Clock

    @property
    def live(self) -> Live:
        starters = (getattr(start, "__self__", None) for start in self.parts.starters)
        return next(one for one in starters if isinstance(one, Live))

    async def empty(self, meeting: Meeting) -> None:
        """Wait until the service knows that nobody is connected any more."""
        async with asyncio.timeout(PATIENCE):
            while any((await self.live.sessions.get(meeting.id)).connected):  # noqa: ASYNC110 - no page is left to tell
                await asyncio.sleep(0.02)

    async def round(self) -> None:
        """One round of the janitor, now."""
        await self.live.janitor.round(quiet_too=True)


def settings_for(data: Path, database_url: str = "") -> dict[str, str]:
    # No browser is kept warm for tests that open no web page; those that do say so, with an address.
    return {"SAMEN_DATA": str(data), "SAMEN_PORT": "0", "DATABASE_URL": database_url, "COBROWSE_PAGES": "0"}


@contextlib.asynccontextmanager
async def own_house(
    data: Path, database_url: str = "", change: Callable[[Parts], None] = lambda _: None, **settings: str
) -> AsyncIterator[OwnHouse]:
    """The real application on a free port, in this process. `change` is for what a test puts in a part's place."""
    data.mkdir(exist_ok=True)  # noqa: ASYNC240 - before anything runs
    clock = Clock()
    if "COBROWSE_ALLOW" in settings:
        settings = {"COBROWSE_PAGES": "2", **settings}
    read_as = read(settings_for(data, database_url) | settings)
    ready.lay(read_as.database)
    app = build_app(read_as, Keys(b"k" * 32), clock)
    change(app[PARTS])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        async with aiohttp.ClientSession() as http, pages() as page:
            house = OwnHouse(f"http://{host}:{port}", app[PARTS].database, http, page)
            house.parts, house.clock = app[PARTS], clock
            yield house
    finally:
        await runner.cleanup()


@contextlib.asynccontextmanager
async def house_at(url: str, environment: dict[str, str]) -> AsyncIterator[House]:
    """A service that runs as a process of its own, with its settings."""
    database = Database(read(environment).database)
    async with aiohttp.ClientSession() as http, pages() as page:
        try:
            yield House(url, database, http, page)
        finally:
            await database.close()
