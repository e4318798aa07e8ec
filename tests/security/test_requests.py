"""Requests that no browser sends: refused in our own words, with our headers, and without an error of ours."""

import gzip
import json

import pytest

from tests.security.strangers import Front, front_door, request, send

GARBLED = {
    "no method": b"GARBAGE <script>alert(1)</script>\r\n\r\n",
    "no version": b"GET / HTTP/9.9\r\nHost: a\r\n\r\n",
    "a binary greeting": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "two lengths": request("POST /api/v1/auth/forgot HTTP/1.1", "Content-Length: 5", "Content-Length: 6") + b"abcdef",
    "length and chunks": request("POST /api/v1/auth/forgot HTTP/1.1", "Content-Length: 5", "Transfer-Encoding: chunked")
    + b"0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: a\r\n\r\n",
    "unknown coding": request("POST /api/v1/auth/forgot HTTP/1.1", "Transfer-Encoding: xchunked") + b"0\r\n\r\n",
    "a space before the colon": request("POST /api/v1/auth/forgot HTTP/1.1", "Transfer-Encoding : chunked"),
    "a folded header": request("GET /healthz HTTP/1.1", "X-One: a", " b"),
    "a bare return in a header": request("GET /healthz HTTP/1.1", b"X-One: a\rX-Two: b"),
    "a zero byte": request("GET /healthz HTTP/1.1", b"X-One: a\x00b"),
    "two hosts": request("GET /healthz HTTP/1.1", "Host: evil.example"),
    "a long address": request("GET /" + "a" * 40_000 + " HTTP/1.1"),
    "a long header": request("GET / HTTP/1.1", "X-One: " + "a" * 20_000),
    "many headers": request("GET /healthz HTTP/1.1", *(f"X-{at}: a" for at in range(5_000))),
}


@pytest.mark.parametrize("raw", GARBLED.values(), ids=GARBLED)
async def test_what_is_no_request_hears_nothing_about_us_and_is_cut_off(front: Front, raw: bytes) -> None:
    said = await send(front.port, raw, to_the_end=True)
    assert said.closed
    assert said.status == 400
    assert json.loads(said.body)["code"] == "bad_request"
    for header in ("content-security-policy: ", "x-content-type-options: nosniff", "server: samen\r\n"):
        assert header in said.head + "\r\n"
    assert "connection: keep-alive" not in said.head
    for theirs in (b"aiohttp", b"Python", b"script", b"aaaa", b"HTTP/9.9"):
        assert theirs not in said.raw.replace(b"script-src", b"")
    assert said.raw.count(b"HTTP/1.") == 1, "something behind it was taken for another request"
    assert (await send(front.port, request("GET /healthz HTTP/1.1"))).status == 200


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("TRACE / HTTP/1.1", 405),
        ("OPTIONS /api/v1/me HTTP/1.1", 405),
        ("OPTIONS * HTTP/1.1", 404),
        ("CONNECT samen.example:443 HTTP/1.1", 404),
        ("DELETE /api/v1/me HTTP/1.1", 405),
        ("GET http://evil.example/healthz HTTP/1.1", 200),
        ("HEAD /api/v1/office HTTP/1.1", 200),
        ("GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1", 404),
        ("GET /assets/..%2f..%2f..%2fpackage.json HTTP/1.1", 404),
        ("GET /..%5c..%5cetc HTTP/1.1", 404),
        ("GET /.env HTTP/1.1", 404),
        ("GET /%ff%fe%00 HTTP/1.1", 404),
        ("GET /a%0d%0aX-Evil:1 HTTP/1.1", 404),
        ("GET /api/v1/join/%ff%fe%00 HTTP/1.1", 404),
        ("GET /api/v1/files/%ff.%F0.a HTTP/1.1", 404),
        ("GET /api/v1/logos/%2e%2e%2f%2e%2e HTTP/1.1", 404),
        ("GET /api/v1/office?" + "&".join(f"q{at}=1" for at in range(900)) + " HTTP/1.1", 200),
    ],
)
async def test_a_strange_address_or_method_has_an_ordinary_answer(front: Front, line: str, status: int) -> None:
    secret = "Cookie: samen_session=geheim"
    said = await send(front.port, request(line, "Accept: text/html", "Origin: https://evil.example", secret), wait=1)
    assert said.status == status
    assert "content-security-policy: " in said.head
    assert "access-control-" not in said.head
    assert "x-evil" not in said.head
    assert b"geheim" not in said.raw


