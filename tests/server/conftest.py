"""Fixtures of the server's tests."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from server.settings import read
from server.stores.database import Database
from tests.server.harness import Clock, Service, serving


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def service(tmp_path: Path, clock: Clock) -> AsyncIterator[Service]:
    """The service with embedded defaults: SQLite, disk, no mail server."""
    async with serving(tmp_path / "data", clock) as running:
        yield running


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.service)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'test.db'}"
    make: Callable[[], str] = request.getfixturevalue("empty_postgres_url")
    return make()


@pytest.fixture
async def database(database_url: str, tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(read({"DATABASE_URL": database_url, "SAMEN_DATA": str(tmp_path)}).database)
    yield opened
    await opened.close()


@pytest.fixture
async def any_service(database_url: str, tmp_path: Path, clock: Clock) -> AsyncIterator[Service]:
    """The service on each kind of database."""
    async with serving(tmp_path / "data", clock, DATABASE_URL=database_url) as running:
        yield running
