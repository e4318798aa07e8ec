"""Websites for a co-browsed page: well-behaved ones, and some that are not."""

import asyncio
import contextlib
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from fpdf import FPDF

PAGES = {
    "plain": "<title>Gewone pagina</title><link rel=icon href=/icon.png><h1>Dag</h1><a id=next href=/p/second>verder</a>",
    "second": "<title>Tweede</title><h1>Tweede</h1>",
    "green": "<body style='background:#00c000'>",
    "tabs": """<title>Opener</title><a id=blank href=/p/second target=_blank>tab</a>
        <button id=popup onclick="window.popup = window.open('/p/second', '_blank', 'width=300,height=200')">popup</button>
        <button id=shut onclick="window.popup.close()">dicht</button>""",
    "asks": """<title>vraagt</title>
        <button id=alert onclick="alert('Let op'); document.title = 'gezien'">a</button>
        <button id=confirm onclick="document.title = 'antwoord ' + confirm('Zeker?')">c</button>
        <button id=prompt onclick="document.title = 'antwoord ' + prompt('Naam?', 'Jan')">p</button>
        <button id=forever onclick="while (stillAsking()) alert('nog eens')">f</button>
        <script>let asked = 0; const stillAsking = () => { document.title = 'gevraagd ' + asked; return asked++ < 12; }</script>
        <input type=file id=file onchange="document.title = 'bestand ' + [...this.files].map(f => f.name + f.size).join()">
        <input type=file id=files multiple onchange="document.title = 'bestanden ' + this.files.length">
        <input type=file id=folder webkitdirectory>""",
    "stays": """<title>blijft</title><button id=b>klik</button>
        <script>addEventListener('beforeunload', (event) => event.preventDefault())</script>""",
    "wants": """<title>wil</title>
        <button id=location onclick="navigator.geolocation.getCurrentPosition(() => 0, e => document.title = 'code ' + e.code)">l</button>
        <button id=camera onclick="navigator.mediaDevices.getUserMedia({video: true}).then(() => document.title = 'ja', e => document.title = e.name)">c</button>
        <button id=screen onclick="navigator.mediaDevices.getDisplayMedia().then(() => document.title = 'ja', e => document.title = e.name)">c</button>
        <button id=notifications onclick="Notification.requestPermission().then(a => document.title = a)">n</button>
        <button id=clipboard onclick="navigator.clipboard.readText().then(() => document.title = 'ja', e => document.title = e.name)">k</button>
        <button id=pointer onclick="document.body.requestPointerLock().catch(e => document.title = e.name)">p</button>
        <button id=print onclick="print(); document.title = 'gedrukt'">p</button>
        <a id=mail href='mailto:iemand@bank.example'>m</a> <a id=filelink href='file:///etc/passwd'>f</a>
        <a id=chrome href='chrome://version'>c</a> <a id=tel href='tel:112'>t</a>
        <button id=jump onclick="location.href = 'steam://run/1'">j</button> <button id=frame onclick="document.body.append(Object.assign(document.createElement('iframe'), {src: 'zoommtg:x'}))">i</button>
        <button id=window onclick="window.open('skype:x')">w</button>""",
    "loop": "<title>lus</title><button id=go onclick='for (;;) {}'>lus</button>",
    "storm": """<title>storm</title><button id=go onclick="for (let i = 0; i < 100; i++) window.open('/p/second?' + i)">storm</button>
        <button id=slow onclick="setInterval(() => window.open('/p/second'), 50)">storm</button>""",
    "eater": """<title>eter</title><button id=go onclick="eat()">eet</button><script>
        const kept = []; function eat() { kept.push(new Uint8Array(40 * 2 ** 20).fill(7)); setTimeout(eat, 30); }</script>""",
    "huge": "<title>" + "lang " * 200_000 + "</title><h1>lang</h1>",
    "cookie": "<title>koek</title><script>document.cookie = 'wie=jan; max-age=9999'; localStorage.wie = 'jan'</script>",
    "ask-cookie": "<title></title><script>document.title = 'koek:' + document.cookie + ':' + (localStorage.wie || '')</script>",
    "right": "<title>rechts</title><body style='background:#00c000;margin:0'><script>addEventListener('contextmenu', () => document.title = 'gehoord')</script>",
    "full": """<title>vol</title><button id=go onclick="document.documentElement.requestFullscreen().then(() => document.title = 'groot')">f</button>""",
}  # fmt: skip

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c636060f8cf0000030101006de3b7d20000000049454e44ae426082"
)


@dataclass
class Site:
    """A server on loopback. `hosts` are names that lead to it; browsers must be allowed to go there."""

    port: int = 0
    seen: Counter[str] = field(default_factory=Counter)
    _runner: web.AppRunner | None = None

    @property
    def exceptions(self) -> tuple[str, ...]:
        return tuple(f"{host}:{self.port}" for host in ("127.0.0.1", "een.localhost", "twee.localhost"))

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}/{path}"

    async def start(self) -> None:
        application = web.Application()
        application.router.add_get("/p/{name}", self._page)
        application.router.add_get("/icon.png", _icon)
        application.router.add_get("/paper.pdf", _paper)
        application.router.add_get("/report.csv", _report)
        application.router.add_get("/endless.bin", _endless_file)
        application.router.add_get("/never", _never)
        application.router.add_get("/round", _round)
        application.router.add_get("/private", _private)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _page(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        self.seen[name] += 1
        return web.Response(text="<!doctype html>" + PAGES[name], content_type="text/html", charset="utf-8")


async def _icon(_: web.Request) -> web.Response:
    return web.Response(body=PNG, content_type="image/png")


async def _paper(_: web.Request) -> web.Response:
    paper = FPDF()
    paper.set_fill_color(0, 192, 0)
    paper.add_page()
    paper.rect(0, 0, 210, 297, style="F")
    return web.Response(body=bytes(paper.output()), content_type="application/pdf")


async def _report(_: web.Request) -> web.Response:
    return web.Response(
        body=b"jaar;bedrag\n2026;100\n", headers={"Content-Disposition": 'attachment; filename="../rap port.csv"'}
    )


async def _endless_file(request: web.Request) -> web.StreamResponse:
    answer = web.StreamResponse(headers={"Content-Disposition": "attachment; filename=groot.bin"})
    await answer.prepare(request)
    return await _pour(answer)


async def _pour(answer: web.StreamResponse) -> web.StreamResponse:
    piece = bytes(256 * 1024)
    try:
        for _ in range(4_000):
            await answer.write(piece)
            await asyncio.sleep(0.005)
    except (ConnectionError, asyncio.CancelledError):
        pass
    return answer


async def _never(request: web.Request) -> web.StreamResponse:
    answer = web.StreamResponse(headers={"Content-Type": "text/html"})
    await answer.prepare(request)
    await answer.write(b"<!doctype html><title>nooit klaar</title><h1>begin</h1>" + b" " * 2048)
    with contextlib.suppress(ConnectionError, asyncio.CancelledError):
        await asyncio.sleep(300)
    return answer


async def _round(request: web.Request) -> web.Response:
    number = int(request.query.get("n", "0"))
    return web.Response(status=302, headers={"Location": f"/round?n={number + 1}"})


async def _private(request: web.Request) -> web.Response:
    if "Authorization" in request.headers:
        return web.Response(text="binnen")
    return web.Response(status=401, headers={"WWW-Authenticate": 'Basic realm="geheim"'}, text="Eerst inloggen")


def page_messages(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [message for message in messages if message["type"] == "page"]
