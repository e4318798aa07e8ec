"""One tab: where it is, what is wrong with it, and moving it."""

import asyncio
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

from playwright.async_api import CDPSession, Frame, Page, Request, Response
from playwright.async_api import Error as PlaywrightError

from cobrowse.browser import faults, icons
from cobrowse.browser.engine import Spawn
from cobrowse.egress.addresses import shown

ANSWER_WITHIN: Final = 5.0
"""How long a browser may think about one command, seconds."""
MOST_TITLE: Final = 200
MOST_ADDRESS: Final = 4_096
BLANK: Final = "about:blank"


class Tab:
    """What the people see of one tab. `changed` is called whenever any of it is different; `crashed` once."""

    def __init__(self, name: str, page: Page, spawn: Spawn, changed: Callable[[], None]) -> None:
        self.id = name
        self.page = page
        self.target = ""
        self.title = ""
        self.address = ""
        self.icon = ""
        self.loading = False
        self.progress = 0.0
        self.can_back = self.can_forward = False
        self.zoom = 1.0
        self.error: dict[str, str] | None = None
        self.crashed = False
        self.hanging = False
        self.closed = False
        self._cdp: CDPSession | None = None
        self._spawn = spawn
        self._changed = changed
        self._entries: list[dict[str, Any]] = []
        self._at = 0
        self._refusals: dict[str, str] = {}
        self._fallback = ""
        self._icon_of = ""
        self._going: asyncio.Task[Any] | None = None

    @property
    def cdp(self) -> CDPSession:
        """Its DevTools session, once it is open."""
        if self._cdp is None:
            raise PlaywrightError("the tab is not open yet")
        return self._cdp

    @property
    def host(self) -> str:
        """The host as the web knows it; "" for blank pages."""
        parts = _split(self.address)
        return parts.hostname or "" if parts is not None and parts.scheme in ("http", "https") else ""

    @property
    def secure(self) -> bool:
        """Whether the page came over a connection that nobody could read or change."""
        return self.address.startswith("https://") and self.error is None

    def told(self) -> dict[str, Any]:
        """For the tab strip."""
        return {
            "id": self.id,
            "title": self.title,
            "address": self.address,
            "host": shown(self.host) if self.host else "",
            "secure": self.secure,
            "icon": self.icon,
            "loading": self.loading,
        }

    async def open(self) -> None:
        """Begin to follow the page. Raises Playwright's errors when it is gone already."""
        page = self.page
        self._cdp = cdp = await page.context.new_cdp_session(page)
        self.target = (await self.send("Target.getTargetInfo"))["targetInfo"]["targetId"]
        cdp.on("Page.frameStartedLoading", self._started)
        cdp.on("Page.frameStoppedLoading", self._stopped)
        cdp.on("Page.navigatedWithinDocument", self._moved_within)
        page.on("framenavigated", self._navigated)
        page.on("requestfailed", self._request_failed)
        page.on("response", self._responded)
        page.on("domcontentloaded", lambda _: self._progressed(0.7))
        await self.send("Page.enable")
        self.address = clean(page.url)
        self._look_soon()

    async def send(self, method: str, params: dict[str, Any] | None = None, within: float = ANSWER_WITHIN) -> Any:
        """One DevTools command. Raises Playwright's errors, and TimeoutError from a browser that hangs."""
        async with asyncio.timeout(within):
            return await self.cdp.send(method, params)

    # Moving

    def visit(self, address: str, fallback: str = "") -> None:
        """Go there; how that ends is told. `fallback` is tried when nobody answers."""
        self._refusals.clear()
        self._fallback = fallback
        self.fail(None)
        self._progressed(0.05, loading=True)
        if self._going is not None:
            self._going.cancel()
        self._going = self._spawn("visit of a page", self._visit(address))

    def back(self) -> None:
        """One page back, when there is one."""
        self._travel(-1)

    def forward(self) -> None:
        """One page forward, when there is one."""
        self._travel(1)

    async def reload(self) -> None:
        """Load the same address anew."""
        self._refusals.clear()
        self.fail(None)
        await self.send("Page.reload")

    async def stop(self) -> None:
        """Load no further; a script that never ends is ended too."""
        if self._going is not None:
            self._going.cancel()
        self._fallback = ""
        await self.send("Page.stopLoading")
        if self.hanging:
            await self.send("Runtime.terminateExecution")
        self._progressed(1.0, loading=False)

    async def answers(self, within: float) -> bool:
        """Whether the page's scripts come to an end within so many seconds."""
        try:
            await self.send("Runtime.evaluate", {"expression": "0", "returnByValue": True}, within)
        except TimeoutError:
            return False
        return True

    def refuse(self, host: str, code: str) -> None:
        """The proxy refused a request to this host; whether it was this tab's shows when the page fails."""
        if len(self._refusals) < 100:
            self._refusals[host] = code
        if self.error is not None and self.error.get("host") == host:
            self.fail(code, host)

    def fail(self, code: str | None, host: str = "") -> None:
        """Say what is wrong; None when nothing is."""
        error = None if code is None else {"code": code} | ({"host": host} if host else {})
        if error != self.error:
            self.error = error
            self._changed()

    def informed(self, title: str) -> None:
        """The browser says what the tab is called now."""
        title = " ".join(title.split())[:MOST_TITLE]
        if title != self.title:
            self.title = title
            self._changed()

    def forget(self) -> None:
        """It is closed: nothing of it goes on."""
        self.closed = True
        if self._going is not None:
            self._going.cancel()

    async def _visit(self, address: str) -> None:
        # The answer comes when the page has begun to show, or has failed: a slow site may take its time.
        try:
            answer = await self.cdp.send("Page.navigate", {"url": address, "transitionType": "typed"})
        except PlaywrightError:
            self._progressed(1.0, loading=False)
            return
        failure = answer.get("errorText", "")
        code = faults.of(failure)
        if code:
            host = _host(address)
            # A proxy's no to a secure connection reaches us as a failed tunnel; it has told us which.
            self._failed(self._refusals.get(host, code), host)
        elif failure:
            self._progressed(1.0, loading=False)

    def _travel(self, step: int) -> None:
        at = self._at + step
        if 0 <= at < len(self._entries):
            self.fail(None)
            entry = self._entries[at]["id"]
            self._spawn("visit of a page", self._quietly("Page.navigateToHistoryEntry", {"entryId": entry}))

    async def _quietly(self, method: str, params: dict[str, Any] | None = None) -> Any:
        try:
            return await self.send(method, params)
        except (PlaywrightError, TimeoutError):
            return None  # closed or stuck, which is seen elsewhere

    # What the browser tells

    def _started(self, event: dict[str, Any]) -> None:
        if event.get("frameId") == self.target:
            self._progressed(0.1, loading=True)

    def _stopped(self, event: dict[str, Any]) -> None:
        if event.get("frameId") == self.target:
            self._progressed(1.0, loading=False)
            self._look_soon()
            if self._icon_of != self.address and not self.closed:
                self._spawn("icon of a page", self._fetch_icon(self.address))

    def _moved_within(self, event: dict[str, Any]) -> None:
        if event.get("frameId") == self.target:
            self.address = clean(str(event.get("url", "")))
            self._changed()
            self._look_soon()

    def _navigated(self, frame: Frame) -> None:
        if frame != self.page.main_frame:
            return
        if not frame.url.startswith("chrome-error:"):
            before, self.address = self.host, clean(frame.url)
            if self.host != before:
                self.icon = ""
            # An answer that the proxy gave in the site's place keeps its error.
            if self.error is not None and self.error.get("host") != self.host:
                self.error = None
        self._progressed(0.5)
        self._changed()
        self._look_soon()

    def _request_failed(self, request: Request) -> None:
        if not request.is_navigation_request() or not self._is_mine(request):
            return
        code = faults.of(request.failure or "")
        if code:
            host = _host(request.url)
            self._failed(self._refusals.get(host, code), host)

    def _responded(self, response: Response) -> None:
        request = response.request
        if not request.is_navigation_request() or not self._is_mine(request):
            return
        host = _host(response.url)
        if host in self._refusals and response.headers.get("samen-refused"):
            self._failed(self._refusals[host], host)
        elif response.status == 401 and "www-authenticate" in response.headers:
            self.fail("login_refused", host)
        else:
            self.fail(None)
        self._progressed(0.3)

    def _failed(self, code: str, host: str) -> None:
        if self._fallback and code in ("unreachable", "too_slow", "no_secure_connection", "bad_response"):
            fallback, self._fallback = self._fallback, ""
            self.visit(fallback)
            return
        self.fail(code, host)

    def _is_mine(self, request: Request) -> bool:
        try:
            return bool(request.frame == self.page.main_frame)
        except PlaywrightError:  # a request of no frame, or of one that is gone
            return False

    def _progressed(self, progress: float, loading: bool | None = None) -> None:
        if loading is True and not self.loading:
            self.progress = 0.0
        loading = self.loading if loading is None else loading
        progress = 1.0 if not loading else max(progress, self.progress if self.progress < 1.0 else 0.0)
        if (progress, loading) != (self.progress, self.loading):
            self.progress, self.loading = progress, loading
            self._changed()

    def _look_soon(self) -> None:
        if not self.closed:
            self._spawn("history of a page", self._look())

    async def _look(self) -> None:
        """Learn the tab's history, and the address that it stands at."""
        history = await self._quietly("Page.getNavigationHistory")
        if history is None:
            return
        entries, at = history["entries"], history["currentIndex"]
        # The blank page that every tab begins with is nothing to go back to.
        first = 1 if len(entries) > 1 and entries[0]["url"] == BLANK else 0
        self._entries, self._at = entries[first:], at - first
        self.can_back, self.can_forward = self._at > 0, self._at < len(self._entries) - 1
        if 0 <= at < len(entries):
            self.address = _address_of(entries[at])
            if self.error is not None:
                # What the browser calls its own page of an error is nothing for people: the tab bears the site's name.
                self.title = ""
            elif not self.title:
                self.title = " ".join(entries[at].get("title", "").split())[:MOST_TITLE]
        self._changed()

    async def _fetch_icon(self, address: str) -> None:
        self._icon_of = address
        try:
            icon = await icons.fetch(self.cdp, self.target, address)
        except (PlaywrightError, TimeoutError, KeyError):
            return
        if self._icon_of == address and icon != self.icon and not self.closed:
            self.icon = icon
            self._changed()


def _address_of(entry: dict[str, Any]) -> str:
    """Where an entry of the history is: what was typed counts only while that could not be opened."""
    url = str(entry["url"])
    failed = url.startswith("chrome-error:")
    return clean(str(entry.get("userTypedURL") or url) if failed else url)


def clean(address: str) -> str:
    """An address as people may see it: without a name and password in it, never longer than is sensible, "" if blank."""
    if address in ("", BLANK) or address.startswith(("chrome:", "chrome-error:")):
        return ""
    parts = _split(address)
    if parts is None:
        return address[:MOST_ADDRESS]
    if "@" in parts.netloc:
        address = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    return address[:MOST_ADDRESS]


def _split(address: str) -> Any:
    try:
        parts = urlsplit(address)
        _ = parts.hostname
    except ValueError:
        return None
    return parts


def _host(address: str) -> str:
    parts = _split(address)
    return "" if parts is None else parts.hostname or ""
