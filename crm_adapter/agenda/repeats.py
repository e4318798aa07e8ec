"""Blocks that come again: a small part of RFC 5545's RRULE, by the wall clock of a zone."""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rrulestr

from crm_adapter.agenda.zones import Span, first_instant, zone

_PART = re.compile(r"[A-Z]+=[A-Z0-9,+-]+\Z")
_ALWAYS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL"})
# What each may say besides. No more: a rule such as "daily, on 31 February" is looked for through all years.
_BESIDES = {
    "DAILY": frozenset[str](),
    "WEEKLY": frozenset({"BYDAY", "WKST"}),
    "MONTHLY": frozenset({"BYDAY", "BYMONTHDAY"}),
    "YEARLY": frozenset({"BYDAY", "BYMONTHDAY", "BYMONTH"}),
}
_DAY = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)\Z")
_MOST_COUNT = 1000
_LONGEST = 200
_LAST = datetime(2200, 1, 1)  # noqa: DTZ001 - a wall time, like all of this module


def normalised(rule: str, first: datetime) -> str:
    """The rule in one spelling, without its name. `first`: the wall time from which it counts.

    Raises ValueError for what is no rule, repeats within a day, or never comes.
    """
    text = rule.strip().upper().removeprefix("RRULE:").rstrip(";")
    if len(text) > _LONGEST:
        raise ValueError("the rule is too long")
    parts: dict[str, str] = {}
    for part in text.split(";"):
        name, _, value = part.partition("=")
        if not _PART.match(part) or name in parts:
            raise ValueError("this is no rule of RFC 5545")
        parts[name] = value
    often = parts.get("FREQ", "")
    if often not in _BESIDES:
        raise ValueError("it has to repeat by days, weeks, months or years")
    for name in parts:
        if name not in _ALWAYS and name not in _BESIDES[often]:
            raise ValueError(f"{name} is not taken here")
    _check_values(parts, often)
    if "UNTIL" in parts:
        parts["UNTIL"] = parts["UNTIL"].rstrip("Z")
    text = ";".join(f"{name}={value}" for name, value in parts.items())
    if next(iter(_rule(text, first)), None) is None:
        raise ValueError("it never comes")
    return text


def _check_values(parts: Mapping[str, str], often: str) -> None:
    if "COUNT" in parts and "UNTIL" in parts:
        raise ValueError("COUNT and UNTIL do not go together")
    for name, most in (("COUNT", _MOST_COUNT), ("INTERVAL", 366)):
        if name in parts and not (parts[name].isdecimal() and 1 <= int(parts[name]) <= most):
            raise ValueError(f"{name} is a number from 1 to {most}")
    for day in parts["BYDAY"].split(",") if "BYDAY" in parts else ():
        found = _DAY.match(day)
        if found is None or (found[1] and often == "WEEKLY"):
            raise ValueError("BYDAY is a list of MO, TU, WE, TH, FR, SA, SU")


def _rule(text: str, first: datetime) -> rrule:
    try:
        found = rrulestr(text, dtstart=first)
    except (ValueError, TypeError, KeyError, IndexError, OverflowError) as wrong:
        raise ValueError("this is no rule of RFC 5545") from wrong
    if not isinstance(found, rrule):
        raise ValueError("one rule at a time")
    return found


def walls(text: str, first: datetime, low: datetime, high: datetime) -> Iterator[datetime]:
    """The wall times of its occurrences between two, both included."""
    for at in _rule(text, first):
        if at > high or at >= _LAST:
            return
        if at >= low:
            yield at


def last_end(text: str, first: datetime, length: timedelta, where: ZoneInfo) -> datetime | None:
    """When its last occurrence ends, in UTC; None for one that goes on."""
    if "COUNT=" not in text and "UNTIL=" not in text:
        return None
    last = first
    for last in _rule(text, first):
        if last >= _LAST:
            return None
    return first_instant(last + length, where)


def occurrences(
    text: str | None, first: datetime, length: timedelta, where_name: str, window: Span, skip: Collection[date] = ()
) -> list[tuple[date, Span]]:
    """Each occurrence that touches the window: its local date, and from when until when.

    `first` and `length` by the wall clock: nine to ten stays nine to ten through the year, and a night on which the
    clock is changed makes it shorter or longer where it lies across. One in a gap begins when the gap ends.
    """
    where = zone(where_name)
    margin = timedelta(days=1)
    low = window[0].astimezone(where).replace(tzinfo=None) - length - margin
    high = window[1].astimezone(where).replace(tzinfo=None) + margin
    starts = [first] if text is None else walls(text, first, low, high)
    found: list[tuple[date, Span]] = []
    for wall in starts:
        if wall.date() in skip:
            continue
        start, end = first_instant(wall, where), first_instant(wall + length, where)
        if start < end and start < window[1] and window[0] < end:
            found.append((wall.date(), (start.astimezone(UTC), end.astimezone(UTC))))
    return found
