"""What the picture of a page needs of others: a source of pixels and a way to each viewer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from cobrowse.picture.area import Area
from cobrowse.picture.canvas import Canvas


class SourceLost(RuntimeError):
    """The display or the browser behind a source is gone."""


class Sink(Protocol):
    """One viewer's connection. Called on the event loop only; every call is quick."""

    def text(self, message: dict[str, Any]) -> None:
        """Sends a message."""

    def frame(self, data: bytes) -> None:
        """Sends a header with its payload."""

    def backlog(self) -> int:
        """Bytes that the kernel has not taken yet."""

    def bbr(self) -> bool:
        """Whether the connection's congestion control is BBR."""


@dataclass(frozen=True, slots=True)
class Wants:
    """What a viewer can show. `transport` is chosen outside; `Seat.by_tap` tells when it is not the sink."""

    h264: bool
    transport: str = "auto"
    pixel_ratio: float = 1.0


class Source(Protocol):
    """Where pixels come from. Used by one thread; blocks there."""

    @property
    def name(self) -> str:
        """damage, x11grab or screencast."""

    @property
    def gives_jpeg(self) -> bool:
        """Whether pictures come as JPEG anyway; then they go on as such, and no video is made of them."""

    def open(self, width: int, height: int) -> Canvas:
        """Begins, or begins again in another size (even numbers); raises SourceLost."""

    def wait(self, wake: int, seconds: float | None) -> bool:
        """Sleeps until pixels changed (True), the file descriptor `wake` is readable or the time is over (False).

        Returns at once for a change that was not grabbed yet. Raises SourceLost.
        """

    def grab(self) -> Area:
        """Brings the canvas up to date; what changed since the last time. Raises SourceLost."""

    def jpeg(self) -> bytes | None:
        """The last grabbed picture, whole, as the JPEG in which it came."""

    def settle(self) -> bool:
        """The page is quiet: makes the canvas exact, where it was not; whether it had to. Raises SourceLost."""

    def rest(self) -> None:
        """Nobody watches for now: costs nothing until the next `grab`."""

    def close(self) -> None:
        """Lets go of everything."""
