"""Whatever can be typed comes through whole, or is refused in the same way on every database."""

import pytest


@pytest.mark.covers("F023")
async def test_anything_that_can_be_typed_comes_through_whole(any_house):
    meeting, host, guest = await any_house.room("Bob")
    for text in ("\x00 nul", "<script>alert(1)</script>", "%s {} \\ \" '", "👩‍👩‍👧 \u202eabc", "中" * 2_000):
        await guest.says(text)
        await host.sees("chat_sent", text=text)
    back = await any_house.page(guest.ticket).open()
    assert back.chat == host.chat


async def test_nul_characters_never_reach_the_database(any_house):
    adviser = await any_house.adviser()
    meeting = await any_house.meeting(adviser)
    guest = await any_house.page(await any_house.guest(meeting)).open()
    assert (await guest.command("rename", participant_id=guest.participant_id, name="B\x00b"))["ok"]
    path = f"/api/v1/sessions/{meeting.id}/evaluation"
    status, _ = await any_house.call("POST", path, {"text": "a\x00b"}, who=guest.ticket)
    assert status in (204, 400, 422)
    status, _ = await any_house.call("POST", "/api/v1/sessions", {"title": "a\x00b"}, who=adviser)
    assert status in (201, 400, 422)
    status, _ = await any_house.call("GET", "/api/v1/sessions?cursor=%00", who=adviser)
    assert status == 422
    status, _ = await any_house.call("GET", "/api/v1/sessions/%00", who=adviser)
    assert status == 404
