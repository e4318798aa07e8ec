"""What a measurement of co-browsing needs: a page, a server, a session with its people, and a viewer in a browser."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import orjson
import psutil
from aiohttp import web
from playwright.async_api import Browser, Page, async_playwright

from bench.people import Person, Tally
from bench.surroundings import folder
from tests.services.samen import SamenServer
from tools import programs

_PAGES = Path(__file__).parent / "pages"
_COLOURS = ([224, 0, 0], [0, 0, 224], [0, 160, 0], [224, 160, 0])
_BOX = (0.03, 0.05)
_SIZE = {"width": 1280, "height": 720}


class _Pages:
    """The site that is looked at, and the way back of the floor: what the page says goes to the viewers."""

    def __init__(self) -> None:
        self.port = 0
        self._viewers: set[web.WebSocketResponse] = set()

    async def start(self, stack: AsyncExitStack, host: str) -> None:
        app = web.Application()
        app.router.add_get("/", self._page)
        app.router.add_get("/floor", self._floor)
        runner = web.AppRunner(app)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        listener = socket.create_server(("127.0.0.1" if host == "localhost" else "0.0.0.0", 0))  # noqa: S104  the hosts of the line are ours alone
        await web.SockSite(runner, listener).start()
        self.port = listener.getsockname()[1]

    async def _page(self, request: web.Request) -> web.Response:
        del request
        return web.Response(text=(_PAGES / "page.html").read_text(encoding="utf-8"), content_type="text/html")

    async def _floor(self, request: web.Request) -> web.WebSocketResponse:
        line = web.WebSocketResponse(compress=False)
        await line.prepare(request)
        viewer = request.query["side"] == "viewer"
        if viewer:
            self._viewers.add(line)
        try:
            async for message in line:
                for other in tuple(self._viewers):
                    await other.send_str(message.data)
        finally:
            self._viewers.discard(line)
        return line


class Lane:
    """A seat without a screen: takes every frame and says that it was drawn. `rate` in bit/s makes it a slow one."""

    def __init__(self, rate: int | None = None) -> None:
        self._rate = rate
        self._driver: str | None = None
        self._changed = asyncio.Event()

    async def run(self, http: aiohttp.ClientSession, url: str, person: Person) -> None:
        async with http.ws_connect(f"{url}/pages/{person.session_id}", compress=0, max_msg_size=0) as lane:
            await lane.send_str(_hello(person, h264=True))
            async for message in lane:
                if self._rate is not None:
                    await asyncio.sleep(len(message.data) * 8 / self._rate)
                if message.type is aiohttp.WSMsgType.BINARY:
                    await lane.send_str(f'{{"type":"ack","n":{int.from_bytes(message.data[4:8], "big")}}}')
                elif message.type is aiohttp.WSMsgType.TEXT:
                    told = orjson.loads(message.data)
                    if told["type"] in ("drive", "ready"):
                        self._driver = told["driver"]
                        self._changed.set()

    async def driver_is(self, participant_id: str) -> None:
        while self._driver != participant_id:
            self._changed.clear()
            await asyncio.wait_for(self._changed.wait(), 10)


def _hello(person: Person, *, h264: bool) -> str:
    return orjson.dumps(
        {
            "type": "hello",
            "ticket": person.ticket,
            "instance": person.instance,
            "h264": h264,
            "webrtc": False,
            "pixel_ratio": 1,
            **_SIZE,
        }
    ).decode()


class Tab:
    """The viewer: the adviser's seat, in a Chromium of its own."""

    def __init__(self, setting: "Setting", page: Page) -> None:
        self._setting = setting
        self._page = page
        self._clicks = 0

    async def visit(self, mode: str) -> None:
        """Another of the pages; returns once it stands still or moves at its pace."""
        await self._setting.ask(mode)
        self._clicks = 0
        await asyncio.sleep(3)

    async def show(self, pixels: bool) -> None:
        """Let pictures come, or only words."""
        await self._page.evaluate("(on) => bench.say({ type: 'hidden', on })", not pixels)
        await asyncio.sleep(0.7)

    async def click(self, *, pixels: bool) -> float:
        name, colour = str(self._clicks), _COLOURS[self._clicks % len(_COLOURS)]
        self._clicks += 1
        took: float = await self._page.evaluate(
            "([x, y, rgb, name, pixels]) => bench.click(x, y, rgb, name, pixels)", [*_BOX, colour, name, pixels]
        )
        return took

    async def settle(self) -> dict[str, float]:
        self._clicks += 1
        told: dict[str, float] = await asyncio.wait_for(
            self._page.evaluate("([x, y]) => bench.settle(x, y)", list(_BOX)), 20
        )
        return told

    async def bytes(self) -> int:
        count: int = await self._page.evaluate("() => bench.seen.bytes")
        return count

    async def frames(self) -> int:
        count: int = await self._page.evaluate("() => bench.seen.drawn")
        return count

    async def until_best_rung(self, longest_s: float) -> float:
        """Seconds until this seat has the best quality again; `longest_s` when it has not by then."""
        begin = time.monotonic()
        # What was told before the line was free again must not count.
        await self._page.evaluate(
            "() => { delete bench.told().diagnostics; bench.say({ type: 'diagnostics', on: true }) }"
        )
        while time.monotonic() - begin < longest_s:
            if await self._page.evaluate("() => bench.told().diagnostics?.rung === 0"):
                break
            await asyncio.sleep(0.1)
        await self._page.evaluate("() => bench.say({ type: 'diagnostics', on: false })")
        return time.monotonic() - begin


