"""What is asked of the processes that touch documents, and what they answer. All of it can be pickled.

Documents go by path, never by bytes: a file of 100 MB stays on disk. A job writes its result to `target`, which it
creates; on a failure there is no target.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar

from signing.model import Field, Identity, Ink, Level, PageSize, Value

Answer_co = TypeVar("Answer_co", covariant=True)


class Job(Generic[Answer_co]):
    """What is asked, and what kind of answer comes."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Inspect(Job["Inspected"]):
    """Can this be signed? Raises Refused."""

    source: Path


@dataclass(frozen=True, slots=True)
class Inspected:
    """`warnings` are codes: what people should know before they go on, such as "already_signed" or "pdfa"."""

    pages: tuple[PageSize, ...]
    sha256: str
    size: int
    signatures: int
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prepare(Job["Written"]):
    """Repair where that is needed and allowed, flatten foreign form fields, and create every signer's fields at once."""

    source: Path
    target: Path
    signer_ids: tuple[str, ...]  # in their order
    fields: tuple[Field, ...]
    sequential: bool


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was made. SHA-256 in hex, size in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class LeafKey:
    """A key made for one signature, with its certificate. PEM."""

    key: bytes = field(repr=False)
    certificate: bytes


@dataclass(frozen=True, slots=True)
class Pkcs12Key:
    """The office's own certificate."""

    content: bytes = field(repr=False)
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Pkcs11Key:
    """A key that never leaves its device."""

    module: str
    token: str
    label: str
    pin: str = field(repr=False)


SignerKey = LeafKey | Pkcs12Key | Pkcs11Key


@dataclass(frozen=True, slots=True)
class Stamper:
    """Where proof of time comes from: an authority at `url`, or a clock of our own (a key, with its certificate)."""

    url: str = ""
    local: LeafKey | None = None
    seconds: float = 10.0


@dataclass(frozen=True, slots=True)
class Proofs:
    """What validators need: certificates (PEM, roots included) and revocation lists (DER) of our own authority.

    `fetch`: whether lists and answers of others are asked for over the network.
    """

    roots: tuple[bytes, ...]
    others: tuple[bytes, ...] = ()
    revocation_lists: tuple[bytes, ...] = ()
    fetch: bool = False


@dataclass(frozen=True, slots=True)
class Sign(Job["Signed"]):
    """One signer's signature over everything so far, with their values and their ink in their own fields."""

    source: Path
    target: Path
    signer_id: str
    fields: tuple[Field, ...]  # this signer's
    identity: Identity
    ink: Ink
    initials: Ink | None
    values: Mapping[str, Value]  # by field id
    caption: tuple[str, ...]  # lines under the ink, in the document's language
    key: SignerKey
    stamper: Stamper | None
    proofs: Proofs
    first: bool
    last: bool
    fonts: tuple[Path, ...]  # the first draws what it can, the next the rest
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Signed:
    """`stamped_at` None: the time-stamp authority did not answer, so there is no proof of time yet."""

    file: Written
    level: Level
    certificate: str  # SHA-256 of the certificate, hex
    serial: str
    stamped_at: datetime | None
    stamped_by: str


@dataclass(frozen=True, slots=True)
class Seal(Job["Sealed"]):
    """The archive time stamp over everything. Raises Refused("tsa_away") when there is no authority to give it."""

    source: Path
    target: Path
    signer_ids: tuple[str, ...]
    stamper: Stamper
    proofs: Proofs


@dataclass(frozen=True, slots=True)
class Sealed:
    file: Written
    level: Level
    stamped_at: datetime
    stamped_by: str


@dataclass(frozen=True, slots=True)
class VetPicture(Job["Picture"]):
    """Is this a picture of handwriting? PNG, JPEG or WebP, as it was brought. Raises Refused: ink_missing, ink_unusable."""

    content: bytes


@dataclass(frozen=True, slots=True)
class Picture:
    """The ink alone: a PNG with a transparent ground, trimmed, of `width` x `height` pixels."""

    png: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Verify(Job["Report"]):
    """Who signed this, and is it still what they signed? Of any file; asks nothing over the network.

    `proofs` is what is believed, our own root first; `now` is when the certificates must hold where there is no proof of an earlier time.
    """

    source: Path
    proofs: Proofs
    now: datetime


@dataclass(frozen=True, slots=True)
class CheckedSignature:
    """One person's signature. `signed_at` with `time`: whose word that is. "claimed" is the signer's own.

    `intact`: what this signature covers is as it was signed. `trusted`: we know who made the certificate, and it was
    good at that time. `after`: what was added to the file later. `problem`: a code, or "".
    """

    name: str
    email: str
    organisation: str
    issuer: str
    signed_at: datetime | None
    time: Literal["authority", "own_clock", "claimed"]
    intact: bool
    trusted: bool
    after: Literal["nothing", "allowed", "changed"]
    problem: str


@dataclass(frozen=True, slots=True)
class ArchiveStamp:
    """The proof that the whole file existed at that time. `by`: who says so."""

    at: datetime
    by: str
    own_clock: bool


@dataclass(frozen=True, slots=True)
class Report:
    """`ours`: all signatures were made with certificates of this installation. `level` is "" where there is none.

    Never raises for what a file holds: "unreadable" is an answer too. `problems` are codes, the weightiest first.
    """

    verdict: Literal["intact", "changed", "unknown_signer", "not_signed", "unreadable"]
    ours: bool
    signatures: tuple[CheckedSignature, ...]
    archive: ArchiveStamp | None
    level: Level | Literal[""]
    pages: int
    size: int
    sha256: str
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MakeLog(Job["LogMade"]):
    """The sealed log of an envelope that has ended: to read, and as lines for machines, inside the first and beside it.

    `record` is what signing/log/records.py describes.
    """

    target_pdf: Path
    target_jsonl: Path
    record: Mapping[str, Any]
    language: str
    fonts: tuple[Path, ...]  # folders with fonts, looked through before those of the machine
    key: SignerKey
    stamper: Stamper | None
    proofs: Proofs


@dataclass(frozen=True, slots=True)
class LogMade:
    """`stamped_at` None: there was no answer from the time-stamp authority; the seal stands without proof of time."""

    pdf: Written
    jsonl: Written
    level: Level
    stamped_at: datetime | None
    stamped_by: str
