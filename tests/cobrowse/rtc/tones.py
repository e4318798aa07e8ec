"""How strong one pitch is in a sound (Goertzel's algorithm), without a library of numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence


def strength(samples: Sequence[float], rate: int, hertz: float) -> float:
    """The amplitude of that pitch: 1 for a sine from -1 to 1."""
    factor = 2 * math.cos(2 * math.pi * hertz / rate)
    before, last = 0.0, 0.0
    for sample in samples:
        before, last = last, sample + factor * last - before
    return 2 * math.sqrt(max(0.0, before**2 + last**2 - factor * before * last)) / len(samples)


def loudest(samples: Sequence[float], rate: int, pitches: Sequence[float]) -> float:
    """Which of these pitches is the strongest."""
    return max(pitches, key=lambda hertz: strength(samples, rate, hertz))
