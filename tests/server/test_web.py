"""Routes, refusals, headers and the static client."""

import asyncio
import gzip
import json
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any

import pytest
import structlog
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from pydantic import StringConstraints

from server import logs
from server.web import Call, Input, Member, Output, Raw, Refusal, Role, Route, TicketHolder
from server.web.api import Api
from server.web.routing import endpoint
from server.web.security import Doorman
from server.web.static import StaticClient
from tests.server.harness import Service, serving

TEAPOT = Refusal(418, "teapot", "I am a teapot.")


class Question(Input):
    text: Annotated[str, StringConstraints(max_length=10)]
    times: int = 1


class Filter(Input):
    limit: int = 10
    strict: bool = False


class Reply(Output):
    said: str


async def echo(call: Call, body: Question) -> Reply:
    return Reply(said=body.text * body.times)


async def look(call: Call, name: str, query: Filter) -> Reply:
    return Reply(said=f"{name} {query.limit} {query.strict}")


async def break_down(call: Call) -> Reply:
    raise ValueError("Jan de Vries, 482917356")


async def brew(call: Call) -> Reply:
    raise TEAPOT.problem("Short and stout.", spout=1)


async def nothing(call: Call) -> None:
    return None


async def inside(call: Call) -> Reply:
    return Reply(said=call.holder.participant_id)


async def office(call: Call) -> Reply:
    return Reply(said=call.member.organisation_id)


async def raw(call: Call) -> Reply:
    return Reply(said=str(len(await call.request.content.read())))


ROUTES = [
    Route("POST", "/api/v1/echo", echo, Role.PUBLIC, "Echo"),
    Route("GET", "/api/v1/look/{name}", look, Role.PUBLIC, "Look"),
    Route("GET", "/api/v1/broken", break_down, Role.PUBLIC, "Break"),
    Route("GET", "/api/v1/brew", brew, Role.PUBLIC, "Brew", refuses=(TEAPOT,)),
    Route("DELETE", "/api/v1/nothing", nothing, Role.PUBLIC, "Nothing", status=204),
    Route("POST", "/api/v1/inside", inside, Role.TICKET, "Inside"),
    Route("GET", "/api/v1/adviser", office, Role.ADVISER, "Adviser"),
    Route("GET", "/api/v1/admin", office, Role.ADMIN, "Admin"),
    Route("PUT", "/api/v1/raw", raw, Role.PUBLIC, "Raw", takes=Raw(("image/png",), "A picture")),
]


class FakeSignIns:
    async def member(self, token: str) -> Member | None:
        roles: dict[str, Any] = {"admin-cookie": "admin", "adviser-cookie": "adviser"}
        return Member("u", "office", "Ann", "a@x.nl", roles[token], "nl", "s") if token in roles else None


class FakeTickets:
    async def check(self, token: str) -> TicketHolder | None:
        return TicketHolder("s", "p", "o", "client") if token == "p.good" else None


@asynccontextmanager
async def small_app(client: Path | None = None, public_url: str = "") -> AsyncIterator[tuple[ClientSession, str]]:
    door = Doorman((), public_url, own_tls=False)
    app = web.Application()
    Api(ROUTES, door, FakeSignIns(), FakeTickets(), lambda *_: None).attach(app)
    StaticClient(client or Path("/nonexistent")).attach(app)
    async with TestServer(app, host="127.0.0.1") as server, ClientSession() as session:
        yield session, str(server.make_url("")).rstrip("/")


async def ask(path: str, method: str = "GET", **more: Any) -> tuple[int, dict]:
    async with small_app() as (session, url), session.request(method, url + path, **more) as answer:
        body = await answer.read()
        return answer.status, json.loads(body) if body else {}


# --- declarations ---


@pytest.mark.parametrize(
    "wrong",
    [
        Route("GET", "/api/v1/look/{other}", look, Role.PUBLIC, "The path names another part"),
        Route("GET", "/api/v1/echo", echo, Role.PUBLIC, "A GET has no body"),
        Route("GET", "/api/v1/brew", brew, Role.PUBLIC, "A model is no stream", produces="image/png"),
        Route("GET", "/api/v1/x", lambda body: body, Role.PUBLIC, "No call"),
    ],
)
def test_a_declaration_that_does_not_fit_its_handler_is_refused_at_start(wrong: Route) -> None:
    with pytest.raises(TypeError):
        endpoint(wrong)


