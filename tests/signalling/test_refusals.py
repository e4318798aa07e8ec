"""Every refusal code, and beside each the same thing accepted."""

from collections.abc import Callable

import pytest

from signalling import commands as cmd
from signalling import signals as sig
from signalling.limits import SYSTEM
from signalling.refusals import ALL, CODES, EDGE_CODES
from signalling.session import Rejected
from tests.signalling.rooms import Room, paging, room, sharing, signing

Setting = Callable[[], Room]
Try = tuple[Setting, str, cmd.Command]


def lobby_with(name: str) -> Room:
    made = room("ann", lobby=True)
    made.enters(name)
    return made


def without_chat() -> Room:
    made = room("ann", "bob")
    made.ask("ann", cmd.SetChat(False))
    return made


def left_by(name: str) -> Room:
    made = room("ann", "bob")
    made.ask(name, cmd.Leave())
    return made


def removed(name: str) -> Room:
    made = room("ann", "bob")
    made.ask("ann", cmd.Remove(name))
    return made


def ended() -> Room:
    made = room("ann", "bob")
    made.ask("ann", cmd.EndSession())
    return made


def with_file(pages: int = 3) -> Room:
    made = room("ann", "bob")
    made.brings("ann", "plan", pages=pages)
    return made


def with_document() -> Room:
    made = with_file()
    made.ask("ann", cmd.ShowDocument("plan"))
    return made


def asked(name: str) -> Room:
    made = room("ann", name)
    made.ask("ann", cmd.AskShare(name))
    return made


def granted(made: Room, name: str) -> Room:
    made.ask("ann", cmd.GrantInput(name))
    return made


def pair() -> Room:
    return room("ann", "bob")


def trio() -> Room:
    return room("ann", "bob", "cas:colleague")


def page() -> Room:
    return paging("ann", "bob")


def page_for_bob() -> Room:
    return paging("ann", "bob", rights="bob")


def signing_by_bob() -> Room:
    return signing("ann", "bob", signers=("bob", "ann"))


def signed_by_bob() -> Room:
    made = signing_by_bob()
    made.signs("bob-signs")
    return made


def signing_with_other_file() -> Room:
    made = signing_by_bob()
    made.brings("ann", "plan", everyone=True)
    return made


