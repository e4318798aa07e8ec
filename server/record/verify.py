"""Checks a record.json: every line, their order and number, and what the record says about them. Standard library alone."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from server.record.chain import GENESIS, canonical, digest, link

FORMAT = "samen.session-record"
VERSION = 1

WITHHELD = {"chat_sent": frozenset({"message_id", "text"})}
"""What a record without the chat leaves out, by event."""


@dataclass(slots=True)
class Report:
    """`problems` are sentences, empty when everything holds; `withheld` counts lines that prove only their place."""

    entries: int = 0
    withheld: int = 0
    head: str = GENESIS
    problems: list[str] = field(default_factory=list)

    @property
    def intact(self) -> bool:
        return not self.problems


def verify(record: Any) -> Report:
    """Check a parsed record.json. Never raises: what cannot be read is a problem too."""
    report = Report()
    if not isinstance(record, Mapping) or record.get("format") != FORMAT or record.get("version") != VERSION:
        report.problems.append("This is not a session record of a version known here.")
        return report
    try:
        _check(record, report)
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        report.problems.append(f"The record cannot be read: {type(wrong).__name__}.")
    return report


def check_chain(session_id: str, entries: Sequence[Mapping[str, Any]], report: Report) -> None:
    """The lines themselves: numbered from 1, not back in time, each with the hash that its content gives."""
    last_at = 0
    for number, entry in enumerate(entries, 1):
        if entry["seq"] != number:
            report.problems.append(f"Line {number} has the number {entry['seq']}: a line is missing, added or moved.")
            return
        withheld = entry.get("withheld")
        if withheld is None:
            fingerprint = digest(canonical(session_id, entry))
            if entry.get("digest", fingerprint) != fingerprint:
                report.problems.append(f"Line {number} was changed.")
        else:
            report.withheld += 1
            fingerprint = str(entry["digest"])
            if any(event["type"] not in WITHHELD for event in entry["events"]):
                report.problems.append(f"Line {number} hides something that is never left out.")
        head = link(report.head, fingerprint)
        if head != entry["hash"]:
            report.problems.append(f"Line {number} was changed, or one before it.")
        if entry["at"] < last_at:
            report.problems.append(f"Line {number} is older than the line before it.")
        last_at = entry["at"]
        # Goes on from what the record says, so that one changed line is named once.
        report.head = entry["hash"]
        report.entries = number


def people(entries: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Who was there, in the order they came: their last name and role, and from when to when (ms since 1970)."""
    found: dict[str, dict[str, Any]] = {}
    for entry in entries:
        for event in entry["events"]:
            person = found.get(event.get("participant_id", ""))
            match event["type"]:
                case "participant_waiting" | "participant_entered":
                    if person is None:
                        person = found[event["participant_id"]] = {"id": event["participant_id"], "present": []}
                    person |= {"name": event["name"], "role": event["role"], "language": event["language"]}
                    if event["type"] == "participant_entered" and not _inside(person):
                        person["present"].append({"from": entry["at"], "to": None})
                case "participant_renamed" if person is not None:
                    person["name"] = event["name"]
                case "role_changed" if person is not None:
                    person["role"] = event["role"]
                case "participant_left" | "participant_removed" if person is not None and _inside(person):
                    person["present"][-1]["to"] = entry["at"]
                case "session_ended":
                    for each in found.values():
                        if _inside(each):
                            each["present"][-1]["to"] = entry["at"]
                case _:
                    pass
    return list(found.values())


def times(entries: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """When it began and ended (ms since 1970), and why; None while it runs."""
    ending = next(
        (
            (entry["at"], event["reason"])
            for entry in entries
            for event in entry["events"]
            if event["type"] == "session_ended"
        ),
        (None, None),
    )
    return {"started_at": entries[0]["at"] if entries else None, "ended_at": ending[0], "end_reason": ending[1]}


def seal(record: Mapping[str, Any]) -> str:
    """SHA-256 of the whole record but the seal itself, in the canonical form of the lines."""
    rest = {name: value for name, value in record.items() if name != "seal"}
    return hashlib.sha256(
        json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    ).hexdigest()


def _inside(person: Mapping[str, Any]) -> bool:
    return bool(person["present"]) and person["present"][-1]["to"] is None


def _check(record: Mapping[str, Any], report: Report) -> None:
    entries = record["entries"]
    check_chain(record["session"]["id"], entries, report)
    if record["chain"]["count"] != len(entries) or record["chain"]["head"] != report.head:
        report.problems.append("Lines at the end are missing or were added.")
    if record["participants"] != people(entries):
        report.problems.append("The list of participants does not follow from the lines.")
    if any(record["session"][name] != value for name, value in times(entries).items()):
        report.problems.append("The times of the session do not follow from the lines.")
    if record["seal"] != seal(record):
        report.problems.append("Something outside the lines was changed: the seal does not fit.")
