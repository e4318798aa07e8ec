"""Real pages against the real server: who comes to the house of a test."""

import pytest
import pytest_asyncio

from tests.e2e.people import House


@pytest_asyncio.fixture(loop_scope="session")
async def house(launch_browser, open_page, shared_server):
    """One server for the tests of a module; each test has its own sessions in it."""
    # Browsers of a test's own are asked for first, so that they end last and failed pages can still be pictured.
    del launch_browser
    return House(open_page, shared_server)


@pytest.fixture
def house_of(launch_browser, open_page):
    """`house_of(server)`: for a test with a server of its own."""
    del launch_browser
    return lambda server: House(open_page, server)