@pytest.mark.parametrize("method", ["GET", "OPTIONS", "POST"])
async def test_no_other_origin_is_told_that_it_may_read(front: Front, method: str) -> None:
    line = f"{method} /socket.io/?EIO=4&transport=polling HTTP/1.1"
    asks = ("Origin: https://evil.example", "Access-Control-Request-Headers: authorization")
    said = await send(front.port, request(line, *asks))
    assert said.status == 400
    assert "access-control-" not in said.head


async def test_bytes_that_are_no_text_are_wrong_answers_and_no_errors(front: Front) -> None:
    for line, header in (
        ("GET /api/v1/room HTTP/1.1", b"Authorization: Bearer a.\xff\xfe"),
        ("GET /api/v1/me HTTP/1.1", b"Cookie: samen_session=\xff\xfe"),
    ):
        assert (await send(front.port, request(line, header))).status == 401, line


async def test_metrics_take_a_token_of_any_bytes_for_a_wrong_one(front: Front) -> None:
    headers = (b"Authorization: Bearer \xff\xfe", "X-Forwarded-For: 203.0.113.5")
    assert (await send(front.port, request("GET /metrics HTTP/1.1", *headers))).status == 403


@pytest.mark.parametrize("path", ["/api/v1/auth/forgot", "/api/v1/auth/sign-in"])
async def test_a_body_that_is_not_in_its_encoding_is_a_bad_request(front: Front, path: str) -> None:
    headers = ("Content-Type: application/json", "Content-Encoding: gzip")
    said = await send(front.port, request(f"POST {path} HTTP/1.1", *headers, body=b"no gzip at all"))
    assert said.status == 400
    assert json.loads(said.body)["code"] == "bad_request"


async def test_a_bomb_of_zeros_is_measured_unpacked(front: Front) -> None:
    bomb = gzip.compress(b'{"email": "' + bytes(40_000_000) + b'"}', 9)
    assert len(bomb) < 64 * 1024
    headers = ("Content-Type: application/json", "Content-Encoding: gzip")
    said = await send(front.port, request("POST /api/v1/auth/forgot HTTP/1.1", *headers, body=bomb))
    assert (said.status, json.loads(said.body)["code"]) == (413, "body_too_large")


@pytest.mark.parametrize(
    "text",
    [
        "[" * 30_000 + "]" * 30_000,
        '{"email":' * 6_000 + "1" + "}" * 6_000,
        '{"email": 1' + "0" * 60_000 + "}",
        '{"email": "\\ud800@x.example"}',
        '{"email": 1e999999}',
        '{"email": "a@x.example", "email": "b@x.example", "__proto__": {"role": "admin"}}',
        "[]",
        "null",
        '"' + "\\u202e" * 10_000 + '"',
    ],
)
async def test_json_made_to_hurt_is_refused_quickly(front: Front, text: str) -> None:
    raw = request("POST /api/v1/auth/forgot HTTP/1.1", "Content-Type: application/json", body=text.encode())
    said = await send(front.port, raw, wait=2)
    assert said.status in (400, 422)
    assert b"Traceback" not in said.raw


async def test_a_request_without_a_host_does_not_ask_the_name_service(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(*_: object) -> str:
        raise AssertionError("the name service was asked, and everybody would wait for it")

    monkeypatch.setattr("socket.getfqdn", asked)
    assert (await send(front.port, b"GET /healthz HTTP/1.0\r\n\r\n")).status == 200
    strange = b"POST /api/v1/auth/sign-out HTTP/1.0\r\nOrigin: http://evil.example\r\n\r\n"
    assert (await send(front.port, strange)).status == 403
    assert (await send(front.port, b"garbled\r\n\r\n")).status == 400


async def test_links_in_mails_never_come_from_the_host_header(tmp_path) -> None:
    async with front_door(tmp_path / "named", env={"SAMEN_PUBLIC_URL": "https://samen.example"}) as front:
        from sqlalchemy import select

        from server.accounts.entry import add_user
        from server.stores.tables import mails

        now = front.parts.now()
        async with front.parts.database.writing() as rows:
            office = await front.parts.accounts.offices.make(rows, "Kade", "nl")
            await add_user(rows, now, office, "Ann", "ann@kade.example", "admin", "nl", "none")
        body = b'{"email": "ann@kade.example"}'
        lures = ("X-Forwarded-Host: evil.example", "X-Forwarded-Proto: https", "Forwarded: host=evil.example")
        raw = request(
            "POST /api/v1/auth/forgot HTTP/1.1",
            "Content-Type: application/json",
            *lures,
            body=body,
            host="evil.example",
        )
        assert (await send(front.port, raw)).status == 202
        await front.parts.tasks.settled("reset mail")
        async with front.parts.database.reading() as rows:
            (mail,) = (await rows.execute(select(mails))).all()
        assert "https://samen.example/reset/" in mail.text
        assert "evil" not in mail.text + mail.html
