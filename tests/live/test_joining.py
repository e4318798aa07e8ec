"""From the code to the room: started, looked up, joined, entered, ended."""

import pytest


@pytest.mark.covers("F007", "F010", "F013", "F014", "F036")
async def test_a_code_leads_from_the_public_page_into_the_room(any_house):
    adviser = await any_house.adviser()
    meeting = await any_house.meeting(adviser)
    assert meeting.code.isdigit()
    assert len(meeting.code) == 9
    host = await any_house.page(meeting.host_ticket).open()
    spaced = f"{meeting.code[:3]} {meeting.code[3:6]}-{meeting.code[6:]}"
    status, seen = await any_house.call("GET", f"/api/v1/join/{spaced}")
    assert (status, seen["adviser"]) == (200, {"name": "Anna de Wit", "present": True})
    status, admission = await any_house.call("POST", "/api/v1/join", {"code": spaced, "name": "Bob"})
    assert status == 201
    guest = await any_house.page(admission["ticket"]).open()
    await host.sees("participant_entered", name="Bob", role="client")
    await guest.says("hello")
    await host.sees("chat_sent", text="hello", participant_id=guest.participant_id)
    status, room = await any_house.call("GET", "/api/v1/room", who=guest.ticket)
    assert (status, room["code"], room["link"], room["role"]) == (200, None, None, "client")
    status, room = await any_house.call("GET", "/api/v1/room", who=host.ticket)
    assert (room["code"], room["role"]) == (meeting.code, "host")


@pytest.mark.covers("F014")
async def test_a_wrong_ended_or_full_session_is_told_apart(house):
    meeting, host, *_ = await house.room(*"BCDEFGH")
    wrong = str((int(meeting.code) + 1) % 10**9).rjust(9, "1")
    assert (await house.call("GET", f"/api/v1/join/{wrong}"))[1]["code"] == "code_unknown"
    status, refusal = await house.call("POST", "/api/v1/join", {"code": meeting.code, "name": "Late"})
    assert (status, refusal["code"]) == (409, "session_full")
    await host.command("end_session")
    status, refusal = await house.call("POST", "/api/v1/join", {"code": meeting.code, "name": "Late"})
    assert (status, refusal["code"]) == (410, "session_ended")


@pytest.mark.covers("F010", "F028")
async def test_a_code_dies_with_its_session(any_house):
    adviser = await any_house.adviser()
    meeting = await any_house.meeting(adviser)
    host = await any_house.page(meeting.host_ticket).open()
    assert (await any_house.call("GET", f"/api/v1/join/{meeting.code}"))[0] == 200
    await host.command("end_session")
    status, refusal = await any_house.call("GET", f"/api/v1/join/{meeting.code}")
    assert (status, refusal["code"]) == (410, "session_ended")
    _, session = await any_house.call("GET", f"/api/v1/sessions/{meeting.id}", who=adviser)
    assert (session["code"], session["link"], session["end_reason"]) == (None, None, "host")


async def test_a_name_is_needed_and_may_not_turn_the_text_around_it(house):
    meeting = await house.meeting(await house.adviser())
    for name in ("", "   ", "Bob\u202e", "x" * 61, "a\x00b"):
        status, _ = await house.call("POST", "/api/v1/join", {"code": meeting.code, "name": name})
        assert status == 422, name
    assert (await house.call("POST", "/api/v1/join", {"code": meeting.code, "name": "دانیال 👩\u200d👧"}))[0] == 201


@pytest.mark.covers("F016")
async def test_a_colleague_comes_in_without_the_hosts_rights_until_made_co_host(house):
    office = await house.office()
    anna, cas = await house.member(office), await house.member(office, "Cas")
    meeting = await house.meeting(anna)
    host = await house.page(meeting.host_ticket).open()
    colleague = await house.page(await house.ticket(cas, meeting.id)).open()
    await host.sees("participant_entered", name="Cas", role="colleague")
    assert (await colleague.command("set_chat", on=False))["code"] == "not_allowed"
    assert (await house.call("GET", "/api/v1/room", who=colleague.ticket))[1]["code"] is None
    assert (await host.command("make_cohost", participant_id=colleague.participant_id))["ok"]
    await colleague.until(lambda: len(colleague.welcomes) == 2)
    assert (await colleague.command("set_chat", on=False))["ok"]
    assert (await house.call("GET", "/api/v1/room", who=colleague.ticket))[1]["code"] == meeting.code


