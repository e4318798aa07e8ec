"""What may be asked of a session. Participants send the first group, the server itself (actor "system") the second."""

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

# --- asked by participants ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Admit:
    """Let somebody in from the lobby. Host or co-host."""

    participant_id: Id


@dataclass(frozen=True, slots=True)
class TurnAway:
    """Refuse somebody who waits in the lobby. Host or co-host."""

    participant_id: Id


@dataclass(frozen=True, slots=True)
class Rename:
    """Give a participant another name. Host or co-host, or the participant."""

    participant_id: Id
    name: Name


@dataclass(frozen=True, slots=True)
class Mute:
    """Silence a participant's microphone; everybody stops playing it at once. Host or co-host."""

    participant_id: Id


@dataclass(frozen=True, slots=True)
class AskToUnmute:
    """Ask a participant to switch the microphone on; only they can. Host or co-host."""

    participant_id: Id


@dataclass(frozen=True, slots=True)
class Remove:
    """Take a participant out; their ticket stops working. Host or co-host, never the host."""

    participant_id: Id


@dataclass(frozen=True, slots=True)
class MakeCohost:
    """Give a colleague the host's rights. Host only."""

    participant_id: Id


@dataclass(frozen=True, slots=True)
class EndCohost:
    """Take the host's rights back from a co-host. Host only."""

    participant_id: Id


@dataclass(frozen=True, slots=True)
class GrantInput:
    """Let a client click, type and point. Host or co-host."""

    participant_id: Id


@dataclass(frozen=True, slots=True)
class RevokeInput:
    """Take input rights back; a client may also give up their own."""

    participant_id: Id


@dataclass(frozen=True, slots=True)
class SetLaser:
    """Show the adviser's pointer to everybody, also without input rights. Host or co-host."""

    on: bool


@dataclass(frozen=True, slots=True)
class AskShare:
    """Ask a client or colleague to share their screen. Host or co-host."""

    participant_id: Id


@dataclass(frozen=True, slots=True)
class RequestShare:
    """Ask the host for permission to share one's own screen."""


@dataclass(frozen=True, slots=True)
class AnswerShare:
    """Answer AskShare (the one who was asked) or RequestShare (host or co-host)."""

    participant_id: Id
    agreed: bool


@dataclass(frozen=True, slots=True)
class StartShare:
    """One's own screen is being captured and goes to the others as the media stream `stream_id`."""

    stream_id: Id
    surface: Surface


@dataclass(frozen=True, slots=True)
class StopShare:
    """End the screen share of a participant: one's own, or anybody's for the host or co-host."""

    participant_id: Id


@dataclass(frozen=True, slots=True)
class SetBlur:
    """Blur the web page when that is on the stage, else the shared screen, or make it sharp again. Host or co-host;
    a client only the screen that they share."""

    on: bool


@dataclass(frozen=True, slots=True)
class ConfirmBlur:
    """Said by the sharer once the outgoing track is the blurred one; `number` repeats BlurAsked.number."""

    number: int


@dataclass(frozen=True, slots=True)
class SetChat:
    """Switch the chat on or off for everybody. Host or co-host."""

    on: bool


@dataclass(frozen=True, slots=True)
class SendChat:
    """Say something in the chat: plain text, at most 2,000 characters."""

    text: ChatText


@dataclass(frozen=True, slots=True)
class ShareFile:
    """Show a file to more people: everyone, or the named participants. The uploader, host or co-host."""

    file_id: Id
    everyone: bool
    participant_ids: tuple[Id, ...] = ()


@dataclass(frozen=True, slots=True)
class WithdrawFile:
    """Take a file back; nobody can open it any more. The uploader, host or co-host."""

    file_id: Id


@dataclass(frozen=True, slots=True)
class ShowDocument:
    """Put a file on the stage for everyone, which shares it with everyone. Host or co-host."""

    file_id: Id
    page: PageNumber = 1


@dataclass(frozen=True, slots=True)
class TurnPage:
    """Turn everybody to a page of the document on the stage. Host, co-host, a client with input rights, or whoever
    signs it now."""

    page: PageNumber


@dataclass(frozen=True, slots=True)
class CloseDocument:
    """Take the document off the stage. Host or co-host."""


@dataclass(frozen=True, slots=True)
class TakePage:
    """Drive the web page from now on, also when somebody else drives. Host or co-host, or a client with input rights
    while the page is on the stage and sharp."""


@dataclass(frozen=True, slots=True)
class ReleasePage:
    """Stop driving the web page; nothing happens when somebody else drives."""


@dataclass(frozen=True, slots=True)
class ClosePage:
    """Close the web page with all its tabs; the session goes on. Host or co-host."""


@dataclass(frozen=True, slots=True)
class SetStage:
    """Choose what everybody looks at, of what there is; "none" clears the stage. Host or co-host."""

    stage: Stage


@dataclass(frozen=True, slots=True)
class SetSigningStep:
    """Tell the others how far one is with signing. Only at the screen where this signer has their turn."""

    signer_id: Id
    step: SigningStep


