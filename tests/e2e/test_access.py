"""Nothing for axe-core to find on any page in any state, and the whole way by keyboard alone."""

import re

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.e2e.access import Inspector
from tests.e2e.people import until

pytestmark = pytest.mark.light

WIDE = {"viewport": {"width": 1440, "height": 900}, "reduced_motion": "reduce"}


@pytest_asyncio.fixture(loop_scope="session")
async def inspector():
    one = Inspector()
    yield one
    assert one.looked


async def test_the_pages_before_the_room_are_accessible(house, inspector):
    adviser = await (await house.adviser(**WIDE)).start()
    client = await house.visitor(**WIDE)
    await client.page.goto(f"{house.server.url}/?lang=en")
    await client.reads("What is your code?")
    await inspector.look(client.page, "join")
    await client.page.get_by_role("textbox", name="Session code").fill("100 000 001")
    await client.press("Join")
    await client.reads("This code is not in use.")
    await inspector.look(client.page, "join, code unknown")
    await client.press("Send me the code again")
    await client.reads("No code?")
    await inspector.look(client.page, "join, code again")
    await client.type_code(adviser.code)
    await client.reads("Picture and sound arrive")
    await inspector.look(client.page, "check")
    await client.page.get_by_role("button", name=re.compile("Camera on")).click()
    await client.reads("Your camera is off")
    await client.press("Go in")
    await client.reads("Enter your name")
    await inspector.look(client.page, "check, name missing")
    inspector.verdict()


async def test_the_adviser_s_room_is_accessible_in_every_state(house, inspector):
    adviser = await (await house.adviser(**WIDE)).start()
    page = adviser.page
    await inspector.look(page, "room, alone")
    for name, close in (("Show QR code", "Scan with the phone"), ("E-mail the code", "Code by e-mail")):
        await adviser.button(name).first.click()
        await adviser.reads(close)
        await inspector.look(page, close, sizes=("wide",))
        await page.keyboard.press("Escape")
    client = await house.visitor(**WIDE)
    await (await client.join(adviser.code)).inside()
    await client.says("Dag, zie https://example.org 😀")
    for panel in ("Participants", "Chat", "Files"):
        await adviser.open(panel)
        await inspector.look(page, f"room, {panel}")
    await adviser.switch("Files", on=False)
    await adviser.press("Share screen")
    await client.sees_screen()
    await inspector.look(page, "room, sharing")
    await adviser.switch("Input rights")
    await adviser.reads("Jan may point.")
    await inspector.look(page, "room, client may point")
    await adviser.press("Input rights: Laser pointer")
    await adviser.reads("Choose who may click along")
    await inspector.look(page, "room, input menu", sizes=("wide",))
    await page.keyboard.press("Escape")
    await adviser.switch("Blur screen")
    await inspector.look(page, "room, blurred")
    await adviser.switch("Participants")
    await adviser.row("Jan").get_by_role("button", name="Actions for Jan Vermeulen").click()
    await expect(page.get_by_role("menu")).to_be_visible()
    await inspector.look(page, "room, menu of a participant", sizes=("wide",))
    await page.keyboard.press("Escape")
    await page.keyboard.press("Escape")
    await page.keyboard.press("?")
    await adviser.reads("They work everywhere in the meeting")
    await inspector.look(page, "room, shortcuts")
    await page.keyboard.press("Escape")
    await adviser.press("End session")
    await adviser.reads("End session?")
    await inspector.look(page, "room, end?")
    await adviser.press("End")
    await adviser.reads("How did the meeting go?")
    await inspector.look(page, "room, ended")
    inspector.verdict()


