"""What a stranger can send: bytes on a socket, without a library that would put them right."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web

from server.app import PARTS, build_app
from server.keys import Keys
from server.settings import read
from server.web.door import Door
from server.wiring import Parts
from tests.services import ready


@dataclass(frozen=True, slots=True)
class Said:
    """An answer as it came. `closed`: the server hung up."""

    raw: bytes
    closed: bool

    @property
    def status(self) -> int:
        return int(self.raw.split(b" ", 2)[1]) if self.raw else 0

    @property
    def head(self) -> str:
        return self.raw.partition(b"\r\n\r\n")[0].decode("latin-1").lower()

    @property
    def body(self) -> bytes:
        return self.raw.partition(b"\r\n\r\n")[2]


async def send(port: int, *pieces: bytes, wait: float = 3.0, pause: float = 0.0, to_the_end: bool = False) -> Said:
    """Send the pieces; returns when an answer has come, the server hung up (`to_the_end`), or `wait` seconds went by."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    raw = b""
    try:
        async with asyncio.timeout(wait):
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
                if pause:
                    await asyncio.sleep(pause)
            while chunk := await reader.read(65_536):
                raw += chunk
                if not to_the_end and _whole(raw):
                    return Said(raw, closed=False)
        return Said(raw, closed=True)
    except TimeoutError:
        return Said(raw, closed=False)
    except ConnectionError:
        return Said(raw, closed=True)
    finally:
        writer.close()


def _whole(raw: bytes) -> bool:
    head, end, body = raw.partition(b"\r\n\r\n")
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return bool(end) and len(body) >= int(line.partition(b":")[2])
    return False


def request(line: str, *headers: str | bytes, body: bytes = b"", host: str = "samen.example") -> bytes:
    """A request with a Host and, where there is a body, its length."""
    lines = [line.encode(), b"Host: " + host.encode()]
    lines += [one if isinstance(one, bytes) else one.encode() for one in headers]
    if body:
        lines.append(b"Content-Length: %d" % len(body))
    return b"\r\n".join([*lines, b"", body])


@dataclass(frozen=True, slots=True)
class Front:
    port: int
    parts: Parts
    door: Door


@asynccontextmanager
async def front_door(folder: Path, /, *, env: dict[str, str] | None = None, **options: Any) -> AsyncIterator[Front]:
    """The service behind its own door, as `python -m server` opens it; `options` are the door's bounds."""
    folder.mkdir(exist_ok=True)  # noqa: ASYNC240 - before anything runs
    settings = read({"SAMEN_DATA": str(folder), "COBROWSE_PAGES": "0", **(env or {})})
    ready.lay(settings.database)
    app = build_app(settings, Keys(b"k" * 32))
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    assert runner.server is not None
    door = Door(runner.server, app[PARTS].doorman, **{"most": 500, **options})
    listening = await asyncio.get_running_loop().create_server(door, "127.0.0.1", 0)
    try:
        yield Front(listening.sockets[0].getsockname()[1], app[PARTS], door)
    finally:
        listening.close()
        await runner.cleanup()
