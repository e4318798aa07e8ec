"""What a command leads to: events, or a refusal with a stable code. Reads, never writes."""

from typing import assert_never

from signalling import commands as cmd
from signalling import events as ev
from signalling.documents import decide_file
from signalling.limits import SYSTEM
from signalling.pages import blur_page, decide_page, open_page, released
from signalling.session import Decision, Participant, Rejected, Session
from signalling.signing import decide_signing, disturbs, follow_signing, left_unsigned, open_signing

_NOT_ALLOWED = Rejected("not_allowed")
_UNKNOWN = Rejected("unknown_participant")

# Control characters, and those that turn the direction of what follows: with them a name could pass for another.
_UNSEEN = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), *range(0x2028, 0x202F), *range(0x2066, 0x206A)], " ")


def decide(session: Session, actor: str, command: cmd.Command, fresh_id: str) -> Decision:
    """Decide a command of `actor` (a participant's id, or "system"). `fresh_id` names what the command makes."""
    decision = _decide(session, actor, command, fresh_id)
    if isinstance(decision, Rejected):
        return decision
    if disturbs(session, decision):
        return Rejected("signing_now")
    return (*left_unsigned(session, decision), *decision, *released(session, decision))


def _decide(session: Session, actor: str, command: cmd.Command, fresh_id: str) -> Decision:
    if session.ended is not None:
        return Rejected("session_ended")
    if isinstance(command, cmd.SystemCommand):
        if actor != SYSTEM:
            return _NOT_ALLOWED
        if not session.opened and not isinstance(command, cmd.OpenSession):
            return Rejected("unknown_session")
        return _decide_system(session, command)
    person = session.participants.get(actor)
    if person is None:
        return Rejected("not_inside")
    if person.status == "waiting":
        # Who waits may only go away again.
        if isinstance(command, cmd.Leave):
            return (ev.ParticipantLeft(actor, "self"),)
        return Rejected("waiting_in_lobby")
    if not person.inside:
        return Rejected("not_inside")
    return _decide_own(session, person, command, fresh_id)


# --- the server's own commands --------------------------------------------------------------------------------


def _decide_system(session: Session, command: cmd.SystemCommand) -> Decision:
    match command:
        case cmd.OpenSession():
            if session.opened:
                return ()
            return (
                ev.SessionOpened(
                    command.organisation_id, command.lobby, command.chat_history, command.max_participants
                ),
                ev.ParticipantEntered(command.host_id, command.host_name, "host", command.language),
            )
        case cmd.Enter():
            return _enter(session, command)
        case cmd.Connect():
            return _connect(session, command)
        case cmd.Disconnect():
            person = session.participants.get(command.participant_id)
            if person is None or (person.instance, person.node) != (command.instance, command.node):
                return ()
            return (ev.ParticipantDisconnected(person.id),)
        case cmd.Depart():
            person = session.participants.get(command.participant_id)
            if person is None or person.status not in ("inside", "waiting") or person.instance is not None:
                return ()
            return (*_share_ends(session, person.id), ev.ParticipantLeft(person.id, "gone"))
        case cmd.AddFile():
            return _add_file(session, command)
        case cmd.OpenPage():
            return open_page(session, command)
        case cmd.VisitSite():
            known = session.page is None or session.page.site == command.site
            return () if known else (ev.PageSiteChanged(command.site),)
        case cmd.EndPage():
            return () if session.page is None else (ev.PageClosed(SYSTEM),)
        case cmd.OpenSigning():
            return open_signing(session, command)
        case cmd.NoteSigned() | cmd.NoteDeclined() | cmd.CloseSigning():
            return follow_signing(session, command)
        case cmd.CloseSession():
            return (ev.SessionEnded(command.reason),)
        case _:
            assert_never(command)


