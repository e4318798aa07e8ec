"""One browser for each module of these tests, and a check that nothing failed in the background."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Playwright

from tests.cobrowse.driving import stand as stands
from tests.cobrowse.driving.stand import Stand


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def browser_stand(
    playwright_driver: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Stand]:
    """The module's browser."""
    tools = stands.tools()
    if tools is None:
        pytest.skip("Xvfb and Chromium are not both installed here")
    async with stands.sites() as port:
        folder = tmp_path_factory.mktemp("driving")
        async with stands.stand(playwright_driver, folder, port, *tools) as made:
            yield made


@pytest_asyncio.fixture(loop_scope="session")
async def stand(browser_stand: Stand) -> AsyncIterator[Stand]:
    """The browser for one test; what fails in its background fails the test."""
    browser_stand.failed.clear()
    yield browser_stand
    assert not browser_stand.failed
