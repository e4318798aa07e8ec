"""What the modules of the CRM need of one another, and of the house.

Everything that is written is written in the caller's transaction (`rows`), so that a change, its line in the timeline,
its mail, its event for other systems and its further work are there together or not at all.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

from sqlalchemy import ColumnElement, Select
from sqlalchemy.ext.asyncio import AsyncConnection

from crm_adapter.people.drafts import Checked as Checked
from crm_adapter.people.drafts import ClientDraft as ClientDraft
from crm_adapter.people.drafts import ConsentGiven as ConsentGiven
from crm_adapter.people.drafts import ContactDraft as ContactDraft
from crm_adapter.people.drafts import DraftCheck as DraftCheck
from crm_adapter.people.drafts import PersonDraft as PersonDraft
from server.files.drawer import Drawer
from server.hooks.targets import Targets
from server.jobs import Jobs
from server.live.assembly import Live
from server.mail.outbox import Attachment, Outbox
from server.signing.desk import Desk
from server.stores.blobs import Blobs
from server.stores.database import Database
from server.stores.holding import BlobKeeper
from server.tasks import Tasks
from server.throttle import Throttle
from server.web import Member, Problem

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
    version: int = 1
    caption: str = ""  # the city; of a company its contact person
    unsubscribed: bool = False  # no marketing


@dataclass(frozen=True, slots=True)
class NewClient:
    """What somebody tells who was no client before; `source` is booking, api, session or import."""

    name: str
    email: str
    phone: str = ""
    language: str = "nl"
    source: str = "booking"
    adviser_id: str | None = None


@dataclass(frozen=True, slots=True)
class ConsentsHeld:
    """`version` rises with each proof (0: none yet); `given`: "marketing/email" -> whether the newest says yes."""

    version: int
    given: Mapping[str, bool]


class Teams(Protocol):
    """Implemented by server/crm/teams."""

    def mine(self, member: Member) -> Select[tuple[str]]:
        """The ids of the teams that this member is in, everybody's among them."""
        ...

    async def everyone(self, rows: Rows, organisation_id: str) -> str:
        """The id of everybody's team."""
        ...

    async def names(self, rows: Rows, organisation_id: str) -> dict[str, str]:
        """Of all teams of the office, by id."""
        ...


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

    async def find(self, rows: Rows, member: Member, text: str, limit: int) -> list[Card]:
        """Those whom this member may see, by name, e-mail or phone, the best first; empty text: the newest."""
        ...

    async def living(self, rows: Rows, organisation_id: str, client_id: str) -> str:
        """The id under which this client lives on after merges; its own when it was not merged or is unknown."""
        ...

    async def stay(self, rows: Rows, organisation_id: str, client_id: str) -> Card | None:
        """The client as they live now: nobody merges or erases them until the transaction ends. What is added to a
        client begins with this, or it may be added to one who is gone. None when there is nobody left."""
        ...

    async def consents(self, rows: Rows, organisation_id: str, client_id: str) -> "ConsentsHeld":
        """What the client allows now."""
        ...

    async def consent(
        self, rows: Rows, organisation_id: str, client_id: str, given: ConsentGiven, actor: Actor
    ) -> "ConsentsHeld":
        """Add a proof, with its line in the timeline and its event; the same `key` again changes nothing."""
        ...

    async def block(self, rows: Rows, organisation_id: str, email: str, reason: str) -> list[str]:
        """No mail goes to this address any more (`reason`: bounced, complained, by_hand); the ids of its clients."""
        ...

    async def bring(self, rows: Rows, organisation_id: str, drafts: Sequence[ClientDraft], actor: Actor) -> list[str]:
        """Many new clients at once; their ids, in order. Raises the Problem of the first that is not right: see
        `wrong_in`. Each gets its line `imported` in the timeline; no events."""
        ...

    async def free_text(self, rows: Rows, organisation_id: str, text: str, where: str) -> str:
        """What somebody wrote about a client, in any number of lines, as it may be kept. Raises a Problem with
        `field`, such as BSN_FOUND where the office keeps no such numbers."""
        ...

    async def wrong_in(
        self, rows: Rows, organisation_id: str, drafts: Sequence[ClientDraft]
    ) -> "list[tuple[Problem, ...]]":
        """What is not right in each of many drafts, for a preview; empty where nothing is."""
        ...


# --- imports of clients ---


