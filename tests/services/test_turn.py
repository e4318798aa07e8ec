"""The coturn that tests lean on relays for who holds the secret, over UDP and TCP, and refuses others."""

import asyncio

import pytest
from aioice import turn
from aioice.stun import TransactionFailed

from tests.services.processes import HOST


class Ears(asyncio.DatagramProtocol):
    """Collects what arrives."""

    def __init__(self) -> None:
        self.heard: asyncio.Queue[bytes] = asyncio.Queue()

    def datagram_received(self, data, addr):
        self.heard.put_nowait(data)


async def endpoint(server, transport, user, password):
    return await turn.create_turn_endpoint(
        Ears, server_addr=(HOST, server.port), username=user, password=password, transport=transport
    )


@pytest.mark.parametrize("transport", ["udp", "tcp"])
async def test_coturn_relays_between_two_peers(turn_server, transport):
    user, password = turn_server.credentials()
    one, ears_of_one = await endpoint(turn_server, transport, user, password)
    two, ears_of_two = await endpoint(turn_server, transport, user, password)
    try:
        # Each first message also opens the way for the other's.
        for _ in range(2):
            one.sendto(b"from one", two.get_extra_info("sockname"))
            two.sendto(b"from two", one.get_extra_info("sockname"))
        assert await asyncio.wait_for(ears_of_one.heard.get(), 10) == b"from two"
        assert await asyncio.wait_for(ears_of_two.heard.get(), 10) == b"from one"
    finally:
        one.close()
        two.close()


@pytest.mark.parametrize("seconds", [-60])
async def test_coturn_refuses_credentials_that_ended(turn_server, seconds):
    user, password = turn_server.credentials(seconds)
    with pytest.raises(TransactionFailed):
        await endpoint(turn_server, "udp", user, password)


async def test_coturn_refuses_a_wrong_secret(turn_server):
    user, _ = turn_server.credentials()
    with pytest.raises(TransactionFailed):
        await endpoint(turn_server, "udp", user, "wrong")
