"""From the start icon to the room, and every way in for a client."""

import re

import pytest
from playwright.async_api import expect

from tests.e2e import qr
from tests.e2e.people import Adviser, Client

pytestmark = pytest.mark.light

QUIET_EDGE = 3


async def sign_in(page, server, words):
    await page.goto(f"{server.url}/adviser{words['query']}")
    await page.get_by_label(words["email"]).fill(server.admin_email)
    await page.get_by_label(words["password"], exact=True).fill(server.admin_password)
    await page.get_by_role("button", name=words["sign_in"], exact=True).click()


WORDS = {
    "nl": {
        "query": "",
        "email": "E-mail",
        "password": "Wachtwoord",
        "sign_in": "Aanmelden",
        "start": "Sessie starten",
        "code": "Sessiecode",
        "join": "Deelnemen",
        "name": "Uw naam",
        "go": "Naar het gesprek",
        "bar": [
            "Deelnemers",
            "Invoerrechten",
            "Scherm vervagen",
            "Bestanden",
            "Scherm delen",
            "Chat",
            "Microfoon",
            "Camera",
            "Geluid",
            "Sessie beëindigen",
        ],
        "leave": "Sessie verlaten",
        "end": "Beëindigen",
        "rate": "Hoe vond u het gesprek?",
    },
    "en": {
        "query": "?lang=en",
        "email": "E-mail",
        "password": "Password",
        "sign_in": "Sign in",
        "start": "Start session",
        "code": "Session code",
        "join": "Join",
        "name": "Your name",
        "go": "Go in",
        "bar": [
            "Participants",
            "Input rights",
            "Blur screen",
            "Files",
            "Share screen",
            "Chat",
            "Microphone",
            "Camera",
            "Sound",
            "End session",
        ],
        "leave": "Leave session",
        "end": "End",
        "rate": "How was it?",
    },
}


@pytest.mark.covers("F001", "F006", "F007", "F008", "F010", "F013", "F014", "F028", "F029", "F030", "F036")
@pytest.mark.parametrize("language", ["nl", "en"])
async def test_an_adviser_starts_a_client_joins_and_the_adviser_ends(house, open_page, language):
    words, server = WORDS[language], house.server
    dashboard = await open_page()
    said = []
    dashboard.context.on("console", lambda message: said.append(f"{message.text} {message.location['url']}"))
    await sign_in(dashboard, server, words)
    start = dashboard.get_by_role("button", name=words["start"], exact=True).first
    place = await start.bounding_box()
    assert place["x"] < 200, "the start icon stands at the left"
    assert place["y"] < 200, "and at the top"
    async with dashboard.context.expect_page() as opened:
        await start.click()
    room = await opened.value
    region = room.get_by_role("region", name=words["code"])
    await expect(region).to_have_text(re.compile(r"\d{3}\s\d{3}\s\d{3}"))
    box = await region.bounding_box()
    assert box["x"] > 640, "the code stands at the right"
    assert box["y"] < 80, "and at the top"
    assert re.search(r"/session/[0-9a-f-]{36}", room.url), "a reload comes back to this session"
    code = "".join(re.findall(r"\d", await region.inner_text()))[:9]

    page = await open_page(locale="en-GB" if language == "en" else "nl-NL")
    await page.goto(server.url)
    await page.get_by_role("textbox", name=words["code"]).fill(code)
    await page.get_by_role("button", name=words["join"]).click()
    await page.get_by_role("textbox", name=words["name"]).fill("Jan Vermeulen")
    await page.get_by_role("button", name=words["go"]).click()

    bar = room.locator("#bar [aria-pressed], #bar [data-state=end]")
    assert [await one.get_attribute("aria-label") for one in await bar.all()] == words["bar"]
    of_client = [name for name in words["bar"] if name not in (words["bar"][1], words["bar"][2], words["bar"][9])]
    bar = page.locator("#bar [aria-pressed], #bar [data-state=end]")
    await expect(bar).to_have_count(8)
    assert [await one.get_attribute("aria-label") for one in await bar.all()] == [*of_client, words["leave"]]
    await expect(room.get_by_role("figure", name=re.compile("Jan Vermeulen"))).to_be_visible()

    await room.get_by_role("button", name=words["bar"][9], exact=True).click()
    await room.get_by_role("button", name=words["end"], exact=True).click()
    await expect(page.get_by_role("heading", name=words["rate"])).to_be_visible()
    assert [line for line in said if "404" in line] == [], "nothing that the adviser's pages ask for is missing"


