"""What of a draft can be kept, and what in it is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crm_adapter.people import bsn, emails, names, own_fields, phones
from crm_adapter.people.drafts import Checked, ClientDraft, ContactDraft, PersonDraft, PersonRole
from crm_adapter.people.names import PersonName
from crm_adapter.people.own_fields import FieldDefinition, FieldValue

MOST_PEOPLE, MOST_CONTACTS, MOST_TAGS = 20, 30, 60

Wrong = tuple[str, str]
"""A code and the field that it is about: ("email_wrong", "contacts.0.value")."""


class TextRefused(ValueError):
    """A text that cannot be kept: `code` is "text_wrong" or "bsn_found"."""

    def __init__(self, code: Literal["text_wrong", "bsn_found"]) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class House:
    """What the office says about all its clients. `today` bounds birthdays."""

    country: str
    language: str
    allow_bsn: bool
    definitions: Mapping[str, FieldDefinition]
    today: date


@dataclass(slots=True)
class KeptPerson:
    """`ref` is what the draft calls them. `month` is of the birthday, 0 without one."""

    ref: str
    role: PersonRole
    given: str
    prefix: str
    family: str
    name: str
    birthday: str
    month: int
    language: str


@dataclass(slots=True)
class KeptContact:
    """`told` is what it was read from; `person` and `id` in it are the draft's."""

    value: str
    label: str
    told: ContactDraft


@dataclass(slots=True)
class Kept:
    """The parts of a draft, cleaned. What is wrong is left out and listed in `wrong`, in the order of the fields."""

    kind: Literal["person", "household", "company"]
    language: str
    name: str = ""
    people: list[KeptPerson] = field(default_factory=list)
    contacts: list[KeptContact] = field(default_factory=list)
    number: str = ""
    vat: str = ""
    coc: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    time_zone: str = ""
    values: list[FieldValue] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)


def judge(draft: ClientDraft, house: House, known: frozenset[str] = frozenset()) -> Kept | None:
    """None where there is more in it than one client can have. `known`: ids of people whom the client has already."""
    if max(len(draft.people), len(draft.contacts) - 10, len(draft.tags) - 40) > MOST_PEOPLE:
        return None
    kept = Kept(draft.kind, draft.language or house.language)
    reader = Reader(house, kept.wrong)
    company = draft.kind == "company"
    for at, told in enumerate(draft.people):
        person = reader.person(f"people.{at}", told)
        if person.name:
            kept.people.append(person)
        elif not company or told.ref in known:
            # In a company nobody needs to be named; among people everybody does.
            kept.wrong.append(("name_missing", f"people.{at}"))
    if company:
        kept.name = reader.line("name", draft.name, 240)
    else:
        called = [PersonName(one.given, one.prefix, one.family) for one in kept.people]
        kept.name = names.together(called, kept.language)[:300]
    if not kept.name:
        kept.wrong.append(("name_missing", "name"))
    kept.contacts = reader.contacts(draft, kept.people)
    kept.number = reader.line("number", draft.number, 40)
    if company:
        kept.vat = reader.line("company.vat", draft.vat, 40, free=False)
        kept.coc = reader.line("company.coc", draft.coc, 40, free=False)
    kept.street = reader.line("address.street", draft.street, 200)
    kept.postcode = reader.line("address.postcode", draft.postcode, 20).upper()
    kept.city = reader.line("address.city", draft.city, 120)
    kept.country = reader.line("address.country", draft.country or house.country, 2).upper()
    kept.time_zone = reader.zone(draft.time_zone)
    kept.values = reader.values(draft.fields)
    kept.tags = [tag for at, one in enumerate(draft.tags) if (tag := reader.line(f"tags.{at}", one, 60))]
    return kept


def free_text(text: str, house: House) -> str:
    """Several lines that somebody wrote. Raises TextRefused."""
    found = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if any(ord(sign) < 32 and sign not in "\n\t" for sign in found):
        raise TextRefused("text_wrong")
    if not house.allow_bsn and bsn.find(found) is not None:
        raise TextRefused("bsn_found")
    return found


@dataclass(frozen=True, slots=True)
class Check:
    """Says of drafts what is wrong in them and by what their clients are known. Holds values only: it can be sent to
    another process."""

    house: House

    def __call__(self, draft: ClientDraft, note: str = "") -> Checked:
        kept = judge(draft, self.house)
        if kept is None:
            return Checked((("too_many", "people"),))
        try:
            free_text(note, self.house)
        except TextRefused as one:
            kept.wrong.append((one.code, "note"))
        return known_by(kept)


