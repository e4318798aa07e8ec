"""Something to look at: a display that a test paints on, or a page in a browser."""

from __future__ import annotations

import asyncio
import base64
import io
import os
import secrets
import struct
import subprocess
from pathlib import Path
from typing import Any, Protocol

import xcffib
import xcffib.xproto as xproto
from PIL import Image, ImageDraw, ImageFont
from playwright.async_api import Page

from cobrowse.picture.damage import DamageSource
from cobrowse.picture.ports import Source
from cobrowse.picture.screencast import ScreencastSource
from cobrowse.picture.x11grab import X11GrabSource
from cobrowse.ports import Display

WIDTH, HEIGHT = 1280, 720


def page_of_text(words: str, size: tuple[int, int] = (WIDTH, HEIGHT)) -> Image.Image:
    """A picture like a page: a coloured bar, and lines of small text to its end."""
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, size[0], 47), fill="#12466b")
    font = ImageFont.load_default(14)
    for row, y in enumerate(range(60, size[1], 20)):
        draw.text((20, y), f"{row} {words} " * 12, fill="#1c1c1c" if row % 3 else "#9a1b2f", font=font)
    return image


class Scene(Protocol):
    """Where a test shows pictures and reads back what is really there."""

    async def show(self, image: Image.Image, at: tuple[int, int] = (0, 0)) -> None: ...

    async def pixels(self, size: tuple[int, int] = (WIDTH, HEIGHT)) -> Image.Image: ...

    async def resize(self, size: tuple[int, int]) -> None: ...

    def source(self) -> Source: ...


class XServer:
    """An Xvfb with a cookie, ended by `close`."""

    def __init__(self, program: str, folder: Path, size: tuple[int, int], prefix: tuple[str, ...] = ()) -> None:
        auth = folder / "Xauthority"
        cookie = secrets.token_bytes(16)
        entry = b"".join(struct.pack(">H", len(part)) + part for part in (b"", b"", b"MIT-MAGIC-COOKIE-1", cookie))
        auth.write_bytes(b"\xff\xff" + entry)  # any host, any number
        auth.chmod(0o644)
        reading, writing = os.pipe()
        screen = f"{size[0]}x{size[1]}x24"
        self.process = subprocess.Popen(
            (*prefix, program, "-displayfd", str(writing), "-screen", "0", screen, "-auth", str(auth))
            + ("-nolisten", "tcp", "-noreset"),
            pass_fds=(writing,),
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        with os.fdopen(reading) as line:
            number = line.readline().strip()
        assert number, "Xvfb did not start"
        self.display = Display(f":{number}", auth, Path(f"/tmp/.X11-unix/X{number}"), *size)  # noqa: S108 - X's place

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(10)


class Painted:
    """A display without a browser: the test paints the root window."""

    def __init__(self, server: XServer, grabber: type[DamageSource] | type[X11GrabSource]) -> None:
        self._server, self._grabber = server, grabber
        os.environ["XAUTHORITY"] = str(server.display.auth)
        try:
            connection: Any = xcffib.connect(display=server.display.name)
        finally:
            del os.environ["XAUTHORITY"]
        self._connection = connection
        self._root = self._connection.get_setup().roots[0].root
        self._gc = self._connection.generate_id()
        self._connection.core.CreateGC(self._gc, self._root, 0, [])

    async def show(self, image: Image.Image, at: tuple[int, int] = (0, 0)) -> None:
        for top in range(0, image.height, 32):
            rows = image.crop((0, top, image.width, min(top + 32, image.height)))
            data = rows.tobytes("raw", "BGRX")
            self._connection.core.PutImage(
                xproto.ImageFormat.ZPixmap, self._root, self._gc, *rows.size, at[0], at[1] + top, 0, 24, len(data), data
            )
        self._connection.flush()
        self._connection.core.GetInputFocus().reply()

    async def pixels(self, size: tuple[int, int] = (WIDTH, HEIGHT)) -> Image.Image:
        reply = self._connection.core.GetImage(xproto.ImageFormat.ZPixmap, self._root, 0, 0, *size, 0xFFFFFFFF).reply()
        return Image.frombytes("RGB", size, bytes(reply.data.buf()), "raw", "BGRX")

    async def resize(self, size: tuple[int, int]) -> None:
        """A display stays as it is; a stream looks at its upper left corner."""

    def source(self) -> Source:
        return self._grabber(self._server.display)

    def kill(self) -> None:
        self._server.process.kill()

    def close(self) -> None:
        self._connection.disconnect()


_PAGE = "<style>body{margin:0}canvas{display:block}</style><canvas width=1280 height=720></canvas>"
_DRAW = """async ([data, x, y]) => {
  const image = new Image(); image.src = data; await image.decode();
  document.querySelector("canvas").getContext("2d").drawImage(image, x, y);
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""


class InBrowser:
    """A page that shows the test's pictures in a canvas."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._session: Any = None

    async def open(self) -> None:
        await self._page.set_content(_PAGE)
        self._session = await self._page.context.new_cdp_session(self._page)

    async def show(self, image: Image.Image, at: tuple[int, int] = (0, 0)) -> None:
        buffer = io.BytesIO()
        image.save(buffer, "PNG")
        data = "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()
        await self._page.evaluate(_DRAW, [data, *at])

    async def pixels(self, size: tuple[int, int] = (WIDTH, HEIGHT)) -> Image.Image:
        return Image.open(io.BytesIO(await self._page.screenshot())).convert("RGB").crop((0, 0, *size))

    async def resize(self, size: tuple[int, int]) -> None:
        await self._page.set_viewport_size({"width": size[0], "height": size[1]})

    def source(self) -> Source:
        return ScreencastSource(self._session, asyncio.get_running_loop())
