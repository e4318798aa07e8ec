"""What nobody should send, and what people really are called."""

from __future__ import annotations

from typing import Any

import pytest

from server.crm.clients.tables import client_words
from tests.crm.clients.office import CLIENTS, ClientOffice, email, office_in, phone


def person(**parts: Any) -> dict[str, Any]:
    return {"people": [{"given": "Jan", "family": "Smit", **parts}], "anyway": True}


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({"contacts": [email("a@b.example\nBcc: c@d.example")]}, "email_wrong", "contacts.0.value"),
        ({"contacts": [email("a@b.example\r")]}, "email_wrong", "contacts.0.value"),
        ({"contacts": [email("jan@localhost")]}, "email_wrong", "contacts.0.value"),
        ({"contacts": [email("a" * 290 + "@b.nl")]}, "email_wrong", "contacts.0.value"),
        ({"contacts": [email('"a b"@c.example')]}, "email_wrong", "contacts.0.value"),
        ({"contacts": [phone("bel maar")]}, "phone_wrong", "contacts.0.value"),
        ({"contacts": [phone("1" * 200)]}, "phone_wrong", "contacts.0.value"),
        ({"contacts": [email("a@b.example", person_id="x")]}, "person_unknown", "contacts.0"),
        ({"people": [{"given": "Jan\nPiet"}]}, "text_wrong", "people.0.given"),
        ({"people": [{"given": "Jan\u2028"}, {"given": "\x07a"}]}, "text_wrong", "people.1.given"),
        ({"people": [{"given": "x" * 121}]}, "text_wrong", "people.0.given"),
        ({"people": [{"given": " "}]}, "name_missing", "people.0"),
        ({"people": []}, "name_missing", "name"),
        ({"people": [{"given": "A"}] * 21}, "too_many", "people"),
        ({"people": [{"given": "A", "birthday": "2999-01-01"}]}, "birthday_wrong", "people.0.birthday"),
        ({"people": [{"given": "A", "birthday": "2001-02-29"}]}, "birthday_wrong", "people.0.birthday"),
        ({"time_zone": "Mars/Olympus"}, "time_zone_wrong", "time_zone"),
        ({"time_zone": "../../etc/passwd"}, "time_zone_wrong", "time_zone"),
        ({"fields": {"bestaat_niet": 1}}, "field_unknown", "fields.bestaat_niet"),
        ({"tags": ["a\nb"]}, "text_wrong", "tags.0"),
        ({"address": {"city": "x\x00y"}}, "invalid_input", None),
        ({"kind": "robot"}, "invalid_input", None),
        ({"number": "9" * 5000}, "invalid_input", None),
        ({"onbekend": 1}, "invalid_input", None),
    ],
)
async def test_what_cannot_be_kept_is_refused_by_name(
    office: ClientOffice, body: dict[str, Any], code: str, field: str | None
) -> None:
    status, refused = await office.call("POST", CLIENTS, {**person(), **body})
    assert (status, refused["code"], refused.get("field")) == (422, code, field), refused
    assert (await office.listed())["found"] == 0


@pytest.mark.parametrize(
    ("given", "family", "letter", "typed"),
    [
        ("محمد", "الأحمد", "ا", "الأح"),
        ("דוד", "כהן", "כ", "דוד"),
        ("山田", "太郎", "太", "太"),
        ("Ngọc", "Nguyễn", "N", "nguyen"),
        ("👨‍👩‍👧 Fam", "🙂", "#", "fam"),
        ("=HYPERLINK(1)", "+31", "#", "hyperlink"),
        ("'; DROP TABLE clients;--", "O'Brien", "O", "obrien"),
        ("<script>alert(1)</script>", "%_%", "#", "script"),
        ("Jan\u202egnat", "Rechts", "R", "jangnat"),
    ],
)
async def test_people_are_called_what_they_are_called(
    any_office: ClientOffice, given: str, family: str, letter: str, typed: str
) -> None:
    made = await any_office.made("x", people=[{"given": given, "family": family}])
    assert made["people"][0]["given"] == given.replace("\u202e", ""), "kept as it is, but never turned around"
    assert made["letter"] == letter
    assert await any_office.names(f"?search={typed}") == [made["name"]]


