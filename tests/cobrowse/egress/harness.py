"""A proxy with rules and names of the test's choice, a raw client, and listeners that write down who came."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import socket
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address

from cobrowse.egress.dial import NameUnknown
from cobrowse.egress.gate import Rules
from cobrowse.egress.hosts import Address
from cobrowse.egress.proxy import Bounds, Door, Proxy
from cobrowse.ports import OwnAddresses, Policy

HERE = "127.0.0.1"


@dataclass
class Names:
    """A resolver of our own. A list of lists answers differently each time, the last one for ever."""

    known: Mapping[str, Sequence[str] | Sequence[Sequence[str]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    async def __call__(self, name: str) -> tuple[Address, ...]:
        bare = name.removesuffix(".")
        self.asked.append(bare)
        if bare not in self.known:
            raise NameUnknown(name)
        answers = self.known[bare]
        if answers and not isinstance(answers[0], str):
            answers = answers[min(self.asked.count(bare), len(answers)) - 1]
        return tuple(ip_address(str(answer)) for answer in answers)


@dataclass
class Heard:
    """What came in at one listener."""

    port: int
    host: str = HERE
    connections: int = 0
    data: bytes = b""

    @property
    def place(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def silent(self) -> bool:
        return not self.connections and not self.data


ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 6\r\n\r\nsecret"


@contextlib.asynccontextmanager
async def listening(answer: bytes = ANSWER, host: str = HERE, *, close: bool = True) -> AsyncIterator[Heard]:
    """A TCP listener that writes down everything and answers each connection the same."""
    heard = Heard(0, host)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.connections += 1
        with contextlib.suppress(OSError):
            while piece := await reader.read(65536):
                heard.data += piece
                if b"\r\n\r\n" in heard.data:
                    writer.write(answer)
                    await writer.drain()
                    if close:
                        break
        writer.close()

    server = await asyncio.start_server(serve, host, 0)
    heard.port = server.sockets[0].getsockname()[1]
    try:
        yield heard
    finally:
        server.close()
        await asyncio.sleep(0)


@dataclass
class Way:
    """A running proxy and what it told."""

    proxy: Proxy
    door: Door
    names: Names
    refusals: list[tuple[str, str]]

    @property
    def credentials(self) -> str:
        return "Basic " + base64.b64encode(f"{self.door.username}:{self.door.password}".encode()).decode()

    @property
    def address(self) -> str:
        """For clients that take the password in the proxy's address."""
        return f"http://{self.door.username}:{self.door.password}@{self.door.host}:{self.door.port}"

    async def say(self, *parts: bytes | str, authorised: bool = True, cut: bool = False) -> bytes:
        """Send raw bytes (the key is put behind the first line), and give everything that comes back. `cut` stops sending there."""
        raw = b"".join(part.encode() if isinstance(part, str) else part for part in parts)
        if authorised:
            line, _, rest = raw.partition(b"\r\n")
            raw = b"%s\r\nProxy-Authorization: %s\r\n%s" % (line, self.credentials.encode(), rest)
        reader, writer = await asyncio.open_connection(self.door.host, self.door.port)
        try:
            writer.write(raw)
            if cut:
                writer.write_eof()
            async with asyncio.timeout(20):
                return await reader.read(-1)
        except ConnectionResetError:
            return b""
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    async def get(self, url: str, host: str | None = None, more: str = "") -> bytes:
        named = host if host is not None else url.split("://", 1)[1].split("/", 1)[0]
        return await self.say(f"GET {url} HTTP/1.1\r\nHost: {named}\r\n{more}Connection: close\r\n\r\n")

    async def connect(self, place: str, first: str = "") -> bytes:
        return await self.say(f"CONNECT {place} HTTP/1.1\r\nHost: {place}\r\n\r\n", first)


@contextlib.asynccontextmanager
async def way_out(
    names: Mapping[str, Sequence[str] | Sequence[Sequence[str]]] | None = None,
    *,
    allow: Sequence[str] = (),
    block: Sequence[str] = (),
    exceptions: Sequence[str] = (),
    own: Sequence[str] = (),
    bounds: Bounds = Bounds(),
    sock: socket.socket | None = None,
) -> AsyncIterator[Way]:
    resolver = Names(names or {})
    refusals: list[tuple[str, str]] = []
    policy = Policy(allow=tuple(allow), block=tuple(block), exceptions=tuple(exceptions))
    proxy = Proxy(
        Rules.of(policy, OwnAddresses(tuple(own))),
        resolver,
        refused=lambda host, code: refusals.append((host, code)),
        bounds=bounds,
    )
    door = await proxy.open(sock)
    try:
        yield Way(proxy, door, resolver, refusals)
    finally:
        await proxy.aclose()


def code_of(answer: bytes) -> str:
    """The code of a refusal, "" for other people's answers."""
    for line in answer.split(b"\r\n\r\n")[0].split(b"\r\n"):
        if line.lower().startswith(b"samen-refused:"):
            return line.split(b":")[1].strip().decode()
    return ""
