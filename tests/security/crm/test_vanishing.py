"""Clients who are edited by two at once, or merged, deleted or erased while something of theirs is on its way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import select

from server.crm.clients.book import ClientBook
from server.crm.clients.merging import Merging
from server.crm.documents.tables import documents
from server.stores.tables import blob_claims
from server.web import Member
from tests.crm.clients.office import CLIENTS, ClientOffice, email, office_in
from tests.live.houses import own_house


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.service)])
async def office(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[ClientOffice]:
    url = request.getfixturevalue("postgres_url")() if request.param == "postgresql" else ""
    async with own_house(tmp_path / "house", url) as house:
        yield await office_in(house)


async def asked(office: ClientOffice, client_id: str) -> str:
    """The token of a request to this client."""
    body = {"client_ids": [client_id], "what": "Loonstrook", "subject": "Graag", "text": "Dank.", "notify": False}
    status, made = await office.call("POST", "/document-requests", body)
    assert status == 201, made
    return str(made["items"][0]["link"]).rpartition("/")[2]


async def sends(office: ClientOffice, token: str, last: asyncio.Event, begun: asyncio.Event) -> tuple[int, Any]:
    """A client sends a file, of which the end comes when `last` is set."""

    async def body() -> AsyncIterator[bytes]:
        yield b"loon van "
        begun.set()
        await last.wait()
        yield b"jan"

    url = f"{office.house.url}/api/v1/request/{token}"
    headers = {"Content-Type": "text/plain"}
    async with (
        aiohttp.ClientSession() as http,
        http.post(url, params={"name": "loon.txt"}, data=body(), headers=headers) as answer,
    ):
        return answer.status, await answer.json()


async def owners(office: ClientOffice) -> list[str | None]:
    async with office.house.database.reading() as rows:
        return list((await rows.execute(select(documents.c.client_id))).scalars())


async def no_bytes(office: ClientOffice) -> bool:
    async with office.house.database.reading() as rows:
        held = (await rows.execute(select(blob_claims.c.until))).scalars().all()
    return all(until <= office.house.clock() for until in held)


@pytest.mark.parametrize("how", ["deleted", "erased"])
async def test_a_file_that_is_on_its_way_to_a_client_who_goes_is_refused_and_kept_nowhere(
    office: ClientOffice, how: str
) -> None:
    jan = await office.made(contacts=[email("jan@vermeulen.example")])
    token, last, begun = await asked(office, jan["id"]), asyncio.Event(), asyncio.Event()
    sending = asyncio.create_task(sends(office, token, last, begun))
    await asyncio.wait_for(begun.wait(), 20)
    if how == "deleted":
        done = await office.call("DELETE", f"{CLIENTS}/{jan['id']}", version=jan["version"])
    else:
        path = f"{CLIENTS}/{jan['id']}/erasure"
        plan = (await office.call("GET", path, who=office.admin))[1]
        wish = {"name": "Jan Vermeulen", "digest": plan["digest"]}
        done = await office.call("POST", path, wish, who=office.admin)
    assert done[0] in (200, 204), done
    last.set()
    status, answer = await asyncio.wait_for(sending, 30)
    assert (status, answer["code"]) == (404, "link_unknown")
    assert await owners(office) == []
    assert await no_bytes(office)


async def test_a_file_that_is_on_its_way_to_a_client_who_is_merged_comes_to_who_lives_on(office: ClientOffice) -> None:
    jan, els = await office.made(contacts=[email("jan@vermeulen.example")]), await office.made("Els Smit")
    token, last, begun = await asked(office, jan["id"]), asyncio.Event(), asyncio.Event()
    sending = asyncio.create_task(sends(office, token, last, begun))
    await asyncio.wait_for(begun.wait(), 20)
    done = await office.call("POST", f"{CLIENTS}/merge", {"into": els["id"], "from": jan["id"]})
    assert done[0] == 200, done
    last.set()
    assert (await asyncio.wait_for(sending, 30))[0] == 201
    assert await owners(office) == [els["id"]]


@pytest.mark.service
async def test_a_file_that_comes_at_the_moment_of_a_merge_never_lies_with_who_is_gone(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    async with own_house(tmp_path / "house", request.getfixturevalue("postgres_url")()) as house:
        office = await office_in(house)
        jan, els = await office.made(contacts=[email("jan@vermeulen.example")]), await office.made("Els Smit")
        token, last, begun = await asked(office, jan["id"]), asyncio.Event(), asyncio.Event()
        crm = house.parts.crm
        assert crm is not None
        book = crm.clients.book
        assert isinstance(book, ClientBook)
        admin = Member(office.admin.user_id, office.id, "Ada", "ada@office.test", "admin", "nl", "")
        async with house.database.writing() as rows:
            await Merging(book).merge(rows, admin, els["id"], jan["id"])
            # Not committed yet: whoever looks sees the client as ever.
            sending = asyncio.create_task(sends(office, token, last, begun))
            last.set()
            finished, _ = await asyncio.wait([sending], timeout=3)
            assert not finished, "it waits for what becomes of the client"
        assert (await asyncio.wait_for(sending, 30))[0] == 201
        assert await owners(office) == [els["id"]]


async def test_of_two_who_change_a_client_at_once_exactly_one_wins(office: ClientOffice) -> None:
    jan = await office.made()
    _, seen = await office.call("GET", f"{CLIENTS}/{jan['id']}")
    kept = {name: seen[name] for name in ("kind", "language", "time_zone") if name in seen}
    people = [{"id": seen["people"][0]["id"], "given": "Jan", "family": "Vermeulen"}]

    async def change(number: int) -> int:
        body = {**kept, "people": people, "number": f"10{number}"}
        return (await office.call("PUT", f"{CLIENTS}/{jan['id']}", body, version=seen["version"]))[0]

    answers = await asyncio.gather(*[change(number) for number in range(8)])
    assert sorted(answers) == [200] + [412] * 7, answers
    _, after = await office.call("GET", f"{CLIENTS}/{jan['id']}")
    assert after["version"] == seen["version"] + 1


async def test_a_session_goes_on_when_its_client_is_deleted_or_merged(office: ClientOffice) -> None:
    house = office.house
    for how in ("deleted", "merged"):
        jan, els = await office.made(), await office.made("Els Smit")
        status, session = await office.call("POST", "/sessions", {"client_id": jan["id"], "with_client_page": True})
        assert status == 201, session
        ticket = await house.ticket(office.ann, session["id"])
        host = await house.page(ticket).open()
        _, joined = await house.call("POST", "/api/v1/join", {"code": session["code"], "name": "Jan"})
        guest = await house.page(joined["ticket"]).open()
        if how == "deleted":
            done = await office.call("DELETE", f"{CLIENTS}/{jan['id']}", version=jan["version"])
        else:
            done = await office.call("POST", f"{CLIENTS}/merge", {"into": els["id"], "from": jan["id"]})
        assert done[0] in (200, 204), done
        await guest.says(f"nog steeds {how}")
        await host.sees("chat_sent", text=f"nog steeds {how}")
        status, shown = await house.call("GET", "/api/v1/room/client", who=ticket)
        assert status == 200, shown
        assert (shown["party"] or {}).get("id") == (els["id"] if how == "merged" else None)
        await host.command("end_session")
        await host.sees("session_ended")
        await house.parts.tasks.settled(f"after {session['id']}")
        whose = els["id"] if how == "merged" else None

        async def told(client_id: str | None = whose) -> bool:
            if client_id is None:
                return True
            _, found = await office.call("GET", f"{CLIENTS}/{client_id}/timeline")
            return "session_ended" in [one["kind"] for one in found["items"]]

        async with asyncio.timeout(30):
            while not await told():  # noqa: ASYNC110 - the durable work does it
                await asyncio.sleep(0.05)
