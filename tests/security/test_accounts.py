"""Accounts under attack: who exists is not told, tries are counted, one-time things work once however many race."""

from __future__ import annotations

import asyncio
from collections import Counter
from http.cookies import SimpleCookie

import pyotp
import pytest

from tests.security.strangers import request, send
from tests.server.harness import OTHER_PASSWORD, PASSWORD, Browser, Clock, Service, link, serving

ANN = "ann@lindelaan.example"
NOBODY = "nobody@lindelaan.example"


def port_of(service: Service) -> int:
    return int(service.url.rpartition(":")[2])


@pytest.mark.parametrize(
    "cookie", [b"a.\xff\xfe", b"\xff.a", b".", b"a.b.c", b"a" * 4_000, b"\xed\xa0\x80.\xed\xa0\x80"]
)
async def test_no_cookie_of_a_device_tells_which_accounts_exist(service: Service, cookie: bytes) -> None:
    await service.office()
    answers = []
    for email in (ANN, NOBODY):
        body = f'{{"email": "{email}", "password": "verkeerd"}}'.encode()
        headers = ("Content-Type: application/json", b"Cookie: samen_device=" + cookie)
        said = await send(port_of(service), request("POST /api/v1/auth/sign-in HTTP/1.1", *headers, body=body))
        answers.append((said.status, said.body))
    assert answers[0] == answers[1]
    assert answers[0][0] == 401


