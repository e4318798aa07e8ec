"""One client: made, shown, changed by two people at once, deleted and brought back."""

from __future__ import annotations

import asyncio

import pytest

from server.crm.ports import SYSTEM, NewClient
from tests.crm.clients.office import CLIENTS, ClientOffice, email, phone

HOUSEHOLD = {
    "kind": "household",
    "people": [
        {"id": "a", "given": "Jan", "prefix": "van der", "family": "Meer", "birthday": "1980-03-07"},
        {"id": "b", "given": "Els", "prefix": "van der", "family": "Meer", "role": "partner", "birthday": "--12-24"},
    ],
    "contacts": [
        email("Jan@VanDerMeer.example", person_id="a", label="werk"),
        email("samen@vandermeer.example"),
        phone("06 1234 5678", person_id="b"),
    ],
    "address": {"street": "Kade 1", "postcode": "1234 ab", "city": "Utrecht", "country": "NL"},
    "number": "K-17",
    "time_zone": "Europe/Brussels",
    "language": "fr",
    "tags": ["Hypotheek", "hypotheek", "Nieuwsbrief"],
}


@pytest.mark.covers("C002", "C016", "C017", "C018", "C024")
async def test_a_household_is_kept_and_shown_with_everything(any_office: ClientOffice) -> None:
    office = any_office
    status, made = await office.call("POST", CLIENTS, HOUSEHOLD)
    assert status == 201, made
    shown = await office.one(made["id"])
    assert shown == made
    assert (shown["name"], shown["letter"], shown["number"]) == ("Jan et Els van der Meer", "M", "K-17")
    assert shown["time_zone"] == "Europe/Brussels"
    first, second = shown["people"]
    assert (first["name"], first["birthday"], second["role"], second["birthday"]) == (
        "Jan van der Meer",
        "1980-03-07",
        "partner",
        "--12-24",
    )
    assert [(one["value"], one["person_id"]) for one in shown["contacts"]] == [
        ("jan@vandermeer.example", first["id"]),
        ("samen@vandermeer.example", None),
        ("+31612345678", second["id"]),
    ]
    assert shown["address"]["postcode"] == "1234 AB"
    assert [tag["name"] for tag in shown["tags"]] == ["Hypotheek", "Nieuwsbrief"], "the same tag twice is one"
    assert shown["adviser"]["name"] == "Anna de Wit"
    assert [line["kind"] for line in await office.timeline(made["id"])] == ["client_created"]
    assert len(await office.audited("client.seen")) == 1


async def test_a_company_has_contact_people_and_stands_under_its_own_name(office: ClientOffice) -> None:
    body = {
        "kind": "company",
        "name": "De Vries & Zn. B.V.",
        "people": [{"given": "Wim", "family": "Terlouw"}],
        "company": {"vat": "NL123456782B01", "coc": "12345678"},
    }
    _, made = await office.call("POST", CLIENTS, body)
    assert (made["name"], made["letter"], made["company"]["coc"]) == ("De Vries & Zn. B.V.", "D", "12345678")
    assert made["people"][0]["role"] == "contact"
    row = (await office.listed("?search=terlouw"))["items"][0]
    assert (row["name"], row["caption"]) == ("De Vries & Zn. B.V.", "Wim Terlouw")
    status, refused = await office.call("POST", CLIENTS, {"kind": "company", "people": [{"given": "Wim"}]})
    assert (status, refused["code"], refused["field"]) == (422, "name_missing", "name")


async def test_only_what_is_given_changes_and_people_keep_who_they_are(any_office: ClientOffice) -> None:
    office = any_office
    _, made = await office.call("POST", CLIENTS, HOUSEHOLD)
    path = f"{CLIENTS}/{made['id']}"
    people = [dict(one, birthday=one["birthday"] or "") for one in made["people"]]
    for one in people:
        del one["name"]
    people[1]["family"] = "Bakker"
    people[1]["prefix"] = ""
    status, changed = await office.call("PUT", path, {"people": people, "tags": ["Oud"]}, version=1)
    assert status == 200, changed
    assert changed["name"] == "Jan van der Meer et Els Bakker"
    assert [one["id"] for one in changed["people"]] == [one["id"] for one in made["people"]]
    assert changed["contacts"] == made["contacts"], "what was not given stays, and stays with whom it belonged to"
    assert (changed["version"], [tag["name"] for tag in changed["tags"]]) == (2, ["Oud"])
    line = (await office.timeline(made["id"]))[0]
    assert (line["kind"], line["detail"]) == ("client_changed", {"fields": ["people", "tags"]})
    assert await office.names("?search=bakker") == [changed["name"]]
    assert (await office.listed("?search=k-17"))["found"] == 1


