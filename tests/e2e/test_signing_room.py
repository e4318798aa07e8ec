"""Signing in the room: prepared by the adviser, followed by all, each at their own screen."""

import os

import pytest
from playwright.async_api import expect

from tests.e2e import signing
from tests.e2e.access import Inspector
from tests.e2e.people import until
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
    await expect(adviser.strip).to_contain_text("You are signing now")
    await expect(client.strip).to_contain_text("You are watching")
    await client.open("Files")
    await expect(row(client, "Opdracht.pdf")).to_contain_text("is signing now")
    await looks(client, "watch-client")
    await begin(adviser)
    await expect(client.page.get_by_role("region", name="Who signs")).to_contain_text("Step 1 of 3")
    await looks(adviser, "sign-details")
    await sign(adviser)
    await expect(client.strip).to_contain_text("You are signing now, Jan.")
    await looks(adviser, "watch-adviser")
    await looks(client, "sign-reading")
    for person in (adviser, client):
        # The mark of who has signed stands in its field, for both.
        mark = person.page.get_by_role("main").locator("img[src^='blob:']")
        await expect(mark).to_have_count(1)
        assert await mark.evaluate("(image) => image.decode().then(() => image.naturalWidth)") > 0
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


@pytest.mark.covers("F031", "F032", "D007", "D018")
async def test_two_people_sign_on_one_phone_one_by_finger_and_one_by_keyboard(house):
    (adviser,) = await house.meeting()
    client = await house.visitor("Jan en Els", **PHONE)
    await client.join(adviser.code)
    await client.inside()
    await signing.send_file(adviser, CONTRACT)
    await take_the_pencil(adviser, "Opdracht.pdf")
    await expect(signing.signer(adviser, 3).get_by_label("Name")).to_have_value("Els")
    # The adviser does not sign this one.
    await adviser.page.get_by_role("button", name="Remove Anna").click()
    await give_address(adviser, 1, "jan@vermeulen.example")
    await give_address(adviser, 2, "els@vermeulen.example")
    await adviser.press("Place fields")
    await signing.place_by_keyboard(adviser, "Jan", "Signature")
    await signing.place_by_keyboard(adviser, "Els", "Signature", "Tick box")
    await adviser.press("Start signing")
    await expect(client.strip).to_contain_text("You are signing now, Jan.")
    await looks(client, "phone-reading")
    await begin(client)
    await looks(client, "phone-details")
    await dialog(client).get_by_role("button", name="Next", exact=True).click()
    await signing.draw(client)
    await looks(client, "phone-signature")
    await dialog(client).get_by_role("checkbox").check()
    await dialog(client).get_by_role("button", name="Save & insert").click()
    await looks(client, "phone-review")
    # A reload in the middle begins anew, at the same screen.
    await client.page.reload()
    await expect(client.strip).to_contain_text("You are signing now, Jan.")
    await begin(client)
    await sign(client)
    await expect(client.strip).to_contain_text("You are signing now, Els.")
    await expect(adviser.page.get_by_role("region", name="Who signs")).to_contain_text("Signed at")
    await looks(client, "phone-second")
    await client.button("Start signing").press("Enter")
    steps = dialog(client)
    await steps.get_by_role("button", name="Next", exact=True).press("Enter")
    await steps.get_by_text("Type", exact=True).click()
    await steps.get_by_role("textbox", name="Type your name").fill("Els Smit")
    await steps.get_by_role("checkbox").press("Space")
    await steps.get_by_role("button", name="Save & insert").press("Enter")
    await steps.get_by_role("checkbox").press("Space")
    await looks(client, "phone-typed")
    await steps.get_by_role("button", name="Complete").press("Enter")
    await client.reads("Everybody has signed.")
    assert len(signing.signatures(await signing.signed_file(adviser, "Opdracht signed.pdf"))) == 2


@pytest.mark.covers("D008", "F020")
async def test_the_adviser_stops_it_a_client_declines_and_the_end_asks_what_becomes_of_it(house):
    adviser, client = await house.meeting("Jan Vermeulen")
    await signing.send_file(adviser, {"name": "notitie.txt", "mimeType": "text/plain", "buffer": b"Dag"})
    await expect(row(adviser, "notitie.txt")).to_contain_text("cannot be signed")
    await expect(row(adviser, "notitie.txt").get_by_role("button", name="Have notitie.txt signed")).to_have_count(0)
    await signing.send_file(adviser, CONTRACT)
    await client.open("Files")
    await expect(row(client, "Opdracht.pdf").get_by_role("button", name="Have Opdracht.pdf signed")).to_have_count(0)

    async def opened():
        await take_the_pencil(adviser, "Opdracht.pdf")
        await adviser.page.get_by_role("button", name="Remove Anna").click()
        await give_address(adviser, 1, "jan@vermeulen.example")
        await adviser.press("Place fields")
        await signing.place_by_keyboard(adviser, "Jan Vermeulen", "Signature")
        await adviser.press("Start signing")
        await expect(client.strip).to_contain_text("You are signing now, Jan.")

    await opened()
    await begin(client)
    await dialog(client).get_by_role("button", name="I will not sign").click()
    await client.page.get_by_role("textbox", name="Why not?").fill("Eerst thuis lezen")
    await client.press("I do not sign")
    await adviser.reads("Jan Vermeulen does not want to sign.")

    await opened()
    await adviser.press("Stop signing")
    await looks(adviser, "stop")
    await adviser.page.get_by_role("button", name="Go on by e-mail").click()
    await client.reads("Signing goes on by e-mail.")

    await opened()
    await adviser.press("End session")
    await adviser.page.get_by_role("button", name="Make the document void").click()
    await adviser.reads("How did the meeting go?")

    async def ends():
        # The envelope follows its session a moment later; those of other tests stand behind.
        told = await adviser.get("/envelopes")
        return [one["status"] for one in told["items"][:3]] == ["voided", "sent", "declined"]

    await until(ends)


async def test_signing_in_the_room_is_accessible(house):
    inspector = Inspector()
    adviser, client = await house.meeting("Jan Vermeulen")
    await signing.send_file(adviser, CONTRACT)
    await take_the_pencil(adviser, "Opdracht.pdf")
    await adviser.page.get_by_role("button", name="Remove Anna").click()
    await give_address(adviser, 1, "jan@vermeulen.example")
    await inspector.look(adviser.page, "who signs")
    await adviser.press("Place fields")
    await signing.place_by_keyboard(adviser, "Jan Vermeulen", "Signature", "Text")
    await inspector.look(adviser.page, "where")
    await adviser.press("Start signing")
    await expect(client.strip).to_contain_text("You are signing now, Jan.")
    await inspector.look(client.page, "one's turn")
    await begin(client)
    await inspector.look(client.page, "one's details")
    await dialog(client).get_by_role("button", name="Next", exact=True).click()
    await signing.draw(client)
    await inspector.look(client.page, "one's signature")
    await inspector.look(adviser.page, "watching")
    assert not inspector.found, "\n".join(inspector.found)
