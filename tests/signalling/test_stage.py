"""Conversations about the stage: input rights, sharing a screen, blur, documents, chat, files."""

import pytest

from signalling import commands as cmd
from signalling import events as ev
from tests.signalling.rooms import Room, room, sharing


@pytest.mark.covers("F017", "F045")
def test_input_rights_are_off_until_the_host_grants_them_and_a_client_may_give_them_up():
    here = room("ann", "bob")
    assert not here.now.may_use_input("bob")
    assert here.ask("bob", cmd.GrantInput("bob")) == "not_allowed"
    assert here.ask("ann", cmd.GrantInput("bob")) == (ev.InputGranted("bob"),)
    assert here.ask("ann", cmd.GrantInput("bob")) == ()
    assert here.now.may_use_input("bob")
    assert here.ask("bob", cmd.RevokeInput("bob")) == (ev.InputRevoked("bob"),)
    assert here.ask("bob", cmd.RevokeInput("bob")) == ()
    assert here.ask("ann", cmd.RevokeInput("bob")) == ()


@pytest.mark.covers("F045")
def test_input_rights_rest_while_no_adviser_is_connected():
    here = room("ann", "bob")
    here.ask("ann", cmd.GrantInput("bob"))
    here.disconnects("ann")
    assert not here.now.may_use_input("bob")
    here.connects("ann")
    assert here.now.may_use_input("bob")


@pytest.mark.covers("F017")
def test_input_rights_end_with_going_out():
    here = room("ann", "bob")
    here.ask("ann", cmd.GrantInput("bob"))
    here.ask("bob", cmd.Leave())
    here.connects("bob", "2")
    assert here.person("bob").inside
    assert not here.person("bob").input


@pytest.mark.covers("F002", "F021")
def test_the_host_shares_and_stops():
    here = room("ann", "bob")
    assert here.ask("ann", cmd.StartShare("s", "window")) == (ev.ScreenShared("ann", "s", "window"),)
    assert here.ask("ann", cmd.StopShare("ann")) == (ev.ScreenStopped("ann"),)
    assert here.ask("ann", cmd.StopShare("ann")) == ()


@pytest.mark.covers("F022")
def test_the_adviser_asks_and_the_client_agrees():
    here = room("ann", "bob")
    assert here.ask("ann", cmd.AskShare("bob")) == (ev.ShareAsked("bob", "ann"),)
    assert here.ask("ann", cmd.AskShare("bob")) == ()
    assert here.ask("bob", cmd.StartShare("s", "tab")) == "not_allowed"
    assert here.ask("bob", cmd.AnswerShare("bob", True)) == (ev.ShareAllowed("bob"),)
    assert here.ask("bob", cmd.AnswerShare("bob", True)) == "not_allowed", "what is allowed, only a host allows again"
    assert here.ask("bob", cmd.StartShare("s", "tab")) == (ev.ScreenShared("bob", "s", "tab"),)
    assert here.ask("bob", cmd.StopShare("bob")) == (ev.ScreenStopped("bob"),)
    assert here.ask("bob", cmd.StartShare("s", "tab")) == "not_allowed", "one permission is for one share"


@pytest.mark.covers("F022")
def test_the_client_asks_and_the_adviser_allows():
    here = room("ann", "bob")
    assert here.ask("bob", cmd.RequestShare()) == (ev.ShareRequested("bob"),)
    assert here.ask("bob", cmd.RequestShare()) == ()
    assert here.ask("bob", cmd.AnswerShare("bob", True)) == "not_allowed"
    assert here.ask("ann", cmd.AnswerShare("bob", True)) == (ev.ShareAllowed("bob"),)
    assert here.ask("ann", cmd.AnswerShare("bob", True)) == ()


