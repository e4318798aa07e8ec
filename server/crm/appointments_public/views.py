"""What goes in and out of the API of clients."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from server.web import Id, Input, Output

Text = Annotated[str, StringConstraints(max_length=2000)]
Language = Literal["nl", "en", "fr"]
Kind = Literal["video", "office", "phone", "visit"]


class OfficeView(Output):
    name: str
    colour: str
    logo_url: str | None
    phone: str
    privacy_url: str
    language: Language


class OptionView(Output):
    """One proposed time that is still open. `by`: who proposed it."""

    id: str
    start: datetime
    end: datetime
    by: Literal["adviser", "client"]


class May(Output):
    """What the client can do now."""

    pick: bool
    counter: bool
    move: bool
    cancel: bool
    review: bool


class ReviewView(Output):
    stars: int
    text: str
    at: datetime


class AppointmentPage(Output):
    """An appointment as its client sees it. Times are UTC; `zone` is in which it was planned. `code` and `join_url` lead
    into the session of a video appointment."""

    office: OfficeView
    adviser: str
    client: str
    language: Language
    title: str
    service: str
    kind: Kind
    status: str
    start: datetime | None
    end: datetime | None
    all_day: bool
    minutes: int
    zone: str
    place: str
    price_cents: int
    currency: str
    description: str
    options: list[OptionView]
    may: May
    code: str | None
    join_url: str | None
    cancelled_by: str
    cancel_reason: str
    review: ReviewView | None
    reviews: bool
    summary: str | None


class Stretch(Input):
    """Which days: from the first to the last, both included, at most 62 of them."""

    from_: Annotated[str, Field(alias="from", pattern=r"^\d{4}-\d{2}-\d{2}$")]
    to: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class BookingStretch(Stretch):
    service: Id
    adviser: Id | None = None


class TimeView(Output):
    start: datetime
    end: datetime


class Times(Output):
    """Free times, in order. `zone`: the office's."""

    zone: str
    times: list[TimeView]


class PickInput(Input):
    option_id: Id


class CancelInput(Input):
    reason: Text = ""


class MoveInput(Input):
    start: Annotated[datetime, Field(strict=False)]


class CounterInput(Input):
    starts: Annotated[list[Annotated[datetime, Field(strict=False)]], Field(min_length=1, max_length=5)]
    text: Text = ""


class ServiceView(Output):
    """`price_cents` 0: no price is shown."""

    id: str
    name: str
    kind: Kind
    minutes: int
    price_cents: int
    currency: str
    place: str
    description: str


class AdviserView(Output):
    id: str
    name: str


class BookingView(Output):
    """`consent`: the sentence of the optional box, in each language."""

    office: OfficeView
    zone: str
    services: list[ServiceView]
    advisers: list[AdviserView]
    consent: dict[str, str]


class HoldInput(Input):
    service: Id
    adviser: Id | None = None
    start: Annotated[datetime, Field(strict=False)]


class HoldView(Output):
    """`hold` goes along with the booking; the time is kept until then. `adviser`: with whom it would be."""

    hold: str
    adviser: str
    until: datetime


class BookInput(Input):
    service: Id
    adviser: Id | None = None
    start: Annotated[datetime, Field(strict=False)]
    name: Annotated[str, StringConstraints(max_length=120)]
    email: Annotated[str, StringConstraints(max_length=254)]
    phone: Annotated[str, StringConstraints(max_length=60)] = ""
    text: Text = ""
    language: Language = "nl"
    consent: bool = False
    hold: Annotated[str, StringConstraints(max_length=100)] = ""


class Booked(Output):
    """Everything else comes by mail: whoever booked has not shown yet that the address is theirs."""

    service: str
    kind: Kind
    adviser: str
    start: datetime
    end: datetime
    zone: str
    email: str
