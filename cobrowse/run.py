"""One life of a page's browser: from its start to its end, with everything that belongs to it."""

import asyncio
import contextlib
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from playwright.async_api import Error as PlaywrightError

from cobrowse.browser.dialogs import Dialogs
from cobrowse.browser.downloads import Downloads
from cobrowse.browser.engine import Engine, Spawn
from cobrowse.browser.tab import Tab
from cobrowse.browser.tabs import Tabs
from cobrowse.browser.watch import Watch
from cobrowse.driving.driving import Driving
from cobrowse.driving.hidden import Hidden
from cobrowse.egress.addresses import understand
from cobrowse.egress.gate import Rules
from cobrowse.ports import Files, Geometry, Limits, Listener, Policy, Refused, TabAddress, Unable

FAULTS: Final = (PlaywrightError, TimeoutError, OSError)
_DRESS_WITHIN: Final = 10.0


class Above(Protocol):
    """The page, as its browser's life sees it."""

    @property
    def driver(self) -> tuple[str | None, int]:
        """Who drives, and the epoch."""
        ...

    def changed(self) -> None:
        """Something that people see is different."""
        ...

    def tell(self, message: dict[str, Any]) -> None:
        """A message for everybody."""
        ...

    def shown(self, tab: Tab) -> None:
        """Another tab is in front."""
        ...

    def tab_crashed(self, tab: Tab) -> None:
        """A renderer has ended."""
        ...

    def idle(self) -> None:
        """Nobody has used the page for long."""
        ...


@dataclass(frozen=True, slots=True)
class Kit:
    """What stays the same through all lives of a page."""

    limits: Limits
    spawn: Spawn
    files: Files
    listener: Listener
    hidden: Hidden = field(default_factory=Hidden)


class Run:
    """Begin it with `begin`; after `end` nothing of the browser is left."""

    def __init__(self, above: Above, kit: Kit, engine: Engine, policy: Policy, size: Geometry) -> None:
        self.engine = engine
        self._above = above
        self._kit = kit
        self._policy = policy
        self._watching: asyncio.Task[Any] | None = None
        spawn, files = kit.spawn, kit.files

        def driver() -> str | None:
            return above.driver[0]

        self.driving = Driving(spawn, kit.listener.told, kit.hidden, width=1.0, height=1.0)
        self.dialogs = Dialogs(above.tell, driver, spawn, files, engine.uploads, engine.give)
        self.downloads = Downloads(above.tell, driver, spawn, files, engine.downloads, kit.limits)
        self.tabs = Tabs(engine, kit.limits, spawn, self, size)
        self.watch = Watch(engine, kit.limits, self)

    async def begin(self) -> Tab:
        """Take over the browser; its blank tab. Raises Unable, and ValueError for rules that cannot be read."""
        self.engine.rule(self._policy)
        self.engine.refused = self._refused
        self.driving.drive(*self._above.driver)
        try:
            await self._dress()
        except FAULTS as fault:
            raise Unable("start_failed") from fault
        first = await self.tabs.start()
        self._watching = self._kit.spawn("watch over a page", self.watch.run())
        if self.engine.failed:
            raise Unable("start_failed")
        return first

    async def restore(self, first: Tab, addresses: tuple[TabAddress, ...], active: int) -> None:
        """Open these addresses, the first in the tab that is there. Raises Playwright's errors."""
        opened: list[Tab] = []
        for number, kept in enumerate(addresses[: self._kit.limits.tabs]):
            tab = first if number == 0 else await self.tabs.open(front=False)
            if tab is not None:
                opened.append(tab)
                self.go(tab, kept.address)
        if 0 < active < len(opened):
            await self.tabs.show(opened[active])

    async def end(self) -> None:
        """End the browser and everything around it."""
        if self._watching is not None:
            self._watching.cancel()
        await self.tabs.end()
        with contextlib.suppress(*FAULTS):
            await self.driving.aclose()
        for message in self.dialogs.messages():
            self._above.tell({"type": "dialog_closed", "id": message["id"]})
        await self.engine.close()

    def go(self, tab: Tab, typed: str) -> None:
        """Go to what somebody typed; a refusal is the tab's error."""
        try:
            goal = understand(typed, Rules.of(self._policy, self.engine.workshop.own), self._policy.search)
        except Refused as refusal:
            tab.fail(refusal.code)
            return
        tab.visit(goal.url, goal.fallback)

    async def rule(self, policy: Policy) -> None:
        """Other rules count from now on; masks for what is loaded from now on. Raises ValueError, changing nothing."""
        self.engine.rule(policy)
        masks, self._policy = policy.masks != self._policy.masks, policy
        if masks:
            with contextlib.suppress(*FAULTS):
                await self._dress()

    async def replace(self, tab: Tab) -> None:
        """A fresh page in the place of a tab that crashed or hangs."""
        with contextlib.suppress(*FAULTS):
            if await self.tabs.replace(tab) is not None:
                self.notice("restarted")

    def measure(self) -> None:
        """Tell the hands how large their field is."""
        self.driving.resize(*self.tabs.hand)

    async def _dress(self) -> None:
        """Load what masks fields; without it no page may be shown."""
        session = await self.engine.browser_session()
        try:
            async with asyncio.timeout(_DRESS_WITHIN):
                await self.driving.install(session, self.engine.profile / "veil", self._policy.masks)
        finally:
            with contextlib.suppress(PlaywrightError):
                await session.detach()

    # What the tabs tell

    def changed(self) -> None:
        """Something that the strip shows is different."""
        self._above.changed()

    async def opened(self, tab: Tab) -> None:
        """Before a tab's first page: what drives and masks it, and what it asks of people."""
        dialogs, downloads, page = self.dialogs, self.downloads, tab.page
        page.on("dialog", lambda dialog: dialogs.ask(tab, dialog))
        page.on("filechooser", lambda chooser: dialogs.choose(tab, chooser))
        page.on("download", lambda download: downloads.take(download))
        page.on("framenavigated", lambda frame: dialogs.calm(tab) if frame == page.main_frame else None)
        await self.driving.attach(tab.id, await page.context.new_cdp_session(page))

    async def shown(self, tab: Tab) -> None:
        """Another tab is in front."""
        with contextlib.suppress(KeyError):
            self.driving.activate(tab.id)
        self.measure()
        self._above.shown(tab)

    def gone(self, tab: Tab) -> None:
        """A tab has closed."""
        self.dialogs.drop(tab)
        self.driving.detach(tab.id)

    def crashed(self, tab: Tab) -> None:
        """A renderer has ended."""
        self.dialogs.drop(tab)
        self._above.tab_crashed(tab)

    def notice(self, code: str, **details: str) -> None:
        """Something that people should hear of once."""
        self._above.tell({"type": "notice", "code": code, **details})

    # What the watch tells and asks

    def active(self) -> Tab | None:
        """The tab in front."""
        return self.tabs.active

    def waits(self, tab: Tab) -> bool:
        """Whether the tab stands still because it asks people something."""
        return self.dialogs.open_in(tab)

    def ate(self) -> None:
        """Too much memory: what took it was ended, which comes as a crash too."""
        self.notice("too_much_memory")

    def hangs(self, tab: Tab, on: bool) -> None:
        """The scripts of this tab no longer come to an end; or they do again."""
        if tab.hanging != on:
            tab.hanging = on
            self._above.changed()

    def idle(self) -> None:
        """Nobody has used the page for long."""
        self._above.idle()

    def _refused(self, host: str, code: str) -> None:
        for tab in self.tabs.all:
            tab.refuse(host, code)
