"""What goes in and out of the routes of the contract."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from server.web import Id, Input, Output

PartyId = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class CrmChange(Input):
    """`secret`: what the CRM gave us; None keeps the one there is."""

    adapter: Literal["builtin", "foreign"]
    url: Annotated[str, StringConstraints(max_length=500)] = ""
    secret: Annotated[str, StringConstraints(min_length=8, max_length=300, pattern=r"^[\x21-\x7e]+$")] | None = None


class WritePage(Input):
    status: Literal["", "waiting", "failed", "done"] = ""
    before: Id | None = None


class OpenDocument(Input):
    document_id: PartyId


class PartySearch(Input):
    search: Annotated[str, StringConstraints(max_length=200)] = ""


class Counts(Output):
    waiting: int
    failed: int
    done: int


class CrmView(Output):
    """`capabilities` are of now: null when it did not answer, and `trouble` says why. `hooks_url`: where a foreign CRM
    sends its messages to."""

    adapter: Literal["builtin", "foreign"]
    url: str
    secret_set: bool
    hooks_url: str
    capabilities: list[str] | None
    trouble: str
    said: str
    counts: Counts


class WriteView(Output):
    """`what`: in the words of the timeline, or "document", "attendance", "consent", "signers"; `name` of a document.
    `ours` and `theirs` of a conflict."""

    id: Id
    kind: Literal["entry", "document", "attendance", "consent", "signers"]
    what: str
    name: str
    party_id: str | None
    session_id: str | None
    status: Literal["waiting", "done", "failed"]
    tries: int
    error: str
    said: str
    ours: dict[str, Any] | None
    theirs: dict[str, Any] | None
    created_at: datetime
    tried_at: datetime | None
    done_at: datetime | None


class WriteList(Output):
    items: list[WriteView]
    next: Id | None
    counts: Counts


class TriedAgain(Output):
    count: int


class PartyPersonView(Output):
    """`language`: "" where the CRM does not say."""

    name: str
    email: str
    language: str


class PartyView(Output):
    id: str
    kind: Literal["person", "household", "company"]
    name: str
    caption: str
    people: list[PartyPersonView]
    emails: list[str]
    phones: list[str]
    language: str
    link: str


class AdapterView(Output):
    adapter: Literal["builtin", "foreign"]


class PartyList(Output):
    """`adapter`: whose they are."""

    adapter: Literal["builtin", "foreign"]
    items: list[PartyView]


class ReadyDocument(Output):
    id: str
    name: str
    media_type: str
    size: int
    pages: int
    kind: str
    at: datetime


class ReadyForm(Output):
    id: str
    title: str
    state: Literal["open", "submitted"]
    link: str


class ReadyActivity(Output):
    id: str
    title: str
    due: date | None


class RoomClientView(Output):
    """The client of a session. A part is null when the CRM does not have it, or when `troubles` says what is wrong:
    part -> code. `limits`: what such a session cannot do; nothing, today."""

    client_page: bool
    party: PartyView | None
    documents: list[ReadyDocument] | None
    forms: list[ReadyForm] | None
    activities: list[ReadyActivity] | None
    troubles: dict[str, str]
    limits: Annotated[list[str], Field(max_length=0)]


class OpenedDocument(Output):
    file_id: Id
