"""Where messages may go, and the one request that takes one there.

The same gate as for co-browsed pages: a name is looked up once, every address of it must be public (or excepted by
WEBHOOK_ALLOW), and the connection goes to an address that was vetted, so that a name cannot turn round in between.
"""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from cobrowse.ports import OwnAddresses, Policy, Refused
from server.hooks.refusals import WEBHOOK_ADDRESS_REFUSED, WEBHOOK_URL_WRONG
from server.web import Problem

if TYPE_CHECKING:  # names in other scripts need tables that a start should not wait for
    from cobrowse.egress.addresses import Destination
    from cobrowse.egress.dial import Resolve, SystemNames
    from cobrowse.egress.gate import Gate
    from cobrowse.egress.hosts import Address

Reached = TypeVar("Reached")

WITHIN = 10.0
"""Seconds for the look-up, the connection and the answer together."""
_KEEP = 1_000  # bytes of the answer, for people who look for what is wrong
_LONGEST_WAIT = 86_400


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one try. `error`: "" when it was taken, else a stable word; `wait`: seconds that the other side asks."""

    error: str
    status: int | None = None
    millis: int = 0
    answer: str = ""
    wait: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `error`: "" when anything did, whatever its status; else a stable word. Names of headers are in
    small letters."""

    error: str
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


class Targets:
    """Vets addresses and sends to them. `allow`: "host:port" of private places; `own`: where we are ourselves."""

    def __init__(
        self, allow: tuple[str, ...], own: Callable[[], tuple[str, ...]], resolve: "Resolve | None" = None
    ) -> None:
        self._allow = allow
        self._own = own
        self._resolve = resolve
        self._names: SystemNames | None = None

    @cached_property
    def _gate(self) -> "Gate":
        # Made at first use: then the port that we listen on is known too.
        from cobrowse.egress.dial import SystemNames
        from cobrowse.egress.gate import Gate, Rules

        resolve = self._resolve
        if resolve is None:
            resolve = self._names = SystemNames()
        return Gate(Rules.of(Policy(exceptions=self._allow), OwnAddresses(self._own())), resolve)

    def check(self, text: str) -> str:
        """The address as it will be used. Raises a Problem; nothing is looked up."""
        try:
            return self._understood(text).url
        except Refused as no:
            raise _problem(no) from None

    def _understood(self, text: str) -> "Destination":
        """Raises Refused: TLS everywhere, but for the places that the administrator of the server excepted."""
        from cobrowse.egress.addresses import understand

        text = text.strip()
        if not text.lower().startswith(("https://", "http://")):
            raise Refused("address_unreadable")
        destination = understand(text, self._gate.rules)
        excepted = self._gate.rules.check(destination.host, destination.port)
        if not destination.url.startswith("https://") and not excepted:
            raise Refused("address_unreadable")
        return destination

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Outcome:
        """Send once. Never raises for what the other side does."""
        started, outcome = monotonic(), Outcome("")

        async def send(destination: str, addresses: "tuple[Address, ...]") -> Outcome:
            return await _post(destination, addresses, body, headers)

        try:
            outcome = await self._reach(url, send)
        except _Unreached as no:
            outcome = Outcome(no.error)
        millis = int((monotonic() - started) * 1000)
        return Outcome(outcome.error, outcome.status, millis, outcome.answer, outcome.wait)

    async def ask(
        self, method: str, url: str, *, headers: Mapping[str, str], body: bytes = b"", most: int = 1_000_000
    ) -> Answer:
        """Ask once, and read at most `most` bytes of the answer. Redirects are answers. Never raises for what the other
        side does."""

        async def send(destination: str, addresses: "tuple[Address, ...]") -> Answer:
            return await _ask(method, destination, addresses, headers, body, most)

        try:
            return await self._reach(url, send)
        except _Unreached as no:
            return Answer(no.error)

    async def _reach(self, url: str, send: "Callable[[str, tuple[Address, ...]], Awaitable[Reached]]") -> Reached:
        """Vet an address and send there, all in one span of time. Raises _Unreached."""
        try:
            async with asyncio.timeout(WITHIN):
                destination = self._understood(url)
                addresses = await self._gate.addresses(destination.host, destination.port)
                return await send(destination.url, addresses)
        except Refused as no:
            raise _Unreached("address_refused" if no.code == "page_blocked" else no.code) from None
        except TimeoutError:
            raise _Unreached("too_slow") from None
        except (aiohttp.ClientConnectorCertificateError, aiohttp.ClientConnectorSSLError, ssl.SSLError):
            raise _Unreached("tls_failed") from None
        except aiohttp.ClientConnectorError:
            raise _Unreached("unreachable") from None
        except (aiohttp.ClientError, OSError, ValueError):
            raise _Unreached("bad_response") from None

    async def way(self, url: str) -> tuple[str, aiohttp.BaseConnector]:
        """The address as it will be used, and a connector that leads to what was vetted. Raises OSError."""
        try:
            destination = self._understood(url)
            addresses = await self._gate.addresses(destination.host, destination.port)
        except Refused as no:
            raise OSError(no.code) from None
        connector = aiohttp.TCPConnector(resolver=_Vetted(addresses), use_dns_cache=False, force_close=True)
        return destination.url, connector

    def close(self) -> None:
        if self._names is not None:
            self._names.close()


