"""Who gets what and when, with a clock of the test's own."""

from __future__ import annotations

from typing import Any

import pytest

from cobrowse.picture.area import Area
from cobrowse.picture.channel import HURRIED, REPEAT, USUAL, Channel
from cobrowse.picture.ladder import RUNGS, STILLS
from cobrowse.picture.ports import Wants
from cobrowse.picture.roster import Roster
from cobrowse.picture.viewer import Tapper, Viewer

_WHOLE = Area(0, 0, 1280, 720)
_SPOT = Area(100, 100, 20, 20)


class Nowhere:
    """A sink that these tests never send to."""

    def text(self, message: dict[str, Any]) -> None:
        raise AssertionError

    def frame(self, data: bytes) -> None:
        raise AssertionError

    def backlog(self) -> int:
        return 0

    def bbr(self) -> bool:
        return False


class Room:
    """A roster with its clock, in which pictures are made as the thread would make them."""

    def __init__(self, viewers: int = 1, *, video: bool = True) -> None:
        self.now = 100.0
        self.roster = Roster()
        self.roster.start_again(_WHOLE, video, self.now)
        self.roster.changed(_WHOLE, self.now)
        self._last: dict[int, int] = {}
        self.viewers = [self.join() for _ in range(viewers)]
        self._number = 0
        self.sent: list[tuple[float, int]] = []

    def join(self, *, h264: bool = True) -> Viewer:
        viewer = Viewer(Nowhere(), Wants(h264), self.now, 1280, 720)
        self.roster.members.append(viewer)
        return viewer

    def change(self, area: Area = _SPOT) -> None:
        self.roster.changed(area, self.now)

    def make(self, size: int = 1000) -> list[Channel]:
        """Makes every picture that is due now."""
        self.roster.sort(self.now)
        ready = self.roster.ready(self.now)
        for channel in ready:
            channel.sending(self.now, channel.fresh)
            self._number += 1
            self.sent.append((self.now, channel.index))
            for member in channel.members:
                member.fresh = False
                if isinstance(member, Viewer):
                    member.gate.sent(self._number, size, self.now)
                    self._last[id(member)] = self._number
        return ready

    def ack(self, *viewers: Viewer) -> None:
        for viewer in viewers or self.viewers:
            viewer.gate.acked(self._last.get(id(viewer), 0), self.now)

    def settle(self) -> None:
        """Until nothing is due but stills."""
        for _ in range(20):
            self.make()
            self.ack()
            self.now += REPEAT


def test_the_first_change_after_quiet_is_due_at_once_and_the_next_a_little_later() -> None:
    room = Room()
    room.settle()
    room.change()
    assert room.make()
    room.ack()
    room.change()
    assert not room.make()
    assert room.roster.due(room.now) == pytest.approx(room.now + USUAL)
    room.now += USUAL
    assert room.make()


def test_after_input_the_next_picture_is_due_in_half_the_time() -> None:
    room = Room()
    room.settle()
    room.roster.touched = room.now
    room.change()
    assert room.make()
    room.ack()
    room.change()
    assert room.roster.due(room.now) == pytest.approx(room.now + HURRIED)


def test_a_page_that_rests_has_nothing_due_once_everything_is_exact() -> None:
    room = Room()
    room.settle()
    assert room.roster.blunt(room.now) == room.viewers
    for run in list(room.viewers[0].tiles.runs()):
        room.viewers[0].tiles.settle(run)
    assert room.roster.due(room.now) is None
    assert not room.roster.blunt(room.now)


def test_repeats_come_before_stills_and_end() -> None:
    room = Room()
    room.settle()
    made = len(room.sent)
    room.change(_WHOLE)
    room.make()
    room.ack()
    assert not room.roster.blunt(room.now)
    room.settle()
    assert len(room.sent) - made == 3
    assert room.roster.blunt(room.now)


def test_a_letter_on_a_wide_line_is_one_picture_and_one_still() -> None:
    room = Room()
    room.settle()
    made = len(room.sent)
    room.change()
    room.settle()
    assert len(room.sent) - made == 1
    assert room.roster.blunt(room.now)


def test_while_the_gate_is_closed_nothing_is_made_and_an_acknowledgement_opens_it() -> None:
    room = Room()
    room.settle()
    room.change()
    room.make()
    room.now += 1
    room.change()
    assert not room.make()
    assert room.roster.due(room.now) is None
    assert room.roster.waiting_for_ack
    room.ack()
    assert room.make()


