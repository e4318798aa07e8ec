"""Lost sockets, repeated commands, other pages: nothing lost, nothing twice."""

import asyncio

import pytest

from server.live.fastlane import LANELESS_S
from tests.live.pages import Refused


@pytest.mark.covers("F038")
async def test_a_page_that_comes_back_gets_what_it_missed_and_nothing_twice(any_house):
    meeting, host, guest = await any_house.room("Bob")
    await host.says("one")
    await guest.sees("chat_sent", text="one")
    last_seq = guest.seq
    await guest.close()
    await host.sees("participant_disconnected", participant_id=guest.participant_id)
    for text in ("two", "three"):
        await host.says(text)
    again = await any_house.page(guest.ticket, guest.instance).open(last_seq)
    assert again.welcomes[0]["after"] == last_seq
    assert again.chat == ["two", "three"]
    assert [entry["seq"] for entry in again.log] == list(range(last_seq + 1, again.seq + 1))
    await host.says("four")
    await again.sees("chat_sent", text="four")


async def test_a_page_may_ask_for_what_it_missed_without_reconnecting(house):
    meeting, host, guest = await house.room("Bob")
    await host.says("one")
    await guest.sees("chat_sent", text="one")
    answer = await guest.ask("resume", {"last_seq": 0})
    assert answer["ok"]
    assert [entry["seq"] for entry in answer["entries"]] == list(range(1, guest.seq + 1))
    assert (await guest.ask("resume", {"last_seq": guest.seq}))["entries"] == []
    for wrong in (None, -1, 1.5, True, "1", 2**31, 2**63, 2**80):
        assert (await guest.ask("resume", {"last_seq": wrong}))["code"] == "bad_message", wrong
    assert (await guest.ask("resume", "nothing"))["code"] == "bad_message"


async def test_a_seq_from_the_future_gets_nothing_and_breaks_nothing(house):
    meeting, host, guest = await house.room("Bob")
    again = await house.page(guest.ticket).open(2**31 - 1)
    assert (again.welcomes[0]["after"], again.welcomes[0]["entries"]) == (again.welcomes[0]["seq"], [])
    with pytest.raises(Refused, match="bad_message"):
        await house.page(guest.ticket).open(2**31)


@pytest.mark.covers("F038")
async def test_the_same_command_again_is_answered_again_and_done_once(any_house):
    meeting, host, guest = await any_house.room("Bob")
    first = await guest.command("send_chat", id="once", text="hello")
    again = await guest.command("send_chat", id="once", text="hello")
    assert first == again
    other = await host.command("send_chat", id="once", text="hello too")
    assert other["seq"] != first["seq"], "an id belongs to its sender"
    await host.sees("chat_sent", text="hello too")
    assert host.chat == ["hello", "hello too"]
    back = await any_house.page(guest.ticket, guest.instance).open()
    assert await back.command("send_chat", id="once", text="hello") == first


async def test_many_commands_at_once_keep_their_order_and_their_numbers(any_house):
    meeting, host, guest = await any_house.room("Bob")
    texts = [str(number) for number in range(50)]
    answers = await asyncio.gather(*(guest.command("send_chat", text=text) for text in texts))
    assert all(answer["ok"] for answer in answers)
    await host.until(lambda: len(host.chat) == 50)
    assert host.chat == texts
    assert [entry["seq"] for entry in host.log] == list(range(1, len(host.log) + 1))


@pytest.mark.covers("F038")
async def test_a_second_window_takes_over_and_the_first_is_told(house):
    meeting, host, guest = await house.room("Bob")
    second = await house.page(guest.ticket).open()
    await guest.until(lambda: guest.closed)
    assert guest.names[-1] == "moved"
    await second.says("from here")
    await host.sees("chat_sent", text="from here")
    assert not [one for one in host.events if one["type"] == "participant_disconnected"]


@pytest.mark.covers("F038")
async def test_the_same_page_reconnecting_is_silent_for_everybody(house):
    meeting, host, guest = await house.room("Bob")
    seq = host.seq
    again = await house.page(guest.ticket, guest.instance).open(guest.seq)
    await guest.until(lambda: guest.closed)
    assert "moved" not in guest.names
    await again.says("still here")
    await host.sees("chat_sent", text="still here")
    assert host.seq == seq + 1, "nothing was told but the message"


async def test_a_goodbye_that_comes_after_the_return_does_not_cut_off(house):
    meeting, host, guest = await house.room("Bob")
    for _ in range(5):
        await asyncio.gather(guest.close(), (again := house.page(guest.ticket, guest.instance)).open(guest.seq))
        guest = again
    await guest.says("here")
    await host.sees("chat_sent", text="here")
    await house.round()
    session = await house.live.sessions.get(meeting.id)
    assert session.participants[guest.participant_id].instance == guest.instance


@pytest.mark.covers("F002", "F038")
async def test_a_share_survives_an_outage_and_ends_with_a_reload(house):
    meeting, host, guest = await house.room("Bob")
    assert (await host.command("start_share", stream_id="s", surface="window"))["ok"]
    await host.close()
    await guest.sees("participant_disconnected", participant_id=host.participant_id)
    host = await house.page(host.ticket, host.instance).open(host.seq)
    await guest.says("do you see me")
    assert "screen_stopped" not in [one["type"] for one in guest.events]
    await house.page(host.ticket).open()
    await guest.sees("screen_stopped", participant_id=host.participant_id)


