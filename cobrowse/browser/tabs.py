"""The tabs of one browser: a strip that everybody shares, one of them in front."""

import asyncio
import contextlib
import itertools
import secrets
import time
from collections import deque
from importlib import resources
from typing import Any, Final, Protocol

from playwright.async_api import CDPSession, Page
from playwright.async_api import Error as PlaywrightError

from cobrowse.browser.engine import Engine, Spawn
from cobrowse.browser.tab import ANSWER_WITHIN, BLANK, Tab
from cobrowse.ports import Geometry, Limits, TabAddress, Unable

_STORM: Final = 5
_STORM_WITHIN: Final = 5.0
_NOTICE_EVERY: Final = 5.0
_REFUSABLE: Final = frozenset(
    {"camera", "clipboard", "devices", "folder", "location", "notifications", "pointer", "print", "program", "screen"}
)
_FAULTS: Final = (PlaywrightError, TimeoutError, OSError)


class Audience(Protocol):
    """Who follows the tabs."""

    def changed(self) -> None:
        """Something that the strip shows is different."""
        ...

    async def opened(self, tab: Tab) -> None:
        """A tab is there, and has not loaded its first page, unless it opened by itself."""
        ...

    async def shown(self, tab: Tab) -> None:
        """Another tab is in front."""
        ...

    def gone(self, tab: Tab) -> None:
        """A tab has closed."""
        ...

    def crashed(self, tab: Tab) -> None:
        """A tab's renderer has ended."""
        ...

    def notice(self, code: str, **details: str) -> None:
        """Something that people should hear of once."""
        ...