@pytest.mark.covers("F022")
def test_either_side_may_say_no_and_take_the_question_back():
    here = room("ann", "bob")
    here.ask("ann", cmd.AskShare("bob"))
    assert here.ask("bob", cmd.AnswerShare("bob", False)) == (ev.ShareDeclined("bob"),)
    here.ask("ann", cmd.AskShare("bob"))
    assert here.ask("ann", cmd.AnswerShare("bob", False)) == (ev.ShareDeclined("bob"),)
    here.ask("bob", cmd.RequestShare())
    assert here.ask("bob", cmd.AnswerShare("bob", False)) == (ev.ShareDeclined("bob"),)
    here.ask("bob", cmd.RequestShare())
    assert here.ask("ann", cmd.AnswerShare("bob", False)) == (ev.ShareDeclined("bob"),)


def test_permission_taken_back_ends_the_share_it_permitted():
    here = sharing("ann", "bob", who="bob")
    assert here.ask("ann", cmd.AnswerShare("bob", False)) == (ev.ScreenStopped("bob"), ev.ShareDeclined("bob"))


@pytest.mark.parametrize("leaves", [cmd.Leave(), None], ids=["leaving", "removed"])
def test_a_share_ends_with_its_sharer(leaves):
    here = sharing("ann", "bob", who="bob")
    answer = here.ask("bob", leaves) if leaves else here.ask("ann", cmd.Remove("bob"))
    assert answer[0] == ev.ScreenStopped("bob")
    assert here.now.share is None


@pytest.mark.covers("F018", "F040")
def test_blur_is_on_only_when_the_sharer_has_swapped():
    here = sharing("ann", "bob", who="bob")
    assert here.ask("ann", cmd.SetBlur(True)) == (ev.BlurAsked(1, "ann"),)
    assert here.now.blur == "asked"
    assert here.ask("ann", cmd.SetBlur(True)) == ()
    assert here.ask("bob", cmd.ConfirmBlur(1)) == (ev.BlurApplied(1),)
    assert (here.now.share is not None, here.now.blur) == (True, "on")
    assert here.ask("ann", cmd.SetBlur(False)) == (ev.BlurLifted("ann"),)
    assert here.ask("ann", cmd.SetBlur(False)) == ()


@pytest.mark.covers("F018")
def test_a_late_confirmation_of_an_overtaken_wish_is_not_taken_for_the_new_one():
    here = sharing("ann", "bob", who="ann")
    here.ask("ann", cmd.SetBlur(True))
    here.ask("ann", cmd.SetBlur(False))
    assert here.ask("ann", cmd.ConfirmBlur(1)) == ()
    assert here.ask("ann", cmd.SetBlur(True)) == (ev.BlurAsked(2, "ann"),)
    assert here.ask("ann", cmd.ConfirmBlur(1)) == ()
    assert here.ask("ann", cmd.ConfirmBlur(2)) == (ev.BlurApplied(2),)


@pytest.mark.covers("F018")
def test_sharing_something_else_stays_blurred_and_a_new_share_begins_sharp():
    here = sharing("ann", "bob", who="ann")
    here.ask("ann", cmd.SetBlur(True))
    here.ask("ann", cmd.ConfirmBlur(1))
    here.ask("ann", cmd.StartShare("another", "tab"))
    changed = here.now.blur
    here.ask("ann", cmd.StopShare("ann"))
    here.ask("ann", cmd.StartShare("third", "tab"))
    assert (changed, here.now.blur) == ("on", "off")


@pytest.mark.covers("F018")
def test_a_client_may_blur_the_own_screen_but_never_the_hosts():
    mine = sharing("ann", "bob", who="bob")
    assert mine.ask("bob", cmd.SetBlur(True)) == (ev.BlurAsked(1, "bob"),)
    other = sharing("ann", "bob", who="ann")
    assert other.ask("bob", cmd.SetBlur(True)) == "not_allowed"


def with_file(*, everyone: bool = True, by: str = "ann") -> Room:
    here = room("ann", "bob", "dea")
    here.brings(by, "plan", everyone=everyone)
    return here


