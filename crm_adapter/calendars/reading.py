"""Calendar files of others, read with limits: what is too large, too deep or repeats too often is refused unread."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from icalendar import Calendar, Component

MOST_BYTES = 512 * 1024
MOST_LINES = 20_000
MOST_COMPONENTS = 2_000
DEEPEST = 4
MOST_REPEATS = 1_000

_BEGIN = re.compile(rb"begin:", re.IGNORECASE)
_END = re.compile(rb"end:", re.IGNORECASE)
_QUICK = ("SECONDLY", "MINUTELY", "HOURLY")


class BadCalendar(Exception):
    """It is not taken. `code`: too_large, too_deep, too_many, repeats_too_often, unreadable."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class ReadEvent:
    """One event as it stood there. `alarms`: its VALARM components, as text."""

    uid: str
    sequence: int
    status: str
    start: datetime | date | None
    end: datetime | date | None
    summary: str
    alarms: tuple[bytes, ...]


def read(raw: bytes) -> list[ReadEvent]:
    """The events of a calendar file. Raises BadCalendar."""
    _weigh(raw)
    try:
        calendars = Calendar.from_ical(raw, multiple=True)
        events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
        for event in events:
            _must_be_modest(event)
        return [_event(event) for event in events]
    except BadCalendar:
        raise
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError, RecursionError):
        # The parser meets every kind of nonsense with an exception of its own.
        raise BadCalendar("unreadable") from None


def _weigh(raw: bytes) -> None:
    """Count before anything is built of it: the parser would build whatever it is given."""
    if len(raw) > MOST_BYTES:
        raise BadCalendar("too_large")
    if b"\0" in raw:
        raise BadCalendar("unreadable")
    depth = deepest = components = 0
    lines = raw.splitlines()
    if len(lines) > MOST_LINES:
        raise BadCalendar("too_many")
    for line in lines:
        if _BEGIN.match(line):
            depth, components = depth + 1, components + 1
            deepest = max(deepest, depth)
        elif _END.match(line):
            depth -= 1
    if deepest > DEEPEST:
        raise BadCalendar("too_deep")
    if components > MOST_COMPONENTS:
        raise BadCalendar("too_many")
    if components == 0:
        raise BadCalendar("unreadable")


def _must_be_modest(event: Component) -> None:
    """A rule that fires every second for ever must not reach anything that unrolls it."""
    rules = event.get("RRULE", [])
    for rule in rules if isinstance(rules, list) else [rules]:
        frequency = str(next(iter(rule.get("FREQ", [""])), "")).upper()
        count = int(next(iter(rule.get("COUNT", [0])), 0) or 0)
        if frequency in _QUICK or count > MOST_REPEATS:
            raise BadCalendar("repeats_too_often")
    for name in ("RDATE", "EXDATE"):
        dates = event.get(name, [])
        many = dates if isinstance(dates, list) else [dates]
        if sum(len(getattr(one, "dts", ())) for one in many) > MOST_REPEATS:
            raise BadCalendar("repeats_too_often")


def _event(event: Component) -> ReadEvent:
    return ReadEvent(
        uid=str(event.get("UID", "")),
        sequence=int(event.get("SEQUENCE", 0)),
        status=str(event.get("STATUS", "")).upper(),
        start=_moment(event, "DTSTART"),
        end=_moment(event, "DTEND"),
        summary=str(event.get("SUMMARY", "")),
        alarms=tuple(alarm.to_ical() for alarm in event.subcomponents if alarm.name == "VALARM"),
    )


def _moment(event: Component, name: str) -> datetime | date | None:
    found = event.get(name)
    if found is None:
        return None
    moment = found.dt
    if not isinstance(moment, date):
        raise BadCalendar("unreadable")
    return moment
