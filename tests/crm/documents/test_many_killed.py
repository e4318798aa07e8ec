"""A service killed (kill -9) in the middle of a message to many and of documents shared with many: each client once."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable

import aiohttp
import pytest
from sqlalchemy import func, select

from server.crm.documents.tables import documents
from server.stores.tables import mails
from tests.crm.around.test_reminders_killed import post, signed_in
from tests.live.houses import House, house_at
from tests.services.samen import SamenServer

CLIENTS = 40


async def prepare(http: aiohttp.ClientSession) -> str:
    """Clients; and a document that is nobody's yet, its id."""
    for number in range(CLIENTS):
        contact = {"kind": "email", "value": f"k{number}@client.example"}
        person = {"kind": "person", "people": [{"given": "Klant", "family": f"Nummer{number}"}], "contacts": [contact]}
        await post(http, "/clients", person | {"anyway": True})
    async with http.post("/api/v1/documents?name=Nieuws.txt", data=b"De rente daalt.") as answer:
        assert answer.status == 201, await answer.text()
        return str((await answer.json())["id"])


async def begin(http: aiohttp.ClientSession, path: str, wish: dict[str, object]) -> str:
    async with http.post(f"/api/v1{path}", json=wish) as answer:
        assert answer.status == 202, await answer.text()
        begun = await answer.json()
    assert begun["total"] == CLIENTS
    return str(begun["id"])


async def told(house: House, kind: str) -> Counter[str]:
    """How many mails of a kind each address was written."""
    async with house.database.reading() as rows:
        return Counter((await rows.execute(select(mails.c.recipient).where(mails.c.kind == kind))).scalars())


async def until(http: aiohttp.ClientSession, path: str, *, at_least: int) -> dict[str, int]:
    """How far the work is, once nobody waits or this many have been served."""
    async with asyncio.timeout(120):
        while True:
            async with http.get(f"/api/v1{path}") as answer:
                view: dict[str, int] = await answer.json()
            if view["total"] - view["waiting"] >= at_least and (at_least < CLIENTS or view["done_at"] is not None):
                return view
            await asyncio.sleep(0.02)


@pytest.mark.timeout(300)
@pytest.mark.service
@pytest.mark.covers("C032")
async def test_whoever_is_killed_in_the_middle_of_many_leaves_nobody_out_and_serves_nobody_twice(
    samen_server: Callable[..., SamenServer],
) -> None:
    server = await asyncio.to_thread(samen_server, {})
    http = await signed_in(server)
    everybody = {"filter": {"search": "Klant"}}
    try:
        document = await prepare(http)
        mailing = await begin(http, "/messages/bulk", everybody | {"subject": "Nieuws", "text": "Dag"})
        sharing = await begin(http, "/document-sharings", everybody | {"document_ids": [document]})
        await until(http, f"/document-sharings/{sharing}", at_least=3)
        await asyncio.to_thread(server.restart)
        shared = await until(http, f"/document-sharings/{sharing}", at_least=CLIENTS)
        sent = await until(http, f"/mailings/{mailing}", at_least=CLIENTS)
    finally:
        await http.close()
    assert (shared["shared"], shared["skipped"]) == (CLIENTS, 0)
    assert (sent["sent"], sent["skipped"]) == (CLIENTS, 0)
    once = {f"k{number}@client.example": 1 for number in range(CLIENTS)}
    async with house_at(server.url, server.settings) as house:
        assert await told(house, "document_shared") == once
        assert await told(house, "client_message") == once
        async with house.database.reading() as rows:
            each = select(documents.c.client_id, func.count()).where(documents.c.client_id.is_not(None))
            copies = (await rows.execute(each.group_by(documents.c.client_id))).all()
    assert len(copies) == CLIENTS
    assert {number for _, number in copies} == {1}
