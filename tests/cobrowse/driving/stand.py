"""A browser with a display of its own, the driver's hands on it, and small pages of two sites."""

from __future__ import annotations

import asyncio
import contextlib
import io
import os
import subprocess
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import av
from aiohttp import web
from PIL import Image
from playwright.async_api import BrowserContext, CDPSession, Page, Playwright

from cobrowse.driving.driving import Driving
from cobrowse.driving.hidden import Hidden
from cobrowse.driving.tab import Tab
from cobrowse.ports import MaskRule
from tests.patience import PATIENCE
from tools import programs

WIDTH, HEIGHT = 1000, 700
PAGES = Path(__file__).parents[1] / "pages"
# The office of these tests hides balances, on the site "localhost" only.
MASKS = (MaskRule("localhost", ".balance"), MaskRule("*.example", "body"), MaskRule("localhost", "<<no selector>>"))


@contextlib.contextmanager
def display(program: str) -> Any:
    """An X server of our own; its name."""
    reading, writing = os.pipe()
    command = [program, "-displayfd", str(writing), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        with os.fdopen(reading) as said:
            number = said.readline().strip()
        assert number, "Xvfb did not start"
        yield f":{number}"
        server.terminate()


@contextlib.asynccontextmanager
async def sites() -> AsyncIterator[int]:
    """The pages under two names (127.0.0.1 and localhost: two sites for a browser); the port."""
    app = web.Application()
    app.router.add_static("/", PAGES)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield runner.addresses[0][1]
    await runner.cleanup()


@dataclass
class Stand:
    """One browser; `open` gives a tab that Anna drives. What the lane would carry is in `told`."""

    context: BrowserContext
    browser: CDPSession
    port: int
    screen: str
    told: list[tuple[dict[str, Any], str | None]] = field(default_factory=list)
    failed: list[BaseException] = field(default_factory=list)
    epoch: int = 0
    page: Page = None  # type: ignore[assignment]  # set by open(), before any test sees the stand
    driving: Driving = None  # type: ignore[assignment]  # set by begin(), before any test sees the stand
    _tasks: set[asyncio.Task[Any]] = field(default_factory=set)
    _tabs: int = 0
    driver: str | None = None

    async def begin(self, folder: Path) -> None:
        self.driving = Driving(
            self.task, lambda m, only: self.told.append((m, only)), Hidden(), width=WIDTH, height=HEIGHT
        )
        await self.driving.install(self.browser, folder, MASKS)

    def task(self, name: str, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            self.failed.append(error)

    @property
    def tab(self) -> Tab:
        """The tab that is seen."""
        return self.driving._tabs[self.driving._active or ""]

    async def sure(self) -> None:
        """The page has reported everything that the former driver typed."""
        await self.until(lambda: self.tab._sure)

    def origin(self, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}"

    async def open(self, path: str, host: str = "127.0.0.1") -> Page:
        """A new tab, attached before its page loads, driven by anna."""
        before, self.page = self.page, await self.context.new_page()
        self._tabs += 1
        name = f"tab{self._tabs}"
        cdp = await self.context.new_cdp_session(self.page)
        await self.driving.attach(name, cdp)
        self.driving.activate(name)
        self.drive("anna")
        if before is not None:
            self.driving.detach(f"tab{self._tabs - 1}")
            await before.close()
        self.told.clear()
        await self.page.goto(self.origin(host) + "/" + path)
        return self.page

    def drive(self, who: str | None) -> None:
        self.epoch += 1
        self.driver = who
        self.driving.drive(who, self.epoch)

    def send(self, *events: dict[str, Any], epoch: int | None = None, who: str | None = None) -> None:
        self.driving.input(who or self.driver or "", self.epoch if epoch is None else epoch, list(events))

    def press(self, key: str, code: str, text_m: dict[str, bool] | None = None, loc: int = 0) -> None:
        """A key down and up, as a browser's KeyboardEvent tells it."""
        base = {"k": "key", "key": key, "code": code, "loc": loc} | ({"m": text_m} if text_m is not None else {})
        self.send({**base, "p": "down"}, {**base, "p": "up"})

    def type(self, text: str) -> None:
        for character in text:
            self.press(character, "")

    async def centre(self, selector: str) -> tuple[float, float]:
        box = await self.page.locator(selector).first.bounding_box()
        assert box
        return (box["x"] + box["width"] / 2) / WIDTH, (box["y"] + box["height"] / 2) / HEIGHT

    async def click(self, selector: str) -> None:
        x, y = await self.centre(selector)
        self.click_at(x, y)
        await self.done()

    def click_at(self, x: float, y: float, button: int = 0, clicks: int = 1) -> None:
        self.send({"k": "move", "x": x, "y": y}, {"k": "down", "x": x, "y": y, "b": button, "n": clicks})
        self.send({"k": "up", "x": x, "y": y, "b": button})

    async def done(self) -> None:
        """The page has answered to all input, and has had time to draw."""
        for tab in self.driving._tabs.values():
            while tab.input.busy:
                await tab.input.settled()
                await asyncio.sleep(0)
        await self.page.evaluate("() => new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r)))")

    async def until(self, condition: Callable[[], Any], what: str = "") -> Any:
        """Waits until the condition gives something true; its value."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            found = condition()
            if asyncio.iscoroutine(found):
                found = await found
            if found:
                return found
            await asyncio.sleep(0.025)
        raise AssertionError(f"never came: {what or condition}; told: {[m.get('type') for m, _ in self.told]}")

    def messages(self, kind: str, only: str | None = "*") -> list[dict[str, Any]]:
        return [m for m, to in self.told if m["type"] == kind and only in ("*", to)]

    async def shot(self) -> Image.Image:
        """What the page's picture is made of: the display itself, as it is captured."""
        await self.page.evaluate("() => new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r)))")
        await asyncio.sleep(0.1)
        return await asyncio.to_thread(grab, self.screen)

    async def surface(self) -> Image.Image:
        """The page's own surface, where no display is (the screencast)."""
        return Image.open(io.BytesIO(await self.page.screenshot())).convert("RGB")


def grab(screen: str) -> Image.Image:
    with av.open(screen, format="x11grab", options={"video_size": f"{WIDTH}x{HEIGHT}", "draw_mouse": "0"}) as source:
        return next(source.decode(video=0)).to_image()


@contextlib.asynccontextmanager
async def stand(driver: Playwright, folder: Path, port: int, xvfb: str, chromium: str) -> AsyncIterator[Stand]:
    """The whole: Xvfb, a browser in it, our scripts in the browser."""
    with display(xvfb) as screen:
        context = await driver.chromium.launch_persistent_context(
            folder / "profile",
            executable_path=chromium,
            headless=False,
            no_viewport=True,
            env={**os.environ, "DISPLAY": screen},
            ignore_default_args=["--disable-extensions"],
            args=["--no-sandbox", "--kiosk", "--enable-unsafe-extension-debugging", "--site-per-process"]
            + ["--window-position=0,0", f"--window-size={WIDTH},{HEIGHT}"],
        )
        assert context.browser
        made = Stand(context, await context.browser.new_browser_cdp_session(), port, screen)
        await made.begin(folder / "scripts")
        yield made
        await made.driving.aclose()
        await context.close()


def tools() -> tuple[str, str] | None:
    """Xvfb and Chromium, where both are installed."""
    xvfb, chromium = programs.xvfb(), programs.chromium()
    return (str(xvfb), str(chromium)) if xvfb and chromium else None
