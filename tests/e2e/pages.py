"""A meeting that looks at web pages together: what people do in the picture, and what they receive of it."""

from __future__ import annotations

import asyncio
import base64
import io
import os
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops, ImageStat
from playwright.async_api import Browser, FilePayload, Locator, Page, WebSocket, expect

from tests.e2e.invented import HOSTS, Site
from tests.e2e.people import Adviser, Client, House, Person, until
from tests.patience import PATIENCE
from tests.services.chromium import Visit
from tests.services.samen import SamenServer

# Of the header of a piece of picture: everything on the screen is exact now.
QUIET = 1
HAZE = 5

# What is in sight of the page: the canvas, or the video below it while that is ahead (WebRTC).
_PICTURE = """() => {
  const canvas = document.querySelector("main canvas[role=img]");
  const video = document.querySelector("main video[aria-label='Shared page']");
  const source = canvas?.style.opacity === "0" && video?.videoWidth ? video : canvas;
  const [width, height] = [source?.videoWidth || source?.width || 0, source?.videoHeight || source?.height || 0];
  if (width < 50) return null;
  const copy = Object.assign(document.createElement("canvas"), { width, height });
  copy.getContext("2d").drawImage(source, 0, 0);
  return copy.toDataURL("image/png").split(",")[1];
}"""


@dataclass
class Room:
    """One session with its people. `heard` holds the text that reached each person's page by WebSocket, by name."""

    house: House
    site: Site
    adviser: Adviser
    client: Client
    visits: list[Visit] = field(default_factory=list)
    heard: dict[str, list[str]] = field(default_factory=dict)
    # Of every piece of picture that reached a page, its kind and its flags, in order.
    frames: dict[str, list[tuple[int, int]]] = field(default_factory=dict)

    @property
    def server(self) -> SamenServer:
        return self.house.server

    async def opens(self, path: str, host: str = HOSTS[0], told: bool = True) -> None:
        """The adviser types an address; returns when the page says that it is there. What pages told before is gone."""
        self.site.events.clear()
        page = "/" + path.split("?")[0]
        self.site.places.pop(page, None)
        await types_address(self.adviser, self.site.url(path, host))
        if told:
            await self.site.until(lambda: page in self.site.places, PATIENCE, f"{page} is open")

    async def point_of(self, person: Person, name: str) -> tuple[float, float]:
        """Where the middle of an element of the page is on this person's screen, CSS pixels."""

        def same_shape(picture: Image.Image) -> bool:
            width, height = self.site.size
            return abs(picture.width / picture.height - width / height) < 0.02

        # A page that has just been given the size of the stage stands elsewhere than a moment before.
        await seen(person, same_shape, "the page as large as it is")
        x, y, w, h = await self.place(name)
        return await on_screen(person, x + w / 2, y + h / 2)

    async def place(self, name: str) -> tuple[float, float, float, float]:
        """An element's box on the page that tells about it, as fractions of the window."""

        def found() -> Any:
            return next((places[name] for places in self.site.places.values() if name in places), None)

        x, y, w, h = await self.site.until(found, what=f"{name} stands somewhere")
        return x, y, w, h

    async def presses(self, person: Person, name: str) -> None:
        """A click in the picture, in the middle of this element."""
        await person.page.mouse.click(*await self.point_of(person, name))

    async def fills(self, person: Person, name: str, text: str) -> None:
        """Clicks in a field and types; returns when the page has it."""
        await self.presses(person, name)
        await self.has_focus(person)
        before = self.site.value(name)
        await person.page.keyboard.type(text)
        await self.site.until(lambda: self.site.value(name) == before + text, PATIENCE, f"{name} holds {text}")

    async def has_focus(self, person: Person) -> None:
        """This person drives: what they type now goes to the page."""
        mine = re.compile("You control this page.|You are in control.")
        await expect(strip(person)).to_contain_text(mine)


