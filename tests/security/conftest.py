"""A running service, and the same behind its real front door."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.live.houses import OwnHouse, own_house
from tests.security.strangers import Front, front_door
from tests.server.harness import Clock, Service, serving


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def service(tmp_path: Path, clock: Clock) -> AsyncIterator[Service]:
    async with serving(tmp_path / "data", clock) as running:
        yield running


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[OwnHouse]:
    async with own_house(tmp_path / "house") as made:
        yield made


@pytest.fixture
async def front(tmp_path: Path) -> AsyncIterator[Front]:
    async with front_door(tmp_path / "front") as opened:
        yield opened