def test_a_declaration_that_fits_is_taken() -> None:
    assert [endpoint(route).route for route in ROUTES] == ROUTES


# --- input ---


async def test_a_right_body_is_answered() -> None:
    assert await ask("/api/v1/echo", "POST", json={"text": "ja", "times": 2}) == (200, {"said": "jaja"})


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b'{"text": "ja"', 400, "bad_json"),
        (b"", 400, "bad_json"),
        (b"\xff\xfe", 400, "bad_json"),
        (b'"ja"', 422, "invalid_input"),
        (b'{"text": 5}', 422, "invalid_input"),
        (b'{"text": "ja", "more": 1}', 422, "invalid_input"),
        (b'{"text": "ja", "times": "2"}', 422, "invalid_input"),
        (b'{"times": 2}', 422, "invalid_input"),
        (b'{"text": "12345678901"}', 422, "invalid_input"),
        (b'{"text": "' + b"x" * 70_000 + b'"}', 413, "body_too_large"),
        (b"[" * 60_000, 400, "bad_json"),
    ],
)
async def test_a_wrong_body_is_refused_with_a_code(body: bytes, status: int, code: str) -> None:
    headers = {"Content-Type": "application/json"}
    answered, problem = await ask("/api/v1/echo", "POST", data=body, headers=headers)
    assert (answered, problem["code"]) == (status, code)
    assert problem["title"]
    assert problem["status"] == status


async def test_a_body_without_a_length_is_bounded_too() -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b" " * 4096

    headers = {"Content-Type": "application/json"}
    status, problem = await ask("/api/v1/echo", "POST", data=endless(), headers=headers)
    assert (status, problem["code"]) == (413, "body_too_large")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
async def test_a_body_that_a_form_could_send_is_refused(kind: str) -> None:
    status, problem = await ask("/api/v1/echo", "POST", data=b'{"text": "ja"}', headers={"Content-Type": kind})
    assert (status, problem["code"]) == (415, "unsupported_type")


async def test_queries_are_typed_and_unknown_ones_refused() -> None:
    assert await ask("/api/v1/look/ann?limit=5&strict=true") == (200, {"said": "ann 5 True"})
    assert await ask("/api/v1/look/ann") == (200, {"said": "ann 10 False"})
    for query in ("limit=five", "other=1", "limit=1&limit=2"):
        status, problem = await ask(f"/api/v1/look/ann?{query}")
        assert (status, problem["code"]) == (422, "invalid_input"), query


async def test_raw_bodies_have_declared_types() -> None:
    assert (await ask("/api/v1/raw", "PUT", data=b"123", headers={"Content-Type": "image/png"}))[0] == 200
    status, problem = await ask("/api/v1/raw", "PUT", data=b"123", headers={"Content-Type": "image/gif"})
    assert (status, problem["code"]) == (415, "unsupported_type")


# --- refusals ---


async def test_a_refusal_travels_as_problem_json() -> None:
    async with small_app() as (session, url), session.get(f"{url}/api/v1/brew") as answer:
        assert answer.content_type == "application/problem+json"
        assert await answer.json(content_type=None) == {
            "type": "urn:samen:problem:teapot",
            "title": "I am a teapot.",
            "status": 418,
            "code": "teapot",
            "detail": "Short and stout.",
            "spout": 1,
        }


@pytest.fixture
def logged(capfd: pytest.CaptureFixture[str]) -> Iterator[Callable[[], str]]:
    """Logging as the started service does it, for one test."""
    handlers = logging.getLogger().handlers[:]
    logs.configure("json", "info")
    yield lambda: capfd.readouterr().err
    structlog.reset_defaults()
    logging.getLogger().handlers[:] = handlers


async def test_a_mistake_of_ours_is_answered_internal_and_logged_without_what_it_says(
    logged: Callable[[], str],
) -> None:
    status, problem = await ask("/api/v1/broken")
    assert (status, problem["code"]) == (500, "internal")
    lines = logged()
    assert "A request failed." in lines
    assert "break_down" in lines, "the place must be there"
    assert "Jan" not in lines
    assert "482917356" not in lines
    assert "Jan" not in repr(problem)


