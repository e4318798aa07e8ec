"""A guest with bad intentions, on both lanes. The session goes on for the others, and nobody sees a traceback."""

import asyncio
import contextlib
import json
from dataclasses import fields

import aiohttp
import pytest
import pytest_asyncio

from signalling import commands as cmd
from signalling import signals as sig
from signalling.wire import wire_name
from tests.live.houses import own_house
from tests.live.pages import Refused

pytestmark = pytest.mark.asyncio(loop_scope="module")

# Printed by the server when something failed that nobody foresaw.
ALARMS = ("failed", "Traceback", "A library reported")

VALUES = {
    "name": "Fool",
    "text": "hello",
    "on": True,
    "agreed": True,
    "everyone": True,
    "stream_id": "s",
    "surface": "screen",
    "number": 1,
    "page": 1,
    "step": "details",
    "file_id": "plan",
    "participant_ids": [],
    "microphone": "on",
    "camera": "on",
    "sound": "on",
    "reason": "self",
    "stage": "none",
}
PRIVILEGED = [
    cls
    for cls in cmd.PARTICIPANT_COMMANDS
    if cls not in (cmd.SendChat, cmd.SetMedia, cmd.Leave, cmd.RequestShare, cmd.AnswerShare, cmd.ReleasePage)
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory):
    """One service for all of them: it has to bear it."""
    async with own_house(tmp_path_factory.mktemp("hostile") / "house") as made:
        yield made


@pytest_asyncio.fixture(loop_scope="module")
async def room(house, capfd):
    """A meeting with a host, a hostile guest and a bystander; afterwards all is well, and the log is quiet."""
    meeting, host, guest, other = await house.room("Eve", "Bob")
    yield meeting, host, guest, other
    await other.says("still here")
    await host.sees("chat_sent", text="still here")
    await asyncio.gather(host.close(), guest.close(), other.close())
    printed = capfd.readouterr()
    assert not [alarm for alarm in ALARMS if alarm in printed.err + printed.out]


def message(cls, target):
    given = {field.name: VALUES.get(field.name, target) for field in fields(cls)}
    return {"type": wire_name(cls), **given}


@pytest.mark.covers("F017", "F040", "F045")
@pytest.mark.parametrize("cls", PRIVILEGED, ids=wire_name)
async def test_every_command_of_the_host_is_refused_to_a_guest_with_a_code(room, cls):
    _, host, guest, other = room
    before = len([entry for entry in host.log if entry["events"]])
    for target in (host.participant_id, other.participant_id):
        told = message(cls, target)
        if cls is cmd.RevokeInput or cls is cmd.StopShare or cls is cmd.Rename:
            assert told["participant_id"] != guest.participant_id
        answer = await guest.command(told.pop("type"), **told)
        assert answer["ok"] is False, answer
        codes = ("not_allowed", "unknown_file", "nothing_shared", "unknown_participant", "no_page", "no_signing")
        assert answer["code"] in codes, answer
    assert len([entry for entry in host.log if entry["events"]]) == before, "and nothing has happened"


@pytest.mark.parametrize("cls", cmd.SYSTEM_COMMANDS, ids=wire_name)
async def test_the_servers_own_commands_are_no_messages(room, cls):
    _, _, guest, _ = room
    told = {field.name: guest.participant_id for field in fields(cls)}
    assert (await guest.command(wire_name(cls), **told))["code"] == "bad_message"


async def test_forged_ids_and_those_of_other_sessions_lead_nowhere(house, room):
    _, host, guest, _ = room
    other_meeting, other_host = await house.room()
    for stranger in (other_host.participant_id, "system", "", "x" * 64, "../..", "\x00"):
        answer = await guest.command("rename", participant_id=stranger, name="Fool")
        assert answer["code"] in ("unknown_participant", "bad_message")
        signal = {"type": "candidate", "to": stranger, "instance": "i", "candidate": "", "sdp_mid": None}
        answer = await guest.ask("signal", {**signal, "sdp_m_line_index": None})
        assert answer["code"] in ("unknown_participant", "bad_message")
    await other_host.says("alone")
    assert other_host.signals == []
    with pytest.raises(Refused, match="ticket_unknown"):
        await house.page(f"{host.participant_id}.{guest.ticket.split('.')[1]}").open()


