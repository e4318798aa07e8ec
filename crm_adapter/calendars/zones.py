"""VTIMEZONE components, made from the time zone database (RFC 5545, 3.6.5).

Every onset is written in the local time before it, as the RFC asks. Where a zone keeps to a rule ("the last Sunday of
March") the rule is written, so that a calendar knows what to do in later years; else the onsets one by one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_RULE_YEARS = 6
"""A rule is taken for one when it held for so many years from the first on."""
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Onset:
    """A change of the clock. `local`: the time on the clock just before; offsets from UTC."""

    local: datetime
    before: timedelta
    after: timedelta
    name: str


def onsets(zone: str, first: int, last: int) -> list[Onset]:
    """All changes of these years, in order."""
    return [one for year in range(first, last + 1) for one in _of_year(zone, year)]


@lru_cache(maxsize=2_000)
def _of_year(zone: str, year: int) -> tuple[Onset, ...]:
    where = ZoneInfo(zone)
    found = []
    begin, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    day = begin
    while day < end:
        following = day + timedelta(days=1)
        if _offset(where, day) != _offset(where, following):
            moment = _moment(where, day, following)
            before, after = _offset(where, moment - timedelta(seconds=1)), _offset(where, moment)
            local = (moment + before).replace(tzinfo=None)
            found.append(Onset(local, before, after, moment.astimezone(where).tzname() or ""))
        day = following
    return tuple(found)


def _moment(where: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The first second with the new offset, between two moments whose offsets differ."""
    old = _offset(where, low)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        low, high = (middle, high) if _offset(where, middle) == old else (low, middle)
    return high


def _offset(where: ZoneInfo, moment: datetime) -> timedelta:
    offset = moment.astimezone(where).utcoffset()
    return timedelta() if offset is None else offset


def component(zone: str, first: int, last: int) -> Timezone:
    """What a calendar needs to place local times of these years. Raises KeyError for a zone that does not exist."""
    made = Timezone()
    made.add("TZID", zone)
    years = onsets(zone, first - 1, max(last + 1, first - 2 + _RULE_YEARS))
    if not years:
        where = ZoneInfo(zone)
        steady = _offset(where, datetime(first, 1, 1, tzinfo=UTC))
        name = datetime(first, 1, 1, tzinfo=UTC).astimezone(where).tzname() or zone
        made.add_component(_part(Onset(datetime(1970, 1, 1), steady, steady, name), daylight=False))  # noqa: DTZ001 - local
        return made
    for part in _by_rule(years) or _one_by_one(zone, first, years):
        made.add_component(part)
    return made


def _by_rule(years: list[Onset]) -> list[TimezoneDaylight | TimezoneStandard]:
    """Two components with a rule each; none when the zone does not keep to one."""
    kinds: dict[tuple[timedelta, timedelta, str], list[Onset]] = {}
    for one in years:
        kinds.setdefault((one.before, one.after, one.name), []).append(one)
    if len(kinds) != 2 or len({one.local.year for one in years}) * 2 != len(years):
        return []
    parts = []
    for same in kinds.values():
        rule = _rule(same)
        if rule is None:
            return []
        part = _part(same[0], daylight=same[0].after > same[0].before)
        part.add("RRULE", rule)
        parts.append(part)
    return parts


def _rule(same: list[Onset]) -> dict[str, object] | None:
    months, weekdays, times = ({get(one) for one in same} for get in (_month, _weekday, _time))
    if len(months) != 1 or len(weekdays) != 1 or len(times) != 1:
        return None
    month, weekday = months.pop(), _WEEKDAYS[weekdays.pop()]
    if all((one.local + timedelta(days=7)).month != month for one in same):
        return {"FREQ": "YEARLY", "BYMONTH": month, "BYDAY": f"-1{weekday}"}
    nth = {(one.local.day - 1) // 7 + 1 for one in same}
    return {"FREQ": "YEARLY", "BYMONTH": month, "BYDAY": f"{nth.pop()}{weekday}"} if len(nth) == 1 else None


def _month(one: Onset) -> int:
    return one.local.month


def _weekday(one: Onset) -> int:
    return one.local.weekday()


def _time(one: Onset) -> int:
    return one.local.hour * 3600 + one.local.minute * 60 + one.local.second


def _one_by_one(zone: str, first: int, years: list[Onset]) -> Iterator[TimezoneDaylight | TimezoneStandard]:
    # What holds before the first change: told as a change that changes nothing.
    before = years[0].before
    midwinter = datetime(first - 1, 1, 1, tzinfo=UTC)
    name = midwinter.astimezone(ZoneInfo(zone)).tzname() or zone
    begin = (midwinter + before).replace(tzinfo=None)
    yield _part(Onset(begin, before, before, name), daylight=False)
    for one in years:
        yield _part(one, daylight=one.after > one.before)


def _part(one: Onset, *, daylight: bool) -> TimezoneDaylight | TimezoneStandard:
    part = TimezoneDaylight() if daylight else TimezoneStandard()
    part.add("DTSTART", one.local)
    part.add("TZOFFSETFROM", one.before)
    part.add("TZOFFSETTO", one.after)
    if one.name:
        part.add("TZNAME", one.name)
    return part