class Setting:
    """One server with one session: the adviser, whose seat is a browser, and a client with input rights."""

    def __init__(self, server: SamenServer, pages: _Pages, chromium: Browser, http: aiohttp.ClientSession) -> None:
        self._server = server
        self._pages = pages
        self._chromium = chromium
        self._http = http
        self._tally = Tally()
        self._session: dict[str, Any] = {}
        self._page: Page | None = None
        self._client_lane = Lane()
        self._work: list[asyncio.Task[None]] = []

    async def begin(self, stack: AsyncExitStack) -> None:
        account = {"email": self._server.admin_email, "password": self._server.admin_password}
        await self._post("/auth/sign-in", account)
        self._session = await self._post("/sessions", {})
        self.adviser = await self._person(stack, await self._post(f"/sessions/{self._session['id']}/enter", None))
        self.client = await self._guest(stack, "Jan")
        answer = await self.adviser.command("grant_input", participant_id=self.client.participant_id)
        assert answer["ok"], answer
        stack.push_async_callback(self._end)

    async def open(self, mode: str) -> Tab:
        """A page, its viewer, and the client's seat beside it."""
        await self.ask(mode)
        self._page = await self._viewer_page()
        await self._seat(self._page)
        await asyncio.sleep(3)
        return Tab(self, self._page)

    async def first_picture(self) -> float:
        """Milliseconds from asking for the page to its first picture in the viewer."""
        self._page = self._page or await self._viewer_page()
        begin = time.perf_counter()
        await self.ask("still")
        await self._seat(self._page)
        return (time.perf_counter() - begin) * 1000

    async def close_page(self) -> None:
        answer = await self.adviser.command("close_page")
        assert answer["ok"], answer
        if self._page is not None:
            await self._page.context.close()
            self._page = None
        await asyncio.sleep(1)

    async def spare_ready(self) -> None:
        await asyncio.sleep(6)

    async def page_memory(self) -> float:
        """MB of memory (proportional) of all that runs for pages."""
        total = 0
        for process in self._family()[1:]:
            try:
                total += process.memory_full_info().pss
            except psutil.Error:
                continue
        return total / 2**20

    async def hand_over(self, turn: int) -> float:
        """The client and the adviser take the page in turns. Milliseconds until that counts."""
        if not self._work:
            self._work.append(asyncio.ensure_future(self._client_lane.run(self._http, self._server.url, self.client)))
            await asyncio.sleep(1)
        person = self.adviser if turn % 2 else self.client
        begin = time.perf_counter()
        answer = await person.command("take_page")
        assert answer["ok"], answer
        await self._client_lane.driver_is(person.participant_id)
        return (time.perf_counter() - begin) * 1000

    @asynccontextmanager
    async def more_viewers(self, count: int) -> AsyncIterator[None]:
        async with self._viewers([Lane() for _ in range(count)]):
            yield

    @asynccontextmanager
    async def slow_viewer(self, rate: int) -> AsyncIterator[None]:
        """Two more that are fast, and one that takes `rate` bit/s."""
        async with self._viewers([Lane(), Lane(), Lane(rate)]):
            yield

    @asynccontextmanager
    async def processor(self) -> AsyncIterator[list[float]]:
        """Fills the list, at the end, with the cores that the server and all its children used."""
        used: list[float] = []
        before, begin = self._seconds(), time.monotonic()
        yield used
        used.append((self._seconds() - before) / (time.monotonic() - begin))

    async def ask(self, mode: str) -> None:
        address = f"http://127.0.0.1:{self._pages.port}/?{mode}"
        headers = {"Authorization": f"Bearer {self.adviser.ticket}"}
        url = f"{self._server.url}/api/v1/room/page"
        async with self._http.put(url, json={"address": address}, headers=headers) as answer:
            if answer.status != 200:
                raise RuntimeError(f"the page did not open: {answer.status} {await answer.text()}")

    def _family(self) -> list[psutil.Process]:
        assert self._server.process is not None
        server = psutil.Process(self._server.process.pid)
        return [server, *server.children(recursive=True)]

    def _seconds(self) -> float:
        total = 0.0
        for process in self._family():
            try:
                times = process.cpu_times()
            except psutil.Error:
                continue
            total += times.user + times.system
        return total

    async def _viewer_page(self) -> Page:
        page = await (await self._chromium.new_context(viewport={"width": 1280, "height": 760})).new_page()
        viewer = (_PAGES / "viewer.html").read_text(encoding="utf-8")
        # Under the server's own address, so that the lane sees a page of its own.
        where = f"{self._server.url}/bench-viewer"
        await page.route(where, lambda route: route.fulfill(body=viewer, content_type="text/html"))
        await page.goto(where)
        return page

    async def _seat(self, page: Page) -> None:
        lane = f"{self._server.url.replace('http', 'ws')}/pages/{self.adviser.session_id}"
        host = self._server.url.split("//")[1].split(":")[0]
        floor = f"ws://{host}:{self._pages.port}/floor?side=viewer"
        hello = orjson.loads(_hello(self.adviser, h264=True))
        await page.evaluate("([hello, lane, floor]) => bench.open(hello, lane, floor)", [hello, lane, floor])

    @asynccontextmanager
    async def _viewers(self, lanes: list[Lane]) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            tasks = []
            for number, lane in enumerate(lanes):
                person = await self._guest(stack, f"Gast {number}")
                tasks.append(asyncio.ensure_future(lane.run(self._http, self._server.url, person)))
            await asyncio.sleep(2)
            yield
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _guest(self, stack: AsyncExitStack, name: str) -> Person:
        guest = {"code": self._session["code"], "name": name, "language": "nl"}
        return await self._person(stack, await self._post("/join", guest))

    async def _person(self, stack: AsyncExitStack, way_in: dict[str, Any]) -> Person:
        person = Person(self._server.url, self._session["id"], way_in["participant_id"], way_in["ticket"], self._tally)
        await person.enter(self._http)
        stack.push_async_callback(person.leave)
        return person

    async def _post(self, path: str, body: object) -> dict[str, Any]:
        async with self._http.post(f"{self._server.url}/api/v1{path}", json=body) as answer:
            if not answer.ok:
                raise RuntimeError(f"{path}: {answer.status} {await answer.text()}")
            told: dict[str, Any] = await answer.json()
            return told

    async def _end(self) -> None:
        for task in self._work:
            task.cancel()
        await asyncio.gather(*self._work, return_exceptions=True)


