"""Services, hours, choices, and the overview: who may, what is refused, and in which order things come."""

from __future__ import annotations

from typing import Any

import pytest

from tests.crm.agenda.office import MONDAY, AgendaOffice, hour, new_client


@pytest.mark.covers("F053", "F054", "G010", "G019")
async def test_an_administrator_makes_types_of_appointments(any_office: AgendaOffice) -> None:
    office = any_office
    blocks = [{"type": "heading", "text": "Tot dan"}]
    body = {"kind": "appointment_planned", "language": "nl", "name": "Kort", "subject": "Tot dan", "blocks": blocks}
    template = await office.good("POST", "/message-templates", body, who=office.admin)
    given = {
        "name": "Hypotheekgesprek, samen kijken",
        "kind": "video",
        "minutes": 60,
        "price_cents": 2500,
        "currency": "EUR",
        "buffer_before": 5,
        "buffer_after": 10,
        "colour": "#123456",
        "place": "Online",
        "description": "Neem uw papieren mee.",
        "steps": 15,
        "notice_hours": 4,
        "horizon_days": 30,
        "seats": 2,
        "reminders": [60, 1440],
        "advisers": [office.adviser.user_id],
        "templates": {"appointment_planned/nl": template["id"]},
    }
    made = await office.good("POST", "/services", given, who=office.admin)
    assert {name: made[name] for name in given} == given
    status, refused = await office.ask("POST", "/services", given)
    assert (status, refused["code"]) == (403, "not_allowed")
    changed = await office.good(
        "PATCH", f"/services/{made['id']}", {"seats": 3}, who=office.admin, seen=made["version"]
    )
    assert (changed["seats"], changed["name"]) == (3, given["name"])
    status, refused = await office.ask(
        "PATCH", f"/services/{made['id']}", {"seats": 4}, who=office.admin, seen=made["version"]
    )
    assert (status, refused["code"], refused["current"]["seats"]) == (412, "changed_meanwhile", 3)
    names = [one["name"] for one in (await office.good("GET", "/services"))["items"]]
    assert names == ["Hypotheekgesprek", given["name"]]
    wrong = {**given, "advisers": [office.client_id]}
    status, refused = await office.ask("POST", "/services", wrong, who=office.admin)
    assert (status, refused["code"]) == (422, "adviser_unknown")
    for templates in (
        {"appointment_planned": office.client_id},
        {"appointment_moved": template["id"]},
        {"appointment_planned/fr": template["id"]},
    ):
        wrong = {**given, "templates": templates}
        status, refused = await office.ask("POST", "/services", wrong, who=office.admin)
        assert (status, refused["code"]) == (422, "service_template_wrong"), templates


async def test_a_service_goes_once_nothing_is_planned_for_it(office: AgendaOffice) -> None:
    made = await office.planned(hour(1, 10))
    path, seen = f"/services/{office.service['id']}", office.service["version"]
    status, refused = await office.ask("DELETE", path, who=office.admin, seen=seen)
    assert (status, refused["code"]) == (409, "service_in_use")
    await office.good("POST", f"/appointments/{made['id']}/cancel", {})
    await office.good("DELETE", path, who=office.admin, seen=seen)
    kept = await office.good("GET", f"/appointments/{made['id']}")
    assert (kept["service"], kept["title"]) == (None, "Hypotheekgesprek")


