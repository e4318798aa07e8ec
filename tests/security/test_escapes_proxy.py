"""Ways through the proxy of a page to this machine, its network, or somebody else's mail server: none may be open.

Every case has a listener that really listens. Where the way could be open at all, the same request is made once more
with the exception set, and then it must arrive: a silence that nobody could break proves nothing.
"""

import asyncio
import socket
from ipaddress import ip_address

import aiohttp
import pytest

from cobrowse.egress import dial, hosts
from cobrowse.egress.dial import connect
from cobrowse.egress.hosts import Host
from tests.cobrowse.egress.harness import HERE, code_of, listening, way_out
from tests.security.notations import LOCAL_NAMES, LOOPBACK, LOOPBACK_6, RIDDLES, own_address

PUBLIC = "93.184.215.14"
PUBLIC_6 = "2606:2800:21f:cb07:6820:80da:af6b:8b2c"


@pytest.fixture
def outside(monkeypatch):
    """The internet's stand-in: public addresses are written down instead of dialled; all others are dialled."""
    dialled: list[tuple[str, int]] = []
    real = dial._reach

    async def reach(address, port):
        dialled.append((str(address), port))
        return None if address.is_global else await real(address, port)

    monkeypatch.setattr(dial, "_reach", reach)
    return dialled


async def ask(way, how, written, port):
    """One request in the way under test. `written` is put on the wire byte by byte."""
    place = f"{written}:{port}"
    if how == "get":
        return await way.get(f"http://{place}/secret")
    if how == "connect":
        return await way.connect(place, "GET /secret HTTP/1.1\r\n\r\n")
    upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAA\r\n"
    return await way.say(f"GET ws://{place}/secret HTTP/1.1\r\nHost: {place}\r\n{upgrade}\r\n", cut=True)


@pytest.mark.parametrize("how", ["get", "connect", "upgrade"])
@pytest.mark.parametrize("notation", [*LOOPBACK])
async def test_loopback_is_refused_in_every_notation(notation, how):
    written = LOOPBACK[notation]
    async with listening() as heard:
        async with way_out() as way:
            answer = await ask(way, how, written, heard.port)
        assert heard.silent
        # Signs beyond ASCII are not even HTTP; a browser has turned them into ASCII long before.
        assert code_of(answer) == ("address_refused" if written.isascii() else "bad_request")
        plain = hosts.parse(written)
        async with way_out(exceptions=[f"{plain}:{heard.port}"]) as way:
            await ask(way, how, str(plain), heard.port)
        assert not heard.silent, "with the exception it arrives"


@pytest.mark.parametrize("how", ["get", "connect"])
@pytest.mark.parametrize("notation", [*LOOPBACK_6])
async def test_ipv6_loopback_is_refused_in_every_notation(notation, how):
    written = LOOPBACK_6[notation]
    async with listening(host="::1") as heard:
        async with way_out() as way:
            assert code_of(await ask(way, how, written, heard.port)) == "address_refused"
        assert heard.silent
        async with way_out(exceptions=[f"{written}:{heard.port}"]) as way:
            await ask(way, how, written, heard.port)
        assert not heard.silent, "with the exception it arrives"


@pytest.mark.parametrize("how", ["get", "connect"])
@pytest.mark.parametrize("riddle", [*RIDDLES])
async def test_what_readers_could_understand_differently_is_refused(riddle, how):
    # Even where its port is excepted, a riddle is no way to write this machine.
    async with listening() as heard, way_out(exceptions=[heard.place, f"[::1]:{heard.port}"]) as way:
        assert code_of(await ask(way, how, RIDDLES[riddle], heard.port)) == "bad_request"
        assert heard.silent
        assert b"secret" in await way.get(f"http://{heard.place}/")


