"""The state of one live session, as every process and every browser holds it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from signalling.events import Event
from signalling.limits import MediaState, Role, SigningAfter, SigningOrder, SigningStep, Stage, Surface
from signalling.refusals import Code


@dataclass(frozen=True, slots=True)
class Rejected:
    """A refusal. `code` is stable and known to the clients' catalogues; see refusals.py."""

    code: Code


Decision = tuple[Event, ...] | Rejected
"""An empty tuple: nothing to do, everything is as asked already."""


@dataclass(frozen=True, slots=True)
class Participant:
    id: str
    name: str
    role: Role
    language: str
    status: Literal["waiting", "inside", "left", "removed"]
    entered_seq: int
    """The log entry with which they (last) came inside; 0 while waiting."""
    instance: str | None = None
    """The page load that is connected now."""
    node: str | None = None
    microphone: MediaState = "off"
    camera: MediaState = "off"
    sound: MediaState = "on"
    silenced: bool = False
    input: bool = False
    sharing: Literal["no", "asked", "requested", "allowed"] = "no"
    """Where the talk about sharing their screen stands; hosts need no permission."""

    @property
    def inside(self) -> bool:
        return self.status == "inside"


@dataclass(frozen=True, slots=True)
class ScreenShare:
    participant_id: str
    stream_id: str
    surface: Surface
    instance: str | None = None
    """The page load that captures: when that page is gone for good, so is the picture."""


@dataclass(frozen=True, slots=True)
class SharedFile:
    """`size` in bytes, `pages` 0 when unknown."""

    id: str
    participant_id: str
    name: str
    size: int
    media_type: str
    sha256: str
    pages: int
    everyone: bool
    participant_ids: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Document:
    """The file on the stage and the page that everybody looks at."""

    file_id: str
    page: int
    by: str


@dataclass(frozen=True, slots=True)
class Page:
    """The web page that all look at together. Only the `driver`'s input counts, and only with the current `epoch`."""

    site: str
    by: str
    driver: str | None
    epoch: int
    """Rises with every change of driver, also from one page of this session to the next."""
    blurred: bool = False


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody who signs, at the screen of `participant_id` or, without one, by e-mail. Their turn: "ready"."""

    id: str
    name: str
    participant_id: str | None
    status: Literal["waiting", "ready", "signed", "declined"]
    step: SigningStep = "reading"
    signed_at: int = 0
    """Milliseconds since 1970, UTC; 0 before."""

    @property
    def open(self) -> bool:
        return self.status in ("waiting", "ready")


@dataclass(frozen=True, slots=True)
class Signing:
    """The document that is being signed here; it stays on the stage meanwhile."""

    envelope_id: str
    file_id: str
    title: str
    by: str
    order: SigningOrder
    after: SigningAfter
    signers: tuple[Signer, ...]

    def signer(self, signer_id: str) -> Signer | None:
        return next((one for one in self.signers if one.id == signer_id), None)

    @property
    def goes_on_here(self) -> bool:
        """Whether somebody who has not signed yet is to do so at a screen of this session."""
        return any(one.open and one.participant_id is not None for one in self.signers)


@dataclass(frozen=True, slots=True)
class Session:
    id: str
    seq: int = 0
    organisation_id: str = ""
    ended: str | None = None
    """The reason, once it has ended."""
    participants: Mapping[str, Participant] = field(default_factory=lambda: MappingProxyType({}))
    files: Mapping[str, SharedFile] = field(default_factory=lambda: MappingProxyType({}))
    share: ScreenShare | None = None
    document: Document | None = None
    page: Page | None = None
    signing: Signing | None = None
    stage: Stage = "none"
    blur: Literal["off", "asked", "on"] = "off"
    blur_number: int = 0
    chat_on: bool = True
    chat_history: bool = True
    lobby: bool = False
    laser: bool = False
    max_participants: int = 8

    @property
    def opened(self) -> bool:
        return self.seq > 0

    @property
    def inside(self) -> Iterable[Participant]:
        return (person for person in self.participants.values() if person.inside)

    @property
    def connected(self) -> Iterable[Participant]:
        return (person for person in self.participants.values() if person.instance is not None)

    def others(self, participant_id: str) -> tuple[str, ...]:
        """Everybody inside but this one."""
        return tuple(person.id for person in self.inside if person.id != participant_id)

    def is_chair(self, participant_id: str) -> bool:
        """The host and the co-hosts decide for the others, while they are inside."""
        person = self.participants.get(participant_id)
        return person is not None and person.inside and person.role in ("host", "cohost")

    def may_use_input(self, participant_id: str) -> bool:
        """Whether a click or key of this client counts: granted, and an adviser is connected to watch over it."""
        person = self.participants.get(participant_id)
        if person is None or not person.inside or not person.input:
            return False
        return any(self.is_chair(other.id) for other in self.connected)

    def may_drive(self, participant_id: str) -> bool:
        """Whether they may click and type in the web page: a chair, or a client with input rights who sees it sharp."""
        person = self.participants.get(participant_id)
        if self.page is None or person is None or not person.inside or person.instance is None:
            return False
        if self.is_chair(participant_id):
            return True
        return self.may_use_input(participant_id) and self.stage == "page" and not self.page.blurred

    def may_sign(self, participant_id: str, signer_id: str) -> bool:
        """Whether this is the screen at which this signer is to sign, now. Nobody signs for another, a chair neither."""
        person = self.participants.get(participant_id)
        signer = None if self.signing is None else self.signing.signer(signer_id)
        if person is None or not person.inside or signer is None:
            return False
        return signer.participant_id == participant_id and signer.status == "ready"

    def signs(self, participant_id: str) -> bool:
        """Whether somebody has their turn to sign at this screen."""
        return self.signing is not None and any(self.may_sign(participant_id, one.id) for one in self.signing.signers)

    def may_see_file(self, participant_id: str, file: SharedFile) -> bool:
        return (
            file.everyone
            or file.participant_id == participant_id
            or participant_id in file.participant_ids
            or self.is_chair(participant_id)
        )
