"""The co-browsed page of one session: who drives it, who watches it, and how it comes back."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final

import structlog

from cobrowse import pipeline
from cobrowse.browser.engine import Engine, Spawn
from cobrowse.browser.tab import Tab
from cobrowse.picture.ports import Sink, Wants
from cobrowse.picture.stream import Stream
from cobrowse.ports import Ability, Files, Geometry, Limits, Listener, Policy, Refused, TabAddress, Unable
from cobrowse.run import FAULTS, Kit, Run
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
        self.driver: tuple[str | None, int] = (None, 0)
        self._start_engine = start_engine
        self._ability = ability
        self._kit = Kit(limits, spawn, files, listener)
        self._size = size
        self._run: Run | None = None
        self._stream: Stream | None = None
        self._seats: list[PageSeat] = []
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

    @property
    def engine(self) -> Engine | None:
        """The browser; None while it starts or is gone."""
        return None if self._run is None else self._run.engine

    @property
    def tabs(self) -> list[Tab]:
        """In the order of the strip."""
        return [] if self._run is None else self._run.tabs.all

    @property
    def front(self) -> Tab | None:
        """The tab in front; None while the browser starts or is gone."""
        return self._tab()

    # Opening and coming back

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
        self._run = run = Run(self, self._kit, engine, self.policy, self._size)
        try:
            first = await run.begin()
            run.driving.outline(bool(self._readers))
            self._look_at(engine, first)
            await run.restore(first, *self._kept)
            engine.died = self._died
            if engine.failed:
                raise Unable("start_failed")
        except BaseException as fault:
            await self._end()
            if isinstance(fault, ValueError):
                raise Refused("bad_policy") from fault
            if isinstance(fault, FAULTS):
                raise Unable("start_failed") from fault
            raise

    def _look_at(self, engine: Engine, tab: Tab) -> None:
        """Let the stream look at this browser."""
        loop = asyncio.get_running_loop()
        source = pipeline.source(self._ability.pipeline, engine, tab, loop)
        width, height = self._size.picture
        if self._stream is None:
            self._stream = Stream(source, loop, width=width, height=height, lost=self._lost)
        else:
            self._stream.replace(source, width, height)
        if engine.sound is not None:
            engine.sound.changed = lambda playing: self.tell({"type": "sound", "playing": playing})
        for seat in self._seats:
            self._sit(seat)

    async def _end(self) -> None:
        run, self._run = self._run, None
        if run is not None:
            if run.tabs.all:
                self._kept = run.tabs.addresses()
            await run.end()

    def _died(self, code: str) -> None:
        """The browser or its display ended by itself."""
        if not self._closed:
            self._kit.spawn("page comes back", self._come_back(code))

    async def _come_back(self, code: str, by_hand: bool = False) -> None:
        async with self._changing:
            if self._closed:
                return
            now = time.monotonic()
            self._failures = [] if by_hand else [at for at in self._failures if now - at < _BY_ITSELF_WITHIN]
            self._error = {"code": code} if code else None
            if self._failures:
                # Twice in a minute: that would go on. Now people decide.
                self._set_status("crashed")
                await self._end()
                return
            self._failures.append(now)
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
            self.tell({"type": "notice", "code": "restarted"})
            return
        self._error = {"code": "beyond_repair"}
        self._set_status("crashed")
        self._kit.listener.ended("beyond_repair")

    def _lost(self) -> None:
        """The stream has lost its source: the display went, which is seen elsewhere too, or only the capture did."""
        if not self._closed and self.engine is not None and not self.engine.failed:
            self._kit.spawn("picture of a page comes back", self._look_again(self.engine))

    async def _look_again(self, engine: Engine) -> None:
        await asyncio.sleep(0.5)
        tab = self.front
        if self.engine is engine and not engine.failed and tab is not None and not self._closed:
            self._look_at(engine, tab)

    # Moving

    async def visit(self, address: str, tab: str | None = None) -> None:
        """Go to what somebody typed. A refusal is told as the tab's error."""
        run, one = self._used(), self._tab(tab)
        if run is not None and one is not None:
            run.go(one, address)

    async def back(self) -> None:
        """One page back."""
        if self._used() and (tab := self.front) is not None:
            tab.back()

    async def forward(self) -> None:
        """One page forward."""
        if self._used() and (tab := self.front) is not None:
            tab.forward()

    async def reload(self) -> None:
        """Load the page anew; one that crashed or hangs gets a fresh start."""
        run, tab = self._used(), self.front
        if run is None or tab is None:
            return
        if tab.crashed or tab.hanging:
            await run.replace(tab)
        else:
            with contextlib.suppress(*FAULTS):
                await tab.reload()

    async def stop(self) -> None:
        """Load no further; end a script that never ends."""
        if self._used() and (tab := self.front) is not None:
            with contextlib.suppress(*FAULTS):
                await tab.stop()

    async def zoom(self, factor: float) -> None:
        """Show the page larger or smaller; 1 is its own size."""
        run, tab = self._used(), self.front
        # What is not a number is not equal to itself, and no factor.
        if run is not None and tab is not None and factor == factor:
            await run.tabs.zoom(tab, min(max(factor, LEAST_ZOOM), MOST_ZOOM))
            run.measure()

    async def new_tab(self, address: str = "") -> None:
        """A new tab, in front."""
        if (run := self._used()) is not None:
            with contextlib.suppress(*FAULTS):
                tab = await run.tabs.open()
                if tab is not None and address:
                    run.go(tab, address)

    async def select_tab(self, tab: str) -> None:
        """Bring a tab to the front."""
        run, one = self._used(), self._tab(tab)
        if run is not None and one is not None:
            await run.tabs.show(one)

    async def close_tab(self, tab: str) -> None:
        """Close a tab; the last one becomes blank."""
        run, one = self._used(), self._tab(tab)
        if run is not None and one is not None:
            await run.tabs.close(one)

    async def resize(self, width: int, height: int, ratio: float = 1.0) -> None:
        """The stage is so many CSS pixels, with so many device pixels each."""
        size = geometry(width, height, ratio)
        if size == self._size:
            return
        self._size = size
        if self._run is not None:
            await self._run.tabs.resize(size)
            self._run.measure()
        if self._stream is not None:
            self._stream.resize(*self._size.picture)
        self.changed()

    async def restart(self) -> None:
        """Start the browser anew, with the last addresses; or only the tab, where the browser is well."""
        run, tab = self._used(), self.front
        if self.status == "running" and run is not None and tab is not None and (tab.crashed or tab.hanging):
            await run.replace(tab)
        elif self.status != "restarting":
            await self._come_back("", by_hand=True)

    # Driving

    def drive(self, participant_id: str | None, epoch: int) -> None:
        """Who drives from now on; everything held is let go of, and older epochs do nothing any more."""
        if epoch < self.driver[1]:
            return
        self.driver = participant_id, epoch
        if self._run is not None:
            self._run.driving.drive(participant_id, epoch)
            self._run.dialogs.tell_again()

    async def input(self, participant_id: str, epoch: int, events: list[dict[str, Any]]) -> None:
        """What a hand did. Of whoever does not drive nothing is done. Raises BadInput."""
        if self._run is None:
            return
        self._run.driving.input(participant_id, epoch, events)
        if (participant_id, epoch) == self.driver:
            self._used()
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
        run = self._used()
        if run is None:
            return
        if run.dialogs.has(dialog):
            await run.dialogs.answer(dialog, accept, text, tuple(file_ids))
            return
        if index is None and indexes:
            index = indexes[0]
        await run.driving.answer(dialog, accept, index=index, value=value or text)

    async def copy(self, participant_id: str) -> None:
        """The driver copies the selection."""
        if self._run is not None:
            self._run.driving.copy(participant_id)

    async def act(self, participant_id: str, node: str, action: str, text: str = "") -> None:
        """The driver acts through the outline. Raises BadInput."""
        if (run := self._used()) is not None:
            await run.driving.act(participant_id, node, action, text)

    async def outline(self, participant_id: str, on: bool) -> None:
        """This participant reads the outline, or no longer."""
        (self._readers.add if on else self._readers.discard)(participant_id)
        if self._run is not None:
            self._run.driving.outline(bool(self._readers))

    def forget(self, participant_id: str) -> None:
        """This participant has left the session for good."""
        self._readers.discard(participant_id)
        if self._run is not None:
            self._run.driving.forget(participant_id)
            self._run.driving.outline(bool(self._readers))

    async def update_policy(self, policy: Policy) -> None:
        """The office has changed its rules: they count from now on. Raises Refused("bad_policy"), changing nothing."""
        if self._run is not None:
            try:
                await self._run.rule(policy)
            except ValueError as fault:
                raise Refused("bad_policy") from fault
        self.policy = policy

    # Watching

    def seat(self, participant_id: str, sink: Sink, wants: Wants, webrtc: bool = True) -> PageSeat:
        """A seat for a viewer; the first picture comes by itself."""
        seat = PageSeat(participant_id, sink, wants, webrtc, self._kit.spawn, self._seats.remove)
        self._seats.append(seat)
        # Covered before it has a picture: nothing sharp can slip out.
        seat.cover(self._blurred and participant_id not in self._sharp)
        self._sit(seat)
        if self._run is not None:
            for message in self._run.dialogs.messages():
                self._kit.listener.told(message, participant_id)
            self._run.driving.greet(participant_id)
        return seat

    def ready(self, seat: PageSeat) -> dict[str, Any]:
        """The `ready` message of a seat, but for what the session knows."""
        sound = None if self.engine is None else self.engine.sound
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

    async def rtc(self, participant_id: str, message: dict[str, Any], servers: Servers = ()) -> None:
        """A message rtc or rtc_stop of a viewer's page."""
        for seat in self._seats:
            if seat.participant_id == participant_id:
                seat.rtc(message, servers)

    def snapshot(self) -> dict[str, Any]:
        """The `page` message."""
        tab = self.front
        width, height = self._size.picture
        crashed = tab is not None and tab.crashed and self.status == "running"
        return {
            "type": "page",
            "status": "crashed" if crashed else self.status,
            "place": 0,
            "tabs": [self._readable(one) for one in self.tabs],
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

    def _readable(self, tab: Tab) -> dict[str, Any]:
        """A tab for the strip, without what was typed into hidden fields."""
        told, hidden = tab.told(), self._kit.hidden
        return told | {"title": hidden.text(told["title"]), "address": hidden.address(told["address"])}

    def diagnostics(self) -> dict[str, Any]:
        """What the page uses, and how it is made."""
        found: dict[str, Any] = {
            "pipeline": self._ability.pipeline,
            "reason": self._ability.reason,
            "isolation": self._ability.isolation,
            "viewers": len(self._seats),
        }
        run = self._run
        if run is not None:
            proxy, sound = run.engine.proxy, run.engine.sound
            found |= {
                "memory_mb": run.watch.memory >> 20,
                "processes": run.watch.count,
                "sound_code": "" if sound is None else sound.code,
                "network": {} if proxy is None else dict(proxy.outcomes),
            } | run.driving.diagnostics()
        return found

    # What the browser's life tells

    def changed(self) -> None:
        """Something that people see is different; they are told in a moment, once for many changes."""
        if not self._telling and not self._closed:
            self._telling = True
            asyncio.get_running_loop().call_later(_TOGETHER, self._tell_state)

    def tell(self, message: dict[str, Any]) -> None:
        """A message for everybody."""
        if not self._closed:
            self._kit.listener.told(message)

    def shown(self, tab: Tab) -> None:
        """Another tab is in front."""
        if self._ability.pipeline == "screencast" and self.engine is not None and self._stream is not None:
            self._look_at(self.engine, tab)

    def tab_crashed(self, tab: Tab) -> None:
        """A renderer ended: the first time in a minute it comes back by itself."""
        self.changed()
        now = time.monotonic()
        before = self._tab_failures.get(tab.address, -_BY_ITSELF_WITHIN)
        self._tab_failures = {tab.address: now}
        if now - before >= _BY_ITSELF_WITHIN and self._run is not None:
            self._kit.spawn("tab of a page comes back", self._run.replace(tab))

    def idle(self) -> None:
        """Nobody used the page for long."""
        if not self._closed:
            self._kit.listener.ended("idle")

    # Small things

    def _tell_state(self) -> None:
        self._telling = False
        if self._closed:
            return
        self.tell(self.snapshot())
        if self._run is None:
            return
        kept = self._run.tabs.addresses()
        if kept != self._kept and kept[0]:
            self._kept = kept
            # It is written down: what was typed into hidden fields must not be, also where a form put it in the address.
            clean = tuple(TabAddress(self._kit.hidden.address(tab.address)) for tab in kept[0])
            self._kit.listener.remember(clean, kept[1])
        tab = self.front
        site = "" if tab is None else tab.host
        if site != self._site:
            self._site = site
            self._kit.listener.site(site)

    def _tab(self, name: str | None = None) -> Tab | None:
        return None if self._run is None else self._run.tabs.get(name)

    def _used(self) -> Run | None:
        """The browser's life, which somebody uses at this moment."""
        if self._run is not None:
            self._run.watch.touch()
        return self._run

    def _sit(self, seat: PageSeat) -> None:
        if self._stream is not None:
            encoded = self._ability.pipeline != "screencast"
            seat.sit(self._stream, encoded, None if self.engine is None else self.engine.sound)

    def _set_status(self, status: str) -> None:
        self.status = status
        self.changed()
