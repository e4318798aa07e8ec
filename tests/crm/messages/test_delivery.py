"""How mails travel: signed, with a calendar, with one click to leave; and what comes back."""

from __future__ import annotations

import asyncio
import base64
import email.policy
import io
import re
from collections.abc import AsyncIterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from sqlalchemy import select

from crm_adapter.messages.samples import SAMPLES
from server.crm.messages.tables import bounces
from server.crm.ports import Recipient
from server.mail.smtp import MailSender, Origin
from server.stores.tables import mails
from tests.crm.messages.conftest import Office
from tests.server.harness import Clock, serving
from tests.services.mail import MailServer, mail_server

__all__ = ["mail_server"]
TOKEN = "geheim-van-de-mailserver"
ICS = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1@x\r\nSUMMARY:Caf\u00e9\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PEM = KEY.private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
)


class Sending(Office):
    """An office whose mails a test sends itself."""

    server: MailServer

    async def send_mails(self) -> list[EmailMessage]:
        while await self.crm.ground.jobs.do_one():
            pass
        parts = self.service.parts
        settings = parts.settings
        assert settings.smtp is not None
        origin = Origin(settings.mail_from, settings.mail_bounces, settings.dkim)
        sender = MailSender(parts.outbox, settings.smtp, origin, parts.blobs, parts.now, lambda _outcome: None)
        while await sender.send_one():
            pass
        return list(self.server.messages)

    async def mail(self, mail_id: str) -> Any:
        async with self.service.parts.database.reading() as rows:
            return (await rows.execute(select(mails).where(mails.c.id == mail_id))).one()

    async def hand_in(self, raw: bytes, to: str = "", token: str = TOKEN) -> Any:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "message/rfc822"}
        browser = self.service.browser()
        return await browser.call(
            "POST", f"/mail/bounces?to={to.replace('+', '%2B')}", headers=headers, data=io.BytesIO(raw)
        )


@pytest.fixture
async def sending(tmp_path: Path, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Sending]:
    async def stand_still(_sender: MailSender) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(MailSender, "run", stand_still)
    settings = mail_server.settings | {
        "DKIM_KEY": PEM.decode(),
        "DKIM_SELECTOR": "samen",
        "MAIL_BOUNCES": "bounce+{}@office.test",
        "MAIL_BOUNCES_TOKEN": TOKEN,
    }
    async with serving(tmp_path / "data", Clock(), **settings) as service:
        admin = await service.office()
        office = Sending(service, admin, await admin.get("/me"))
        office.server = mail_server
        yield office


def dns(name: bytes, timeout: int = 5) -> bytes:
    assert name == b"samen._domainkey.office.test."
    public = KEY.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)


def raw_of(message: EmailMessage) -> bytes:
    """As it travelled."""
    return message.as_bytes(policy=email.policy.SMTP.clone(refold_source="none"))


async def to_client(sending: Sending, kind: str = "client_message", **body: Any) -> Any:
    client_id = await sending.client()
    said = {"kind": kind, "subject": "Hoe gaat het?", "text": "Dag Jan, \u00e9\u00e9n twee."} | body
    made = await sending.admin.post(f"/clients/{client_id}/messages", said)
    assert made.status == 201, made
    return made


async def test_each_mail_is_signed_and_the_signature_holds(sending: Sending) -> None:
    await to_client(sending)
    (message,) = await sending.send_mails()
    raw = raw_of(message)
    assert dkim.verify(raw, dnsfunc=dns)
    for before, after in ((b"Subject: Hoe", b"Subject: Wat"), (b"To: ", b"To: X "), (b"From: ", b"From: X ")):
        assert before in raw
        assert not dkim.verify(raw.replace(before, after, 1), dnsfunc=dns), before
    # Nobody can add a second From above the signed one.
    assert not dkim.verify(b"From: evil@evil.example\r\n" + raw, dnsfunc=dns)