async def test_unknown_addresses_and_methods_are_problems_too() -> None:
    assert (await ask("/api/v1/nowhere"))[1]["code"] == "not_found"
    async with small_app() as (session, url), session.delete(f"{url}/api/v1/echo") as answer:
        assert answer.status == 405
        assert answer.headers["Allow"] == "POST"
        assert (await answer.json(content_type=None))["code"] == "method_not_allowed"


async def test_a_person_at_a_wrong_address_gets_a_page_and_a_program_a_problem() -> None:
    async with small_app() as (session, url):
        async with session.get(f"{url}/nowhere?lang=fr", headers={"Accept": "text/html"}) as answer:
            assert answer.status == 404
            assert "n’existe pas" in await answer.text()
        async with session.get(f"{url}/api/v1/nowhere", headers={"Accept": "text/html"}) as answer:
            assert answer.content_type == "application/problem+json"


# --- roles ---


@pytest.mark.parametrize(
    ("path", "cookie", "status"),
    [
        ("adviser", "", 401),
        ("adviser", "wrong", 401),
        ("adviser", "adviser-cookie", 200),
        ("adviser", "admin-cookie", 200),
        ("admin", "", 401),
        ("admin", "adviser-cookie", 403),
        ("admin", "admin-cookie", 200),
    ],
)
async def test_each_role_opens_its_own_routes(path: str, cookie: str, status: int) -> None:
    headers = {"Cookie": f"samen_session={cookie}"}
    assert (await ask(f"/api/v1/{path}", headers=headers))[0] == status


@pytest.mark.parametrize(
    ("authorization", "status"),
    [(None, 401), ("", 401), ("Bearer", 401), ("Bearer p.bad", 401), ("Basic p.good", 401), ("Bearer p.good", 200)],
)
async def test_a_ticket_opens_ticket_routes(authorization: str | None, status: int) -> None:
    headers = {} if authorization is None else {"Authorization": authorization}
    answered, body = await ask("/api/v1/inside", "POST", headers=headers)
    assert answered == status
    assert body.get("code", "ticket_unknown") == "ticket_unknown"


# --- where a call comes from ---


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({}, True),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "http://{host}"}, True),
        ({"Origin": "http://{host}.evil.example"}, False),
        ({"Origin": "https://samen.example"}, True),
        ({"Origin": "http://samen.example"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://{host}"}, False),
    ],
)
async def test_unsafe_calls_come_from_our_own_pages(headers: dict[str, str], allowed: bool) -> None:
    async with small_app(public_url="https://samen.example") as (session, url):
        host = url.removeprefix("http://")
        sent = {name: value.replace("{host}", host) for name, value in headers.items()}
        async with session.post(f"{url}/api/v1/echo", json={"text": "ja"}, headers=sent) as answer:
            assert answer.status == (200 if allowed else 403)
            if not allowed:
                assert (await answer.json(content_type=None))["code"] == "cross_site"
        async with session.get(f"{url}/api/v1/look/ann", headers=sent) as answer:
            assert answer.status == 200, "reading has no effect, and links from elsewhere are fine"


def door(*networks: str) -> Doorman:
    from ipaddress import ip_network

    return Doorman(tuple(ip_network(network) for network in networks), "", False)


class Asked:
    """As much of a request as the doorman looks at."""

    def __init__(self, remote: str, *forwarded: str, **headers: str) -> None:
        from multidict import CIMultiDict

        self.remote = remote
        self.secure = False
        self.headers = CIMultiDict([("X-Forwarded-For", each) for each in forwarded] + list(headers.items()))


