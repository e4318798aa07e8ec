"""A link to sign, from the letter to the signed copy and the public check: with the mouse, by touch, and by keys alone."""

import re
from itertools import count

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.e2e.access import Inspector
from tests.e2e.envelopes import Office, field, person
from tests.e2e.people import until

pytestmark = pytest.mark.light

ELS = "els@client.example"
MAILBOXES = count()
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest_asyncio.fixture(loop_scope="session")
async def office(house):
    return Office(await house.adviser())


@pytest.fixture
def jan():
    """A mailbox of this test's own: one mailbox gets only so many codes."""
    return f"jan.{next(MAILBOXES)}@client.example"


async def arrive(house, office, email, name="Jan Vermeulen", **options):
    """At the document, by way of the letter and the code."""
    client = await house.visitor(name, **options)
    await client.page.goto(await office.link(email))
    await client.press("Send me the code")
    await client.reads("The code is on its way")
    await client.page.get_by_role("textbox", name="Code of six digits").fill(await office.code(email))
    await expect(client.button("Sign")).to_be_visible()
    return client


async def draw(page, name="Pad for your signature"):
    """Two strokes with the mouse."""
    pad = page.get_by_role("img", name=re.compile(f"^{name}"))
    await pad.scroll_into_view_if_needed()
    box = await pad.bounding_box()
    assert box is not None
    for left in (0.15, 0.55):
        await page.mouse.move(box["x"] + box["width"] * left, box["y"] + box["height"] * 0.6)
        await page.mouse.down()
        for step in range(1, 13):
            across, down = left + step * 0.025, 0.6 - 0.35 * (step % 2)
            await page.mouse.move(box["x"] + box["width"] * across, box["y"] + box["height"] * down, steps=2)
        await page.mouse.up()
    await expect(page.get_by_role("img", name=re.compile("There is a drawing"))).to_be_visible()


async def to_the_pad(client):
    await client.press("Sign")
    await client.press("Next")
    await client.reads("Put your signature here")


async def sign(client):
    """From the document to the last press."""
    await to_the_pad(client)
    await draw(client.page)
    await client.page.get_by_role("checkbox").check()
    await client.press("Save & insert")
    await client.press("Complete")


async def wrong_code_of(right):
    return f"{(int(right) + 1) % 1_000_000:06d}"


@pytest.mark.covers("F031", "F033", "D008", "D010")
async def test_a_client_signs_from_the_letter_and_fetches_the_copy(house, office, jan, tmp_path):
    fields = [field(jan), field(jan, "text", y=0.55, height=0.03, label="Policy number")]
    envelope = await office.send([person("Jan Vermeulen", jan)], fields, message="As we said on Tuesday.")
    client = await house.visitor()
    page = client.page
    await page.goto(await office.link(jan))
    await client.reads("j•••@client.example")
    await expect(client.text("As we said on Tuesday.")).to_have_count(0)
    await client.press("Send me the code")
    code = page.get_by_role("textbox", name="Code of six digits")
    await expect(code).to_be_focused()
    right = await office.code(jan)
    await code.fill(await wrong_code_of(right))
    await client.reads("This code is not right.")
    await code.fill(right)
    await client.reads("As we said on Tuesday.")
    await expect(page.locator("canvas[data-drawn]").first).to_be_visible()

    await client.press("Sign")
    name = page.get_by_role("textbox", name="Your name")
    await name.fill("")
    await client.press("Next")
    await client.reads("Fill in your name.")
    await name.fill("Jan Vermeulen")
    await client.press("Next")
    await client.press("Save & insert")
    await client.reads("There is no signature yet.")
    await draw(page)
    await client.press("Save & insert")
    await client.reads("Tick the box once you have read the document")
    await page.get_by_role("checkbox").check()
    await client.press("Save & insert")
    await client.press("Complete")
    await client.reads("Fill in this field first.")
    await expect(page.get_by_role("textbox", name="Policy number")).to_be_focused()
    await page.get_by_role("textbox", name="Policy number").fill("12-34")
    await client.button("Complete").dblclick()
    await client.reads("Thank you, you have signed")

    await expect(page.get_by_role("heading", name="Everybody has signed")).to_be_visible()
    async with page.expect_download() as download:
        await client.press("Signed document")
    signed = tmp_path / "signed.pdf"
    await (await download.value).save_as(signed)
    assert (await download.value).suggested_filename == "Assignment signed.pdf"
    assert signed.read_bytes().startswith(b"%PDF-")
    async with page.expect_download() as download:
        await client.press("Log")
    assert (await download.value).suggested_filename == "Assignment signed log.pdf"
    events = [one["kind"] for one in (await office.envelope(envelope))["events"]]
    assert events.count("signed") == 1
    assert {"viewed", "code_verified", "completed"} <= set(events)

    await check(client, signed, "Signed, and not changed since")
    await client.reads("Jan Vermeulen")
    changed = tmp_path / "changed.pdf"
    content = signed.read_bytes()
    assert b"595.28" in content
    changed.write_bytes(content.replace(b"595.28", b"495.28", 1))
    await check(client, changed, "This document is no longer right")


