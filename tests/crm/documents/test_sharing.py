"""Sharing documents with clients, and keeping them for the office alone."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from server.crm.documents import sharing_many
from tests.crm.documents.archive import Archive, token_of
from tests.server.harness import Answer
from tests.signing.edges.desk import RunningClock, paper

JAN, ELS = "jan@klant.example", "els@klant.example"


@pytest.mark.covers("O001", "O002", "O003")
async def test_the_overview_counts_documents_per_status_and_the_room_they_take(archive: Archive) -> None:
    empty = await archive.listed()
    assert (empty["items"], empty["used_bytes"]) == ([], 0)
    jan = await archive.client("Jan Vermeulen", JAN)
    shared = await archive.added("Offerte.pdf", client=jan)
    await archive.added("Notitie.pdf", client=jan, state="internal")
    await archive.ask([jan])
    found = await archive.listed()
    assert [one["name"] for one in found["items"]] == ["Notitie.pdf", "Offerte.pdf"], "the newest first"
    assert {one["client"]["name"] for one in found["items"]} == {"Jan Vermeulen"}
    assert {name: number for name, number in found["counts"].items() if number} == {
        "shared": 1,
        "internal": 1,
        "requested": 1,
    }
    assert found["used_bytes"] == sum(one["size"] for one in found["items"])
    assert await archive.names(status="internal") == ["Notitie.pdf"]
    assert await archive.names(client=jan, state="shared") == ["Offerte.pdf"]
    assert shared["media_type"] == "application/pdf"
    first = await archive.listed(limit="1")
    second = await archive.listed(limit="1", after=first["next"])
    assert [one["name"] for one in second["items"]] == ["Offerte.pdf"]
    assert second["next"] is None


@pytest.mark.covers("O004", "O006", "O007", "O008", "O010", "O011", "C032")
async def test_a_document_of_ones_own_is_shared_with_several_clients_who_each_get_a_link_of_their_own(
    archive: Archive,
) -> None:
    jan, els = await archive.client("Jan Vermeulen", JAN), await archive.client("Els Smit", ELS)
    own = await archive.added("Tarieven.pdf", state="library")
    assert await archive.names() == [], "it is nobody's document yet"
    assert await archive.names(state="library") == ["Tarieven.pdf"]
    made = await archive.shared([own["id"]], [jan, els], text="Hierbij onze tarieven.")
    assert [one["email"] for one in made] == [JAN, ELS]
    letter = await archive.desk.letter(JAN, "document_shared")
    assert "Hierbij onze tarieven." in letter.text
    assert "Tarieven.pdf" in letter.text
    token = token_of(letter.text)
    client = archive.desk.service.browser()
    page = await client.get(f"/shared/{token}")
    assert page.status == 200, page
    [file] = page["documents"]
    read = await client.get(file["url"], params={"inline": "true"})
    assert read.body.startswith(b"%PDF")
    assert read.headers["Content-Disposition"].startswith("inline")
    assert "sandbox" in read.headers["Content-Security-Policy"]
    assert await archive.names(state="library") == ["Tarieven.pdf"], "the stock stays"
    assert [one["status"] for one in (await archive.listed(client=jan))["items"]] == ["seen"]
    assert [one["status"] for one in (await archive.listed(client=els))["items"]] == ["shared"]
    assert await archive.timeline(jan) == ["document_seen", "document_shared", "client_created"]
    assert await archive.opened_by(made[0]["document_ids"][0]) == ["client"]
    other = token_of(made[1]["link"])
    wrong = await client.get(f"/shared/{other}/documents/{file['id']}")
    assert (wrong.status, wrong.code) == (404, "document_unknown"), "a link opens what is its client's alone"


@pytest.mark.covers("O005", "O009", "O013")
async def test_a_file_from_the_computer_goes_to_a_client_and_also_into_the_library(archive: Archive) -> None:
    jan = await archive.client("Jan Vermeulen", JAN)
    loose = await archive.added("Polis.pdf")
    assert (loose["state"], loose["client"]) == ("internal", None)
    [made] = await archive.shared([loose["id"]], [jan], notify=False, library=True)
    assert made["document_ids"] == [loose["id"]], "it was nobody's, and is theirs now"
    assert (made["email"], bool(made["link"])) == ("", True)
    assert await archive.desk.letters(JAN) == []
    assert await archive.names(client=jan) == ["Polis.pdf"]
    assert await archive.names(state="library") == ["Polis.pdf"]


async def test_nothing_is_shared_with_anybody_when_one_of_them_has_no_address(archive: Archive) -> None:
    jan, nobody = await archive.client("Jan Vermeulen", JAN), await archive.client("Piet Post")
    own = await archive.added("Tarieven.pdf", state="library")
    refused = await archive.share([own["id"]], [jan, nobody])
    assert (refused.status, refused.code) == (422, "email_missing")
    assert await archive.names() == []
    assert await archive.desk.letters(JAN) == []


async def test_a_document_of_one_client_is_never_given_to_another(archive: Archive) -> None:
    jan, els = await archive.client("Jan Vermeulen", JAN), await archive.client("Els Smit", ELS)
    mine = await archive.added("Salaris.pdf", client=jan)
    refused = await archive.share([mine["id"]], [els])
    assert (refused.status, refused.code) == (409, "document_of_another")


@pytest.mark.covers("O012")
async def test_a_document_for_internal_use_is_reached_by_no_link_by_no_route_and_by_no_other_module(
    archive: Archive,
) -> None:
    jan = await archive.client("Jan Vermeulen", JAN)
    note = await archive.added("Gezondheid.pdf", client=jan)
    other = await archive.added("Offerte.pdf", client=jan)
    [made] = await archive.shared([note["id"], other["id"]], [jan])
    token, client = token_of(made["link"]), archive.desk.service.browser()
    address = f"/shared/{token}/documents/{note['id']}"
    assert (await client.get(address)).status == 200, "or what follows would prove nothing"

    assert (await archive.change(note["id"], state="internal"))["status"] == "internal"
    assert (await client.get(address)).status == 404
    page = await client.get(f"/shared/{token}")
    assert [one["name"] for one in page["documents"]] == ["Offerte.pdf"]
    assert "Gezondheid" not in str(page.body)
    request = token_of((await archive.ask([jan]))["items"][0]["link"])
    assert "Gezondheid" not in str((await client.get(f"/request/{request}")).body)
    tokens = (token, request, "x" * 43)
    parts = archive.desk.service.parts
    tried = 0
    for route in parts.routes:
        if "{document_id}" not in route.path or route.method != "GET":
            continue
        for one in tokens:
            answer = await client.get(route.path.replace("{document_id}", note["id"]).replace("{token}", one))
            assert answer.status in (401, 404), (route.path, answer.status)
            tried += 1
    assert tried >= 9
    crm, office = parts.crm, (await archive.adviser.get("/me"))["organisation"]["id"]
    assert crm is not None
    async with parts.database.reading() as rows:
        shared = await crm.documents.documents.shared(rows, office, jan)
        assert [one.name for one in shared] == ["Offerte.pdf"]
        assert await crm.documents.documents.one_shared(rows, office, note["id"]) is None
    mailed = await archive.adviser.post(
        f"/clients/{jan}/messages", {"subject": "Hier", "text": "Kijk", "documents": [note["id"]]}
    )
    assert mailed.status in (409, 422), mailed
    signed = await archive.adviser.post(f"/documents/{note['id']}/sign", {})
    assert (signed.status, signed.code) == (409, "document_internal"), "to sign something is to see it"

    assert (await archive.change(note["id"], state="shared"))["status"] == "seen"
    assert (await client.get(address)).status == 404, "an old link does not come back to life"


async def test_an_internal_share_makes_no_link_and_no_letter(archive: Archive) -> None:
    jan = await archive.client("Jan Vermeulen", JAN)
    loose = await archive.added("Notitie.pdf")
    [made] = await archive.shared([loose["id"]], [jan], internal=True)
    assert (made["link"], made["email"]) == ("", "")
    assert await archive.desk.letters(JAN) == []
    assert (await archive.show(loose["id"]))["status"] == "internal"
    assert (await archive.timeline(jan))[0] == "document_internal"


async def test_a_link_ends_with_its_time_with_its_document_and_with_its_client(
    archive: Archive, clock: RunningClock
) -> None:
    jan, client = await archive.client("Jan Vermeulen", JAN), archive.desk.service.browser()
    one = await archive.added(client=jan)
    [made] = await archive.shared([one["id"]], [jan])
    address = f"/shared/{token_of(made['link'])}"
    assert (await archive.adviser.delete(f"/documents/{one['id']}")).status == 204
    gone = await client.get(address)
    assert (gone.status, gone.code) == (404, "link_unknown")
    assert (await archive.adviser.post(f"/documents/{one['id']}/restore")).status == 200
    assert (await client.get(address)).status == 200
    version = (await archive.adviser.get(f"/clients/{jan}"))["version"]
    await archive.adviser.call("DELETE", f"/clients/{jan}", headers={"If-Match": f'"{version}"'})
    assert (await client.get(address)).status == 404
    assert (await archive.adviser.post(f"/clients/{jan}/restore")).status == 200
    assert (await client.get(address)).status == 200
    clock.move(days=91)
    assert (await client.get(address)).status == 404


async def all_shared(archive: Archive, sharing_id: str) -> Answer:
    async with asyncio.timeout(60):
        while (view := await archive.adviser.get(f"/document-sharings/{sharing_id}"))["done_at"] is None:  # noqa: ASYNC110 - only looks
            await asyncio.sleep(0.05)
    return view


@pytest.mark.covers("C032")
async def test_everybody_whom_a_filter_finds_gets_a_copy_and_a_link_of_their_own(archive: Archive) -> None:
    ids = [await archive.client(f"Klant Nummer{number}", f"k{number}@client.example") for number in range(4)]
    nobody = await archive.client("Klant Zonder")
    left_out = await archive.client("Klant Buiten", "buiten@client.example")
    await archive.client("Iemand Anders", "anders@client.example")
    loose = await archive.added("Nieuws.pdf", paper(1, "rentestand"))
    assert await archive.found_by_text("rentestand") == ["Nieuws.pdf"]
    wish = {"document_ids": [loose["id"]], "filter": {"search": "Klant"}, "except_ids": [left_out], "text": "Nieuws."}
    once = {"Idempotency-Key": "nieuws"}
    begun = await archive.adviser.post("/document-sharings", wish, headers=once)
    assert (begun.status, begun["total"]) == (202, 5)
    assert (await archive.adviser.post("/document-sharings", wish, headers=once))["id"] == begun["id"]
    view = await all_shared(archive, begun["id"])
    assert (view["waiting"], view["shared"], view["skipped"]) == (0, 4, 1)
    skipped = (await archive.adviser.get(f"/document-sharings/{begun['id']}/skipped"))["items"]
    assert skipped == [{"client_id": nobody, "name": "Klant Zonder", "reason": "email_missing"}]
    for client_id in ids:
        assert await archive.names(client=client_id) == ["Nieuws.pdf"]
        assert (await archive.timeline(client_id)).count("document_shared") == 1
    assert await archive.names(client=nobody) == [], "nothing of what was refused stays"
    assert await archive.names(client=left_out) == []
    mailed = [one["recipient"] for one in (await archive.adviser.get("/outbox"))["items"]]
    assert sorted(mailed) == [f"k{number}@client.example" for number in range(4)]
    assert (await archive.show(loose["id"])).status == 404, "everybody has a copy: the one that was brought is nobody's"
    assert len(await archive.found_by_text("rentestand")) == 4
    stranger = await archive.colleague()
    assert (await stranger.get(f"/document-sharings/{begun['id']}")).code == "sharing_unknown"


async def test_what_cannot_be_shared_with_many_is_said_at_once(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    jan = await archive.client("Jan Vermeulen", "jan@client.example")
    await archive.client("Els Vermeulen", "els@client.example")
    loose, theirs = await archive.added(), await archive.added(client=jan)

    async def refused(**more: Any) -> str | None:
        wish = {"document_ids": [loose["id"]], "filter": {}} | more
        return (await archive.adviser.post("/document-sharings", wish)).code

    assert await refused(filter={"search": "Nietbestaand"}) == "clients_missing"
    assert await refused(filter={"nonsense": "x"}) == "filter_wrong"
    assert await refused(document_ids=[theirs["id"]]) == "document_of_another"
    monkeypatch.setattr(sharing_many, "MOST", 1)
    assert await refused() == "too_many_clients"
