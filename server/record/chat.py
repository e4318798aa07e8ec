"""chat.txt: what was written, by whom and when, as plain text."""

from collections.abc import Iterable
from datetime import datetime

from server.record.document import Archived, zone_of
from server.record.telling import messages
from server.record.words import Words


def text(session: Archived, words: Words) -> str:
    """The chat of a session: a heading, then one message after another; further lines of a message are indented."""
    zone = zone_of(session.zone)
    lines: list[str] = []
    day = ""
    for message in messages([line.entry for line in session.lines]):
        at = datetime.fromtimestamp(message.at / 1000, zone)
        if words.date(at) != day:
            day = words.date(at)
            lines += ["", day]
        first, *rest = message.text.splitlines() or [""]
        lines += [f"{at:%H:%M:%S}  {message.name}: {first}", *(" " * 10 + line for line in rest)]
    heading: Iterable[str] = [
        words("chat_title"),
        *(f"{label}: {value}" for label, value in _facts(session, words) if value),
        words("zone", zone=getattr(zone, "key", "UTC")),
    ]
    return "\n".join([*heading, *(lines or ["", words("chat_is_empty")])]) + "\n"


def _facts(session: Archived, words: Words) -> list[tuple[str, str]]:
    return [
        (words("office"), session.office_name),
        (words("adviser"), session.host_name),
        (words("subject"), session.title),
    ]
