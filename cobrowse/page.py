"""The co-browsed page of one session: its browser, who drives it, who watches it, and how it comes back."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final

import structlog
from playwright.async_api import Error as PlaywrightError

from cobrowse import pipeline
from cobrowse.browser.dialogs import Dialogs
from cobrowse.browser.downloads import Downloads
from cobrowse.browser.engine import Engine, Spawn
from cobrowse.browser.tab import Tab
from cobrowse.browser.tabs import Tabs
from cobrowse.browser.watch import Watch
from cobrowse.driving.driving import Driving
from cobrowse.egress.addresses import understand
from cobrowse.egress.gate import Rules
from cobrowse.picture.ports import Sink, Wants
from cobrowse.picture.stream import Stream
from cobrowse.ports import Ability, Files, Geometry, Limits, Listener, Policy, Refused, TabAddress, Unable
from cobrowse.seats import PageSeat, Servers

log = structlog.get_logger(__name__)

StartEngine = Callable[[str], Awaitable[Engine]]
"""A running browser for a language: the warm one, or a new one. Raises Unable."""

MOST: Final = (1920, 1080)
LEAST: Final = (320, 240)
MOST_ZOOM: Final = 4.0
LEAST_ZOOM: Final = 0.25
_TOGETHER: Final = 0.03
_BY_ITSELF_WITHIN: Final = 60.0
_MOST_STARTS: Final = 3
_FAULTS: Final = (PlaywrightError, TimeoutError, OSError)


def geometry(width: int, height: int, ratio: float = 1.0) -> Geometry:
    """The page's size for a stage of so many CSS pixels: never more than 1080p is drawn, in the stage's own shape."""
    width, height = max(width, LEAST[0]), max(height, LEAST[1])
    shrink = min(1.0, MOST[0] / width, MOST[1] / height)
    width, height = int(width * shrink), int(height * shrink)
    sharper = min(max(ratio, 1.0), MOST[0] / width, MOST[1] / height)
    return Geometry(width, height, sharper if sharper >= 1.05 else 1.0)


class Page:
    """Made by `House.open`. Coroutines wait for the browser at most a few seconds; a page that is gone does nothing."""

    def __init__(
        self,
        start_engine: StartEngine,
        ability: Ability,
        limits: Limits,
        spawn: Spawn,
        policy: Policy,
        files: Files,
        listener: Listener,
        size: Geometry,
    ) -> None:
        self.policy = policy
        self.status = "starting"
        self._start_engine = start_engine
        self._ability = ability
        self._limits = limits
        self._spawn = spawn
        self._files = files
        self._listener = listener
        self._size = size
        self._engine: Engine | None = None
        self._tabs: Tabs | None = None
        self._dialogs: Dialogs | None = None
        self._downloads: Downloads | None = None
        self._driving: Driving | None = None
        self._watch: Watch | None = None
        self._watching: asyncio.Task[Any] | None = None
        self._stream: Stream | None = None
        self._seats: list[PageSeat] = []
        self._driver: str | None = None
        self._epoch = 0
        self._blurred = False
        self._sharp: frozenset[str] = frozenset()
        self._readers: set[str] = set()
        self._error: dict[str, str] | None = None
        self._site: str | None = None
        self._kept: tuple[tuple[TabAddress, ...], int] = ((), 0)
        self._telling = False
        self._failures: list[float] = []
        self._tab_failures: dict[str, float] = {}
        self._closed = False
        self._changing = asyncio.Lock()

    # Opening and coming back; called by the house

    async def open(self, restore: tuple[TabAddress, ...] = (), active: int = 0) -> None:
        """Start the browser and open the first addresses. Raises Unable, Refused("bad_policy")."""
        async with self._changing:
            self._kept = restore, active
            await self._begin()
            self._set_status("running")

    async def close(self) -> None:
        """End everything; nothing is left and nothing more is told."""
        self._closed = True
        # Whatever is starting at this moment ends first: it would be left behind.
        async with self._changing:
            await self._end()
            for seat in list(self._seats):
                seat.leave()
            if self._stream is not None:
                await self._stream.close()
                self._stream = None

    async def _begin(self) -> None:
        engine = await self._start_engine(self.policy.language)
        self._engine = engine
        try:
            engine.rule(self.policy)
            engine.refused = self._refused
            self._driving = Driving(self._spawn, self._listener.told, width=1.0, height=1.0)
            self._driving.drive(self._driver, self._epoch)
            self._dialogs = Dialogs(
                self._tell, lambda: self._driver, self._spawn, self._files, engine.uploads, engine.give
            )
            self._downloads = Downloads(
                self._tell, lambda: self._driver, self._spawn, self._files, engine.downloads, self._limits
            )
            self._tabs = tabs = Tabs(engine, self._limits, self._spawn, _Audience(self), self._size)
            await self._dress(engine)
            first = await tabs.start()
            if self._readers:
                self._driving.outline(True)
            self._show(engine, first)
            await self._restore(first)
            self._watch = Watch(engine, self._limits, _Watched(self))
            self._watching = self._spawn("watch over a page", self._watch.run())
            engine.died = self._died
            if engine.failed:
                raise Unable("start_failed")
        except ValueError as fault:
            await self._end()
            raise Refused("bad_policy") from fault
        except _FAULTS as fault:
            await self._end()
            raise Unable("start_failed") from fault
        except BaseException:
            await self._end()
            raise

    async def _dress(self, engine: Engine) -> None:
        """Load what masks fields; without it no page may be shown."""
        session = await engine.browser_session()
        try:
            async with asyncio.timeout(10):
                await self._drives.install(session, engine.profile / "veil", self.policy.masks)
        finally:
            with contextlib.suppress(PlaywrightError):
                await session.detach()

    def _show(self, engine: Engine, tab: Tab) -> None:
        """Let the stream look at this browser."""
        loop = asyncio.get_running_loop()
        source = pipeline.source(self._ability.pipeline, engine, tab, loop)
        width, height = self._size.picture
        if self._stream is None:
            self._stream = Stream(source, loop, width=width, height=height, lost=self._lost)
        else:
            self._stream.replace(source, width, height)
        if engine.sound is not None:
            engine.sound.changed = lambda playing: self._tell({"type": "sound", "playing": playing})
        for seat in self._seats:
            self._sit(seat)

    async def _restore(self, first: Tab) -> None:
        addresses, active = self._kept
        tabs = self._strip
        tab: Tab | None = first
        opened: list[Tab] = []
        for number, kept in enumerate(addresses[: self._limits.tabs]):
            tab = first if number == 0 else await tabs.open(front=False)
            if tab is not None:
                opened.append(tab)
                self._go(tab, kept.address)
        if 0 < active < len(opened):
            await tabs.show(opened[active])

    async def _end(self) -> None:
        if self._watching is not None:
            self._watching.cancel()
            self._watching = None
        if self._tabs is not None:
            self._kept = self._tabs.addresses() if self._tabs.all else self._kept
            await self._tabs.end()
            self._tabs = None
        if self._driving is not None:
            with contextlib.suppress(*_FAULTS):
                await self._driving.aclose()
            self._driving = None
        if self._dialogs is not None:
            for message in self._dialogs.messages():
                self._tell({"type": "dialog_closed", "id": message["id"]})
        self._dialogs = self._downloads = self._watch = None
        if self._engine is not None:
            engine, self._engine = self._engine, None
            await engine.close()

    def _died(self, code: str) -> None:
        """The browser or its display ended by itself."""
        if not self._closed:
            self._spawn("page comes back", self._come_back(code))

    async def _come_back(self, code: str, by_hand: bool = False) -> None:
        async with self._changing:
            if self._closed:
                return
            now = time.monotonic()
            self._failures = [at for at in self._failures if now - at < _BY_ITSELF_WITHIN]
            if by_hand:
                self._failures = []
            elif self._failures:
                # Twice in a minute: that would go on. Now people decide.
                self._error = {"code": code}
                self._set_status("crashed")
                await self._end()
                return
            self._failures.append(now)
            self._error = {"code": code} if code else None
            self._set_status("restarting")
            await self._end()
            await self._start_again()

    async def _start_again(self) -> None:
        for attempt in range(_MOST_STARTS):
            try:
                await self._begin()
            except Refused as refusal:
                log.warning("A page did not come back.", code=refusal.code, attempt=attempt + 1)
                await asyncio.sleep(0.5 * 2**attempt)
                continue
            self._error = None
            self._set_status("running")
            self._tell({"type": "notice", "code": "restarted"})
            return
        self._error = {"code": "beyond_repair"}
        self._set_status("crashed")
        self._listener.ended("beyond_repair")

    def _lost(self) -> None:
        """The stream has lost its source: the display went, which is seen elsewhere too, or only the capture did."""
        if not self._closed and self._engine is not None and not self._engine.failed:
            self._spawn("picture of a page comes back", self._look_again(self._engine))

    async def _look_again(self, engine: Engine) -> None:
        await asyncio.sleep(0.5)
        tab = None if self._tabs is None else self._tabs.active
        if self._engine is engine and not engine.failed and tab is not None and not self._closed:
            self._show(engine, tab)

    # Moving

    async def visit(self, address: str, tab: str | None = None) -> None:
        """Go to what somebody typed. A refusal is told as the tab's error."""
        self._touch()
        one = self._tab(tab)
        if one is not None:
            self._go(one, address)

    async def back(self) -> None:
        """One page back."""
        self._touch()
        if (tab := self._tab()) is not None:
            tab.back()

    async def forward(self) -> None:
        """One page forward."""
        self._touch()
        if (tab := self._tab()) is not None:
            tab.forward()

    async def reload(self) -> None:
        """Load the page anew; one that crashed or hangs gets a fresh start."""
        self._touch()
        tab = self._tab()
        if tab is None:
            return
        with contextlib.suppress(*_FAULTS):
            if tab.crashed or tab.hanging:
                await self._replace(tab)
            else:
                await tab.reload()

    async def stop(self) -> None:
        """Load no further."""
        self._touch()
        if (tab := self._tab()) is not None:
            with contextlib.suppress(*_FAULTS):
                await tab.stop()

    async def zoom(self, factor: float) -> None:
        """Show the page larger or smaller; 1 is its own size."""
        self._touch()
        tab = self._tab()
        if tab is not None and factor == factor:
            await self._strip.zoom(tab, min(max(factor, LEAST_ZOOM), MOST_ZOOM))
            self._measure_hands()

    async def new_tab(self, address: str = "") -> None:
        """A new tab, in front."""
        self._touch()
        if self._tabs is not None:
            with contextlib.suppress(*_FAULTS):
                tab = await self._tabs.open()
                if tab is not None and address:
                    self._go(tab, address)

    async def select_tab(self, tab: str) -> None:
        """Bring a tab to the front."""
        self._touch()
        one = self._tab(tab)
        if one is not None:
            await self._strip.show(one)

    async def close_tab(self, tab: str) -> None:
        """Close a tab; the last one becomes blank."""
        self._touch()
        one = self._tab(tab)
        if one is not None:
            await self._strip.close(one)

    async def resize(self, width: int, height: int, ratio: float = 1.0) -> None:
        """The stage is so many CSS pixels, with so many device pixels each."""
        size = geometry(width, height, ratio)
        if size == self._size:
            return
        self._size = size
        if self._tabs is not None:
            await self._tabs.resize(size)
        picture = self._size.picture
        self._measure_hands()
        if self._stream is not None:
            self._stream.resize(*picture)
        self.changed()

    async def restart(self) -> None:
        """Start the browser anew, with the last addresses; or only the tab, where the browser is well."""
        tab = self._tab()
        if self.status == "running" and tab is not None and (tab.crashed or tab.hanging):
            with contextlib.suppress(*_FAULTS):
                await self._replace(tab)
            return
        if self.status != "restarting":
            await self._come_back("", by_hand=True)

    # Driving

    def drive(self, participant_id: str | None, epoch: int) -> None:
        """Who drives from now on; everything held is let go of, and older epochs do nothing any more."""
        if epoch < self._epoch:
            return
        self._driver, self._epoch = participant_id, epoch
        if self._driving is not None:
            self._driving.drive(participant_id, epoch)
        if self._dialogs is not None:
            self._dialogs.tell_again()

    async def input(self, participant_id: str, epoch: int, events: list[dict[str, Any]]) -> None:
        """What a hand did. Of whoever does not drive nothing is done. Raises BadInput."""
        if self._driving is None:
            return
        self._driving.input(participant_id, epoch, events)
        if participant_id == self._driver and epoch == self._epoch:
            self._touch()
            if self._stream is not None:
                self._stream.touch()

    async def answer(
        self,
        participant_id: str,
        dialog: str,
        accept: bool,
        text: str = "",
        file_ids: tuple[str, ...] = (),
        index: int | None = None,
        value: str = "",
        indexes: tuple[int, ...] = (),
    ) -> None:
        """The answer to a question of the page; the server has checked who may. Raises Refused."""
        self._touch()
        if self._dialogs is not None and self._dialogs.has(dialog):
            await self._dialogs.answer(dialog, accept, text, tuple(file_ids))
        elif self._driving is not None:
            if index is None and indexes:
                index = indexes[0]
            await self._driving.answer(dialog, accept, index=index, value=value or text)

    async def copy(self, participant_id: str) -> None:
        """The driver copies the selection."""
        if self._driving is not None:
            self._driving.copy(participant_id)

    async def act(self, participant_id: str, node: str, action: str, text: str = "") -> None:
        """The driver acts through the outline. Raises BadInput."""
        self._touch()
        if self._driving is not None:
            await self._driving.act(participant_id, node, action, text)

    async def outline(self, participant_id: str, on: bool) -> None:
        """This participant reads the outline, or no longer."""
        (self._readers.add if on else self._readers.discard)(participant_id)
        if self._driving is not None:
            self._driving.outline(bool(self._readers))

    def forget(self, participant_id: str) -> None:
        """This participant has left the session for good."""
        self._readers.discard(participant_id)
        if self._driving is not None:
            self._driving.forget(participant_id)
            self._driving.outline(bool(self._readers))

    # Watching

    def seat(self, participant_id: str, sink: Sink, wants: Wants, webrtc: bool = True) -> PageSeat:
        """A seat for a viewer; the first picture comes by itself."""
        seat = PageSeat(participant_id, sink, wants, webrtc, self._spawn, self._seats.remove)
        self._seats.append(seat)
        # Covered before it has a picture: nothing sharp can slip out.
        seat.cover(self._blurred and participant_id not in self._sharp)
        self._sit(seat)
        for message in [] if self._dialogs is None else self._dialogs.messages():
            self._listener.told(message, participant_id)
        if self._driving is not None:
            self._driving.greet(participant_id)
        return seat

    def ready(self, seat: PageSeat) -> dict[str, Any]:
        """The `ready` message of a seat, but for what the session knows."""
        sound = None if self._engine is None else self._engine.sound
        width, height = self._size.picture
        return {
            "pipeline": self._ability.pipeline,
            "codec": Stream.codec,
            "width": width,
            "height": height,
            "sound": "none" if sound is None else sound.state,
            "playing": sound is not None and sound.playing,
        } | seat.ready()

    def blur(self, on: bool, sharp: frozenset[str]) -> None:
        """On: whoever is not in `sharp` sees blurred stills only, from this moment."""
        self._blurred, self._sharp = on, sharp
        for seat in self._seats:
            seat.cover(on and seat.participant_id not in sharp)

    async def rtc(self, participant_id: str, message: dict[str, Any], caller: str = "", servers: Servers = ()) -> None:
        """A message rtc or rtc_stop of a viewer's page."""
        for seat in self._seats:
            if seat.participant_id == participant_id:
                seat.rtc(message, caller, servers)

    async def update_policy(self, policy: Policy) -> None:
        """The office has changed its rules: they count from now on; masks for what is loaded from now on."""
        masks = policy.masks != self.policy.masks
        self.policy = policy
        if self._engine is not None:
            self._engine.rule(policy)
            if masks:
                with contextlib.suppress(*_FAULTS):
                    await self._dress(self._engine)

    def snapshot(self) -> dict[str, Any]:
        """The `page` message."""
        tab = self._tab()
        tabs = [] if self._tabs is None else [one.told() for one in self._tabs.all]
        width, height = self._size.picture
        crashed = tab is not None and tab.crashed and self.status == "running"
        return {
            "type": "page",
            "status": "crashed" if crashed else self.status,
            "place": 0,
            "tabs": tabs,
            "active": "" if tab is None else tab.id,
            "can_back": tab is not None and tab.can_back,
            "can_forward": tab is not None and tab.can_forward,
            "loading": tab is not None and tab.loading,
            "progress": 1.0 if tab is None else tab.progress,
            "zoom": 1.0 if tab is None else tab.zoom,
            "hanging": tab is not None and tab.hanging,
            "error": self._error or (None if tab is None else tab.error),
            "width": width,
            "height": height,
        }

    def diagnostics(self) -> dict[str, Any]:
        """What the page uses, and how it is made. `sound_code` says why it is silent, "" when it is not."""
        engine, watch = self._engine, self._watch
        sound = None if engine is None else engine.sound
        return {
            "sound_code": "not_started" if sound is None else sound.code,
            "pipeline": self._ability.pipeline,
            "reason": self._ability.reason,
            "isolation": self._ability.isolation,
            "memory_mb": 0 if watch is None else watch.memory >> 20,
            "processes": 0 if watch is None else watch.count,
            "network": {} if engine is None or engine.proxy is None else dict(engine.proxy.outcomes),
            "viewers": len(self._seats),
        } | ({} if self._driving is None else self._driving.diagnostics())

    # What the parts tell

    def changed(self) -> None:
        """Something that people see is different; they are told in a moment, once for many changes."""
        if not self._telling and not self._closed:
            self._telling = True
            asyncio.get_running_loop().call_later(_TOGETHER, self._tell_state)

    def _tell_state(self) -> None:
        self._telling = False
        if self._closed:
            return
        self._tell(self.snapshot())
        if self._tabs is None:
            return
        kept = self._tabs.addresses()
        if kept != self._kept and kept[0]:
            self._kept = kept
            self._listener.remember(*kept)
        tab = self._tabs.active
        site = "" if tab is None else tab.host
        if site != self._site:
            self._site = site
            self._listener.site(site)

    async def tab_opened(self, tab: Tab) -> None:
        """Before its first page loads: what drives and masks it, and what it asks of people."""
        dialogs, downloads = self._dialogs, self._downloads
        if dialogs is None or downloads is None:
            return
        tab.page.on("dialog", lambda dialog: dialogs.ask(tab, dialog))
        tab.page.on("filechooser", lambda chooser: dialogs.choose(tab, chooser))
        tab.page.on("download", lambda download: downloads.take(download))
        tab.page.on("framenavigated", lambda frame: dialogs.calm(tab) if frame == tab.page.main_frame else None)
        await self._drives.attach(tab.id, await tab.page.context.new_cdp_session(tab.page))

    async def tab_shown(self, tab: Tab) -> None:
        """Another tab is in front."""
        if self._driving is not None:
            with contextlib.suppress(KeyError):
                self._driving.activate(tab.id)
        self._measure_hands()
        if self._ability.pipeline == "screencast" and self._engine is not None and self._stream is not None:
            self._show(self._engine, tab)

    def tab_gone(self, tab: Tab) -> None:
        """A tab has closed."""
        if self._dialogs is not None:
            self._dialogs.drop(tab)
        if self._driving is not None:
            self._driving.detach(tab.id)

    def tab_crashed(self, tab: Tab) -> None:
        """A renderer ended: the first time in a minute it comes back by itself."""
        if self._dialogs is not None:
            self._dialogs.drop(tab)
        self.changed()
        now = time.monotonic()
        before = self._tab_failures.get(tab.address, -_BY_ITSELF_WITHIN)
        self._tab_failures = {tab.address: now}
        if now - before >= _BY_ITSELF_WITHIN:
            self._spawn("tab of a page comes back", self._replace_quietly(tab))

    def watched_ate(self) -> None:
        """Memory: a renderer or the browser was ended, which comes here as a crash too."""
        self._tell({"type": "notice", "code": "too_much_memory"})

    def watched_hangs(self, tab: Tab, on: bool) -> None:
        """A page's scripts never end."""
        if tab.hanging != on:
            tab.hanging = on
            self.changed()

    def idle(self) -> None:
        """Nobody used the page for long."""
        if not self._closed:
            self._listener.ended("idle")

    def waits(self, tab: Tab) -> bool:
        """Whether a tab waits for an answer."""
        return self._dialogs is not None and self._dialogs.open_in(tab)

    def notice(self, code: str, **details: str) -> None:
        """Something that people should hear of once."""
        self._tell({"type": "notice", "code": code, **details})

    # Small things

    @property
    def _strip(self) -> Tabs:
        if self._tabs is None:
            raise Unable("start_failed")
        return self._tabs

    @property
    def _drives(self) -> Driving:
        if self._driving is None:
            raise Unable("start_failed")
        return self._driving

    @property
    def front(self) -> Tab | None:
        """The tab in front; None while the browser starts or is gone."""
        return None if self._tabs is None else self._tabs.active

    def _tab(self, name: str | None = None) -> Tab | None:
        return None if self._tabs is None else self._tabs.get(name)

    def _go(self, tab: Tab, typed: str) -> None:
        engine = self._engine
        if engine is None:
            return
        try:
            goal = understand(typed, Rules.of(self.policy, engine.workshop.own), self.policy.search)
        except Refused as refusal:
            tab.fail(refusal.code, getattr(refusal, "host", ""))
            return
        tab.visit(goal.url, goal.fallback)

    async def _replace(self, tab: Tab) -> None:
        await self._strip.replace(tab)
        self._tell({"type": "notice", "code": "restarted"})

    async def _replace_quietly(self, tab: Tab) -> None:
        with contextlib.suppress(*_FAULTS, Unable):
            await self._replace(tab)

    def _refused(self, host: str, code: str) -> None:
        for tab in [] if self._tabs is None else self._tabs.all:
            tab.refuse(host, code)

    def _sit(self, seat: PageSeat) -> None:
        if self._stream is not None:
            encoded = self._ability.pipeline != "screencast"
            seat.sit(self._stream, encoded, None if self._engine is None else self._engine.sound)

    def _measure_hands(self) -> None:
        if self._driving is not None and self._tabs is not None:
            self._driving.resize(*self._tabs.hand)

    def _set_status(self, status: str) -> None:
        self.status = status
        self.changed()

    def _touch(self) -> None:
        if self._watch is not None:
            self._watch.touch()

    def _tell(self, message: dict[str, Any]) -> None:
        if not self._closed:
            self._listener.told(message)


class _Audience:
    """The page, as its tabs see it."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.changed = page.changed
        self.opened = page.tab_opened
        self.shown = page.tab_shown
        self.gone = page.tab_gone
        self.crashed = page.tab_crashed
        self.notice = page.notice


class _Watched:
    """The page, as its watch sees it."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.waits = page.waits
        self.ate = page.watched_ate
        self.hangs = page.watched_hangs
        self.idle = page.idle

    def active(self) -> Tab | None:
        """The tab in front."""
        return self._page.front