class _Unreached(Exception):
    """Nothing came back. `error` is a stable word."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


class _Vetted(AbstractResolver):
    """Answers with the addresses that were vetted, whatever it is asked: there is no second look-up."""

    def __init__(self, addresses: "tuple[Address, ...]") -> None:
        self._addresses = addresses

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        return [
            ResolveResult(
                hostname=host,
                host=str(address),
                port=port,
                family=socket.AF_INET6 if address.version == 6 else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in self._addresses
        ]

    async def close(self) -> None:
        """Nothing is open."""


async def _ask(
    method: str, url: str, addresses: "tuple[Address, ...]", headers: Mapping[str, str], body: bytes, most: int
) -> Answer:
    async with (
        _client(addresses) as http,
        http.request(
            method,
            url,
            data=body or None,
            headers={"User-Agent": "Samen/1", **headers, "Accept-Encoding": "identity"},
            allow_redirects=False,
        ) as answer,
    ):
        raw = bytearray()
        async for part in answer.content.iter_any():
            raw += part
            if len(raw) > most:
                return Answer("too_large", answer.status)
        return Answer("", answer.status, {name.lower(): value for name, value in answer.headers.items()}, bytes(raw))


def _client(addresses: "tuple[Address, ...]") -> aiohttp.ClientSession:
    """No proxy of the environment, no cookies, nothing unpacked: a small answer must not become a large one here."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(resolver=_Vetted(addresses), use_dns_cache=False, force_close=True),
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        trust_env=False,
        timeout=aiohttp.ClientTimeout(total=WITHIN),
    )


async def _post(url: str, addresses: "tuple[Address, ...]", body: bytes, headers: Mapping[str, str]) -> Outcome:
    async with (
        _client(addresses) as http,
        http.post(
            url,
            data=body,
            headers={
                **headers,
                "Content-Type": "application/json",
                "User-Agent": "Samen-Webhooks/1",
                "Accept-Encoding": "identity",
            },
            allow_redirects=False,
        ) as answer,
    ):
        if 200 <= answer.status < 300:
            # Taken. What else it has to say is for people, and not worth a failure.
            return Outcome("", answer.status, answer=await _beginning(answer))
        error = "redirected" if 300 <= answer.status < 400 else "refused"
        return Outcome(error, answer.status, answer=await _beginning(answer), wait=_wait(answer))


async def _beginning(answer: aiohttp.ClientResponse) -> str:
    try:
        raw = await answer.content.read(_KEEP)
    except (aiohttp.ClientError, OSError):
        return ""
    # PostgreSQL's texts hold no U+0000.
    return raw.decode("utf-8", "replace").replace("\x00", "")


def _wait(answer: aiohttp.ClientResponse) -> int:
    """Retry-After in seconds; the other form, a date, is not worth its trouble here."""
    given = answer.headers.get("Retry-After", "")
    return min(int(given), _LONGEST_WAIT) if given.isascii() and given.isdigit() and len(given) < 9 else 0


def _problem(no: Refused) -> Problem:
    refused = no.code in ("address_refused", "page_blocked")
    return (WEBHOOK_ADDRESS_REFUSED if refused else WEBHOOK_URL_WRONG).problem()
