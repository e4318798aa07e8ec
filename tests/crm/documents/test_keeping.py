"""Keeping a file of a session with its client."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.crm.clients.office import ClientOffice, office_in
from tests.live.houses import own_house


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[ClientOffice]:
    async with own_house(tmp_path / "house") as house:
        yield await office_in(house)


async def test_the_host_keeps_a_file_with_the_sessions_client_in_one_click_and_nobody_else_can(
    office: ClientOffice,
) -> None:
    house, jan = office.house, await office.made()
    status, session = await office.call("POST", "/sessions", {"client_id": jan["id"]})
    assert status == 201, session
    host = await house.ticket(office.ann, session["id"])
    status, joined = await house.call("POST", "/api/v1/join", {"code": session["code"], "name": "Jan"})
    assert status == 201, joined
    guest = joined["ticket"]
    files = {}
    for ticket, name, audience in ((guest, "Loonstrook.txt", "everyone"), (host, "Notitie.txt", "hosts")):
        status, sent = await house.call(
            "POST", f"/api/v1/sessions/{session['id']}/files?name={name}&audience={audience}", name, who=ticket
        )
        assert status == 201, sent
        files[name] = sent["file_id"]
    path = f"/api/v1/room/files/{files['Loonstrook.txt']}/keep"
    status, refused = await house.call("POST", path, {}, who=guest)
    assert (status, refused["code"]) == (403, "not_host")
    status, kept = await house.call("POST", path, {}, who=host)
    assert (status, kept["client"]["name"]) == (201, "Jan Vermeulen")
    status, again = await house.call("POST", path, {}, who=host)
    assert again["document_id"] == kept["document_id"], "twice is once"
    await house.call("POST", f"/api/v1/room/files/{files['Notitie.txt']}/keep", {}, who=host)
    _, found = await office.call("GET", f"/documents?client={jan['id']}")
    assert {one["name"]: one["status"] for one in found["items"]} == {
        "Loonstrook.txt": "shared",
        "Notitie.txt": "internal",
    }, "what only the hosts could see stays with the office"
    status, gone = await house.call("POST", f"/api/v1/room/files/{jan['id']}/keep", {}, who=host)
    assert (status, gone["code"]) == (404, "unknown_file")


async def test_afterwards_a_file_is_kept_from_the_sessions_page_with_a_client_that_is_chosen_there(
    office: ClientOffice,
) -> None:
    house, jan = office.house, await office.made()
    meeting = await house.meeting(office.ann)
    status, sent = await house.call(
        "POST", f"/api/v1/sessions/{meeting.id}/files?name=Stuk.txt", "stuk", who=meeting.host_ticket
    )
    assert status == 201, sent
    here = f"/api/v1/room/files/{sent['file_id']}/keep"
    status, refused = await house.call("POST", here, {}, who=meeting.host_ticket)
    assert (status, refused["code"]) == (409, "no_client_here")
    path = f"/sessions/{meeting.id}/files/{sent['file_id']}/keep"
    status, refused = await office.call("POST", path, {})
    assert (status, refused["code"]) == (409, "no_client_here")
    status, _ = await office.call("POST", path, {"client_id": jan["id"]}, who=office.bob)
    assert status == 404, "it was not their session"
    status, kept = await office.call("POST", path, {"client_id": jan["id"], "state": "internal"})
    assert (status, kept["client"]["id"]) == (201, jan["id"])
    _, one = await office.call("GET", f"/documents/{kept['document_id']}")
    assert (one["status"], one["session_id"], one["source"]) == ("internal", meeting.id, "session")
