"""From a client's document to its signature, and back to the client's documents."""

from __future__ import annotations

import asyncio

import pytest

from tests.crm.documents.archive import Archive
from tests.signing.edges.desk import KEPT, field, paper

JAN, ELS = "jan@klant.example", "els@klant.example"


async def _filed(archive: Archive, client_id: str) -> list[str]:
    async with asyncio.timeout(60):
        while "Machtiging signed.pdf" not in (names := await archive.names(client=client_id)):  # noqa: ASYNC110 - only looks
            await asyncio.sleep(0.1)
    return names


@pytest.mark.covers("D003", "D004", "D005", "D006", "D008", "D009", "D019", "D020", "D021", "D022", "D023", "D024")
async def test_a_document_is_signed_from_the_clients_page_and_files_itself_there_with_its_log(
    archive: Archive,
) -> None:
    jan, els = await archive.client("Jan Vermeulen", JAN, "jan2@klant.example"), await archive.client("Els Smit", ELS)
    one = await archive.added("Machtiging.pdf", paper(1, "Machtiging"), client=jan)
    made = await archive.adviser.post(f"/documents/{one['id']}/sign", {"emails": [JAN]})
    assert made.status == 201, made
    draft = await archive.adviser.get(f"/envelopes/{made['envelope_id']}")
    assert [(signer["name"], signer["email"]) for signer in draft["signers"]] == [("Jan Vermeulen", JAN)]
    hidden = await archive.change(one["id"], state="internal")
    assert (hidden.status, hidden.code) == (409, "document_being_signed")

    people = [
        {"id": "jan", "name": "Jan Vermeulen", "email": JAN, "language": "nl"},
        {"id": "els", "name": "Els Smit", "email": ELS, "language": "nl"},
    ]
    body = {name: draft[name] for name in KEPT} | {
        "signers": people,
        "fields": [field("jan"), field("els", number=1)],
    }
    await archive.adviser.call("PUT", f"/envelopes/{draft['id']}", body)
    sent = await archive.adviser.post(f"/envelopes/{draft['id']}/send", {"deliver": "mail"})
    assert sent.status == 200, sent
    assert (await archive.show(one["id"]))["status"] == "waiting_signature"
    for email in (JAN, ELS):
        signer = await archive.desk.inside(email)
        assert (await signer.sign()).status == 200
    await archive.desk.finished(draft["id"])

    assert sorted(await _filed(archive, jan)) == [
        "Machtiging signed log.jsonl",
        "Machtiging signed log.pdf",
        "Machtiging signed.pdf",
        "Machtiging.pdf",
    ]
    assert sorted(await _filed(archive, els)) == [
        "Machtiging signed log.jsonl",
        "Machtiging signed log.pdf",
        "Machtiging signed.pdf",
    ], "whoever signs is a client too, by their address"
    by_name = {each["name"]: each for each in (await archive.listed(client=jan))["items"]}
    assert by_name["Machtiging signed.pdf"]["status"] == "signed"
    assert by_name["Machtiging signed log.pdf"]["status"] == "log"
    assert by_name["Machtiging signed log.pdf"]["state"] == "internal", "others' addresses stand in it"
    assert by_name["Machtiging.pdf"]["status"] == "shared"
    log = await archive.adviser.get(f"/documents/{by_name['Machtiging signed log.jsonl']['id']}/content")
    for fact in (b'"at"', b'"address"', b"127.0.0.1", b"ink"):
        assert fact in log.body or fact.strip(b'"') in log.body, fact
    told = await archive.timeline(jan)
    assert (told.count("signature_sent"), told.count("signature_completed")) == (1, 1)
    assert "signature_completed" in await archive.timeline(els)
    fixed = await archive.adviser.call(
        "POST",
        f"/documents/{by_name['Machtiging signed.pdf']['id']}/replace",
        data=paper(1, "ander"),
        params={"name": "x.pdf"},
    )
    assert (fixed.status, fixed.code) == (409, "document_fixed")


@pytest.mark.covers("D009")
async def test_a_client_without_an_address_cannot_sign_and_is_told_where_to_fill_it_in(archive: Archive) -> None:
    piet = await archive.client("Piet Post")
    one = await archive.added("Machtiging.pdf", client=piet)
    refused = await archive.adviser.post(f"/documents/{one['id']}/sign", {})
    assert (refused.status, refused.code) == (422, "client_email_missing")
    text = await archive.added("brief.txt", b"geen pdf", client=await archive.client("Jan Vermeulen", JAN))
    refused = await archive.adviser.post(f"/documents/{text['id']}/sign", {})
    assert (refused.status, refused.code) == (415, "not_a_pdf")


@pytest.mark.covers("D007")
async def test_a_document_is_signed_at_once_on_the_advisers_own_screen(archive: Archive) -> None:
    jan = await archive.client("Jan Vermeulen", JAN)
    one = await archive.added("Machtiging.pdf", paper(1, "Machtiging"), client=jan)
    made = await archive.adviser.post(f"/documents/{one['id']}/sign", {})
    draft = await archive.adviser.get(f"/envelopes/{made['envelope_id']}")
    [signer] = draft["signers"]
    body = {name: draft[name] for name in KEPT} | {
        "signers": [{"id": "jan"} | {name: signer[name] for name in ("name", "email", "language")}],
        "fields": [field("jan")],
    }
    changed = await archive.adviser.call("PUT", f"/envelopes/{draft['id']}", body)
    assert changed.status == 200, changed
    [signer] = changed["signers"]
    sent = await archive.adviser.post(f"/envelopes/{draft['id']}/send", {"deliver": "here"})
    assert sent.status == 200, sent
    here = await archive.adviser.post(f"/envelopes/{draft['id']}/signers/{signer['id']}/here")
    assert here.status == 201, here
    assert "/sign/" in here["url"]


async def test_two_clients_who_share_an_address_are_told_apart_by_name_or_not_at_all(archive: Archive) -> None:
    jan, els = await archive.client("Jan Vermeulen", JAN), await archive.client("Els Vermeulen", JAN)
    made = await archive.desk.sent({"id": "els", "name": "Els Vermeulen", "email": JAN, "language": "nl"})
    signer = await archive.desk.inside(JAN)
    assert (await signer.sign()).status == 200
    await archive.desk.finished(made["id"])
    async with asyncio.timeout(60):
        while not await archive.names(client=els):  # noqa: ASYNC110 - only looks
            await asyncio.sleep(0.1)
    assert await archive.names(client=jan) == [], "nobody guesses whose a signed document is"
