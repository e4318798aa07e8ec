"""From what was told of a client to what is kept: cleaned, checked, and with all that is made of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crm_adapter.people import bsn, emails, names, phones
from crm_adapter.people.names import PersonName
from server.accounts.fields import is_email
from server.crm.clients import fields as own_fields
from server.crm.clients.fields import FieldDefinition, FieldValue
from server.crm.clients.refusals import (
    BIRTHDAY_WRONG,
    BSN_FOUND,
    EMAIL_WRONG,
    NAME_MISSING,
    PERSON_UNKNOWN,
    PHONE_WRONG,
    TEXT_WRONG,
    TIME_ZONE_WRONG,
    TOO_MANY,
)
from server.crm.ports import ClientDraft, ContactDraft, PersonDraft
from server.stores.database import uuid7
from server.web import Problem

MOST_PEOPLE, MOST_CONTACTS, MOST_TAGS = 20, 30, 60


@dataclass(frozen=True, slots=True)
class House:
    """What the office says about all its clients. `today` bounds birthdays."""

    country: str
    language: str
    allow_bsn: bool
    definitions: Mapping[str, FieldDefinition]
    today: date


@dataclass(slots=True)
class Prepared:
    """The rows of a client, but for who owns them. `people` and `contacts` in order, with their ids."""

    client: dict[str, Any]
    people: list[dict[str, Any]] = field(default_factory=list)
    contacts: list[dict[str, Any]] = field(default_factory=list)
    words: set[str] = field(default_factory=set)
    values: list[FieldValue] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)


def prepare(draft: ClientDraft, house: House, known: frozenset[str] = frozenset()) -> Prepared:
    """`known`: ids of the people and addresses that the client has, which they keep. Raises a Problem with `field`."""
    problems: list[Problem] = []
    prepared = _prepare(draft, house, known, problems)
    if problems:
        raise problems[0]
    return prepared


def wrong_in(draft: ClientDraft, house: House) -> tuple[Problem, ...]:
    """Everything that is not right in a draft."""
    problems: list[Problem] = []
    _prepare(draft, house, frozenset(), problems)
    return tuple(problems)


def looked_at(
    draft: ClientDraft, house: House, known: frozenset[str] = frozenset(), *, words: bool = True
) -> tuple[Prepared, tuple[Problem, ...]]:
    """The same without what is not right, and what that is. `words`: also by which it is found."""
    problems: list[Problem] = []
    return _prepare(draft, house, known, problems, words=words), tuple(problems)


def readable(draft: ClientDraft, house: House) -> Prepared:
    """The same without what is not right."""
    return _prepare(draft, house, frozenset(), [])


def _prepare(
    draft: ClientDraft, house: House, known: frozenset[str], problems: list[Problem], *, words: bool = True
) -> Prepared:
    reader = _Reader(house, problems)
    language = draft.language or house.language
    if max(len(draft.people), len(draft.contacts) - 10, len(draft.tags) - 40) > MOST_PEOPLE:
        problems.append(TOO_MANY.problem(field="people"))
        return Prepared({})
    refs, people = _people(reader, draft, known)
    called = [PersonName(one["given"], one["prefix"], one["family"]) for one in people]
    company = draft.kind == "company"
    name = reader.line("name", draft.name, 240) if company else names.together(called, language)[:300]
    if not name:
        problems.append(NAME_MISSING.problem(field="name"))
    contacts = _contacts(reader, draft, refs, known)
    client = {
        "kind": draft.kind,
        "name": name,
        "contact": called[0].whole if company and called else "",
        "number": reader.line("number", draft.number, 40),
        "vat": reader.line("company.vat", draft.vat, 40, free=False) if company else "",
        "coc": reader.line("company.coc", draft.coc, 40, free=False) if company else "",
        "street": reader.line("address.street", draft.street, 200),
        "postcode": reader.line("address.postcode", draft.postcode, 20).upper(),
        "city": reader.line("address.city", draft.city, 120),
        "country": reader.line("address.country", draft.country or house.country, 2).upper(),
        "language": language,
        "time_zone": reader.zone(draft.time_zone),
        "email": next((one["value"] for one in contacts if one["kind"] == "email"), ""),
        **sorted_by(name, [] if company else called),
    }
    client["sort_number"] = names.number_key(client["number"])
    for part, most in (("street", 200), ("city", 120)):
        client[f"{part}_key"] = names.fold(client[part])[:most]
    client["postcode_key"] = "".join(names.fold(client["postcode"]).split())[:20]
    prepared = Prepared(client, people, contacts)
    prepared.words = words_of(client, people, contacts) if words else set()
    prepared.values = reader.values(draft.fields)
    prepared.tags = [tag for at, one in enumerate(draft.tags) if (tag := reader.line(f"tags.{at}", one, 60))]
    return prepared


def words_of(client: Mapping[str, Any], people: list[dict[str, Any]], contacts: list[dict[str, Any]]) -> set[str]:
    """Everything that a client is found by."""
    others: set[str] = {"".join(names.fold(client[part]).split()) for part in ("postcode", "coc", "vat")}
    for one in contacts:
        if one["kind"] == "phone":
            others |= phones.words(one["value"])
    addresses = [one["value"] for one in contacts if one["kind"] == "email"]
    called = [client["name"], client["number"], *(one["name"] for one in people)]
    return {word[:64] for word in names.all_words(called, addresses, others)}


def sorted_by(name: str, called: list[PersonName]) -> dict[str, str]:
    """The keys and heads of a client of this name and these people (none of a company)."""
    first = name if len(called) != 1 else called[0].whole
    main = called[0] if called else None
    last = f"{main.family} {main.given} {main.prefix}" if main is not None and main.family else name
    by_first, by_last = names.sort_key(first), names.sort_key(last)
    return {
        "sort_first": by_first,
        "sort_last": by_last,
        "letter_first": names.letter(by_first),
        "letter_last": names.letter(by_last),
    }


def _people(
    reader: "_Reader", draft: ClientDraft, known: frozenset[str]
) -> tuple[dict[str, str], list[dict[str, Any]]]:
    refs: dict[str, str] = {}
    people: list[dict[str, Any]] = []
    for at, told in enumerate(draft.people):
        person = reader.person(f"people.{at}", told)
        if not person["name"]:
            # In a company nobody needs to be named; among people everybody does.
            if draft.kind != "company" or told.ref in known:
                reader.problems.append(NAME_MISSING.problem(field=f"people.{at}"))
            continue
        person_id = told.ref if told.ref in known and told.ref not in refs.values() else uuid7()
        if told.ref:
            refs[told.ref] = person_id
        role = "contact" if draft.kind == "company" else "applicant" if told.role == "contact" else told.role
        people.append({"id": person_id, "position": len(people), "role": role, **person})
    return refs, people


def _contacts(
    reader: "_Reader", draft: ClientDraft, refs: Mapping[str, str], known: frozenset[str]
) -> list[dict[str, Any]]:
    contacts: list[dict[str, Any]] = []
    seen: set[tuple[str, str]] = set()
    used: set[str] = set()
    for at, told in enumerate(draft.contacts):
        if not told.value.strip():
            continue
        if told.person and told.person not in refs:
            reader.problems.append(PERSON_UNKNOWN.problem(field=f"contacts.{at}"))
        value, shown = reader.contact(f"contacts.{at}.value", told)
        if not value or (told.kind, value) in seen:
            continue
        seen.add((told.kind, value))
        contact_id = told.id if told.id in known and told.id not in used else uuid7()
        used.add(contact_id)
        contacts.append(
            {
                "id": contact_id,
                "person_id": refs.get(told.person),
                "kind": told.kind,
                "value": value,
                "shown": shown,
                "label": reader.line(f"contacts.{at}.label", told.label, 40),
                "position": len(contacts),
            }
        )
    return contacts


def tag_names(wanted: Sequence[str], house: House) -> list[str]:
    """Names for new tags. Raises TEXT_WRONG or BSN_FOUND."""
    problems: list[Problem] = []
    found = [_Reader(house, problems).line("tags", name, 60) for name in wanted]
    if not all(found):
        problems.append(TEXT_WRONG.problem(field="tags"))
    if problems:
        raise problems[0]
    return found


def free_text(text: str, where: str, house: House) -> str:
    """Several lines that somebody wrote. Raises TEXT_WRONG or BSN_FOUND."""
    found = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if any(ord(sign) < 32 and sign not in "\n\t" for sign in found):
        raise TEXT_WRONG.problem(field=where)
    if not house.allow_bsn and bsn.find(found) is not None:
        raise BSN_FOUND.problem(field=where)
    return found


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one part after another; what is wrong is collected."""

    house: House
    problems: list[Problem]

    def line(self, where: str, text: str, most: int, *, free: bool = True) -> str:
        """One line. `free`: somebody could have written anything in it."""
        try:
            found = names.clean(text)
        except ValueError:
            self.problems.append(TEXT_WRONG.problem(field=where))
            return ""
        if len(found) > most:
            self.problems.append(TEXT_WRONG.problem(field=where))
            return ""
        if free:
            self.no_bsn(where, found)
        return found

    def no_bsn(self, where: str, text: str) -> None:
        if not self.house.allow_bsn and bsn.find(text) is not None:
            self.problems.append(BSN_FOUND.problem(field=where))

    def person(self, where: str, told: PersonDraft) -> dict[str, Any]:
        given = self.line(f"{where}.given", told.given, 120)
        prefix = self.line(f"{where}.prefix", told.prefix, 40)
        family = self.line(f"{where}.family", told.family, 120)
        birthday, month = self.birthday(f"{where}.birthday", told.birthday)
        return {
            "given": given,
            "prefix": prefix,
            "family": family,
            "name": PersonName(given, prefix, family).whole[:240] if given or family else "",
            "given_key": names.fold(given)[:120],
            "family_key": names.fold(family)[:120],
            "birthday": birthday,
            "birth_month": month,
            "language": told.language,
        }

    def birthday(self, where: str, text: str) -> tuple[str, int]:
        """ "1980-03-07" or, without a year, "--03-07"; "" and month 0 for none."""
        text = text.strip()
        if not text:
            return "", 0
        try:
            # 2000 had a 29th of February.
            day = date.fromisoformat(text.replace("--", "2000-", 1) if text.startswith("--") else text)
            if not text.startswith("--") and not date(1870, 1, 1) <= day <= self.house.today:
                raise ValueError
        except ValueError:
            self.problems.append(BIRTHDAY_WRONG.problem(field=where))
            return "", 0
        return f"--{day:%m-%d}" if text.startswith("--") else day.isoformat(), day.month

    def contact(self, where: str, told: ContactDraft) -> tuple[str, str]:
        """As it is kept, and as it is shown; both "" when it is wrong."""
        if told.kind == "email":
            try:
                value = emails.read(told.value)
            except emails.EmailWrong:
                value = ""
            if not is_email(value):
                self.problems.append(EMAIL_WRONG.problem(field=where))
                return "", ""
            return value, told.value.strip()[:254]
        try:
            phone = phones.read(told.value, self.house.country)
        except phones.PhoneWrong:
            self.problems.append(PHONE_WRONG.problem(field=where))
            return "", ""
        return phone.value, phone.shown

    def zone(self, name: str) -> str:
        if name and not _is_zone(name):
            self.problems.append(TIME_ZONE_WRONG.problem(field="time_zone"))
            return ""
        return name

    def values(self, given: Mapping[str, Any]) -> list[FieldValue]:
        found: list[FieldValue] = []
        for key, value in given.items():
            try:
                read = own_fields.read(self.house.definitions, key, value)
            except Problem as wrong:
                self.problems.append(wrong)
                continue
            if read is not None:
                self.no_bsn(f"fields.{key}", read.value)
                found.append(read)
        return found


@lru_cache(maxsize=1024)
def _is_zone(name: str) -> bool:
    if not 0 < len(name) <= 64:
        return False
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def of_one(name: str, **more: Any) -> ClientDraft:
    """A draft of one person by the name that they wrote."""
    parts = names.split(name)
    person = PersonDraft(parts.given[:120], parts.prefix[:40], parts.family[:120], ref="1")
    return replace(ClientDraft(people=(person,)), **more)
