"""A large picture leaves in small groups, so that a narrow line's queue does not drop half of it."""

import asyncio
import time
from typing import Any

_BURST = 16_000
"""Bytes that may leave at once: most pictures whole."""
_LEAST_WAIT = 0.004
"""Seconds; timers are not finer."""


class Bucket:
    """How long to wait before so many bytes. Pure: `now` in seconds comes in."""

    def __init__(self, bits: int) -> None:
        self.bits = bits
        """What may leave in a second, beyond what may leave at once."""
        self._owed = 0.0
        self._at = 0.0

    def wait(self, size: int, now: float) -> float:
        """Seconds to wait before these bytes leave, 0 most of the time."""
        speed = self.bits / 8
        self._owed = max(0.0, self._owed - (now - self._at) * speed) + size
        self._at = now
        late = (self._owed - _BURST) / speed
        return late if late >= _LEAST_WAIT else 0.0


class PacedTransport:
    """An aiortc transport (RTCDtlsTransport) as one sender sees it; everything but sending goes straight through."""

    def __init__(self, inner: Any, bucket: Bucket) -> None:
        self._inner = inner
        self._bucket = bucket

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    async def _send_rtp(self, data: bytes) -> None:
        wait = self._bucket.wait(len(data), time.monotonic())
        if wait:
            await asyncio.sleep(wait)
        await self._inner._send_rtp(data)