@asynccontextmanager
async def setting(
    *, host: str = "localhost", viewer: list[str] | None = None, **settings: str
) -> AsyncIterator[Setting]:
    """`viewer` are the words before the viewer's command that put it on another host; `settings` of the server."""
    async with AsyncExitStack() as stack:
        place = stack.enter_context(folder())
        pages = _Pages()
        await pages.start(stack, host)
        settings = {"SAMEN_LOG_LEVEL": "warning", "COBROWSE_ALLOW": f"127.0.0.1:{pages.port}", **settings}
        if host != "localhost":
            settings["SAMEN_HOST"] = host
        server = SamenServer(place, place / "data", None, settings)
        server.url = server.url.replace("localhost", host)
        stack.callback(server.kill)
        server.start()
        stack.callback(server.stop)
        driver = await stack.enter_async_context(async_playwright())
        chromium = programs.chromium()
        assert chromium is not None, "Chromium is needed for this measurement"
        if viewer:
            there = place / "chromium-at-the-viewer"
            there.write_text(f'#!/bin/sh\nexec {" ".join(viewer)} {chromium} "$@"\n')
            there.chmod(0o755)
            chromium = str(there)
        arguments = ["--no-sandbox", f"--unsafely-treat-insecure-origin-as-secure={server.url}"]
        # The viewer's page is handed to it by us and has no address of its own, so it would count as a stranger here.
        arguments.append("--disable-features=LocalNetworkAccessChecks")
        browser = await driver.chromium.launch(executable_path=chromium, args=arguments)
        stack.push_async_callback(browser.close)
        jar = aiohttp.CookieJar(unsafe=True)
        http = await stack.enter_async_context(aiohttp.ClientSession(cookie_jar=jar))
        here = Setting(server, pages, browser, http)
        await here.begin(stack)
        yield here
