"""What one row tells of a client."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from crm_adapter.importing.sheets import SEVERAL
from crm_adapter.people import names

_MONTHS = {
    word: number
    for number, listed in enumerate(
        (
            *("jan januari january janvier", "feb februari february fevrier fevr", "mrt maart march mars mar"),
            *("apr april avril avr", "mei may mai", "jun juni june juin", "jul juli july juillet juil"),
            *("aug augustus august aout", "sep sept september septembre", "okt oktober october oct octobre"),
            *("nov november novembre", "dec december decembre"),
        ),
        1,
    )
    for word in listed.split()
}
_COUNTRIES = {
    word: code
    for code, listed in {
        "NL": "nederland netherlands thenetherlands paysbas holland nld hollande",
        "BE": "belgie belgium belgique bel",
        "DE": "duitsland germany allemagne deutschland deu",
        "FR": "frankrijk france fra",
        "LU": "luxemburg luxembourg lux",
        "GB": "verenigdkoninkrijk unitedkingdom grandebretagne royaumeuni uk greatbritain engeland england gbr",
        "US": "verenigdestaten unitedstates etatsunis usa amerika unitedstatesofamerica",
        "ES": "spanje spain espagne espana esp",
        "PT": "portugal prt",
        "IT": "italie italy italia ita",
        "CH": "zwitserland switzerland suisse schweiz che",
        "AT": "oostenrijk austria autriche osterreich aut",
        "PL": "polen poland pologne polska pol",
        "TR": "turkije turkey turquie turkiye tur",
        "MA": "marokko morocco maroc mar",
        "SR": "suriname sur",
        "CW": "curacao cuw",
        "IE": "ierland ireland irlande irl",
        "DK": "denemarken denmark danemark dnk",
        "SE": "zweden sweden suede swe",
        "NO": "noorwegen norway norvege nor",
    }.items()
    for word in listed.split()
}
_LANGUAGES = {
    word: code
    for code, listed in {
        "nl": "nl nederlands dutch neerlandais nld dut vlaams",
        "en": "en engels english anglais eng",
        "fr": "fr frans french francais fra fre",
    }.items()
    for word in listed.split()
}
_LABELS = {"mobile", "home", "work", "main", "other"}
_TWO = re.compile(r"(\S.*?) (?:en|and|et|&|\+) (\S.*)", re.IGNORECASE)
# Groups of Google that say nothing of a client.
_SYSTEM_TAGS = frozenset({"mycontacts", "starred", "friends", "family", "coworkers"})


_One = Callable[[str], str]
"""Gives the text of a target."""


@dataclass(frozen=True, slots=True)
class ToldPerson:
    given: str = ""
    prefix: str = ""
    family: str = ""
    birthday: str = ""
    ref: str = ""
    role: Literal["applicant", "partner", "contact"] = "applicant"

    @property
    def named(self) -> bool:
        return bool(self.given or self.family)


@dataclass(frozen=True, slots=True)
class ToldContact:
    kind: Literal["email", "phone"]
    value: str
    label: str = ""
    person: str = ""


@dataclass(slots=True)
class Told:
    """As it was written, but for days, countries and languages, which are read. What cannot be read stays as it was."""

    kind: Literal["person", "household", "company"] = "person"
    name: str = ""
    people: list[ToldPerson] = field(default_factory=list)
    contacts: list[ToldContact] = field(default_factory=list)
    number: str = ""
    vat: str = ""
    coc: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    language: str = ""
    tags: list[str] = field(default_factory=list)
    note: str = ""
    fields: dict[str, str] = field(default_factory=dict)

    @property
    def caption(self) -> str:
        """What the row is called in a list."""
        named = self.name or names.joined(
            [" ".join(p for p in (one.given, one.prefix, one.family) if p) for one in self.people]
        )
        return named or next((one.value for one in self.contacts), "")


@dataclass(frozen=True, slots=True)
class Reading:
    """How the columns of a table are read. `columns`: a target for each; `month_first`: of those with days."""

    columns: tuple[str, ...]
    month_first: frozenset[int] = frozenset()
    kinds: tuple[tuple[str, str], ...] = ()  # of own fields: number, date ... by key


def reading(columns: Sequence[str], rows: Sequence[Sequence[str]], kinds: dict[str, str]) -> Reading:
    """Look at all days of a column at once: 13/02 tells how 03/02 was meant."""
    first: set[int] = set()
    for at, target in enumerate(columns):
        if target.endswith("birthday") or kinds.get(target.removeprefix("field:")) == "date":
            halves = [
                (int(a), int(b))
                for row in rows
                if (m := re.match(r"(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}", row[at]))
                for a, b in [m.groups()]
            ]
            if any(b > 12 for _, b in halves) and not any(a > 12 for a, _ in halves):
                first.add(at)
    return Reading(tuple(columns), frozenset(first), tuple(sorted(kinds.items())))


def tell(cells: Sequence[str], how: Reading) -> Told:
    """What these cells tell."""
    got: dict[str, list[str]] = {}
    told = Told()
    labels: dict[str, list[str]] = {"email": [], "phone": []}
    kinds = dict(how.kinds)
    for at, (target, text) in enumerate(zip(how.columns, cells, strict=False)):
        if target in ("email_label", "phone_label"):
            labels[target.removesuffix("_label")] = _several(text, empty=True)
        elif target in ("email", "phone"):
            told.contacts += _contacts(target, text, labels[target])
            labels[target] = []
        elif not text or not target:
            continue
        elif target.startswith("field:"):
            key = target.removeprefix("field:")
            told.fields[key] = _field(text, kinds.get(key, "text"), at in how.month_first)
        elif target.endswith("birthday"):
            got[target] = [day(text, month_first=at in how.month_first)]
        else:
            got.setdefault(target, []).append(text)

    def one(target: str) -> str:
        return " ".join(" ".join(got.get(target, [])).split())

    _people(told, one)
    told.number, told.vat, told.coc = one("number"), one("vat"), one("coc")
    told.street = " ".join(part for part in (one("street"), one("house_number")) if part)
    told.postcode, told.city, told.country = one("postcode"), one("city"), country(one("country"))
    told.language = _LANGUAGES.get(_letters(one("language"))[:12], "")
    told.tags = list(dict.fromkeys(tag for text in got.get("tags", []) for tag in _tags(text)))
    told.note = "\n".join(got.get("note", []))
    return told


def _people(told: Told, one: _One) -> None:
    first = _person(one, "", "1")
    partner = _person(one, "partner_", "2")
    if not partner.named and not one("company"):
        first, partner = _apart(first, one("name"))
    for kind in ("email", "phone"):
        told.contacts += _contacts(kind, one(f"partner_{kind}"), [], person="2" if partner.named else "")
    company = one("company") or ("" if first.named else one("employer"))
    if company:
        told.kind, told.name = "company", company
        contact = ToldPerson(first.given, first.prefix, first.family, first.birthday, "1", "contact")
        told.people = [contact] if first.named else []
    else:
        told.people = [first] if first.named or not partner.named else []
        if partner.named:
            told.people.append(partner)
        told.kind = "household" if len(told.people) > 1 else "person"
    refs = {person.ref for person in told.people}
    told.contacts = [
        ToldContact(
            c.kind, c.value, c.label, c.person if c.person in refs else ("1" if "1" in refs and not c.person else "")
        )
        for c in told.contacts
    ]


def _apart(person: ToldPerson, whole: str) -> tuple[ToldPerson, ToldPerson]:
    """ "Jan en Els Vermeulen" and "Jan Vermeulen & Els Bakker" are two people."""
    nobody = ToldPerson(ref="2", role="partner")
    both = _TWO.fullmatch(person.given)
    if both:
        other = ToldPerson(both[2], person.prefix, person.family, "", "2", "partner")
        return ToldPerson(both[1], person.prefix, person.family, person.birthday, "1"), other
    both = _TWO.fullmatch(whole)
    if both and person.named and len(both[1].split()) > 1 and len(both[2].split()) > 1:
        one, two = names.split(both[1]), names.split(both[2])
        if one.family and two.family:
            other = ToldPerson(two.given, two.prefix, two.family, "", "2", "partner")
            return ToldPerson(one.given, one.prefix, one.family, person.birthday, "1"), other
    return person, nobody


def _person(one: _One, whose: str, ref: str) -> ToldPerson:
    given, prefix, family = one(f"{whose}given"), one(f"{whose}prefix"), one(f"{whose}family")
    if not whose:
        middle = one("middle")
        if middle and names.split(f"x {middle} y").prefix == middle and not prefix:
            prefix = middle
        elif middle:
            given = f"{given} {middle}".strip()
        given = given or (one("initials") if family else "")
    if not given and not family and (whole := one(f"{whose}name")):
        parts = names.split(whole)
        given, prefix, family = parts.given, parts.prefix, parts.family
    elif family and not prefix and " " in family:
        # "van den Berg" in the column of family names.
        parts = names.split(f"x {family}")
        prefix, family = (parts.prefix, parts.family) if parts.given == "x" and parts.prefix else ("", family)
    role: Literal["applicant", "partner"] = "partner" if whose else "applicant"
    return ToldPerson(given, prefix, family, one(f"{whose}birthday"), ref, role)


def _several(text: str, *, empty: bool = False) -> list[str]:
    found = [one.strip() for one in text.split(SEVERAL.strip())] if SEVERAL.strip() in text else [text.strip()]
    return found if empty else [one for one in found if one]


def _contacts(kind: str, text: str, labels: Sequence[str], person: str = "") -> list[ToldContact]:
    parts = _several(text, empty=True)
    if kind == "email" and len(parts) == 1 and text.count("@") > 1:
        parts = [one.strip() for one in re.split(r"[;,\s]+", text)]
    elif kind == "phone" and len(parts) == 1 and re.search(r"\d\s*[;,|]\s*[\d+(]|\d\s+/\s+[\d+(]", text):
        parts = [one.strip() for one in re.split(r"[;,|]|\s/\s", text)]
    found: list[ToldContact] = []
    for at, one in enumerate(parts):
        value = one
        if kind == "email" and (inside := re.search(r"<([^<>\s]+@[^<>\s]+)>", one)):
            value = inside[1]
        if value:
            label = labels[at] if at < len(labels) else ""
            found.append(ToldContact("email" if kind == "email" else "phone", value[:300], _label(label), person))
    return found


def _label(text: str) -> str:
    # Google marks the preferred one with a star, and its own labels too: "* My Contacts", "* home".
    found = text.strip().removeprefix("*").strip()
    return found.lower()[:40] if found.lower() in _LABELS else found[:40]


def _tags(text: str) -> list[str]:
    parts = _several(text) if SEVERAL.strip() in text else re.split(r"[;,|]", text)
    # Google's own groups carry a star.
    found = [" ".join(one.split()) for one in parts if not one.strip().startswith("*")]
    return [one for one in found if one and _letters(one) not in _SYSTEM_TAGS]


def day(text: str, *, month_first: bool = False) -> str:
    """ "7-3-1980", "1980-03-07", "19800307", "7 maart 1980", "--03-07" as 1980-03-07 or --03-07. What is no day stays."""
    wish = text.strip()
    plain = wish.split("T")[0].split(" 00:00")[0]
    if found := re.fullmatch(r"-{1,2}(\d{2})-?(\d{2})", plain):
        return f"--{found[1]}-{found[2]}"
    if found := re.fullmatch(r"(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})|(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", plain):
        year, month, number = (int(one) for one in found.groups() if one is not None)
        # Apple writes 1604 where nobody told the year.
        return f"--{month:02}-{number:02}" if year == 1604 else _date(year, month, number, wish)
    if found := re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})", plain):
        a, b, year = int(found[1]), int(found[2]), _year(found[3])
        return _date(year, a, b, wish) if month_first else _date(year, b, a, wish)
    words = re.sub(r"[.,]|(?<=\d)(st|nd|rd|th|er)\b", " ", names.fold(plain)).split()
    if len(words) == 3 and (named := _MONTHS.get(words[1])) and words[0].isdigit() and words[2].isdigit():
        return _date(_year(words[2]), named, int(words[0]), wish)
    if len(words) == 3 and (begin := _MONTHS.get(words[0])) and words[1].isdigit() and words[2].isdigit():
        return _date(_year(words[2]), begin, int(words[1]), wish)
    return wish


def _year(text: str) -> int:
    """Of two digits: clients are rarely children."""
    year = int(text)
    return year if len(text) > 2 else 1900 + year if year > 20 else 2000 + year


def _date(year: int, month: int, number: int, otherwise: str) -> str:
    try:
        return date(year, month, number).isoformat()
    except ValueError:
        return otherwise


def _field(text: str, kind: str, month_first: bool) -> str:
    """As own fields take it: a day, or a number without thousands and with a point."""
    if kind == "date":
        return day(text, month_first=month_first)
    if kind != "number":
        return text
    bare = re.sub(r"[€$£\s\u00a0\u202f]|EUR", "", text)
    if (
        re.fullmatch(r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?", bare)
        or re.fullmatch(r"[+-]?\d+,\d+", bare)
        and not re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+", bare)
    ):
        return bare.replace(".", "").replace(",", ".")
    return bare.replace(",", "") if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", bare) else bare


def country(text: str) -> str:
    """The code of a country by its name; what is none stays."""
    return text.upper() if len(text) == 2 else _COUNTRIES.get(_letters(text), text)


def _letters(text: str) -> str:
    return re.sub(r"[^a-z]", "", names.fold(text))
