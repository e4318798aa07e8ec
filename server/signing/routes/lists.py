"""Lists of people as CSV, from whichever spreadsheet: read whole, with every mistake named by its row."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from server.accounts.fields import is_email
from server.mail.page import one_line
from server.signing.routes.refusals import LIST_EMPTY, LIST_TOO_LONG, LIST_UNREADABLE
from server.signing.templates import Person

MOST_BYTES = 1_000_000
MOST_ROWS = 1_000
_MOST_ERRORS = 100

_COLUMNS: Final[Mapping[str, str]] = {
    "name": "name",
    "naam": "name",
    "nom": "name",
    "email": "email",
    "emailadres": "email",
    "emailaddress": "email",
    "mail": "email",
    "courriel": "email",
    "adresseemail": "email",
    "language": "language",
    "taal": "language",
    "langue": "language",
}
_LANGUAGES: Final[Mapping[str, str]] = {
    "": "",
    "nl": "nl",
    "nederlands": "nl",
    "dutch": "nl",
    "néerlandais": "nl",
    "en": "en",
    "engels": "en",
    "english": "en",
    "anglais": "en",
    "fr": "fr",
    "frans": "fr",
    "french": "fr",
    "français": "fr",
}
_SENTENCES: Final[Mapping[str, Mapping[str, str]]] = {
    "nl": {
        "column_missing": "De kolom {column} ontbreekt.",
        "column_twice": "De kolom {column} staat er twee keer.",
        "name_missing": "Er staat geen naam.",
        "email_wrong": "{value} is geen e-mailadres.",
        "email_missing": "Er staat geen e-mailadres.",
        "language_unknown": "{value} is geen taal die we kennen: schrijf nl, en of fr.",
        "row_twice": "Dezelfde mensen staan al in rij {row}.",
    },
    "en": {
        "column_missing": "The column {column} is missing.",
        "column_twice": "The column {column} is there twice.",
        "name_missing": "There is no name.",
        "email_wrong": "{value} is no e-mail address.",
        "email_missing": "There is no e-mail address.",
        "language_unknown": "{value} is no language that we know: write nl, en or fr.",
        "row_twice": "The same people are in row {row} already.",
    },
    "fr": {
        "column_missing": "La colonne {column} manque.",
        "column_twice": "La colonne {column} figure deux fois.",
        "name_missing": "Il n’y a pas de nom.",
        "email_wrong": "{value} n’est pas une adresse e-mail.",
        "email_missing": "Il n’y a pas d’adresse e-mail.",
        "language_unknown": "{value} n’est pas une langue connue : écrivez nl, en ou fr.",
        "row_twice": "Les mêmes personnes figurent déjà à la ligne {row}.",
    },
}


@dataclass(frozen=True, slots=True)
class Mistake:
    """`row` as a spreadsheet counts: the names of the columns are in row 1."""

    row: int
    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class People:
    """`rows` of people, one for each role; those with a mistake are left out."""

    rows: tuple[tuple[Person, ...], ...]
    mistakes: tuple[Mistake, ...]
    count: int


def read_list(content: bytes, roles: int, language: str) -> People:
    """`roles`: how many people sign each document. Sentences are in `language`. Raises a Problem for what is no list."""
    lines = _lines(content)
    said = _Sentences(language)
    head, body = lines[0], [(number, line) for number, line in enumerate(lines[1:], 2) if any(line)]
    if not body:
        raise LIST_EMPTY.problem()
    if len(body) > MOST_ROWS:
        raise LIST_TOO_LONG.problem(most=MOST_ROWS, rows=len(body))
    places = _places(head, roles, said)
    if said.mistakes:
        return People((), tuple(said.mistakes), len(body))
    rows, seen = [], dict[tuple[str, ...], int]()
    for number, line in body:
        before = len(said.mistakes)
        people = tuple(_person(line, places, role, number, said) for role in range(1, roles + 1))
        same = tuple(person.email for person in people)
        if len(said.mistakes) == before and same in seen:
            said.add(number, "row_twice", row=str(seen[same]))
        seen.setdefault(same, number)
        if len(said.mistakes) == before:
            rows.append(people)
    return People(tuple(rows), tuple(said.mistakes[:_MOST_ERRORS]), len(body))


class _Sentences:
    def __init__(self, language: str) -> None:
        self._words = _SENTENCES.get(language, _SENTENCES["nl"])
        self.mistakes: list[Mistake] = []

    def add(self, number: int, code: str, **shown: str) -> None:
        self.mistakes.append(Mistake(number, code, self._words[code].format(**shown)))


def _lines(content: bytes) -> list[list[str]]:
    if b"\0" in content:
        raise LIST_UNREADABLE.problem()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Spreadsheets on Windows write this where nobody asks them for Unicode.
        text = content.decode("cp1252", "replace")
    first = next((line for line in text.splitlines() if line.strip()), "")
    mark = max(";,\t", key=first.count)
    try:
        found = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
    except csv.Error:
        raise LIST_UNREADABLE.problem() from None
    lines = [[cell.strip() for cell in line] for line in found]
    while lines and not any(lines[0]):
        lines.pop(0)
    if not lines or not _known(lines[0]):
        raise LIST_UNREADABLE.problem()
    return lines


def _known(head: Sequence[str]) -> bool:
    return any(_column(cell) for cell in head)


def _column(cell: str) -> tuple[str, int] | None:
    """What a column holds, and of which role: "E-mail 2" is the address of the second."""
    plain = re.sub(r"[\s_.\-]", "", cell.casefold())
    found = re.fullmatch(r"([^\d]+)(\d{0,2})", plain)
    if found is None or found[1] not in _COLUMNS:
        return None
    return _COLUMNS[found[1]], int(found[2] or 1)


def _places(head: Sequence[str], roles: int, said: _Sentences) -> dict[tuple[str, int], int]:
    places: dict[tuple[str, int], int] = {}
    for number, cell in enumerate(head):
        column = _column(cell)
        if column is None:
            continue  # lists from elsewhere hold more than we need
        if column in places:
            said.add(1, "column_twice", column=cell[:60])
        places[column] = number
    for role in range(1, roles + 1):
        for kind in ("name", "email"):
            if (kind, role) not in places:
                said.add(1, "column_missing", column=kind if roles == 1 else f"{kind}_{role}")
    return places


def _person(
    line: Sequence[str], places: Mapping[tuple[str, int], int], role: int, number: int, said: _Sentences
) -> Person:
    def cell(kind: str) -> str:
        place = places.get((kind, role), len(line))
        return line[place] if place < len(line) else ""

    name, email, language = one_line(cell("name"), 120), cell("email").lower(), cell("language").casefold()
    if not name:
        said.add(number, "name_missing")
    if not email:
        said.add(number, "email_missing")
    elif not is_email(email):
        said.add(number, "email_wrong", value=one_line(email, 60))
    if language not in _LANGUAGES:
        said.add(number, "language_unknown", value=one_line(language, 20))
    return Person(name, email, _LANGUAGES.get(language, ""))
