"""Whoever may no longer be here is out at once: of the pages, of the rooms, of what a ticket opens."""

import asyncio

import pytest
from aiohttp import ClientSession
from sqlalchemy import update

from server.stores.tables import users
from tests.live.houses import House, OwnHouse, Person, house_at
from tests.live.pages import Refused
from tests.security.strangers import front_door


async def let_go(house: House, admin: Person, person: Person, **change: object) -> None:
    status, answer = await house.call("PATCH", f"/api/v1/users/{person.user_id}", change, who=admin)
    assert status == 200, answer


@pytest.fixture
async def office(house: OwnHouse):
    office_id = await house.office()
    return await house.member(office_id, "Ada", "admin"), await house.member(office_id, "Anna"), office_id


async def test_a_closed_account_is_out_of_its_running_sessions_at_once(house, office):
    admin, adviser, office_id = office
    colleague = await house.member(office_id, "Cas")
    meeting = await house.meeting(adviser)
    guest = await house.page(await house.guest(meeting)).open()
    ticket = await house.ticket(colleague, meeting.id)
    page = await house.page(ticket).open()
    lane = await page.lane(meeting.id)
    await let_go(house, admin, colleague, active=False)
    await page.until(lambda: page.closed)
    await lane.until(lambda: lane.code is not None)
    with pytest.raises(Refused, match="ticket_unknown"):
        await house.page(ticket).open()
    for method, path in (("GET", "/api/v1/room"), ("POST", f"/api/v1/sessions/{meeting.id}/evaluation")):
        assert (await house.call(method, path, {} if method == "POST" else None, who=ticket))[0] == 401
    assert (await house.call("POST", f"/api/v1/sessions/{meeting.id}/enter", who=colleague))[0] == 401
    await guest.sees("participant_disconnected", participant_id=page.participant_id)
    await guest.says("the session goes on")


async def test_a_host_whose_account_is_closed_leaves_the_client_with_the_office(house, office):
    admin, adviser, _ = office
    meeting = await house.meeting(adviser)
    host = await house.page(meeting.host_ticket).open()
    guest = await house.page(await house.guest(meeting)).open()
    await let_go(house, admin, adviser, active=False)
    await host.until(lambda: host.closed)
    assert (await house.call("POST", f"/api/v1/sessions/{meeting.id}/end", who=admin))[0] == 204
    await guest.sees("session_ended")


async def test_an_account_that_opens_again_is_the_same_participant_with_a_new_ticket(house, office):
    admin, adviser, office_id = office
    meeting = await house.meeting(adviser)
    colleague = await house.member(office_id, "Cas")
    old = await house.ticket(colleague, meeting.id)
    await let_go(house, admin, colleague, active=False)
    await let_go(house, admin, colleague, active=True)
    assert (await house.call("GET", "/api/v1/room", who=old))[0] == 401
    again = Person(colleague.user_id, await cookie_for(house, colleague.user_id, office_id))
    new = await house.ticket(again, meeting.id)
    assert new.partition(".")[0] == old.partition(".")[0]
    assert (await house.call("GET", "/api/v1/room", who=new))[0] == 200


async def test_signing_out_everywhere_closes_the_rooms_of_a_lost_laptop(house, office):
    _, adviser, _ = office
    meeting = await house.meeting(adviser)
    lost = await house.page(meeting.host_ticket).open()
    assert (await house.call("POST", "/api/v1/auth/sign-out-everywhere", who=adviser))[0] == 204
    await lost.until(lambda: lost.closed)
    with pytest.raises(Refused, match="ticket_unknown"):
        await house.page(meeting.host_ticket).open()


async def test_an_account_closed_in_the_database_itself_opens_nothing(house, office):
    _, adviser, _ = office
    meeting = await house.meeting(adviser)
    assert (await house.call("GET", "/api/v1/room", who=meeting.host_ticket))[0] == 200
    async with house.database.writing() as rows:
        await rows.execute(update(users).where(users.c.id == adviser.user_id).values(active=False))
    assert (await house.call("GET", "/api/v1/room", who=meeting.host_ticket))[0] == 401
    assert (await house.call("GET", "/api/v1/me", who=adviser))[0] == 401