def strip(person: Person) -> Locator:
    """The line above the page."""
    return person.page.get_by_role("main").get_by_role("status").filter(has_text="page").first


def canvas(person: Person) -> Locator:
    return person.page.get_by_role("main").get_by_role("img", name="Shared page")


async def types_address(person: Person, address: str) -> None:
    bar = person.page.get_by_role("textbox", name="Address")

    async def typed() -> bool:
        # The answer to the address before may still come, and empties the field.
        await bar.fill(address)
        await asyncio.sleep(0.4)
        return await bar.input_value() == address

    await until(typed, what=f"{address} stands in the address bar")
    await bar.press("Enter")


async def on_screen(person: Person, x: float, y: float) -> tuple[float, float]:
    """A place of the page (fractions) on this person's screen, CSS pixels."""
    box = await canvas(person).bounding_box()
    assert box is not None
    return box["x"] + x * box["width"], box["y"] + y * box["height"]


async def received(person: Person) -> Image.Image | None:
    """The pixels that this person's page has decoded and shows; None before there are any."""
    data: str | None = await person.page.evaluate(_PICTURE)
    return None if data is None else Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB")


def part(picture: Image.Image, box: tuple[float, float, float, float]) -> Image.Image:
    """A box given as fractions, without its outermost pixels."""
    x, y, w, h = box
    width, height = picture.size
    return picture.crop((int(x * width) + 2, int(y * height) + 2, int((x + w) * width) - 2, int((y + h) * height) - 2))


def sharpness(picture: Image.Image) -> float:
    """How far neighbouring pixels differ at most, averaged over rows: fine print gives much, a haze next to nothing."""
    grey = picture.convert("L")
    moved = ImageChops.difference(grey.crop((1, 0, *grey.size)), grey.crop((0, 0, grey.width - 1, grey.height)))
    return float(ImageStat.Stat(moved).mean[0])


def differ(one: Image.Image, other: Image.Image) -> int:
    """The largest difference between two pictures of the same size, 0..255."""
    assert one.size == other.size
    return max(high for _, high in ImageChops.difference(one, other).getextrema())  # type: ignore[misc]  # RGB has pairs


async def seen(
    person: Person, check: Callable[[Image.Image], Any], what: str, seconds: float = PATIENCE
) -> Image.Image:
    """The first received picture that passes this check."""

    async def passes() -> Image.Image | None:
        picture = await received(person)
        return picture if picture is not None and check(picture) else None

    found: Image.Image = await until(passes, seconds, 0.25, f"{person.name} sees {what}")
    return found


async def sees_sharp(room: Room, person: Person, name: str, above: float, what: str) -> Image.Image:
    """The first picture in which this element is sharper than this, wherever a page that is still settling has it."""

    async def passes() -> Image.Image | None:
        picture, box = await received(person), await room.place(name)
        return picture if picture is not None and sharpness(part(picture, box)) > above else None

    found: Image.Image = await until(passes, PATIENCE, 0.25, f"{person.name} sees {what} sharp")
    return found


async def sees(
    person: Person, colour: tuple[int, int, int], place: tuple[float, float] = (0.95, 0.95), seconds: float = PATIENCE
) -> None:
    """At this place (fractions) stands this colour, give or take what a lossy picture makes of it."""

    def same(picture: Image.Image) -> bool:
        x, y = int(place[0] * picture.width), int(place[1] * picture.height)
        found = picture.getpixel((min(x, picture.width - 1), min(y, picture.height - 1)))
        return all(abs(a - b) < 28 for a, b in zip(found, colour, strict=True))  # type: ignore[arg-type]  # RGB

    await seen(person, same, f"{colour} at {place}", seconds)


