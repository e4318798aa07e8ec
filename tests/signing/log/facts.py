"""The facts of an envelope, as the service gives them to the log."""

import math
from typing import Any

from signing.log.records import Record

WHEN = "2026-11-22T09:{minute:02}:{second:02}.000000+00:00"


def at(minute: int, second: int = 0) -> str:
    return WHEN.format(minute=minute, second=second)


def signature(loops: int = 5) -> list[list[list[float]]]:
    """Something that looks written: [x, y, pressure, ms]."""
    wave = [
        [
            0.1 + 0.6 * step / 120,
            0.5 + 0.25 * math.sin(loops * step / 14) * (1 - step / 200),
            0.3 + 0.6 * abs(math.sin(step / 9)),
            step * 8,
        ]
        for step in range(120)
    ]
    line = [[0.15 + 0.5 * step / 20, 0.85 - 0.05 * step / 20, 0.5, 1000 + step * 8] for step in range(20)]
    return [wave, line, [[0.8, 0.4, 0.9, 1400]]]


def signer(number: int, name: str, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"signer-{number}",
        "name": name,
        "email": f"person{number}@example.org",
        "language": "nl",
        "status": "signed",
        "via": "mail",
        "verified": "code",
        "viewed_at": at(10 + number),
        "signed_at": at(12 + number, 30),
        "stamped_at": at(12 + number, 31),
        "stamped_by": "Kantoor De Vries own clock",
        "address": f"2001:db8::{number}",
        "user_agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
        " Version/19.1 Mobile/15E148 Safari/604.1",
        "consent": {
            "version": "2026-11",
            "text": "Ik heb dit document kunnen lezen en teken het elektronisch. Ik weet dat dit een gewone "
            "elektronische handtekening is, die na het tekenen wordt verzegeld tegen wijzigen.",
        },
        "ink": {"how": "drawn", "picture": "", "strokes": signature(4 + number), "aspect": 3.0, "text": ""},
        "initials": None,
        "certificate": {"sha256": f"{number:02x}" * 32, "serial": "0a1b"},
        "decline_reason": "",
        "delegated_from": None,
        "answers": [["Plaats", "Utrecht"], ["Akkoord met de voorwaarden", True]],
        **changes,
    }


def event(seq: int, kind: str, signer_id: str | None = None, by: str = "", **details: Any) -> dict[str, Any]:
    return {"seq": seq, "at": at(seq), "kind": kind, "signer_id": signer_id, "by": by, "details": details}


def record(*names: str, **changes: Any) -> Record:
    people = [signer(number, name) for number, name in enumerate(names or ("Jan Jansen", "Els Bakker"), 1)]
    events = [
        event(1, "created", by="Marieke de Vries", source="desk"),
        event(2, "sent", by="Marieke de Vries", delivery="mail"),
        event(3, "link_sent", "signer-1", address="person1@example.org"),
        event(4, "viewed", "signer-1", people[0]["name"], via="mail", address="2001:db8::1"),
        event(5, "code_sent", "signer-1", people[0]["name"], address="2001:db8::1"),
        event(6, "code_verified", "signer-1", people[0]["name"], address="2001:db8::1"),
        event(7, "reminded", "signer-1", address="person1@example.org"),
        *(
            event(7 + number, "signed", one["id"], one["name"], address=one["address"], sha256="ab" * 32)
            for number, one in enumerate(people, 1)
        ),
        event(40, "sealed", level="B-LTA", sha256="cd" * 32),
        event(41, "completed"),
    ]
    revisions = [
        {"kind": "original", "signer_id": None, "sha256": "11" * 32, "size": 182_334, "at": at(0)},
        {"kind": "prepared", "signer_id": None, "sha256": "22" * 32, "size": 190_000, "at": at(2)},
        *(
            {"kind": "revision", "signer_id": one["id"], "sha256": "33" * 32, "size": 230_000, "at": one["signed_at"]}
            for one in people
        ),
        {"kind": "signed", "signer_id": None, "sha256": "cd" * 32, "size": 281_000, "at": at(41)},
    ]
    made: Any = {
        "envelope_id": "0193f0c4-7a10-7c3e-9d4e-1f2a3b4c5d6e",
        "title": "Opdracht tot dienstverlening hypotheekadvies",
        "outcome": "completed",
        "order": "sequential",
        "time_zone": "Europe/Amsterdam",
        "made_at": at(42),
        "created_at": at(1),
        "sent_at": at(2),
        "ended_at": at(41),
        "office": "Kantoor De Vries",
        "sender": {"name": "Marieke de Vries", "email": "marieke@devries.example"},
        "session_id": None,
        "document": {"name": "opdracht.pdf", "pages": 4, "size": 182_334, "sha256": "11" * 32},
        "level": "B-LTA",
        "clock": {"own": True, "name": "Kantoor De Vries own clock"},
        "signers": people,
        "revisions": revisions,
        "events": events,
        **changes,
    }
    return made
