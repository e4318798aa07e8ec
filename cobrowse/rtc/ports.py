"""What a viewer's WebRTC connection is given to carry."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from cobrowse.rtc.sound import PageSound


class Encoded(Protocol):
    """One encoded picture: Annex B; a key picture has its parameter sets with it."""

    @property
    def data(self) -> bytes: ...

    @property
    def key(self) -> bool: ...


class Tap(Protocol):
    """One viewer's share of the encoded pictures of one quality."""

    async def packet(self) -> Encoded | None:
        """The next one; the first is a key picture. None when the stream has ended."""

    def need_key(self) -> None:
        """The viewer cannot go on without a key picture."""

    def leave(self) -> None:
        """No more of it; `packet` then returns None."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a viewer's connection can carry; None where the page has it not.

    `tap` opens the encoded pictures of a quality, an index into `rates` (bits a second, falling).
    """

    sound: PageSound | None = None
    tap: Callable[[int], Tap] | None = None
    rates: Sequence[int] = (3_000_000,)
