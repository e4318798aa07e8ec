"""The refusals that the protocol names for each command are those that can happen, no more and no fewer."""

import random
from collections import defaultdict
from typing import Any

from signalling import refusals
from signalling.commands import (
    PARTICIPANT_COMMANDS,
    AddFile,
    AnswerShare,
    CloseSigning,
    Command,
    Connect,
    Enter,
    GrantInput,
    Leave,
    NoteSigned,
    OpenPage,
    OpenSession,
    OpenSigning,
    RequestShare,
    SetLobby,
    StartShare,
)
from signalling.decide import decide
from signalling.events import Entry
from signalling.evolve import advance
from signalling.limits import SYSTEM, NamedSigner
from signalling.session import Rejected, Session
from signalling.wire import wire_name

_STEPS = 40_000
_SOMEONE = ("host", "host", "host", "mate", "ann", "bob", "cid", "nobody")
_OPENING: tuple[Command, ...] = (
    OpenSession("o", "host", "Host", "nl", lobby=False, chat_history=True, max_participants=8),
    Enter("mate", "Mate", "colleague", "nl"),
    Enter("ann", "Ann", "client", "nl"),
    Enter("bob", "Bob", "client", "nl"),
    Connect("host", "page", "node"),
    Connect("ann", "page", "node"),
    Connect("bob", "page", "node"),
    AddFile("file", "ann", "a.pdf", 10, "application/pdf", "00", 2, everyone=False),
    AddFile("second", "ann", "b.pdf", 10, "application/pdf", "00", 2, everyone=True),
)
_VALUES: dict[str, tuple[Any, ...]] = {
    "participant_id": _SOMEONE,
    "name": (" ", "Jo"),
    "text": (" ", "Dag"),
    "file_id": ("file", "file", "second", "other"),
    "page": (1, 2, 3),
    "stream_id": ("stream",),
    "surface": ("tab",),
    "participant_ids": ((), ("ann",), ("nobody",)),
    "everyone": (True, False),
    "agreed": (True, False),
    "on": (True, False),
    "number": (0, 1),
    "microphone": ("on", "off"),
    "camera": ("on",),
    "sound": ("on",),
    "reason": ("self",),
    "stage": ("none", "share", "page"),
    "signer_id": ("first", "second", "third", "nobody"),
    "step": ("details", "review"),
}


_SIGNING = OpenSigning(
    "envelope",
    "file",
    "Deal",
    "host",
    "sequential",
    "mail",
    1,
    tuple(NamedSigner(name, "Ann", who) for name, who in (("first", "ann"), ("second", "bob"), ("third", "host"))),
)


def _apply(session: Session, actor: str, command: Command) -> tuple[Session, str | None]:
    decision = decide(session, actor, command, f"id-{session.seq}")
    if isinstance(decision, Rejected):
        return session, decision.code
    return (advance(session, Entry(session.seq + 1, 0, actor, "", decision)) if decision else session), None


def _opened() -> Session:
    session = Session("s")
    for command in _OPENING:
        session, _ = _apply(session, SYSTEM, command)
    # Somebody waits at the door throughout.
    session, _ = _apply(session, "host", SetLobby(on=True))
    return _apply(session, SYSTEM, Enter("cid", "Cid", "client", "nl"))[0]


def _walk() -> dict[str, set[str]]:
    """The codes that each command met on a long walk with a fixed seed."""
    chance = random.Random(7)
    met: defaultdict[str, set[str]] = defaultdict(set)
    session = _opened()
    for step in range(_STEPS):
        cls = chance.choice(PARTICIPANT_COMMANDS)
        fields = {name: chance.choice(_VALUES[name]) for name in cls.__dataclass_fields__}
        actor = chance.choice(_SOMEONE)
        if cls is Leave and chance.random() < 0.9:
            continue
        session, code = _apply(session, actor, cls(**fields))
        if code is not None:
            met[wire_name(cls)].add(code)
        if step % 20 == 19:
            session, _ = _apply(session, "mate", RequestShare())
            session, _ = _apply(session, "host", AnswerShare("mate", agreed=True))
            session, _ = _apply(session, "mate", StartShare("stream", "tab"))
            session, _ = _apply(session, SYSTEM, OpenPage("host", "www.bank.example"))
            session, _ = _apply(session, "host", GrantInput("ann"))
        if step % 240 == 70:
            session, _ = _apply(session, SYSTEM, _SIGNING)
            session, _ = _apply(session, SYSTEM, NoteSigned("envelope", "first", 1))
        if step % 240 == 115:
            session, _ = _apply(session, SYSTEM, CloseSigning("envelope", "stopped", "host"))
        if step % 60 == 59:
            session = _opened()
    return met


def test_commands_are_refused_with_exactly_the_codes_that_the_protocol_names() -> None:
    met = _walk()
    for cls in PARTICIPANT_COMMANDS:
        name = wire_name(cls)
        assert met[name] == set(refusals.refusals_of(name)), name
