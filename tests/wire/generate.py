"""Golden files that pytest and vitest both read: sessions told as dialogues, and the shape of every message.

`python -m tests.wire.generate` writes them anew after the protocol has changed.
"""

import json
import typing
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from signalling import commands as cmd
from signalling import wire
from signalling.commands import PARTICIPANT_COMMANDS
from signalling.events import EVENTS
from signalling.limits import NamedSigner
from signalling.signals import SIGNALS
from tests.signalling.rooms import Room, room, signing

HERE = Path(__file__).parent
SHAPES = HERE / "shapes.json"


def consultation() -> Room:
    """An ordinary conversation: greeting, muting, input rights, pointer, chat, and the end."""
    made = room("ann", "bob")
    made.ask("bob", cmd.SetMedia("on", "on", "on"))
    made.ask("ann", cmd.SetMedia("on", "none", "on"))
    made.ask("bob", cmd.Rename("bob", "Bob Janssen-Öz 👋"))
    made.ask("bob", cmd.SendChat("Goedemorgen, ik zie u. Здравствуйте!"))
    made.ask("ann", cmd.Mute("bob"))
    made.ask("ann", cmd.AskToUnmute("bob"))
    made.ask("bob", cmd.SetMedia("off", "off", "on"))
    made.ask("bob", cmd.SetMedia("on", "off", "off"))
    made.ask("ann", cmd.GrantInput("bob"))
    made.ask("ann", cmd.SetLaser(True))
    made.ask("ann", cmd.RevokeInput("bob"))
    made.ask("ann", cmd.SetChat(False))
    made.ask("ann", cmd.SetChat(True))
    made.ask("ann", cmd.EndSession())
    return made


def lobby() -> Room:
    """People at the door: let in, turned away, gone again, taken out."""
    made = room("ann", lobby=True)
    made.enters("bob")
    made.connects("bob")
    made.ask("ann", cmd.Rename("bob", "Bob"))
    made.ask("ann", cmd.Admit("bob"))
    made.enters("cas")
    made.connects("cas")
    made.ask("ann", cmd.TurnAway("cas"))
    made.enters("dea")
    made.connects("dea")
    made.ask("dea", cmd.Leave())
    made.connects("dea", "2")
    made.ask("ann", cmd.Admit("dea"))
    made.ask("ann", cmd.SetLobby(False))
    made.enters("eve")
    made.connects("eve")
    made.ask("ann", cmd.Remove("eve"))
    return made


def coming_and_going() -> Room:
    """Reloads, lost connections, leaving, coming back, and an office that closes what nobody is in."""
    made = room("ann", "bob", "cas:colleague")
    made.ask("bob", cmd.SetMedia("on", "on", "on"))
    made.disconnects("bob")
    made.connects("bob")
    made.connects("bob", "2")
    made.ask("ann", cmd.GrantInput("bob"))
    made.ask("bob", cmd.Leave())
    made.connects("bob", "3")
    made.ask("ann", cmd.MakeCohost("cas"))
    made.ask("ann", cmd.EndCohost("cas"))
    made.disconnects("cas")
    made.server(cmd.Depart("cas"))
    made.ask("bob", cmd.Leave())
    made.disconnects("ann")
    made.server(cmd.CloseSession("empty"))
    return made


def screens() -> Room:
    """Sharing, asked for from both sides, with blur, and a document that gives way to a screen."""
    made = room("ann", "bob", "cas")
    made.brings("ann", "plan", everyone=True)
    made.ask("ann", cmd.ShowDocument("plan", 2))
    made.ask("ann", cmd.StartShare("ann-screen", "tab"))
    made.ask("ann", cmd.SetBlur(True))
    made.ask("ann", cmd.ConfirmBlur(1))
    made.ask("ann", cmd.SetBlur(False))
    made.ask("ann", cmd.StopShare("ann"))
    made.ask("ann", cmd.AskShare("bob"))
    made.ask("bob", cmd.AnswerShare("bob", False))
    made.ask("cas", cmd.RequestShare())
    made.ask("ann", cmd.AnswerShare("cas", True))
    made.ask("cas", cmd.StartShare("cas-screen", "screen"))
    made.ask("ann", cmd.SetBlur(True))
    # A new page load has no capture running.
    made.connects("cas", "2")
    made.ask("ann", cmd.AskShare("bob"))
    made.ask("bob", cmd.AnswerShare("bob", True))
    made.ask("bob", cmd.StartShare("bob-screen", "window"))
    made.ask("bob", cmd.SetBlur(True))
    return made


def papers() -> Room:
    """Files: for the hosts, for some, for everyone, on the stage, and taken back."""
    made = room("ann", "bob", "cas")
    made.brings("bob", "payslip")
    made.brings("ann", "offer", pages=12)
    made.brings("cas", "photo", everyone=True, pages=0)
    made.ask("ann", cmd.ShareFile("offer", False, ("cas", "bob")))
    made.ask("ann", cmd.ShowDocument("payslip"))
    made.ask("ann", cmd.GrantInput("bob"))
    made.ask("bob", cmd.TurnPage(3))
    made.ask("ann", cmd.CloseDocument())
    made.ask("ann", cmd.ShowDocument("offer", 12))
    made.ask("ann", cmd.WithdrawFile("offer"))
    made.ask("cas", cmd.WithdrawFile("photo"))
    return made


