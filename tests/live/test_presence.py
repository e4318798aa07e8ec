"""Who is there: rounds of the janitor with a clock that a test moves."""

import pytest


@pytest.mark.covers("F038")
async def test_two_minutes_with_a_closed_laptop_is_the_same_participant(house):
    meeting, host, guest = await house.room("Bob")
    await guest.close()
    await host.sees("participant_disconnected", participant_id=guest.participant_id)
    house.clock.passes(minutes=2)
    await house.round()
    back = await house.page(guest.ticket, guest.instance).open(guest.seq)
    assert "participant_left" not in [one["type"] for one in back.events]
    await back.says("back")
    await host.sees("chat_sent", text="back")


async def test_after_three_minutes_away_somebody_is_out_and_may_come_back(any_house):
    meeting, host, guest = await any_house.room("Bob")
    await host.command("grant_input", participant_id=guest.participant_id)
    await guest.close()
    await host.sees("participant_disconnected", participant_id=guest.participant_id)
    any_house.clock.passes(seconds=170)
    await any_house.round()
    assert "participant_left" not in [one["type"] for one in host.events]
    any_house.clock.passes(seconds=15)
    await any_house.round()
    await host.sees("participant_left", participant_id=guest.participant_id, reason="gone")
    back = await any_house.page(guest.ticket).open()
    await host.sees("participant_entered", participant_id=guest.participant_id)
    session = await any_house.live.sessions.get(meeting.id)
    assert not session.participants[back.participant_id].input


@pytest.mark.covers("F028")
async def test_a_session_whose_people_are_all_gone_ends_itself(any_house):
    adviser = await any_house.adviser(empty_after_minutes=5)
    meeting = await any_house.meeting(adviser)
    host = await any_house.page(meeting.host_ticket).open()
    any_house.clock.passes(minutes=30)
    await any_house.round()
    assert (await host.command("set_chat", on=False))["ok"], "as long as somebody is there it goes on"
    await host.close()

    await any_house.empty(meeting)
    any_house.clock.passes(minutes=4)
    await any_house.round()
    assert (await any_house.call("GET", f"/api/v1/join/{meeting.code}"))[0] == 200
    any_house.clock.passes(minutes=2)
    await any_house.round()
    status, refusal = await any_house.call("GET", f"/api/v1/join/{meeting.code}")
    assert (status, refusal["code"]) == (410, "session_ended")
    _, session = await any_house.call("GET", f"/api/v1/sessions/{meeting.id}", who=adviser)
    assert session["end_reason"] == "empty"


async def test_a_page_that_was_wrongly_counted_as_cut_off_is_put_right(house):
    from signalling.commands import Disconnect
    from signalling.limits import SYSTEM

    meeting, host, guest = await house.room("Bob")
    sessions = house.live.sessions
    await sessions.handle(meeting.id, SYSTEM, Disconnect(guest.participant_id, guest.instance, house.live.node))
    await host.sees("participant_disconnected", participant_id=guest.participant_id)
    await sessions.repair()
    await host.until(lambda: host.events[-1]["type"] == "participant_connected")
    assert host.events[-1]["instance"] == guest.instance


async def test_a_row_left_running_by_a_stopped_process_is_settled(house):
    from sqlalchemy import update

    from server.live.tables import sessions

    adviser = await house.adviser()
    meeting = await house.meeting(adviser)
    host = await house.page(meeting.host_ticket).open()
    await host.command("end_session")
    async with house.database.writing() as rows:
        await rows.execute(update(sessions).values(ended_at=None, end_reason=None, code=meeting.code))
    house.clock.passes(seconds=20)
    await house.round()
    _, session = await house.call("GET", f"/api/v1/sessions/{meeting.id}", who=adviser)
    assert (session["code"], session["end_reason"]) == (None, "host")


async def test_sessions_that_nobody_is_in_take_no_memory(house):
    adviser = await house.adviser()
    kept = house.live.sessions._live
    # The house's own rounds may come in between.
    assert any([(await house.meeting(adviser)).id in kept for _ in range(5)])
    await house.round()
    assert not kept
