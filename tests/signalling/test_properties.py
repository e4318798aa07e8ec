"""What holds for every conversation, however long or foolish."""

from dataclasses import replace

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signalling import commands as cmd
from signalling import events as ev
from signalling.audience import NEW_VIEW, visible
from signalling.decide import decide
from signalling.evolve import advance, evolve, replay
from signalling.limits import SYSTEM
from signalling.session import Rejected, Session
from signalling.wire import decode_entry, encode_entry
from tests.signalling.rooms import Room
from tests.signalling.walks import CLIENTS, EVERY, FOOLISH, SENSIBLE, Mix, lengths, seeds, started, walk

pytestmark = pytest.mark.covers("F017", "F040", "F045")

often = settings(max_examples=60, deadline=None)

# What a host may do without giving anybody anything.
GIVES_NOTHING = (
    cmd.Rename,
    cmd.Mute,
    cmd.AskToUnmute,
    cmd.RevokeInput,
    cmd.SetLaser,
    cmd.StartShare,
    cmd.StopShare,
    cmd.SetBlur,
    cmd.ConfirmBlur,
    cmd.SetChat,
    cmd.SendChat,
    cmd.ShareFile,
    cmd.WithdrawFile,
    cmd.ShowDocument,
    cmd.TurnPage,
    cmd.CloseDocument,
    cmd.TakePage,
    cmd.ReleasePage,
    cmd.ClosePage,
    cmd.SetStage,
    cmd.SetSigningStep,
    cmd.SetLobby,
    cmd.SetMedia,
    cmd.Leave,
    cmd.EndCohost,
)
COMING_AND_GOING = (cmd.Connect, cmd.Disconnect, cmd.Depart, cmd.AddFile, cmd.OpenPage, cmd.VisitSite, cmd.EndPage)

CLIENTS_ALONE: Mix = (
    (20, cmd.PARTICIPANT_COMMANDS, CLIENTS),
    (3, EVERY, CLIENTS),
    (10, GIVES_NOTHING, ("ann",)),
    (4, COMING_AND_GOING, (SYSTEM,)),
)


def harmless(before: Session, actor: str, event: ev.Event) -> bool:
    """What a client to whom nothing was given may bring about."""
    match event:
        case (
            ev.ParticipantRenamed()
            | ev.InputRevoked()
            | ev.ShareRequested()
            | ev.ShareDeclined()
            | ev.ParticipantLeft()
            | ev.MediaChanged()
        ):
            return event.participant_id == actor
        case ev.ChatSent():
            return event.participant_id == actor and before.chat_on
        case ev.FileShared() | ev.FileWithdrawn():
            return before.files[event.file_id].participant_id == actor
        case _:
            return False


@often
@given(seeds, lengths)
def test_no_words_of_a_client_bring_about_what_is_the_hosts(seed, length):
    here = started()
    for actor, command in walk(seed, length, CLIENTS_ALONE):
        before = here.now
        answer = here.ask(actor, command)
        if actor in CLIENTS and isinstance(answer, tuple):
            assert all(harmless(before, actor, event) for event in answer), (actor, command, answer)
    assert not any(here.now.is_chair(name) or here.now.may_use_input(name) for name in CLIENTS)
    assert not any(here.now.may_drive(name) for name in CLIENTS)


def test_what_was_given_can_be_used():
    here = started()
    here.ask("ann", cmd.GrantInput("bob"))
    here.ask("ann", cmd.AskShare("bob"))
    here.ask("ann", cmd.ShowDocument("plan"))
    for command in (cmd.TurnPage(2), cmd.AnswerShare("bob", True), cmd.StartShare("s", "tab"), cmd.SetBlur(True)):
        (event,) = here.ask("bob", command)
        assert not harmless(here.now, "bob", event)


@often
@given(seeds, lengths)
def test_replaying_the_log_rebuilds_the_session_also_by_way_of_the_wire(seed, length):
    here = started()
    for actor, command in walk(seed, length, SENSIBLE):
        here.ask(actor, command)
    assert replay("session", here.entries) == here.now
    carried = [decode_entry(orjson.loads(orjson.dumps(encode_entry(entry)))) for entry in here.entries]
    assert carried == here.entries
    assert replay("session", carried) == here.now


@often
@given(seeds, lengths, st.booleans())
def test_deciding_always_answers_and_leaves_the_session_as_it_was(seed, length, opened):
    here = started() if opened else Room()
    for actor, command in walk(seed, length, FOOLISH):
        before = here.now
        copy = replace(before)
        decision = decide(before, actor, command, "fresh")
        assert isinstance(decision, Rejected | tuple)
        assert before == copy
        if isinstance(decision, tuple):
            for event in decision:
                evolve(before, event)
        here.ask(actor, command)


def check_page(before: Session, after: Session) -> None:
    """The stage holds only what there is, and only who may drive drives, with an epoch that never comes back."""
    assert after.stage == "none" or getattr(after, after.stage) is not None
    if after.page is None:
        return
    assert after.page.driver is None or after.may_drive(after.page.driver), "who lost the right is never driver"
    assert after.page.epoch <= after.seq
    if before.page is None:
        assert after.page.epoch == after.seq, "above every epoch of an earlier page"
    elif after.page.driver != before.page.driver:
        assert after.page.epoch == before.page.epoch + 1
    else:
        assert after.page.epoch in (before.page.epoch, before.page.epoch + 1)


