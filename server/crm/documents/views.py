"""What goes in and out of the API of documents."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field, StringConstraints
from sqlalchemy import Row

from server.accounts.models import PublicOffice
from server.crm.documents.model import Counters, Kind, State, Status, Storage, status_of
from server.crm.documents.requests import RequestState, state_of
from server.crm.ports import Card
from server.files.sniff import INLINE, PICTURES
from server.web import Day, Id, Input, Output

Name = Annotated[str, StringConstraints(min_length=1, max_length=2_000)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\r\n]+$", strip_whitespace=True)]
Words = Annotated[str, StringConstraints(max_length=5_000)]
Several = Annotated[list[Id], Field(min_length=1, max_length=500)]


# --- in ---


class DocumentQuery(Input):
    """`search` looks in names and in what can be read in documents. `after`: the last id that was seen. `unseen`: those
    that nobody of the office has opened yet."""

    client: Id | None = None
    session: Id | None = None
    state: State | None = None
    status: Status | None = None
    search: Annotated[str, StringConstraints(max_length=200)] = ""
    unseen: bool = False
    after: Id | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 50


class UploadQuery(Input):
    """Without `client` it is the adviser's own; with `library` it is also put among their own documents."""

    name: Annotated[Name, Field(description="As on the sender's disk; it is cleaned.")]
    client: Id | None = None
    state: State | None = None
    library: bool = False


class ReplaceQuery(Input):
    name: Name


class OpenQuery(Input):
    """`number`: a version; the newest when it is not given. `inline`: to be looked at, where a browser can."""

    number: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    inline: bool = False


class DocumentChange(Input):
    name: Name | None = None
    state: State | None = None


class ShareInput(Input):
    """`internal`: with the clients' cards, for the office's eyes only. `library`: also among one's own documents."""

    document_ids: Annotated[list[Id], Field(min_length=1, max_length=50)]
    client_ids: Several
    text: Words = ""
    notify: bool = True
    internal: bool = False
    library: bool = False


class SignInput(Input):
    """`emails`: of the client's people who sign; none: the preferred address of each of them."""

    emails: Annotated[list[Annotated[str, StringConstraints(max_length=254)]], Field(max_length=20)] = []


class KeepInput(Input):
    """`client_id` None is the session's client. `state` None: as it was in the session."""

    client_id: Annotated[str, StringConstraints(min_length=1, max_length=200)] | None = None
    state: State | None = None


class KeepHereInput(Input):
    state: State | None = None


class ChosenAddress(Input):
    client_id: Id
    email: Annotated[str, StringConstraints(max_length=254)]


class RequestInput(Input):
    client_ids: Several
    what: Line
    subject: Line
    text: Words
    due: Day | None = None
    notify: bool = True
    emails: Annotated[list[ChosenAddress], Field(max_length=500)] = []


class RequestQuery(Input):
    client: Id | None = None
    state: RequestState | None = None
    after: Id | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 50


class AnswerQuery(Input):
    """`more`: other files follow this one."""

    name: Name
    more: bool = False


# --- out ---


class ClientName(Output):
    id: str
    name: str


class DocumentView(Output):
    """`thumbnail_url` is there for pictures; PDF pages are drawn by the browser from the content."""

    id: str
    version: int
    client: ClientName | None
    name: str
    media_type: str
    size: int
    pages: int
    state: State
    kind: Kind
    source: str
    from_client: bool
    status: Status
    number: int
    versions: int
    envelope_id: str | None
    session_id: str | None
    request_id: str | None
    signing: str
    created_at: datetime
    updated_at: datetime
    created_by: str
    seen_at: datetime | None
    opened_at: datetime | None
    deleted_at: datetime | None
    inline: bool
    thumbnail_url: str | None


class DocumentCounts(Output):
    """`shared` are those that the client has not opened yet."""

    shared: int
    seen: int
    received: int
    requested: int
    internal: int
    signed: int
    log: int
    waiting_signature: int


class DocumentList(Output):
    """`limit_bytes` 0: no limit."""

    items: list[DocumentView]
    next: str | None
    counts: DocumentCounts
    used_bytes: int
    limit_bytes: int


class VersionView(Output):
    number: int
    name: str
    media_type: str
    size: int
    pages: int
    created_at: datetime
    created_by: str


class VersionList(Output):
    items: list[VersionView]


