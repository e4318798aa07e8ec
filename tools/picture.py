"""`python -m tools.picture [room|signing|desk]`: take the pictures of docs/images anew, of real sessions of invented people."""

from __future__ import annotations

import asyncio
import io
import math
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from aiohttp import web
from fpdf import FPDF
from PIL import Image, ImageDraw, ImageFilter
from playwright.async_api import Browser, FilePayload, Locator, Page, Playwright, async_playwright

from server.accounts.first import DEMO_PASSWORD, DEMO_PEOPLE
from tools import programs
from tools.steps import ROOT

OUT = ROOT / "docs" / "images"
VIEW = (1440, 900)
RATES = [
    ("Noorderbank Basis", "3.72 %", "1,548"),
    ("De Vaart Groen", "3.78 %", "1,559"),
    ("Huys Hypotheken", "3.85 %", "1,572"),
    ("Stadskrediet Zeker", "3.91 %", "1,583"),
    ("Molenaar Wonen", "3.97 %", "1,595"),
]


def camera(folder: Path, name: str, wall: str, hair: str, coat: str, *, long_hair: bool) -> Path:
    """An invented person, as the motion JPEG that Chromium takes for a camera."""
    picture = Image.new("RGB", (1280, 720), wall)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((820, 90, 1130, 400), fill="#FFFFFF")
    draw.rectangle((840, 110, 1110, 380), fill="#CFE3DA")
    draw.rectangle((110, 160, 330, 420), fill="#FFFFFF")
    draw.ellipse((150, 210, 290, 350), fill="#EF9D4C")
    picture = picture.filter(ImageFilter.GaussianBlur(14))
    draw = ImageDraw.Draw(picture)
    if long_hair:
        draw.rounded_rectangle((480, 130, 800, 560), 150, fill=hair)
    draw.rounded_rectangle((350, 540, 930, 900), 170, fill=coat)
    draw.polygon(((560, 545), (720, 545), (640, 660)), fill="#FFFFFF")
    draw.rounded_rectangle((588, 450, 692, 590), 50, fill="#DFA98A")
    draw.ellipse((510, 170, 770, 510), fill="#F0C3A6")
    draw.pieslice((500, 140, 780, 440), 180, 360, fill=hair)
    for x in (575, 675):
        draw.ellipse((x, 320, x + 26, 350), fill="#2B2320")
    draw.arc((585, 370, 695, 450), 20, 160, fill="#8C3B2E", width=9)
    packed = io.BytesIO()
    picture.save(packed, "JPEG", quality=90)
    file = folder / f"{name}.mjpeg"
    file.write_bytes(packed.getvalue() * 10)
    return file


PAGE = """<!doctype html><html lang="en"><title>Compare your monthly cost</title><style>
body{margin:0;font:17px/1.5 Lato,"Liberation Sans",Arial,sans-serif;color:#1b2644;background:#fff}
header{display:flex;gap:34px;align-items:center;background:#25477f;color:#fff;padding:14px 36px}
header b{font-size:22px}main{display:grid;grid-template-columns:330px 1fr;gap:40px;padding:24px 36px}
h1{font-size:28px;margin:0 0 16px}label{display:block;margin:0 0 12px;font-size:15px}
input,select{display:block;box-sizing:border-box;width:100%;font:inherit;padding:8px 12px;margin-top:4px;
border:1px solid #8b9ab5;border-radius:6px;background:#fff;caret-color:transparent}button{font:700 17px Arial,sans-serif;margin-top:34px;padding:14px 20px;border:0;
border-radius:6px;background:#ffc845;color:#1b2644}table{border-collapse:collapse;width:100%}
td,th{padding:10px 12px;border-bottom:1px solid #d3def0;text-align:left}td:last-child,th:last-child{text-align:right}
tr.best{background:#eef2f9;font-weight:700}.sum{background:#eef2f9;border-radius:10px;padding:14px 20px;margin-bottom:18px}
.sum b{font-size:32px}</style><header><b>interest compared</b><span>Calculate</span><span>Rates</span><span>Questions</span>
</header><main><form onsubmit="return false"><h1>Your monthly cost</h1>
<label>Name<input id="name" autocomplete="off"></label><label>Value of the house<input value="&euro; 485,000"></label>
<label>Mortgage<input value="&euro; 310,000"></label><label>Fixed for<select><option>10 years<option>20 years</select></label>
<label>IBAN<input name="iban" id="iban" autocomplete="off"></label><button>Keep this calculation</button></form>
<div><div class="sum">Gross a month<br><b>&euro; 1,548</b></div><table><tr><th>Bank<th>Interest<th>A month</tr>ROWS</table>
</div></main></html>"""


