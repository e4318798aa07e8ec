"""Conversations about the web page that all look at: who drives it, hiding it, and what is on the stage."""

import pytest

from signalling import commands as cmd
from signalling import events as ev
from tests.signalling.rooms import Room, paging, room

SITE = "www.bank.example"


def driver(here: Room) -> str | None:
    assert here.now.page is not None
    return here.now.page.driver


def stage(here: Room) -> str:
    return here.now.stage


def epoch(here: Room) -> int:
    assert here.now.page is not None
    return here.now.page.epoch


def driven_by_bob() -> Room:
    here = paging("ann", "bob", "cas:colleague", rights="bob")
    here.ask("bob", cmd.TakePage())
    assert driver(here) == "bob"
    return here


@pytest.mark.covers("F003", "F034")
def test_a_page_that_the_host_opens_is_on_the_stage_and_driven_by_the_host():
    here = room("ann", "bob")
    assert here.server(cmd.OpenPage("ann", SITE)) == (ev.PageOpened("ann", SITE),)
    assert (here.now.stage, driver(here), epoch(here)) == ("page", "ann", here.now.seq)
    assert here.server(cmd.OpenPage("ann", SITE)) == ()


def test_who_opened_it_but_is_not_connected_does_not_drive():
    here = room("ann", "bob", "cas:cohost")
    here.disconnects("cas")
    here.server(cmd.OpenPage("cas", SITE))
    assert driver(here) is None
    assert here.ask("cas", cmd.TakePage()) == "not_inside"


def test_only_a_changed_host_name_is_worth_an_entry():
    here = paging("ann")
    assert here.server(cmd.VisitSite(SITE)) == ()
    assert here.server(cmd.VisitSite("pay.example")) == (ev.PageSiteChanged("pay.example"),)
    here.ask("ann", cmd.ClosePage())
    assert here.server(cmd.VisitSite(SITE)) == ()


@pytest.mark.covers("F017", "F045")
def test_a_client_drives_only_with_input_rights_and_takes_over_at_once():
    here = paging("ann", "bob")
    assert here.ask("bob", cmd.TakePage()) == "no_input_rights"
    here.ask("ann", cmd.GrantInput("bob"))
    before = epoch(here)
    assert here.ask("bob", cmd.TakePage()) == (ev.PageTaken("bob", before + 1),)
    assert here.ask("bob", cmd.TakePage()) == ()
    assert here.ask("ann", cmd.TakePage()) == (ev.PageTaken("ann", before + 2),)
    assert here.ask("bob", cmd.ReleasePage()) == (), "what is another's cannot be let go"
    assert here.ask("ann", cmd.ReleasePage()) == (ev.PageReleased("ann", before + 3),)
    assert driver(here) is None


@pytest.mark.covers("F017", "F045")
@pytest.mark.parametrize(
    ("who", "takes_away"),
    [
        ("ann", cmd.RevokeInput("bob")),
        ("bob", cmd.RevokeInput("bob")),
        ("bob", cmd.Leave()),
        ("ann", cmd.Remove("bob")),
        ("ann", cmd.SetBlur(True)),
        ("ann", cmd.SetStage("none")),
        ("system", cmd.Disconnect("bob", "bob-page-1", "node")),
        ("system", cmd.Disconnect("ann", "ann-page-1", "node")),
        ("system", cmd.Connect("bob", "bob-page-2", "node")),
    ],
    ids=["revoked", "given up", "left", "removed", "blurred", "off the stage", "away", "adviser away", "reloaded"],
)
def test_with_the_right_goes_the_page_in_the_same_entry(who, takes_away):
    here = driven_by_bob()
    before = epoch(here)
    answer = here.ask(who, takes_away)
    assert answer[-1] == ev.PageReleased("bob", before + 1)
    assert (driver(here), epoch(here)) == (None, before + 1)


def test_a_driver_who_becomes_co_host_drives_on_and_one_who_was_co_host_stops():
    here = paging("ann", "cas:cohost")
    here.ask("cas", cmd.TakePage())
    before = epoch(here)
    assert here.ask("ann", cmd.EndCohost("cas")) == (
        ev.RoleChanged("cas", "colleague"),
        ev.PageReleased("cas", before + 1),
    )
    here.ask("ann", cmd.GrantInput("cas"))
    here.ask("cas", cmd.TakePage())
    here.ask("ann", cmd.MakeCohost("cas"))
    assert driver(here) == "cas"


