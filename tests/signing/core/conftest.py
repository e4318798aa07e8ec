"""Fixtures of the desk's tests."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.signing.core.office import Office, opened


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.service)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'test.db'}"
    make: Callable[[], str] = request.getfixturevalue("postgres_url")
    return make()


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """An office with embedded defaults: SQLite, disk."""
    async with opened(tmp_path / "data", f"sqlite:///{tmp_path / 'test.db'}") as made:
        yield made


@pytest.fixture
async def any_office(tmp_path: Path, database_url: str) -> AsyncIterator[Office]:
    """An office on each kind of database."""
    async with opened(tmp_path / "data", database_url) as made:
        yield made