@pytest.mark.covers("F010", "F011")
async def test_the_code_is_copied_linked_and_drawn_at_the_top_right(house):
    adviser = await house.adviser()
    await adviser.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await adviser.start()
    copied = "navigator.clipboard.readText()"
    region = adviser.page.get_by_role("region", name="Session code")
    await region.get_by_role("button", name="Copy code").click()
    await adviser.reads("Code copied")
    assert re.sub(r"\D", "", await adviser.page.evaluate(copied)) == adviser.code
    await region.get_by_role("button", name="Copy link").click()
    await adviser.reads("Link copied")
    assert await adviser.page.evaluate(copied) == adviser.link
    await region.get_by_role("button", name="Show QR code").click()
    drawn = adviser.page.get_by_role("img", name=f"QR code holding the link {adviser.link}")
    path = await drawn.locator("path").get_attribute("d")
    dark = {(int(x) - QUIET_EDGE, int(y) - QUIET_EDGE) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", path)}
    assert qr.read(dark) == adviser.link


@pytest.mark.covers("F013", "F014", "F047")
@pytest.mark.parametrize("way", ["spaces", "dashes", "address", "query"])
async def test_every_way_of_giving_the_code_leads_inside(house, way):
    adviser = await (await house.adviser()).start()
    client, digits = await house.visitor(), adviser.code
    if way == "spaces":
        await client.type_code(f" {digits[:3]} {digits[3:6]}  {digits[6:]}")
    elif way == "dashes":
        await client.type_code(f"{digits[:3]}-{digits[3:6]}-{digits[6:]}")
    else:
        await client.page.goto(house.server.url + (f"/{digits}" if way == "address" else f"/?code={digits}"))
    await client.come_in()
    assert client.session_id == adviser.session_id
    await adviser.sees_people(2)


async def fills_in(client: Client, code: str) -> str:
    await client.type_code(code)
    return await client.page.get_by_role("alert").filter(has_text=re.compile(r"\w")).first.inner_text()


@pytest.mark.covers("F013", "F028")
async def test_a_code_that_opens_nothing_gets_a_sentence_that_helps(house):
    client = await house.visitor()
    assert "The code has nine digits." in await fills_in(client, "123 45")
    assert "Enter the code first." in await fills_in(client, "")
    unused = await fills_in(client, "100 000 001")
    assert "This code is not in use." in unused
    assert "Ask your adviser" in unused

    adviser = await (await house.adviser()).start()
    await adviser.end()
    assert "This meeting has ended." in await fills_in(client, adviser.code)
    await client.page.goto(f"{house.server.url}/{adviser.code}?lang=en")
    await client.reads("This meeting has ended.")


async def test_a_full_meeting_says_so(house):
    adviser = await (await house.adviser()).start()
    guest = {"name": "Gast", "code": adviser.code, "language": "nl"}
    for _ in range(7):
        answer = await adviser.page.context.request.post(f"{house.server.url}/api/v1/join", data=guest)
        assert answer.status == 201
    client = await house.visitor()
    await client.type_code(adviser.code)
    sentence = client.text("This meeting is full.")
    come_in = client.page.get_by_role("textbox", name="Your name")
    await expect(sentence.or_(come_in).first).to_be_visible()
    if await come_in.is_visible():
        await come_in.fill("Jan")
        await client.press("Go in")
    await client.reads("This meeting is full.")
    await client.reads("make room")


@pytest.mark.covers("F016")
async def test_whoever_was_removed_is_told_and_cannot_come_back_by_a_reload(house):
    adviser, client = await house.meeting("Jan Vermeulen")
    await adviser.about("Jan Vermeulen", "Remove")
    await adviser.press("Remove")
    await client.reads("You are out of the meeting")
    await client.page.reload()
    await client.reads("You are not in yet")
    await adviser.sees_people(1)


@pytest.mark.covers("F014", "F025", "F026", "F036", "F039")
async def test_the_check_before_entering_previews_chooses_and_tests_the_connection(house):
    adviser = await (await house.adviser()).start()
    client = await house.visitor()
    await client.type_code(adviser.code)
    page = client.page
    await expect(page.locator("video")).to_have_count(1)
    width = page.locator("video")
    await expect(width).to_have_js_property("muted", True)
    await client.reads("Camera on")
    await client.reads("Microphone on")
    for device in ("Microphone", "Camera", "Speaker"):
        options = page.get_by_role("combobox", name=device)
        await expect(options).to_be_visible()
    cameras = page.get_by_role("combobox", name="Camera")
    if await cameras.locator("option").count() > 1:
        await cameras.select_option(index=1)
    # Picture and sound went to a peer on the server and came back.
    await expect(client.text("Internet connection is")).to_be_visible()
    await client.reads("Picture and sound arrive")
    await client.come_in()
    await expect(client.button("Camera")).to_have_attribute("aria-pressed", "true")
    await expect(client.button("Microphone")).to_have_attribute("aria-pressed", "true")


@pytest.mark.covers("F014", "F024", "F025", "F036")
async def test_everything_but_the_name_can_be_skipped(house):
    adviser = await (await house.adviser()).start()
    client = await house.visitor()
    await client.type_code(adviser.code)
    await client.page.get_by_role("button", name=re.compile("Microphone on")).click()
    await client.page.get_by_role("button", name=re.compile("Camera on")).click()
    await client.press("Skip")
    await client.reads("Connection not tested")
    await client.press("Go in")
    await client.reads("Enter your name")
    await client.come_in()
    await expect(client.button("Camera")).to_have_attribute("aria-pressed", "false")
    assert len(await client.page.context.cookies()) == 0, "no account, no cookie"


@pytest.mark.covers("F024", "F025")
async def test_a_browser_that_refuses_the_camera_is_told_what_to_do_and_goes_in(house, launch_browser):
    adviser = await (await house.adviser()).start()
    strict = await launch_browser("--use-fake-device-for-media-stream", "--deny-permission-prompts")
    client = await house.visitor(in_browser=strict)
    await client.type_code(adviser.code)
    await client.reads("Your browser does not release the camera and microphone.")
    await client.reads("turn on Camera and Microphone")
    await client.come_in()
    await expect(client.button("Camera")).to_have_attribute("aria-disabled", "true")
    await adviser.sees_people(2)
    await client.says("I can write")
    await adviser.hears("I can write")


PHONE = {"is_mobile": True, "has_touch": True, "device_scale_factor": 2}
SCROLLS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.mark.covers("F015", "X009")
@pytest.mark.parametrize("width", [390, 360])
async def test_a_phone_is_told_that_a_laptop_shows_more_and_works(house, width):
    adviser = await (await house.adviser()).start()
    client = await house.visitor(
        viewport={"width": width, "height": 780}, screen={"width": width, "height": 780}, **PHONE
    )
    await client.page.goto(f"{house.server.url}/")
    await client.reads("You will see more on a laptop")
    assert not await client.page.evaluate(SCROLLS)
    await client.type_code(adviser.code)
    await expect(client.page.get_by_role("textbox", name="Your name")).to_be_visible()
    assert not await client.page.evaluate(SCROLLS)
    await client.come_in()
    await client.reads("easier to read on a laptop")
    await client.press("Go on like this")
    bar = client.page.locator("#bar button")
    assert [await one.get_attribute("aria-label") for one in await bar.all()] == [
        "Microphone",
        "Camera",
        "Chat",
        "More",
        "Leave",
    ]
    for one in await bar.all():
        box = await one.bounding_box()
        assert min(box["width"], box["height"]) >= 44
    assert not await client.page.evaluate(SCROLLS)
    await adviser.press("Share screen")
    await client.sees_screen()
    assert not await client.page.evaluate(SCROLLS)


async def test_a_link_to_a_room_without_a_ticket_shows_both_doors(house):
    adviser: Adviser = await (await house.adviser()).start()
    stranger = await house.visitor()
    await stranger.page.goto(f"{adviser.page.url.split('?')[0]}?lang=en")
    await stranger.reads("You are not in yet")
    await expect(stranger.page.get_by_role("link", name="Type the code")).to_be_visible()