def check_signing(before: Session, after: Session) -> None:
    """What is being signed is on the stage, at somebody's screen, and each signs once."""
    if after.signing is None:
        return
    assert after.stage == "document"
    assert after.document is not None
    assert after.document.file_id == after.signing.file_id
    assert any(signer.open for signer in after.signing.signers)
    turns = [signer for signer in after.signing.signers if signer.status == "ready"]
    assert turns, "somebody always has their turn"
    if after.signing.order == "sequential":
        assert len(turns) == 1
    for signer in after.signing.signers:
        assert (signer.status == "signed") == bool(signer.signed_at)
        if signer.participant_id is not None and signer.open:
            assert after.participants[signer.participant_id].status != "removed"
    if before.signing is not None:
        assert after.signing.envelope_id == before.signing.envelope_id
        for one, now in zip(before.signing.signers, after.signing.signers, strict=True):
            assert one.open or one == now, "who has signed has signed"


def check(before: Session, after: Session) -> None:
    """What is true of every session after every entry."""
    assert after.seq == before.seq + 1
    if after.share is None:
        assert after.blur == "off"
    else:
        assert after.participants[after.share.participant_id].inside
    if after.document is not None:
        assert after.files[after.document.file_id].everyone
    check_page(before, after)
    check_signing(before, after)
    for person in after.participants.values():
        if person.input:
            assert person.inside
            assert not after.is_chair(person.id)
        if person.status in ("left", "removed"):
            assert person.instance is None
        assert (person.instance is None) == (person.node is None)
        if person.inside:
            assert 0 < person.entered_seq <= after.seq
    for name, person in before.participants.items():
        assert name in after.participants, "nobody is forgotten"
        if person.status == "removed":
            assert after.participants[name].status == "removed", "nobody removed comes back"
    if before.opened:
        hosts = {person.id for person in after.participants.values() if person.role == "host"}
        assert hosts == {"ann"}
    assert sum(person.status in ("inside", "waiting") for person in after.participants.values()) <= 5
    assert before.ended is None, "nothing happens after the end"
    assert after.blur_number >= before.blur_number


@often
@given(seeds, lengths)
def test_the_session_stays_in_order_whatever_is_asked(seed, length):
    here = started()
    for actor, command in walk(seed, length, SENSIBLE):
        before = here.now
        answer = here.ask(actor, command)
        if isinstance(answer, tuple) and answer:
            check(before, here.now)
        else:
            assert here.now is before
    assert [entry.seq for entry in here.entries] == list(range(1, len(here.entries) + 1))


def told(here: Room, viewer: str, mirror: Session) -> Session:
    """The viewer's own picture after the newest entry, as the server feeds it."""
    entry = here.entries[-1]
    person = here.person(viewer)
    if any(isinstance(event, NEW_VIEW) and event.participant_id == viewer for event in entry.events):
        return retold(here, viewer)
    return advance(mirror, replace(entry, events=visible(here.now, person, entry)))


def retold(here: Room, viewer: str) -> Session:
    """The picture of a page that has just been loaded."""
    person = here.person(viewer)
    return replay("session", [replace(entry, events=visible(here.now, person, entry)) for entry in here.entries])


def agrees(truth: Session, viewer: str, mirror: Session) -> None:
    """All that this viewer may see is as it is; what they may not see is not there."""
    for name, person in truth.participants.items():
        if person.inside:
            assert mirror.participants[name] == person
        else:
            assert name not in mirror.participants or not mirror.participants[name].inside
            if person.status == "waiting" and not truth.is_chair(viewer):
                assert name not in mirror.participants or mirror.participants[name].status != "waiting"
    assert set(mirror.participants) <= set(truth.participants)
    for attribute in (
        "seq",
        "share",
        "document",
        "page",
        "signing",
        "stage",
        "blur",
        "chat_on",
        "lobby",
        "laser",
        "ended",
    ):
        assert getattr(mirror, attribute) == getattr(truth, attribute), attribute
    seen = {file.id: file for file in truth.files.values() if truth.may_see_file(viewer, file)}
    assert mirror.files == seen


@often
@given(seeds, lengths, st.booleans())
def test_every_viewer_sees_the_truth_whether_told_step_by_step_or_after_a_reload(seed, length, lobby):
    here = started(lobby=lobby)
    mirrors = {name: retold(here, name) for name in here.now.participants}
    for actor, command in walk(seed, length, SENSIBLE):
        answer = here.ask(actor, command)
        if not isinstance(answer, tuple) or not answer:
            continue
        for name, person in here.now.participants.items():
            mirrors[name] = told(here, name, mirrors.get(name, Session("session")))
            if person.inside:
                agrees(here.now, name, mirrors[name])
    for person in here.now.inside:
        agrees(here.now, person.id, retold(here, person.id))