@dataclass(frozen=True, slots=True)
class Completed:
    """What a draft added to a client that was there: `added` is enough to take exactly that away again, {} when nothing
    was missing. `version` is the client's afterwards."""

    added: Mapping[str, Any]
    version: int


class ClientIntake(Protocol):
    """What an import needs of the clients. Implemented by server/crm/clients/intake.py; in the caller's transaction."""

    async def check(self, rows: Rows, organisation_id: str) -> DraftCheck: ...

    async def known(self, rows: Rows, member: Member, found: Sequence[Checked]) -> list[list[tuple[str, Checked]]]:
        """For each, the clients whom this member may see that share an address, a number or a name with it."""
        ...

    async def bring(self, rows: Rows, organisation_id: str, drafts: Sequence[ClientDraft], actor: Actor) -> list[str]:
        """New clients, with their lines; their ids. All drafts were found right. No events."""
        ...

    async def complete(
        self, rows: Rows, member: Member, client_id: str, draft: ClientDraft, subject_id: str
    ) -> Completed:
        """Give a client what it lacks; nothing that it has is changed. Raises a Problem."""
        ...

    async def uncomplete(self, rows: Rows, organisation_id: str, client_id: str, added: Mapping[str, Any]) -> list[str]:
        """Take away what `complete` added, as far as it is as it was then; the names of what was changed since and
        stays ("client" when the client itself is gone)."""
        ...

    async def unbring(self, rows: Rows, organisation_id: str, made: Mapping[str, int], actor: Actor) -> set[str]:
        """Remove clients that an import made (with the version that it left), but those that somebody has changed or
        used since: their ids are given back. They can be brought back like every deleted client."""
        ...

    async def drop_tag(self, rows: Rows, organisation_id: str, name: str) -> None:
        """A tag that nobody has any more."""
        ...

    async def names(self, rows: Rows, member: Member, ids: Sequence[str]) -> dict[str, str]:
        """Of those whom this member may see, by id."""
        ...

    async def field_kinds(self, rows: Rows, organisation_id: str) -> dict[str, tuple[str, str]]:
        """The own fields of the office: label and kind by key."""
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

    async def add_to_all(
        self,
        rows: Rows,
        organisation_id: str,
        ids: Sequence[str],
        kind: str,
        actor: Actor,
        detail: Mapping[str, Any] | None = None,
    ) -> None:
        """The same line about many clients, without a subject."""
        ...

    async def used(self, rows: Rows, organisation_id: str, ids: Sequence[str], but_kinds: Sequence[str]) -> set[str]:
        """Those with whom anything happened beside lines of these kinds, and what was told about an import."""
        ...

    async def forget_subject(self, rows: Rows, client_id: str, subject_kind: str, subject_id: str) -> None:
        """Take away a client's lines of this subject that nobody has changed."""
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

    async def places(self, rows: Rows, organisation_id: str, ids: Collection[str]) -> dict[str, str]:
        """What each of these templates of the office is for: its kind and language, as "appointment_planned/nl"."""
        ...


# --- agenda and sessions ---


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """A session that waits for its hour, with the code that leads into it."""

    session_id: str
    code: str


class Meetings(Protocol):
    """Sessions of the live core, as the agenda needs them. Implemented by server/crm/meetings."""

    async def plan(
        self,
        rows: Rows,
        organisation_id: str,
        host_user_id: str,
        title: str,
        *,
        until: datetime,
        appointment_id: str = "",
        client_id: str = "",
    ) -> PlannedSession:
        """A session with a code. Nothing of it runs until somebody comes; it is never ended as empty before `until`,
        the end of the appointment: the service itself adds half a day."""
        ...

    async def change(
        self,
        rows: Rows,
        session_id: str,
        *,
        until: datetime | None = None,
        host_user_id: str | None = None,
        title: str | None = None,
        client_id: str | None = None,
    ) -> None:
        """The appointment was moved, or is another adviser's. One that has begun keeps its host; one that has ended
        stays ended."""
        ...

    async def code(self, rows: Rows, session_id: str) -> str | None:
        """None once it has ended."""
        ...

    async def codes(self, rows: Rows, session_ids: Sequence[str]) -> dict[str, str]:
        """Of those that have not ended."""
        ...

    async def release(self, rows: Rows, session_id: str) -> None:
        """It will not take place: its code dies. A session in which people are talking is left alone."""
        ...


