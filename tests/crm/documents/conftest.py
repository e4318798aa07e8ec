"""Fixtures of the tests of documents: a running service with an office, its clients, and their documents."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.crm.documents.archive import Archive
from tests.server.harness import serving
from tests.signing.edges.desk import RunningClock, desk_of


@pytest.fixture
def clock() -> RunningClock:
    return RunningClock()


@pytest.fixture
async def archive(tmp_path: Path, clock: RunningClock) -> AsyncIterator[Archive]:
    """The real service, its outbox kept: no mail server is set."""
    async with serving(tmp_path / "data", clock) as service:
        yield Archive(await desk_of(service))
