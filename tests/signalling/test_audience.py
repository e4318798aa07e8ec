"""Who sees what: the lobby, late joiners, the chat's history, files."""

import pytest

from signalling import commands as cmd
from signalling import events as ev
from signalling.audience import visible
from tests.signalling.rooms import Room, room


def seen(here: Room, viewer: str) -> list[ev.Event]:
    """All that this participant may see of the whole log now."""
    return [event for entry in here.entries for event in visible(here.now, here.person(viewer), entry)]


def kinds(here: Room, viewer: str) -> set[type]:
    return {type(event) for event in seen(here, viewer)}


def test_who_waits_sees_nothing_but_the_own_fate():
    here = room("ann", "dea", lobby=True)
    here.brings("ann", "plan", everyone=True)
    here.ask("ann", cmd.SendChat("secret"))
    here.enters("bob")
    here.connects("bob")
    assert seen(here, "bob") == [ev.ParticipantWaiting("bob", "Bob", "client", "nl")] + [
        event for event in seen(here, "bob")[1:] if getattr(event, "participant_id", "") == "bob"
    ]
    assert not kinds(here, "bob") & {ev.ChatSent, ev.FileAdded, ev.SessionOpened, ev.LobbySwitched}
    here.ask("ann", cmd.Admit("bob"))
    assert kinds(here, "bob") >= {ev.ChatSent, ev.FileAdded, ev.SessionOpened}


def test_who_waits_hears_that_the_session_has_ended():
    here = room("ann", lobby=True)
    here.enters("bob")
    here.ask("ann", cmd.EndSession())
    assert seen(here, "bob")[-1] == ev.SessionEnded("host")


def test_only_hosts_see_who_stands_in_the_lobby_and_what_they_are_called():
    here = room("ann", "dea", "cas:colleague", lobby=True)
    here.enters("bob")
    here.connects("bob")
    here.ask("ann", cmd.Rename("bob", "Robert"))
    about_bob = {ev.ParticipantWaiting, ev.ParticipantConnected, ev.ParticipantRenamed}
    told = {
        name: {type(one) for one in seen(here, name) if getattr(one, "participant_id", "") == "bob"}
        for name in ("ann", "dea", "cas")
    }
    assert told == {"ann": about_bob, "dea": set(), "cas": set()}
    here.ask("ann", cmd.Admit("bob"))
    entrance = [one for one in seen(here, "dea") if getattr(one, "participant_id", "") == "bob"]
    assert ev.ParticipantEntered("bob", "Robert", "client", "nl") in entrance
    assert ev.ParticipantConnected("bob", "bob-page-1", "node") in entrance


def test_who_was_turned_away_is_never_named_to_clients():
    here = room("ann", "dea", lobby=True)
    here.enters("bob")
    here.ask("ann", cmd.TurnAway("bob"))
    assert not [one for one in seen(here, "dea") if getattr(one, "participant_id", "") == "bob"]
    assert ev.ParticipantTurnedAway("bob") in seen(here, "bob")
    assert ev.ParticipantTurnedAway("bob") in seen(here, "ann")


@pytest.mark.covers("F023")
@pytest.mark.parametrize("history", [True, False])
def test_a_late_joiner_reads_the_chat_of_before_only_where_the_office_wants_it(history):
    here = room("ann", "dea", history=history)
    here.ask("ann", cmd.SendChat("before"))
    here.enters("bob")
    here.ask("ann", cmd.SendChat("after"))
    read = [event.text for event in seen(here, "bob") if isinstance(event, ev.ChatSent)]
    assert read == (["before", "after"] if history else ["after"])
    assert [event.text for event in seen(here, "dea") if isinstance(event, ev.ChatSent)] == ["before", "after"]


@pytest.mark.covers("F019", "F043")
def test_a_file_for_the_hosts_is_seen_by_its_uploader_and_the_hosts_alone():
    here = room("ann", "bob", "dea", "cas:cohost")
    here.brings("bob", "slip", everyone=False)
    who = {name for name in ("ann", "bob", "cas", "dea") if ev.FileAdded in kinds(here, name)}
    assert who == {"ann", "bob", "cas"}
    here.ask("ann", cmd.EndCohost("cas"))
    assert ev.FileAdded not in kinds(here, "cas"), "with the role goes the view"
    here.ask("bob", cmd.ShareFile("slip", False, ("dea",)))
    assert ev.FileShared in kinds(here, "dea")
    assert ev.FileShared not in kinds(here, "cas")


def test_who_has_gone_sees_nothing_new():
    here = room("ann", "bob")
    here.ask("bob", cmd.Leave())
    here.ask("ann", cmd.SendChat("about bob"))
    assert ev.ChatSent not in kinds(here, "bob")
    here.connects("bob", "2")
    assert ev.ChatSent in kinds(here, "bob")