# --- what stands around the agenda ---

ChangeKind = Literal[
    "proposed",  # several times are open for the client
    "planned",  # made with a time at once, by the adviser or through the API
    "booked",  # made by a client on the booking page
    "picked",  # the client chose one of the times
    "moved",
    "countered",  # the client proposed other times; they are open options of the client
    "cancelled",
    "edited",  # anything that does not touch time or status
    "handed_over",  # it is with another client from now on; other words may have changed along with it
    "completed",
    "missed",
    "failed",
]


@dataclass(frozen=True, slots=True)
class AppointmentOption:
    """One of several proposed times. `by`: who proposed it."""

    id: str
    start: datetime
    end: datetime
    state: Literal["open", "chosen", "dropped"]
    by: Literal["adviser", "client"]


@dataclass(frozen=True, slots=True)
class Appointment:
    """An appointment as mails, calendars and links see it. Times are UTC; `start` is None while times are proposed."""

    id: str
    organisation_id: str
    version: int
    client_id: str | None
    guest_name: str  # who it is with, when they have no card
    guest_email: str
    adviser_id: str
    service_id: str | None
    service_name: str
    kind: Literal["video", "office", "phone", "visit"]
    title: str
    start: datetime | None
    end: datetime | None
    all_day: bool
    minutes: int
    zone: str  # IANA, in which it was planned
    place: str
    price_cents: int
    currency: str
    description: str  # for the client; the internal note is not here
    status: str  # at the moment of asking
    options: tuple[AppointmentOption, ...]
    session_id: str | None
    uid: str
    sequence: int
    reminders: tuple[int, ...]  # minutes before the start
    cancelled_by: str  # "client", "adviser" or ""
    cancel_reason: str
    source: str  # "booking" from the booking page, "adviser", "api", ...
    created_at: datetime
    updated_at: datetime
    templates: Mapping[str, str] = field(default_factory=dict)  # of its service: kind/language, or kind -> template
    party_id: str = ""  # who it is with, when a foreign CRM keeps them; there is no `client_id` then
    guest_language: str = ""  # "" is the office's
    replaces_id: str | None = None  # the one that did not take place, and that this one was planned for anew


@dataclass(frozen=True, slots=True)
class AppointmentChange:
    """What happened to an appointment. `before` is None for a new one; `notify`: whether the client is told;
    `text`: what somebody wrote along with it."""

    kind: ChangeKind
    before: Appointment | None
    after: Appointment
    actor: Actor
    notify: bool = True
    text: str = ""

    def detail(self) -> dict[str, str]:
        """What every timeline tells of it, in whichever CRM."""
        detail = {"title": self.after.title, "kind": self.after.kind}
        if self.after.start is not None and self.after.end is not None:
            detail |= {"start": self.after.start.isoformat(), "end": self.after.end.isoformat()}
        if self.kind == "moved" and self.before is not None and self.before.start is not None:
            detail["from"] = self.before.start.isoformat()
        if self.text:
            detail["text"] = self.text[:500]
        return detail


@dataclass(frozen=True, slots=True)
class BookableService:
    """A service that clients may book themselves."""

    id: str
    name: str
    kind: Literal["video", "office", "phone", "visit"]
    minutes: int
    price_cents: int
    currency: str
    place: str
    description: str


@dataclass(frozen=True, slots=True)
class BookingPage:
    """An office's booking page. `advisers`: id and name of those who can be booked."""

    organisation_id: str
    slug: str
    zone: str
    services: tuple[BookableService, ...]
    advisers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FreeTime:
    """A time that can be booked, and with whom."""

    start: datetime
    end: datetime
    adviser_id: str


@dataclass(frozen=True, slots=True)
class Booking:
    """What somebody books: a client by their id, or `who` says who they are. Then they are found by their address, or
    become a client together with the booking; `consent` counts for a new one alone. `hold`: a slot hold of their own
    that they use up."""

    service_id: str
    adviser_id: str
    start: datetime
    client_id: str = ""
    description: str = ""
    hold: str = ""
    who: NewClient | None = None
    consent: ConsentGiven | None = None


