"""What the modules of the CRM need of one another, and of the house.

Everything that is written is written in the caller's transaction (`rows`), so that a change, its line in the timeline,
its mail, its event for other systems and its further work are there together or not at all.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from sqlalchemy import ColumnElement
from sqlalchemy.ext.asyncio import AsyncConnection

from server.jobs import Jobs
from server.mail.outbox import Attachment, Outbox
from server.stores.blobs import Blobs
from server.stores.database import Database
from server.stores.holding import BlobKeeper
from server.tasks import Tasks
from server.throttle import Throttle
from server.web import Member

Rows = AsyncConnection


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did something. `user` (with the user's id), `client` (with the client's id), or `system`."""

    kind: Literal["user", "client", "system"]
    id: str = ""
    name: str = ""

    @classmethod
    def of(cls, member: Member) -> "Actor":
        return cls("user", member.user_id, member.name)


SYSTEM = Actor("system")


# --- clients ---


@dataclass(frozen=True, slots=True)
class Address:
    """One e-mail address of a client; `person_id` "" when the people share it."""

    value: str
    person_id: str = ""
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class CardPerson:
    """One of the people of a client."""

    id: str
    name: str
    given: str
    language: str


@dataclass(frozen=True, slots=True)
class Card:
    """A client as other modules see one: a person, a household or a company."""

    id: str
    organisation_id: str
    kind: Literal["person", "household", "company"]
    name: str  # "Jan en Els Vermeulen"
    given: str  # "Jan en Els"
    people: tuple[CardPerson, ...]
    emails: tuple[Address, ...]  # the preferred one first
    phones: tuple[str, ...]  # E.164, the preferred one first
    language: str
    time_zone: str  # IANA; "" follows the office
    adviser_id: str | None


@dataclass(frozen=True, slots=True)
class NewClient:
    """What somebody tells who was no client before; `source` is booking, api, session or import."""

    name: str
    email: str
    phone: str = ""
    language: str = "nl"
    source: str = "booking"
    adviser_id: str | None = None


class Clients(Protocol):
    """Implemented by server/crm/clients."""

    def visible(self, member: Member) -> ColumnElement[bool]:
        """Which rows of the table `clients` this member may see: the administrator all, an adviser their own, those
        assigned to them and those of their team. Never erased or deleted ones."""
        ...

    async def seen(self, rows: Rows, member: Member, client_id: str) -> Card:
        """Raises CLIENT_UNKNOWN (404), also for one that this member may not see."""
        ...

    async def card(self, rows: Rows, organisation_id: str, client_id: str) -> Card | None: ...

    async def cards(self, rows: Rows, organisation_id: str, ids: Sequence[str]) -> dict[str, Card]: ...

    async def by_email(self, rows: Rows, organisation_id: str, email: str) -> list[Card]: ...

    async def make(self, rows: Rows, organisation_id: str, new: NewClient, actor: Actor) -> Card:
        """A new client of one person; it does not look for one who is there already: see `by_email`."""
        ...


class Timeline(Protocol):
    """Everything that happened with a client. Implemented by server/crm/timeline."""

    async def add(
        self,
        rows: Rows,
        organisation_id: str,
        client_id: str,
        kind: str,
        actor: Actor,
        *,
        subject_kind: str = "",
        subject_id: str = "",
        detail: Mapping[str, Any] | None = None,
        at: datetime | None = None,
        key: str = "",
    ) -> str:
        """Add a line; returns its id. `key`: the same line told again changes nothing."""
        ...


class Audit(Protocol):
    """Who saw and did what. Implemented by server/crm/audit; chained by hashes there."""

    async def note(
        self,
        rows: Rows,
        organisation_id: str,
        actor: Actor,
        action: str,
        subject_kind: str,
        subject_id: str,
        detail: Mapping[str, Any] | None = None,
        *,
        address: str = "",
    ) -> None: ...


class Events(Protocol):
    """What other systems hear: the feed with its cursor, and the webhooks. Implemented by server/hooks."""

    async def tell(
        self, rows: Rows, organisation_id: str, kind: str, subject_id: str, data: Mapping[str, Any]
    ) -> None: ...


# --- messages ---


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who a message goes to."""

    email: str
    name: str
    language: str
    client_id: str = ""
    person_id: str = ""


class Letters(Protocol):
    """Writes mails by the office's templates. Implemented by server/crm/messages."""

    async def send(
        self,
        rows: Rows,
        organisation_id: str,
        kind: str,
        to: Recipient,
        values: Mapping[str, str],
        *,
        adviser_id: str | None = None,
        subject_kind: str = "",
        subject_id: str = "",
        attachments: Sequence[Attachment] = (),
        calendar: tuple[str, bytes] | None = None,
        template_id: str | None = None,
        blocks: Sequence[Any] = (),
    ) -> str:
        """Put a mail of this kind in the outbox; returns its id. `values` fill the tags of the template (names without
        signs: "schermdelen_href", "appointment_date"); tags of client, adviser and office are filled from `to` and
        `adviser_id`. `calendar`: METHOD and an iCalendar text that travel as text/calendar. Raises a Problem
        UNKNOWN_TAG (with `tag`), EMAIL_BLOCKED or EMAIL_MISSING; nothing is sent then."""
        ...


# --- agenda and sessions ---


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """A session that waits for its hour, with the code that leads into it."""

    session_id: str
    code: str


class Meetings(Protocol):
    """Sessions of the live core, as the agenda needs them. Implemented by server/crm/meetings."""

    async def plan(self, organisation_id: str, host_user_id: str, title: str) -> PlannedSession:
        """A session with a code, that stays open for its guest until `release` or its end."""
        ...

    async def code(self, rows: Rows, session_id: str) -> str | None:
        """None once it has ended."""
        ...

    async def release(self, session_id: str) -> None:
        """It will not take place: its code dies. A session in which people are talking is left alone."""
        ...


# --- documents ---


@dataclass(frozen=True, slots=True)
class Arrival:
    """A document that comes to a client from elsewhere in the house. The blob is stored already."""

    client_id: str
    name: str
    media_type: str
    size: int
    sha256: str
    source: Literal["session", "signing", "upload", "request", "import", "contract"]
    internal: bool = False
    pages: int = 0
    session_id: str = ""
    envelope_id: str = ""
    kind: Literal["document", "signed", "log", "log_data"] = "document"
    key: str = ""  # the same arrival again changes nothing


class Documents(Protocol):
    """Implemented by server/crm/documents."""

    async def arrive(self, rows: Rows, organisation_id: str, arrival: Arrival, actor: Actor) -> str:
        """Returns the document's id."""
        ...


@dataclass(frozen=True, slots=True)
class Ground:
    """What every module stands on."""

    database: Database
    blobs: Blobs
    keeper: BlobKeeper
    tasks: Tasks
    jobs: Jobs
    outbox: Outbox
    throttle: Throttle
    key: Callable[[str], bytes]  # a secret of its own for each purpose
    own_url: Callable[[], str]
    now: Callable[[], datetime]