@pytest.mark.covers("F019", "F043")
def test_a_file_is_shown_to_more_people_and_never_to_fewer():
    here = with_file(everyone=False)
    answer = here.ask("ann", cmd.ShareFile("plan", False, ("bob",)))
    assert isinstance(answer[0], ev.FileShared)
    assert answer[0].participant_ids == ("bob",)
    assert here.now.may_see_file("bob", here.now.files["plan"])
    assert not here.now.may_see_file("dea", here.now.files["plan"])
    assert here.ask("ann", cmd.ShareFile("plan", False, ())) == ()
    assert here.ask("ann", cmd.ShareFile("plan", True))[0].participant_ids == ("bob",)
    assert here.ask("ann", cmd.ShareFile("plan", False, ("dea", "nobody"))) == "unknown_participant"


def test_what_one_may_not_see_is_unknown_and_not_forbidden():
    here = with_file(everyone=False)
    for command in (cmd.ShareFile("plan", True), cmd.WithdrawFile("plan"), cmd.ShowDocument("plan")):
        assert here.ask("bob", command) == "unknown_file"
    assert here.ask("ann", cmd.ShowDocument("plan"))


@pytest.mark.covers("F019")
def test_the_uploader_shares_and_withdraws_the_own_file():
    here = with_file(by="bob", everyone=False)
    assert isinstance(here.ask("bob", cmd.ShareFile("plan", True)), tuple)
    assert here.ask("dea", cmd.WithdrawFile("plan")) == "not_allowed"
    assert here.ask("bob", cmd.WithdrawFile("plan")) == (ev.FileWithdrawn("plan"),)
    assert here.ask("bob", cmd.WithdrawFile("plan")) == "unknown_file"


def test_the_same_upload_twice_is_one_file_and_who_is_out_brings_none():
    here = with_file()
    assert here.brings("ann", "plan") == ()
    here.ask("bob", cmd.Leave())
    assert here.brings("bob", "other") == "not_inside"
    assert here.brings("dea", "other") != "not_inside"


@pytest.mark.covers("F043")
def test_showing_a_document_shares_it_with_everyone():
    here = with_file(everyone=False)
    shared, shown = here.ask("ann", cmd.ShowDocument("plan", 2))
    assert (shared.everyone, shown) == (True, ev.DocumentShown("plan", 2, "ann"))
    assert here.ask("ann", cmd.ShowDocument("plan", 2)) == ()
    assert here.ask("ann", cmd.ShowDocument("plan", 3)) == (ev.DocumentShown("plan", 3, "ann"),)
    assert here.ask("ann", cmd.CloseDocument()) == (ev.DocumentClosed("ann"),)
    assert here.ask("ann", cmd.CloseDocument()) == ()


@pytest.mark.covers("F017", "F043")
def test_a_client_turns_pages_only_with_input_rights():
    here = with_file()
    here.ask("ann", cmd.ShowDocument("plan"))
    assert here.ask("bob", cmd.TurnPage(2)) == "not_allowed"
    here.ask("ann", cmd.GrantInput("bob"))
    assert here.ask("bob", cmd.TurnPage(2)) == (ev.PageTurned(2, "bob"),)
    assert here.ask("bob", cmd.TurnPage(2)) == ()


def test_where_the_number_of_pages_is_unknown_every_page_may_be_asked():
    here = room("ann", "bob")
    here.brings("ann", "scan", pages=0)
    assert here.ask("ann", cmd.ShowDocument("scan", 99))


def test_withdrawing_the_document_on_the_stage_clears_the_stage():
    here = with_file()
    here.ask("ann", cmd.ShowDocument("plan"))
    here.ask("ann", cmd.WithdrawFile("plan"))
    assert here.now.document is None


@pytest.mark.covers("F023")
def test_the_chat_can_be_switched_off_for_everybody_and_on_again():
    here = room("ann", "bob")
    assert here.ask("bob", cmd.SendChat("hello")) == (ev.ChatSent(f"made-{len(here.entries)}", "bob", "hello"),)
    here.ask("ann", cmd.SetChat(False))
    assert here.ask("ann", cmd.SendChat("hello")) == "chat_off", "off is off for the host too"
    here.ask("ann", cmd.SetChat(True))
    assert here.ask("bob", cmd.SendChat("hello"))
