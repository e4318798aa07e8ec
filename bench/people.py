"""Synthetic people: real sockets on both lanes, spoken as browsers speak them, without a browser's weight."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import orjson

_POINTER_STEPS = 1_000_000


@dataclass(slots=True)
class Tally:
    """Milliseconds of all people of one process. `lost` counts what never came, `refused` what was not ok."""

    commands: list[float] = field(default_factory=list)
    entries: list[float] = field(default_factory=list)
    pointers: list[float] = field(default_factory=list)
    sent_pointers: int = 0
    sent_commands: int = 0
    refused: int = 0
    gaps: int = 0
    counting: bool = False


class Person:
    """One participant's page: the command lane (Socket.IO over WebSocket) and the fast lane."""

    def __init__(self, url: str, session_id: str, participant_id: str, ticket: str, tally: Tally) -> None:
        self.session_id = session_id
        self.participant_id = participant_id
        self._url = url
        self.ticket = ticket
        self._tally = tally
        self.instance = f"bench-{participant_id}"
        self._seq = 0
        self._count = 0
        self._waiting: dict[int, tuple[float, asyncio.Future[dict[str, Any]]]] = {}
        self._said: dict[str, float] = {}
        self._pointed: dict[int, float] = {}
        self._welcomed = asyncio.Event()
        self._commands: aiohttp.ClientWebSocketResponse
        self._fast: aiohttp.ClientWebSocketResponse
        self.other: Person | None = None
        self.tasks: list[asyncio.Task[None]] = []
        self._absences: dict[str, asyncio.Future[None]] = {}

    def told_of_absence(self, participant_id: str) -> asyncio.Future[None]:
        """Done when this page hears that the other one is cut off."""
        return self._absences.setdefault(participant_id, asyncio.get_running_loop().create_future())

    def go_silent(self) -> None:
        """Stop reading and answering, without closing anything: what a pulled cable looks like."""
        for task in self.tasks:
            task.cancel()
        self.tasks.clear()
        self._welcomed.clear()

    async def enter(self, http: aiohttp.ClientSession) -> None:
        self._commands = await http.ws_connect(
            f"{self._url}/socket.io/?EIO=4&transport=websocket&session={self.session_id}", compress=0
        )
        auth = orjson.dumps({"ticket": self.ticket, "instance": self.instance, "last_seq": self._seq}).decode()
        await self._commands.receive()
        await self._commands.send_str("40" + auth)
        self.tasks.append(asyncio.ensure_future(self._read_commands()))
        await asyncio.wait_for(self._welcomed.wait(), 20)
        self._fast = await http.ws_connect(f"{self._url}/live/{self.session_id}", compress=0)
        await self._fast.send_str(orjson.dumps({"ticket": self.ticket, "instance": self.instance}).decode())
        self.tasks.append(asyncio.ensure_future(self._read_fast()))

    async def command(self, kind: str, **fields: Any) -> dict[str, Any]:
        """Send a command and wait for its ack."""
        self._count += 1
        number = self._count
        cause = f"{self.participant_id[-12:]}-{number}"
        done: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        now = time.perf_counter()
        self._waiting[number] = (now, done)
        self._said[cause] = now
        if self.other is not None:
            self.other._said[cause] = now
        body = orjson.dumps(["command", {"id": cause, "type": kind, **fields}]).decode()
        await self._commands.send_str(f"42{number}{body}")
        if self._tally.counting:
            self._tally.sent_commands += 1
        return await asyncio.wait_for(done, 30)

    async def point(self) -> None:
        self._count += 1
        number = self._count % _POINTER_STEPS
        if self.other is not None:
            self.other._pointed[number] = time.perf_counter()
        if self._tally.counting:
            self._tally.sent_pointers += 1
        await self._fast.send_str(f'{{"type":"pointer","x":0.5,"y":{number / _POINTER_STEPS:.6f},"visible":true}}')

    async def leave(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await self._fast.close()
        await self._commands.close()

    async def _read_commands(self) -> None:
        async for message in self._commands:
            text = message.data
            if text == "2":
                await self._commands.send_str("3")
            elif text.startswith("43"):
                start = text.index("[")
                self._acked(int(text[2:start]), orjson.loads(text[start:])[0])
            elif text.startswith("42"):
                name, payload = orjson.loads(text[2:])[:2]
                if name == "entry":
                    self._entered(payload)
                elif name == "welcome":
                    self._seq = payload["seq"]
                    self._welcomed.set()
            elif text.startswith("44"):
                raise RuntimeError(f"refused: {text}")

    def _acked(self, number: int, answer: dict[str, Any]) -> None:
        sent, done = self._waiting.pop(number)
        if self._tally.counting:
            self._tally.commands.append((time.perf_counter() - sent) * 1000)
            if not answer["ok"]:
                self._tally.refused += 1
        if not done.done():
            done.set_result(answer)

    def _entered(self, entry: dict[str, Any]) -> None:
        if entry["seq"] != self._seq + 1:
            self._tally.gaps += 1
        self._seq = entry["seq"]
        for event in entry["events"]:
            if event["type"] == "participant_disconnected" and event["participant_id"] in self._absences:
                told = self._absences.pop(event["participant_id"])
                if not told.done():
                    told.set_result(None)
        sent = self._said.pop(entry["cause"], None)
        if sent is not None and self._tally.counting:
            self._tally.entries.append((time.perf_counter() - sent) * 1000)

    async def _read_fast(self) -> None:
        async for message in self._fast:
            text = message.data
            if text == '{"type":"beat"}':
                await self._fast.send_str(text)
            elif text.startswith('{"type":"pointer"'):
                number = round(orjson.loads(text)["y"] * _POINTER_STEPS)
                sent = self._pointed.pop(number, None)
                if sent is not None and self._tally.counting:
                    self._tally.pointers.append((time.perf_counter() - sent) * 1000)
