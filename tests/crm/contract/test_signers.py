"""Signers who were chosen in the CRM of someone else: nobody is looked for by an address any more."""

from __future__ import annotations

import uuid
from typing import Any

import aiohttp
import pytest

from tests.crm.contract.conftest import Office
from tests.crm.contract.test_shelf import ALL, filed, kept_here, until
from tests.crm.foreign_crm import ForeignServer
from tests.signing.edges.desk import INK, KEPT, field, paper


async def brought(office: Office, **query: str) -> tuple[int, Any]:
    """A document at the desk."""
    headers = {"Cookie": f"samen_session={office.admin.cookie}"}
    url = f"{office.house.url}/api/v1/envelopes"
    async with (
        aiohttp.ClientSession() as http,
        http.post(url, params={"name": "Opdracht.pdf", **query}, data=paper(1), headers=headers) as answer,
    ):
        return answer.status, await answer.json(content_type=None)


async def signed_here(office: Office, envelope_id: str, signer_id: str) -> None:
    status, link = await office.call("POST", f"/envelopes/{envelope_id}/signers/{signer_id}/here")
    assert status == 201, link
    path = f"/sign/{link['url'].rpartition('/')[2]}"
    status, opened = await office.call("POST", f"{path}/open", {}, who=None)
    assert status == 201, opened
    body = {"key": str(uuid.uuid4()), "consent": "2026-11", "name": "Jan Smit", "ink": INK, "values": {}}
    status, signed = await office.call("POST", f"{path}/sign", body, who=None, **{"Samen-Pass": opened["pass"]})
    assert status == 200, signed


@pytest.mark.covers("D005", "D009")
async def test_whoever_was_chosen_there_gets_what_they_signed_with_whatever_address(
    office: Office, server: ForeignServer
) -> None:
    jan = server.party("Jan Smit", "jan@klant.example", language="fr")
    same = server.party("Kees Vis", "werk@klant.example")
    await office.foreign(server)
    status, draft = await brought(office, client_id=jan)
    assert status == 201, draft
    [signer] = draft["signers"]
    assert (signer["name"], signer["email"], signer["language"]) == ("Jan Smit", "jan@klant.example", "nl")
    assert (signer["client_id"], draft["language"]) == (jan, "fr")
    body = {name: draft[name] for name in KEPT}
    body["signers"] = [{"id": "a", "name": "Jan", "email": "werk@klant.example", "language": "nl", "client_id": jan}]
    asked = len(server.requests)
    status, draft = await office.call("PUT", f"/envelopes/{draft['id']}", body | {"fields": [field("a")]})
    assert (status, len(server.requests)) == (200, asked), "who is bound already is not asked again"
    status, sent = await office.call("POST", f"/envelopes/{draft['id']}/send", {"deliver": "here"})
    assert status == 200, sent
    await signed_here(office, draft["id"], sent["signers"][0]["id"])

    async def there() -> bool:
        return filed(server, jan) == ALL and not await office.writes("waiting")

    await until(there)
    assert len(server.of(jan, "signature_completed")) == 1
    assert (filed(server, same), server.of(same)) == ([], []), "the address is another one's, and does not count"
    assert await kept_here(office) == 0
    _, page = await office.call("GET", f"/envelopes?client_id={jan.replace('/', '%2F')}")
    assert [one["id"] for one in page["items"]] == [draft["id"]]


async def test_nobody_is_bound_whom_that_crm_does_not_show_or_while_it_is_away(
    office: Office, server: ForeignServer
) -> None:
    jan = server.party("Jan Smit", "jan@klant.example")
    await office.foreign(server)
    status, refused = await brought(office, client_id="P/99")
    assert (status, refused["code"]) == (422, "signer_client_unknown")
    server.down = True
    status, refused = await brought(office, client_id=jan)
    assert (status, refused["code"]) == (503, "signer_client_unchecked")
    status, draft = await brought(office)
    assert status == 201, "a document can be brought in all the same"
    body = {name: draft[name] for name in KEPT} | {"fields": []}
    people = [{"id": "a", "name": "Jan", "email": "jan@klant.example", "language": "nl", "client_id": jan}]
    status, refused = await office.call("PUT", f"/envelopes/{draft['id']}", body | {"signers": people})
    assert (status, refused["code"]) == (503, "signer_client_unchecked")
    people[0].pop("client_id")
    assert (await office.call("PUT", f"/envelopes/{draft['id']}", body | {"signers": people}))[0] == 200