def test_nothing_is_let_go_that_was_not_held():
    here = paging("ann", "bob", rights="bob")
    assert here.ask("ann", cmd.RevokeInput("bob")) == (ev.InputRevoked("bob"),)
    assert driver(here) == "ann"


@pytest.mark.covers("F018", "F040")
def test_blur_hides_the_page_while_it_is_on_the_stage_and_survives_another_stage():
    here = paging("ann", "bob")
    assert here.ask("bob", cmd.SetBlur(True)) == "not_allowed"
    assert here.ask("ann", cmd.SetBlur(True)) == (ev.PageBlurSwitched(True, "ann"),)
    assert here.ask("ann", cmd.SetBlur(True)) == ()
    assert driver(here) == "ann", "the adviser goes on behind the blur"
    here.ask("ann", cmd.StartShare("s", "tab"))
    assert here.ask("ann", cmd.SetBlur(True)) == (ev.BlurAsked(1, "ann"),)
    here.ask("ann", cmd.StopShare("ann"))
    assert here.now.stage == "page"
    assert here.now.page is not None
    assert here.now.page.blurred
    here.ask("ann", cmd.ClosePage())
    here.server(cmd.OpenPage("ann", SITE))
    assert not here.now.page.blurred


@pytest.mark.covers("F018")
def test_a_client_can_still_cover_the_own_screen_behind_the_page():
    here = room("ann", "bob")
    here.ask("ann", cmd.AskShare("bob"))
    here.ask("bob", cmd.AnswerShare("bob", True))
    here.ask("bob", cmd.StartShare("s", "screen"))
    here.server(cmd.OpenPage("ann", SITE))
    assert here.ask("bob", cmd.SetBlur(True)) == (ev.BlurAsked(1, "bob"),)
    assert here.ask("ann", cmd.SetBlur(True)) == (ev.PageBlurSwitched(True, "ann"),)


@pytest.mark.covers("F003")
def test_what_is_closed_gives_way_to_what_is_left():
    here = paging("ann", "bob")
    here.brings("ann", "plan", everyone=True)
    here.ask("ann", cmd.StartShare("s", "tab"))
    here.ask("ann", cmd.ShowDocument("plan"))
    assert stage(here) == "document"
    here.ask("ann", cmd.CloseDocument())
    assert stage(here) == "page"
    here.ask("ann", cmd.ShowDocument("plan"))
    here.ask("ann", cmd.SetStage("page"))
    here.ask("ann", cmd.ClosePage())
    assert stage(here) == "document"
    here.ask("ann", cmd.WithdrawFile("plan"))
    assert stage(here) == "share"
    here.ask("ann", cmd.StopShare("ann"))
    assert stage(here) == "none"


def test_an_empty_stage_stays_empty_until_something_is_brought_there():
    here = paging("ann", "bob")
    here.ask("ann", cmd.StartShare("s", "tab"))
    here.ask("ann", cmd.SetStage("none"))
    here.ask("ann", cmd.StopShare("ann"))
    assert here.now.stage == "none"
    assert here.server(cmd.OpenPage("ann", SITE)) == (ev.StageChanged("page", "ann"),)


def test_an_epoch_never_comes_back_with_another_page():
    here = driven_by_bob()
    seen = epoch(here)
    here.ask("ann", cmd.ClosePage())
    here.server(cmd.OpenPage("ann", SITE))
    assert epoch(here) > seen


def test_a_browser_beyond_repair_and_the_end_take_the_page_off_the_stage():
    here = paging("ann", "bob")
    assert here.server(cmd.EndPage()) == (ev.PageClosed("system"),)
    assert here.server(cmd.EndPage()) == ()
    assert (here.now.page, here.now.stage) == (None, "none")
    here.server(cmd.OpenPage("ann", SITE))
    here.ask("ann", cmd.EndSession())
    assert (here.now.page, here.now.stage) == (None, "none")
