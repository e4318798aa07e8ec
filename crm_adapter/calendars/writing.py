"""Calendar files for people: invitations (RFC 5546), a feed, and single objects for a CalDAV server (RFC 4791)."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vDate, vDatetime, vDuration, vText, vUri

from crm_adapter.calendars import zones

PRODUCT = "-//Samen//Agenda//NL"
Method = Literal["REQUEST", "CANCEL"]

_LONGEST_LINE = 300
_LONGEST_TEXT = 8_000


@dataclass(frozen=True, slots=True)
class Someone:
    """Who organises, or who is invited."""

    email: str
    name: str


@dataclass(frozen=True, slots=True)
class Happening:
    """One appointment as a calendar shows it. Times are aware; `zone` (IANA) is in which it was planned.

    `uid` stays the same for ever; `sequence` rises whenever time, place or status changes. `link`: where it takes place
    on the web. `alarms`: earlier reminders of the owner's, as iCalendar components that are passed on as they are.
    """

    uid: str
    sequence: int
    start: datetime
    end: datetime
    all_day: bool
    zone: str
    summary: str
    description: str
    place: str
    link: str
    cancelled: bool
    created: datetime
    changed: datetime


def invitation(
    method: Method, happening: Happening, organiser: Someone, invited: Sequence[Someone], now: datetime
) -> bytes:
    """What travels with a mail, as text/calendar with the same method. `now` becomes its DTSTAMP."""
    calendar = _calendar([happening])
    calendar.add("METHOD", method)
    event = _event(happening, now)
    event["STATUS"] = vText("CANCELLED" if method == "CANCEL" else "CONFIRMED")
    event.add("ORGANIZER", _address(organiser))
    for one in invited:
        address = _address(one)
        address.params["ROLE"] = "REQ-PARTICIPANT"
        if method == "REQUEST":
            # They answer on their own page or by their calendar; the one who booked has agreed already.
            address.params["PARTSTAT"] = "NEEDS-ACTION"
            address.params["RSVP"] = "TRUE"
        event.add("ATTENDEE", address)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def feed(name: str, happenings: Sequence[Happening], organiser: Someone) -> bytes:
    """All of somebody's appointments, to subscribe to. The same appointments give the same bytes."""
    calendar = _calendar(happenings)
    calendar.add("METHOD", "PUBLISH")
    calendar.add("NAME", one_line(name))
    calendar.add("X-WR-CALNAME", one_line(name))
    calendar.add("REFRESH-INTERVAL", vDuration(timedelta(minutes=15)), parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", "PT15M")
    for happening in happenings:
        event = _event(happening, happening.changed)
        # No ATTENDEE: RFC 5546, 3.2.1 forbids it in what is published.
        event.add("ORGANIZER", _address(organiser))
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def single(happening: Happening, alarms: Sequence[bytes] = ()) -> bytes:
    """One appointment as a CalDAV server keeps it: no METHOD (RFC 4791, 4.1), and no ORGANIZER or ATTENDEE, at which the
    server would send invitations of its own (RFC 6638). `alarms`: whole VALARM components to be kept."""
    calendar = _calendar([happening])
    event = _event(happening, happening.changed)
    for alarm in alarms:
        event.add_component(Event.from_ical(alarm))
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _calendar(happenings: Iterable[Happening]) -> Calendar:
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", PRODUCT)
    calendar.add("CALSCALE", "GREGORIAN")
    years: dict[str, list[int]] = {}
    for one in happenings:
        if not one.all_day and one.zone != "UTC":
            years.setdefault(one.zone, []).extend((one.start.year, one.end.year))
    for zone, of_zone in sorted(years.items()):
        calendar.add_component(zones.component(zone, min(of_zone), max(of_zone)))
    return calendar


def _event(happening: Happening, stamp: datetime) -> Event:
    event = Event()
    event.add("UID", happening.uid)
    event.add("SEQUENCE", happening.sequence)
    event.add("DTSTAMP", stamp.astimezone(UTC).replace(microsecond=0))
    event["DTSTART"], event["DTEND"] = _when(happening, happening.start), _when(happening, happening.end)
    event.add("SUMMARY", one_line(happening.summary))
    if happening.description:
        event.add("DESCRIPTION", several_lines(happening.description))
    if happening.place or happening.link:
        event.add("LOCATION", one_line(happening.place or happening.link))
    if happening.link:
        event.add("URL", vUri(happening.link))
        conference = vUri(happening.link)
        conference.params.update({"VALUE": "URI", "FEATURE": ["AUDIO", "VIDEO", "SCREEN"]})
        event.add("CONFERENCE", conference)
    event.add("STATUS", "CANCELLED" if happening.cancelled else "CONFIRMED")
    event.add("TRANSP", "TRANSPARENT" if happening.cancelled else "OPAQUE")
    event.add("CREATED", happening.created.astimezone(UTC).replace(microsecond=0))
    event.add("LAST-MODIFIED", happening.changed.astimezone(UTC).replace(microsecond=0))
    return event


def _when(happening: Happening, moment: datetime) -> vDatetime | vDate:
    local = moment.astimezone(ZoneInfo(happening.zone))
    if happening.all_day:
        made: vDatetime | vDate = vDate(local.date())
        made.params["VALUE"] = "DATE"
        return made
    if happening.zone == "UTC" or local.fold:
        # The second time that an hour comes has no local name in iCalendar (RFC 5545, 3.3.5).
        return vDatetime(moment.astimezone(UTC).replace(microsecond=0))
    made = vDatetime(local.replace(microsecond=0))
    made.params["TZID"] = happening.zone
    return made


def _address(someone: Someone) -> vCalAddress:
    address = vCalAddress(f"mailto:{one_line(someone.email)}")
    name = one_line(someone.name).replace('"', "'")
    if name:
        address.params["CN"] = name
    return address


def one_line(text: str) -> str:
    """A line without anything unseen in it: control characters have no escape in iCalendar."""
    return " ".join(_seen(text).split())[:_LONGEST_LINE]


def several_lines(text: str) -> str:
    """The same for text of several lines."""
    return "\n".join(_seen(line).rstrip() for line in text.splitlines()).strip()[:_LONGEST_TEXT]


def _seen(text: str) -> str:
    return "".join(char if char.isspace() or unicodedata.category(char) not in ("Cc", "Cs") else "" for char in text)