@pytest.mark.parametrize(
    ("remote", "forwarded", "address"),
    [
        ("203.0.113.9", ["198.51.100.1"], "203.0.113.9"),  # not a proxy of ours: its word counts for nothing
        ("10.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", ["1.2.3.4, 198.51.100.1"], "198.51.100.1"),  # the caller made the first one up
        ("10.0.0.1", ["198.51.100.1, 10.0.0.2"], "198.51.100.1"),
        ("10.0.0.1", ["1.2.3.4", "198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", ["rubbish"], "10.0.0.1"),
    ],
)
def test_the_callers_address_is_believed_from_trusted_proxies_only(
    remote: str, forwarded: list[str], address: str
) -> None:
    assert door("10.0.0.0/8").address(Asked(remote, *forwarded)) == address  # type: ignore[arg-type]  # a stand-in for a request


def test_tls_is_believed_from_trusted_proxies_only() -> None:
    headers = {"X-Forwarded-Proto": "https"}
    assert door("10.0.0.0/8").secure(Asked("10.0.0.1", **headers))  # type: ignore[arg-type]  # a stand-in for a request
    assert not door("10.0.0.0/8").secure(Asked("203.0.113.9", **headers))  # type: ignore[arg-type]  # a stand-in for a request


async def test_metrics_are_for_this_machine_or_who_has_the_token(tmp_path: Path) -> None:
    async with serving(tmp_path / "data", SAMEN_METRICS_TOKEN="a-long-token") as service:
        browser = service.browser()
        near = await browser.get("/metrics")
        assert b"samen_http_requests_total" in near.body
        proxied = {"X-Forwarded-For": "198.51.100.1"}
        assert (await browser.get("/metrics", headers=proxied)).code == "metrics_closed"
        wrong = {**proxied, "Authorization": "Bearer a-wrong-token"}
        assert (await browser.get("/metrics", headers=wrong)).code == "metrics_closed"
        right = {**proxied, "Authorization": "Bearer a-long-token"}
        assert (await browser.get("/metrics", headers=right)).status == 200


async def test_metrics_name_routes_and_never_what_was_asked(service: Service) -> None:
    browser = service.browser()
    await browser.get("/setup/averysecrettokenindeed")
    text = (await browser.get("/metrics")).body.decode()
    assert "/api/v1/setup/{token}" in text
    assert "averysecret" not in text


# --- headers ---


async def test_every_answer_carries_the_headers_that_protect_it(service: Service) -> None:
    browser = service.browser()
    for path in ("/api/v1/office", "/api/v1/nowhere", "/healthz", "/", "/nowhere"):
        async with browser.session.get(service.url + path) as answer:
            headers = answer.headers
        policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
        assert policy["script-src"] == "'self' 'wasm-unsafe-eval'", path
        assert policy["frame-ancestors"] == "'none'"
        assert policy["object-src"] == "'none'"
        assert policy["base-uri"] == "'none'"
        assert f"ws://{service.url.removeprefix('http://')}" in policy["connect-src"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "camera=(self)" in headers["Permissions-Policy"]
        assert "geolocation=()" in headers["Permissions-Policy"]
        assert "aiohttp" not in headers["Server"]
        assert "Strict-Transport-Security" not in headers, "plain http must not promise TLS"


async def test_a_strange_host_header_does_not_reach_the_policy() -> None:
    async with small_app() as (session, url):
        headers = {"Host": "evil; script-src *"}
        async with session.get(f"{url}/api/v1/look/ann", headers=headers) as answer:
            assert "evil" not in answer.headers.get("Content-Security-Policy", "")


async def test_hsts_and_secure_cookies_behind_a_tls_proxy(tmp_path: Path) -> None:
    async with serving(tmp_path / "data", SAMEN_TRUSTED_PROXIES="127.0.0.1") as service:
        await service.office()
        proxied = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "198.51.100.1"}
        answer = await service.browser().sign_in("ann@lindelaan.example", headers=proxied)
        assert answer.cookies["samen_session"]["secure"]
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
        plain = await service.browser().sign_in("ann@lindelaan.example")
        assert not plain.cookies["samen_session"]["secure"]


async def test_cookies_are_secure_when_the_public_address_is_https(tmp_path: Path) -> None:
    async with serving(tmp_path / "data", SAMEN_PUBLIC_URL="https://samen.example") as service:
        await service.office()
        answer = await service.browser().sign_in("ann@lindelaan.example")
        assert answer.cookies["samen_session"]["secure"]


# --- the static client ---


@pytest.fixture
def built(tmp_path: Path) -> Path:
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    for entry in ("index", "room", "adviser", "sign", "verify"):
        (folder / f"{entry}.html").write_text(f"<!doctype html><title>{entry}</title>" + " " * 600)
    (folder / "assets" / "join-Ab12Cd34.js").write_text("export const a = 1;\n" * 100)
    (folder / "widget.js").write_text("customElements.define('samen-join', class {});\n" * 20)
    (folder / "favicon.svg").write_text("<svg/>")
    (folder / ".hidden").write_text("secret")
    (tmp_path / "secret.txt").write_text("secret")
    return folder


@pytest.mark.parametrize(
    ("path", "entry"),
    [
        ("/", "index"),
        ("/482917356", "index"),
        ("/482%20917%20356", "index"),
        ("/482-917-356", "index"),
        ("/482.917.356", "index"),
        ("/session/0190-abc", "room"),
        ("/adviser", "adviser"),
        ("/adviser/people/1", "adviser"),
        ("/setup/token", "adviser"),
        ("/invite/token", "adviser"),
        ("/reset/token", "adviser"),
        ("/help", "adviser"),
        ("/help/blur", "adviser"),
        ("/sign/abc_DEF-1", "sign"),
        ("/verify", "verify"),
    ],
)
async def test_each_address_gets_its_entry(built: Path, path: str, entry: str) -> None:
    from yarl import URL

    async with small_app(built) as (session, url), session.get(URL(url + path, encoded=True)) as answer:
        assert answer.status == 200
        assert f"<title>{entry}</title>" in await answer.text()
        assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    ["/48291735", "/4829173561", "/abc", "/index.html", "/.hidden", "/../secret.txt", "/%2e%2e/secret.txt"]
    + ["/assets/..%2f..%2fsecret.txt", "/assets", "/assets/", "/assets/none-12345678.js", "/x%00.js"],
)
async def test_nothing_else_is_served(built: Path, path: str) -> None:
    from yarl import URL

    async with small_app(built) as (session, url), session.get(URL(url + path, encoded=True)) as answer:
        assert answer.status == 404
        assert "secret" not in await answer.text()


