"""When somebody can be booked: hours of the week by the wall clock, and dates on which they differ."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time

from crm_adapter.agenda.spans import joined
from crm_adapter.agenda.zones import Span, days, wall_span, zone

_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)\Z")
Hours = tuple[tuple[str, str], ...]
"""Stretches of one day, such as (("09:00", "12:30"), ("13:30", "17:00")); "24:00" is its end."""
_MOST = 12


@dataclass(frozen=True, slots=True)
class Availability:
    """`weekly`: seven days, Monday first. `exceptions`: what holds on a date instead; no hours: closed."""

    zone: str
    weekly: tuple[Hours, ...]
    exceptions: Mapping[date, Hours] = field(default_factory=dict)

    def on(self, day: date) -> Hours:
        found = self.exceptions.get(day)
        return self.weekly[day.weekday()] if found is None else found


def default(zone_name: str) -> Availability:
    """Working days from nine to five."""
    return Availability(zone_name, ((("09:00", "17:00"),),) * 5 + ((), ()))


def checked(hours: Sequence[Sequence[str]]) -> Hours:
    """Hours of one day, in order. Raises ValueError for what is no time, ends before it begins, or overlaps."""
    if len(hours) > _MOST:
        raise ValueError("too many stretches in one day")
    found: list[tuple[str, str]] = []
    for stretch in sorted(tuple(one) for one in hours):
        if len(stretch) != 2:
            raise ValueError("a stretch has a beginning and an end")
        begin, end = stretch
        if not _TIME.match(begin) or not (_TIME.match(end) or end == "24:00"):
            raise ValueError("times are written as 09:00")
        if end <= begin:
            raise ValueError("a stretch ends after it begins")
        if found and begin < found[-1][1]:
            raise ValueError("stretches of one day do not overlap")
        found.append((begin, end))
    return tuple(found)


def open_spans(rules: Availability, window: Span, closed: frozenset[date] = frozenset()) -> list[Span]:
    """The instants between two at which these hours are open. `closed`: dates without hours, unless an exception
    gives them some."""
    where = zone(rules.zone)
    found: list[Span] = []
    for day in days(window, where):
        if day in closed and day not in rules.exceptions:
            continue
        for begin, end in rules.on(day):
            found += wall_span(day, _time(begin), None if end == "24:00" else _time(end), where)
    low, high = window
    return joined((max(start, low), min(end, high)) for start, end in found)


def _time(text: str) -> time:
    return time(int(text[:2]), int(text[3:]))
