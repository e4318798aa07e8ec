"""All co-browsed pages of this process: how many there may be, who waits, and the browser that is kept warm."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import structlog
from playwright.async_api import Error as PlaywrightError

from cobrowse import pipeline
from cobrowse.browser import display, processes, programs, sweep, walls
from cobrowse.browser.driver import Driver
from cobrowse.browser.engine import Engine, Workshop
from cobrowse.browser.spare import Spare
from cobrowse.egress.dial import SystemNames
from cobrowse.page import Page, geometry
from cobrowse.ports import Ability, Files, Full, Limits, Listener, OwnAddresses, Policy, TabAddress, Unable

log = structlog.get_logger(__name__)


class House:
    """`folder` is for profiles and downloads; nothing in it outlives its page. `tasks` owns background work."""

    def __init__(
        self,
        folder: Path,
        limits: Limits,
        tasks: Callable[[str, Coroutine[Any, Any, Any]], asyncio.Task[Any]],
        own: OwnAddresses,
    ) -> None:
        self._wanted_folder = folder
        self._limits = limits
        self._spawn = tasks
        self._own = own
        self._ability = Ability("not_started")
        self._walls = walls.Walls()
        self._program: Path | None = None
        self._ground: sweep.Ground | None = None
        self._names = SystemNames()
        self._driver = Driver(self._driver_died)
        self._spare = Spare(self._start_engine, self._wants_spare, tasks)
        self._engines: set[Engine] = set()
        self._pages: dict[str, Page] = {}
        self._queue: dict[str, asyncio.Event] = {}
        self._closed = False

    async def start(self) -> None:
        """Learn what is possible here, remove what a killed process has left, warm a browser."""
        self._program = await asyncio.to_thread(programs.chromium, self._limits.chromium)
        if self._program is None:
            self._ability = Ability("no_browser")
            return
        try:
            await sweep.sweep(self._wanted_folder)
            self._ground = await asyncio.to_thread(sweep.take, self._wanted_folder)
        except OSError as fault:
            log.error("Pages have no folder.", reason=str(fault)[:200])
            self._ability = Ability("no_folder")
            return
        self._walls = await walls.survey()
        self._ability = await asyncio.to_thread(pipeline.survey, self._limits.pipeline, self._walls)
        log.info(
            "Pages can be opened.",
            pipeline=self._ability.pipeline,
            reason=self._ability.reason,
            isolation=self._ability.isolation,
        )
        self._spare.fill(0.0)

    def able(self) -> Ability:
        """What is possible here; known once started."""
        return self._ability

    async def open(
        self,
        session_id: str,
        policy: Policy,
        files: Files,
        listener: Listener,
        *,
        width: int,
        height: int,
        ratio: float = 1.0,
        restore: tuple[TabAddress, ...] = (),
        active: int = 0,
    ) -> Page:
        """The session's page, with these addresses. Sizes are CSS pixels of the stage.

        Raises Full: then `wait_for_place` and open again. Raises Unable, and Refused("bad_policy").
        """
        if self._ability.code:
            raise Unable(self._ability.code)
        if session_id in self._pages:
            return self._pages[session_id]
        if not self._may_enter(session_id):
            self._queue.setdefault(session_id, asyncio.Event())
            raise Full(self.place(session_id))
        self._queue.pop(session_id, None)
        size = geometry(width, height, ratio)
        page = Page(self._engine, self._ability, self._limits, self._spawn, policy, files, listener, size)
        self._pages[session_id] = page
        try:
            await page.open(restore, active)
        except BaseException:
            await page.close()
            if self._pages.get(session_id) is page:
                del self._pages[session_id]
            self._next()
            raise
        self._spare.fill()
        return page

    async def wait_for_place(self, session_id: str) -> None:
        """Returns when it is this session's turn to open; at once when it does not wait (any more)."""
        turn = self._queue.get(session_id)
        if turn is not None:
            await turn.wait()

    def place(self, session_id: str) -> int:
        """Its place in the queue, from 1; 0 when it is open or does not wait."""
        waiting = list(self._queue)
        return waiting.index(session_id) + 1 if session_id in self._queue else 0

    def get(self, session_id: str) -> Page | None:
        """The session's page."""
        return self._pages.get(session_id)

    async def close(self, session_id: str) -> None:
        """Close the session's page, or give up its place in the queue."""
        waiting = self._queue.pop(session_id, None)
        if waiting is not None:
            waiting.set()
        page = self._pages.get(session_id)
        if page is not None:
            await page.close()
            # Only now is there a place again: its memory is free.
            if self._pages.get(session_id) is page:
                del self._pages[session_id]
        self._next()
        if not self._closed:
            self._spare.fill()

    async def aclose(self) -> None:
        """Close everything; nothing is left."""
        self._closed = True
        await self._spare.close()
        await asyncio.gather(*(self.close(session_id) for session_id in [*self._pages, *self._queue]))
        for engine in list(self._engines):
            await engine.close()
        await self._driver.close()
        self._names.close()
        if self._ground is not None:
            await asyncio.to_thread(self._ground.close)
            self._ground = None

    async def _engine(self, language: str) -> Engine:
        """The warm browser, or a new one."""
        engine = await self._spare.take(language)
        return engine if engine is not None else await self._start_engine(language)

    async def _start_engine(self, language: str) -> Engine:
        if self._program is None or self._ground is None:
            raise Unable("no_browser")
        try:
            driver = await self._driver.get()
        except (PlaywrightError, OSError) as fault:
            log.error("The driver of the browsers does not start.", reason=str(fault)[:200])
            raise Unable("start_failed") from None
        workshop = Workshop(
            driver=driver,
            program=self._program,
            walls=self._walls,
            folder=self._ground.folder,
            limits=self._limits,
            resolve=self._names,
            own=self._own,
            spawn=self._spawn,
            screens=self._ability.pipeline != "screencast" and display.possible(),
        )
        engine = Engine(workshop, language)
        self._engines.add(engine)
        engine.closed = lambda: self._engines.discard(engine)
        return await engine.start()

    def _may_enter(self, session_id: str) -> bool:
        free = self._limits.pages - len(self._pages)
        # Whoever waits comes first, in order.
        ahead = self.place(session_id) - 1 if session_id in self._queue else len(self._queue)
        return free > ahead

    def _next(self) -> None:
        free = self._limits.pages - len(self._pages)
        for turn in list(self._queue.values())[: max(free, 0)]:
            turn.set()

    def _wants_spare(self) -> bool:
        limits = self._limits
        if not limits.spare or self._closed or len(self._pages) >= limits.pages:
            return False
        return processes.free_memory() >= limits.spare_free_mb * 2**20

    def _driver_died(self) -> None:
        for engine in list(self._engines):
            engine.driver_died()