@pytest.mark.parametrize("how", ["get", "connect", "upgrade"])
@pytest.mark.parametrize("name", [*LOCAL_NAMES])
async def test_local_names_are_refused_without_asking_anybody(name, how):
    written = LOCAL_NAMES[name]
    plain = hosts.parse(written).name
    async with listening() as heard:
        async with way_out({plain: [HERE]}) as way:
            answer = await ask(way, how, written, heard.port)
            assert code_of(answer) == ("address_refused" if written.isascii() else "bad_request")
            # "localhost.localdomain" looks like any name; it is asked for, and its address refused.
            assert way.names.asked == ([plain] if plain == "localhost.localdomain" else [])
        assert heard.silent
        async with way_out({plain: [HERE]}, exceptions=[f"{plain}:{heard.port}"]) as way:
            await ask(way, how, plain, heard.port)
        assert not heard.silent, "with the exception it arrives"


@pytest.mark.parametrize("how", ["get", "connect", "upgrade"])
@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6])
async def test_other_addresses_of_this_machine_are_refused(family, how):
    own = own_address(family)
    if own is None:
        pytest.skip("this machine has no such address")
    written = f"[{own}]" if ":" in own else own
    async with listening(host=own) as heard:
        async with way_out() as way:
            assert code_of(await ask(way, how, written, heard.port)) == "address_refused"
        assert heard.silent
        async with way_out(exceptions=[heard.place]) as way:
            await ask(way, how, written, heard.port)
        assert not heard.silent, "with the exception it arrives"


@pytest.mark.parametrize("address", ["127.0.0.2", "127.255.255.254"])
async def test_all_of_loopback_is_refused(address):
    async with listening(host=address) as heard:
        async with way_out() as way:
            assert code_of(await way.get(f"http://{heard.place}/")) == "address_refused"
        assert heard.silent
        async with way_out(exceptions=[heard.place]) as way:
            assert b"secret" in await way.get(f"http://{heard.place}/")


REBINDINGS = {
    "private": [HERE],
    "private IPv6": ["::1"],
    "unspecified": ["0.0.0.0"],
    "unspecified IPv6": ["::"],
    "mapped": ["::ffff:127.0.0.1"],
    "public, then private": [PUBLIC, HERE],
    "private, then public": [HERE, PUBLIC],
    "public IPv6, private IPv4": [PUBLIC_6, HERE],
    "public IPv4, private IPv6": [PUBLIC, "::1"],
    "public both, mapped": [PUBLIC, PUBLIC_6, "::ffff:127.0.0.1"],
    "many public, one private": [*(f"93.184.215.{number}" for number in range(1, 30)), HERE],
    "public and metadata": [PUBLIC, "169.254.169.254"],
    "public and 6to4 of loopback": [PUBLIC_6, "2002:7f00:1::1"],
    "only NAT64 of loopback": ["64:ff9b::7f00:1"],
}


@pytest.mark.parametrize("how", ["get", "connect"])
@pytest.mark.parametrize("answer", [*REBINDINGS])
async def test_a_name_with_a_private_address_is_refused_whole(outside, answer, how):
    host = "::1" if "::1" in REBINDINGS[answer] or "::" in REBINDINGS[answer] else HERE
    async with listening(host=host) as heard:
        async with way_out({"rebind.example": REBINDINGS[answer]}) as way:
            assert code_of(await ask(way, how, "rebind.example", heard.port)) == "address_refused"
        assert heard.silent
        assert outside == []
        # The listener hears: the administrator may name a host that leads here.
        async with way_out({"rebind.example": [host]}, exceptions=[f"rebind.example:{heard.port}"]) as way:
            await ask(way, how, "rebind.example", heard.port)
        assert not heard.silent


