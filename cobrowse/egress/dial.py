"""Names to addresses, once, and connections to exactly those addresses."""

import asyncio
import contextlib
import socket
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from ipaddress import IPv6Address, ip_address
from itertools import zip_longest

from cobrowse.egress.hosts import Address

Resolve = Callable[[str], Awaitable[Sequence[Address]]]
"""All addresses of a name. Raises NameUnknown."""

_AT_ONCE = 16
_KEEP = 30.0
_MOST_KEPT = 2000
_HEAD_START = 0.25  # RFC 8305 section 5
_MOST_TRIED = 6


class NameUnknown(Exception):
    """Nobody knows this name."""


class Unreachable(Exception):
    """No address answered."""


class SystemNames:
    """This machine's resolver, off the event loop, remembered for half a minute. One for all pages of a process.

    Remembering is safe: what is remembered is vetted anew for each connection. It only spares the resolver, since the
    browser, which sits behind a proxy, remembers nothing itself.
    """

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="names")
        self._asked: dict[str, tuple[float, asyncio.Future[tuple[Address, ...]]]] = {}

    async def __call__(self, name: str) -> tuple[Address, ...]:
        """All addresses of `name`. Raises NameUnknown."""
        loop = asyncio.get_running_loop()
        known = self._asked.get(name)
        if known is None or known[0] < loop.time():
            if len(self._asked) >= _MOST_KEPT:
                self._asked.pop(next(iter(self._asked)))
            answer = loop.run_in_executor(self._threads, _look_up, name)
            # Whoever asked may be gone when it fails.
            answer.add_done_callback(lambda done: done.cancelled() or done.exception())
            known = loop.time() + _KEEP, answer
            self._asked[name] = known
        try:
            # One visitor's impatience does not cancel what others wait for.
            return await asyncio.shield(known[1])
        except OSError as error:
            self._asked.pop(name, None)
            raise NameUnknown(name) from error

    def close(self) -> None:
        """Ask nothing any more."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _look_up(name: str) -> tuple[Address, ...]:
    try:
        found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise OSError(name) from error
    return tuple(_address(*entry[4]) for entry in found)


def _address(text: str | int, _port: object, _flow: object = 0, zone: object = 0) -> Address:
    # A zone stays in sight, so that vetting can refuse it.
    return ip_address(f"{str(text).split('%')[0]}%{zone}" if zone else str(text))


def in_turn(addresses: Sequence[Address]) -> list[Address]:
    """IPv6 and IPv4 by turns, the first family first (RFC 8305 section 4)."""
    first = [address for address in addresses if address.version == addresses[0].version]
    second = [address for address in addresses if address.version != addresses[0].version]
    return [address for pair in zip_longest(first, second) for address in pair if address is not None]


async def connect(addresses: Sequence[Address], port: int) -> socket.socket:
    """A connection to the first of these addresses that answers. Raises Unreachable."""
    tried = in_turn(addresses)[:_MOST_TRIED]
    failed = [asyncio.Event() for _ in tried]
    attempts: list[asyncio.Task[None]] = []
    won: list[socket.socket] = []

    async def attempt(index: int) -> None:
        if index:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(failed[index - 1].wait(), _HEAD_START * index)
        made = await _reach(tried[index], port)
        failed[index].set()
        if made is not None:
            won.append(made)
            for other in attempts:
                if other is not asyncio.current_task():
                    other.cancel()

    try:
        async with asyncio.TaskGroup() as group:
            attempts += [group.create_task(attempt(index)) for index in range(len(tried))]
    except BaseException:
        for made in won:
            made.close()
        raise
    for late in won[1:]:
        late.close()
    if not won:
        raise Unreachable
    return won[0]


async def _reach(address: Address, port: int) -> socket.socket | None:
    family = socket.AF_INET6 if isinstance(address, IPv6Address) else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.setblocking(False)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # A literal address: there is no name left to resolve again.
        await asyncio.get_running_loop().sock_connect(made, (str(address), port))
    except OSError:
        made.close()
        return None
    except BaseException:
        made.close()
        raise
    return made