async def test_a_removed_participant_is_told_closed_and_kept_out(any_house):
    meeting, host, guest, other = await any_house.room("Bob", "Dea")
    lane = await guest.lane(meeting.id)
    assert (await host.command("remove", participant_id=guest.participant_id))["ok"]
    await guest.until(lambda: guest.closed)
    assert guest.names[-1] == "removed"
    await lane.until(lambda: lane.code is not None)
    for instance in (guest.instance, ""):
        with pytest.raises(Refused, match="removed"):
            await any_house.page(guest.ticket, instance).open()
    assert (await any_house.call("GET", "/api/v1/room", who=guest.ticket))[0] == 401
    await other.says("the rest goes on")
    await host.sees("chat_sent", text="the rest goes on")


@pytest.mark.parametrize("ticket", ["", "x", "a.b", "nobody.secret", "." * 300, "\x00.\x00"])
async def test_a_ticket_nobody_issued_opens_nothing(house, ticket):
    meeting, host = await house.room()
    with pytest.raises(Refused, match="ticket_unknown"):
        await house.page(ticket).open()
    own, secret = host.ticket.split(".")
    with pytest.raises(Refused, match="ticket_unknown"):
        await house.page(f"{own}x.{secret}").open()


async def test_after_the_end_nobody_connects_and_nothing_is_taken(house):
    meeting, host, guest = await house.room("Bob")
    await host.command("end_session")
    await guest.sees("session_ended")
    assert (await guest.command("send_chat", text="wait"))["code"] == "session_ended"
    assert (await guest.ask("signal", {"type": "typing", "on": True}))["code"] == "not_inside"
    with pytest.raises(Refused, match="session_ended"):
        await house.page(guest.ticket).open()


@pytest.mark.covers("F038")
async def test_a_silent_outage_is_noticed_and_told(house):
    meeting, host, guest = await house.room("Bob")
    lane = await guest.lane(meeting.id)
    await lane.hears("beat")
    lane.beats = False
    await host.sees("participant_disconnected", participant_id=guest.participant_id)
    await guest.until(lambda: guest.closed)


@pytest.mark.covers("F038")
async def test_a_page_without_its_fast_lane_that_is_not_heard_either_is_missed_and_comes_back(house):
    meeting, host, guest = await house.room("Bob")
    lane = await guest.lane(meeting.id)
    await lane.close()
    # Longer than the promise of about three seconds on a busy machine, and far shorter than Socket.IO's own ping.
    await host.sees("participant_disconnected", seconds=6, participant_id=guest.participant_id)
    await guest.until(lambda: guest.closed)
    again = await house.page(guest.ticket, guest.instance).open(guest.seq)
    await again.says("back")
    await host.sees("chat_sent", text="back")


async def test_a_page_that_is_heard_on_one_lane_alone_stays(house):
    meeting, host, asking, returning, quiet, moving = await house.room("Ask", "Return", "Quiet", "Move")
    for page in (asking, returning, moving):
        await (await page.lane(meeting.id)).close()
    replaced = await returning.lane(meeting.id)
    moved = await house.page(moving.ticket).open()
    for _ in range(10):
        # As a page does until its new fast lane beats: longer than a silent one is waited for.
        assert (await asking.ask("resume", {"last_seq": asking.seq}))["ok"]
        await asyncio.sleep(LANELESS_S / 5)
    assert not [one for one in host.events if one["type"] == "participant_disconnected"]
    assert not any(page.closed for page in (asking, returning, quiet, moved))
    await replaced.hears("beat")


async def test_a_fast_lane_opens_only_beside_its_own_page(house):
    meeting, host, guest = await house.room("Bob")
    other, stranger = await house.room()
    assert (await guest.lane(meeting.id)).got[0] == {"type": "ready"}
    for page, session_id in ((guest, other.id), (stranger, meeting.id), (house.page("a.b"), meeting.id)):
        lane = await page.lane(session_id)
        assert (lane.code, lane.got) == (4401, [])
    lane = await house.page(guest.ticket, "another page").lane(meeting.id)
    assert lane.code == 4401


@pytest.mark.covers("F044", "X007")
async def test_pointers_travel_on_the_fast_lane_by_the_same_rules(house):
    meeting, host, guest = await house.room("Bob")
    lanes = {page.participant_id: await page.lane(meeting.id) for page in (host, guest)}
    mine, theirs = lanes[host.participant_id], lanes[guest.participant_id]
    await mine.point(0.1, 0.2)
    assert (await mine.hears("refused"))["code"] == "nothing_shared"
    await host.command("start_share", stream_id="s", surface="tab")
    await mine.point(0.1, 0.2)
    await mine.hears("refused", code="no_input_rights")
    await host.command("grant_input", participant_id=guest.participant_id)
    await mine.point(0.3, 0.4)
    await theirs.hears("pointer", **{"from": host.participant_id, "x": 0.3, "y": 0.4, "from_instance": host.instance})
    await theirs.point(0.5, 0.6)
    await mine.hears("pointer", **{"from": guest.participant_id, "x": 0.5})
    assert not [one for one in theirs.got if one.get("x") == 0.1], "nothing from before the permission"


async def test_negotiation_reaches_the_named_page_alone(house):
    meeting, host, guest, other = await house.room("Bob", "Dea")
    offer = {
        "type": "describe",
        "to": guest.participant_id,
        "instance": guest.instance,
        "kind": "offer",
        "sdp": "v=0",
        "streams": {"stream-1": "camera"},
    }
    assert (await host.ask("signal", offer)) == {"ok": True}
    got = await guest.hears("describe")
    assert (got["from"], got["from_instance"], got["streams"]) == (
        host.participant_id,
        host.instance,
        {"stream-1": "camera"},
    )
    assert (await host.ask("signal", {**offer, "to": "nobody"}))["code"] == "unknown_participant"
    assert (await host.ask("signal", {"type": "typing", "on": True})) == {"ok": True}
    await other.hears("typing", **{"from": host.participant_id})
    assert [one["type"] for one in other.signals] == ["typing"]
