"""A place for sounds."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.cobrowse.rtc.sounds import Place, need_sound_server


@pytest.fixture
def passable() -> Iterator[Path]:
    """A folder that other users can pass: pytest shuts its own whenever another run of it begins."""
    with tempfile.TemporaryDirectory(prefix="samen-sound-") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


@pytest_asyncio.fixture(loop_scope="session")
async def place(passable: Path) -> AsyncIterator[Place]:
    need_sound_server()
    place = Place(passable)
    yield place
    await place.close()
