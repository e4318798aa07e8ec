"""Ranges of a file as RFC 9110 has them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.files.ranges import Unsatisfiable, asked


@pytest.mark.parametrize(
    ("header", "size", "part"),
    [
        ("bytes=0-9", 100, (0, 10)),
        ("bytes=90-", 100, (90, 100)),
        ("bytes=-10", 100, (90, 100)),
        ("bytes=-1000", 100, (0, 100)),
        ("bytes=50-1000", 100, (50, 100)),
        ("bytes = 0 - 0", 1, (0, 1)),
        (None, 100, None),
        ("", 100, None),
        ("bytes=", 100, None),
        ("bytes=-", 100, None),
        ("bytes=9-3", 100, None),
        ("bytes=0-1,5-6", 100, None),
        ("lines=0-1", 100, None),
    ],
)
def test_a_range_is_read_or_ignored(header, size, part):
    assert asked(header, size) == part


@pytest.mark.parametrize(("header", "size"), [("bytes=100-", 100), ("bytes=0-", 0), ("bytes=-0", 100), ("bytes=-5", 0)])
def test_a_part_that_does_not_exist_is_refused(header, size):
    with pytest.raises(Unsatisfiable):
        asked(header, size)


@given(header=st.from_regex(r"bytes=\d{0,4}-\d{0,4}", fullmatch=True), size=st.integers(0, 2_000))
def test_whatever_is_asked_stays_within_the_file(header, size):
    try:
        part = asked(header, size)
    except Unsatisfiable:
        return
    if part is not None:
        assert 0 <= part[0] < part[1] <= size
