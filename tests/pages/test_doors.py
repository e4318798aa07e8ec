"""Who comes in on the lane of a page, what it bears, and who passes for a node."""

from __future__ import annotations

import asyncio

import aiohttp
from sqlalchemy import select

from server.live.tables import tickets
from server.pages.relay import NODE_HEADER, NodeTokens
from server.pages.viewer import MAX_BACKLOG
from tests.pages.quiet import ADDRESS, Quiet, own
from tests.pages.viewers import Lane

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
