"""The people of the browser tests: an adviser and clients, each with a page, who do what they see and read."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, Self

from playwright.async_api import Locator, Page, StorageState, expect

from tests.e2e import peers
from tests.patience import PATIENCE
from tests.services.chromium import OpenPage
from tests.services.samen import SamenServer

expect.set_options(timeout=PATIENCE * 1000)


DEVICES_OFF = """try { localStorage["samen.devices"] ??= '{"microphone":false,"camera":false}' } catch {}"""


async def until(
    condition: Callable[[], Awaitable[Any]], seconds: float = PATIENCE, every: float = 0.1, what: str = ""
) -> Any:
    """What the condition gives, as soon as that is true; our pages allow no `eval`, which Playwright's own wait needs."""
    end = time.monotonic() + seconds
    while not (value := await condition()):
        if time.monotonic() > end:
            raise TimeoutError(f"{what or condition} is not so after {seconds} s; it gave {value!r}")
        await asyncio.sleep(every)
    return value


class Person:
    """Somebody in the room. Names of buttons are those that people see, in English."""

    def __init__(self, page: Page, server_url: str, name: str) -> None:
        page.set_default_timeout(PATIENCE * 1000)
        self.page, self.server_url, self.name = page, server_url, name
        self.others: list[Person] = []

    @property
    def session_id(self) -> str:
        return self.page.url.split("/session/")[1].split("?")[0]

    async def id(self) -> str:
        """The participant id, out of this tab's ticket."""
        return (await self.ticket()).partition(".")[0]

    async def ticket(self) -> str:
        key = f"samen.ticket.{self.session_id}"
        return str(await self.page.evaluate("(key) => sessionStorage.getItem(key)", key))

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    async def press(self, name: str) -> None:
        await self.button(name).click()

    async def switch(self, name: str, on: bool = True) -> None:
        """Presses a toggle of the bar unless it is so already, and waits until it is."""
        toggle, wanted = self.button(name), str(on).lower()
        if await toggle.get_attribute("aria-pressed") != wanted:
            await toggle.click()
        await expect(toggle).to_have_attribute("aria-pressed", wanted)

    async def flip(self, name: str, on: bool = True) -> None:
        """Turns a small switch, whose own box is drawn by others, by the keyboard."""
        toggle = self.page.get_by_role("switch", name=name)
        await toggle.press("Space")
        await (expect(toggle).to_be_checked() if on else expect(toggle).not_to_be_checked())

    def panel(self, name: str) -> Locator:
        return self.page.get_by_role("complementary", name=name)

    async def open(self, name: str) -> Locator:
        """Opens one of the panels: Participants, Files, Chat."""
        await self.switch(name)
        return self.panel(name)

    async def inside(self) -> Self:
        """Waits until the room is there and connected."""
        await expect(self.page.get_by_role("navigation", name="Button bar")).to_be_visible()
        await expect(self.text("Connecting you")).to_have_count(0)
        return self

    def text(self, words: str) -> Locator:
        return self.page.get_by_text(words)

    async def reads(self, words: str) -> None:
        """These words stand somewhere on the screen."""
        await expect(self.text(words).filter(visible=True).first).to_be_visible()

    def question(self, title: str) -> Locator:
        """A card above the bar that asks something, with its buttons."""
        return self.page.get_by_role("region", name=title)

    async def answer(self, title: str, button: str) -> None:
        await self.question(title).get_by_role("button", name=button, exact=True).click()

    @property
    def strip(self) -> Locator:
        """The line above the stage that says who shares and who controls."""
        return self.page.get_by_role("main").get_by_role("status").first

    @property
    def screen(self) -> Locator:
        return self.page.locator("video[aria-label='Shared screen']")

    @property
    def pointers(self) -> Locator:
        return self.page.get_by_role("main").locator("div[data-of]")

    # --- chat ------------------------------------------------------------------------------------------------

    @property
    def chat(self) -> Locator:
        return self.page.get_by_role("log", name="Chat")

    async def says(self, words: str) -> None:
        await self.open("Chat")
        await self.page.get_by_role("textbox", name="Message").fill(words)
        await self.page.get_by_role("textbox", name="Message").press("Enter")
        await self.hears(words)

    async def hears(self, words: str, times: int = 1) -> None:
        await self.open("Chat")
        await expect(self.balloons.filter(has_text=words)).to_have_count(times)

    @property
    def balloons(self) -> Locator:
        return self.chat.get_by_role("article")

    # --- people ----------------------------------------------------------------------------------------------

    def row(self, name: str) -> Locator:
        """Somebody's line in the list of participants."""
        return self.page.get_by_role("list", name="Participants").get_by_role("listitem").filter(has_text=name)

    async def about(self, name: str, action: str) -> None:
        """Chooses something from the menu beside somebody's name."""
        await self.open("Participants")
        await self.row(name).get_by_role("button", name=f"Actions for {name}").click()
        await self.page.get_by_role("menuitem", name=action, exact=True).click()

    async def sees_people(self, count: int) -> None:
        await self.open("Participants")
        rows = self.page.get_by_role("list", name="Participants").get_by_role("listitem")
        await expect(rows).to_have_count(count)

    # --- media -----------------------------------------------------------------------------------------------

    async def report(self, other: Person) -> dict[str, Any]:
        """What this page's connection with the other does now; empty while there is none."""
        return (await peers.reports(self.page)).get(await other.id(), {})

    async def call(self, *devices: str) -> None:
        """Switches microphone and camera on."""
        for device in devices or ("Microphone", "Camera"):
            await self.switch(device)

    async def sees_and_hears(self, *others: Person, seconds: float = PATIENCE) -> None:
        """Pictures of these others keep coming, and their sound is more than silence."""
        ids = {await other.id(): other.name for other in others}
        before = await peers.reports(self.page)

        def flows(told: dict[str, Any], earlier: dict[str, Any]) -> bool:
            pictures = peers.frames(told, peers.CAMERA) >= peers.frames(earlier, peers.CAMERA) + 3
            return pictures and told.get("audioEnergy", 0) > earlier.get("audioEnergy", 0)

        async def all_flow() -> bool:
            now = await peers.reports(self.page)
            return all(flows(now.get(other, {}), before.get(other, {})) for other in ids)

        await until(all_flow, seconds, 0.3, f"{self.name} sees and hears {', '.join(ids.values())}")

    async def sees_screen(self, seconds: float = PATIENCE) -> None:
        """The shared screen is on this page's stage, and its picture has come."""
        width = "(video) => video.videoWidth"
        await expect(self.screen).to_have_count(1, timeout=seconds * 1000)
        await until(lambda: self.screen.evaluate(width), seconds, what=f"{self.name} sees the screen")

    async def watch(self) -> None:
        """Installs what counts frames; before the page is loaded."""
        await self.page.add_init_script(peers.SPY)