WRONG: list[object] = [None, True, 1, -1, 1.5, 1e308, "", "x" * 5_000, [], {}, [[]], {"a": {}}]


@pytest.mark.parametrize("cls", cmd.PARTICIPANT_COMMANDS, ids=wire_name)
async def test_wrong_types_in_every_field_are_bad_messages(room, cls):
    _, host, guest, _ = room
    right = message(cls, guest.participant_id)
    tries = [{**right, name: wrong} for name in right for wrong in WRONG]
    tries += [{**right, "actor": host.participant_id}, {**right, "type": [right["type"]]}, {}]
    # One more field makes each of them wrong, also where the value happened to fit.
    answers = [
        await guest.ask("command", {"id": f"{wire_name(cls)}-{number}", **told, "extra": 1})
        for number, told in enumerate(tries)
    ]
    assert {answer["code"] for answer in answers} <= {"bad_message", "slow_down"}
    assert answers[0]["code"] == "bad_message"
    assert not any("Fool" in answer.get("detail", "") for answer in answers), "nothing is echoed"


@pytest.mark.parametrize("cls", sig.SIGNALS, ids=wire_name)
async def test_wrong_types_in_every_signal_are_bad_messages(room, cls):
    _, _, guest, other = room
    right = {"type": wire_name(cls)} | {field.name: "x" for field in fields(cls)}
    for wrong in WRONG:
        for name in right:
            answer = await guest.ask("signal", {**right, name: wrong})
            if not (cls is sig.Typing and wrong is True and name == "on"):
                # Where null is a value, it is the receiver that does not exist.
                assert answer["code"] in ("bad_message", "unknown_participant"), answer
    assert not [one for one in other.signals if one != {**one, "type": "typing", "on": True}]


@pytest.mark.parametrize("id", ["", "x" * 65, "a b", "\x00", "é", 7, None, ["x"]], ids=repr)
async def test_a_commands_id_is_short_visible_ascii(room, id):
    _, _, guest, _ = room
    answer = await guest.ask("command", {"id": id, "type": "send_chat", "text": "hello"})
    assert answer["code"] == "bad_message"
    assert (await guest.ask("command", {"id": "a-b_C.1", "type": "send_chat", "text": "hello"}))["ok"]


@pytest.mark.parametrize(
    "raw",
    [
        '42{n}["command",{"id":"1","type":"send_chat","text":"\\ud800"}]',
        '42{n}["command",{"id":"1","type":"send_chat","text":NaN}]',
        '42{n}["command",{"id":"1","type":"send_chat","text":Infinity}]',
        '42{n}["command",' + "[" * 100_000 + "]" * 100_000 + "]",
        '42{n}["command",' + '{"a":' * 5_000 + "1" + "}" * 5_000 + "]",
        '42{n}["command"',
        "42{n}[]",
        "42{n}{}",
        '42{n}"command"',
        "42{n}[1]",
        '42{n}[{"command":1}]',
        "42{n}[null]",
        "42{n}",
        '42/admin,{n}["command",{}]',
        "42" + "9" * 200 + '["command",{}]',
        '452-{n}["command",{"_placeholder":true,"num":0}]',
        '43{n}["ok"]',
        "43" + "9" * 90 + "[]",
        '44{"message":"x"}',
        "46",
        "40",
        "40{}",
        '40/admin,{"ticket":"x"}',
        "4",
        "4{}",
        "4x",
        "x",
        "2probe",
        "5",
        "6",
        "0{}",
        "99",
        "b4AAAA",
        "²",
        "4²",
    ],
)
async def test_what_is_no_packet_of_ours_closes_that_socket_alone(room, raw):
    _, host, guest, _ = room
    await guest.socket.send_str(raw.replace("{n}", "77", 1))
    await guest.until(lambda: guest.closed, 5)
    await host.sees("participant_disconnected", participant_id=guest.participant_id)


