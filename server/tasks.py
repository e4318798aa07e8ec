"""The one owner of background work: it keeps, names and cancels every task."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

import structlog

log = structlog.get_logger(__name__)

Piece = TypeVar("Piece")

_LONGEST_PAUSE = 60.0


class Tasks:
    """Background tasks of one process."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self._closed = False

    def start(self, name: str, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Run `work` once. A failure is logged; it never goes unseen."""
        if self._closed:
            work.close()
            raise RuntimeError("background work was started after closing")
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._finished)
        return task

    def keep(self, name: str, work: Callable[[], Coroutine[Any, Any, None]]) -> asyncio.Task[Any]:
        """Run a loop for as long as the process lives; after a failure, again with a growing pause."""
        return self.start(name, self._again(name, work))

    def every(self, name: str, seconds: float, work: Callable[[], Awaitable[object]]) -> asyncio.Task[Any]:
        """Run `work` again and again, with a pause between."""

        async def loop() -> None:
            while True:
                await asyncio.sleep(seconds)
                await work()

        return self.keep(name, loop)

    async def settled(self, name: str) -> None:
        """Wait until no task of this name runs."""
        while running := [task for task in self._tasks if task.get_name() == name]:
            await asyncio.wait(running)

    async def close(self, seconds: float = 2.0) -> None:
        """Cancel everything and wait a little for it to end."""
        self._closed = True
        running = [task for task in self._tasks if not task.done()]
        for task in running:
            task.cancel()
        if running:
            _, late = await asyncio.wait(running, timeout=seconds)
            for task in late:
                log.warning("A background task did not end in time.", task=task.get_name())

    async def _again(self, name: str, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        pause = 1.0
        clock = asyncio.get_running_loop().time
        while True:
            started = clock()
            try:
                await work()
                return
            except Exception as mistake:
                log.error("A background task failed; it starts again.", task=name, exc_info=mistake)
            pause = 1.0 if clock() - started > _LONGEST_PAUSE else min(pause * 2, _LONGEST_PAUSE)
            await asyncio.sleep(pause)

    def _finished(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (mistake := task.exception()) is not None:
            log.error("A background task failed.", task=task.get_name(), exc_info=mistake)


async def serve(
    claim: Callable[[], Awaitable[Piece | None]],
    do: Callable[[Piece], Coroutine[Any, Any, None]],
    woken: asyncio.Event,
    *,
    at_once: int,
    look_every: float,
    idle: Callable[[], Awaitable[None]] | None = None,
) -> None:
    """Claim what is due and do it, several at once, without end.

    One looks for all: being woken costs one question, however many may work. After every piece, and every
    `look_every` seconds, it looks anyway: for retries, for other nodes, and for what a piece left to do.
    `idle` is done each time that nothing was found.
    """
    free = asyncio.Semaphore(at_once)

    def done(_: asyncio.Task[None]) -> None:
        free.release()
        woken.set()

    async with asyncio.TaskGroup() as group:
        while True:
            await free.acquire()
            woken.clear()
            piece = await claim()
            if piece is not None:
                group.create_task(do(piece), name="piece of work").add_done_callback(done)
                continue
            free.release()
            if idle is not None:
                await idle()
            with suppress(TimeoutError):
                async with asyncio.timeout(look_every):
                    await woken.wait()
