"""An import from its file to its end and back again, on both databases."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import aiohttp
import pytest
from sqlalchemy import update

from server.crm.imports.bringing import BRING
from server.crm.imports.desk import MOST_BYTES, dated_tag
from server.crm.imports.tables import client_imports
from server.jobs import Job
from server.stores.database import uuid7
from server.stores.tables import users
from tests.crm.clients.office import email
from tests.crm.imports.importing import ImportOffice, lasting

HEAD = "Achternaam;Voornaam;Tussenvoegsel;Geboortedatum;E-mailadres;Mobiel;Plaats;Notitie;Klantnummer\r\n"
FILE = (
    HEAD + "Vries;Zoë;de;7-3-1980;zoe@post.example;0612345678;Delft;belt graag;1\r\n"
    "Bakker;Els;;;els@post.example;0612345679;Gent;;2\r\n"
    "Fout;Jan;;;geen mail;;;;\r\n"
    "Vries;Zoë;de;;zoe@post.example;030 1234567;;;\r\n"
).encode("cp1252")


@pytest.mark.covers("C002", "C019", "C021", "C022", "C023")
async def test_a_file_becomes_clients_and_all_of_it_can_be_undone(any_office: ImportOffice) -> None:
    office = any_office.of
    els = await office.made("Els Bakker", contacts=[email("els@post.example")])
    before = lasting(await office.one(els["id"]))
    view = await any_office.read(FILE)
    assert [one["target"] for one in view["columns"]][:3] == ["family", "given", "prefix"]
    assert (view["state"], view["counts"]["new"], view["counts"]["double"], view["counts"]["wrong"]) == (
        *("ready", 1, 2, 1),
    )
    rows = await any_office.rows(view["id"])
    assert rows[1]["alike"][0] == {"client_id": els["id"], "name": "Els Bakker", "by": ["email", "name"]}
    assert rows[2]["wrong"] == [{"code": "email_wrong", "field": "contacts.0.value"}]
    assert rows[3]["same_as"] == 1
    assert list(await any_office.clients()) == ["Els Bakker"], "a preview adds nobody"

    view = await any_office.brought(view["id"])
    assert {name: view["counts"][name] for name in ("added", "merged", "refused")} == {
        **{"added": 1, "merged": 2, "refused": 1}
    }
    found = await any_office.clients()
    zoe = found["Zoë de Vries"]
    assert [one["value"] for one in zoe["contacts"]] == ["zoe@post.example", "+31612345678", "+31301234567"]
    assert (zoe["number"], zoe["people"][0]["birthday"], zoe["source"]) == ("1", "1980-03-07", "import")
    tag = dated_tag(office.house.clock(), "Europe/Amsterdam")
    assert [one["name"] for one in zoe["tags"]] == [tag] == [one["name"] for one in found["Els Bakker"]["tags"]]
    assert found["Els Bakker"]["address"]["city"] == "Gent"
    assert "belt graag" in [one["detail"].get("text") for one in await office.timeline(zoe["id"])]

    view = await any_office.undone(view["id"])
    assert (view["counts"]["gone"], view["counts"]["restored"], view["counts"]["kept"]) == (1, 1, 0)
    assert list(await any_office.clients()) == ["Els Bakker"]
    assert lasting(await office.one(els["id"])) == before
    assert (await office.call("GET", "/tags"))[1]["items"] == []


def test_the_tag_tells_the_day_of_the_office() -> None:
    late = datetime(2018, 12, 3, 23, 30, tzinfo=UTC)
    assert dated_tag(late, "Europe/Amsterdam") == "Imported_On_Dec_4_2018"


async def test_what_people_changed_since_is_kept_and_told(any_office: ImportOffice) -> None:
    office = any_office.of
    els = await office.made("Els Bakker", contacts=[email("els@post.example")])
    view = await any_office.brought((await any_office.read(FILE))["id"])
    zoe = (await any_office.clients())["Zoë de Vries"]
    for client, change in ((zoe["id"], {"number": "900"}), (els["id"], {"number": "77"})):
        version = (await office.one(client))["version"]
        status, said = await office.call("PUT", f"/clients/{client}", change, version=version)
        assert status == 200, said
    view = await any_office.undone(view["id"])
    assert view["counts"]["kept"] == 2
    kept = {row["caption"]: row["kept"] for row in await any_office.rows(view["id"], "?state=kept")}
    assert kept == {"Zoë de Vries": ["client"], "Els Bakker": ["number"]}
    left = await any_office.clients()
    assert left["Zoë de Vries"]["number"] == "900"
    assert (left["Els Bakker"]["number"], left["Els Bakker"]["address"]["city"]) == ("77", "")


@pytest.mark.parametrize(("choice", "found"), [("skip", 1), ("add", 2), ("merge", 1)])
async def test_each_double_is_treated_as_was_chosen(office: ImportOffice, choice: str, found: int) -> None:
    made = await office.of.made("Els Bakker", contacts=[email("els@post.example")])
    view = await office.read(HEAD.encode() + b"Bakker;Els;;;els@post.example;;Gent;;\r\n")
    path = f"/imports/{view['id']}/choices"
    status, said = await office.of.call("PUT", path, {"doubles": "merge", "rows": {"1": choice}})
    assert status == 200, said
    await office.brought(view["id"])
    assert (await office.of.listed())["found"] == found
    city = (await office.of.one(made["id"]))["address"]["city"]
    assert city == ("Gent" if choice == "merge" else "")


async def test_a_worker_that_died_half_way_doubles_nobody(any_office: ImportOffice) -> None:
    lines = "".join(f"Persoon{at};Jan;;;p{at}@post.example;;;;\r\n" for at in range(600))
    view = await any_office.read((HEAD + lines).encode())
    crm = any_office.of.house.parts.crm
    assert crm is not None
    async with any_office.of.house.database.writing() as rows:
        its = client_imports.c.id == view["id"]
        await rows.execute(update(client_imports).where(its).values(state="bringing", done=0, cursor=0))
    work = crm.imports.bringing
    assert await work._portion(view["id"]), "one portion was brought, then the process died"
    again = Job(uuid7(), any_office.of.id, BRING, view["id"], {}, 2)
    await work.work(again)
    await work.work(again)
    view = await any_office.until(view["id"], "done")
    assert view["counts"]["added"] == 600
    assert (await any_office.of.listed())["found"] == 600


async def test_other_columns_are_read_again_and_a_column_is_not_chosen_twice(office: ImportOffice) -> None:
    view = await office.read(b"a,b\nJan,Smit\n")
    assert view["counts"]["wrong"] == 1
    path = f"/imports/{view['id']}/columns"
    assert (await office.of.call("PUT", path, {"columns": ["given", "given"]}))[1]["code"] == "columns_wrong"
    assert (await office.of.call("PUT", path, {"columns": ["given"]}))[1]["code"] == "columns_wrong"
    assert (await office.of.call("PUT", path, {"columns": ["given", "family"]}))[0] == 200
    view = await office.until(view["id"], "ready")
    assert view["counts"]["new"] == 1


async def test_wrong_rows_come_back_with_their_reason_and_no_formula(office: ImportOffice) -> None:
    view = await office.read(b"naam,email,plaats\n=cmd|' /C calc',geen mail,Delft\nJan Smit,a@b.example,Gent\n")
    text = (await office.fetched("GET", f"/imports/{view['id']}/wrong.csv")).decode("utf-8-sig")
    assert text.splitlines()[1] == "2;Dit is geen e-mailadres;'=cmd|' /C calc';geen mail;Delft"
    assert len(text.splitlines()) == 2


async def test_a_citizen_service_number_is_not_let_in_by_an_import(office: ImportOffice) -> None:
    view = await office.read(b"naam,notitie,plaats\nJan Smit,bsn 111222333,\nEls Bos,,bsn 111222333\n")
    assert [row["wrong"][0]["code"] for row in await office.rows(view["id"])] == ["bsn_found", "bsn_found"]


async def test_too_large_a_file_is_refused_before_it_is_read(office: ImportOffice) -> None:
    headers = {"Cookie": f"samen_session={office.of.ann.cookie}"}
    address = f"{office.of.house.url}/api/v1/imports?name=groot.csv"
    content = io.BytesIO(b"x" * (MOST_BYTES + 1))
    async with aiohttp.ClientSession() as http, http.post(address, data=content, headers=headers) as answer:
        assert answer.status == 413
        assert (await answer.json())["code"] == "import_too_large"


async def test_a_file_that_is_no_table_fails_with_words(office: ImportOffice) -> None:
    view = await office.read(b"PK\x03\x04 broken", "boek.xlsx")
    assert (view["state"], view["trouble"]) == ("failed", "file_broken")
    assert (await office.of.call("POST", f"/imports/{view['id']}/bring"))[1]["code"] == "import_not_ready"
    assert (await office.of.call("DELETE", f"/imports/{view['id']}"))[0] == 204


async def test_an_import_is_its_own_advisers_and_the_administrators(office: ImportOffice) -> None:
    view = await office.read(FILE)
    assert (await office.of.call("GET", f"/imports/{view['id']}", who=office.of.bob))[0] == 404
    assert (await office.of.call("GET", f"/imports/{view['id']}", who=office.of.admin))[0] == 200
    assert (await office.of.call("GET", "/imports", who=office.of.bob))[1]["items"] == []


async def test_an_export_comes_back_in_as_it_went_out(any_office: ImportOffice) -> None:
    office = any_office.of
    await office.made("=HYPERLINK(1) Bos", contacts=[email("a@b.example"), {"kind": "phone", "value": "+32475123456"}])
    await office.made("Jan Smit")
    raw = await any_office.fetched("POST", "/clients/export", {"format": "csv"})
    assert raw.startswith(b"\xef\xbb\xbf")
    line = next(one for one in raw.decode("utf-8-sig").splitlines() if "HYPERLINK" in one)
    assert "'=HYPERLINK(1)" in line
    assert ";=" not in line
    assert "'+32 475" in line
    view = await any_office.read(raw, "terug.csv")
    assert view["counts"]["double"] == 2, "everybody is known again"
    book = await any_office.fetched("POST", "/clients/export", {"format": "xlsx", "filter": {"search": "Smit"}})
    view = await any_office.read(book, "boek.xlsx")
    assert [row["caption"] for row in await any_office.rows(view["id"])] == ["Jan Smit"]
    noted = await office.audited("clients.exported")
    assert len(noted) == 2


async def test_nobody_exports_whom_they_may_not_see(office: ImportOffice) -> None:
    await office.of.call("PATCH", "/client-choices", {"shown_to": "nobody"}, who=office.of.admin)
    mine = await office.of.made("Jan Smit")
    raw = await office.fetched("POST", "/clients/export", {"ids": [mine["id"]]}, who=office.of.bob)
    assert len(raw.decode("utf-8-sig").splitlines()) == 1, "the header alone"


async def test_a_file_of_wrong_rows_is_called_in_the_words_of_whoever_asks(office: ImportOffice) -> None:
    view = await office.read(FILE)
    headers = {"Cookie": f"samen_session={office.of.ann.cookie}"}
    address = f"{office.of.house.url}/api/v1/imports/{view['id']}/wrong.csv"
    for language, word in (("nl", "fouten"), ("en", "errors"), ("fr", "erreurs")):
        async with office.of.house.database.writing() as rows:
            await rows.execute(update(users).where(users.c.id == office.of.ann.user_id).values(language=language))
        async with aiohttp.ClientSession(headers=headers) as http, http.get(address) as answer:
            assert answer.headers["Content-Disposition"] == f"attachment; filename*=UTF-8''klanten%20-%20{word}.csv"
            assert len((await answer.text()).splitlines()) == 2
