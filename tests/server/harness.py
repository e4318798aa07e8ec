"""The service in this process, on a real port, with a clock that tests move."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, CookieJar
from aiohttp.test_utils import TestServer

from server.accounts.entry import add_user
from server.app import app_of
from server.keys import read_or_make
from server.settings import read
from server.throttle import MemoryThrottle
from server.wiring import Parts, assemble
from tests.services import ready

PASSWORD = "drie groene appels in een mand"
OTHER_PASSWORD = "vier rode peren op tafel"


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def move(self, **amount: float) -> None:
        self.at += timedelta(**amount)


class Answer:
    """Status, JSON and headers of one answer."""

    def __init__(self, status: int, body: Any, headers: Mapping[str, str], cookies: Mapping[str, Any]) -> None:
        self.status = status
        self.body = body
        self.headers = headers
        self.cookies = cookies

    @property
    def code(self) -> str | None:
        return self.body.get("code") if isinstance(self.body, dict) else None

    def __getitem__(self, name: str) -> Any:
        assert self.status < 400, self.body
        return self.body[name]

    def __repr__(self) -> str:
        return f"<{self.status} {self.body}>"


class Browser:
    """One browser: keeps cookies, speaks JSON."""

    def __init__(self, session: ClientSession, url: str) -> None:
        self.session = session
        self.url = url

    async def call(
        self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None, **more: Any
    ) -> Answer:
        path = path if path.startswith(("/api", "/healthz", "/readyz", "/metrics")) else f"/api/v1{path}"
        if body is not None:
            more["json"] = body
        async with self.session.request(method, self.url + path, headers=headers, **more) as answer:
            raw = await answer.read()
            content = await answer.json(content_type=None) if raw and "json" in answer.content_type else raw
            return Answer(answer.status, content, answer.headers, answer.cookies)

    async def get(self, path: str, **more: Any) -> Answer:
        return await self.call("GET", path, **more)

    async def post(self, path: str, body: Any = None, **more: Any) -> Answer:
        return await self.call("POST", path, body, **more)

    async def patch(self, path: str, body: Any) -> Answer:
        return await self.call("PATCH", path, body)

    async def delete(self, path: str) -> Answer:
        return await self.call("DELETE", path)

    async def sign_in(self, email: str, password: str = PASSWORD, totp: str | None = None, **more: Any) -> Answer:
        body = {"email": email, "password": password}
        return await self.post("/auth/sign-in", body if totp is None else {**body, "totp": totp}, **more)


class Service:
    """The running service, and a way to open browsers at it."""

    def __init__(self, parts: Parts, clock: Clock) -> None:
        self.parts = parts
        self.clock = clock
        self.url = ""
        self._sessions: list[ClientSession] = []

    def browser(self) -> Browser:
        # The test server is an IP address; an ordinary cookie jar keeps nothing from those.
        session = ClientSession(cookie_jar=CookieJar(unsafe=True))
        self._sessions.append(session)
        return Browser(session, self.url)

    async def close(self) -> None:
        for session in self._sessions:
            await session.close()

    async def office(self, name: str = "Lindelaan", email: str = "ann@lindelaan.example") -> Browser:
        """A new office; returns the browser of its administrator."""
        async with self.parts.database.writing() as rows:
            hashed = await self.parts.accounts.hasher.hash(PASSWORD)
            office_id = await self.parts.accounts.offices.make(rows, name, "nl")
            await add_user(rows, self.clock(), office_id, "Ann de Wit", email, "admin", "nl", hashed)
        browser = self.browser()
        assert (await browser.sign_in(email)).status == 200
        return browser

    async def colleague(self, admin: Browser, email: str = "bob@lindelaan.example", role: str = "adviser") -> Browser:
        """A colleague, by invitation; returns their browser."""
        invited = await admin.post("/invitations", {"email": email, "role": role})
        mail = await admin.get(f"/outbox/{invited['mail_id']}")
        browser = self.browser()
        made = await browser.post(f"/invitations/{link(mail)}", {"name": "Bob Smit", "password": PASSWORD})
        assert made.status == 200, made
        return browser


def link(mail: Answer) -> str:
    """The token in a mail's link."""
    found = re.search(r"/(?:invite|reset)/([A-Za-z0-9_-]+)", mail["text"])
    assert found is not None
    return found.group(1)


@asynccontextmanager
async def serving(folder: Path, clock: Clock | None = None, /, **env: str) -> AsyncIterator[Service]:
    """The service with these settings."""
    clock = clock or Clock()
    os.makedirs(folder, exist_ok=True)
    settings = read({"SAMEN_DATA": str(folder), "COBROWSE_PAGES": "0", **env})
    ready.lay(settings.database)
    parts = assemble(settings, read_or_make(folder), clock)
    if isinstance(parts.throttle, MemoryThrottle):
        parts.throttle._clock = lambda: clock().timestamp()
    server = TestServer(app_of(parts), host="127.0.0.1")
    service = Service(parts, clock)
    await server.start_server()
    service.url = str(server.make_url("")).rstrip("/")
    try:
        yield service
    finally:
        await service.close()
        await server.close()