async def check(client, file, verdict):
    await client.page.goto(f"{client.server_url}/verify?lang=en")
    async with client.page.expect_file_chooser() as chooser:
        await client.press("Choose a PDF")
    await (await chooser.value).set_files(file)
    await expect(client.page.get_by_role("heading", level=1, name=verdict)).to_be_visible()


@pytest.mark.covers("F031")
async def test_the_whole_way_goes_on_a_phone_and_the_ink_outlives_its_turning(house, office, jan):
    await office.send([person("Jan Vermeulen", jan)], [field(jan)])
    client = await arrive(house, office, jan, **PHONE)
    await to_the_pad(client)
    await draw(client.page)
    await client.page.set_viewport_size({"width": 844, "height": 390})
    await client.reads("Put your signature here")
    await expect(client.page.get_by_role("img", name=re.compile("There is a drawing"))).to_be_visible()
    await client.page.set_viewport_size({"width": 390, "height": 844})
    await client.page.get_by_role("checkbox").check()
    await client.press("Save & insert")
    await client.press("Complete")
    await client.reads("Thank you, you have signed")


async def test_the_whole_way_goes_with_the_keyboard_alone(house, office, jan):
    await office.send([person("Jan Vermeulen", jan)], [field(jan)])
    client = await arrive(house, office, jan)
    keyboard = client.page.keyboard

    async def tab_to(locator):
        for _ in range(60):
            if await locator.evaluate("(node) => node === document.activeElement"):
                return
            await keyboard.press("Tab")
        raise AssertionError(f"Tab never comes to {locator}")

    for name in ("Sign", "Next", "Type"):
        await tab_to(client.button(name))
        await keyboard.press("Enter")
    await tab_to(client.page.get_by_role("textbox", name="Type your name"))
    await keyboard.press("Control+a")
    await keyboard.type("Jan Vermeulen Łukasz 李")
    await expect(client.page.get_by_role("img", name=re.compile("Jan Vermeulen Łukasz 李"))).to_be_visible()
    await tab_to(client.page.get_by_role("checkbox"))
    await keyboard.press("Space")
    for name in ("Save & insert", "Complete"):
        await tab_to(client.button(name))
        await keyboard.press("Enter")
    await client.reads("Thank you, you have signed")


async def test_a_lost_line_loses_nothing_and_signs_once(house, office, jan):
    envelope = await office.send([person("Jan Vermeulen", jan)], [field(jan)])
    client = await arrive(house, office, jan)
    tries = []

    async def lose(route):
        tries.append(route.request.post_data_json["key"])
        if len(tries) == 1:
            await route.abort()
        elif len(tries) == 2:
            # It arrives, but the answer does not.
            await route.fetch()
            await route.abort()
        else:
            await route.continue_()

    await client.page.route("**/api/v1/sign/*/sign", lose)
    await sign(client)
    await client.reads("Your signature stays here")
    await client.press("Send again now")
    # The second try may find all of it done already.
    done = re.compile("Thank you, you have signed|Everybody has signed")
    await expect(client.page.get_by_role("heading", name=done, level=1)).to_be_visible()
    assert len(tries) == 3
    assert len(set(tries)) == 1
    events = [one["kind"] for one in (await office.envelope(envelope))["events"]]
    assert events.count("signed") == 1


