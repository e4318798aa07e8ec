"""Who was in the session becomes the appointment's status by itself, also after a restart."""

from __future__ import annotations

from datetime import timedelta

import pytest

from server.crm.aftercare.presence import Presence
from server.live.assembly import Live
from signalling import events as ev
from tests.crm.agenda.office import MONDAY, AgendaOffice
from tests.live.houses import Meeting

START = MONDAY + timedelta(hours=9)


def entry(seq: int, at: int, *events: ev.Event) -> ev.Entry:
    return ev.Entry(seq, at, "system", "", events)


def entered(who: str, role) -> ev.Event:
    return ev.ParticipantEntered(who, who, role, "nl")


def test_to_be_there_is_to_be_inside_and_connected():
    seen = Presence(0).take(
        [
            entry(1, 10, entered("ann", "host")),
            entry(2, 20, ev.ParticipantWaiting("bob", "Bob", "client", "nl")),
            entry(3, 30, ev.ParticipantConnected("bob", "i", "n")),
            entry(4, 40, ev.ParticipantConnected("ann", "i", "n")),
        ]
    )
    assert (seen.host_at, seen.guest_at, seen.inside) == (40, None, (True, False))
    seen.take([entry(5, 50, entered("bob", "client"))])
    assert (seen.guest_at, seen.inside) == (50, (True, True))
    seen.take([entry(6, 60, ev.ParticipantLeft("bob", "self")), entry(7, 70, ev.SessionEnded("host"))])
    assert (seen.inside, seen.ended_at) == ((False, False), 70)


def test_what_was_over_before_it_counts_does_not_and_who_stayed_does():
    tried = [entered("ann", "host"), ev.ParticipantConnected("ann", "i", "n")]
    assert (
        Presence(1_000)
        .take([entry(1, 10, *tried), entry(2, 20, ev.ParticipantLeft("ann", "self"))])
        .until(2_000)
        .host_at
        is None
    )
    assert Presence(1_000).take([entry(1, 10, *tried)]).until(2_000).host_at == 1_000
    assert Presence(1_000).take([entry(1, 10, *tried)]).until(500).host_at is None


async def in_the_room(office: AgendaOffice):
    """A planned meeting ten minutes before its start, with the adviser and the client in it."""
    made = await office.planned(START)
    office.at(START - timedelta(minutes=10))
    house = office.house
    ticket = await house.ticket(office.adviser, made["session_id"])
    host = await house.page(ticket).open()
    guest_ticket = await house.guest(Meeting(made["session_id"], made["code"], ticket), "Jan")
    guest = await house.page(guest_ticket).open()
    return made, host, guest, ticket, guest_ticket


async def status_of(office: AgendaOffice, made) -> str:
    return (await office.good("GET", f"/appointments/{made['id']}"))["status"]


@pytest.mark.covers("A027")
async def test_both_were_there_and_it_ended_so_it_is_completed(any_office: AgendaOffice):
    made, _host, _guest, ticket, _ = await in_the_room(any_office)
    view = await any_office.good("GET", f"/appointments/{made['id']}")
    assert view["live"]
    status, _ = await any_office.house.call(
        "POST", f"/api/v1/sessions/{made['session_id']}/end", who=any_office.adviser
    )
    assert status in (200, 202, 204)
    assert await status_of(any_office, made) == "completed"
    assert ticket


@pytest.mark.covers("A028")
async def test_one_was_there_alone_so_it_is_missed(office: AgendaOffice):
    made = await office.planned(START)
    office.at(START + timedelta(minutes=2))
    await office.house.page(await office.house.ticket(office.adviser, made["session_id"])).open()
    assert await status_of(office, made) == "scheduled"
    await office.house.call("POST", f"/api/v1/sessions/{made['session_id']}/end", who=office.adviser)
    office.at(START + timedelta(hours=1, minutes=1))
    assert await status_of(office, made) == "missed"


@pytest.mark.covers("A030")
async def test_both_tried_and_no_way_came_up_so_it_failed_with_the_reason(any_office: AgendaOffice):
    made, _host, _guest, host_ticket, guest_ticket = await in_the_room(any_office)
    house = any_office.house
    for ticket, reason in ((host_ticket, "ice_failed"), (guest_ticket, "no_relay")):
        status, _ = await house.call(
            "POST", "/api/v1/room/media-path", {"state": "failed", "reason": reason}, who=ticket
        )
        assert status == 204
    await house.call("POST", f"/api/v1/sessions/{made['session_id']}/end", who=any_office.adviser)
    view = await any_office.good("GET", f"/appointments/{made['id']}")
    assert (view["status"], view["failed_reason"]) == ("failed", "ice_failed, no_relay")


@pytest.mark.covers("A030")
async def test_a_way_that_comes_up_in_the_end_is_no_failure(office: AgendaOffice):
    made, _host, _guest, host_ticket, guest_ticket = await in_the_room(office)
    for ticket, body in (
        (host_ticket, {"state": "failed", "reason": "ice_failed"}),
        (guest_ticket, {"state": "up"}),
    ):
        await office.house.call("POST", "/api/v1/room/media-path", body, who=ticket)
    await office.house.call("POST", f"/api/v1/sessions/{made['session_id']}/end", who=office.adviser)
    assert await status_of(office, made) == "completed"


@pytest.mark.covers("A021", "A027")
async def test_a_process_that_died_before_it_could_tell_is_made_up_for_from_the_log(any_office: AgendaOffice):
    office = any_office
    live: Live = office.house.live
    assert office.house.parts.crm is not None
    attendance = office.house.parts.crm.around.attendance
    # As if this process died between the log and everything that follows from it.
    live.sessions._reactions.remove(attendance.react)
    made, *_ = await in_the_room(office)
    await office.house.call("POST", f"/api/v1/sessions/{made['session_id']}/end", who=office.adviser)
    assert (await office.now(made["id"])).status != "completed"
    await attendance.put_right()
    assert (await office.now(made["id"])).status == "completed"
    before = (await office.now(made["id"])).version
    await attendance.put_right()
    assert (await office.now(made["id"])).version == before, "the same facts again change nothing"
