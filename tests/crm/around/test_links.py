"""What clients do by the link in their mail: look, choose, propose, move, cancel, judge."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select

from server.crm.appointments_public.tables import appointment_links
from tests.crm.agenda.office import MONDAY, AgendaOffice
from tests.crm.around.reading import kinds, link, sent

TEN = MONDAY + timedelta(days=1, hours=9)


async def ask(office: AgendaOffice, method: str, path: str, body=None):
    """As somebody who is not signed in."""
    return await office.house.call(method, path, body)


async def test_the_link_shows_the_appointment_and_nothing_of_the_office(any_office: AgendaOffice):
    made = await any_office.planned(TEN, description="Neem uw jaaropgave mee.", note="Lastige klant")
    status, page = await ask(any_office, "GET", await link(any_office))
    assert status == 200
    assert page["status"] == "scheduled"
    assert page["adviser"] == "Anna de Wit"
    assert page["client"] == "Jan Vermeulen"
    assert page["description"] == "Neem uw jaaropgave mee."
    assert page["code"] == made["code"]
    assert page["join_url"].endswith(f"/{made['code']}")
    assert page["may"] == {"pick": False, "counter": False, "move": True, "cancel": True, "review": False}
    shown = str(page)
    for hidden in ("Lastige klant", made["id"], any_office.client_id, any_office.id, "jan@vermeulen.example"):
        assert hidden not in shown


@pytest.mark.covers("A009", "A011", "A012")
async def test_the_adviser_sees_the_code_the_client_and_the_description(office: AgendaOffice):
    made = await office.planned(TEN, description="Neem uw jaaropgave mee.")
    view = next(one for one in (await office.good("GET", "/appointments"))["items"] if one["id"] == made["id"])
    assert len(view["code"]) == 9
    assert view["client"]["name"] == "Jan Vermeulen"
    assert "jan@vermeulen.example" in str(view["client"])
    assert view["description"] == "Neem uw jaaropgave mee."


@pytest.mark.parametrize("token", ["x" * 43, "a", "%00", "é" * 20, "../../etc", "x" * 5000])
async def test_a_link_that_was_never_made_leads_nowhere(office: AgendaOffice, token):
    status, refused = await ask(office, "GET", f"/api/v1/appointment/{token}")
    assert status == 404
    assert refused["code"] in ("link_unknown", "not_found")


async def test_a_link_runs_out_a_month_after_and_then_is_as_unknown_as_any(any_office: AgendaOffice):
    office = any_office
    await office.planned(TEN)
    path = await link(office)
    office.at(TEN + timedelta(days=29))
    assert (await ask(office, "GET", path))[0] == 200
    office.at(TEN + timedelta(days=31))
    status, refused = await ask(office, "GET", path)
    assert (status, refused["code"]) == (404, "link_unknown")
    for act, body in (("cancel", {"reason": ""}), ("move", {"start": TEN.isoformat()})):
        assert (await ask(office, "POST", f"{path}/{act}", body))[0] == 404
    assert office.house.parts.crm is not None
    async with office.house.database.writing() as rows:
        await office.house.parts.crm.around.links.sweep(rows)
        assert (await rows.execute(select(appointment_links))).all() == []


async def test_who_reads_the_database_cannot_use_the_links(office: AgendaOffice):
    await office.planned(TEN)
    async with office.house.database.reading() as rows:
        (row,) = (await rows.execute(select(appointment_links))).all()
    token = (await link(office)).rpartition("/")[2]
    assert token not in str(row)
    for guess in (row.seed.hex(), row.token_hash):
        assert (await ask(office, "GET", f"/api/v1/appointment/{guess}"))[0] == 404


async def test_guessing_is_slowed_down_and_good_links_are_not(office: AgendaOffice):
    await office.planned(TEN)
    path = await link(office)
    answers = [(await ask(office, "GET", f"/api/v1/appointment/{number:043}"))[0] for number in range(70)]
    assert answers[0] == 404
    assert answers[-1] == 429
    assert (await ask(office, "GET", path))[0] == 200


@pytest.mark.covers("A025", "A026")
async def test_picking_a_time_plans_it_and_tells_both(any_office: AgendaOffice):
    office = any_office
    made = await office.proposed(TEN, TEN + timedelta(hours=2))
    path = await link(office, "appointment_proposed")
    status, page = await ask(office, "GET", path)
    assert (page["status"], len(page["options"]), page["start"]) == ("planning", 2, None)
    assert page["may"]["pick"]
    status, page = await ask(office, "POST", f"{path}/pick", {"option_id": made["options"][1]["id"]})
    assert status == 200, page
    assert page["status"] == "scheduled"
    assert datetime.fromisoformat(page["start"]) == TEN + timedelta(hours=2)
    assert page["code"]
    assert [kind for kind, _ in await kinds(office)] == [
        "appointment_proposed",
        "appointment_planned",
        "adviser_picked",
    ]
    assert (await office.now(made["id"])).status == "scheduled"
    status, refused = await ask(office, "POST", f"{path}/pick", {"option_id": made["options"][0]["id"]})
    assert status in (404, 409), refused


@pytest.mark.covers("G022")
async def test_a_counter_proposal_is_told_to_the_adviser_who_picks_it(office: AgendaOffice):
    made = await office.proposed(TEN)
    path = await link(office, "appointment_proposed")
    mine = TEN + timedelta(days=1)
    body = {"starts": [mine.isoformat()], "text": "Liever een dag later"}
    status, page = await ask(office, "POST", f"{path}/counter", body)
    assert status == 200, page
    assert [one["by"] for one in page["options"]] == ["client"], "the latest proposal is the one that stands"
    assert page["status"] == "planning"
    mail = (await sent(office, "adviser_counter"))[0]
    assert "Liever een dag later" in mail.text
    own = next(one["id"] for one in page["options"] if one["by"] == "client")
    view = await office.good("POST", f"/appointments/{made['id']}/pick", {"option_id": own})
    assert view["status"] == "scheduled"
    assert (await kinds(office))[-1] == ("appointment_planned", "jan@vermeulen.example")


@pytest.mark.covers("A019", "G014")
async def test_a_client_moves_to_a_free_time_and_to_no_other(any_office: AgendaOffice):
    office = any_office
    await office.open_online()
    made = await office.planned(TEN)
    path = await link(office)
    day = f"{TEN + timedelta(days=1):%Y-%m-%d}"
    status, found = await ask(office, "GET", f"{path}/times?from={day}&to={day}")
    assert status == 200
    assert found["times"], "an adviser has hours on a Wednesday"
    free = found["times"][0]["start"]
    night = (TEN + timedelta(hours=14)).isoformat()
    status, refused = await ask(office, "POST", f"{path}/move", {"start": night})
    assert (status, refused["code"]) == (409, "time_not_offered")
    status, page = await ask(office, "POST", f"{path}/move", {"start": free})
    assert status == 200, page
    assert page["start"] == free
    assert [kind for kind, _ in await kinds(office)] == ["appointment_planned", "appointment_moved", "adviser_moved"]
    assert (await office.now(made["id"])).sequence == 1


@pytest.mark.covers("A020", "G013")
async def test_a_client_cancels_and_both_are_told(office: AgendaOffice):
    await office.planned(TEN)
    path = await link(office)
    status, page = await ask(office, "POST", f"{path}/cancel", {"reason": "Vakantie\r\nBcc: x@y.example"})
    assert status == 200
    assert (page["status"], page["cancelled_by"]) == ("cancelled", "client")
    assert page["code"] is None
    assert not any(page["may"].values())
    assert [kind for kind, _ in await kinds(office)] == [
        "appointment_planned",
        "appointment_cancelled",
        "adviser_cancelled",
    ]
    assert "Vakantie" in (await sent(office, "adviser_cancelled"))[0].text
    assert (await ask(office, "POST", f"{path}/cancel", {"reason": ""}))[0] == 409


@pytest.mark.covers("A018")
async def test_both_sides_add_it_to_their_calendar(office: AgendaOffice):
    made = await office.planned(TEN)
    status, text = await ask(office, "GET", f"{await link(office)}/calendar.ics")
    assert status == 200
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert (event["UID"], event.decoded("DTSTART").astimezone(UTC)) == (made["uid"], TEN)
    status, text = await office.ask("GET", f"/appointments/{made['id']}/calendar.ics")
    assert status == 200
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert event["UID"] == made["uid"]
    assert "Jan Vermeulen" in str(event["SUMMARY"])
    assert (await office.ask("GET", f"/appointments/{made['id']}/calendar.ics", who=office.colleague))[0] == 404


@pytest.mark.parametrize(
    ("act", "body"),
    [
        ("pick", {"option_id": "x"}),
        ("pick", {}),
        ("move", {"start": "morgen"}),
        ("move", {"start": "2027-03-02T10:00:00"}),
        ("move", {"start": "9999-12-31T23:59:59Z"}),
        ("counter", {"starts": []}),
        ("counter", {"starts": ["2027-03-02T10:00:00Z"] * 6}),
        ("counter", {"starts": ["2020-03-02T10:00:00Z"]}),
        ("cancel", {"reason": "x" * 2001}),
        ("review", {"stars": 6}),
        ("review", {"stars": 0}),
    ],
)
async def test_what_makes_no_sense_is_refused_in_words(office: AgendaOffice, act, body):
    await office.proposed(TEN)
    status, refused = await ask(office, "POST", f"{await link(office, 'appointment_proposed')}/{act}", body)
    assert 400 <= status < 500, refused
    assert refused["code"]
    assert refused["title"]


# --- afterwards ---


# On the day on which they signed in.
TODAY = MONDAY + timedelta(hours=9)


async def taken_place(office: AgendaOffice) -> tuple[dict, str]:
    made = await office.planned(TODAY)
    path = await link(office)
    office.at(TODAY + timedelta(minutes=5))
    await office.good("POST", f"/appointments/{made['id']}/complete", {})
    return made, path


@pytest.mark.covers("A013", "A014")
async def test_a_review_is_asked_for_and_written_once_where_it_is_switched_on(any_office: AgendaOffice):
    office = any_office
    await office.good("PUT", "/agenda-choices", {"reviews": True}, who=office.admin)
    made, path = await taken_place(office)
    assert (await kinds(office))[-1] == ("review_request", "jan@vermeulen.example")
    status, page = await ask(office, "GET", path)
    assert page["may"]["review"]
    status, written = await ask(office, "POST", f"{path}/review", {"stars": 4, "text": "Heel helder"})
    assert status == 201, written
    status, refused = await ask(office, "POST", f"{path}/review", {"stars": 1, "text": "toch niet"})
    assert (status, refused["code"]) == (409, "review_written")
    view = await office.good("GET", f"/appointments/{made['id']}")
    assert (view["review"]["stars"], view["review"]["text"]) == (4, "Heel helder")
    assert (await kinds(office))[-1][0] == "review_written"


async def test_what_clients_write_holds_no_citizen_service_number_unless_the_office_allows_it(office: AgendaOffice):
    await office.good("PUT", "/agenda-choices", {"reviews": True, "summaries": True}, who=office.admin)
    made = await office.planned(TEN)
    proposed = await office.proposed(TEN + timedelta(hours=2), TEN + timedelta(hours=3))
    said = "Mijn nummer is 111222333"
    starts = [(TEN + timedelta(hours=5)).isoformat()]
    done = await link(office)
    for path, body in (
        (f"{await link(office, 'appointment_proposed')}/counter", {"starts": starts, "text": said}),
        (f"{done}/cancel", {"reason": said}),
    ):
        status, refused = await ask(office, "POST", path, body)
        assert (status, refused["code"]) == (422, "bsn_found"), path
    await office.good("POST", f"/appointments/{made['id']}/complete", {})
    status, refused = await ask(office, "POST", f"{done}/review", {"stars": 4, "text": said})
    assert (status, refused["code"]) == (422, "bsn_found")
    summary = f"/appointments/{made['id']}/summary"
    status, refused = await office.ask("POST", summary, {"text": said, "send": False})
    assert (status, refused["code"]) == (422, "bsn_found")
    assert (await office.good("GET", f"/appointments/{proposed['id']}"))["counter_text"] == ""
    await office.good("PATCH", "/client-choices", {"allow_bsn": True}, who=office.admin)
    status, written = await ask(office, "POST", f"{done}/review", {"stars": 4, "text": f"{said}\x07"})
    assert (status, written["text"]) == (201, said)
    await office.good("POST", summary, {"text": said, "send": False})


@pytest.mark.covers("A014")
async def test_without_the_add_on_nobody_asks_for_a_review(office: AgendaOffice):
    _, path = await taken_place(office)
    assert "review_request" not in [kind for kind, _ in await kinds(office)]
    status, refused = await ask(office, "POST", f"{path}/review", {"stars": 4})
    assert (status, refused["code"]) == (409, "reviews_off")


async def test_a_review_waits_until_it_has_taken_place(office: AgendaOffice):
    await office.good("PUT", "/agenda-choices", {"reviews": True}, who=office.admin)
    await office.planned(TEN)
    status, refused = await ask(office, "POST", f"{await link(office)}/review", {"stars": 4})
    assert (status, refused["code"]) == (409, "review_too_soon")


@pytest.mark.covers("A015", "A016")
async def test_a_summary_is_a_draft_until_it_is_sent_and_then_stays(any_office: AgendaOffice):
    office = any_office
    await office.good("PUT", "/agenda-choices", {"summaries": True}, who=office.admin)
    made, path = await taken_place(office)
    one = f"/appointments/{made['id']}/summary"
    await office.good("POST", one, {"text": "Eerste", "send": False})
    assert (await ask(office, "GET", path))[1]["summary"] is None
    kept = await office.good("POST", one, {"text": "We kiezen tien jaar vast.", "send": True})
    assert kept["sent_at"]
    mail = (await sent(office, "appointment_summary"))[0]
    assert "We kiezen tien jaar vast." in mail.text
    assert (await ask(office, "GET", path))[1]["summary"] == "We kiezen tien jaar vast."
    status, refused = await office.ask("POST", one, {"text": "Anders", "send": False})
    assert (status, refused["code"]) == (409, "summary_sent")


@pytest.mark.covers("A016")
async def test_without_the_add_on_there_are_no_summaries(office: AgendaOffice):
    made, _ = await taken_place(office)
    status, refused = await office.ask("POST", f"/appointments/{made['id']}/summary", {"text": "x", "send": True})
    assert (status, refused["code"]) == (409, "add_on_off")
