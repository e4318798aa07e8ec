"""A system of an office that takes webhooks: a real HTTP server, which checks signatures with code of its own."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import orjson
from aiohttp import web

from tests.patience import PATIENCE


@dataclass(frozen=True, slots=True)
class Got:
    """One request, as it came."""

    id: str
    timestamp: str
    signatures: tuple[str, ...]
    body: bytes
    headers: dict[str, str]

    @property
    def json(self) -> Any:
        return orjson.loads(self.body)

    @property
    def kind(self) -> str:
        return str(self.json["type"])

    def signed_with(self, secret: str) -> bool:
        """Whether one of the signatures was made with this secret (Standard Webhooks 1.0.0)."""
        signed = f"{self.id}.{self.timestamp}.".encode() + self.body
        wanted = base64.b64encode(hmac_sha256(base64.b64decode(secret.split("_", 1)[1]), signed)).decode()
        return f"v1,{wanted}" in self.signatures


def hmac_sha256(key: bytes, message: bytes) -> bytes:
    """RFC 2104, written out: the product's own way of signing is not asked."""
    block = (hashlib.sha256(key).digest() if len(key) > 64 else key).ljust(64, b"\0")
    inner = hashlib.sha256(bytes(one ^ 0x36 for one in block) + message).digest()
    return hashlib.sha256(bytes(one ^ 0x5C for one in block) + inner).digest()


class Receiver:
    """Answers 204 unless told otherwise. `url` is where it listens."""

    def __init__(self) -> None:
        self.got: list[Got] = []
        self.port = 0
        self.answer: Callable[[Got], web.StreamResponse | int] = lambda _: 204
        self.hang = asyncio.Event()
        self.hang.set()
        self._news = asyncio.Condition()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook?a=1"

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    async def take(self, request: web.Request) -> web.StreamResponse:
        headers = {name.lower(): value for name, value in request.headers.items()}
        got = Got(
            headers["webhook-id"],
            headers["webhook-timestamp"],
            tuple(headers["webhook-signature"].split(" ")),
            await request.read(),
            headers,
        )
        async with self._news:
            self.got.append(got)
            self._news.notify_all()
        await self.hang.wait()
        answer = self.answer(got)
        return web.Response(status=answer) if isinstance(answer, int) else answer

    async def until(self, count: int) -> list[Got]:
        """Wait until so many requests have come."""
        async with asyncio.timeout(PATIENCE), self._news:
            await self._news.wait_for(lambda: len(self.got) >= count)
        return self.got


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/{path:.*}", receiver.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        receiver.port = runner.addresses[0][1]
        yield receiver
    finally:
        receiver.hang.set()
        await runner.cleanup()
