"""How much picture a viewer's line bears over UDP: down at once when it says so, up again by trying."""

from collections.abc import Sequence
from dataclasses import dataclass, field

_FELL = 0.95
"""A receiver raises its estimate only as far as we send (1.5 times), and lowers it only when packets queue up: so a
small estimate says nothing, one that fell says everything."""
_MUCH_LOSS = 0.10
_SOME_LOSS = 0.02
_SETTLE = 1.0
_FIRST_HOLD = 2.0
_LONGEST_HOLD = 32.0
_TRIAL = 5.0
"""Seconds within which trouble is taken as the answer to the last step up."""
_CALM = 60.0


@dataclass(slots=True)
class Rate:
    """The rung (index into `rates`, bits a second, falling) that suits a viewer. Times in seconds on any one clock."""

    rates: Sequence[int]
    rung: int = 1
    hold: float = _FIRST_HOLD
    estimate: int = 0
    loss: float = 0.0
    _good_since: float | None = field(default=None)
    _stepped_up_at: float | None = None
    _stepped_down_at: float = float("-inf")

    def estimated(self, bits: int, now: float) -> int:
        """The receiver's estimate of what the line bears (REMB, bits a second). Returns the rung."""
        fell = self.estimate > 0 and bits < self.estimate * _FELL
        self.estimate = bits
        if fell and bits < self.rates[self.rung]:
            self._down(bits, now)
        return self.rung

    def reported(self, loss: float, now: float) -> int:
        """The part of the packets that the last receiver's report misses, from 0 to 1. Returns the rung."""
        self.loss = loss
        if loss >= _MUCH_LOSS:
            self._down(int(self.rates[self.rung] * (1 - loss / 2)), now)
        elif loss >= _SOME_LOSS and self._trying(now):
            self._down(self.rates[self.rung] - 1, now)
        return self.rung

    def passed(self, now: float) -> int:
        """Some time went by without trouble: call it about each second. Returns the rung."""
        if self._good_since is None:
            self._good_since = now
        good = now - self._good_since
        if good >= self.hold and self.rung > 0:
            self.rung -= 1
            self._good_since, self._stepped_up_at = now, now
        elif good >= _CALM:
            self.hold = _FIRST_HOLD
        return self.rung

    def _trying(self, now: float) -> bool:
        return self._stepped_up_at is not None and now - self._stepped_up_at < _TRIAL

    def _down(self, bits: int, now: float) -> None:
        """To the best rung that needs no more than `bits`; the last where none does."""
        if self._trying(now):
            # It was too much: wait longer before the next try.
            self.hold = min(self.hold * 2, _LONGEST_HOLD)
        self._stepped_up_at = None
        self._good_since = now
        if now - self._stepped_down_at < _SETTLE:
            # What is reported now was sent before the last step.
            return
        lower = next((number for number, rate in enumerate(self.rates) if rate <= bits), len(self.rates) - 1)
        if lower > self.rung:
            self.rung, self._stepped_down_at = lower, now
