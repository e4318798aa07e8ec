"""What goes in and out of the routes of the agenda."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from crm_adapter.agenda.status import STATUSES
from server.accounts.fields import Email, Name
from server.crm.agenda.lists import Sort
from server.web import Id, Input, Instant, Output

Kind = Literal["video", "office", "phone", "visit"]
StatusName = Literal["planning", "scheduled", "starting_soon", "completed", "missed", "cancelled", "failed"]
_TEXT = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
LongText = Annotated[str, StringConstraints(max_length=4000, pattern=_TEXT)]
Line = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$"), AfterValidator(str.strip)]
ClientId = Annotated[str, StringConstraints(min_length=1, max_length=200)]  # as the office's CRM calls them
Minutes = Annotated[int, Field(ge=5, le=24 * 60)]
Buffer = Annotated[int, Field(ge=0, le=240)]
Price = Annotated[int, Field(ge=0, le=100_000_000)]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Clock = Annotated[str, StringConstraints(pattern=r"^\d\d:\d\d$")]
Zone = Annotated[str, StringConstraints(max_length=64, pattern=r"^[A-Za-z0-9_+/-]*$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$")]


def _moment(value: datetime) -> datetime:
    if not 2000 <= value.year <= 2199:
        raise ValueError("a year from 2000 to 2199")
    if value.second or value.microsecond:
        raise ValueError("whole minutes")
    return value


def _bound(value: datetime) -> datetime:
    if not 1900 <= value.year <= 2300:
        raise ValueError("a year from 1900 to 2300")
    return value


Moment = Annotated[Instant, AfterValidator(_moment)]
Bound = Annotated[Instant, AfterValidator(_bound)]


def _statuses(value: str) -> str:
    if value and not set(value.split(",")) <= set(STATUSES):
        raise ValueError("statuses, parted by commas: " + ", ".join(STATUSES))
    return value


# --- appointments ---


class NewOption(Input):
    start: Moment


class Guest(Input):
    """Somebody who is no client yet; they become one when they answer."""

    name: Name
    email: Email


class NewAppointment(Input):
    """Either `client_id` or `guest`; either `start` (with `end` when it is not the service's length) or `options`, times
    of which the client picks one. `notify`: whether they are told. `anyway`: also over a block of the adviser's own.
    `replaces`: one that did not take place, and is planned anew."""

    client_id: ClientId | None = None
    guest: Guest | None = None
    service_id: Id
    adviser_id: Id | None = None
    start: Moment | None = None
    end: Moment | None = None
    options: Annotated[list[NewOption], Field(max_length=10)] = Field(default_factory=list)
    title: Line = ""
    place: Line | None = None
    price_cents: Price | None = None
    description: LongText = ""
    note: LongText = ""
    all_day: bool = False
    notify: bool = True
    anyway: bool = False
    replaces: Id | None = None

    @model_validator(mode="after")
    def _either(self) -> "NewAppointment":
        if (self.client_id is None) == (self.guest is None):
            raise ValueError("Give either client_id or guest.")
        if (self.start is None) == (not self.options):
            raise ValueError("Give either start or options.")
        if self.start is not None and self.end is not None and not _fits(self.start, self.end):
            raise ValueError("It ends after it begins, and within a week.")
        return self


def _fits(start: datetime, end: datetime) -> bool:
    return 0 < (end - start).total_seconds() <= 7 * 86400


class AppointmentEdit(Input):
    """Only given fields change. `note` is for colleagues alone. `notify`: whether the client hears of another title,
    place, description, kind or service, with an invitation that brings it into their calendar. Another `client_id`: the
    client before hears that it is off and the next one is invited, unless `notify` is false; the links and the code of
    the one before lead nowhere."""

    client_id: ClientId | None = None
    service_id: Id | None = None
    kind: Kind | None = None
    title: Annotated[Line, Field(min_length=1)] | None = None
    place: Line | None = None
    price_cents: Price | None = None
    description: LongText | None = None
    note: LongText | None = None
    notify: bool | None = None


class Rescheduling(Input):
    start: Moment
    end: Moment | None = None
    adviser_id: Id | None = None
    notify: bool = True
    anyway: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> "Rescheduling":
        if self.end is not None and not _fits(self.start, self.end):
            raise ValueError("It ends after it begins, and within a week.")
        return self


class Proposal(Input):
    options: Annotated[list[NewOption], Field(min_length=1, max_length=10)]
    notify: bool = True
    anyway: bool = False
    text: LongText = ""


class Cancellation(Input):
    reason: Annotated[str, StringConstraints(max_length=500, pattern=_TEXT)] = ""
    notify: bool = True


class Picked(Input):
    option_id: Id


class Nothing(Input):
    """An empty object."""


class SummaryText(Input):
    text: Annotated[LongText, Field(min_length=1)]
    send: bool = False


class AppointmentQuery(Input):
    """`scope` all is for administrators. `status`: one or more, parted by commas. `sort` newest is by time, the latest
    first. `after`: `next` of the page before."""

    scope: Literal["mine", "all"] = "mine"
    adviser: Id | None = None
    client: ClientId | None = None
    status: Annotated[str, StringConstraints(max_length=100), AfterValidator(_statuses)] = ""
    search: Annotated[str, StringConstraints(max_length=100)] = ""
    from_: Annotated[Bound | None, Field(alias="from")] = None
    to: Bound | None = None
    sort: Sort = "newest"
    after: Annotated[str, StringConstraints(max_length=400, pattern=r"^[A-Za-z0-9_-]+$")] | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class Person(Output):
    id: str
    name: str


class ClientBrief(Output):
    id: str
    name: str
    emails: list[str]


class GuestBrief(Output):
    name: str
    email: str


class ServiceBrief(Output):
    id: str
    name: str
    colour: str
    kind: Kind


class OptionView(Output):
    """`by` client: a counter-proposal."""

    id: str
    start: datetime
    end: datetime
    state: Literal["open", "chosen", "dropped"]
    by: Literal["adviser", "client"]


class ReviewView(Output):
    stars: int
    text: str
    at: datetime


class SummaryView(Output):
    text: str
    sent_at: datetime | None


class ReminderView(Output):
    kind: str
    at: datetime
    state: Literal["planned", "sent", "skipped", "failed"]


class CancelledView(Output):
    by: Literal["adviser", "client", "system"]
    reason: str
    at: datetime


class OtherAppointment(Output):
    """The other of two: the one that did not take place, and the one that was planned for it anew."""

    id: str
    start: datetime | None
    status: StatusName
    adviser_id: str | None


class SeatsView(Output):
    taken: int
    of: int


class AppointmentView(Output):
    """`start` and `end` are null while times are proposed. `live`: both are in the room now; `inside`: who is.
    `needs_outcome`: it is over, and somebody has to say how it went. `note` never reaches a client. `code`: null while
    there is no session, and once it has ended. `price_cents` 0: no price. `counter_text`: what the client wrote with
    their own proposal. `party_id`: of a `guest` whom a foreign CRM keeps. `replaces`: the one that did not take place, for which this was planned; `replaced_by`: the
    newest that was planned for this one."""

    id: str
    version: int
    client: ClientBrief | None
    guest: GuestBrief | None
    party_id: str | None
    service: ServiceBrief | None
    kind: Kind
    title: str
    start: datetime | None
    end: datetime | None
    minutes: int
    all_day: bool
    zone: str
    adviser: Person | None
    place: str
    price_cents: int
    currency: str
    description: str
    note: str
    status: StatusName
    live: bool
    inside: list[Literal["host", "guest"]]
    needs_outcome: bool
    session_id: str | None
    code: str | None
    code_sent_at: datetime | None
    options: list[OptionView]
    counter_text: str
    seats: SeatsView | None
    review: ReviewView | None
    summary: SummaryView | None
    reminders: list[ReminderView]
    cancelled: CancelledView | None
    replaces: OtherAppointment | None
    replaced_by: OtherAppointment | None
    failed_reason: str
    source: str
    uid: str
    sequence: int
    created_at: datetime
    updated_at: datetime


class AppointmentList(Output):
    """`found`: how many there are in all."""

    items: list[AppointmentView]
    next: str | None
    found: int


class SessionOf(Output):
    session_id: str


class MailOf(Output):
    mail_id: str


# --- the calendar ---


class CalendarQuery(Input):
    """At most 62 days. `advisers`: ids parted by commas, or "all"; those of colleagues are for administrators."""

    from_: Annotated[Bound, Field(alias="from")]
    to: Bound
    advisers: Annotated[str, StringConstraints(max_length=2000, pattern=r"^(all|[0-9a-f,-]*)$")] = ""


class FreeTimesQuery(Input):
    """At most 62 days. Without `adviser`: of everybody who offers the service."""

    service: Id
    adviser: Id | None = None
    from_: Annotated[Bound, Field(alias="from")]
    to: Bound
    minutes: Minutes | None = None


class BlockTime(Output):
    """One time of a block; `id` is the block's, `day` its local date: together they name this one. A private block of
    a colleague has no title."""

    id: str
    version: int
    day: date
    adviser: Person
    title: str
    start: datetime
    end: datetime
    all_day: bool
    repeats: str
    private: bool


class OpenHours(Output):
    adviser_id: str
    start: datetime
    end: datetime


class CalendarView(Output):
    appointments: list[AppointmentView]
    blocks: list[BlockTime]
    availability: list[OpenHours]
    advisers: list[Person]
    zone: str


class FreeTimeView(Output):
    """`seats`: how many are still free."""

    start: datetime
    end: datetime
    adviser: Person
    seats: int


class FreeTimesView(Output):
    items: list[FreeTimeView]
    zone: str
