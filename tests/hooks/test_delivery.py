"""What an office's systems hear: signed, in order, at least once, and again when they were away."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from sqlalchemy import select

from server.hooks import targets
from server.hooks.outgoing import LEASE, PAUSES
from server.hooks.tables import webhooks
from server.mail.page import Sender
from server.signing.envelopes import Event
from server.stores.tables import mails
from tests.hooks.office import Office
from tests.hooks.receiver import Got
from tests.server.harness import Service
from tools.steps import ROOT

KINDS = ("envelope.sent", "envelope.viewed", "envelope.signed", "envelope.completed")


async def test_an_event_arrives_signed_as_standard_webhooks_asks(office: Office) -> None:
    made = await office.webhook()
    envelope = office.envelope("Hypotheek – Jan & Els")
    await office.happens(envelope, "signed", 4)
    assert await office.send_all() == 1
    (got,) = office.receiver.got
    assert got.signed_with(made["secret"])
    assert not got.signed_with("whsec_" + "A" * 44), "or the check above proves nothing"
    assert got.timestamp == str(int(office.service.clock().timestamp()))
    assert got.headers["content-type"] == "application/json"
    assert got.json["type"] == "envelope.signed"
    assert got.json["timestamp"] == "2026-11-23T09:30:00.000Z"
    assert got.json["data"]["sequence"] == 4
    assert got.json["data"]["signer_id"] == envelope.signers[0].id
    told = got.json["data"]["envelope"]
    assert (told["id"], told["title"], told["status"]) == (envelope.id, "Hypotheek – Jan & Els", "sent")
    assert told["signers"][0]["email"] == "jan@client.example"
    (delivery,) = await office.deliveries(made["id"])
    assert (delivery["id"], delivery["status"]) == (got.id, "delivered")
    assert delivery["tries"][0]["status"] == 204
    whole = await office.admin.get(f"/webhooks/{made['id']}/deliveries/{got.id}")
    assert whole["body"].encode() == got.body


async def test_only_what_was_asked_for_is_told_and_only_to_the_own_office(office: Office) -> None:
    await office.webhook("envelope.completed")
    other = await office.service.office("Beukenhof", "eva@beukenhof.example")
    body = {"name": "CRM", "url": office.receiver.url, "kinds": list(KINDS)}
    assert (await other.post("/webhooks", body)).status == 201
    envelope = office.envelope()
    for seq, kind in enumerate(("created", "sent", "link_sent", "signed", "completed"), 1):
        await office.happens(envelope, kind, seq)
    await office.send_all()
    assert [got.kind for got in office.receiver.got] == ["envelope.completed"]


async def test_an_event_that_is_undone_is_told_to_nobody(office: Office) -> None:
    made = await office.webhook()
    envelope = office.envelope()

    async def undone() -> None:
        async with office.service.parts.database.writing() as rows:
            await office.hooks.outgoing.on_event(rows, envelope, _event(office))
            raise RuntimeError("undone")

    with pytest.raises(RuntimeError, match="undone"):
        await undone()
    assert await office.send_all() == 0
    assert await office.deliveries(made["id"]) == []


def _event(office: Office) -> Event:
    return Event(1, office.service.clock(), "sent", None, "", {})


async def test_a_refused_message_comes_again_with_the_same_id_and_body_and_a_new_time(office: Office) -> None:
    made = await office.webhook()
    office.receiver.answer = lambda got: 500 if len(office.receiver.got) < 3 else 200
    await office.happens(office.envelope(), "sent", 1)
    assert await office.send_all() == 1
    assert await office.send_all() == 0, "the next try waits its turn"
    (delivery,) = await office.deliveries(made["id"])
    assert (delivery["status"], delivery["tries"][0]["error"]) == ("queued", "refused")
    for pause in PAUSES[:2]:
        office.service.clock.move(seconds=pause)
        assert await office.send_all() == 1
    first, *again = office.receiver.got
    assert {(got.id, got.body) for got in again} == {(first.id, first.body)}
    assert len({got.timestamp for got in office.receiver.got}) == 3
    assert all(got.signed_with(made["secret"]) for got in office.receiver.got)
    (delivery,) = await office.deliveries(made["id"])
    assert [one["status"] for one in delivery["tries"]] == [500, 500, 200]
    assert delivery["status"] == "delivered"


async def test_what_happens_to_one_envelope_arrives_in_order_and_other_envelopes_do_not_wait(office: Office) -> None:
    await office.webhook(*KINDS)
    slow, quick = office.envelope("traag"), office.envelope("vlot")

    def answer(got: Got) -> int:
        first = got.json["data"]["envelope"]["title"] == "traag" and len(office.receiver.got) == 1
        return 503 if first else 204

    office.receiver.answer = answer
    for seq, kind in enumerate(("sent", "viewed", "signed"), 1):
        await office.happens(slow, kind, seq)
        await office.happens(quick, kind, seq)
    await office.send_all()
    told = [(got.json["data"]["envelope"]["title"], got.json["data"]["sequence"]) for got in office.receiver.got]
    assert told == [("traag", 1), ("vlot", 1), ("vlot", 2), ("vlot", 3)]
    office.service.clock.move(seconds=PAUSES[0])
    await office.send_all()
    told = [(got.json["data"]["envelope"]["title"], got.json["data"]["sequence"]) for got in office.receiver.got]
    assert told[4:] == [("traag", 1), ("traag", 2), ("traag", 3)]


@pytest.mark.parametrize(
    "database_url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.service)], indirect=True
)
async def test_many_senders_at_once_double_nothing_and_keep_the_order(office: Office) -> None:
    await office.webhook(*KINDS)
    envelopes = [office.envelope(str(number)) for number in range(4)]
    for seq, kind in enumerate(("sent", "viewed", "signed", "completed"), 1):
        for envelope in envelopes:
            await office.happens(envelope, kind, seq)

    async def send() -> None:
        idle = 0
        while idle < 5:
            idle = 0 if await office.hooks.sender.send_one() else idle + 1
            await asyncio.sleep(0)

    while len(office.receiver.got) < 16:
        await asyncio.gather(*(send() for _ in range(4)))
    assert len({got.id for got in office.receiver.got}) == len(office.receiver.got) == 16
    for envelope in envelopes:
        order = [
            got.json["data"]["sequence"]
            for got in office.receiver.got
            if got.json["data"]["envelope"]["id"] == envelope.id
        ]
        assert order == [1, 2, 3, 4]


KILLED = """
import asyncio, sys
from pathlib import Path
from server.app import app_of, PARTS
from server.keys import read_or_make
from server.settings import read
from server.wiring import assemble
from tests.server.harness import Clock

