"""What an envelope is: a document, who signs it, where, and what has happened. Plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from signing.model import Field, FieldKind, Ink, Order, PageSize, Value

Status = Literal["draft", "sent", "completed", "declined", "voided", "expired", "failed"]
SealState = Literal["none", "pending", "done"]
SignerStatus = Literal["waiting", "ready", "viewed", "signed", "declined"]
Source = Literal["desk", "session", "api", "template"]
Delivery = Literal["mail", "here", "room"]
Via = Literal["room", "mail", "here", "embed"]
Verification = Literal["code", "none"]
Kind = Literal["original", "prepared", "revision", "signed", "log", "log_data"]
CLOSED: frozenset[str] = frozenset({"completed", "declined", "voided", "expired", "failed"})

CONSENT = "2026-11"
"""The version of the text that a signer agrees to; what it says is in the client's catalogues."""

MAX_SIGNERS = 20
MAX_FIELDS = 500


@dataclass(frozen=True, slots=True)
class Document:
    """The original as it came in. `size` in bytes; `warnings` are codes of the intake."""

    name: str
    size: int
    sha256: str
    pages: tuple[PageSize, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody who signs. `status`: waiting (not their turn), ready, viewed, signed or declined. `client_id`: the client
    as whom they were chosen, in whichever CRM; whoever signs on their behalf signs for this client, too."""

    id: str
    position: int
    name: str
    email: str
    language: str
    colour: int
    status: SignerStatus
    participant_id: str | None = None
    via: str = ""
    verified: str = ""
    address: str = ""
    user_agent: str = ""
    consent: str = ""
    signed_name: str = ""
    answers: Mapping[str, Value] = field(default_factory=dict)
    level: str = ""
    certificate: str = ""
    serial: str = ""
    stamped_at: datetime | None = None
    stamped_by: str = ""
    viewed_at: datetime | None = None
    signed_at: datetime | None = None
    decline_reason: str = ""
    delegated_from: str | None = None
    action_key: str | None = None
    client_id: str | None = None

    @property
    def turn(self) -> bool:
        """Whether they may sign now, as far as the order goes."""
        return self.status in ("ready", "viewed")


@dataclass(frozen=True, slots=True)
class Event:
    """A line of an envelope's time line. `by` is a name; "" is the service itself."""

    seq: int
    at: datetime
    kind: str
    signer_id: str | None
    by: str
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class EnvelopeFile:
    """A document of an envelope. `seq` counts per kind from 1; the highest one counts."""

    kind: Kind
    seq: int
    sha256: str
    size: int
    signer_id: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Envelope:
    """An envelope, whole. `events` are there only where they were asked for."""

    id: str
    organisation_id: str
    version: int
    title: str
    status: Status
    seal: SealState
    level: str
    clock: str
    order: Order
    language: str
    message: str
    source: Source
    session_id: str | None
    file_id: str | None
    template_id: str | None
    created_by: str | None
    created_by_name: str
    verification: Verification
    expires_in_days: int
    remind_every_days: int
    delivery: str
    document: Document
    credit: str
    problem: str | None
    created_at: datetime
    sent_at: datetime | None
    expires_at: datetime | None
    completed_at: datetime | None
    signers: tuple[Signer, ...] = ()
    fields: tuple[Field, ...] = ()
    files: tuple[EnvelopeFile, ...] = ()
    events: tuple[Event, ...] = ()

    def signer(self, signer_id: str) -> Signer | None:
        return next((one for one in self.signers if one.id == signer_id), None)

    @property
    def client_ids(self) -> tuple[str, ...]:
        """The clients as whom signers were chosen, each once."""
        return tuple(dict.fromkeys(one.client_id for one in self.signers if one.client_id is not None))

    def fields_of(self, signer_id: str) -> tuple[Field, ...]:
        return tuple(one for one in self.fields if one.signer_id == signer_id)

    def file(self, *kinds: Kind) -> EnvelopeFile | None:
        """The newest of the first kind of which there is one."""
        for kind in kinds:
            found = [one for one in self.files if one.kind == kind]
            if found:
                return max(found, key=lambda one: one.seq)
        return None

    @property
    def current(self) -> EnvelopeFile | None:
        """The document as it is now."""
        return self.file("signed", "revision", "prepared", "original")

    @property
    def signed(self) -> tuple[Signer, ...]:
        return tuple(one for one in self.signers if one.status == "signed")


@dataclass(frozen=True, slots=True)
class DraftSigner:
    """`id`: any key that the fields use. A UUID is kept, anything else gets one; the order stays. `client_id` was checked
    (server/signing/whom.py)."""

    id: str
    name: str
    email: str
    language: str
    participant_id: str | None = None
    client_id: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What may be changed for as long as an envelope was not sent."""

    title: str
    order: Order
    language: str
    message: str
    expires_in_days: int
    remind_every_days: int
    verification: Verification
    signers: tuple[DraftSigner, ...]
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class By:
    """Who acts: somebody of the office, by their account, or a key of the API (`user_id` None)."""

    user_id: str | None
    name: str


@dataclass(frozen=True, slots=True)
class SignerRef:
    """One signer of one envelope, found by their link, or their place in a session."""

    organisation_id: str
    envelope_id: str
    signer_id: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a signer's action came from. `verified`: "code", "room", "here" or "none"."""

    address: str
    user_agent: str
    via: Via
    verified: str


@dataclass(frozen=True, slots=True)
class Signing:
    """What a signer hands in. `key` is of the click: the same one again changes nothing."""

    key: str
    consent: str
    name: str
    ink: Ink
    initials: Ink | None
    values: Mapping[str, Value]


__all__ = [
    "CLOSED",
    "CONSENT",
    "MAX_FIELDS",
    "MAX_SIGNERS",
    "By",
    "Delivery",
    "Document",
    "Draft",
    "DraftSigner",
    "Envelope",
    "EnvelopeFile",
    "Event",
    "Field",
    "FieldKind",
    "Ink",
    "Kind",
    "Order",
    "Origin",
    "PageSize",
    "SealState",
    "Signer",
    "SignerRef",
    "SignerStatus",
    "Signing",
    "Source",
    "Status",
    "Value",
    "Verification",
    "Via",
]
