"""Credits: reserved at sending, captured at completion, released otherwise; none left is a clear no before anything."""

from __future__ import annotations

import asyncio

import pytest

from server.signing.tables import credit_ledger, envelope_files
from server.web import Problem
from tests.signing.core.office import BY, HERE, Office


async def lines(office: Office) -> list[tuple[str, int, int]]:
    found, _ = await office.room.tools.credits.ledger(office.id)
    return [(one.kind, one.available, one.reserved) for one in reversed(found)]


@pytest.mark.covers("X010")
async def test_without_metering_signing_costs_nothing(office: Office) -> None:
    envelope = await office.sent("Jan")
    await office.sign(envelope)
    await office.work()
    assert (await office.get(envelope)).credit == "none"
    assert await office.count(credit_ledger) == 0


@pytest.mark.covers("D034")
async def test_a_credit_is_reserved_at_sending_and_captured_at_completion(any_office: Office) -> None:
    office = any_office
    await office.meter(2)
    envelope = await office.sent("Jan")
    assert (envelope.credit, await office.balance()) == ("reserved", (1, 1))
    await office.sign(envelope)
    assert await office.balance() == (1, 1), "not before the signed document is there"
    await office.work()
    assert (await office.get(envelope)).credit == "captured"
    assert await lines(office) == [("bought", 2, 0), ("reserved", 1, 1), ("captured", 1, 0)]


@pytest.mark.covers("D030", "D034")
async def test_without_credits_nothing_is_made_and_the_sentence_says_where_to_go(office: Office) -> None:
    await office.meter(0)
    drafted = await office.draft("Jan")
    with pytest.raises(Problem) as refused:
        await office.desk.send(office.id, drafted.id, BY, "mail")
    assert refused.value.refusal.code == "no_credits"
    assert "Settings → Transactions" in refused.value.refusal.title
    assert "Prepare" not in office.works.done
    after = await office.get(drafted)
    assert (after.status, [one.kind for one in after.events]) == ("draft", ["created"])
    assert await office.count(envelope_files, envelope_files.c.kind != "original") == 0


async def test_declining_gives_the_credit_back(office: Office) -> None:
    await office.meter(1)
    envelope = await office.sent("Jan")
    after = await office.desk.decline(office.ref(envelope), "Klopt niet", HERE)
    assert (after.status, after.credit, await office.balance()) == ("declined", "released", (1, 0))
    assert after.signers[0].decline_reason == "Klopt niet"


async def test_taking_it_back_gives_the_credit_back_once(office: Office) -> None:
    await office.meter(1)
    envelope = await office.sent("Jan")
    await office.desk.void(office.id, envelope.id, BY, "")
    with pytest.raises(Problem, match="envelope_closed"):
        await office.desk.void(office.id, envelope.id, BY, "")
    assert await office.balance() == (1, 0)


async def test_running_out_gives_the_credit_back(office: Office) -> None:
    await office.meter(1)
    envelope = await office.sent("Jan")
    office.clock.move(days=31)
    await office.work()
    assert ((await office.get(envelope)).status, await office.balance()) == ("expired", (1, 0))


async def test_the_ledger_adds_up_whatever_happens_at_once(any_office: Office) -> None:
    office = any_office
    await office.meter(3)
    drafts = [await office.draft("Jan") for _ in range(5)]
    sends = [office.desk.send(office.id, one.id, BY, "here") for one in drafts]
    await asyncio.gather(*sends, return_exceptions=True)
    out = [one for one in drafts if (await office.get(one)).status == "sent"]
    assert len(out) == 3
    await asyncio.gather(*(office.desk.void(office.id, one.id, BY, "") for one in out))
    assert await office.balance() == (3, 0)
    available, reserved = 0, 0
    for kind, now_available, now_reserved in await lines(office):
        match kind:
            case "bought":
                available += 3
            case "reserved":
                available, reserved = available - 1, reserved + 1
            case "released":
                available, reserved = available + 1, reserved - 1
            case _:
                pytest.fail(f"nobody captured anything: {kind}")
        assert (now_available, now_reserved) == (available, reserved), kind


async def test_credits_are_bought_only_where_an_office_allows_them(office: Office) -> None:
    with pytest.raises(Problem, match="credits_not_allowed"):
        await office.room.tools.credits.buy(office.id, 5, "Marieke", "Ik ga akkoord.")
    assert await office.balance() == (0, 0)
