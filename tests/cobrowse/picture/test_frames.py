"""The header before every picture, and the areas in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cobrowse.picture.area import NOTHING, TILE_HEIGHT, TILE_WIDTH, Area, Tiles
from cobrowse.picture.frames import SIZE, BadFrame, Flags, Header, Kind, pack, unpack

_SIDES = st.integers(1, 4096)


@st.composite
def _headers(draw: st.DrawFn) -> Header:
    width, height = draw(_SIDES), draw(_SIDES)
    x, y = draw(st.integers(0, width)), draw(st.integers(0, height))
    area = Area(x, y, draw(st.integers(0, width - x)), draw(st.integers(0, height - y)))
    return Header(
        draw(st.sampled_from(Kind)),
        draw(st.sampled_from([Flags(value) for value in range(4)])),
        draw(st.integers(0, 7)),
        draw(st.integers(0, 2**32 - 1)),
        draw(st.integers(0, 2**32 - 1)),
        area,
        width,
        height,
    )


@given(_headers(), st.binary(max_size=100))
def test_a_header_that_is_written_is_read_back(header: Header, payload: bytes) -> None:
    assert len(pack(header)) == SIZE == 24
    assert unpack(pack(header) + payload) == (header, payload)


@given(st.binary(max_size=64))
def test_any_bytes_are_a_frame_or_refused(data: bytes) -> None:
    try:
        header, payload = unpack(data)
    except BadFrame:
        return
    assert pack(header) + payload == data


@pytest.mark.parametrize(
    "data",
    [b"", b"\1" * 23, bytes(24), b"\6" + bytes(23), b"\1\4" + bytes(22), b"\1\0" + bytes(10) + b"\0\1" + bytes(10)],
)
def test_bytes_that_are_no_frame_are_refused(data: bytes) -> None:
    with pytest.raises(BadFrame):
        unpack(data)


def test_numbers_and_times_wrap_rather_than_fail() -> None:
    header, _ = unpack(pack(Header(Kind.KEY, Flags.END, 0, 2**32 + 5, 2**32 + 7, NOTHING, 10, 10)))
    assert (header.number, header.time_ms) == (5, 7)


_AREAS = st.builds(Area, st.integers(-50, 700), st.integers(-50, 500), st.integers(0, 800), st.integers(0, 600))


@given(_AREAS, _AREAS)
def test_a_union_holds_both(one: Area, other: Area) -> None:
    both = one.union(other)
    for area in (one, other):
        if area:
            assert both.x <= area.x
            assert both.y <= area.y
            assert both.x + both.width >= area.x + area.width
            assert both.y + both.height >= area.y + area.height


@given(_AREAS)
def test_an_even_area_holds_it_and_stays_in_the_picture(area: Area) -> None:
    inside = area.within(640, 480)
    even = inside.even(640, 480)
    assert bool(even) == bool(inside)
    assert even.union(inside) == even
    assert all(side % 2 == 0 for side in (even.x, even.y, even.width, even.height))
    assert even.within(640, 480) == even


@given(st.lists(_AREAS.map(lambda area: area.within(650, 490)), max_size=5))
def test_tiles_name_everything_that_was_marked_and_no_more_than_its_tiles(areas: list[Area]) -> None:
    tiles = Tiles(650, 490)
    for run in list(tiles.runs()):
        tiles.settle(run)
    assert not tiles
    for area in areas:
        tiles.mark(area)
    runs = list(tiles.runs())
    assert bool(tiles) == any(areas)
    for area in filter(None, areas):
        corners = [(area.x, area.y), (area.x + area.width - 1, area.y + area.height - 1)]
        for x, y in corners:
            assert any(run.x <= x < run.x + run.width and run.y <= y < run.y + run.height for run in runs)
    for run in runs:
        assert run.x % TILE_WIDTH == run.y % TILE_HEIGHT == 0
        tile = Area(run.x, run.y, run.width, TILE_HEIGHT)
        assert any(_meet(tile, area) for area in areas)


def _meet(one: Area, other: Area) -> bool:
    return (
        bool(other)
        and one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )
