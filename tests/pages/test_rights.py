"""Who may say what on the lane of a page, and what they get to see."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from cobrowse.ports import Unable
from server.pages import messages
from server.pages.ports import PagePort
from tests.pages.quiet import ADDRESS, Quiet, own

REQUESTS: dict[str, dict[str, Any]] = {
    "ack": {"n": 7},
    "need_key": {},
    "hidden": {"on": False},
    "outline": {"on": True},
    "diagnostics": {"on": True},
    "rtc": {"kind": "offer", "sdp": "v=0"},
    "rtc_stop": {},
    "size": {"width": 900, "height": 700, "pixel_ratio": 2},
    "visit": {"address": "shop.example"},
    "back": {},
    "forward": {},
    "reload": {},
    "stop": {},
    "zoom": {"factor": 1.5},
    "new_tab": {"address": "shop.example"},
    "select_tab": {"id": "1"},
    "close_tab": {"id": "1"},
    "restart": {},
    "answer": {"dialog": "d1", "accept": True, "file_ids": ["f1"]},
    "copy": {},
    "input": {"epoch": 0, "events": [{"k": "text", "text": "x"}]},
    "act": {"node": "n1", "action": "click"},
}
"""One good message of every kind."""

STEERING = {name for name, (who, _) in messages._SHAPES.items() if who != "viewer"}


def test_every_kind_of_message_is_tried_here():
    assert set(REQUESTS) == messages.NAMES


@pytest.mark.covers("F017", "F045")
async def test_a_client_without_input_rights_steers_nothing(quiet: Quiet):
    guest = await quiet.looks(quiet.guest)
    before = list(quiet.page.done)
    state = (await own(quiet.house).live.sessions.get(quiet.meeting.id)).page
    assert state is not None
    for name in sorted(STEERING):
        # With the very epoch that counts now.
        await guest.says(name, **{**REQUESTS[name], **({"epoch": state.epoch} if name == "input" else {})})
    await guest.says("size", **REQUESTS["size"])
    await quiet.quiet(guest)
    assert quiet.page.done == before
    assert guest.of("refused", code="not_allowed")


@pytest.mark.covers("F003")
async def test_the_chair_steers_also_while_the_client_drives_but_only_the_driver_types(quiet: Quiet):
    host = await quiet.looks(quiet.host)
    await quiet.driven_by_guest()
    await host.hears("drive", driver=quiet.guest.participant_id)
    epoch = host.of("drive")[-1]["epoch"]
    for name in sorted(STEERING):
        await host.says(name, **{**REQUESTS[name], **({"epoch": epoch} if name == "input" else {})})
        await asyncio.sleep(0.02)
    await quiet.quiet(host)
    assert STEERING - {"input", "act"} <= set(quiet.page.names())
    assert not {"input", "act"} & set(quiet.page.names())


@pytest.mark.covers("F017", "F045")
async def test_the_driver_types_and_after_revoking_not_one_event_more(quiet: Quiet):
    guest = await quiet.looks(quiet.guest)
    await quiet.driven_by_guest()
    drive = await guest.hears("drive", driver=quiet.guest.participant_id)
    await guest.says("input", epoch=drive["epoch"], events=[{"k": "text", "text": "before"}])
    await guest.says("act", **REQUESTS["act"])
    await quiet.quiet(guest)
    assert {"input", "act"} <= set(quiet.page.names())
    await quiet.host.command("revoke_input", participant_id=quiet.guest.participant_id)
    count = quiet.page.names().count("input")
    assert quiet.page.driver == (None, drive["epoch"] + 1), "told to the browser before the command was answered"
    for _ in range(20):
        await guest.says("input", epoch=drive["epoch"], events=[{"k": "text", "text": "after"}])
        await guest.says("input", epoch=drive["epoch"] + 1, events=[{"k": "text", "text": "forged"}])
    await quiet.quiet(guest)
    assert quiet.page.names().count("input") == count
    await guest.says("diagnostics", on=True)
    told = await guest.hears("diagnostics")
    assert told["input_dropped"] == 40
    assert told["page"]["pipeline"] == "damage"


@pytest.mark.covers("F017")
async def test_input_of_before_a_hand_over_does_not_count(quiet: Quiet):
    guest, host = await quiet.looks(quiet.guest), await quiet.looks(quiet.host)
    await quiet.driven_by_guest()
    old = (await guest.hears("drive", driver=quiet.guest.participant_id))["epoch"]
    await quiet.host.command("take_page")
    await quiet.guest.command("take_page")
    await guest.hears("drive", driver=quiet.guest.participant_id, epoch=old + 2)
    await guest.says("input", epoch=old, events=[{"k": "text", "text": "late"}])
    await guest.says("input", epoch=old + 2, events=[{"k": "text", "text": "now"}])
    await quiet.quiet(guest, host)
    typed = [call[3][0]["text"] for call in quiet.page.done if call[0] == "input"]
    assert typed == ["now"]


@pytest.mark.covers("F018", "F040")
async def test_behind_the_blur_a_client_reads_nothing_and_the_chair_everything(quiet: Quiet):
    host, guest = await quiet.looks(quiet.host), await quiet.looks(quiet.guest)
    await guest.sees_title("Saldo van Bob")
    await quiet.host.command("set_blur", on=True)
    assert quiet.page.blurred == (True, frozenset({quiet.host.participant_id}))
    await guest.until(lambda: guest.of("page")[-1]["tabs"] == [])
    heard = len(guest.told)
    page, told = quiet.page.snapshot(), quiet.page.listener.told
    told({**page, "loading": True})
    told({"type": "dialog", "id": "d1", "kind": "alert", "message": "Uw saldo: 3.000", "for": None})
    told({"type": "cursor", "name": "pointer"})
    told({"type": "copied", "text": "3.000"}, quiet.guest.participant_id)
    told({"type": "notice", "code": "download_saved", "name": "Saldo.pdf"})
    await host.hears("dialog", id="d1")
    await quiet.quiet(guest)
    behind = str(guest.told[heard:])
    assert "Saldo" not in behind
    assert "3.000" not in behind
    assert "secret" not in behind
    late = await quiet.lane(quiet.guest).open()
    await late.hears("ready")
    assert quiet.page.seats[quiet.guest.participant_id].covered, "whoever comes while it is blurred sees it blurred"
    assert "Saldo" not in str(late.told)
    await quiet.host.command("set_blur", on=False)
    await late.sees_title("Saldo van Bob")
    await late.hears("dialog", id="d1")


@pytest.mark.covers("F003")
async def test_off_the_stage_a_client_gets_nothing_of_the_page(quiet: Quiet):
    host, guest = await quiet.looks(quiet.host), await quiet.looks(quiet.guest)
    seats = quiet.page.seats
    await quiet.host.command("set_stage", stage="none")
    await guest.until(lambda: guest.of("page")[-1]["tabs"] == [])
    assert seats[quiet.guest.participant_id].paused
    assert not seats[quiet.host.participant_id].paused
    await quiet.host.command("set_stage", stage="page")
    await guest.sees_title("Saldo van Bob")
    assert not seats[quiet.guest.participant_id].paused
    await host.says("hidden", on=True)
    await quiet.quiet(host)
    assert seats[quiet.host.participant_id].paused, "a browser tab that nobody sees needs no pictures"


async def test_the_hosts_stage_gives_the_page_its_size(quiet: Quiet):
    host, guest = await quiet.looks(quiet.host), await quiet.looks(quiet.guest)
    await guest.says("size", width=400, height=300, pixel_ratio=1)
    await host.says("size", width=1000, height=700, pixel_ratio=1.5)
    await quiet.quiet(host, guest)
    assert [call for call in quiet.page.done if call[0] == "resize"][-1] == ("resize", 1000, 700, 1.5)
    assert ("resize", 400, 300, 1) not in quiet.page.done


async def test_a_host_who_comes_while_the_browser_starts_gives_it_the_size_too(quiet: Quiet):
    asked, started = asyncio.Event(), asyncio.Event()
    opens = quiet.browsers.open

    async def slowly(*arguments: Any, **named: Any) -> PagePort:
        asked.set()
        await started.wait()
        return await opens(*arguments, **named)

    await quiet.host.command("close_page")
    quiet.browsers.open = slowly  # type: ignore[method-assign]  # a slow start
    opening = asyncio.create_task(quiet.opens(ADDRESS))
    await asked.wait()
    host = await quiet.lane(quiet.host).open(width=1100, height=640)
    assert (await host.hears("page"))["status"] == "starting"
    started.set()
    await host.hears("ready")
    assert (await opening)[0] == 200
    await own(quiet.house).parts.tasks.settled("page size")
    assert ("resize", 1100, 640, 1) in quiet.page.done


@pytest.mark.parametrize("fault", [Unable("start_failed"), ValueError("a fault of ours")], ids=["unable", "fault"])
async def test_a_page_that_does_not_start_is_closed_and_everybody_hears_why(quiet: Quiet, fault: Exception):
    async def fails(*_: Any, **__: Any) -> PagePort:
        await asyncio.sleep(0.3)
        raise fault

    await quiet.host.command("close_page")
    quiet.browsers.open = fails  # type: ignore[method-assign]  # no start
    opening = asyncio.create_task(quiet.opens(ADDRESS))
    await quiet.host.until(lambda: [event["type"] for event in quiet.host.events].count("page_opened") == 2)
    guest = await quiet.lane(quiet.guest).open()
    await guest.hears("notice", code="start_failed")
    await guest.ends(4404)
    await opening
    await quiet.host.sees("page_closed", by="system")


async def test_others_read_only_of_their_own_files_in_a_file_chooser(quiet: Quiet):
    status, file = await quiet.house.call(
        "POST", f"/api/v1/sessions/{quiet.meeting.id}/files?name=a.txt&audience=hosts", "x", who=quiet.host.ticket
    )
    assert status == 201, file
    host, guest = await quiet.looks(quiet.host), await quiet.looks(quiet.guest)
    offered = [{"id": file["file_id"], "name": "a.txt", "size": 1}]
    quiet.page.listener.told({"type": "dialog", "id": "d2", "kind": "files", "message": "", "files": offered})
    assert (await host.hears("dialog"))["files"] == offered
    assert (await guest.hears("dialog"))["files"] == []
