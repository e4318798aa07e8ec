"""Which quality a viewer's line carries. Pure; time comes in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cobrowse.picture.gate import Gate


@dataclass(frozen=True, slots=True)
class Rung:
    """A quality: the most bits a second, and x264's constant quality (lower is sharper)."""

    index: int
    bits: int
    crf: int


_MEGABITS: Final = (8, 3, 1.5, 0.8, 0.45, 0.25, 0.15)
RUNGS: Final = tuple(Rung(index, round(rate * 1_000_000), 20 + 3 * index) for index, rate in enumerate(_MEGABITS))
STILLS: Final = len(RUNGS)
"""Below the last rung: no video, only single pictures, each after the one before was drawn."""

_WINDOW: Final = 0.5
_TOO_CLOSED: Final = 0.25
_FREE: Final = 0.05
_SHARE_OF_GOODPUT: Final = 0.85
_ENOUGH: Final = 4_000
"""Bytes on their way from which lateness is a matter of width: fewer arrive at once on every rung."""
_PATIENT: Final = 2.0
_HURRY: Final = 1.0
_LONGEST: Final = 4.0
_PROBATION: Final = 3.0


def rung_for(bytes_a_second: float) -> int:
    """The highest rung that fits in what arrived, or STILLS."""
    bits = bytes_a_second * 8 * _SHARE_OF_GOODPUT
    return next((rung.index for rung in RUNGS if rung.bits <= bits), STILLS)


class Ladder:
    """One viewer's place. Falls within half a second to what the line carried, climbs one rung at a time."""

    def __init__(self, now: float, index: int = 0) -> None:
        self.index = index
        self._free = 0.0
        self._climbed: float | None = None
        self._pause = self._after_fall = _PATIENT
        self._frames = self._judged_from = 0

    def look(self, gate: Gate, now: float) -> bool:
        """Judges a window when one is over; True when the place changed."""
        if gate.waits_for(self._judged_from):
            # What was sent on another rung still fills the line, or the whole picture with which this one begins.
            gate.restart_window(now)
            return False
        if gate.window(now) < _WINDOW:
            return False
        if self.index == STILLS:
            return self._look_from_below(gate, now)
        share, used = gate.closed_share(now), gate.frames_sent - self._frames
        if share > _TOO_CLOSED and gate.most_waiting >= _ENOUGH:
            # While nothing came back nobody knows how slow the line is; nothing is sent meanwhile either.
            goodput = gate.goodput(now)
            if not gate.open(now) and goodput is None:
                return False
            return self.fall(gate, now)
        span = gate.window(now)
        self._frames = gate.frames_sent
        gate.restart_window(now)
        if share >= _FREE or not gate.open(now):
            self._free = 0.0
            return False
        # A still page says nothing about the line.
        self._free += min(span, 2 * _WINDOW) if used else 0.0
        return self._climb(gate, now)

    def _look_from_below(self, gate: Gate, now: float) -> bool:
        """Single pictures fill any line while they travel, so what counts is how fast they arrived."""
        goodput = gate.goodput(now)
        enough = goodput is not None and rung_for(goodput) < STILLS
        self._free = self._free + min(gate.window(now), 2 * _WINDOW) if enough else 0.0
        gate.restart_window(now)
        return self._climb(gate, now)

    def fall(self, gate: Gate, now: float) -> bool:
        """Goes down to what arrived, at least one rung; True unless there is no lower one."""
        goodput = gate.goodput(now)
        before = self.index
        self.index = min(STILLS, max(before + 1, rung_for(goodput) if goodput is not None else 0))
        failed = self._climbed is not None and now - self._climbed < _PROBATION
        self._after_fall = min(_LONGEST, self._after_fall * 2) if failed else _PATIENT
        self._pause, self._climbed = self._after_fall, None
        self._restart(gate, now)
        return self.index != before

    def _climb(self, gate: Gate, now: float) -> bool:
        if self.index == 0 or self._free < self._pause:
            return False
        self.index -= 1
        # A climb that held makes the next one likely: from the bottom to the top well within ten seconds.
        self._pause, self._climbed = _HURRY, now
        self._restart(gate, now)
        return True

    def _restart(self, gate: Gate, now: float) -> None:
        self._free = 0.0
        self._frames = gate.frames_sent
        self._judged_from = gate.frames_sent + 1
        gate.restart_window(now)
