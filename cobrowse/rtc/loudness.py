"""When sound is silence, and when its silence has lasted long enough to stop sending it."""

from dataclasses import dataclass

_FAINT = 8
"""Of 32768; about -72 dB of full scale. What a page calls silence may still carry the last bit's noise."""
_EVERY = 7
"""Enough samples to tell: a tone below 3 kHz has several of these in each of its waves."""


def audible(samples: bytes) -> bool:
    """Whether these samples (16 bits, little endian as this machine has them) hold something to hear."""
    if samples.count(0) == len(samples):
        return False
    some = memoryview(samples).cast("h")[::_EVERY]
    return max(some) > _FAINT or min(some) < -_FAINT


@dataclass(slots=True)
class SilenceGate:
    """Open while there is something to hear and for `tail` pieces after it, so that a tone dies away as it should."""

    tail: int = 15
    _left: int = 0

    @property
    def open(self) -> bool:
        return self._left > 0

    def passes(self, samples: bytes) -> bool:
        """Whether this piece is to be sent."""
        self._left = self.tail if audible(samples) else max(0, self._left - 1)
        return self._left > 0
