"""Between nodes: a viewer who reached another node than the page's owner is passed on to it, message by message."""

import asyncio
import hmac
import time
from collections.abc import Callable
from dataclasses import asdict
from hashlib import sha256
from urllib.parse import urlsplit

import aiohttp
import orjson
from aiohttp import WSMsgType, web

from server.pages.leases import Lease
from server.pages.messages import Hello
from server.pages.shared import TRY_AGAIN
from server.tasks import Tasks

NODE_HEADER = "Samen-Node"
CALLER_HEADER = "Samen-Caller"
_GOOD_FOR_S = 30
_REACH_S = 2.0
_MAX_FRAME = 16 * 1024 * 1024
_ENDS = (WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED, WSMsgType.ERROR)


class NodeTokens:
    """What one node shows another: of the installation's secret, for one session, for half a minute."""

    def __init__(self, key: bytes, clock: Callable[[], float] = time.time) -> None:
        self._key = key
        self._clock = clock

    def make(self, session_id: str) -> str:
        at = str(int(self._clock()))
        return f"{at}.{self._sign(session_id, at)}"

    def good(self, token: str, session_id: str) -> bool:
        at, _, sign = token.partition(".")
        if not (at.isascii() and at.isdigit() and len(at) < 15):
            return False
        fresh = abs(self._clock() - int(at)) <= _GOOD_FOR_S
        own = self._sign(session_id, at).encode()
        return hmac.compare_digest(sign.encode("utf-8", "surrogatepass"), own) and fresh

    def _sign(self, session_id: str, at: str) -> str:
        return hmac.new(self._key, f"{session_id}.{at}".encode(), sha256).hexdigest()


def without_check(url: str) -> bool:
    """Whether the certificate need not be looked at: on this machine it names another host."""
    return urlsplit(url).hostname in ("127.0.0.1", "::1", "localhost")


async def relay(
    viewer: web.WebSocketResponse, lease: Lease, hello: Hello, passport: dict[str, str], tasks: Tasks
) -> None:
    """Until one of both ends. What the viewer does not read is not read from the owner either."""
    url = f"{lease.node_url}/pages/{lease.session_id}"
    try:
        async with (
            aiohttp.ClientSession() as http,
            asyncio.timeout(_REACH_S) as patience,
            http.ws_connect(
                url, headers=passport, max_msg_size=_MAX_FRAME, ssl=not without_check(url), heartbeat=5
            ) as owner,
        ):
            patience.reschedule(None)
            await owner.send_str(orjson.dumps({"type": "hello", **asdict(hello)}).decode())
            forth = tasks.start("page relay", _pass_on(viewer, owner))
            try:
                await _pass_on(owner, viewer)
            finally:
                forth.cancel()
            code = owner.close_code
    except (aiohttp.ClientError, TimeoutError, OSError):
        code = None
    # 1006 and the like may not be sent; to the viewer they all mean: try again, somebody will own it.
    passed_on = code is not None and (4400 <= code < 4500)
    await viewer.close(code=code if passed_on and code else TRY_AGAIN, message=b"moved_on")


async def _pass_on(
    source: web.WebSocketResponse | aiohttp.ClientWebSocketResponse,
    to: web.WebSocketResponse | aiohttp.ClientWebSocketResponse,
) -> None:
    while True:
        message = await source.receive()
        if message.type in _ENDS:
            if isinstance(to, aiohttp.ClientWebSocketResponse):
                await to.close()
            return
        try:
            if message.type is WSMsgType.TEXT:
                await to.send_str(message.data)
            elif message.type is WSMsgType.BINARY:
                await to.send_bytes(message.data)
        except ConnectionError:
            return
