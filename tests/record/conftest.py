"""A session as it may go, told by the real rules and kept by the real log."""

from dataclasses import dataclass, field

import pytest

from server.live.bus import MemoryBus
from server.live.connections import Connections
from server.live.log import MemoryLog
from server.live.sessions import Done, Sessions
from server.record.document import Archived, Stored
from signalling import commands as cmd
from signalling.limits import SYSTEM, NamedSigner

OFFICE = "01900000-0000-7000-8000-0000000000aa"
SESSION = "01900000-0000-7000-8000-000000000001"
SECRET = "Mijn rekeningnummer is NL00 BANK 0123"


@dataclass
class Story:
    """Commands in, a record out. The clock stands at 22 November 2026, 00:59:30 in Amsterdam, and goes a second a step."""

    clock: list[int] = field(default_factory=lambda: [1_795_305_570_000])

    def __post_init__(self) -> None:
        self.log = MemoryLog()
        self.live = Sessions(self.log, Connections(), MemoryBus("node"), self._now)

    def _now(self) -> int:
        self.clock[0] += 1_000
        return self.clock[0]

    async def say(self, actor: str, *commands: cmd.Command) -> None:
        for command in commands:
            assert isinstance(await self.live.handle(SESSION, actor, command), Done), command

    async def archived(self, title: str = "Hypotheek") -> Archived:
        lines = [Stored(line.entry, line.hash) for line in await self.log.read(SESSION)]
        return Archived(OFFICE, "Kantoor Łódź", SESSION, title, "Anna de Vries", "Europe/Amsterdam", lines)


@pytest.fixture
async def story() -> Story:
    """Everything that can happen happens once."""
    story = Story()
    await story.say(
        SYSTEM,
        cmd.OpenSession(OFFICE, "ann", "Anna de Vries", "nl", False, True, 8),
        cmd.Connect("ann", "i1", "n1"),
        cmd.Enter("luk", "Łukasz", "client", "nl"),
        cmd.Connect("luk", "i2", "n1"),
        cmd.Enter("ele", "Ελένη", "client", "fr"),
        cmd.Enter("mar", "Мария", "colleague", "en"),
    )
    await story.say("luk", cmd.SetMedia("on", "on", "on"), cmd.SendChat(SECRET), cmd.SendChat("twee\nregels"))
    await story.say("ann", cmd.Rename("luk", "Łukasz Żak"), cmd.MakeCohost("mar"), cmd.Mute("luk"))
    await story.say("ann", cmd.AskToUnmute("luk"), cmd.GrantInput("luk"), cmd.RevokeInput("luk"), cmd.SetLaser(True))
    await story.say("ann", cmd.AskShare("luk"))
    await story.say("luk", cmd.AnswerShare("luk", True), cmd.StartShare("s1", "window"))
    await story.say("ann", cmd.SetBlur(True))
    await story.say("luk", cmd.ConfirmBlur(1))
    await story.say("ann", cmd.SetBlur(False), cmd.StopShare("luk"), cmd.SetChat(False), cmd.SetChat(True))
    await story.say("ele", cmd.RequestShare())
    await story.say("ann", cmd.AnswerShare("ele", False))
    await story.say(
        SYSTEM, cmd.AddFile("f1", "luk", "Polis Łukasz.pdf", 1_234_567, "application/pdf", "0" * 64, 0, everyone=False)
    )
    await story.say("ann", cmd.ShareFile("f1", False, ("ele",)), cmd.ShowDocument("f1"), cmd.TurnPage(2))
    await story.say("ann", cmd.CloseDocument(), cmd.WithdrawFile("f1"), cmd.SetLobby(True))
    await story.say(SYSTEM, cmd.OpenPage("ann", "www.bank.example"), cmd.VisitSite("mijn.bank.example"))
    await story.say("ann", cmd.SetBlur(True), cmd.SetBlur(False), cmd.ReleasePage(), cmd.TakePage())
    await story.say("ann", cmd.SetStage("none"), cmd.SetStage("page"), cmd.ClosePage())
    await story.say(
        SYSTEM,
        cmd.AddFile("f2", "ann", "Opdracht.pdf", 9, "application/pdf", "0" * 64, 1, everyone=True),
        cmd.OpenSigning(
            "e1",
            "f2",
            "Opdracht",
            "ann",
            "parallel",
            "mail",
            1,
            (NamedSigner("s1", "Łukasz Żak", "luk"), NamedSigner("s2", "Zoë de Vries", None)),
        ),
    )
    await story.say("luk", cmd.SetSigningStep("s1", "signature"))
    await story.say("ann", cmd.MoveSigner("s2", "ann"))
    await story.say(SYSTEM, cmd.NoteSigned("e1", "s1", 1_000), cmd.NoteDeclined("e1", "s2"))
    await story.say(SYSTEM, cmd.Enter("eve", "Eve", "client", "en"), cmd.Enter("max", "Max", "client", "en"))
    await story.say("ann", cmd.TurnAway("eve"), cmd.Admit("max"), cmd.Remove("max"))
    await story.say(SYSTEM, cmd.Disconnect("luk", "i2", "n1"), cmd.Depart("luk"))
    await story.say("ele", cmd.Leave())
    await story.say("ann", cmd.EndSession())
    return story