def _enter(session: Session, command: cmd.Enter) -> Decision:
    known = session.participants.get(command.participant_id)
    if known is not None:
        if known.status == "removed":
            return Rejected("removed")
        if known.status in ("inside", "waiting"):
            return ()
    if _is_full(session):
        return Rejected("session_full")
    # Whoever was here before is the same participant still, with the same rights.
    role = command.role if known is None else known.role
    if session.lobby and role == "client":
        return (ev.ParticipantWaiting(command.participant_id, command.name, role, command.language),)
    return (ev.ParticipantEntered(command.participant_id, command.name, role, command.language),)


def _is_full(session: Session) -> bool:
    present = sum(person.status in ("inside", "waiting") for person in session.participants.values())
    return present >= session.max_participants


def _connect(session: Session, command: cmd.Connect) -> Decision:
    person = session.participants.get(command.participant_id)
    if person is None:
        return _UNKNOWN
    if person.status == "removed":
        return Rejected("removed")
    before: tuple[ev.Event, ...] = ()
    if person.status == "left":
        if _is_full(session):
            return Rejected("session_full")
        # Whoever went out and opens the page again is back as the same participant.
        before = (
            (ev.ParticipantWaiting(person.id, person.name, person.role, person.language),)
            if session.lobby and person.role == "client"
            else (ev.ParticipantEntered(person.id, person.name, person.role, person.language),)
        )
    elif person.instance == command.instance and person.node == command.node:
        return ()
    elif session.share is not None and session.share.instance != command.instance:
        # A new page load has no capture running: what the old page shared is over. The same page coming back has.
        before = _share_ends(session, person.id)
    return (*before, ev.ParticipantConnected(person.id, command.instance, command.node))


def _add_file(session: Session, command: cmd.AddFile) -> Decision:
    person = session.participants.get(command.participant_id)
    if command.participant_id != SYSTEM and (person is None or not person.inside):
        return Rejected("not_inside")
    if command.file_id in session.files:
        return ()
    return (
        ev.FileAdded(
            command.file_id,
            command.participant_id,
            command.name,
            command.size,
            command.media_type,
            command.sha256,
            command.pages,
            command.everyone,
        ),
    )


# --- what participants ask --------------------------------------------------------------------------------------


def _decide_own(session: Session, person: Participant, command: cmd.ParticipantCommand, fresh_id: str) -> Decision:
    chair = session.is_chair(person.id)
    match command:
        case cmd.Admit() | cmd.TurnAway():
            return _answer_door(session, command) if chair else _NOT_ALLOWED
        case cmd.Rename():
            return _rename(session, person, command)
        case cmd.Mute() | cmd.AskToUnmute() | cmd.Remove():
            return _manage(session, person, command) if chair else _NOT_ALLOWED
        case cmd.MakeCohost() | cmd.EndCohost():
            return _cohost(session, person, command)
        case cmd.GrantInput() | cmd.RevokeInput():
            return _input(session, person, command)
        case cmd.SetLaser():
            if not chair:
                return _NOT_ALLOWED
            return () if session.laser == command.on else (ev.LaserSwitched(command.on),)
        case cmd.AskShare() | cmd.RequestShare() | cmd.AnswerShare() | cmd.StartShare() | cmd.StopShare():
            return _sharing(session, person, command)
        case cmd.SetBlur() | cmd.ConfirmBlur():
            return _blur(session, person, command)
        case cmd.SetChat():
            if not chair:
                return _NOT_ALLOWED
            return () if session.chat_on == command.on else (ev.ChatSwitched(command.on),)
        case cmd.SendChat():
            if not session.chat_on:
                return Rejected("chat_off")
            if not command.text.strip():
                return Rejected("empty_message")
            return (ev.ChatSent(fresh_id, person.id, command.text),)
        case cmd.ShareFile() | cmd.WithdrawFile() | cmd.ShowDocument() | cmd.TurnPage() | cmd.CloseDocument():
            return decide_file(session, person, command)
        case cmd.TakePage() | cmd.ReleasePage() | cmd.ClosePage() | cmd.SetStage():
            return decide_page(session, person, command)
        case cmd.SetSigningStep() | cmd.MoveSigner():
            return decide_signing(session, person, command)
        case cmd.SetLobby():
            if not chair:
                return _NOT_ALLOWED
            return () if session.lobby == command.on else (ev.LobbySwitched(command.on),)
        case cmd.SetMedia():
            return _media(person, command)
        case cmd.Leave():
            return (*_share_ends(session, person.id), ev.ParticipantLeft(person.id, "self"))
        case cmd.EndSession():
            return (ev.SessionEnded("host"),) if chair else _NOT_ALLOWED
        case _:
            assert_never(command)


