"""A hostile site with a listener for every probe, and the browsers that visit it: one unguarded, others as the product starts them."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from aiohttp import web
from playwright.async_api import BrowserContext, Playwright, async_playwright
from playwright.async_api import Error as PlaywrightError

from cobrowse.browser import display, flags, walls
from cobrowse.browser import programs as found
from cobrowse.browser.engine import Engine, Workshop
from cobrowse.egress.dial import SystemNames
from cobrowse.ports import Limits, OwnAddresses, Policy
from tests.security.notations import own_address
from tests.security.probes import ALL, BY_NAME, TABS, Probe

SITE = "hostile.localhost"
ANSWER = b"HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nContent-Type: text/plain\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
NAMES = ("prefetch", "connect", "image", "fetch", "socket", "call", "frame")
"""Names that the page makes the browser want, each in its own way; nobody has them."""

LOCAL_SCHEMES = (
    "file:///etc/passwd", "file://localhost/etc/passwd", "view-source:file:///etc/passwd", "chrome://version/", "chrome://settings/",
    "chrome://net-internals/", "devtools://devtools/bundled/inspector.html", "chrome-untrusted://terminal/", "chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/index.html",
    "filesystem:http://localhost/temporary/x", "jar:file:///etc/passwd!/", "content://x/", "isolated-app://x/",
)  # fmt: skip

_QUIET = 1.5
_LONGEST = 40.0
_NAMES_PAGE = """<link rel=dns-prefetch href='//prefetch.probe.invalid'><link rel=preconnect href='http://connect.probe.invalid'>
<img src='http://image.probe.invalid/'><iframe src='http://frame.probe.invalid/'></iframe><script>
fetch('http://fetch.probe.invalid/');new WebSocket('ws://socket.probe.invalid/');
c=new RTCPeerConnection({iceServers:[{urls:'stun:call.probe.invalid:3478'}]});c.createDataChannel('d');
c.createOffer().then(o=>c.setLocalDescription(o))</script>"""


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, heard: set[str], name: str) -> None:
        self._heard, self._name = heard, name

    def datagram_received(self, data: bytes, addr: object) -> None:
        self._heard.add(self._name)


@dataclass
class Hostile:
    """The site and its listeners. `heard` holds the names of probes whose listener was reached."""

    port: int = 0
    heard: set[str] = field(default_factory=set)
    ports: dict[str, int] = field(default_factory=dict)
    own4: str = "127.0.0.1"
    own6: str = "::1"
    loaded: set[str] = field(default_factory=set)
    stack: contextlib.AsyncExitStack = field(default_factory=contextlib.AsyncExitStack)

    @property
    def url(self) -> str:
        return f"http://{SITE}:{self.port}"

    @property
    def exception(self) -> str:
        return f"{SITE}:{self.port}"

    def place(self, probe: Probe) -> str:
        host = probe.host.replace("OWN4", self.own4).replace("OWN6", self.own6)
        return f"{host}:{self.ports[probe.name]}"

    def filled(self, text: str, probe: Probe) -> str:
        words = {
            "$U": f"http://{self.place(probe)}/x", "$T": self.place(probe), "$N": probe.name.replace(" ", "_"), "$S": self.url,
            "$HOST": self.own4, "$PORT": str(self.ports[probe.name]),
        }  # fmt: skip
        for word in sorted(words, key=len, reverse=True):
            text = text.replace(word, words[word])
        return text

    async def start(self) -> None:
        self.own4 = own_address(socket.AF_INET) or self.own4
        self.own6 = own_address(socket.AF_INET6) or self.own6
        for probe in ALL:
            await self._listen(probe)
        app = web.Application()
        app.router.add_get("/", self._all)
        app.router.add_get("/names", _names)
        app.router.add_get("/p/{name}", self._probe)
        app.router.add_get("/w/{name}.js", self._script)
        app.router.add_route("*", "/r/{status}/{name}", self._redirect)
        app.router.add_route("*", "/{rest:.*}", _blank)
        runner = web.AppRunner(app)
        await runner.setup()
        self.stack.push_async_callback(runner.cleanup)
        sock = socket.create_server(("127.0.0.1", 0))
        self.port = sock.getsockname()[1]
        await web.SockSite(runner, sock).start()

    async def _listen(self, probe: Probe) -> None:
        """One port for the probe on all of this machine's addresses, for streams and datagrams."""

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            if not probe.udp:
                self.heard.add(probe.name)
            with contextlib.suppress(OSError, TimeoutError):
                async with asyncio.timeout(10):
                    await reader.read(65536)
                writer.write(ANSWER)
                await writer.drain()
            writer.close()

        both = socket.create_server(("", 0), family=socket.AF_INET6, dualstack_ipv6=True)
        port = self.ports[probe.name] = both.getsockname()[1]
        server = await asyncio.start_server(serve, sock=both)
        self.stack.callback(server.close)
        if probe.udp:
            loop = asyncio.get_running_loop()
            ear = await loop.create_datagram_endpoint(lambda: _Datagrams(self.heard, probe.name), ("0.0.0.0", port))
            self.stack.callback(ear[0].close)

    async def _all(self, _: web.Request) -> web.Response:
        frames = (f'<iframe src="/p/{escape(p.name.replace(" ", "_"))}"></iframe>' for p in ALL if not p.top)
        return await _page("<!doctype html><title>hostile</title>" + "".join(frames))

    async def _probe(self, request: web.Request) -> web.Response:
        probe = _named(request)
        self.loaded.add(probe.name)
        headers = {name: self.filled(value, probe) for name, value in probe.headers}
        text = self.filled(probe.html, probe)
        return web.Response(text=text, content_type=probe.type, charset="utf-8", headers=headers)

    async def _script(self, request: web.Request) -> web.Response:
        probe = _named(request)
        return web.Response(text=self.filled(probe.script, probe), content_type="text/javascript")

    async def _redirect(self, request: web.Request) -> web.Response:
        probe = _named(request)
        to = f"//{self.place(probe)}/x" if "bare" in request.query else f"http://{self.place(probe)}/x"
        if "again" in request.query:
            to = f"/r/302/{request.match_info['name']}"
        return web.Response(status=int(request.match_info["status"]), headers={"Location": to})


