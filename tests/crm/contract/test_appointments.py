"""Appointments with clients whom a CRM of someone else keeps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from server.live.tables import sessions
from server.stores.tables import mails
from tests.crm.contract.conftest import Office
from tests.crm.contract.test_settings import tells
from tests.crm.contract.test_shelf import until
from tests.crm.foreign_crm import ForeignServer

TOMORROW = (datetime.now(UTC) + timedelta(days=1)).replace(hour=10, minute=0, second=0, microsecond=0)


async def planned(office: Office, client_id: str, at: datetime = TOMORROW, **more: Any) -> tuple[int, Any]:
    _, services = await office.call("GET", "/services")
    service = next((one for one in services["items"] if one["name"] == "Gesprek"), None)
    if service is None:
        _, service = await office.call("POST", "/services", {"name": "Gesprek", "minutes": 30, "kind": "video"})
    body = {"client_id": client_id, "service_id": service["id"], "start": at.isoformat(), **more}
    return await office.call("POST", "/appointments", body)


async def letters(office: Office) -> list[tuple[str, str, str]]:
    async with office.house.database.reading() as rows:
        found = await rows.execute(select(mails.c.kind, mails.c.recipient, mails.c.language).order_by(mails.c.id))
        return [(row.kind, row.recipient, row.language) for row in found if row.kind.startswith("appointment")]


async def about(office: Office, session_id: str) -> Any:
    async with office.house.database.reading() as rows:
        return await rows.scalar(select(sessions.c.client_id).where(sessions.c.id == session_id))


@pytest.mark.covers("F012", "F056", "F058", "G008")
async def test_an_appointment_with_a_client_of_the_offices_own_crm_is_whole(
    office: Office, server: ForeignServer
) -> None:
    jan = server.party("Jan Smit", "jan@klant.example", language="fr")
    els = server.party("Els Bakker", "els@klant.example")
    await office.foreign(server)
    status, made = await planned(office, jan)
    assert status == 201, made
    assert (made["client"], made["guest"]) == (None, {"name": "Jan Smit", "email": "jan@klant.example"})
    assert (made["party_id"], made["status"]) == (jan, "scheduled")
    assert await about(office, made["session_id"]) == jan, "its session has the client's page"
    assert ("appointment_planned", "jan@klant.example", "fr") in await letters(office)
    _, listed = await office.call("GET", f"/appointments?scope=all&client={jan.replace('/', '%2F')}")
    assert [one["id"] for one in listed["items"]] == [made["id"]]

    status, moved = await office.call(
        "POST",
        f"/appointments/{made['id']}/reschedule",
        {"start": (TOMORROW + timedelta(hours=2)).isoformat()},
    )
    assert status == 200, moved
    status, handed = await office.call(
        "PATCH", f"/appointments/{made['id']}", {"client_id": els}, **{"If-Match": f'"{moved["version"]}"'}
    )
    assert status == 200, handed
    assert (handed["party_id"], handed["guest"]["name"]) == (els, "Els Bakker")
    assert await about(office, handed["session_id"]) == els

    async def told() -> bool:
        return not await office.writes("waiting")

    await until(told)
    assert [one["kind"] for one in server.of(jan)] == ["appointment_planned", "appointment_moved"]
    assert [one["kind"] for one in server.of(els)] == ["appointment_planned"]
    _, found = await office.call("GET", "/clients")
    assert found["items"] == [], "nobody became a client here"


async def test_merges_and_erasures_there_are_followed(office: Office, server: ForeignServer) -> None:
    jan, kept = server.party("Jan Smit", "jan@klant.example"), server.party("Jan Smit", "jan@klant.example")
    await office.foreign(server)
    _, made = await planned(office, jan, note="Vraagt om rust.")
    assert await tells(office, "party.merged", party_id=jan, into_id=kept) == 204
    _, shown = await office.call("GET", f"/appointments/{made['id']}")
    assert shown["party_id"] == kept
    assert await tells(office, "party.erased", "m2", party_id=kept) == 204
    _, shown = await office.call("GET", f"/appointments/{made['id']}")
    assert (shown["party_id"], shown["guest"], shown["note"]) == (None, {"name": "", "email": ""}, "")


async def test_a_client_whom_that_crm_does_not_show_or_who_has_no_address(
    office: Office, server: ForeignServer
) -> None:
    silent = server.party("Piet Post", "", emails=[], people=[])
    known_here = await office.client()
    await office.foreign(server)
    for client_id in ("P/99", known_here):
        status, refused = await planned(office, client_id)
        assert (status, refused["code"]) == (404, "crm_not_there"), client_id
    status, made = await planned(office, silent)
    assert (status, made["guest"]) == (201, {"name": "Piet Post", "email": ""})
    server.down = True
    status, refused = await planned(office, silent, TOMORROW + timedelta(hours=3))
    assert (status, refused["code"]) == (503, "crm_down")
