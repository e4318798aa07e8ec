"""What goes in and out of the routes about clients."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from server.accounts.fields import Language
from server.web import Day, Id, Input, Instant, Output

Kind = Literal["person", "household", "company"]
PersonRole = Literal["applicant", "partner", "contact"]
Channel = Literal["email", "phone", "post"]
Text = Annotated[str, StringConstraints(max_length=2000)]
Short = Annotated[str, StringConstraints(max_length=300)]
Ref = Annotated[str, StringConstraints(max_length=36)]
FieldsIn = dict[Annotated[str, StringConstraints(max_length=40)], str | int | float | bool | None]
OwnId = Annotated[str, StringConstraints(max_length=36)]

# --- in ---


class PersonIn(Input):
    """`id`: of a person who is there already, or any word by which `contacts` name a new one."""

    id: Ref = ""
    role: PersonRole = "applicant"
    given: Short = ""
    prefix: Short = ""
    family: Short = ""
    birthday: Annotated[str, StringConstraints(max_length=10)] | None = None
    language: Language | Literal[""] = ""


class ContactIn(Input):
    """`person_id`: one of the people, by what `id` calls them; null when they share it."""

    id: Ref = ""
    kind: Literal["email", "phone"]
    value: Short
    label: Short = ""
    person_id: Ref | None = None


class CompanyIn(Input):
    vat: Short = ""
    coc: Short = ""


class AddressIn(Input):
    street: Short = ""
    postcode: Short = ""
    city: Short = ""
    country: Annotated[str, StringConstraints(pattern=r"^([A-Za-z]{2})?$")] = ""


class ClientChange(Input):
    """What is not given stays as it is; a list that is given takes the place of the one before."""

    kind: Kind | None = None
    name: Short | None = None
    number: Short | None = None
    people: Annotated[list[PersonIn], Field(max_length=50)] | None = None
    company: CompanyIn | None = None
    contacts: Annotated[list[ContactIn], Field(max_length=80)] | None = None
    address: AddressIn | None = None
    language: Language | None = None
    time_zone: Annotated[str, StringConstraints(max_length=64)] | None = None
    adviser_id: Id | None = None
    team_id: Id | None = None
    assigned: Annotated[list[Id], Field(max_length=200)] | None = None
    tags: Annotated[list[Short], Field(max_length=100)] | None = None
    fields: FieldsIn | None = None


class NewClientIn(ClientChange):
    """`anyway`: also when there is a client like this one."""

    kind: Kind = "person"
    anyway: bool = False


class ConsentIn(Input):
    """A proof: what was agreed to or withdrawn, in which words, where and when. `at` is now where it is not given."""

    purpose: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{0,19}$")] = "marketing"
    channel: Channel = "email"
    given: bool
    text: Annotated[str, StringConstraints(min_length=1, max_length=4000)]
    source: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    at: Instant | None = None


class Likeness(Input):
    """What is known of somebody who may be a client already."""

    name: Short = ""
    emails: Annotated[list[Short], Field(max_length=30)] = []
    phones: Annotated[list[Short], Field(max_length=30)] = []
    birthday: Annotated[str, StringConstraints(max_length=10)] | None = None


class Merge(Input):
    """`from`: the client that ends; what is theirs goes `into` the other."""

    into: Id
    source: Id = Field(alias="from")


class EmailIn(Input):
    email: Short


_Csv = Annotated[str, StringConstraints(max_length=4000)]
YesNo = Literal["yes", "no"]


class ClientFilter(Input):
    """Which clients. Lists are written with commas; `fields` is a JSON object by the keys of own fields: a value, a list
    of values of which any will do, or {"from": ..., "to": ...} of numbers and dates."""

    search: Short = ""
    sort: Literal["last", "first", "created", "number"] = "last"
    tags: _Csv = ""
    tags_all: _Csv = ""
    kind: Kind | None = None
    adviser: Annotated[str, StringConstraints(max_length=36)] = ""  # an id, "me" or "none"
    team: Annotated[str, StringConstraints(max_length=36)] = ""
    consent: YesNo | None = None
    unsubscribed: YesNo | None = None
    blocked: YesNo | None = None
    letter: Annotated[str, StringConstraints(max_length=4)] = ""
    created_from: Day | None = None
    created_to: Day | None = None
    birthday_month: Annotated[str, StringConstraints(pattern=r"^([1-9]|0[1-9]|1[0-2])$")] | None = None
    has_appointment: YesNo | None = None
    given: Short = ""
    family: Short = ""
    email: Short = ""
    phone: Short = ""
    number: Short = ""
    street: Short = ""
    postcode: Short = ""
    city: Short = ""
    country: Annotated[str, StringConstraints(max_length=2)] = ""
    source: Annotated[str, StringConstraints(max_length=16)] = ""
    fields: _Csv = ""
    deleted: YesNo | None = None


class ClientQuery(ClientFilter):
    """`after`: `next` of the page before. `exact`: count all of very many too, which takes longer."""

    after: Annotated[str, StringConstraints(max_length=1000)] = ""
    exact: Literal["yes"] | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class Bulk(Input):
    """`ids`, or everybody whom `filter` finds but for `except`."""

    action: Literal["tag", "untag", "delete", "assign", "team"]
    ids: Annotated[list[Id], Field(max_length=1000)] | None = None
    filter: ClientFilter | None = None
    besides: Annotated[list[Id], Field(max_length=1000)] = Field(default=[], alias="except")
    tags: Annotated[list[Short], Field(max_length=50)] = []
    adviser_id: Id | None = None
    team_id: Id | None = None


# --- out ---


class Named(Output):
    id: str
    name: str


class PersonView(Output):
    id: Id
    role: PersonRole
    given: str
    prefix: str
    family: str
    name: str
    birthday: str | None
    language: str


class ContactView(Output):
    """`blocked`: why no mail goes there any more; "" when it does."""

    id: Id
    kind: Literal["email", "phone"]
    value: str
    shown: str
    label: str
    person_id: str | None
    blocked: str


class CompanyView(Output):
    vat: str
    coc: str


class AddressView(Output):
    street: str
    postcode: str
    city: str
    country: str


class ConsentView(Output):
    """`by`: who noted it."""

    purpose: str
    channel: str
    given: bool
    text: str
    source: str
    at: datetime
    by: str


class Counts(Output):
    appointments: int = 0
    documents: int = 0
    sessions: int = 0
    messages: int = 0


class ClientView(Output):
    """`consents`: every proof, the newest first. `time_zone`: "" follows the office."""

    id: Id
    version: int
    kind: Kind
    name: str
    sort_name: str
    letter: str
    number: str
    people: list[PersonView]
    company: CompanyView | None
    contacts: list[ContactView]
    address: AddressView
    language: str
    time_zone: str
    adviser: Named | None
    team: Named | None
    assigned: list[Named]
    tags: list[Named]
    fields: dict[str, Any]
    consents: list[ConsentView]
    unsubscribed: bool
    email_blocked: bool
    source: str
    photo_url: str | None
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None
    counts: Counts


class NextAppointment(Output):
    id: str
    start: datetime | None
    status: str


class ClientRow(Output):
    """`caption`: the city; of a company its contact person."""

    id: Id
    version: int
    kind: Kind
    name: str
    letter: str
    caption: str
    email: str
    email_blocked: bool
    unsubscribed: bool
    tags: list[Named]
    adviser: Named | None
    next_appointment: NextAppointment | None


class Letter(Output):
    letter: str
    count: int


class ClientPage(Output):
    """`found`: how many there are of this filter, `total`: of none. `letters`: under which heads, by the sorting.

    `more`: of a search that very many match `found` is only the least, and there are no `letters`; ask for `exact`."""

    items: list[ClientRow]
    next: str | None
    found: int
    more: bool
    total: int
    letters: list[Letter]


class CountedName(Named):
    count: int


class CountedValue(Output):
    value: str
    count: int


class Facets(Output):
    """How many clients each choice would leave, the other choices as they are."""

    tags: list[CountedName]
    consent: int
    unsubscribed: int
    blocked: int
    kinds: dict[str, int]
    advisers: list[CountedName]
    fields: dict[str, list[CountedValue]]


class Candidate(ClientRow):
    """`alike`: what is the same: email, phone, name, birthday."""

    alike: list[str]


class Candidates(Output):
    items: list[Candidate]


class Changed(Output):
    """`change_id` undoes it. `count`: how many clients it changed."""

    change_id: Id
    count: int


class Undone(Output):
    """`left`: clients that somebody has changed since, which stay as they are."""

    change_id: Id
    count: int
    left: int
