"""Requests and answers that two readers could understand differently: none passes, so none hides another."""

import pytest

from tests.cobrowse.egress.harness import code_of, listening, way_out

MISMATCHES = {
    "Host names loopback": ("http://{allowed}/", "Host: {heard}\r\n"),
    "target names loopback": ("http://{heard}/", "Host: {allowed}\r\n"),
    "Host is missing": ("http://{allowed}/", ""),
    "Host comes twice": ("http://{allowed}/", "Host: {allowed}\r\nHost: {heard}\r\n"),
    "Host comes twice, the same": ("http://{allowed}/", "Host: {allowed}\r\nHost: {allowed}\r\n"),
    "Host has another port": ("http://{allowed}/", "Host: 127.0.0.1:{port}\r\n"),
    "Host has a user": ("http://{allowed}/", "Host: {allowed}@{heard}\r\n"),
    "Host has two": ("http://{allowed}/", "Host: {allowed}, {heard}\r\n"),
    "Host is empty": ("http://{allowed}/", "Host: \r\n"),
    "Host is hidden in a fold": ("http://{allowed}/", "Host: {allowed}\r\n {heard}\r\n"),
    "Host has a space before its colon": ("http://{allowed}/", "Host: {allowed}\r\nHost : {heard}\r\n"),
    "origin form": ("/secret", "Host: {heard}\r\n"),
    "origin form with two slashes": ("//{heard}/", "Host: {heard}\r\n"),
    "authority form": ("{heard}", "Host: {heard}\r\n"),
    "another scheme": ("ftp://{heard}/", "Host: {heard}\r\n"),
    "https in the clear": ("https://{heard}/", "Host: {heard}\r\n"),
    "file": ("file:///etc/passwd", "Host: {heard}\r\n"),
    "gopher": ("gopher://{heard}/_x", "Host: {heard}\r\n"),
    "scheme without slashes": ("http:{heard}/", "Host: {heard}\r\n"),
    "backslashes": ("http:\\\\{heard}\\", "Host: {heard}\r\n"),
    "fragment": ("http://{allowed}/#@{heard}/", "Host: {allowed}\r\n"),
    "absolute in absolute": ("http://http://{heard}/", "Host: {heard}\r\n"),
    "no host": ("http:///{heard}/", "Host: {heard}\r\n"),
}


@pytest.mark.parametrize("riddle", [*MISMATCHES])
async def test_a_request_that_names_two_places_goes_to_neither(riddle):
    async with listening() as allowed, listening() as heard, way_out(exceptions=[allowed.place]) as way:
        words = {"allowed": allowed.place, "heard": heard.place, "port": heard.port}
        target, host = (part.format(**words) for part in MISMATCHES[riddle])
        answer = await way.say(f"GET {target} HTTP/1.1\r\n{host}Connection: close\r\n\r\n")
        assert code_of(answer) in ("bad_request", "address_refused")
        assert heard.silent
        assert allowed.silent
        assert b"secret" in await way.get(f"http://{allowed.place}/")


