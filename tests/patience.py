"""How long a test waits for what is to come: a bound against hanging, generous because tests share their machine."""

import asyncio
from collections.abc import Callable

PATIENCE = 60.0
"""Seconds. Whoever waits ends as soon as it has come, so a long bound costs nothing where all is well."""


async def until(condition: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Waits for what happens where nobody tells of it."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - there is no event to wait for
            await asyncio.sleep(0.01)