async def test_entering_twice_is_being_the_same_participant(house):
    office = await house.office()
    anna, cas = await house.member(office), await house.member(office, "Cas")
    meeting = await house.meeting(anna)
    again = await house.ticket(anna, meeting.id)
    assert again.split(".")[0] == meeting.host_ticket.split(".")[0]
    assert (await house.ticket(cas, meeting.id)).split(".")[0] == (await house.ticket(cas, meeting.id)).split(".")[0]


@pytest.mark.covers("F014")
async def test_who_waits_in_the_lobby_sees_nothing_until_let_in(house):
    meeting, host = await house.room(lobby=True)
    await host.says("before")
    guest = await house.page(await house.guest(meeting)).open()
    await host.sees("participant_waiting", name="Bob")
    await host.says("about you")
    assert {event["type"] for event in guest.events} == {"participant_waiting"}
    assert not [entry for entry in guest.log if not entry["events"] and (entry["actor"] or entry["cause"])]
    assert (await guest.command("send_chat", text="hello"))["code"] == "waiting_in_lobby"
    assert (await host.command("admit", participant_id=guest.participant_id))["ok"]
    await guest.until(lambda: len(guest.welcomes) == 2)
    assert guest.welcomes[1]["after"] == 0, "what may be seen has changed: the log comes anew"
    assert guest.chat == ["before", "about you"]
    await guest.says("thank you")


async def test_whoever_is_turned_away_is_told_and_stays_out(house):
    meeting, host = await house.room(lobby=True)
    guest = await house.page(await house.guest(meeting)).open()
    await host.command("turn_away", participant_id=guest.participant_id)
    await guest.until(lambda: guest.closed)
    assert guest.names[-1] == "removed"
    status, refusal = await house.call("GET", "/api/v1/room", who=guest.ticket)
    assert (status, refusal["code"]) == (401, "ticket_unknown")


@pytest.mark.covers("F029")
async def test_both_judge_the_session_after_its_end_once(any_house):
    adviser = await any_house.adviser()
    meeting = await any_house.meeting(adviser)
    host = await any_house.page(meeting.host_ticket).open()
    guest = await any_house.page(await any_house.guest(meeting)).open()
    await host.command("end_session")
    await guest.sees("session_ended", reason="host")
    opinion = {"stars": 4, "helped": ["clear"], "text": "Duidelijk.\u2028\x01 \U0001f600"}
    path = f"/api/v1/sessions/{meeting.id}/evaluation"
    assert (await any_house.call("POST", path, opinion, who=guest.ticket))[0] == 204
    assert (await any_house.call("POST", path, opinion, who=guest.ticket))[1]["code"] == "already_evaluated"
    assert (await any_house.call("POST", path, {"stars": 6}, who=host.ticket))[0] == 422
    assert (await any_house.call("POST", path, {"stars": None}, who=host.ticket))[0] == 204
    _, seen = await any_house.call("GET", f"/api/v1/sessions/{meeting.id}/evaluations", who=adviser)
    assert sorted((one["name"], one["stars"]) for one in seen["items"]) == [("Anna de Wit", None), ("Bob", 4)]


@pytest.mark.covers("F028")
async def test_the_office_may_end_a_session_from_outside(house):
    adviser = await house.adviser()
    meeting = await house.meeting(adviser)
    guest = await house.page(await house.guest(meeting)).open()
    assert (await house.call("POST", f"/api/v1/sessions/{meeting.id}/end", who=adviser))[0] == 204
    await guest.sees("session_ended", reason="office")
    assert (await house.call("POST", f"/api/v1/sessions/{meeting.id}/end", who=adviser))[0] == 204, "twice is once"
