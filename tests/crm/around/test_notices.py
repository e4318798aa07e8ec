"""What people are told of their appointments, and reminders that come exactly once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import select, update

from server.crm.messages.tables import message_templates
from server.crm.notices.service import REMIND
from server.crm.notices.tables import notices
from server.jobs import Job
from server.jobs.tables import jobs
from tests.crm.agenda.office import MONDAY, AgendaOffice, new_client
from tests.crm.around.reading import kinds, link, sent, token_in

TEN = MONDAY + timedelta(days=1, hours=9)
SOON = MONDAY + timedelta(hours=4)


def event_of(mail):
    method, text = mail.calendar_method, mail.calendar
    calendar = Calendar.from_ical(text)
    (event,) = calendar.walk("VEVENT")
    assert calendar["METHOD"] == method
    return method, event


@pytest.mark.covers("F012", "F052", "G002", "G011", "G021")
async def test_planning_mails_the_code_the_links_and_an_invitation(any_office: AgendaOffice):
    made = await any_office.planned(TEN)
    assert await kinds(any_office) == [("appointment_planned", "jan@vermeulen.example")]
    (mail,) = await sent(any_office)
    shown = f"{made['code'][:3]} {made['code'][3:6]} {made['code'][6:]}"
    assert shown in mail.text
    assert f"/{made['code']}" in mail.text
    assert "dinsdag 2 maart" in mail.text
    assert "10.00 uur" in mail.text
    method, event = event_of(mail)
    assert (method, event["UID"], event["SEQUENCE"]) == ("REQUEST", made["uid"], 0)
    assert event["ATTENDEE"] == "mailto:jan@vermeulen.example"
    assert made["code_sent_at"] is not None


@pytest.mark.covers("F052")
async def test_every_appointment_has_a_link_of_its_own_and_keeps_it(office: AgendaOffice):
    one, other = await office.planned(TEN), await office.planned(TEN + timedelta(days=1))
    first, second = await sent(office)
    assert token_in(first) != token_in(second)
    assert one["code"] != other["code"]
    await office.good(
        "POST",
        f"/appointments/{one['id']}/reschedule",
        {
            "start": (TEN + timedelta(hours=2)).isoformat(),
            "end": (TEN + timedelta(hours=3)).isoformat(),
            "notify": True,
        },
    )
    assert token_in((await sent(office))[-1]) == token_in(first)


@pytest.mark.covers("A019", "A020", "G013", "G014")
async def test_moving_and_cancelling_keep_the_uid_and_raise_the_sequence(any_office: AgendaOffice):
    made = await any_office.planned(TEN)
    later = TEN + timedelta(hours=3)
    body = {"start": later.isoformat(), "end": (later + timedelta(hours=1)).isoformat(), "notify": True}
    await any_office.good("POST", f"/appointments/{made['id']}/reschedule", body)
    await any_office.good("POST", f"/appointments/{made['id']}/cancel", {"reason": "Griep", "notify": True})
    assert [kind for kind, _ in await kinds(any_office)] == [
        "appointment_planned",
        "appointment_moved",
        "appointment_cancelled",
    ]
    events = [event_of(mail) for mail in await sent(any_office)]
    assert [method for method, _ in events] == ["REQUEST", "REQUEST", "CANCEL"]
    assert {str(event["UID"]) for _, event in events} == {made["uid"]}
    sequences = [int(event["SEQUENCE"]) for _, event in events]
    assert sequences == sorted(set(sequences)), "it rises with each"
    assert events[1][1].decoded("DTSTART").astimezone(later.tzinfo) == later
    assert "Griep" in (await sent(any_office))[-1].text


CHANGES = [
    {"title": "Jaargesprek"},
    {"place": "Kamer 3"},
    {"description": "Neem uw loonstrook mee."},
    {"kind": "phone"},
]


@pytest.mark.covers("A019", "G014", "G021")
async def test_other_words_another_place_or_kind_bring_the_invitation_up_to_date(any_office: AgendaOffice):
    made = await any_office.planned(TEN)
    for change in CHANGES:
        made = await any_office.good(
            "PATCH", f"/appointments/{made['id']}", change | {"notify": True}, seen=made["version"]
        )
    mails = await sent(any_office)
    assert [mail.kind for mail in mails] == ["appointment_planned"] + ["appointment_changed"] * 4
    events = [event_of(mail) for mail in mails]
    assert {method for method, _ in events} == {"REQUEST"}
    assert {str(event["UID"]) for _, event in events} == {made["uid"]}
    assert [int(event["SEQUENCE"]) for _, event in events] == [0, 1, 2, 3, 4]
    assert {event.decoded("DTSTART").timestamp() for _, event in events} == {TEN.timestamp()}
    _, last = events[-1]
    assert last["SUMMARY"].startswith("Jaargesprek")
    assert last["LOCATION"] == "Kamer 3"
    assert "Neem uw loonstrook mee." in last["DESCRIPTION"]
    assert "Neem uw loonstrook mee." in mails[3].text
    assert made["session_id"] is None, "nobody meets on the web any more"


async def test_a_change_is_told_only_when_asked_and_only_when_the_client_sees_it(office: AgendaOffice):
    made = await office.planned(SOON)
    path = f"/appointments/{made['id']}"
    made = await office.good("PATCH", path, {"place": "Kamer 3"}, seen=made["version"])
    assert made["sequence"] == 1, "calendars that ask for it find it newer all the same"
    for quiet in ({"note": "Belt liever niet"}, {"price_cents": 100}, {"place": "Kamer 3"}):
        made = await office.good("PATCH", path, quiet | {"notify": True}, seen=made["version"])
    assert made["sequence"] == 1
    assert [kind for kind, _ in await kinds(office)] == ["appointment_planned"]
    office.at(SOON + timedelta(hours=2))
    made = await office.good("PATCH", path, {"description": "Achteraf", "notify": True}, seen=made["version"])
    status, refused = await office.ask("PATCH", path, {"kind": "phone"}, seen=made["version"])
    assert (status, refused["code"]) == (409, "appointment_over")
    assert [kind for kind, _ in await kinds(office)] == ["appointment_planned"]


async def test_of_times_that_are_only_proposed_the_proposal_is_mailed_again(office: AgendaOffice):
    made = await office.proposed(TEN, TEN + timedelta(hours=2))
    change = {"title": "Jaargesprek", "notify": True}
    await office.good("PATCH", f"/appointments/{made['id']}", change, seen=made["version"])
    assert [kind for kind, _ in await kinds(office)] == ["appointment_proposed"] * 2
    assert (await sent(office))[-1].calendar_method in (None, "")


async def test_another_kind_gives_a_room_or_takes_it_away(office: AgendaOffice):
    made = await office.planned(TEN, notify=False)
    path = f"/appointments/{made['id']}"
    made = await office.good("PATCH", path, {"kind": "visit"}, seen=made["version"])
    assert (made["code"], made["session_id"]) == (None, None)
    made = await office.good("PATCH", path, {"kind": "video", "notify": True}, seen=made["version"])
    assert made["code"]
    (mail,) = await sent(office)
    assert f"/{made['code']}" in mail.text


async def test_a_service_has_mails_of_its_own_in_the_language_that_they_are_written_in(office: AgendaOffice):
    blocks = [{"type": "heading", "text": "Welkom"}]
    body = {"kind": "appointment_planned", "language": "nl", "name": "Kort", "subject": "Tot dan", "blocks": blocks}
    template = await office.good("POST", "/message-templates", body, who=office.admin)
    service = await office.new_service(name="Kennismaking", templates={"appointment_planned/nl": template["id"]})
    await office.planned(TEN, service_id=service["id"])
    await office.planned(TEN + timedelta(hours=2))
    card = await office.good("GET", f"/clients/{office.client_id}")
    change = {"language": "en"}
    await office.good("PUT", f"/clients/{office.client_id}", change, seen=card["version"])
    await office.planned(TEN + timedelta(hours=4), service_id=service["id"])
    subjects = [mail.subject for mail in await sent(office)]
    assert subjects[0] == "Tot dan"
    assert subjects[1] != "Tot dan", "another service has the office's usual ones"
    assert "appointment" in subjects[2], "who speaks another language reads the office's usual one in it"
    await office.good("DELETE", f"/message-templates/own/{template['id']}", who=office.admin)
    assert (await office.plan(TEN + timedelta(days=1), service_id=service["id"]))[0] == 201, "gone is gone"


async def test_who_is_not_to_be_told_is_not(office: AgendaOffice):
    await office.planned(TEN, notify=False)
    assert await sent(office) == []


@pytest.mark.covers("A025")
async def test_several_times_are_proposed_as_buttons_and_stand_in_no_calendar_yet(office: AgendaOffice):
    made = await office.proposed(TEN, TEN + timedelta(hours=2))
    (mail,) = await sent(office)
    assert mail.kind == "appointment_proposed"
    assert mail.calendar_method in (None, "")
    for option in made["options"]:
        assert f"?option={option['id']}" in mail.html


async def test_a_client_without_an_address_is_skipped_and_the_appointment_stands(office: AgendaOffice):
    status, client = await office.ask(
        "POST", "/clients", {"kind": "person", "people": [{"given": "Piet", "family": "Zonder"}]}
    )
    assert status == 201, client
    made = await office.planned(TEN, client_id=client["id"])
    assert await sent(office) == []
    assert made["code_sent_at"] is None
    assert [(one["kind"], one["state"]) for one in made["reminders"] if one["state"] != "planned"] == [
        ("appointment_planned", "skipped")
    ]


@pytest.mark.covers("A010")
async def test_the_code_is_sent_again_on_request(office: AgendaOffice):
    made = await office.planned(TEN)
    answer = await office.good("POST", f"/appointments/{made['id']}/resend-code", {})
    mail = (await sent(office, "appointment_code"))[0]
    assert mail.id == answer["mail_id"]
    assert made["code"] in mail.text.replace(" ", "")
    assert (await office.ask("POST", f"/appointments/{made['id']}/resend-code", {}, who=office.colleague))[0] == 404
    await office.good("POST", f"/appointments/{made['id']}/cancel", {"reason": "", "notify": False})
    status, refused = await office.ask("POST", f"/appointments/{made['id']}/resend-code", {})
    assert (status, refused["code"]) == (409, "no_code")


# --- reminders ---


async def with_reminders(office: AgendaOffice, *minutes: int) -> None:
    office.service = await office.new_service(name="Met herinnering", reminders=list(minutes))


async def promised(office: AgendaOffice) -> list[datetime]:
    query = select(jobs.c.run_at).where(jobs.c.organisation_id == office.id, jobs.c.kind == REMIND)
    async with office.house.database.reading() as rows:
        return sorted((await rows.execute(query)).scalars())


async def work_off(office: AgendaOffice) -> None:
    assert office.house.parts.crm is not None
    while await office.house.parts.crm.ground.jobs.do_one():
        pass


@pytest.mark.covers("G002", "G021")
async def test_reminders_go_when_it_is_time_and_once(any_office: AgendaOffice):
    office = any_office
    await with_reminders(office, 1440, 60)
    made = await office.planned(TEN + timedelta(days=2))
    start = TEN + timedelta(days=2)
    assert await promised(office) == [start - timedelta(days=1), start - timedelta(hours=1)]
    office.at(start - timedelta(days=1, minutes=1))
    await work_off(office)
    assert await sent(office, "appointment_reminder") == []
    office.at(start - timedelta(hours=23))
    await work_off(office)
    await work_off(office)
    (mail,) = await sent(office, "appointment_reminder")
    assert mail.recipient == "jan@vermeulen.example"
    assert made["code"] in mail.text.replace(" ", "")
    office.at(start - timedelta(minutes=30))
    await work_off(office)
    assert len(await sent(office, "appointment_reminder")) == 2
    assert office.house.parts.crm is not None
    async with office.house.database.reading() as rows:
        found = await office.house.parts.crm.around.aftercare.afterwards(rows, office.id, [made["id"]])
    states = [one.state for one in found[made["id"]].reminders if one.kind == "appointment_reminder"]
    assert states == ["sent", "sent"]


async def test_a_reminder_moves_with_its_appointment_and_goes_with_it(office: AgendaOffice):
    await with_reminders(office, 60)
    made = await office.planned(TEN)
    later = TEN + timedelta(days=1)
    body = {"start": later.isoformat(), "end": (later + timedelta(hours=1)).isoformat(), "notify": False}
    await office.good("POST", f"/appointments/{made['id']}/reschedule", body)
    assert await promised(office) == [later - timedelta(hours=1)]
    await office.good("POST", f"/appointments/{made['id']}/cancel", {"reason": "", "notify": False})
    assert await promised(office) == []
    async with office.house.database.reading() as rows:
        left = (await rows.execute(select(notices).where(notices.c.kind == "appointment_reminder"))).all()
    assert left == []


async def test_whoever_holds_the_same_reminder_twice_sends_one(any_office: AgendaOffice):
    """A worker that died after its commit is followed by another with the same work."""
    office = any_office
    await with_reminders(office, 60)
    made = await office.planned(TEN)
    async with office.house.database.reading() as rows:
        promise = (await rows.execute(select(jobs).where(jobs.c.kind == REMIND))).one()
    assert office.house.parts.crm is not None
    remind = office.house.parts.crm.around.notices.remind
    job = Job(promise.id, office.id, REMIND, promise.subject, {"appointment_id": made["id"]}, 1)
    office.at(TEN - timedelta(minutes=50))
    await remind(job)
    await remind(job)
    assert len(await sent(office, "appointment_reminder")) == 1


async def test_a_reminder_of_what_has_begun_is_not_sent(office: AgendaOffice):
    await with_reminders(office, 60)
    await office.planned(TEN)
    office.at(TEN + timedelta(minutes=1))
    await work_off(office)
    assert await sent(office, "appointment_reminder") == []
    async with office.house.database.reading() as rows:
        (row,) = (await rows.execute(select(notices).where(notices.c.kind == "appointment_reminder"))).all()
    assert row.state == "skipped"


async def test_a_template_with_an_unknown_tag_stops_the_plan_and_names_it(office: AgendaOffice):
    """Such as one that an older version has kept. Nothing is sent, and nothing is planned either."""
    sheet = {"subject": "Tot gauw", "blocks": [{"type": "button", "label": "Open", "href": "%{appointment_link}"}]}
    await office.good("PUT", "/message-templates/appointment_planned/nl", sheet, who=office.admin, seen=0)
    async with office.house.database.writing() as rows:
        await rows.execute(update(message_templates).values(subject="Dag %{client_frist_name}"))
    status, refused = await office.plan(TEN)
    assert (status, refused["code"], refused["tag"]) == (422, "unknown_tag", "%{client_frist_name}")
    assert await sent(office) == []
    assert (await office.good("GET", "/appointments"))["items"] == []


async def test_links_in_mails_open(office: AgendaOffice):
    await office.planned(TEN)
    status, page = await office.house.call("GET", await link(office))
    assert status == 200
    assert page["client"] == "Jan Vermeulen"


# --- another client ---


async def lines(office: AgendaOffice, client_id: str, kind: str) -> list[dict[str, Any]]:
    found = await office.good("GET", f"/clients/{client_id}/timeline?kinds={kind}", who=office.admin)
    return [line["detail"] for line in found["items"]]


async def another(office: AgendaOffice, email: str = "els@bakker.example") -> str:
    status, client = await office.ask("POST", "/clients", new_client("Els", "Bakker", email))
    assert status == 201, client
    return str(client["id"])


@pytest.mark.covers("A019", "G014", "G021", "F052")
async def test_another_client_is_invited_and_the_one_before_is_let_go(any_office: AgendaOffice):
    office = any_office
    els, made = await another(office), await office.planned(TEN)
    path = f"/appointments/{made['id']}"
    old_link = await link(office)
    change = {"client_id": els, "place": "Kamer 3"}
    handed = await office.good("PATCH", path, change, seen=made["version"])
    assert handed["client"]["id"] == els

    planned, off, invited = await sent(office)
    assert [(off.kind, off.recipient), (invited.kind, invited.recipient)] == [
        ("appointment_cancelled", "jan@vermeulen.example"),
        ("appointment_planned", "els@bakker.example"),
    ]
    (_, first), (ended, gone), (method, event) = (event_of(mail) for mail in (planned, off, invited))
    assert (ended, method) == ("CANCEL", "REQUEST")
    assert {str(each["UID"]) for each in (first, gone, event)} == {made["uid"]}
    assert [int(each["SEQUENCE"]) for each in (first, gone, event)] == [0, 1, 2]
    assert gone["ATTENDEE"] == "mailto:jan@vermeulen.example"
    assert gone["STATUS"] == "CANCELLED"
    assert event["ATTENDEE"] == "mailto:els@bakker.example"
    for said in (off.text, off.html, off.calendar):
        assert "Els" not in said
        assert "/appointment/" not in said
        assert handed["code"] not in said.replace(" ", "")

    assert (await office.house.call("GET", old_link))[0] == 404
    status, page = await office.house.call("GET", await link(office))
    assert (status, page["client"]) == (200, "Els Bakker")
    assert handed["code"] != made["code"]
    join = {"name": "Jan"}
    assert (await office.house.call("POST", "/api/v1/join", join | {"code": made["code"]}))[0] == 410
    assert (await office.house.call("POST", "/api/v1/join", join | {"code": handed["code"]}))[0] == 201

    (told,) = await lines(office, office.client_id, "appointment_handed_over")
    assert "fields" not in told
    (taken,) = await lines(office, els, "appointment_taken_over")
    assert taken["fields"] == ["place"]


async def test_nobody_hears_of_another_client_when_that_is_asked(office: AgendaOffice):
    els, made = await another(office), await office.planned(TEN, notify=False)
    change = {"client_id": els, "notify": False}
    handed = await office.good("PATCH", f"/appointments/{made['id']}", change, seen=made["version"])
    assert await sent(office) == []
    assert handed["code"] != made["code"], "the code is another one all the same"
    assert len(await lines(office, office.client_id, "appointment_handed_over")) == 1


async def test_two_who_share_a_mailbox_end_with_the_appointment_in_their_calendar(office: AgendaOffice):
    made = await office.planned(TEN)
    body = new_client("Ria", "Vermeulen", "jan@vermeulen.example") | {"anyway": True}
    ria = (await office.good("POST", "/clients", body))["id"]
    await office.good("PATCH", f"/appointments/{made['id']}", {"client_id": ria}, seen=made["version"])
    methods = [(method, int(event["SEQUENCE"])) for method, event in (event_of(mail) for mail in await sent(office))]
    assert methods == [("REQUEST", 0), ("CANCEL", 1), ("REQUEST", 2)]


async def test_of_times_that_are_only_proposed_the_one_before_hears_it_without_a_calendar(office: AgendaOffice):
    els, made = await another(office), await office.proposed(TEN, TEN + timedelta(hours=2))
    await office.good("PATCH", f"/appointments/{made['id']}", {"client_id": els}, seen=made["version"])
    assert await kinds(office) == [
        ("appointment_proposed", "jan@vermeulen.example"),
        ("appointment_cancelled", "jan@vermeulen.example"),
        ("appointment_proposed", "els@bakker.example"),
    ]
    assert [mail.calendar_method or "" for mail in await sent(office)] == ["", "", ""]


async def test_a_guest_who_is_found_among_the_clients_is_still_the_same(office: AgendaOffice):
    guest = {"name": "Els", "email": "els@bakker.example"}
    made = await office.planned(TEN, client_id=None, guest=guest)
    els, opened = await another(office), await link(office)
    found = await office.good("PATCH", f"/appointments/{made['id']}", {"client_id": els}, seen=made["version"])
    assert found["code"] == made["code"]
    assert (await office.house.call("GET", opened))[0] == 200
    assert [kind for kind, _ in await kinds(office)] == ["appointment_planned"]


async def test_whoever_is_in_the_room_stays_in_it_when_the_client_is_put_right(office: AgendaOffice):
    els, made = await another(office), await office.planned(SOON)
    office.at(SOON)
    async with office.house.database.writing() as rows:
        await office.agenda.service.seen(rows, office.id, made["id"], host_at=SOON, host_inside=True)
    now = await office.good("GET", f"/appointments/{made['id']}")
    handed = await office.good("PATCH", f"/appointments/{made['id']}", {"client_id": els}, seen=now["version"])
    assert handed["session_id"] == made["session_id"]


async def test_an_edit_stands_on_the_timeline_of_the_client(any_office: AgendaOffice):
    office = any_office
    made = await office.planned(TEN, notify=False)
    path = f"/appointments/{made['id']}"
    body = {"title": "Jaargesprek", "description": "Neem uw loonstrook mee.", "note": "Belt liever niet."}
    made = await office.good("PATCH", path, body, seen=made["version"])
    made = await office.good("PATCH", path, body, seen=made["version"])
    (line,) = await lines(office, office.client_id, "appointment_changed")
    assert line["fields"] == ["title", "description", "note"]
    assert (line["title"], line["start"]) == ("Jaargesprek", TEN.isoformat())
    later = TEN + timedelta(hours=3)
    await office.good("POST", f"{path}/reschedule", {"start": later.isoformat(), "notify": False})
    (moved,) = await lines(office, office.client_id, "appointment_moved")
    assert (moved["from"], moved["start"]) == (TEN.isoformat(), later.isoformat())
