"""Gate and ladder against lines that are simulated: no clock, no network."""

from __future__ import annotations

from collections import deque

import pytest

from cobrowse.picture.gate import PATIENCE, Gate
from cobrowse.picture.ladder import RUNGS, STILLS, Ladder, rung_for


class Line:
    """Carries frames in order at `rate` bytes a second, and acknowledges them `delay` seconds later."""

    def __init__(self, rate: float, delay: float) -> None:
        self.rate, self.delay = rate, delay
        self._free_at = 0.0
        self._acks: deque[tuple[float, int]] = deque()

    def carry(self, number: int, size: int, now: float) -> None:
        self._free_at = max(self._free_at, now) + size / self.rate
        self._acks.append((self._free_at + self.delay, number))

    def acks(self, now: float) -> list[tuple[float, int]]:
        found = []
        while self._acks and self._acks[0][0] <= now:
            found.append(self._acks.popleft())
        return found


class Player:
    """An animated page: thirty frames a second, each as large as its rung allows, as long as the gate is open."""

    def __init__(self, line: Line) -> None:
        self.line, self.now = line, 0.0
        self.gate, self.ladder = Gate(0.0), Ladder(0.0)
        self.round_trips: list[float] = []
        self.moves: list[tuple[float, int]] = []
        self._number = 0

    def play(self, seconds: float, rest: bool = False) -> None:
        until = self.now + seconds
        due = self.now
        while self.now < until:
            for at, number in self.line.acks(self.now):
                assert self.gate.acked(number, at)
                assert self.gate.round_trip is not None
                self.round_trips.append(self.gate.round_trip)
            if self.ladder.look(self.gate, self.now):
                self.moves.append((self.now, self.ladder.index))
            single = self.ladder.index == STILLS
            may = self.gate.waiting == 0 if single else self.gate.open(self.now)
            if not rest and self.now >= due and may:
                due = self.now + 1 / 30
                self._number += 1
                size = 20_000 if single else RUNGS[self.ladder.index].bits // 8 // 30
                self.gate.sent(self._number, size, self.now)
                self.line.carry(self._number, size, self.now)
            self.now += 0.001


def test_a_wide_line_stays_on_the_first_rung() -> None:
    player = Player(Line(2_000_000, 0.02))
    player.play(5)
    assert player.ladder.index == 0
    assert not player.moves


@pytest.mark.parametrize(("bits", "rungs"), [(1_000_000, {3, 4}), (300_000, {5, 6}), (4_000_000, {1, 2})])
def test_a_narrow_line_is_found_within_two_seconds_and_its_delay_stays_short(bits: int, rungs: set[int]) -> None:
    player = Player(Line(bits / 8, 0.02))
    player.play(2.5)
    assert player.ladder.index in rungs
    player.round_trips.clear()
    player.play(20)
    ordered = sorted(player.round_trips)
    assert ordered[len(ordered) // 2] < 0.12, "half of the frames are quick"


def test_a_line_that_becomes_wide_again_is_at_the_top_within_ten_seconds() -> None:
    line = Line(300_000 / 8, 0.02)
    player = Player(line)
    player.play(30)
    assert player.ladder.index > 3
    line.rate = 2_000_000
    player.play(10)
    assert player.ladder.index == 0


def test_a_line_too_narrow_for_video_gets_single_pictures_and_comes_back_from_there() -> None:
    line = Line(80_000 / 8, 0.02)
    player = Player(line)
    player.play(40)
    assert player.ladder.index == STILLS
    assert player.round_trips[-1] < 2.5, "one at a time, none piles up"
    line.rate = 2_000_000
    player.play(12)
    assert player.ladder.index == 0


def test_a_page_that_rests_climbs_nowhere() -> None:
    player = Player(Line(300_000 / 8, 0.02))
    player.play(5)
    index = player.ladder.index
    player.play(1, rest=True)
    player.moves.clear()
    player.play(30, rest=True)
    assert (player.ladder.index, player.moves) == (index, [])


def test_the_gate_closes_by_age_and_opens_with_the_acknowledgement() -> None:
    gate = Gate(0.0)
    gate.sent(1, 100, 0.0)
    assert gate.acked(1, 0.04)
    gate.sent(2, 100, 1.0)
    gate.sent(3, 100, 1.05)
    assert gate.open(1.0 + 0.04 + PATIENCE - 0.001)
    assert not gate.open(1.0 + 0.04 + PATIENCE + 0.001)
    assert gate.late(1.2) == pytest.approx(0.1)
    assert gate.acked(2, 1.12)
    assert gate.open(1.12)
    assert gate.age(1.12) == pytest.approx(0.07)


def test_an_acknowledgement_counts_for_what_came_before() -> None:
    gate = Gate(0.0)
    for number in (1, 2, 3):
        gate.sent(number, 100, 0.0)
    assert gate.acked(3, 0.01)
    assert gate.waiting == 0
    assert not gate.acked(2, 0.02)


@pytest.mark.parametrize("number", [0, 2, 4_000_000_000])
def test_an_acknowledgement_of_nothing_that_waits_is_nothing(number: int) -> None:
    gate = Gate(0.0)
    gate.sent(1, 100, 0.0)
    assert not gate.acked(number, 0.01)
    assert gate.waiting == 1
    assert not gate.measured


def test_a_longer_way_is_believed_after_a_while() -> None:
    gate = Gate(0.0)
    now = 0.0
    for number in range(1, 600):
        gate.sent(number, 10, now)
        gate.acked(number, now + (0.01 if now < 5 else 0.08))
        now += 0.1
    assert gate.best == pytest.approx(0.08)


def test_goodput_is_what_arrived_and_not_what_was_sent() -> None:
    player = Player(Line(50_000, 0.02))
    player.play(1.2)
    goodput = player.gate.goodput(player.now)
    assert goodput == pytest.approx(50_000, rel=0.25)


def test_what_is_withdrawn_is_not_waited_for() -> None:
    gate = Gate(0.0)
    gate.sent(1, 100, 0.0)
    gate.forget(5.0)
    assert gate.open(5.0)
    assert not gate.acked(1, 5.1)
    assert gate.closed_share(6.0) == 0


def test_a_ladder_never_falls_below_stills() -> None:
    ladder, gate = Ladder(0.0), Gate(0.0)
    moves = [ladder.fall(gate, float(step)) for step in range(10)]
    assert moves == [True] * STILLS + [False] * (10 - STILLS)
    assert ladder.index == STILLS


@pytest.mark.parametrize(
    ("bits", "index"), [(100_000_000, 0), (8_000_000, 1), (1_000_000, 3), (300_000, 5), (177_000, 6), (170_000, STILLS)]
)
def test_a_rung_leaves_something_to_spare(bits: int, index: int) -> None:
    assert rung_for(bits / 8) == index
