"""The connection test is no gun: an offer cannot make this server knock at machines of somebody's choice."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest
from aiortc import RTCConfiguration, RTCPeerConnection

from media.echo import Echo, EchoRefused
from media.ice import IceServer
from media.offer import checked
from server.tasks import Tasks

RELAY = IceServer(("turn:127.0.0.1:9?transport=udp",), "1800000000:echo", "secret")

KINDS = frozenset({"audio", "video", "application"})


class Bystander(asyncio.DatagramProtocol):
    """A machine that has nothing to do with it."""

    def __init__(self) -> None:
        self.heard = asyncio.Event()

    def datagram_received(self, data: bytes, addr: object) -> None:
        self.heard.set()


@contextlib.asynccontextmanager
async def bystander() -> AsyncIterator[tuple[int, asyncio.Event]]:
    transport, protocol = await asyncio.get_running_loop().create_datagram_endpoint(
        Bystander, local_addr=("127.0.0.1", 0)
    )
    try:
        yield transport.get_extra_info("sockname")[1], protocol.heard
    finally:
        transport.close()


@contextlib.asynccontextmanager
async def echo() -> AsyncIterator[Echo]:
    tasks = Tasks()
    made = Echo(tasks.start)
    try:
        yield made
    finally:
        await made.close()
        await tasks.close()


async def bare_offer() -> str:
    """A browser's offer, without any candidate."""
    connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    try:
        connection.createDataChannel("round trip")
        await connection.setLocalDescription(await connection.createOffer())
        lines = connection.localDescription.sdp.splitlines()
    finally:
        await connection.close()
    kept = [line for line in lines if not line.startswith(("a=candidate", "a=end-of"))]
    return "\r\n".join(kept) + "\r\n"


def candidate(address: str, port: int = 4000, kind: str = "host") -> str:
    more = " raddr 0.0.0.0 rport 0" if kind == "relay" else ""
    return f"a=candidate:1 1 udp 2130706431 {address} {port} typ {kind}{more}"


def kept(sdp: str, caller: str, *, relayed: bool = False) -> list[str]:
    return [line for line in checked(sdp, caller, relayed=relayed, kinds=KINDS).splitlines() if "candidate" in line]


async def heard_after(line: str, caller: str, heard: asyncio.Event) -> bool:
    async with echo() as made:
        await made.answer(await bare_offer() + line + "\r\na=end-of-candidates\r\n", caller=caller)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(1):
                await heard.wait()
    return heard.is_set()


async def test_a_caller_is_knocked_at_and_a_bystander_is_not() -> None:
    async with bystander() as (port, heard):
        assert not await heard_after(candidate("127.0.0.1", port), "203.0.113.5", heard)
        assert not await heard_after(candidate("127.0.0.1", port, "relay"), "203.0.113.5", heard)
        assert not await heard_after(candidate("localhost", port), "203.0.113.5", heard)
        assert await heard_after(candidate("127.0.0.1", port), "127.0.0.1", heard)


@pytest.mark.parametrize(
    "address",
    ["10.0.0.7", "192.168.1.1", "169.254.169.254", "127.0.0.1", "::1", "fe80::1", "::ffff:10.0.0.7", "224.0.0.1"]
    + ["0.0.0.0", "255.255.255.255", "100.64.0.1", "metadata.internal", "x.local", "0x7f000001", "2130706433", "127.1"],
)
async def test_no_address_of_a_network_of_our_own_is_ever_kept(address: str) -> None:
    offer = await bare_offer()
    for kind in ("host", "srflx", "relay", "prflx"):
        for caller in ("203.0.113.5", "2001:db8::5", ""):
            assert kept(offer + candidate(address, kind=kind) + "\r\n", caller, relayed=True) == []


async def test_the_callers_own_and_a_few_public_relays_are_kept() -> None:
    offer = await bare_offer()
    many = [candidate("198.51.100.1", 4000 + at) for at in range(30)]
    relays = [candidate("93.184.216.34", 4000 + at, "relay") for at in range(30)]
    text = offer + "\r\n".join([*many, *relays, candidate("93.184.216.35")]) + "\r\n"
    assert len(kept(text, "198.51.100.1")) == 8
    assert len(kept(text, "::ffff:198.51.100.1", relayed=True)) == 10
    assert kept(text, "203.0.113.5") == []
    assert kept(text, "203.0.113.5", relayed=True) == relays[:2]


@pytest.mark.parametrize("gap", ["\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029", "\r", "\x00"])
async def test_a_line_cannot_be_hidden_behind_a_strange_line_end(gap: str) -> None:
    hidden = await bare_offer() + f"a=x:y{gap}{candidate('10.0.0.7')}\r\n"
    async with echo() as made:
        with pytest.raises(EchoRefused, match="bad_sdp"):
            await made.answer(hidden, [RELAY], caller="203.0.113.5")