async def test_a_calendar_travels_as_an_alternative_and_as_a_file(sending: Sending) -> None:
    to = Recipient("jan@client.example", "Jan", "nl")
    async with sending.service.parts.database.writing() as rows:
        await sending.crm.messages.letters.send(
            rows, sending.id, "appointment_planned", to, SAMPLES["nl"], calendar=("REQUEST", ICS.encode())
        )
    (message,) = await sending.send_mails()
    assert message.get_content_type() == "multipart/mixed"
    alternative, file = message.iter_parts()
    kinds = [part.get_content_type() for part in alternative.iter_parts()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    calendar = list(alternative.iter_parts())[-1]
    assert calendar.get_param("method") == "REQUEST"
    assert calendar.get_param("charset") == "utf-8"
    assert calendar.get_payload(decode=True) == ICS.encode()
    assert file.get_content_type() == "application/ics"
    assert file.get_filename() == "invite.ics"
    assert file.get_payload(decode=True) == ICS.encode()
    assert dkim.verify(raw_of(message), dnsfunc=dns)


async def test_marketing_alone_carries_one_click_to_leave_and_a_get_changes_nothing(sending: Sending) -> None:
    made = await to_client(sending, text="Nieuws: %{unsubscribe_link}", kind="client_marketing")
    client_id = made["client_id"]
    other = await sending.admin.post(
        f"/clients/{client_id}/messages", {"subject": "Gewoon", "text": "Dag", "to": "jan@client.example"}
    )
    assert other.status == 201
    marketing, plain = await sending.send_mails()
    assert plain["List-Unsubscribe"] is None
    assert marketing["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    signed = re.search(r"h=([^;]+);", str(marketing["DKIM-Signature"]))
    assert signed is not None
    assert {"list-unsubscribe", "list-unsubscribe-post"} <= {one.strip() for one in signed[1].split(":")}
    assert dkim.verify(raw_of(marketing), dnsfunc=dns)
    path = str(marketing["List-Unsubscribe"]).strip("<>").partition("/api/v1")[2]
    program = sending.service.browser()

    shown = await program.get(path)
    assert shown.status == 200
    assert b"<form" in shown.body
    assert not (await sending.admin.get(f"/clients/{client_id}"))["unsubscribed"]

    done = await program.call("POST", path, data={"List-Unsubscribe": "One-Click"})
    assert done.status == 200
    assert (await sending.admin.get(f"/clients/{client_id}"))["unsubscribed"]
    again = {"kind": "client_marketing", "subject": "Nog eens", "text": "Nieuws"}
    assert (await sending.admin.post(f"/clients/{client_id}/messages", again)).code == "unsubscribed"
    assert (await sending.admin.post(f"/clients/{client_id}/messages", {"subject": "x", "text": "y"})).status == 201
    assert (await program.get(path[:-6] + "AAAAAA")).code == "unsubscribe_unknown"


def report(action: str, status: str, mail_id: str = "", kind: str = "delivery-status") -> bytes:
    """As a mail server writes it (RFC 3464)."""
    lines = [
        "From: MAILER-DAEMON@mx.client.example",
        f"To: bounce+{mail_id.replace('-', '')}@office.test" if mail_id else "To: samen@office.test",
        "Subject: Undelivered Mail Returned to Sender",
        "MIME-Version: 1.0",
        f'Content-Type: multipart/report; report-type={kind}; boundary="b"',
        "",
        "--b",
        "Content-Type: text/plain",
        "",
        "I am sorry.",
        "--b",
        "Content-Type: message/delivery-status"
        if kind == "delivery-status"
        else "Content-Type: message/feedback-report",
        "",
        "Reporting-MTA: dns; mx.client.example",
        "",
        "Final-Recipient: rfc822; jan@client.example",
        f"Action: {action}",
        f"Status: {status}",
        f"Diagnostic-Code: smtp; 550 {status} No such user",
        "--b--",
        "",
    ]
    return "\r\n".join(lines).encode()


async def state_of(sending: Sending, message_id: str) -> str:
    return str((await sending.admin.get(f"/messages/{message_id}"))["state"])


@pytest.mark.covers("C029")
async def test_the_conversation_says_sent_and_then_delivered(sending: Sending) -> None:
    made = await to_client(sending)
    assert made["state"] == "queued"
    await sending.send_mails()
    assert await state_of(sending, made["id"]) == "sent"
    mail_id = (await sending.admin.get("/outbox"))["items"][0]["id"]
    told = await sending.hand_in(report("delivered", "2.0.0", mail_id))
    assert (told["verdict"], told["known"]) == ("delivered", True)
    found = await sending.admin.get(f"/clients/{made['client_id']}/messages")
    assert found["items"][0]["state"] == "delivered"
    assert (await sending.admin.get("/outbox"))["items"][0]["delivered_at"] is not None


async def test_an_address_that_nobody_reads_gets_no_more_mail(sending: Sending) -> None:
    made = await to_client(sending)
    (message,) = await sending.send_mails()
    assert message["X-MailFrom"] is None
    mail_id = (await sending.admin.get("/outbox"))["items"][0]["id"]
    told = await sending.hand_in(report("failed", "5.1.1"), to=f"bounce+{mail_id.replace('-', '')}@office.test")
    assert (told["verdict"], told["known"]) == ("hard", True)
    assert await state_of(sending, made["id"]) == "returned"
    client = await sending.admin.get(f"/clients/{made['client_id']}")
    assert client["email_blocked"]
    refused = await sending.admin.post(f"/clients/{made['client_id']}/messages", {"subject": "x", "text": "y"})
    assert refused.code == "email_blocked"
    kinds = [line["kind"] for line in (await sending.admin.get(f"/clients/{made['client_id']}/timeline"))["items"]]
    assert {"message_sent", "message_failed", "address_blocked"} <= set(kinds)
    # Said again, it counts once.
    await sending.hand_in(report("failed", "5.1.1", mail_id))
    again = [line["kind"] for line in (await sending.admin.get(f"/clients/{made['client_id']}/timeline"))["items"]]
    assert again.count("message_failed") == 1


@pytest.mark.parametrize(
    ("action", "status"), [("failed", "5.2.2"), ("failed", "4.4.7"), ("delayed", "4.0.0"), ("failed", "5.7.1")]
)
async def test_a_full_mailbox_or_a_delay_blocks_nobody(sending: Sending, action: str, status: str) -> None:
    made = await to_client(sending)
    await sending.send_mails()
    mail_id = (await sending.admin.get("/outbox"))["items"][0]["id"]
    assert (await sending.hand_in(report(action, status, mail_id)))["verdict"] == "soft"
    assert not (await sending.admin.get(f"/clients/{made['client_id']}"))["email_blocked"]
    assert await state_of(sending, made["id"]) == ("returned" if status.startswith("5") else "sent")


async def test_a_complaint_blocks_and_ends_offers(sending: Sending) -> None:
    made = await to_client(sending)
    await sending.send_mails()
    mail_id = (await sending.admin.get("/outbox"))["items"][0]["id"]
    assert (await sending.hand_in(report("x", "x", mail_id, "feedback-report")))["verdict"] == "complaint"
    client = await sending.admin.get(f"/clients/{made['client_id']}")
    assert client["email_blocked"]
    assert client["unsubscribed"]


async def test_only_the_mail_server_hands_in_reports_and_only_reports(sending: Sending) -> None:
    assert (await sending.hand_in(report("failed", "5.1.1"), token="geraden")).code == "bounce_token_wrong"
    assert (await sending.hand_in(b"From: a@b.example\r\nSubject: Hallo\r\n\r\nDag")).code == "not_a_report"
    unknown = await sending.hand_in(report("failed", "5.1.1", "01a201d8-719f-789e-910b-56a4436296bc"))
    assert unknown["known"] is False
    assert (await sending.hand_in(b"x" * 1_100_000)).code == "body_too_large"
    nested = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" * 3_000
    assert (await sending.hand_in(nested)).code == "not_a_report"
    async with sending.service.parts.database.reading() as rows:
        assert (await rows.execute(select(bounces))).all() == []


async def test_reports_come_back_to_an_address_that_names_the_mail(sending: Sending) -> None:
    seen: list[str] = []
    handler = sending.server.handle_DATA

    async def noting(server: Any, session: Any, envelope: Any) -> str:
        seen.append(str(envelope.mail_from))
        return await handler(server, session, envelope)

    sending.server.handle_DATA = noting  # type: ignore[method-assign,assignment]  # to see the envelope too
    await to_client(sending)
    await sending.send_mails()
    mail_id = (await sending.admin.get("/outbox"))["items"][0]["id"]
    assert seen == [f"bounce+{mail_id.replace('-', '')}@office.test"]
