"""Messages and templates, as people use them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.crm.messages.conftest import Office
from tests.server.harness import Answer, Browser

TEXT = [
    {
        "type": "text",
        "content": [{"type": "paragraph", "content": [{"type": "text", "text": "Dag %{client_first_name}"}]}],
    }
]


async def say(office: Office, client_id: str, **body: Any) -> Answer:
    return await office.admin.post(f"/clients/{client_id}/messages", {"subject": "Dag", "text": "Dag Jan"} | body)


async def mail_of(office: Office) -> Answer:
    newest = (await office.admin.get("/outbox"))["items"][0]["id"]
    return await office.admin.get(f"/outbox/{newest}")


@pytest.mark.covers("C027", "C028")
async def test_a_message_goes_to_the_chosen_address_in_the_name_of_the_chosen_colleague(office: Office) -> None:
    client_id = await office.client()
    await office.service.colleague(office.admin)
    bob = next(one for one in (await office.admin.get("/users"))["items"] if one["email"].startswith("bob"))
    made = await say(office, client_id, to="jan@client.example", subject="Uw hypotheek", sender_id=bob["id"])
    assert made.status == 201
    assert (made["email"], made["subject"], made["sender_name"]) == ("jan@client.example", "Uw hypotheek", "Bob Smit")
    mail = await mail_of(office)
    assert mail["recipient"] == "jan@client.example"
    assert "Dag Jan" in mail["text"]
    assert "Bob Smit" in mail["html"]
    timeline = await office.admin.get(f"/clients/{client_id}/timeline")
    assert timeline["items"][0]["kind"] == "message_sent"
    assert timeline["items"][0]["detail"]["subject"] == "Uw hypotheek"


@pytest.mark.covers("X021")
async def test_an_unknown_tag_stops_the_message_and_is_named(office: Office) -> None:
    client_id = await office.client()
    for tag, suggestion in (
        ("%{client_frist_name}", "%{client_first_name}"),
        ("%SCHERMDELEN_LNK%", "%SCHERMDELEN_LINK%"),
    ):
        for body in ({"text": f"Dag {tag}"}, {"subject": f"Dag {tag}"}):
            refused = await say(office, client_id, **body)
            assert refused.code == "unknown_tag"
            assert refused.body["tag"] == tag
            assert refused.body["suggestion"] == suggestion
    assert (await office.admin.get("/outbox"))["items"] == []
    assert (await office.admin.get(f"/clients/{client_id}/messages"))["items"] == []


async def test_a_tag_that_has_nothing_to_say_stops_it_too(office: Office) -> None:
    client_id = await office.client()
    refused = await say(office, client_id, text="Kom naar %SCHERMDELEN_LINK%")
    assert (refused.code, refused.body["tag"]) == ("tag_without_value", "%SCHERMDELEN_LINK%")
    assert (await office.admin.get("/outbox"))["items"] == []


@pytest.mark.covers("G018", "F052")
async def test_a_message_about_an_appointment_has_its_own_link_and_code(office: Office) -> None:
    client_id = await office.client()
    service = await office.admin.post("/services", {"name": "Adviesgesprek", "minutes": 60})
    links = []
    for hour in ("09", "14"):
        booked = await office.admin.post(
            "/appointments",
            {
                "client_id": client_id,
                "service_id": service["id"],
                "start": f"2026-11-26T{hour}:00:00Z",
                "notify": False,
            },
        )
        assert booked.status == 201, booked
        text = "Klik %SCHERMDELEN_HREF%, of ga naar %SCHERMDELEN_LINK% op %{appointment_date}, code %{appointment_code}"
        made = await say(office, client_id, text=text, appointment_id=booked["id"])
        assert made.status == 201, made
        assert (made["subject_kind"], made["subject_id"]) == ("appointment", booked["id"])
        mail = await mail_of(office)
        code = booked["code"].replace(" ", "")
        assert f'/{code}"' in mail["html"]
        assert f"/{code} " in mail["text"]
        assert "donderdag 26 november" in mail["text"]
        links.append(code)
    assert links[0] != links[1]
    other = await office.client("Piet", "Ander", "piet@client.example")
    refused = await say(office, other, appointment_id=booked["id"])
    assert refused.code == "message_appointment_unknown"


async def test_only_addresses_of_the_card_get_messages_and_no_headers(office: Office) -> None:
    client_id = await office.client()
    assert (await say(office, client_id, to="evil@evil.example")).code == "not_an_address"
    assert (await say(office, client_id, to="jan@client.example\r\nBcc: evil@evil.example")).code == "not_an_address"
    assert (await say(office, client_id, subject="\r\n")).code == "subject_missing"
    made = await say(office, client_id, subject="Dag\r\nBcc: evil@evil.example")
    assert made["subject"] == "Dag Bcc: evil@evil.example"
    nobody = await office.client("Zonder", "Adres", "")
    assert (await say(office, nobody)).code == "email_missing"


@pytest.mark.covers("F049")
async def test_an_own_template_is_made_changed_chosen_and_removed(office: Office) -> None:
    client_id = await office.client()
    new = {"kind": "client_message", "language": "nl", "name": "Kennismaking", "subject": "Dag %{client_first_name}"}
    made = await office.admin.post("/message-templates", new | {"blocks": TEXT})
    assert made.status == 201
    assert made["own"]
    path = f"/message-templates/own/{made['id']}"
    change = {"name": "Kennismaking 2", "subject": "Welkom %{client_first_name}", "blocks": TEXT}
    changed = await office.admin.call("PUT", path, change, headers={"If-Match": '"1"'})
    assert changed["version"] == 2
    stale = await office.admin.call("PUT", path, change, headers={"If-Match": '"1"'})
    assert (stale.code, stale.body["current"]["name"]) == ("changed_meanwhile", "Kennismaking 2")
    sent = await office.admin.post(f"/clients/{client_id}/messages", {"template_id": made["id"]})
    assert sent["subject"] == "Welkom Jan"
    assert (await office.admin.delete(path)).status == 204
    found = (await office.admin.get("/message-templates"))["items"]
    assert made["id"] not in [one["id"] for one in found]


async def test_a_changed_template_is_used_and_goes_back_to_the_default(office: Office) -> None:
    path = "/message-templates/invite/nl"
    body = {"subject": "Kom erbij, %{client_first_name}", "blocks": TEXT}
    changed = await office.admin.call("PUT", path, body, headers={"If-Match": '"0"'})
    assert (changed["version"], changed["changed"]) == (1, True)
    client_id = await office.client()
    sent = await office.admin.post(f"/clients/{client_id}/messages", {"kind": "invite"})
    assert sent["subject"] == "Kom erbij, Jan"
    over = await office.admin.call("PUT", path, body, headers={"If-Match": '"0"'})
    assert over.code == "changed_meanwhile"
    back = await office.admin.delete(path)
    assert (back["version"], back["changed"]) == (0, False)
    wrong = await office.admin.call(
        "PUT", path, {"subject": "x", "blocks": [{"type": "loop"}]}, headers={"If-Match": '"0"'}
    )
    assert (wrong.code, wrong.body["block"]) == ("blocks_wrong", 0)


async def test_advisers_write_their_own_templates_but_not_what_leaves_by_itself(office: Office) -> None:
    bob: Browser = await office.service.colleague(office.admin)
    body = {"subject": "x", "blocks": TEXT}
    refused = await bob.call("PUT", "/message-templates/invite/nl", body, headers={"If-Match": '"0"'})
    assert refused.code == "not_allowed"
    new = body | {"language": "nl", "name": "Van Bob"}
    assert (await bob.post("/message-templates", new | {"kind": "appointment_planned"})).code == "not_allowed"
    assert (await bob.post("/message-templates", new | {"kind": "client_message"})).status == 201


async def test_a_preview_shows_a_real_client_and_a_test_goes_to_oneself(office: Office) -> None:
    client_id = await office.client("Fatima", "Özdemir", "fatima@client.example")
    draft = {"kind": "client_message", "language": "nl", "subject": "Dag %{client_first_name}", "blocks": TEXT}
    shown = await office.admin.post("/message-templates/preview", draft | {"client_id": client_id})
    assert (shown["subject"], shown["to"]) == ("Dag Fatima", "fatima@client.example")
    assert "Dag Fatima" in shown["text"]
    assert "Dag Fatima" in shown["html"]
    tested = await office.admin.post("/message-templates/test", draft | {"client_id": client_id})
    assert tested.status == 204
    mail = await mail_of(office)
    assert (mail["recipient"], mail["subject"]) == ("ann@lindelaan.example", "Dag Fatima")
    assert (await office.admin.get(f"/clients/{client_id}/messages"))["items"] == []


@pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)
@pytest.mark.covers("C032")
async def test_a_message_to_many_goes_to_each_once_and_tells_whom_it_left_out(office: Office) -> None:
    ids = [await office.client("Klant", str(number), f"k{number}@client.example") for number in range(5)]
    ids.append(await office.client("Zonder", "Adres", ""))
    left = await office.admin.post(
        f"/clients/{ids[0]}/consents",
        {"purpose": "marketing", "channel": "email", "given": False, "text": "Geen aanbiedingen", "source": "telefoon"},
    )
    assert left.status in (200, 201), left
    body = {"ids": ids, "kind": "client_marketing", "subject": "Nieuws voor %{client_first_name}", "text": "Dag"}
    begun = await office.admin.post("/messages/bulk", body, headers={"Idempotency-Key": "een-keer"})
    assert begun.status == 202, begun
    again = await office.admin.post("/messages/bulk", body, headers={"Idempotency-Key": "een-keer"})
    assert again["id"] == begun["id"]
    await office.send_all()
    path = f"/mailings/{begun['id']}"
    for _ in range(100):
        view = await office.admin.get(path)
        if view["done_at"] is not None:
            break
        await office.send_all()
    assert (view["total"], view["waiting"], view["sent"], view["skipped"]) == (6, 0, 4, 2)
    people = (await office.admin.get(f"{path}/recipients"))["items"]
    assert [(one["state"], one["reason"]) for one in people] == [
        ("skipped", "unsubscribed"),
        *[("sent", "")] * 4,
        ("skipped", "email_missing"),
    ]
    sent = [one["recipient"] for one in (await office.admin.get("/outbox"))["items"]]
    assert sorted(sent) == [f"k{number}@client.example" for number in range(1, 5)]


async def test_a_filter_chooses_and_a_wrong_tag_stops_all(office: Office) -> None:
    kept = await office.client("Klant", "Een", "een@client.example")
    await office.client("Klant", "Twee", "twee@client.example")
    wrong = {"filter": {"search": "Klant"}, "subject": "x", "text": "%{nietbestaand}"}
    assert (await office.admin.post("/messages/bulk", wrong)).code == "unknown_tag"
    body = {"filter": {"search": "Klant"}, "except_ids": [kept], "subject": "x", "text": "y"}
    assert (await office.admin.post("/messages/bulk", body))["total"] == 1
    assert (await office.admin.post("/messages/bulk", {"ids": [], "subject": "x", "text": "y"})).code == "nobody_chosen"


async def test_what_a_colleague_may_not_see_they_may_not_write_to(office: Office) -> None:
    client_id = await office.client()
    made = await say(office, client_id)
    other = await office.service.office("Beuk", "zoe@beuk.example")
    for path in (f"/messages/{made['id']}", f"/clients/{client_id}/messages"):
        assert (await other.get(path)).status == 404
    assert (await other.post(f"/clients/{client_id}/messages", {"subject": "x", "text": "y"})).status == 404
    bulk = await other.post("/messages/bulk", {"ids": [client_id], "subject": "x", "text": "y"})
    assert bulk.code == "client_unknown"
