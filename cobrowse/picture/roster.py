"""Who gets what, and when it is due. Pure; time comes in. The stream's lock guards it."""

from __future__ import annotations

from typing import Final

from cobrowse.picture.area import NOTHING, Area
from cobrowse.picture.channel import QUIET, USUAL, Channel
from cobrowse.picture.ladder import STILLS
from cobrowse.picture.viewer import Member, Tapper, Viewer

_HURRY_FOR: Final = 0.15
_TICK: Final = 0.05
_BLURRED_EVERY: Final = 0.5

Place = tuple[bool, int]
"""Video and its rung, or single pictures and whose they are."""


class Roster:
    """The members of a stream in their channels, and what of the canvas they have not seen."""

    def __init__(self) -> None:
        self.members: list[Member] = []
        self.video = False
        """Whether video can be made of the present source."""
        self.whole = NOTHING
        self.stale = False
        """Whether pixels changed that are not in the canvas yet."""
        self.version = 0
        """Rises with every change of the canvas."""
        self.touched = -1.0
        self.waiting_for_ack = False
        self._changed_at = -1.0
        self.channels: dict[Place, Channel] = {}

    @property
    def viewers(self) -> list[Viewer]:
        """The members with a WebSocket who are shown anything."""
        return [member for member in self.members if isinstance(member, Viewer) and not (member.paused or member.gone)]

    @property
    def watched(self) -> bool:
        """Whether anybody is shown anything."""
        return any(not (member.paused or member.gone) for member in self.members)

    def start_again(self, whole: Area, video: bool, now: float) -> None:
        """The source or its size is another."""
        self.whole, self.video, self.stale = whole, video, True
        for member in self.members:
            if isinstance(member, Viewer):
                member.start_again(now, whole.width, whole.height)
                member.blurred_version = -1
            else:
                member.withdraw()
        self.channels.clear()

    def sort(self, now: float) -> None:
        """Puts every member where its line and its means belong."""
        for channel in self.channels.values():
            for viewer in channel.laggards(now):
                viewer.held = True
        places: dict[Place, list[Member]] = {}
        for member in self.members:
            if (place := self._place(member, now)) is not None:
                places.setdefault(place, []).append(member)
        for gone in self.channels.keys() - places.keys():
            # With the channel its encoder goes: nobody looks at that quality.
            del self.channels[gone]
        for place, members in places.items():
            if place not in self.channels:
                video, index = place
                self.channels[place] = Channel(index, video)
                self.channels[place].changed(self.whole)
            channel = self.channels[place]
            for member in members:
                if member not in channel.members:
                    member.fresh = True
            channel.members = members
            if not channel.video:
                channel.index = max((viewer.ladder.index for viewer in channel.viewers), default=STILLS)

    def _place(self, member: Member, now: float) -> Place | None:
        if not member.active:
            return None
        if isinstance(member, Tapper):
            return (True, member.rung.index) if self.video else None
        if not isinstance(member, Viewer):
            return None
        if member.held:
            if not member.gate.open(now):
                return None
            member.held = False
            member.ladder.fall(member.gate, now)
        else:
            member.ladder.look(member.gate, now)
        return (True, member.ladder.index) if member.video(self.video) else (False, id(member))

    def excuse(self, now: float) -> None:
        """This process was late itself: what it measured of the lines in this window counts for nothing."""
        for viewer in self.viewers:
            viewer.gate.restart_window(now)

    def changed(self, area: Area, now: float) -> None:
        """The canvas was brought up to date and differs there."""
        self.stale = False
        if not area:
            return
        self.version += 1
        self._changed_at = now
        for channel in self.channels.values():
            channel.changed(area)
        for viewer in self.viewers:
            if viewer.by_tap:
                # Its video element shows whole pictures, none of which is exact.
                viewer.tiles.mark(self.whole)
                viewer.outdated = True

    def due(self, now: float) -> float | None:
        """When something is to be done although nothing happens before; None while nothing is."""
        dues: list[float] = []
        self.waiting_for_ack = False
        for channel in self.channels.values():
            due = channel.due(self.stale, self._hurried(now))
            if due is None:
                continue
            if channel.open(now):
                dues.append(due)
                continue
            self.waiting_for_ack = True
            if len(channel.members) > 1:
                # Whether one holds up the others is judged by the clock.
                dues.append(now + _TICK)
        for viewer in self.viewers:
            self.waiting_for_ack |= viewer.held or viewer.gate.waiting > 0
            due = self._blurred_due(viewer) if viewer.covered else self._still_due(viewer)
            if due is not None:
                dues.append(due)
        if self.stale and self._by_tap:
            dues.append(self._changed_at + USUAL)
        return min(dues, default=None)

    @property
    def _by_tap(self) -> list[Viewer]:
        return [viewer for viewer in self.viewers if viewer.by_tap and not viewer.covered]

    def outdated(self) -> list[Viewer]:
        """Who shows a still that the page has left behind; each is named once."""
        found = [viewer for viewer in self._by_tap if viewer.outdated]
        for viewer in found:
            viewer.outdated = False
        return found

    def wants_pixels(self, now: float) -> bool:
        """Whether the canvas is to be brought up to date now."""
        by_tap = self._by_tap and self._changed_at + USUAL <= now
        return self.stale and bool(by_tap or self.ready(now) or self.blurred(now))

    def _hurried(self, now: float) -> bool:
        return now - self.touched < _HURRY_FOR

    def ready(self, now: float) -> list[Channel]:
        """The channels for which a picture is to be made now."""
        found = []
        for channel in self.channels.values():
            due = channel.due(self.stale, self._hurried(now))
            if due is not None and due <= now and channel.open(now):
                found.append(channel)
        return found

    def blurred(self, now: float) -> list[Viewer]:
        """The covered viewers who are to get a blurred still now."""
        return [viewer for viewer in self.viewers if viewer.covered and self._over(self._blurred_due(viewer), now)]

    def _blurred_due(self, viewer: Viewer) -> float | None:
        if viewer.gate.waiting or not (self.stale or viewer.blurred_version != self.version):
            return None
        return viewer.blurred_at + _BLURRED_EVERY

    def blunt(self, now: float) -> list[Viewer]:
        """The viewers who are to get the exact pixels of some part now, because the page is quiet."""
        return [viewer for viewer in self.viewers if not viewer.covered and self._over(self._still_due(viewer), now)]

    def _still_due(self, viewer: Viewer) -> float | None:
        if viewer.gate.waiting or self.stale or not viewer.tiles:
            return None
        channel = next((channel for channel in self.channels.values() if viewer in channel.members), None)
        if channel is not None:
            return channel.quiet_at()
        return self._changed_at + QUIET if viewer.by_tap else None

    @staticmethod
    def _over(due: float | None, now: float) -> bool:
        return due is not None and due <= now
