"""The Socket.IO server that lets in only the packets our protocol has, at a bounded pace, and hangs up on the rest."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
import socketio
from aiohttp import WSMsgType, web
from socketio import packet as sio

from server.tasks import Tasks

MAX_MESSAGE = 256 * 1024
EVENTS = frozenset({"command", "signal", "resume"})
_GARBLED: dict[str, Any] = {"ok": False, "code": "bad_message", "detail": "unknown type"}

_PACKETS_PER_S, _PACKETS_BURST = 200.0, 600.0
_KNOCK_S = 10.0
"""How long a socket may stay open without showing a ticket."""
_FLUSH_S = 1.5
_QUEUE_GLANCE = 32
_QUEUE_MOST = 2_000
_QUEUE_BYTES = 4 * 1024 * 1024


@dataclass(slots=True)
class Allowance:
    """A token bucket: `rate` a second, at most `burst` at once."""

    rate: float
    burst: float
    left: float = field(init=False)
    at: float = 0.0

    def __post_init__(self) -> None:
        self.left = self.burst

    def take(self, now: float, cost: float = 1.0) -> bool:
        self.left = min(self.burst, self.left + (now - self.at) * self.rate)
        self.at = now
        if self.left < cost:
            return False
        self.left -= cost
        return True


class _Json:
    """What python-socketio asks of a JSON module; names and quotes as the browser's own parser takes them."""

    @staticmethod
    def dumps(value: Any, **_: Any) -> str:
        return orjson.dumps(value).decode()

    @staticmethod
    def loads(text: str | bytes, **_: Any) -> Any:
        return orjson.loads(text)


def _quiet() -> logging.Logger:
    """The libraries put what a stranger sent into their sentences: nothing of theirs is logged."""
    logger = logging.getLogger("samen.packets")
    logger.propagate = False
    logger.setLevel(logging.CRITICAL + 1)
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    return logger


class _WebSocket:
    """What engine.io asks of a WebSocket. Whatever is no packet of ours ends the connection."""

    def __init__(self, handler: Callable[[Any], Awaitable[None]], server: Any) -> None:
        del server
        self._handler = handler
        self._socket = web.WebSocketResponse(max_msg_size=MAX_MESSAGE, compress=False, timeout=2)
        self._allowance = Allowance(_PACKETS_PER_S, _PACKETS_BURST)

    async def __call__(self, environ: Mapping[str, Any]) -> web.WebSocketResponse:
        self.environ = environ
        await self._socket.prepare(environ["aiohttp.request"])
        await self._handler(self)
        return self._socket

    async def close(self) -> None:
        await self._socket.close()

    async def send(self, text: str) -> None:
        await self._socket.send_str(text)

    async def wait(self) -> str:
        """The next packet. Raises OSError when the other side has gone or talks nonsense."""
        if not self._allowance.take(time.monotonic()):
            # Not reading on is the throttle: the sender's own buffers fill, and ours stay empty.
            await asyncio.sleep(1 / _PACKETS_PER_S)
        message = await self._socket.receive()
        if message.type is not WSMsgType.TEXT:
            raise OSError
        text: str = message.data
        # engine.io: 1 close, 3 pong, 4 message; in it socket.io: 0 connect, 1 disconnect, 2 event.
        if text in ("1", "3") or (text[:1] == "4" and text[1:2] in ("0", "1", "2")):
            return text
        raise OSError


class PacketServer(socketio.AsyncServer):  # type: ignore[misc]  # the library has no types
    """python-socketio without its openness: one connect per socket, no attachments, known events only."""

    def __init__(self, tasks: Tasks) -> None:
        quiet = _quiet()
        super().__init__(
            async_mode="aiohttp",
            transports=["websocket"],
            # Any page may knock: what lets it in is the ticket it sends, never a cookie that a browser adds by itself.
            # An empty list turns the library's CORS off: no origin is looked at, and none is told that it may read.
            cors_allowed_origins=[],
            json=_Json,
            max_http_buffer_size=MAX_MESSAGE,
            http_compression=False,
            ping_interval=10,
            ping_timeout=8,
            # A refused page must hear why: its code travels in the answer to its connect.
            always_connect=False,
            logger=quiet,
            engineio_logger=quiet,
        )
        self._tasks = tasks
        self.eio._async = {**self.eio._async, "websocket": _WebSocket}

    def clogged(self, eio_sid: str) -> bool:
        """Whether this socket has stopped reading what is sent to it."""
        socket = self.eio.sockets.get(eio_sid)
        if socket is None or socket.queue.qsize() <= _QUEUE_GLANCE:
            return False
        waiting = list(socket.queue._queue)
        return len(waiting) > _QUEUE_MOST or sum(len(one.data or "") for one in waiting if one) > _QUEUE_BYTES

    async def hang_up(self, sid: str | None, eio_sid: str) -> None:
        """Say goodbye, give what was sent a moment to leave, then close the socket whatever its other end does."""
        request = self.environ.get(eio_sid, {}).get("aiohttp.request")
        try:
            async with asyncio.timeout(_FLUSH_S):
                if sid is not None:
                    await self.disconnect(sid)
                await self.eio.disconnect(eio_sid)
        except TimeoutError:
            pass
        finally:
            self.eio.sockets.pop(eio_sid, None)
            if request is not None and request.transport is not None:
                request.transport.abort() if request.transport.get_write_buffer_size() else request.transport.close()

    async def _handle_eio_connect(self, eio_sid: str, environ: Mapping[str, Any]) -> None:
        await super()._handle_eio_connect(eio_sid, environ)
        self._tasks.start("knock", self._mind_the_door(eio_sid))

    async def _mind_the_door(self, eio_sid: str) -> None:
        await asyncio.sleep(_KNOCK_S)
        if eio_sid in self.eio.sockets and self.manager.sid_from_eio_sid(eio_sid, "/") is None:
            await self.hang_up(None, eio_sid)

    async def _handle_eio_message(self, eio_sid: str, data: object) -> None:
        """Instead of the library's own, which logs a traceback for whatever it cannot read."""
        packet = _decoded(data)
        sid = self.manager.sid_from_eio_sid(eio_sid, "/")
        match packet:
            case sio.Packet(packet_type=sio.CONNECT) if sid is None:
                await self._handle_connect(eio_sid, None, packet.data)
            case sio.Packet(packet_type=sio.DISCONNECT) if sid is not None:
                self._tasks.start("farewell", self.hang_up(sid, eio_sid))
            case sio.Packet(packet_type=sio.EVENT, data=[str() as name, *_]) if sid is not None:
                if name in EVENTS:
                    await self._handle_event(eio_sid, None, packet.id, packet.data)
                elif packet.id is not None:
                    await self._send_packet(eio_sid, sio.Packet(sio.ACK, data=[_GARBLED], id=packet.id))
            case _:
                # Not ours: a second connect, other namespaces, events without a name or before the connect.
                self._tasks.start("garbled", self.hang_up(sid, eio_sid))


def _decoded(data: object) -> Any:
    """A packet of the default namespace, or None."""
    if not isinstance(data, str):
        return None
    try:
        packet = sio.Packet(encoded_packet=data)
    except (ValueError, RecursionError):
        return None
    return packet if packet.namespace in (None, "/") else None