@pytest.mark.parametrize("number", ["111222333", "1112.22.333", "111 222 333", "bsn:111222333."])
async def test_a_citizen_service_number_is_refused_wherever_it_is_written(office: ClientOffice, number: str) -> None:
    _, field = await office.call("POST", "/client-fields", {"label": "Notitie", "kind": "text"}, who=office.admin)
    made = await office.made()
    one = f"{CLIENTS}/{made['id']}"
    for where, body in {
        "people.0.family": person(family=f"Smit {number}"),
        "number": person() | {"number": number},
        "address.street": person() | {"address": {"street": f"Kade {number}"}},
        "contacts.0.label": person() | {"contacts": [email("a@b.example", label=number)]},
        f"fields.{field['key']}": person() | {"fields": {field["key"]: f"zijn nummer is {number}"}},
        "tags.0": person() | {"tags": [number]},
    }.items():
        status, refused = await office.call("POST", CLIENTS, body)
        assert (status, refused["code"], refused["field"]) == (422, "bsn_found", where)
        assert "111" not in str(refused), "the refusal does not repeat it"
    for path, body in (
        (f"{one}/timeline", {"text": f"Hij zei\n{number}"}),
        (f"{one}/consents", {"given": True, "text": number, "source": "x"}),
    ):
        assert (await office.call("POST", path, body))[1]["code"] == "bsn_found", path
    assert (await office.call("PATCH", "/client-choices", {"allow_bsn": True}, who=office.admin))[0] == 200
    status, _ = await office.call("PUT", one, {"number": number}, version=1)
    assert status == 200, "an office that may, can"


@pytest.mark.parametrize(
    "text", ["0612345678", "NL91ABNA0417164300", "123456789", "12345678", "2026-11-22", "111222334"]
)
async def test_other_numbers_are_no_citizen_service_numbers(office: ClientOffice, text: str) -> None:
    made = await office.made(number=text[:40])
    assert made["number"] == text


async def test_a_huge_card_is_refused_and_a_large_one_is_kept(office: ClientOffice) -> None:
    contacts = [email(f"a{n}@klant.example") for n in range(30)]
    made = await office.made(contacts=contacts, tags=[f"Tag {n}" for n in range(50)])
    assert (len(made["contacts"]), len(made["tags"])) == (30, 50)
    too_many = person() | {"contacts": [email(f"a{n}@klant.example") for n in range(81)]}
    assert (await office.call("POST", CLIENTS, too_many))[0] == 422
    huge = person() | {"fields": {"x": "y" * 300_000}}
    assert (await office.call("POST", CLIENTS, huge))[1]["code"] == "body_too_large"


async def test_ids_of_another_clients_people_are_not_taken_over(any_office: ClientOffice) -> None:
    office = any_office
    other = await office.made("Els Bakker", contacts=[email("els@klant.example", person_id="1")])
    theirs = other["people"][0]["id"]
    contact = {**email("jan@klant.example", person_id=theirs), "id": other["contacts"][0]["id"]}
    body = {"people": [{"id": theirs, "given": "Jan", "family": "Smit"}], "contacts": [contact], "anyway": True}
    status, made = await office.call("POST", CLIENTS, body)
    assert status == 201, made
    assert made["people"][0]["id"] != theirs
    assert made["contacts"][0]["person_id"] == made["people"][0]["id"]
    assert (await office.one(other["id"]))["people"] == other["people"]
    elsewhere = await office_in(office.house, "Elders")
    status, made = await office.call("POST", CLIENTS, body, who=elsewhere.ann)
    assert status == 201, made


async def test_the_words_of_a_deleted_client_are_gone(office: ClientOffice) -> None:
    made = await office.made("Jan Weg", contacts=[email("weg@klant.example")])
    assert (await office.call("DELETE", f"{CLIENTS}/{made['id']}", version=1))[0] == 204
    async with office.house.database.reading() as rows:
        assert (await rows.execute(client_words.select())).all() == []
