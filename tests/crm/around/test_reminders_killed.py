"""Reminders on several nodes, with one of them killed in the middle: each client is reminded exactly once."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sized
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from sqlalchemy import select, update

from server.crm.notices.service import REMIND
from server.jobs.tables import jobs
from server.stores.tables import mails
from tests.live.houses import House, house_at
from tests.services.mail import MailServer
from tests.services.samen import ADMIN_EMAIL, ADMIN_PASSWORD, SamenServer

CLIENTS = 24


async def signed_in(server: SamenServer) -> aiohttp.ClientSession:
    http = aiohttp.ClientSession(server.url, headers={"Origin": server.url}, cookie_jar=aiohttp.CookieJar(unsafe=True))
    entry = {"email": ADMIN_EMAIL, "password": ADMIN_PASSWORD}
    async with http.post("/api/v1/auth/sign-in", json=entry) as answer:
        assert answer.status == 200, await answer.text()
    return http


async def post(http: aiohttp.ClientSession, path: str, body) -> dict:
    async with http.post("/api/v1" + path, json=body) as answer:
        assert answer.status == 201, await answer.text()
        made: dict = await answer.json()
        return made


async def plan_many(http: aiohttp.ClientSession) -> None:
    """Appointments from tomorrow on, each to be reminded of an hour before."""
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).replace(minute=0, second=0, microsecond=0)
    service = await post(http, "/services", {"name": "Gesprek", "minutes": 30, "reminders": [60], "kind": "phone"})
    for number in range(CLIENTS):
        contact = {"kind": "email", "value": f"client{number}@vermeulen.example"}
        person = {"kind": "person", "people": [{"given": "Jan", "family": f"Nummer {number}"}], "contacts": [contact]}
        client = await post(http, "/clients", person)
        start = tomorrow + timedelta(hours=number)
        wish = {"client_id": client["id"], "service_id": service["id"], "start": start.isoformat(), "notify": False}
        await post(http, "/appointments", wish)


async def now_due(house: House) -> None:
    """All reminders at once, as if their hour had come."""
    async with house.database.writing() as rows:
        due = await rows.execute(update(jobs).where(jobs.c.kind == REMIND).values(run_at=datetime.now(UTC)))
    assert due.rowcount == CLIENTS


async def reminded(house: House) -> Counter[str]:
    query = select(mails.c.recipient).where(mails.c.kind == "appointment_reminder")
    async with house.database.reading() as rows:
        return Counter((await rows.execute(query)).scalars())


@pytest.mark.timeout(300)
@pytest.mark.service
@pytest.mark.covers("G002")
async def test_each_client_is_reminded_once_although_a_node_is_killed(
    samen_nodes: Callable[..., list[SamenServer]], mail_server: MailServer
):
    nodes = await asyncio.to_thread(samen_nodes, 2, **mail_server.settings)
    http = await signed_in(nodes[0])
    try:
        await plan_many(http)
    finally:
        await http.close()
    async with house_at(nodes[1].url, nodes[1].settings) as house, asyncio.timeout(180):
        await now_due(house)
        await until(lambda: reminded(house), 1)
        await asyncio.to_thread(nodes[0].kill)
        await until(lambda: reminded(house), CLIENTS)
        assert set((await reminded(house)).values()) == {1}
        await until(lambda: received(mail_server), CLIENTS)
    # What SMTP itself cannot tell: a mail server that had said yes to the node at the moment of its death gets the mail
    # once more, with the same Message-ID.
    assert len({str(one["Message-ID"]) for one in mail_server.messages}) == CLIENTS


async def received(mail_server: MailServer) -> set[str]:
    return {str(one["To"]) for one in mail_server.messages}


async def until(found: Callable[[], Awaitable[Sized]], count: int) -> None:
    """Until there are so many: they come from other processes, which cannot tell us."""
    enough = False
    while not enough:
        enough = len(await found()) >= count
        await asyncio.sleep(0.02)
