"""TURN passwords that run out, against the rules and against a real coturn."""

import asyncio
import base64
import contextlib
import hashlib
import hmac
import shutil
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from aioice import turn as turn_client
from hypothesis import given
from hypothesis import strategies as st

from media.ice import IceServer, Turn, ice_servers, is_turn_url

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


@dataclass(frozen=True)
class Coturn:
    port: int

    def turn(self, secret: str = SECRET, transport: str = "udp", lifetime: int = 600) -> Turn:
        return Turn((f"turn:127.0.0.1:{self.port}?transport={transport}",), secret, lifetime)


@pytest.fixture
async def coturn(tmp_path) -> AsyncIterator[Coturn]:
    program = shutil.which("turnserver")
    assert program, "coturn is not installed: the Debian package is called coturn"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        program, "-n", "--use-auth-secret", f"--static-auth-secret={SECRET}", "--realm=samen.test", "--no-cli",
        "--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1", f"--listening-port={port}", "--no-tls", "--no-dtls",
        "--allow-loopback-peers", "--log-file=stdout", f"--pidfile={tmp_path}/turn.pid", f"--userdb={tmp_path}/turndb",
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        async with asyncio.timeout(10):
            while True:
                with contextlib.suppress(OSError):
                    _, writer = await asyncio.open_connection("127.0.0.1", port)
                    writer.close()
                    break
                await asyncio.sleep(0.05)
        yield Coturn(port)
    finally:
        process.terminate()
        await process.wait()


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


def now() -> float:
    import time

    return time.time()


@pytest.mark.service
@pytest.mark.parametrize("transport", ["udp", "tcp"])
async def test_right_credentials_get_a_relay(coturn, transport):
    address = await allocated(coturn.turn(transport=transport).server("ann", now()))
    assert address == "127.0.0.1"


@pytest.mark.service
async def test_credentials_that_ran_out_are_refused(coturn):
    late = coturn.turn(lifetime=60).server("ann", now() - 120)
    with pytest.raises(Exception, match="401"):
        await allocated(late)


@pytest.mark.service
async def test_credentials_of_another_secret_are_refused(coturn):
    with pytest.raises(Exception, match="401"):
        await allocated(coturn.turn("somebody else's secret").server("ann", now()))


@pytest.mark.service
async def test_a_later_expiry_cannot_be_written_into_the_name(coturn):
    real = coturn.turn(lifetime=60).server("ann", now() - 120)
    forged = IceServer(real.urls, f"{int(now()) + 600}:ann", real.credential)
    with pytest.raises(Exception, match="401"):
        await allocated(forged)
