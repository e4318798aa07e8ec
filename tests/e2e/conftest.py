"""Real pages against the real server: who comes to the house of a test."""

import pytest
import pytest_asyncio

from tests.e2e import invented, pages
from tests.e2e.people import House
from tests.services import artefacts
from tests.services.chromium import keep


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


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def site():
    """Websites of this machine to look at together."""
    async with invented.site() as one:
        yield one


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def module_room(browser, module_servers, site, request):
    """One session for all tests of a module; ROOM in the module says what is special about it."""
    server = module_servers(COBROWSE_ALLOW=site.allow, **getattr(request.module, "SETTINGS", {}))
    async with pages.meeting(browser, server, site, **getattr(request.module, "ROOM", {})) as room:
        yield room


@pytest_asyncio.fixture(loop_scope="session")
async def room(module_room, request):
    """The session of the module; what it looked like when the test failed is kept."""
    yield module_room
    if artefacts.failed(request.node):
        await keep(artefacts.folder_of(request.node), module_room.visits)
        (artefacts.folder_of(request.node) / "server.log").write_text(module_room.server.log)