async def _names(_: web.Request) -> web.Response:
    return await _page(_NAMES_PAGE)


async def _blank(_: web.Request) -> web.Response:
    return await _page("blank")


async def _page(text: str) -> web.Response:
    return web.Response(text=text, content_type="text/html")


def _named(request: web.Request) -> Probe:
    return BY_NAME[request.match_info["name"].replace("_", " ")]


@contextlib.asynccontextmanager
async def hostile() -> AsyncIterator[Hostile]:
    site = Hostile()
    async with site.stack:
        await site.start()
        yield site


async def visit(site: Hostile, context: BrowserContext, tried: set[int] | None = None) -> None:
    """Show every probe, and wait until nothing new happens: nothing heard, or with `tried`, no port asked for."""
    page = await context.new_page()
    await page.goto(site.url + "/", wait_until="commit")
    names = await context.new_page()
    await names.goto(site.url + "/names", wait_until="commit")
    await asyncio.gather(*(_in_a_tab(site, context, probe) for probe in TABS))
    wanted = {probe.name for probe in ALL if not probe.silent_anyway}
    loop = asyncio.get_running_loop()
    began = changed = loop.time()
    before = (0, 0, 0)
    while loop.time() - began < _LONGEST:
        whole = before[1] == len(ALL) and (tried is not None or wanted <= site.heard)
        if whole and loop.time() - changed > _QUIET:
            return
        await asyncio.sleep(0.1)
        if before != (now := (len(site.heard), len(site.loaded), len(tried or ()))):
            before, changed = now, loop.time()


async def _in_a_tab(site: Hostile, context: BrowserContext, probe: Probe) -> None:
    tab = await context.new_page()
    # A page that leaves while it is being spoken to did what it is here for.
    with contextlib.suppress(PlaywrightError):
        await tab.goto(f"{site.url}/p/{probe.name.replace(' ', '_')}", timeout=20_000)
        if probe.act:
            await tab.evaluate(site.filled(probe.act, probe))


async def _open_local(site: Hostile, context: BrowserContext) -> frozenset[str]:
    """Ask for everything that is no web page, in all ways; the addresses of all tabs and frames afterwards."""
    page = await context.new_page()
    await page.goto(site.url + "/blank")
    for address in (*LOCAL_SCHEMES, site.url + "/reached"):
        await page.evaluate(
            """async address => {
                open(address); open(address, '_blank', 'noopener');
                for (const [tag, key] of [['iframe', 'src'], ['object', 'data'], ['embed', 'src'], ['img', 'src']]) {
                    const made = document.createElement(tag); made[key] = address; document.body.append(made);
                }
                const link = document.createElement('a'); link.href = address; link.target = '_blank'; link.click();
                const read = await fetch(address).then(answer => answer.text()).catch(() => '');
                if (read) document.body.append(Object.assign(document.createElement('iframe'), {name: 'read ' + address}));
            }""",
            address,
        )
    await asyncio.sleep(0.5)
    frames = [frame for tab in context.pages for frame in tab.frames]
    return frozenset([frame.url for frame in frames] + [frame.name for frame in frames])


