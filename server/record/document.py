"""record.json: the whole session as data.

    format, version    "samen.session-record", 1
    made_at            when this record was made: ISO 8601, UTC
    office             id, name
    session            id, title, host_name, time_zone; started_at, ended_at, end_reason as the lines tell
    participants       id, name, role, language, present: [{from, to}]; to is null for who is still inside
    entries            the lines of the log: seq from 1, at, actor (a participant's id or "system"), cause (the id of the
                       command), events (see docs/protocol.md), hash. Where the chat's text was left out, also
                       withheld: the fields that are missing, and digest: what the line's hash is made of
    chain              algorithm, genesis, head (the last hash), count, intact (as checked when it was made), note
    seal               SHA-256 of all the rest

Times in lines are UTC in milliseconds since 1970. server/record/verify.py checks all of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import orjson

from server.record.chain import GENESIS, canonical, digest
from server.record.verify import FORMAT, VERSION, WITHHELD, Report, check_chain, people, seal, times
from signalling import wire
from signalling.events import Entry

NOTE = (
    "Each line's hash is SHA-256 over the hash of the line before and SHA-256 of the line (keys sorted, no spaces, "
    "UTF-8, with its session_id). A changed, missing, added or moved line breaks the chain from there on. Compare the head "
    "with the one in the office's PDF or in a fresh record. Check: python -m server.record verify record.json"
)


@dataclass(frozen=True, slots=True)
class Stored:
    """A line as the log keeps it."""

    entry: Entry
    hash: str


@dataclass(frozen=True, slots=True)
class Archived:
    """A session, for the record. `zone` is a name such as Europe/Amsterdam."""

    office_id: str
    office_name: str
    session_id: str
    title: str
    host_name: str
    zone: str
    lines: Sequence[Stored]


def make(session: Archived, made_at: datetime, *, chat: bool) -> dict[str, Any]:
    """The record. Without `chat` it says that somebody wrote, not what."""
    # By way of JSON, so that it is checked here as it will be read elsewhere.
    entries = [
        {**orjson.loads(orjson.dumps(wire.encode_entry(line.entry))), "hash": line.hash} for line in session.lines
    ]
    report = Report()
    check_chain(session.session_id, entries, report)
    if not chat:
        entries = [_without_chat(session.session_id, entry) for entry in entries]
    record = {
        "format": FORMAT,
        "version": VERSION,
        "made_at": made_at.astimezone(UTC).isoformat(timespec="seconds"),
        "office": {"id": session.office_id, "name": session.office_name},
        "session": {
            "id": session.session_id,
            "title": session.title,
            "host_name": session.host_name,
            "time_zone": session.zone,
            **times(entries),
        },
        "participants": people(entries),
        "entries": entries,
        "chain": {
            "algorithm": "SHA-256",
            "genesis": GENESIS,
            "head": report.head,
            "count": len(entries),
            "intact": report.intact,
            "note": NOTE,
        },
    }
    return {**record, "seal": seal(record)}


def began(session: Archived) -> str:
    """The day it began, in its own zone, for file names: 2026-11-21."""
    at = session.lines[0].entry.at if session.lines else 0
    return f"{datetime.fromtimestamp(at / 1000, zone_of(session.zone)):%Y-%m-%d}"


def zone_of(name: str) -> tzinfo:
    """The zone of that name; UTC where this machine does not know it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def _without_chat(session_id: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    missing = sorted({name for event in entry["events"] for name in WITHHELD.get(event["type"], ())})
    if not missing:
        return dict(entry)
    events = [
        {name: value for name, value in event.items() if name not in WITHHELD.get(event["type"], ())}
        for event in entry["events"]
    ]
    return {**entry, "events": events, "withheld": missing, "digest": digest(canonical(session_id, entry))}
