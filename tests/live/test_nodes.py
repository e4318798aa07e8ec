"""Server processes that die, and several that serve one session."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any

import psutil
import pytest

from tests.live.houses import House, house_at
from tests.live.pages import Page
from tests.patience import PATIENCE
from tests.services.samen import SamenServer, StartSamen
from tests.services.stores import PostgresServer, RedisServer
from tools import programs

SETTLED_AFTER = 8.5
"""A node gives people of the process before it this long to come back before it looks for dead nodes."""


@dataclass(frozen=True, slots=True)
class Nodes:
    """Two nodes of one installation on a Redis of their own. The tests below use them in this order."""

    first: SamenServer
    second: SamenServer
    redis: RedisServer
    started: float


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory, postgres_server: PostgresServer) -> Iterator[Nodes]:
    folder = tmp_path_factory.mktemp("nodes")
    program = programs.redis_server()
    if program is None:
        pytest.skip("Redis is not installed here; `make test` says how to get it")
    redis = RedisServer(program, folder)
    shared = {"DATABASE_URL": postgres_server.ready(), "REDIS_URL": redis.url}
    servers = [SamenServer(folder, folder / "data", None, shared) for _ in range(2)]
    try:
        for server in servers:
            server.start()
        yield Nodes(servers[0], servers[1], redis, time.monotonic())
    finally:
        for server in servers:
            server.kill()
        redis.stop()


@contextlib.asynccontextmanager
async def house_of(server: SamenServer) -> AsyncIterator[House]:
    async with house_at(server.url.replace("localhost", "127.0.0.1"), server.settings) as house:
        yield house


def whole(page: Page) -> None:
    """No gap and nothing twice, by what the page was told since its last welcome from the start."""
    numbers = [entry["seq"] for entry in page.log]
    assert numbers == sorted(set(numbers))
    assert numbers == list(range(numbers[0], numbers[-1] + 1))


@pytest.mark.covers("F038")
async def test_after_kill_9_and_restart_everybody_is_back_and_the_chat_is_whole(samen_server: StartSamen):
    server = await asyncio.to_thread(samen_server)
    async with house_of(server) as house:
        meeting, host, guest = await house.room("Bob")
        acked: list[str] = []

        async def talk(page: Page) -> None:
            with contextlib.suppress(Exception):
                for number in range(10_000):
                    text = f"{page.instance} {number}"
                    if (await page.command("send_chat", text=text, id=f"{page.instance}-{number}"))["ok"]:
                        acked.append(text)
                    await asyncio.sleep(0.01)

        talking = [asyncio.create_task(talk(page)) for page in (host, guest)]
        await host.until(lambda: len(acked) > 40, 30)
        server.kill()
        await host.until(lambda: host.closed)
        await guest.until(lambda: guest.closed)
        for task in talking:
            task.cancel()
        before = {page.instance: (page.seq, page.log) for page in (host, guest)}
        await asyncio.to_thread(server.start)
        back = [await house.page(page.ticket, page.instance).open(page.seq) for page in (host, guest)]
        for page in back:
            seq, log = before[page.instance]
            numbers = [entry["seq"] for entry in log + page.log]
            assert numbers == list(range(1, page.seq + 1)), "nothing lost, nothing twice"
            said = [
                event["text"] for entry in log + page.log for event in entry["events"] if event["type"] == "chat_sent"
            ]
            assert set(acked) <= set(said)
            assert len(said) == len(set(said))
        # What was on its way when it died is sent again, under the same id.
        last = f"{guest.instance}-{sum(text.startswith(guest.instance + ' ') for text in acked) - 1}"
        again = await back[1].command("send_chat", id=last, text="not twice")
        assert again["ok"]
        assert "not twice" not in back[0].chat


@pytest.mark.service
@pytest.mark.covers("F038")
async def test_people_on_two_nodes_are_in_one_room(nodes: Nodes):
    async with house_of(nodes.first) as here, house_of(nodes.second) as there:
        meeting = await here.meeting(await here.adviser())
        host = await here.page(meeting.host_ticket).open()
        guest = await there.page(await there.guest(meeting)).open()
        await host.sees("participant_connected", participant_id=guest.participant_id)

        await guest.says("from there")
        await host.sees("chat_sent", text="from there")
        await host.says("from here")
        await guest.sees("chat_sent", text="from here")

        candidate = {"instance": guest.instance, "candidate": "c", "sdp_mid": "0", "sdp_m_line_index": 0}
        assert (await host.ask("signal", {"type": "candidate", "to": guest.participant_id, **candidate}))["ok"]
        sender: dict[str, Any] = {"from": host.participant_id}
        await guest.hears("candidate", **sender)

        await host.command("start_share", stream_id="s", surface="tab")
        await host.command("grant_input", participant_id=guest.participant_id)
        lanes = [await page.lane(meeting.id) for page in (host, guest)]
        await guest.sees("input_granted")
        await lanes[0].point(0.1, 0.2)
        await lanes[1].hears("pointer", x=0.1, y=0.2)
        await lanes[1].point(0.3, 0.4)
        await lanes[0].hears("pointer", x=0.3, y=0.4)

        texts = [f"{page.instance} {number}" for page in (host, guest) for number in range(25)]
        answers = await asyncio.gather(
            *((host if text.startswith(host.instance) else guest).command("send_chat", text=text) for text in texts)
        )
        assert all(answer["ok"] for answer in answers), answers
        assert len({answer["seq"] for answer in answers}) == 50
        await host.until(lambda: len(host.chat) == 52)
        await guest.until(lambda: len(guest.chat) == 52)
        whole(host)
        whole(guest)
        assert host.chat == guest.chat
        assert set(texts) <= set(host.chat)

        # Somebody removed on one node is out on the other, at once and for REST too.
        await host.command("remove", participant_id=guest.participant_id)
        await guest.until(lambda: guest.closed, 2)
        assert guest.names[-1] == "removed"
        assert (await there.call("GET", "/api/v1/room", who=guest.ticket))[0] == 401


@pytest.mark.service
async def test_a_node_where_nobody_is_in_still_answers_with_the_truth(nodes: Nodes):
    async with house_of(nodes.first) as here, house_of(nodes.second) as there:
        meeting, host = await here.room()
        path = f"/api/v1/join/{meeting.code}"
        assert (await there.call("GET", path))[1]["lobby"] is False
        await host.command("set_lobby", on=True)
        assert (await there.call("GET", path))[1]["lobby"] is True
        ticket = await there.guest(meeting)
        await host.sees("participant_waiting")
        await host.command("end_session")
        assert (await there.call("GET", path))[1]["code"] == "session_ended"
        assert (await there.call("GET", "/api/v1/room", who=ticket))[1]["ended_at"] is not None


@pytest.mark.service
@pytest.mark.covers("F038")
async def test_redis_may_be_restarted_in_mid_session(nodes: Nodes):
    async with house_of(nodes.first) as here, house_of(nodes.second) as there:
        meeting = await here.meeting(await here.adviser())
        host = await here.page(meeting.host_ticket).open()
        guest = await there.page(await there.guest(meeting)).open()
        await guest.says("before")
        await host.sees("chat_sent", text="before")
        await asyncio.to_thread(nodes.redis.stop)
        await guest.says("during")
        # The log is read at every round of the janitor while the bus is away.
        await host.sees("chat_sent", text="during", seconds=8)
        await asyncio.to_thread(nodes.redis.start)
        await host.says("after")
        await guest.sees("chat_sent", text="after", seconds=8)

        async def quick() -> bool:
            text = f"quick {time.monotonic()}"
            await guest.says(text)
            try:
                await host.sees("chat_sent", text=text, seconds=0.5)
            except TimeoutError:
                return False
            return True

        async with asyncio.timeout(PATIENCE):
            while not await quick():
                pass
        # Nobody was taken for dead because the bus had forgotten everybody.
        await asyncio.sleep(5)
        whole(host)
        whole(guest)
        assert host.chat == guest.chat
        assert "participant_disconnected" not in [event["type"] for event in host.events]


@pytest.mark.service
@pytest.mark.covers("F038")
async def test_one_node_killed_is_survived(nodes: Nodes):
    await asyncio.sleep(max(0.0, nodes.started + SETTLED_AFTER - time.monotonic()))
    async with house_of(nodes.first) as here, house_of(nodes.second) as there:
        meeting = await here.meeting(await here.adviser())
        host = await here.page(meeting.host_ticket).open()
        guest = await there.page(await there.guest(meeting)).open()
        silent = await there.page(await there.guest(meeting, "Cas")).open()
        await guest.says("before")
        await host.sees("chat_sent", text="before")
        last_seq = guest.seq
        # A round of the first node has seen the second one alive.
        await asyncio.sleep(2.2)
        nodes.second.kill()
        await host.says("missed by those who are cut off")
        back = await here.page(guest.ticket, guest.instance).open(last_seq)
        assert "missed by those who are cut off" in back.chat
        await host.sees("participant_disconnected", participant_id=silent.participant_id)
        assert "participant_disconnected" not in [
            event["type"] for event in host.events if event.get("participant_id") == guest.participant_id
        ], "who came back in time was never gone"
        await back.says("after")
        await host.sees("chat_sent", text="after")
        whole(host)


@pytest.mark.covers("F038")
async def test_a_hostile_guest_cannot_make_the_service_grow(samen_server: StartSamen):
    server = await asyncio.to_thread(samen_server)
    assert server.process is not None
    process = psutil.Process(server.process.pid)
    async with house_of(server) as house:
        meeting, host, guest, deaf = await house.room("Eve", "Mallory")
        await guest.says("warm")
        before = process.memory_info().rss
        # One who stops reading, and one who floods them with large signals.
        await deaf.vanish()
        offer = {"type": "describe", "to": deaf.participant_id, "instance": deaf.instance, "kind": "offer"}
        answers = [await guest.ask("signal", {**offer, "sdp": "x" * 99_000, "streams": {}}) for _ in range(150)]
        assert {answer.get("code") for answer in answers} <= {None, "slow_down", "unknown_participant"}
        # Attachments that are announced and never end, and sockets that never knock.
        doors = [await house.page(guest.ticket).dial() for _ in range(50)]
        for door in doors:
            with contextlib.suppress(ConnectionError):
                await door.socket.send_str('4599999999-["command",{"_placeholder":true,"num":0}]')
                await door.socket.send_bytes(b"x" * 200_000)
        flood = [guest.ask("nonsense", "x" * 1_000, 60) for _ in range(1_500)]
        await asyncio.gather(*flood, return_exceptions=True)
        grown = process.memory_info().rss - before
        assert grown < 60_000_000, grown
        await host.says("still here")
        assert process.memory_info().rss < 400_000_000
    assert "Traceback" not in server.log
    assert "failed" not in server.log
