"""Websites on this machine for the pages of tests."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from aiohttp import web

_FORM = """<!doctype html><html lang=en><title>Form</title><link rel=icon href=/icon.png>
<style>body{margin:0;font:20px sans-serif} input{position:absolute;left:20px;top:20px;width:400px;height:60px;font-size:30px}
button{position:absolute;left:20px;top:120px;width:400px;height:60px}</style>
<input id=name autofocus oninput="document.title='Typed '+this.value">
<button onclick="document.title='Pressed'">Press</button></html>"""

_CHOOSER = """<!doctype html><html lang=en><title>Chooser</title>
<input type=file style="position:absolute;left:0;top:0;width:100%;height:200px"
 onchange="this.files[0].text().then(text => document.title = this.files[0].name + ' ' + text)">
<a href=/report.txt download style="position:absolute;left:0;top:300px;width:100%;height:200px;display:block">Get</a>"""

# One pixel.
_ICON = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cfc0f01f00050001ff56c72f0d"
    "0000000049454e44ae426082"
)


@dataclass(slots=True)
class Site:
    """`place` is host and port; `seen` the paths that were asked for."""

    place: str
    seen: list[str] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"http://{self.place}{path}"


@contextlib.asynccontextmanager
async def serving() -> AsyncIterator[Site]:
    site = Site("")

    async def answer(request: web.Request) -> web.Response:
        site.seen.append(request.path)
        match request.path:
            case "/form":
                return web.Response(text=_FORM, content_type="text/html")
            case "/chooser":
                return web.Response(text=_CHOOSER, content_type="text/html")
            case "/icon.png":
                return web.Response(body=_ICON, content_type="image/png")
            case "/report.txt":
                return web.Response(text="the report", headers={"Content-Disposition": "attachment"})
            case _:
                return web.Response(text=f"<title>{request.path}</title>", content_type="text/html")

    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        site.place = f"bank.localhost:{runner.addresses[0][1]}"
        yield site
    finally:
        await runner.cleanup()
