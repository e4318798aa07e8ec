"""A browser's page as the server knows it: one Socket.IO connection and a fast lane, frame by frame."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp

from tests.patience import PATIENCE

_ids = itertools.count(1)


class Refused(Exception):
    """The server refused the connect; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Closed(Exception):
    """The socket is closed."""


class Page:
    """One page load of one participant. Everything that arrives is kept in order."""

    def __init__(self, http: aiohttp.ClientSession, url: str, ticket: str, instance: str = "") -> None:
        self.http, self.url, self.ticket = http, url, ticket
        self.instance = instance or f"page-{next(_ids)}"
        self.participant_id = ticket.partition(".")[0]
        self.welcomes: list[dict[str, Any]] = []
        self.entries: list[dict[str, Any]] = []
        self.signals: list[dict[str, Any]] = []
        self.names: list[str] = []
        self.closed = False
        self._acks: dict[int, asyncio.Future[Any]] = {}
        self._changed = asyncio.Event()
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._reader: asyncio.Task[None] | None = None
        self._connected: asyncio.Future[None] | None = None

    @property
    def seq(self) -> int:
        """How far the log has been read."""
        told = [welcome["seq"] for welcome in self.welcomes[-1:]] + [entry["seq"] for entry in self.entries[-1:]]
        return max(told, default=0)

    @property
    def events(self) -> list[dict[str, Any]]:
        """All events of the last welcome and since, in order."""
        return [event for entry in self.log for event in entry["events"]]

    @property
    def log(self) -> list[dict[str, Any]]:
        """All entries, each once, as a page puts them together: a welcome after 0 begins anew."""
        log: dict[int, dict[str, Any]] = {}
        for kind, payload in self._stream:
            if kind == "welcome":
                if payload["after"] == 0:
                    log.clear()
                log.update({entry["seq"]: entry for entry in payload["entries"]})
            else:
                log[payload["seq"]] = payload
        return [log[seq] for seq in sorted(log)]

    @property
    def socket(self) -> aiohttp.ClientWebSocketResponse:
        assert self._socket is not None
        return self._socket

    async def open(self, last_seq: int = 0, session_id: str = "", **auth: Any) -> Page:
        """Connect and wait for the welcome. Raises Refused."""
        await self.dial(session_id)
        self._connected = asyncio.get_running_loop().create_future()
        told = {"ticket": self.ticket, "instance": self.instance, "last_seq": last_seq, **auth}
        await self.socket.send_str("40" + json.dumps(told))
        async with asyncio.timeout(PATIENCE):
            await self._connected
        await self.until(lambda: bool(self.welcomes))
        return self

    async def dial(self, session_id: str = "") -> Page:
        """The bare socket, with nothing said yet."""
        self._stream: list[tuple[str, dict[str, Any]]] = []
        self.welcomes, self.closed = [], False
        address = f"{self.url}/socket.io/?EIO=4&transport=websocket&session={session_id}"
        self._socket = await self.http.ws_connect(address, max_msg_size=0)
        self._reader = asyncio.create_task(self._read())
        return self

    async def _read(self) -> None:
        async for message in self.socket:
            if message.type is not aiohttp.WSMsgType.TEXT:
                break
            await self._take(message.data)
        self.closed = True
        for waiting in [*self._acks.values(), self._connected]:
            if waiting is not None and not waiting.done():
                waiting.set_exception(Closed())
                waiting.exception()
        self._changed.set()

    async def _take(self, text: str) -> None:
        if text == "2":
            await self.socket.send_str("3")
        elif text.startswith("40") and self._connected is not None:
            self._connected.set_result(None)
        elif text.startswith("44") and self._connected is not None:
            self._connected.set_exception(Refused(json.loads(text[2:])["message"]))
        elif text.startswith("43"):
            number, _, body = text[2:].partition("[")
            self._acks.pop(int(number)).set_result(json.loads("[" + body)[0])
        elif text.startswith("42"):
            name, payload = json.loads(text[2:])
            self.names.append(name)
            kept = {"welcome": self.welcomes, "entry": self.entries, "signal": self.signals}.get(name)
            if kept is not None:
                kept.append(payload)
            if name in ("welcome", "entry"):
                self._stream.append((name, payload))
        self._changed.set()

    async def until(self, condition: Callable[[], bool], seconds: float = PATIENCE) -> None:
        """Wait until something that arrived makes the condition true."""
        async with asyncio.timeout(seconds):
            while not condition():
                self._changed.clear()
                await self._changed.wait()

    async def sees(self, kind: str, seconds: float = PATIENCE, **fields: Any) -> dict[str, Any]:
        """Wait for an event of this type with these fields; the newest one."""

        def found() -> list[dict[str, Any]]:
            return [one for one in self.events if one["type"] == kind and fields.items() <= one.items()]

        await self.until(lambda: bool(found()), seconds)
        return found()[-1]

    async def hears(self, kind: str, seconds: float = PATIENCE, **fields: Any) -> dict[str, Any]:
        """Wait for a signal of this type with these fields."""

        def found() -> list[dict[str, Any]]:
            return [one for one in self.signals if one["type"] == kind and fields.items() <= one.items()]

        await self.until(lambda: bool(found()), seconds)
        return found()[-1]

    async def ask(self, name: str, message: Any, seconds: float = PATIENCE) -> Any:
        """Emit with an acknowledgement."""
        number = next(_ids)
        answer = self._acks[number] = asyncio.get_running_loop().create_future()
        await self.socket.send_str(f"42{number}" + json.dumps([name, message]))
        async with asyncio.timeout(seconds):
            return await answer

    async def command(self, kind: str, *, id: str = "", **fields: Any) -> dict[str, Any]:
        """A command and its answer."""
        answer: dict[str, Any] = await self.ask(
            "command", {"id": id or f"command-{next(_ids)}", "type": kind, **fields}
        )
        return answer

    async def says(self, text: str) -> int:
        """A chat message that must be taken; its seq."""
        answer = await self.command("send_chat", text=text)
        assert answer["ok"], answer
        return int(answer["seq"])

    @property
    def chat(self) -> list[str]:
        return [event["text"] for event in self.events if event["type"] == "chat_sent"]

    async def lane(self, session_id: str, *, beats: bool = True) -> Lane:
        return await Lane(self.http, self.url, self, session_id, beats).open()

    async def close(self) -> None:
        if self._socket is not None:
            await self._socket.close()
        if self._reader is not None:
            with contextlib.suppress(Exception):
                await self._reader

    async def vanish(self) -> None:
        """As when a cable is pulled: nothing is said, nothing is read any more."""
        if self._reader is not None:
            self._reader.cancel()


