"""What the routes of signing tell: an envelope to those who sent it, and the same to somebody who signs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Row

from server.signing.consent import CONSENT, consent_text
from server.signing.envelopes import Envelope, Event, SealState, Signer, SignerStatus, Source, Status, Verification
from server.web import Output
from signing.model import Field, FieldKind, Order

Language = Literal["nl", "en", "fr"]
DEFAULT_LANGUAGE = "nl"


class PageSizeView(Output):
    """Points, as people see the page."""

    width: float
    height: float


class DocumentView(Output):
    """`warnings` are codes: what people should know before they go on."""

    name: str
    size: int
    pages: int
    page_sizes: list[PageSizeView]
    sha256: str
    warnings: list[str]


class EnvelopeSigner(Output):
    """`colour` is one of eight, 0 to 7. `turn`: whether they may sign now. `client_id`: the client as whom they were
    chosen."""

    id: str
    position: int
    name: str
    email: str
    language: str
    colour: int
    status: SignerStatus
    turn: bool
    via: str
    participant_id: str | None
    viewed_at: datetime | None
    signed_at: datetime | None
    decline_reason: str
    delegated_from: str | None
    client_id: str | None


class PlacedField(Output):
    """`page` counts from 1; the rest are fractions of the page as people see it, from the left and the top."""

    id: str
    signer_id: str
    kind: FieldKind
    page: int
    x: float
    y: float
    width: float
    height: float
    required: bool
    label: str


class CreatedBy(Output):
    id: str
    name: str


class FilesView(Output):
    """Which documents can be downloaded."""

    signed: bool
    log: bool


class EventView(Output):
    """A line of the time line. `by` is a name; "" is the service itself."""

    seq: int
    at: datetime
    kind: str
    signer_id: str | None
    by: str
    details: dict[str, Any]


class EnvelopeView(Output):
    """`seal`: the archive time stamp over all signatures. `clock`: whose time it is. `problem`: a code, or null."""

    id: str
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
    delivery: str
    session_id: str | None
    created_by: CreatedBy | None
    created_at: datetime
    sent_at: datetime | None
    expires_at: datetime | None
    expires_in_days: int
    completed_at: datetime | None
    remind_every_days: int
    verification: Verification
    document: DocumentView
    signers: list[EnvelopeSigner]
    fields: list[PlacedField]
    files: FilesView
    problem: str | None


class EnvelopeDetail(EnvelopeView):
    """With everything that has happened, oldest first."""

    events: list[EventView]


class EnvelopePage(Output):
    items: list[EnvelopeView]
    next: str | None


def envelope_view(envelope: Envelope) -> EnvelopeView:
    return EnvelopeView(**_envelope(envelope))


def envelope_detail(envelope: Envelope) -> EnvelopeDetail:
    return EnvelopeDetail(**_envelope(envelope), events=[_event(one) for one in envelope.events])


_PLAIN = tuple(
    name
    for name in EnvelopeView.model_fields
    if name not in ("created_by", "document", "signers", "fields", "files", "delivery")
)


def _envelope(envelope: Envelope) -> dict[str, Any]:
    by = CreatedBy(id=envelope.created_by, name=envelope.created_by_name) if envelope.created_by else None
    return {name: getattr(envelope, name) for name in _PLAIN} | {
        "delivery": envelope.delivery,
        "created_by": by,
        "document": DocumentView(
            name=envelope.document.name,
            size=envelope.document.size,
            pages=len(envelope.document.pages),
            page_sizes=_sizes(envelope),
            sha256=envelope.document.sha256,
            warnings=list(envelope.document.warnings),
        ),
        "signers": [_signer(one) for one in envelope.signers],
        "fields": [PlacedField(**_placed(one)) for one in envelope.fields],
        "files": files_view(envelope),
    }


def files_view(envelope: Envelope) -> FilesView:
    return FilesView(signed=envelope.file("signed") is not None, log=envelope.file("log") is not None)


def _sizes(envelope: Envelope) -> list[PageSizeView]:
    return [PageSizeView(width=page.width, height=page.height) for page in envelope.document.pages]


def _signer(one: Signer) -> EnvelopeSigner:
    return EnvelopeSigner(**{name: getattr(one, name) for name in EnvelopeSigner.model_fields})


def _placed(field: Field) -> dict[str, Any]:
    place = field.place
    return {
        "id": field.id,
        "signer_id": field.signer_id,
        "kind": field.kind,
        "page": place.page,
        "x": place.x,
        "y": place.y,
        "width": place.width,
        "height": place.height,
        "required": field.required,
        "label": field.label,
    }


def _event(event: Event) -> EventView:
    return EventView(
        seq=event.seq,
        at=event.at,
        kind=event.kind,
        signer_id=event.signer_id,
        by=event.by,
        details=dict(event.details),
    )


# --- for those who sign, and those who look along ---


class SigningOffice(Output):
    name: str
    colour: str
    logo_url: str | None
    phone: str
    privacy_url: str


class SigningDocument(Output):
    name: str
    pages: int
    page_sizes: list[PageSizeView]


class SigningSelf(Output):
    """Who is asked to sign here."""

    signer_id: str
    name: str
    email: str
    language: str


class SigningSigner(Output):
    """Somebody who signs, as everybody may know them: without their address."""

    id: str
    name: str
    status: SignerStatus
    turn: bool
    colour: int
    signed_at: datetime | None


class Filled(Output):
    """What somebody who has signed put into a field: one of the three. `ink_url` follows the address of these routes."""

    text: str | None = None
    checked: bool | None = None
    ink_url: str | None = None


class SigningField(PlacedField):
    filled: Filled | None


class ConsentView(Output):
    """What has to be agreed to, in the signer's language."""

    version: str
    text: str


