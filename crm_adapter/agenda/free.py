"""Free times: what can still be booked of somebody's hours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from crm_adapter.agenda.hours import Availability, open_spans
from crm_adapter.agenda.spans import holds, joined, meets
from crm_adapter.agenda.zones import Span, days, instants, zone

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Offer:
    """What is to be booked. Lengths in minutes; `step`: between the times that are offered."""

    minutes: int
    before: int = 0
    after: int = 0
    step: int = 30
    notice: timedelta = timedelta()
    horizon_days: int = 365


@dataclass(frozen=True, slots=True)
class Calendar:
    """What stands in the way. `taken`: of appointments, with their own buffers, so that the buffers of two stack.
    `blocked`: own blocks. `seats`: starts at which the offer itself still has seats, with how many."""

    taken: Sequence[Span] = ()
    blocked: Sequence[Span] = ()
    closed: frozenset[date] = frozenset()
    seats: Mapping[datetime, int] | None = None


def free_times(offer: Offer, rules: Availability, calendar: Calendar, window: Span, now: datetime) -> list[datetime]:
    """Starts, in UTC and in order, of an offer that can be booked wholly inside these hours and this window.

    Starts lie on the wall clock at the beginning of a stretch of hours plus so many steps: in a night on which the
    clock is changed they keep to what the clock shows. Its buffers may reach outside the hours, and into nothing
    else. Notice counts exactly; the horizon counts dates.
    """
    where = zone(rules.zone)
    length = timedelta(minutes=offer.minutes)
    before, after = timedelta(minutes=offer.before), timedelta(minutes=offer.after)
    earliest = max(window[0], now + offer.notice)
    last_day = now.astimezone(where).date() + timedelta(days=offer.horizon_days)
    low, high = earliest - _DAY, window[1] + _DAY
    if low >= high:
        return []
    opened = open_spans(rules, (low, high), calendar.closed)
    busy = joined([*calendar.taken, *calendar.blocked])
    seats = calendar.seats or {}
    blocked = joined(calendar.blocked)
    found: set[datetime] = set()
    for day in days((earliest, window[1]), where):
        if day > last_day:
            break
        if day in calendar.closed and day not in rules.exceptions:
            continue
        for start in _starts(rules, day, offer.step, where):
            end = start + length
            if start < earliest or end > window[1] or not holds(opened, start, end):
                continue
            others = blocked if seats.get(start, 0) > 0 else busy
            if not meets(others, start - before, end + after):
                found.add(start)
    return sorted(found)


def _starts(rules: Availability, day: date, step: int, where: ZoneInfo) -> list[datetime]:
    found: list[datetime] = []
    midnight = datetime.combine(day, time())
    for begin, end in rules.on(day):
        at, until = _minutes(begin), _minutes(end)
        while at < until:
            found += instants(midnight + timedelta(minutes=at), where)
            at += step
    return found


def _minutes(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])


def in_the_way(start: datetime, end: datetime, before: int, after: int) -> Span:
    """The time that an appointment takes, its buffers included."""
    return (
        start.astimezone(UTC) - timedelta(minutes=before),
        end.astimezone(UTC) + timedelta(minutes=after),
    )
