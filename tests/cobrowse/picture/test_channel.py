"""When the next picture of one quality is due, without any IO."""

from __future__ import annotations

import pytest

from cobrowse.picture.area import Area
from cobrowse.picture.channel import Channel
from cobrowse.picture.ladder import RUNGS

PAGE = Area(0, 0, 1280, 720)
CARET = Area(300, 200, 2, 20)


@pytest.mark.parametrize("rung", range(len(RUNGS)))
def test_a_blinking_caret_keeps_no_rung_from_becoming_exact(rung: int) -> None:
    channel = Channel(rung, video=True)
    channel.changed(PAGE)
    exact = []
    for step in range(300):
        now = step / 100
        if step and step % 50 == 0:
            channel.changed(CARET)
        due = channel.due(stale=False, hurried=False)
        if due is not None and due <= now:
            channel.sending(now, key=False)
        quiet = channel.quiet_at()
        if quiet is not None and quiet <= now:
            exact.append(now)
    assert exact, "no still in three seconds"


def test_a_page_that_moves_all_the_time_gets_no_still() -> None:
    channel = Channel(0, video=True)
    for step in range(300):
        now = step / 100
        channel.changed(PAGE)
        due = channel.due(stale=False, hurried=False)
        if due is not None and due <= now:
            channel.sending(now, key=False)
        quiet = channel.quiet_at()
        assert quiet is None or quiet > now
