"""One viewer of a page: a WebSocket, written to without waiting, within bounds."""

import asyncio
import os
import socket
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import orjson
from aiohttp import web

from server.live.packets import Allowance
from server.pages.messages import Hello
from server.pages.ports import SeatPort

if TYPE_CHECKING:
    from cobrowse.rtc.line import Line

MAX_BACKLOG = 8 * 1024 * 1024
"""Bytes that may wait for a viewer who does not read. A key frame and a lossless still of 1080p fit several times."""

_TEXT, _BINARY = 0x81, 0x82  # RFC 6455, 5.2: whole messages
_INPUT_PER_S, _INPUT_BURST = 240.0, 480.0
_MESSAGES_PER_S, _MESSAGES_BURST = 400.0, 800.0
_REFUSAL_PER_S = 2.0


class Viewer:
    """What the page's stream calls a sink. All of it on the event loop."""

    def __init__(
        self,
        participant_id: str,
        hello: Hello,
        caller: str,
        lane: web.WebSocketResponse,
        transport: asyncio.Transport,
        hang_up: Callable[["Viewer", int, str], None],
    ) -> None:
        self.participant_id = participant_id
        self.hello = hello
        self.caller = caller
        """The address of their browser."""
        self.seat: SeatPort | None = None
        self.sees = True
        """Whether this viewer may see the page as it is now: not behind the blur, and on the stage."""
        self.hidden = False
        self.diagnostics = False
        self.outline = False
        self.dropped = 0
        """Input events that did not count: not the driver, or of before the last change of driver."""
        self._lane = lane
        self._transport = transport
        self._hang_up = hang_up
        self._bbr = _use_bbr(transport)
        self._messages = Allowance(_MESSAGES_PER_S, _MESSAGES_BURST)
        self._events = Allowance(_INPUT_PER_S, _INPUT_BURST)
        self._refusals = Allowance(_REFUSAL_PER_S, _REFUSAL_PER_S * 2)
        self._gone = False

    # --- Sink -----------------------------------------------------------------------------------------------------

    def text(self, message: dict[str, Any]) -> None:
        self._send(_TEXT, orjson.dumps(message))

    def frame(self, data: bytes) -> None:
        self._send(_BINARY, data)

    def backlog(self) -> int:
        return 0 if self._gone else self._transport.get_write_buffer_size()

    def bbr(self) -> bool:
        return self._bbr

    def line(self) -> "Line | None":
        """What the kernel knows of the way to this viewer; None where it tells nothing."""
        own = None if self._gone else _connection(self._transport)
        if own is None:
            return None
        from cobrowse.rtc.line import read

        with own:
            return read(own)

    # --- bounds -----------------------------------------------------------------------------------------------------

    def may_say(self, now: float) -> bool:
        """Whether one more message is within what a viewer may say."""
        return self._messages.take(now)

    def may_do(self, events: int, now: float) -> bool:
        """Whether so many more input events are."""
        return self._events.take(now, float(events))

    def refuse(self, code: str, **more: Any) -> None:
        """Say so, but not as often as a flood would make us."""
        if self._refusals.take(time.monotonic()):
            self.text({"type": "refused", "code": code, **more})

    def close(self, code: int, reason: str) -> None:
        """End the lane; nothing is sent any more."""
        if not self._gone:
            self._gone = True
            self._leave()
            self._hang_up(self, code, reason)

    def left(self) -> None:
        """The lane has ended by itself."""
        self._gone = True
        self._leave()

    def _leave(self) -> None:
        seat, self.seat = self.seat, None
        if seat is not None:
            seat.leave()

    def _send(self, kind: int, payload: bytes) -> None:
        # Written here and now, because a picture must not wait for a turn of a task. aiohttp writes whole frames too.
        if self._gone or self._lane.closed or self._transport.is_closing():
            return
        if self._transport.get_write_buffer_size() > MAX_BACKLOG:
            # Whoever reads nothing would fill the memory: out, and welcome again.
            self._gone = True
            self._leave()
            self._transport.abort()
            return
        self._transport.write(_head(kind, len(payload)) + payload)


def _head(kind: int, size: int) -> bytes:
    if size < 126:
        return bytes((kind, size))
    if size < 65_536:
        return bytes((kind, 126)) + size.to_bytes(2, "big")
    return bytes((kind, 127)) + size.to_bytes(8, "big")


def _use_bbr(transport: asyncio.Transport) -> bool:
    own = _connection(transport)
    if own is None:
        return False
    from cobrowse.picture.bbr import use_bbr

    with own:
        return use_bbr(own)


def _connection(transport: asyncio.Transport) -> socket.socket | None:
    """The TCP connection, to be closed by the caller. The transport's own socket takes no options on every loop."""
    own = transport.get_extra_info("socket")
    if own is None or own.family not in (socket.AF_INET, socket.AF_INET6) or own.fileno() < 0:
        return None
    return socket.socket(own.family, socket.SOCK_STREAM, fileno=os.dup(own.fileno()))