async def test_binary_frames_close_that_socket_alone(room):
    _, host, guest, _ = room
    await guest.socket.send_bytes(b"\x04\x00\xff")
    await guest.until(lambda: guest.closed, 5)
    await host.sees("participant_disconnected", participant_id=guest.participant_id)


async def test_ten_megabytes_close_that_socket_alone(room):
    _, host, guest, _ = room
    text = json.dumps(["command", {"id": "1", "type": "send_chat", "text": "x" * 10_000_000}])
    # It may be hung up on while it still talks.
    with contextlib.suppress(ConnectionError, aiohttp.ClientError):
        await guest.socket.send_str("421" + text)
    await guest.until(lambda: guest.closed, 10)
    await host.sees("participant_disconnected", participant_id=guest.participant_id)


@pytest.mark.parametrize("event", ["connect", "disconnect", "connect_error", "*", "welcome", "entry", "", "x" * 1000])
async def test_unknown_and_reserved_events_are_bad_messages(room, event):
    _, host, guest, _ = room
    answer = await guest.ask(event, {"ticket": host.ticket, "instance": "other"})
    assert answer == {"ok": False, "code": "bad_message", "detail": "unknown type"}
    assert (await guest.command("send_chat", text="hello"))["ok"], "the socket lives on"


async def test_a_socket_that_shows_a_second_ticket_is_closed(house, room):
    meeting, host, guest, _ = room
    other = await house.guest(meeting, "Mallory")
    await guest.socket.send_str("40" + json.dumps({"ticket": other, "instance": "second"}))
    await guest.until(lambda: guest.closed, 5)
    session = await house.live.sessions.get(meeting.id)
    assert session.participants[other.split(".")[0]].instance is None


async def test_commands_before_a_ticket_lead_nowhere(house, room):
    _, host, guest, _ = room
    stranger = await house.page(guest.ticket).dial()
    await stranger.socket.send_str('421["command",{"id":"1","type":"send_chat","text":"hello"}]')
    await stranger.until(lambda: stranger.closed, 5)
    assert host.chat == []


@pytest.mark.parametrize(
    "auth",
    [
        {"ticket": None},
        {"ticket": 7},
        {"instance": ""},
        {"instance": "x" * 65},
        {"instance": None},
        {"last_seq": -1},
        {"last_seq": 1.5},
        {"last_seq": True},
        {"last_seq": "1"},
        {"last_seq": 2**64 - 1},
    ],
    ids=repr,
)
async def test_a_garbled_knock_is_refused_by_name(house, room, auth):
    _, _, guest, _ = room
    stranger = await house.page(guest.ticket).dial()
    stranger._connected = asyncio.get_running_loop().create_future()
    told = {"ticket": guest.ticket, "instance": "i", "last_seq": 0, **auth}
    await stranger.socket.send_str("40" + json.dumps(told))
    with pytest.raises(Refused, match="bad_message"):
        await stranger._connected


async def test_long_polling_and_other_doors_are_closed(house, room):
    for path in (
        "/socket.io/?EIO=4&transport=polling",
        "/socket.io/?EIO=4",
        "/socket.io/?EIO=3&transport=websocket",
        "/socket.io/?EIO=4&transport=websocket",
        "/socket.io/?EIO=4&transport=polling&sid=<script>",
        "/socket.io/",
    ):
        for method in ("GET", "POST", "PUT"):
            status, body = await house.call(method, path)
            assert status in (400, 405), (method, path, status)
            assert "Traceback" not in str(body)


async def test_a_thousand_commands_a_second_are_throttled_for_the_sender_alone(room):
    _, host, guest, other = room
    answers = await asyncio.gather(
        *(guest.command("send_chat", text=f"spam {number}") for number in range(1_000)),
        *(other.command("send_chat", text=f"calm {number}") for number in range(5)),
    )
    spam, calm = answers[:1_000], answers[1_000:]
    assert all(answer["ok"] for answer in calm)
    codes = {answer.get("code") for answer in spam}
    assert codes == {None, "slow_down"}
    assert sum(answer["ok"] for answer in spam) < 300
    await asyncio.sleep(0.2)
    assert (await guest.command("send_chat", text="patience pays"))["ok"]


