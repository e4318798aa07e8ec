"""The proxy of one page: an HTTP/1.1 proxy that only its own browser may use and that leads only where the rules allow."""

import asyncio
import base64
import contextlib
import hmac
import secrets
import socket
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from cobrowse.egress.bodies import PIECE, Meter
from cobrowse.egress.conversation import Conversation, Place
from cobrowse.egress.dial import Resolve
from cobrowse.egress.gate import Gate, Rules
from cobrowse.ports import Refused

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one page may ask of the network. Times in seconds."""

    connections: int = 256  # at once
    moved: int = 20 * 2**30  # bytes in both directions, in the proxy's whole life
    patience: float = 600.0  # without a byte either way; sockets that only wait for news live on pings
    first_head: float = 30.0  # for a request's head, once it has begun
    reach: float = 12.0  # for a connection


@dataclass(frozen=True, slots=True)
class Door:
    """Where the browser finds its proxy, and what it says there; empty name and password where only it can get there."""

    host: str
    port: int
    username: str = ""
    password: str = ""

    @property
    def server(self) -> str:
        """For Chromium's --proxy-server."""
        return f"http://{self.host}:{self.port}"


class Proxy:
    """One per page. `refused(host, code)` is called for each request that is not let through.

    Codes: page_blocked (the office's lists), address_refused (private, ours, or no web port), name_unknown,
    unreachable, too_slow, bad_request, bad_response, too_many.
    """

    def __init__(
        self,
        rules: Rules,
        resolve: Resolve,
        *,
        refused: Callable[[str, str], None] = lambda host, code: None,
        bounds: Bounds = Bounds(),
    ) -> None:
        self.gate = Gate(rules, resolve)
        self.bounds = bounds
        self.meter = Meter(bounds.moved)
        self.outcomes: Counter[str] = Counter()  # "ok" and codes, for diagnostics
        self._refused = refused
        self._key = b""
        self._servers: list[asyncio.Server] = []
        self._talks: dict[Conversation, asyncio.Task[None]] = {}

    async def open(self, sock: socket.socket | None = None) -> Door:
        """Listen, on a loopback port of its own with a password, or on a listening socket that only the browser reaches.

        The socket may be of TCP, made inside the browser's own network namespace, or a Unix socket.
        """
        if sock is None:
            password = secrets.token_urlsafe(32)
            self._key = base64.b64encode(f"page:{password}".encode())
            server = await asyncio.start_server(self._talk, "127.0.0.1", 0, limit=PIECE)
            host, port = server.sockets[0].getsockname()[:2]
            door = Door(host, port, "page", password)
        elif sock.family == getattr(socket, "AF_UNIX", None):
            server = await asyncio.start_unix_server(self._talk, sock=sock, limit=PIECE)
            door = Door("", 0)
        else:
            host, port = sock.getsockname()[:2]
            server = await asyncio.start_server(self._talk, sock=sock, limit=PIECE)
            door = Door(host, port)
        self._servers.append(server)
        return door

    def replace(self, rules: Rules) -> None:
        """From now on other rules count; connections that they would refuse end at once."""
        self.gate.rules = rules
        for talk, task in self._talks.items():
            if talk.place is not None and not self._stands(talk.place):
                task.cancel()

    async def aclose(self) -> None:
        """Stop listening and end every connection."""
        for server in self._servers:
            server.close()
        tasks = list(self._talks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def admits(self, credentials: list[bytes]) -> bool:
        """Whether these Proxy-Authorization values are our browser's."""
        if not self._key:
            return True
        scheme, _, key = credentials[0].partition(b" ") if len(credentials) == 1 else (b"", b"", b"")
        return scheme.lower() == b"basic" and hmac.compare_digest(key.strip(), self._key)

    def note(self, host: str, code: str) -> None:
        """Count and log an outcome: the host, never more of the address."""
        self.outcomes[code] += 1
        if code == "ok":
            log.debug("A page reached a host.", host=host)
            return
        log.info("A page was kept from a host.", host=host, code=code)
        self._refused(host, code)

    def _stands(self, place: Place) -> bool:
        # Addresses of a living connection were vetted when it was made; an exception that is gone takes its own along.
        try:
            return self.gate.rules.check(place.host, place.port) or not place.excepted
        except Refused:
            return False

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None, "a server's callback runs in a task"  # noqa: S101 - for the type checker
        talk = Conversation(self, reader, writer)
        full = len(self._talks) >= self.bounds.connections
        self._talks[talk] = task
        try:
            await (talk.turn_away() if full else talk.run())
        except asyncio.CancelledError:
            writer.transport.abort()
        finally:
            del self._talks[talk]
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()