async def test_assets_are_compressed_once_and_kept_for_a_year(built: Path) -> None:
    async with small_app(built) as (session, url):
        asset = f"{url}/assets/join-Ab12Cd34.js"
        async with session.get(asset, headers={"Accept-Encoding": "gzip"}, auto_decompress=False) as answer:
            assert answer.headers["Content-Encoding"] == "gzip"
            assert gzip.decompress(await answer.read()).startswith(b"export const a")
            assert "immutable" in answer.headers["Cache-Control"]
            assert answer.content_type == "text/javascript"
            etag = answer.headers["ETag"]
        async with session.get(asset, headers={"Accept-Encoding": "identity"}) as answer:
            assert "Content-Encoding" not in answer.headers
        async with session.get(asset, headers={"If-None-Match": etag}) as answer:
            assert answer.status == 304
        (built / "assets" / "join-Ab12Cd34.js").write_text("changed")
        async with session.get(asset, headers={"If-None-Match": etag}) as answer:
            assert await answer.text() == "changed"
        async with session.get(f"{url}/favicon.svg") as answer:
            assert answer.headers["Cache-Control"] == "no-cache"


async def test_pages_that_name_no_icon_get_ours(built: Path) -> None:
    async with small_app(built) as (session, url):
        async with session.get(f"{url}/favicon.ico") as answer:
            assert answer.status == 404, "this client was built without one"
        (built / "assets" / "icon-Ab12Cd34.svg").write_text("<svg>ours</svg>")
        async with session.get(f"{url}/favicon.ico") as answer:
            assert (answer.status, answer.content_type) == (200, "image/svg+xml")
            assert await answer.text() == "<svg>ours</svg>"


async def test_other_websites_may_load_the_widget_and_nothing_else(built: Path) -> None:
    async with small_app(built) as (session, url):
        async with session.get(f"{url}/widget.js") as answer:
            assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        async with session.get(f"{url}/favicon.svg") as answer:
            assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


async def test_a_client_that_is_not_built_is_said_so() -> None:
    async with small_app() as (session, url), session.get(f"{url}/") as answer:
        assert answer.status == 503
        assert "not built" in await answer.text()


async def test_many_at_once_read_a_file_once(built: Path) -> None:
    client = StaticClient(built)
    path = built / "assets" / "join-Ab12Cd34.js"
    await asyncio.gather(*(client._keep(path) for _ in range(20)))
    assert client._total == path.stat().st_size
