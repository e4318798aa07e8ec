"""Playwright's driver: one helper process for all browsers of this process, started anew when it dies."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

import structlog
from playwright.async_api import Playwright, async_playwright

from cobrowse.browser.engine import Spawn

log = structlog.get_logger(__name__)

_STOP_WITHIN = 5.0


class Driver:
    """`died` is called when it ended by itself, and every browser with it."""

    def __init__(self, spawn: Spawn, died: Callable[[], None]) -> None:
        self._spawn = spawn
        self._died = died
        self._playwright: Playwright | None = None
        self._starting = asyncio.Lock()
        self._watching: asyncio.Task[Any] | None = None

    async def get(self) -> Playwright:
        """The driver, started where it does not run. Raises Playwright's errors and OSError."""
        async with self._starting:
            if self._playwright is None:
                self._playwright = await async_playwright().start()
                self._watching = self._spawn("driver of browsers", self._watch(self._playwright))
            return self._playwright

    async def close(self) -> None:
        """End it."""
        if self._watching is not None:
            self._watching.cancel()
        playwright, self._playwright = self._playwright, None
        if playwright is not None:
            with contextlib.suppress(Exception):
                async with asyncio.timeout(_STOP_WITHIN):
                    await playwright.stop()

    async def _watch(self, playwright: Playwright) -> None:
        # Playwright has no word for its own death; its helper is a child of ours.
        transport = getattr(getattr(playwright, "_impl_obj", None), "_connection", None)
        process = getattr(getattr(transport, "_transport", None), "_proc", None)
        if process is None:
            return
        await process.wait()
        log.error("The driver of the browsers died.")
        self._playwright = None
        self._died()
