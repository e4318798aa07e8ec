"""Versions, removing, rights, and what two people do to one document."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select

from server.crm.documents.tables import document_versions
from server.stores.blobs import BlobMissing
from tests.crm.documents.archive import Archive
from tests.server.harness import Answer
from tests.signing.edges.desk import RunningClock, paper

JAN = "jan@klant.example"


async def test_a_new_version_takes_the_place_of_the_old_one_which_can_still_be_read(archive: Archive) -> None:
    jan = await archive.client("Jan Vermeulen", JAN)
    one = await archive.added("Offerte.pdf", paper(1, "eerste"), client=jan)
    replaced = await archive.adviser.call(
        "POST", f"/documents/{one['id']}/replace", data=paper(3, "tweede"), params={"name": "Offerte v2.pdf"}
    )
    assert (replaced.status, replaced["number"]) == (200, 2)
    versions = (await archive.adviser.get(f"/documents/{one['id']}/versions"))["items"]
    assert [(each["number"], each["name"]) for each in versions] == [(2, "Offerte v2.pdf"), (1, "Offerte.pdf")]
    content = f"/documents/{one['id']}/content"
    newest = await archive.adviser.get(content)
    assert len(newest.body) == replaced["size"]
    old = await archive.adviser.get(content, params={"number": "1"})
    assert old.headers["Content-Length"] == str(one["size"])
    missing = await archive.adviser.get(content, params={"number": "3"})
    assert (missing.status, missing.code) == (404, "version_unknown")
    part = await archive.adviser.get(content, headers={"Range": "bytes=0-4"})
    assert (part.status, part.body) == (206, b"%PDF-")
    assert await archive.opened_by(one["id"]) == ["user"] * 3
    assert (await archive.listed())["used_bytes"] == one["size"] + replaced["size"], "every version takes room"


async def test_a_removed_document_comes_back_and_after_thirty_days_its_bytes_go(
    archive: Archive, clock: RunningClock
) -> None:
    jan = await archive.client("Jan Vermeulen", JAN)
    gone, stays = await archive.added("a.txt", b"alleen hier", client=jan), await archive.added("b.txt", b"samen")
    await archive.added("c.txt", b"samen")
    for one in (gone, stays):
        assert (await archive.adviser.delete(f"/documents/{one['id']}")).status == 204
    assert await archive.names() == ["c.txt"]
    assert (await archive.show(gone["id"])).status == 404
    assert (await archive.adviser.post(f"/documents/{gone['id']}/restore"))["name"] == "a.txt"
    assert (await archive.adviser.delete(f"/documents/{gone['id']}")).status == 204
    parts, office = archive.desk.service.parts, (await archive.adviser.get("/me"))["organisation"]["id"]
    async with parts.database.reading() as rows:
        query = select(document_versions.c.document_id, document_versions.c.sha256)
        hashes = {row.document_id: row.sha256 for row in await rows.execute(query)}
    clock.move(days=31)
    parts.jobs.wake()
    async with asyncio.timeout(60):
        while await archive.rows() > 1:  # noqa: ASYNC110 - only looks
            await asyncio.sleep(0.1)
    assert parts.crm is not None
    await parts.crm.ground.keeper.sweep()
    with pytest.raises(BlobMissing):
        await parts.blobs.size(office, hashes[gone["id"]])
    assert await parts.blobs.read(office, hashes[stays["id"]]) == b"samen", "another document has the same bytes"


async def test_a_colleague_sees_neither_the_documents_of_clients_that_are_not_theirs_nor_anybodys_library(
    archive: Archive,
) -> None:
    bob = await archive.colleague()
    me = await archive.adviser.get("/me")
    team = await archive.adviser.post("/teams", {"name": "Alleen Ann", "members": [me["user"]["id"]]})
    assert team.status == 201, team
    jan = await archive.client("Jan Vermeulen", JAN, team_id=team["id"], adviser_id=me["user"]["id"])
    theirs = await archive.added("Salaris.pdf", client=jan)
    own = await archive.added("Tarieven.pdf", state="library")
    loose = await archive.added("Los.pdf")
    assert await archive.names(bob) == []
    assert await archive.names(bob, state="library") == []
    assert (await archive.listed(bob))["counts"]["shared"] == 0
    for one in (theirs, own, loose):
        for method, path in (
            ("GET", ""),
            ("GET", "/content"),
            ("GET", "/versions"),
            ("DELETE", ""),
            ("POST", "/restore"),
            ("POST", "/library"),
        ):
            answer = await bob.call(method, f"/documents/{one['id']}{path}")
            assert (answer.status, answer.code) == (404, "document_unknown"), (method, path)
    upload = await archive.upload("Mijn.pdf", browser=bob, client=jan)
    assert (upload.status, upload.code) == (404, "client_unknown")


async def test_the_second_of_two_who_change_one_document_sees_what_the_first_has_made_of_it(archive: Archive) -> None:
    jan = await archive.client("Jan Vermeulen", JAN)
    one = await archive.added("Offerte.pdf", client=jan)
    address, seen = f"/documents/{one['id']}", {"If-Match": f'"{one["version"]}"'}
    first = await archive.adviser.call("PATCH", address, {"name": "Voorstel.pdf"}, headers=seen)
    assert first["name"] == "Voorstel.pdf"
    second = await archive.adviser.call("PATCH", address, {"name": "Anders.pdf"}, headers=seen)
    assert (second.status, second.body["current"]["name"]) == (412, "Voorstel.pdf")
    assert (await archive.adviser.call("PATCH", address, {"name": "X"})).status == 428


async def test_documents_follow_their_client_into_the_one_it_is_merged_with(archive: Archive) -> None:
    jan, again = await archive.client("Jan Vermeulen", JAN), await archive.client("J. Vermeulen", JAN)
    await archive.added("Offerte.pdf", client=again)
    merged = await archive.adviser.post("/clients/merge", {"into": jan, "from": again})
    assert merged.status == 200, merged
    assert await archive.names(client=jan) == ["Offerte.pdf"]


async def test_a_document_sent_again_with_the_same_key_is_one_document(archive: Archive):
    once = {"Idempotency-Key": "rapport-1"}

    async def send(content: bytes, name: str = "Rapport.pdf", path: str = "/documents") -> Answer:
        return await archive.adviser.call("POST", path, data=content, params={"name": name}, headers=once)

    content = paper(1, "Rapport")
    first, again = await send(content), await send(content)
    assert (first.status, again.status) == (201, 201)
    assert again["id"] == first["id"]
    assert await archive.rows() == 1
    for changed in (await send(content[:-1] + b"x"), await send(content, "Ander.pdf")):
        assert (changed.status, changed.code) == (422, "repeated_differently")
    assert await archive.rows() == 1

    once = {"Idempotency-Key": "rapport-2"}
    newer, path = paper(2, "Rapport"), f"/documents/{first['id']}/replace"
    assert [(await send(newer, path=path))["number"] for _ in range(2)] == [2, 2]
    once = {"Idempotency-Key": "rapport-3"}
    assert (await send(b"")).status == 422
    assert (await send(content)).status == 201, "what was refused may be tried again with the same key"


async def test_the_room_of_documents_is_set_by_an_administrator_beside_what_is_used(archive: Archive):
    one = await archive.added()
    found = await archive.adviser.get("/document-choices")
    assert found.body == {"limit_gb": 20, "used_bytes": one["size"]}
    set_to = await archive.adviser.call("PUT", "/document-choices", {"limit_gb": 3})
    assert set_to.body == {"limit_gb": 3, "used_bytes": one["size"]}
    assert (await archive.listed())["limit_bytes"] == 3_000_000_000
    browser = await archive.colleague()
    assert (await browser.get("/document-choices")).status == 403
