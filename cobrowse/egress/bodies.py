"""Bodies on their way through: in pieces, never kept, no faster than the slower side, within bounds."""

import asyncio
import re
from dataclasses import dataclass, field

from cobrowse.egress.heads import Garbled

PIECE = 64 * 1024
"""Bytes in hand at once, for each direction of a connection."""

_SIZE = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;[\t\x20-\x7e\x80-\xff]*)?")
_MAX_TRAILERS = 64


class TooMuch(Exception):
    """More bytes than this page may move."""


class TooSlow(Exception):
    """Nothing moved for too long."""


@dataclass(slots=True)
class Meter:
    """Counts what one page moves. `most` is in bytes, for both directions together."""

    most: int
    moved: int = 0

    def took(self, size: int) -> None:
        """Raises TooMuch."""
        self.moved += size
        if self.moved > self.most:
            raise TooMuch


@dataclass(slots=True)
class Flow:
    """The two directions of one connection: idle only when nothing moves either way for `patience` seconds."""

    meter: Meter
    patience: float
    _last: float = field(default_factory=lambda: asyncio.get_running_loop().time())

    async def read(self, reader: asyncio.StreamReader, most: int = PIECE) -> bytes:
        """The next bytes, none at the end. Raises TooSlow, TooMuch."""
        loop = asyncio.get_running_loop()
        while True:
            asked = loop.time()
            try:
                async with asyncio.timeout(self.patience):
                    piece = await reader.read(most)
            except TimeoutError:
                if self._last > asked:
                    continue
                raise TooSlow from None
            self._last = loop.time()
            self.meter.took(len(piece))
            return piece

    async def line(self, reader: asyncio.StreamReader) -> bytes:
        """The next line of a chunked body, without its CRLF. Raises Garbled, TooSlow, TooMuch."""
        try:
            async with asyncio.timeout(self.patience):
                line = await reader.readuntil(b"\n")
        except TimeoutError:
            raise TooSlow from None
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
            raise Garbled("a chunk is cut off") from error
        self.meter.took(len(line))
        if not line.endswith(b"\r\n"):
            raise Garbled("a bare line feed in a chunk")
        return line[:-2]

    async def send(self, writer: asyncio.StreamWriter, data: bytes) -> None:
        """Waits until the other side keeps up. Raises TooSlow, OSError."""
        writer.write(data)
        try:
            async with asyncio.timeout(self.patience):
                await writer.drain()
        except TimeoutError:
            raise TooSlow from None


async def copy(flow: Flow, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, length: int) -> None:
    """Exactly `length` bytes. Raises Garbled when there are fewer."""
    while length:
        piece = await flow.read(reader, min(length, PIECE))
        if not piece:
            raise Garbled("the body is cut off")
        length -= len(piece)
        await flow.send(writer, piece)


async def copy_chunked(flow: Flow, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A chunked body in chunks of the same sizes; extensions and trailers stay behind. Raises Garbled."""
    while True:
        found = _SIZE.fullmatch(await flow.line(reader))
        if not found:
            raise Garbled("no size of a chunk")
        size = int(found[1], 16)
        if not size:
            break
        await flow.send(writer, b"%x\r\n" % size)
        await copy(flow, reader, writer, size)
        if await flow.line(reader):
            raise Garbled("a chunk is longer than it says")
        await flow.send(writer, b"\r\n")
    for _ in range(_MAX_TRAILERS):
        if not await flow.line(reader):
            return await flow.send(writer, b"0\r\n\r\n")
    raise Garbled("too many trailers")


async def copy_rest(flow: Flow, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Everything until the sender closes; the closing travels on where that is possible."""
    while piece := await flow.read(reader):
        await flow.send(writer, piece)
    if writer.can_write_eof():
        writer.write_eof()


async def tunnel(
    flow: Flow,
    near: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    far: tuple[asyncio.StreamReader, asyncio.StreamWriter],
) -> None:
    """Both directions, unseen, until both sides have closed or one has failed."""
    async with asyncio.TaskGroup() as group:
        group.create_task(copy_rest(flow, near[0], far[1]))
        group.create_task(copy_rest(flow, far[0], near[1]))