async def website(port: int) -> web.AppRunner:
    """The invented website that they look at, on this machine."""
    rows = "".join(
        f"<tr{' class=best' if row == 0 else ''}><td>{bank}<td>{rate}<td>&euro; {month}</tr>"
        for row, (bank, rate, month) in enumerate(RATES)
    )

    async def page(_: web.Request) -> web.Response:
        return web.Response(text=PAGE.replace("ROWS", rows), content_type="text/html")

    app = web.Application()
    app.router.add_get("/{path:.*}", page)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    return runner


async def browser(driver: Playwright, face: Path) -> Browser:
    """A Chromium with this camera."""
    switches = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", "--no-sandbox"]
    switches += [f"--use-file-for-fake-video-capture={face}", "--allow-loopback-in-peer-connection"]
    return await driver.chromium.launch(executable_path=programs.chromium(), args=switches)


async def page_of(chromium: Browser) -> Page:
    page = await chromium.new_page(viewport={"width": VIEW[0], "height": VIEW[1]}, locale="en-GB")
    page.set_default_timeout(60_000)
    return page


async def press(page: Page, name: str) -> None:
    await page.get_by_role("button", name=name, exact=True).click()


async def say(page: Page, words: str) -> None:
    await page.get_by_role("textbox", name="Message").fill(words)
    await page.get_by_role("textbox", name="Message").press("Enter")


@asynccontextmanager
async def meeting(url: str, folder: Path) -> AsyncIterator[tuple[Page, Page]]:
    """The adviser and the client in a session, with cameras and microphones on."""
    faces = (
        camera(folder, "marieke", "#DCE8DF", "#6B3F2A", "#155C47", long_hair=True),
        camera(folder, "jan", "#F1E4D2", "#B9BCC0", "#3B5B8C", long_hair=False),
    )
    async with async_playwright() as driver:
        adviser, client = [await page_of(await browser(driver, face)) for face in faces]
        who = {"email": DEMO_PEOPLE[0][1], "password": DEMO_PASSWORD}
        await adviser.context.request.post(f"{url}/api/v1/auth/sign-in", data=who)
        await adviser.goto(f"{url}/session/new?lang=en")
        said = await adviser.get_by_role("region", name="Session code").inner_text()
        code = "".join(sign for sign in said if sign.isdigit())[:9]
        await client.goto(f"{url}/{code}?lang=en")
        await client.get_by_role("textbox", name="Your name").fill("Jan Vermeulen")
        await press(client, "Go in")
        for page in (adviser, client):
            await page.get_by_role("navigation", name="Button bar").wait_for()
            for device in ("Microphone", "Camera"):
                toggle = page.get_by_role("button", name=device, exact=True)
                if await toggle.get_attribute("aria-pressed") != "true":
                    await toggle.click()
        yield adviser, client


