"""When the next picture of one quality is due. Pure; time comes in."""

from __future__ import annotations

from typing import Final

from cobrowse.picture.area import NOTHING, TILE_HEIGHT, TILE_WIDTH, Area
from cobrowse.picture.encoder import Encoder
from cobrowse.picture.ladder import RUNGS, STILLS
from cobrowse.picture.viewer import Member, Viewer

USUAL: Final = 1 / 33
HURRIED: Final = 1 / 66
REPEAT: Final = 0.15
QUIET: Final = 0.35
"""Seconds without a change after which stills are made."""
_STILLS_PACE: Final = 1 / 15
_KEYS: Final = 0.25
_PATIENCE: Final = 0.1
"""How long one slow viewer may hold up the others of its rung before it is taken out."""
_REPEATS: Final = (2, 2, 4)
"""Repeats of the last picture by rung: a narrow line needs more of them to become readable."""
_LITTLE: Final = 4 * TILE_WIDTH * TILE_HEIGHT
_LITTLE_QUIET: Final = 0.2
"""A blinking caret or a typed letter on a wide line needs no repeats: its still is as small, and exact."""


class Channel:
    """The viewers who get the same picture, and what they have not seen yet.

    Rungs of video are shared; who gets single pictures has a channel alone.
    """

    def __init__(self, index: int, video: bool) -> None:
        self.index = index
        self.video = video
        self.members: list[Member] = []
        self.encoder: Encoder | None = None
        self.dirty = NOTHING
        """What changed since its last picture."""
        self.recent = NOTHING
        """What changed since it was last quiet: the part that repeats improve."""
        self.repeats = 0
        self._quiet = QUIET
        self._held_up_since: float | None = None
        self._sent_at = self._key_at = self._changed_at = -1.0

    @property
    def viewers(self) -> list[Viewer]:
        """The members who acknowledge."""
        return [member for member in self.members if isinstance(member, Viewer)]

    @property
    def fresh(self) -> bool:
        """Whether somebody needs a picture that stands by itself."""
        return any(member.fresh for member in self.members)

    def open(self, now: float) -> bool:
        """Whether everybody keeps up. Single pictures wait until the last one was drawn."""
        if self.video:
            return all(viewer.gate.open(now) for viewer in self.viewers)
        return all(viewer.gate.waiting == 0 or self.index < STILLS and viewer.gate.open(now) for viewer in self.viewers)

    def laggards(self, now: float) -> list[Viewer]:
        """Who has for a while held up others who do keep up."""
        late = [viewer for viewer in self.viewers if viewer.gate.late(now) > 0]
        others = any(member not in late and self._keeps_up(member, now) for member in self.members)
        if not late or not others:
            self._held_up_since = None
            return []
        # Acknowledgements come one after the other, so for an instant the last of them always looks slow.
        if self._held_up_since is None:
            self._held_up_since = now
        return late if now - self._held_up_since > _PATIENCE else []

    @staticmethod
    def _keeps_up(member: Member, now: float) -> bool:
        return not isinstance(member, Viewer) or member.gate.open(now)

    def due(self, stale: bool, hurried: bool) -> float | None:
        """When a picture is due (a time that may be over), or None while there is nothing to show."""
        if self.fresh:
            return self._key_at + _KEYS
        if self.dirty or stale:
            usual = USUAL if self.video else _STILLS_PACE
            return self._sent_at + (HURRIED if hurried else usual)
        if self.repeats:
            return self._sent_at + REPEAT
        return None

    @property
    def little(self) -> bool:
        """Whether what changed since it was last quiet is small, for its line."""
        return self.index < 2 and self.recent.width * self.recent.height <= _LITTLE

    def changed(self, area: Area) -> None:
        """The canvas has new pixels there."""
        if not area:
            return
        self.dirty = self.dirty.union(area)
        self.recent = self.recent.union(area)
        if self.little:
            self.repeats = 0
        elif self.video:
            # A caret that blinks twice a second must not put off the stills for ever.
            small = area.width * area.height <= _LITTLE
            self.repeats = max(self.repeats, 1) if small else _REPEATS[min(self.index, len(_REPEATS) - 1)]

    def sending(self, now: float, key: bool) -> Area:
        """A picture is made now; what of it is new to those who have the one before."""
        if self.dirty or key:
            area = self.dirty
            self._changed_at = now
        else:
            self.repeats -= 1
            area = self.recent
        if key:
            self._key_at = now
        self._sent_at = now
        self._quiet = _LITTLE_QUIET if self.little else QUIET
        self.dirty = NOTHING
        if not self.repeats:
            self.recent = NOTHING
        return area

    def quiet_at(self) -> float | None:
        """When stills may begin; None while something else is to be shown first."""
        return None if self.dirty or self.repeats or self.fresh else self._changed_at + self._quiet

    def encoder_for(self, width: int, height: int) -> Encoder:
        """Its encoder, made when the first picture is."""
        if self.encoder is None:
            self.encoder = Encoder(width, height, RUNGS[self.index])
        return self.encoder
