"""What has happened in a session, in the past tense. Folding them in order rebuilds the session."""

from dataclasses import dataclass
from typing import get_args

from signalling.limits import (
    ChatText,
    EndReason,
    FileName,
    Id,
    LeaveReason,
    MediaState,
    Name,
    NamedSigner,
    PageNumber,
    Role,
    SigningAfter,
    SigningOrder,
    SigningOutcome,
    SigningStep,
    Site,
    Stage,
    Surface,
)


@dataclass(frozen=True, slots=True)
class SessionOpened:
    organisation_id: Id
    lobby: bool
    chat_history: bool
    max_participants: int


@dataclass(frozen=True, slots=True)
class ParticipantWaiting:
    """Somebody stands in the lobby; told to the hosts and to the one who waits."""

    participant_id: Id
    name: Name
    role: Role
    language: str


@dataclass(frozen=True, slots=True)
class ParticipantEntered:
    """Somebody is inside: new, back again, or let in from the lobby."""

    participant_id: Id
    name: Name
    role: Role
    language: str


@dataclass(frozen=True, slots=True)
class ParticipantTurnedAway:
    participant_id: Id


@dataclass(frozen=True, slots=True)
class ParticipantConnected:
    participant_id: Id
    instance: Id
    node: Id


@dataclass(frozen=True, slots=True)
class ParticipantDisconnected:
    participant_id: Id


@dataclass(frozen=True, slots=True)
class ParticipantRenamed:
    participant_id: Id
    name: Name


@dataclass(frozen=True, slots=True)
class ParticipantRemoved:
    participant_id: Id


@dataclass(frozen=True, slots=True)
class ParticipantLeft:
    participant_id: Id
    reason: LeaveReason


@dataclass(frozen=True, slots=True)
class RoleChanged:
    participant_id: Id
    role: Role


@dataclass(frozen=True, slots=True)
class MediaChanged:
    """`silenced`: the host muted this microphone; players stay silent until its owner switches it on again."""

    participant_id: Id
    microphone: MediaState
    camera: MediaState
    sound: MediaState
    silenced: bool


@dataclass(frozen=True, slots=True)
class UnmuteAsked:
    participant_id: Id
    by: Id


@dataclass(frozen=True, slots=True)
class InputGranted:
    participant_id: Id


@dataclass(frozen=True, slots=True)
class InputRevoked:
    participant_id: Id


@dataclass(frozen=True, slots=True)
class LaserSwitched:
    on: bool


@dataclass(frozen=True, slots=True)
class ShareAsked:
    participant_id: Id
    by: Id


@dataclass(frozen=True, slots=True)
class ShareRequested:
    participant_id: Id


@dataclass(frozen=True, slots=True)
class ShareAllowed:
    participant_id: Id


@dataclass(frozen=True, slots=True)
class ShareDeclined:
    participant_id: Id


@dataclass(frozen=True, slots=True)
class ScreenShared:
    participant_id: Id
    stream_id: Id
    surface: Surface


@dataclass(frozen=True, slots=True)
class ScreenStopped:
    participant_id: Id


@dataclass(frozen=True, slots=True)
class BlurAsked:
    """Viewers cover the stage at once; the sharer swaps the track and confirms this `number`."""

    number: int
    by: Id


@dataclass(frozen=True, slots=True)
class BlurApplied:
    """Not one sharp frame leaves the sharer from here on."""

    number: int


@dataclass(frozen=True, slots=True)
class BlurLifted:
    by: Id


@dataclass(frozen=True, slots=True)
class ChatSwitched:
    on: bool


@dataclass(frozen=True, slots=True)
class ChatSent:
    message_id: Id
    participant_id: Id
    text: ChatText


@dataclass(frozen=True, slots=True)
class FileAdded:
    """`everyone` or only the uploader and the hosts see it. `size` in bytes, `pages` 0 when unknown.
    `participant_id` is "system" for what the service made."""

    file_id: Id
    participant_id: Id
    name: FileName
    size: int
    media_type: str
    sha256: str
    pages: int
    everyone: bool


@dataclass(frozen=True, slots=True)
class FileShared:
    """Repeats the file's particulars, because those who see it now may not have seen FileAdded."""

    file_id: Id
    participant_id: Id
    name: FileName
    size: int
    media_type: str
    sha256: str
    pages: int
    everyone: bool
    participant_ids: tuple[Id, ...]


