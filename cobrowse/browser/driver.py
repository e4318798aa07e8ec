"""Playwright's driver: one helper process for all browsers of this process, started anew when it dies."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

import structlog
from playwright.async_api import Playwright, async_playwright

log = structlog.get_logger(__name__)

_STOP_WITHIN = 5.0


class Driver:
    """`died` is called when it ended by itself, and every browser with it."""

    def __init__(self, died: Callable[[], None]) -> None:
        self._died = died
        self._playwright: Playwright | None = None
        self._starting = asyncio.Lock()

    async def get(self) -> Playwright:
        """The driver, started where it does not run. Raises Playwright's errors and OSError."""
        async with self._starting:
            if self._playwright is None:
                playwright = await async_playwright().start()
                # Playwright has no public word for the death of its helper, but its connection has one.
                connection: Any = getattr(getattr(playwright, "_impl_obj", None), "_connection", None)
                if connection is not None:
                    connection.on("close", lambda *_: self._gone(playwright))
                self._playwright = playwright
            return self._playwright

    async def close(self) -> None:
        """End it."""
        playwright, self._playwright = self._playwright, None
        if playwright is not None:
            with contextlib.suppress(Exception):
                async with asyncio.timeout(_STOP_WITHIN):
                    await playwright.stop()

    def _gone(self, playwright: Playwright) -> None:
        if self._playwright is playwright:
            log.error("The driver of the browsers died.")
            self._playwright = None
            self._died()
