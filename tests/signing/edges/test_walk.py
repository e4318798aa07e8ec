"""From an adviser's upload to everybody's copy."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.signing.edges.desk import ELS, JAN, Desk, field


@pytest.mark.covers("D008", "F032", "F033", "D020", "D024")
async def test_two_people_sign_by_mail_and_everybody_gets_a_copy_with_its_log(desk: Desk) -> None:
    sent = await desk.sent(
        JAN,
        ELS,
        order="sequential",
        fields=[
            field("jan"),
            field("jan", "text", 1, label="Plaats"),
            field("jan", "checkbox", 2),
            field("els", number=3),
            field("els", "name", 4),
        ],
    )
    assert [one["status"] for one in sent["signers"]] == ["ready", "waiting"]
    assert await desk.letters(ELS["email"]) == [], "it is not her turn yet"

    jan = await desk.inside(JAN["email"])
    document = await jan.call("GET", "/document")
    assert document.body.startswith(b"%PDF")
    assert (await jan.call("POST", "/viewed")).status == 200
    signed = await jan.sign()
    assert signed.status == 200, signed
    assert [one["status"] for one in signed["signers"]] == ["signed", "ready"]
    assert "email" not in signed["signers"][1], "addresses of others are not told"
    filled = {one["kind"]: one["filled"] for one in signed["fields"] if one["filled"]}
    assert filled["text"]["text"] == "Hallo"
    assert filled["checkbox"]["checked"] is True

    els = await desk.inside(ELS["email"])
    mark = await els.call(
        "GET", next(one["filled"]["ink_url"] for one in signed["fields"] if one["kind"] == "signature")
    )
    assert mark.headers["Content-Type"] == "image/svg+xml"
    assert b"polyline" in mark.body
    assert (await els.sign()).status == 200

    envelope = await desk.finished(sent["id"])
    assert envelope["files"] == {"signed": True, "log": True}
    kinds = [one["kind"] for one in envelope["events"]]
    assert kinds[:3] == ["created", "sent", "link_sent"]
    assert "code_sent" in kinds
    assert "code_verified" in kinds
    copies = [
        await desk.letter(one["email"], "signing_copies") for one in (JAN, ELS, {"email": "ann@lindelaan.example"})
    ]
    assert ["Getekend" in copies[0].subject, "Signé" in copies[1].subject] == [True, True]

    file = await desk.adviser.get(f"/envelopes/{sent['id']}/signed")
    assert 'filename="Offerte signed.pdf"' in file.headers["Content-Disposition"]
    fields = PdfReader(BytesIO(file.body)).get_fields() or {}
    assert sum(one.get("/FT") == "/Sig" and "/V" in one for one in fields.values()) >= 2
    log = await desk.adviser.get(f"/envelopes/{sent['id']}/log")
    assert log.body.startswith(b"%PDF")
    address = f"{desk.service.url}/api/v1/envelopes/{sent['id']}/log-data"
    async with desk.adviser.session.get(address) as lines:
        told = [json.loads(line) for line in (await lines.text()).splitlines()]
    assert len(told) > 10
    assert JAN["email"] in str(told)

    again = await desk.inside(JAN["email"])
    assert (await again.call("GET", "/files/signed")).body == file.body
    report = await desk.service.browser().call(
        "POST", "/verify", data=file.body, headers={"Content-Type": "application/pdf"}
    )
    assert (report["verdict"], report["ours"], len(report["signatures"])) == ("intact", True, 2), report