class Agenda(Protocol):
    """Implemented by server/crm/agenda. What changes something opens its own transaction, tells `on_change` inside it and
    `after_change` once it is committed; it raises a Problem when it cannot be (slot_taken 409, appointment_over 409,
    option_unknown 404, ...)."""

    def on_change(self, told: Callable[[Rows, AppointmentChange], Awaitable[None]]) -> None: ...

    def after_change(self, told: Callable[[AppointmentChange], Awaitable[None]]) -> None: ...

    async def get(self, rows: Rows, organisation_id: str, appointment_id: str) -> Appointment | None: ...

    async def of_session(self, rows: Rows, session_id: str) -> Appointment | None:
        """The appointment that this session was planned for."""
        ...

    async def of_adviser(
        self, rows: Rows, organisation_id: str, user_id: str, since: datetime, until: datetime
    ) -> list[Appointment]:
        """With a time between these, cancelled ones too; in order of time."""
        ...

    async def booking_page(self, rows: Rows, slug: str) -> BookingPage | None:
        """None for an unknown address, and while online booking is off."""
        ...

    async def free_times(
        self,
        rows: Rows,
        organisation_id: str,
        service_id: str,
        adviser_id: str | None,
        since: datetime,
        until: datetime,
    ) -> list[FreeTime]:
        """What clients may book: availability, buffers, notice and horizon counted, holds too; in order of time."""
        ...

    async def hold(
        self, organisation_id: str, service_id: str, adviser_id: str, start: datetime, until: datetime
    ) -> str:
        """Keep a slot for somebody who is filling in a form; returns its key. Raises SLOT_TAKEN."""
        ...

    async def book(self, organisation_id: str, booking: Booking, actor: Actor) -> Appointment: ...

    async def pick(self, organisation_id: str, appointment_id: str, option_id: str, actor: Actor) -> Appointment: ...

    async def counter(
        self, organisation_id: str, appointment_id: str, starts: Sequence[datetime], text: str, actor: Actor
    ) -> Appointment:
        """The client proposes other times: open options of theirs, for the adviser to pick from."""
        ...

    async def move(
        self, organisation_id: str, appointment_id: str, start: datetime, actor: Actor, *, notify: bool = True
    ) -> Appointment:
        """To another time of the same length. By a client only to a free time."""
        ...

    async def cancel(
        self, organisation_id: str, appointment_id: str, reason: str, actor: Actor, *, notify: bool = True
    ) -> Appointment: ...

    async def seen(
        self,
        rows: Rows,
        organisation_id: str,
        appointment_id: str,
        *,
        host_at: datetime | None = None,
        guest_at: datetime | None = None,
        host_inside: bool = False,
        guest_inside: bool = False,
        failed_reason: str | None = None,
        over: bool = False,
    ) -> None:
        """Facts of presence: the first time each side was in the room, and whether it is now; `failed_reason` "" takes
        a failure back; `over`: the session has ended. The same facts again change nothing."""
        ...


class Links(Protocol):
    """The client's own page of an appointment. Implemented by server/crm/appointments_public."""

    async def address(self, rows: Rows, appointment: Appointment) -> str:
        """The same for as long as the appointment lives; it works until a month after it."""
        ...


class Doors(Protocol):
    """Lets clients in by their link. Implemented by server/crm/appointments_public."""

    async def enter(self, token: str, caller: str) -> Appointment:
        """`caller`: the network address. Raises LINK_UNKNOWN, also for a link that has run out, or too_many_attempts."""
        ...

    async def actor(self, appointment: Appointment) -> Actor:
        """Who comes with this appointment's link."""
        ...


class Invitations(Protocol):
    """Appointments as calendar files. Implemented by server/crm/calendars."""

    async def write(
        self,
        rows: Rows,
        appointment: Appointment,
        method: Literal["REQUEST", "CANCEL"],
        to: Sequence["Recipient"],
        *,
        page: str | None = None,
    ) -> bytes:
        """An invitation or its end, for these people. `page`: where it leads; None is the client's own page, "" nowhere."""
        ...


@dataclass(frozen=True, slots=True)
class Review:
    """What the client wrote after it."""

    stars: int
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Summary:
    """What the adviser leaves for the client after it; `sent_at` None while it is a draft."""

    text: str
    at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class Reminder:
    """One mail about it. `state`: planned, sent, skipped or failed; `kind` as in the templates."""

    kind: str
    at: datetime
    state: Literal["planned", "sent", "skipped", "failed"]
    mail_id: str = ""