@pytest.mark.covers("D007")
async def test_people_sign_on_the_adviser_s_own_screen_one_after_the_other(house, office, jan):
    people = [person("Jan Vermeulen", jan), person("Els Vermeulen", ELS)]
    fields = [field(jan), field(ELS, y=0.5)]
    envelope = await office.send(people, fields, deliver="here", order="sequential")
    for at, name in enumerate(("Jan", "Els")):
        client = await house.visitor(name)
        await client.page.goto(f"{await office.here(envelope, at)}?lang=en")
        await sign(client)
        await client.reads("Please give this screen back to")

    async def completed():
        return (await office.envelope(envelope))["status"] == "completed"

    await until(completed, 60, what="the envelope is completed")


async def test_somebody_declines_with_a_reason_and_the_link_says_so_from_then_on(house, office, jan):
    envelope = await office.send([person("Jan Vermeulen", jan)], [field(jan)])
    client = await arrive(house, office, jan)
    await client.press("Sign")
    await client.press("I will not sign")
    dialog = client.page.get_by_role("dialog", name="Do you not want to sign?")
    await dialog.get_by_role("textbox").fill("The price is another one.")
    await dialog.get_by_role("button", name="I will not sign").click()
    await client.reads("You do not sign")
    assert (await office.envelope(envelope))["signers"][0]["decline_reason"] == "The price is another one."
    await client.page.reload()
    await client.reads("This document will not be signed")


async def test_somebody_passes_it_on_and_the_old_link_ends(house, office, jan):
    await office.send([person("Jan Vermeulen", jan)], [field(jan)])
    old = await office.link(jan)
    client = await arrive(house, office, jan)
    await client.press("Sign")
    await client.press("Somebody else must sign")
    await client.page.get_by_role("textbox", name="Name", exact=True).fill("Piet Smit")
    await client.page.get_by_role("textbox", name="E-mail address").fill("piet@client.example")
    await client.press("Pass the link on")
    await client.reads("Piet Smit signs instead of you")
    await client.page.goto(old)
    await client.reads("This link does not work, or no longer does")
    await sign(await arrive(house, office, "piet@client.example", "Piet Smit"))


async def test_links_that_lead_nowhere_look_alike(house):
    seen = []
    for token in ("x", "A" * 43):
        client = await house.visitor()
        await client.page.goto(f"{house.server.url}/sign/{token}?lang=en")
        await client.reads("This link does not work, or no longer does")
        seen.append(await client.page.get_by_role("main").inner_text())
    assert seen[0] == seen[1]


async def test_the_pages_of_signing_are_accessible_in_every_state(house, office, jan):
    inspector = Inspector()
    fields = [field(jan), field(jan, "text", y=0.55, height=0.03, label="Policy number")]
    await office.send([person("Jan Vermeulen", jan), person("Els Vermeulen", ELS)], [*fields, field(ELS, y=0.7)])
    client = await house.visitor(viewport={"width": 1440, "height": 900})
    page = client.page
    await page.goto(await office.link(jan))
    await client.reads("asks you to sign something")
    await inspector.look(page, "door")
    await client.press("Send me the code")
    await client.reads("The code is on its way")
    await inspector.look(page, "door, code sent")
    await page.get_by_role("textbox", name="Code of six digits").fill(await office.code(jan))
    await expect(page.locator("canvas[data-drawn]").first).to_be_visible()
    await inspector.look(page, "document")
    await client.press("Sign")
    await client.reads("Are your details right?")
    await inspector.look(page, "details")
    await client.press("Next")
    await client.press("Save & insert")
    await client.reads("There is no signature yet.")
    await inspector.look(page, "signature, blank")
    await client.press("What does this mean?")
    await client.reads("What does signing digitally mean?")
    await inspector.look(page, "meaning", sizes=("wide",))
    await page.keyboard.press("Escape")
    await client.press("Picture")
    await inspector.look(page, "signature, uploaded")
    await client.press("Draw")
    await draw(page)
    await page.get_by_role("checkbox").check()
    await client.press("Save & insert")
    await client.reads("Look at it once more")
    await inspector.look(page, "review")
    await page.get_by_role("textbox", name="Policy number").fill("12-34")
    await client.press("Complete")
    await client.reads("Thank you, you have signed")
    await inspector.look(page, "signed")
    await page.goto(f"{house.server.url}/sign/none?lang=en")
    await client.reads("This link does not work")
    await inspector.look(page, "link unknown")
    await page.goto(f"{house.server.url}/verify?lang=en")
    await client.reads("Has this PDF really been signed?")
    await inspector.look(page, "verify")
    inspector.verdict()