def known_by(kept: Kept) -> Checked:
    called = [one.name for one in kept.people if one.given and one.family] if kept.kind != "company" else [kept.name]
    return Checked(
        tuple(kept.wrong),
        tuple([one.value for one in kept.contacts if one.told.kind == "email"]),
        tuple([one.value for one in kept.contacts if one.told.kind == "phone"]),
        tuple(dict.fromkeys([key for one in called if (key := names.fold(one))])),
        tuple([one.birthday for one in kept.people if one.birthday]),
    )


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads one part after another; what is wrong is collected."""

    house: House
    wrong: list[Wrong]

    def line(self, where: str, text: str, most: int, *, free: bool = True) -> str:
        """One line. `free`: somebody could have written anything in it."""
        if not text:
            return ""
        try:
            found = names.clean(text)
        except ValueError:
            self.wrong.append(("text_wrong", where))
            return ""
        if len(found) > most:
            self.wrong.append(("text_wrong", where))
            return ""
        if free:
            self._no_bsn(where, found)
        return found

    def _no_bsn(self, where: str, text: str) -> None:
        if not self.house.allow_bsn and bsn.find(text) is not None:
            self.wrong.append(("bsn_found", where))

    def person(self, where: str, told: PersonDraft) -> KeptPerson:
        given = self.line(f"{where}.given", told.given, 120)
        prefix = self.line(f"{where}.prefix", told.prefix, 40)
        family = self.line(f"{where}.family", told.family, 120)
        birthday, month = self._birthday(f"{where}.birthday", told.birthday)
        name = PersonName(given, prefix, family).whole[:240] if given or family else ""
        return KeptPerson(told.ref, told.role, given, prefix, family, name, birthday, month, told.language)

    def _birthday(self, where: str, text: str) -> tuple[str, int]:
        """ "1980-03-07" or, without a year, "--03-07"; "" and month 0 for none."""
        text = text.strip()
        if not text:
            return "", 0
        try:
            # 2000 had a 29th of February.
            day = date.fromisoformat(text.replace("--", "2000-", 1) if text.startswith("--") else text)
            if not text.startswith("--") and not _FIRST_BIRTHDAY <= day <= self.house.today:
                raise ValueError
        except ValueError:
            self.wrong.append(("birthday_wrong", where))
            return "", 0
        return f"--{day:%m-%d}" if text.startswith("--") else day.isoformat(), day.month

    def contacts(self, draft: ClientDraft, people: list[KeptPerson]) -> list[KeptContact]:
        """Each address once. One of somebody who is none of these people belongs to nobody."""
        refs = {one.ref for one in people if one.ref}
        seen: set[tuple[str, str]] = set()
        found: list[KeptContact] = []
        for at, told in enumerate(draft.contacts):
            if not told.value.strip():
                continue
            if told.person and told.person not in refs:
                self.wrong.append(("person_unknown", f"contacts.{at}"))
            value = self._contact(f"contacts.{at}.value", told)
            if value and (told.kind, value) not in seen:
                seen.add((told.kind, value))
                found.append(KeptContact(value, self.line(f"contacts.{at}.label", told.label, 40), told))
        return found

    def _contact(self, where: str, told: ContactDraft) -> str:
        """As it is kept; "" when it is wrong."""
        try:
            if told.kind == "email":
                return emails.read(told.value)
            return phones.value_of(told.value, self.house.country)
        except (emails.EmailWrong, phones.PhoneWrong):
            self.wrong.append((f"{told.kind}_wrong", where))
            return ""

    def zone(self, name: str) -> str:
        if name and not _is_zone(name):
            self.wrong.append(("time_zone_wrong", "time_zone"))
            return ""
        return name

    def values(self, given: Mapping[str, Any]) -> list[FieldValue]:
        found: list[FieldValue] = []
        for key, value in given.items():
            try:
                read = own_fields.read(self.house.definitions, key, value)
            except own_fields.FieldRefused as refused:
                self.wrong.append((refused.code, f"fields.{key}"[:120]))
                continue
            if read is not None:
                self._no_bsn(f"fields.{key}", read.value)
                found.append(read)
        return found


_FIRST_BIRTHDAY = date(1870, 1, 1)


@lru_cache(maxsize=1024)
def _is_zone(name: str) -> bool:
    if not 0 < len(name) <= 64:
        return False
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
