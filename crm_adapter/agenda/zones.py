"""Wall clocks and the instants they show, through nights on which the clock is changed."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

Span = tuple[datetime, datetime]
"""From (included) until (not included), both in UTC."""

_DAY = timedelta(days=1)
_LOOK = timedelta(hours=3)
"""No zone changes its clock twice within this."""


@lru_cache(maxsize=256)
def zone(name: str) -> ZoneInfo:
    """Raises ValueError for a name that no clock follows."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"unknown time zone: {name[:60]}") from None


def instants(wall: datetime, where: ZoneInfo) -> tuple[datetime, ...]:
    """The instants, in UTC, at which a clock there shows this naive time: none in a gap, two when it is set back."""
    found = []
    for fold in (0, 1):
        instant = wall.replace(tzinfo=where, fold=fold).astimezone(UTC)
        if instant.astimezone(where).replace(tzinfo=None) == wall and instant not in found:
            found.append(instant)
    return tuple(sorted(found))


def first_instant(wall: datetime, where: ZoneInfo) -> datetime:
    """The instant of a wall time; the first of two; and in a gap the moment at which the clock jumps over it."""
    found = instants(wall, where)
    if found:
        return found[0]
    # Within a gap, the two readings lie on either side of the jump.
    low, high = sorted(wall.replace(tzinfo=where, fold=fold).astimezone(UTC) for fold in (0, 1))
    return _jump(low, high, where)


def _jump(low: datetime, high: datetime, where: ZoneInfo) -> datetime:
    """The first instant after `low` with the offset that `high` has."""
    before = low.astimezone(where).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        middle = middle.replace(microsecond=0)
        if middle == low:
            break
        if middle.astimezone(where).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high


def _pieces(start: datetime, end: datetime, where: ZoneInfo) -> Iterator[tuple[datetime, datetime, timedelta]]:
    """The stretches of one offset between two instants."""
    begin = at = start
    offset = at.astimezone(where).utcoffset() or timedelta()
    while at < end:
        further = min(at + _LOOK, end)
        there = further.astimezone(where).utcoffset() or timedelta()
        if there != offset:
            jump = _jump(at, further, where)
            yield begin, jump, offset
            begin, offset = jump, there
        at = further
    yield begin, end, offset


def wall_span(day: date, begin: time, end: time | None, where: ZoneInfo) -> list[Span]:
    """All instants of a day at which the wall clock reads from `begin` until before `end` (None: midnight).

    Mostly one stretch. None in a gap; two where the clock is set back into the hours.
    """
    opens = datetime.combine(day, begin)
    closes = datetime.combine(day + _DAY, time()) if end is None else datetime.combine(day, end)
    if closes <= opens:
        return []
    # Offsets reach from -12 to +14 hours; a change of the clock lies inside this stretch whenever it matters.
    low, high = opens.replace(tzinfo=UTC) - timedelta(hours=15), closes.replace(tzinfo=UTC) + timedelta(hours=13)
    first, last = low.astimezone(where).utcoffset(), high.astimezone(where).utcoffset()
    middle = (low + (high - low) / 2).astimezone(where).utcoffset()
    if first == middle == last:
        offset = first or timedelta()
        return [(opens.replace(tzinfo=UTC) - offset, closes.replace(tzinfo=UTC) - offset)]
    found: list[Span] = []
    for piece_from, piece_to, offset in _pieces(low, high, where):
        span_from = max(opens.replace(tzinfo=UTC) - offset, piece_from)
        span_to = min(closes.replace(tzinfo=UTC) - offset, piece_to)
        if span_from < span_to:
            if found and found[-1][1] == span_from:
                found[-1] = (found[-1][0], span_to)
            else:
                found.append((span_from, span_to))
    return found


def days(span: Span, where: ZoneInfo) -> Iterator[date]:
    """The dates that a calendar there shows between two instants."""
    day, last = span[0].astimezone(where).date(), span[1].astimezone(where).date()
    while day <= last:
        yield day
        day += _DAY
