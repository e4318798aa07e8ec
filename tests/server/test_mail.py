"""Mail: kept or sent, once each node has its turn, and readable by people and programs."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import Row, insert, select, update

from server.code_mails import CodeMailer
from server.live.tables import sessions
from server.mail.letters import invitation, reset, session_code
from server.mail.outbox import LEASE
from server.mail.page import Letter, Sender, _light, legible
from server.mail.smtp import MailSender, Origin, Smtp, compose
from server.mail.words import WORDS
from server.settings import read
from server.stores.database import uuid7
from server.stores.tables import mails, organisations, users
from tests.server.harness import Service, serving
from tests.services.mail import MailServer

OFFICE = Sender("Lindelaan <Advies>", "#155C47", "030 555 01 48", logo=False)
CODE = "482917356"


def letters(language: str, office: Sender = OFFICE) -> list[Letter]:
    from datetime import UTC, datetime

    return [
        invitation(
            office,
            language,
            email="bob@lindelaan.example",
            role="adviser",
            inviter="Ann <b>de Wit</b>",
            reply_to="ann@lindelaan.example",
            link="https://samen.example/invite/tok",
            until=datetime(2026, 11, 30, tzinfo=UTC),
        ),
        reset(office, language, email="bob@x.example", name="Bob & Els", link="https://samen.example/reset/tok"),
        session_code(
            office,
            language,
            email="jan@x.example",
            name="Jan",
            adviser="Marieke de Boer",
            reply_to="m@x.example",
            link=f"https://samen.example/{CODE}",
            code=CODE,
        ),
    ]


class Text(HTMLParser):
    """The readable text of a page, and its tags in balance."""

    VOID = frozenset({"meta", "br", "img"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.said = ""
        self.tags: set[str] = set()
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag not in self.VOID:
            self.open.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.said += data + " "


def test_the_languages_have_the_same_words_with_the_same_places() -> None:
    def places(words: Any) -> dict[str, list[str]]:
        return {key: sorted(re.findall(r"\{(\w+)\}", text)) for key, text in words.items()}

    assert places(WORDS["nl"]) == places(WORDS["en"]) == places(WORDS["fr"])


@pytest.mark.parametrize("language", ["nl", "en", "fr"])
def test_every_letter_is_well_formed_and_says_the_same_in_text(language: str) -> None:
    for letter in letters(language):
        page = Text(letter.html)
        assert "{" not in letter.text + page.said, letter.kind
        assert not page.tags & {"script", "form", "iframe", "link"}
        (address,) = page.links
        assert address.startswith("https://samen.example/")
        assert address in letter.text
        assert "Lindelaan <Advies>" in page.said, "names are text, never markup"
        assert len(letter.subject) < 100


def test_a_code_is_easy_to_read_and_not_in_the_subject() -> None:
    letter = letters("nl")[2]
    assert "482 917 356" in letter.html
    assert "482 917 356" in letter.text
    assert "samen.example" in Text(letter.html).said
    assert not re.search(r"\d", letter.subject)


@pytest.mark.parametrize("colour", ["#155C47", "#FFFFFF", "#FFEE00", "#000000", "#EF9D4C"])
def test_white_text_can_be_read_on_every_offices_colour(colour: str) -> None:
    shown = legible(colour)
    parts = [int(shown[at : at + 2], 16) for at in (1, 3, 5)]
    assert 1.05 / (_light(*parts) + 0.05) >= 4.5
    assert legible("#155C47") == "#155C47"


# --- the outbox and delivery ---


@pytest.fixture
async def sending(
    database_url: str, tmp_path: Path, clock: Any, mail_server: MailServer
) -> AsyncIterator[tuple[Service, Callable[[], MailSender]]]:
    """A service whose outbox is emptied by hand, into a real mail server."""
    async with serving(tmp_path / "data", clock, DATABASE_URL=database_url) as service:
        parts = service.parts
        settings = read(mail_server.settings)
        assert settings.smtp is not None
        smtp = settings.smtp
        parts.outbox._sends = True

        def sender() -> MailSender:
            return MailSender(parts.outbox, smtp, Origin(settings.mail_from), parts.blobs, clock, lambda outcome: None)

        yield service, sender


async def put(service: Service, letter: Letter | None = None) -> tuple[str, str]:
    """An office with one mail; returns both ids."""
    admin = await service.office()
    office_id = (await admin.get("/me"))["organisation"]["id"]
    async with service.parts.database.writing() as rows:
        return office_id, await service.parts.outbox.put(rows, office_id, letter or letters("nl")[2])


async def row_of(service: Service, mail_id: str) -> Row[Any]:
    async with service.parts.database.reading() as rows:
        return (await rows.execute(select(mails).where(mails.c.id == mail_id))).one()


Sending = tuple[Service, Callable[[], MailSender]]


async def test_a_mail_is_delivered_whole(sending: Sending, mail_server: MailServer) -> None:
    service, sender = sending
    _, mail_id = await put(service)
    assert await sender().send_one() is True
    assert await sender().send_one() is False
    message = await asyncio.to_thread(mail_server.wait_for_mail_to, "jan@x.example")
    assert message["Subject"] == "Uw gesprek met Marieke de Boer"
    assert message["From"].addresses[0].display_name == "Lindelaan <Advies>"
    assert message["From"].addresses[0].addr_spec == "samen@office.test"
    assert message["Reply-To"] == "m@x.example"
    assert mail_id in message["Message-ID"]
    plain, page = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    assert page is not None
    assert "482 917 356" in plain.get_content()
    assert "482 917 356" in page.get_content()
    row = await row_of(service, mail_id)
    assert (row.status, row.tries, row.error) == ("sent", 1, None)


async def test_two_nodes_send_each_mail_once(sending: Sending, mail_server: MailServer) -> None:
    service, sender = sending
    office_id, _ = await put(service)
    async with service.parts.database.writing() as rows:
        for number in range(11):
            letter = reset(OFFICE, "nl", email=f"n{number}@x.example", name="N", link="https://x.example/reset/t")
            await service.parts.outbox.put(rows, office_id, letter)

    async def node() -> None:
        one = sender()
        while await one.send_one():
            pass

    await asyncio.gather(node(), node(), node())
    await asyncio.to_thread(mail_server.wait_for, lambda _: len(mail_server.messages) == 12)
    assert len({str(message["Message-ID"]) for message in mail_server.messages}) == 12


async def test_a_mail_whose_sender_died_is_sent_by_another(sending: Sending, mail_server: MailServer) -> None:
    service, sender = sending
    _, mail_id = await put(service)
    dead = await service.parts.outbox.claim()
    assert dead is not None
    assert await sender().send_one() is False, "the lease still counts"
    service.clock.move(seconds=LEASE.total_seconds() + 1)
    assert await sender().send_one() is True
    assert (await row_of(service, mail_id)).status == "sent"
    # The dead one was only slow: what it notes now changes nothing.
    await service.parts.outbox.failed(dead, "unreachable", final=True)
    assert (await row_of(service, mail_id)).status == "sent"
    assert len(mail_server.messages) == 1


async def test_a_mail_server_that_is_away_is_tried_again_later(sending: Sending, mail_server: MailServer) -> None:
    service, sender = sending
    _, mail_id = await put(service)
    mail_server.refusal = "451 try again later"
    assert await sender().send_one() is True
    row = await row_of(service, mail_id)
    assert (row.status, row.error) == ("queued", "refused_451")
    assert await sender().send_one() is False, "not before its time"
    mail_server.refusal = None
    service.clock.move(seconds=31)
    assert await sender().send_one() is True
    assert (await row_of(service, mail_id)).status == "sent"


async def test_a_mail_that_is_refused_for_good_is_shown_as_failed(sending: Sending, mail_server: MailServer) -> None:
    service, sender = sending
    _, mail_id = await put(service)
    mail_server.refusal = "554 no such person"
    await sender().send_one()
    row = await row_of(service, mail_id)
    assert (row.status, row.error) == ("failed", "refused_554")
    assert "482 917 356" in row.text, "the administrator can still read and pass on what it said"


async def test_a_failed_mail_is_sent_again_when_an_administrator_asks(
    sending: Sending, mail_server: MailServer
) -> None:
    service, sender = sending
    admin = await service.office()
    mail_id = (await admin.post("/invitations", {"email": "bob@lindelaan.example", "role": "adviser"}))["mail_id"]
    mail_server.refusal = "554 no such person"
    await sender().send_one()
    assert (await admin.get(f"/outbox/{mail_id}"))["status"] == "failed"
    mail_server.refusal = None
    again = await admin.post(f"/outbox/{mail_id}/again")
    assert (again.status, again["status"], again["error"], again["tries"]) == (200, "queued", None, 0)
    await sender().send_one()
    assert (await admin.get(f"/outbox/{mail_id}"))["status"] == "sent"
    assert (await admin.post(f"/outbox/{mail_id}/again"))["status"] == "sent", "once is enough"
    assert not await sender().send_one()


async def test_without_a_mail_server_nothing_is_queued(service: Service) -> None:
    admin = await service.office()
    mail_id = (await admin.post("/invitations", {"email": "bob@lindelaan.example", "role": "adviser"}))["mail_id"]
    assert (await admin.post(f"/outbox/{mail_id}/again"))["status"] == "kept"


async def test_after_two_days_of_silence_a_mail_has_failed(sending: Sending) -> None:
    service, _ = sending
    _, mail_id = await put(service)
    nobody = Smtp("127.0.0.1", 9, "", "", "offered")
    sender = MailSender(
        service.parts.outbox,
        nobody,
        Origin("samen@office.test"),
        service.parts.blobs,
        service.clock,
        lambda outcome: None,
    )
    tries = 0
    started = service.clock.at
    while (await row_of(service, mail_id)).status != "failed":
        service.clock.at = max(service.clock.at, (await row_of(service, mail_id)).run_at)
        assert await sender.send_one()
        tries += 1
    assert tries == 12
    assert 1.5 < (service.clock.at - started).total_seconds() / 86400 < 3
    assert (await row_of(service, mail_id)).error == "unreachable"


async def test_links_that_open_accounts_are_wiped_once_delivered(sending: Sending) -> None:
    service, sender = sending
    _, mail_id = await put(service, letters("nl")[1])
    assert "/reset/tok" in (await row_of(service, mail_id)).text
    await sender().send_one()
    row = await row_of(service, mail_id)
    assert (row.status, row.text, row.html) == ("sent", "", "")


async def test_without_a_mail_server_mails_are_kept_and_shown_to_administrators(service: Service) -> None:
    admin = await service.office()
    invited = await admin.post("/invitations", {"email": "bob@lindelaan.example", "role": "adviser"})
    page = await admin.get("/outbox")
    assert page["sends"] is False
    assert [item["status"] for item in page["items"]] == ["kept"]
    mail = await admin.get(f"/outbox/{invited['mail_id']}")
    assert "/invite/" in mail["html"]
    assert mail["recipient"] == "bob@lindelaan.example"


async def test_the_outbox_is_read_page_by_page(service: Service) -> None:
    office_id, first = await put(service)
    admin = service.browser()
    await admin.sign_in("ann@lindelaan.example")
    async with service.parts.database.writing() as rows:
        for _ in range(70):
            await service.parts.outbox.put(rows, office_id, letters("nl")[0])
    seen: list[str] = []
    cursor = None
    while True:
        page = await admin.get("/outbox" if cursor is None else f"/outbox?cursor={cursor}")
        seen += [item["id"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 71
    assert seen == sorted(seen, reverse=True)
    assert seen[-1] == first


async def test_the_logo_travels_along_and_shows_in_the_outbox(sending: Sending, mail_server: MailServer) -> None:
    service, sender = sending
    admin = await service.office()
    out = BytesIO()
    Image.new("RGB", (64, 64), "red").save(out, "PNG")
    await admin.call("PUT", "/organisation/logo", data=out.getvalue(), headers={"Content-Type": "image/png"})
    invited = await admin.post("/invitations", {"email": "bob@lindelaan.example", "role": "adviser"})
    shown = await admin.get(f"/outbox/{invited['mail_id']}")
    assert "/api/v1/logos/" in shown["html"]
    await sender().send_one()
    message = await asyncio.to_thread(mail_server.wait_for_mail_to, "bob@lindelaan.example")
    (logo,) = [part for part in message.walk() if part.get_content_type() == "image/png"]
    assert logo["Content-ID"] == "<logo>"
    page = message.get_body(("html",))
    assert page is not None
    assert "cid:logo" in page.get_content()


@pytest.mark.parametrize("column", ["recipient", "subject", "recipient_name", "sender_name", "reply_to"])
async def test_a_header_of_two_lines_is_never_sent(sending: Sending, mail_server: MailServer, column: str) -> None:
    service, sender = sending
    _, mail_id = await put(service)
    async with service.parts.database.writing() as rows:
        bad = {column: "a@x.example\r\nBcc: all@x.example"}
        await rows.execute(update(mails).where(mails.c.id == mail_id).values(**bad))
    await sender().send_one()
    row = await row_of(service, mail_id)
    assert (row.status, row.error) == ("failed", "unwritable")
    assert mail_server.messages == []


async def test_the_service_sends_by_itself_at_once(tmp_path: Path, mail_server: MailServer) -> None:
    async with serving(tmp_path / "data", None, **mail_server.settings) as service:
        admin = await service.office()
        invited = await admin.post("/invitations", {"email": "bob@lindelaan.example", "role": "adviser"})
        assert invited["mail"] == "queued"
        message = await asyncio.to_thread(mail_server.wait_for_mail_to, "bob@lindelaan.example", 4)
        page = message.get_body(("plain",))
        assert page is not None
        found = re.search(r"/invite/(\S+)", page.get_content())
        assert found is not None
        assert (await service.browser().get(f"/invitations/{found.group(1)}")).status == 200


# --- codes ---


async def session(service: Service, office_id: str, code: str | None = CODE) -> str:
    session_id, now = uuid7(), service.clock()
    async with service.parts.database.writing() as rows:
        host = await rows.scalar(select(users.c.id).where(users.c.organisation_id == office_id).limit(1))
        await rows.execute(
            insert(sessions).values(
                id=session_id,
                organisation_id=office_id,
                host_user_id=host,
                host_name="Ann de Wit",
                host_participant_id=uuid7(),
                title="",
                code=code,
                started_at=now,
                people="[]",
                created_at=now,
                updated_at=now,
            )
        )
    return session_id


async def mailed(service: Service) -> tuple[CodeMailer, str, str]:
    office_id, _ = await put(service)
    session_id = await session(service, office_id)
    parts = service.parts
    mailer = CodeMailer(parts.database, parts.outbox, parts.tasks, service.clock, lambda: "https://samen.example")
    async with parts.database.reading() as rows:
        office = (await rows.execute(select(organisations).where(organisations.c.id == office_id))).one()
    link = f"https://samen.example/{CODE}"
    fields = {"sender": "Ann de Wit", "email": "jan@x.example", "name": "Jan", "language": "fr", "code": CODE}
    await mailer.send(office, link=link, session_id=session_id, **fields)
    return mailer, office_id, session_id


async def codes_to(service: Service, email: str) -> list[Row[Any]]:
    query = select(mails).where(mails.c.recipient == email, mails.c.session_id.is_not(None)).order_by(mails.c.id)
    async with service.parts.database.reading() as rows:
        return list((await rows.execute(query)).all())


async def again(service: Service, mailer: CodeMailer, email: str) -> None:
    await mailer.resend(email)
    await service.parts.tasks.settled("codes again")


async def test_a_code_is_mailed_and_once_more_on_request(any_service: Service) -> None:
    mailer, _, _ = await mailed(any_service)
    (first,) = await codes_to(any_service, "jan@x.example")
    assert first.reply_to == "ann@lindelaan.example"
    await again(any_service, mailer, "jan@x.example")
    assert len(await codes_to(any_service, "jan@x.example")) == 1, "not twice within two minutes"
    any_service.clock.move(minutes=3)
    await again(any_service, mailer, "jan@x.example")
    _, second = await codes_to(any_service, "jan@x.example")
    assert (second.kind, second.language) == ("session_code_again", "fr")
    assert "482 917 356" in second.text
    await again(any_service, mailer, "stranger@x.example")
    assert await codes_to(any_service, "stranger@x.example") == []


async def test_the_code_of_an_ended_session_is_not_mailed_again(any_service: Service) -> None:
    mailer, _, session_id = await mailed(any_service)
    any_service.clock.move(minutes=3)
    async with any_service.parts.database.writing() as rows:
        await rows.execute(update(sessions).where(sessions.c.id == session_id).values(code=None))
    await again(any_service, mailer, "jan@x.example")
    assert len(await codes_to(any_service, "jan@x.example")) == 1


def test_a_message_has_one_line_per_header_even_for_long_names(clock: Any) -> None:
    class Mail:
        id = "x"
        sender_name = "Ü" * 100
        recipient = "a@x.example"
        recipient_name = "Ø" * 100
        reply_to = ""
        subject = "é" * 200
        language = "nl"
        text = "t"
        html = "<p>t</p>"
        unsubscribe = calendar = calendar_method = ""

    raw: Any = Mail()
    content = compose(raw, "samen@office.test", clock(), None).as_bytes()
    head = content.split(b"\r\n\r\n")[0]
    assert all(len(line) <= 998 for line in head.split(b"\r\n"))
