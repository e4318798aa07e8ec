"""Lists of people from spreadsheets: read as people write them, and every mistake named by its row."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.signing.routes.lists import MOST_ROWS, read_list
from server.signing.templates import Person
from server.web import Problem


def mistakes(text: str | bytes, roles: int = 1, language: str = "en") -> list[tuple[int, str]]:
    content = text.encode() if isinstance(text, str) else text
    return [(one.row, one.code) for one in read_list(content, roles, language).mistakes]


def refused(content: bytes) -> str:
    with pytest.raises(Problem) as wrong:
        read_list(content, 1, "nl")
    return wrong.value.refusal.code


@pytest.mark.parametrize(
    "content",
    [
        b"name,email,language\nJan,jan@x.example,nl\n",
        b"naam;e-mail;taal\r\nJan;jan@x.example;Nederlands\r\n",
        b"\xef\xbb\xbfNom\tCourriel\tLangue\nJan\tJAN@x.example\tNL",
        b"\n\nE-mailadres;Naam;Telefoon;Taal\n\njan@x.example; Jan ;06;nl\n;;;\n",
        b'"name","email","language"\n"Jan","jan@x.example","dutch"\n',
    ],
)
def test_a_list_is_read_as_spreadsheets_write_it(content: bytes) -> None:
    people = read_list(content, 1, "nl")
    assert people.mistakes == ()
    assert people.rows == ((Person("Jan", "jan@x.example", "nl"),),)


def test_names_from_old_windows_spreadsheets_keep_their_accents() -> None:
    people = read_list("naam;email\nZoë Çelik;zoe@x.example".encode("cp1252"), 1, "nl")
    assert people.rows[0][0].name == "Zoë Çelik"


def test_several_people_sign_each_document() -> None:
    people = read_list(b"name_1;email_1;Name 2;e-mail 2;language_2\nJan;j@x.example;Els;e@x.example;fr", 2, "nl")
    assert people.rows == ((Person("Jan", "j@x.example", ""), Person("Els", "e@x.example", "fr")),)
    assert mistakes("name,email\nJan,j@x.example", 2) == [(1, "column_missing"), (1, "column_missing")]


def test_every_mistake_is_named_by_the_row_of_the_spreadsheet() -> None:
    text = 'name,email,language\nJan,j@x.example,nl\n,k@x.example,nl\nEls,els,nl\nPiet,,nl\nAn,a@x.example,de\nJan,J@X.example,en\n"Multi\nline",m@x.example,\n'
    assert mistakes(text) == [
        (3, "name_missing"),
        (4, "email_wrong"),
        (5, "email_missing"),
        (6, "language_unknown"),
        (7, "row_twice"),
    ]
    found = read_list(text.encode(), 1, "nl")
    assert found.mistakes[1].sentence == "els is geen e-mailadres."
    assert found.mistakes[4].sentence == "Dezelfde mensen staan al in rij 2."
    assert found.count == 7
    assert found.rows[-1][0].name == "Multi line"


def test_what_is_no_list_is_refused() -> None:
    assert refused(b"") == "list_unreadable"
    assert refused(b"Jan;jan@x.example\n") == "list_unreadable"
    assert refused(b"PK\x03\x04\x00name") == "list_unreadable"
    assert refused(b'name,email\n"Jan,jan@x.example\n') == "list_unreadable"
    assert refused(b"name,email\n\n,,\n") == "list_empty"
    assert refused(b"name,email\n" + b"J,j@x.example\n" * (MOST_ROWS + 1)) == "list_too_long"
    assert mistakes("name,email,Name\nJan,j@x.example,Piet") == [(1, "column_twice")]


@given(st.binary(max_size=400))
def test_whatever_comes_is_a_list_or_refused(content: bytes) -> None:
    for head in (b"", b"name,email\n", b"naam;email\n"):
        try:
            people = read_list(head + content, 1, "fr")
        except Problem:
            continue
        for (person,) in people.rows:
            assert person.name.isprintable()
            assert "\n" not in person.email