async def main(data, place):
    parts = assemble(read({"SAMEN_DATA": data, "WEBHOOK_ALLOW": place}), read_or_make(Path(data)), Clock())
    await parts.hooks.sender.send_one()

asyncio.run(main(*sys.argv[1:]))
"""


async def test_a_message_whose_sender_was_killed_is_sent_by_another_with_the_same_id(
    office: Office, tmp_path: Path
) -> None:
    made = await office.webhook()
    envelope = office.envelope()
    await office.happens(envelope, "sent", 1)
    await office.happens(envelope, "signed", 2)
    office.receiver.hang.clear()
    doomed = await asyncio.create_subprocess_exec(
        sys.executable, "-c", KILLED, str(tmp_path / "data"), office.receiver.place, cwd=ROOT
    )
    try:
        await office.receiver.until(1)
    finally:
        os.kill(doomed.pid, signal.SIGKILL)
        await doomed.wait()
        office.receiver.hang.set()
    assert await office.send_all() == 0, "for a moment it may still be alive"
    office.service.clock.move(seconds=LEASE.total_seconds() + 1)
    assert await office.send_all() == 2
    first, again, second = office.receiver.got
    assert (again.id, again.body) == (first.id, first.body)
    assert second.kind == "envelope.signed"
    assert again.signed_with(made["secret"])


async def _fail_for_days(office: Office) -> int:
    """Let a message be tried until it is given up; the number of tries."""
    tries = await office.send_all()
    for pause in PAUSES:
        await office.later(seconds=pause)
        tries += await office.send_all()
    return tries


async def _mails(service: Service) -> list[Any]:
    async with service.parts.database.reading() as rows:
        return list((await rows.execute(select(mails).where(mails.c.kind == "webhook_off"))).all())


async def test_after_days_of_failing_a_webhook_is_off_its_administrators_know_and_nothing_is_lost(
    office: Office,
) -> None:
    made = await office.webhook()
    envelope = office.envelope()
    office.receiver.answer = lambda got: 500
    await office.happens(envelope, "sent", 1)
    assert await _fail_for_days(office) == len(PAUSES) + 1
    shown = await office.admin.get(f"/webhooks/{made['id']}")
    assert (shown["active"], shown["off_reason"]) == (False, "failures")
    (mail,) = await _mails(office.service)
    assert (mail.recipient, mail.language) == ("ann@lindelaan.example", "nl")
    assert "Ons CRM" in mail.subject
    assert f"/adviser/settings/webhooks/{made['id']}" in mail.text
    assert "whsec_" not in mail.text + mail.html

    await office.happens(envelope, "signed", 2)
    assert await office.send_all() == 0
    assert [one["status"] for one in await office.deliveries(made["id"])] == ["held", "failed"]

    office.receiver.answer = lambda got: 204
    before = len(office.receiver.got)
    on = await office.admin.patch(f"/webhooks/{made['id']}", {"active": True})
    assert (on["active"], on["off_reason"], on["failing_since"]) == (True, "", None)
    assert await office.send_all() == 1
    again = await office.admin.post(f"/webhooks/{made['id']}/deliveries/resend-failed")
    assert again["count"] == 1
    assert await office.send_all() == 1
    assert [got.kind for got in office.receiver.got[before:]] == ["envelope.signed", "envelope.sent"]
    assert len({got.id for got in office.receiver.got}) == 2


async def test_one_success_in_between_keeps_a_webhook_on(office: Office) -> None:
    made = await office.webhook()
    office.receiver.answer = lambda got: 204 if got.kind == "envelope.signed" else 500
    await office.happens(office.envelope(), "sent", 1)
    await office.send_all()
    for pause in PAUSES[:-1]:
        await office.later(seconds=pause)
        await office.send_all()
    await office.happens(office.envelope(), "signed", 1)
    await office.send_all()
    await office.later(seconds=PAUSES[-1])
    await office.send_all()
    assert (await office.admin.get(f"/webhooks/{made['id']}"))["active"] is True
    assert await _mails(office.service) == []


async def test_an_address_that_says_it_is_gone_is_off_at_once(office: Office) -> None:
    made = await office.webhook()
    office.receiver.answer = lambda got: 410
    await office.happens(office.envelope(), "sent", 1)
    await office.happens(office.envelope(), "sent", 1)
    assert await office.send_all() == 1
    assert (await office.admin.get(f"/webhooks/{made['id']}"))["off_reason"] == "gone"
    assert len(await _mails(office.service)) == 1
    assert [one["status"] for one in await office.deliveries(made["id"])] == ["held", "failed"]


async def test_a_webhook_that_is_switched_off_by_hand_hears_nothing_of_that_time(office: Office) -> None:
    made = await office.webhook()
    await office.happens(office.envelope("ervoor"), "sent", 1)
    assert (await office.admin.patch(f"/webhooks/{made['id']}", {"active": False}))["off_reason"] == "admin"
    await office.happens(office.envelope("intussen"), "sent", 1)
    assert await office.send_all() == 0
    await office.admin.patch(f"/webhooks/{made['id']}", {"active": True})
    assert await office.send_all() == 1
    assert [got.json["data"]["envelope"]["title"] for got in office.receiver.got] == ["ervoor"]


async def test_a_redirect_is_not_followed(office: Office) -> None:
    made = await office.webhook()

    def elsewhere(got: Got) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": f"http://{office.receiver.place}/elders"})

    office.receiver.answer = elsewhere
    await office.happens(office.envelope(), "sent", 1)
    await office.send_all()
    assert len(office.receiver.got) == 1
    (delivery,) = await office.deliveries(made["id"])
    assert (delivery["tries"][0]["error"], delivery["tries"][0]["status"]) == ("redirected", 302)


async def test_who_does_not_answer_in_time_is_tried_again_later(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(targets, "WITHIN", 0.3)
    made = await office.webhook()
    office.receiver.hang.clear()
    await office.happens(office.envelope(), "sent", 1)
    assert await office.send_all() == 1
    (delivery,) = await office.deliveries(made["id"])
    assert (delivery["status"], delivery["tries"][0]["error"]) == ("queued", "too_slow")


async def test_of_an_answer_only_the_beginning_is_read_and_kept(office: Office) -> None:
    made = await office.webhook()
    office.receiver.answer = lambda got: web.Response(status=500, body=b"\0fout \xff" + b"x" * 5_000_000)
    await office.happens(office.envelope(), "sent", 1)
    await office.send_all()
    (delivery,) = await office.deliveries(made["id"])
    assert delivery["tries"][0]["answer"].startswith("fout \ufffdxxx")
    assert len(delivery["tries"][0]["answer"]) <= 1_000


async def test_a_receiver_may_ask_for_a_longer_pause(office: Office) -> None:
    await office.webhook()
    office.receiver.answer = lambda got: web.Response(status=429, headers={"Retry-After": "600"})
    await office.happens(office.envelope(), "sent", 1)
    await office.send_all()
    office.service.clock.move(seconds=599)
    assert await office.send_all() == 0
    office.service.clock.move(seconds=1)
    assert await office.send_all() == 1


async def test_a_delivered_message_can_be_sent_again_with_its_own_id(office: Office) -> None:
    made = await office.webhook()
    await office.happens(office.envelope(), "sent", 1)
    await office.send_all()
    path = f"/webhooks/{made['id']}/deliveries/{office.receiver.got[0].id}/resend"
    assert (await office.admin.post(path))["status"] == "queued"
    await office.send_all()
    first, again = office.receiver.got
    assert (first.id, first.body) == (again.id, again.body)
    (delivery,) = await office.deliveries(made["id"])
    assert [one["number"] for one in delivery["tries"]] == [1, 2]
    await office.admin.patch(f"/webhooks/{made['id']}", {"active": False})
    assert (await office.admin.post(path)).code == "webhook_off"


async def test_a_test_message_is_sent_once_also_to_a_webhook_that_is_off(office: Office) -> None:
    made = await office.webhook()
    await office.admin.patch(f"/webhooks/{made['id']}", {"active": False})
    sent = await office.admin.post(f"/webhooks/{made['id']}/test")
    assert (sent.status, sent["kind"], sent["status"]) == (201, "webhook.test", "queued")
    await office.send_all()
    (got,) = office.receiver.got
    assert got.signed_with(made["secret"])
    assert got.json["data"] == {"webhook_id": made["id"]}
    office.receiver.answer = lambda got: 500
    await office.admin.post(f"/webhooks/{made['id']}/test")
    await office.send_all()
    assert (await office.deliveries(made["id"]))[0]["status"] == "failed"
    assert (await office.admin.get(f"/webhooks/{made['id']}"))["failing_since"] is None


async def test_a_replaced_secret_signs_along_for_a_day(office: Office) -> None:
    made = await office.webhook()
    renewed = await office.admin.post(f"/webhooks/{made['id']}/secret")
    assert renewed["secret"] != made["secret"]
    assert renewed["secret_before_until"] == "2026-11-24T09:30:00Z"
    await office.happens(office.envelope(), "sent", 1)
    await office.send_all()
    await office.later(hours=24)
    await office.happens(office.envelope(), "sent", 1)
    await office.send_all()
    first, second = office.receiver.got
    assert first.signed_with(made["secret"])
    assert first.signed_with(renewed["secret"])
    assert second.signed_with(renewed["secret"])
    assert not second.signed_with(made["secret"])
    assert len(second.signatures) == 1


async def test_secrets_are_shown_once_and_sealed_at_rest(office: Office) -> None:
    made = await office.webhook()
    for answer in (
        await office.admin.get("/webhooks"),
        await office.admin.get(f"/webhooks/{made['id']}"),
        await office.admin.patch(f"/webhooks/{made['id']}", {"name": "Ander"}),
    ):
        assert answer.status == 200
        assert "secret" not in str(answer.body).replace("secret_before_until", "")
    async with office.service.parts.database.reading() as rows:
        (row,) = (await rows.execute(select(webhooks))).all()
    assert made["secret"] not in str(row)


async def test_old_messages_are_forgotten_after_a_month(office: Office) -> None:
    made = await office.webhook()
    await office.happens(office.envelope(), "sent", 1)
    await office.send_all()
    await office.later(days=31)
    await office.hooks.outgoing.sweep()
    assert await office.deliveries(made["id"]) == []


async def test_the_log_turns_its_pages(office: Office) -> None:
    made = await office.webhook()
    for _ in range(33):
        await office.happens(office.envelope(), "sent", 1)
    path = f"/webhooks/{made['id']}/deliveries"
    first = await office.admin.get(path)
    second = await office.admin.get(f"{path}?before={first['next']}")
    ids = [one["id"] for one in (*first["items"], *second["items"])]
    assert len(ids) == len(set(ids)) == 33
    assert all(newer > older for newer, older in pairwise(ids))
    assert second["next"] is None


async def test_a_running_service_sends_by_itself(tmp_path: Path, receiver: Any) -> None:
    from tests.server.harness import serving

    async with serving(tmp_path / "own", WEBHOOK_ALLOW=receiver.place) as service:
        admin = await service.office()
        organisation_id = (await admin.get("/me"))["organisation"]["id"]
        office = Office(service, admin, organisation_id, receiver)
        await office.webhook()
        envelope = office.envelope()
        await office.happens(envelope, "sent", 1)
        await office.hooks.after_event(envelope, _event(office))
        await receiver.until(1)


def test_letters_about_webhooks_have_the_same_words_in_each_language() -> None:
    from server.hooks.letters import WORDS, webhook_off
    from tests.server.harness import Clock

    assert {frozenset(words) for words in WORDS.values()} == {frozenset(WORDS["nl"])}
    for language in ("nl", "en", "fr"):
        for gone in (True, False):
            letter = webhook_off(
                Sender("Lindelaan", "#155C47", "", False),
                language,
                email="a@b.example",
                name="Ann",
                webhook="CRM\r\nBcc: x@y.example",
                url="https://crm.example/hook",
                since=Clock()(),
                gone=gone,
                link="https://samen.example/adviser/settings/webhooks/1",
            )
            assert "\n" not in letter.subject
            assert "{" not in letter.text
