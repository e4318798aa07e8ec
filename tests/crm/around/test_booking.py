"""The booking page: what is free is shown, kept for a while, booked once."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from server.crm.agenda.tables import appointments, taken
from server.crm.audit.tables import audit_events
from server.crm.clients.tables import clients, consents
from server.crm.notices.tables import notices
from server.crm.ports import Actor, AppointmentChange, Booking, ConsentGiven, NewClient, Rows
from server.crm.timeline.tables import timeline
from server.jobs.tables import jobs
from server.live.tables import sessions
from server.stores.tables import mails
from server.web import Problem
from tests.crm.agenda.office import MONDAY, AgendaOffice
from tests.crm.around.reading import kinds, sent

TUESDAY = f"{MONDAY + timedelta(days=1):%Y-%m-%d}"


def page_of(office: AgendaOffice) -> str:
    return f"/api/v1/book/o-{office.id[-12:]}"


async def ask(office: AgendaOffice, method: str, path: str, body=None):
    return await office.house.call(method, page_of(office) + path, body)


async def free(office: AgendaOffice) -> list[str]:
    status, found = await ask(office, "GET", f"/times?service={office.service['id']}&from={TUESDAY}&to={TUESDAY}")
    assert status == 200, found
    return [one["start"] for one in found["times"]]


def booking(office: AgendaOffice, start: str, **changes):
    wanted = {
        "service": office.service["id"],
        "start": start,
        "name": "Els Nieuw",
        "email": "els@nieuw.example",
        "phone": "06 12345678",
        "text": "Ik wil een huis kopen.",
    }
    return wanted | changes


@pytest.mark.covers("G006")
async def test_the_page_is_closed_until_it_is_switched_on_and_again_after(any_office: AgendaOffice):
    office = any_office
    status, refused = await ask(office, "GET", "")
    assert (status, refused["code"]) == (404, "booking_closed")
    await office.open_online()
    status, page = await ask(office, "GET", "")
    assert status == 200, page
    assert [one["name"] for one in page["services"]] == ["Hypotheekgesprek"]
    assert [one["name"] for one in page["advisers"]] == ["Anna de Wit"]
    await office.good("PUT", "/agenda-choices", {"booking": False}, who=office.admin)
    for method, path, body in (
        ("GET", "", None),
        ("GET", f"/times?service={office.service['id']}&from={TUESDAY}&to={TUESDAY}", None),
        ("POST", "", booking(office, f"{TUESDAY}T09:00:00Z")),
        ("POST", "/holds", {"service": office.service["id"], "start": f"{TUESDAY}T09:00:00Z"}),
    ):
        status, refused = await ask(office, method, path, body)
        assert (status, refused["code"]) == (404, "booking_closed"), path


@pytest.mark.covers("G006", "C001")
async def test_booking_takes_the_time_makes_the_client_and_tells_both(any_office: AgendaOffice):
    office = any_office
    await office.open_online()
    times = await free(office)
    status, booked = await ask(office, "POST", "", booking(office, times[0], consent=True))
    assert status == 201, booked
    assert (booked["start"], booked["adviser"], booked["email"]) == (times[0], "Anna de Wit", "els@nieuw.example")
    assert not set(booked) & {"link", "code", "join_url"}, "the address is not theirs until they have read its mail"
    assert times[0] not in await free(office)
    assert sorted(kind for kind, _ in await kinds(office)) == ["adviser_booked", "appointment_planned"]
    assert "Ik wil een huis kopen." in (await sent(office, "adviser_booked"))[0].text
    found = (await office.good("GET", "/clients?search=els@nieuw.example", who=office.admin))["items"]
    assert [one["name"] for one in found] == ["Els Nieuw"]
    whole = await office.good("GET", f"/clients/{found[0]['id']}", who=office.admin)
    assert [(one["purpose"], one["given"]) for one in whole["consents"]] == [("marketing", True)]
    assert "nieuws en tips" in whole["consents"][0]["text"]


async def test_who_is_a_client_already_stays_the_same_client(office: AgendaOffice):
    await office.open_online()
    times = await free(office)
    who = {"name": "J. Vermeulen", "email": "JAN@vermeulen.example", "consent": True}
    await ask(office, "POST", "", booking(office, times[0], **who))
    made = (await office.good("GET", "/appointments"))["items"][0]
    assert made["client"]["id"] == office.client_id
    whole = await office.good("GET", f"/clients/{office.client_id}")
    assert whole["consents"] == [], "nobody consents for another by typing their address"


async def test_a_time_is_kept_for_whoever_fills_in_the_form_and_for_five_minutes(any_office: AgendaOffice):
    office = any_office
    await office.open_online()
    start = (await free(office))[0]
    status, held = await ask(office, "POST", "/holds", {"service": office.service["id"], "start": start})
    assert status == 201, held
    assert start not in await free(office)
    status, refused = await ask(office, "POST", "", booking(office, start))
    assert (status, refused["code"]) == (409, "slot_taken")
    status, booked = await ask(
        office, "POST", "", booking(office, start, hold=held["hold"], adviser=held["adviser"], email="b@c.example")
    )
    assert status == 201, booked


async def test_a_hold_runs_out(office: AgendaOffice):
    await office.open_online()
    start = (await free(office))[0]
    await ask(office, "POST", "/holds", {"service": office.service["id"], "start": start})
    office.house.clock.passes(minutes=6)
    assert start in await free(office)
    assert (await ask(office, "POST", "", booking(office, start)))[0] == 201


async def test_of_many_who_book_the_same_time_one_gets_it(any_office: AgendaOffice):
    office = any_office
    await office.open_online()
    start = (await free(office))[0]
    answers = await asyncio.gather(
        *(ask(office, "POST", "", booking(office, start, email=f"p{number}@x.example")) for number in range(8))
    )
    assert sorted(status for status, _ in answers) == [201] + [409] * 7
    assert len(await sent(office, "appointment_planned")) == 1
    assert (await office.good("GET", "/clients", who=office.admin))["found"] == 2, "the one who was there, and one more"


async def counted(office: AgendaOffice) -> dict[str, int]:
    """Rows of the office in everything that a booking writes."""
    async with office.house.database.reading() as rows:
        found = {}
        for table in (appointments, audit_events, clients, consents, jobs, mails, notices, sessions, taken, timeline):
            query = select(func.count()).select_from(table).where(table.c.organisation_id == office.id)
            found[table.name] = await rows.scalar(query) or 0
        return found


@pytest.mark.covers("G006", "C001")
async def test_a_crowd_of_strangers_leaves_behind_only_those_who_got_a_time(any_office: AgendaOffice):
    """120 strangers and six times of two advisers: some ask for one of them, some for whoever is free."""
    office, agenda = any_office, any_office.agenda.service
    await office.open_online()
    await office.open_online(office.colleague)
    before = await counted(office)
    starts = [MONDAY + timedelta(days=1, hours=at) for at in (8, 9, 10)]
    people = [office.adviser.user_id, office.colleague.user_id, ""]

    async def stranger(number: int):
        who = NewClient(f"Vreemde {number}", f"v{number}@x.example", "", "nl")
        yes = ConsentGiven("marketing", "email", True, "Ja", "booking_page", office.house.clock(), "booking")
        wish = Booking(office.service["id"], people[number % 3], starts[number // 3 % 3], who=who, consent=yes)
        return await agenda.book(office.id, wish, Actor("client", "", who.name))

    answers = await asyncio.gather(*(stranger(number) for number in range(120)), return_exceptions=True)
    made = [one for one in answers if not isinstance(one, BaseException)]
    assert {repr(one) for one in answers if isinstance(one, BaseException) and not isinstance(one, Problem)} == set()
    assert {one.refusal.code for one in answers if isinstance(one, Problem)} == {"slot_taken"}
    assert sorted((one.adviser_id, one.start) for one in made) == sorted(
        (adviser, start) for adviser in people[:2] for start in starts
    )
    after = await counted(office)
    more = {name: after[name] - before[name] for name in after}
    each = {"appointments": 1, "clients": 1, "consents": 1, "sessions": 1, "taken": 1, "mails": 2}
    assert {name: more[name] for name in each} == {name: 6 * times for name, times in each.items()}
    found = (await office.good("GET", "/clients?limit=50", who=office.admin))["items"]
    assert {one["name"] for one in found} == {"Jan Vermeulen", *(one.guest_name for one in made)}
    # What is left in every other table is a whole number of things for each of the six, too.
    assert {name: count % 6 for name, count in more.items() if count % 6} == {}


async def test_one_stranger_with_two_advisers_at_once_is_one_client(any_office: AgendaOffice):
    office, agenda = any_office, any_office.agenda.service
    await office.open_online()
    await office.open_online(office.colleague)
    who = NewClient("Els Nieuw", "els@nieuw.example")
    start = MONDAY + timedelta(days=1, hours=9)
    made = await asyncio.gather(
        *(
            agenda.book(
                office.id, Booking(office.service["id"], one.user_id, start, who=who), Actor("client", "", who.name)
            )
            for one in (office.adviser, office.colleague)
        )
    )
    assert len({one.client_id for one in made}) == 1
    assert made[0].client_id


async def test_a_booking_that_breaks_off_leaves_no_client(any_office: AgendaOffice):
    """Whatever stands around the agenda and fails there takes the new client back with the appointment."""
    office = any_office
    await office.open_online()
    start = (await free(office))[0]
    before = await counted(office)

    async def fail(_rows: Rows, _change: AppointmentChange) -> None:
        raise RuntimeError("out of order")

    office.agenda.service.on_change(fail)
    status, _ = await ask(office, "POST", "", booking(office, start, consent=True))
    assert status == 500
    assert await counted(office) == before


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": "  "}, "name_needed"),
        ({"email": "geen adres"}, "email_unusable"),
        ({"email": "a@b.example\nBcc: c@d.example"}, "email_unusable"),
        ({"phone": "12"}, "phone_unusable"),
        ({"text": "Mijn BSN is 111222333"}, "bsn_found"),
        ({"start": "2027-03-02T03:00:00Z"}, "slot_taken"),
        ({"start": "2020-03-02T09:00:00Z"}, "slot_taken"),
        ({"service": "01a201e0-0000-7000-8000-000000000000"}, "service_unknown"),
    ],
)
async def test_what_cannot_be_booked_is_refused_in_words_and_nothing_is_left(office: AgendaOffice, changes, code):
    await office.open_online()
    start = (await free(office))[0]
    status, refused = await ask(office, "POST", "", booking(office, start) | changes)
    assert 400 <= status < 500
    assert refused["code"] == code
    assert await sent(office) == []
    assert (await office.good("GET", "/appointments"))["items"] == []


async def test_one_mailbox_is_not_filled_by_bookings_of_others(office: AgendaOffice):
    await office.open_online()
    times = await free(office)
    answers = [(await ask(office, "POST", "", booking(office, start)))[0] for start in times[:6]]
    assert answers.count(429) >= 1
    assert answers.count(201) <= 4
