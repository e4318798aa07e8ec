"""Pages and nodes: a viewer at another node than the owner's, an owner that dies, a service that starts again."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

import aiohttp
import pytest
from sqlalchemy import select

from server.pages.tables import browse_pages
from tests.live.houses import House
from tests.live.test_nodes import house_of
from tests.pages.conftest import Together
from tests.pages.sites import Site
from tests.patience import PATIENCE
from tests.services.samen import SamenServer, StartSamen
from tests.services.stores import PostgresServer, RedisServer
from tools import programs


@dataclass(frozen=True, slots=True)
class Two:
    first: SamenServer
    second: SamenServer


@pytest.fixture
def two(tmp_path_factory: pytest.TempPathFactory, postgres_server: PostgresServer, site: Site) -> Iterator[Two]:
    folder = tmp_path_factory.mktemp("nodes")
    program = programs.redis_server()
    if program is None or programs.chromium() is None:
        pytest.skip("Redis or Chromium is not installed here; `make test` says how to get them")
    redis = RedisServer(program, folder)
    shared = {"DATABASE_URL": postgres_server.ready(), "REDIS_URL": redis.url, "COBROWSE_ALLOW": site.place}
    servers = [SamenServer(folder, folder / "data", None, shared) for _ in range(2)]
    try:
        for server in servers:
            server.start()
        yield Two(*servers)
    finally:
        for server in servers:
            server.kill()
        redis.stop()


async def owner(house: House) -> tuple[str, str]:
    """The address of the only page's owner, and its tabs."""
    async with house.database.reading() as rows:
        row = (await rows.execute(select(browse_pages))).one()
    return str(row.node_url), str(row.tabs)


async def kept(house: House) -> int:
    """How many pages' addresses are stored."""
    async with house.database.reading() as rows:
        return len((await rows.execute(select(browse_pages))).all())


@pytest.mark.service
@pytest.mark.covers("F003", "F017")
async def test_a_viewer_at_another_node_sees_and_drives_and_survives_the_owners_death(
    two: Two, site: Site, http: aiohttp.ClientSession
):
    async with house_of(two.first) as here, house_of(two.second) as there:
        meeting = await here.meeting(await here.adviser())
        host = await here.page(meeting.host_ticket).open()
        guest = await there.page(await there.guest(meeting)).open()
        together = Together(here, meeting, host, guest, http)
        assert (await together.opens(site.url("/form")))[0] == 200
        assert (await owner(here))[0].endswith(f":{two.first.port}")

        # By way of the second node: sees, types, and loses the right there.
        lane = await together.looks(guest, there)
        await lane.sees_title("Form")
        await lane.draws(1, 3, 4)
        await host.command("grant_input", participant_id=guest.participant_id)
        await guest.command("take_page")
        drive = await lane.hears("drive", driver=guest.participant_id)
        await lane.says("input", epoch=drive["epoch"], events=[{"k": "text", "text": "Bob"}])
        await lane.sees_title("Typed Bob")
        await host.command("revoke_input", participant_id=guest.participant_id)
        await lane.says("input", epoch=drive["epoch"], events=[{"k": "text", "text": "X"}])
        await host.command("take_page")
        mine = await together.looks(host)
        drive = await mine.hears("drive", driver=host.participant_id)
        await mine.says("input", epoch=drive["epoch"], events=[{"k": "text", "text": "!"}])
        await lane.sees_title("Typed Bob!")

        # Opening another address through the node that does not own it.
        assert (await there.call("PUT", "/api/v1/room/page", {"address": site.url("/other")}, who=host.ticket))[
            0
        ] == 200
        await lane.sees_title("/other")
        async with asyncio.timeout(PATIENCE):
            while "/other" not in (await owner(here))[1]:  # noqa: ASYNC110 - only the database tells
                await asyncio.sleep(0.1)

        two.first.kill()
        await lane.until(lambda: lane.closed is not None)
        async with asyncio.timeout(PATIENCE):
            while True:
                again = await together.lane(guest, there).open()
                await again.answered()
                if again.closed is None:
                    break
                assert again.closed == 1012
                await asyncio.sleep(0.3)
        await again.hears("ready", 30)
        await again.sees_title("/other", 30)
        assert (await owner(there))[0].endswith(f":{two.second.port}")


@pytest.fixture
async def server(samen_server: StartSamen, site: Site) -> SamenServer:
    if programs.chromium() is None:
        pytest.skip("Chromium is not installed here; `make test` says how to get it")
    return await asyncio.to_thread(samen_server, COBROWSE_ALLOW=site.place)


@pytest.mark.covers("F003", "F038")
async def test_after_kill_9_and_a_new_start_the_page_is_back_by_itself(
    server: SamenServer, site: Site, http: aiohttp.ClientSession
):
    async with house_of(server) as house:
        meeting, host, guest = await house.room("Bob")
        together = Together(house, meeting, host, guest, http)
        assert (await together.opens(site.url("/form")))[0] == 200
        lane = await together.looks(host)
        await lane.sees_title("Form")
        await lane.says("visit", address=site.url("/second"))
        await lane.sees_title("/second")
        await asyncio.sleep(1.5)
        server.kill()
        await asyncio.to_thread(server.start)
        back = [await house.page(page.ticket, page.instance).open(page.seq) for page in (host, guest)]
        for page in back:
            again = await together.lane(page).open()
            await again.hears("ready", 30)
            await again.sees_title("/second", 30)
        await back[0].command("close_page")
        async with asyncio.timeout(PATIENCE):
            while await kept(house):  # noqa: ASYNC110 - only the database tells
                await asyncio.sleep(0.1)
