"""Conversations about a document that is being signed: whose turn, at whose screen, and how it ends."""

import pytest

from signalling import commands as cmd
from signalling import events as ev
from signalling.limits import SYSTEM, NamedSigner
from signalling.session import Signer
from tests.signalling.rooms import Room, room, signing


def signer(here: Room, name: str) -> Signer:
    assert here.now.signing is not None
    found = here.now.signing.signer(f"{name}-signs")
    assert found is not None
    return found


def turns(here: Room) -> set[str]:
    assert here.now.signing is not None
    return {one.name for one in here.now.signing.signers if one.status == "ready"}


@pytest.mark.covers("D016", "F005")
def test_a_file_that_is_to_be_signed_comes_on_everybodys_stage():
    here = signing("ann", "bob", "cas", signers=("bob",))
    assert here.now.document is not None
    assert (here.now.stage, here.now.document.file_id, here.now.document.page) == ("document", "deal", 2)
    assert here.now.files["deal"].everyone
    assert here.server(cmd.OpenSigning("envelope", "deal", "Deal", "ann", "sequential", "mail", 1, ())) == ()
    again = cmd.OpenSigning("another", "deal", "Deal", "ann", "sequential", "mail", 1, ())
    assert here.server(again) == "signing_now", "one at a time"


@pytest.mark.covers("F040")
def test_only_a_chair_lets_a_file_be_signed_and_only_by_somebody_with_a_screen_here():
    here = room("ann", "bob")
    here.brings("ann", "deal")

    def opened(by: str, file: str, *screens: str | None) -> object:
        signers = tuple(NamedSigner(f"s{place}", "Somebody", one) for place, one in enumerate(screens))
        return here.server(cmd.OpenSigning("envelope", file, "Deal", by, "parallel", "mail", 1, signers))

    assert opened("bob", "deal", "bob") == "not_allowed"
    assert opened("ann", "other", "bob") == "unknown_file"
    assert opened("ann", "deal", "eve") == "unknown_participant"
    assert opened("ann", "deal", None) == "unknown_participant"
    assert isinstance(opened("ann", "deal", "bob", None), tuple)


def test_in_a_sequence_the_next_is_ready_when_the_one_before_has_signed():
    here = signing("ann", "bob", signers=("ann", "bob", "els@bob"))
    assert turns(here) == {"Ann"}
    (signed,) = here.signs("ann-signs")
    assert signed == ev.SignerSigned("ann-signs", signed.at)
    assert (signer(here, "ann").status, turns(here)) == ("signed", {"Bob"})
    here.signs("bob-signs")
    assert turns(here) == {"Els"}


def test_in_parallel_everybody_is_ready_from_the_start():
    here = signing("ann", "bob", signers=("ann", "bob"), order="parallel")
    assert turns(here) == {"Ann", "Bob"}
    here.signs("bob-signs")
    assert turns(here) == {"Ann"}


@pytest.mark.covers("F031", "F040")
def test_nobody_signs_for_another_a_chair_neither():
    here = signing("ann", "bob", "cas", signers=("bob", "ann"))
    assert here.now.may_sign("bob", "bob-signs")
    assert not here.now.may_sign("ann", "bob-signs")
    assert not here.now.may_sign("cas", "bob-signs")
    assert not here.now.may_sign("ann", "ann-signs"), "not yet"
    assert not here.now.may_sign("nobody", "bob-signs")
    here.signs("bob-signs")
    assert here.now.may_sign("ann", "ann-signs")
    assert not here.now.may_sign("bob", "bob-signs"), "once"
    here.ask("bob", cmd.Leave())


def test_who_went_out_does_not_sign_until_they_are_back():
    here = signing("ann", "bob")
    here.ask("bob", cmd.Leave())
    assert not here.now.may_sign("bob", "bob-signs")
    here.connects("bob", "2")
    assert here.now.may_sign("bob", "bob-signs")


def test_two_people_sign_at_one_screen_one_after_the_other():
    here = signing("ann", "bob", signers=("bob", "els@bob"))
    assert here.now.may_sign("bob", "bob-signs")
    here.signs("bob-signs")
    assert here.now.may_sign("bob", "els-signs")


@pytest.mark.covers("D017")
def test_whoever_signs_turns_the_page_for_all_and_nobody_else_without_rights():
    here = signing("ann", "bob", "cas", signers=("bob", "cas"))
    assert here.ask("cas", cmd.TurnPage(3)) == "not_allowed"
    assert here.ask("bob", cmd.TurnPage(3)) == (ev.PageTurned(3, "bob"),)
    here.signs("bob-signs")
    assert here.ask("bob", cmd.TurnPage(1)) == "not_allowed"
    assert here.ask("cas", cmd.TurnPage(1)) == (ev.PageTurned(1, "cas"),)


def test_the_others_hear_how_far_the_signer_is():
    here = signing("ann", "bob")
    assert here.ask("bob", cmd.SetSigningStep("bob-signs", "signature")) == (
        ev.SigningStepped("bob-signs", "signature"),
    )
    assert signer(here, "bob").step == "signature"
    assert here.ask("bob", cmd.SetSigningStep("bob-signs", "signature")) == ()