@pytest.mark.covers("G007")
async def test_an_adviser_sets_their_own_hours(any_office: AgendaOffice) -> None:
    office = any_office
    path = f"/availability/{office.adviser.user_id}"
    first = await office.good("GET", path)
    assert (first["version"], first["weekly"]["0"], first["weekly"]["6"]) == (0, [["09:00", "17:00"]], [])
    wanted = {
        "zone": "Europe/Lisbon",
        "weekly": {"1": [["13:00", "15:00"], ["09:00", "10:00"]]},
        "exceptions": [{"date": "2027-03-09", "times": []}, {"date": "2027-03-10", "times": [["20:00", "24:00"]]}],
        "online": True,
    }
    kept = await office.good("PUT", path, wanted, seen=0)
    assert kept["weekly"]["1"] == [["09:00", "10:00"], ["13:00", "15:00"]]
    assert (kept["weekly"]["0"], kept["online"], kept["version"]) == ([], True, 1)
    query = f"from={hour(0, 1):%Y-%m-%dT%H:%M:%SZ}&to={hour(14, 1):%Y-%m-%dT%H:%M:%SZ}"
    drawn = (await office.good("GET", f"/calendar?{query}"))["availability"]
    assert [one["start"] for one in drawn] == [
        "2027-03-02T09:00:00Z",
        "2027-03-02T13:00:00Z",
        "2027-03-10T20:00:00Z",
    ]
    status, refused = await office.ask("PUT", path, wanted, seen=0)
    assert (status, refused["code"], refused["current"]["version"]) == (412, "changed_meanwhile", 1)
    for field, wrong, code in (
        ("zone", "Mars/Olympus", "zone_unknown"),
        ("weekly", {"0": [["17:00", "09:00"]]}, "hours_wrong"),
        ("weekly", {"7": []}, "invalid_input"),
    ):
        status, refused = await office.ask("PUT", path, {**wanted, field: wrong}, seen=1)
        assert (status, refused["code"]) == (422, code)
    for who, expected in ((office.colleague, 403), (office.admin, 200)):
        assert (await office.ask("GET", path, who=who))[0] == expected
        assert (await office.ask("PUT", path, wanted, who=who, seen=1))[0] == expected


@pytest.mark.covers("A017")
async def test_add_ons_and_the_page_are_the_administrators(office: AgendaOffice) -> None:
    for wish in ({"reviews": True}, {"summaries": True}, {"slug": "kade"}, {"booking": False}, {"time_zone": "UTC"}):
        status, refused = await office.ask("PUT", "/agenda-choices", wish)
        assert (status, refused["code"]) == (403, "not_allowed"), wish
    on = await office.good("PUT", "/agenda-choices", {"reviews": True, "slug": "kade"}, who=office.admin)
    assert (on["reviews"], on["summaries"], on["booking_url"].rsplit("/", 2)[1:]) == (True, False, ["book", "kade"])
    assert (await office.good("GET", "/agenda-choices"))["reviews"] is True
    assert (await office.good("PUT", "/agenda-choices", {"my_booking": True}))["my_booking"] is True
    assert (await office.ask("PUT", "/agenda-choices", {"time_zone": "Mars/Olympus"}, who=office.admin))[0] == 422
    for wrong in ("Kade", "-kade", "ka/de", "", "x" * 61):
        assert (await office.ask("PUT", "/agenda-choices", {"slug": wrong}, who=office.admin))[0] == 422, wrong


async def test_two_offices_cannot_have_one_address(office: AgendaOffice) -> None:
    await office.good("PUT", "/agenda-choices", {"slug": "kade"}, who=office.admin)
    other = await AgendaOffice.open(office.house)
    status, refused = await other.ask("PUT", "/agenda-choices", {"slug": "kade"}, who=other.admin)
    assert (status, refused["code"]) == (409, "slug_taken")
    assert (await other.good("PUT", "/agenda-choices", {"slug": "kade-2"}, who=other.admin))["slug"] == "kade-2"


# --- the overview ---


async def pages(office: AgendaOffice, query: str, limit: int = 2) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    after = ""
    while True:
        page = await office.good("GET", f"/appointments?{query}&limit={limit}{after}")
        found += page["items"]
        if page["next"] is None:
            assert page["found"] == len(found)
            return found
        after = f"&after={page['next']}"


