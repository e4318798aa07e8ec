"""From what was told of a client to what is kept: the rows of a draft that was judged, with all that is made of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from crm_adapter.people import judging, names, phones
from crm_adapter.people.judging import House, Kept, KeptContact, TextRefused, Wrong, judge
from crm_adapter.people.names import PersonName
from crm_adapter.people.own_fields import FieldValue
from server.crm.clients.refusals import (
    BIRTHDAY_WRONG,
    BSN_FOUND,
    EMAIL_WRONG,
    FIELD_UNKNOWN,
    FIELD_WRONG,
    NAME_MISSING,
    PERSON_UNKNOWN,
    PHONE_WRONG,
    TEXT_WRONG,
    TIME_ZONE_WRONG,
    TOO_MANY,
)
from server.crm.ports import ClientDraft, PersonDraft
from server.stores.database import uuid7
from server.web import Problem

_REFUSALS = {
    one.code: one
    for one in (
        *(NAME_MISSING, EMAIL_WRONG, PHONE_WRONG, BSN_FOUND, BIRTHDAY_WRONG, TEXT_WRONG, TIME_ZONE_WRONG),
        *(FIELD_WRONG, FIELD_UNKNOWN, PERSON_UNKNOWN, TOO_MANY),
    )
}


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
    prepared, problems = looked_at(draft, house, known)
    if problems:
        raise problems[0]
    return prepared


def wrong_in(draft: ClientDraft, house: House) -> tuple[Problem, ...]:
    """Everything that is not right in a draft."""
    kept = judge(draft, house)
    return (TOO_MANY.problem(field="people"),) if kept is None else _problems(kept.wrong)


def looked_at(
    draft: ClientDraft, house: House, known: frozenset[str] = frozenset()
) -> tuple[Prepared, tuple[Problem, ...]]:
    """The same without what is not right, and what that is."""
    kept = judge(draft, house, known)
    if kept is None:
        return Prepared({}), (TOO_MANY.problem(field="people"),)
    return _prepared(kept, house, known), _problems(kept.wrong)


def readable(draft: ClientDraft, house: House) -> Prepared:
    """The same without what is not right."""
    return looked_at(draft, house)[0]


def _problems(wrong: Sequence[Wrong]) -> tuple[Problem, ...]:
    return tuple(_REFUSALS[code].problem(field=where) for code, where in wrong)


def _prepared(kept: Kept, house: House, known: frozenset[str]) -> Prepared:
    refs, people = _people(kept, known)
    contacts = _contacts(kept, refs, house.country, known)
    called = [PersonName(one.given, one.prefix, one.family) for one in kept.people]
    company = kept.kind == "company"
    client = {
        "kind": kept.kind,
        "name": kept.name,
        "contact": called[0].whole if company and called else "",
        "number": kept.number,
        "vat": kept.vat,
        "coc": kept.coc,
        "street": kept.street,
        "postcode": kept.postcode,
        "city": kept.city,
        "country": kept.country,
        "language": kept.language,
        "time_zone": kept.time_zone,
        "email": next((one["value"] for one in contacts if one["kind"] == "email"), ""),
        "sort_number": names.number_key(kept.number),
        "street_key": names.fold(kept.street)[:200],
        "city_key": names.fold(kept.city)[:120],
        "postcode_key": "".join(names.fold(kept.postcode).split())[:20],
        **sorted_by(kept.name, [] if company else called),
    }
    return Prepared(client, people, contacts, words_of(client, people, contacts), kept.values, kept.tags)


def _people(kept: Kept, known: frozenset[str]) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """The ids of the people by what the draft calls them, and their rows."""
    refs: dict[str, str] = {}
    people: list[dict[str, Any]] = []
    for one in kept.people:
        person_id = one.ref if one.ref in known and one.ref not in refs.values() else uuid7()
        if one.ref:
            refs[one.ref] = person_id
        people.append(
            {
                "id": person_id,
                "position": len(people),
                "role": "contact" if kept.kind == "company" else "applicant" if one.role == "contact" else one.role,
                "given": one.given,
                "prefix": one.prefix,
                "family": one.family,
                "name": one.name,
                "given_key": names.fold(one.given)[:120],
                "family_key": names.fold(one.family)[:120],
                "birthday": one.birthday,
                "birth_month": one.month,
                "language": one.language,
            }
        )
    return refs, people


def _contacts(kept: Kept, refs: Mapping[str, str], country: str, known: frozenset[str]) -> list[dict[str, Any]]:
    contacts: list[dict[str, Any]] = []
    used: set[str] = set()
    for one in kept.contacts:
        contact_id = one.told.id if one.told.id in known and one.told.id not in used else uuid7()
        used.add(contact_id)
        contacts.append(
            {
                "id": contact_id,
                "person_id": refs.get(one.told.person),
                "kind": one.told.kind,
                "value": one.value,
                "shown": _shown(one, country),
                "label": one.label,
                "position": len(contacts),
            }
        )
    return contacts


def _shown(one: KeptContact, country: str) -> str:
    if one.told.kind == "email":
        return one.told.value.strip()[:254]
    return phones.read(one.told.value, country).shown


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


def tag_names(wanted: Sequence[str], house: House) -> list[str]:
    """Names for new tags. Raises TEXT_WRONG or BSN_FOUND."""
    wrong: list[Wrong] = []
    found = [judging.Reader(house, wrong).line("tags", name, 60) for name in wanted]
    if not all(found):
        wrong.append(("text_wrong", "tags"))
    if wrong:
        raise _problems(wrong)[0]
    return found


def free_text(text: str, where: str, house: House) -> str:
    """Several lines that somebody wrote. Raises TEXT_WRONG or BSN_FOUND."""
    try:
        return judging.free_text(text, house)
    except TextRefused as refused:
        raise _REFUSALS[refused.code].problem(field=where) from None


def of_one(name: str, **more: Any) -> ClientDraft:
    """A draft of one person by the name that they wrote."""
    parts = names.split(name)
    person = PersonDraft(parts.given[:120], parts.prefix[:40], parts.family[:120], ref="1")
    return replace(ClientDraft(people=(person,)), **more)
