"""What one row tells of a client."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Literal

from crm_adapter.importing.sheets import SEVERAL
from crm_adapter.people import names
from crm_adapter.people.drafts import ClientDraft, ContactDraft, PersonDraft, PersonRole

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
_BETWEEN = SEVERAL.strip()
_BETWEEN_PHONES = re.compile(r"\d\s*[;,|]\s*[\d+(]|\d\s+/\s+[\d+(]")
_IN_BRACKETS = re.compile(r"<([^<>\s]+@[^<>\s]+)>")
_DAY_OF_A_YEAR = re.compile(r"-{1,2}(\d{2})-?(\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})|(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})")
_NOBODY = PersonDraft(ref="2", role="partner")


_Texts = Mapping[str, str]
"""The text of each target that is told, on one line."""


@dataclass(frozen=True, slots=True)
class Told:
    """As it was written, but for days, countries and languages, which are read. What cannot be read stays as it was."""

    draft: ClientDraft
    note: str = ""

    @property
    def caption(self) -> str:
        """What the row is called in a list."""
        named = self.draft.name or names.joined(
            [" ".join([p for p in (one.given, one.prefix, one.family) if p]) for one in self.draft.people]
        )
        return named or next((one.value for one in self.draft.contacts), "")


_Kind = Literal["person", "household", "company"]
_Address = tuple[Literal["email", "phone"], str, Sequence[str]]
"""What it is, what stands in its column, and in the column of labels before it."""
_Step = tuple[int, str, str]
"""A column, what it is, and what belongs to that: the key of an own field, email or phone."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How the columns of a table are read. `columns`: a target for each; `month_first`: of those with days."""

    columns: tuple[str, ...]
    month_first: frozenset[int] = frozenset()
    kinds: tuple[tuple[str, str], ...] = ()  # of own fields: number, date ... by key
    steps: tuple[_Step, ...] = field(init=False, repr=False, compare=False)
    kind_of: Mapping[str, str] = field(init=False, repr=False, compare=False)
    has_partner: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Asked once, because what follows is done for every row.
        object.__setattr__(self, "steps", tuple(_step(at, one) for at, one in enumerate(self.columns) if one))
        object.__setattr__(self, "kind_of", dict(self.kinds))
        object.__setattr__(self, "has_partner", any(one.startswith("partner_") for one in self.columns))


def _step(at: int, target: str) -> _Step:
    if target in ("email", "phone"):
        return at, "contact", target
    if target in ("email_label", "phone_label"):
        return at, "label", target.removesuffix("_label")
    if target.startswith("field:"):
        return at, "field", target.removeprefix("field:")
    return at, "birthday" if target.endswith("birthday") else target if target in ("tags", "note") else "text", target


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
    texts: dict[str, str] = {}
    addresses: list[_Address] = []
    labels: dict[str, list[str]] = {}
    fields: dict[str, str] = {}
    tags: list[str] = []
    notes: list[str] = []
    for at, what, target in how.steps:
        text = cells[at] if at < len(cells) else ""
        match what:
            case "label":
                labels[target] = _several(text, empty=True)
            case "contact":
                its = labels.pop(target, ())
                if text:
                    addresses.append(("email" if target == "email" else "phone", text, its))
            case _ if not text:
                pass
            case "text":
                line = names.single(text)
                texts[target] = f"{texts[target]} {line}".strip() if target in texts else line
            case "birthday":
                texts[target] = names.single(day(text, month_first=at in how.month_first))
            case "tags":
                tags += _tags(text)
            case "note":
                notes.append(text)
            case _:
                fields[target] = _field(text, how.kind_of.get(target, "text"), at in how.month_first)
    return Told(_draft(texts, addresses, fields, tags, how), "\n".join(notes))


def _draft(
    texts: _Texts, addresses: list[_Address], fields: dict[str, str], tags: list[str], how: Reading
) -> ClientDraft:
    one = texts.get
    partner = _person(texts, "partner_", "2") if how.has_partner else _NOBODY
    first, partner = _apart(_person(texts, "", "1"), partner, texts)
    kind, name, people = _people(first, partner, texts)
    refs = {person.ref for person in people}
    mine = "1" if "1" in refs else ""
    contacts = [each for address in addresses for each in _contacts(*address, mine)]
    if how.has_partner:
        # Of a partner who is told of but is none of the people: the client's own.
        its = mine if not _named(partner) else "2" if "2" in refs else ""
        contacts += _contacts("email", one("partner_email", ""), (), its)
        contacts += _contacts("phone", one("partner_phone", ""), (), its)
    house_number = one("house_number", "")
    return ClientDraft(
        kind=kind,
        name=name,
        people=people,
        contacts=tuple(contacts),
        number=one("number", ""),
        vat=one("vat", ""),
        coc=one("coc", ""),
        street=f"{one('street', '')} {house_number}".strip() if house_number else one("street", ""),
        postcode=one("postcode", ""),
        city=one("city", ""),
        country=country(one("country", "")),
        language=_LANGUAGES.get(_letters(one("language", ""))[:12], ""),
        tags=tuple(dict.fromkeys(tags)),
        fields=fields,
        source="import",
    )


