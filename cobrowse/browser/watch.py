"""Looks after one browser while it runs: memory, processes, a page that hangs, people who have gone."""

import asyncio
import contextlib
import os
import signal
import time
from dataclasses import dataclass, field
from typing import Final, Protocol

from cobrowse.browser import processes
from cobrowse.browser.engine import Engine
from cobrowse.browser.tab import Tab
from cobrowse.ports import Limits

EVERY: Final = 1.0
_HANGS_AFTER: Final = 8.0
_ASK_EVERY: Final = 5.0


class Watched(Protocol):
    """What the watch tells and asks."""

    def active(self) -> Tab | None:
        """The tab in front."""
        ...

    def waits(self, tab: Tab) -> bool:
        """Whether the tab stands still because it asks people something."""
        ...

    def ate(self) -> None:
        """A page took more memory than it may, and was ended; or the browser was, where no page stood out."""
        ...

    def hangs(self, tab: Tab, on: bool) -> None:
        """The scripts of this tab no longer come to an end; or they do again."""
        ...

    def idle(self) -> None:
        """Nobody has used the page for as long as is allowed."""
        ...


@dataclass(slots=True)
class Watch:
    """`touch` says that the page is used. `run` looks until it is cancelled."""

    engine: Engine
    limits: Limits
    watched: Watched
    memory: int = 0  # bytes, when last looked
    count: int = 0
    used: float = field(default_factory=time.monotonic)

    def touch(self) -> None:
        """Somebody used the page."""
        self.used = time.monotonic()

    async def run(self) -> None:
        """Look every second."""
        asked = time.monotonic()
        while True:
            await asyncio.sleep(EVERY)
            await self._weigh()
            if self.limits.idle_minutes and time.monotonic() - self.used > self.limits.idle_minutes * 60:
                self.watched.idle()
                return
            if time.monotonic() - asked > _ASK_EVERY:
                await self._ask()
                asked = time.monotonic()

    async def _weigh(self) -> None:
        # Reading /proc for a hundred processes takes a few milliseconds: not on the event loop.
        found = await asyncio.to_thread(lambda: processes.usage(self.engine.pids()))
        self.memory, self.count = processes.memory(found), len(found)
        most = self.limits.memory_mb * 2**20
        if self.memory <= most and self.count <= self.limits.processes:
            return
        renderers = sorted((one for one in found if one.kind == "renderer"), key=lambda one: one.own)
        too_much = self.memory - most
        # The largest goes when that helps; else the whole browser does.
        if renderers and (self.count > self.limits.processes or renderers[-1].own > too_much):
            _kill(renderers[-1].pid)
        else:
            for one in found:
                if one.kind == "browser":
                    _kill(one.pid)
        self.watched.ate()

    async def _ask(self) -> None:
        tab = self.watched.active()
        if tab is None or tab.crashed or tab.closed or self.watched.waits(tab):
            return
        try:
            answers = await tab.answers(_HANGS_AFTER)
        except Exception:  # noqa: BLE001  # closed or crashed meanwhile, which is told elsewhere
            return
        # A question to the people may have come up while it thought.
        self.watched.hangs(tab, not answers and not self.watched.waits(tab))


def _kill(pid: int) -> None:
    with contextlib.suppress(OSError):
        os.kill(pid, signal.SIGKILL)
