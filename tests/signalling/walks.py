"""Long, arbitrary conversations for the property tests; hypothesis chooses and shrinks their seed and length."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from random import Random
from typing import Any

from hypothesis import strategies as st

from signalling import commands as cmd
from signalling.limits import SYSTEM, NamedSigner
from tests.signalling.rooms import Room, room

PEOPLE = ("ann", "cas", "bob", "dea", "eve")
"""The host, a colleague, two clients inside, and a client who is not there yet."""

CLIENTS = ("bob", "dea", "eve")
EVERY: tuple[type, ...] = cmd.PARTICIPANT_COMMANDS + cmd.SYSTEM_COMMANDS

_SOMEBODY = ("ann", "cas", "bob", "bob", "dea", "eve", "eve", "nobody")
_BOTH = (True, False)
_VALUES: dict[str, Sequence[Any]] = {
    "participant_id": _SOMEBODY,
    "host_id": _SOMEBODY,
    "participant_ids": ((), ("bob",), ("bob", "dea"), ("nobody",)),
    "name": ("Bo", " ", "Ann\u202e", "x" * 60),
    "host_name": ("Ann",),
    "role": ("client", "client", "colleague"),
    "language": ("nl",),
    "instance": ("page-1", "page-2"),
    "node": ("node-1", "node-2"),
    "file_id": ("plan", "slip", "other"),
    "page": (1, 2, 3, 4),
    "pages": (0, 3),
    "size": (10,),
    "media_type": ("application/pdf",),
    "sha256": ("0" * 64,),
    "everyone": _BOTH,
    "agreed": (True, True, False),
    "on": _BOTH,
    "lobby": _BOTH,
    "chat_history": _BOTH,
    "max_participants": (5,),
    "organisation_id": ("office",),
    "number": (1, 2, 3),
    "stream_id": ("stream",),
    "surface": ("tab",),
    "stage": ("none", "share", "document", "page", "page"),
    "site": ("www.bank.example", "login.bank.example"),
    "envelope_id": ("envelope", "envelope", "another"),
    "title": ("Deal",),
    "by": ("ann", "ann", "bob"),
    "order": ("sequential", "parallel"),
    "after": ("mail", "void"),
    "signers": (
        (NamedSigner("one", "Ann", "ann"), NamedSigner("two", "Bob", "bob"), NamedSigner("three", "Els", "bob")),
        (NamedSigner("one", "Bob", "bob"), NamedSigner("two", "Zoe", None)),
        (NamedSigner("one", "Dea", "dea"),),
        (NamedSigner("one", "Zoe", None),),
    ),
    "signer_id": ("one", "one", "two", "three", "four"),
    "step": ("reading", "details", "signature", "review"),
    "outcome": ("stopped", "failed"),
    "at": (1_000, 2_000),
    "text": ("hello", "  "),
    "microphone": ("on", "off"),
    "camera": ("on", "none"),
    "sound": ("on",),
}

Step = tuple[str, Any]

# How often each kind of step is taken: commands, and who asks them.
Mix = Sequence[tuple[int, Sequence[type], Sequence[str]]]

_ENDINGS = (cmd.EndSession, cmd.CloseSession)
_LIVELY = tuple(cls for cls in cmd.PARTICIPANT_COMMANDS if cls not in (*_ENDINGS, cmd.Leave, cmd.Remove))
_COMING = (cmd.Enter, cmd.Connect, cmd.Connect, cmd.Disconnect, cmd.AddFile)
_PAGING = (cmd.OpenPage, cmd.OpenPage, cmd.OpenPage, cmd.VisitSite, cmd.EndPage)

_SIGNING = (cmd.OpenSigning, cmd.OpenSigning, cmd.NoteSigned, cmd.NoteDeclined, cmd.CloseSigning)

SENSIBLE: Mix = (
    (20, _LIVELY, ("ann",)),
    (20, _LIVELY, PEOPLE),
    (10, (cmd.Admit, cmd.GrantInput, cmd.AskShare, cmd.SetBlur, cmd.ShowDocument), ("ann",)),
    (10, (cmd.StartShare, cmd.ConfirmBlur, cmd.AnswerShare), ("ann", "bob")),
    (8, (cmd.TakePage, cmd.TakePage, cmd.ReleasePage), ("ann", "bob", "cas", "dea")),
    (8, _PAGING, (SYSTEM,)),
    (6, _SIGNING, (SYSTEM,)),
    (4, (cmd.SetSigningStep, cmd.TurnPage, cmd.MoveSigner), ("ann", "bob", "dea")),
    (15, _COMING, (SYSTEM,)),
    (3, (cmd.Leave, cmd.Remove, cmd.TurnAway, cmd.Depart), (*PEOPLE, SYSTEM)),
    (3, EVERY, (*PEOPLE, SYSTEM, "nobody")),
)
"""Steps that often lead somewhere: the server's own commands mostly come from the server, and few end it all."""

FOOLISH: Mix = ((1, EVERY, (*PEOPLE, SYSTEM, "nobody")),)

seeds = st.integers(0, 2**32)
lengths = st.integers(1, 200)


def walk(seed: int, length: int, mix: Mix) -> Iterator[Step]:
    """The same steps for the same seed."""
    chance = Random(seed)
    weights = [weight for weight, _, _ in mix]
    for _ in range(length):
        _, classes, actors = chance.choices(mix, weights)[0]
        yield chance.choice(actors), _any(chance, chance.choice(classes))


def _any(chance: Random, cls: type) -> Any:
    given = {field.name: _value(chance, cls, field.name) for field in fields(cls)}
    return cls(**given)


def _value(chance: Random, cls: type, name: str) -> Any:
    if name == "reason":
        return "self" if cls is cmd.Leave else chance.choice(("empty", "office"))
    return chance.choice(_VALUES[name])


def started(*, lobby: bool = False) -> Room:
    """Ann the host, Cas a colleague, Bob and Dea clients, a file of Ann's and one of Bob's; Eve may wait outside."""
    made = room("ann", "cas:colleague", "bob", "dea", places=5)
    made.brings("ann", "plan")
    made.brings("bob", "slip")
    if lobby:
        made.ask("ann", cmd.SetLobby(True))
        made.enters("eve")
        made.connects("eve")
    return made