def _people(first: PersonDraft, partner: PersonDraft, texts: _Texts) -> tuple[_Kind, str, tuple[PersonDraft, ...]]:
    """What kind of client, the name of a company, and the people."""
    company = texts.get("company", "") or ("" if _named(first) else texts.get("employer", ""))
    if company:
        return "company", company, (replace(first, role="contact"),) if _named(first) else ()
    if not _named(partner):
        return "person", "", (first,)
    people = (first, partner) if _named(first) else (partner,)
    return "household" if len(people) > 1 else "person", "", people


def _named(person: PersonDraft) -> bool:
    return bool(person.given or person.family)


def _apart(person: PersonDraft, partner: PersonDraft, texts: _Texts) -> tuple[PersonDraft, PersonDraft]:
    """ "Jan en Els Vermeulen" and "Jan Vermeulen & Els Bakker" are two people, where no other is told and no company."""
    if _named(partner) or texts.get("company"):
        return person, partner
    both = _TWO.fullmatch(person.given) if " " in person.given else None
    if both:
        other = PersonDraft(both[2], person.prefix, person.family, "2", "partner")
        return replace(person, given=both[1]), other
    whole = texts.get("name", "")
    both = _TWO.fullmatch(whole) if _named(person) else None
    if both and len(both[1].split()) > 1 and len(both[2].split()) > 1:
        one, two = names.split(both[1]), names.split(both[2])
        if one.family and two.family:
            first = PersonDraft(one.given, one.prefix, one.family, "1", birthday=person.birthday)
            return first, PersonDraft(two.given, two.prefix, two.family, "2", "partner")
    return person, partner


def _person(texts: _Texts, whose: Literal["", "partner_"], ref: str) -> PersonDraft:
    one = texts.get
    given, prefix, family = one(f"{whose}given", ""), one(f"{whose}prefix", ""), one(f"{whose}family", "")
    if not whose:
        middle = one("middle", "")
        if middle and names.split(f"x {middle} y").prefix == middle and not prefix:
            prefix = middle
        elif middle:
            given = f"{given} {middle}".strip()
        given = given or (one("initials", "") if family else "")
    if not given and not family and (whole := one(f"{whose}name", "")):
        parts = names.split(whole)
        given, prefix, family = parts.given, parts.prefix, parts.family
    elif family and not prefix and " " in family:
        # "van den Berg" in the column of family names.
        parts = names.split(f"x {family}")
        prefix, family = (parts.prefix, parts.family) if parts.given == "x" and parts.prefix else ("", family)
    role: PersonRole = "partner" if whose else "applicant"
    return PersonDraft(given, prefix, family, ref, role, one(f"{whose}birthday", ""))


def _several(text: str, *, empty: bool = False) -> list[str]:
    found = [one.strip() for one in text.split(_BETWEEN)] if _BETWEEN in text else [text.strip()]
    return found if empty else [one for one in found if one]


def _contacts(kind: Literal["email", "phone"], text: str, labels: Sequence[str], person: str) -> list[ContactDraft]:
    parts = _several(text, empty=True)
    if kind == "email" and len(parts) == 1 and text.count("@") > 1:
        parts = [one.strip() for one in re.split(r"[;,\s]+", text)]
    elif kind == "phone" and len(parts) == 1 and _BETWEEN_PHONES.search(text):
        parts = [one.strip() for one in re.split(r"[;,|]|\s/\s", text)]
    found: list[ContactDraft] = []
    for at, one in enumerate(parts):
        inside = _IN_BRACKETS.search(one) if kind == "email" and "<" in one else None
        if value := inside[1] if inside else one:
            label = labels[at] if at < len(labels) else ""
            found.append(ContactDraft(kind, value[:300], _label(label), person))
    return found


def _label(text: str) -> str:
    # Google marks the preferred one with a star, and its own labels too: "* My Contacts", "* home".
    found = text.strip().removeprefix("*").strip()
    return found.lower()[:40] if found.lower() in _LABELS else found[:40]


def _tags(text: str) -> list[str]:
    parts = _several(text) if _BETWEEN in text else re.split(r"[;,|]", text)
    # Google's own groups carry a star.
    found = [" ".join(one.split()) for one in parts if not one.strip().startswith("*")]
    return [one for one in found if one and _letters(one) not in _SYSTEM_TAGS]


def day(text: str, *, month_first: bool = False) -> str:
    """ "7-3-1980", "1980-03-07", "19800307", "7 maart 1980", "--03-07" as 1980-03-07 or --03-07. What is no day stays."""
    wish = text.strip()
    plain = wish.split("T")[0].split(" 00:00")[0]
    if found := _DAY_OF_A_YEAR.fullmatch(plain):
        return f"--{found[1]}-{found[2]}"
    if found := _YEAR_FIRST.fullmatch(plain):
        year, month, number = (int(one) for one in found.groups() if one is not None)
        # Apple writes 1604 where nobody told the year.
        return f"--{month:02}-{number:02}" if year == 1604 else _date(year, month, number, wish)
    if found := _YEAR_LAST.fullmatch(plain):
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


@lru_cache(maxsize=2048)
def _letters(text: str) -> str:
    return re.sub(r"[^a-z]", "", names.fold(text))