@dataclass(frozen=True, slots=True)
class MoveSigner:
    """Let somebody who has not signed yet do so at another participant's screen, or by e-mail. Host or co-host."""

    signer_id: Id
    participant_id: Id | None


@dataclass(frozen=True, slots=True)
class SetLobby:
    """Let later arrivals wait until somebody lets them in. Host or co-host."""

    on: bool


@dataclass(frozen=True, slots=True)
class SetMedia:
    """Tell what one's own microphone, camera and speaker do now."""

    microphone: MediaState
    camera: MediaState
    sound: MediaState


@dataclass(frozen=True, slots=True)
class Leave:
    """Go out; the session goes on for the others."""

    reason: LeaveReason = "self"


@dataclass(frozen=True, slots=True)
class EndSession:
    """End the session for everybody. Host or co-host."""


ParticipantCommand = (
    Admit
    | TurnAway
    | Rename
    | Mute
    | AskToUnmute
    | Remove
    | MakeCohost
    | EndCohost
    | GrantInput
    | RevokeInput
    | SetLaser
    | AskShare
    | RequestShare
    | AnswerShare
    | StartShare
    | StopShare
    | SetBlur
    | ConfirmBlur
    | SetChat
    | SendChat
    | ShareFile
    | WithdrawFile
    | ShowDocument
    | TurnPage
    | CloseDocument
    | TakePage
    | ReleasePage
    | ClosePage
    | SetStage
    | SetSigningStep
    | MoveSigner
    | SetLobby
    | SetMedia
    | Leave
    | EndSession
)

# --- asked by the server itself -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OpenSession:
    """Begin: the host enters an empty session with the office's settings."""

    organisation_id: Id
    host_id: Id
    host_name: Name
    language: str
    lobby: bool
    chat_history: bool
    max_participants: int


@dataclass(frozen=True, slots=True)
class Enter:
    """Somebody with a right code, or a signed-in colleague, comes to the door."""

    participant_id: Id
    name: Name
    role: Role
    language: str


@dataclass(frozen=True, slots=True)
class Connect:
    """A page of this participant is connected. `instance` is new with every page load, `node` the server process."""

    participant_id: Id
    instance: Id
    node: Id


@dataclass(frozen=True, slots=True)
class Disconnect:
    """That page is not connected to `node` any more; nothing happens when another page or node has taken over."""

    participant_id: Id
    instance: Id
    node: Id


@dataclass(frozen=True, slots=True)
class Depart:
    """Somebody has been away too long."""

    participant_id: Id


@dataclass(frozen=True, slots=True)
class AddFile:
    """A file is stored. `size` in bytes; `media_type` as sniffed; `sha256` in hex; `pages` 0 when unknown.
    `participant_id` "system": the service made it, as it does with signed documents."""

    file_id: Id
    participant_id: Id
    name: FileName
    size: int
    media_type: str
    sha256: str
    pages: int
    everyone: bool


@dataclass(frozen=True, slots=True)
class OpenPage:
    """A host or co-host asked for a web page and its address has been found good; `site` is its host name."""

    participant_id: Id
    site: Site


@dataclass(frozen=True, slots=True)
class VisitSite:
    """The tab in front shows another host name than before."""

    site: Site


@dataclass(frozen=True, slots=True)
class EndPage:
    """The browser of the web page is gone for good: idle, too large, or beyond repair."""


@dataclass(frozen=True, slots=True)
class OpenSigning:
    """A host or co-host lets a file be signed here; its envelope is ready. Sequential: in the order of `signers`."""

    envelope_id: Id
    file_id: Id
    title: FileName
    by: Id
    order: SigningOrder
    after: SigningAfter
    page: PageNumber
    signers: tuple[NamedSigner, ...]


@dataclass(frozen=True, slots=True)
class NoteSigned:
    """Somebody's signature is in the document. `at` in milliseconds since 1970, UTC."""

    envelope_id: Id
    signer_id: Id
    at: int


@dataclass(frozen=True, slots=True)
class NoteDeclined:
    """Somebody does not want to sign, which ends it for all."""

    envelope_id: Id
    signer_id: Id


@dataclass(frozen=True, slots=True)
class CloseSigning:
    """Signing in this session is over, for the reason `outcome`; `by` a participant or "system"."""

    envelope_id: Id
    outcome: SigningOutcome
    by: Id


@dataclass(frozen=True, slots=True)
class CloseSession:
    """End it without a host: everybody has gone, or the office ends it."""

    reason: EndReason


SystemCommand = (
    OpenSession
    | Enter
    | Connect
    | Disconnect
    | Depart
    | AddFile
    | OpenPage
    | VisitSite
    | EndPage
    | OpenSigning
    | NoteSigned
    | NoteDeclined
    | CloseSigning
    | CloseSession
)

Command = ParticipantCommand | SystemCommand

PARTICIPANT_COMMANDS: tuple[type[ParticipantCommand], ...] = get_args(ParticipantCommand)
SYSTEM_COMMANDS: tuple[type[SystemCommand], ...] = get_args(SystemCommand)
