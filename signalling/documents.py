"""Deciding about files and the document on the stage; a part of decide.py."""

from typing import assert_never

from signalling import commands as cmd
from signalling import events as ev
from signalling.session import Decision, Participant, Rejected, Session, SharedFile

FileCommand = cmd.ShareFile | cmd.WithdrawFile | cmd.ShowDocument | cmd.TurnPage | cmd.CloseDocument

_NOT_ALLOWED = Rejected("not_allowed")


def decide_file(session: Session, person: Participant, command: FileCommand) -> Decision:
    chair = session.is_chair(person.id)
    match command:
        case cmd.ShareFile() | cmd.WithdrawFile() | cmd.ShowDocument():
            file = session.files.get(command.file_id)
            if file is None or not session.may_see_file(person.id, file):
                return Rejected("unknown_file")
            if isinstance(command, cmd.ShowDocument):
                return _show(session, person, file, command.page) if chair else _NOT_ALLOWED
            if not chair and file.participant_id != person.id:
                return _NOT_ALLOWED
            if isinstance(command, cmd.WithdrawFile):
                return (ev.FileWithdrawn(file.id),)
            return _share_file(session, file, command)
        case cmd.TurnPage():
            if session.document is None:
                return Rejected("nothing_shared")
            if not (chair or session.may_use_input(person.id) or session.signs(person.id)):
                return _NOT_ALLOWED
            if not _has_page(session.files.get(session.document.file_id), command.page):
                return Rejected("unknown_page")
            return () if session.document.page == command.page else (ev.PageTurned(command.page, person.id),)
        case cmd.CloseDocument():
            if not chair:
                return _NOT_ALLOWED
            return () if session.document is None else (ev.DocumentClosed(person.id),)
        case _:
            assert_never(command)


def _share_file(session: Session, file: SharedFile, command: cmd.ShareFile) -> Decision:
    chosen = frozenset(command.participant_ids)
    if not all(other in session.participants for other in chosen):
        return Rejected("unknown_participant")
    # Sharing only ever adds people; taking away is WithdrawFile, so nobody wonders what they still hold.
    wider = file.participant_ids | chosen
    everyone = file.everyone or command.everyone
    if everyone == file.everyone and wider == file.participant_ids:
        return ()
    return (_file_shared(file, everyone=everyone, participant_ids=wider),)


def _show(session: Session, person: Participant, file: SharedFile, page: int) -> Decision:
    if not _has_page(file, page):
        return Rejected("unknown_page")
    if session.document is not None and (session.document.file_id, session.document.page) == (file.id, page):
        return ()
    return shown_to_all(file, page, person.id)


def shown_to_all(file: SharedFile, page: int, by: str) -> tuple[ev.Event, ...]:
    """What is on the stage is shared with everyone."""
    shared = () if file.everyone else (_file_shared(file, everyone=True, participant_ids=file.participant_ids),)
    return (*shared, ev.DocumentShown(file.id, page, by))


def _has_page(file: SharedFile | None, page: int) -> bool:
    return file is not None and (file.pages == 0 or page <= file.pages)


def _file_shared(file: SharedFile, *, everyone: bool, participant_ids: frozenset[str]) -> ev.FileShared:
    return ev.FileShared(
        file.id,
        file.participant_id,
        file.name,
        file.size,
        file.media_type,
        file.sha256,
        file.pages,
        everyone,
        tuple(sorted(participant_ids)),
    )
