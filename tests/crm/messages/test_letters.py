"""Letters: every kind of message is written by the office's templates, for one person."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from crm_adapter.messages.defaults import KINDS, LANGUAGES, TO_ADVISER
from crm_adapter.messages.samples import SAMPLES
from server.crm.ports import Recipient
from server.stores.tables import mails
from server.web import Problem
from tests.crm.messages.conftest import Office


async def row_of(office: Office, mail_id: str) -> Any:
    async with office.service.parts.database.reading() as rows:
        return (await rows.execute(select(mails).where(mails.c.id == mail_id))).one()


async def written(office: Office, kind: str, to: Recipient, values: dict[str, str], **more: Any) -> Any:
    async with office.service.parts.database.writing() as rows:
        mail_id = await office.crm.messages.letters.send(rows, office.id, kind, to, values, **more)
    return await row_of(office, mail_id)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_kind_has_a_template_that_can_be_sent_in_each_language(office: Office, language: str) -> None:
    client_id = await office.client()
    for kind in KINDS:
        to_office = kind in TO_ADVISER
        to = Recipient("jan@client.example", "Jan Vermeulen", language, "" if to_office else client_id)
        row = await written(office, kind, to, dict(SAMPLES[language]), adviser_id=office.user_id)
        assert row.status == "kept"
        for part in (row.subject, row.text, row.html):
            assert "%{" not in part, kind
            assert "SLOT" not in part, kind
        assert f'lang="{language}"' in row.html
        assert row.reply_to == ("" if to_office else "ann@lindelaan.example")


@pytest.mark.covers("F052")
async def test_both_link_tags_become_the_link_of_this_appointment(office: Office) -> None:
    to = Recipient("jan@client.example", "Jan Vermeulen", "nl")
    pages = []
    for number in ("111222333", "444555666"):
        link = f"https://samen.lindelaan.example/{number}"
        row = await written(
            office,
            "appointment_planned",
            to,
            {**SAMPLES["nl"], "schermdelen_href": link, "schermdelen_link": link},
            adviser_id=office.user_id,
        )
        assert f'href="{link}"' in row.html
        assert link in row.text
        pages.append(row.html)
    assert "111222333" not in pages[1]


async def test_what_has_no_value_leaves_its_row_and_button_out(office: Office) -> None:
    to = Recipient("jan@client.example", "Jan Vermeulen", "nl")
    empty = {"schermdelen_href": "", "schermdelen_link": "", "appointment_code": "", "appointment_duration": ""}
    row = await written(office, "appointment_planned", to, {**SAMPLES["nl"], **empty}, adviser_id=office.user_id)
    assert "Naar het gesprek" not in row.html
    assert "Duur" not in row.text
    assert "maandag 23 november" in row.text


async def test_nothing_goes_without_an_address(office: Office) -> None:
    with pytest.raises(Problem) as refused:
        await written(office, "appointment_planned", Recipient("", "Jan", "nl"), dict(SAMPLES["nl"]))
    assert refused.value.refusal.code == "email_missing"


@pytest.mark.parametrize(
    "email", ["jan@x.example\r\nBcc: all@x.example", "jan@x.example\n", "jan", "jan@x.example, b@x.example"]
)
async def test_an_address_cannot_bring_headers_with_it(office: Office, email: str) -> None:
    with pytest.raises(Problem) as refused:
        await written(office, "invite", Recipient(email, "Jan", "nl"), dict(SAMPLES["nl"]))
    assert refused.value.refusal.code == "address_wrong"


async def test_a_name_or_value_with_line_breaks_stays_one_line_of_the_subject(office: Office) -> None:
    to = Recipient("jan@client.example", "Jan\r\nBcc: all@x.example", "nl")
    values = {**SAMPLES["nl"], "request_subject": "Loonstrook\r\nBcc: all@x.example\x00"}
    row = await written(office, "document_request", to, values)
    assert row.subject == "Loonstrook Bcc: all@x.example"
    assert row.recipient_name == "Jan Bcc: all@x.example"


async def test_what_a_value_says_is_never_read_as_a_tag_or_as_html(office: Office) -> None:
    to = Recipient("jan@client.example", "Jan", "nl")
    values = {**SAMPLES["nl"], "summary_text": "%{adviser_name} <script>alert(1)</script> SLOT0Q"}
    row = await written(office, "appointment_summary", to, values, adviser_id=office.user_id)
    assert "%{adviser_name} &lt;script&gt;" in row.html
    assert "<script" not in row.html
    assert "> %{adviser_name} <script>" in row.text
