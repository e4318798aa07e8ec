"""The adviser's pages: signing in, the second step, mail, colleagues, the office's look, help and search."""

import asyncio
import io
import re

import pyotp
import pytest
from PIL import Image
from playwright.async_api import expect

from tests.e2e.people import until

pytestmark = pytest.mark.light

NEW_PASSWORD = "een nieuwe lange zin voor overmorgen 9"


async def sign_in(person, server, password=None, email=None):
    await person.page.goto(f"{server.url}/adviser?lang=en")
    await person.page.get_by_label("E-mail").fill(email or server.admin_email)
    await person.page.get_by_label("Password", exact=True).fill(password or server.admin_password)
    await person.press("Sign in")


def link_in(mail, place):
    found = re.search(rf"https?://\S+/{place}/[\w.-]+", mail.get_body(("plain",)).get_content())
    assert found
    return found.group()


GREETING = re.compile("Good (morning|afternoon|evening|night)")


async def greeted(person):
    await expect(person.page.get_by_role("heading", name=GREETING)).to_be_visible()


async def test_a_wrong_password_is_refused_in_a_sentence_and_a_right_one_leads_where_one_was_going(house):
    visitor = await house.visitor()
    await sign_in(visitor, house.server, password="dit is het verkeerde woord")
    await visitor.reads("The e-mail address or the password is not right.")
    await visitor.page.goto(f"{house.server.url}/adviser/sessions?lang=en")
    await visitor.page.get_by_label("E-mail").fill(house.server.admin_email)
    await visitor.page.get_by_label("Password", exact=True).fill(house.server.admin_password)
    await visitor.press("Sign in")
    await expect(visitor.page).to_have_url(re.compile("/adviser/sessions"))
    await expect(visitor.page.get_by_role("heading", name="Sessions", level=1)).to_be_visible()


async def test_the_second_step_is_set_up_with_an_app_and_then_asked_for(samen_server, house_of):
    server = samen_server()
    house = house_of(server)
    adviser = await house.visitor()
    await sign_in(adviser, server)
    await greeted(adviser)
    await adviser.page.goto(f"{server.url}/adviser/settings/account?lang=en")
    await adviser.press("Set up second step")
    await expect(adviser.page.get_by_role("img", name="QR code for your authenticator app")).to_be_visible()
    secret = await adviser.page.get_by_role("dialog").locator("code").inner_text()
    app = pyotp.TOTP(re.sub(r"\s", "", secret))
    await adviser.page.get_by_label("Code from the app").fill(app.now())
    await adviser.press("Turn on")
    await adviser.reads("Keep these backup codes.")
    backup = await adviser.page.locator("code").first.inner_text()

    visitor = await house.visitor()
    await sign_in(visitor, server)
    await visitor.reads("One more step")
    await visitor.page.get_by_label("Code from the app").fill("000000")
    await visitor.press("Sign in")
    await visitor.reads("This code is not right or was used already.")
    await visitor.page.get_by_label("Code from the app").fill(backup)
    await visitor.press("Sign in")
    await greeted(visitor)


async def test_a_forgotten_password_is_replaced_by_a_link_in_a_mail(samen_server, mail_server, house_of):
    server = samen_server(mail_server.settings)
    house = house_of(server)
    visitor = await house.visitor()
    await visitor.page.goto(f"{server.url}/adviser?lang=en")
    await visitor.page.get_by_role("link", name="Forgot password").click()
    await expect(visitor.page.get_by_role("heading", name="Forgot password")).to_be_visible()
    for address in ("niemand@office.test", server.admin_email):
        await visitor.page.get_by_label("E-mail").fill(address)
        await visitor.press("Send me a link")
        await visitor.reads(f"If {address} belongs to an account, a link is on its way.")
        await visitor.press("Other address")
    mail = await asyncio.to_thread(mail_server.wait_for_mail_to, server.admin_email)
    assert [str(one["To"]) for one in mail_server.messages] == [str(mail["To"])], "only who has an account gets a mail"
    await visitor.page.goto(link_in(mail, "reset") + "?lang=en")
    await visitor.page.get_by_label("New password", exact=True).fill(NEW_PASSWORD)
    await visitor.press("Save password")
    await visitor.reads("Your password has been changed.")
    await sign_in(visitor, server)
    await visitor.reads("The e-mail address or the password is not right.")
    await sign_in(visitor, server, password=NEW_PASSWORD)
    await greeted(visitor)


async def test_an_invited_colleague_makes_an_account_and_sees_own_sessions_only(samen_server, mail_server, house_of):
    server = samen_server(mail_server.settings)
    house = house_of(server)
    adviser = await (await house.adviser()).start()
    await adviser.page.goto(f"{server.url}/adviser/settings/colleagues?lang=en")
    form = adviser.page.get_by_role("main")
    await form.get_by_role("textbox", name="E-mail").fill("cas@office.test")
    await adviser.press("Invite")
    await adviser.reads("The invitation for cas@office.test is on its way.")
    mail = await asyncio.to_thread(mail_server.wait_for_mail_to, "cas@office.test")
    colleague = await house.visitor("Cas")
    await colleague.page.goto(link_in(mail, "invite") + "?lang=en")
    await colleague.page.get_by_role("textbox", name="Your name").fill("Cas de Groot")
    await (
        colleague.page.get_by_label("New password", exact=True)
        .or_(colleague.page.get_by_label("Password", exact=True))
        .fill(NEW_PASSWORD)
    )
    await colleague.press("Make my account")
    await greeted(colleague)
    await colleague.page.goto(f"{server.url}/adviser/sessions?lang=en")
    await colleague.reads("No sessions yet")
    await colleague.page.goto(f"{server.url}/adviser/settings/office?lang=en")
    await colleague.reads("These settings are for administrators")
    await adviser.page.reload()
    await adviser.reads("Cas de Groot")


