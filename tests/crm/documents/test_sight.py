"""Which envelopes somebody of the office sees: their own, and those of clients whom they may see."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from server.stores.tables import metadata
from tests.crm.documents.archive import Archive
from tests.server.harness import Browser
from tests.signing.edges.desk import KEPT, paper

JAN = "jan@klant.example"


async def listed(browser: Browser, **query: str) -> list[str]:
    return [one["id"] for one in (await browser.get("/envelopes", params=query))["items"]]


async def me(browser: Browser) -> str:
    found = await browser.get("/me")
    return str(found["user"]["id"])


@pytest.mark.covers("D003")
async def test_an_adviser_sees_no_envelope_of_a_colleague_and_reaches_none_by_its_id(archive: Archive) -> None:
    bob, carol = await archive.colleague(), await archive.colleague("carol@lindelaan.example")
    made = await archive.desk.upload(browser=bob)
    mine = await archive.desk.upload(browser=carol)
    assert (await listed(bob), await listed(carol)) == ([made["id"]], [mine["id"]])
    assert sorted(await listed(archive.adviser)) == sorted([made["id"], mine["id"]]), "the administrator sees all"
    assert await listed(carol, search="Offerte") == [mine["id"]], "by searching neither"
    one, signer = f"/envelopes/{made['id']}", "01a20212-8bb5-7f48-9d21-13d13410bfd3"
    change = {name: made[name] for name in KEPT} | {"signers": [], "fields": []}
    person = {"name": "Eve", "email": "eve@evil.example"}
    for method, path, body in (
        ("GET", one, None),
        ("PUT", one, change),
        ("DELETE", one, None),
        ("POST", f"{one}/send", {"deliver": "mail"}),
        ("POST", f"{one}/void", {"reason": ""}),
        ("POST", f"{one}/retry", None),
        ("PUT", f"{one}/signers/{signer}", person),
        ("POST", f"{one}/signers/{signer}/resend", None),
        ("POST", f"{one}/signers/{signer}/here", None),
        ("POST", f"{one}/signers/{signer}/embed", {"origin": "https://evil.example"}),
        ("GET", f"{one}/document", None),
        ("GET", f"{one}/signed", None),
        ("GET", f"{one}/log", None),
        ("GET", f"{one}/log-data", None),
        ("POST", "/signing-templates", {"envelope_id": made["id"], "name": "Mijn"}),
    ):
        refused = await carol.call(method, path, body)
        assert (refused.status, refused.code) == (404, "envelope_unknown"), (method, path, refused)
    assert (await bob.get(one))["status"] == "draft", "untouched"


async def test_the_envelope_of_a_client_is_seen_by_whoever_sees_the_client(archive: Archive) -> None:
    bob, carol = await archive.colleague(), await archive.colleague("carol@lindelaan.example")
    team = (await archive.adviser.post("/teams", {"name": "Alleen Bob", "members": [await me(bob)]}))["id"]
    jan = await archive.client("Jan Vermeulen", JAN, team_id=team, assigned=[await me(carol)])
    els = await archive.client("Els Smit", "els@klant.example", team_id=team)
    ids = {}
    for client in (jan, els):
        one = await archive.added("Machtiging.pdf", paper(1, "Machtiging"), client=client)
        ids[client] = (await archive.adviser.post(f"/documents/{one['id']}/sign", {}))["envelope_id"]
    assert sorted(await listed(bob)) == sorted(ids.values())
    assert await listed(carol) == [ids[jan]], "a client who is assigned to her"
    assert (await carol.get(f"/envelopes/{ids[els]}")).status == 404
    assert (await carol.get(f"/envelopes/{ids[jan]}/document")).status == 200


async def test_the_envelope_of_a_session_is_seen_by_whoever_led_it(archive: Archive) -> None:
    bob, carol = await archive.colleague(), await archive.colleague("carol@lindelaan.example")
    session = await bob.post("/sessions", {})
    made = await archive.desk.upload()
    table = metadata.tables["envelopes"]
    async with archive.desk.service.parts.database.writing() as rows:
        await rows.execute(table.update().where(table.c.id == made["id"]).values(session_id=session["id"]))
        assert await rows.scalar(select(table.c.session_id)) == session["id"]
    assert (await listed(bob), await listed(carol)) == ([made["id"]], [])
