"""The log as lines of JSON, each tied to the one before. In the standard library alone: anybody can write this again.

    canonical  = the line without its "hash", keys sorted, no spaces, UTF-8, nothing escaped needlessly
    hash       = SHA-256(canonical) in hex; "previous" in the line is the hash of the line before, GENESIS in the first

The first line says what this is, the last one how many lines there are. Whoever changes a line can make all hashes anew;
that nobody did is proved by the sealed PDF beside it, which names the SHA-256 of this file and holds the file itself.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

FORMAT = "samen.signing-log"
VERSION = 1
GENESIS = "0" * 64


def lines(record: Mapping[str, Any]) -> bytes:
    """The file: a line for the envelope, one for each signer, event and revision, and one for the end."""
    made: list[bytes] = []
    previous = GENESIS
    for seq, (kind, body) in enumerate(_bodies(record), 1):
        line = {"seq": seq, "kind": kind, "body": body, "previous": previous}
        previous = line_hash(line)
        made.append(_canonical({**line, "hash": previous}))
    return b"\n".join(made) + b"\n"


def line_hash(line: Mapping[str, Any]) -> str:
    return hashlib.sha256(_canonical({key: value for key, value in line.items() if key != "hash"})).hexdigest()


@dataclass(slots=True)
class Checked:
    """`problems` are sentences, empty when every line holds; `head` is the hash of the last line."""

    lines: int = 0
    head: str = GENESIS
    envelope: str = ""
    result: str = ""
    problems: list[str] = field(default_factory=list)


def check(content: bytes) -> Checked:
    """Whether each line is as it was written, and none is missing, added or moved. Never raises."""
    checked = Checked()
    parsed: list[Mapping[str, Any]] = []
    for number, raw in enumerate(content.splitlines(), 1):
        try:
            line = json.loads(raw)
        except (ValueError, RecursionError):
            line = None
        if not isinstance(line, dict) or not isinstance(line.get("body"), dict):
            checked.problems.append(f"Line {number} is not a line of a log.")
            return checked
        parsed.append(line)
    for number, line in enumerate(parsed, 1):
        if line.get("seq") != number:
            checked.problems.append(
                f"Line {number} has the number {line.get('seq')}: a line is missing, added or moved."
            )
            return checked
        if line.get("previous") != checked.head:
            checked.problems.append(f"Line {number} does not follow the line before it.")
        if _hash_or_none(line) != line.get("hash"):
            checked.problems.append(f"Line {number} was changed.")
        # Goes on from what the file says, so that one changed line is named once.
        checked.head = str(line.get("hash"))
        checked.lines = number
    _check_ends(parsed, checked)
    return checked


def _check_ends(parsed: list[Mapping[str, Any]], checked: Checked) -> None:
    first = parsed[0]["body"] if parsed else {}
    last = parsed[-1] if parsed else {}
    if first.get("format") != FORMAT or first.get("version") != VERSION:
        checked.problems.append("This is not the log of a signing, or not of a version known here.")
        return
    checked.envelope = str(first.get("envelope_id", ""))
    if last.get("kind") != "end" or last["body"].get("lines") != len(parsed):
        checked.problems.append("Lines at the end are missing or were added.")
        return
    checked.result = str(last["body"].get("result") or "")


def _bodies(record: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    parts = ("signers", "events", "revisions")
    head = {key: value for key, value in record.items() if key not in parts}
    yield "envelope", {"format": FORMAT, "version": VERSION, **head}
    for kind, part in zip(("signer", "event", "revision"), parts, strict=True):
        for body in record[part]:
            yield kind, dict(body)
    yield "end", {"lines": 2 + sum(len(record[part]) for part in parts), "result": result_of(record)}


def result_of(record: Mapping[str, Any]) -> str | None:
    """The SHA-256 of the signed document; None where there is none."""
    signed = [one["sha256"] for one in record["revisions"] if one["kind"] == "signed"]
    return signed[-1] if signed else None


def _hash_or_none(line: Mapping[str, Any]) -> str | None:
    try:
        return line_hash(line)
    except (UnicodeEncodeError, RecursionError):
        return None


def _canonical(line: Mapping[str, Any]) -> bytes:
    return json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()