def logo():
    picture = io.BytesIO()
    Image.new("RGB", (64, 64), "#6b2f6e").save(picture, "PNG")
    return {"name": "logo.png", "mimeType": "image/png", "buffer": picture.getvalue()}


async def test_the_office_s_name_colour_and_logo_are_seen_by_clients_at_once(samen_server, house_of):
    server = samen_server()
    house = house_of(server)
    adviser = await house.adviser()
    page = adviser.page
    await page.goto(f"{server.url}/adviser/settings/office?lang=en")
    await page.get_by_role("textbox", name="Name of the office").fill("Kantoor Lindelaan")
    await page.get_by_role("textbox", name="Phone number").fill("020 123 45 67")
    await adviser.press("Plum")
    await adviser.press("Save")
    await adviser.reads("Everything is saved")
    await page.locator("input[type=file]").set_input_files([logo()])
    await adviser.reads("The logo has been saved.")
    client = await house.visitor()
    await client.page.goto(f"{server.url}/?lang=en")
    await client.reads("Kantoor Lindelaan")
    await client.reads("Stuck? Call 020 123 45 67")
    picture = client.page.get_by_role("banner").locator("img")
    await until(lambda: picture.evaluate("(image) => image.naturalWidth"), what="the logo is there")
    button = client.button("Join")
    await until(lambda: colour_is(button, "rgb(107, 47, 110)"), what="the button has the office's colour")


async def colour_is(button, wanted):
    return await button.evaluate("(one) => getComputedStyle(one).backgroundColor") == wanted


@pytest.mark.covers("F011")
async def test_the_code_is_mailed_from_the_room_and_kept_where_no_mail_server_is(house):
    adviser = await (await house.adviser()).start()
    await adviser.button("E-mail the code").first.click()
    dialog = adviser.page.get_by_role("dialog", name="Code by e-mail")
    await dialog.get_by_role("button", name="Send").click()
    await adviser.reads("Not sent: add the e-mail address first.")
    await dialog.get_by_role("textbox", name="E-mail address").fill("jan@client.test")
    await dialog.get_by_role("button", name="Send").click()
    await expect(dialog).to_have_count(0)
    await adviser.page.goto(f"{house.server.url}/adviser/settings/mail?lang=en")
    await adviser.reads("No mail server is set.")
    await adviser.page.get_by_role("main").get_by_text("jan@client.test").first.click()
    mail = adviser.page.get_by_role("dialog")
    await expect(mail).to_be_visible()
    await adviser.page.get_by_role("dialog").get_by_text("Text only").click()
    await expect(mail).to_contain_text(f"{adviser.code[:3]} {adviser.code[3:6]} {adviser.code[6:]}")


@pytest.mark.covers("F009", "F030", "F077")
async def test_the_help_shows_the_bar_and_the_start_icon_and_is_searched(house):
    visitor = await house.visitor()
    page = visitor.page
    await page.goto(f"{house.server.url}/help?lang=en")
    functions = page.get_by_role("main").locator("svg a")
    await expect(functions).to_have_count(10)
    assert [(await one.text_content()).split()[0] for one in await functions.all()] == [str(n) for n in range(1, 11)]
    search = page.get_by_role("searchbox", name="Search the help")
    await search.fill("blur")
    await visitor.reads("found")
    hit = page.get_by_role("main").get_by_role("link").filter(has_text=re.compile("blur", re.IGNORECASE)).first
    await hit.click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("blur", re.IGNORECASE))
    await page.get_by_role("link", name="All help").first.click()
    await expect(search).to_be_visible()
    await search.fill("xyzzy")
    await visitor.reads("Nothing found for “xyzzy”")
    await search.fill("start session")
    await page.get_by_role("main").get_by_role("link").first.click()
    await expect(page.get_by_role("img", name=re.compile("The start icon"))).to_be_visible()


@pytest.mark.covers("F077")
async def test_control_k_finds_pages_sessions_and_help(house):
    adviser, _ = await house.meeting("Wilhelmina Zoeklijn")
    page = adviser.page
    await page.goto(f"{house.server.url}/adviser?lang=en")
    await greeted(adviser)
    await page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Search client, appointment or document")
    await field.fill("zoeklijn")
    await expect(page.get_by_role("option").filter(has_text="Wilhelmina Zoeklijn")).to_be_visible()
    await field.fill("colleagues")
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile("/adviser/settings/colleagues"))
    await page.keyboard.press("Control+k")
    await field.fill("microphone")
    help_page = page.get_by_role("option").filter(has_text=re.compile("microphone", re.IGNORECASE)).first
    await help_page.click()
    await expect(page).to_have_url(re.compile("/help/"))
