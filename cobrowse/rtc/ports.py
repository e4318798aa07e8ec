"""What a viewer's WebRTC connection is given to carry."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from cobrowse.picture.ladder import RUNGS
from cobrowse.rtc.sound import PageSound


class Encoded(Protocol):
    """One encoded picture: Annex B; a key picture has its parameter sets with it."""

    @property
    def data(self) -> bytes: ...

    @property
    def key(self) -> bool: ...


class Tap(Protocol):
    """One viewer's share of the encoded pictures (cobrowse.picture.stream.Tap)."""

    def need_key(self) -> None:
        """The viewer cannot go on without a key picture."""

    def limit(self, bits: int) -> None:
        """So many bits a second and no more, with something to spare."""

    def leave(self) -> None:
        """No more of it."""


Receive = Callable[[Encoded], None]


class OpenTap(Protocol):
    """Pictures from now on, a key picture first, for a line that bears so many bits a second (Stream.tap)."""

    def __call__(self, receive: Receive, bits: int) -> Tap: ...


@dataclass(frozen=True, slots=True)
class Parts:
    """What a viewer's connection can carry; None where the page has it not.

    `rates` are those of the qualities that the page is encoded in, bits a second, falling.
    """

    sound: PageSound | None = None
    tap: OpenTap | None = None
    rates: Sequence[int] = tuple(rung.bits for rung in RUNGS)
