"""Conversations at the door and about people: entering, lobby, pages, names, roles, microphones."""

import pytest

from signalling import commands as cmd
from signalling import events as ev
from signalling.limits import SYSTEM
from tests.signalling.rooms import Room, room


@pytest.mark.covers("F014")
def test_a_right_code_puts_a_client_straight_inside():
    here = room("ann")
    assert here.enters("bob") == (ev.ParticipantEntered("bob", "Bob", "client", "nl"),)
    assert here.person("bob").inside


def test_opening_a_session_twice_changes_nothing():
    here = room("ann")
    assert here.server(cmd.OpenSession("other", "eve", "Eve", "nl", True, True, 2)) == ()


def test_entering_twice_changes_nothing():
    here = room("ann", "bob")
    assert here.enters("bob") == ()


def test_with_a_lobby_a_client_waits_and_a_colleague_walks_in():
    here = room("ann", lobby=True)
    assert here.enters("bob") == (ev.ParticipantWaiting("bob", "Bob", "client", "nl"),)
    assert here.enters("cas", "colleague") == (ev.ParticipantEntered("cas", "Cas", "colleague", "nl"),)


def test_whoever_is_let_in_from_the_lobby_is_connected_for_everybody():
    here = room("ann", lobby=True)
    here.enters("bob")
    here.connects("bob")
    assert here.ask("ann", cmd.Admit("bob")) == (
        ev.ParticipantEntered("bob", "Bob", "client", "nl"),
        ev.ParticipantConnected("bob", "bob-page-1", "node"),
    )
    assert here.ask("ann", cmd.Admit("bob")) == (), "letting in twice is one entrance"


def test_whoever_is_let_in_while_away_is_not_connected():
    here = room("ann", lobby=True)
    here.enters("bob")
    assert here.ask("ann", cmd.Admit("bob")) == (ev.ParticipantEntered("bob", "Bob", "client", "nl"),)


def test_whoever_is_turned_away_stays_away():
    here = room("ann", lobby=True)
    here.enters("bob")
    assert here.ask("ann", cmd.TurnAway("bob")) == (ev.ParticipantTurnedAway("bob"),)
    assert here.enters("bob") == "removed"
    assert here.connects("bob") == "removed"


def test_who_waits_may_go_away_and_knock_again():
    here = room("ann", lobby=True)
    here.enters("bob")
    assert here.ask("bob", cmd.Leave()) == (ev.ParticipantLeft("bob", "self"),)
    assert here.enters("bob") == (ev.ParticipantWaiting("bob", "Bob", "client", "nl"),)


def test_a_removed_participant_is_out_for_good():
    here = room("ann", "bob")
    here.connects("bob")
    assert here.ask("ann", cmd.Remove("bob")) == (ev.ParticipantRemoved("bob"),)
    assert here.person("bob").instance is None
    assert here.enters("bob") == "removed"
    assert here.connects("bob", "2") == "removed"
    assert here.ask("ann", cmd.Admit("bob")) == ()
    assert here.person("bob").status == "removed"


def test_those_who_wait_take_a_place():
    here = room("ann", lobby=True, places=2)
    here.enters("bob")
    assert here.enters("dea") == "session_full"
    here.ask("ann", cmd.TurnAway("bob"))
    assert here.enters("dea") == (ev.ParticipantWaiting("dea", "Dea", "client", "nl"),)


@pytest.mark.covers("F016")
def test_a_page_that_connects_is_noted_once():
    here = room("ann")
    here.enters("bob")
    assert here.connects("bob") == (ev.ParticipantConnected("bob", "bob-page-1", "node"),)
    assert here.connects("bob") == ()


def test_a_new_page_takes_over_and_the_old_one_going_away_means_nothing():
    here = room("ann", "bob")
    here.connects("bob", "2")
    assert here.disconnects("bob", "1") == ()
    assert here.disconnects("bob", "2") == (ev.ParticipantDisconnected("bob"),)


def test_the_same_page_on_another_node_survives_the_old_nodes_farewell():
    here = room("ann", "bob")
    assert here.connects("bob", "1", "other") == (ev.ParticipantConnected("bob", "bob-page-1", "other"),)
    assert here.disconnects("bob", "1", "node") == ()
    assert here.person("bob").node == "other"


def test_a_reloaded_page_has_lost_its_capture_and_so_its_share():
    here = room("ann", "bob")
    here.ask("ann", cmd.StartShare("s", "screen"))
    assert here.connects("ann", "2") == (
        ev.ScreenStopped("ann"),
        ev.ParticipantConnected("ann", "ann-page-2", "node"),
    )


def test_a_share_survives_the_same_page_coming_back():
    here = room("ann", "bob")
    here.ask("ann", cmd.StartShare("s", "screen"))
    here.disconnects("ann")
    here.connects("ann")
    assert here.now.share is not None


def test_away_too_long_is_out_and_coming_back_is_the_same_participant():
    here = room("ann", "bob")
    assert here.server(cmd.Depart("bob")) == (), "who is connected is not away"
    here.disconnects("bob")
    assert here.server(cmd.Depart("bob")) == (ev.ParticipantLeft("bob", "gone"),)
    assert here.connects("bob", "2") == (
        ev.ParticipantEntered("bob", "Bob", "client", "nl"),
        ev.ParticipantConnected("bob", "bob-page-2", "node"),
    )


def test_coming_back_needs_a_place_and_passes_the_lobby():
    here = room("ann", "bob", places=2)
    here.ask("bob", cmd.Leave())
    here.enters("dea")
    assert here.connects("bob", "2") == "session_full"
    here.ask("ann", cmd.Remove("dea"))
    here.ask("ann", cmd.SetLobby(True))
    assert here.connects("bob", "2")[0] == ev.ParticipantWaiting("bob", "Bob", "client", "nl")


