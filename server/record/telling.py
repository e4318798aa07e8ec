"""Events told in sentences, with the names that people and files had at that moment."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from server.record.words import Words
from signalling import events as ev
from signalling.limits import SYSTEM
from signalling.wire import wire_name


@dataclass(frozen=True, slots=True)
class Told:
    """`at` in milliseconds since 1970, UTC. `text` of a chat message stays out unless it was asked for."""

    at: int
    sentence: str


@dataclass(slots=True)
class _Known:
    names: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    signers: dict[str, str] = field(default_factory=dict)


def tell(entries: Sequence[ev.Entry], words: Words, *, chat: bool) -> Iterator[Told]:
    """Every event of the log as a sentence, in order."""
    known = _Known()
    for entry in entries:
        for event in entry.events:
            _learn(known, event)
            yield Told(entry.at, _sentence(known, words, entry.actor, event, chat))
            if isinstance(event, ev.ParticipantRenamed):
                known.names[event.participant_id] = event.name


@dataclass(frozen=True, slots=True)
class Message:
    at: int
    name: str
    text: str


def messages(entries: Sequence[ev.Entry]) -> Iterator[Message]:
    """The chat, with the name each sender had then."""
    names: dict[str, str] = {}
    for entry in entries:
        for event in entry.events:
            match event:
                case ev.ParticipantWaiting() | ev.ParticipantEntered() | ev.ParticipantRenamed():
                    names[event.participant_id] = event.name
                case ev.ChatSent():
                    yield Message(entry.at, names.get(event.participant_id, "?"), event.text)
                case _:
                    pass


def _learn(known: _Known, event: ev.Event) -> None:
    match event:
        case ev.ParticipantWaiting() | ev.ParticipantEntered():
            known.names[event.participant_id] = event.name
        case ev.FileAdded() | ev.FileShared():
            known.files[event.file_id] = event.name
        case ev.SigningOpened():
            known.signers |= {one.id: one.name for one in event.signers}
        case _:
            pass


def _sentence(known: _Known, words: Words, actor: str, event: ev.Event, chat: bool) -> str:
    def name(participant_id: str) -> str:
        if participant_id == SYSTEM:
            return "Samen"
        return known.names.get(participant_id, words("somebody"))

    def file(file_id: str) -> str:
        return known.files.get(file_id, "?")

    by = name(actor)
    match event:
        case ev.SessionOpened() | ev.BlurApplied():
            return words(_key(event))
        case ev.ParticipantEntered() | ev.RoleChanged():
            return words(_key(event), who=name(event.participant_id), role=words(f"role_{event.role}"))
        case (
            ev.ParticipantWaiting()
            | ev.ParticipantTurnedAway()
            | ev.ParticipantConnected()
            | ev.ParticipantDisconnected()
            | ev.ParticipantRemoved()
            | ev.UnmuteAsked()
            | ev.InputGranted()
            | ev.InputRevoked()
            | ev.ShareAsked()
            | ev.ShareRequested()
            | ev.ShareAllowed()
            | ev.ShareDeclined()
            | ev.ScreenStopped()
        ):
            return words(_key(event), who=name(event.participant_id), by=by)
        case ev.ParticipantRenamed():
            return words("participant_renamed", who=name(event.participant_id), name=event.name)
        case ev.ParticipantLeft():
            return words(f"participant_left_{event.reason}", who=name(event.participant_id))
        case ev.MediaChanged():
            if event.silenced and actor != event.participant_id:
                return words("media_silenced", who=name(event.participant_id), by=by)
            states = {part: words(f"state_{getattr(event, part)}") for part in ("microphone", "camera", "sound")}
            return words("media_changed", who=name(event.participant_id), **states)
        case ev.LaserSwitched() | ev.ChatSwitched() | ev.LobbySwitched():
            return words(f"{_key(event).removesuffix('_switched')}_{'on' if event.on else 'off'}", by=by)
        case ev.ScreenShared():
            return words("screen_shared", who=name(event.participant_id), surface=words(f"surface_{event.surface}"))
        case ev.PageOpened():
            return words("page_opened", site=event.site, by=name(event.by))
        case ev.PageSiteChanged():
            return words("page_site_changed", site=event.site)
        case ev.PageTaken() | ev.PageReleased():
            return words(_key(event), who=name(event.participant_id))
        case ev.PageBlurSwitched():
            return words(f"page_blur_{'on' if event.on else 'off'}", by=by)
        case ev.PageClosed():
            return words("page_closed", by=name(event.by))
        case ev.StageChanged():
            return words(f"stage_{event.stage}", by=name(event.by))
        case (
            ev.SigningOpened()
            | ev.SigningMoved()
            | ev.SigningStepped()
            | ev.SignerSigned()
            | ev.SignerDeclined()
            | ev.SigningClosed()
        ):
            return _signing(known, words, event, name)
        case ev.BlurAsked() | ev.BlurLifted() | ev.DocumentClosed():
            return words(_key(event), by=by)
        case ev.ChatSent():
            if chat:
                in_one_line = " ".join(event.text.split())
                return words("chat_sent_text", who=name(event.participant_id), text=in_one_line)
            return words("chat_sent", who=name(event.participant_id))
        case ev.FileAdded():
            audience = words("to_everyone" if event.everyone else "to_hosts")
            return words(
                "file_added",
                who=name(event.participant_id),
                file=event.name,
                size=words.size(event.size),
                audience=audience,
            )
        case ev.FileShared():
            seen_by = words("to_everyone") if event.everyone else ", ".join(map(name, event.participant_ids))
            return words("file_shared", file=event.name, audience=seen_by, by=by)
        case ev.FileWithdrawn():
            return words("file_withdrawn", file=file(event.file_id), by=by)
        case ev.DocumentShown():
            return words("document_shown", file=file(event.file_id), page=event.page, by=by)
        case ev.PageTurned():
            return words("page_turned", page=event.page, by=by)
        case ev.SessionEnded():
            return words(f"session_ended_{event.reason}", by=by)
        case _:
            assert_never(event)


_SigningEvent = (
    ev.SigningOpened | ev.SigningMoved | ev.SigningStepped | ev.SignerSigned | ev.SignerDeclined | ev.SigningClosed
)


def _signing(known: _Known, words: Words, event: _SigningEvent, name: Callable[[str], str]) -> str:
    def signer(signer_id: str) -> str:
        return known.signers.get(signer_id, words("somebody"))

    match event:
        case ev.SigningOpened():
            people = ", ".join(one.name for one in event.signers)
            return words("signing_opened", file=known.files.get(event.file_id, "?"), by=name(event.by), who=people)
        case ev.SigningMoved():
            if event.participant_id is None:
                return words("signing_moved_mail", who=signer(event.signer_id), by=name(event.by))
            screen = name(event.participant_id)
            return words("signing_moved", who=signer(event.signer_id), screen=screen, by=name(event.by))
        case ev.SigningStepped():
            return words(f"signing_{event.step}", who=signer(event.signer_id))
        case ev.SignerSigned() | ev.SignerDeclined():
            return words(_key(event), who=signer(event.signer_id))
        case ev.SigningClosed():
            return words(f"signing_{event.outcome}", by=name(event.by))
        case _:
            assert_never(event)


def _key(event: ev.Event) -> str:
    return wire_name(type(event))
