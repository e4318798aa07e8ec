"""What a co-browsed page plays, behind all its walls, is heard; and a session that is silent stays so."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer

from cobrowse.house import House
from cobrowse.page import Page
from cobrowse.ports import Limits, OfferedFile, OwnAddresses, Policy, Refused, TabAddress
from cobrowse.rtc.daemon import RATE
from cobrowse.rtc.sound import PageSound
from server.tasks import Tasks
from tests.cobrowse.rtc.sounds import Told, hear, need_sound_server
from tests.cobrowse.rtc.tones import loudest, strength

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]

PAGE = """<!doctype html><title>Proef</title><body style="height: 90vh"><script>
addEventListener("mousedown", () => {
  const context = new AudioContext();
  const tone = context.createOscillator();
  tone.frequency.value = Number(location.pathname.slice(1));
  tone.connect(context.destination);
  tone.start();
});
</script>"""


class NoFiles:
    async def offered(self) -> tuple[OfferedFile, ...]:
        return ()

    async def fetch(self, file_id: str, folder: Path) -> Path:
        raise Refused("no_file")

    async def keep(self, path: Path, name: str, driver: str | None) -> str:
        raise Refused("no_file")


class Listener:
    """Keeps what a page says."""

    def __init__(self) -> None:
        self.messages: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    def told(self, message: dict[str, Any], only: str | None = None) -> None:
        del only
        self.messages.put_nowait(message)

    async def hears(self, **wanted: Any) -> None:
        async with asyncio.timeout(60):
            while not wanted.items() <= (await self.messages.get()).items():
                pass

    def site(self, host: str) -> None:
        del host

    def remember(self, tabs: tuple[TabAddress, ...], active: int) -> None:
        del tabs, active

    def ended(self, code: str) -> None:
        raise AssertionError(code)


class Sessions:
    def __init__(self, house: House, address: str) -> None:
        self.house = house
        self.address = address

    async def open(self, name: str, hertz: int) -> tuple[Page, PageSound, Listener]:
        listener = Listener()
        policy = Policy(exceptions=(self.address,))
        where = TabAddress(f"http://{self.address}/{hertz}")
        page = await self.house.open(name, policy, NoFiles(), listener, width=640, height=360, restore=(where,))
        await listener.hears(type="page", status="running", loading=False)
        assert page.engine is not None
        sound = page.engine.sound
        assert sound is not None
        assert sound.code == ""
        return page, sound, listener


async def click(page: Page) -> None:
    page.drive("ann", 1)
    place = {"x": 0.5, "y": 0.5}
    await page.input(
        "ann", 1, [{"k": "move", **place}, {"k": "down", **place, "b": 0, "n": 1}, {"k": "up", **place, "b": 0}]
    )


@pytest_asyncio.fixture(loop_scope="session")
async def sessions(tmp_path_factory) -> AsyncIterator[Sessions]:
    need_sound_server()

    async def page(_request: web.Request) -> web.Response:
        return web.Response(text=PAGE, content_type="text/html")

    app = web.Application()
    app.router.add_get("/{hertz}", page)
    server = TestServer(app)
    await server.start_server()
    tasks = Tasks()
    house = House(tmp_path_factory.mktemp("pages"), Limits(spare=False), tasks.start, OwnAddresses())
    await house.start()
    if house.able().code:
        pytest.skip(f"no page can be opened here: {house.able().code}")
    yield Sessions(house, f"127.0.0.1:{server.port}")
    await house.aclose()
    await tasks.close()
    await server.close()


@pytest.mark.covers("F018")
async def test_a_click_that_starts_a_tone_is_heard_by_its_session_and_by_no_other(sessions):
    page, sound, listener = await sessions.open("one", 440)
    _, other, _ = await sessions.open("two", 1000)
    told = Told(other)
    ears = sound.listen(), other.listen()
    await click(page)
    await listener.hears(type="sound", playing=True)
    heard, _ = await hear(ears[0], 25)
    assert loudest(heard, RATE, (220, 440, 880, 1000)) == 440
    assert strength(heard, RATE, 440) > 0.2
    assert not other.playing
    assert told.all == []
    assert other.encoded == 0
    await sessions.house.close("one")
    assert await asyncio.wait_for(_last(ears[0]), 20) is None


async def _last(ear: Any) -> Any:
    while (packet := await ear.packet()) is not None:
        del packet
