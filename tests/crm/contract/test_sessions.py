"""Sessions about a client: with the client's page or without it, and what they leave with the client."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from server.hooks.tables import events
from server.live.tables import sessions
from tests.crm.contract.conftest import Office, both, office_in
from tests.crm.foreign_crm import ForeignServer
from tests.live.houses import own_house
from tests.patience import PATIENCE


async def until(asked: Callable[[], Awaitable[Any]], within: float = PATIENCE) -> Any:
    """What `asked` answers as soon as it is true."""
    async with asyncio.timeout(within):
        while not (answer := await asked()):  # noqa: ASYNC110 - what is asked lies in a database, which tells nobody
            await asyncio.sleep(0.05)
    return answer


async def talk(office: Office, session: dict[str, Any]) -> tuple[Any, Any, str]:
    """Host and guest inside, with a word said; and the guest's ticket."""
    host = await office.house.page(await office.house.ticket(office.admin, session["id"])).open()
    _, admission = await office.call("POST", "/join", {"code": session["code"], "name": "Jan"}, who=None)
    guest = await office.house.page(admission["ticket"]).open()
    await guest.says("Dag Ann!")
    await host.sees("chat_sent", text="Dag Ann!")
    return host, guest, admission["ticket"]


async def kinds(office: Office, client_id: str) -> list[str]:
    return [one["kind"] for one in await office.timeline(client_id)]


@both
@pytest.mark.covers("F056", "F057")
async def test_a_session_from_a_client_page_leaves_its_story_with_the_client(office: Office) -> None:
    client_id = await office.client()
    session = await office.session(client_id)
    host, _, ticket = await talk(office, session)
    await host.command("end_session")
    await office.call("POST", f"/sessions/{session['id']}/evaluation", {"stars": 5, "text": "Helder!"}, who=ticket)

    async def told() -> bool:
        return {"session_started", "session_ended", "evaluation"} <= set(await kinds(office, client_id))

    await until(told)
    lines = {one["kind"]: one for one in await office.timeline(client_id)}
    ended = lines["session_ended"]["detail"]
    assert ended["minutes"] == 1
    assert ended["people"] == ["Ann de Wit", "Jan"]
    assert [(one["name"], one["text"]) for one in ended["chat"]] == [("Jan", "Dag Ann!")]
    assert lines["evaluation"]["detail"]["stars"] == 5
    assert lines["evaluation"]["subject_id"] == session["id"]
    await office.crm.contract.following.follow(session["id"])
    assert (await kinds(office, client_id)).count("session_ended") == 1, "told again it changes nothing"


async def test_a_session_without_a_client_leaves_nothing_with_clients_and_tells_other_systems(office: Office) -> None:
    _, session = await office.call("POST", "/sessions", {})
    host = await office.house.page(await office.house.ticket(office.admin, session["id"])).open()
    await host.command("end_session")

    async def told() -> list[dict[str, Any]]:
        _, page = await office.call("GET", "/events?kind=session.started,session.ended")
        return list(page["items"]) if len(page["items"]) == 2 else []

    started, ended = await until(told)
    assert (started["type"], ended["type"]) == ("session.started", "session.ended")
    assert ended["data"]["session"]["id"] == session["id"]
    assert ended["data"]["session"]["client_id"] is None
    assert ended["data"]["session"]["end_reason"] == "host"
    assert await office.writes() == []


@pytest.mark.covers("F058")
async def test_without_the_client_page_nothing_of_the_client_stands_in_the_room(office: Office) -> None:
    client_id = await office.client()
    session = await office.session(client_id, page=False)
    ticket = await office.house.ticket(office.admin, session["id"])
    _, room = await office.call("GET", "/room", who=ticket)
    assert (room["client"], room["client_page"]) == (True, False)
    _, shown = await office.call("GET", "/room/client", who=ticket)
    assert (shown["documents"], shown["forms"]) == (None, None)
    assert shown["party"]["name"] == "Jan Smit"
    status, refusal = await office.call("POST", "/room/client/open", {"document_id": "x"}, who=ticket)
    assert (status, refusal["code"]) == (404, "no_client_page")


