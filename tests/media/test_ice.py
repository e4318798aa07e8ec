"""TURN passwords that run out, against the rules and against a real coturn."""

import asyncio
import base64
import hashlib
import hmac
import time

import pytest
from aioice import turn as turn_client
from hypothesis import given
from hypothesis import strategies as st

from media.ice import IceServer, Turn, ice_servers, is_turn_url
from tests.services.turn import TurnServer

SECRET = "between the two of us"
NOW = 1_800_000_000.0


def test_the_password_is_the_hmac_that_coturn_computes():
    server = Turn(("turn:relay.example:3478",), SECRET, lifetime=60).server("ann", NOW)
    assert server.username == "1800000060:ann"
    wanted = hmac.new(SECRET.encode(), server.username.encode(), hashlib.sha1).digest()
    assert base64.b64decode(server.credential) == wanted


def test_without_a_relay_no_server_is_named_at_all():
    assert ice_servers(None, "ann", NOW) == ()
    assert ice_servers(Turn((), ""), "ann", NOW) == ()


def test_all_ways_to_the_relay_share_one_password():
    urls = ("turn:relay.example:3478?transport=udp", "turn:relay.example:3478?transport=tcp", "turns:relay.example:443")
    (server,) = ice_servers(Turn(urls, SECRET), "ann", NOW)
    assert server.as_json()["urls"] == list(urls)
    assert set(server.as_json()) == {"urls", "username", "credential"}


def test_secret_and_password_stay_out_of_what_is_printed():
    turn = Turn(("turn:relay.example",), SECRET)
    assert SECRET not in repr(turn)
    assert turn.server("ann", NOW).credential not in repr(turn.server("ann", NOW))


@pytest.mark.parametrize(
    "url",
    ["turn:relay.example", "turn:10.0.0.1:3478?transport=udp", "turns:[2001:db8::1]:443?transport=tcp", "turn:a_b-c.d"],
)
def test_a_turn_address_is_accepted(url):
    assert is_turn_url(url)
    Turn((url,), SECRET)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "stun:relay.example",
        "turn://relay.example",
        "turn:",
        "turn:relay.example?transport=sctp",
        "turn:a b",
        "turn:a\n",
    ],
)
def test_what_is_no_turn_address_is_refused(url):
    assert not is_turn_url(url)
    with pytest.raises(ValueError, match="not a TURN address"):
        Turn((url,), SECRET)


def test_a_relay_without_a_secret_is_refused():
    with pytest.raises(ValueError, match="secret"):
        Turn(("turn:relay.example",), "")


@given(holder=st.uuids().map(str), now=st.integers(0, 2**40))
def test_no_two_people_share_a_password(holder, now):
    turn = Turn(("turn:relay.example",), SECRET)
    mine, other = turn.server(holder, now), turn.server("somebody else", now)
    assert mine.credential != other.credential
    assert int(mine.username.split(":")[0]) == now + turn.lifetime


def turn(relay: TurnServer, secret: str | None = None, transport: str = "udp", lifetime: int = 600) -> Turn:
    return Turn((relay.udp_url if transport == "udp" else relay.tcp_url,), secret or relay.secret, lifetime)


async def allocated(server: IceServer) -> str:
    """The relay's address that these credentials get, by an independent TURN client. Raises what it raises."""
    host, port = server.urls[0].removeprefix("turn:").split("?")[0].split(":")
    transport, _ = await turn_client.create_turn_endpoint(
        asyncio.DatagramProtocol,
        (host, int(port)),
        username=server.username,
        password=server.credential,
        transport="tcp" if server.urls[0].endswith("tcp") else "udp",
    )
    try:
        return str(transport.get_extra_info("sockname")[0])
    finally:
        transport.close()
        await asyncio.sleep(0.1)  # let the client give its allocation back before the loop goes


@pytest.mark.parametrize("transport", ["udp", "tcp"])
async def test_right_credentials_get_a_relay(turn_server, transport):
    address = await allocated(turn(turn_server, transport=transport).server("ann", time.time()))
    assert address == "127.0.0.1"


async def test_credentials_that_ran_out_are_refused(turn_server):
    late = turn(turn_server, lifetime=60).server("ann", time.time() - 120)
    with pytest.raises(Exception, match="401"):
        await allocated(late)


async def test_credentials_of_another_secret_are_refused(turn_server):
    with pytest.raises(Exception, match="401"):
        await allocated(turn(turn_server, "somebody else's secret").server("ann", time.time()))


async def test_a_later_expiry_cannot_be_written_into_the_name(turn_server):
    real = turn(turn_server, lifetime=60).server("ann", time.time() - 120)
    forged = IceServer(real.urls, f"{int(time.time()) + 600}:ann", real.credential)
    with pytest.raises(Exception, match="401"):
        await allocated(forged)
