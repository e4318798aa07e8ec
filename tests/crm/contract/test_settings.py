"""Choosing the CRM, what it tells us, and the documents that describe the contract."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
from sqlalchemy import select, update

from crm_adapter.foreign.heard import sign
from crm_adapter.foreign.openapi import FILE, document, text
from server.crm.choices import choices
from server.live.tables import sessions
from tests.crm.contract.conftest import Office, both
from tests.crm.foreign_crm import SECRET, ForeignServer

DOCS = (Path(__file__).parents[3] / "docs/crm-contract.md").read_text(encoding="utf-8")


async def tells(office: Office, kind: str, message_id: str = "m1", secret: str = SECRET, **data: str) -> int:
    """A message of the foreign CRM; the status of our answer."""
    body = json.dumps({"type": kind, "timestamp": "2026-11-22T08:00:00Z", "data": data}).encode()
    seconds = int(datetime.now(UTC).timestamp())
    headers = {
        "webhook-id": message_id,
        "webhook-timestamp": str(seconds),
        "webhook-signature": sign(secret, message_id, seconds, body),
        "Content-Type": "application/json",
    }
    address = f"{office.house.url}/api/v1/crm/hooks/{office.id}"
    async with aiohttp.ClientSession() as http, http.post(address, data=body, headers=headers) as answer:
        return answer.status


async def client_of(office: Office, session_id: str) -> Any:
    async with office.house.database.reading() as rows:
        return await rows.scalar(select(sessions.c.client_id).where(sessions.c.id == session_id))


async def test_an_office_begins_with_the_built_in_crm(office: Office) -> None:
    _, view = await office.call("GET", "/crm")
    assert (view["adapter"], view["trouble"], view["secret_set"]) == ("builtin", "", False)
    assert view["capabilities"] == ["appointments", "consents", "documents", "parties", "timeline"]


async def test_a_foreign_crm_is_chosen_once_it_answers_and_its_key_is_sealed(
    office: Office, server: ForeignServer
) -> None:
    server.down = True
    body = {"adapter": "foreign", "url": server.url, "secret": SECRET}
    status, refusal = await office.call("PUT", "/crm", body)
    assert (status, refusal["code"], refusal["said"]) == (503, "crm_down", "it answered 503. We are mending something.")
    assert (await office.call("GET", "/crm"))[1]["adapter"] == "builtin", "nothing has changed"
    server.down = False
    status, refusal = await office.call("PUT", "/crm", {**body, "secret": "a-wrong-key"})
    assert (status, refusal["code"]) == (503, "crm_denied")
    status, view = await office.call("PUT", "/crm", body)
    assert status == 200, view
    assert (view["adapter"], view["secret_set"]) == ("foreign", True)
    assert "forms" in view["capabilities"]
    assert SECRET not in json.dumps(view)
    async with office.house.database.reading() as rows:
        stored = (await rows.execute(select(choices.c.value).where(choices.c.name == "crm"))).scalars().all()
    assert len(stored) == 1
    assert SECRET not in stored[0]
    server.down = True
    _, view = await office.call("GET", "/crm")
    assert (view["trouble"], view["capabilities"]) == ("crm_down", None), "it is asked each time the page is opened"
    server.down = False
    status, again = await office.call("PUT", "/crm", {"adapter": "foreign", "url": server.url})
    assert (status, again["secret_set"]) == (200, True), "the key is kept"


async def test_an_address_inside_or_without_a_key_is_refused(office: Office) -> None:
    for url in ("http://127.0.0.1:1/v1", "https://169.254.169.254/v1", "crm", ""):
        body = {"adapter": "foreign", "url": url, "secret": SECRET}
        status, refusal = await office.call("PUT", "/crm", body)
        assert (status, refusal["code"].startswith("webhook_")) == (422, True), url
    status, refusal = await office.call("PUT", "/crm", {"adapter": "foreign", "url": "https://crm.example/v1"})
    assert (status, refusal["code"]) == (422, "crm_secret_missing")


async def test_only_administrators_choose_and_see_the_queue(office: Office) -> None:
    adviser = await office.house.member(office.id, "Bas Kok")
    for method, path in (("GET", "/crm"), ("PUT", "/crm"), ("GET", "/crm/writes"), ("POST", "/crm/writes/retry")):
        status, refusal = await office.call(method, path, {} if method == "PUT" else None, who=adviser)
        assert (status, refusal["code"]) == (403, "not_allowed"), path


async def test_advisers_find_clients_in_whichever_crm_the_office_has(office: Office, server: ForeignServer) -> None:
    await office.client("Els Bakker", "els@client.example")
    _, found = await office.call("GET", "/crm/parties?search=bakker")
    assert (found["adapter"], [one["name"] for one in found["items"]]) == ("builtin", ["Els Bakker"])
    server.party("Jan Smit", "jan@client.example")
    await office.foreign(server)
    _, found = await office.call("GET", "/crm/parties?search=smit")
    assert (found["adapter"], [one["name"] for one in found["items"]]) == ("foreign", ["Jan Smit"])
    server.down = True
    status, refusal = await office.call("GET", "/crm/parties?search=smit")
    assert (status, refusal["code"]) == (503, "crm_down")


# --- the queue ---


async def test_the_administrator_sees_what_failed_and_why_and_drops_it(office: Office, server: ForeignServer) -> None:
    party = server.party("Jan Smit", "jan@client.example")
    await office.foreign(server)
    session = await office.session(party)
    del server.parties[party]
    await office.call("POST", f"/sessions/{session['id']}/end")
    failed: list[dict[str, Any]] = []
    async with asyncio.timeout(20):
        # Whichever of the service's own workers has it: it writes when it gets to it, after what was promised before.
        while "session_ended" not in [one["what"] for one in failed]:
            await asyncio.sleep(0.05)
            failed = await office.writes("failed")
    assert failed[0]["what"] == "session_ended", "the newest first"
    assert failed[0]["error"] == "crm_not_there"
    assert failed[0]["session_id"] == session["id"]
    status, _ = await office.call("DELETE", f"/crm/writes/{failed[0]['id']}")
    assert status == 204
    assert failed[0]["id"] not in [one["id"] for one in await office.writes()]


async def test_what_waits_for_one_crm_is_not_written_to_another(office: Office, server: ForeignServer) -> None:
    party = server.party("Jan Smit", "jan@client.example")
    await office.foreign(server)
    server.down = True
    session = await office.session(party)
    await office.house.parts.tasks.settled(f"after {session['id']}")
    assert await office.writes("waiting")
    status, _ = await office.call("PUT", "/crm", {"adapter": "builtin"})
    assert status == 200
    assert await office.writes("waiting") == []
    assert {one["error"] for one in await office.writes("failed")} == {"crm_changed"}


# --- what the CRM tells us ---


@both
async def test_a_merge_there_moves_sessions_and_waiting_writes_once(office: Office, server: ForeignServer) -> None:
    gone, lives = server.party("Jan Smit", "jan@client.example"), server.party("J. Smit", "smit@client.example")
    await office.foreign(server)
    session = await office.session(gone)
    assert await tells(office, "party.merged", party_id=gone, into_id=lives) == 204
    assert await client_of(office, session["id"]) == lives
    async with office.house.database.writing() as rows:
        await rows.execute(update(sessions).where(sessions.c.id == session["id"]).values(client_id=gone))
    assert await tells(office, "party.merged", party_id=gone, into_id=lives) == 204
    assert await client_of(office, session["id"]) == gone, "the same message again changes nothing"


async def test_an_erasure_there_is_forgotten_here(office: Office, server: ForeignServer) -> None:
    party = server.party("Jan Smit", "jan@client.example")
    await office.foreign(server)
    session = await office.session(party)
    await office.house.parts.tasks.settled(f"after {session['id']}")
    assert await tells(office, "party.erased", party_id=party) == 204
    assert await client_of(office, session["id"]) is None
    assert await office.writes() == []


async def test_a_message_that_is_not_the_crms_own_is_refused(office: Office, server: ForeignServer) -> None:
    assert await tells(office, "party.erased", party_id="P/1") == 401, "the built-in CRM sends none"
    await office.foreign(server)
    assert await tells(office, "party.erased", secret="another", party_id="P/1") == 401
    assert await tells(office, "party.merged", party_id="P/1") == 422
    assert await tells(office, "party.waved", message_id="m9", hand="left") == 204


# --- what is said of it ---


def test_the_openapi_file_is_what_the_adapter_takes() -> None:
    assert FILE.read_text(encoding="utf-8") == text(), "run: python -m crm_adapter.foreign.openapi"


def test_the_page_names_every_path_and_shape() -> None:
    for path, does in document()["paths"].items():
        for method in does:
            assert f"`{method.upper()} {path}" in DOCS, path
    for shape in ("Party", "Form", "Activity", "Appointment", "Entry", "Attendance", "ConsentState", "ConsentChange"):
        assert f"| {shape} |" in DOCS
