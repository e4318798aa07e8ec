"""Erasing a client: the report first, then the same in earnest; holds and work that goes on stop it."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

from sqlalchemy import select

from server.crm.documents.cabinet import PURGE
from server.crm.privacy.tables import personal_exports
from server.jobs import Job
from server.live.tables import sessions
from server.stores.tables import blob_claims, metadata
from tests.crm.clients.office import CLIENTS, email
from tests.crm.privacy.cabinet import EMAIL, NAME, PrivateOffice


def counts(plan: dict[str, Any]) -> dict[str, tuple[int, str]]:
    return {one["kind"]: (one["count"], one["fate"]) for one in plan["fates"]}


async def test_the_report_says_what_goes_and_what_stays_and_why(office: PrivateOffice) -> None:
    await office.past()
    plan = await office.plan()
    found = counts(plan)
    assert found["card"] == (1, "emptied")
    assert found["documents"] == (2, "erased")
    assert found["notes"] == (1, "erased")
    assert found["appointments"] == (1, "emptied")
    assert found["sessions"] == (2, "kept"), "the one that was, and the one that was planned"
    assert found["crm_writes"] == (1, "erased")
    assert [one["reason"] for one in plan["fates"] if one["kind"] == "sessions"] == ["advice_reconstructable"]
    assert plan["stops"] == []
    assert (await office.clients.one(office.client_id))["name"] == NAME, "a report erases nothing"


async def test_nothing_personal_is_left_anywhere_after_an_erasure(office: PrivateOffice) -> None:
    await office.past()
    await office.imported(bring=False)
    await office.imported(bring=True)
    await office.clients.one(office.client_id)
    archive = await office.archive()
    assert any("imports" in name for name in archive.namelist())
    assert await office.everything_that_says("vermeulen", "loonstrook", "612345678")
    status, done = await office.erase("jan  VERMEULEN")
    assert status == 200, done
    assert await office.everything_that_says("vermeulen", "loonstrook", "612345678") == []
    assert (await office.call("GET", f"{CLIENTS}/{office.client_id}"))[0] == 404
    assert (await office.call("GET", f"/clients/{office.client_id}/erasure"))[0] == 404
    async with office.house.database.reading() as rows:
        assert await rows.scalar(select(sessions.c.client_id).where(sessions.c.id == office.session_id)) is None
        assert (await rows.execute(select(personal_exports))).all() == []
        assert (await rows.execute(select(blob_claims))).all() == []
    # Only the bytes of others are left.
    blobs = office.house.parts.settings.data / "blobs"
    texts = [one.read_bytes() for one in blobs.rglob("*") if one.is_file()]
    assert b"loon van jan" not in texts
    assert b"alleen voor ons" not in texts


async def test_a_message_to_many_does_not_know_any_more_who_was_erased(office: PrivateOffice) -> None:
    await office.past()
    other = await office.clients.made("Els Bakker", contacts=[email("els@bakker.example")])
    body = {"ids": [office.client_id, other["id"]], "subject": "Nieuws", "text": "Dag"}
    status, mailing = await office.call("POST", "/messages/bulk", body)
    assert status in (201, 202), mailing
    path = f"/mailings/{mailing['id']}"
    async with asyncio.timeout(20):
        while (await office.call("GET", path))[1]["done_at"] is None:  # noqa: ASYNC110 - the work runs by itself
            await asyncio.sleep(0.05)
    assert (await office.erase())[0] == 200
    _, found = await office.call("GET", f"{path}/recipients")
    assert sorted((one["client_id"], one["name"]) for one in found["items"]) == [("", ""), (other["id"], "Els Bakker")]
    assert (await office.call("GET", path))[1]["sent"] == 2, "how many there were stays"


async def test_an_erasure_is_told_to_other_systems_and_kept_without_a_name(office: PrivateOffice) -> None:
    await office.past()
    await office.erase()
    status, feed = await office.call("GET", "/events?kind=party.erased")
    assert status == 200, feed
    assert [one["data"]["client_id"] for one in feed["items"]] == [office.client_id]
    _, erased = await office.call("GET", "/privacy/erasures")
    assert erased["items"][0]["client_id"] == office.client_id
    assert erased["items"][0]["by"] == "Ada de Baas"
    assert "audit" in [one["kind"] for one in erased["items"][0]["fates"]]


async def test_the_chain_of_the_audit_holds_after_an_erasure(office: PrivateOffice) -> None:
    await office.past()
    assert (await office.erase())[0] == 200
    while await office.chain.seal(office.id):
        continue
    said = (await office.call("GET", "/audit/verdict"))[1]
    assert said["intact"], said
    assert said["withheld"] > 0


async def test_a_hold_stops_an_erasure_until_it_is_lifted(office: PrivateOffice) -> None:
    await office.past()
    status, hold = await office.call("POST", f"/clients/{office.client_id}/holds", {"reason": "Klacht bij Kifid"})
    assert status == 201, hold
    plan = await office.plan()
    assert [(one["kind"], one["detail"]) for one in plan["stops"]] == [("hold", "Klacht bij Kifid")]
    status, refused = await office.erase()
    assert (status, refused["code"]) == (409, "erasure_stopped")
    assert (await office.call("DELETE", f"/privacy/holds/{hold['id']}"))[0] == 204
    assert (await office.call("DELETE", f"/privacy/holds/{hold['id']}"))[1]["code"] == "hold_unknown"
    assert (await office.erase())[0] == 200


async def test_a_hold_keeps_a_document_that_was_deleted_by_hand_until_it_is_lifted(office: PrivateOffice) -> None:
    table = metadata.tables["documents"]
    async with office.house.database.reading() as rows:
        document_id = await rows.scalar(select(table.c.id).where(table.c.client_id == office.client_id).limit(1))

    async def there() -> bool:
        async with office.house.database.reading() as rows:
            return await rows.scalar(select(table.c.id).where(table.c.id == document_id)) is not None

    async def purged() -> datetime | None:
        crm = office.house.parts.crm
        assert crm is not None
        return await crm.documents.cabinet.purge(Job("1", office.id, PURGE, str(document_id), {}, 1))

    _, hold = await office.call("POST", f"/clients/{office.client_id}/holds", {"reason": "Klacht"})
    assert (await office.call("DELETE", f"/documents/{document_id}"))[0] == 204
    again = await purged()
    assert again is not None
    assert again > office.house.clock(), "asked again another day"
    assert await there()
    assert (await office.call("DELETE", f"/privacy/holds/{hold['id']}"))[0] == 204
    assert await purged() is None
    assert not await there()


async def test_a_hold_has_its_last_day_ahead(simple: PrivateOffice) -> None:
    path = f"/clients/{simple.client_id}/holds"
    status, refused = await simple.call("POST", path, {"reason": "Kort", "until": "2001-01-01"})
    assert (status, refused["code"]) == (422, "hold_in_the_past")


async def test_an_appointment_to_come_stops_an_erasure(simple: PrivateOffice) -> None:
    plan = await simple.plan()
    assert [one["kind"] for one in plan["stops"]] == ["appointments"]
    assert (await simple.erase())[1]["code"] == "erasure_stopped"


async def test_the_name_is_typed_and_what_was_shown_is_what_is_done(office: PrivateOffice) -> None:
    await office.past()
    seen = (await office.plan())["digest"]
    assert (await office.erase("Jan Vermeer"))[1]["code"] == "name_differs"
    await office.call("POST", f"/clients/{office.client_id}/timeline", {"text": "Nog iets"}, who=office.clients.ann)
    status, refused = await office.erase(digest=seen)
    assert (status, refused["code"]) == (409, "erasure_changed")
    assert (await office.clients.one(office.client_id))["name"] == NAME


async def test_those_who_were_merged_into_a_client_go_with_them(office: PrivateOffice) -> None:
    await office.past()
    double = await office.clients.made("Johannes Dubbelganger", contacts=[email("dubbel@ganger.example")])
    await office.clients.call(
        "POST", f"{CLIENTS}/merge", {"into": office.client_id, "from": double["id"]}, who=office.clients.admin
    )
    name = (await office.clients.one(office.client_id))["name"]
    assert (await office.erase(name))[0] == 200
    assert await office.everything_that_says("dubbelganger", "dubbel@") == []


async def test_an_address_that_another_client_has_too_keeps_its_mails(office: PrivateOffice) -> None:
    await office.past()
    els = await office.clients.made("Els de Boer", contacts=[email(EMAIL)])
    status, sent = await office.clients.call(
        "POST", f"{CLIENTS}/{els['id']}/messages", {"subject": "Dag", "text": "Els"}
    )
    assert status in (201, 202), sent
    assert (await office.erase())[0] == 200
    kept = await office.call("GET", f"/clients/{els['id']}/messages")
    assert [one["subject"] for one in kept[1]["items"]] == ["Dag"]


async def test_only_administrators_erase(simple: PrivateOffice) -> None:
    path = f"/clients/{simple.client_id}/erasure"
    assert (await simple.call("GET", path, who=simple.clients.ann))[0] == 403
    wish = {"name": NAME, "digest": "0" * 64}
    assert (await simple.call("POST", path, wish, who=simple.clients.ann))[0] == 403