HIDDEN = "GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n"
SMUGGLED = {
    "both lengths": f"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{HIDDEN}",
    "both lengths, the other way round": f"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n{HIDDEN}",
    "two lengths": f"Content-Length: 0\r\nContent-Length: 40\r\n\r\n{HIDDEN}",
    "two lengths in one": f"Content-Length: 0, 40\r\n\r\n{HIDDEN}",
    "length with a sign": f"Content-Length: +0\r\n\r\n{HIDDEN}",
    "negative length": f"Content-Length: -1\r\n\r\n{HIDDEN}",
    "hexadecimal length": f"Content-Length: 0x28\r\n\r\n{HIDDEN}",
    "length with a space": f"Content-Length: 4 0\r\n\r\n{HIDDEN}",
    "empty length": f"Content-Length:\r\n\r\n{HIDDEN}",
    "huge length": f"Content-Length: 99999999999999999999\r\n\r\n{HIDDEN}",
    "length after a space": f"Content-Length : 40\r\n\r\n{HIDDEN}",
    "folded length": f"Content-Length:\r\n 40\r\n\r\n{HIDDEN}",
    "unknown encoding": f"Transfer-Encoding: cow\r\n\r\n{HIDDEN}",
    "encoding twice": f"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n{HIDDEN}",
    "chunked and more": f"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n{HIDDEN}",
    "more and chunked": f"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n{HIDDEN}",
    "encoding with a vertical tab": f"Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n{HIDDEN}",
    "encoding after a space": f"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n{HIDDEN}",
    "encoding in quotes": f'Transfer-Encoding: "chunked"\r\n\r\n0\r\n\r\n{HIDDEN}',
    "encoding behind a line feed": f"X: y\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{HIDDEN}",
    "bare line feeds": f"X: y\n\n{HIDDEN}",
    "bare carriage return": f"X: y\rTransfer-Encoding: chunked\r\n\r\n{HIDDEN}",
    "nul in a value": f"X: \x00y\r\n\r\n{HIDDEN}",
    "nul in a name": f"X\x00: y\r\n\r\n{HIDDEN}",
    "no colon": f"Xy\r\n\r\n{HIDDEN}",
    "empty name": f": y\r\n\r\n{HIDDEN}",
    "folded line": f"X: y\r\n z\r\n\r\n{HIDDEN}",
    "Connection drops the length": f"Content-Length: 0\r\nConnection: content-length\r\n\r\n{HIDDEN}",
    "Connection drops the host": f"Connection: host\r\n\r\n{HIDDEN}",
    "endless head": "X: " + "y" * 70_000 + f"\r\n\r\n{HIDDEN}",
    "endless fields": "X: y\r\n" * 300 + f"\r\n{HIDDEN}",
}
CHUNKS = {
    "no size": "\r\n" + HIDDEN,
    "negative size": "-1\r\n" + HIDDEN,
    "size with 0x": "0x0\r\n\r\n" + HIDDEN,
    "size with a plus": "+0\r\n\r\n" + HIDDEN,
    "huge size": "fffffffffffffffff\r\n" + HIDDEN,
    "size with a line feed": "0\n\n" + HIDDEN,
    "chunk longer than it says": "1\r\nab\r\n0\r\n\r\n" + HIDDEN,
    "chunk without its end": "1\r\na0\r\n\r\n" + HIDDEN,
    "chunk that ends with a line feed": "1\r\na\n0\r\n\r\n" + HIDDEN,
    "extension with a line feed": "0;a\nb\r\n\r\n" + HIDDEN,
    "extension with a carriage return": "0;a\rb\r\n\r\n" + HIDDEN,
    "endless extension": "0;" + "a" * 70_000 + "\r\n\r\n" + HIDDEN,
    "endless trailers": "0\r\n" + "X: y\r\n" * 100 + "\r\n" + HIDDEN,
}


@pytest.mark.parametrize("trick", [*SMUGGLED])
async def test_a_request_whose_end_is_unclear_is_not_passed_on(trick):
    async with listening(close=False) as allowed, way_out(exceptions=[allowed.place]) as way:
        head = f"POST http://{allowed.place}/ HTTP/1.1\r\nHost: {allowed.place}\r\n"
        answer = await way.say(head, SMUGGLED[trick])
        assert code_of(answer) == "bad_request"
        assert answer.count(b"HTTP/1.1 ") == 1
        assert allowed.silent
        assert b"secret" in await way.get(f"http://{allowed.place}/")


@pytest.mark.parametrize("trick", [*CHUNKS])
async def test_a_body_whose_chunks_are_unclear_hides_no_request(trick):
    async with listening(close=False) as allowed, way_out(exceptions=[allowed.place]) as way:
        head = f"POST http://{allowed.place}/ HTTP/1.1\r\nHost: {allowed.place}\r\nTransfer-Encoding: chunked\r\n\r\n"
        await way.say(head, CHUNKS[trick], cut=True)
        assert b"hidden" not in allowed.data
        assert b"0\r\n\r\n" not in allowed.data.partition(b"\r\n\r\n")[2], "an unclear body never ends properly"
        await way.say(head, "1;x=y\r\na\r\n0\r\nX: y\r\n\r\n", cut=True)
        assert allowed.data.endswith(b"\r\n\r\n1\r\na\r\n0\r\n\r\n"), "a clear one does, without its ornaments"


