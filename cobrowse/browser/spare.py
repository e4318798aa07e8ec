"""One browser that waits, started and blank, so that a page opens at once."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any, Final

import structlog

from cobrowse.browser.engine import Engine, Spawn
from cobrowse.ports import Unable

log = structlog.get_logger(__name__)

_AFTER: Final = 1.0
"""Seconds before a spare is made again: the page that took the last one is starting, and comes first."""
_AFTER_FAILURE: Final = 60.0


class Spare:
    """`make` starts a browser for a language; `wanted` says whether there should be a spare at this moment."""

    def __init__(self, make: Callable[[str], Awaitable[Engine]], wanted: Callable[[], bool], spawn: Spawn) -> None:
        self._make = make
        self._wanted = wanted
        self._spawn = spawn
        self._engine: Engine | None = None
        self._filling: asyncio.Task[Any] | None = None
        self._language = "nl"
        self._closed = False

    @property
    def ready(self) -> bool:
        """Whether one waits."""
        return self._engine is not None

    async def take(self, language: str) -> Engine | None:
        """The spare, when it is there and speaks the language. The next will be for this language too."""
        self._language = language
        engine, self._engine = self._engine, None
        if engine is None:
            return None
        if engine.failed or engine.language != language:
            self._spawn("end of a spare browser", engine.close())
            return None
        engine.died = lambda code: None
        return engine

    def fill(self, after: float = _AFTER) -> None:
        """Have one made soon, where none waits and one is wanted."""
        if self._closed or self._engine is not None or (self._filling is not None and not self._filling.done()):
            return
        self._filling = self._spawn("spare browser", self._fill(after))

    async def drop(self) -> None:
        """Give up the one that waits: its memory is needed."""
        engine, self._engine = self._engine, None
        if engine is not None:
            await engine.close()

    async def close(self) -> None:
        """No spare any more."""
        self._closed = True
        if self._filling is not None:
            self._filling.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._filling
        await self.drop()

    async def _fill(self, after: float) -> None:
        await asyncio.sleep(after)
        if not self._wanted():
            return
        try:
            engine = await self._make(self._language)
        except Unable as fault:
            log.warning("No spare browser could be started.", code=fault.code)
            self._filling = None
            self.fill(_AFTER_FAILURE)
            return
        if self._closed:
            await engine.close()
            return
        self._engine = engine
        engine.died = lambda code: self._died(engine)
        if engine.failed:
            self._died(engine)

    def _died(self, engine: Engine) -> None:
        if self._engine is engine:
            self._engine = None
        self._spawn("end of a spare browser", engine.close())
        self._filling = None
        self.fill(_AFTER_FAILURE)
