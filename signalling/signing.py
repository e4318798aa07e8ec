"""Deciding about a document that is being signed in the session: whose turn, at whose screen; a part of decide.py."""

from typing import assert_never

from signalling import commands as cmd
from signalling import events as ev
from signalling.documents import shown_to_all
from signalling.evolve import evolve
from signalling.limits import SYSTEM
from signalling.session import Decision, Participant, Rejected, Session

SigningCommand = cmd.SetSigningStep | cmd.MoveSigner
FollowingCommand = cmd.NoteSigned | cmd.NoteDeclined | cmd.CloseSigning

_NOT_ALLOWED = Rejected("not_allowed")


def decide_signing(session: Session, person: Participant, command: SigningCommand) -> Decision:
    if isinstance(command, cmd.MoveSigner) and not session.is_chair(person.id):
        return _NOT_ALLOWED
    if session.signing is None:
        return Rejected("no_signing")
    signer = session.signing.signer(command.signer_id)
    if signer is None:
        return Rejected("unknown_signer")
    match command:
        case cmd.SetSigningStep():
            if signer.participant_id != person.id:
                return _NOT_ALLOWED
            if signer.status != "ready":
                return Rejected("not_your_turn")
            return () if signer.step == command.step else (ev.SigningStepped(signer.id, command.step),)
        case cmd.MoveSigner():
            if not signer.open:
                return Rejected("already_signed")
            if command.participant_id is not None and not _inside(session, command.participant_id):
                return Rejected("unknown_participant")
            if signer.participant_id == command.participant_id:
                return ()
            moved = ev.SigningMoved(signer.id, command.participant_id, person.id)
            return (moved, *_over(session, moved, person.id))
        case _:
            assert_never(command)


def open_signing(session: Session, command: cmd.OpenSigning) -> Decision:
    if not session.is_chair(command.by):
        return _NOT_ALLOWED
    if session.signing is not None:
        return () if session.signing.envelope_id == command.envelope_id else Rejected("signing_now")
    file = session.files.get(command.file_id)
    if file is None or not session.may_see_file(command.by, file):
        return Rejected("unknown_file")
    at_screens = {one.participant_id for one in command.signers if one.participant_id is not None}
    if not at_screens or not all(_inside(session, one) for one in at_screens):
        return Rejected("unknown_participant")
    opened = ev.SigningOpened(
        command.envelope_id,
        command.file_id,
        command.title,
        command.by,
        command.order,
        command.after,
        command.signers,
    )
    return (*shown_to_all(file, command.page, command.by), opened)


def follow_signing(session: Session, command: FollowingCommand) -> Decision:
    """What has become of the envelope. Of another envelope than the one that is open here, nothing is said."""
    signing = session.signing
    if signing is None or signing.envelope_id != command.envelope_id:
        return ()
    if isinstance(command, cmd.CloseSigning):
        return (ev.SigningClosed(signing.envelope_id, command.outcome, command.by),)
    signer = signing.signer(command.signer_id)
    if signer is None or not signer.open:
        return ()
    match command:
        case cmd.NoteSigned():
            signed = ev.SignerSigned(signer.id, command.at)
            return (signed, *_over(session, signed, SYSTEM))
        case cmd.NoteDeclined():
            return (ev.SignerDeclined(signer.id), ev.SigningClosed(signing.envelope_id, "declined", SYSTEM))
        case _:
            assert_never(command)


def disturbs(session: Session, decision: tuple[ev.Event, ...]) -> bool:
    """Whether these events would take the document that is being signed from the stage or from the session."""
    if session.signing is None:
        return False
    own = session.signing.file_id
    for event in decision:
        match event:
            case ev.DocumentShown() | ev.FileWithdrawn():
                if isinstance(event, ev.FileWithdrawn) == (event.file_id == own):
                    return True
            case ev.DocumentClosed() | ev.StageChanged() | ev.ScreenShared() | ev.PageOpened():
                return True
            case _:
                pass
    return False


def left_unsigned(session: Session, decision: tuple[ev.Event, ...]) -> tuple[ev.Event, ...]:
    """What goes before the end of a session in which somebody was still to sign."""
    signing = session.signing
    ended = next((event for event in decision if isinstance(event, ev.SessionEnded)), None)
    if signing is None or ended is None:
        return ()
    return (ev.SigningClosed(signing.envelope_id, "mailed" if signing.after == "mail" else "stopped", SYSTEM),)


def _over(session: Session, event: ev.Event, by: str) -> tuple[ev.Event, ...]:
    """The end, when after this event nobody is left who is to sign at a screen here."""
    after = evolve(session, event).signing
    if after is None or after.goes_on_here:
        return ()
    completed = all(one.status == "signed" for one in after.signers)
    return (ev.SigningClosed(after.envelope_id, "completed" if completed else "mailed", by),)


def _inside(session: Session, participant_id: str) -> bool:
    person = session.participants.get(participant_id)
    return person is not None and person.inside
