"""Folding events into a session's state. Writes, never refuses; web_client/src/state/evolve.ts mirrors it."""

from collections.abc import Iterable
from dataclasses import replace
from types import MappingProxyType
from typing import Any, assert_never

from signalling import events as ev
from signalling.limits import Stage
from signalling.session import Document, Page, Participant, ScreenShare, Session, SharedFile, Signer, Signing


def replay(session_id: str, entries: Iterable[ev.Entry]) -> Session:
    session = Session(session_id)
    for entry in entries:
        session = advance(session, entry)
    return session


def advance(session: Session, entry: ev.Entry) -> Session:
    """The state after one entry of the log."""
    session = replace(session, seq=entry.seq)
    for event in entry.events:
        session = evolve(session, event)
    return session


def evolve(session: Session, event: ev.Event) -> Session:
    match event:
        case ev.SessionOpened():
            return replace(
                session,
                organisation_id=event.organisation_id,
                lobby=event.lobby,
                chat_history=event.chat_history,
                max_participants=event.max_participants,
            )
        case ev.ParticipantWaiting():
            person = Participant(event.participant_id, event.name, event.role, event.language, "waiting", entered_seq=0)
            return _with_person(session, person)
        case ev.ParticipantEntered():
            return _entered(session, event)
        case ev.ParticipantTurnedAway() | ev.ParticipantRemoved():
            session = _without_screen(session, event.participant_id)
            return _gone(session, event.participant_id, status="removed")
        case ev.ParticipantLeft():
            return _gone(session, event.participant_id, status="left")
        case ev.ParticipantConnected():
            return _change(session, event.participant_id, instance=event.instance, node=event.node)
        case ev.ParticipantDisconnected():
            return _change(session, event.participant_id, instance=None, node=None)
        case ev.ParticipantRenamed():
            return _change(session, event.participant_id, name=event.name)
        case ev.RoleChanged():
            return _change(session, event.participant_id, role=event.role)
        case ev.MediaChanged():
            return _change(
                session,
                event.participant_id,
                microphone=event.microphone,
                camera=event.camera,
                sound=event.sound,
                silenced=event.silenced,
            )
        case ev.UnmuteAsked():
            return session
        case ev.InputGranted():
            return _change(session, event.participant_id, input=True)
        case ev.InputRevoked():
            return _change(session, event.participant_id, input=False)
        case ev.LaserSwitched():
            return replace(session, laser=event.on)
        case ev.ShareAsked():
            return _change(session, event.participant_id, sharing="asked")
        case ev.ShareRequested():
            return _change(session, event.participant_id, sharing="requested")
        case ev.ShareAllowed():
            return _change(session, event.participant_id, sharing="allowed")
        case ev.ShareDeclined():
            return _change(session, event.participant_id, sharing="no")
        case ev.ScreenShared():
            sharer = session.participants.get(event.participant_id)
            page = None if sharer is None else sharer.instance
            share = ScreenShare(event.participant_id, event.stream_id, event.surface, page)
            # Choosing something else to share must not make it sharp.
            goes_on = session.share is not None and session.share.participant_id == event.participant_id
            blur = session.blur if goes_on else "off"
            return replace(session, share=share, document=None, blur=blur, stage="share")
        case ev.ScreenStopped():
            session = _change(session, event.participant_id, sharing="no")
            return _settled(replace(session, share=None, blur="off"))
        case ev.BlurAsked():
            return replace(session, blur="asked", blur_number=event.number)
        case ev.BlurApplied():
            return replace(session, blur="on")
        case ev.BlurLifted():
            return replace(session, blur="off")
        case ev.ChatSwitched():
            return replace(session, chat_on=event.on)
        case ev.ChatSent():
            # Messages live in the log only: rules never read them, and keeping them would cost memory.
            return session
        case ev.FileAdded() | ev.FileShared():
            return _with_file(session, event)
        case ev.FileWithdrawn():
            files = {key: file for key, file in session.files.items() if key != event.file_id}
            document = session.document
            if document is not None and document.file_id == event.file_id:
                document = None
            return _settled(replace(session, files=MappingProxyType(files), document=document))
        case ev.DocumentShown():
            return replace(session, document=Document(event.file_id, event.page, event.by), stage="document")
        case ev.PageTurned():
            document = session.document
            return session if document is None else replace(session, document=replace(document, page=event.page))
        case ev.DocumentClosed():
            return _settled(replace(session, document=None))
        case (
            ev.PageOpened()
            | ev.PageSiteChanged()
            | ev.PageTaken()
            | ev.PageReleased()
            | ev.PageBlurSwitched()
            | ev.PageClosed()
        ):
            return _paged(session, event)
        case ev.StageChanged():
            return replace(session, stage=event.stage)
        case (
            ev.SigningOpened()
            | ev.SigningMoved()
            | ev.SigningStepped()
            | ev.SignerSigned()
            | ev.SignerDeclined()
            | ev.SigningClosed()
        ):
            return replace(session, signing=_signed(session.signing, event))
        case ev.LobbySwitched():
            return replace(session, lobby=event.on)
        case ev.SessionEnded():
            return replace(
                session,
                ended=event.reason,
                share=None,
                document=None,
                page=None,
                signing=None,
                stage="none",
                blur="off",
            )
        case _:
            assert_never(event)


