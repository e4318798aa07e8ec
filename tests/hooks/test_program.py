"""A program of an office: with its key it has a document signed, and it hears of each step by its webhook."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

from fpdf import FPDF

from tests.hooks.office import Office
from tests.server.harness import Answer, Browser

KINDS = ("envelope.sent", "envelope.viewed", "envelope.signed", "envelope.completed", "envelope.voided")
INK = {"how": "drawn", "aspect": 3, "strokes": [[[0.1, 0.5, 0.5, 0], [0.5, 0.2, 0.7, 80], [0.9, 0.6, 0.4, 160]]]}


def offer() -> bytes:
    page = FPDF()
    page.add_page()
    page.set_font("helvetica", size=14)
    page.cell(text="Offerte")
    return bytes(page.output())


class Program:
    """Calls with an API key and no cookie."""

    def __init__(self, browser: Browser, key: str) -> None:
        self._browser = browser
        self._headers = {"Authorization": f"Bearer {key}"}

    async def call(self, method: str, path: str, body: Any = None, **more: Any) -> Answer:
        headers = self._headers | more.pop("headers", {})
        return await self._browser.call(method, f"/api/v1{path}", body, headers=headers, **more)

    async def draft(self) -> Answer:
        made = await self.call(
            "POST",
            "/envelopes?name=offerte.pdf",
            data=offer(),
            headers={"Content-Type": "application/pdf"},
        )
        assert made.status == 201, made
        assert made["source"] == "api"
        field = {"id": "f", "signer_id": "s", "kind": "signature", "page": 1}
        draft = {
            "version": made["version"],
            "title": "Offerte",
            "order": "parallel",
            "language": "nl",
            "expires_in_days": 30,
            "remind_every_days": 0,
            "verification": "none",
            "signers": [{"id": "s", "name": "Jan Smit", "email": "jan@client.example", "language": "nl"}],
            "fields": [field | {"x": 0.1, "y": 0.5, "width": 0.3, "height": 0.08}],
        }
        changed = await self.call("PUT", f"/envelopes/{made['id']}", draft)
        assert changed.status == 200, changed
        return changed


async def program_of(office: Office) -> Program:
    made = await office.admin.post("/api/v1/api-keys", {"name": "Koppeling"})
    return Program(office.service.browser(), made["key"])


async def sign(office: Office, url: str) -> None:
    """As the page behind the link does."""
    token = url.rsplit("/", 1)[1]
    signer = office.service.browser()
    opened = await signer.post(f"/sign/{token}/open", {})
    passed = {"Samen-Pass": opened["pass"]}
    view = await signer.get(f"/sign/{token}/envelope", headers=passed)
    assert (await signer.post(f"/sign/{token}/viewed", headers=passed)).status < 300
    body = {
        "key": "0a0b0c0d-0000-7000-8000-000000000001",
        "consent": view["consent"]["version"],
        "name": "Jan Smit",
        "ink": INK,
        "initials": None,
        "values": {},
    }
    signed = await signer.post(f"/sign/{token}/sign", body, headers=passed)
    assert signed.status == 200, signed


async def test_a_program_has_a_document_signed_and_hears_of_each_step_in_order(office: Office) -> None:
    # Whoever checks a signature asks the machine what time it is.
    office.service.clock.at = datetime.now(UTC)
    made = await office.webhook(*KINDS)
    program = await program_of(office)
    envelope = await program.draft()
    one = f"/envelopes/{envelope['id']}"
    sent = await program.call("POST", f"{one}/send", {"deliver": "here"})
    assert sent["status"] == "sent", sent
    signer_id = sent["signers"][0]["id"]
    await sign(office, (await program.call("POST", f"{one}/signers/{signer_id}/here"))["url"])
    async with asyncio.timeout(60):
        while (await program.call("GET", one))["status"] != "completed":  # noqa: ASYNC110 - as programs wait
            await asyncio.sleep(0.1)
    for kind in ("signed", "log"):
        pdf = await program.call("GET", f"{one}/{kind}")
        assert (pdf.status, pdf.body[:5]) == (200, b"%PDF-")
    while await office.send_all():
        pass
    got = office.receiver.got
    assert [one.kind for one in got] == [
        "envelope.sent",
        "envelope.viewed",
        "envelope.signed",
        "envelope.completed",
    ]
    sequences = [one.json["data"]["sequence"] for one in got]
    assert sequences == sorted(set(sequences))
    assert {one.json["data"]["envelope"]["id"] for one in got} == {envelope["id"]}
    assert got[2].json["data"]["signer_id"] == signer_id
    assert got[3].json["data"]["envelope"]["completed_at"] is not None
    assert all(one.signed_with(made["secret"]) for one in got)


async def test_a_program_takes_a_document_back_and_hears_of_that(office: Office) -> None:
    await office.webhook(*KINDS)
    program = await program_of(office)
    envelope = await program.draft()
    await program.call("POST", f"/envelopes/{envelope['id']}/send", {"deliver": "mail"})
    voided = await program.call("POST", f"/envelopes/{envelope['id']}/void", {"reason": "Andere rente"})
    assert voided["status"] == "voided", voided
    await office.send_all()
    assert [one.kind for one in office.receiver.got] == ["envelope.sent", "envelope.voided"]


async def test_a_key_of_another_office_finds_nothing(office: Office) -> None:
    program = await program_of(office)
    envelope = await program.draft()
    eva = await office.service.office("Beukenhof", "eva@beukenhof.example")
    key = (await eva.post("/api/v1/api-keys", {"name": "x"}))["key"]
    stranger = Program(office.service.browser(), key)
    assert (await stranger.call("GET", f"/envelopes/{envelope['id']}")).status == 404
    assert (await stranger.call("GET", "/envelopes"))["items"] == []
    assert (await program.call("GET", "/envelopes"))["items"][0]["id"] == envelope["id"]
