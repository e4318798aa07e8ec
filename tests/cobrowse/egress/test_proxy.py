"""What may pass, passes unharmed: requests, answers, WebSockets, tunnels, large files, connections that stay."""

import asyncio
import datetime
import gzip
import hashlib
import io
import ssl

import aiohttp
import pytest
import structlog
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from cobrowse.egress.gate import Rules
from cobrowse.egress.proxy import Bounds
from cobrowse.ports import OwnAddresses, Policy
from tests.cobrowse.egress.harness import HERE, code_of, listening, way_out

LARGE = 48 * 1024 * 1024


async def _echo(request: web.Request) -> web.Response:
    body = await request.read()
    return web.json_response(
        {"method": request.method, "path": request.path_qs, "size": len(body), "headers": dict(request.headers)}
    )


async def _large(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    if "chunked" in request.query:
        response.enable_chunked_encoding()
    else:
        response.content_length = LARGE
    await response.prepare(request)
    for number in range(LARGE // 65536):
        await response.write(bytes([number % 251]) * 65536)
    return response


async def _socket(request: web.Request) -> web.WebSocketResponse:
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    async for message in socket:
        await socket.send_str("heard " + message.data)
    return socket


async def _redirect(request: web.Request) -> web.Response:
    raise web.HTTPFound(request.query["to"])


async def _packed(_: web.Request) -> web.Response:
    return web.Response(body=gzip.compress(b"packed"), headers={"Content-Encoding": "gzip"})


@pytest.fixture
async def origin(aiohttp_server):
    app = web.Application(client_max_size=2**30)
    app.router.add_route("*", "/echo", _echo)
    app.router.add_get("/large", _large)
    app.router.add_get("/socket", _socket)
    app.router.add_get("/redirect", _redirect)
    app.router.add_get("/packed", _packed)
    return await aiohttp_server(app)


@pytest.fixture
async def way(origin):
    names = {"bank.example": [HERE], "news.example": [HERE], "xn--mnchen-3ya.example": [HERE]}
    places = [f"{name}:{origin.port}" for name in names]
    async with way_out(names, exceptions=[*places, f"{HERE}:{origin.port}"]) as made:
        yield made


@pytest.fixture
async def browser(way):
    connector = aiohttp.TCPConnector(limit=1)
    async with aiohttp.ClientSession(connector=connector, proxy=way.address) as session:
        yield session


async def test_a_page_is_fetched_with_its_query_and_without_what_belongs_to_the_proxy(origin, browser):
    async with browser.get(f"http://bank.example:{origin.port}/echo?a=1&b=%20") as answer:
        told = await answer.json()
    assert told["path"] == "/echo?a=1&b=%20"
    assert told["headers"]["Host"] == f"bank.example:{origin.port}"
    assert not {name for name in told["headers"] if name.lower().startswith(("proxy-", "via", "forwarded"))}


@pytest.mark.parametrize("size", [0, 1, 65536, 3_000_000])
async def test_a_form_arrives_whole(origin, browser, size):
    async with browser.post(f"http://bank.example:{origin.port}/echo", data=io.BytesIO(b"x" * size)) as answer:
        assert (await answer.json())["size"] == size


async def test_a_body_in_chunks_arrives_whole(origin, browser):
    async def pieces():
        for _ in range(50):
            yield b"y" * 10_007

    async with browser.put(f"http://bank.example:{origin.port}/echo", data=pieces()) as answer:
        assert (await answer.json())["size"] == 500_350


async def test_a_client_that_waits_for_leave_gets_it(origin, browser):
    async with browser.post(f"http://bank.example:{origin.port}/echo", data=b"x" * 9, expect100=True) as answer:
        assert (await answer.json())["size"] == 9


@pytest.mark.parametrize("how", ["", "?chunked"])
async def test_a_large_file_comes_through_unchanged(origin, browser, how):
    digest, wanted = hashlib.sha256(), hashlib.sha256()
    async with browser.get(f"http://bank.example:{origin.port}/large{how}") as answer:
        async for piece in answer.content.iter_chunked(65536):
            digest.update(piece)
    for number in range(LARGE // 65536):
        wanted.update(bytes([number % 251]) * 65536)
    assert digest.digest() == wanted.digest()


async def test_a_reader_who_stops_reading_stops_the_sender(origin, way, browser):
    async with browser.get(f"http://bank.example:{origin.port}/large") as answer:
        await answer.content.read(1)
        last = -1
        while last != way.proxy.meter.moved:
            last = way.proxy.meter.moved
            await asyncio.sleep(0.2)
        assert last < LARGE * 3 // 4


async def test_packed_content_stays_packed_on_the_way(origin, way):
    raw = await way.get(f"http://bank.example:{origin.port}/packed")
    head, _, body = raw.partition(b"\r\n\r\n")
    assert b"content-encoding: gzip" in head.lower()
    assert gzip.decompress(body) == b"packed"


async def test_a_websocket_is_spoken_through_an_upgraded_request(origin, browser):
    async with browser.ws_connect(f"ws://bank.example:{origin.port}/socket") as socket:
        await socket.send_str("hello")
        assert (await socket.receive()).data == "heard hello"


async def test_a_tunnel_carries_whatever_is_spoken_inside(origin, way):
    inside = f"GET /echo HTTP/1.1\r\nHost: bank.example:{origin.port}\r\nConnection: close\r\n\r\n"
    raw = await way.connect(f"bank.example:{origin.port}", inside)
    assert raw.startswith(b"HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 200 OK")
    assert way.proxy.outcomes["ok"] == 1


async def test_a_redirect_between_allowed_hosts_is_followed(origin, browser):
    to = f"http://news.example:{origin.port}/echo"
    async with browser.get(f"http://bank.example:{origin.port}/redirect", params={"to": to}) as answer:
        assert (await answer.json())["headers"]["Host"] == f"news.example:{origin.port}"


async def test_connections_stay_for_the_next_request(origin, way, browser):
    for _ in range(5):
        async with browser.get(f"http://bank.example:{origin.port}/echo") as answer:
            await answer.read()
    assert way.names.asked == ["bank.example"]
    assert way.proxy.outcomes["ok"] == 5


async def test_an_international_name_is_found(origin, browser):
    async with browser.get(f"http://münchen.example:{origin.port}/echo") as answer:
        assert (await answer.json())["headers"]["Host"] == f"xn--mnchen-3ya.example:{origin.port}"


async def test_a_head_has_no_body(origin, browser):
    async with browser.head(f"http://bank.example:{origin.port}/packed") as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
    async with browser.get(f"http://bank.example:{origin.port}/packed") as answer:
        assert await answer.text() == "packed"


async def test_localhost_by_name_is_this_machine_when_excepted(origin):
    async with way_out(exceptions=[f"localhost:{origin.port}", f"shop.localhost:{origin.port}"]) as way:
        for host in ("localhost", "shop.localhost"):
            assert b"200 OK" in await way.get(f"http://{host}:{origin.port}/echo")
        assert way.names.asked == []


async def test_an_answer_that_ends_with_the_connection_ends(way):
    answer = b"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nuntil the end"
    async with listening(answer) as old, way_out(exceptions=[old.place]) as way:
        raw = await way.get(f"http://{old.place}/")
    assert raw.endswith(b"\r\n\r\nuntil the end")
    assert b"connection: close" in raw.lower()


async def test_early_hints_pass_before_the_answer(way):
    answer = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n"
    async with listening(answer) as old, way_out(exceptions=[old.place]) as way:
        raw = await way.get(f"http://{old.place}/")
    assert raw.index(b"103 Early Hints") < raw.index(b"204 No Content")


async def test_a_server_may_answer_before_it_has_read_everything():
    answer = b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    async with listening(answer) as strict, way_out(exceptions=[strict.place]) as way:
        head = f"POST http://{strict.place}/ HTTP/1.1\r\nHost: {strict.place}\r\nContent-Length: 9000000\r\n\r\n"
        assert b"413 Too Large" in await way.say(head, b"x" * 100)


async def test_only_whoever_knows_the_password_is_served(way, origin):
    request = f"GET http://bank.example:{origin.port}/echo HTTP/1.1\r\nHost: bank.example:{origin.port}\r\nConnection: close\r\n"
    wrong = "Proxy-Authorization: Basic cGFnZTp3cm9uZw==\r\n"
    for more in ("", wrong, wrong * 2, f"Proxy-Authorization: {way.credentials}\r\n{wrong}"):
        raw = await way.say(request, more, "\r\n", authorised=False)
        assert raw.startswith(b"HTTP/1.1 407 ")
    assert (await way.say(request, "\r\n")).startswith(b"HTTP/1.1 200 ")


async def test_a_given_socket_needs_no_password(origin, tmp_path):
    import socket

    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "proxy"))
        listener.listen()
        async with way_out(exceptions=[f"{HERE}:{origin.port}"], sock=listener):
            reader, writer = await asyncio.open_unix_connection(tmp_path / "proxy")
            writer.write(
                f"GET http://{HERE}:{origin.port}/echo HTTP/1.1\r\nHost: {HERE}:{origin.port}\r\n\r\n".encode()
            )
            assert await reader.readline() == b"HTTP/1.1 200 OK\r\n"
            writer.close()


async def test_new_rules_end_what_they_refuse_and_nothing_else(origin, way):
    def rules(block):
        exceptions = tuple(f"{name}:{origin.port}" for name in ("bank.example", "news.example"))
        return Rules.of(Policy(block=block, exceptions=exceptions), OwnAddresses())

    async with aiohttp.ClientSession(proxy=way.address) as session:
        bank = await session.ws_connect(f"ws://bank.example:{origin.port}/socket")
        news = await session.ws_connect(f"ws://news.example:{origin.port}/socket")
        way.proxy.replace(rules(("bank.example",)))
        assert (await bank.receive()).type in (aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR)
        await news.send_str("still here")
        assert (await news.receive()).data == "heard still here"
        async with session.get(f"http://bank.example:{origin.port}/echo") as answer:
            assert answer.headers["Samen-Refused"] == "page_blocked"
        way.proxy.replace(rules(()))
        async with session.get(f"http://bank.example:{origin.port}/echo") as answer:
            assert answer.status == 200


async def test_an_exception_that_is_taken_back_takes_its_connections_along(origin, way, browser):
    socket = await browser.ws_connect(f"ws://bank.example:{origin.port}/socket")
    way.proxy.replace(Rules())
    assert (await socket.receive()).type in (aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR)


async def test_a_page_may_not_hold_more_connections_than_its_share():
    async with listening() as quiet, way_out(exceptions=[quiet.place], bounds=Bounds(connections=2)) as way:
        held = [await asyncio.open_connection(way.door.host, way.door.port) for _ in range(2)]
        assert code_of(await way.get(f"http://{quiet.place}/")) == "too_many"
        assert quiet.silent
        for reader, writer in held:
            writer.write(b"nonsense\r\n\r\n")
            await reader.read()
            writer.close()
        for _ in range(100):
            if not code_of(answer := await way.get(f"http://{quiet.place}/")):
                break
            await asyncio.sleep(0.05)
        assert b"200 OK" in answer


async def test_a_page_may_not_move_more_bytes_than_its_share(origin):
    async with way_out(exceptions=[f"{HERE}:{origin.port}"], bounds=Bounds(moved=2**20)) as way:
        raw = await way.get(f"http://{HERE}:{origin.port}/large")
        assert 0 < len(raw) < 2**21


async def test_who_says_nothing_for_too_long_is_let_go():
    async with listening(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", close=False) as stuck:
        async with way_out(exceptions=[stuck.place], bounds=Bounds(patience=0.3)) as way:
            assert (await way.get(f"http://{stuck.place}/")).endswith(b"half")
        async with way_out(exceptions=[stuck.place], bounds=Bounds(first_head=0.3)) as way:
            _, writer = held = await asyncio.open_connection(way.door.host, way.door.port)
            writer.write(b"GET http://")
            assert b" 408 " in await held[0].read()
            writer.close()


async def test_reasons_have_codes():
    names = {"gone.example": [HERE]}
    async with listening() as soon_gone:
        port = soon_gone.port
    async with way_out(names, exceptions=[f"gone.example:{port}"], block=["*.casino.example"]) as way:
        assert code_of(await way.get("http://nobody.example/")) == "name_unknown"
        assert code_of(await way.get(f"http://gone.example:{port}/")) == "unreachable"
        assert code_of(await way.get("http://www.casino.example/")) == "page_blocked"
        assert code_of(await way.connect("www.casino.example:443")) == "page_blocked"
        assert code_of(await way.get("http://10.0.0.1/")) == "address_refused"
        assert way.refusals == [
            ("nobody.example", "name_unknown"),
            ("gone.example", "unreachable"),
            ("www.casino.example", "page_blocked"),
            ("www.casino.example", "page_blocked"),
            ("10.0.0.1", "address_refused"),
        ]


async def test_what_is_encrypted_is_encrypted_between_the_browser_and_the_host(tmp_path, aiohttp_server):
    certificate, key = _certificate(tmp_path, "bank.example")
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(certificate, key)
    app = web.Application()
    app.router.add_get("/echo", _echo)
    app.router.add_get("/socket", _socket)
    origin = await aiohttp_server(app, ssl=theirs)
    # Only this certificate is trusted: whoever opened the connection in between would be noticed.
    ours = ssl.create_default_context(cafile=str(certificate))
    place = f"bank.example:{origin.port}"
    async with (
        way_out({"bank.example": [HERE]}, exceptions=[place]) as way,
        aiohttp.ClientSession(proxy=way.address) as session,
    ):
        async with session.get(f"https://{place}/echo?secret=1", ssl=ours) as answer:
            assert (await answer.json())["path"] == "/echo?secret=1"
        async with session.ws_connect(f"wss://{place}/socket", ssl=ours) as socket:
            await socket.send_str("hello")
            assert (await socket.receive()).data == "heard hello"


def _certificate(folder, name):
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    secret.write_bytes(key.private_bytes(encoding, form, serialization.NoEncryption()))
    return certificate, secret


async def test_the_log_has_hosts_and_outcomes_and_no_more(origin, way):
    with structlog.testing.capture_logs() as lines:
        await way.get(f"http://bank.example:{origin.port}/echo?secret=1")
        await way.get("http://10.0.0.1/secret?secret=1")
    assert [(line["host"], line.get("code", "ok")) for line in lines] == [
        ("bank.example", "ok"),
        ("10.0.0.1", "address_refused"),
    ]
    assert "secret" not in str(lines)