_PageEvent = ev.PageOpened | ev.PageSiteChanged | ev.PageTaken | ev.PageReleased | ev.PageBlurSwitched | ev.PageClosed


def _paged(session: Session, event: _PageEvent) -> Session:
    if isinstance(event, ev.PageOpened):
        # Every later change of driver is an entry of its own, so the number of this one is above all epochs before it.
        page = Page(event.site, event.by, driver=None, epoch=session.seq)
        session = replace(session, page=page, stage="page")
        return replace(session, page=replace(page, driver=event.by)) if session.may_drive(event.by) else session
    if session.page is None:
        return session
    match event:
        case ev.PageSiteChanged():
            return replace(session, page=replace(session.page, site=event.site))
        case ev.PageTaken():
            return replace(session, page=replace(session.page, driver=event.participant_id, epoch=event.epoch))
        case ev.PageReleased():
            return replace(session, page=replace(session.page, driver=None, epoch=event.epoch))
        case ev.PageBlurSwitched():
            return replace(session, page=replace(session.page, blurred=event.on))
        case ev.PageClosed():
            return _settled(replace(session, page=None))
        case _:
            assert_never(event)


_SigningEvent = (
    ev.SigningOpened | ev.SigningMoved | ev.SigningStepped | ev.SignerSigned | ev.SignerDeclined | ev.SigningClosed
)


def _signed(signing: Signing | None, event: _SigningEvent) -> Signing | None:
    if isinstance(event, ev.SigningOpened):
        signers = tuple(Signer(one.id, one.name, one.participant_id, "waiting") for one in event.signers)
        opened = Signing(event.envelope_id, event.file_id, event.title, event.by, event.order, event.after, signers)
        return _turns(opened)
    if signing is None:
        return None
    match event:
        case ev.SigningMoved():
            # Another screen begins anew.
            return _with_signer(signing, event.signer_id, participant_id=event.participant_id, step="reading")
        case ev.SigningStepped():
            return _with_signer(signing, event.signer_id, step=event.step)
        case ev.SignerSigned():
            return _turns(_with_signer(signing, event.signer_id, status="signed", signed_at=event.at))
        case ev.SignerDeclined():
            return _with_signer(signing, event.signer_id, status="declined")
        case ev.SigningClosed():
            return None
        case _:
            assert_never(event)


def _turns(signing: Signing) -> Signing:
    """Whose turn it is: everybody's, or in a sequence the first one's who has not signed."""
    waiting = [one.id for one in signing.signers if one.status == "waiting"]
    if signing.order == "sequential":
        waiting = [] if any(one.status == "ready" for one in signing.signers) else waiting[:1]
    for signer_id in waiting:
        signing = _with_signer(signing, signer_id, status="ready")
    return signing


def _with_signer(signing: Signing, signer_id: str, **changes: Any) -> Signing:
    signers = tuple(replace(one, **changes) if one.id == signer_id else one for one in signing.signers)
    return replace(signing, signers=signers)


def _without_screen(session: Session, participant_id: str) -> Session:
    """Who was taken out lends nobody a screen any more."""
    signing = session.signing
    if signing is None:
        return session
    for one in signing.signers:
        if one.open and one.participant_id == participant_id:
            signing = _with_signer(signing, one.id, participant_id=None, step="reading")
    return replace(session, signing=signing)


def _settled(session: Session) -> Session:
    """When what was on the stage is gone, something that is still there comes in its place."""
    there: dict[Stage, object] = {"page": session.page, "document": session.document, "share": session.share}
    if session.stage == "none" or there[session.stage] is not None:
        return session
    rest: Stage = next((stage for stage, thing in there.items() if thing is not None), "none")
    return replace(session, stage=rest)


def _with_person(session: Session, person: Participant) -> Session:
    return replace(session, participants=MappingProxyType({**session.participants, person.id: person}))


def _change(session: Session, participant_id: str, **changes: Any) -> Session:
    person = session.participants.get(participant_id)
    return session if person is None else _with_person(session, replace(person, **changes))


def _entered(session: Session, event: ev.ParticipantEntered) -> Session:
    before = session.participants.get(event.participant_id)
    person = Participant(
        event.participant_id,
        event.name,
        event.role,
        event.language,
        "inside",
        entered_seq=session.seq,
        instance=before.instance if before else None,
        node=before.node if before else None,
    )
    return _with_person(session, person)


def _gone(session: Session, participant_id: str, *, status: str) -> Session:
    return _change(session, participant_id, status=status, instance=None, node=None, input=False, sharing="no")


def _with_file(session: Session, event: ev.FileAdded | ev.FileShared) -> Session:
    file = SharedFile(
        event.file_id,
        event.participant_id,
        event.name,
        event.size,
        event.media_type,
        event.sha256,
        event.pages,
        event.everyone,
        frozenset(event.participant_ids) if isinstance(event, ev.FileShared) else frozenset(),
    )
    return replace(session, files=MappingProxyType({**session.files, file.id: file}))
