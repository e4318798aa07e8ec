"""Hours by the wall clock and free times, through nights on which the clock is changed."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_adapter.agenda.free import Calendar, Offer, free_times
from crm_adapter.agenda.hours import Availability, checked, default, open_spans
from crm_adapter.agenda.spans import holds, joined, meets, without
from crm_adapter.agenda.zones import first_instant, instants, wall_span, zone
from tests.crm.agenda import nights

AMSTERDAM = zone("Europe/Amsterdam")
SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)


def utc(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), UTC)


def test_a_clock_skips_times_in_spring_and_shows_them_twice_in_autumn() -> None:
    assert instants(datetime.combine(SPRING, time(2, 30)), AMSTERDAM) == ()
    assert instants(datetime.combine(AUTUMN, time(2, 30)), AMSTERDAM) == (utc(AUTUMN, 0, 30), utc(AUTUMN, 1, 30))
    assert instants(datetime.combine(date(2027, 7, 1), time(12)), AMSTERDAM) == (datetime(2027, 7, 1, 10, tzinfo=UTC),)
    assert first_instant(datetime.combine(SPRING, time(2, 30)), AMSTERDAM) == utc(SPRING, 1), "when the clock jumps"
    assert first_instant(datetime.combine(AUTUMN, time(2, 30)), AMSTERDAM) == utc(AUTUMN, 0, 30)


def test_hours_that_lie_across_a_change_are_what_the_clock_shows() -> None:
    assert wall_span(SPRING, time(1), time(4), AMSTERDAM) == [(utc(SPRING, 0), utc(SPRING, 2))]
    assert wall_span(SPRING, time(2), time(3), AMSTERDAM) == []
    assert wall_span(AUTUMN, time(1), time(4), AMSTERDAM) == [(utc(AUTUMN, 0) - timedelta(hours=1), utc(AUTUMN, 3))]
    twice = wall_span(AUTUMN, time(2), time(2, 30), AMSTERDAM)
    assert twice == [(utc(AUTUMN, 0), utc(AUTUMN, 0, 30)), (utc(AUTUMN, 1), utc(AUTUMN, 1, 30))]
    # Samoa had no 30 December 2011.
    assert wall_span(date(2011, 12, 30), time(9), time(17), zone("Pacific/Apia")) == []
    assert len(wall_span(date(2011, 12, 31), time(9), time(17), zone("Pacific/Apia"))) == 1


def test_nine_to_five_stays_nine_to_five_all_year() -> None:
    rules = default("Europe/Amsterdam")
    year = (datetime(2027, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC))
    spans = open_spans(rules, year)
    assert len(spans) == 261
    for start, end in spans:
        assert (start.astimezone(AMSTERDAM).hour, end.astimezone(AMSTERDAM).hour) == (9, 17)
    assert {start.hour for start, _ in spans} == {7, 8}


def test_50000_generated_hours_are_exactly_what_the_clock_shows() -> None:
    """Each stretch is held against the clock of its zone at its edges, just outside them, and at points around."""
    chance, minute = random.Random(2027), timedelta(minutes=1)
    every = nights.nights()
    for _ in range(50_000):
        name, day = chance.choice(every)
        where = zone(name)
        first, last = sorted(chance.sample(range(24 * 60 + 1), 2))
        begin = time(first // 60, first % 60)
        end = None if last == 24 * 60 else time(last // 60, last % 60)
        spans = wall_span(day, begin, end, where)

        def shown(at: datetime) -> bool:
            wall = at.astimezone(where)  # noqa: B023 - used within this round alone
            return wall.date() == day and first <= wall.hour * 60 + wall.minute < last  # noqa: B023 - the same

        middle = datetime.combine(day, begin, UTC)
        probes = [middle + timedelta(minutes=chance.randrange(-15 * 60, 15 * 60)) for _ in range(3)]
        probes += [at for start, until in spans for at in (start - minute, start, until - minute, until)]
        for at in probes:
            inside = any(start <= at < until for start, until in spans)
            assert inside == shown(at), (name, day, begin, end, at)


def test_generated_free_times_are_those_of_an_oracle_that_asks_the_clock() -> None:
    """4,000 of them; the measurements take 50,000."""
    assert nights.check(4_000, seed=7) > 4_000


def test_offered_starts_keep_to_the_clock_on_a_night_that_changes_it() -> None:
    def starts(day: date) -> list[str]:
        rules = Availability("Europe/Amsterdam", ((),) * 7, {day: (("00:00", "06:00"),)})
        window = (utc(day, 0) - timedelta(days=1), utc(day, 0) + timedelta(days=1))
        found = free_times(Offer(60, step=60), rules, Calendar(), window, window[0])
        return [f"{one.astimezone(AMSTERDAM):%H:%M}" for one in found]

    assert starts(SPRING) == ["00:00", "01:00", "03:00", "04:00", "05:00"]
    assert starts(AUTUMN) == ["00:00", "01:00", "02:00", "02:00", "03:00", "04:00", "05:00"]
    assert starts(date(2027, 7, 1)) == ["00:00", "01:00", "02:00", "03:00", "04:00", "05:00"]


def test_the_buffers_of_two_stack() -> None:
    rules = Availability("UTC", ((("09:00", "13:00"),),) * 7)
    day = date(2027, 6, 1)
    window = (utc(day, 0), utc(day, 23))
    # Ten to half past ten, of a kind that keeps a quarter of an hour before and after.
    calendar = Calendar(taken=[(utc(day, 9, 45), utc(day, 10, 45))])
    found = free_times(Offer(30, before=15, after=15, step=15), rules, calendar, window, window[0])
    assert utc(day, 9) in found
    assert utc(day, 9, 15) not in found, "9.15 to 9.45, and then two quarters until 10"
    assert utc(day, 11) in found
    assert utc(day, 10, 45) not in found
    assert free_times(Offer(30, step=15), rules, calendar, window, window[0])[1] == utc(day, 9, 15)


def test_notice_counts_to_the_minute_and_the_horizon_in_days() -> None:
    rules = Availability("Europe/Amsterdam", ((("09:00", "11:00"),),) * 7)
    window = (datetime(2027, 6, 1, tzinfo=UTC), datetime(2027, 6, 30, tzinfo=UTC))
    now = datetime(2027, 6, 1, 6, 0, tzinfo=UTC)  # eight o'clock there
    offer = Offer(60, step=60, notice=timedelta(hours=1), horizon_days=2)
    found = free_times(offer, rules, Calendar(), window, now)
    assert found[0] == datetime(2027, 6, 1, 7, tzinfo=UTC), "exactly an hour ahead"
    assert found[-1] == datetime(2027, 6, 3, 8, tzinfo=UTC)
    later = free_times(offer, rules, Calendar(), window, now + timedelta(seconds=1))
    assert later[0] == datetime(2027, 6, 1, 8, tzinfo=UTC)


def test_an_exception_replaces_the_hours_of_its_date_and_opens_a_holiday() -> None:
    christmas, eve = date(2027, 12, 25), date(2027, 12, 24)
    rules = Availability("UTC", ((("09:00", "17:00"),),) * 7, {eve: (("09:00", "12:00"),)})
    window = (utc(eve, 0), utc(christmas, 23))
    assert open_spans(rules, window, frozenset({eve, christmas})) == [(utc(eve, 9), utc(eve, 12))]
    assert len(open_spans(rules, window)) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        [["9:00", "17:00"]],
        [["09:00"]],
        [["17:00", "09:00"]],
        [["09:00", "25:00"]],
        [["09:00", "12:00"], ["11:00", "13:00"]],
    ],
)
def test_hours_that_are_none_are_refused(wrong: list[list[str]]) -> None:
    with pytest.raises(ValueError, match="."):
        checked(wrong)


def test_hours_are_put_in_order() -> None:
    assert checked([["13:00", "24:00"], ["09:00", "12:30"]]) == (("09:00", "12:30"), ("13:00", "24:00"))


def test_an_unknown_zone_is_a_value_error() -> None:
    for name in ("Europe/Atlantis", "", "../../etc/passwd", "Europe"):
        with pytest.raises(ValueError, match="zone"):
            zone(name)


_EPOCH = datetime(2027, 1, 1, tzinfo=UTC)
_points = st.integers(0, 60)
_spans = st.lists(st.tuples(_points, _points), max_size=8).map(
    lambda pairs: [(_EPOCH + timedelta(minutes=min(a, b)), _EPOCH + timedelta(minutes=max(a, b))) for a, b in pairs]
)


@given(_spans, _spans)
def test_sets_of_time_are_what_their_minutes_say(some: list, others: list) -> None:
    def minutes(spans: list) -> set[int]:
        return {
            minute
            for start, end in spans
            for minute in range((start - _EPOCH) // timedelta(minutes=1), (end - _EPOCH) // timedelta(minutes=1))
        }

    whole = joined(some)
    assert minutes(whole) == minutes(some)
    assert all(one[1] < two[0] for one, two in zip(whole, whole[1:], strict=False))
    assert minutes(without(some, others)) == minutes(some) - minutes(others)
    for start, end in others:
        if start < end:
            asked = minutes([(start, end)])
            assert meets(whole, start, end) == bool(asked & minutes(some))
            assert holds(whole, start, end) == (asked <= minutes(some))