@pytest.mark.covers("F057", "F060", "X008")
async def test_with_the_client_page_the_adviser_sees_the_client_and_the_client_does_not(office: Office) -> None:
    client_id = await office.client()
    session = await office.session(client_id)
    _, _, guest = await talk(office, session)
    host = await office.house.ticket(office.admin, session["id"])
    _, shown = await office.call("GET", "/room/client", who=host)
    assert shown["party"]["emails"] == ["jan@client.example"]
    assert shown["limits"] == [], "nothing is limited, and the answer says so"
    _, room = await office.call("GET", "/room", who=guest)
    assert (room["client"], room["client_page"]) == (False, False)
    status, refusal = await office.call("GET", "/room/client", who=guest)
    assert (status, refusal["code"]) == (404, "no_client_page")


async def test_a_session_about_a_client_whom_one_may_not_see_does_not_begin(office: Office) -> None:
    client_id = await office.client()
    stranger = (await office_in(office.house)).admin
    status, refusal = await office.call("POST", "/sessions", {"client_id": client_id}, who=stranger)
    assert (status, refusal["code"]) == (404, "crm_not_there")


async def test_a_client_who_is_merged_during_the_session_gets_its_story_under_the_new_name(office: Office) -> None:
    first, second = await office.client(), await office.client("Els Bakker", "els@client.example")
    session = await office.session(first)
    host, _, _ = await talk(office, session)
    status, answer = await office.call("POST", "/clients/merge", {"into": second, "from": first})
    assert status == 200, answer
    await host.command("end_session")

    async def told() -> bool:
        return "session_ended" in await kinds(office, second)

    await until(told)


async def test_a_client_who_is_deleted_in_mid_session_stops_no_session_and_the_line_waits(office: Office) -> None:
    client_id = await office.client()
    session = await office.session(client_id)
    host, guest, _ = await talk(office, session)
    status, answer = await office.call("DELETE", f"/clients/{client_id}", **{"If-Match": '"1"'})
    assert status in (200, 204), answer
    await guest.says("Bent u er nog?")
    await host.sees("chat_sent", text="Bent u er nog?")
    await host.command("end_session")

    async def waits() -> bool:
        return any(one["what"] == "session_ended" for one in await office.writes("failed"))

    await until(waits)
    await office.call("POST", f"/clients/{client_id}/restore")
    _, tried = await office.call("POST", "/crm/writes/retry")
    assert tried["count"] >= 1

    async def told() -> bool:
        return "session_ended" in await kinds(office, client_id)

    await until(told)


# --- a process that dies ---


async def test_what_a_process_that_died_did_not_tell_is_told_after_the_next_start(
    tmp_path: Path, server: ForeignServer
) -> None:
    async with own_house(tmp_path / "house") as house:
        office = await office_in(house)
        client_id = await office.client()
        office.crm.contract.following.follow = _nothing  # type: ignore[method-assign, assignment]  # the process dies before it
        session = await office.session(client_id)
        host, _, _ = await talk(office, session)
        await host.command("end_session")
        assert await kinds(office, client_id) == ["client_created"]
        admin = office.admin
    async with own_house(tmp_path / "house") as house:
        again = Office(house, office.id, admin)

        async def told() -> bool:
            return {"session_started", "session_ended"} <= set(await kinds(again, client_id))

        await until(told)


async def _nothing(_session_id: str) -> None:
    """As if the process had died."""


# --- a CRM of someone else ---


