"""What is read in files: encodings, delimiters, Google, workbooks, cards, and what is made to hurt."""

from __future__ import annotations

import io
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable

import phonenumbers
import pytest
from phonenumbers import PhoneNumberFormat

from crm_adapter.importing.columns import guess
from crm_adapter.importing.reading import read
from crm_adapter.importing.sheets import Unreadable
from crm_adapter.importing.told import Told, day, reading, tell
from crm_adapter.people import phones
from tests.crm.imports import books


def told(content: bytes, row: int = 0) -> Told:
    sheet = read(content)
    return tell(sheet.rows[row], reading(guess(sheet, {}), sheet.rows, {}))


@pytest.mark.covers("C021")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_a_list_is_read_in_whatever_way_it_was_saved(encoding: str, delimiter: str) -> None:
    lines = [["Voornaam", "Achternaam", "E-mail"], ["Zoë", "Müller", "zoe@post.example"], ["Jan", "Smit", ""]]
    found = told("\r\n".join(delimiter.join(line) for line in lines).encode(encoding))
    assert (found.draft.people[0].given, found.draft.people[0].family) == ("Zoë", "Müller")
    assert found.draft.contacts[0].value == "zoe@post.example"


def test_lines_of_two_encodings_are_each_read_as_their_own() -> None:
    mixed = b"naam;plaats\r\n" + "Zoë Bos;Gent\r\n".encode() + "André Vos;Liège\r\n".encode("cp1252")
    sheet = read(mixed)
    assert [row[0] for row in sheet.rows] == ["Zoë Bos", "André Vos"]
    assert sheet.encoding == "utf-8 + cp1252"


@pytest.mark.covers("C020")
def test_google_contacts_of_both_generations_come_to_the_same() -> None:
    old = (
        b"Name,Given Name,Additional Name,Family Name,Birthday,Group Membership,E-mail 1 - Type,E-mail 1 - Value,"
        b"Phone 1 - Type,Phone 1 - Value\n"
        b"Els van der Berg,Els,van der,Berg,--03-07,Hypotheek ::: * myContacts,* Home,a@b.example ::: c@d.example,"
        b"Mobile,+31 6 12345678\n"
    )
    new = (
        b"First Name,Middle Name,Last Name,Birthday,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,"
        b"Phone 1 - Value\n"
        b"Els,van der,Berg,--03-07,Hypotheek ::: * myContacts,* Home,a@b.example ::: c@d.example,Mobile,"
        b"+31 6 12345678\n"
    )
    first, second = told(old), told(new)
    assert first == second
    person = first.draft.people[0]
    assert (person.given, person.prefix, person.family, person.birthday) == ("Els", "van der", "Berg", "--03-07")
    assert [one.value for one in first.draft.contacts] == ["a@b.example", "c@d.example", "+31 6 12345678"]
    assert first.draft.tags == ("Hypotheek",), "Google's own groups say nothing of a client"


@pytest.mark.covers("C021")
@pytest.mark.parametrize("written", [books.xlsx, books.xls, books.ods])
def test_a_workbook_is_read_as_people_see_it(written: Callable[[books.Rows], bytes]) -> None:
    content = written([["Achternaam", "Voornaam", "Klantnummer", "Telefoon"], ["Šmit", "Zoë", 1200, 612345678]])
    sheet = read(content)
    assert (sheet.kind, sheet.name, sheet.lines) == ("excel", "Klanten", [2])
    found = told(content).draft
    assert (found.people[0].given, found.people[0].family) == ("Zoë", "Šmit")
    assert (found.number, found.contacts[0].value) == ("1200", "612345678")


def test_cards_of_telephones_are_read_in_all_three_versions() -> None:
    two = b"BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Berg;J=C3=B6rg;;;\r\n"
    two += b"TEL;CELL:0612345678\r\nEND:VCARD\r\n"
    three = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Jan Smit\r\nN:Smit;Jan;;;\r\nBDAY:1604-03-07\r\nEND:VCARD\r\n"
    four = b"BEGIN:VCARD\nVERSION:4.0\nFN:Els Bos\nTEL;VALUE=uri;TYPE=cell:tel:+31612345678\nEND:VCARD\n"
    content = two + three + four
    assert [told(content, at).caption for at in range(3)] == ["Jörg Berg", "Jan Smit", "Els Bos"]
    assert told(content, 1).draft.people[0].birthday == "--03-07", "Apple's year for nobody's year"
    assert told(content, 2).draft.contacts[0].value == "+31612345678"


