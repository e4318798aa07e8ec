"""Fixtures of the tests of clients: a running service on each database, with an office in it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.crm.clients.office import ClientOffice, office_in
from tests.live.houses import OwnHouse, own_house


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[OwnHouse]:
    """With embedded defaults: SQLite."""
    async with own_house(tmp_path / "house") as made:
        yield made


@pytest.fixture
async def office(house: OwnHouse) -> ClientOffice:
    return await office_in(house)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.service)])
async def any_office(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[ClientOffice]:
    """Once on each database."""
    url = ""
    if request.param == "postgresql":
        new_database: Callable[[], str] = request.getfixturevalue("postgres_url")
        url = new_database()
    async with own_house(tmp_path / "house", url) as made:
        yield await office_in(made)
