"""Addresses that somebody typed: no server that is reached by one leads us, or a password, anywhere else."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiohttp import web

from tests.crm.agenda.office import AgendaOffice
from tests.live.houses import own_house

PASSWORD = "geheim wachtwoord"
DAV = """<?xml version="1.0"?>{doctype}
<d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:response><d:href>{href}</d:href>
<d:propstat><d:prop><d:current-user-principal><d:href>{principal}</d:href></d:current-user-principal>
<c:calendar-home-set><d:href>{home}</d:href></c:calendar-home-set>
<d:resourcetype>{kind}</d:resourcetype></d:prop></d:propstat></d:response></d:multistatus>"""


def multistatus(href: str = "/", principal: str = "", home: str = "", kind: str = "", doctype: str = "") -> str:
    return DAV.format(href=href, principal=principal, home=home, kind=kind, doctype=doctype)


def saying(text: str) -> Callable[[web.Request], web.Response]:
    return lambda _: web.Response(status=207, text=text, content_type="application/xml")


def moved(status: int, to: str) -> Callable[[web.Request], web.Response]:
    return lambda _: web.Response(status=status, headers={"Location": to})


@dataclass
class Server:
    """Answers as a test says, and remembers what it was asked."""

    place: str = ""
    asked: list[str] = field(default_factory=list)
    answer: Callable[[web.Request], web.Response] = lambda _: web.Response(status=404)

    async def handle(self, request: web.Request) -> web.Response:
        self.asked.append(f"{request.method} {request.path} {request.headers.get('Authorization', '-')[:5]}")
        return self.answer(request)


@asynccontextmanager
async def serving() -> AsyncIterator[Server]:
    server = Server()
    app = web.Application()
    app.router.add_route("*", "/{any:.*}", server.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        server.place = f"127.0.0.1:{runner.addresses[0][1]}"
        yield server
    finally:
        await runner.cleanup()


@pytest.fixture
async def named() -> AsyncIterator[Server]:
    async with serving() as made:
        yield made


@pytest.fixture
async def other() -> AsyncIterator[Server]:
    async with serving() as made:
        yield made


@pytest.fixture
async def office(tmp_path: Path, named: Server, other: Server) -> AsyncIterator[AgendaOffice]:
    """Both may be reached: what is proven is not that the other one cannot be."""
    async with own_house(tmp_path / "house", WEBHOOK_ALLOW=f"{named.place},{other.place}") as house:
        yield await AgendaOffice.open(house)


async def test_a_calendar_server_leads_to_no_other_and_the_password_stays_with_it(
    office: AgendaOffice, named: Server, other: Server
) -> None:
    away, inside = f"http://{other.place}/", "http://169.254.169.254/latest/"
    calendar = "<d:collection/><c:calendar/>"
    leading: list[Callable[[web.Request], web.Response]] = [
        lambda _: web.Response(status=301, headers={"Location": away}),
        lambda _: web.Response(status=307, headers={"Location": inside}),
        lambda _: web.Response(status=308, headers={"Location": "file:///etc/passwd"}),
        *(
            saying(text)
            for target in (away, inside, "http://[", "file:///etc/passwd")
            for text in (
                multistatus(principal=target),
                multistatus(home=target),
                multistatus(href=target, kind=calendar),
            )
        ),
        saying(multistatus(kind=calendar, doctype='<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>')),
    ]
    for number, answer in enumerate(leading):
        named.answer = answer
        wish = {"url": f"http://{named.place}/", "username": "ann", "password": PASSWORD}
        status, refused = await office.ask("PUT", "/caldav", wish)
        assert 400 <= status < 500, (number, refused)
        assert "passwd" not in str(refused)
    assert named.asked, "it was asked"
    assert other.asked == [], "the other never was"


async def test_a_foreign_crm_leads_to_no_other_and_the_key_stays_with_it(
    office: AgendaOffice, named: Server, other: Server
) -> None:
    for status in (301, 302, 303, 307, 308):
        named.answer = moved(status, f"http://{other.place}/v1")
        body = {"adapter": "foreign", "url": f"http://{named.place}/v1", "secret": "een-sleutel-van-het-crm"}
        answered, refused = await office.ask("PUT", "/crm", body, who=office.admin)
        assert (answered, refused["code"]) == (503, "crm_down"), status
    assert len(named.asked) == 5
    assert other.asked == []
