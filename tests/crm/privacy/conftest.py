"""Fixtures of the tests of privacy: an office on each database, with a client about whom everything is kept."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.crm.privacy.cabinet import PrivateOffice, private_office
from tests.live.houses import own_house


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.service)])
async def office(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[PrivateOffice]:
    """Once on each database."""
    url = ""
    if request.param == "postgresql":
        new_database: Callable[[], str] = request.getfixturevalue("postgres_url")
        url = new_database()
    async with own_house(tmp_path / "house", url) as made:
        yield await private_office(made)


@pytest.fixture
async def simple(tmp_path: Path) -> AsyncIterator[PrivateOffice]:
    """With embedded defaults: SQLite."""
    async with own_house(tmp_path / "house") as made:
        yield await private_office(made)