@pytest.mark.parametrize("name", ["محمد الأحمد", "דוד כהן", "🙂 Bos", "Ngọc Nguyễn", "=1+1 Formule"])
def test_people_are_called_what_they_are_called(name: str) -> None:
    assert told(f"naam,email\n{name},a@b.example\n".encode()).caption == name


def test_a_couple_in_one_cell_is_two_people() -> None:
    both = told(b"naam\nJan en Els Vermeulen\n").draft
    assert (both.kind, [one.given for one in both.people]) == ("household", ["Jan", "Els"])
    assert {one.family for one in both.people} == {"Vermeulen"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7-3-1980", "1980-03-07"),
        ("07/03/80", "1980-03-07"),
        ("19800307", "1980-03-07"),
        ("7 maart 1980", "1980-03-07"),
        ("March 7, 1980", "1980-03-07"),
        ("7 août 1980", "1980-08-07"),
        ("--0307", "--03-07"),
        ("31-2-1980", "31-2-1980"),
    ],
)
def test_days_are_read_as_they_are_written(text: str, expected: str) -> None:
    assert day(text) == expected


def test_a_column_of_days_tells_by_one_day_whether_months_come_first() -> None:
    sheet = read(b"naam,geboortedatum\nJan,03/07/1980\nEls,03/27/1981\n")
    how = reading(guess(sheet, {}), sheet.rows, {})
    assert tell(sheet.rows[0], how).draft.people[0].birthday == "1980-03-07"


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 40_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b" \r\n", "file_empty"),
        (b"naam;email\r\n", "file_empty"),
        (b"%PDF-1.7 ...", "file_kind_unknown"),
        (b"<html><table>", "file_kind_unknown"),
        (b"PK\x03\x04 half", "file_broken"),
        (bomb(), "file_too_dense"),
        (b"naam\n" + b"x\n" * 100_001, "too_many_rows"),
        (b",".join(b"k%d" % at for at in range(1500)) + b"\nx\n", "too_many_columns"),
        (b'naam\n"' + b"x" * 2_000_000, "file_broken"),
    ],
)
def test_what_cannot_be_read_is_said_with_a_reason(content: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(content)
    assert refused.value.code == code


def test_a_cell_that_is_a_book_is_cut_and_counted() -> None:
    sheet = read(b"naam,notitie\nJan," + b"x" * 20_000 + b"\n")
    assert (len(sheet.rows[0][1]), sheet.shortened) == (10_000, 1)


@pytest.mark.parametrize("begin", ["0", "+31", "+31 ", "0031", "0031-"])
def test_a_dutch_number_that_is_read_at_once_is_what_the_whole_world_s_library_says(begin: str) -> None:
    chance = random.Random(begin)
    for _ in range(200):
        text = f"{begin}{chance.choice((' ', '')) if begin == '0' else ''}{chance.randrange(100_000_000, 999_999_999)}"
        known = phonenumbers.parse(text, "NL")
        value = phonenumbers.format_number(known, PhoneNumberFormat.E164)
        shown = phonenumbers.format_number(known, PhoneNumberFormat.NATIONAL)
        assert phones.value_of(text, "NL") == value
        assert phones.read(text, "NL") == phones.Phone(value, shown), text


def test_whoever_reads_a_file_begins_without_the_service() -> None:
    # A process is begun for every file: what it does not need would cost each of them seconds.
    code = "import sys, server.crm.imports.child_work, crm_adapter.people.judging; print(*sys.modules)"
    loaded = set(
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout.split()
    )
    assert "crm_adapter.people.judging" in loaded
    assert not loaded & {"sqlalchemy", "aiohttp", "pydantic", "server.web", "server.crm.ports"}