def _answer_door(session: Session, command: cmd.Admit | cmd.TurnAway) -> Decision:
    waiting = session.participants.get(command.participant_id)
    if waiting is None:
        return _UNKNOWN
    if waiting.status != "waiting":
        return ()
    if isinstance(command, cmd.TurnAway):
        return (ev.ParticipantTurnedAway(waiting.id),)
    entered = ev.ParticipantEntered(waiting.id, waiting.name, waiting.role, waiting.language)
    if waiting.instance is None or waiting.node is None:
        return (entered,)
    # Said again for those who were not told about the lobby: they would think that no page is connected.
    return (entered, ev.ParticipantConnected(waiting.id, waiting.instance, waiting.node))


def _rename(session: Session, person: Participant, command: cmd.Rename) -> Decision:
    target = session.participants.get(command.participant_id)
    if target is None or target.status not in ("inside", "waiting"):
        return _UNKNOWN
    if target.id != person.id and not session.is_chair(person.id):
        return _NOT_ALLOWED
    name = " ".join(command.name.translate(_UNSEEN).split())
    if not any(character.isprintable() and character != " " for character in name):
        return Rejected("empty_name")
    return () if target.name == name else (ev.ParticipantRenamed(target.id, name),)


def _manage(session: Session, person: Participant, command: cmd.Mute | cmd.AskToUnmute | cmd.Remove) -> Decision:
    target = session.participants.get(command.participant_id)
    if target is None or target.status not in ("inside", "waiting"):
        return _UNKNOWN
    match command:
        case cmd.Mute():
            if target.microphone != "on":
                return ()
            return (ev.MediaChanged(target.id, "off", target.camera, target.sound, silenced=True),)
        case cmd.AskToUnmute():
            return () if target.microphone == "on" else (ev.UnmuteAsked(target.id, person.id),)
        case cmd.Remove():
            if target.role == "host" or target.id == person.id:
                return _NOT_ALLOWED
            return (*_share_ends(session, target.id), ev.ParticipantRemoved(target.id))
        case _:
            assert_never(command)


def _cohost(session: Session, person: Participant, command: cmd.MakeCohost | cmd.EndCohost) -> Decision:
    if person.role != "host":
        return _NOT_ALLOWED
    target = session.participants.get(command.participant_id)
    if target is None or not target.inside:
        return _UNKNOWN
    if isinstance(command, cmd.EndCohost):
        return (ev.RoleChanged(target.id, "colleague"),) if target.role == "cohost" else ()
    if target.role == "client":
        # Only somebody who signed in at this office can be trusted with the host's rights.
        return Rejected("not_a_colleague")
    if target.role != "colleague":
        return ()
    # A co-host needs no input rights; they must not outlive the role.
    revoked = (ev.InputRevoked(target.id),) if target.input else ()
    return (*revoked, ev.RoleChanged(target.id, "cohost"))


def _input(session: Session, person: Participant, command: cmd.GrantInput | cmd.RevokeInput) -> Decision:
    target = session.participants.get(command.participant_id)
    if isinstance(command, cmd.RevokeInput) and command.participant_id == person.id:
        return (ev.InputRevoked(person.id),) if person.input else ()
    if not session.is_chair(person.id):
        return _NOT_ALLOWED
    if target is None or not target.inside:
        return _UNKNOWN
    if isinstance(command, cmd.RevokeInput):
        return (ev.InputRevoked(target.id),) if target.input else ()
    if session.is_chair(target.id):
        return Rejected("needs_no_permission")
    return () if target.input else (ev.InputGranted(target.id),)


