"""What the encoding thread knows of one viewer, and of one that takes packets."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from cobrowse.picture.area import Tiles
from cobrowse.picture.gate import Gate
from cobrowse.picture.ladder import RUNGS, STILLS, Ladder, Rung
from cobrowse.picture.ports import Sink, Wants

_RATE_SPAN: Final = 2.0
_STILL_SHARE: Final = 0.05
_LEAST: Final = 1_500


@dataclass(frozen=True, slots=True)
class Encoded:
    """One H.264 picture in Annex B form; `milliseconds` since its stream began, rising."""

    data: bytes
    milliseconds: int
    key: bool


class Member:
    """Somebody for whom pictures are made. Everything is guarded by the stream's lock."""

    def __init__(self) -> None:
        self.generation = 0
        """Rises with everything that withdraws what was made before: a picture of another generation is not sent."""
        self.covered = self.paused = self.gone = False
        self.fresh = True
        """Has nothing to build on: the next picture has to stand by itself."""

    @property
    def active(self) -> bool:
        """Whether moving pictures may be made for it."""
        return not (self.covered or self.paused or self.gone)

    def withdraw(self) -> None:
        """Nothing that was made until now is sent any more."""
        self.generation += 1
        self.fresh = True


class Tapper(Member):
    """Takes packets and tells itself what its line carries."""

    def __init__(self, receive: Callable[[Encoded], None]) -> None:
        super().__init__()
        self.receive = receive
        self.rung: Rung = RUNGS[0]


class Viewer(Member):
    """Has a WebSocket, and acknowledges."""

    def __init__(self, sink: Sink, wants: Wants, now: float, width: int, height: int) -> None:
        super().__init__()
        self.sink = sink
        self.wants = wants
        self.gate = Gate(now)
        self.ladder = Ladder(now)
        self.tiles = Tiles(width, height)
        self.held = False
        """Lags behind others of its rung and gets nothing until what it has is acknowledged."""
        self.by_tap = False
        """Its moving picture travels elsewhere; only exact stills go to the sink."""
        self.outdated = False
        """Shows an exact still over its video element, and the page has changed since."""
        self.blurred_at = 0.0
        self.blurred_version = -1
        self._sizes: deque[tuple[float, int]] = deque()

    @property
    def active(self) -> bool:
        """Whether moving pictures may be made for its sink."""
        return super().active and not self.by_tap

    def video(self, possible: bool) -> bool:
        """Whether it is shown video at this moment, rather than single pictures."""
        return possible and self.wants.h264 and self.ladder.index < STILLS

    def budget(self, now: float) -> int:
        """Bytes of a still that do not keep the next picture waiting for long."""
        rung = RUNGS[min(self.ladder.index, STILLS - 1)].bits / 8
        return max(_LEAST, int(max(rung, self.gate.goodput(now) or 0.0) * _STILL_SHARE))

    def counted(self, size: int, now: float) -> None:
        """A picture of this many bytes was sent."""
        self._sizes.append((now, size))
        self._trim(now)

    def _trim(self, now: float) -> None:
        while self._sizes and now - self._sizes[0][0] > _RATE_SPAN:
            self._sizes.popleft()

    def start_again(self, now: float, width: int, height: int) -> None:
        """Shown anew from nothing, in this size."""
        self.withdraw()
        self.gate.forget(now)
        self.tiles = Tiles(width, height)
        self.held = False

    def diagnostics(self, now: float) -> dict[str, Any]:
        """What this viewer's line does; times in milliseconds, rates in kB/s."""
        self._trim(now)
        gate, rung = self.gate, self.ladder.index
        return {
            "rung": rung,
            "kbit": RUNGS[rung].bits // 1000 if rung < STILLS else 0,
            "crf": RUNGS[rung].crf if rung < STILLS else None,
            "fps": round(len(self._sizes) / _RATE_SPAN, 1),
            "kb_s": round(sum(size for _, size in self._sizes) / _RATE_SPAN / 1000, 1),
            "rtt_ms": round(gate.round_trip * 1000, 1) if gate.round_trip is not None else None,
            "best_rtt_ms": round(gate.best * 1000, 1) if gate.measured else None,
            "age_ms": round(gate.age(now) * 1000, 1),
            "closed": round(gate.closed_share(now), 3),
            "waiting": gate.waiting,
            "backlog": self.sink.backlog(),
            "bbr": self.sink.bbr(),
            "bytes": gate.bytes_sent,
            "frames": gate.frames_sent,
            "covered": self.covered,
            "paused": self.paused,
            "held": self.held,
        }
