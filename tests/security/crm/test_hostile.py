"""What strangers write into booking pages and mails, and where a CRM elsewhere may be."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from yarl import URL

from tests.crm.agenda.office import MONDAY, AgendaOffice
from tests.crm.around.reading import sent
from tests.live.houses import own_house

TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.service)])
async def office(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[AgendaOffice]:
    url = request.getfixturevalue("postgres_url")() if request.param == "postgresql" else ""
    async with own_house(tmp_path / "house", url) as made:
        opened = await AgendaOffice.open(made)
        await opened.open_online()
        yield opened


def page_of(office: AgendaOffice) -> str:
    return f"/api/v1/book/o-{office.id[-12:]}"


def booking(office: AgendaOffice, **changes: Any) -> dict[str, Any]:
    start = f"{TUESDAY:%Y-%m-%d}T09:00:00Z"
    wanted = {"service": office.service["id"], "start": start, "name": "Els", "email": "els@nieuw.example"}
    return wanted | changes


NONSENSE: list[dict[str, Any]] = [
    {"name": "a\x00b"},
    {"text": "a\x00b"},
    {"name": "\ud800"},
    {"name": "\u202e\u200b"},
    {"email": "a@b.example\r\nBcc: c@d.example"},
    {"email": "a@b.example,c@d.example"},
    {"email": '"a\r\n"@b.example'},
    {"start": "0001-01-01T00:00:00Z"},
    {"start": "9999-12-31T23:59:59-14:00"},
    {"start": "2027-03-02T09:00:00"},
    {"service": "x' OR 1=1 --"},
    {"hold": "\x00"},
    {"language": "../nl"},
    {"text": "x" * 200_000},
    {"adviser": "%"},
]


async def test_a_booking_that_nobody_means_is_refused_and_leaves_nothing(office: AgendaOffice) -> None:
    for changes in NONSENSE:
        status, refused = await office.house.call("POST", page_of(office), booking(office, **changes))
        assert status in (400, 404, 409, 413, 422), (changes, refused)
    found = await office.good("GET", "/appointments?scope=all", who=office.admin)
    assert found["items"] == []
    clients = await office.good("GET", "/clients", who=office.admin)
    assert [one["name"] for one in clients["items"]] == ["Jan Vermeulen"]


NO_SLUGS = ["%00", "..%2f..", "%F0%9F%92%A9", "x" * 500, "%ff%fe", "'--", "%0d%0aSet-Cookie:a=b"]


async def test_an_address_that_no_office_has_is_a_plain_404(office: AgendaOffice) -> None:
    places = ("book", "appointment", "shared", "request")
    async with aiohttp.ClientSession() as http:
        for path in (f"/api/v1/{place}/{slug}" for place in places for slug in NO_SLUGS):
            # Already encoded: as it stands, nothing of it made tidy on the way.
            async with http.get(URL(office.house.url + path, encoded=True)) as answer:
                assert answer.status in (400, 404, 422), path
                assert "Set-Cookie" not in answer.headers


async def test_what_a_booking_says_stays_text_in_mails_and_calendars(office: AgendaOffice) -> None:
    name = "<img src=x onerror=alert(1)> %{appointment_code}"
    text = 'Hallo\r\nATTENDEE:mailto:kwaad@b.example\r\nEND:VEVENT\n<script>alert(1)</script>"\\;,'
    status, booked = await office.house.call("POST", page_of(office), booking(office, name=name, text=text))
    assert status == 201, booked
    for kind in ("adviser_booked", "appointment_planned"):
        (mail,) = await sent(office, kind)
        assert "<img src=x" not in mail.html, kind
        assert "<script" not in mail.html, kind
        assert "\n" not in mail.subject, kind
    found = await office.good("GET", "/appointments?scope=all", who=office.admin)
    one = found["items"][0]["id"]
    headers = {"Cookie": f"samen_session={office.adviser.cookie}"}
    address = f"{office.house.url}/api/v1/appointments/{one}/calendar.ics"
    async with aiohttp.ClientSession() as http, http.get(address, headers=headers) as answer:
        calendar = (await answer.text()).replace("\r\n ", "")
    lines = calendar.split("\r\n")
    assert lines.count("END:VEVENT") == 1
    assert not [line for line in lines if line.startswith("ATTENDEE") and "kwaad" in line]


INSIDE = [
    "http://127.0.0.1:1/",
    "https://127.0.0.1/",
    "https://[::1]/",
    "https://[::ffff:10.0.0.1]/",
    "https://169.254.169.254/latest/meta-data",
    "https://10.0.0.5/dav",
    "https://2130706433/",
    "https://localhost/",
    "file:///etc/passwd",
    "https://user:word@127.0.0.1/",
]


async def test_no_address_of_the_own_network_is_asked_for_anything(office: AgendaOffice) -> None:
    for address in INSIDE:
        wish = {"url": address, "username": "a", "password": "b"}
        status, refused = await office.ask("PUT", "/caldav", wish)
        assert (status, refused["code"]) in ((422, "calendar_address_refused"), (422, "invalid_input")), address
        choice = {"adapter": "foreign", "url": address, "secret": "whsec_" + "A" * 32}
        status, refused = await office.ask("PUT", "/crm", choice, who=office.admin)
        assert status in (409, 422, 503), (address, refused)
    assert (await office.good("GET", "/caldav"))["url"] in (None, "")
    assert (await office.good("GET", "/crm", who=office.admin))["adapter"] == "builtin"
