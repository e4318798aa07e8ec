"""What strangers try at the edges of signing: frames, headers, logs, mails, files that are none."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
from collections.abc import AsyncIterator
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import select

from server.mail.smtp import compose
from server.stores.tables import mails
from tests.server.harness import serving
from tests.signing.edges.desk import ELS, JAN, Desk, RunningClock, Signer, desk_of, field, paper


@pytest.fixture
def clock() -> RunningClock:
    return RunningClock()


@pytest.fixture
async def desk(tmp_path: Path, clock: RunningClock) -> AsyncIterator[Desk]:
    client = tmp_path / "client"
    client.mkdir()
    for name in ("sign", "verify", "index", "room", "adviser"):
        (client / f"{name}.html").write_text(f"<!doctype html><title>{name}</title>")
    async with serving(tmp_path / "data", clock, SAMEN_CLIENT=str(client)) as service:
        yield await desk_of(service)


async def page(desk: Desk, path: str) -> Any:
    async with aiohttp.ClientSession() as http, http.get(desk.service.url + path) as answer:
        return answer.status, dict(answer.headers), await answer.text()


async def embedded(desk: Desk, sent: Any, origin: str) -> Any:
    path = f"/envelopes/{sent['id']}/signers/{sent['signers'][0]['id']}/embed"
    return await desk.adviser.post(path, {"origin": origin})


async def test_only_a_link_to_embed_may_be_framed_and_only_by_its_own_website(desk: Desk, clock: RunningClock) -> None:
    sent = await desk.sent()
    made = await embedded(desk, sent, "https://Office.Example/")
    assert made.status == 201, made
    path = "/sign/" + made["url"].rpartition("/")[2]
    status, headers, text = await page(desk, path)
    assert (status, "sign" in text) == (200, True)
    policy = headers["Content-Security-Policy"]
    assert "frame-ancestors https://office.example;" in policy
    assert "script-src 'self'" in policy
    by_mail = (await desk.signer(JAN["email"])).token
    for other in (f"/sign/{by_mail}", f"/sign/{secrets.token_urlsafe(32)}", "/verify", "/adviser", "/", "/sign/x"):
        assert "frame-ancestors 'none'" in (await page(desk, other))[1]["Content-Security-Policy"], other
    api = await Signer(desk.service.browser(), path.rpartition("/")[2]).call("GET")
    assert api["origin"] == "https://office.example"
    assert "frame-ancestors 'none'" in api.headers["Content-Security-Policy"]
    clock.move(hours=1, minutes=1)
    assert "frame-ancestors 'none'" in (await page(desk, path))[1]["Content-Security-Policy"], "it has ended"


NO_WEBSITES = (
    "https://office.example/path",
    "https://office.example; script-src *",
    "https://*.example",
    "*",
    "'self'",
    "http://office.example",
    "https://office.example https://evil.example",
    "https://user@office.example",
    "https://office.example:99999999",
    "javascript:alert(1)",
    "https://-office.example",
    "data:",
    "null",
    "",
    "https://office.example\r\nX-Evil: 1",
)


async def test_a_website_that_is_none_is_refused(desk: Desk) -> None:
    sent = await desk.sent()
    for origin in NO_WEBSITES:
        refused = await embedded(desk, sent, origin)
        assert refused.code == "origin_wrong", origin
    assert (await embedded(desk, sent, "http://localhost:3000")).status == 201


async def test_the_token_is_in_no_referrer_and_in_no_log(
    desk: Desk, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    await desk.sent()
    jan = await desk.inside(JAN["email"])
    code = (await desk.letter(JAN["email"], "signing_code")).code
    for path in (f"/sign/{jan.token}", f"/api/v1/sign/{jan.token}"):
        assert (await page(desk, path))[1]["Referrer-Policy"] == "no-referrer"
    hostile = {"User-Agent": f"x {jan.token} [error] forged", "Referer": f"https://x.example/sign/{jan.token}"}
    for path in ("/envelope", "/document", "/nothing", "/ink/../../x", "/ink/a%0d%0aX: 1"):
        await jan.call("GET", path, **hostile)
    await jan.call("POST", "/sign", {"key": "\n2026 [error] forged"}, **hostile)
    metrics = await desk.service.browser().call("GET", "/metrics")
    said = capfd.readouterr()
    logged = said.out + said.err + caplog.text
    for secret in (jan.token, jan.headers["Samen-Pass"], code):
        assert secret not in logged
        assert secret not in str(metrics.body)
    assert "forged" not in logged


async def test_what_a_browser_calls_itself_is_one_tame_line_in_the_log(desk: Desk) -> None:
    sent = await desk.sent()
    jan = await desk.inside(JAN["email"])
    jan.headers["User-Agent"] = "Mozilla/5.0 \u202e(evil) " + "x" * 3_000
    assert (await jan.sign()).status == 200
    parts = desk.service.parts
    assert parts.signing is not None
    office = (await desk.adviser.get("/me"))["organisation"]["id"]
    kept = (await parts.signing.desk.get(office, sent["id"])).signers[0]
    assert kept.user_agent.startswith("Mozilla/5.0")
    assert len(kept.user_agent) <= 400
    assert kept.user_agent.isprintable()


NASTY = (
    "Offerte\r\nBcc: everybody@evil.example",
    "Offerte\nSubject: other",
    "Offerte\u2028Bcc: x@evil.example",
    "Offerte\x00",
    "Offerte\x85Bcc: x@evil.example",
)


async def test_a_line_break_in_a_title_or_a_name_is_refused(desk: Desk) -> None:
    draft = await desk.draft()
    body = {name: draft[name] for name in ("version", "order", "language", "message")}
    body |= {"expires_in_days": 3, "remind_every_days": 0, "verification": "code", "fields": []}
    sent = await desk.sent(deliver="here")
    path = f"/envelopes/{sent['id']}/signers/{sent['signers'][0]['id']}"
    for text in NASTY:
        for change in ({"title": text, "signers": []}, {"title": "x", "signers": [{**JAN, "name": text}]}):
            refused = await desk.adviser.call("PUT", f"/envelopes/{draft['id']}", body | change)
            assert refused.code == "invalid_input", (text, refused)
        refused = await desk.adviser.call("PUT", path, {"name": text, "email": "x@klant.example"})
        assert refused.status == 422
    good = await desk.adviser.call("PUT", f"/envelopes/{draft['id']}", body | {"title": "Offerte", "signers": []})
    assert good.status == 200


async def test_no_mail_grows_a_header_out_of_what_people_write(desk: Desk) -> None:
    """Names of files, messages, reasons and signers reach mails in many ways; each header stays one line."""
    made = await desk.upload(name='x"\r\nBcc: everybody@evil.example\r\n.pdf')
    signer = {**JAN, "name": "Jan =?utf-8?q?x=0aBcc:_x@evil.example?= \u202eevil"}
    await desk.change(
        made,
        signers=[signer],
        fields=[field("jan")],
        message="Dag\r\nBcc: a@evil.example\r\n\r\n<script>alert(1)</script>",
    )
    assert (await desk.adviser.post(f"/envelopes/{made['id']}/send", {"deliver": "mail"})).status == 200
    jan = await desk.inside(JAN["email"])
    await jan.call("POST", "/decline", {"reason": "Nee\r\nBcc: b@evil.example\r\n\r\n<img src=x onerror=alert(1)>"})
    async with desk.service.parts.database.reading() as rows:
        found = (await rows.execute(select(mails))).all()
    assert {row.kind for row in found} >= {"signing_request", "signing_code", "signing_declined"}
    for row in found:
        message: EmailMessage = compose(row, "samen@office.example", desk.service.clock(), None)
        again = message.as_bytes()
        head = again.partition(b"\r\n\r\n")[0].lower()
        assert b"\r\nbcc:" not in b"\r\n" + head, row.kind
        assert set(name.lower() for name in message) <= EXPECTED
        assert "<script" not in row.html.lower()
        assert "<img src=x" not in row.html.lower()
        assert "\u202e" not in row.subject + row.recipient_name


EXPECTED = {
    "from",
    "to",
    "reply-to",
    "subject",
    "date",
    "message-id",
    "content-language",
    "auto-submitted",
    "mime-version",
    "content-type",
}


async def test_the_code_stands_in_no_subject_and_in_no_address(desk: Desk) -> None:
    await desk.sent()
    jan = await desk.signer(JAN["email"])
    await jan.call("POST", "/code")
    letter = await desk.letter(JAN["email"], "signing_code")
    assert letter.code not in letter.subject
    assert letter.code[:3] not in letter.subject
    assert "/sign/" not in letter.text + letter.html, "who has the code has no link to go with it"


async def test_nothing_of_signing_takes_a_request_from_another_website(desk: Desk) -> None:
    await desk.sent()
    jan = await desk.inside(JAN["email"])
    foreign = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
    for path, body in (("/code", None), ("/open", {}), ("/viewed", None), ("/decline", {"reason": ""})):
        assert (await jan.call("POST", path, body, **foreign)).code == "cross_site", path
    assert (await jan.call("POST", "/viewed")).status == 200


async def test_a_signature_of_any_size_is_bounded(desk: Desk) -> None:
    await desk.sent()
    jan = await desk.inside(JAN["email"])
    address = f"{desk.service.url}/api/v1/sign/{jan.token}/sign"
    headers = {**jan.headers, "Content-Type": "application/json"}
    async with aiohttp.ClientSession() as http:
        for size in (1_600_000, 40_000_000):
            body = json.dumps({"key": "x" * size}).encode()
            with contextlib.suppress(aiohttp.ClientConnectionError):  # it may hang up before all of it was sent
                async with http.post(address, data=BytesIO(body), headers=headers) as answer:
                    assert answer.status == 413
    assert (await jan.sign()).status == 200, "and nobody else is worse off"


async def test_a_file_that_is_none_is_told_apart_and_nothing_stays(desk: Desk) -> None:
    parts = desk.service.parts
    browser = desk.service.browser()
    verdicts = []
    for content in (b"PK\x03\x04 a letter", b"%PDF-1.7 and then nothing", paper(1), b"\x00" * 100_000):
        answer = await browser.call("POST", "/verify", data=content, headers={"Content-Type": "application/pdf"})
        assert answer.status == 200, (content[:20], answer)
        verdicts.append(answer["verdict"])
    assert verdicts == ["unreadable", "unreadable", "not_signed", "unreadable"]
    left = [path for path in (parts.settings.data / "signing").rglob("*") if path.is_file() and path.name != "lock"]
    assert left == []
    assert (await browser.call("POST", "/verify", data=b"x", headers={"Content-Type": "text/plain"})).status == 415
    nothing = await browser.call("POST", "/verify", data=b"", headers={"Content-Type": "application/pdf"})
    assert nothing.code == "empty_file"


async def test_checks_are_bounded_by_size_by_number_and_at_once(desk: Desk) -> None:
    async with aiohttp.ClientSession() as http:
        headers = {"Content-Type": "application/pdf", "Content-Length": str(200 * 1024 * 1024)}

        async def slowly() -> AsyncIterator[bytes]:
            yield b"%PDF-1.7"
            await asyncio.sleep(3)

        address = desk.service.url + "/api/v1/verify"
        with contextlib.suppress(aiohttp.ClientConnectionError):
            async with http.post(address, data=slowly(), headers=headers) as answer:
                assert answer.status == 413
        headers = {"Content-Type": "application/pdf"}

        async def one() -> int:
            async with http.post(address, data=slowly(), headers=headers) as answer:
                return answer.status

        assert sorted(set(await asyncio.gather(*(one() for _ in range(6))))) == [200, 503]
    browser = desk.service.browser()
    many = [
        (await browser.call("POST", "/verify", data=b"x", headers={"Content-Type": "application/pdf"})).status
        for _ in range(25)
    ]
    assert 429 in many


async def test_another_office_finds_nothing_of_ours(desk: Desk) -> None:
    sent = await desk.sent(JAN, ELS)
    made = await desk.adviser.post("/signing-templates", {"envelope_id": sent["id"], "name": "Geheim"})
    other = await desk.service.office("Andere", "eve@andere.example")
    signer = sent["signers"][0]["id"]
    for method, path, body in (
        ("GET", f"/envelopes/{sent['id']}", None),
        ("GET", f"/envelopes/{sent['id']}/document", None),
        ("POST", f"/envelopes/{sent['id']}/void", {"reason": ""}),
        ("POST", f"/envelopes/{sent['id']}/signers/{signer}/here", None),
        ("POST", f"/envelopes/{sent['id']}/signers/{signer}/resend", None),
        ("PUT", f"/envelopes/{sent['id']}/signers/{signer}", {"name": "Eve", "email": "eve@andere.example"}),
        ("POST", "/signing-templates", {"envelope_id": sent["id"], "name": "Van ons"}),
        ("GET", f"/signing-templates/{made['id']}", None),
        ("DELETE", f"/signing-templates/{made['id']}", None),
        ("POST", f"/signing-templates/{made['id']}/envelopes", {"signers": []}),
    ):
        answer = await other.call(method, path, body)
        assert answer.status == 404, (method, path, answer)
        assert "Offerte" not in str(answer.body)
    assert (await other.get("/envelopes?search=jan"))["items"] == []
    assert (await desk.envelope(sent["id"]))["status"] == "sent"
