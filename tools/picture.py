"""`python -m tools.picture`: take docs/images/room.png anew, of a real session of invented people in two browsers."""

from __future__ import annotations

import asyncio
import io
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from fpdf import FPDF
from PIL import Image, ImageDraw, ImageFilter
from playwright.async_api import Browser, Page, Playwright, async_playwright

from server.accounts.first import DEMO_PASSWORD, DEMO_PEOPLE
from tools import programs
from tools.steps import ROOT

OUT = ROOT / "docs" / "images" / "room.png"
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


def paper(folder: Path) -> Path:
    """The document on the stage: a proposal, in the form of a slide."""
    made = FPDF("landscape", "mm", (154, 240))
    made.set_auto_page_break(False)
    made.add_page()
    made.set_fill_color(21, 92, 71)
    made.rect(0, 0, 240, 16, "F")
    made.set_font("Helvetica", "B", 12)
    made.set_text_color(255, 255, 255)
    made.text(12, 10.5, "Lindelaan Advies")
    made.set_text_color(21, 36, 30)
    made.set_font("Helvetica", "B", 24)
    made.text(12, 36, "Your monthly cost compared")
    made.set_font("Helvetica", "", 12)
    made.text(12, 46, "Mortgage EUR 310,000, fixed for ten years, value of the house EUR 485,000")
    made.set_y(54)
    for row, (bank, rate, month) in enumerate([("Bank", "Interest", "A month"), *RATES]):
        made.set_x(12)
        made.set_font("Helvetica", "B" if row < 2 else "", 13)
        made.set_fill_color(*((217, 235, 225) if row == 1 else (255, 255, 255)))
        made.cell(110, 12, bank, border="B", fill=True)
        made.cell(45, 12, rate, border="B", fill=True)
        made.cell(61, 12, month if row == 0 else f"EUR {month}", border="B", align="R", fill=True)
        made.ln(12)
    made.set_fill_color(255, 245, 234)
    made.rect(12, 134, 216, 12, "F")
    made.set_font("Helvetica", "", 11)
    made.text(17, 141.5, "After ten years the interest is set anew. At 5 % your monthly cost becomes EUR 1,702.")
    file = folder / "Costs.pdf"
    made.output(str(file))
    return file


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


async def take(url: str, folder: Path) -> None:
    """Let them meet, look at a document together, and take the picture at the adviser's."""
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
        await press(adviser, "Files")
        await adviser.locator("input[type=file]").first.set_input_files(paper(folder))
        await adviser.get_by_text("You show").wait_for()
        await press(adviser, "Input rights")
        await press(adviser, "Chat")
        await press(client, "Chat")
        await say(client, "We can see you well. Is this the comparison?")
        await say(adviser, "Yes. You may click along: the first row is the best for you.")
        await say(client, "And what happens after ten years?")
        # The quality of the connection is judged over a few seconds; the pointer stays where it moved last.
        for step in range(4):
            await client.mouse.move(430 + step, 418)
            await asyncio.sleep(1)
        await adviser.screenshot(path=OUT)


def small(path: Path) -> None:
    """Fewer colours make the file a third as large; nobody sees it."""
    Image.open(path).convert("RGB").quantize(256, dither=Image.Dither.FLOYDSTEINBERG).save(path, optimize=True)


def main() -> int:
    OUT.parent.mkdir(exist_ok=True)
    with TemporaryDirectory() as name:
        folder = Path(name)
        settings = {
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
            asyncio.run(take(url, folder))
        finally:
            server.terminate()
            server.wait()
    small(OUT)
    print(f"{OUT.relative_to(ROOT)}: {OUT.stat().st_size // 1000} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