# code, refused, accepted: who asks what, in which situation.
TABLE: list[tuple[str, Try, Try]] = [
    ("chat_off", (without_chat, "bob", cmd.SendChat("hello")), (pair, "bob", cmd.SendChat("hello"))),
    ("empty_message", (pair, "bob", cmd.SendChat(" \n ")), (pair, "bob", cmd.SendChat(" \n!"))),
    ("empty_name", (pair, "bob", cmd.Rename("bob", " \u200b\u202e ")), (pair, "bob", cmd.Rename("bob", "Bo"))),
    ("needs_no_permission", (pair, "ann", cmd.RequestShare()), (pair, "bob", cmd.RequestShare())),
    ("needs_no_permission", (pair, "ann", cmd.GrantInput("ann")), (pair, "ann", cmd.GrantInput("bob"))),
    ("not_a_colleague", (trio, "ann", cmd.MakeCohost("bob")), (trio, "ann", cmd.MakeCohost("cas"))),
    ("not_inside", (lambda: left_by("bob"), "bob", cmd.SendChat("hi")), (pair, "bob", cmd.SendChat("hi"))),
    ("not_inside", (pair, "nobody", cmd.SendChat("hi")), (pair, "ann", cmd.SendChat("hi"))),
    (
        "nothing_asked",
        (pair, "bob", cmd.AnswerShare("bob", True)),
        (lambda: asked("bob"), "bob", cmd.AnswerShare("bob", True)),
    ),
    (
        "nothing_shared",
        (pair, "ann", cmd.SetBlur(True)),
        (lambda: sharing("ann", "bob", who="ann"), "ann", cmd.SetBlur(True)),
    ),
    ("nothing_shared", (pair, "ann", cmd.TurnPage(2)), (with_document, "ann", cmd.TurnPage(2))),
    ("nothing_shared", (page, "ann", cmd.SetStage("share")), (with_document, "ann", cmd.SetStage("none"))),
    ("no_page", (pair, "bob", cmd.TakePage()), (page_for_bob, "bob", cmd.TakePage())),
    ("no_input_rights", (page, "bob", cmd.TakePage()), (page_for_bob, "bob", cmd.TakePage())),
    ("page_blurred", (lambda: blurred_page(), "bob", cmd.TakePage()), (page_for_bob, "bob", cmd.TakePage())),
    ("not_inside", (lambda: left_by("bob"), "bob", cmd.ReleasePage()), (page, "ann", cmd.ReleasePage())),
    (
        "removed",
        (lambda: removed("bob"), SYSTEM, cmd.Connect("bob", "page", "node")),
        (pair, SYSTEM, cmd.Connect("bob", "page", "node")),
    ),
    (
        "removed",
        (lambda: removed("bob"), SYSTEM, cmd.Enter("bob", "Bob", "client", "nl")),
        (lambda: left_by("bob"), SYSTEM, cmd.Enter("bob", "Bob", "client", "nl")),
    ),
    ("session_ended", (ended, "ann", cmd.SendChat("hello")), (pair, "ann", cmd.SendChat("hello"))),
    (
        "session_ended",
        (ended, SYSTEM, cmd.Enter("cas", "Cas", "client", "nl")),
        (pair, SYSTEM, cmd.Enter("cas", "Cas", "client", "nl")),
    ),
    (
        "session_full",
        (lambda: room("ann", "bob", places=2), SYSTEM, cmd.Enter("cas", "Cas", "client", "nl")),
        (lambda: room("ann", "bob", places=3), SYSTEM, cmd.Enter("cas", "Cas", "client", "nl")),
    ),
    (
        "someone_shares",
        (lambda: sharing("ann", "bob", "cas:cohost", who="ann"), "cas", cmd.StartShare("s", "tab")),
        (lambda: room("ann", "bob", "cas:cohost"), "cas", cmd.StartShare("s", "tab")),
    ),
    ("unknown_file", (with_file, "ann", cmd.ShowDocument("other")), (with_file, "ann", cmd.ShowDocument("plan"))),
    ("unknown_page", (with_document, "ann", cmd.TurnPage(4)), (with_document, "ann", cmd.TurnPage(3))),
    ("unknown_page", (with_file, "ann", cmd.ShowDocument("plan", 4)), (with_file, "ann", cmd.ShowDocument("plan", 3))),
    ("unknown_participant", (pair, "ann", cmd.Mute("nobody")), (pair, "ann", cmd.AskToUnmute("bob"))),
    (
        "unknown_session",
        (Room, SYSTEM, cmd.Enter("bob", "Bob", "client", "nl")),
        (Room, SYSTEM, cmd.OpenSession("office", "ann", "Ann", "nl", False, True, 8)),
    ),
    (
        "waiting_in_lobby",
        (lambda: lobby_with("bob"), "bob", cmd.SendChat("hello")),
        (lambda: lobby_with("bob"), "bob", cmd.Leave()),
    ),
    (
        "signing_now",
        (signing_with_other_file, "ann", cmd.ShowDocument("plan")),
        (signing_with_other_file, "ann", cmd.ShowDocument("deal", 3)),
    ),
    (
        "signing_now",
        (signing_with_other_file, "ann", cmd.WithdrawFile("deal")),
        (signing_with_other_file, "ann", cmd.WithdrawFile("plan")),
    ),
    ("signing_now", (signing_by_bob, "ann", cmd.CloseDocument()), (with_document, "ann", cmd.CloseDocument())),
    ("signing_now", (signing_by_bob, "ann", cmd.SetStage("none")), (with_document, "ann", cmd.SetStage("none"))),
    ("signing_now", (signing_by_bob, "ann", cmd.StartShare("s", "tab")), (pair, "ann", cmd.StartShare("s", "tab"))),
    (
        "signing_now",
        (signing_by_bob, SYSTEM, cmd.OpenPage("ann", "www.bank.example")),
        (with_document, SYSTEM, cmd.OpenPage("ann", "www.bank.example")),
    ),
    (
        "no_signing",
        (pair, "bob", cmd.SetSigningStep("bob-signs", "details")),
        (signing_by_bob, "bob", cmd.SetSigningStep("bob-signs", "details")),
    ),
    (
        "no_signing",
        (pair, "ann", cmd.MoveSigner("bob-signs", "ann")),
        (signing_by_bob, "ann", cmd.MoveSigner("bob-signs", "ann")),
    ),
    (
        "unknown_signer",
        (signing_by_bob, "bob", cmd.SetSigningStep("nobody", "details")),
        (signing_by_bob, "bob", cmd.SetSigningStep("bob-signs", "review")),
    ),
    (
        "not_your_turn",
        (signing_by_bob, "ann", cmd.SetSigningStep("ann-signs", "details")),
        (signed_by_bob, "ann", cmd.SetSigningStep("ann-signs", "details")),
    ),
    (
        "already_signed",
        (signed_by_bob, "ann", cmd.MoveSigner("bob-signs", "ann")),
        (signed_by_bob, "ann", cmd.MoveSigner("ann-signs", "bob")),
    ),
    (
        "unknown_participant",
        (signing_by_bob, "ann", cmd.MoveSigner("bob-signs", "nobody")),
        (signing_by_bob, "ann", cmd.MoveSigner("bob-signs", None)),
    ),
    # not_allowed: a client asks what belongs to the host; the host may.
    (
        "not_allowed",
        (lambda: lobby_with_two(), "bob", cmd.Admit("dea")),
        (lambda: lobby_with_two(), "ann", cmd.Admit("dea")),
    ),
    (
        "not_allowed",
        (lambda: lobby_with_two(), "bob", cmd.TurnAway("dea")),
        (lambda: lobby_with_two(), "ann", cmd.TurnAway("dea")),
    ),
    ("not_allowed", (pair, "bob", cmd.Rename("ann", "Fool")), (pair, "ann", cmd.Rename("bob", "Robert"))),
    (
        "not_allowed",
        (lambda: microphone_on("ann"), "bob", cmd.Mute("ann")),
        (lambda: microphone_on("bob"), "ann", cmd.Mute("bob")),
    ),
    ("not_allowed", (pair, "bob", cmd.AskToUnmute("ann")), (pair, "ann", cmd.AskToUnmute("bob"))),
    ("not_allowed", (trio, "bob", cmd.Remove("cas")), (trio, "ann", cmd.Remove("cas"))),
    ("not_allowed", (trio, "cas", cmd.MakeCohost("cas")), (trio, "ann", cmd.MakeCohost("cas"))),
    (
        "not_allowed",
        (lambda: room("ann", "bob", "cas:cohost"), "bob", cmd.EndCohost("cas")),
        (lambda: room("ann", "bob", "cas:cohost"), "ann", cmd.EndCohost("cas")),
    ),
    ("not_allowed", (pair, "bob", cmd.GrantInput("bob")), (pair, "ann", cmd.GrantInput("bob"))),
    (
        "not_allowed",
        (lambda: granted(trio(), "cas"), "bob", cmd.RevokeInput("cas")),
        (lambda: granted(trio(), "cas"), "ann", cmd.RevokeInput("cas")),
    ),
    ("not_allowed", (pair, "bob", cmd.SetLaser(True)), (pair, "ann", cmd.SetLaser(True))),
    ("not_allowed", (pair, "bob", cmd.AskShare("ann")), (pair, "ann", cmd.AskShare("bob"))),
    (
        "not_allowed",
        (lambda: asked("bob"), "ann", cmd.AnswerShare("bob", True)),
        (lambda: asked("bob"), "bob", cmd.AnswerShare("bob", True)),
    ),
    ("not_allowed", (pair, "bob", cmd.StartShare("s", "screen")), (pair, "ann", cmd.StartShare("s", "screen"))),
    (
        "not_allowed",
        (lambda: sharing("ann", "bob", who="ann"), "bob", cmd.StopShare("ann")),
        (lambda: sharing("ann", "bob", who="bob"), "ann", cmd.StopShare("bob")),
    ),
    (
        "not_allowed",
        (lambda: sharing("ann", "bob", who="ann"), "bob", cmd.SetBlur(True)),
        (lambda: sharing("ann", "bob", who="bob"), "bob", cmd.SetBlur(True)),
    ),
    (
        "not_allowed",
        (lambda: blur_asked("ann"), "bob", cmd.ConfirmBlur(1)),
        (lambda: blur_asked("ann"), "ann", cmd.ConfirmBlur(1)),
    ),
    ("not_allowed", (pair, "bob", cmd.SetChat(False)), (pair, "ann", cmd.SetChat(False))),
    (
        "not_allowed",
        (lambda: with_shared_file(), "bob", cmd.ShareFile("plan", False, ("cas",))),
        (with_file, "ann", cmd.ShareFile("plan", False, ("bob",))),
    ),
    (
        "not_allowed",
        (lambda: with_shared_file(), "bob", cmd.WithdrawFile("plan")),
        (lambda: with_shared_file(), "ann", cmd.WithdrawFile("plan")),
    ),
    (
        "not_allowed",
        (lambda: with_shared_file(), "bob", cmd.ShowDocument("plan")),
        (lambda: with_shared_file(), "ann", cmd.ShowDocument("plan")),
    ),
    (
        "not_allowed",
        (with_document, "bob", cmd.TurnPage(2)),
        (lambda: granted(with_document(), "bob"), "bob", cmd.TurnPage(2)),
    ),
    ("not_allowed", (with_document, "bob", cmd.CloseDocument()), (with_document, "ann", cmd.CloseDocument())),
    ("not_allowed", (page, "bob", cmd.ClosePage()), (page, "ann", cmd.ClosePage())),
    ("not_allowed", (page, "bob", cmd.SetStage("none")), (page, "ann", cmd.SetStage("none"))),
    ("not_allowed", (page, "bob", cmd.SetBlur(True)), (page, "ann", cmd.SetBlur(True))),
    (
        "not_allowed",
        (pair, SYSTEM, cmd.OpenPage("bob", "www.bank.example")),
        (pair, SYSTEM, cmd.OpenPage("ann", "www.bank.example")),
    ),
    ("not_allowed", (page, "ann", cmd.VisitSite("pay.example")), (page, SYSTEM, cmd.VisitSite("pay.example"))),
    ("not_allowed", (page, "ann", cmd.EndPage()), (page, SYSTEM, cmd.EndPage())),
    (
        "not_allowed",
        (signing_by_bob, "ann", cmd.SetSigningStep("bob-signs", "review")),
        (signing_by_bob, "bob", cmd.SetSigningStep("bob-signs", "review")),
    ),
    (
        "not_allowed",
        (signing_by_bob, "bob", cmd.MoveSigner("ann-signs", "bob")),
        (signing_by_bob, "ann", cmd.MoveSigner("ann-signs", "bob")),
    ),
    (
        "not_allowed",
        (signing_by_bob, "bob", cmd.NoteSigned("envelope", "bob-signs", 1)),
        (signing_by_bob, SYSTEM, cmd.NoteSigned("envelope", "bob-signs", 1)),
    ),
    (
        "not_allowed",
        (signing_by_bob, "ann", cmd.CloseSigning("envelope", "stopped", "ann")),
        (signing_by_bob, SYSTEM, cmd.CloseSigning("envelope", "stopped", "ann")),
    ),
    ("not_allowed", (pair, "bob", cmd.SetLobby(True)), (pair, "ann", cmd.SetLobby(True))),
    ("not_allowed", (pair, "bob", cmd.EndSession()), (pair, "ann", cmd.EndSession())),
    (
        "not_allowed",
        (lambda: room("ann", "cas:cohost"), "cas", cmd.Remove("ann")),
        (lambda: room("ann", "cas:cohost", "dea"), "cas", cmd.Remove("dea")),
    ),
    # Nobody but the server itself may do what is the server's.
    (
        "not_allowed",
        (pair, "ann", cmd.Enter("eve", "Eve", "client", "nl")),
        (pair, SYSTEM, cmd.Enter("eve", "Eve", "client", "nl")),
    ),
    ("not_allowed", (pair, "bob", cmd.CloseSession("office")), (pair, SYSTEM, cmd.CloseSession("office"))),
]


