"""Documents of clients whom a foreign CRM keeps: they are filed there, through the queue, and not here."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from server.crm.documents.tables import documents
from server.live.tables import sessions
from tests.crm.contract.conftest import Office, both
from tests.crm.foreign_crm import Document, ForeignServer
from tests.live.houses import Meeting
from tests.patience import PATIENCE
from tests.signing.edges.desk import paper
from tests.signing.room.together import Table

LOGS = [("Opdracht signed log.jsonl", "log", "true"), ("Opdracht signed log.pdf", "log", "true")]
ALL = [*LOGS, ("Opdracht signed.pdf", "signed", "false")]


async def until(asked: Callable[[], Awaitable[bool]], within: float = PATIENCE) -> None:
    async with asyncio.timeout(within):
        while not await asked():  # noqa: ASYNC110 - what is asked lies elsewhere, and tells nobody
            await asyncio.sleep(0.05)


async def table_of(office: Office, party: str, *guests: str) -> Table:
    """A session about this client with a contract on the table."""
    session = await office.session(party)
    meeting = Meeting(session["id"], session["code"], await office.house.ticket(office.admin, session["id"]))
    host = await office.house.page(meeting.host_ticket).open()
    pages = [await office.house.page(await office.house.guest(meeting, name)).open() for name in guests]
    table = Table(office.house, meeting, host, pages[0], pages[-1])
    table.file_id = await table.upload(host, paper(), "Opdracht.pdf")
    await table.hears("file_added")
    return table


def filed(server: ForeignServer, party: str) -> list[tuple[str, str, str]]:
    mine = [one.about for one in server.documents.values() if one.party_id == party]
    return sorted((one["name"], one["kind"], one["internal"]) for one in mine)


async def kept_here(office: Office) -> Any:
    async with office.house.database.reading() as rows:
        return await rows.scalar(select(func.count()).select_from(documents))


def one_named(server: ForeignServer, party: str, name: str) -> Document:
    return next(one for one in server.documents.values() if (one.party_id, one.about["name"]) == (party, name))


@both
@pytest.mark.covers("D005", "D006", "D008", "D009")
async def test_what_was_signed_is_filed_with_its_client_and_with_whoever_signed_in_the_offices_own_crm(
    office: Office, server: ForeignServer
) -> None:
    jan = server.party("Jan Smit", "bob@klant.example")
    els = server.party("Els Bakker", "CAS@klant.example")
    other = server.party("Piet Post", "piet@klant.example")
    await office.foreign(server)
    table = await table_of(office, jan, "Bob", "Cas")
    ids = await table.open(("bob", table.bob), ("cas", table.cas))
    assert (await table.sign(table.bob, ids["bob"]))[0] == 200
    server.down = True
    assert (await table.sign(table.cas, ids["cas"]))[0] == 200

    async def waits() -> bool:
        waiting = await office.writes("waiting")
        return {"document", "signers"} <= {one["kind"] for one in waiting} and any(one["tries"] for one in waiting)

    await until(waits)
    shown = {one["kind"]: one for one in await office.writes("waiting")}
    assert shown["signers"]["name"] == "Opdracht", "what waits is shown by its name"
    assert shown["document"]["name"].startswith("Opdracht signed")
    server.down = False
    await office.call("POST", "/crm/writes/retry")

    async def there() -> bool:
        return filed(server, jan) == ALL and filed(server, els) == ALL

    await until(there)
    signed = one_named(server, els, "Opdracht signed.pdf")
    assert signed.raw.startswith(b"%PDF")
    assert hashlib.sha256(signed.raw).hexdigest() == signed.about["sha256"]
    assert filed(server, other) == []
    for party in (jan, els):
        assert len(server.of(party, "signature_completed")) == 1, party
    assert await kept_here(office) == 0, "nothing of it lies in the CRM that the office has not chosen"


async def test_an_address_that_two_clients_share_is_not_guessed_at(office: Office, server: ForeignServer) -> None:
    jan = server.party("Jan Smit", "jan@klant.example")
    shared = [server.party(name, "bob@klant.example") for name in ("Kees Vis", "Bob")]
    twins = [server.party("Niemand", "cas@klant.example") for _ in range(2)]
    await office.foreign(server)
    table = await table_of(office, jan, "Bob", "Cas")
    ids = await table.open(("bob", table.bob), ("cas", table.cas))
    for name, page in (("bob", table.bob), ("cas", table.cas)):
        assert (await table.sign(page, ids[name]))[0] == 200

    async def done() -> bool:
        written = await office.writes("done")
        return "signers" in {one["kind"] for one in written} and await office.writes("waiting") == []

    await until(done)
    assert filed(server, jan) == ALL
    assert filed(server, shared[1]) == ALL, "whose name is the signer's"
    assert [filed(server, one) for one in (shared[0], *twins)] == [[], [], []]


async def test_a_crm_that_keeps_no_documents_says_so_among_what_failed(office: Office, server: ForeignServer) -> None:
    server.offers = ["parties", "timeline"]
    jan = server.party("Jan Smit", "jan@klant.example")
    await office.foreign(server)
    table = await table_of(office, jan, "Bob")
    ids = await table.open(("bob", table.bob))
    assert (await table.sign(table.bob, ids["bob"]))[0] == 200

    async def failed() -> bool:
        return len([one for one in await office.writes("failed") if one["kind"] == "document"]) == 3

    await until(failed)
    assert {one["error"] for one in await office.writes("failed")} == {"crm_not_offered"}
    assert (await table.envelope())["status"] == "completed", "it is with its envelope all the same"


@both
@pytest.mark.covers("D005")
async def test_a_file_of_a_session_is_kept_with_the_client_of_the_offices_own_crm(
    office: Office, server: ForeignServer
) -> None:
    jan, els = server.party("Jan Smit", "jan@klant.example"), server.party("Els Bakker", "els@klant.example")
    await office.foreign(server)
    table = await table_of(office, jan, "Bob")
    here = f"/room/files/{table.file_id}/keep"
    status, refused = await office.call("POST", here, {}, who=table.bob.ticket)
    assert (status, refused["code"]) == (403, "not_host")
    server.down = True
    status, kept = await office.call("POST", here, {}, who=table.adviser.ticket)
    assert (status, kept) == (201, {"document_id": "", "client": {"id": jan, "name": ""}}), "nobody waits for it"
    path = f"/sessions/{table.meeting.id}/files/{table.file_id}/keep"
    status, refused = await office.call("POST", path, {"client_id": els})
    assert (status, refused["code"]) == (503, "crm_down"), "whom one may choose only that CRM can say"
    server.down = False
    assert (await office.call("POST", here, {}, who=table.adviser.ticket))[0] == 201
    status, kept = await office.call("POST", path, {"client_id": els, "state": "internal"})
    assert (status, kept["client"]) == (201, {"id": els, "name": "Els Bakker"})
    status, refused = await office.call("POST", path, {"client_id": "P/99"})
    assert (status, refused["code"]) == (404, "crm_not_there")
    await office.call("POST", "/crm/writes/retry")

    async def there() -> bool:
        return bool(filed(server, jan)) and bool(filed(server, els))

    await until(there)
    assert filed(server, jan) == [("Opdracht.pdf", "document", "false")], "twice is once"
    assert filed(server, els) == [("Opdracht.pdf", "document", "true")]
    assert await kept_here(office) == 0


async def test_a_file_of_a_session_without_a_client_asks_for_one(office: Office, server: ForeignServer) -> None:
    jan = server.party("Jan Smit", "jan@klant.example")
    await office.foreign(server)
    table = await table_of(office, jan, "Bob")
    async with office.house.database.writing() as rows:
        await rows.execute(sessions.update().values(client_id=None))
    for path, who in (
        (f"/room/files/{table.file_id}/keep", table.adviser.ticket),
        (f"/sessions/{table.meeting.id}/files/{table.file_id}/keep", office.admin),
    ):
        status, refused = await office.call("POST", path, {}, who=who)
        assert (status, refused["code"]) == (409, "no_client_here"), path