async def still(room: Room, person: Person, box: tuple[float, float, float, float]) -> Image.Image:
    """This part of the picture once it is exact: the last piece that came says so, and nothing changes any more."""
    before: Image.Image | None = None

    async def rests() -> Image.Image | None:
        nonlocal before
        exact = bool(room.frames[person.name]) and room.frames[person.name][-1][1] & QUIET
        picture = await received(person)
        now = None if picture is None or not exact else part(picture, box)
        same = before is not None and now is not None and before.size == now.size and differ(before, now) == 0
        before = now
        return now if same else None

    found: Image.Image = await until(rests, PATIENCE, 0.3, f"the picture of {person.name} comes to rest")
    return found


async def closes(adviser: Adviser) -> None:
    await adviser.press("More about this page")
    await adviser.page.get_by_role("menuitem", name="Stop with this page").click()


async def chosen_file(person: Person, name: str, content: bytes) -> None:
    """A file added to those of the session."""
    panel = await person.open("Files")
    one = FilePayload(name=name, mimeType="text/plain", buffer=content)
    await panel.locator("input[type=file]").set_input_files(one)
    rows = person.page.get_by_role("list", name="Files").get_by_role("listitem")
    await expect(rows.filter(has_text=name)).to_have_count(1)


def processes_of(server: SamenServer, marker: str) -> list[int]:
    """Processes below this server whose command line holds the marker, oldest first."""
    assert server.process is not None
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
    ours = {server.process.pid}
    found: list[int] = []
    for pid in sorted(parents):
        above = pid
        while above not in ours and above > 1:
            above = parents.get(above, 0)
        if above in ours and pid not in ours:
            found.append(pid)
    return [pid for pid in found if marker in command_of(pid)]


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


@asynccontextmanager
async def meeting(
    browser: Browser,
    server: SamenServer,
    site: Site,
    *,
    adviser: dict[str, Any] | None = None,
    client: dict[str, Any] | None = None,
    query: str = "",
    before_load: str = "",
    adviser_url: str = "",
) -> AsyncIterator[Room]:
    """An adviser and a client in a new session, each with a browser context of their own, until this ends."""
    visits: list[Visit] = []

    async def open_page(
        url: str | None = None, *, in_browser: Browser | None = None, allow_errors: bool = False, **options: Any
    ) -> Page:
        del allow_errors  # no page of ours may fail here
        settings: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}, **options}
        context = await (in_browser or browser).new_context(**settings)
        page = await context.new_page()
        visit = Visit(page, context)
        visit.listen()
        visits.append(visit)
        if url is not None:
            await page.goto(url)
        return page

    house = House(open_page, server)
    try:
        anna = await house.adviser(**(adviser or {}))
        jan = await house.visitor(**(client or {}))
        room = Room(house, site, anna, jan, visits)
        for person in (anna, jan):
            _listen(person, room.heard.setdefault(person.name, []), room.frames.setdefault(person.name, []))
        if before_load:
            await jan.page.add_init_script(before_load)
        anna.server_url = adviser_url or anna.server_url
        await anna.start(query)
        await (await jan.join(anna.code, query)).inside()
        yield room
    finally:
        for visit in visits:
            await visit.context.close()
    errors = [error for visit in visits for error in visit.errors]
    assert not errors, "Our own script failed:\n" + "\n".join(errors)


def _listen(person: Person, heard: list[str], frames: list[tuple[int, int]]) -> None:
    def opened(socket: WebSocket) -> None:
        def came(data: str | bytes) -> None:
            if isinstance(data, str):
                heard.append(data)
            elif "/pages/" in socket.url and data:
                frames.append((data[0], data[1]))

        socket.on("framereceived", came)

    person.page.on("websocket", opened)


async def picture(room: Room, name: str) -> None:
    """Screenshots of both people, where SAMEN_PICTURES says; nothing without it."""
    folder = os.environ.get("SAMEN_PICTURES")
    if folder:
        for person, who in ((room.adviser, "adviser"), (room.client, "client")):
            await person.page.screenshot(path=Path(folder) / f"{name}-{who}.png")
