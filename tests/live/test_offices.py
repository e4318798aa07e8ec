"""A second office sees nothing: every route, for every kind of caller."""

import re

import pytest

from server.web import Role
from server.web.routing import Route

SIGNED_IN = (Role.ADVISER, Role.ADMIN)


def about_a_session(route: Route) -> bool:
    return "{session_id}" in route.path


@pytest.fixture
async def offices(house):
    """Two offices, each with an administrator, an adviser, and a running session with a guest."""
    made = []
    for _ in range(2):
        office = await house.office()
        admin = await house.member(office, "Ada", "admin")
        adviser, colleague = await house.member(office, "Anna"), await house.member(office, "Cas")
        meeting = await house.meeting(adviser)
        host = await house.page(meeting.host_ticket).open()
        guest = await house.page(await house.guest(meeting)).open()
        made.append(
            {
                "admin": admin,
                "adviser": adviser,
                "colleague": colleague,
                "meeting": meeting,
                "host": host,
                "guest": guest,
            }
        )
    return made


def filled(route: Route, session_id: str) -> str:
    path = route.path.replace("{session_id}", session_id) + ("?name=a.txt" if route.path.endswith("/files") else "")
    return re.sub(r"\{\w+\}", "01890000-0000-7000-8000-000000000000", path)


async def test_no_route_about_a_session_answers_the_other_office(house, offices):
    ours, theirs = offices
    routes = [route for route in house.parts.routes if about_a_session(route)]
    assert len(routes) >= 8
    for route in routes:
        path = filled(route, theirs["meeting"].id)
        for who in ("admin", "adviser", "colleague"):
            if route.role in SIGNED_IN:
                status, _ = await house.call(route.method, path, _body(route), who=ours[who])
                assert status in (403, 404), (route.method, route.path, who, status)
        for who in (ours["host"].ticket, ours["guest"].ticket):
            if route.role is Role.TICKET:
                status, _ = await house.call(route.method, path, _body(route), who=who)
                assert status in (403, 404), (route.method, route.path, status)
    session = await house.live.sessions.get(theirs["meeting"].id)
    assert session.ended is None
    assert len(session.participants) == 2


async def test_the_own_office_is_answered(house, offices):
    ours, _ = offices
    path = f"/api/v1/sessions/{ours['meeting'].id}"
    for who, expected in (("adviser", 200), ("admin", 200), ("colleague", 404)):
        assert (await house.call("GET", path, who=ours[who]))[0] == expected, who
    assert (await house.call("POST", f"{path}/enter", who=ours["colleague"]))[0] == 200


async def test_every_route_asks_who_is_calling(house, offices):
    ours, _ = offices
    for route in house.parts.routes:
        path = filled(route, ours["meeting"].id)
        if route.role is Role.TICKET:
            for who in (None, "a.b", ours["adviser"]):
                assert (await house.call(route.method, path, _body(route), who=who))[0] == 401, route.path
        elif route.role in SIGNED_IN:
            for who in (None, ours["guest"].ticket, ours["host"].ticket):
                assert (await house.call(route.method, path, _body(route), who=who))[0] == 401, route.path
        if route.role is Role.ADMIN:
            status, refusal = await house.call(route.method, path, _body(route), who=ours["adviser"])
            assert (status, refusal["code"]) == (403, "not_allowed"), route.path


@pytest.mark.covers("A002", "A003", "A004")
async def test_lists_show_the_own_sessions_and_the_administrator_those_of_the_office(house, offices):
    ours, theirs = offices

    async def listed(who, scope):
        _, page = await house.call("GET", f"/api/v1/sessions?scope={scope}", who=who)
        return {item["id"] for item in page["items"]}

    mine, other = ours["meeting"].id, theirs["meeting"].id
    assert await listed(ours["adviser"], "mine") == {mine}
    assert await listed(ours["colleague"], "all") == set()
    assert await listed(ours["admin"], "all") == {mine}
    assert await listed(ours["admin"], "mine") == set()
    assert await listed(theirs["admin"], "all") == {other}


async def test_a_ticket_opens_only_its_own_session(house, offices):
    ours, theirs = offices
    lane = await ours["guest"].lane(theirs["meeting"].id)
    assert lane.code == 4401
    _, room = await house.call("GET", "/api/v1/room", who=ours["guest"].ticket)
    assert room["session_id"] == ours["meeting"].id
    await ours["guest"].says("only here")
    await ours["host"].sees("chat_sent")
    assert theirs["host"].chat == []


def _body(route: Route) -> object:
    if route.method == "GET" or route.takes is not None:
        return None
    return {"email": "bob@client.test"} if route.path.endswith("/code-mail") else {}
