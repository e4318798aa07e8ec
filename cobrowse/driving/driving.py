"""Driving one co-browsed page, all tabs of it: who drives, what their hands do, what stays hidden, what is read out."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from playwright.async_api import CDPSession

from cobrowse.driving import extension
from cobrowse.driving.events import parse
from cobrowse.driving.extension import Names
from cobrowse.driving.hidden import Hidden
from cobrowse.driving.input import Tasks
from cobrowse.driving.reins import Reins
from cobrowse.driving.tab import Tab, Tell
from cobrowse.ports import BadInput, MaskRule


class Driving:
    """Everything that people do to one page.

    `tell(message, only)` speaks on the page's lane: to everybody, or to one participant. `tasks(name, coroutine)`
    starts background work. `hidden` learns what is typed into veiled fields. `width` and `height` are the picture in the unit that the browser's input counts in: pixels of
    the window, or CSS pixels where the page's metrics are overridden without `scale`.
    """

    def __init__(self, tasks: Tasks, tell: Tell, hidden: Hidden, *, width: float, height: float) -> None:
        self.reins = Reins()
        self._tasks = tasks
        self._tell = tell
        self._hidden = hidden
        self._size = (width, height)
        self._names = Names()
        self._tabs: dict[str, Tab] = {}
        self._active: str | None = None
        self._outlined = False

    async def install(self, browser: CDPSession, folder: Path, masks: tuple[MaskRule, ...], seen_as: str = "") -> None:
        """Puts our scripts into the browser: before the first page opens, and again when the office's masks change.

        `browser` is a session of the browser itself (`Browser.new_browser_cdp_session`), started with
        `--enable-unsafe-extension-debugging` and without `--disable-extensions`. `folder` is written to; the browser
        reads it as `seen_as` (the same path by default). Pages that are open keep the masks that they were opened
        with until they are loaded again.
        """
        await asyncio.to_thread(extension.write, folder, self._names, masks)
        await browser.send("Extensions.loadUnpacked", {"path": seen_as or str(folder)})

    async def attach(self, name: str, cdp: CDPSession) -> None:
        """A tab has opened; call it before its first page loads, so that none of it goes unseen."""
        tab = Tab(name, cdp, self._tasks, self.reins, self._tell, self._hidden, self._names, self._size)
        self._tabs[name] = tab
        await tab.start()

    def detach(self, name: str) -> None:
        """A tab has closed."""
        tab = self._tabs.pop(name, None)
        if tab is not None:
            tab.gone()
        if self._active == name:
            self._active = None

    def activate(self, name: str) -> None:
        """Another tab is seen: what is held in the former is let go of."""
        for other, tab in self._tabs.items():
            if other != name and tab.shown:
                tab.show(False)
                tab.outline.stop()
        self._active = name
        tab = self._tabs[name]
        if not tab.shown:
            tab.show(True)
            if self._outlined:
                tab.outline.start(lambda message: self._tell(message, None))

    def resize(self, width: float, height: float) -> None:
        """The picture has another size."""
        self._size = (width, height)
        for tab in self._tabs.values():
            tab.input.resize(width, height)

    def drive(self, participant_id: str | None, epoch: int) -> None:
        """Another drives, or nobody: everything held is let go of, and older epochs do nothing from now on."""
        if self.reins.give(participant_id, epoch):
            for tab in self._tabs.values():
                tab.release()

    def input(self, participant_id: str, epoch: int, events: object) -> None:
        """Input events of the page's lane. Raises BadInput(bad_message); of whoever does not drive nothing is done."""
        parsed = parse(events)
        tab = self._tab()
        if self.reins.allows(participant_id, epoch) and tab is not None:
            tab.take(parsed)

    def copy(self, participant_id: str) -> None:
        """The driver copies the selection; it comes as a `copied` message."""
        tab = self._tab()
        if tab is not None and self.reins.driver == participant_id:
            tab.input.copy()

    async def answer(self, dialog: str, accept: bool, *, index: int | None = None, value: str = "") -> bool:
        """Answers a list ("select") or calendar ("date"); False where the dialog is somebody else's business."""
        for tab in self._tabs.values():
            if await tab.answer(dialog, accept, index, value):
                return True
        return False

    def outline(self, on: bool) -> None:
        """Whether somebody reads the outline; while nobody does it costs nothing."""
        tab = self._tab()
        self._outlined = on
        if tab is not None:
            if on:
                tab.outline.start(lambda message: self._tell(message, None))
            else:
                tab.outline.stop()

    async def act(self, participant_id: str, node: str, action: str, text: str = "") -> None:
        """The driver acts through the outline. Raises BadInput(bad_message, no_node)."""
        tab = self._tab()
        if tab is None or self.reins.driver != participant_id:
            return
        if len(text) > 20_000 or len(node) > 64:
            raise BadInput("bad_message")
        epoch = self.reins.epoch
        # Finding the node takes a moment, in which somebody else may have come to drive.
        await tab.outline.act(node, action, text, tab.take, lambda: self.reins.epoch == epoch and tab.shown)

    def greet(self, participant_id: str) -> None:
        """Tell one who comes later what the pointer is, and which fields are hidden."""
        tab = self._tab()
        if tab is not None:
            tab.greet(participant_id)

    def forget(self, participant_id: str) -> None:
        """This participant has left the session: what they typed is nobody's now."""
        for tab in self._tabs.values():
            tab.forget(participant_id)

    def diagnostics(self) -> dict[str, Any]:
        """Counts for the diagnostics panel: input of the past epochs, and input that a slow page had to miss."""
        return {
            "input_stale": self.reins.stale,
            "input_dropped": sum(tab.input.dropped for tab in self._tabs.values()),
        }

    async def aclose(self) -> None:
        """Let go of everything; the tabs themselves are their owner's."""
        for name in list(self._tabs):
            tab = self._tabs[name]
            tab.input.release_all()
            self.detach(name)

    def _tab(self) -> Tab | None:
        return self._tabs.get(self._active) if self._active is not None else None
