"""An outage: when each end notices, and how soon everybody is back after the network, or the server, is."""

import asyncio
import time

import aiohttp
import orjson

from bench.fanout import Crowd
from bench.people import Person
from bench.report import measured
from bench.surroundings import samen
from tests.services.samen import SamenServer

_ROUNDS = 15
_PAIRS = 20
_NOTICE_MS, _BACK_MS, _RESTART_MS = 2_000, 1_000, 5_000


def main() -> None:
    with samen() as (node,):
        asyncio.run(_measure(node))


async def _measure(node: SamenServer) -> None:
    crowd = Crowd([node.url.replace("localhost", "127.0.0.1")], node.admin_email, node.admin_password)
    await crowd.sign_in()
    noticed: list[float] = []
    resumed: list[float] = []
    floor: list[float] = []
    async with aiohttp.ClientSession() as http:
        for _ in range(_ROUNDS):
            adviser, client = await crowd.open_quiet()
            noticed.append(await _silence(client, adviser))
            resumed.append(await _come_back(client, http))
            floor.append(await _bare_connection(node.url.replace("localhost", "127.0.0.1"), http))
            await adviser.leave()
            await client.leave()
    measured(
        "outage.noticed by the server and told to the other",
        "ms",
        noticed,
        goal="<= 2000 ms",
        met=max(noticed) <= _NOTICE_MS,
    )
    measured(
        "outage.resumed after the network is back",
        "ms",
        resumed,
        beside="a WebSocket handshake",
        other=floor,
        goal="<= 1000 ms",
        met=max(resumed) <= _BACK_MS,
    )
    await _restart(node, crowd)
    await crowd.close()


async def _silence(client: Person, adviser: Person) -> float:
    """Stop answering, as a pulled cable does; milliseconds until the adviser is told."""
    told = adviser.told_of_absence(client.participant_id)
    begin = time.perf_counter()
    client.go_silent()
    await asyncio.wait_for(told, 20)
    return (time.perf_counter() - begin) * 1000


async def _come_back(client: Person, http: aiohttp.ClientSession) -> float:
    begin = time.perf_counter()
    await client.enter(http)
    return (time.perf_counter() - begin) * 1000


async def _bare_connection(url: str, http: aiohttp.ClientSession) -> float:
    begin = time.perf_counter()
    socket = await http.ws_connect(f"{url}/socket.io/?EIO=4&transport=websocket")
    await socket.receive()
    taken = (time.perf_counter() - begin) * 1000
    await socket.close()
    return taken


async def _restart(node: SamenServer, crowd: Crowd) -> None:
    """kill -9 with everybody inside; milliseconds from the server's first answer until each is back."""
    pairs = [await crowd.open_quiet() for _ in range(_PAIRS)]
    said = orjson.dumps({"n": 1}).decode()
    for adviser, _ in pairs:
        await adviser.command("send_chat", text=said)
    node.kill()
    node.start()
    begin = time.perf_counter()
    async with aiohttp.ClientSession() as http:
        back: list[float] = []

        async def return_(person: Person) -> None:
            person.go_silent()
            await person.enter(http)
            back.append((time.perf_counter() - begin) * 1000)

        await asyncio.gather(*(return_(person) for pair in pairs for person in pair))
        measured(
            f"outage.back after kill -9 and restart, {2 * _PAIRS} people",
            "ms",
            back,
            goal="<= 5000 ms",
            met=max(back) <= _RESTART_MS,
        )
        for pair in pairs:
            for person in pair:
                await person.leave()
