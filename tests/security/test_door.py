"""Connections that only wait: bounded in time and number, while everybody else goes on."""

import asyncio
import resource
import socket

import psutil
import pytest

from server.web.door import most_connections
from tests.security.strangers import front_door, request, send
from tests.services.processes import HOST

HEALTH = request("GET /healthz HTTP/1.1")


async def test_a_connection_without_a_request_is_closed(tmp_path) -> None:
    async with front_door(tmp_path / "front", patience=0.3, keep_alive=0.6) as front:
        silent = await send(front.port, b"", wait=3)
        slow = await send(front.port, b"GET / HTTP/1.1\r\n", *[b"X-A: b\r\n"] * 40, wait=3, pause=0.05)
        assert (silent.closed, silent.raw) == (True, b"")
        assert (slow.closed, slow.raw) == (True, b"")
        second = await send(front.port, HEALTH, b"GET / HTTP/1.1\r\nX-A: b\r\n", wait=3, to_the_end=True)
        assert (second.closed, second.status) == (True, 200)
        assert len(front.door) == 0


async def test_an_ordinary_connection_outlives_the_patience(tmp_path) -> None:
    async with front_door(tmp_path / "front", patience=0.2, keep_alive=5) as front:
        reader, writer = await asyncio.open_connection(HOST, front.port)
        for _ in range(2):
            writer.write(HEALTH)
            head = await reader.readuntil(b"\r\n\r\n")
            assert b" 200 " in head
            await reader.readexactly(len(b'{"status":"alive"}'))
            await asyncio.sleep(0.4)
        writer.close()
        await writer.wait_closed()


async def test_a_body_that_trickles_is_given_up(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("server.web.api._BODY_TIMEOUT", 0.3)
    async with front_door(tmp_path / "front") as front:
        head = request("POST /api/v1/auth/forgot HTTP/1.1", "Content-Type: application/json", "Content-Length: 500")
        said = await send(front.port, head, *[b" "] * 40, wait=3, pause=0.03)
        assert said.status == 400


async def test_one_address_has_so_many_connections_and_a_trusted_proxy_more(tmp_path, monkeypatch) -> None:
    for proxies, allowed in ((False, 3), (True, 6)):
        async with front_door(tmp_path / str(proxies), per_address=3, most=6) as front:
            # Loopback counts as a proxy; here it stands for somebody out there.
            monkeypatch.setattr(front.door, "_many_people", lambda _address, proxies=proxies: proxies)
            held = [await asyncio.open_connection(HOST, front.port) for _ in range(8)]
            await asyncio.sleep(0.1)
            assert len(front.door) == allowed
            for _, writer in held:
                writer.close()
            await asyncio.sleep(0.1)
            assert len(front.door) == 0
            assert (await send(front.port, HEALTH)).status == 200


def test_addresses_of_one_subscriber_count_together_and_proxies_do_not(tmp_path) -> None:
    from server.settings import read
    from server.web.door import Door
    from server.web.security import Doorman

    settings = read({"SAMEN_DATA": str(tmp_path), "SAMEN_TRUSTED_PROXIES": "10.0.0.0/8"})
    door = Door(None, Doorman(settings.trusted_proxies, "", own_tls=False), most=100, per_address=2)  # type: ignore[arg-type]  # no handler is reached
    assert [door.enter(f"2001:db8::{at}") for at in range(3)] == [True, True, False]
    assert door.enter("2001:db8:0:1::1")
    assert [door.enter("203.0.113.5") for _ in range(3)] == [True, True, False]
    assert all(door.enter("10.1.2.3") and door.enter("127.0.0.1") for _ in range(5))
    door.leave("203.0.113.5")
    assert door.enter("203.0.113.5")


def test_the_service_asks_for_as_many_open_files_as_it_may_have() -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(1_024, before[1]), before[1]))
        assert most_connections() == min(before[1], 65_536) - 200
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


@pytest.mark.covers("F038")
async def test_a_flood_of_half_open_sockets_leaves_the_service_small_and_answering(samen_server) -> None:
    """Plain sockets, half requests, and WebSockets that never say who they are."""
    server = await asyncio.to_thread(samen_server)
    process = psutil.Process(server.process.pid)
    before = process.memory_info().rss
    upgrade = (
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
    )
    openings = (
        b"",
        b"GET / HTTP/1.1\r\nHost: a\r\nX-A: ",
        request("GET /socket.io/?EIO=4&transport=websocket HTTP/1.1", *upgrade),
        request("GET /live/0189 HTTP/1.1", *upgrade),
    )
    held: list[socket.socket] = []
    try:
        for at in range(800):
            one = socket.create_connection((HOST, server.port), timeout=5)
            one.sendall(openings[at % 4])
            held.append(one)
            if at % 50 == 0:
                await asyncio.sleep(0)
        assert await asyncio.to_thread(server.status, "/healthz") == 200
        grown = process.memory_info().rss - before
        assert grown < 60 * 1024 * 1024, f"{grown / len(held) / 1024:.0f} kB each"
        async with asyncio.timeout(25):
            # Nobody has shown a ticket or sent a request: within seconds they are all gone.
            while _connected(process, server.port):  # noqa: ASYNC110 - another process tells nobody
                await asyncio.sleep(0.5)
    finally:
        for one in held:
            one.close()
    assert server.status("/readyz") == 200
    assert "Traceback" not in server.log


def _connected(process: psutil.Process, port: int) -> bool:
    return any(one.status == "ESTABLISHED" and one.laddr.port == port for one in process.net_connections("tcp"))