async def test_the_client_s_room_is_accessible_in_every_state(house, inspector):
    adviser = await (await house.adviser(**WIDE)).start()
    client = await house.visitor(**WIDE)
    page = client.page
    await (await client.join(adviser.code)).inside()
    await client.call()
    await inspector.look(page, "client, together")
    await client.open("Chat")
    await adviser.says("Welkom")
    await inspector.look(page, "client, chat")
    await client.switch("Chat", on=False)
    await adviser.press("Share screen")
    await client.sees_screen()
    await inspector.look(page, "client, screen")
    await adviser.switch("Input rights")
    await client.reads("You may click along now")
    await inspector.look(page, "client, asked to click along")
    await adviser.switch("Blur screen")
    await client.reads("Nothing to see for a moment")
    await inspector.look(page, "client, blurred")
    await adviser.press("Stop sharing") if await adviser.button("Stop sharing").count() else await adviser.press(
        "Share screen"
    )
    await client.press("Choose camera")
    await expect(page.get_by_role("dialog", name="Choose camera")).to_be_visible()
    await inspector.look(page, "client, camera menu", sizes=("wide",))
    await page.keyboard.press("Escape")
    await page.set_viewport_size({"width": 390, "height": 844})
    await client.press("More")
    await client.reads("Larger letters")
    await inspector.look(page, "client, more", sizes=("phone",))
    await page.set_viewport_size({"width": 390, "height": 844})

    async def closed():
        # The sheet comes back with the small size, and may not be there yet to hear the first one.
        await page.keyboard.press("Escape")
        return not await page.get_by_role("dialog").count()

    await until(closed, what="the sheet is closed")
    await page.set_viewport_size(WIDE["viewport"])
    await client.page.context.set_offline(True)
    await client.reads("Connection lost. Reconnecting.")
    await inspector.look(page, "client, connection lost")
    await client.page.context.set_offline(False)
    await expect(client.text("Connection lost. Reconnecting.")).to_have_count(0)
    await adviser.end()
    await client.reads("How was it?")
    await inspector.look(page, "client, evaluation")
    await client.press("Skip")
    await client.reads("Goodbye")
    await inspector.look(page, "client, goodbye")
    inspector.verdict()


PLACES = {
    "/adviser": re.compile("Good (morning|afternoon|evening|night)"),
    "/adviser/sessions": "Sessions",
    "/adviser/settings/account": "About you",
    "/adviser/settings/office": "Name and contact",
    "/adviser/settings/colleagues": "Colleagues",
    "/adviser/settings/browsing": "Never these websites",
    "/adviser/settings/website": "Your website",
    "/adviser/settings/mail": "E-mails",
    "/adviser/settings/crm": "Which CRM does your office use?",
    "/adviser/settings/privacy": "Retention",
    "/adviser/settings/signing": "Signing",
    "/adviser/settings/transactions": "Balance",
    "/adviser/settings/webhooks": "Webhooks",
    "/adviser/settings/api-keys": "API keys",
    "/adviser/nowhere": "This page does not exist",
}


@pytest.mark.parametrize("third", range(3))
async def test_the_adviser_s_pages_are_accessible(house, inspector, third):
    adviser = await house.adviser(**WIDE)
    page, base = adviser.page, house.server.url
    for path in list(PLACES)[third::3]:
        await page.goto(f"{base}{path}?lang=en")
        await expect(page.get_by_role("main").get_by_text(PLACES[path]).filter(visible=True).first).to_be_visible()
        await inspector.look(page, path)
    inspector.verdict()


async def test_the_search_over_everything_is_accessible(house, inspector):
    adviser = await house.adviser(**WIDE)
    page = adviser.page
    await page.goto(f"{house.server.url}/adviser?lang=en")
    await expect(page.get_by_role("main").get_by_text(PLACES["/adviser"]).first).to_be_visible()
    await page.keyboard.press("Control+k")
    await expect(
        page.get_by_placeholder("Search client, appointment or document").or_(page.get_by_role("combobox")).first
    ).to_be_visible()
    await inspector.look(page, "search", sizes=("wide",))
    inspector.verdict()


