"""Everything about one client in one archive."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta

from server.crm.privacy.archive import path_of
from tests.crm.privacy.cabinet import EMAIL, PrivateOffice


async def test_the_archive_holds_what_every_module_keeps(office: PrivateOffice) -> None:
    await office.clients.one(office.client_id)
    archive = await office.archive()
    names = archive.namelist()
    assert archive.testzip() is None
    read = {name[5:-5]: json.loads(archive.read(name)) for name in names if name.startswith("json/")}
    assert read["card"][0]["name"] == "Jan Vermeulen"
    assert read["contacts"][0]["value"] == EMAIL
    assert read["consents"][0]["text"] == "Ja, graag"
    assert read["appointments"][0]["id"] == office.appointment_id
    assert read["messages"][0]["subject"] == "Dag Vermeulen"
    assert "Beste Vermeulen" in read["messages"][0]["text"]
    assert [one["name"] for one in read["documents"]] == ["Loonstrook.txt"]
    assert read["sessions"][0]["id"] == office.session_id
    assert read["session_records"]
    assert "client.seen" in [one["action"] for one in read["seen_by"]]
    assert {one["country"] for one in read["retention"]} == {"NL"}
    assert archive.read("documents/0001 Loonstrook.txt") == b"loon van jan"
    index = archive.read("index.html").decode()
    assert "Uw gegevens bij Kantoor Kade" in index
    assert "0001%20Loonstrook.txt" in index


async def test_what_is_internal_comes_only_when_the_administrator_says_so(office: PrivateOffice) -> None:
    archive = await office.archive()
    assert not [name for name in archive.namelist() if "Intern" in name]
    everything = b"".join(archive.read(name) for name in archive.namelist())
    for word in (b"alleen voor ons", b"twijfelt nog", b"Vermeulen belt", b"=Intern.txt"):
        assert word not in everything, word
    whole = await office.archive(internal=True, language="fr")
    assert whole.read("documents/0002 =Intern.txt") == b"alleen voor ons"
    assert "twijfelt nog" in whole.read("json/timeline.json").decode()
    assert json.loads(whole.read("json/crm_writes.json"))[0]["body"] == {"text": "Vermeulen"}
    assert "Vos données" in whole.read("index.html").decode()
    rows = list(csv.DictReader(io.StringIO(whole.read("csv/documents.csv").decode("utf-8-sig"))))
    assert "'=Intern.txt" in [row["name"] for row in rows]


async def test_an_archive_is_gone_after_a_week(office: PrivateOffice) -> None:
    await office.archive()
    export_id = (await office.call("GET", f"/clients/{office.client_id}/exports"))[1]["items"][0]["id"]
    office.house.clock.ahead += timedelta(days=8)
    await office.privacy.exports.sweep()
    assert (await office.download(export_id))[0] in (401, 404)
    async with office.house.database.reading() as rows:
        row = await office.privacy.exports.one(rows, office.id, export_id)
    assert (row.state, row.sha256) == ("expired", None)


async def test_only_administrators_get_an_archive(simple: PrivateOffice) -> None:
    path = f"/clients/{simple.client_id}/exports"
    assert (await simple.call("POST", path, {}, who=simple.clients.ann))[0] == 403
    await simple.archive()
    export_id = (await simple.call("GET", path))[1]["items"][0]["id"]
    assert (await simple.download(export_id, simple.clients.ann))[0] == 403


def test_names_of_documents_are_names_on_every_computer() -> None:
    assert path_of("documents", 3, "../../etc/pass:wd\x00.txt") == "documents/0003 _.._etc_pass_wd_.txt"
    assert path_of("documents", 4, "\u202egpj.exe") == "documents/0004 _gpj.exe"
    assert path_of("documents", 5, "...") == "documents/0005 document"
