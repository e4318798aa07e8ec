"""Websites of this machine to look at together: every page tells its site what happened in it and where things stand."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from fpdf import FPDF
from PIL import Image

PAGES = Path(__file__).parent / "sites"
HOSTS = ("bank.localhost", "rates.localhost", "shop.localhost")


@dataclass
class Site:
    """One server under several names. `events` is what its pages say, oldest first; `places` where their parts are."""

    port: int = 0
    events: list[dict[str, Any]] = field(default_factory=list)
    places: dict[str, dict[str, Any]] = field(default_factory=dict)
    # Of the window that told about its places last, CSS pixels.
    size: tuple[int, int] = (1, 1)
    received: list[tuple[str, bytes]] = field(default_factory=list)
    visits: list[str] = field(default_factory=list)
    poured: int = 0
    _waiters: set[asyncio.Event] = field(default_factory=set)

    @property
    def allow(self) -> str:
        """What COBROWSE_ALLOW must say."""
        return ",".join(f"{host}:{self.port}" for host in (*HOSTS, "127.0.0.1"))

    def url(self, path: str, host: str = HOSTS[0]) -> str:
        return f"http://{host}:{self.port}/{path}"

    def of(self, what: str, on: str | None = None) -> list[dict[str, Any]]:
        """Events of this kind, of one element if its id is given."""
        return [event for event in self.events if event["what"] == what and on in (None, event.get("id"))]

    def value(self, name: str) -> str:
        """What stands in this field, as its page told last; empty before."""
        told = self.of("input", name)
        return str(told[-1]["value"]) if told else ""

    async def until(self, condition: Any, seconds: float = 30, what: str = "") -> Any:
        """What the condition gives, as soon as that is true: asked again after everything that a page tells."""
        changed = asyncio.Event()
        self._waiters.add(changed)
        try:
            async with asyncio.timeout(seconds):
                while not (found := condition()):
                    changed.clear()
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(changed.wait(), 0.5)
                return found
        except TimeoutError:
            told = f"told: {self.events[-8:]}, visited: {self.visits[-8:]}"
            raise AssertionError(f"{what or 'it'} is not so after {seconds} s; {told}") from None
        finally:
            self._waiters.discard(changed)

    def _changed(self) -> None:
        for waiter in self._waiters:
            waiter.set()

    def application(self) -> web.Application:
        app = web.Application(client_max_size=2**24)
        app.router.add_post("/tell", self._tell)
        app.router.add_post("/upload", self._upload)
        app.router.add_get("/never", self._never)
        app.router.add_get("/paper.pdf", _paper)
        app.router.add_get("/report.csv", _report)
        app.router.add_get("/icon.png", _icon)
        app.router.add_get("/tell.js", self._script)
        app.router.add_get("/{path:.*}", self._page)
        return app

    async def _tell(self, request: web.Request) -> web.Response:
        event = json.loads(await request.text())
        if event["what"] == "places":
            self.places[event["page"]], self.size = event["places"], event["size"]
        else:
            self.events.append(event)
        self._changed()
        return web.Response()

    async def _upload(self, request: web.Request) -> web.Response:
        async for part in await request.multipart():
            content = await part.read()  # type: ignore[union-attr]  # our forms are not nested
            self.received.append((part.filename or part.name or "", bytes(content)))  # type: ignore[union-attr]  # the same
        self._changed()
        return web.Response(text="<title>Received</title><h1>Thank you</h1>", content_type="text/html")

    async def _script(self, _: web.Request) -> web.StreamResponse:
        return web.FileResponse(PAGES / "tell.js")

    async def _page(self, request: web.Request) -> web.StreamResponse:
        self.visits.append(request.path_qs)
        name = request.match_info["path"].split("/")[0] or "form"
        file = PAGES / f"{name}.html"
        if not file.is_file():
            return web.Response(status=404, text="<title>Not here</title><h1>Not here</h1>", content_type="text/html")
        head = "<!doctype html><meta charset=utf-8><link rel=icon href=/icon.png><script src=/tell.js></script>"
        return web.Response(text=head + file.read_text(), content_type="text/html")

    async def _never(self, request: web.Request) -> web.StreamResponse:
        """About a hundred megabytes, and after that no end."""
        answer = web.StreamResponse(headers={"Content-Type": "text/html"})
        await answer.prepare(request)
        self.poured = 0
        with contextlib.suppress(ConnectionError, asyncio.CancelledError):
            await answer.write(b"<!doctype html><title>Never done</title><h1>Begin</h1><!--")
            piece = b"." * 2**20
            while self.poured < 100:
                await answer.write(piece)
                self.poured += 1
            while True:
                await answer.write(b".")
                await asyncio.sleep(0.5)
        return answer


async def _paper(_: web.Request) -> web.Response:
    paper = FPDF()
    paper.set_fill_color(0, 160, 0)
    paper.add_page()
    paper.rect(0, 0, 210, 297, style="F")
    return web.Response(body=bytes(paper.output()), content_type="application/pdf")


async def _report(_: web.Request) -> web.Response:
    return web.Response(
        body=b"year;sum\n2026;100\n", headers={"Content-Disposition": "attachment; filename=report.csv"}
    )


async def _icon(_: web.Request) -> web.Response:
    picture = io.BytesIO()
    Image.new("RGB", (32, 32), "#26417a").save(picture, "PNG")
    return web.Response(body=picture.getvalue(), content_type="image/png")


@asynccontextmanager
async def site() -> AsyncIterator[Site]:
    """A site that answers on loopback."""
    one = Site()
    runner = web.AppRunner(one.application(), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        place = web.TCPSite(runner, "127.0.0.1", 0)
        await place.start()
        one.port = runner.addresses[0][1]
        yield one
    finally:
        await runner.cleanup()


@asynccontextmanager
async def self_signed(folder: Path) -> AsyncIterator[int]:
    """A site over TLS with a certificate that it made itself; the port."""

    async def secret(_: web.Request) -> web.Response:
        return web.Response(text="nobody should read this")

    app = web.Application()
    app.router.add_get("/{path:.*}", secret)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(_certificate(folder))
    try:
        place = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context)
        await place.start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


def _certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "bank.localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("bank.localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "self-signed.pem"
    form = serialization.Encoding.PEM
    file.write_bytes(
        key.private_bytes(form, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(form)
    )
    return file