@dataclass(frozen=True, slots=True)
class Afterwards:
    """What the agenda shows of an appointment beside its own."""

    review: Review | None = None
    summary: Summary | None = None
    reminders: tuple[Reminder, ...] = ()
    code_sent_at: datetime | None = None


class Around(Protocol):
    """Implemented by server/crm/aftercare, for the agenda's views and routes."""

    async def afterwards(self, rows: Rows, organisation_id: str, ids: Sequence[str]) -> dict[str, Afterwards]:
        """For each of these appointments that has any."""
        ...

    async def summarise(self, rows: Rows, appointment: Appointment, text: str, actor: Actor, *, send: bool) -> Summary:
        """Keep a summary; send it when asked. Raises ADD_ON_OFF (409), SUMMARY_SENT (409) once it has been sent."""
        ...

    async def resend_code(self, rows: Rows, appointment: Appointment, actor: Actor) -> str:
        """Mail the code again; returns the mail's id. Raises NO_CODE (409), EMAIL_MISSING, EMAIL_BLOCKED."""
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


@dataclass(frozen=True, slots=True)
class ClientDocument:
    """A document that its client may have. Its bytes are the office's blob `sha256`; `pages` 0: not known."""

    id: str
    client_id: str
    name: str
    media_type: str
    size: int
    sha256: str
    pages: int
    kind: str
    at: datetime


class Documents(Protocol):
    """Implemented by server/crm/documents. What is for internal use only never comes out of here."""

    async def arrive(self, rows: Rows, organisation_id: str, arrival: Arrival, actor: Actor) -> str:
        """Returns the document's id. The caller still holds the blob by a claim or a row of its own."""
        ...

    async def shared(self, rows: Rows, organisation_id: str, client_id: str) -> list[ClientDocument]:
        """What the client may see, newest first, the newest version of each; at most 200. Never an internal one."""
        ...

    async def one_shared(self, rows: Rows, organisation_id: str, document_id: str) -> ClientDocument | None:
        """None for an internal one, too."""
        ...

    async def counts(self, rows: Rows, organisation_id: str, client_ids: Sequence[str]) -> dict[str, int]:
        """How many documents each of these clients has, internal ones too: for the office's own lists."""
        ...

    async def moved(self, rows: Rows, organisation_id: str, into: str, from_id: str) -> None:
        """Two clients became one: everything of the second belongs to the first; links that it had are dead."""
        ...

    async def forget(self, rows: Rows, organisation_id: str, client_id: str) -> int:
        """Erase everything of a client; returns how many documents went. Sweep the blobs after the commit."""
        ...


# --- the CRM of someone else ---


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A client whom a foreign CRM keeps. `name` is "" while that CRM cannot say it; `email` where it knows none."""

    id: str
    name: str
    email: str = ""
    language: str = ""


class ForeignShelf(Protocol):
    """Where documents go when the office has chosen the CRM of someone else. Implemented by server/crm/contract."""

    async def chosen(self, rows: Rows, organisation_id: str) -> bool:
        """Whether the office has; then nothing of a client is kept here."""
        ...

    async def client(self, member: Member, client_id: str) -> Elsewhere:
        """As that CRM shows them to this member, whatever became of the id by merges. Raises a Problem."""
        ...

    async def named(self, member: Member, client_id: str) -> Elsewhere:
        """The same of a client who is known to be right: a CRM that is away only costs the name."""
        ...

    async def put(self, rows: Rows, organisation_id: str, arrival: Arrival, actor: Actor) -> None:
        """Promise the document to that CRM. `key` is needed; `wake` the jobs after the commit."""
        ...


class Holding(Protocol):
    """Legal holds. Implemented by server/crm/privacy."""

    async def guard(self, rows: Rows, organisation_id: str) -> None:
        """No hold begins until the transaction ends."""
        ...

    async def held(self, rows: Rows, organisation_id: str, ids: Sequence[str]) -> set[str]:
        """Which of these clients have a hold that stands: nothing of theirs goes."""
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


@dataclass(frozen=True, slots=True)
class Core:
    """What the office stands around: live sessions with their logs and files, signing, and who hears of events.

    `sessions.react(...)` is told every entry of a session's log that this process wrote, after its commit: what must
    not be lost is read from the log again after a start.
    """

    live: Live
    drawer: Drawer
    desk: Desk
    events: Events
    targets: Targets  # the only way out to addresses that somebody typed
    wake_events: Callable[[], None]  # after a commit: events may wait to be sent
