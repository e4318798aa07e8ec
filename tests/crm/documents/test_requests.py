"""Asking clients for documents, and what they send."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from server.crm.documents.words import TextReader
from server.stores.blobs import once
from tests.crm.documents.archive import Archive, token_of
from tests.signing.edges.desk import RunningClock, paper

JAN = "jan@klant.example"


@pytest.mark.covers("O014", "O015", "O016", "O017")
async def test_a_request_mails_a_button_takes_the_files_and_closes_itself(archive: Archive) -> None:
    jan = await archive.client("Jan Vermeulen", JAN)
    made = await archive.ask([jan], text="Stuur het a.u.b. deze week.", due="2030-12-01")
    [request] = made["items"]
    assert (request["state"], request["email"]) == ("open", JAN)
    letter = await archive.desk.letter(JAN, "document_request")
    assert letter.subject == "Graag uw stuk"
    assert "Stuur het a.u.b. deze week." in letter.text
    token, client = token_of(letter.text), archive.desk.service.browser()
    assert token == token_of(request["link"])
    page = await client.get(f"/request/{token}")
    assert (page["what"], page["state"], page["due"]) == ("WOZ-beschikking", "open", "2030-12-01")
    first = await client.call(
        "POST", f"/request/{token}", data=paper(1, "Voor"), params={"name": "voor.pdf", "more": "true"}
    )
    assert (first.status, first["state"]) == (201, "open")
    last = await client.call("POST", f"/request/{token}", data=b"achterkant", params={"name": "../../achter.txt"})
    assert (last["state"], last["received"]) == ("received", ["voor.pdf", "achter.txt"])
    again = await client.call("POST", f"/request/{token}", data=b"nog een", params={"name": "meer.txt"})
    assert (again.status, again.code) == (409, "request_closed")
    assert (await client.get(f"/request/{token}"))["state"] == "received"

    found = await archive.listed(client=jan, status="received")
    assert [one["name"] for one in found["items"]] == ["achter.txt", "voor.pdf"]
    assert all(one["from_client"] and one["request_id"] == request["id"] for one in found["items"])
    assert (await archive.adviser.get(f"/document-requests/{request['id']}"))["state"] == "received"
    assert (await archive.timeline(jan))[:3] == ["document_received", "document_received", "document_requested"]
    [told] = await archive.desk.letters("ann@lindelaan.example", "document_received")
    assert "achter.txt" in told.text
    events = await archive.adviser.get("/events")
    kinds = [one["type"] if "type" in one else one["kind"] for one in events["items"]]
    assert kinds.count("document.received") == 2
    unseen = await archive.listed(status="received", unseen="true")
    assert len(unseen["items"]) == 2
    await archive.adviser.get(f"/documents/{found['items'][0]['id']}/content")
    assert len((await archive.listed(status="received", unseen="true"))["items"]) == 1


async def test_a_reminder_carries_the_same_link_and_a_closed_request_has_none(
    archive: Archive, clock: RunningClock
) -> None:
    jan, client = await archive.client("Jan Vermeulen", JAN), archive.desk.service.browser()
    [request] = (await archive.ask([jan]))["items"]
    token = token_of(request["link"])
    reminded = await archive.adviser.post(f"/document-requests/{request['id']}/remind")
    assert reminded["reminders"] == 1
    assert token_of((await archive.desk.letter(JAN, "document_reminder")).text) == token
    clock.move(days=31)
    assert (await client.get(f"/request/{token}")).status == 404
    assert (await archive.adviser.sign_in("ann@lindelaan.example")).status == 200
    late = await archive.adviser.get(f"/document-requests/{request['id']}")
    assert (late["state"], late["link"]) == ("expired", "")
    await archive.adviser.post(f"/document-requests/{request['id']}/remind")
    assert (await client.get(f"/request/{token}")).status == 200, "a reminder opens it for another while"
    assert (await archive.adviser.delete(f"/document-requests/{request['id']}")).status == 204
    for answer in (
        await client.get(f"/request/{token}"),
        await client.call("POST", f"/request/{token}", data=b"x", params={"name": "x.txt"}),
        await client.post(f"/request/{token}/done"),
    ):
        assert (answer.status, answer.code) == (404, "link_unknown")
    refused = await archive.adviser.post(f"/document-requests/{request['id']}/remind")
    assert (refused.status, refused.code) == (409, "request_closed")


async def test_what_comes_in_is_looked_at_and_refused_where_it_could_harm(archive: Archive) -> None:
    jan, client = await archive.client("Jan Vermeulen", JAN), archive.desk.service.browser()
    token = token_of((await archive.ask([jan]))["items"][0]["link"])

    async def sent(name: str, content: bytes) -> tuple[int, str]:
        answer = await client.call(
            "POST", f"/request/{token}", data=BytesIO(content), params={"name": name, "more": "true"}
        )
        return answer.status, answer.code or ""

    assert await sent("leeg.pdf", b"") == (422, "empty_file")
    assert await sent("offerte.pdf", b"MZ\x90\x00" + b"x" * 100) == (422, "file_refused")
    assert await sent("foto.jpg", b"#!/bin/sh\nrm -rf /") == (422, "file_refused")
    office = await archive.adviser.patch("/organisation", {"max_file_mb": 1})
    assert office.status == 200, office
    assert await sent("groot.bin", b"x" * 1_200_000) == (413, "file_too_large")
    assert await archive.rows() == 0
    assert (await archive.listed())["used_bytes"] == 0

    assert (await sent("bijlage\u202efdp.html", b"<html><script>alert(1)</script>"))[0] == 201
    [page] = (await archive.listed())["items"]
    assert (page["name"], page["media_type"], page["inline"]) == ("bijlagefdp.html", "text/html", False)
    content = await archive.adviser.get(f"/documents/{page['id']}/content", params={"inline": "true"})
    assert content.headers["Content-Type"] == "application/octet-stream"
    assert content.headers["Content-Disposition"].startswith("attachment")
    assert content.headers["X-Content-Type-Options"] == "nosniff"


async def test_an_office_without_room_takes_nothing_more(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.crm.documents.choices.GIGABYTE", 2_000)
    assert (await archive.adviser.call("PUT", "/document-choices", {"limit_gb": 1})).status == 200
    refused = await archive.upload("groot.txt", b"x" * 2_500)
    assert (refused.status, refused.code) == (413, "storage_full")
    assert (await archive.upload("klein.txt", b"x" * 1_500)).status == 201
    assert (await archive.upload("nog.txt", b"x" * 1_000)).code == "storage_full"


async def test_documents_are_found_by_their_text(archive: Archive) -> None:
    jan = await archive.client("Jan Vermeulen", JAN)
    await archive.added("Eerste.pdf", paper(2, "Erfpachtcanon Überzicht"), client=jan)
    word = BytesIO()
    with ZipFile(word, "w") as made:
        made.writestr("_rels/.rels", "<Relationships/>")
        made.writestr("word/document.xml", "<w:p><w:t>Dit is een</w:t> <w:t>lijfrenteclausule &amp; meer</w:t></w:p>")
    await archive.added("Tweede.docx", word.getvalue(), client=jan)
    assert await archive.found_by_text("erfpachtcanon uberzicht") == ["Eerste.pdf"]
    assert await archive.found_by_text("lijfrenteclausule") == ["Tweede.docx"]
    assert await archive.names(search="TWEEDE") == ["Tweede.docx"]
    assert await archive.names(search="erfpacht lijfrente") == []
    assert await archive.names(search="100%") == []


async def test_a_bomb_and_a_broken_file_leave_the_reader_unharmed() -> None:
    bomb = BytesIO()
    with ZipFile(bomb, "w", ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", b"<t>begin</t>" + b"A" * 60_000_000)
        made.writestr("word/header1.xml", b"B" * 60_000_000)
    reader, kind = TextReader(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    text = await reader.text(kind, len(bomb.getvalue()), once(bomb.getvalue()))
    assert text.strip().startswith("begin")
    assert len(text) <= 800_000
    laughs = b"<!DOCTYPE a [<!ENTITY b 'ha'><!ENTITY c '&b;&b;&b;'>]><t>&c;</t>"
    many = BytesIO()
    with ZipFile(many, "w") as made:
        made.writestr("content.xml", laughs)
    answer = await reader.text("application/vnd.oasis.opendocument.text", 999, once(many.getvalue()))
    assert "haha" not in answer
    for broken in (b"%PDF-1.7\n%\xff" + b"1 0 obj<</Length 99999999>>" * 500, b"PK\x03\x04rest", b""):
        assert await reader.text("application/pdf", len(broken), once(broken)) == ""
        assert await reader.text(kind, len(broken), once(broken)) == ""