@pytest.mark.parametrize("protocol", ["h2c", "TLS/1.0", "websocket, h2c", "h2c, websocket", "WebTransport"])
async def test_no_other_protocol_begins_on_a_request(protocol):
    async with listening() as allowed, way_out(exceptions=[allowed.place]) as way:
        settings = "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n"
        ask_for = f"Upgrade: {protocol}\r\nConnection: Upgrade, HTTP2-Settings\r\n{settings}"
        await way.say(f"GET http://{allowed.place}/ HTTP/1.1\r\nHost: {allowed.place}\r\n{ask_for}\r\n", cut=True)
        assert b"GET / HTTP/1.1" in allowed.data
        assert b"upgrade" not in allowed.data.lower()
        assert b"http2-settings" not in allowed.data.lower()


ANSWERS = {
    "switches unasked": b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n",
    "wants the proxy's password": b'HTTP/1.1 407 Sorry\r\nProxy-Authenticate: Basic realm="page"\r\n\r\n',
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "no status": b"hello\r\n\r\n",
    "another protocol": b"ICY 200 OK\r\n\r\n",
    "nul in a value": b"HTTP/1.1 200 OK\r\nX: \x00\r\n\r\n",
    "unknown encoding": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: cow\r\n\r\n",
    "endless head": b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n",
    "endless early answers": b"HTTP/1.1 103 Early Hints\r\n\r\n" * 20,
}


@pytest.mark.parametrize("answer", [*ANSWERS])
async def test_an_answer_that_is_none_is_not_passed_on(answer):
    async with listening(ANSWERS[answer]) as strange, way_out(exceptions=[strange.place]) as way:
        raw = await way.get(f"http://{strange.place}/")
        assert b"Samen-Refused: bad_response" in raw
        assert b"407" not in raw
        assert not strange.silent


async def test_nobody_else_can_speak_in_our_name():
    forged = b"HTTP/1.1 200 OK\r\nSamen-Refused: page_blocked\r\nsamen-other: x\r\nContent-Length: 0\r\n\r\n"
    async with listening(forged) as strange, way_out(exceptions=[strange.place]) as way:
        raw = await way.get(f"http://{strange.place}/")
        assert raw.startswith(b"HTTP/1.1 200 OK")
        assert b"samen" not in raw.lower()
        assert way.refusals == []


async def test_the_proxys_password_goes_no_further():
    async with listening() as allowed, way_out(exceptions=[allowed.place]) as way:
        more = "Proxy-Connection: keep-alive\r\nKeep-Alive: 5\r\nTE: trailers\r\nX-Mine: 1\r\n"
        await way.say(
            f"GET http://{allowed.place}/ HTTP/1.1\r\nHost: {allowed.place}\r\n{more}Connection: x-mine, close\r\n\r\n"
        )
        head = allowed.data.lower()
        assert b"get / http/1.1" in head
        assert not [name for name in (b"proxy-", b"keep-alive", b"te:", b"x-mine", b"connection") if name in head]


@pytest.mark.parametrize("method", ["TRACE", "track", "TRACK"])
async def test_methods_that_echo_secrets_are_refused(method):
    async with listening() as allowed, way_out(exceptions=[allowed.place]) as way:
        raw = await way.say(f"{method} http://{allowed.place}/ HTTP/1.1\r\nHost: {allowed.place}\r\n\r\n")
        assert code_of(raw) == "bad_request"
        assert allowed.silent


@pytest.mark.parametrize("version", ["HTTP/1.0", "HTTP/0.9", "HTTP/2", "HTTP/1.10", "HTTP/1.1 ", "http/1.1", ""])
async def test_other_versions_of_http_are_refused(version):
    async with listening() as allowed, way_out(exceptions=[allowed.place]) as way:
        raw = await way.say(f"GET http://{allowed.place}/ {version}\r\nHost: {allowed.place}\r\n\r\n")
        assert code_of(raw) == "bad_request"
        assert allowed.silent
