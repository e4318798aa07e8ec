"""Work of which only the newest counts: done at once, then no more often than its pause allows."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import structlog

log = structlog.get_logger(__name__)

Work = Callable[[], Coroutine[Any, Any, object]]


class Newest:
    """One thing of each name at a time; what comes meanwhile replaces what waits."""

    def __init__(self, start: Callable[[str, Coroutine[Any, Any, Any]], object]) -> None:
        self._start = start
        self._waiting: dict[str, Work | None] = {}

    def do(self, name: str, work: Work, pause: float = 1.0) -> None:
        """`pause` in seconds, after each time."""
        runs = name in self._waiting
        self._waiting[name] = work
        if not runs:
            self._start(name, self._run(name, pause))

    def forget(self) -> None:
        """What waits is not done any more."""
        for name in self._waiting:
            self._waiting[name] = None

    async def _run(self, name: str, pause: float) -> None:
        try:
            while (work := self._waiting[name]) is not None:
                self._waiting[name] = None
                try:
                    await work()
                except Exception:
                    # What comes next may well be possible; a browser that died, say, is told of elsewhere.
                    log.warning("Something about a web page could not be done.", what=name, exc_info=True)
                await asyncio.sleep(pause)
        finally:
            del self._waiting[name]
