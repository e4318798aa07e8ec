"""The door: how long a connection may stay without a request, how many one address has, what garbled requests hear."""

import asyncio
from collections import Counter
from collections.abc import Callable
from ipaddress import ip_address
from typing import Any

import structlog
from aiohttp import web
from aiohttp.web_protocol import RequestHandler

from server.throttle import network_of
from server.web.problems import BAD_REQUEST, INTERNAL
from server.web.security import Doorman, headers

log = structlog.get_logger(__name__)

PATIENCE_S = 15.0
"""For the first request of a connection to be there with all its headers."""
KEEP_ALIVE_S = 75.0
"""For each further one: longer than proxies keep a connection that they may still use."""
PER_ADDRESS = 1_000
"""Connections of one address, or one IPv6 /64. An office behind one address has a few for each page."""
_SPARE = 200
"""Files that stay free for the database, for mails, for transfers."""


def most_connections() -> int:
    """How many connections this process may hold. Asks the system for as many open files as it allows first."""
    try:
        import resource
    except ImportError:  # not made for Windows
        return 8_000
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 65_536 if hard == resource.RLIM_INFINITY else min(hard, 65_536)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    return max(_SPARE, (wanted if soft == resource.RLIM_INFINITY else soft) - _SPARE)


class Door:
    """Makes a protocol for every connection; instead of aiohttp's own, which waits for headers for an hour."""

    def __init__(
        self,
        server: web.Server,
        doorman: Doorman,
        *,
        most: int,
        per_address: int = PER_ADDRESS,
        patience: float = PATIENCE_S,
        keep_alive: float = KEEP_ALIVE_S,
    ) -> None:
        self._server = server
        self._doorman = doorman
        self._most = most
        self._per_address = per_address
        self._keep_alive = keep_alive
        self._inside: Counter[str] = Counter()
        self._count = 0
        self.patience = patience
        self.put_headers: Callable[[web.BaseRequest, web.StreamResponse], None] = headers(doorman)

    def __call__(self) -> asyncio.Protocol:
        # Access logs would hold addresses and one-time links.
        return _Visitor(
            self,
            self._server,
            loop=asyncio.get_running_loop(),
            access_log=None,
            keepalive_timeout=self._keep_alive,
            # The longest name of a file, each letter of it as twelve signs of an address.
            max_line_size=32 * 1024,
        )

    def __len__(self) -> int:
        return self._count

    def enter(self, address: str) -> bool:
        """Whether one more connection from there is let in; then `leave` must follow."""
        network = network_of(address)
        if self._count >= self._most:
            return False
        if self._inside[network] >= self._per_address and not self._many_people(address):
            return False
        self._count += 1
        self._inside[network] += 1
        return True

    def leave(self, address: str) -> None:
        network = network_of(address)
        self._count -= 1
        self._inside[network] -= 1
        if not self._inside[network]:
            del self._inside[network]

    def _many_people(self, address: str) -> bool:
        """A proxy speaks for everybody, and bounds them itself; on this machine it need not even be named."""
        try:
            return self._doorman.trusts(address) or ip_address(address).is_loopback
        except ValueError:
            return False


class _Visitor(RequestHandler):
    """One connection."""

    __slots__ = ("_address", "_door", "_timer")

    def __init__(self, door: Door, server: web.Server, **options: Any) -> None:
        super().__init__(server, **options)
        self._door = door
        self._address: str | None = None
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        peer = transport.get_extra_info("peername")
        address = str(peer[0]) if isinstance(peer, tuple) else ""
        if not self._door.enter(address):
            self.force_close()
            return
        self._address = address
        self._timer = asyncio.get_running_loop().call_later(self._door.patience, self._out_of_patience)

    def connection_lost(self, exc: BaseException | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if self._address is not None:
            self._door.leave(self._address)
            self._address = None
        super().connection_lost(exc)

    def _out_of_patience(self) -> None:
        if not self._request_count:
            self.force_close()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Instead of aiohttp's own answer, which repeats what was sent and names its version."""
        if request.writer.output_size > 0:
            raise ConnectionError("the answer has begun; nothing else can be said on this connection")
        if status < 500:
            # Not logged: whoever sends garbage would fill the log.
            response = BAD_REQUEST.problem().response()
        else:
            log.error("A request failed outside its handler.", exc_info=exc)
            response = INTERNAL.problem().response()
        response.force_close()
        self._door.put_headers(request, response)
        return response
