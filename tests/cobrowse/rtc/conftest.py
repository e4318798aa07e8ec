"""A place for sounds."""

from __future__ import annotations

import stat
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.cobrowse.rtc.sounds import Place, need_sound_server


@pytest_asyncio.fixture(loop_scope="session")
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    need_sound_server()
    for folder in (tmp_path, *tmp_path.parents[:2]):
        # Sound servers of other users must be able to pass.
        folder.chmod(folder.stat().st_mode | stat.S_IXOTH)
    place = Place(tmp_path)
    yield place
    await place.close()