def lobby_with_two() -> Room:
    made = room("ann", "bob", lobby=True)
    made.enters("dea")
    return made


def blurred_page() -> Room:
    made = page_for_bob()
    made.ask("ann", cmd.SetBlur(True))
    return made


def microphone_on(name: str) -> Room:
    made = room("ann", "bob")
    made.ask(name, cmd.SetMedia("on", "off", "on"))
    return made


def blur_asked(name: str) -> Room:
    made = sharing("ann", "bob", who=name)
    made.ask("ann", cmd.SetBlur(True))
    return made


def with_shared_file() -> Room:
    made = trio()
    made.brings("ann", "plan", everyone=True)
    return made


def _name(case: tuple[str, Try, Try]) -> str:
    return f"{case[0]}-{type(case[1][2]).__name__}"


@pytest.mark.parametrize("case", TABLE, ids=_name)
@pytest.mark.covers("F017", "F040", "F045")
def test_what_is_refused_to_one_is_accepted_where_it_is_right(case):
    code, (setting, actor, command), (better, other, same) = case
    before = setting()
    state = before.now
    assert before.ask(actor, command) == code
    assert before.now == state, "a refusal changes nothing"
    answer = better().ask(other, same)
    assert isinstance(answer, tuple)
    assert answer


def test_every_code_of_the_rules_has_a_refusal_here():
    assert {code for code, _, _ in TABLE} == set(ALL) - set(EDGE_CODES)


def test_every_command_of_a_participant_has_an_acceptance_here_or_never_refuses():
    accepted = {type(better[2]) for _, _, better in TABLE}
    only_about_oneself = {cmd.SetMedia}
    assert set(cmd.PARTICIPANT_COMMANDS) - accepted == only_about_oneself


def test_every_code_has_one_english_sentence():
    assert set(CODES) == set(ALL)
    assert len(set(CODES.values())) == len(CODES)
    assert all(sentence.endswith(".") for sentence in CODES.values())


def test_a_pointer_without_input_rights_is_refused_and_with_them_it_arrives():
    here = sharing("ann", "bob", who="ann")
    point = sig.Pointer(0.5, 0.5, True)
    assert sig.may_send(here.now, "ann", point) == Rejected("no_input_rights")
    here.ask("ann", cmd.GrantInput("bob"))
    assert sig.may_send(here.now, "ann", point) == ("bob",)
