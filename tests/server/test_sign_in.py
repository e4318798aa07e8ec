"""Signing in and out: who gets in, who waits, and what a cookie is worth."""

import pyotp
import pytest
from sqlalchemy import select

from server.accounts.passwords import objection
from server.stores.tables import sign_ins, users
from tests.server.harness import OTHER_PASSWORD, PASSWORD, Browser, Service, serving

ANN = "ann@lindelaan.example"


async def test_right_password_signs_in_and_the_cookie_is_out_of_reach_of_scripts(any_service: Service) -> None:
    await any_service.office()
    browser = any_service.browser()
    answer = await browser.sign_in("  ANN@Lindelaan.example ".strip())
    assert answer.status == 200
    assert answer["user"]["email"] == ANN
    assert answer["organisation"]["name"] == "Lindelaan"
    cookie = answer.cookies["samen_session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert (await browser.get("/me"))["user"]["role"] == "admin"


async def test_wrong_password_and_unknown_address_get_the_same_answer(service: Service) -> None:
    await service.office()
    wrong = await service.browser().sign_in(ANN, OTHER_PASSWORD)
    unknown = await service.browser().sign_in("nobody@lindelaan.example", OTHER_PASSWORD)
    assert wrong.status == unknown.status == 401
    assert wrong.code == "wrong_credentials"
    assert wrong.body == unknown.body


async def test_without_a_cookie_nothing_is_shown(service: Service) -> None:
    admin = await service.office()
    assert (await admin.get("/me")).status == 200
    for cookie in ({}, {"samen_session": "x" * 43}):
        stranger = service.browser()
        stranger.session.cookie_jar.update_cookies(cookie)
        assert (await stranger.get("/me")).code == "not_signed_in"


async def test_the_database_holds_neither_passwords_nor_cookies(service: Service) -> None:
    browser = await service.office()
    cookie = next(each.value for each in browser.session.cookie_jar if each.key == "samen_session")
    async with service.parts.database.reading() as rows:
        stored = [*(await rows.execute(select(users))).all(), *(await rows.execute(select(sign_ins))).all()]
    assert PASSWORD not in repr(stored)
    assert cookie not in repr(stored)
    assert "$argon2id$" in repr(stored)


async def test_signing_out_ends_this_browser_only(service: Service) -> None:
    await service.office()
    one, two = service.browser(), service.browser()
    for browser in (one, two):
        await browser.sign_in(ANN)
    kept = {each.key: each.value for each in one.session.cookie_jar}
    assert (await one.post("/auth/sign-out")).status == 204
    one.session.cookie_jar.update_cookies(kept)
    assert (await one.get("/me")).status == 401, "a stolen copy of the cookie must be worthless too"
    assert (await two.get("/me")).status == 200


async def test_signing_out_everywhere_ends_all_browsers(service: Service) -> None:
    await service.office()
    one, two = service.browser(), service.browser()
    for browser in (one, two):
        await browser.sign_in(ANN)
    assert (await one.post("/auth/sign-out-everywhere")).status == 204
    for browser in (one, two):
        assert (await browser.get("/me")).status == 401


async def test_a_sign_in_lasts_while_it_is_used_and_thirty_days_at_most(service: Service) -> None:
    browser = await service.office()
    for _ in range(59):
        service.clock.move(hours=11.9)
        assert (await browser.get("/me")).status == 200
    service.clock.move(days=1)
    assert (await browser.get("/me")).status == 401, "idle too long"
    await browser.sign_in(ANN)
    for _ in range(72):
        service.clock.move(hours=10)
        last = await browser.get("/me")
    assert last.status == 401, "thirty days are over, used or not"


async def test_a_closed_account_cannot_sign_in_and_an_opened_one_can(service: Service) -> None:
    admin = await service.office()
    bob = await service.colleague(admin)
    bob_id = (await bob.get("/me"))["user"]["id"]
    assert (await admin.patch(f"/users/{bob_id}", {"active": False}))["active"] is False
    assert (await bob.get("/me")).status == 401
    assert (await bob.sign_in("bob@lindelaan.example")).code == "wrong_credentials"
    await admin.patch(f"/users/{bob_id}", {"active": True})
    assert (await bob.sign_in("bob@lindelaan.example")).status == 200


# --- throttling ---


async def attempts(browser: Browser, count: int, address: str | None = None, email: str = ANN) -> list[int]:
    headers = {"X-Forwarded-For": address} if address else {}
    return [(await browser.sign_in(email, OTHER_PASSWORD, headers=headers)).status for _ in range(count)]


async def test_guessing_from_one_address_is_slowed_down_and_forgiven_with_time(service: Service) -> None:
    await service.office()
    guesser = service.browser()
    assert await attempts(guesser, 6) == [401] * 5 + [429]
    refused = await guesser.sign_in(ANN)
    assert refused.code == "too_many_attempts"
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    service.clock.move(seconds=61)
    assert (await guesser.sign_in(ANN)).status == 200


async def test_right_passwords_cost_nothing(service: Service) -> None:
    await service.office()
    browser = service.browser()
    for _ in range(12):
        assert (await browser.sign_in(ANN)).status == 200


async def test_a_stranger_with_many_addresses_is_stopped_but_the_owner_is_not(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    async with serving(tmp_path_factory.mktemp("data"), SAMEN_TRUSTED_PROXIES="127.0.0.1") as service:
        owner = await service.office()
        stranger = service.browser()
        statuses = [status for number in range(30) for status in await attempts(stranger, 1, f"203.0.113.{number + 1}")]
        assert statuses[:20] == [401] * 20
        assert set(statuses[20:]) == {429}
        # The owner's browser has signed in before.
        assert (await owner.sign_in(ANN)).status == 200
        # And a known browser is no licence to guess.
        assert 429 in await attempts(owner, 12)


# --- the second step ---


async def turned_on(browser: Browser, service: Service) -> tuple[pyotp.TOTP, list[str]]:
    secret = (await browser.post("/me/totp"))["secret"]
    app = pyotp.TOTP(secret)
    codes = (await browser.post("/me/totp/confirm", {"code": app.at(service.clock())}))["codes"]
    return app, codes


async def test_second_step_is_asked_once_it_is_confirmed_and_a_code_works_once(any_service: Service) -> None:
    service = any_service
    admin = await service.office()
    await admin.post("/me/totp")
    assert (await service.browser().sign_in(ANN)).status == 200, "shown, but not confirmed"
    app, _ = await turned_on(admin, service)
    browser = service.browser()
    assert (await browser.sign_in(ANN)).code == "totp_required"
    assert (await browser.sign_in(ANN, totp="000000")).code == "wrong_totp"
    assert (await browser.sign_in(ANN, totp=app.at(service.clock()))).code == "wrong_totp", "used to confirm"
    service.clock.move(seconds=30)
    code = app.at(service.clock())
    assert (await browser.sign_in(ANN, totp=f"{code[:3]} {code[3:]}")).status == 200
    assert (await service.browser().sign_in(ANN, totp=code)).code == "wrong_totp"


async def test_a_code_alone_does_not_sign_in(service: Service) -> None:
    app, _ = await turned_on(await service.office(), service)
    service.clock.move(seconds=30)
    answer = await service.browser().sign_in(ANN, OTHER_PASSWORD, totp=app.at(service.clock()))
    assert answer.code == "wrong_credentials"


async def test_backup_codes_work_once_each(service: Service) -> None:
    _, codes = await turned_on(await service.office(), service)
    assert len(set(codes)) == 10
    assert (await service.browser().sign_in(ANN, totp=codes[0])).status == 200
    assert (await service.browser().sign_in(ANN, totp=codes[0])).code == "wrong_totp"
    assert (await service.browser().sign_in(ANN, totp=codes[1].lower().replace("-", " "))).status == 200


async def test_codes_cannot_be_guessed_at_leisure(service: Service) -> None:
    await turned_on(await service.office(), service)
    seen = []
    for number in range(20):
        seen.append((await service.browser().sign_in(ANN, totp=f"{number:06}")).status)
        service.clock.move(seconds=60)
    assert seen.count(401) <= 6 + 4


async def test_second_step_is_turned_off_with_the_password_only(service: Service) -> None:
    admin = await service.office()
    await turned_on(admin, service)
    assert (await admin.post("/me/totp")).code == "totp_already_on"
    assert (await admin.post("/me/totp/disable", {"password": OTHER_PASSWORD})).code == "wrong_password"
    assert (await admin.get("/me"))["user"]["totp_enabled"] is True
    assert (await admin.post("/me/totp/disable", {"password": PASSWORD})).status == 204
    assert (await service.browser().sign_in(ANN)).status == 200


async def test_an_administrator_turns_off_the_second_step_of_a_colleague_but_not_their_own(service: Service) -> None:
    admin = await service.office()
    colleague = await service.colleague(admin)
    await turned_on(admin, service)
    _, codes = await turned_on(colleague, service)
    me, other = (await admin.get("/me"))["user"], (await colleague.get("/me"))["user"]
    assert (await admin.call("PATCH", f"/users/{me['id']}", {"totp_enabled": False})).code == "own_second_step"
    assert (await admin.call("PATCH", f"/users/{other['id']}", {"totp_enabled": True})).status == 422
    assert (await colleague.call("PATCH", f"/users/{me['id']}", {"totp_enabled": False})).status == 403
    assert (await service.browser().sign_in(other["email"])).code == "totp_required"
    changed = await admin.call("PATCH", f"/users/{other['id']}", {"totp_enabled": False})
    assert (changed.status, changed["totp_enabled"]) == (200, False)
    assert (await service.browser().sign_in(other["email"])).status == 200
    await turned_on(colleague, service)
    assert (await service.browser().sign_in(other["email"], totp=codes[0])).code == "wrong_totp", (
        "the old ones are gone"
    )
    assert (await service.browser().sign_in(ANN)).code == "totp_required", "the administrator's own is still on"


async def test_a_wrong_first_code_leaves_the_second_step_off(service: Service) -> None:
    admin = await service.office()
    assert (await admin.post("/me/totp/confirm", {"code": "123456"})).code == "totp_not_started"
    picture = (await admin.post("/me/totp"))["qr_svg"]
    assert picture.startswith("<svg")
    assert (await admin.post("/me/totp/confirm", {"code": "123456"})).code == "wrong_totp"
    assert (await service.browser().sign_in(ANN)).status == 200


async def test_the_secret_is_sealed_in_the_database(service: Service) -> None:
    admin = await service.office()
    secret = (await admin.post("/me/totp"))["secret"]
    async with service.parts.database.reading() as rows:
        stored = repr((await rows.execute(select(users))).all())
    assert secret not in stored


# --- passwords ---


@pytest.mark.parametrize(
    "password",
    ["kort", "password123", "Wachtwoord2026!", "1234567890", "qwertyuiop", "aaaaaaaaaaaa", "Welkom01!!", "azertyuiop1"]
    + ["Lindelaan2026!", "ann.de.wit.2026", "P@ssw0rd1234", "zomer2026zomer", "abcabcabcabc", "x" * 201, "letmein1234"],
)
def test_passwords_that_anyone_would_guess_are_refused(password: str) -> None:
    assert objection(password, ("Ann de Wit", "ann@lindelaan.example")) is not None


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        PASSWORD,
        "een lange zin die niemand raadt 7",
        "kX9$vQ2mLp",
        "日本語のとても長い言葉です",
    ]
    + ["3sokken&1paraplu", "paardenbloemthee", "fiets-brug-kaas", "drie-linden-in-de-laan"],
)
def test_passwords_of_ones_own_are_taken(password: str) -> None:
    assert objection(password, ("Ann de Wit", "ann@lindelaan.example")) is None


async def test_changing_the_password_signs_out_other_browsers(service: Service) -> None:
    admin = await service.office()
    other = service.browser()
    await other.sign_in(ANN)
    assert (
        await admin.post("/me/password", {"current": OTHER_PASSWORD, "new": OTHER_PASSWORD})
    ).code == "wrong_password"
    weak = await admin.post("/me/password", {"current": PASSWORD, "new": "welkom12345"})
    assert weak.code == "weak_password"
    assert weak.body["reason"] == "too_common"
    assert (await admin.post("/me/password", {"current": PASSWORD, "new": OTHER_PASSWORD})).status == 204
    assert (await other.get("/me")).status == 401
    assert (await admin.get("/me")).status == 200
    assert (await service.browser().sign_in(ANN, OTHER_PASSWORD)).status == 200


async def test_the_current_password_cannot_be_guessed_at_leisure(service: Service) -> None:
    admin = await service.office()
    body = {"current": OTHER_PASSWORD, "new": OTHER_PASSWORD}
    codes = [(await admin.post("/me/password", body)).code for _ in range(8)]
    assert codes == ["wrong_password"] * 6 + ["too_many_attempts"] * 2
