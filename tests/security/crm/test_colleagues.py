"""A colleague who is shown none of an adviser's clients reaches nothing of them, by no route there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.web import Role
from tests.live.houses import OwnHouse, own_house
from tests.security.test_every_route import (
    OF_AN_OFFICE,
    REFUSED,
    SAFE,
    body_of,
    filled,
    headers_of,
    office_with_everything,
    parts_of,
)

OF_A_COLLEAGUE = (
    *("client_id", "entry_id", "change_id", "document_id", "request_id", "sharing_id"),
    *("appointment_id", "block_id"),
    *("message_id", "mailing_id", "session_id", "file_id", "envelope_id"),
)
"""Ids of what is an adviser's own, or of a client whom only they are shown."""

OF_THE_WHOLE_OFFICE = ("/api/v1/sessions/{session_id}/enter",)
"""A colleague may come in to help; what the room shows them of its client is another matter, see below."""


@pytest.fixture
async def house(tmp_path: Path):
    async with own_house(tmp_path / "house") as made:
        yield made


@pytest.fixture
async def anna(house: OwnHouse):
    """Everything of an adviser, in an office where nobody is shown a colleague's clients by itself."""
    return await office_with_everything(house, "Linde", shown_to="nobody")


async def test_ids_of_a_colleague_lead_nowhere(house: OwnHouse, anna) -> None:
    bob = await house.member(anna["ids"]["organisation_id"], "Bob Smit")
    tried, opened = 0, []
    for route in house.parts.routes:
        names = set(parts_of(route))
        if (
            route.path in OF_THE_WHOLE_OFFICE
            or route.role is not Role.ADVISER
            or not names & set(OF_A_COLLEAGUE)
            or not names <= set(OF_AN_OFFICE)
        ):
            continue
        asked = filled(route, anna["ids"]), body_of(route, anna["ids"])
        status, answer = await house.call(route.method, *asked, who=bob, **headers_of(route))
        tried += 1
        if status not in REFUSED:
            opened.append((route.method, route.path, status, answer))
    assert opened == []
    assert tried > 50


async def test_lists_show_nothing_of_a_colleague(house: OwnHouse, anna) -> None:
    bob = await house.member(anna["ids"]["organisation_id"], "Bob Smit")
    hidden = [anna["ids"][name] for name in OF_A_COLLEAGUE] + [anna["meeting"].code]
    asked = [
        filled(route, {"service_id": anna["ids"]["service_id"]})
        for route in house.parts.routes
        if route.method in SAFE
        and not parts_of(route)
        and route.role is Role.ADVISER
        and route.path not in OF_THE_WHOLE_OFFICE
    ]
    client, session, adviser = anna["ids"]["client_id"], anna["ids"]["session_id"], anna["adviser"].user_id
    asked += [
        *(f"/api/v1/clients?search={text}" for text in ("Jan", "Linde", "linde.example", "klant%40linde")),
        "/api/v1/clients/facets?search=Jan",
        "/api/v1/clients?deleted=yes",
        *(f"/api/v1/documents?{query}" for query in (f"client={client}", f"session={session}", "search=linde")),
        *(f"/api/v1/document-requests?{query}" for query in (f"client={client}", "state=open")),
        *(f"/api/v1/appointments?{query}" for query in (f"client={client}", f"adviser={adviser}", "search=Klant")),
        f"/api/v1/calendar?advisers={adviser}&from=2100-01-04T00:00:00Z&to=2100-01-05T00:00:00Z",
        "/api/v1/crm/parties?search=Jan",
    ]
    for path in asked:
        status, answer = await house.call("GET", path, who=bob)
        assert status in (200, 403, 404, 422), (path, answer)
        if status == 200:
            for each in hidden:
                assert each not in str(answer), (path, each)
    found = (await house.call("GET", "/api/v1/clients", who=bob))[1]
    assert (found["found"], found["total"], found["letters"]) == (0, 0, [])
    counts = (await house.call("GET", "/api/v1/documents", who=bob))[1]["counts"]
    assert set(counts.values()) == {0}, counts


async def test_a_colleague_who_comes_in_to_help_is_shown_nothing_of_a_client_who_is_not_theirs(
    house: OwnHouse, anna
) -> None:
    bob = await house.member(anna["ids"]["organisation_id"], "Bob Smit")
    ticket, guest = await house.ticket(bob, anna["ids"]["session_id"]), anna["guest"]
    host = anna["meeting"].host_ticket
    status, shown = await house.call("GET", "/api/v1/room/client", who=host)
    assert status == 200, shown
    assert anna["ids"]["client_id"] in str(shown), "or what follows would prove nothing"
    for who in (ticket, guest):
        status, shown = await house.call("GET", "/api/v1/room/client", who=who)
        assert "Jan" not in str(shown), shown
        assert status != 200 or (shown["party"], shown["documents"]) == (None, None), shown
        wish = {"document_id": anna["ids"]["document_id"]}
        status, refused = await house.call("POST", "/api/v1/room/client/open", wish, who=who)
        assert status in REFUSED, refused
        path = f"/api/v1/room/files/{anna['ids']['file_id']}/keep"
        status, refused = await house.call("POST", path, {}, who=who)
        assert status in REFUSED, refused