async def test_reconnecting_does_not_refill_what_may_be_sent(house, room):
    _, host, guest, _ = room
    taken = 0
    for _ in range(3):
        answers = await asyncio.gather(*(guest.command("send_chat", text="spam") for _ in range(80)))
        taken += sum(answer["ok"] for answer in answers)
        guest = await house.page(guest.ticket, guest.instance).open(guest.seq)
    assert taken < 140


async def test_endless_reloading_is_slowed_down(house, room):
    _, _, guest, _ = room

    async def reload() -> None:
        for _ in range(60):
            await house.page(guest.ticket).open(2**31 - 1)

    with pytest.raises(Refused, match="slow_down"):
        await reload()


async def test_long_texts_cost_more_turns(room):
    _, _, guest, _ = room
    answers = await asyncio.gather(*(guest.command("send_chat", text="x" * 2_000) for _ in range(60)))
    assert sum(answer["ok"] for answer in answers) < 40
    assert (await guest.command("send_chat", text="x" * 2_001))["code"] in ("bad_message", "slow_down")


LANE_GARBAGE = [
    "",
    "x",
    "{}",
    "[]",
    "null",
    '{"type":"pointer"}',
    '{"type":"pointer","x":NaN,"y":0,"visible":true}',
    '{"type":"pointer","x":2,"y":0,"visible":true}',
    '{"type":"pointer","x":"0","y":0,"visible":true}',
    '{"type":"pointer","x":0,"y":0,"visible":1}',
    '{"type":"pointer","x":0,"y":0,"visible":true,"from":"host"}',
    '{"type":"describe","to":"x"}',
    '{"type":"\\ud800"}',
    "[" * 4_000,
]


@pytest.mark.parametrize("raw", LANE_GARBAGE, ids=repr)
async def test_garbage_on_the_fast_lane_is_refused_and_the_lane_goes_on(room, raw):
    meeting, _, guest, _ = room
    lane = await guest.lane(meeting.id)
    await lane.socket.send_str(raw)
    await lane.hears("refused", code="bad_message")
    await lane.point(0.5, 0.5)
    await lane.hears("refused", code="nothing_shared")


@pytest.mark.parametrize(
    "hello", [*LANE_GARBAGE, '{"ticket":1,"instance":2}', '{"ticket":"a.b","instance":[]}', "x" * 9_000], ids=repr
)
async def test_a_garbled_hello_closes_the_fast_lane(house, room, hello):
    meeting, _, guest, _ = room
    async with guest.http.ws_connect(f"{house.url.replace('http', 'ws')}/live/{meeting.id}") as socket:
        await socket.send_str(hello)
        async with asyncio.timeout(5):
            message = await socket.receive()
        assert message.type.name in ("CLOSE", "CLOSED")
        assert message.data in (4401, 1009, None)


@pytest.mark.parametrize("told", [b"\x00", "x" * 10_000_000], ids=["binary", "huge"])
async def test_binary_and_huge_messages_close_the_fast_lane_alone(room, told):
    meeting, _, guest, _ = room
    lane = await guest.lane(meeting.id)
    with contextlib.suppress(ConnectionError, aiohttp.ClientError):
        await (lane.socket.send_bytes(told) if isinstance(told, bytes) else lane.socket.send_str(told))
    await lane.until(lambda: lane.code is not None)
    assert (await guest.command("send_chat", text="hello"))["ok"]


async def test_a_flood_of_pointers_is_dropped_and_disturbs_nobody(room):
    meeting, host, guest, other = room
    await host.command("start_share", stream_id="s", surface="tab")
    await host.command("grant_input", participant_id=guest.participant_id)
    mine, theirs = await guest.lane(meeting.id), await host.lane(meeting.id)
    for number in range(3_000):
        await mine.point(number / 3_000, 0.5)
    await other.says("in between")
    await host.sees("chat_sent", text="in between", seconds=3)
    await asyncio.sleep(0.5)
    arrived = [one for one in theirs.got if one["type"] == "pointer"]
    assert 0 < len(arrived) < 700
