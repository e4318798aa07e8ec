"""A viewer of a web page as the server knows one: the lane, message by message and frame by frame."""

from __future__ import annotations

import asyncio
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import aiohttp

from tests.patience import PATIENCE

HEADER = struct.Struct(">BBHIIHHHHHH")


@dataclass(frozen=True, slots=True)
class Frame:
    kind: int
    flags: int
    number: int
    payload: bytes


class Lane:
    """Acknowledges every frame, as a viewer that draws at once does; keeps what it was told."""

    def __init__(self, http: aiohttp.ClientSession, url: str, session_id: str, ticket: str, instance: str) -> None:
        self.http = http
        self.address = f"{url}/pages/{session_id}"
        self.hello: dict[str, Any] = {
            "type": "hello",
            "ticket": ticket,
            "instance": instance,
            "h264": True,
            "webrtc": False,
            "pixel_ratio": 1,
            "width": 800,
            "height": 600,
        }
        self.told: list[dict[str, Any]] = []
        self.frames: list[Frame] = []
        self.closed: int | None = None
        self.acks = True
        self._changed = asyncio.Event()
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._reader: asyncio.Task[None] | None = None

    @property
    def socket(self) -> aiohttp.ClientWebSocketResponse:
        assert self._socket is not None
        return self._socket

    async def open(self, headers: dict[str, str] | None = None, **changes: Any) -> Lane:
        """Say hello; what follows arrives by itself."""
        self._socket = await self.http.ws_connect(self.address, max_msg_size=0, headers=headers)
        self._reader = asyncio.create_task(self._read())
        await self.socket.send_json({**self.hello, **changes})
        return self

    async def says(self, type: str, /, **fields: Any) -> None:
        await self.socket.send_json({"type": type, **fields})

    async def _read(self) -> None:
        async for message in self.socket:
            if message.type is aiohttp.WSMsgType.TEXT:
                self.told.append(message.json())
            elif message.type is aiohttp.WSMsgType.BINARY:
                kind, flags, _, number, *_ = HEADER.unpack_from(message.data)
                self.frames.append(Frame(kind, flags, number, message.data[HEADER.size :]))
                # Of a still in several pieces the last one is acknowledged.
                if self.acks and (kind != 3 or flags & 2):
                    await self.says("ack", n=number)
            self._changed.set()
        self.closed = self.socket.close_code
        self._changed.set()

    async def until(self, condition: Callable[[], bool], seconds: float = PATIENCE) -> None:
        try:
            async with asyncio.timeout(seconds):
                while not condition():
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            raise AssertionError(f"not seen; told {self.told[-8:]}, closed {self.closed}") from None

    def of(self, kind: str, /, **fields: Any) -> list[dict[str, Any]]:
        return [one for one in self.told if one["type"] == kind and fields.items() <= one.items()]

    async def hears(self, kind: str, seconds: float = PATIENCE, /, **fields: Any) -> dict[str, Any]:
        """The newest message of this type with these fields, when there is one."""
        await self.until(lambda: bool(self.of(kind, **fields)) or self.closed is not None, seconds)
        assert self.of(kind, **fields), (kind, fields, self.told[-8:], self.closed)
        return self.of(kind, **fields)[-1]

    async def hears_once_more(self, kind: str, seconds: float = PATIENCE, /, **fields: Any) -> None:
        """One more of these than there are now; nothing may have been awaited since what leads to it was said."""
        before = len(self.of(kind, **fields))
        await self.until(lambda: len(self.of(kind, **fields)) > before, seconds)

    async def draws(self, *kinds: int, seconds: float = PATIENCE) -> None:
        """A frame of one of these kinds has arrived."""
        await self.until(lambda: any(frame.kind in kinds for frame in self.frames), seconds)

    async def answered(self, seconds: float = PATIENCE) -> None:
        """Something has been said, or the lane has ended."""
        await self.until(lambda: bool(self.told) or self.closed is not None, seconds)

    async def ends(self, code: int, seconds: float = PATIENCE) -> None:
        await self.until(lambda: self.closed is not None, seconds)
        assert self.closed == code, (self.closed, self.told[-5:])

    async def sees_title(self, title: str, seconds: float = PATIENCE) -> dict[str, Any]:
        """The page in front has this title."""

        def titles() -> list[str]:
            page = (self.of("page") or [{"tabs": []}])[-1]
            return [tab["title"] for tab in page["tabs"] if tab["id"] == page["active"]]

        await self.until(lambda: titles() == [title], seconds)
        return self.of("page")[-1]

    async def close(self) -> None:
        if self._socket is not None:
            await self._socket.close()
        if self._reader is not None:
            await self._reader
