"""A client as somebody tells of one, before it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

PersonRole = Literal["applicant", "partner", "contact"]


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """One proof: a yes or a no, in these words, from there, then."""

    purpose: str
    channel: str
    given: bool
    text: str
    source: str
    at: datetime
    key: str = ""


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """One of the people of a client, as somebody tells of them. `ref` is what the same draft calls them; one who is there
    already is called by their id. `birthday`: "1980-03-07", "--03-07" or ""."""

    given: str = ""
    prefix: str = ""
    family: str = ""
    ref: str = ""
    role: PersonRole = "applicant"
    birthday: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """An e-mail address or a phone number as it was typed; `person` is a person's `ref`, "" when they share it."""

    kind: Literal["email", "phone"]
    value: str
    label: str = ""
    person: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class ClientDraft:
    """Everything that can be told of a client at once. "" and None: as the office has it. `name` is of a company."""

    kind: Literal["person", "household", "company"] = "person"
    name: str = ""
    people: tuple[PersonDraft, ...] = ()
    contacts: tuple[ContactDraft, ...] = ()
    number: str = ""
    vat: str = ""
    coc: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    language: str = ""
    time_zone: str = ""
    adviser_id: str | None = None
    team_id: str | None = None
    assigned: tuple[str, ...] = ()  # ids of users
    tags: tuple[str, ...] = ()  # names; new ones are made
    fields: Mapping[str, Any] = field(default_factory=dict)  # own fields by key
    source: str = "hand"  # hand, booking, api, session, import
    consent: ConsentGiven | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft as it would be kept: what is wrong in it (code and field), and by what its client is known."""

    wrong: tuple[tuple[str, str], ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()  # E.164
    names: tuple[str, ...] = ()  # of its people, or of the company: folded
    births: tuple[str, ...] = ()


class DraftCheck(Protocol):
    """Checks drafts without asking anybody: it may travel to another process."""

    def __call__(self, draft: ClientDraft, note: str = "") -> Checked: ...
