"""What an office decides about signing, and the credits that it buys."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes

from tests.hooks.office import Office
from tests.server.harness import Answer

KEY = "0a0b0c0d-0000-7000-8000-000000000001"


def purchase(number: int, consent: str, key: str = KEY) -> dict[str, Any]:
    return {"number": number, "consent": consent.format(number=number), "key": key}


async def sentence(office: Office, language: str = "nl") -> str:
    consent: str = (await office.admin.get(f"/signing/credits?language={language}"))["consent"]
    return consent


async def allow(office: Office) -> Answer:
    return await office.admin.patch("/signing/settings", {"credits_allowed": True})


@pytest.mark.covers("D002", "D025", "D026", "X010")
async def test_an_office_begins_with_own_signing_without_credits(office: Office) -> None:
    settings = await office.admin.get("/signing/settings")
    assert (settings["provider"], settings["credits_allowed"], settings["metered"]) == ("samen", False, False)
    assert (settings["order"], settings["expires_in_days"], settings["verification"]) == ("parallel", 30, "code")
    credits = await office.admin.get("/signing/credits")
    assert (credits["available"], credits["reserved"], credits["ledger"], credits["next"]) == (0, 0, [], None)


async def test_a_change_keeps_what_was_not_named(office: Office) -> None:
    await office.admin.patch("/signing/settings", {"order": "sequential", "remind_every_days": 0})
    await office.admin.patch("/signing/settings", {"expires_in_days": 14})
    settings = await office.admin.get("/signing/settings")
    assert (settings["order"], settings["remind_every_days"], settings["expires_in_days"]) == ("sequential", 0, 14)
    unchanged = await office.admin.patch("/signing/settings", {})
    assert unchanged.body == settings.body


@pytest.mark.parametrize(
    "wrong",
    [
        {"expires_in_days": 0},
        {"expires_in_days": 366},
        {"remind_every_days": -1},
        {"order": "random"},
        {"verification": "sms"},
        {"provider": "signrequest"},
        {"credits_allowed": "yes"},
        {"price": 1},
    ],
)
async def test_choices_that_are_none_are_refused(office: Office, wrong: dict[str, Any]) -> None:
    assert (await office.admin.patch("/signing/settings", wrong)).code == "invalid_input"


@pytest.mark.covers("D026", "D027", "D028", "D034")
async def test_credits_are_bought_by_consent_and_the_ledger_keeps_the_sentence_and_who(office: Office) -> None:
    await allow(office)
    consent = await sentence(office)
    bought = await office.admin.post("/signing/credits", purchase(25, consent))
    assert (bought.status, bought["available"], bought["reserved"]) == (201, 25, 0)
    credits = await office.admin.get("/signing/credits")
    (line,) = credits["ledger"]
    assert (line["kind"], line["number"], line["available"], line["by"]) == ("bought", 25, 25, "Ann de Wit")
    assert line["consent"].startswith("Als u opslaat, gaat u ermee akkoord dat 25 credits")


@pytest.mark.covers("D028")
async def test_the_same_click_twice_buys_once(office: Office) -> None:
    await allow(office)
    consent = await sentence(office)
    for _ in range(2):
        assert (await office.admin.post("/signing/credits", purchase(10, consent)))["available"] == 10
    other = await office.admin.post("/signing/credits", purchase(5, consent, KEY[:-1] + "2"))
    assert other["available"] == 15
    assert len((await office.admin.get("/signing/credits"))["ledger"]) == 2


@pytest.mark.covers("D026")
async def test_without_the_tick_nothing_is_bought(office: Office) -> None:
    consent = await sentence(office)
    assert (await office.admin.post("/signing/credits", purchase(10, consent))).code == "credits_not_allowed"
    assert (await office.admin.get("/signing/credits"))["ledger"] == []


@pytest.mark.covers("D028")
async def test_only_the_sentence_that_was_shown_is_consent(office: Office) -> None:
    await allow(office)
    consent = await sentence(office)
    said_for_ten = purchase(10, consent)
    for wrong in (said_for_ten | {"number": 1_000}, said_for_ten | {"consent": "ja"}):
        assert (await office.admin.post("/signing/credits", wrong)).code == "consent_differs"
    for number in (0, -5, 10_001):
        assert (await office.admin.post("/signing/credits", purchase(number, consent))).code == "invalid_input"
    assert (await office.admin.get("/signing/credits"))["available"] == 0
    for at, language in enumerate(("en", "fr"), 5):
        told = await sentence(office, language)
        assert (await office.admin.post("/signing/credits", purchase(1, told, KEY[:-1] + str(at)))).status == 201


async def test_another_office_has_its_own_credits_and_choices(office: Office) -> None:
    await allow(office)
    await office.admin.post("/signing/credits", purchase(10, await sentence(office)))
    other = await office.service.office("Beukenhof", "eva@beukenhof.example")
    assert (await other.get("/signing/credits"))["available"] == 0
    assert (await other.get("/signing/settings"))["credits_allowed"] is False
    # The key of a click is of one office.
    await other.patch("/signing/settings", {"credits_allowed": True})
    assert (await other.post("/signing/credits", purchase(3, await sentence(office))))["available"] == 3


async def test_only_administrators_decide_and_buy(office: Office) -> None:
    colleague = await office.service.colleague(office.admin)
    for method, path in (
        ("GET", "/signing/settings"),
        ("PATCH", "/signing/settings"),
        ("GET", "/signing/credits"),
        ("POST", "/signing/credits"),
    ):
        assert (await colleague.call(method, path, None if method == "GET" else {})).code == "not_allowed"


async def test_the_settings_say_whose_key_and_whose_clock_and_the_root_is_there_to_compare(office: Office) -> None:
    trust = (await office.admin.get("/signing/settings"))["trust"]
    assert (trust["clock"], trust["authority"], trust["key"], trust["root_here"]) == ("own", "", "own", True)
    colleague = await office.service.colleague(office.admin)
    pem = (await colleague.get("/signing/root")).body
    certificate = x509.load_pem_x509_certificate(pem)
    assert certificate.fingerprint(hashes.SHA256()).hex() == trust["fingerprint"]
    assert b"PRIVATE" not in pem