async def test_a_session_with_the_page_of_a_foreign_client(office: Office, server: ForeignServer) -> None:
    party = server.party("Jan Smit", "jan@client.example")
    server.has(party, "polis.txt", b"the policy")
    server.has(party, "intern.txt", b"for us", internal=True)
    server.forms[party] = [{"id": "f1", "party_id": party, "title": "Inventarisatie", "state": "open", "link": ""}]
    await office.foreign(server)
    session = await office.session(party)
    host, guest, _ = await talk(office, session)
    ticket = await office.house.ticket(office.admin, session["id"])
    _, shown = await office.call("GET", "/room/client", who=ticket)
    assert shown["party"]["link"] == "https://crm.example/1"
    assert [one["name"] for one in shown["documents"]] == ["polis.txt"]
    assert [one["title"] for one in shown["forms"]] == ["Inventarisatie"]
    document = shown["documents"][0]["id"]
    status, opened = await office.call("POST", "/room/client/open", {"document_id": document}, who=ticket)
    assert status == 201, opened
    await guest.sees("file_added", file_id=opened["file_id"], name="polis.txt")
    await host.command("end_session")

    async def told() -> bool:
        return {one["kind"] for one in server.of(party)} == {"session_started", "session_ended"}

    await until(told)
    assert [one["kind"] for one in server.of(party)] == ["session_started", "session_ended"], "in their order"


async def test_a_document_of_another_client_does_not_get_into_the_session(
    office: Office, server: ForeignServer
) -> None:
    party, other = server.party("Jan Smit", "jan@client.example"), server.party("Els", "els@client.example")
    document = server.has(other, "van els.txt", b"hers")
    await office.foreign(server)
    session = await office.session(party)
    ticket = await office.house.ticket(office.admin, session["id"])
    status, refusal = await office.call("POST", "/room/client/open", {"document_id": document}, who=ticket)
    assert (status, refusal["code"]) == (404, "crm_not_there")


async def test_a_crm_that_is_down_or_slow_does_not_disturb_a_session_and_hears_of_it_later(
    office: Office, server: ForeignServer
) -> None:
    party = server.party("Jan Smit", "jan@client.example")
    await office.foreign(server)
    session = await office.session(party)
    server.down = True
    host, guest, _ = await talk(office, session)
    ticket = await office.house.ticket(office.admin, session["id"])
    _, shown = await office.call("GET", "/room/client", who=ticket)
    assert shown["party"] is None
    assert shown["troubles"]["party"] == "crm_down"
    server.down, server.slow = False, 30
    asking = asyncio.create_task(office.call("GET", "/room/client", who=ticket))
    for number in range(20):
        await guest.says(f"word {number}")
    await host.sees("chat_sent", text="word 19")
    _, shown = await asking
    assert shown["troubles"]["party"] == "crm_slow"
    await host.command("end_session")

    async def waits() -> bool:
        return any(one["tries"] for one in await office.writes("waiting"))

    await until(waits)
    assert server.of(party) == []
    server.slow = 0
    await office.call("POST", "/crm/writes/retry")

    async def told() -> bool:
        return [one["kind"] for one in server.of(party)] == ["session_started", "session_ended"]

    await until(told)

    async def nothing_waits() -> bool:
        # Who came is told beside the lines, under the session: each has an order of its own.
        return await office.writes("waiting") == []

    await until(nothing_waits)


async def test_a_session_begins_while_the_crm_is_down(office: Office, server: ForeignServer) -> None:
    party = server.party("Jan Smit", "jan@client.example")
    await office.foreign(server)
    server.down = True
    session = await office.session(party)
    assert session["client_id"] == party


async def test_the_room_of_a_planned_session_finds_its_appointment(office: Office) -> None:
    _, session = await office.call("POST", "/sessions", {})
    appointment = "01890000-0000-7000-8000-000000000000"
    async with office.house.database.writing() as rows:
        await rows.execute(update(sessions).where(sessions.c.id == session["id"]).values(appointment_id=appointment))
    status, found = await office.call("POST", "/sessions", {"appointment_id": appointment})
    assert (status, found["id"]) == (201, session["id"])
    other = appointment.replace("0189", "0190")
    assert (await office.call("POST", "/sessions", {"appointment_id": other}))[0] == 404


async def test_events_are_told_once_however_often_a_session_is_followed(office: Office) -> None:
    _, session = await office.call("POST", "/sessions", {})
    await asyncio.gather(*[office.crm.contract.following.follow(session["id"]) for _ in range(5)])
    async with office.house.database.reading() as rows:
        told = (await rows.execute(select(events.c.kind).where(events.c.subject_id == session["id"]))).scalars().all()
    assert told == ["session.started"]
