"""Fixtures of the tests of imports: a running service on each database, with an office in it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.crm.clients.office import office_in
from tests.crm.imports.importing import ImportOffice
from tests.live.houses import own_house


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[ImportOffice]:
    async with own_house(tmp_path / "house") as made:
        yield ImportOffice(await office_in(made))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.service)])
async def any_office(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[ImportOffice]:
    """Once on each database."""
    url = ""
    if request.param == "postgresql":
        new_database: Callable[[], str] = request.getfixturevalue("postgres_url")
        url = new_database()
    async with own_house(tmp_path / "house", url) as made:
        yield ImportOffice(await office_in(made))
