"""A signer who was chosen among the clients: the envelope is theirs from the beginning, whatever their address."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.crm.documents.archive import Archive
from tests.server.harness import Answer, Browser
from tests.signing.edges.desk import KEPT, field, paper

JAN = "jan@klant.example"


async def put(browser: Browser, draft: Any, client_id: str | None, **more: Any) -> Answer:
    signer = {"id": "jan", "name": "Jan", "email": JAN, "language": "nl", "client_id": client_id, **more}
    body = {name: draft[name] for name in KEPT} | {"signers": [signer], "fields": [field("jan")]}
    return await browser.call("PUT", f"/envelopes/{draft['id']}", body)


async def begun(browser: Browser, client_id: str) -> Answer:
    query = {"name": "Offerte.pdf", "client_id": client_id}
    return await browser.call("POST", "/envelopes", data=paper(1), params=query)


async def ids(browser: Browser, **query: str) -> list[str]:
    return [one["id"] for one in (await browser.get("/envelopes", params=query))["items"]]


async def nobodys(archive: Archive) -> str:
    """A team in which none of the colleagues is."""
    me = (await archive.adviser.get("/me"))["user"]["id"]
    return str((await archive.adviser.post("/teams", {"name": "Alleen", "members": [me]}))["id"])


@pytest.mark.covers("D003", "D005", "D009")
async def test_a_chosen_client_has_the_envelope_from_its_draft_to_its_filing_whatever_address_they_sign_with(
    archive: Archive,
) -> None:
    bob, carol = await archive.colleague(), await archive.colleague("carol@lindelaan.example")
    carols = (await carol.get("/me"))["user"]["id"]
    jan = await archive.client(
        "Jan Vermeulen", "thuis@klant.example", team_id=await nobodys(archive), assigned=[carols]
    )
    draft = await archive.desk.upload()
    bound = await put(archive.adviser, draft, jan)
    assert (bound.status, bound["signers"][0]["client_id"]) == (200, jan), bound
    assert await ids(carol) == [draft["id"]], "who sees the client sees the envelope, and its draft"
    assert await ids(bob) == []
    assert await ids(archive.adviser, client_id=jan) == [draft["id"]]
    again = await put(carol, bound, jan, name="Jan V.")
    assert again.status == 200, "a colleague goes on with it"
    sent = await archive.adviser.post(f"/envelopes/{draft['id']}/send", {"deliver": "mail"})
    assert sent.status == 200, sent
    assert "signature_sent" in await archive.timeline(jan)
    assert (await (await archive.desk.inside(JAN)).sign()).status == 200
    await archive.desk.finished(draft["id"])
    async with asyncio.timeout(60):
        while len(await archive.names(client=jan)) < 3:  # noqa: ASYNC110 - only looks
            await asyncio.sleep(0.1)
    assert "signature_completed" in await archive.timeline(jan)


async def test_one_of_two_clients_with_the_same_address_and_name_is_meant_when_they_were_chosen(
    archive: Archive,
) -> None:
    first, second = [await archive.client("Jan Vermeulen", JAN) for _ in range(2)]
    draft = await archive.desk.upload()
    assert (await put(archive.adviser, draft, second, name="Jan Vermeulen")).status == 200
    assert (await archive.adviser.post(f"/envelopes/{draft['id']}/send", {"deliver": "mail"})).status == 200
    assert "signature_sent" in await archive.timeline(second)
    assert "signature_sent" not in await archive.timeline(first)
    merged = await archive.adviser.post("/clients/merge", {"into": first, "from": second})
    assert merged.status == 200, merged
    assert (await archive.adviser.get(f"/envelopes/{draft['id']}"))["signers"][0]["client_id"] == first


async def test_a_client_whom_this_adviser_may_not_see_or_of_another_office_is_refused(archive: Archive) -> None:
    bob = await archive.colleague()
    hidden = await archive.client("Jan Vermeulen", JAN, team_id=await nobodys(archive))
    draft = await archive.desk.upload(browser=bob)
    for client_id in (hidden, "018f0000-0000-7000-8000-000000000000", "P/1"):
        refused = await put(bob, draft, client_id)
        assert (refused.status, refused.code) == (422, "signer_client_unknown"), client_id
        refused = await begun(bob, client_id)
        assert (refused.status, refused.code) == (422, "signer_client_unknown"), client_id
    assert len(await ids(bob)) == 1, "nothing was brought in"
    kept = await bob.get(f"/envelopes/{draft['id']}")
    assert (kept["version"], kept["signers"]) == (draft["version"], []), "the draft is as it was"


async def test_a_document_brought_in_for_a_client_begins_with_their_people(archive: Archive) -> None:
    people = [
        {"id": "1", "role": "applicant", "given": "Jan", "family": "Vermeulen"},
        {"id": "2", "role": "partner", "given": "Els", "family": "Smit", "language": "fr"},
    ]
    contacts = [
        {"kind": "email", "value": JAN, "person_id": "1"},
        {"kind": "email", "value": "els@klant.example", "person_id": "2"},
    ]
    made = await archive.adviser.post("/clients", {"kind": "household", "people": people, "contacts": contacts})
    assert made.status == 201, made
    draft = await begun(archive.adviser, made["id"])
    assert draft.status == 201, draft
    shown = [(one["name"], one["email"], one["language"], one["client_id"]) for one in draft["signers"]]
    assert shown == [
        ("Jan Vermeulen", JAN, "nl", made["id"]),
        ("Els Smit", "els@klant.example", "fr", made["id"]),
    ]
