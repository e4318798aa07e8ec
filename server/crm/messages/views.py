"""What goes in and out of the routes of messages."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from server.accounts.fields import Name
from server.web import Id, Input, Output

Language = Literal["nl", "en", "fr"]
Subject = Annotated[str, StringConstraints(max_length=300)]
Kind = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,32}$")]
Blocks = Annotated[list[dict[str, Any]], Field(max_length=200)]
Email = Annotated[str, StringConstraints(max_length=254)]
State = Literal["queued", "kept", "sent", "delivered", "failed", "returned"]


class TemplateView(Output):
    """`id` "" and `version` 0: the default, unchanged. `own`: added by the office, beside the kind's own."""

    id: str
    kind: str
    language: Language
    name: str
    subject: str
    blocks: list[dict[str, Any]]
    own: bool
    changed: bool
    version: int
    updated_at: datetime | None


class KindView(Output):
    """`tags`: which it knows. `to`: whom it goes to; `by_hand`: somebody writes it; `marketing`: needs consent."""

    kind: str
    tags: list[str]
    to: Literal["client", "adviser"]
    by_hand: bool
    marketing: bool


class TemplateList(Output):
    items: list[TemplateView]
    kinds: list[KindView]


class TemplateChange(Input):
    subject: Subject
    blocks: Blocks


class NewTemplate(Input):
    kind: Kind
    language: Language
    name: Name
    subject: Subject
    blocks: Blocks


class OwnTemplateChange(Input):
    name: Name
    subject: Subject
    blocks: Blocks


class Draft(Input):
    """A message to look at. Without a client, an invented one stands in; without an appointment, an invented one for the
    kinds that are about one."""

    kind: Kind
    language: Language
    subject: Subject
    blocks: Blocks
    client_id: Id | None = None
    appointment_id: Id | None = None
    sender_id: Id | None = None


class Preview(Output):
    subject: str
    html: str
    text: str
    to: str


class NewMessage(Input):
    """`to`: one of the client's addresses, "" the preferred one. `text` is plain, and stands for `blocks`. `sender_id`: in
    which colleague's name, the caller's own by default. `documents`: the client
    gets a link to them; only what the client may see."""

    to: Email = ""
    kind: Literal["client_message", "client_marketing", "invite"] = "client_message"
    subject: Subject = ""
    text: Annotated[str, StringConstraints(max_length=20_000)] = ""
    blocks: Blocks = []
    template_id: Id | None = None
    sender_id: Id | None = None
    appointment_id: Id | None = None
    documents: Annotated[list[Id], Field(max_length=10)] = []


class MessageView(Output):
    """`state`: queued, kept (there is no mail server), sent, delivered, failed or returned; `error` is a stable word."""

    id: Id
    client_id: Id
    direction: Literal["out", "in"]
    kind: str
    email: str
    name: str
    subject: str
    text: str
    sender_id: str | None
    sender_name: str
    subject_kind: str
    subject_id: str
    state: State
    error: str | None
    created_at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None
    returned_at: datetime | None


class MessageList(Output):
    items: list[MessageView]
    next: Id | None


class MessagePage(Input):
    before: Id | None = None


class BulkMessage(Input):
    """To many: `ids`, or `filter` as the list of clients takes it with `except_ids` left out."""

    ids: Annotated[list[Id], Field(max_length=5_000)] = []
    filter: dict[str, Any] | None = None
    except_ids: Annotated[list[Id], Field(max_length=5_000)] = []
    kind: Literal["client_message", "client_marketing"] = "client_message"
    subject: Subject
    text: Annotated[str, StringConstraints(max_length=20_000)] = ""
    blocks: Blocks = []
    sender_id: Id | None = None


class MailingView(Output):
    """`skipped`: not sent to, each for its own reason: see its recipients."""

    id: Id
    kind: str
    subject: str
    total: int
    waiting: int
    sent: int
    skipped: int
    created_at: datetime
    done_at: datetime | None


class RecipientView(Output):
    """`client_id` "": of somebody who was erased since."""

    client_id: str
    name: str
    state: Literal["waiting", "sent", "skipped"]
    reason: str
    message_id: str


class RecipientPage(Input):
    after: Annotated[int, Field(ge=0, le=1_000_000)] | None = None


class RecipientList(Output):
    items: list[RecipientView]
    next: int | None