async def room(url: str, folder: Path, port: int) -> None:
    """They look at a website together; the picture is taken at the adviser's."""
    site = await website(port)
    async with meeting(url, folder) as (adviser, client):
        await press(adviser, "Chat")
        await press(client, "Chat")
        await press(adviser, "Input rights")
        await say(client, "We can see you well. Is this the comparison?")
        await say(adviser, "Yes. You may click along: fill in your name and your IBAN.")
        await together(adviser, client, port)
        await say(client, "Can you see my IBAN?")
        await say(adviser, "No, I see dots. And what you type is not kept.")
        # The quality of the connection is judged over a few seconds.
        await asyncio.sleep(8)
        await adviser.screenshot(path=OUT / "room.png")
    await site.cleanup()


async def together(adviser: Page, client: Page, port: int) -> None:
    """The adviser opens the website; the client fills in two fields of it."""
    address = adviser.get_by_role("textbox", name="Address")
    await address.fill(f"http://interest-compared.localhost:{port}/monthly-cost")
    await address.press("Enter")
    await client.get_by_text("Marieke controls this page.").wait_for()
    picture = client.get_by_role("main").get_by_role("img", name="Shared page")
    await picture.wait_for()
    await asyncio.sleep(3)
    await press(client, "More about this page")
    await client.get_by_role("menuitem", name="Page outline").click()
    outline = client.get_by_role("complementary", name="Page outline")
    for field, words in (("Name", "Jan Vermeulen"), ("IBAN", "NL00 TEST 0123 4567 89")):
        await outline.get_by_label(field).fill(words)
        await outline.get_by_label(field).press("Enter")
        await asyncio.sleep(1)
    await press(client, "Chat")


def contract() -> bytes:
    """What the client signs."""
    made = FPDF(format="A4")
    made.add_page()
    made.set_margin(24)
    made.set_font("Helvetica", "B", 20)
    made.cell(0, 16, "Mortgage advice: assignment", new_x="LMARGIN", new_y="NEXT")
    made.set_font("Helvetica", size=12)
    for words in (
        "Jan Vermeulen asks for advice on the mortgage of his house, and for arranging it with the bank of his choice.",
        "The adviser compares at least five banks, explains the differences, and puts the advice in writing.",
        "The fee is 2,450 euro, to be paid when the mortgage is signed. Without a mortgage nothing is due.",
        "Both can end this assignment in writing at any time. Papers are kept for seven years.",
    ):
        made.multi_cell(0, 8, words, new_x="LMARGIN", new_y="NEXT")
        made.ln(4)
    return bytes(made.output())


async def signing(url: str, folder: Path, _: int) -> None:
    """The client signs; the picture is taken at the client's, with the ink on the pad."""
    async with meeting(url, folder) as (adviser, client):
        await press(adviser, "Files")
        file = FilePayload(name="Assignment.pdf", mimeType="application/pdf", buffer=contract())
        await adviser.locator("input[type=file]").first.set_input_files([file])
        await press(adviser, "Have Assignment.pdf signed")
        await adviser.get_by_role("group", name="Signer 2").get_by_label("E-mail address").fill("jan@vermeulen.example")
        await press(adviser, "Place fields")
        main = adviser.get_by_role("main")
        for name, across in (("Jan Vermeulen", 0.28), ("Marieke", 0.72)):
            await main.get_by_role("group", name="Fields of").get_by_role("button", name=name).click()
            await drag(main.get_by_role("button", name="Signature", exact=True), main, across, 0.62)
        await press(adviser, "Start signing")
        await adviser.get_by_text("You are signing now").first.wait_for()
        for page in (adviser, client):
            await page.get_by_role("button", name="Start signing", exact=True).click()
            steps = page.get_by_role("dialog", name="Sign the document")
            await steps.get_by_role("button", name="Next", exact=True).click()
            await write(page, steps.get_by_role("img", name="Pad for your signature"))
            await steps.get_by_role("checkbox").check()
            if page is client:
                break
            await steps.get_by_role("button", name="Save & insert").click()
            await steps.get_by_role("button", name="Complete").click()
            await client.get_by_text("You are signing now").first.wait_for()
        await press(client, "Chat")
        await say(client, "And I get a copy of this?")
        await press(adviser, "Chat")
        await say(adviser, "Yes, with the log, as soon as you have signed.")
        await client.get_by_text("Yes, with the log").first.wait_for()
        await asyncio.sleep(4)
        await client.screenshot(path=OUT / "signing.png")


