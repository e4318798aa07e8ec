"""A running service, with a session in which a document lies ready to be signed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.live.houses import own_house
from tests.signing.room.together import Table, table_of


@pytest.fixture
async def table(tmp_path: Path) -> AsyncIterator[Table]:
    """The real service with its real workshop: an adviser, Bob and Cas in a session with a contract."""
    async with own_house(tmp_path / "house") as house:
        yield await table_of(house)