@dataclass
class Outcome:
    """What came of one visit."""

    heard: frozenset[str]
    loaded: frozenset[str]
    tried: frozenset[str] = frozenset()  # probes whose listener the proxy was asked for, and refused
    connected: frozenset[str] = frozenset()  # "address:port" of every stream connection, by the browser's own log
    datagrams: int = 0
    looked_up: frozenset[str] = frozenset()
    opened: frozenset[str] = frozenset()  # addresses of tabs and frames after asking for what is no web page


class _Witness:
    """Stands before a proxy's rules and writes down which ports were refused."""

    def __init__(self, rules: Any, refused: set[int]) -> None:
        self._rules, self._refused = rules, refused
        self.lists, self.exceptions, self.own = rules.lists, rules.exceptions, rules.own

    def check(self, host: Any, port: int) -> bool:
        try:
            return bool(self._rules.check(host, port))
        except Exception:
            self._refused.add(port)
            raise


async def unguarded(program: str, folder: Path) -> Outcome:
    """The same page in a Chromium that nobody guards: what it reaches shows that the listeners hear."""
    log = folder / "unguarded.json"
    arguments = ["--no-sandbox", "--allow-loopback-in-peer-connection", "--autoplay-policy=no-user-gesture-required"]
    arguments += ["--disable-features=LocalNetworkAccessChecks,HttpsUpgrades", f"--log-net-log={log}"]
    async with hostile() as site, async_playwright() as driver:
        context = await driver.chromium.launch_persistent_context(
            str(folder / "unguarded"), executable_path=program, headless=True, args=arguments
        )
        await visit(site, context)
        await context.close()
        return Outcome(frozenset(site.heard), frozenset(site.loaded), **_read(log))


async def guarded(folder: Path, *, bare: bool, excepted: bool = False) -> Outcome:
    """The page in the product's own browser. Its user must be able to pass through `folder`.

    `bare` leaves out the walls: only switches, proxy and password remain. `excepted` opens every listener.
    """
    tasks: set[asyncio.Task[Any]] = set()

    def spawn(name: str, work: Any) -> asyncio.Task[Any]:
        task = asyncio.get_running_loop().create_task(work, name=name)
        tasks.add(task)
        return task

    names = SystemNames()
    refused: set[int] = set()
    async with hostile() as site, async_playwright() as driver:
        engine = await _engine(driver, folder, names, spawn, bare=bare)
        try:
            places = [site.place(p).rpartition("@")[2] for p in ALL] if excepted else []
            engine.rule(Policy(exceptions=(site.exception, *places)))
            assert engine.proxy is not None
            engine.proxy.gate.rules = _Witness(engine.proxy.gate.rules, refused)  # type: ignore[assignment]  # the same shape
            await visit(site, engine.context, refused)
            opened = await _open_local(site, engine.context)
            await engine.context.close()
            seen = _read(engine.profile / "net.json")
        finally:
            await engine.close()
            for task in tasks:
                task.cancel()
            names.close()
        tried = frozenset(name for name, port in site.ports.items() if port in refused)
        return Outcome(frozenset(site.heard), frozenset(site.loaded), tried, **seen, opened=opened)


async def _engine(driver: Playwright, folder: Path, names: SystemNames, spawn: Any, *, bare: bool) -> Engine:
    program = found.chromium("")
    assert program is not None
    around = await walls.survey()
    if bare:
        around = walls.Walls(users=around.users)
    shop = Workshop(driver, program, around, folder, Limits(), names, OwnAddresses(), spawn, display.possible())
    engine = Engine(shop, "nl")
    before = flags.SWITCHES
    try:
        flags.SWITCHES = (*before, f"--log-net-log={engine.profile / 'net.json'}")  # type: ignore[misc, assignment]  # for this browser only
        return await engine.start()
    finally:
        flags.SWITCHES = before  # type: ignore[misc]  # as it was


def _read(log: Path) -> dict[str, Any]:
    """What a browser's own log of the network says."""
    told = json.loads(log.read_text())
    kinds = {number: name for name, number in told["constants"]["logEventTypes"].items()}
    connected: set[str] = set()
    looked_up: set[str] = set()
    datagrams = 0
    for event in told["events"]:
        kind, said = kinds[event["type"]], event.get("params", {})
        match kind:
            case "TCP_CONNECT_ATTEMPT" if "address" in said:
                connected.add(said["address"])
            case "UDP_BYTES_SENT":
                datagrams += 1
            case "HOST_RESOLVER_MANAGER_JOB" | "HOST_RESOLVER_SYSTEM_TASK" | "HOST_RESOLVER_DNS_TASK" if "host" in said:
                looked_up.add(said["host"])
    return {"connected": frozenset(connected), "datagrams": datagrams, "looked_up": frozenset(looked_up)}