async def desk(url: str, folder: Path, _: int) -> None:
    """The dashboard of the sample office, as it is when somebody signs in."""
    face = camera(folder, "desk", "#DDE7DF", "#4A3226", "#155C47", long_hair=True)
    async with async_playwright() as driver:
        chromium = await browser(driver, face)
        adviser = await page_of(chromium)
        who = {"email": DEMO_PEOPLE[0][1], "password": DEMO_PASSWORD}
        await adviser.context.request.post(f"{url}/api/v1/auth/sign-in", data=who)
        await adviser.goto(f"{url}/adviser?lang=en")
        await adviser.get_by_role("button", name="Start session with").wait_for()
        await asyncio.sleep(6)  # until the check of the devices has said what it found
        # What stands below names the invented devices of this browser.
        await adviser.screenshot(path=OUT / "desk.png", clip={"x": 0, "y": 0, "width": VIEW[0], "height": 690})
        await chromium.close()


async def drag(button: Locator, main: Locator, x: float, y: float) -> None:
    """From the palette to a place on the page, in fractions."""
    start, page = await button.bounding_box(), await main.locator("[data-placer-page]").first.bounding_box()
    assert start is not None  # noqa: S101 - both are on the screen
    assert page is not None  # noqa: S101 - see above
    mouse = main.page.mouse
    await mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    await mouse.down()
    await mouse.move(page["x"] + page["width"] * x, page["y"] + page["height"] * y, steps=8)
    await mouse.up()


async def write(page: Page, pad: Locator) -> None:
    """A signature, as a mouse writes one."""
    box = await pad.bounding_box()
    assert box is not None  # noqa: S101 - it is on the screen
    loops = [
        (math.sin(step / 3.1) * 0.05 + step / 90, math.cos(step / 2.3) * 0.2 / (1 + step / 30)) for step in range(48)
    ]
    points = [(box["x"] + box["width"] * (0.2 + x), box["y"] + box["height"] * (0.52 + y)) for x, y in loops]
    await page.mouse.move(*points[0])
    await page.mouse.down()
    for x, y in points:
        await page.mouse.move(x, y, steps=3)
    await page.mouse.up()


SCENES: dict[str, Callable[[str, Path, int], Coroutine[None, None, None]]] = {
    "room": room,
    "signing": signing,
    "desk": desk,
}


def free_port() -> int:
    """For the website: the server has to know its address before it is there."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def small(path: Path) -> None:
    """Fewer colours make the file a third as large; nobody sees it."""
    Image.open(path).convert("RGB").quantize(256, dither=Image.Dither.FLOYDSTEINBERG).save(path, optimize=True)


def main(names: list[str]) -> int:
    OUT.mkdir(exist_ok=True)
    for name in names or SCENES:
        picture(name)
    return 0


def picture(scene: str) -> None:
    """Start a server with invented people, play the scene, and make the picture small."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        port = free_port()
        settings = {
            "COBROWSE_ALLOW": f"interest-compared.localhost:{port}",
            "SAMEN_DEMO": "1",
            "SAMEN_PORT": "0",
            "SAMEN_DATA": str(folder / "data"),
            "SAMEN_LOG_LEVEL": "error",
        }
        server = subprocess.Popen(
            [sys.executable, "-m", "server"],
            cwd=ROOT,
            env={**os.environ, **settings},
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert server.stdout is not None  # noqa: S101  asked for above
            url = server.stdout.readline().split()[-1]
            asyncio.run(SCENES[scene](url, folder, port))
        finally:
            server.terminate()
            server.wait()
    made = OUT / f"{scene}.png"
    small(made)
    print(f"{made.relative_to(ROOT)}: {made.stat().st_size // 1000} kB")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
