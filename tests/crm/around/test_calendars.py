"""Advisers' appointments in their own calendars: the secret feed, and a real CalDAV server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, timedelta
from pathlib import Path

import aiohttp
import pytest
from icalendar import Calendar
from sqlalchemy import select

from server.crm.calendars.pushes import FILL, PUSH
from server.jobs.tables import jobs
from tests.crm.agenda.office import MONDAY, AgendaOffice
from tests.live.houses import OwnHouse, own_house
from tests.services.radicale import PASSWORD, USER, RadicaleServer, radicale

__all__ = ["radicale"]

TEN = MONDAY + timedelta(days=1, hours=9)


async def get(url: str, **headers: str):
    async with aiohttp.ClientSession() as http, http.get(url, headers=headers) as answer:
        return answer.status, answer.headers, await answer.text()


async def feed_of(office: AgendaOffice) -> str:
    return office.house.url + "/" + (await office.good("POST", "/calendar-feed"))["url"].split("/", 3)[3]


@pytest.mark.covers("G002")
async def test_the_feed_holds_ones_own_appointments_with_their_clients(any_office: AgendaOffice):
    office = any_office
    made = await office.planned(TEN)
    await office.planned(TEN, who=office.admin, adviser_id=office.colleague.user_id)
    await office.proposed(TEN + timedelta(days=1))
    status, headers, text = await get(await feed_of(office))
    assert status == 200
    assert headers["Content-Type"].startswith("text/calendar")
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert (event["UID"], event.decoded("DTSTART").astimezone(UTC)) == (made["uid"], TEN)
    assert "Jan Vermeulen" in str(event["SUMMARY"])
    await office.good("POST", f"/appointments/{made['id']}/cancel", {"reason": "", "notify": False})
    (event,) = Calendar.from_ical((await get(await feed_of(office)))[2]).walk("VEVENT")
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)


async def test_an_unchanged_feed_is_not_sent_again(office: AgendaOffice):
    made = await office.planned(TEN)
    url = await feed_of(office)
    _, headers, _ = await get(url)
    status, again, text = await get(url, **{"If-None-Match": headers["ETag"]})
    assert (status, text, again["ETag"]) == (304, "", headers["ETag"])
    later = TEN + timedelta(hours=2)
    body = {"start": later.isoformat(), "end": (later + timedelta(hours=1)).isoformat(), "notify": False}
    await office.good("POST", f"/appointments/{made['id']}/reschedule", body)
    assert (await get(url, **{"If-None-Match": headers["ETag"]}))[0] == 200


async def test_a_renewed_address_ends_the_one_before(office: AgendaOffice):
    first = await feed_of(office)
    assert (await get(first))[0] == 200
    second = await feed_of(office)
    assert (await get(first))[0] == 404
    assert (await get(second))[0] == 200
    await office.good("DELETE", "/calendar-feed")
    assert (await get(second))[0] == 404
    assert (await office.good("GET", "/calendar-feed"))["url"] is None


# --- CalDAV ---


@pytest.fixture
async def with_dav(tmp_path: Path, radicale: RadicaleServer) -> AsyncIterator[OwnHouse]:
    """A house that may reach the calendar server although it is on this machine."""
    async with own_house(tmp_path / "dav", WEBHOOK_ALLOW=f"127.0.0.1:{radicale.port}") as made:
        yield made


async def work_off(office: AgendaOffice) -> None:
    """Until nothing waits to be written there; the house works along by itself."""
    assert office.house.parts.crm is not None
    theirs = (jobs.c.organisation_id == office.id) & jobs.c.kind.in_((PUSH, FILL))
    async with asyncio.timeout(30):
        while True:
            while await office.house.parts.crm.ground.jobs.do_one():
                pass
            async with office.house.database.reading() as rows:
                if await rows.scalar(select(jobs.c.id).where(theirs).limit(1)) is None:
                    return
            await asyncio.sleep(0.05)


async def events(server: RadicaleServer, url: str) -> list[str]:
    return await asyncio.to_thread(server.events, url)


@pytest.mark.service
async def test_appointments_are_written_moved_and_removed_on_a_real_server(
    with_dav: OwnHouse, radicale: RadicaleServer
):
    office = await AgendaOffice.open(with_dav)
    made = await office.planned(TEN)
    url = await asyncio.to_thread(radicale.calendar, "werk")
    wish = {"url": radicale.url, "username": USER, "password": PASSWORD}
    view = await office.good("PUT", "/caldav", wish)
    assert (view["url"], view["state"]) == (url, "working"), "found from the address of the server alone"
    await work_off(office)
    (text,) = await events(radicale, url)
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert (event["UID"], event.decoded("DTSTART").astimezone(UTC)) == (made["uid"], TEN)
    # The adviser sets an alarm on the phone; a later change keeps it.
    alarm = "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Zo\r\nTRIGGER:-PT10M\r\nEND:VALARM\r\nEND:VEVENT"
    await asyncio.to_thread(radicale.write, url, text.replace("END:VEVENT", alarm))
    later = TEN + timedelta(hours=3)
    body = {"start": later.isoformat(), "end": (later + timedelta(hours=1)).isoformat(), "notify": False}
    await office.good("POST", f"/appointments/{made['id']}/reschedule", body)
    await work_off(office)
    (text,) = await events(radicale, url)
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert (event["SEQUENCE"], event.decoded("DTSTART").astimezone(UTC)) == (1, later)
    assert "TRIGGER:-PT10M" in text
    await office.good("POST", f"/appointments/{made['id']}/cancel", {"reason": "", "notify": False})
    await work_off(office)
    assert await events(radicale, url) == []


@pytest.mark.service
async def test_a_calendar_server_that_does_not_fit_is_refused_in_words(with_dav: OwnHouse, radicale: RadicaleServer):
    office = await AgendaOffice.open(with_dav)
    wish = {"url": radicale.url, "username": USER, "password": PASSWORD}
    status, refused = await office.ask("PUT", "/caldav", wish)
    assert (status, refused["code"]) == (422, "no_calendar_found")
    one = await asyncio.to_thread(radicale.calendar, "een")
    await asyncio.to_thread(radicale.calendar, "twee")
    status, refused = await office.ask("PUT", "/caldav", wish)
    assert (status, refused["code"]) == (409, "choose_calendar")
    assert {each["name"] for each in refused["calendars"]} == {"een", "twee"}
    assert (await office.good("PUT", "/caldav", wish | {"url": one}))["calendar"].endswith("een")
    status, refused = await office.ask("PUT", "/caldav", wish | {"password": "fout"})
    assert (status, refused["code"]) == (422, "calendar_sign_in_refused")
    for url in ("http://127.0.0.1:1/", "file:///etc/passwd", "https://localhost/", "http://169.254.169.254/"):
        status, refused = await office.ask("PUT", "/caldav", wish | {"url": url})
        assert (status, refused["code"]) == (422, "calendar_address_refused"), url
    shown = await office.good("GET", "/caldav")
    assert PASSWORD not in str(shown)