async def test_another_role_holds_from_the_next_request_on(house, office):
    admin, adviser, _ = office
    assert (await house.call("GET", "/api/v1/users", who=adviser))[0] == 403
    await let_go(house, admin, adviser, role="admin")
    assert (await house.call("GET", "/api/v1/users", who=adviser))[0] == 200
    await let_go(house, admin, adviser, role="adviser")
    assert (await house.call("GET", "/api/v1/users", who=adviser))[0] == 403


async def test_an_ended_session_gives_no_password_for_the_relay(tmp_path):
    env = {"TURN_URL": "turn:127.0.0.1:9", "TURN_SECRET": "s"}
    async with front_door(tmp_path / "front", env=env) as front, ClientSession() as http:
        found = House(f"http://127.0.0.1:{front.port}", front.parts.database, http, pytest.fail)
        adviser = await found.adviser()
        meeting = await found.meeting(adviser)
        guest = await found.guest(meeting)
        for path in ("/api/v1/join/000000000", "/api/v1/office", "/healthz"):
            assert "credential" not in str((await found.call("GET", path))[1])
        assert (await found.call("GET", f"/api/v1/join/{meeting.code}"))[1]["ice_servers"][0]["credential"]
        assert (await found.call("GET", "/api/v1/room", who=guest))[1]["ice_servers"][0]["credential"]
        assert (await found.call("POST", f"/api/v1/sessions/{meeting.id}/end", who=adviser))[0] == 204
        assert (await found.call("GET", "/api/v1/room", who=guest))[1]["ice_servers"] == []
        assert (await found.call("GET", f"/api/v1/join/{meeting.code}"))[0] == 410


async def cookie_for(house: OwnHouse, user_id: str, office_id: str) -> str:
    async with house.database.writing() as rows:
        cookie: str = await house.parts.accounts.sign_ins.open(rows, user_id, office_id)
    return cookie


async def test_ten_closings_at_once_do_no_harm(house, office):
    admin, adviser, office_id = office
    meeting = await house.meeting(adviser)
    colleague = await house.member(office_id, "Cas")
    page = await house.page(await house.ticket(colleague, meeting.id)).open()
    await asyncio.gather(*(let_go(house, admin, colleague, active=False) for _ in range(10)))
    await page.until(lambda: page.closed)
    assert (await house.call("GET", "/api/v1/room", who=meeting.host_ticket))[0] == 200


async def test_who_holds_a_right_code_cannot_fill_a_session_with_people_without_end(house, office):
    _, adviser, _ = office
    meeting = await house.meeting(adviser)
    answers = []
    for at in range(40):
        status, answer = await house.call("POST", "/api/v1/join", {"code": meeting.code, "name": f"Gast {at}"})
        answers.append((status, answer.get("code")))
        if status == 201:
            page = await house.page(answer["ticket"]).open()
            assert (await page.command("leave"))["ok"]
            await page.close()
    assert answers[:24] == [(201, None)] * 24
    # A slow machine earns one more turn every ten seconds.
    assert 201 not in [status for status, _ in answers[32:]]
    assert answers[-1] == (429, "too_many_attempts")
    other = await house.meeting(adviser)
    assert (await house.call("POST", "/api/v1/join", {"code": other.code, "name": "Bob"}))[0] == 201


async def test_an_account_closed_on_one_node_is_out_on_the_other(samen_nodes):
    first, second = await asyncio.to_thread(samen_nodes, 2)
    address = second.url.replace("localhost", "127.0.0.1")
    async with (
        house_at(first.url.replace("localhost", "127.0.0.1"), first.settings) as here,
        house_at(address, second.settings) as there,
    ):
        office_id = await here.office()
        admin, adviser = await here.member(office_id, "Ada", "admin"), await here.member(office_id)
        colleague = await here.member(office_id, "Cas")
        meeting = await here.meeting(adviser)
        ticket = await there.ticket(colleague, meeting.id)
        page = await there.page(ticket).open()
        lane = await page.lane(meeting.id)
        await let_go(here, admin, colleague, active=False)
        await page.until(lambda: page.closed)
        await lane.until(lambda: lane.code is not None)
        with pytest.raises(Refused, match="ticket_unknown"):
            await there.page(ticket).open()
        assert (await there.call("GET", "/api/v1/room", who=ticket))[0] == 401
        assert (await there.call("GET", "/api/v1/room", who=meeting.host_ticket))[0] == 200
