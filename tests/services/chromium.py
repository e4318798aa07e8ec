"""Real browsers: one Chromium for the run with an invented camera, a fresh profile for each page, and its tracks kept."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, async_playwright

from tests.services import artefacts
from tools import programs

FAKE_MEDIA = (
    "--use-fake-ui-for-media-stream",
    # Few pictures a second: the processors have better to do than to compress invented faces.
    "--use-fake-device-for-media-stream=fps=8",
    "--auto-select-desktop-capture-source=Entire screen",
    # Peers of a test live on loopback, which Chromium otherwise keeps out of its candidates.
    "--allow-loopback-in-peer-connection",
    "--autoplay-policy=no-user-gesture-required",
)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def playwright_driver() -> AsyncIterator[Playwright]:
    """Playwright's driver."""
    async with async_playwright() as driver:
        yield driver


def _options(*arguments: str) -> dict[str, Any]:
    program = programs.chromium()
    if program is None:
        pytest.skip("Chromium is not installed here; `make test` says how to get it")
    # Chromium's sandbox refuses to run as root, and in most containers.
    return {"executable_path": program, "args": ["--no-sandbox", *arguments]}


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(playwright_driver: Playwright) -> AsyncIterator[Browser]:
    """The Chromium that pages share, with an invented camera, microphone and screen."""
    chromium = await playwright_driver.chromium.launch(**_options(*FAKE_MEDIA))
    yield chromium
    await chromium.close()


class LaunchBrowser(Protocol):
    """Starts a Chromium with these arguments instead of the usual ones."""

    async def __call__(self, *arguments: str) -> Browser: ...


@pytest_asyncio.fixture(loop_scope="session")
async def launch_browser(playwright_driver: Playwright) -> AsyncIterator[LaunchBrowser]:
    """For tests that need other switches (no fake permission, another screen): `await launch_browser(*args)`."""
    started: list[Browser] = []

    async def launch(*arguments: str) -> Browser:
        started.append(await playwright_driver.chromium.launch(**_options(*arguments)))
        return started[-1]

    yield launch
    for chromium in started:
        await chromium.close()


@dataclass
class Visit:
    """One page and what its console said."""

    page: Page
    context: BrowserContext
    console: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def listen(self) -> None:
        def said(message: ConsoleMessage) -> None:
            self.console.append(f"{message.type}: {message.text}")
            if "Content Security Policy" in message.text:
                self.errors.append(message.text)

        self.page.on("console", said)
        self.page.on("pageerror", lambda error: self.errors.append(f"{error.name}: {error.message}\n{error.stack}"))


class OpenPage(Protocol):
    """Opens a page in a profile of its own. Options go to the browser context (locale, viewport, is_mobile…)."""

    async def __call__(
        self, url: str | None = None, *, in_browser: Browser | None = None, allow_errors: bool = False, **options: Any
    ) -> Page: ...


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(browser: Browser, request: pytest.FixtureRequest) -> AsyncIterator[OpenPage]:
    """Call it once per person. Afterwards: pictures and console of a failed test are kept, script errors fail it."""
    visits: list[tuple[Visit, bool]] = []

    async def open_(
        url: str | None = None, *, in_browser: Browser | None = None, allow_errors: bool = False, **options: Any
    ) -> Page:
        settings: dict[str, Any] = {"locale": "nl-NL", "viewport": {"width": 1280, "height": 800}, **options}
        context = await (in_browser or browser).new_context(**settings)
        page = await context.new_page()
        visit = Visit(page, context)
        visit.listen()
        visits.append((visit, allow_errors))
        if url is not None:
            await page.goto(url)
        return page

    yield open_
    if artefacts.failed(request.node):
        await keep(artefacts.folder_of(request.node), [visit for visit, _ in visits])
    for visit, _ in visits:
        await visit.context.close()
    errors = [error for visit, allowed in visits if not allowed for error in visit.errors]
    assert not errors, "The page's own script failed:\n" + "\n".join(errors)


async def keep(folder: Path, visits: list[Visit]) -> None:
    """Keeps what the pages of a failed test looked like and said."""
    for number, visit in enumerate(visits, 1):
        (folder / f"page-{number}.log").write_text("\n".join([visit.page.url, *visit.console, *visit.errors]))
        if not visit.page.is_closed():
            await visit.page.screenshot(path=folder / f"page-{number}.png")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests with a browser run on the loop that the browser lives on, and carry the marker."""
    for item in items:
        names = getattr(item, "fixturenames", ())
        if "playwright_driver" in names:
            item.add_marker(pytest.mark.browser)
            if item.get_closest_marker("asyncio"):
                item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
        if not _SERVICES.isdisjoint(names):
            item.add_marker(pytest.mark.service)


_SERVICES = frozenset({"redis_server", "own_redis", "postgres_server", "turn_server", "mail_server", "s3_server"})
