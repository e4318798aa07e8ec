"""Calendar files as RFC 5545 and 5546 want them, read by parsers that are not ours."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import dateutil.tz
import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from crm_adapter.calendars import reading, zones
from crm_adapter.calendars.writing import Happening, Someone, feed, invitation, single

NOW = datetime(2026, 11, 3, 12, 0, tzinfo=UTC)
ADVISER = Someone("marieke@lindelaan.example", "Marieke de Boer (Lindelaan Advies)")
CLIENTS = [Someone("jan@klant.example", "Jan en Els Vermeulen")]


def happening(**changes) -> Happening:
    start = changes.pop("start", datetime(2026, 11, 23, 9, 30, tzinfo=UTC))
    values = {
        "uid": "0192-abc@samen",
        "sequence": 0,
        "start": start,
        "end": start + timedelta(hours=1),
        "all_day": False,
        "zone": "Europe/Amsterdam",
        "summary": "Hypotheekgesprek · Lindelaan Advies",
        "description": "Neem uw jaaropgave mee.",
        "place": "",
        "link": "https://samen.example/482917356",
        "cancelled": False,
        "created": datetime(2026, 11, 1, tzinfo=UTC),
        "changed": datetime(2026, 11, 2, tzinfo=UTC),
    }
    return Happening(**(values | changes))


def parsed(raw: bytes):
    calendar = Calendar.from_ical(raw)
    (event,) = calendar.walk("VEVENT")
    return calendar, event


def lines(raw: bytes) -> list[bytes]:
    return raw.split(b"\r\n")


@pytest.mark.covers("F012", "G011")
def test_an_invitation_says_who_what_and_when_and_asks_for_an_answer():
    calendar, event = parsed(invitation("REQUEST", happening(), ADVISER, CLIENTS, NOW))
    assert calendar["METHOD"] == "REQUEST"
    assert calendar["VERSION"] == "2.0"
    assert event["UID"] == "0192-abc@samen"
    assert event["SEQUENCE"] == 0
    assert event.decoded("DTSTAMP") == NOW
    assert event["STATUS"] == "CONFIRMED"
    assert event["ORGANIZER"] == "mailto:marieke@lindelaan.example"
    assert event["ATTENDEE"] == "mailto:jan@klant.example"
    assert event["ATTENDEE"].params["RSVP"] == "TRUE"
    assert event.decoded("DTSTART") == datetime(2026, 11, 23, 10, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))
    assert event["URL"] == "https://samen.example/482917356"


@pytest.mark.covers("A020", "G013")
def test_a_cancellation_has_the_same_uid_a_higher_sequence_and_no_question():
    calendar, event = parsed(invitation("CANCEL", happening(sequence=3, cancelled=True), ADVISER, CLIENTS, NOW))
    assert calendar["METHOD"] == "CANCEL"
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == ("0192-abc@samen", 3, "CANCELLED")
    assert "RSVP" not in event["ATTENDEE"].params
    assert event["TRANSP"] == "TRANSPARENT"


def test_what_is_published_names_no_guests_and_gives_the_same_bytes_again():
    """RFC 5546, 3.2.1: ATTENDEE must not be present; and an ETag of it must not change by itself."""
    first = feed("Agenda", [happening(), happening(uid="b@samen", cancelled=True)], ADVISER)
    calendar = Calendar.from_ical(first)
    assert calendar["METHOD"] == "PUBLISH"
    assert len(calendar.walk("VEVENT")) == 2
    assert not any("ATTENDEE" in event for event in calendar.walk("VEVENT"))
    assert feed("Agenda", [happening(), happening(uid="b@samen", cancelled=True)], ADVISER) == first


def test_what_a_caldav_server_keeps_has_no_method_and_nobody_to_invite():
    """RFC 4791, 4.1, and RFC 6638: a server would send invitations of its own."""
    raw = single(happening(), [b"BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:x\r\nTRIGGER:-PT10M\r\nEND:VALARM\r\n"])
    calendar, event = parsed(raw)
    assert "METHOD" not in calendar
    assert "ORGANIZER" not in event
    assert "ATTENDEE" not in event
    assert [one.name for one in event.subcomponents] == ["VALARM"]


def test_a_whole_day_is_a_date_without_a_zone():
    day = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)
    calendar, event = parsed(
        invitation("REQUEST", happening(start=day, end=day + timedelta(days=1), all_day=True), ADVISER, CLIENTS, NOW)
    )
    assert event.decoded("DTSTART") == date(2026, 11, 23)
    assert event.decoded("DTEND") == date(2026, 11, 24)
    assert not calendar.walk("VTIMEZONE")


HOSTILE = 'Jan"; X=1\r\nATTENDEE:mailto:evil@example.com\r\n\x00\x07 , ; \\ \u2028 émoji 🎉 ' + "x" * 400


def test_what_people_write_can_add_no_line_and_lines_are_folded():
    raw = invitation(
        "REQUEST",
        happening(summary=HOSTILE, description=HOSTILE, place=HOSTILE),
        Someone("a@b.example", HOSTILE),
        [Someone("c@d.example", HOSTILE)],
        NOW,
    )
    _, event = parsed(raw)
    assert event["ATTENDEE"] == "mailto:c@d.example"
    assert b"\x00" not in raw
    assert b"\x07" not in raw
    assert all(len(line) <= 75 for line in lines(raw))
    assert all(b"\n" not in line and b"\r" not in line for line in lines(raw))
    (read,) = reading.read(raw)
    assert read.uid == "0192-abc@samen"


WRITTEN = st.text(max_size=300)


@given(summary=WRITTEN, description=WRITTEN, name=WRITTEN, place=WRITTEN)
def test_whatever_people_write_is_read_back_by_another_parser(summary, description, name, place):
    raw = invitation(
        "REQUEST",
        happening(summary=summary, description=description, place=place),
        Someone("a@b.example", name),
        CLIENTS,
        NOW,
    )
    calendar, event = parsed(raw)
    assert calendar["METHOD"] == "REQUEST"
    assert event["UID"] == "0192-abc@samen"
    assert set(event) <= {
        *("UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "LOCATION", "URL", "CONFERENCE"),
        *("STATUS", "TRANSP", "CREATED", "LAST-MODIFIED", "ORGANIZER", "ATTENDEE"),
    }
    assert len(reading.read(raw)) == 1


ZONES = (
    *("Europe/Amsterdam", "Europe/Brussels", "Europe/London", "Europe/Dublin", "America/New_York", "America/Sao_Paulo"),
    *(
        "Africa/Casablanca",
        "Asia/Kolkata",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "Pacific/Chatham",
        "Antarctica/Troll",
    ),
    *("Asia/Tehran", "America/St_Johns", "Pacific/Apia", "UTC"),
)


@pytest.mark.parametrize("zone", ZONES)
def test_a_zone_that_is_written_places_every_hour_of_two_years_like_the_database(zone):
    """Read by dateutil, which knows nothing of the zone but what is written."""
    told = dateutil.tz.tzical(io.StringIO(zones.component(zone, 2026, 2027).to_ical().decode())).get()
    here, moment = ZoneInfo(zone), datetime(2026, 1, 1, 0, 30, tzinfo=UTC)
    while moment < datetime(2028, 1, 1, tzinfo=UTC):
        local = moment.astimezone(here)
        twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
        if not twice:
            # An hour that comes twice has one name for both: there, writing is by the first, as RFC 5545 says.
            naive = local.replace(tzinfo=told)
            assert naive.utcoffset() == local.utcoffset(), moment
        moment += timedelta(hours=1)


def test_zones_that_keep_to_a_rule_are_written_as_one():
    text = zones.component("Europe/Amsterdam", 2026, 2026).to_ical()
    assert text.count(b"RRULE:FREQ=YEARLY") == 2
    assert b"BYDAY=-1SU" in text
    # Onsets are told in the time before them: summer time begins at two.
    assert b"DTSTART:20250330T020000" in text
    assert b"DTSTART:20251026T030000" in text


# Minutes of six years; and the hours of the nights in which the clock goes back, for they come twice.
MINUTES = st.integers(0, 6 * 365 * 24 * 60) | st.integers(-180, 180).map(lambda near: 427_740 + near)


@given(MINUTES, st.sampled_from(ZONES))
def test_an_appointment_of_any_hour_in_any_zone_is_read_back_at_that_moment(minutes, zone):
    start = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    (event,) = reading.read(single(happening(start=start, zone=zone)))
    assert isinstance(event.start, datetime)
    assert event.start.astimezone(UTC) == start


# --- reading what others wrote ---


def calendar_of(*events: str) -> bytes:
    body = "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *events, "END:VCALENDAR", ""))
    return body.encode()


EVENT = "BEGIN:VEVENT\r\nUID:a\r\nDTSTAMP:20261103T000000Z\r\nDTSTART:20261123T093000Z\r\n{}END:VEVENT"

BOMBS = {
    "too_large": lambda: calendar_of(EVENT.format("DESCRIPTION:" + "x" * reading.MOST_BYTES + "\r\n")),
    "too_deep": lambda: calendar_of("\r\n".join(["BEGIN:VEVENT"] * 100), "\r\n".join(["END:VEVENT"] * 100)),
    "too_many": lambda: calendar_of(*["BEGIN:VEVENT\r\nEND:VEVENT"] * 2_100),
    "repeats_too_often": lambda: calendar_of(EVENT.format("RRULE:FREQ=SECONDLY\r\n")),
    "unreadable": lambda: b"<html>no calendar</html>",
}


@pytest.mark.parametrize("code", BOMBS)
def test_a_calendar_bomb_is_refused(code):
    with pytest.raises(reading.BadCalendar) as refused:
        reading.read(BOMBS[code]())
    assert refused.value.code == code


@pytest.mark.parametrize(
    "rule",
    [
        "RRULE:FREQ=MINUTELY;COUNT=5",
        "RRULE:FREQ=DAILY;COUNT=1000001",
        "RDATE:" + ",".join(f"20261123T{hour:02}{minute:02}00Z" for hour in range(24) for minute in range(60)),
    ],
)
def test_what_repeats_too_often_is_refused(rule):
    with pytest.raises(reading.BadCalendar, match="repeats_too_often"):
        reading.read(calendar_of(EVENT.format(rule + "\r\n")))


def test_an_ordinary_calendar_of_someone_else_is_read():
    alarm = "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT15M\r\nDESCRIPTION:Zo\r\nEND:VALARM\r\n"
    (event,) = reading.read(calendar_of(EVENT.format("SEQUENCE:4\r\nRRULE:FREQ=WEEKLY;COUNT=10\r\n" + alarm)))
    assert (event.uid, event.sequence, event.start) == ("a", 4, datetime(2026, 11, 23, 9, 30, tzinfo=UTC))
    assert len(event.alarms) == 1
    assert b"TRIGGER:-PT15M" in event.alarms[0]


def outcome(raw: bytes) -> str:
    try:
        reading.read(raw)
    except reading.BadCalendar as refused:
        return refused.code
    return "read"


@given(st.binary(max_size=2_000))
def test_whatever_a_server_answers_is_read_or_refused(raw):
    for text in (raw, calendar_of(EVENT.format("")) + raw, b"BEGIN:VCALENDAR\r\n" + raw + b"\r\nEND:VCALENDAR"):
        assert outcome(text) in {"read", "too_large", "too_deep", "too_many", "repeats_too_often", "unreadable"}


@given(st.text(alphabet=st.sampled_from("BEGINEND:VTFREQ=;,\r\n0123456789TZ- "), max_size=400))
def test_almost_calendars_are_read_or_refused(text):
    assert outcome(calendar_of("BEGIN:VEVENT\r\n" + text + "\r\nEND:VEVENT"))
