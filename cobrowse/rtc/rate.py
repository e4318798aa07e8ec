"""How much picture a viewer's line bears over UDP: down at once when it says so, up again by trying."""

from collections.abc import Sequence
from dataclasses import dataclass, field

_FELL = 0.95
"""A receiver raises its estimate only as far as we send (1.5 times), and lowers it only when packets queue up: so a
small estimate says nothing, one that fell says everything."""
_MUCH_LOSS = 0.10
_MORE_LOSS = 0.05
"""Than before a step up: the step was too much. A line that loses a few packets whatever is sent stays as it is: such
a line is what this way is for."""
_KEEP = 0.7
"""Of the loss known so far: a single report is of a few dozen packets, and says little."""
_SETTLE = 1.5
_TROUBLE = 3.0
_FIRST_HOLD = 2.0
_LONGEST_HOLD = 8.0
_TRIAL = 3.0
"""Seconds within which trouble is taken as the answer to the last step up."""


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
    _loss_before: float = 0.0
    _stepped_down_at: float = float("-inf")
    _narrow_until: float = float("-inf")

    def estimated(self, bits: int, now: float) -> int:
        """The receiver's estimate of what the line bears (REMB, bits a second). Returns the rung."""
        if self.estimate > 0 and bits < self.estimate * _FELL:
            self._narrow_until = now + _TROUBLE
        self.estimate = bits
        # It may fall in several steps, of which each is the truth.
        if self.narrow(now) and bits < self.rates[self.rung]:
            self._down(bits, now)
        return self.rung

    def narrow(self, now: float) -> bool:
        """Whether the line is at its end: then nothing may be sent faster than it bears."""
        return now < self._narrow_until

    def reported(self, loss: float, now: float) -> int:
        """The part of the packets that the last receiver's report misses, from 0 to 1. Returns the rung."""
        self.loss = _KEEP * self.loss + (1 - _KEEP) * loss
        if now - self._stepped_down_at < _SETTLE:
            # What is reported now was sent before the last step.
            return self.rung
        if self.loss >= _MUCH_LOSS or self._trying(now) and self.loss >= self._loss_before + _MORE_LOSS:
            self._narrow_until = now + _TROUBLE
            self._down(int(self.rates[self.rung] * (1 - self.loss / 2)), now)
            # What this was taken as has been answered.
            self.loss = min(self.loss, _MORE_LOSS)
        return self.rung

    def passed(self, now: float) -> int:
        """Some time went by without trouble: call it about each second. Returns the rung."""
        if self._good_since is None:
            self._good_since = now
        if self._stepped_up_at is not None and not self._trying(now):
            # It holds: the line is better than it was, and the next step need not wait.
            self.hold = _FIRST_HOLD
        if now - self._good_since >= self.hold and self.rung > 0:
            self.rung -= 1
            self._good_since, self._stepped_up_at, self._loss_before = now, now, self.loss
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
        lower = next((number for number, rate in enumerate(self.rates) if rate <= bits), len(self.rates) - 1)
        if lower > self.rung:
            self.rung, self._stepped_down_at = lower, now
