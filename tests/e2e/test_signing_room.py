"""Signing in the room: prepared by the adviser, followed by all, each at their own screen."""

import os

import pytest
from playwright.async_api import expect

from tests.e2e import signing
from tests.e2e.signing import CONTRACT, begin, dialog, give_address, row, sign, take_the_pencil

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


async def looks(person, name):
    """A picture for who wants to look; where, says SAMEN_LOOKS."""
    if folder := os.environ.get("SAMEN_LOOKS"):
        await person.page.screenshot(path=f"{folder}/{name}.png")


async def prepared(adviser):
    """The contract with a place for the adviser on page 1 and for Jan on page 3."""
    await signing.send_file(adviser, CONTRACT)
    await take_the_pencil(adviser, "Opdracht.pdf")
    await expect(signing.signer(adviser, 1).get_by_label("E-mail address")).to_have_value("anna@office.test")
    await expect(signing.signer(adviser, 2).get_by_label("Name")).to_have_value("Jan Vermeulen")
    await looks(adviser, "prepare-people")
    await adviser.press("Place fields")
    await expect(signing.signer(adviser, 2).get_by_label("E-mail address")).to_have_attribute("aria-invalid", "true")
    await give_address(adviser, 2, "jan@vermeulen.example")
    await adviser.press("Place fields")
    await expect(adviser.button("Start signing")).to_be_disabled()
    await signing.drag_onto_page(adviser, "anna", "Signature", 0.4, 0.55)
    await signing.place_by_keyboard(adviser, "Jan Vermeulen", "Signature", "Date")
    await looks(adviser, "prepare-fields")


@pytest.mark.covers("F005", "F020", "F031", "F032", "D007", "D010", "D014", "D015", "D016", "D018")
async def test_the_adviser_and_a_client_sign_one_after_the_other_and_both_get_the_copy(house):
    adviser, client = await house.meeting("Jan Vermeulen")
    await prepared(adviser)
    await adviser.press("Start signing")
    await expect(adviser.strip).to_contain_text("You are signing now", timeout=60_000)
    await expect(client.strip).to_contain_text("You are watching", timeout=60_000)
    await client.open("Files")
    await expect(row(client, "Opdracht.pdf")).to_contain_text("is signing now")
    await looks(client, "watch-client")
    await begin(adviser)
    await expect(client.page.get_by_role("region", name="Who signs")).to_contain_text("Step 1 of 3")
    await looks(adviser, "sign-details")
    await sign(adviser)
    await expect(client.strip).to_contain_text("You are signing now, Jan.", timeout=60_000)
    await looks(adviser, "watch-adviser")
    await looks(client, "sign-reading")
    await begin(client)
    await expect(adviser.page.get_by_role("region", name="Who signs")).to_contain_text("Step 1 of 3")
    await dialog(client).get_by_role("button", name="Next", exact=True).click()
    await signing.draw(client)
    await looks(client, "sign-drawn")
    await looks(adviser, "watch-adviser-drawing")
    await dialog(client).get_by_role("checkbox").check()
    await dialog(client).get_by_role("button", name="Save & insert").click()
    await looks(client, "sign-review")
    await dialog(client).get_by_role("button", name="Complete").click()
    for person in (adviser, client):
        await person.reads("Everybody has signed.")
    for person in (adviser, client):
        content = await signing.signed_file(person, "Opdracht signed.pdf")
        assert len(signing.signatures(content)) == 2
        await expect(row(person, "Opdracht signed log.pdf")).to_have_count(1)
    await adviser.open("Chat")
    await expect(adviser.chat).to_contain_text("Jan Vermeulen has signed")
    await looks(adviser, "completed")
