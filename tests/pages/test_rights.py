"""Who may say what on the lane of a page, and what it bears."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import select

from cobrowse.ports import Unable
from server.live.tables import tickets
from server.pages import messages
from server.pages.ports import PagePort
from server.pages.relay import NODE_HEADER, NodeTokens
from server.pages.viewer import MAX_BACKLOG
from tests.live.houses import OwnHouse, own_house
from tests.pages.conftest import Together
from tests.pages.recorder import QuietHouse, QuietPage
from tests.pages.viewers import Lane

ADDRESS = "https://bank.example/secret?iban=NL91"

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


@dataclass(frozen=True, slots=True)
class Quiet(Together):
    browsers: QuietHouse

    @property
    def page(self) -> QuietPage:
        return self.browsers.pages[self.meeting.id]

    async def driven_by_guest(self) -> None:
        """The guest has input rights and has taken the page."""
        await self.host.command("grant_input", participant_id=self.guest.participant_id)
        assert (await self.guest.command("take_page"))["ok"]

    async def quiet(self, *lanes: Lane) -> None:
        """Everything that was said before has been heard and done."""
        for lane in lanes:
            # The allowance of refusals lets a few through a second.
            await asyncio.sleep(0.6)
            await lane.says("no_such_thing")
            await lane.hears_once_more("refused", code="bad_message")
        await asyncio.sleep(0.05)


@pytest.fixture
async def quiet(tmp_path: Path, http: aiohttp.ClientSession) -> AsyncIterator[Quiet]:
    browsers = QuietHouse()
    async with own_house(tmp_path / "house", change=browsers.into) as house:
        meeting, host, guest = await house.room("Bob")
        made = Quiet(house, meeting, host, guest, http, browsers)
        status, answer = await made.opens(ADDRESS)
        assert status == 200, answer
        yield made


def own(house: Any) -> OwnHouse:
    assert isinstance(house, OwnHouse)
    return house


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


# --- doors ------------------------------------------------------------------------------------------------------------


async def test_only_who_is_in_this_session_comes_in(quiet: Quiet):
    other, _ = await quiet.house.room()
    stranger = await quiet.lane(quiet.guest).open(ticket=other.host_ticket)
    await stranger.ends(4401)
    for ticket in ("nonsense", quiet.guest.ticket[:-2], quiet.guest.participant_id + ".x"):
        await (await quiet.lane(quiet.guest).open(ticket=ticket)).ends(4401)
    waiting = Lane(quiet.http, quiet.house.url, quiet.meeting.id, await quiet.house.guest(quiet.meeting), "not-there")
    await (await waiting.open()).ends(1012)


async def test_a_lane_without_a_page_says_so_and_one_of_before_ends_with_the_page(quiet: Quiet):
    guest = await quiet.looks(quiet.guest)
    await quiet.host.command("close_page")
    await guest.ends(4404)
    await (await quiet.lane(quiet.guest).open()).ends(4404)
    assert (await quiet.opens(ADDRESS))[0] == 200
    again = await quiet.looks(quiet.guest)
    await quiet.host.command("end_session")
    await again.ends(4410)
    await (await quiet.lane(quiet.guest).open()).ends(4410)


async def test_whoever_is_taken_out_or_loads_the_page_anew_loses_the_lane(quiet: Quiet):
    guest = await quiet.looks(quiet.guest)
    second = await quiet.looks(quiet.guest)
    await guest.ends(4409)
    newer = await quiet.house.page(quiet.guest.ticket).open()
    await second.ends(4409)
    third = await quiet.looks(newer)
    await quiet.host.command("remove", participant_id=newer.participant_id)
    await third.ends(4401)
    assert ("forget", newer.participant_id) in quiet.page.done


HOSTILE = [
    b"\xff\xfe",
    b"[]",
    b"null",
    b'{"type": "hello"}',
    b'{"type": 7}',
    b'{"type": "ack"}',
    b'{"type": "ack", "n": -1}',
    b'{"type": "ack", "n": 1e400}',
    b'{"type": "ack", "n": true}',
    b'{"type": "size", "width": 0, "height": 1, "pixel_ratio": 1}',
    b'{"type": "size", "width": 1e9, "height": 1, "pixel_ratio": 1}',
    b'{"type": "zoom", "factor": NaN}',
    b'{"type": "input", "epoch": "1", "events": []}',
    b'{"type": "input", "epoch": 1, "events": [1]}',
    b'{"type": "visit", "address": ""}',
    b'{"type": "answer", "dialog": "x", "accept": 1}',
    b'{"type": "act", "node": "x", "action": "destroy"}',
    b'{"type": "visit", "address": "' + b"x" * 3_000 + b'"}',
    b'{"type": "\\ud800"}',
    b'{"type": ' + b"[" * 5_000,
]


async def test_garbled_messages_are_refused_and_the_lane_goes_on(quiet: Quiet):
    host = await quiet.looks(quiet.host)
    await own(quiet.house).parts.tasks.settled("page size")
    before = list(quiet.page.done)
    for text in HOSTILE:
        await host.socket.send_str(text.decode("latin-1"))
    await quiet.quiet(host)
    assert quiet.page.done == before
    assert host.closed is None
    await host.says("reload")
    await quiet.quiet(host)
    assert quiet.page.names()[-1] == "reload"


async def test_a_message_beyond_64_kb_or_in_binary_ends_the_lane(quiet: Quiet):
    big = await quiet.looks(quiet.host)
    await big.socket.send_str("x" * 70_000)
    await big.ends(1009)
    binary = await quiet.looks(quiet.host)
    await binary.socket.send_bytes(b"x")
    await binary.until(lambda: binary.closed is not None)


async def test_a_flood_is_bounded_and_leaves_no_key_down(quiet: Quiet):
    host = await quiet.looks(quiet.host)
    epoch = host.of("ready")[-1]["epoch"]
    await host.hears("drive", driver=quiet.host.participant_id)
    press = {"k": "key", "p": "down", "key": "a", "code": "KeyA", "loc": 0, "rep": False}
    for _ in range(12):
        await host.says("input", epoch=epoch, events=[press] * 200)
    await host.hears("refused", code="too_fast")
    await quiet.quiet(host)
    taken = sum(len(call[3]) for call in quiet.page.done if call[0] == "input")
    assert taken <= 480 + 240 * 5
    last_drop = max(index for index, call in enumerate(quiet.page.done) if call[0] == "drive")
    assert quiet.page.done[last_drop] == ("drive", quiet.host.participant_id, epoch), "held keys are let go"
    for _ in range(3_000):
        await host.says("reload")
    await quiet.quiet(host)
    assert quiet.page.names().count("reload") < 3_000
    assert len(host.of("refused")) < 60, "refusals do not multiply a flood"


async def test_a_viewer_who_reads_nothing_is_cut_off_before_it_costs_memory(quiet: Quiet):
    deaf = await quiet.looks(quiet.guest)
    assert deaf._reader is not None
    deaf._reader.cancel()
    deaf.socket._response.connection.transport.pause_reading()  # type: ignore[union-attr]  # it is connected
    sink = quiet.page.seats[quiet.guest.participant_id].sink
    seat = quiet.page.seats[quiet.guest.participant_id]
    most = 0
    for _ in range(200):
        sink.frame(b"x" * 500_000)
        most = max(most, sink.backlog())
        await asyncio.sleep(0)
    assert seat.left
    assert most <= MAX_BACKLOG + 600_000
    assert sink.backlog() == 0
    deaf.socket._response.close()


# --- nodes ------------------------------------------------------------------------------------------------------------


async def test_nobody_passes_for_a_node(quiet: Quiet):
    tokens = NodeTokens(own(quiet.house).parts.keys.key("page nodes"))
    good = tokens.make(quiet.meeting.id)
    late = NodeTokens(own(quiet.house).parts.keys.key("page nodes"), lambda: 1_000.0).make(quiet.meeting.id)
    address = f"{quiet.house.url}/pages/{quiet.meeting.id}/ask"
    wish = {"office": "x", "who": quiet.guest.participant_id, "url": ADDRESS, "site": "bank.example", "typed": ADDRESS}
    for token in ("", "x", late, tokens.make("another"), good[:-1], NodeTokens(b"k").make(quiet.meeting.id)):
        async with quiet.http.post(address, json=wish, headers={NODE_HEADER: token}) as answer:
            assert answer.status == 403
        lane = await quiet.lane(quiet.guest).open(headers={NODE_HEADER: token or "0"})
        await lane.ends(4401)
    # A node is believed, but what a guest may not, it may not do for them.
    async with quiet.http.post(address, json=wish, headers={NODE_HEADER: good}) as answer:
        assert answer.status == 403
    wish["who"] = quiet.host.participant_id
    async with quiet.http.post(address, json=wish, headers={NODE_HEADER: good}) as answer:
        assert answer.status == 200


async def test_somebody_whose_account_is_closed_has_no_lane(quiet: Quiet):
    house = own(quiet.house)
    host = await quiet.looks(quiet.host)
    async with house.database.reading() as rows:
        user_id = await rows.scalar(select(tickets.c.user_id).where(tickets.c.user_id.is_not(None)))
    await house.live.shut_out(str(user_id))
    await host.ends(4401)


async def test_metrics_tell_of_pages_viewers_crashes_and_refusals(quiet: Quiet, http: aiohttp.ClientSession):
    host = await quiet.looks(quiet.host)
    page, told = quiet.page.snapshot(), quiet.page.listener.told
    for _ in range(3):
        told({**page, "status": "crashed", "error": {"code": "page_blocked"}})
    await host.hears("page", status="crashed")
    assert (await quiet.opens("file:///etc/passwd"))[0] == 400
    async with http.get(f"{quiet.house.url}/metrics") as answer:
        text = await answer.text()
    for line in (
        "samen_pages_open 1.0",
        "samen_pages_waiting 0.0",
        "samen_page_viewers 1.0",
        "samen_page_crashes_total 1.0",
        'samen_page_refused_total{code="page_blocked"} 1.0',
        'samen_page_refused_total{code="address_refused"} 1.0',
    ):
        assert line in text.splitlines(), line