@dataclass(frozen=True, slots=True)
class FileWithdrawn:
    file_id: Id


@dataclass(frozen=True, slots=True)
class DocumentShown:
    file_id: Id
    page: PageNumber
    by: Id


@dataclass(frozen=True, slots=True)
class PageTurned:
    page: PageNumber
    by: Id


@dataclass(frozen=True, slots=True)
class DocumentClosed:
    by: Id


@dataclass(frozen=True, slots=True)
class PageOpened:
    """A web page is open and on the stage. Who opened it drives, when connected; the number of this entry is the first
    epoch."""

    by: Id
    site: Site


@dataclass(frozen=True, slots=True)
class PageSiteChanged:
    site: Site


@dataclass(frozen=True, slots=True)
class PageTaken:
    """From here on only this participant's clicks and keys count, sent with this epoch."""

    participant_id: Id
    epoch: int


@dataclass(frozen=True, slots=True)
class PageReleased:
    """This participant drives no more, and nobody does: let go, or lost the right. What they sent before is dropped."""

    participant_id: Id
    epoch: int


@dataclass(frozen=True, slots=True)
class PageBlurSwitched:
    """While it is on, clients get blurred stills and cannot drive."""

    on: bool
    by: Id


@dataclass(frozen=True, slots=True)
class PageClosed:
    """`by` a participant, or "system" when the browser was beyond repair."""

    by: Id


@dataclass(frozen=True, slots=True)
class StageChanged:
    """Chosen by hand. What is opened or shown comes on the stage by itself; what is closed gives way to what is left."""

    stage: Stage
    by: Id


@dataclass(frozen=True, slots=True)
class SigningOpened:
    """A file is being signed, and stays on the stage until SigningClosed. All may sign at once, or in this order."""

    envelope_id: Id
    file_id: Id
    title: FileName
    by: Id
    order: SigningOrder
    after: SigningAfter
    signers: tuple[NamedSigner, ...]


@dataclass(frozen=True, slots=True)
class SigningMoved:
    """This signer signs at another participant's screen now; null: by e-mail."""

    signer_id: Id
    participant_id: Id | None
    by: Id


@dataclass(frozen=True, slots=True)
class SigningStepped:
    signer_id: Id
    step: SigningStep


@dataclass(frozen=True, slots=True)
class SignerSigned:
    """`at` in milliseconds since 1970, UTC."""

    signer_id: Id
    at: int


@dataclass(frozen=True, slots=True)
class SignerDeclined:
    signer_id: Id


@dataclass(frozen=True, slots=True)
class SigningClosed:
    """`by` a participant, or "system" when it came to its end by itself. `envelope_id` says which one it was."""

    envelope_id: Id
    outcome: SigningOutcome
    by: Id


@dataclass(frozen=True, slots=True)
class LobbySwitched:
    on: bool


@dataclass(frozen=True, slots=True)
class SessionEnded:
    reason: EndReason


Event = (
    SessionOpened
    | ParticipantWaiting
    | ParticipantEntered
    | ParticipantTurnedAway
    | ParticipantConnected
    | ParticipantDisconnected
    | ParticipantRenamed
    | ParticipantRemoved
    | ParticipantLeft
    | RoleChanged
    | MediaChanged
    | UnmuteAsked
    | InputGranted
    | InputRevoked
    | LaserSwitched
    | ShareAsked
    | ShareRequested
    | ShareAllowed
    | ShareDeclined
    | ScreenShared
    | ScreenStopped
    | BlurAsked
    | BlurApplied
    | BlurLifted
    | ChatSwitched
    | ChatSent
    | FileAdded
    | FileShared
    | FileWithdrawn
    | DocumentShown
    | PageTurned
    | DocumentClosed
    | PageOpened
    | PageSiteChanged
    | PageTaken
    | PageReleased
    | PageBlurSwitched
    | PageClosed
    | StageChanged
    | SigningOpened
    | SigningMoved
    | SigningStepped
    | SignerSigned
    | SignerDeclined
    | SigningClosed
    | LobbySwitched
    | SessionEnded
)

EVENTS: tuple[type[Event], ...] = get_args(Event)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a session's log: all events of one command.

    `seq` counts entries from 1 without gaps. `at` is UTC in milliseconds since 1970. `actor` is a participant's id or
    "system". `cause` is the command's id, by which a repeated command is recognised.
    """

    seq: int
    at: int
    actor: str
    cause: str
    events: tuple[Event, ...]
