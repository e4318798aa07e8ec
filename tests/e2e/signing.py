"""What people do to have a document signed in the room, and to sign it; by the names that they read."""

from __future__ import annotations

import io

from fpdf import FPDF
from playwright.async_api import FilePayload, Locator, expect

from tests.e2e.people import Person, until


def contract(pages: int = 3) -> bytes:
    document = FPDF()
    document.set_font("Times", size=16)
    for number in range(1, pages + 1):
        document.add_page()
        document.multi_cell(0, 9, f"Opdracht tot dienstverlening, blad {number} van {pages}\n\n" + "Akkoord. " * 60)
    return bytes(document.output())


CONTRACT: FilePayload = {"name": "Opdracht.pdf", "mimeType": "application/pdf", "buffer": contract()}


async def send_file(person: Person, file: FilePayload) -> None:
    panel = await person.open("Files")
    await panel.locator("input[type=file]").set_input_files([file])
    await expect(row(person, file["name"])).to_have_count(1)


def row(person: Person, name: str) -> Locator:
    return person.page.get_by_role("list", name="Files").get_by_role("listitem").filter(has_text=name)


async def take_the_pencil(adviser: Person, name: str) -> None:
    await adviser.open("Files")
    await row(adviser, name).get_by_role("button", name=f"Have {name} signed").click()
    await expect(adviser.page.get_by_role("heading", name="Who signs?")).to_be_visible()


def signer(adviser: Person, number: int) -> Locator:
    return adviser.page.get_by_role("group", name=f"Signer {number}")


async def give_address(adviser: Person, number: int, email: str) -> None:
    await signer(adviser, number).get_by_label("E-mail address").fill(email)


async def place_by_keyboard(adviser: Person, name: str, *kinds: str) -> None:
    """With the keyboard alone: choose whose field, choose its kind, Enter."""
    main = adviser.page.get_by_role("main")
    await main.get_by_role("group", name="Fields of").get_by_role("button", name=name).press("Enter")
    for kind in kinds:
        before = await main.locator("[data-placed]").count()
        await (
            main.get_by_role("list", name="Fields to place").get_by_role("button", name=kind, exact=True).press("Enter")
        )
        await expect(main.locator("[data-placed]")).to_have_count(before + 1)


async def drag_onto_page(adviser: Person, name: str, kind: str, x: float, y: float) -> None:
    """With the mouse: from the palette to a place on the page, in fractions."""
    main = adviser.page.get_by_role("main")
    await main.get_by_role("group", name="Fields of").get_by_role("button", name=name).click()
    before = await main.locator("[data-placed]").count()
    button = main.get_by_role("list", name="Fields to place").get_by_role("button", name=kind, exact=True)
    start, page = await button.bounding_box(), await main.locator("[data-placer-page]").bounding_box()
    assert start is not None
    assert page is not None
    mouse = adviser.page.mouse
    await mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    await mouse.down()
    await mouse.move(page["x"] + page["width"] * x, page["y"] + page["height"] * y, steps=8)
    await mouse.up()
    await expect(main.locator("[data-placed]")).to_have_count(before + 1)


def dialog(person: Person) -> Locator:
    return person.page.get_by_role("dialog", name="Sign the document")


async def begin(person: Person) -> None:
    await person.press("Start signing")
    await expect(dialog(person)).to_be_visible()


async def draw(person: Person) -> None:
    """A flourish on the pad, with the mouse."""
    pad = dialog(person).get_by_role("img", name="Pad for your signature")
    await pad.scroll_into_view_if_needed()
    box = await pad.bounding_box()
    assert box is not None
    mouse = person.page.mouse
    for left in (0.15, 0.5):
        await mouse.move(box["x"] + box["width"] * left, box["y"] + box["height"] * 0.7)
        await mouse.down()
        for step in range(1, 9):
            up = 0.25 if step % 2 else 0.7
            await mouse.move(box["x"] + box["width"] * (left + 0.035 * step), box["y"] + box["height"] * up, steps=4)
        await mouse.up()


async def sign(person: Person, *, typed: str = "") -> None:
    """From the details to `Complete`; drawn, or typed with the keyboard."""
    steps = dialog(person)
    await steps.get_by_role("button", name="Next", exact=True).click()
    if typed:
        await steps.get_by_text("Type", exact=True).click()
        await steps.get_by_role("textbox", name="Type your name").fill(typed)
    else:
        await draw(person)
    await steps.get_by_role("checkbox").check()
    await steps.get_by_role("button", name="Save & insert").click()
    await steps.get_by_role("button", name="Complete").click()


async def signed_file(person: Person, name: str, seconds: float = 60) -> bytes:
    """The signed copy, downloaded from the files of the session."""
    await person.open("Files")
    await until(lambda: row(person, name).count(), seconds, what=f"{name} is among the files")
    await row(person, name).first.get_by_role("button", name=f"Actions for {name}").click()
    async with person.page.expect_download() as started:
        await person.page.get_by_role("menuitem", name="Download").click()
    path = await (await started.value).path()
    return path.read_bytes()


def signatures(content: bytes) -> list[str]:
    """Names of the signature fields that are signed, archive time stamps left out."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    reader = PdfFileReader(io.BytesIO(content))
    return [found.field_name for found in reader.embedded_regular_signatures]