def test_who_has_never_been_here_cannot_connect():
    here = room("ann")
    assert here.connects("eve") == "unknown_participant"


@pytest.mark.covers("F016")
def test_people_may_rename_themselves_and_the_host_anybody():
    here = room("ann", "bob")
    assert here.ask("bob", cmd.Rename("bob", "  Bob  Jansen ")) == (ev.ParticipantRenamed("bob", "Bob Jansen"),)
    assert here.ask("bob", cmd.Rename("bob", "Bob Jansen")) == ()
    assert here.ask("ann", cmd.Rename("bob", "B.")) == (ev.ParticipantRenamed("bob", "B."),)
    here.ask("bob", cmd.Leave())
    assert here.ask("ann", cmd.Rename("bob", "Gone")) == "unknown_participant"


def test_a_name_cannot_turn_the_text_around_it():
    here = room("ann", "bob")
    assert here.ask("bob", cmd.Rename("bob", "Bob\u202e nnA\n")) == (ev.ParticipantRenamed("bob", "Bob nnA"),)
    assert here.ask("bob", cmd.Rename("bob", "دانیال 👩\u200d👧")) == (
        ev.ParticipantRenamed("bob", "دانیال 👩\u200d👧"),
    )


@pytest.mark.covers("F024")
def test_a_muted_microphone_stays_silenced_until_its_owner_switches_it_on():
    here = room("ann", "bob")
    here.ask("bob", cmd.SetMedia("on", "on", "on"))
    assert here.ask("ann", cmd.Mute("bob")) == (ev.MediaChanged("bob", "off", "on", "on", True),)
    assert here.ask("ann", cmd.Mute("bob")) == ()
    assert here.ask("bob", cmd.SetMedia("off", "off", "on")) == (ev.MediaChanged("bob", "off", "off", "on", True),)
    assert here.ask("ann", cmd.AskToUnmute("bob")) == (ev.UnmuteAsked("bob", "ann"),)
    assert here.ask("bob", cmd.SetMedia("on", "off", "on")) == (ev.MediaChanged("bob", "on", "off", "on", False),)
    assert here.ask("ann", cmd.AskToUnmute("bob")) == ()


@pytest.mark.covers("F025", "F027")
def test_the_same_media_twice_is_told_once():
    here = room("ann", "bob")
    assert here.ask("bob", cmd.SetMedia("none", "on", "off")) == (ev.MediaChanged("bob", "none", "on", "off", False),)
    assert here.ask("bob", cmd.SetMedia("none", "on", "off")) == ()


def test_a_cohost_decides_for_others_until_the_role_is_taken_back():
    here = room("ann", "bob", "cas:colleague")
    assert here.ask("cas", cmd.SetChat(False)) == "not_allowed"
    assert here.ask("ann", cmd.MakeCohost("cas")) == (ev.RoleChanged("cas", "cohost"),)
    assert here.ask("ann", cmd.MakeCohost("cas")) == ()
    assert here.ask("cas", cmd.SetChat(False)) == (ev.ChatSwitched(False),)
    assert here.ask("cas", cmd.EndCohost("cas")) == "not_allowed", "roles are the host's alone"
    assert here.ask("ann", cmd.EndCohost("cas")) == (ev.RoleChanged("cas", "colleague"),)
    assert here.ask("cas", cmd.SetChat(True)) == "not_allowed"


def test_a_new_cohost_holds_no_input_rights_any_more():
    here = room("ann", "cas:colleague")
    here.ask("ann", cmd.GrantInput("cas"))
    assert here.ask("ann", cmd.MakeCohost("cas")) == (ev.InputRevoked("cas"), ev.RoleChanged("cas", "cohost"))


def test_nobody_removes_the_host_or_themselves():
    here = room("ann", "cas:cohost")
    assert here.ask("cas", cmd.Remove("ann")) == "not_allowed"
    assert here.ask("ann", cmd.Remove("ann")) == "not_allowed"
    assert here.ask("cas", cmd.Remove("cas")) == "not_allowed"


def test_a_host_who_went_out_decides_nothing_until_back():
    here = room("ann", "bob")
    here.ask("ann", cmd.Leave())
    assert here.ask("ann", cmd.EndSession()) == "not_inside"
    here.connects("ann", "2")
    assert here.ask("ann", cmd.EndSession()) == (ev.SessionEnded("host"),)


@pytest.mark.covers("F028")
@pytest.mark.parametrize("reason", ["empty", "office"])
def test_the_server_may_end_a_session_and_the_stage_is_empty_then(reason):
    here = room("ann", "bob")
    here.ask("ann", cmd.StartShare("s", "screen"))
    assert here.server(cmd.CloseSession(reason)) == (ev.SessionEnded(reason),)
    assert (here.now.ended, here.now.share) == (reason, None)


def test_switches_that_stand_as_asked_tell_nothing():
    here = room("ann", "bob")
    for command in (cmd.SetChat(True), cmd.SetLobby(False), cmd.SetLaser(False)):
        assert here.ask("ann", command) == ()
    assert here.ask("ann", cmd.SetLobby(True)) == (ev.LobbySwitched(True),)


@pytest.mark.parametrize("command", [cmd.Depart("eve"), cmd.Disconnect("eve", "page", "node")])
def test_going_away_of_somebody_unknown_is_nothing(command):
    assert room("ann").ask(SYSTEM, command) == ()


def test_nothing_happens_in_a_session_that_was_never_opened():
    nowhere = Room()
    assert nowhere.connects("bob") == "unknown_session"
    assert nowhere.ask("bob", cmd.SendChat("hi")) == "not_inside"
    assert nowhere.server(cmd.CloseSession("empty")) == "unknown_session"
