"""API keys: shown once, of use where a route says so and nowhere else, gone when their maker is."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from server.accounts.tables import api_keys
from server.accounts.tokens import token_hash
from server.app import app_of
from server.web import Call, Input, Output, Role, Route
from tests.server import harness
from tests.server.harness import Answer, Browser, Clock, Service, serving

HERE = "/api/v1/probe"
KEYS = "/api/v1/api-keys"


class Told(Output):
    """Who the service takes the caller for."""

    user_id: str
    email: str
    role: str
    key_id: str
    sign_in_id: str


class Nothing(Input):
    """An empty body."""


async def tell(call: Call) -> Told:
    member = call.member
    return Told(
        user_id=member.user_id,
        email=member.email,
        role=member.role,
        key_id=member.key_id,
        sign_in_id=member.sign_in_id,
    )


async def tell_after(call: Call, body: Nothing) -> Told:
    return await tell(call)


PROBES = [
    Route("GET", HERE, tell, Role.ADVISER, "Who calls", keys=True),
    Route("POST", HERE, tell_after, Role.ADVISER, "Who calls", keys=True),
    Route("GET", f"{HERE}/admin", tell, Role.ADMIN, "Which administrator calls", keys=True),
]


@pytest.fixture
async def service(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Service]:
    """The service, with routes beside its own that keys may call."""

    def with_probes(parts: Any) -> Any:
        parts.routes += PROBES
        return app_of(parts)

    monkeypatch.setattr(harness, "app_of", with_probes)
    async with serving(tmp_path / "data", clock) as running:
        yield running


async def made(admin: Browser, **values: Any) -> Answer:
    answer = await admin.post(KEYS, {"name": "Koppeling", **values})
    assert answer.status == 201, answer
    return answer


def program(service: Service, key: str, **headers: str) -> Callable[..., Any]:
    """Calls without any cookie, with this key."""
    browser = service.browser()

    async def call(method: str, path: str, body: Any = None) -> Answer:
        return await browser.call(method, path, body, headers={"Authorization": f"Bearer {key}", **headers})

    return call


async def test_a_program_with_a_key_acts_for_whoever_made_it(service: Service) -> None:
    admin = await service.office()
    me = await admin.get("/me")
    key = await made(admin)
    call = program(service, key["key"])
    for method, path, body in (("GET", HERE, None), ("POST", HERE, {}), ("GET", f"{HERE}/admin", None)):
        told = await call(method, path, body)
        assert (told["user_id"], told["key_id"], told["sign_in_id"]) == (me["user"]["id"], key["id"], "")


async def test_a_key_is_shown_once_and_kept_as_a_hash(service: Service) -> None:
    admin = await service.office()
    key = await made(admin)
    text = key["key"]
    assert text.startswith("samen_")
    assert len(text) >= 6 + 43
    assert text.startswith(key["start"])
    assert len(key["start"]) == 12
    listed = await admin.get(KEYS)
    assert text not in str(listed.body)
    assert [one["id"] for one in listed["items"]] == [key["id"]]
    async with service.parts.database.reading() as rows:
        (row,) = (await rows.execute(select(api_keys))).all()
    assert text not in str(row)
    assert row.key_hash == token_hash(text)


async def test_no_route_but_those_that_say_so_takes_a_key(service: Service) -> None:
    admin = await service.office()
    call = program(service, (await made(admin))["key"])
    tried = 0
    for route in service.parts.routes:
        if route.keys or route.role not in (Role.ADVISER, Role.ADMIN):
            continue
        path = route.path.replace("{", "").replace("}", "")
        answer = await call(route.method, path, None)
        assert (answer.status, answer.code) == (403, "key_not_taken"), (route.method, route.path)
        tried += 1
    assert tried > 30


async def test_no_route_about_keys_accounts_or_webhooks_takes_a_key(service: Service) -> None:
    closed = (
        "/api-keys",
        "/webhooks",
        "/users",
        "/invitations",
        "/organisation",
        "/me",
        "/auth",
        "/outbox",
        "/sessions",
    )
    for route in service.parts.routes:
        if f"{route.path}/".startswith(tuple(f"/api/v1{start}/" for start in closed)):
            assert not route.keys, route.path


async def test_a_cookie_beside_a_key_counts_for_nothing(service: Service) -> None:
    admin = await service.office()
    key = await made(admin)
    other = await service.office("Beukenhof", "eva@beukenhof.example")
    told = await other.get(HERE, headers={"Authorization": f"Bearer {key['key']}"})
    assert told["email"] == "ann@lindelaan.example", "the key decides, not the cookie"
    wrong = await admin.get(HERE, headers={"Authorization": "Bearer samen_wrong"})
    assert (wrong.status, wrong.code) == (401, "key_unknown"), "a cookie does not help a wrong key"
    elsewhere = await admin.get(KEYS, headers={"Authorization": f"Bearer {key['key']}"})
    assert elsewhere.code == "key_not_taken", "nor a key that is not taken there"


async def test_a_cookie_from_another_website_does_not_pass_for_a_key(service: Service) -> None:
    admin = await service.office()
    foreign = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
    for given in ({}, {"Authorization": ""}, {"Authorization": "Basic c2FtZW5feA=="}, {"Authorization": "Bearer x"}):
        answer = await admin.post(HERE, {}, headers={**foreign, **given})
        assert (answer.status, answer.code) == (403, "cross_site")
    answer = await admin.post(HERE, {}, headers={**foreign, "Authorization": "Bearer samen_x"})
    assert (answer.status, answer.code) == (401, "key_unknown")


async def test_a_key_is_no_ticket_and_no_cookie(service: Service) -> None:
    admin = await service.office()
    key = (await made(admin))["key"]
    assert (await program(service, key)("GET", "/room")).code == "ticket_unknown"
    browser = service.browser()
    answer = await browser.get(HERE, headers={"Cookie": f"samen_session={key}"})
    assert answer.code == "not_signed_in"


@pytest.mark.parametrize(
    "given",
    ["", "Bearer", "Bearer ", "Basic samen_x", "samen_x", "Bearer samen_", "Bearer samen_\u00e9", "Bearer SAMEN_x"],
)
async def test_what_is_no_key_is_refused(service: Service, given: str) -> None:
    answer = await service.browser().get(HERE, headers={"Authorization": given})
    assert answer.status == 401


async def test_a_revoked_key_opens_nothing(service: Service) -> None:
    admin = await service.office()
    key = await made(admin)
    call = program(service, key["key"])
    assert (await call("GET", HERE)).status == 200
    assert (await admin.delete(f"{KEYS}/{key['id']}")).status == 204
    answer = await call("GET", HERE)
    assert (answer.code, answer.headers["WWW-Authenticate"]) == ("key_unknown", "Bearer")
    assert (await admin.get(KEYS))["items"] == []
    assert (await admin.delete(f"{KEYS}/{key['id']}")).code == "not_found"


async def test_a_key_ends_on_its_day(service: Service, clock: Clock) -> None:
    admin = await service.office()
    for_a_month, for_ever = await made(admin, expires_in_days=30), await made(admin)
    assert for_a_month["expires_at"] == "2026-12-23T09:30:00Z"
    assert for_ever["expires_at"] is None
    clock.move(days=30)
    assert (await program(service, for_a_month["key"])("GET", HERE)).code == "key_unknown"
    assert (await program(service, for_ever["key"])("GET", HERE)).status == 200


async def test_a_key_has_the_rights_that_its_maker_has_now(service: Service) -> None:
    ann = await service.office()
    bob = await service.colleague(ann, role="admin")
    bobs = await made(bob)
    call = program(service, bobs["key"])
    assert (await call("GET", f"{HERE}/admin"))["role"] == "admin"
    bob_id = (await bob.get("/me"))["user"]["id"]
    await ann.patch(f"/users/{bob_id}", {"role": "adviser"})
    assert (await call("GET", f"{HERE}/admin")).code == "not_allowed"
    assert (await call("GET", HERE))["role"] == "adviser"
    await ann.patch(f"/users/{bob_id}", {"active": False})
    assert (await call("GET", HERE)).code == "key_unknown"
    assert (await ann.get(KEYS))["items"][0]["works"] is False


async def test_the_list_tells_when_a_key_was_last_used(service: Service, clock: Clock) -> None:
    admin = await service.office()
    key = await made(admin)
    assert (await admin.get(KEYS))["items"][0]["used_at"] is None
    clock.move(hours=1)
    await program(service, key["key"])("GET", HERE)
    assert (await admin.get(KEYS))["items"][0]["used_at"] == "2026-11-23T10:30:00Z"


async def test_a_key_that_is_used_too_often_waits(service: Service, clock: Clock) -> None:
    admin = await service.office()
    first, second = await made(admin), await made(admin)
    call = program(service, first["key"])
    for _ in range(120):
        assert (await call("GET", HERE)).status == 200
    answer = await call("GET", HERE)
    assert (answer.status, answer.code) == (429, "too_many_attempts")
    assert int(answer.headers["Retry-After"]) >= 1
    assert (await program(service, second["key"])("GET", HERE)).status == 200, "others do not wait for it"
    clock.move(seconds=1)
    assert (await call("GET", HERE)).status == 200


async def test_somebody_who_tries_keys_is_slowed_down(service: Service) -> None:
    await service.office()
    codes = [(await program(service, f"samen_{number:043}")("GET", HERE)).code for number in range(32)]
    assert codes[:30] == ["key_unknown"] * 30
    assert codes[30:] == ["too_many_attempts"] * 2


async def test_only_administrators_make_see_and_revoke_keys(service: Service) -> None:
    admin = await service.office()
    key = await made(admin)
    bob = await service.colleague(admin)
    for method, path, body in (
        ("GET", KEYS, None),
        ("POST", KEYS, {"name": "x"}),
        ("DELETE", f"{KEYS}/{key['id']}", None),
    ):
        assert (await bob.call(method, path, body)).code == "not_allowed"


async def test_an_office_has_fifty_keys_at_most(service: Service) -> None:
    admin = await service.office()
    first = await made(admin)
    for _ in range(49):
        await made(admin)
    assert (await admin.post(KEYS, {"name": "x"})).code == "too_many_keys"
    await admin.delete(f"{KEYS}/{first['id']}")
    assert (await admin.post(KEYS, {"name": "x"})).status == 201


async def test_the_openapi_document_says_which_routes_take_a_key(service: Service) -> None:
    document = (await service.browser().get("/api/openapi.json")).body
    scheme = document["components"]["securitySchemes"]["key"]
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")
    assert document["paths"][HERE]["get"]["security"] == [{"session": []}, {"key": []}]
    assert document["paths"][KEYS]["get"]["security"] == [{"session": []}]
    codes = document["paths"][HERE]["get"]["responses"]["401"]["content"]["application/problem+json"]["schema"]
    assert "key_unknown" in codes["properties"]["code"]["enum"]


def test_a_key_stands_in_for_a_cookie_alone() -> None:
    from server.web.routing import endpoint

    for role in (Role.PUBLIC, Role.TICKET):
        with pytest.raises(TypeError, match="stands in for a cookie"):
            endpoint(Route("GET", HERE, tell, role, "Who calls", keys=True))