def web_pages() -> Room:
    """A web page driven by both, hidden for a while, and made room for by a screen and a document."""
    made = room("ann", "bob", "cas:colleague")
    made.brings("ann", "plan", everyone=True)
    made.server(cmd.OpenPage("ann", "www.bank.example"))
    made.ask("ann", cmd.GrantInput("bob"))
    made.ask("bob", cmd.TakePage())
    made.server(cmd.VisitSite("login.bank.example"))
    made.ask("ann", cmd.SetBlur(True))
    made.ask("ann", cmd.TakePage())
    made.ask("ann", cmd.ShowDocument("plan"))
    made.ask("ann", cmd.SetStage("page"))
    made.ask("ann", cmd.SetBlur(False))
    made.ask("bob", cmd.TakePage())
    made.ask("bob", cmd.ReleasePage())
    made.ask("bob", cmd.TakePage())
    made.ask("ann", cmd.RevokeInput("bob"))
    made.ask("ann", cmd.StartShare("ann-screen", "tab"))
    made.ask("ann", cmd.SetStage("none"))
    made.ask("ann", cmd.SetStage("share"))
    made.ask("ann", cmd.StopShare("ann"))
    made.ask("ann", cmd.TakePage())
    made.disconnects("ann")
    made.connects("ann")
    made.ask("ann", cmd.ClosePage())
    made.server(cmd.OpenPage("ann", "www.pension.example"))
    made.server(cmd.EndPage())
    return made


def signatures() -> Room:
    """A document signed by the adviser, by a client, and by somebody at the client's screen; then others that are not."""
    made = signing("ann", "bob", signers=("ann", "bob", "els@bob"))
    made.ask("ann", cmd.SetSigningStep("ann-signs", "signature"))
    made.signs("ann-signs")
    made.ask("bob", cmd.SetSigningStep("bob-signs", "details"))
    made.ask("bob", cmd.TurnPage(3))
    made.ask("bob", cmd.SetSigningStep("bob-signs", "review"))
    made.ask("ann", cmd.MoveSigner("els-signs", "ann"))
    made.ask("ann", cmd.MoveSigner("els-signs", "bob"))
    made.signs("bob-signs")
    made.signs("els-signs")
    made.server(cmd.AddFile("signed", "system", "Deal signed.pdf", 2_345, "application/pdf", "1" * 64, 3, True))
    both = (NamedSigner("bob-again", "Bob", "bob"), NamedSigner("zoe-signs", "Zoë de Vries", None))
    made.server(cmd.OpenSigning("second", "deal", "Deal", "ann", "parallel", "void", 1, both))
    made.server(cmd.NoteDeclined("second", "zoe-signs"))
    made.server(cmd.OpenSigning("third", "deal", "Deal", "ann", "parallel", "void", 1, both))
    made.signs("bob-again")
    made.enters("cas")
    made.connects("cas")
    for_cas = (NamedSigner("cas-signs", "Cas", "cas"), both[0])
    made.server(cmd.OpenSigning("fourth", "deal", "Deal", "ann", "sequential", "mail", 1, for_cas))
    made.ask("ann", cmd.Remove("cas"))
    made.ask("ann", cmd.MoveSigner("cas-signs", "ann"))
    made.ask("ann", cmd.EndSession())
    return made


DIALOGUES: tuple[Callable[[], Room], ...] = (
    consultation,
    lobby,
    coming_and_going,
    screens,
    papers,
    web_pages,
    signatures,
)


def plain(value: object) -> Any:
    """State as JSON: names as in Python, mappings by id, sets sorted."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    return value


def session_file(made: Room) -> str:
    told = {
        "session_id": made.now.id,
        "entries": [wire.encode_entry(entry) for entry in made.entries],
        "state": plain(made.now),
    }
    return _text(told)


def shapes_file() -> str:
    families = {"commands": PARTICIPANT_COMMANDS, "events": EVENTS, "signals": SIGNALS}
    return _text(
        {
            family: {
                wire.wire_name(cls): {field.name: _type_name(cls, field.name) for field in fields(cls)}
                for cls in classes
            }
            for family, classes in families.items()
        }
    )


def _type_name(cls: type[object], name: str) -> str:
    """A type as it looks in JSON: "string", "number", "boolean", "a|b", "string[]", "Record<a|b>", "string|null",
    "{id: string}"."""
    return _json_type(typing.get_type_hints(cls)[name])


def _json_type(hint: object) -> str:
    arguments = typing.get_args(hint)
    origin = typing.get_origin(hint)
    if origin is typing.Literal:
        return "|".join(sorted(arguments))
    if origin is tuple:
        return f"{_json_type(arguments[0])}[]"
    if origin is dict:
        return f"Record<{_json_type(arguments[1])}>"
    if isinstance(hint, type) and is_dataclass(hint):
        return "{" + ", ".join(f"{field.name}: {_type_name(hint, field.name)}" for field in fields(hint)) + "}"
    if arguments:
        return "|".join(_json_type(each) for each in arguments)
    return {str: "string", int: "number", float: "number", bool: "boolean", type(None): "null"}[
        typing.cast("type[object]", hint)
    ]


def _text(value: object) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def files() -> dict[Path, str]:
    """Every golden file with what it should hold."""
    made = {HERE / "sessions" / f"{dialogue.__name__}.json": session_file(dialogue()) for dialogue in DIALOGUES}
    return {**made, SHAPES: shapes_file()}


def main() -> None:
    for path, text in files().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
