"""A house with an office that has an agenda."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.crm.agenda.office import AgendaOffice
from tests.live.houses import OwnHouse, own_house


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.service)])
async def any_house(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[OwnHouse]:
    """Once on each database."""
    url = ""
    if request.param == "postgresql":
        new_database: Callable[[], str] = request.getfixturevalue("postgres_url")
        url = new_database()
    async with own_house(tmp_path / "house", url) as made:
        yield made


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[OwnHouse]:
    async with own_house(tmp_path / "house") as made:
        yield made


@pytest.fixture
async def office(house: OwnHouse) -> AgendaOffice:
    return await AgendaOffice.open(house)


@pytest.fixture
async def any_office(any_house: OwnHouse) -> AgendaOffice:
    return await AgendaOffice.open(any_house)