class ShareView(Output):
    """`link` is the client's own; "" for what is for internal use. `email`: where the mail went."""

    client_id: str
    document_ids: list[str]
    link: str
    email: str


class ShareList(Output):
    items: list[ShareView]


class SignView(Output):
    envelope_id: str


class KeptView(Output):
    """`document_id` "": it is on its way to the CRM of someone else. `client.name` "": that CRM cannot be asked now."""

    document_id: str
    client: ClientName


class RequestView(Output):
    """`link`: where the client answers; "" once nobody can."""

    id: str
    version: int
    client: ClientName
    what: str
    subject: str
    text: str
    due: date | None
    state: RequestState
    email: str
    sender: str
    link: str
    reminders: int
    reminded_at: datetime | None
    seen_at: datetime | None
    expires_at: datetime
    received_at: datetime | None
    created_at: datetime


class RequestList(Output):
    items: list[RequestView]
    next: str | None


class AskedView(Output):
    """A request as its client sees it. `received`: the names of what has come."""

    office: PublicOffice
    sender: str
    client: str
    language: str
    what: str
    text: str
    due: date | None
    state: RequestState
    received: list[str]
    max_bytes: int


class SharedFileView(Output):
    id: str
    name: str
    media_type: str
    size: int
    pages: int
    kind: Kind
    inline: bool
    url: str


class SharedView(Output):
    """What one link opens."""

    office: PublicOffice
    sender: str
    client: str
    language: str
    text: str
    shared_at: datetime
    expires_at: datetime
    documents: list[SharedFileView]


class ChoiceView(Output):
    """`limit_gb` 0: no limit. `used_bytes`: by all versions of all documents together."""

    limit_gb: int
    used_bytes: int


class ChoiceInput(Input):
    limit_gb: Annotated[int, Field(ge=0, le=100_000)]


# --- from rows ---


def document(row: Row[Any], cards: Mapping[str, Card]) -> DocumentView:
    card = None if row.client_id is None else cards.get(row.client_id)
    picture = row.media_type in INLINE and row.media_type in PICTURES
    return DocumentView(
        id=row.id,
        version=row.version,
        client=None if card is None else ClientName(id=card.id, name=card.name),
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        pages=row.pages,
        state=row.state,
        kind=row.kind,
        source=row.source,
        from_client=row.from_client,
        status=status_of(row),
        number=row.number,
        versions=row.number,
        envelope_id=row.envelope_id,
        session_id=row.session_id,
        request_id=row.request_id,
        signing=row.signing,
        created_at=row.created_at,
        updated_at=row.updated_at,
        created_by=row.owner_name,
        seen_at=row.seen_at,
        opened_at=row.opened_at,
        deleted_at=row.deleted_at,
        inline=row.media_type in INLINE,
        thumbnail_url=f"/api/v1/documents/{row.id}/content?inline=true" if picture else None,
    )


def document_list(
    found: list[DocumentView], following: str | None, counters: Counters, storage: Storage
) -> DocumentList:
    by = counters.by_status
    names = ("shared", "seen", "received", "internal", "signed", "log", "waiting_signature")
    counts = DocumentCounts(requested=counters.requested, **{name: by.get(name, 0) for name in names})
    return DocumentList(
        items=found, next=following, counts=counts, used_bytes=storage.used_bytes, limit_bytes=storage.limit_bytes
    )


def version(row: Row[Any]) -> VersionView:
    return VersionView(
        number=row.number,
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        pages=row.pages,
        created_at=row.created_at,
        created_by=row.created_by_name,
    )


def request(row: Row[Any], cards: Mapping[str, Card], link: str, now: datetime) -> RequestView:
    card = cards.get(row.client_id)
    return RequestView(
        id=row.id,
        version=row.version,
        client=ClientName(id=row.client_id, name="" if card is None else card.name),
        what=row.what,
        subject=row.subject,
        text=row.text,
        due=row.due,
        state=state_of(row, now),
        email=row.email,
        sender=row.sender_name,
        link=link,
        reminders=row.reminders,
        reminded_at=row.reminded_at,
        seen_at=row.seen_at,
        expires_at=row.expires_at,
        received_at=row.received_at,
        created_at=row.created_at,
    )


def shared_file(row: Row[Any], token: str) -> SharedFileView:
    return SharedFileView(
        id=row.id,
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        pages=row.pages,
        kind=row.kind,
        inline=row.media_type in INLINE,
        url=f"/api/v1/shared/{token}/documents/{row.id}",
    )