class Adviser(Person):
    """Signed in; their room is that of a session of their own unless `enter` says another."""

    code: str
    link: str

    async def start(self, query: str = "") -> Self:
        """A new session, as the start icon opens it."""
        await self.page.goto(f"{self.server_url}/session/new?lang=en{query}")
        await self.inside()
        await self.learn_code()
        return self

    async def enter(self, session_id: str, query: str = "") -> Self:
        await self.page.goto(f"{self.server_url}/session/{session_id}?lang=en{query}")
        return await self.inside()

    async def learn_code(self) -> None:
        """Reads the code as it stands at the top right."""
        said = await self.page.get_by_role("region", name="Session code").inner_text()
        self.code = "".join(character for character in said if character.isdigit())[:9]
        self.link = f"{self.server_url}/{self.code}"
        assert len(self.code) == 9, said

    async def end(self) -> None:
        await self.press("End session")
        await self.press("End")
        await self.reads("How did the meeting go?")

    async def get(self, path: str) -> Any:
        """A GET of the API with this adviser's cookie, as JSON."""
        answer = await self.page.context.request.get(f"{self.server_url}/api/v1{path}")
        assert answer.ok, await answer.text()
        return await answer.json()


class Client(Person):
    """Somebody without an account."""

    async def type_code(self, code: str) -> None:
        await self.page.goto(f"{self.server_url}/?lang=en")
        await self.page.get_by_role("textbox", name="Session code").fill(code)
        await self.press("Join")

    async def come_in(self) -> Self:
        """From the check of camera and connection into the room."""
        await self.page.get_by_role("textbox", name="Your name").fill(self.name)
        await self.press("Go in")
        return await self.inside()

    async def join(self, code: str, query: str = "") -> Self:
        """Straight into the room: the ticket that the code gives, without the page that asks for it."""
        body = {"code": code, "name": self.name, "language": "en"}
        answer = await self.page.context.request.post(f"{self.server_url}/api/v1/join", data=body)
        assert answer.ok, await answer.text()
        told = await answer.json()
        key, session_id = f"samen.ticket.{told['session_id']}", told["session_id"]
        await self.page.goto(f"{self.server_url}/healthz")
        await self.page.evaluate("([key, ticket]) => sessionStorage.setItem(key, ticket)", [key, told["ticket"]])
        await self.page.goto(f"{self.server_url}/session/{session_id}?lang=en{query}")
        return self