class Lane:
    """A page's fast lane. With `beats`, it answers the server's beats as a page does."""

    def __init__(self, http: aiohttp.ClientSession, url: str, page: Page, session_id: str, beats: bool) -> None:
        self._address = f"{url.replace('http', 'ws', 1)}/live/{session_id}"
        self._http, self._page, self.beats = http, page, beats
        self.got: list[dict[str, Any]] = []
        self.code: int | None = None
        self._changed = asyncio.Event()

    async def open(self) -> Lane:
        self.socket = await self._http.ws_connect(self._address)
        hello = {"ticket": self._page.ticket, "instance": self._page.instance}
        await self.socket.send_str(json.dumps(hello))
        self._reader = asyncio.create_task(self._read())
        await self.until(lambda: self.code is not None or bool(self.got))
        return self

    async def _read(self) -> None:
        async for message in self.socket:
            if message.type is not aiohttp.WSMsgType.TEXT:
                break
            told = json.loads(message.data)
            self.got.append(told)
            if told["type"] == "beat" and self.beats:
                await self.socket.send_str('{"type":"beat"}')
            self._changed.set()
        self.code = self.socket.close_code
        self._changed.set()

    async def point(self, x: float, y: float, *, visible: bool = True) -> None:
        await self.socket.send_str(json.dumps({"type": "pointer", "x": x, "y": y, "visible": visible}))

    async def hears(self, kind: str, seconds: float = PATIENCE, **fields: Any) -> dict[str, Any]:
        def found() -> list[dict[str, Any]]:
            return [one for one in self.got if one["type"] == kind and fields.items() <= one.items()]

        await self.until(lambda: bool(found()), seconds)
        return found()[-1]

    async def until(self, condition: Callable[[], bool], seconds: float = PATIENCE) -> None:
        async with asyncio.timeout(seconds):
            while not condition():
                self._changed.clear()
                await self._changed.wait()

    async def close(self) -> None:
        await self.socket.close()
        await self._reader


@contextlib.asynccontextmanager
async def pages() -> AsyncIterator[Callable[..., Page]]:
    """Makes pages and closes them all at the end."""
    opened: list[Page] = []
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:

        def page(url: str, ticket: str, instance: str = "") -> Page:
            opened.append(Page(http, url, ticket, instance))
            return opened[-1]

        try:
            yield page
        finally:
            await asyncio.gather(*(one.close() for one in opened), return_exceptions=True)
