"""Databases and nodes for the tests of durable work."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from server.migrations import migrate
from server.settings import read
from server.stores.database import Database
from tests.jobs.office import make_office
from tests.services import ready


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.service)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'test.db'}"
    make: Callable[[], str] = request.getfixturevalue("postgres_url")
    return make()


@pytest.fixture
async def database(database_url: str, tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(read({"DATABASE_URL": database_url, "SAMEN_DATA": str(tmp_path)}).database)
    ready.lay(database_url)
    await migrate(opened)
    yield opened
    await opened.close()


@pytest.fixture
async def office(database: Database) -> str:
    return await make_office(database)
