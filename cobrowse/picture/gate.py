"""Whether a viewer is keeping up: measured by the age of what it has not acknowledged. Pure; time comes in."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Final

PATIENCE: Final = 0.06
"""Seconds above the quickest round trip after which nothing more is sent."""
_UNKNOWN: Final = 0.25
"""What the quickest round trip is taken for, at most, until a small frame on an idle line has shown it to be longer."""
_SMALL: Final = 2_000
_MEMORY: Final = 15.0
"""Seconds after which a quickest round trip is doubted: people walk from Wi-Fi to a phone."""
_RATES: Final = 1.0
"""Seconds for which a measured rate counts."""
_BURST: Final = 0.1
_SHORTEST: Final = 0.04
"""Acknowledgements come with the screen's rhythm, so what is nearer together than this was not measured."""


@dataclass(slots=True)
class _Sent:
    number: int
    size: int
    at: float
    delivered: int
    delivered_at: float
    alone: bool


class Gate:
    """One viewer. Numbers rise; an acknowledgement counts for every earlier number too."""

    def __init__(self, now: float) -> None:
        self._waiting: deque[_Sent] = deque()
        self._best: list[tuple[float, float]] = []  # (round trip, when), of this and of the last span of memory
        self.round_trip: float | None = None
        self.bytes_sent = self.frames_sent = self._delivered = self._accepted = 0
        self._delivered_at = self._accounted = self._window = now
        self._closed = 0.0
        self._rates: deque[tuple[float, float]] = deque()
        self._arrivals: deque[tuple[float, int]] = deque()
        self.most_waiting = 0
        """The most bytes that waited at once in this window."""

    @property
    def best(self) -> float:
        """The quickest round trip of late, in seconds."""
        return min((value for value, _ in self._best), default=_UNKNOWN)

    @property
    def measured(self) -> bool:
        """Whether any acknowledgement came yet."""
        return self.round_trip is not None

    @property
    def waiting(self) -> int:
        """How many numbers are not acknowledged."""
        return len(self._waiting)

    def waits_for(self, count: int) -> bool:
        """Whether any of the first `count` frames is not acknowledged."""
        return self.frames_sent - len(self._waiting) < count

    def sent(self, number: int, size: int, now: float) -> None:
        """A frame of `size` bytes was given to the connection."""
        self._account(now)
        alone = not self._waiting
        if alone:
            # The line was idle, so the time of rest is no time of delivery.
            self._delivered_at = now
        self._waiting.append(_Sent(number, size, now, self._delivered, self._delivered_at, alone))
        self.bytes_sent += size
        self.frames_sent += 1
        self.most_waiting = max(self.most_waiting, self.bytes_sent - self._accepted)

    def left(self, number: int, now: float) -> None:
        """A frame that was counted as sent really left only now."""
        for frame in reversed(self._waiting):
            if frame.number == number:
                frame.at = max(frame.at, now)
                return

    def acked(self, number: int, now: float) -> bool:
        """The viewer has drawn this; False when nothing waited for it (old, or never sent)."""
        if not self._waiting or not self._waiting[0].number <= number <= self._waiting[-1].number:
            return False
        self._account(now)
        frame = self._waiting[0]
        while self._waiting and self._waiting[0].number <= number:
            frame = self._waiting.popleft()
            self._delivered += frame.size
        self._accepted = self.bytes_sent - sum(waiting.size for waiting in self._waiting)
        self._delivered_at = now
        self.round_trip = now - frame.at
        # The time that a large frame takes is the line's width, not its length.
        telling = frame.alone and frame.size <= _SMALL
        self._learn(self.round_trip if telling else min(self.round_trip, _UNKNOWN), now)
        # As in BBR (draft-ietf-ccwg-bbr, delivery rate): what arrived since this frame left, by the longer of both spans.
        span = max(now - frame.delivered_at, 0.001)
        self._rates.append((now, max((self._delivered - frame.delivered) / span, self._burst(now))))
        return True

    def _burst(self, now: float) -> float:
        """Bytes a second since the first acknowledgement of this moment.

        A line that stood still and then delivers all at once is not a narrow one.
        """
        while self._arrivals and now - self._arrivals[0][0] > _BURST:
            self._arrivals.popleft()
        self._arrivals.append((now, self._delivered))
        first, delivered = self._arrivals[0]
        return (self._delivered - delivered) / max(now - first, _SHORTEST)

    def _learn(self, round_trip: float, now: float) -> None:
        if not self._best or now - self._best[-1][1] > _MEMORY:
            self._best = [*self._best[-1:], (round_trip, now)]
        elif round_trip < self._best[-1][0]:
            self._best[-1] = (round_trip, self._best[-1][1])

    def age(self, now: float) -> float:
        """Seconds since the oldest unacknowledged frame left; 0 when nothing waits."""
        return max(0.0, now - self._waiting[0].at) if self._waiting else 0.0

    def open(self, now: float) -> bool:
        """Whether another frame may go."""
        return self.age(now) <= self.best + PATIENCE

    def late(self, now: float) -> float:
        """Seconds for which the gate has been closed without a break; 0 when open."""
        return max(0.0, self.age(now) - self.best - PATIENCE)

    def goodput(self, now: float) -> float | None:
        """Bytes a second that arrived, at best, in the last second; None when nothing did."""
        while self._rates and now - self._rates[0][0] > _RATES:
            self._rates.popleft()
        return max((rate for _, rate in self._rates), default=None)

    def _account(self, now: float) -> None:
        if self._waiting:
            closes = self._waiting[0].at + self.best + PATIENCE
            self._closed += max(0.0, now - max(closes, self._accounted))
        self._accounted = now

    def window(self, now: float) -> float:
        """Seconds since `restart_window`."""
        return now - self._window

    def closed_share(self, now: float) -> float:
        """The part, 0 to 1, of this window in which the gate was closed."""
        self._account(now)
        span = now - self._window
        return min(1.0, self._closed / span) if span > 0 else 0.0

    def restart_window(self, now: float) -> None:
        """Begins to count anew."""
        self._account(now)
        self._window, self._closed = now, 0.0
        self.most_waiting = self.bytes_sent - self._accepted

    def forget(self, now: float) -> None:
        """What was sent no longer counts: it was withdrawn, or the viewer does not draw for a while."""
        self._waiting.clear()
        self._accepted = self.bytes_sent
        self._rates.clear()
        self._arrivals.clear()
        self.restart_window(now)
