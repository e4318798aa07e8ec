"""Documents with a message: by a link that opens what the client may see, and nothing as an attachment."""

from __future__ import annotations

import re

from sqlalchemy import select

from server.stores.tables import mail_attachments
from tests.crm.messages.conftest import Office
from tests.crm.messages.test_messages import mail_of, say
from tests.server.harness import Answer


async def added(office: Office, client_id: str, name: str, state: str = "shared") -> str:
    made = await office.admin.call(
        "POST", "/documents", data=b"een offerte", params={"name": name, "client": client_id, "state": state}
    )
    assert made.status == 201, made
    return str(made["id"])


def token(mail: Answer) -> str:
    [found] = set(re.findall(r"/shared/([A-Za-z0-9_-]+)", mail["text"]))
    assert found in mail["html"]
    return str(found)


async def test_a_message_brings_documents_by_a_link_of_the_clients_own(office: Office) -> None:
    client_id = await office.client()
    one, two = await added(office, client_id, "Offerte.txt"), await added(office, client_id, "100%{x} zeker.txt")
    made = await say(office, client_id, documents=[one, two, one])
    assert made.status == 201, made
    mail = await mail_of(office)
    assert "Offerte.txt, 100%{x} zeker.txt" in mail["text"]
    assert "Documenten bekijken" in mail["html"]
    shared = await office.service.browser().get(f"/shared/{token(mail)}")
    assert [each["name"] for each in shared["documents"]] == ["Offerte.txt", "100%{x} zeker.txt"]
    async with office.service.parts.database.reading() as rows:
        assert (await rows.execute(select(mail_attachments))).all() == [], "nothing travels along"
    version = (await office.admin.get(f"/documents/{one}"))["version"]
    headers = {"If-Match": f'"{version}"'}
    assert (await office.admin.call("PATCH", f"/documents/{one}", {"state": "internal"}, headers)).status == 200
    left = await office.service.browser().get(f"/shared/{token(mail)}")
    assert [each["name"] for each in left["documents"]] == ["100%{x} zeker.txt"], "a link is taken back"


async def test_where_the_message_says_the_link_itself_it_stands_there_once(office: Office) -> None:
    client_id = await office.client()
    one = await added(office, client_id, "Offerte.txt")
    assert (await say(office, client_id, text="Zie %{document_link} a.u.b.", documents=[one])).status == 201
    mail = await mail_of(office)
    assert mail["text"].count("/shared/") == 1
    assert "Documenten bekijken" not in mail["html"]


async def test_no_message_brings_what_is_internal_or_anothers(office: Office) -> None:
    client_id, other = await office.client(), await office.client("Els", "Smit", "els@client.example")
    for document_id in (await added(office, client_id, "a.txt", "internal"), await added(office, other, "b.txt")):
        refused = await say(office, client_id, documents=[document_id])
        assert (refused.status, refused.code) == (422, "message_document_unknown")
    assert (await office.admin.get("/outbox"))["items"] == []