@pytest.mark.parametrize("how", ["get", "connect", "upgrade"])
async def test_a_name_is_resolved_once_and_its_vetted_address_dialled(outside, how):
    async with listening() as heard:
        answers = [[PUBLIC], [HERE], [HERE]]
        async with way_out({"rebind.example": answers}) as way:
            assert code_of(await ask(way, how, "rebind.example", heard.port)) == "unreachable"
            assert outside == [(PUBLIC, heard.port)]
            assert way.names.asked == ["rebind.example"]
            for _ in range(2):
                assert code_of(await ask(way, how, "rebind.example", heard.port)) == "address_refused"
        assert heard.silent
        async with way_out({"rebind.example": [[PUBLIC], [HERE]]}, exceptions=[f"rebind.example:{heard.port}"]) as way:
            await ask(way, how, "rebind.example", heard.port)
            await ask(way, how, "rebind.example", heard.port)
        assert not heard.silent


async def test_all_addresses_that_are_tried_were_vetted(outside):
    async with listening() as heard, way_out({"many.example": [PUBLIC, PUBLIC_6]}) as way:
        assert code_of(await way.get(f"http://many.example:{heard.port}/")) == "unreachable"
        assert sorted(outside) == sorted([(PUBLIC, heard.port), (PUBLIC_6, heard.port)])
        assert heard.silent


async def test_what_dns64_adds_is_left_out_and_the_rest_is_used(outside):
    async with way_out({"six.example": [PUBLIC, "64:ff9b::5db8:d70e"]}) as way:
        assert code_of(await way.get("http://six.example/")) == "unreachable"
    assert outside == [(PUBLIC, 80)]


@pytest.mark.parametrize("address", ["169.254.169.254", "fe80::1", "224.0.0.1", "168.63.129.16", "0.0.0.0", "::"])
async def test_an_excepted_name_still_does_not_lead_to_metadata_or_the_link(outside, address):
    async with listening() as heard:
        place = f"intranet.example:{heard.port}"
        async with way_out({"intranet.example": [address]}, exceptions=[place]) as way:
            assert code_of(await way.get(f"http://{place}/")) == "address_refused"
        assert outside == []
        assert heard.silent
        async with way_out({"intranet.example": [HERE]}, exceptions=[place]) as way:
            assert b"secret" in await way.get(f"http://{place}/")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_redirect_leads_no_further_than_a_link(status, method):
    async with listening() as heard:
        moved = f"HTTP/1.1 {status} Moved\r\nLocation: http://{heard.place}/x\r\nContent-Length: 0\r\n\r\n".encode()
        async with listening(moved) as first:
            for exceptions, arrives in (([first.place], False), ([first.place, heard.place], True)):
                async with (
                    way_out(exceptions=exceptions) as way,
                    aiohttp.ClientSession(proxy=way.address) as session,
                    session.request(method, f"http://{first.place}/") as answer,
                ):
                    assert (answer.headers.get("Samen-Refused") == "address_refused") is not arrives
                assert heard.silent is not arrives


async def test_a_kept_connection_does_not_lead_elsewhere():
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    async with listening() as heard, listening(answer, close=False) as allowed:
        async with way_out(exceptions=[allowed.place]) as way:
            first = f"GET http://{allowed.place}/ HTTP/1.1\r\nHost: {allowed.place}\r\n\r\n"
            second = f"GET http://{heard.place}/ HTTP/1.1\r\nHost: {heard.place}\r\nConnection: close\r\n"
            key = f"Proxy-Authorization: {way.credentials}\r\n\r\n"
            raw = await way.say(first, second, key)
        assert raw.count(b"HTTP/1.1 ") == 2
        assert b"Samen-Refused: address_refused" in raw
        assert heard.silent
        assert allowed.data.count(b"GET ") == 1


async def test_the_exception_is_for_one_port():
    async with listening() as heard, listening() as other, way_out(exceptions=[other.place]) as way:
        assert code_of(await way.get(f"http://{heard.place}/")) == "address_refused"
        assert heard.silent
        assert b"secret" in await way.get(f"http://{other.place}/")


