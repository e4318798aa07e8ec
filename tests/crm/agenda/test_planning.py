"""Planning, proposing, picking, moving, cancelling: by REST and by the port that clients' pages use."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from server.crm.ports import Actor
from server.web import Problem
from tests.crm.agenda.office import AgendaOffice, hour

CLIENT = Actor("client", name="Jan")


@pytest.mark.covers("G008", "G009", "G010", "G012", "G019", "F054")
async def test_an_appointment_is_planned_with_all_that_belongs_to_it(office: AgendaOffice) -> None:
    service = await office.new_service(
        name="Pensioengesprek", minutes=45, price_cents=2500, kind="video", colour="#11aa77", place="Online"
    )
    made = await office.planned(hour(1, 10), service_id=service["id"], description="Neem uw UPO mee.", note="Intern.")
    assert (made["start"], made["end"]) == ("2027-03-02T09:00:00Z", "2027-03-02T09:45:00Z")
    assert made["service"] == {"id": service["id"], "name": "Pensioengesprek", "colour": "#11AA77", "kind": "video"}
    assert (made["price_cents"], made["currency"], made["place"]) == (2500, "EUR", "Online")
    assert made["client"] == {"id": office.client_id, "name": "Jan Vermeulen", "emails": ["jan@vermeulen.example"]}
    assert made["adviser"] == {"id": office.adviser.user_id, "name": "Anna de Wit"}
    assert (made["status"], made["zone"], made["note"]) == ("scheduled", "Europe/Amsterdam", "Intern.")
    assert made["code"] is not None
    assert made["session_id"] is not None
    shown = await office.good("GET", f"/appointments/{made['id']}")
    assert shown == made
    assert office.kinds() == ["planned"]


@pytest.mark.covers("F012")
async def test_the_code_of_a_planned_appointment_opens_its_session(office: AgendaOffice) -> None:
    made = await office.planned(hour(0, 10))
    status, admission = await office.house.call("POST", "/api/v1/join", {"code": made["code"], "name": "Jan"})
    assert status == 201, admission
    assert (await office.good("POST", f"/appointments/{made['id']}/start", {}))["session_id"] == made["session_id"]


async def test_only_appointments_in_the_browser_have_a_session(office: AgendaOffice) -> None:
    service = await office.new_service(kind="office", place="Kade 1")
    made = await office.planned(hour(0, 10), service_id=service["id"])
    assert (made["session_id"], made["code"], made["place"]) == (None, None, "Kade 1")
    status, refused = await office.ask("POST", f"/appointments/{made['id']}/start", {})
    assert (status, refused["code"]) == (409, "appointment_without_room")


@pytest.mark.covers("G014")
async def test_moving_keeps_the_session_and_raises_the_sequence(any_office: AgendaOffice) -> None:
    office = any_office
    made = await office.planned(hour(1, 10))
    body = {"start": hour(2, 14).isoformat(), "notify": False}
    moved = await office.good("POST", f"/appointments/{made['id']}/reschedule", body)
    assert (moved["start"], moved["minutes"]) == ("2027-03-03T13:00:00Z", 60)
    assert (moved["session_id"], moved["code"], moved["uid"]) == (made["session_id"], made["code"], made["uid"])
    assert (made["sequence"], moved["sequence"]) == (0, 1)
    assert office.kinds() == ["planned", "moved"]
    assert office.heard[-1].notify is False
    assert office.heard[-1].before is not None
    assert office.heard[-1].before.start == hour(1, 10)
    # The old time is free again, and a little later overlaps what is the appointment's own.
    await office.planned(hour(1, 10))
    body = {"start": hour(2, 14, 30).isoformat(), "end": hour(2, 16).isoformat()}
    longer = await office.good("POST", f"/appointments/{made['id']}/reschedule", body)
    assert longer["minutes"] == 90


@pytest.mark.covers("G013")
async def test_cancelling_frees_the_time_and_kills_the_code(any_office: AgendaOffice) -> None:
    office = any_office
    made = await office.planned(hour(1, 10))
    gone = await office.good("POST", f"/appointments/{made['id']}/cancel", {"reason": "Ziek"})
    assert gone["status"] == "cancelled"
    assert (gone["cancelled"]["by"], gone["cancelled"]["reason"]) == ("adviser", "Ziek")
    assert gone["code"] is None
    status, _ = await office.house.call("POST", "/api/v1/join", {"code": made["code"], "name": "Jan"})
    assert status == 410, "the code has been used, and works no more"
    assert (await office.planned(hour(1, 10)))["status"] == "scheduled"
    status, refused = await office.ask("POST", f"/appointments/{made['id']}/cancel", {})
    assert (status, refused["code"]) == (409, "appointment_over")


@pytest.mark.covers("A024", "A025", "A026")
async def test_several_times_are_proposed_and_the_client_picks_one(any_office: AgendaOffice) -> None:
    office = any_office
    made = await office.proposed(hour(1, 9), hour(3, 9), hour(4, 11))
    assert (made["status"], made["start"], made["session_id"]) == ("planning", None, None)
    assert [(one["state"], one["by"]) for one in made["options"]] == [("open", "adviser")] * 3
    # What is proposed does not keep anybody else from that time, and is drawn.
    await office.planned(hour(1, 9))
    drawn = await office.good("GET", f"/calendar?from={_z(hour(3, 0))}&to={_z(hour(4, 0))}")
    assert [one["id"] for one in drawn["appointments"]] == [made["id"]]

    pick = office.agenda.service.pick
    with pytest.raises(Problem, match="slot_taken"):
        await pick(office.id, made["id"], made["options"][0]["id"], CLIENT)
    chosen = await pick(office.id, made["id"], made["options"][1]["id"], CLIENT)
    assert (chosen.status, chosen.start) == ("scheduled", hour(3, 9))
    assert [one.state for one in chosen.options] == ["chosen"]
    again = await pick(office.id, made["id"], made["options"][1]["id"], CLIENT)
    assert again.version == chosen.version
    with pytest.raises(Problem, match="option_unknown"):
        await pick(office.id, made["id"], made["options"][2]["id"], CLIENT)
    assert office.kinds() == ["proposed", "planned", "picked"]
    assert (await office.good("GET", f"/appointments/{made['id']}"))["code"] is not None


async def test_two_clicks_at_once_on_two_times_plan_one(any_office: AgendaOffice) -> None:
    office = any_office
    made = await office.proposed(hour(1, 9), hour(3, 9))
    found = await asyncio.gather(
        *(office.agenda.service.pick(office.id, made["id"], one["id"], CLIENT) for one in made["options"]),
        return_exceptions=True,
    )
    assert [isinstance(one, Problem) for one in found].count(True) == 1
    assert office.kinds() == ["proposed", "picked"]
    async with office.house.database.reading() as rows:
        window = (hour(0, 1), hour(6, 1))
        assert len(await office.agenda.offers._slots.between(rows, [office.adviser.user_id], window)) == 1


@pytest.mark.covers("G022")
async def test_a_client_proposes_another_time_and_the_adviser_takes_it(any_office: AgendaOffice) -> None:
    office, service = any_office, any_office.agenda.service
    made = await office.planned(hour(1, 10))
    countered = await service.counter(office.id, made["id"], [hour(2, 16), hour(2, 15)], "Liever 's middags", CLIENT)
    assert (countered.status, countered.start) == ("scheduled", hour(1, 10)), "it stands until somebody answers"
    assert [(one.start, one.by) for one in countered.options] == [(hour(2, 15), "client"), (hour(2, 16), "client")]
    with pytest.raises(Problem, match="option_unknown"):
        await service.pick(office.id, made["id"], countered.options[0].id, CLIENT)  # not their own
    view = await office.good("GET", f"/appointments/{made['id']}")
    assert view["counter_text"] == "Liever 's middags"
    body = {"option_id": view["options"][0]["id"]}
    taken = await office.good("POST", f"/appointments/{made['id']}/pick", body)
    assert (taken["start"], taken["counter_text"]) == ("2027-03-03T14:00:00Z", "")
    assert office.kinds() == ["planned", "countered", "moved"]


async def test_an_adviser_proposes_other_times_for_what_is_planned(office: AgendaOffice) -> None:
    made = await office.planned(hour(1, 10))
    body = {"options": [{"start": hour(2, 9).isoformat()}, {"start": hour(3, 9).isoformat()}]}
    asked = await office.good("POST", f"/appointments/{made['id']}/propose", body)
    assert (asked["status"], len(asked["options"])) == ("scheduled", 2)
    moved = await office.agenda.service.pick(office.id, made["id"], asked["options"][1]["id"], CLIENT)
    assert moved.start == hour(3, 9)
    assert office.kinds() == ["planned", "proposed", "picked"]


async def test_whoever_answers_becomes_a_client(office: AgendaOffice) -> None:
    guest = {"name": "Noor Willems", "email": "noor@willems.example"}
    body = {"client_id": None, "guest": guest}
    made = await office.proposed(hour(1, 9), hour(2, 9), **body)
    assert (made["client"], made["guest"]) == (None, guest)
    picked = await office.agenda.service.pick(office.id, made["id"], made["options"][0]["id"], CLIENT)
    assert picked.client_id is not None
    shown = await office.good("GET", f"/appointments/{made['id']}")
    assert shown["client"]["name"] == "Noor Willems"


async def test_a_client_moves_only_to_a_free_time(office: AgendaOffice) -> None:
    await office.open_online()
    service = office.agenda.service
    made = await office.planned(hour(1, 10))
    await office.planned(hour(1, 13))
    with pytest.raises(Problem, match="slot_taken"):
        await service.move(office.id, made["id"], hour(1, 12, 30), CLIENT)
    with pytest.raises(Problem, match="time_not_offered"):
        await service.move(office.id, made["id"], hour(1, 20), CLIENT)
    with pytest.raises(Problem, match="time_not_offered"):
        await service.move(office.id, made["id"], hour(5, 10), CLIENT)
    moved = await service.move(office.id, made["id"], hour(1, 10, 30), CLIENT)
    assert moved.start == hour(1, 10, 30), "also over its own old time"
    assert (await service.cancel(office.id, made["id"], "", CLIENT)).cancelled_by == "client"


@pytest.mark.covers("G020")
async def test_a_note_is_for_colleagues_and_is_told_to_nobody(office: AgendaOffice) -> None:
    made = await office.planned(hour(1, 10), description="Voor u", note="Alleen wij")
    assert office.heard[0].after.description == "Voor u"
    assert "Alleen wij" not in repr(office.heard[0]), "what mails, calendars and clients' pages are given"
    body = {"note": "Nog iets", "notify": False}
    changed = await office.good("PATCH", f"/appointments/{made['id']}", body, seen=made["version"])
    assert (changed["note"], changed["sequence"]) == ("Nog iets", made["sequence"])
    assert "Nog iets" not in repr(office.heard)


@pytest.mark.covers("G020")
async def test_no_text_of_an_appointment_holds_a_citizen_service_number_unless_the_office_allows_it(
    office: AgendaOffice,
) -> None:
    """111222333 passes the test of eleven; 111222334 does not."""
    said = "Belt over 111222333 terug"
    made = await office.planned(hour(1, 10), note="Rekening 111222334")
    path = f"/appointments/{made['id']}"
    for name in ("title", "place", "description", "note"):
        status, refused = await office.plan(hour(1, 14), **{name: said})
        assert (status, refused["code"], refused["field"]) == (422, "bsn_found", name)
        status, refused = await office.ask("PATCH", path, {name: said}, seen=made["version"])
        assert (status, refused["code"], refused["field"]) == (422, "bsn_found", name)
    for step, body in (
        ("cancel", {"reason": said}),
        ("propose", {"options": [{"start": hour(2, 10).isoformat()}], "text": said}),
    ):
        status, refused = await office.ask("POST", f"{path}/{step}", body)
        assert (status, refused["code"]) == (422, "bsn_found"), step
    assert office.kinds() == ["planned"]
    await office.good("PATCH", "/client-choices", {"allow_bsn": True}, who=office.admin)
    changed = await office.good("PATCH", path, {"note": said}, seen=made["version"])
    assert changed["note"] == said
    await office.good("POST", f"{path}/cancel", {"reason": said})


async def test_two_who_edit_at_once_see_both_versions(office: AgendaOffice) -> None:
    made = await office.planned(hour(1, 10))
    path = f"/appointments/{made['id']}"
    status, refused = await office.ask("PATCH", path, {"description": "Een"})
    assert (status, refused["code"]) == (428, "if_match_missing")
    first = await office.good("PATCH", path, {"description": "Een"}, seen=made["version"])
    status, refused = await office.ask("PATCH", path, {"description": "Twee"}, seen=made["version"])
    assert (status, refused["code"]) == (412, "changed_meanwhile")
    assert refused["current"]["description"] == "Een"
    body = {"start": hour(2, 10).isoformat()}
    status, refused = await office.ask("POST", f"{path}/reschedule", body, seen=made["version"])
    assert (status, refused["code"]) == (412, "changed_meanwhile")
    assert (await office.good("PATCH", path, {"description": "Twee"}, seen=first["version"]))["description"] == "Twee"


async def test_wishes_that_cannot_be(office: AgendaOffice) -> None:
    status, refused = await office.plan(hour(-1, 10))
    assert (status, refused["code"]) == (422, "time_in_the_past")
    status, refused = await office.plan(hour(1, 10), service_id=office.client_id)
    assert (status, refused["code"]) == (422, "service_unknown")
    status, refused = await office.plan(hour(1, 10), client_id=office.service["id"])
    assert status == 404
    for wrong in (
        {"guest": {"name": "A", "email": "a@b.example"}},
        {"client_id": None},
        {"client_id": None, "guest": {"name": "A", "email": "a@b.example\nBcc: x@y.example"}},
        {"options": [{"start": hour(1, 9).isoformat()}]},
        {"end": hour(1, 9).isoformat()},
        {"start": "2027-03-02T10:00:00"},
        {"start": "2027-03-02T10:00:30Z"},
        {"start": "9999-12-31T23:59:00Z"},
    ):
        status, refused = await office.plan(hour(1, 10), **wrong)
        assert (status, refused["code"]) == (422, "invalid_input"), wrong
    assert office.heard == []


@pytest.mark.covers("A002", "A003", "A004")
async def test_an_adviser_sees_and_plans_their_own_alone_and_an_administrator_everybodys(office: AgendaOffice) -> None:
    mine = await office.planned(hour(1, 10))
    status, refused = await office.plan(hour(1, 10), adviser_id=office.colleague.user_id)
    assert (status, refused["code"]) == (403, "not_allowed")
    theirs = await office.planned(hour(1, 10), adviser_id=office.colleague.user_id, who=office.admin)
    assert (await office.ask("GET", f"/appointments/{theirs['id']}"))[0] == 404
    for step, body in (
        ("cancel", {}),
        ("complete", {}),
        ("no-show", {}),
        ("start", {}),
        ("reschedule", {"start": hour(2, 10).isoformat()}),
        ("propose", {"options": [{"start": hour(2, 10).isoformat()}]}),
        ("pick", {"option_id": mine["id"]}),
    ):
        assert (await office.ask("POST", f"/appointments/{theirs['id']}/{step}", body))[0] == 404, step
    assert (await office.ask("PATCH", f"/appointments/{theirs['id']}", {"note": "x"}, seen=1))[0] == 404

    def ids(page: dict) -> set[str]:
        return {one["id"] for one in page["items"]}

    assert ids(await office.good("GET", "/appointments")) == {mine["id"]}
    for query in ("scope=all", f"adviser={office.colleague.user_id}"):
        status, refused = await office.ask("GET", f"/appointments?{query}")
        assert (status, refused["code"]) == (403, "not_allowed")
    everybody = await office.good("GET", "/appointments?scope=all", who=office.admin)
    assert ids(everybody) == {mine["id"], theirs["id"]}
    assert ids(await office.good("GET", "/appointments?scope=mine", who=office.admin)) == set()
    handed = {"start": hour(2, 10).isoformat(), "adviser_id": office.colleague.user_id}
    assert (await office.ask("POST", f"/appointments/{mine['id']}/reschedule", handed))[0] == 403
    moved = await office.good("POST", f"/appointments/{mine['id']}/reschedule", handed, who=office.admin)
    assert moved["adviser"]["name"] == "Bram Bos"


async def test_what_happens_is_told_in_the_timeline_the_audit_and_the_feed(office: AgendaOffice) -> None:
    made = await office.planned(hour(1, 10))
    await office.good("POST", f"/appointments/{made['id']}/reschedule", {"start": hour(1, 15).isoformat()})
    await office.good("POST", f"/appointments/{made['id']}/cancel", {"reason": "Ziek"})
    lines = await office.good("GET", f"/clients/{office.client_id}/timeline", who=office.admin)
    kinds = [line["kind"] for line in lines["items"] if line["kind"].startswith("appointment")]
    assert kinds == ["appointment_cancelled", "appointment_moved", "appointment_planned"]
    feed = await office.good("GET", "/events", who=office.admin)
    told = [one["data"] for one in feed["items"] if one["type"] == "appointment.status_changed"]
    assert [(one["before"], one["status"]) for one in told] == [(None, "scheduled"), ("scheduled", "cancelled")]


async def test_a_listener_that_fails_takes_the_change_back(office: AgendaOffice) -> None:
    made = await office.planned(hour(1, 10))

    async def fail(_rows: object, change: object) -> None:
        raise RuntimeError("no mail can be written")

    office.agenda.service.on_change(fail)
    status, _ = await office.ask("POST", f"/appointments/{made['id']}/cancel", {})
    assert status == 500
    office.agenda.service._changes.inside.remove(fail)
    shown = await office.good("GET", f"/appointments/{made['id']}")
    assert (shown["status"], shown["version"]) == ("scheduled", made["version"])
    status, refused = await office.plan(hour(1, 10))
    assert (status, refused["code"]) == (409, "slot_taken"), "and its time is still taken"


def _z(moment: object) -> str:
    return str(moment).replace("+00:00", "Z").replace(" ", "T")


def test_hours_of_the_week_are_an_hour_ahead_of_utc() -> None:
    assert hour(1, 10) - hour(0, 10) == timedelta(days=1)


@pytest.mark.covers("A006")
async def test_a_client_with_a_new_name_is_found_by_it_in_the_overview(office: AgendaOffice) -> None:
    made = await office.planned(hour(1, 10))
    client = await office.good("GET", f"/clients/{office.client_id}")
    person = {name: client["people"][0][name] for name in ("id", "role", "given", "prefix", "birthday", "language")}
    people = [{**person, "family": "Zonneveld", "birthday": ""}]
    await office.good("PUT", f"/clients/{office.client_id}", {"people": people}, seen=client["version"])
    items = (await office.good("GET", "/appointments?search=zonneveld"))["items"]
    assert [one["id"] for one in items] == [made["id"]]


@pytest.mark.covers("G014")
async def test_what_is_planned_anew_and_what_it_stands_for_name_one_another(any_office: AgendaOffice) -> None:
    office = any_office
    old = await office.planned(hour(0, 4), notify=False)
    status, refused = await office.plan(hour(2, 10), replaces=old["id"])
    assert (status, refused["code"]) == (409, "appointment_stands")
    office.at(hour(0, 6))
    old = await office.good("GET", f"/appointments/{old['id']}")
    assert (old["status"], old["replaces"], old["replaced_by"]) == ("missed", None, None)
    status, _ = await office.plan(hour(2, 10), replaces=old["id"], who=office.colleague)
    assert status == 404, "a colleague's is not there"
    new = await office.planned(hour(2, 10), replaces=old["id"], notify=False)
    assert new["replaces"] == {
        "id": old["id"],
        "start": old["start"],
        "status": "missed",
        "adviser_id": office.adviser.user_id,
    }
    listed = (await office.good("GET", "/appointments"))["items"]
    assert {one["id"]: (one["replaced_by"] or {}).get("id") for one in listed} == {
        old["id"]: new["id"],
        new["id"]: None,
    }
    await office.good("POST", f"/appointments/{new['id']}/cancel", {"reason": "", "notify": False})
    newest = await office.proposed(hour(3, 10), hour(3, 12), replaces=old["id"], notify=False)
    old = await office.good("GET", f"/appointments/{old['id']}")
    assert old["replaced_by"] == {
        "id": newest["id"],
        "start": None,
        "status": "planning",
        "adviser_id": office.adviser.user_id,
    }
    timeline = await office.good("GET", f"/clients/{office.client_id}/timeline?kinds=appointment_planned")
    assert [line["detail"].get("replaces") for line in timeline["items"]] == [old["id"], None]
