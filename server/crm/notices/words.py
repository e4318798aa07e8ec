"""An appointment in the words of a mail: the values that fill a template's tags."""

import json
from collections.abc import Mapping
from datetime import datetime

from crm_adapter.calendars import wording
from server.crm.ports import Appointment


def values_of(
    appointment: Appointment, language: str, zone: str, told_in: str, now: datetime, *, page: str, join: str, code: str
) -> dict[str, str]:
    """`zone`: on whose clock it is told; `told_in`: the office's, so that another one is named. `page`: the client's own
    page; `join` and `code`: into the session, "" where there is none. What does not apply is ""."""
    start = appointment.start
    doing = f"{page}?do=" if page else ""
    return {
        "appointment_title": appointment.title or appointment.service_name,
        "appointment_date": wording.day(language, start, zone, now) if start else "",
        "appointment_time": _time(appointment, start, language, zone, told_in) if start else "",
        "appointment_duration": wording.length(language, appointment.minutes) if not appointment.all_day else "",
        "appointment_service": appointment.service_name or appointment.title,
        "appointment_place": appointment.place,
        "appointment_description": appointment.description,
        "appointment_code": f"{code[:3]} {code[3:6]} {code[6:]}" if code else "",
        "appointment_link": page,
        "move_link": doing and f"{doing}move",
        "cancel_link": doing and f"{doing}cancel",
        "review_link": doing and f"{doing}review",
        "calendar_link": doing and f"{doing}calendar",
        # Unique for each appointment: its own code, or its own page where nobody meets on the web.
        "schermdelen_href": join or page,
        "schermdelen_link": join or page,
    }


def options_of(appointment: Appointment, language: str, zone: str, told_in: str, now: datetime, page: str) -> str:
    """The open times as JSON [{"label", "link"}]: each a button that leads to the page with that time chosen."""
    made = [
        {
            "label": f"{wording.day(language, one.start, zone, now)}, "
            f"{wording.clock(language, one.start, zone, told_in=told_in)}",
            "link": f"{page}{'&' if '?' in page else '?'}option={one.id}",
        }
        for one in appointment.options
        if one.state == "open"
    ]
    return json.dumps(made, ensure_ascii=False)


def _time(appointment: Appointment, start: datetime, language: str, zone: str, told_in: str) -> str:
    if appointment.all_day:
        return wording.all_day(language)
    return wording.clock(language, start, zone, told_in=told_in)


def merged(*parts: Mapping[str, str]) -> dict[str, str]:
    """All values together; later ones win."""
    whole: dict[str, str] = {}
    for part in parts:
        whole.update(part)
    return whole