class Tabs:
    """Opens, closes and orders tabs, and keeps their windows at the size of the stage."""

    def __init__(self, engine: Engine, limits: Limits, spawn: Spawn, audience: Audience, geometry: Geometry) -> None:
        self._engine = engine
        self._limits = limits
        self._spawn = spawn
        self._audience = audience
        self._geometry = geometry
        self._tabs: dict[str, Tab] = {}
        self._active = ""
        self._names = itertools.count(1)
        self._browser: CDPSession | None = None
        self._opened: deque[float] = deque(maxlen=_STORM)
        self._noticed: dict[tuple[str, str], float] = {}
        self._known: set[Page] = set()
        self._expected = 0
        self._ended = False
        self._opening = asyncio.Lock()

    @property
    def active(self) -> Tab | None:
        """The tab in front."""
        return self._tabs.get(self._active)

    @property
    def all(self) -> list[Tab]:
        """In the order of the strip."""
        return list(self._tabs.values())

    def get(self, name: str | None) -> Tab | None:
        """A tab by its id; the one in front for None."""
        return self.active if name is None else self._tabs.get(name)

    def addresses(self) -> tuple[tuple[TabAddress, ...], int]:
        """What brings the tabs back, and which is in front."""
        tabs = [tab for tab in self.all if tab.address]
        at = next((number for number, tab in enumerate(tabs) if tab.id == self._active), 0)
        return tuple(TabAddress(tab.address) for tab in tabs), at

    async def start(self) -> Tab:
        """Take over a browser that has just started; its blank tab. Raises Unable."""
        context = self._engine.context
        say = "say" + secrets.token_hex(8)
        quiet = (resources.files("cobrowse.browser") / "scripts" / "quiet.js").read_text("utf-8")
        try:
            await context.expose_binding(say, self._page_says)
            await context.add_init_script(f"{{\nconst SAY = {say!r};\n{quiet}\n}}")
            self._browser = await self._engine.browser_session()
            self._browser.on("Target.targetInfoChanged", self._target_changed)
            await self._browser.send("Target.setDiscoverTargets", {"discover": True})
            first = context.pages[0] if context.pages else await context.new_page()
            tab = await self._take(first)
            context.on("page", self._came)
        except _FAULTS as fault:
            raise Unable("start_failed") from fault
        await self.show(tab)
        return tab

    async def open(self, front: bool = True, instead: int = 0) -> Tab | None:
        """A new blank tab; None when there are too many. `instead` of so many that close. Raises Playwright's errors."""
        if len(self._tabs) - instead >= self._limits.tabs:
            self._audience.notice("too_many_tabs")
            return None
        # The browser tells of the page before it gives it to us: `_came` must know that this one is no popup.
        async with self._opening:
            self._expected += 1
            try:
                async with asyncio.timeout(ANSWER_WITHIN * 2):
                    page = await self._engine.context.new_page()
                self._known.add(page)
            finally:
                self._expected -= 1
        tab = await self._take(page)
        # A window that a page opened in that same moment was taken for ours.
        for other in self._engine.context.pages:
            self._came(other)
        if front:
            await self.show(tab)
        return tab

    async def show(self, tab: Tab) -> None:
        """Bring a tab to the front."""
        self._active = tab.id
        with contextlib.suppress(*_FAULTS):
            await tab.send("Page.bringToFront")
        await self.fit()
        if self._active == tab.id:
            await self._audience.shown(tab)
            self._audience.changed()

    async def close(self, tab: Tab) -> None:
        """Close a tab. The last one becomes blank instead: a browser without tabs ends."""
        if len(self._tabs) == 1:
            tab.visit(BLANK)
            return
        with contextlib.suppress(*_FAULTS):
            async with asyncio.timeout(ANSWER_WITHIN):
                await tab.page.close(run_before_unload=False)
        self._forget(tab)

    async def replace(self, tab: Tab) -> Tab | None:
        """A fresh page in the place of one that crashed or hangs, at the same address. Raises Playwright's errors."""
        address, order = tab.address, list(self._tabs)
        fresh = await self.open(front=tab.id == self._active, instead=1)
        if fresh is None:
            return None
        self._forget(tab, choose=False)
        with contextlib.suppress(*_FAULTS):
            async with asyncio.timeout(ANSWER_WITHIN):
                await tab.page.close(run_before_unload=False)
        names = [fresh.id if name == tab.id else name for name in order if name != fresh.id]
        self._tabs = {name: self._tabs[name] for name in names if name in self._tabs}
        if address:
            fresh.visit(address)
        self._audience.changed()
        return fresh

    async def resize(self, geometry: Geometry) -> None:
        """The stage has another size."""
        self._geometry = geometry
        await self.fit()

    async def zoom(self, tab: Tab, factor: float) -> None:
        """Enlarge what a tab shows, as a browser's zoom does: the page gets fewer CSS pixels."""
        tab.zoom = factor
        await self._scale(tab)
        self._audience.changed()

    async def fit(self) -> None:
        """Let the windows fill the stage and the pages their windows."""
        width, height = self._geometry.picture
        if self._engine.screen is not None:
            with contextlib.suppress(OSError):
                await self._engine.screen.fit(width, height)
        for tab in self.all:
            await self._scale(tab)

    @property
    def hand(self) -> tuple[float, float]:
        """The width and height in which DevTools takes the positions of input for the tab in front.

        Pixels of the window; without a window CSS pixels.
        """
        width, height = self._geometry.picture
        factor = 1.0
        if self._engine.screen is None and self.active is not None:
            factor = self._geometry.ratio * self.active.zoom
        return width / factor, height / factor

    async def end(self) -> None:
        """Follow nothing any more."""
        self._ended = True
        for tab in self.all:
            tab.forget()

    async def _scale(self, tab: Tab) -> None:
        width, height = self._geometry.picture
        factor = self._geometry.ratio * tab.zoom
        headless = self._engine.screen is None
        with contextlib.suppress(*_FAULTS):
            if factor == 1.0 and not headless:
                await tab.send("Emulation.clearDeviceMetricsOverride")
                return
            # The window stays as large as the picture; the page is laid out smaller and drawn larger, as sharp as ever.
            scaled = {} if headless else {"scale": factor, "dontSetVisibleSize": True}
            size = {"width": round(width / factor), "height": round(height / factor)}
            await tab.send(
                "Emulation.setDeviceMetricsOverride", {**size, "deviceScaleFactor": factor, "mobile": False, **scaled}
            )

    # What happens by itself

    def _came(self, page: Page) -> None:
        if self._expected or page in self._known or self._ended or page.is_closed():
            return
        self._known.add(page)
        page.once("close", lambda _: self._known.discard(page))
        now = time.monotonic()
        storm = len(self._opened) == _STORM and now - self._opened[0] < _STORM_WITHIN
        if storm or len(self._tabs) >= self._limits.tabs:
            self._audience.notice("popup_refused" if storm else "too_many_tabs")
            self._spawn("unwanted tab of a page", _close(page))
            return
        self._opened.append(now)
        self._spawn("new tab of a page", self._adopt(page))

    async def _adopt(self, page: Page) -> None:
        """A page opened a tab or a window."""
        try:
            tab = await self._take(page)
            await self._fill_screen(tab)
            answer = await tab.send("Runtime.evaluate", {"expression": "document.visibilityState"}, 1.0)
            front = answer["result"].get("value") != "hidden"
        except TimeoutError:
            front = True  # busy with loading, as tabs are that come to the front
        except (PlaywrightError, KeyError, OSError):
            return
        self._audience.notice("popup_opened")
        if front and not tab.closed:
            await self.show(tab)

    async def _fill_screen(self, tab: Tab) -> None:
        # A window of its own comes with an address bar, which only full screen takes away.
        window = (await tab.send("Browser.getWindowForTarget"))["windowId"]
        bounds = {"windowId": window, "bounds": {"windowState": "fullscreen"}}
        with contextlib.suppress(PlaywrightError):
            await tab.send("Browser.setWindowBounds", bounds)

    async def _take(self, page: Page) -> Tab:
        tab = Tab(f"t{next(self._names)}", page, self._spawn, self._audience.changed)
        page.on("close", lambda _: self._forget(tab))
        page.on("crash", lambda _: self._crash(tab))
        self._tabs[tab.id] = tab
        self._known.add(page)
        self._active = self._active or tab.id
        try:
            await tab.open()
            await self._scale(tab)
            await self._audience.opened(tab)
        except BaseException:
            self._forget(tab)
            raise
        self._audience.changed()
        return tab

    def _crash(self, tab: Tab) -> None:
        if not tab.closed and not self._ended:
            tab.crashed = True
            tab.fail("page_crashed", tab.host)
            self._audience.crashed(tab)

    def _forget(self, tab: Tab, choose: bool = True) -> None:
        if self._ended or self._tabs.get(tab.id) is not tab:
            return
        order = list(self._tabs)
        at = order.index(tab.id)
        del self._tabs[tab.id]
        self._known.discard(tab.page)
        tab.forget()
        self._audience.gone(tab)
        if tab.id == self._active and choose:
            self._active = ""
            neighbours = [*reversed(order[:at]), *order[at + 1 :]]
            if neighbours:
                self._spawn("tab of a page to the front", self._show_by_name(neighbours[0]))
        self._audience.changed()

    async def _show_by_name(self, name: str) -> None:
        tab = self._tabs.get(name)
        if tab is not None:
            await self.show(tab)

    def _target_changed(self, event: dict[str, Any]) -> None:
        info = event.get("targetInfo", {})
        if info.get("type") == "page" and "title" in info:
            for tab in self.all:
                if tab.target == info.get("targetId") and tab.error is None:
                    # Until a page has a title, the browser says its address, which stands beside it anyway.
                    tab.informed("" if info["title"] and info["title"] in info.get("url", "") else info["title"])

    def _page_says(self, source: Any, what: object, text: object = "") -> None:
        """A page has another title, or asked for something that is refused. It may say little, and not often."""
        tab = next((tab for tab in self.all if tab.page == source["page"]), None)
        if what == "title" and tab is not None and isinstance(text, str) and tab.error is None:
            tab.informed(text)
        if what not in _REFUSABLE or self._ended:
            return
        now = time.monotonic()
        if tab is None or now - self._noticed.get((tab.id, str(what)), -_NOTICE_EVERY) < _NOTICE_EVERY:
            return
        self._noticed[tab.id, str(what)] = now
        self._audience.notice("permission_refused", what=str(what), host=tab.host)


async def _close(page: Page) -> None:
    with contextlib.suppress(*_FAULTS):
        async with asyncio.timeout(ANSWER_WITHIN):
            await page.close(run_before_unload=False)
