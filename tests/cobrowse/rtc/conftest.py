"""A place for sounds."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.cobrowse.rtc.sounds import Place, need_sound_server


@pytest_asyncio.fixture(loop_scope="session")
async def place() -> AsyncIterator[Place]:
    need_sound_server()
    # Sound servers of other users must be able to pass; pytest shuts its own folder whenever another run begins.
    with tempfile.TemporaryDirectory(prefix="samen-sound-") as folder:
        Path(folder).chmod(0o711)
        place = Place(Path(folder))
        yield place
        await place.close()
