"""Throttling: how often something may be tried, counted in this process or in Redis.

A rate is a burst and a pace: `Rate(5, 60)` allows five at once, then one a minute (GCRA: one number per
key). Counts need not last; a restart forgets them.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from ipaddress import IPv6Address, ip_address
from typing import Any, Protocol

import structlog

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Rate:
    """`burst` at once, then one every `seconds`."""

    burst: int
    seconds: float


class Throttle(Protocol):
    """The port. Keys come from `key()`."""

    async def take(self, key: str, rate: Rate) -> float:
        """0 when allowed (and counted); else the seconds to wait (and not counted)."""
        ...

    async def give_back(self, key: str, rate: Rate) -> None:
        """Undo one `take`: what was tried turned out to be right."""
        ...

    async def forget(self, key: str) -> None: ...


def key(purpose: str, *parts: str) -> str:
    """A key without readable names or addresses, for Redis may be read by others."""
    return f"samen:rate:{purpose}:{sha256(chr(0).join(parts).encode('utf-8', 'replace')).hexdigest()[:32]}"


def network_of(address: str) -> str:
    """What counts as one caller: an IPv4 address, or the /64 that one IPv6 subscriber gets."""
    try:
        ip = ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped is not None:
            return str(ip.ipv4_mapped)
        return ":".join(ip.exploded.split(":")[:4])
    return str(ip)


class MemoryThrottle:
    """Counts in this process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, room: int = 100_000) -> None:
        self._clock = clock
        self._room = room
        self._due: dict[str, float] = {}

    async def take(self, key: str, rate: Rate) -> float:
        now = self._clock()
        due = max(self._due.get(key, now), now)
        wait = due - now - (rate.burst - 1) * rate.seconds
        if wait > 1e-9:
            return wait
        if len(self._due) >= self._room:
            self._sweep(now)
        self._due[key] = due + rate.seconds
        return 0.0

    async def give_back(self, key: str, rate: Rate) -> None:
        if key in self._due:
            self._due[key] -= rate.seconds

    async def forget(self, key: str) -> None:
        self._due.pop(key, None)

    def _sweep(self, now: float) -> None:
        self._due = {key: due for key, due in self._due.items() if due > now}
        # Still full: a flood of keys. The ones nearest to being free matter least.
        if len(self._due) >= self._room:
            kept = sorted(self._due.items(), key=lambda item: item[1])[self._room // 10 :]
            self._due = dict(kept)


# Redis' own clock is used, so that all nodes agree. Times are in microseconds.
_TAKE = """
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local due = tonumber(redis.call('GET', KEYS[1]) or now)
if due < now then due = now end
local wait = due - now - (ARGV[1] - 1) * ARGV[2]
if wait > 0 then return wait end
local set = due + ARGV[2]
redis.call('SET', KEYS[1], string.format('%.0f', set), 'PX', math.ceil((set - now) / 1000) + 1)
return 0
"""
_GIVE_BACK = """
if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('DECRBY', KEYS[1], ARGV[1]) end
return 0
"""


class RedisThrottle:
    """Counts in Redis, for all nodes together. Without an answer from Redis, this node counts alone."""

    def __init__(self, redis: Any) -> None:
        self._redis = redis
        self._alone = MemoryThrottle()
        self._take = redis.register_script(_TAKE)
        self._give_back = redis.register_script(_GIVE_BACK)

    async def take(self, key: str, rate: Rate) -> float:
        from redis.exceptions import RedisError

        try:
            wait = await self._take(keys=[key], args=[rate.burst, int(rate.seconds * 1_000_000)])
        except (RedisError, OSError, TimeoutError):
            log.warning("Redis does not answer; this node throttles alone.")
            return await self._alone.take(key, rate)
        return float(wait) / 1_000_000

    async def give_back(self, key: str, rate: Rate) -> None:
        from redis.exceptions import RedisError

        try:
            await self._give_back(keys=[key], args=[int(rate.seconds * 1_000_000)])
        except (RedisError, OSError, TimeoutError):
            await self._alone.give_back(key, rate)

    async def forget(self, key: str) -> None:
        from redis.exceptions import RedisError

        try:
            await self._redis.delete(key)
        except (RedisError, OSError, TimeoutError):
            await self._alone.forget(key)