def _held(room: Room) -> list[Viewer]:
    return [viewer for viewer in room.viewers if viewer.held]


def test_one_who_lags_is_taken_out_and_the_others_go_on() -> None:
    room = Room(3)
    slow, *fast = room.viewers
    room.settle()
    for _ in range(30):
        room.change()
        room.make(5000)
        room.ack(*fast)
        room.now += USUAL
    assert _held(room) == [slow]
    assert sum(1 for at, _ in room.sent if at > room.now - 0.5) >= 14
    room.now += 1
    room.ack(slow)
    for _ in range(3):
        room.change()
        room.make(5000)
        room.ack()
        room.now += USUAL
    assert not _held(room)
    assert slow.ladder.index > 0
    assert {viewer.ladder.index for viewer in fast} == {0}
    assert len(room.roster.channels) == 2


def test_when_all_are_late_together_nobody_is_taken_out() -> None:
    room = Room(3)
    room.settle()
    room.change()
    room.make(5000)
    room.now += 0.3
    room.roster.sort(room.now)
    for viewer in room.viewers:
        room.ack(viewer)
        room.now += 0.01
        room.roster.sort(room.now)
    assert not _held(room)


def test_equally_slow_viewers_share_a_channel_and_an_empty_one_is_gone() -> None:
    room = Room(3)
    for viewer in room.viewers[:2]:
        viewer.ladder.index = 4
    room.make()
    assert sorted(len(channel.members) for channel in room.roster.channels.values()) == [1, 2]
    room.viewers[2].gone = True
    room.make()
    assert [channel.index for channel in room.roster.channels.values()] == [4]


def test_whoever_comes_to_a_channel_needs_a_whole_picture() -> None:
    room = Room(2)
    room.settle()
    room.viewers[0].ladder.index = 3
    room.roster.sort(room.now)
    assert room.viewers[0].fresh
    assert not room.viewers[1].fresh


def test_below_the_last_rung_and_without_h264_pictures_are_single_and_wait_for_each_other() -> None:
    room = Room(1)
    room.viewers[0].ladder.index = STILLS
    other = room.join(h264=False)
    room.make()
    channels = list(room.roster.channels.values())
    assert [channel.video for channel in channels] == [False, False]
    assert [channel.members for channel in channels] == [[room.viewers[0]], [other]]
    room.now += 0.2
    room.change()
    assert [channel.members for channel in room.make()] == [[other]]


def test_a_source_of_jpegs_makes_no_video() -> None:
    room = Room(2, video=False)
    room.roster.members.append(Tapper(lambda packet: None))
    room.make()
    assert len(room.roster.channels) == 2
    assert not any(channel.video for channel in room.roster.channels.values())


def test_a_tap_takes_the_rung_it_asks_for_and_never_closes_it() -> None:
    room = Room(1)
    tapper = Tapper(lambda packet: None)
    tapper.rung = RUNGS[2]
    room.roster.members.append(tapper)
    room.make()
    assert {channel.index for channel in room.roster.channels.values()} == {0, 2}
    for _ in range(10):
        room.now += 0.5
        room.change()
        assert 2 in {channel.index for channel in room.make()}


def test_the_covered_are_in_no_channel_and_get_a_blurred_still_twice_a_second_at_most() -> None:
    room = Room(1)
    (viewer,) = room.viewers
    viewer.covered = True
    room.roster.sort(room.now)
    assert not room.roster.channels
    assert room.roster.blurred(room.now) == [viewer]
    viewer.blurred_at, viewer.blurred_version = room.now, room.roster.version
    room.change()
    assert not room.roster.blurred(room.now + 0.4)
    assert room.roster.due(room.now) == pytest.approx(room.now + 0.5)
    assert room.roster.blurred(room.now + 0.6) == [viewer]
    assert not room.roster.blunt(room.now + 60)


def test_nobody_to_look_means_nothing_to_do() -> None:
    room = Room(1)
    watched = [room.roster.watched]
    room.viewers[0].paused = True
    watched.append(room.roster.watched)
    assert watched == [True, False]
    room.roster.stale = True
    room.roster.sort(room.now)
    assert room.roster.due(room.now) is None


def test_lateness_of_this_process_is_held_against_no_line() -> None:
    room = Room(1)
    (viewer,) = room.viewers
    room.settle()
    for _ in range(8):
        room.change()
        room.make(20_000)
        room.now += 0.2
        room.roster.excuse(room.now)
        room.ack()
        room.roster.sort(room.now)
    assert viewer.ladder.index == 0