async def test_the_doors_and_the_help_are_accessible(house, inspector):
    visitor = await house.visitor(**WIDE)
    page, base = visitor.page, house.server.url
    places = {
        "/adviser": "Welcome back",
        "/adviser/forgot": "You get a link to choose a new password.",
        "/reset/no-such-link": "New password",
        "/invite/no-such-link": "This does not exist, or no longer does.",
        "/help": "Help",
    }
    for path, words in places.items():
        await page.goto(f"{base}{path}?lang=en")
        await expect(page.get_by_text(words).filter(visible=True).first).to_be_visible()
        await inspector.look(page, path)
    articles = await page.locator("main a[href^='/help/']").evaluate_all(
        "(all) => all.map((one) => one.getAttribute('href'))"
    )
    assert articles
    for path in list(dict.fromkeys(articles))[:4]:
        await page.goto(f"{base}{path}?lang=en")
        await expect(page.get_by_role("heading", level=1)).to_be_visible()
        await inspector.look(page, path)
    inspector.verdict()


async def focus_on(person, role, name):
    """Goes there with Tab alone, as somebody without a mouse does."""
    wanted = person.page.get_by_role(role, name=name, exact=True).first
    await expect(wanted).to_be_visible()

    async def there():
        if await wanted.evaluate("(node) => node === document.activeElement"):
            return True
        await person.page.keyboard.press("Tab")
        return False

    await until(there, 20, every=0.01, what=f"the focus reaches {name}")
    outlined = "(node) => getComputedStyle(node).outlineStyle !== 'none' || getComputedStyle(node).boxShadow !== 'none'"
    assert await wanted.evaluate(outlined), f"{name} shows that it has the focus"


async def test_a_client_goes_from_the_code_to_goodbye_by_keyboard_alone(house):
    adviser = await (await house.adviser()).start()
    client = await house.visitor()
    page, keys = client.page, client.page.keyboard
    await page.goto(f"{house.server.url}/?lang=en")
    await focus_on(client, "textbox", "Session code")
    await keys.type(adviser.code)
    await keys.press("Enter")
    await focus_on(client, "textbox", "Your name")
    await keys.type("Jan Vermeulen")
    await focus_on(client, "button", "Go in")
    await keys.press("Enter")
    await client.inside()
    await focus_on(client, "button", "Chat")
    await keys.press("Enter")
    await expect(page.get_by_role("textbox", name="Message")).to_be_focused()
    await keys.type("met toetsen")
    await keys.press("Enter")
    await adviser.hears("met toetsen")
    await keys.press("Escape")
    await expect(client.button("Chat")).to_have_attribute("aria-pressed", "false")
    await expect(client.button("Chat")).to_be_focused()
    await focus_on(client, "button", "Leave session")
    await keys.press("Enter")
    await focus_on(client, "button", "Leave")
    await keys.press("Enter")
    await client.reads("You have left the meeting")


async def test_every_shortcut_does_what_the_list_says(house):
    adviser, client = await house.meeting("Jan Vermeulen")
    keys = adviser.page.keyboard
    await keys.press("?")
    listed = adviser.page.get_by_role("dialog", name="Keyboard shortcuts")
    await expect(listed).to_be_visible()
    pairs = dict(
        zip(await listed.locator("dt").all_inner_texts(), await listed.locator("dd").all_inner_texts(), strict=True)
    )
    await keys.press("Escape")
    await expect(listed).to_have_count(0)
    for name in ("Participants", "Files", "Chat", "Microphone", "Camera", "Sound", "Share screen"):
        toggle = adviser.button(name)
        before = await toggle.get_attribute("aria-pressed")
        await adviser.page.evaluate("document.activeElement?.blur()")
        await keys.press(pairs[name])
        await expect(toggle).to_have_attribute("aria-pressed", "false" if before == "true" else "true")
        if name == "Chat":
            await keys.type("pmc")
            await expect(adviser.page.get_by_role("textbox", name="Message")).to_have_value("pmc")
    await client.sees_screen()
    for name in ("Input rights", "Blur screen"):
        await adviser.page.evaluate("document.activeElement?.blur()")
        await keys.press(pairs[name])
        await expect(adviser.button(name)).to_have_attribute("aria-pressed", "true")