@pytest.mark.covers("D007")
def test_a_signer_is_moved_to_the_advisers_own_screen_and_begins_anew():
    here = signing("ann", "bob")
    here.ask("bob", cmd.SetSigningStep("bob-signs", "review"))
    assert here.ask("ann", cmd.MoveSigner("bob-signs", "ann")) == (ev.SigningMoved("bob-signs", "ann", "ann"),)
    assert here.now.may_sign("ann", "bob-signs")
    assert not here.now.may_sign("bob", "bob-signs")
    assert signer(here, "bob").step == "reading"
    assert here.ask("ann", cmd.MoveSigner("bob-signs", "ann")) == ()


def test_signing_is_completed_with_the_last_signature():
    here = signing("ann", "bob", signers=("ann", "bob"))
    here.signs("ann-signs")
    answer = here.signs("bob-signs")
    assert answer[-1] == ev.SigningClosed("envelope", "completed", SYSTEM)
    assert here.now.signing is None
    assert here.now.stage == "document", "what was signed stays to be seen"
    assert here.server(cmd.NoteSigned("envelope", "bob-signs", 1)) == (), "told twice"


@pytest.mark.covers("D008")
def test_when_the_rest_sign_by_mail_the_session_is_done_with_it():
    here = signing("ann", "bob", signers=("bob", "zoe@"))
    assert here.signs("bob-signs")[-1] == ev.SigningClosed("envelope", "mailed", SYSTEM)
    here = signing("ann", "bob", signers=("bob", "zoe@"))
    assert here.ask("ann", cmd.MoveSigner("bob-signs", None)) == (
        ev.SigningMoved("bob-signs", None, "ann"),
        ev.SigningClosed("envelope", "mailed", "ann"),
    )


def test_one_who_declines_ends_it_for_all():
    here = signing("ann", "bob", signers=("ann", "bob"), order="parallel")
    assert here.server(cmd.NoteDeclined("envelope", "bob-signs")) == (
        ev.SignerDeclined("bob-signs"),
        ev.SigningClosed("envelope", "declined", SYSTEM),
    )


def test_the_server_stops_what_is_open_and_nothing_else():
    here = signing("ann", "bob")
    assert here.server(cmd.CloseSigning("another", "stopped", "ann")) == ()
    assert here.server(cmd.CloseSigning("envelope", "stopped", "ann")) == (
        ev.SigningClosed("envelope", "stopped", "ann"),
    )
    assert here.server(cmd.CloseSigning("envelope", "stopped", "ann")) == ()


@pytest.mark.parametrize(("after", "outcome"), [("mail", "mailed"), ("void", "stopped")])
@pytest.mark.parametrize(
    ("who", "ends"), [("ann", cmd.EndSession()), (SYSTEM, cmd.CloseSession("empty"))], ids=["ended", "empty"]
)
def test_a_session_that_ends_says_first_what_becomes_of_the_signing(after, outcome, who, ends):
    here = signing("ann", "bob", after=after)
    answer = here.ask(who, ends)
    assert answer[0] == ev.SigningClosed("envelope", outcome, SYSTEM)
    assert isinstance(answer[1], ev.SessionEnded)
    assert here.now.signing is None


def test_who_is_taken_out_takes_no_screen_with_them():
    here = signing("ann", "bob", "cas", signers=("bob", "cas"))
    here.signs("bob-signs")
    here.ask("ann", cmd.Remove("cas"))
    assert signer(here, "cas").participant_id is None
    assert signer(here, "bob").participant_id == "bob", "a signature was made where it was made"
    here.ask("ann", cmd.MoveSigner("cas-signs", "ann"))
    assert here.now.may_sign("ann", "cas-signs")


def test_a_page_that_was_open_waits_behind_the_document_and_nobody_drives_it():
    here = room("ann", "bob")
    here.brings("ann", "deal")
    here.ask("ann", cmd.GrantInput("bob"))
    here.server(cmd.OpenPage("ann", "www.bank.example"))
    here.ask("bob", cmd.TakePage())
    named = (NamedSigner("bob-signs", "Bob", "bob"),)
    here.server(cmd.OpenSigning("envelope", "deal", "Deal", "ann", "parallel", "mail", 1, named))
    assert here.now.page is not None
    assert here.now.page.driver is None
    here.ask("ann", cmd.ClosePage())
    assert here.now.stage == "document"


@pytest.mark.covers("D004")
def test_the_service_files_what_was_signed_also_when_the_adviser_is_out():
    here = signing("ann", "bob")
    here.signs("bob-signs")
    here.ask("ann", cmd.Leave())
    file = cmd.AddFile("signed", SYSTEM, "Deal signed.pdf", 9, "application/pdf", "1" * 64, 3, everyone=True)
    (added,) = here.server(file)
    assert added.participant_id == SYSTEM
    assert here.now.may_see_file("bob", here.now.files["signed"])
    assert here.ask("bob", cmd.WithdrawFile("signed")) == "not_allowed"
    assert here.server(file) == (), "filed once"
