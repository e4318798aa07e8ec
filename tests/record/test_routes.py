"""A session from its start to its record, over HTTP: files on the way, the record for who may have it."""

import json
from io import BytesIO

import pytest
from socketio import AsyncClient

from server.record.verify import verify
from tests.server.harness import Browser, Service, serving

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 40


@pytest.fixture
async def service(tmp_path):
    async with serving(tmp_path / "data") as running:
        yield running


async def write(service: Service, session_id: str, ticket: str, text: str) -> None:
    """Say something in the chat, as a page does."""
    socket = AsyncClient()
    auth = {"ticket": ticket, "instance": "page-1", "last_seq": 0}
    await socket.connect(f"{service.url}?session={session_id}", auth=auth, transports=["websocket"])
    assert (await socket.call("command", {"id": "1", "type": "send_chat", "text": text}))["ok"] is True
    await socket.disconnect()


async def held(service: Service, adviser: Browser) -> str:
    """A session in which a client writes and sends a file, and which the adviser ends. Returns its id."""
    made = await adviser.post("/sessions", {"title": "Hypotheek"})
    session_id = made["id"]
    await adviser.post(f"/sessions/{session_id}/enter")
    guest = service.browser()
    inside = await guest.post("/join", {"code": made["code"], "name": "Łukasz", "language": "nl"})
    ticket = {"Authorization": f"Bearer {inside['ticket']}"}
    sent = await guest.call(
        "POST", f"/sessions/{session_id}/files", headers=ticket, params={"name": "polis.pdf"}, data=BytesIO(PDF)
    )
    assert sent.status == 201, sent
    made_link = await guest.post(f"/sessions/{session_id}/files/{sent['file_id']}/links", {}, headers=ticket)
    assert (await guest.get(made_link["url"])).body == PDF
    await write(service, session_id, inside["ticket"], "Mijn geheim")
    await adviser.post(f"/sessions/{session_id}/end")
    return str(session_id)


@pytest.mark.covers("F023")
async def test_an_adviser_downloads_the_record_and_the_chat(service):
    adviser = await service.office()
    session_id = await held(service, adviser)
    record = await adviser.get(f"/sessions/{session_id}/record.json")
    assert verify(record.body).problems == []
    assert "polis.pdf" in json.dumps(record.body)
    assert "Mijn geheim" not in json.dumps(record.body)
    whole = await adviser.get(f"/sessions/{session_id}/record.json?chat=1")
    assert "Mijn geheim" in json.dumps(whole.body)
    assert verify(whole.body).withheld == 0
    paper = await adviser.get(f"/sessions/{session_id}/record.pdf")
    assert paper.body.startswith(b"%PDF-")
    assert paper.headers["Content-Disposition"] == 'attachment; filename="samen-2026-11-23-record.pdf"'
    chat = await adviser.get(f"/sessions/{session_id}/chat.txt")
    assert "Łukasz: Mijn geheim" in chat.body.decode()
    assert chat.headers["Content-Type"] == "text/plain; charset=utf-8"


async def test_the_record_is_for_its_adviser_and_for_administrators(service):
    admin = await service.office()
    adviser = await service.colleague(admin)
    other = await service.colleague(admin, email="cor@lindelaan.example")
    stranger = await service.office("Elders", "eva@elders.example")
    session_id = await held(service, adviser)
    for name in ("record.json", "record.pdf", "chat.txt"):
        path = f"/sessions/{session_id}/{name}"
        assert (await adviser.get(path)).status == (await admin.get(path)).status == 200
        for browser, status in ((other, 404), (stranger, 404), (service.browser(), 401)):
            assert (await browser.get(path)).status == status, name