async def test_a_password_is_weighed_once_for_every_address(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """The slow part is what could be timed: it is done alike for who exists, who is closed, and who does not exist."""
    admin = await service.office()
    colleague = await service.colleague(admin)
    users = (await admin.get("/users"))["items"]
    bob = next(user for user in users if user["email"].startswith("bob"))
    assert (await admin.call("PATCH", f"/users/{bob['id']}", {"active": False})).status == 200
    hasher = service.parts.accounts.hasher
    weighed: Counter[str] = Counter()
    real = hasher._verify

    def counted(stored: str | None, password: str) -> bool:
        weighed[password] += 1
        return real(stored, password)

    monkeypatch.setattr(hasher, "_verify", counted)
    answers = []
    for name, email in (("exists", ANN), ("closed", bob["email"]), ("nobody", NOBODY)):
        answers.append(await colleague.sign_in(email, f"verkeerd wachtwoord {name}"))
    assert set(weighed.values()) == {1}
    assert len(weighed) == 3
    assert {(answer.status, answer.code) for answer in answers} == {(401, "wrong_credentials")}


async def test_asking_for_a_link_or_a_code_is_answered_before_anything_is_looked_up(service: Service) -> None:
    await service.office()
    browser, tasks = service.browser(), service.parts.tasks
    for path, name in (("/auth/forgot", "reset mail"), ("/join/resend", "codes again")):
        async with service.parts.database.writing():
            # Whoever has to wait for the database is somebody for whom something is written.
            answers = [await asyncio.wait_for(browser.post(path, {"email": email}), 3) for email in (ANN, NOBODY)]
        assert [answer.status for answer in answers] == [202, 202]
        assert answers[0].body == answers[1].body
        await tasks.settled(name)


async def test_a_spoofed_address_does_not_escape_the_throttle(service: Service) -> None:
    await service.office()
    browser = service.browser()
    lures = ("X-Forwarded-For", "X-Real-IP", "Forwarded", "X-Client-IP", "True-Client-IP", "CF-Connecting-IP")
    statuses = []
    for at in range(8):
        headers = {name: f"198.51.100.{at}" for name in lures}
        statuses.append((await browser.sign_in(ANN, "verkeerd", headers=headers)).status)
    assert statuses == [401] * 5 + [429] * 3


async def test_behind_a_proxy_only_what_the_proxy_wrote_counts(tmp_path, clock: Clock) -> None:
    async with serving(tmp_path / "data", clock, SAMEN_TRUSTED_PROXIES="127.0.0.1") as service:
        await service.office()
        browser = service.browser()
        statuses = []
        for at in range(8):
            # The caller wrote the first; the proxy appended where it really came from.
            headers = {"X-Forwarded-For": f"198.51.100.{at}, 203.0.113.9"}
            statuses.append((await browser.sign_in(ANN, "verkeerd", headers=headers)).status)
        assert statuses == [401] * 5 + [429] * 3
        other = {"X-Forwarded-For": "203.0.113.10"}
        assert (await browser.sign_in(ANN, "verkeerd", headers=other)).status == 401


async def test_parallel_guesses_are_counted_before_they_are_weighed(service: Service) -> None:
    await service.office()
    browser = service.browser()
    answers = await asyncio.gather(*(browser.sign_in(ANN, f"raad {at}") for at in range(30)))
    assert Counter(answer.status for answer in answers) == {401: 5, 429: 25}


async def test_a_cookie_of_somebody_elses_choice_is_never_adopted(service: Service) -> None:
    await service.office()
    browser = service.browser()
    planted = "gekozen-door-de-aanvaller-0123456789abcdef"
    headers = {"Cookie": f"samen_session={planted}"}
    signed = await browser.sign_in(ANN, headers=headers)
    assert signed.status == 200
    assert signed.cookies["samen_session"].value != planted
    assert (await service.browser().get("/me", headers=headers)).status == 401


async def test_signing_in_again_ends_the_sign_in_that_this_browser_had(service: Service) -> None:
    admin = await service.office()
    before = cookie_of(admin)
    assert (await admin.sign_in(ANN)).status == 200
    assert cookie_of(admin) != before
    assert (await admin.get("/me")).status == 200
    assert (await service.browser().get("/me", headers={"Cookie": f"samen_session={before}"})).status == 401


async def test_a_cookie_that_was_signed_out_is_worth_nothing_to_who_copied_it(service: Service) -> None:
    admin = await service.office()
    copied = {"Cookie": f"samen_session={cookie_of(admin)}"}
    assert (await service.browser().get("/me", headers=copied)).status == 200
    assert (await admin.post("/auth/sign-out")).status == 204
    assert (await service.browser().get("/me", headers=copied)).status == 401


async def test_every_cookie_is_out_of_reach_of_scripts_and_other_websites(tmp_path, clock: Clock) -> None:
    async with serving(tmp_path / "data", clock, SAMEN_PUBLIC_URL="https://samen.example") as service:
        await service.office()
        browser = service.browser()
        body = b'{"email": "ann@lindelaan.example", "password": "' + PASSWORD.encode() + b'"}'
        raw = request("POST /api/v1/auth/sign-in HTTP/1.1", "Content-Type: application/json", body=body)
        said = await send(port_of(service), raw)
        assert said.status == 200
        lines = [line for line in said.raw.decode().split("\r\n") if line.lower().startswith("set-cookie:")]
        assert {next(iter(SimpleCookie(line.partition(":")[2]))) for line in lines} == {"samen_session", "samen_device"}
        for line in lines:
            kept = {part.strip().lower() for part in line.split(";")[1:]}
            assert {"httponly", "secure", "samesite=lax", "path=/"} <= kept, line
            assert not any(part.startswith("domain") for part in kept)
        assert (await browser.get("/me")).status == 401


def cookie_of(browser: Browser) -> str:
    return next(cookie.value for cookie in browser.session.cookie_jar if cookie.key == "samen_session")


# --- one-time things ---


async def newest_mail(service: Service, admin: Browser):
    items = (await admin.get("/outbox"))["items"]
    return await admin.get(f"/outbox/{items[0]['id']}")


async def test_of_many_who_use_one_reset_link_at_once_one_sets_the_password(service: Service) -> None:
    admin = await service.office()
    await service.browser().post("/auth/forgot", {"email": ANN})
    await service.parts.tasks.settled("reset mail")
    token = link(await newest_mail(service, admin))
    wishes = [f"{OTHER_PASSWORD} nummer {at}" for at in range(6)]
    answers = await asyncio.gather(
        *(service.browser().post("/auth/reset", {"token": token, "password": wish}) for wish in wishes)
    )
    assert Counter(answer.code or answer.status for answer in answers) == {204: 1, "link_used": 5}
    winner = next(wish for wish, answer in zip(wishes, answers, strict=True) if answer.status == 204)
    signed = [(await service.browser().sign_in(ANN, wish)).status for wish in (winner, PASSWORD)]
    assert signed == [200, 401]


async def test_of_many_who_accept_one_invitation_at_once_one_gets_an_account(service: Service) -> None:
    admin = await service.office()
    invited = await admin.post("/invitations", {"email": "bob@lindelaan.example", "role": "adviser"})
    token = link(await admin.get(f"/outbox/{invited['mail_id']}"))
    answers = await asyncio.gather(
        *(
            service.browser().post(f"/invitations/{token}", {"name": f"Bob {at}", "password": PASSWORD})
            for at in range(6)
        )
    )
    assert Counter(answer.code or answer.status for answer in answers) == {200: 1, "link_used": 5}
    assert len((await admin.get("/users"))["items"]) == 2


async def with_second_step(service: Service, clock: Clock) -> pyotp.TOTP:
    admin = await service.office()
    secret = (await admin.post("/me/totp"))["secret"]
    totp = pyotp.TOTP(secret)
    assert (await admin.post("/me/totp/confirm", {"code": totp.at(clock())})).status == 200
    clock.move(seconds=60)
    return totp


async def test_of_many_who_show_one_code_at_once_one_gets_in(service: Service, clock: Clock) -> None:
    code = (await with_second_step(service, clock)).at(clock())
    answers = await asyncio.gather(*(service.browser().sign_in(ANN, totp=code) for _ in range(5)))
    assert [answer.status for answer in answers].count(200) == 1
    assert (await service.browser().sign_in(ANN, totp=code)).status in (401, 429)


async def test_codes_tried_in_parallel_are_few(service: Service, clock: Clock) -> None:
    totp = await with_second_step(service, clock)
    right = totp.at(clock())
    wrong = [f"{at:06}" for at in range(40) if f"{at:06}" != right]
    answers = await asyncio.gather(*(service.browser().sign_in(ANN, totp=code) for code in wrong))
    tried = [answer for answer in answers if answer.code == "wrong_totp"]
    assert len(tried) <= 6
    assert (await service.browser().sign_in(ANN, totp=right)).status == 429


@pytest.mark.parametrize(
    "email",
    [
        "ann@lindelaan.example\r\nBcc: x@evil.example",
        "ANN@lindelaan.example ",
        "ann@lindelaan.example\x00",
        "аnn@lindelaan.example",
    ]
    + ["ann@lindelaan。example", "ann@lindelaan.example,evil@x.example", '"ann"@lindelaan.example', "ann@[127.0.0.1]"],
)
async def test_an_address_that_only_looks_like_another_is_refused(service: Service, email: str) -> None:
    admin = await service.office()
    for path in ("/auth/forgot", "/auth/sign-in", "/join/resend"):
        body = {"email": email} | ({"password": PASSWORD} if path.endswith("in") else {})
        assert (await service.browser().post(path, body)).status == 422, path
    assert (await admin.post("/invitations", {"email": email, "role": "adviser"})).status == 422


async def test_texts_that_travel_in_headers_have_one_line(service: Service) -> None:
    admin = await service.office()
    session = await admin.post("/sessions", {"title": "Kennismaking"})
    for text in ("a\r\nBcc: x@evil.example", "a\nb", "a\u2028b", "a\u202eb", "\x1b[31m"):
        assert (await admin.post("/sessions", {"title": text})).status == 422
        mail = {"email": "jan@client.example", "name": text}
        assert (await admin.post(f"/sessions/{session['id']}/code-mail", mail)).status == 422
    mail = {"email": "jan@client.example", "name": "Jan Óskar <b>de</b> 王"}
    assert (await admin.post(f"/sessions/{session['id']}/code-mail", mail)).status == 202
