"""An office with a mail server: what clients are sent really leaves, and is read here."""

import pytest
import pytest_asyncio

from tests.e2e.office.desk import Desk
from tests.services.mail import MailServer


@pytest.fixture(scope="module")
def post():
    """The mail server of the module."""
    server = MailServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def shared_server(module_servers, post):
    """One server for the walks of a module, whose mail arrives in `post`."""
    return module_servers(post.settings)


@pytest_asyncio.fixture(loop_scope="session")
async def desk(house, post):
    """The adviser's desk, with a service to plan."""
    return await Desk(await house.adviser(), house, post).ready()