class SigningView(Output):
    """One document to sign. `self` is null for who only looks along."""

    envelope_id: str
    title: str
    status: Status
    order: Order
    message: str
    sender: str
    document: SigningDocument
    self: SigningSelf | None
    signers: list[SigningSigner]
    fields: list[SigningField]
    consent: ConsentView
    level: str
    clock: str
    office: SigningOffice
    files: FilesView


def office_view(office: Row[Any]) -> SigningOffice:
    """Of a row of organisations."""
    return SigningOffice(
        name=office.name,
        colour=office.colour,
        logo_url=f"/api/v1/logos/{office.logo}" if office.logo else None,
        phone=office.phone,
        privacy_url=office.privacy_url,
    )


def signing_view(envelope: Envelope, office: Row[Any], signer_id: str | None) -> SigningView:
    """The envelope as one signer sees it, or, with None, as who looks along does."""
    own = None if signer_id is None else envelope.signer(signer_id)
    language = language_of(own.language if own is not None else envelope.language)
    return SigningView(
        envelope_id=envelope.id,
        title=envelope.title,
        status=envelope.status,
        order=envelope.order,
        message=envelope.message,
        sender=envelope.created_by_name,
        document=SigningDocument(
            name=envelope.document.name, pages=len(envelope.document.pages), page_sizes=_sizes(envelope)
        ),
        self=None
        if own is None
        else SigningSelf(signer_id=own.id, name=own.name, email=own.email, language=own.language),
        signers=[
            SigningSigner(
                id=one.id, name=one.name, status=one.status, turn=one.turn, colour=one.colour, signed_at=one.signed_at
            )
            for one in envelope.signers
        ],
        fields=[SigningField(**_placed(one), filled=_filled(envelope, one)) for one in envelope.fields],
        consent=ConsentView(version=CONSENT, text=consent_text(language)),
        level=envelope.level,
        clock=envelope.clock,
        office=office_view(office),
        files=files_view(envelope),
    )


def _filled(envelope: Envelope, field: Field) -> Filled | None:
    signer = envelope.signer(field.signer_id)
    if signer is None or signer.status != "signed":
        return None
    if field.kind in ("signature", "initials"):
        kind = "?kind=initials" if field.kind == "initials" else ""
        return Filled(ink_url=f"/ink/{signer.id}{kind}")
    answers: Mapping[str, str | bool] = signer.answers
    value = answers.get(field.id)
    if isinstance(value, bool):
        return Filled(checked=value)
    return Filled(text=value) if value else None


def language_of(language: str) -> Language:
    """One of ours; Dutch for any other."""
    return language if language in ("nl", "en", "fr") else DEFAULT_LANGUAGE  # type: ignore[return-value]  # one of the three
