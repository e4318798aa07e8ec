"""What an adviser, or a program of the office, does with envelopes and templates."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import insert, select, update

from server.signing.tables import credit_accounts, envelopes, signing_settings
from server.stores.tables import mail_attachments, mails, organisations
from tests.patience import PATIENCE
from tests.server.harness import Answer
from tests.signing.edges.desk import ELS, JAN, Desk, RunningClock, Signer, field, paper

CSV = {"Content-Type": "text/csv"}


async def office_of(desk: Desk) -> str:
    return str((await desk.adviser.get("/me"))["organisation"]["id"])


@pytest.mark.covers("D007")
async def test_a_client_signs_at_once_on_the_advisers_own_screen(desk: Desk) -> None:
    sent = await desk.sent(JAN, ELS, deliver="here")
    assert await desk.letters() == [], "nobody is written to"
    path = f"/envelopes/{sent['id']}/signers/"
    here = await desk.adviser.post(f"{path}{sent['signers'][0]['id']}/here")
    jan = Signer(desk.service.browser(), here["url"].rpartition("/")[2])
    look = await jan.call("GET")
    assert (look["state"], look["code"], look["kind"]) == ("open", False, "here")
    assert (await jan.open()).status == 201
    assert (await jan.sign()).status == 200
    again = await desk.adviser.post(f"{path}{sent['signers'][0]['id']}/here")
    assert again.code == "already_signed"
    signed = (await desk.envelope(sent["id"]))["signers"][0]
    assert (signed["status"], signed["via"]) == ("signed", "here")
    mailed = await desk.adviser.post(f"{path}{sent['signers'][1]['id']}/resend")
    assert mailed.status == 200, "and the other by mail after all"
    assert (await (await desk.inside(ELS["email"])).sign()).status == 200
    assert (await desk.adviser.post(f"{path}niemand/here")).code == "signer_unknown"


@pytest.mark.covers("D032", "F020")
async def test_only_pdfs_come_in_and_each_refusal_has_its_code(desk: Desk) -> None:
    for content, code in ((b"PK\x03\x04 a letter", "not_a_pdf"), (b" ", "not_a_pdf")):
        refused = await desk.upload(content, "brief.docx.pdf")
        assert refused.code == code, (content, refused)
    typed = await desk.adviser.call("POST", "/envelopes", headers=CSV, data=b"x", params={"name": "x.csv"})
    assert typed.code == "unsupported_type"
    good = await desk.upload(paper(3), "Offerte 2026.pdf")
    assert (good.status, good["title"], good["document"]["pages"]) == (201, "Offerte 2026", 3)
    async with desk.service.parts.database.writing() as rows:
        await rows.execute(update(organisations).values(max_file_mb=0))
    assert (await desk.upload()).code == "too_large"


@pytest.mark.covers("D009", "D033", "F032", "X011")
async def test_a_draft_becomes_whole_before_it_is_sent(desk: Desk) -> None:
    made = await desk.upload()
    path = f"/envelopes/{made['id']}"
    assert (await desk.adviser.post(path + "/send", {"deliver": "mail"})).code == "signers_missing"
    for signer, code in (({**JAN, "name": " "}, "name_missing"), ({**JAN, "email": "jan"}, "email_wrong")):
        made = await desk.change(made, signers=[signer], fields=[field("jan")])
        assert (await desk.adviser.post(path + "/send", {"deliver": "mail"})).code == code
    made = await desk.change(made, signers=[JAN], fields=[field("jan", "text")])
    assert (await desk.adviser.post(path + "/send", {"deliver": "mail"})).code == "not_enough_fields"
    body = {
        name: made[name]
        for name in ("title", "order", "language", "expires_in_days", "remind_every_days", "verification")
    }
    body |= {"version": made["version"], "signers": [JAN], "fields": [field("jan", page=9)]}
    assert (await desk.adviser.call("PUT", path, body)).code == "field_off_page"
    stale = await desk.adviser.call("PUT", path, body | {"version": 1, "fields": [field("jan")]})
    assert stale.code == "envelope_changed"
    assert (await desk.adviser.delete(path)).status == 204
    assert (await desk.adviser.get(path)).code == "envelope_unknown"


@pytest.mark.covers("D019")
async def test_lists_are_searched_by_state_by_title_and_by_signer(desk: Desk) -> None:
    sent = await desk.sent(JAN)
    draft = await desk.draft(ELS, title="Machtiging")
    for query, expected in (
        ("", [draft["id"], sent["id"]]),
        ("?status=sent", [sent["id"]]),
        ("?search=machtig", [draft["id"]]),
        ("?search=jan%40klant", [sent["id"]]),
        ("?search=%25", []),
        (f"?before={draft['id']}", [sent["id"]]),
    ):
        found = await desk.adviser.get("/envelopes" + query)
        assert [one["id"] for one in found["items"]] == expected, query
    assert (await desk.adviser.get("/envelopes?status=odd")).code == "invalid_input"


async def test_a_program_sends_and_embeds_with_a_key(desk: Desk) -> None:
    made = await desk.adviser.post("/api/v1/api-keys", {"name": "CRM"})
    program = desk.service.browser()
    program.session.headers["Authorization"] = f"Bearer {made['key']}"
    envelope = await desk.upload(browser=program)
    assert envelope["source"] == "api"
    changed = await desk.change(envelope, signers=[JAN], fields=[field("jan")])
    sent = await program.post(f"/envelopes/{changed['id']}/send", {"deliver": "here"})
    assert sent.status == 200, sent
    path = f"/envelopes/{sent['id']}/signers/{sent['signers'][0]['id']}/embed"
    made = await program.post(path, {"origin": "https://crm.example"})
    jan = Signer(desk.service.browser(), made["url"].rpartition("/")[2])
    assert (await jan.call("GET"))["origin"] == "https://crm.example"
    assert (await jan.open()).status == 201
    assert (await jan.sign()).status == 200
    assert (await program.get(f"/envelopes/{sent['id']}"))["signers"][0]["via"] == "embed"


async def test_letters_again_are_throttled(desk: Desk) -> None:
    sent = await desk.sent()
    path = f"/envelopes/{sent['id']}/signers/{sent['signers'][0]['id']}/resend"
    answers = [(await desk.adviser.post(path)).status for _ in range(7)]
    assert answers == [200] * 5 + [429] * 2
    newest, older = (await desk.letters(JAN["email"]))[-1], (await desk.letters(JAN["email"]))[0]
    assert (await Signer(desk.service.browser(), older.token).call("GET")).code == "link_unknown"
    assert (await Signer(desk.service.browser(), newest.token).call("GET")).status == 200


async def test_documents_come_in_parts_where_a_browser_asks_for_parts(desk: Desk) -> None:
    draft = await desk.draft()
    path = f"/envelopes/{draft['id']}/document"
    whole = await desk.adviser.get(path)
    part = await desk.adviser.call("GET", path, headers={"Range": "bytes=0-7"})
    assert (part.status, part.body) == (206, whole.body[:8])
    assert (await desk.adviser.call("GET", path, headers={"Range": "bytes=9999999-"})).code == "bad_range"
    assert "sandbox" in whole.headers["Content-Security-Policy"]
    assert whole.headers["Content-Disposition"].startswith("inline")
    assert (await desk.adviser.get(f"/envelopes/{draft['id']}/signed")).code == "file_not_yet"


async def test_reminders_are_in_the_signers_language_and_their_links_work(desk: Desk, clock: RunningClock) -> None:
    await desk.sent(ELS, remind_every_days=2)
    first = await desk.signer(ELS["email"])
    clock.move(days=2, minutes=1)
    signing = desk.service.parts.signing
    assert signing is not None
    signing.jobs.wake()
    async with asyncio.timeout(PATIENCE):
        while not await desk.letters(ELS["email"], "signing_reminder"):  # noqa: ASYNC110 - the work runs by itself
            await asyncio.sleep(0.05)
    letter = await desk.letter(ELS["email"], "signing_reminder")
    assert letter.subject.startswith("Rappel")
    for token in (letter.token, first.token):
        assert (await Signer(desk.service.browser(), token).call("GET"))["state"] == "code_needed"


async def test_copies_too_large_for_a_mail_are_fetched_instead(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.signing.routes.letters.MOST_ATTACHED", 1_000)
    sent = await desk.sent()
    assert (await (await desk.inside(JAN["email"])).sign()).status == 200
    await desk.finished(sent["id"])
    letter = await desk.letter(JAN["email"], "signing_copies")
    assert "Hieronder vindt u" in letter.text
    async with desk.service.parts.database.reading() as rows:
        assert (await rows.execute(select(mail_attachments))).all() == []
    assert (await (await desk.inside(JAN["email"])).call("GET", "/files/log")).body.startswith(b"%PDF")


async def test_copies_travel_with_the_mail(desk: Desk) -> None:
    sent = await desk.sent()
    assert (await (await desk.inside(JAN["email"])).sign()).status == 200
    await desk.finished(sent["id"])
    async with desk.service.parts.database.reading() as rows:
        query = select(mail_attachments.c.name).join(mails, mails.c.id == mail_attachments.c.mail_id)
        found = [row.name for row in await rows.execute(query.where(mails.c.recipient == JAN["email"]))]
    assert found == ["Offerte signed.pdf", "Offerte signed log.pdf"]
    mail = next(one for one in (await desk.adviser.get("/outbox"))["items"] if one["kind"] == "signing_copies")
    shown = await desk.adviser.get(f"/outbox/{mail['id']}")
    assert [one["name"] for one in shown["attachments"]] == found


async def test_a_template_is_used_for_other_people(desk: Desk) -> None:
    draft = await desk.draft(JAN, ELS, title="Machtiging", message="Graag tekenen.")
    made = await desk.adviser.post("/signing-templates", {"envelope_id": draft["id"], "name": "Machtiging"})
    assert made.status == 201, made
    assert [one["name"] for one in made["roles"]] == ["Jan Jansen", "Els Bakker"]
    assert (made["fields"], made["document"]) == (2, {"name": "Offerte.pdf", "pages": 2})
    assert (await desk.adviser.delete(f"/envelopes/{draft['id']}")).status == 204, "the template keeps the document"
    path = f"/signing-templates/{made['id']}"
    people = [{"name": "An", "email": "an@x.example", "language": "en"}, {"name": "Bo", "email": "bo@x.example"}]
    assert (await desk.adviser.post(path + "/envelopes", {"signers": people[:1]})).code == "roles_wrong"
    used = await desk.adviser.post(path + "/envelopes", {"signers": people})
    assert [(one["name"], one["language"]) for one in used["signers"]] == [("An", "en"), ("Bo", "fr")]
    assert (used["title"], used["message"], used["source"]) == ("Machtiging", "Graag tekenen.", "template")
    assert {one["signer_id"] for one in used["fields"]} == {one["id"] for one in used["signers"]}
    assert (await desk.adviser.delete(path)).status == 204
    assert (await desk.adviser.get("/signing-templates"))["items"] == []
    sent = await desk.adviser.post(f"/envelopes/{used['id']}/send", {"deliver": "mail"})
    assert sent.status == 200, "what was made with it stays"


async def test_a_whole_list_is_checked_first_and_then_sent(desk: Desk) -> None:
    draft = await desk.draft(JAN)
    made = await desk.adviser.post("/signing-templates", {"envelope_id": draft["id"], "name": "Lijst"})
    path = f"/signing-templates/{made['id']}/bulk"
    good = "naam;e-mail;taal\nAn;an@x.example;nl\nBo;bo@x.example;fr\nCas;cas@x.example;\n"
    wrong = good + ";niets;\n"

    async def post(text: str, dry: str) -> Answer:
        return await desk.adviser.call("POST", path, headers=CSV, data=text.encode(), params={"dry": dry})

    checked = await post(wrong, "true")
    assert (checked.status, checked["rows"], checked["credits_available"]) == (200, 4, None)
    assert [(one["row"], one["code"]) for one in checked["errors"]] == [(5, "name_missing"), (5, "email_wrong")]
    refused = await post(wrong, "false")
    assert (refused.code, refused.body["mistakes"][0]["row"]) == ("list_wrong", 5)
    assert len((await desk.adviser.get("/envelopes"))["items"]) == 1, "nothing was made"
    sent = await post(good, "false")
    assert (sent.status, sent["made"]) == (202, 3)
    async with asyncio.timeout(PATIENCE):
        while len(await desk.letters(kind="signing_request")) < 3:  # noqa: ASYNC110 - the work runs by itself
            await asyncio.sleep(0.1)
    assert {one.to for one in await desk.letters(kind="signing_request")} == {
        f"{one}@x.example" for one in ("an", "bo", "cas")
    }
    assert len((await desk.adviser.get("/envelopes?status=sent"))["items"]) == 3


@pytest.mark.covers("D034")
async def test_credits_are_counted_before_a_list_is_sent(desk: Desk) -> None:
    draft = await desk.draft(JAN)
    made = await desk.adviser.post("/signing-templates", {"envelope_id": draft["id"], "name": "Lijst"})
    office, now = await office_of(desk), desk.service.clock()
    stamps = {"created_at": now, "updated_at": now}
    async with desk.service.parts.database.writing() as rows:
        await rows.execute(
            insert(signing_settings).values(
                organisation_id=office,
                provider="samen",
                credits_allowed=True,
                metered=True,
                signing_order="parallel",
                expires_in_days=30,
                remind_every_days=0,
                verification="code",
                **stamps,
            )
        )
        await rows.execute(insert(credit_accounts).values(organisation_id=office, available=1, reserved=0, **stamps))
    path = f"/signing-templates/{made['id']}/bulk"
    content = b"name,email\nAn,an@x.example\nBo,bo@x.example\n"
    dry = await desk.adviser.call("POST", path, headers=CSV, data=content, params={"dry": "true"})
    assert (dry["credits_needed"], dry["credits_available"]) == (2, 1)
    refused = await desk.adviser.call("POST", path, headers=CSV, data=content)
    assert (refused.status, refused.code) == (402, "no_credits")
    assert len((await desk.adviser.get("/envelopes"))["items"]) == 1
    one = await desk.adviser.call("POST", path, headers=CSV, data=b"name,email\nAn,an@x.example\n")
    assert one["made"] == 1


async def test_one_of_a_list_that_cannot_be_sent_stays_a_draft_and_says_why(desk: Desk) -> None:
    draft = await desk.draft(JAN)
    edges, signing = desk.service.parts.edges, desk.service.parts.signing
    assert edges is not None
    assert signing is not None
    made = await desk.adviser.post("/signing-templates", {"envelope_id": draft["id"], "name": "Lijst"})
    used = await desk.adviser.post(
        f"/signing-templates/{made['id']}/envelopes", {"signers": [{"name": "", "email": "an@x.example"}]}
    )
    async with desk.service.parts.database.writing() as rows:
        await signing.jobs.put(rows, await office_of(desk), "envelope_send", used["id"])
    signing.jobs.wake()
    async with asyncio.timeout(PATIENCE):
        while (shown := await desk.envelope(used["id"]))["problem"] is None:  # noqa: ASYNC110 - the work runs by itself
            await asyncio.sleep(0.05)
    assert (shown["status"], shown["problem"]) == ("draft", "name_missing")
    async with desk.service.parts.database.reading() as rows:
        found = await rows.execute(select(envelopes.c.credit).where(envelopes.c.id == used["id"]))
    assert found.scalar_one() == "none"
