"""What goes in and out of the routes on services, blocks, hours and choices."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from server.accounts.fields import Colour, Name
from server.crm.agenda.views import (
    Buffer,
    Clock,
    Currency,
    Kind,
    Line,
    LongText,
    Minutes,
    Moment,
    Person,
    Price,
    Slug,
    Zone,
)
from server.web import Day, Id, Input, Output


class ServiceEdit(Input):
    """Only given fields change. `kind`: the type of appointment; `video` is looking together in the browser. `advisers`
    empty: everybody offers it. `reminders`: minutes before the start. `templates`: kind and language of a mail, or its
    kind alone for all languages, to the id of its template: {"appointment_planned/nl": "…"}."""

    name: Name | None = None
    kind: Kind | None = None
    minutes: Minutes | None = None
    price_cents: Price | None = None
    currency: Currency | None = None
    buffer_before: Buffer | None = None
    buffer_after: Buffer | None = None
    colour: Colour | None = None
    place: Line | None = None
    description: LongText | None = None
    bookable: bool | None = None
    active: bool | None = None
    position: Annotated[int, Field(ge=0, le=10_000)] | None = None
    steps: Annotated[int, Field(ge=5, le=240)] | None = None
    notice_hours: Annotated[int, Field(ge=0, le=24 * 60)] | None = None
    horizon_days: Annotated[int, Field(ge=1, le=730)] | None = None
    seats: Annotated[int, Field(ge=1, le=200)] | None = None
    advisers: Annotated[list[Id], Field(max_length=200)] | None = None
    reminders: Annotated[list[Annotated[int, Field(ge=0, le=30 * 24 * 60)]], Field(max_length=6)] | None = None
    templates: Annotated[dict[Annotated[str, StringConstraints(max_length=40)], Id], Field(max_length=60)] | None = None


class NewService(ServiceEdit):
    name: Name
    minutes: Minutes


class ServiceView(Output):
    id: str
    version: int
    name: str
    kind: Kind
    minutes: int
    price_cents: int
    currency: str
    buffer_before: int
    buffer_after: int
    colour: str
    place: str
    description: str
    bookable: bool
    active: bool
    position: int
    steps: int
    notice_hours: int
    horizon_days: int
    seats: int
    advisers: list[str]
    reminders: list[int]
    templates: dict[str, str]


class ServiceList(Output):
    items: list[ServiceView]
    next: str | None = None


class BlockEdit(Input):
    """Only given fields change. All day: from the local date of `start` through that of the last moment before `end`.
    `repeats`: "" or an RRULE by days, weeks, months or years. `anyway`: also over appointments, which stay."""

    title: Name | None = None
    start: Moment | None = None
    end: Moment | None = None
    all_day: bool | None = None
    zone: Zone | None = None
    repeats: Annotated[str, StringConstraints(max_length=200)] | None = None
    private: bool | None = None
    anyway: bool = False


class NewBlock(BlockEdit):
    title: Name
    start: Moment
    end: Moment
    adviser_id: Id | None = None


class BlockView(Output):
    """`start` and `end`: of the first time. `except_dates`: local dates on which it was taken out."""

    id: str
    version: int
    adviser: Person
    title: str
    start: datetime
    end: datetime
    all_day: bool
    zone: str
    repeats: str
    except_dates: list[date]
    private: bool


class BlockQuery(Input):
    """`day`: this one time of a repeated block, by its local date; without it the whole block."""

    day: Day | None = None


Stretches = Annotated[list[Annotated[list[Clock], Field(min_length=2, max_length=2)]], Field(max_length=12)]


class DayHours(Input):
    """`times` empty: closed."""

    date: Day
    times: Stretches


class AvailabilityEdit(Input):
    """`weekly`: "0" is Monday, up to "6"; a day that is left out is closed. `zone` "" follows the office. `online`:
    whether clients may book this adviser; left out, it stays as it is."""

    zone: Zone = ""
    weekly: dict[Literal["0", "1", "2", "3", "4", "5", "6"], Stretches]
    exceptions: Annotated[list[DayHours], Field(max_length=400)] = Field(default_factory=list)
    online: bool | None = None


class DayHoursView(Output):
    date: date
    times: list[list[str]]


class AvailabilityView(Output):
    """`version` 0: nothing was chosen, these are the hours of everybody."""

    user_id: str
    version: int
    zone: str
    weekly: dict[str, list[list[str]]]
    exceptions: list[DayHoursView]
    online: bool


class AgendaChoicesEdit(Input):
    """Only given fields change; all but `my_booking` are for administrators."""

    booking: bool | None = None
    my_booking: bool | None = None
    slug: Slug | None = None
    reviews: bool | None = None
    summaries: bool | None = None
    closed_on_holidays: bool | None = None
    time_zone: Annotated[Zone, Field(min_length=1)] | None = None
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None = None


class AgendaChoicesView(Output):
    """`booking`: whether clients of this office may book by themselves; `my_booking`: whether they may book you."""

    booking: bool
    my_booking: bool
    slug: str
    booking_url: str
    reviews: bool
    summaries: bool
    closed_on_holidays: bool
    time_zone: str
    country: str


class BlocksQuery(Input):
    """Of whom; one's own when it is left out."""

    adviser: Id | None = None


class BlockList(Output):
    items: list[BlockView]
    next: str | None = None
