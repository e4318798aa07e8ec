"""Events that are no envelopes: to webhooks, and in the feed, which can be read on and again."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from server.stores.database import uuid7
from tests.hooks.office import Office

both = pytest.mark.parametrize(
    "database_url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.service)], indirect=True
)


async def tell(office: Office, kind: str = "client.changed", subject: str = "", **data: Any) -> str:
    subject = subject or uuid7()
    async with office.service.parts.database.writing() as rows:
        await office.hooks.outgoing.tell(rows, office.id, kind, subject, data)
    return subject


async def page(office: Office, query: str = "") -> dict[str, Any]:
    answer = await office.admin.get(f"/events{query}")
    assert answer.status == 200, answer
    return dict(answer.body)


@both
async def test_the_feed_is_read_on_from_a_cursor_and_the_same_again(office: Office) -> None:
    for number in range(5):
        await tell(office, number=number)
    first = await page(office, "?limit=3")
    assert [one["data"]["number"] for one in first["items"]] == [0, 1, 2]
    assert first["more"] is True
    second = await page(office, f"?after={first['next']}&limit=3")
    assert [one["data"]["number"] for one in second["items"]] == [3, 4]
    assert second["more"] is False
    assert await page(office, f"?after={first['next']}&limit=3") == second
    last = await page(office, f"?after={second['next']}")
    assert (last["items"], last["next"]) == ([], second["next"])
    await tell(office, number=5)
    assert [one["data"]["number"] for one in (await page(office, f"?after={last['next']}"))["items"]] == [5]


@pytest.mark.parametrize("database_url", [pytest.param("postgresql", marks=pytest.mark.service)], indirect=True)
async def test_whoever_reads_on_misses_nothing_that_was_committed_late(office: Office) -> None:
    """Its id is older than that of an event which others have read already. On SQLite there is one writer at a time."""
    database, outgoing = office.service.parts.database, office.hooks.outgoing
    began, may_end = asyncio.Event(), asyncio.Event()

    async def late() -> None:
        async with database.writing() as rows:
            await outgoing.tell(rows, office.id, "client.created", uuid7(), {"name": "late"})
            began.set()
            await may_end.wait()

    async with asyncio.TaskGroup() as group:
        group.create_task(late())
        await began.wait()
        await tell(office, name="early")
        before = await page(office)
        may_end.set()
    assert [one["data"]["name"] for one in before["items"]] == ["early"]
    after = await page(office, f"?after={before['next']}")
    assert [one["data"]["name"] for one in after["items"]] == ["late"]


async def test_only_the_kinds_that_were_asked_for_and_the_cursor_moves_past_the_others(office: Office) -> None:
    await tell(office, "client.created")
    wanted = await tell(office, "document.received")
    await tell(office, "client.changed")
    found = await page(office, "?kind=document.received")
    assert [one["subject_id"] for one in found["items"]] == [wanted]
    assert found["next"] == (await page(office))["next"]
    refused = await office.admin.get("/events?kind=cow.milked")
    assert (refused.status, refused.code) == (422, "kind_unknown")


async def test_events_about_one_subject_arrive_in_order_with_a_rising_sequence(office: Office) -> None:
    await office.webhook("client.changed", "client.created")
    subject = await tell(office, "client.created", name="Jan")
    await tell(office, "client.changed", subject, name="Jan Smit")
    await tell(office, "consent.changed", subject)
    await office.send_all()
    told = [(one.kind, one.json["data"]["sequence"], one.json["data"]["name"]) for one in office.receiver.got]
    assert told == [("client.created", 1, "Jan"), ("client.changed", 2, "Jan Smit")]


async def test_envelopes_are_in_the_feed_and_a_completed_one_twice_under_both_names(office: Office) -> None:
    envelope = office.envelope()
    await office.happens(envelope, "sent", 1)
    await office.happens(envelope, "completed", 2)
    kinds = [one["type"] for one in (await page(office))["items"]]
    assert kinds == ["envelope.sent", "envelope.completed", "signature.completed"]


async def test_a_kind_that_nobody_could_ask_for_is_a_mistake_of_ours(office: Office) -> None:
    with pytest.raises(ValueError, match="cow"):
        await tell(office, "cow.milked")


async def test_an_old_cursor_is_told_that_something_is_gone_and_numbers_go_on(office: Office) -> None:
    await tell(office, number=1)
    await tell(office, number=2)
    cursor = (await page(office, "?limit=1"))["next"]
    assert (await page(office))["next"] == "2"
    await office.later(days=91)
    await office.hooks.feed.sweep()
    await tell(office, number=3)
    assert (await page(office, f"?after={cursor}"))["items"][-1]["cursor"] == "3"
    await office.later(days=91)
    await office.hooks.feed.sweep()
    refused = await office.admin.get(f"/events?after={cursor}")
    assert (refused.status, refused.code) == (410, "cursor_gone")
    assert [one["data"]["number"] for one in (await page(office))["items"]] == [3]
