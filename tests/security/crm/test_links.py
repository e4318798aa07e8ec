"""What opens something by itself: links of clients, codes of appointments, and who is told them."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.crm.agenda.office import MONDAY, AgendaOffice
from tests.live.houses import OwnHouse, own_house

NINE = MONDAY + timedelta(days=1, hours=9)
BEHIND_LINKS = (
    ("GET", "/api/v1/request/{}"),
    ("POST", "/api/v1/request/{}?name=a.txt"),
    ("POST", "/api/v1/request/{}/done"),
    ("GET", "/api/v1/shared/{}"),
    ("GET", "/api/v1/shared/{}/documents/01a20212-8bb5-7f48-9d21-13d13410bfd3"),
    ("GET", "/api/v1/appointment/{}"),
    ("GET", "/api/v1/appointment/{}/calendar.ics"),
    ("POST", "/api/v1/appointment/{}/cancel"),
    ("GET", "/api/v1/calendars/{}.ics"),
)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.service)])
async def office(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[AgendaOffice]:
    url = request.getfixturevalue("postgres_url")() if request.param == "postgresql" else ""
    async with own_house(tmp_path / "house", url) as made:
        yield await AgendaOffice.open(made)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[OwnHouse]:
    async with own_house(tmp_path / "house") as made:
        yield made


async def test_the_code_and_link_of_a_colleagues_appointment_are_told_to_nobody_else(office: AgendaOffice) -> None:
    path = "/message-templates"
    made = await office.planned(NINE, notify=False, title="Geheim gesprek")
    blocks = (await office.good("GET", path))["items"]
    planned = next(one for one in blocks if (one["kind"], one["language"]) == ("appointment_planned", "nl"))
    draft = {name: planned[name] for name in ("kind", "language", "subject", "blocks")}
    draft["appointment_id"] = made["id"]
    shown = await office.good("POST", f"{path}/preview", draft)
    assert made["code"] in shown["text"], "its own adviser sees it filled in, though no mail of it has left yet"
    assert await office.good("POST", f"{path}/preview", draft, who=office.admin)
    for what in ("preview", "test"):
        status, refused = await office.ask("POST", f"{path}/{what}", draft, who=office.colleague)
        assert (status, refused["code"]) == (422, "message_appointment_unknown"), what
        assert made["code"] not in str(refused)
    wish = {"subject": "x", "text": "%{appointment_code}", "appointment_id": made["id"]}
    status, refused = await office.ask("POST", f"/clients/{office.client_id}/messages", wish, who=office.colleague)
    assert (status, refused["code"]) == (422, "message_appointment_unknown")


@pytest.mark.parametrize(("method", "path"), BEHIND_LINKS)
async def test_guessing_links_is_slowed_down_on_every_way_in(house: OwnHouse, method: str, path: str) -> None:
    codes = []
    for _ in range(90):
        headers = {"Content-Type": "text/plain"} if "name=" in path else {}
        body = {"reason": ""} if path.endswith("cancel") else None
        status, refused = await house.call(method, path.format(secrets.token_urlsafe(32)), body, **headers)
        codes.append((status, refused["code"]))
        if status == 429:
            break
    assert codes[0] == (404, "link_unknown")
    assert codes[-1] == (429, "too_many_attempts"), len(codes)