@pytest.mark.covers("A001", "A005", "A006")
async def test_the_overview_begins_with_the_latest_and_goes_on_page_by_page(any_office: AgendaOffice) -> None:
    office = any_office
    for day, at in ((1, 10), (3, 9), (0, 9), (2, 14), (1, 12)):
        await office.planned(hour(day, at))
    newest = await pages(office, "sort=newest")
    starts = [one["start"] for one in newest]
    assert starts == sorted(starts, reverse=True)
    assert len({one["id"] for one in newest}) == 5
    assert [one["start"] for one in await pages(office, "sort=oldest")] == starts[::-1]
    first = newest[0]
    assert (first["client"]["name"], first["client"]["emails"]) == ("Jan Vermeulen", ["jan@vermeulen.example"])
    assert (first["service"]["name"], first["status"], first["code"] is None) == (
        "Hypotheekgesprek",
        "scheduled",
        False,
    )


@pytest.mark.covers("A021")
async def test_the_overview_filters_and_sorts_by_status_and_searches(any_office: AgendaOffice) -> None:
    office = any_office
    client = await office.good("POST", "/clients", new_client("Zoë", "Öztürk", "zoe@ozturk.example"))
    soon = await office.planned(hour(0, 9))
    gone = await office.planned(hour(1, 9))
    await office.good("POST", f"/appointments/{gone['id']}/cancel", {})
    proposed = await office.proposed(hour(2, 9), hour(3, 9))
    later = await office.planned(hour(4, 9), client_id=client["id"], title="Belasting")
    office.at(hour(0, 8, 30))

    async def ids(query: str) -> list[str]:
        return [one["id"] for one in await pages(office, query)]

    assert await ids("sort=status") == [soon["id"], later["id"], proposed["id"], gone["id"]]
    assert await ids("status=starting_soon") == [soon["id"]]
    assert await ids("status=cancelled,planning&sort=oldest") == [gone["id"], proposed["id"]]
    assert await ids("search=ozturk") == [later["id"]]
    assert await ids("search=BELAST") == [later["id"]]
    assert await ids("search=%25") == []
    assert set(await ids("search=vermeulen")) == {soon["id"], gone["id"], proposed["id"]}
    assert await ids(f"client={client['id']}") == [later["id"]]
    assert (await ids("sort=name"))[-1] == later["id"]
    query = f"from={hour(1, 1):%Y-%m-%dT%H:%M:%SZ}&to={hour(2, 1):%Y-%m-%dT%H:%M:%SZ}"
    assert await ids(query) == [gone["id"]]
    for wrong, code in (("status=x", "invalid_input"), ("after=abc", "cursor_wrong"), ("limit=0", "invalid_input")):
        status, refused = await office.ask("GET", f"/appointments?{wrong}")
        assert (status, refused["code"]) == (422, code), wrong


async def test_a_cursor_of_another_order_is_refused(office: AgendaOffice) -> None:
    for at in (9, 11):
        await office.planned(hour(1, at))
    page = await office.good("GET", "/appointments?limit=1")
    status, refused = await office.ask("GET", f"/appointments?limit=1&sort=status&after={page['next']}")
    assert (status, refused["code"]) == (422, "cursor_wrong")


async def test_the_clients_list_knows_who_comes_next(any_office: AgendaOffice) -> None:
    office = any_office
    made = await office.planned(hour(2, 9))
    await office.planned(hour(3, 9))
    found = await office.good("GET", "/clients?has_appointment=yes")
    assert [one["next_appointment"]["id"] for one in found["items"]] == [made["id"]]
    one = await office.good("GET", f"/clients/{office.client_id}")
    assert one["counts"]["appointments"] == 2


async def test_a_calendar_of_years_is_not_drawn(office: AgendaOffice) -> None:
    for path in (f"/calendar?from={MONDAY:%Y-%m-%dT%H:%M:%SZ}&to=2028-01-01T00:00:00Z",):
        status, refused = await office.ask("GET", path)
        assert (status, refused["code"]) == (422, "stretch_too_long")
    assert (await office.ask("GET", "/calendar?from=2027-01-02T00:00:00Z&to=2027-01-01T00:00:00Z"))[0] == 422
    assert (await office.ask("GET", "/calendar?from=9999-01-02T00:00:00Z&to=9999-01-03T00:00:00Z"))[0] == 422