def _sharing(
    session: Session,
    person: Participant,
    command: cmd.AskShare | cmd.RequestShare | cmd.AnswerShare | cmd.StartShare | cmd.StopShare,
) -> Decision:
    chair = session.is_chair(person.id)
    match command:
        case cmd.AskShare():
            target = session.participants.get(command.participant_id)
            if not chair:
                return _NOT_ALLOWED
            if target is None or not target.inside or target.id == person.id:
                return _UNKNOWN
            return () if target.sharing in ("asked", "allowed") else (ev.ShareAsked(target.id, person.id),)
        case cmd.RequestShare():
            if chair:
                return Rejected("needs_no_permission")
            return () if person.sharing in ("requested", "allowed") else (ev.ShareRequested(person.id),)
        case cmd.AnswerShare():
            return _answer_share(session, person, command)
        case cmd.StartShare():
            if not chair and person.sharing != "allowed":
                return _NOT_ALLOWED
            if session.share is not None and session.share.participant_id != person.id:
                return Rejected("someone_shares")
            return (ev.ScreenShared(person.id, command.stream_id, command.surface),)
        case cmd.StopShare():
            if command.participant_id != person.id and not chair:
                return _NOT_ALLOWED
            return _share_ends(session, command.participant_id)
        case _:
            assert_never(command)


def _answer_share(session: Session, person: Participant, command: cmd.AnswerShare) -> Decision:
    target = session.participants.get(command.participant_id)
    if target is None or not target.inside:
        return _UNKNOWN
    if target.sharing == "asked":
        # Only the one who was asked can agree, though a host may take the question back.
        may_answer = target.id == person.id or (session.is_chair(person.id) and not command.agreed)
    elif target.sharing in ("requested", "allowed"):
        may_answer = session.is_chair(person.id) or (target.id == person.id and not command.agreed)
    else:
        return Rejected("nothing_asked")
    if not may_answer:
        return _NOT_ALLOWED
    if command.agreed:
        return () if target.sharing == "allowed" else (ev.ShareAllowed(target.id),)
    # Permission that is taken back ends what it permitted.
    return (*_share_ends(session, target.id), ev.ShareDeclined(target.id))


def _share_ends(session: Session, participant_id: str) -> tuple[ev.Event, ...]:
    share = session.share
    if share is None or share.participant_id != participant_id:
        return ()
    return (ev.ScreenStopped(participant_id),)


def _blur(session: Session, person: Participant, command: cmd.SetBlur | cmd.ConfirmBlur) -> Decision:
    is_sharer = session.share is not None and session.share.participant_id == person.id
    # A client whose own screen waits behind the page can still cover that.
    beside = is_sharer and not session.is_chair(person.id)
    if isinstance(command, cmd.SetBlur) and session.stage == "page" and not beside:
        return blur_page(session, person, command)
    if session.share is None:
        return Rejected("nothing_shared")
    if isinstance(command, cmd.ConfirmBlur):
        if not is_sharer:
            return _NOT_ALLOWED
        if session.blur != "asked" or command.number != session.blur_number:
            # Confirms an older wish that has been overtaken.
            return ()
        return (ev.BlurApplied(command.number),)
    if not is_sharer and not session.is_chair(person.id):
        return _NOT_ALLOWED
    if command.on:
        return (ev.BlurAsked(session.blur_number + 1, person.id),) if session.blur == "off" else ()
    return (ev.BlurLifted(person.id),) if session.blur != "off" else ()


def _media(person: Participant, command: cmd.SetMedia) -> Decision:
    silenced = person.silenced and command.microphone != "on"
    now = (person.microphone, person.camera, person.sound, person.silenced)
    if now == (command.microphone, command.camera, command.sound, silenced):
        return ()
    return (ev.MediaChanged(person.id, command.microphone, command.camera, command.sound, silenced),)