async def test_the_exception_is_for_one_host():
    async with listening() as heard:
        names = {"intranet.example": [HERE], "a.intranet.example": [HERE], "evil.example": [HERE]}
        async with way_out(names, exceptions=[f"intranet.example:{heard.port}"]) as way:
            for host in (HERE, "localhost", "a.intranet.example", "evil.example"):
                assert code_of(await way.get(f"http://{host}:{heard.port}/")) == "address_refused"
            assert heard.silent
            assert b"secret" in await way.get(f"http://intranet.example:{heard.port}/")


async def test_the_office_is_stronger_than_the_exception():
    async with listening() as heard:
        async with way_out(exceptions=[heard.place], block=[HERE]) as way:
            assert code_of(await way.get(f"http://{heard.place}/")) == "page_blocked"
        async with way_out(exceptions=[heard.place], allow=["bank.example"]) as way:
            assert code_of(await way.get(f"http://{heard.place}/")) == "page_blocked"
        assert heard.silent
        async with way_out(exceptions=[heard.place], allow=[HERE]) as way:
            assert b"secret" in await way.get(f"http://{heard.place}/")


@pytest.mark.parametrize("own", ["app.example", "APP.Example.", "app.example:{port}"])
async def test_our_own_name_is_refused_also_where_it_is_public(outside, own):
    async with listening() as heard:
        async with way_out({"app.example": [PUBLIC]}, own=[own.format(port=heard.port)]) as way:
            assert code_of(await way.get(f"http://app.example:{heard.port}/")) == "address_refused"
            assert code_of(await way.connect(f"app.example.:{heard.port}")) == "address_refused"
        assert outside == []
        assert heard.silent


async def test_our_own_public_address_is_refused_by_any_name(outside):
    async with way_out({"evil.example": [PUBLIC]}, own=[PUBLIC, PUBLIC_6]) as way:
        for host in ("evil.example", PUBLIC, f"[{PUBLIC_6}]"):
            assert code_of(await way.get(f"http://{host}/")) == "address_refused"
    assert outside == []


@pytest.mark.parametrize("how", ["get", "connect"])
@pytest.mark.parametrize(
    "port", [0, 1, 7, 19, 21, 22, 23, 25, 53, 110, 111, 143, 389, 445, 465, 587, 993, 2049, 5060, 6000, 6667, 10080]
)
async def test_no_other_service_of_a_public_host_is_spoken_to(outside, port, how):
    async with way_out({"public.example": [PUBLIC]}) as way:
        answer = await ask(way, how, "public.example", port)
        assert code_of(answer) == ("address_refused" if port else "bad_request")
        assert outside == []
        for web in (80, 443, 8080, 8443):
            assert code_of(await ask(way, how, "public.example", web)) == "unreachable"
    assert outside == [(PUBLIC, web) for web in (80, 443, 8080, 8443)]


@pytest.mark.parametrize("how", ["get", "connect", "upgrade"])
async def test_a_page_cannot_speak_to_its_own_proxy(how):
    async with way_out() as way:
        assert code_of(await ask(way, how, HERE, way.door.port)) == "address_refused"
        assert not way.proxy.outcomes["ok"]


async def test_the_dialler_takes_no_names():
    async with listening() as heard:
        with pytest.raises(ValueError, match="localhost"):
            hosts.parse("127.0.0.1 localhost")
        made = await connect([ip_address(HERE)], heard.port)
        assert made.getpeername() == (HERE, heard.port)
        made.close()


async def test_cancelling_leaves_no_connection_behind():
    async with listening(close=False) as allowed, way_out(exceptions=[allowed.place]) as way:
        asking = asyncio.create_task(way.connect(allowed.place, "GET / HTTP/1.1\r\n"))
        while allowed.silent:  # noqa: ASYNC110 - the listener has no event to wait for
            await asyncio.sleep(0.01)
        await way.proxy.aclose()
        assert (await asking).startswith(b"HTTP/1.1 200 ")
    assert Host("a") == hosts.parse("A.")
