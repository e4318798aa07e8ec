"""Generated agendas around nights on which clocks are changed, and an oracle that asks the clock minute by minute."""

from __future__ import annotations

import random
import zoneinfo
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from crm_adapter.agenda.free import Calendar, Offer, free_times
from crm_adapter.agenda.hours import Availability, Hours
from crm_adapter.agenda.zones import Span, zone

GRID = timedelta(minutes=15)
_CLOSED: tuple[Hours, ...] = ((),) * 7
# A day that never was, half hours, a quarter of an hour beside the hour, and midnights that are skipped or come twice.
_FAMOUS = (
    ("Pacific/Apia", date(2011, 12, 30)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("Pacific/Chatham", date(2026, 9, 27)),
    ("America/Sao_Paulo", date(2018, 11, 4)),
    ("America/Sao_Paulo", date(2018, 2, 17)),
    ("Asia/Beirut", date(2022, 3, 27)),
    ("Africa/Cairo", date(2026, 4, 24)),
    ("America/Havana", date(2026, 11, 1)),
    ("Africa/Casablanca", date(2026, 2, 15)),
    ("Antarctica/Troll", date(2026, 3, 29)),
    ("Asia/Kathmandu", date(2026, 6, 1)),
)


@lru_cache(maxsize=1)
def nights() -> tuple[tuple[str, date], ...]:
    """Every night of two years on which some zone changes its clock, and famous ones."""
    found = set(_FAMOUS)
    for name in sorted(zoneinfo.available_timezones()):
        where, at = zone(name), datetime(2026, 1, 1, 12, tzinfo=UTC)
        before = at.astimezone(where).utcoffset()
        for _ in range(730):
            at += timedelta(days=1)
            offset = at.astimezone(where).utcoffset()
            if offset != before:
                found.add((name, at.astimezone(where).date()))
                before = offset
    return tuple(sorted(found))


@dataclass(frozen=True, slots=True)
class Case:
    """One agenda of one day and what somebody wants to book in it."""

    zone: str
    day: date
    hours: Hours
    offer: Offer
    calendar: Calendar
    window: Span
    now: datetime

    @property
    def rules(self) -> Availability:
        return Availability(self.zone, _CLOSED, {self.day: self.hours})

    def free(self) -> list[datetime]:
        return free_times(self.offer, self.rules, self.calendar, self.window, self.now)


def case(chance: random.Random) -> Case:
    """Mostly a changing night; everything lies on quarters of an hour."""
    name, day = chance.choice(nights())
    if chance.random() < 0.2:
        day += timedelta(days=chance.randrange(-40, 40))
    marks = sorted(chance.sample(range(97), chance.choice((2, 2, 4))))
    if chance.random() < 0.3:
        marks = [0, 96] if chance.random() < 0.5 else [0, chance.randrange(8, 30)]
    hours = tuple((_text(marks[at]), _text(marks[at + 1])) for at in range(0, len(marks), 2))
    midnight = datetime.combine(day, time(), UTC)
    window = (midnight - timedelta(hours=14), midnight + timedelta(hours=37))
    stretches = []
    for _ in range(chance.randrange(0, 4)):
        start = window[0] + GRID * chance.randrange(0, 4 * 50)
        stretches.append((start, start + GRID * chance.randrange(1, 9)))
    part = chance.randrange(0, len(stretches) + 1)
    offer = Offer(
        minutes=15 * chance.choice((1, 2, 3, 4, 6, 8)),
        before=15 * chance.randrange(0, 3),
        after=15 * chance.randrange(0, 3),
        step=15 * chance.choice((1, 2, 3, 4, 8)),
        notice=timedelta(hours=chance.choice((0, 0, 1, 24))),
        horizon_days=chance.choice((1, 2, 30)),
    )
    now = midnight - timedelta(hours=chance.choice((-6, 0, 12, 36, 30 * 24)))
    return Case(name, day, hours, offer, Calendar(stretches[:part], stretches[part:]), window, now)


def _text(quarter: int) -> str:
    return f"{quarter // 4:02}:{quarter % 4 * 15:02}"


def oracle(one: Case) -> list[datetime]:
    """The same answer by asking the wall clock at every quarter of an hour; zones off the quarter are not asked."""
    where = zone(one.zone)
    quarters: dict[datetime, bool] = {}
    starts: set[str] = set()
    for begin, end in one.hours:
        starts |= {f"{at // 60:02}:{at % 60:02}" for at in range(_minutes(begin), _minutes(end), one.offer.step)}
    found = []
    last_day = one.now.astimezone(where).date() + timedelta(days=one.offer.horizon_days)
    at = one.window[0]
    while at < one.window[1]:
        wall = at.astimezone(where)
        reading = f"{wall:%H:%M}"
        inside = wall.date() == one.day and any(begin <= reading < end for begin, end in one.hours)
        quarters[at] = inside
        at += GRID
    busy = [*one.calendar.taken, *one.calendar.blocked]
    for start, opened in quarters.items():
        if not opened or f"{start.astimezone(where):%H:%M}" not in starts or one.day > last_day:
            continue
        until = start + timedelta(minutes=one.offer.minutes)
        if start < one.now + one.offer.notice or until > one.window[1]:
            continue
        steps = range(one.offer.minutes // 15)
        if not all(quarters.get(start + GRID * step, False) for step in steps):
            continue
        low, high = start - timedelta(minutes=one.offer.before), until + timedelta(minutes=one.offer.after)
        if all(to <= low or begin >= high for begin, to in busy):
            found.append(start)
    return found


def _minutes(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])


def check(number: int, seed: int) -> int:
    """Hold so many generated cases against the oracle; returns how many times were offered in them. Raises
    AssertionError with the first case that differs."""
    chance, offered = random.Random(seed), 0
    for _ in range(number):
        one = case(chance)
        free = one.free()
        assert free == oracle(one), one
        offered += len(free)
    return offered
