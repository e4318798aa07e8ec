"""Signers who mean no good, and things that happen while somebody signs."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from signing.jobs import Sign
from tests.signing.edges.desk import ELS, JAN, Desk, field


@pytest.mark.covers("F032")
async def test_a_name_that_nobody_can_see_is_no_name_and_turned_letters_are_left_out(desk: Desk) -> None:
    sent = await desk.sent()
    jan = await desk.inside(JAN["email"])
    assert (await jan.sign(name="\u200b\u00a0\u2060")).code == "name_missing"
    assert (await jan.sign(name="Jan \u202enesnaJ\u2066")).status == 200
    office = (await desk.adviser.get("/me"))["organisation"]["id"]
    signing = desk.service.parts.signing
    assert signing is not None
    assert (await signing.desk.get(office, sent["id"])).signers[0].signed_name == "Jan nesnaJ"


@pytest.mark.covers("F032")
async def test_who_is_replaced_while_they_sign_has_not_signed_for_the_other(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = await desk.sent()
    jan = await desk.inside(JAN["email"])
    signing = desk.service.parts.signing
    assert signing is not None
    works, at_work, go_on = signing.tools.works, asyncio.Event(), asyncio.Event()
    run = works.run

    async def slowly(job: Any, seconds: float = 60) -> Any:
        answer = await run(job, seconds)
        if isinstance(job, Sign) and not at_work.is_set():
            at_work.set()
            await go_on.wait()
        return answer

    monkeypatch.setattr(works, "run", slowly)
    under_way = asyncio.create_task(jan.sign())
    await asyncio.wait_for(at_work.wait(), 60)
    path = f"/envelopes/{sent['id']}/signers/{sent['signers'][0]['id']}"
    assert (await desk.adviser.call("PUT", path, {"name": ELS["name"], "email": ELS["email"]})).status == 200
    go_on.set()
    assert (await under_way).code == "not_your_turn"
    left = (await desk.envelope(sent["id"]))["signers"][0]
    assert (left["name"], left["status"]) == (ELS["name"], "ready")
    els = await desk.inside(ELS["email"])
    assert (await els.sign()).status == 200


async def test_a_word_without_an_end_is_laid_out_and_signed(desk: Desk) -> None:
    await desk.sent(fields=[field("jan"), field("jan", "text", 1)])
    jan = await desk.inside(JAN["email"])
    view = await jan.call("GET", "/envelope")
    text = next(one["id"] for one in view["fields"] if one["kind"] == "text")
    assert (await jan.sign(name="W" * 120, values={text: "W" * 2_000})).status == 200