class House:
    """A server, and the people who come to it."""

    _signed_in: dict[str, StorageState] = {}

    def __init__(self, open_page: OpenPage, server: SamenServer) -> None:
        self._open_page, self.server = open_page, server

    async def visitor(self, name: str = "Jan Vermeulen", **options: Any) -> Client:
        """A client's page with nothing loaded yet; options go to the browser context."""
        page = await self._open_page(**{"locale": "en-GB", **options})
        client = Client(page, self.server.url, name)
        await client.watch()
        return client

    async def adviser(self, name: str = "anna", **options: Any) -> Adviser:
        """The administrator's page, signed in, with nothing loaded yet."""
        state = await self._cookie(**options)
        page = await self._open_page(**{"locale": "en-GB", "storage_state": state, **options})
        adviser = Adviser(page, self.server.url, name)
        await adviser.watch()
        # Advisers come in with both on, unless they switched them off before; a test switches on what it needs.
        await page.add_init_script(DEVICES_OFF)
        return adviser

    async def _cookie(self, **options: Any) -> StorageState:
        known = self._signed_in.get(self.server.url)
        if known is None:
            browser = {"in_browser": options["in_browser"]} if "in_browser" in options else {}
            page = await self._open_page(**browser)
            who = {"email": self.server.admin_email, "password": self.server.admin_password}
            answer = await page.context.request.post(f"{self.server.url}/api/v1/auth/sign-in", data=who)
            assert answer.ok, await answer.text()
            known = self._signed_in[self.server.url] = await page.context.storage_state()
            await page.context.close()
        return known

    async def meeting(self, *names: str, query: str = "", **options: Any) -> tuple[Adviser, *tuple[Client, ...]]:
        """An adviser in a new session, with these clients; microphones and cameras are off."""
        adviser = await (await self.adviser(**options)).start(query)
        clients = []
        for name in names:
            client = await self.visitor(name, **options)
            await client.join(adviser.code, query)
            clients.append(await client.inside())
        return (adviser, *clients)

    @asynccontextmanager
    async def settings(self, **changes: Any) -> AsyncIterator[None]:
        """The office's settings, changed for a while."""
        adviser = await self.adviser()
        request, path = adviser.page.context.request, f"{self.server.url}/api/v1/organisation"
        before = await (await request.get(path)).json()
        answer = await request.patch(path, data=changes)
        assert answer.ok, await answer.text()
        try:
            yield
        finally:
            await request.patch(path, data={name: before[name] for name in changes})