async def test_the_second_of_two_who_change_a_client_sees_both_versions(any_office: ClientOffice) -> None:
    office = any_office
    made = await office.made()
    path = f"{CLIENTS}/{made['id']}"
    answers = await asyncio.gather(
        office.call("PUT", path, {"number": "1"}, version=1, who=office.ann),
        office.call("PUT", path, {"number": "2"}, version=1, who=office.bob),
    )
    won, lost = sorted(answers, key=lambda one: one[0])
    assert (won[0], lost[0], lost[1]["code"]) == (200, 412, "changed_meanwhile")
    assert lost[1]["current"] == won[1], "the colleague's version comes along whole"
    assert (await office.call("PUT", path, {"number": "3"}))[1]["code"] == "if_match_missing"
    status, _ = await office.call("PUT", path, {"number": "2"}, version=2, who=office.bob)
    assert status == 200


async def test_a_deleted_client_is_gone_and_can_be_brought_back_for_thirty_days(any_office: ClientOffice) -> None:
    office = any_office
    made = await office.made("Zoë Ångström", contacts=[email("zoe@klant.example"), phone("0612345678")])
    path = f"{CLIENTS}/{made['id']}"
    assert (await office.call("DELETE", path, version=7))[0] == 412
    assert (await office.call("DELETE", path, version=1))[0] == 204
    assert (await office.call("GET", path))[1]["code"] == "client_unknown"
    assert (await office.listed("?search=zoe"))["found"] == 0
    assert await office.names("?deleted=yes") == ["Zoë Ångström"]
    status, back = await office.call("POST", f"{path}/restore")
    assert (status, back["name"], back["deleted_at"]) == (200, "Zoë Ångström", None)
    for typed in ("zoe", "angstr", "zoe%40klant", "06123"):
        assert await office.names(f"?search={typed}") == ["Zoë Ångström"], typed
    assert (await office.call("POST", f"{path}/restore"))[1]["code"] == "not_deleted"
    assert (await office.call("DELETE", path, version=back["version"]))[0] == 204
    office.house.clock.passes(days=31)
    status, refused = await office.call("POST", f"{path}/restore")
    assert (status, refused["code"]) in ((409, "not_deleted"), (401, "not_signed_in"))


@pytest.mark.covers("C001")
async def test_somebody_who_makes_contact_becomes_a_client_with_the_address_known(any_office: ClientOffice) -> None:
    office, book = any_office, any_office.module.book
    new = NewClient("Fatima el Amrani", "Fatima@Klant.example", "06-12345678", "nl", "booking")
    async with office.house.database.writing() as rows:
        card = await book.make(rows, office.id, new, SYSTEM)
        again = await book.by_email(rows, office.id, "FATIMA@klant.example")
        odd = await book.make(rows, office.id, NewClient("Kees", "kees@klant.example", "bel mij maar"), SYSTEM)
    assert [one.id for one in again] == [card.id]
    assert (card.given, card.phones, odd.phones) == ("Fatima", ("+31612345678",), ())
    assert await office.names("?sort=first") == ["Fatima el Amrani", "Kees"]
    assert (await office.one(card.id))["source"] == "booking"
    assert (await office.timeline(card.id))[0]["detail"] == {"source": "booking"}


async def test_asking_twice_with_one_key_makes_one_client(office: ClientOffice) -> None:
    body = {"people": [{"given": "Jan", "family": "Smit"}]}
    headers = {"Idempotency-Key": "een-klik"}
    first = await office.house.call("POST", CLIENTS, body, who=office.ann, **headers)
    second = await office.house.call("POST", CLIENTS, body, who=office.ann, **headers)
    assert first == second
    assert (await office.listed())["found"] == 1


async def test_a_photo_is_drawn_anew_and_goes_with_its_client_alone(office: ClientOffice) -> None:
    from io import BytesIO

    from PIL import Image

    made = await office.made()
    path = f"{office.house.url}{CLIENTS}/{made['id']}/photo"
    out = BytesIO()
    Image.new("RGB", (900, 600), "#336699").save(out, "JPEG", comment=b"geheim")
    cookie = {"Cookie": f"samen_session={office.ann.cookie}"}
    http = office.house._http
    async with http.put(path, data=out.getvalue(), headers={**cookie, "Content-Type": "image/jpeg"}) as answer:
        assert answer.status == 204
    shown = await office.one(made["id"])
    async with http.get(office.house.url + shown["photo_url"], headers=cookie) as answer:
        picture = await answer.read()
    assert Image.open(BytesIO(picture)).size == (512, 341)
    assert b"geheim" not in picture
    async with http.put(path, data=b"<svg/>", headers={**cookie, "Content-Type": "image/png"}) as answer:
        assert (answer.status, (await answer.json())["code"]) == (422, "not_an_image")
    async with http.delete(path, headers=cookie) as answer:
        assert answer.status == 204
    assert (await office.one(made["id"]))["photo_url"] is None
    async with http.get(path, headers=cookie) as answer:
        assert (answer.status, (await answer.json())["code"]) == (404, "no_photo")
