"""Who may send which signal, and to whom."""

import pytest

from signalling import commands as cmd
from signalling import signals as sig
from signalling.session import Rejected
from signalling.signals import may_send
from tests.signalling.rooms import paging, room, sharing

POINT = sig.Pointer(0.25, 0.75, True)
OFFER = sig.Describe("bob", "bob-page-1", "offer", "v=0", {})
CANDIDATE = sig.Candidate("bob", "bob-page-1", "candidate:1", "0", 0)
REST = [sig.Typing(True), sig.Quality("good", 20, 0.0)]


@pytest.mark.parametrize("signal", [OFFER, CANDIDATE], ids=["describe", "candidate"])
def test_negotiation_goes_to_one_other_who_is_inside(signal):
    here = room("ann", "bob", "dea")
    assert may_send(here.now, "ann", signal) == ("bob",)
    assert may_send(here.now, "bob", signal) == Rejected("unknown_participant"), "not to oneself"
    here.ask("bob", cmd.Leave())
    assert may_send(here.now, "ann", signal) == Rejected("unknown_participant")


@pytest.mark.parametrize("signal", [OFFER, CANDIDATE, POINT, *REST], ids=lambda one: type(one).__name__)
def test_nobody_outside_sends_anything(signal):
    here = room("ann", "bob", "dea", lobby=True)
    here.ask("ann", cmd.StartShare("s", "screen"))
    here.ask("ann", cmd.SetLaser(True))
    assert isinstance(may_send(here.now, "ann", signal), tuple)
    here.enters("eve")
    assert may_send(here.now, "eve", signal) == Rejected("not_inside")
    assert may_send(here.now, "nobody", signal) == Rejected("not_inside")
    here.ask("ann", cmd.EndSession())
    assert may_send(here.now, "ann", signal) == Rejected("not_inside")


@pytest.mark.parametrize("signal", REST, ids=lambda one: type(one).__name__)
def test_typing_and_quality_go_to_all_others(signal):
    here = room("ann", "bob", "dea")
    assert may_send(here.now, "bob", signal) == ("ann", "dea")


def test_typing_stops_with_the_chat():
    here = room("ann", "bob")
    here.ask("ann", cmd.SetChat(False))
    assert may_send(here.now, "bob", sig.Typing(True)) == Rejected("chat_off")
    assert may_send(here.now, "bob", sig.Quality("weak", 300, 0.1)) == ("ann",)


@pytest.mark.covers("F044")
def test_the_advisers_pointer_reaches_a_client_only_while_input_rights_are_on():
    here = sharing("ann", "bob", "dea", who="ann")
    assert may_send(here.now, "ann", POINT) == Rejected("no_input_rights")
    here.ask("ann", cmd.GrantInput("bob"))
    assert may_send(here.now, "ann", POINT) == ("bob",)
    here.ask("ann", cmd.RevokeInput("bob"))
    assert may_send(here.now, "ann", POINT) == Rejected("no_input_rights")


@pytest.mark.covers("F044", "F017")
def test_a_clients_pointer_reaches_the_hosts_only_while_input_rights_are_on():
    here = sharing("ann", "bob", "dea", who="ann")
    assert may_send(here.now, "bob", POINT) == Rejected("no_input_rights")
    here.ask("ann", cmd.GrantInput("bob"))
    assert may_send(here.now, "bob", POINT) == ("ann",)


@pytest.mark.covers("X007")
def test_the_laser_is_off_by_default_and_shows_the_advisers_pointer_to_all():
    here = sharing("ann", "bob", "dea", who="ann")
    assert not here.now.laser
    here.ask("ann", cmd.SetLaser(True))
    assert may_send(here.now, "ann", POINT) == ("bob", "dea")
    assert may_send(here.now, "bob", POINT) == Rejected("no_input_rights"), "it is no client's laser"
    here.ask("ann", cmd.SetLaser(False))
    assert may_send(here.now, "ann", POINT) == Rejected("no_input_rights")


@pytest.mark.covers("F044")
def test_there_is_nothing_to_point_at_on_an_empty_stage():
    here = room("ann", "bob")
    here.ask("ann", cmd.GrantInput("bob"))
    assert may_send(here.now, "ann", POINT) == Rejected("nothing_shared")
    here.brings("ann", "plan")
    here.ask("ann", cmd.ShowDocument("plan"))
    assert may_send(here.now, "ann", POINT) == ("bob",)


@pytest.mark.covers("F044", "F003")
def test_over_a_web_page_the_same_rule_holds_and_an_empty_stage_has_no_pointers():
    here = paging("ann", "bob", "dea")
    assert may_send(here.now, "ann", POINT) == Rejected("no_input_rights")
    here.ask("ann", cmd.GrantInput("bob"))
    assert may_send(here.now, "ann", POINT) == ("bob",)
    assert may_send(here.now, "bob", POINT) == ("ann",)
    here.ask("ann", cmd.SetStage("none"))
    assert may_send(here.now, "ann", POINT) == Rejected("nothing_shared")


@pytest.mark.covers("F044")
def test_hosts_see_each_others_pointers():
    here = sharing("ann", "bob", "cas:cohost", who="ann")
    assert may_send(here.now, "ann", POINT) == ("cas",)
    assert may_send(here.now, "cas", POINT) == ("ann",)


@pytest.mark.covers("F045")
def test_a_clients_pointer_rests_while_no_adviser_is_connected():
    here = sharing("ann", "bob", who="ann")
    here.ask("ann", cmd.GrantInput("bob"))
    here.disconnects("ann")
    assert may_send(here.now, "bob", POINT) == Rejected("no_input_rights")
