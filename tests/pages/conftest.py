"""A running service that opens web pages of this machine, in a real browser."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.live.houses import House, Meeting, OwnHouse, own_house
from tests.live.pages import Page
from tests.pages.recorder import QuietHouse
from tests.pages.sites import Site, serving
from tests.pages.viewers import Lane
from tools import programs


@dataclass(frozen=True, slots=True)
class Together:
    """A session whose host and a guest are connected."""

    house: House
    meeting: Meeting
    host: Page
    guest: Page
    http: aiohttp.ClientSession

    def lane(self, who: Page, house: House | None = None) -> Lane:
        return Lane(self.http, (house or self.house).url, self.meeting.id, who.ticket, who.instance)

    async def opens(self, address: str) -> tuple[int, Any]:
        """The host opens a page; status and answer."""
        return await self.house.call("PUT", "/api/v1/room/page", {"address": address}, who=self.meeting.host_ticket)

    async def looks(self, who: Page, house: House | None = None) -> Lane:
        """A viewer with a seat."""
        lane = await self.lane(who, house).open()
        # A browser that starts on a busy machine takes its time.
        await lane.hears("ready", 60)
        return lane


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with serving() as made:
        yield made


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as made:
        yield made


@pytest.fixture
async def house(request: pytest.FixtureRequest, tmp_path: Path, site: Site) -> AsyncIterator[OwnHouse]:
    """The service with real browsers, which may open the test's own site."""
    if programs.chromium() is None:
        pytest.skip("Chromium is not installed here; `make test` says how to get it")
    async with own_house(
        tmp_path / "house",
        COBROWSE_ALLOW=f"{site.place},{site.place.replace('bank.', 'shop.')}",
        COBROWSE_PIPELINE=getattr(request, "param", "auto"),
    ) as made:
        yield made


@pytest.fixture
async def together(house: OwnHouse, http: aiohttp.ClientSession) -> Together:
    meeting, host, guest = await house.room("Bob")
    return Together(house, meeting, host, guest, http)


@pytest.fixture
async def quiet(tmp_path: Path, http: aiohttp.ClientSession) -> AsyncIterator[Any]:
    """A session (a `quiet.Quiet`) whose page is open and has no browser."""
    from tests.pages.quiet import ADDRESS, Quiet

    browsers = QuietHouse()
    async with own_house(tmp_path / "house", change=browsers.into) as house:
        meeting, host, guest = await house.room("Bob")
        made = Quiet(house, meeting, host, guest, http, browsers)
        status, answer = await made.opens(ADDRESS)
        assert status == 200, answer
        yield made
