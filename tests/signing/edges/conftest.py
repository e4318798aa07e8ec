"""A running service with an office, and what people do with its documents from outside."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.server.harness import serving
from tests.signing.edges.desk import Desk, RunningClock, desk_of


@pytest.fixture
def clock() -> RunningClock:
    return RunningClock()


@pytest.fixture
async def desk(tmp_path: Path, clock: RunningClock) -> AsyncIterator[Desk]:
    """The real service, its real workshop, its outbox kept: no mail server is set."""
    async with serving(tmp_path / "data", clock) as service:
        yield await desk_of(service)
