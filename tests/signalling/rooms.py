"""A session to talk to in tests: people are called by their names, answers are events or a code."""

from typing import Any

from signalling import commands as cmd
from signalling import events as ev
from signalling.decide import decide
from signalling.evolve import advance
from signalling.limits import SYSTEM, NamedSigner, Role
from signalling.session import Participant, Rejected, Session

Answer = Any
"""What was answered: a tuple of events, or the code of a refusal. Tests say which they expect."""


class Room:
    """One session with its log. Names serve as ids, so that a test reads as a conversation."""

    def __init__(self) -> None:
        self.now = Session("session")
        self.entries: list[ev.Entry] = []

    def ask(self, actor: str, command: cmd.Command) -> Answer:
        """Decide, and when something happens, note it in the log."""
        decision = decide(self.now, actor, command, f"made-{len(self.entries) + 1}")
        if isinstance(decision, Rejected):
            return decision.code
        if decision:
            number = len(self.entries) + 1
            entry = ev.Entry(number, 1_000 * number, actor, f"cause-{number}", decision)
            self.entries.append(entry)
            self.now = advance(self.now, entry)
        return decision

    def server(self, command: cmd.SystemCommand) -> Answer:
        return self.ask(SYSTEM, command)

    def person(self, name: str) -> Participant:
        return self.now.participants[name]

    def enters(self, name: str, role: Role = "client") -> Answer:
        return self.server(cmd.Enter(name, name.title(), role, "nl"))

    def connects(self, name: str, page: str = "1", node: str = "node") -> Answer:
        return self.server(cmd.Connect(name, f"{name}-page-{page}", node))

    def disconnects(self, name: str, page: str = "1", node: str = "node") -> Answer:
        return self.server(cmd.Disconnect(name, f"{name}-page-{page}", node))

    def signs(self, signer: str) -> Answer:
        """The server says that this signer's signature is in the document."""
        assert self.now.signing is not None
        return self.server(cmd.NoteSigned(self.now.signing.envelope_id, signer, 1_000 * (len(self.entries) + 1)))

    def brings(self, name: str, file: str, *, everyone: bool = False, pages: int = 3) -> Answer:
        return self.server(cmd.AddFile(file, name, f"{file}.pdf", 1_234, "application/pdf", "0" * 64, pages, everyone))


def room(*people: str, lobby: bool = False, history: bool = True, places: int = 8) -> Room:
    """The first one is the host. "cas:colleague" and "dea:cohost" give a role, others are clients; all connected."""
    made = Room()
    host = people[0]
    made.server(cmd.OpenSession("office", host, host.title(), "nl", False, history, places))
    made.connects(host)
    for each in people[1:]:
        name, _, role = each.partition(":")
        made.enters(name, "client" if not role else "colleague")
        made.connects(name)
        if role == "cohost":
            made.ask(host, cmd.MakeCohost(name))
    if lobby:
        made.ask(host, cmd.SetLobby(True))
    return made


def paging(*people: str, rights: str = "") -> Room:
    """A room in which the host has opened a web page; `rights` names a client who may use it too."""
    made = room(*people)
    if rights:
        made.ask(people[0], cmd.GrantInput(rights))
    made.server(cmd.OpenPage(people[0], "www.bank.example"))
    assert made.now.page is not None
    return made


def sharing(*people: str, who: str) -> Room:
    """A room in which one of them shares a screen."""
    made = room(*people)
    if not made.now.is_chair(who):
        made.ask(people[0], cmd.AskShare(who))
        made.ask(who, cmd.AnswerShare(who, True))
    made.ask(who, cmd.StartShare(f"{who}-screen", "window"))
    assert made.now.share is not None
    return made


def signing(*people: str, signers: tuple[str, ...] = ("bob",), order: str = "sequential", after: str = "mail") -> Room:
    """A room in which a file of the host's is being signed. "bob" signs at Bob's screen, "els@bob" too, "zoe@" by
    e-mail."""
    made = room(*people)
    made.brings(people[0], "deal")
    named = tuple(_signer(one) for one in signers)
    made.server(cmd.OpenSigning("envelope", "deal", "Deal", people[0], order, after, 2, named))  # type: ignore[arg-type] # texts of the test's own
    assert made.now.signing is not None
    return made


def _signer(told: str) -> NamedSigner:
    name, at, screen = told.partition("@")
    return NamedSigner(f"{name}-signs", name.title(), (screen or None) if at else name)
