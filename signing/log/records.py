"""What a log is made of: the facts of one envelope. JSON-able, so that it can wait in a table or a file.

Times are ISO 8601 in UTC ("2026-11-22T09:30:00.000000+00:00"); None or "" is what has not happened or is not known.
SHA-256 is in hex.
"""

from typing import Literal, NotRequired, TypedDict


class InkRecord(TypedDict):
    """What stands in the document. `picture`: base64 PNG; or `strokes` as they came: lists of [x, y, pressure, ms]."""

    how: Literal["drawn", "typed", "uploaded"]
    picture: str
    strokes: NotRequired[list[list[list[float]]]]
    aspect: NotRequired[float]
    text: str


class ConsentRecord(TypedDict):
    """The sentence that was agreed to, as it was shown."""

    version: str
    text: str


class CertificateRecord(TypedDict):
    sha256: str
    serial: str


class SignerRecord(TypedDict):
    """`via`: room, mail, here or embed. `verified`: how it was checked who this is; `code` is a one-time code by mail.

    `stamped_by` is the name of the clock that stamped the signature at `stamped_at`.
    """

    id: str
    name: str
    email: str
    language: str
    status: Literal["waiting", "ready", "viewed", "signed", "declined"]
    via: str
    verified: str
    viewed_at: str | None
    signed_at: str | None
    stamped_at: str | None
    stamped_by: str
    address: str
    user_agent: str
    consent: ConsentRecord | None
    ink: InkRecord | None
    initials: InkRecord | None
    certificate: CertificateRecord | None
    decline_reason: str
    delegated_from: str | None  # the name of who passed it on
    answers: NotRequired[list[tuple[str, str | bool]]]  # what was filled in: label and value


class EventRecord(TypedDict):
    """A line of the envelope's time line: `kind` as the envelope knows it. `by` is a name, "" the service itself."""

    seq: int
    at: str
    kind: str
    signer_id: str | None
    by: str
    details: dict[str, str | int | bool | None]


class RevisionRecord(TypedDict):
    """A file that the envelope went through: original, prepared, revision (with whose signature), signed."""

    kind: Literal["original", "prepared", "revision", "signed"]
    signer_id: str | None
    sha256: str
    size: int
    at: str


class DocumentRecord(TypedDict):
    """The original as it came in."""

    name: str
    pages: int
    size: int
    sha256: str


class ClockRecord(TypedDict):
    """Whose time the stamps say. `own`: the machine's own clock, for which nobody else vouches."""

    own: bool
    name: str


class PersonRecord(TypedDict):
    name: str
    email: str


class Record(TypedDict):
    """All of it. `level` is that of the signed document, "" where nothing was sealed."""

    envelope_id: str
    title: str
    outcome: Literal["completed", "declined", "voided", "expired", "failed"]
    order: Literal["parallel", "sequential"]
    time_zone: str
    made_at: str
    created_at: str
    sent_at: str | None
    ended_at: str
    office: str
    sender: PersonRecord | None
    session_id: str | None
    document: DocumentRecord
    level: Literal["", "B-B", "B-T", "B-LT", "B-LTA"]
    clock: ClockRecord
    signers: list[SignerRecord]
    revisions: list[RevisionRecord]
    events: list[EventRecord]
