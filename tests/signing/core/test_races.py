"""Two at the same moment: both are right, or one hears why not; nothing is lost, nothing is there twice."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from server.jobs.tables import jobs
from server.signing.envelopes import Envelope, SignerRef
from server.signing.tables import credit_ledger, envelope_events, envelope_files
from server.stores.database import uuid7
from server.web import Problem
from signing.jobs import Prepare, Sign
from tests.signing.core.office import BY, HERE, Office, opened, signing


async def both(*doing: Any) -> list[Any]:
    return await asyncio.gather(*doing, return_exceptions=True)


def codes(answers: list[Any]) -> list[str]:
    return sorted(one.refusal.code if isinstance(one, Problem) else type(one).__name__ for one in answers)


async def kinds(office: Office, envelope: Envelope) -> list[str]:
    return [event.kind for event in (await office.get(envelope)).events]


async def test_two_signers_at_the_same_second_both_sign_one_after_the_other(any_office: Office) -> None:
    office = any_office
    envelope = await office.sent("Jan", "Els")
    answers = await both(office.sign(envelope, 0), office.sign(envelope, 1))
    assert codes(answers) == ["Envelope", "Envelope"]
    after = await office.get(envelope)
    assert [one.status for one in after.signers] == ["signed", "signed"]
    revisions = [one for one in after.files if one.kind == "revision"]
    assert [one.seq for one in revisions] == [1, 2]
    first, second = [await office.blobs.read(office.id, one.sha256) for one in revisions]
    assert second.startswith(first), "the second signature stands on the first"
    assert after.seal == "pending"


async def test_two_signers_at_two_nodes_both_sign(tmp_path: Path, database_url: str) -> None:
    folder = tmp_path / "data"
    async with opened(folder, database_url) as one, opened(folder, database_url, one.id) as other:
        envelope = await one.sent("Jan", "Els")
        answers = await both(one.sign(envelope, 0), other.sign(envelope, 1))
        assert codes(answers) == ["Envelope", "Envelope"]
        assert [signer.status for signer in (await one.get(envelope)).signers] == ["signed", "signed"]


async def test_a_double_click_signs_once_and_both_hear_yes(any_office: Office) -> None:
    office = any_office
    envelope = await office.sent("Jan", "Els")
    click = signing()
    answers = await both(*(office.desk.sign(office.ref(envelope), click, HERE) for _ in range(3)))
    assert codes(answers) == ["Envelope"] * 3
    assert (await kinds(office, envelope)).count("signed") == 1
    assert await office.count(envelope_files, envelope_files.c.kind == "revision") == 1


async def test_the_same_signer_in_two_windows_signs_once_and_the_other_hears_it(any_office: Office) -> None:
    office = any_office
    envelope = await office.sent("Jan", "Els")
    answers = await both(office.sign(envelope), office.sign(envelope))
    assert codes(answers) == ["Envelope", "already_signed"]
    assert (await kinds(office, envelope)).count("signed") == 1


class Held:
    """Jobs of a kind stop before they begin, until they are let go."""

    def __init__(self, office: Office, kind: type) -> None:
        self.reached, self.go = asyncio.Event(), asyncio.Event()

        async def before(job: object) -> None:
            if isinstance(job, kind):
                self.reached.set()
                await self.go.wait()

        office.works.before = before


async def test_who_signs_while_the_sender_takes_it_back_hears_that_it_is_closed(any_office: Office) -> None:
    office = any_office
    await office.meter(1)
    envelope = await office.sent("Jan")
    stored = office.stored()
    held = Held(office, Sign)
    under_way = asyncio.ensure_future(office.sign(envelope))
    await held.reached.wait()
    await office.desk.void(office.id, envelope.id, BY, "Verkeerde versie")
    held.go.set()
    with pytest.raises(Problem, match="envelope_closed"):
        await under_way
    after = await office.get(envelope)
    assert (after.status, after.signers[0].status) == ("voided", "ready")
    assert await office.balance() == (1, 0)
    await office.room.work.sweep()
    assert office.stored() == stored, "nothing of the signature stays"


async def test_who_takes_it_back_after_the_last_signature_hears_that_it_is_closed(any_office: Office) -> None:
    office = any_office
    envelope = await office.sent("Jan")
    await office.sign(envelope)
    with pytest.raises(Problem, match="envelope_closed"):
        await office.desk.void(office.id, envelope.id, BY, "")
    assert (await office.get(envelope)).seal == "pending"


async def test_void_and_sign_at_the_same_moment_end_in_one_of_both(any_office: Office) -> None:
    office = any_office
    await office.meter(4)
    for _ in range(4):
        envelope = await office.sent("Jan")
        answers = await both(office.sign(envelope), office.desk.void(office.id, envelope.id, BY, ""))
        after = await office.get(envelope)
        assert codes(answers) == ["Envelope", "envelope_closed"]
        signed = after.signers[0].status == "signed"
        assert after.status == ("sent" if signed else "voided")
        assert after.credit == ("reserved" if signed else "released")


async def test_an_envelope_that_runs_out_while_somebody_signs_ends_in_one_of_both(any_office: Office) -> None:
    office = any_office
    envelope = await office.sent("Jan")
    held = Held(office, Sign)
    under_way = asyncio.ensure_future(office.sign(envelope))
    await held.reached.wait()
    office.clock.move(days=31)
    assert await office.work() >= 1
    held.go.set()
    with pytest.raises(Problem, match="envelope_closed"):
        await under_way
    after = await office.get(envelope)
    assert (after.status, after.signers[0].status) == ("expired", "ready")


async def test_an_envelope_that_has_run_out_takes_no_signature_even_before_it_is_noted(office: Office) -> None:
    envelope = await office.sent("Jan")
    office.clock.move(days=31)
    with pytest.raises(Problem, match="envelope_closed"):
        await office.sign(envelope)


async def test_sent_twice_at_the_same_moment_it_goes_out_once(any_office: Office) -> None:
    office = any_office
    await office.meter(5)
    drafted = await office.draft("Jan")
    send = [office.desk.send(office.id, drafted.id, BY, "mail") for _ in range(2)]
    assert codes(await both(*send)) == ["Envelope", "envelope_sent"]
    assert await kinds(office, drafted) == ["created", "sent", "link_sent"]
    assert await office.balance() == (4, 1)
    assert await office.count(credit_ledger, credit_ledger.c.kind == "reserved") == 1


async def test_the_last_credit_is_had_by_one_of_two(any_office: Office) -> None:
    office = any_office
    await office.meter(1)
    drafts = [await office.draft("Jan"), await office.draft("Els")]
    answers = await both(*(office.desk.send(office.id, one.id, BY, "here") for one in drafts))
    assert codes(answers) == ["Envelope", "no_credits"]
    assert await office.balance() == (0, 1)
    assert sorted([(await office.get(one)).status for one in drafts]) == ["draft", "sent"]


async def test_a_draft_that_changes_while_it_is_sent_is_not_sent(office: Office) -> None:
    drafted = await office.draft("Jan")
    held = Held(office, Prepare)
    under_way = asyncio.ensure_future(office.desk.send(office.id, drafted.id, BY, "here"))
    await held.reached.wait()
    async with office.room.tools.turns.turn(office.id, drafted.id) as turn:
        await turn.set(title="Anders")
    held.go.set()
    with pytest.raises(Problem, match="envelope_changed"):
        await under_way
    assert (await office.get(drafted)).status == "draft"


async def test_one_of_two_nodes_does_each_piece_of_work(tmp_path: Path, database_url: str) -> None:
    folder = tmp_path / "data"
    async with opened(folder, database_url) as one, opened(folder, database_url, one.id) as other:
        envelopes = [await one.sent("Jan") for _ in range(3)]
        for envelope in envelopes:
            await one.sign(envelope)
        await asyncio.gather(one.work(), other.work())
        for envelope in envelopes:
            after = await one.get(envelope)
            assert after.status == "completed", after.problem
            assert (await kinds(one, envelope)).count("completed") == 1
        assert one.works.done.count("Seal") + other.works.done.count("Seal") == len(envelopes)
        assert await one.count(jobs) == 0
        assert await one.count(envelope_events, envelope_events.c.kind == "filed") == len(envelopes)


async def test_a_signer_of_another_office_or_envelope_is_nobody(office: Office) -> None:
    envelope, other = await office.sent("Jan"), await office.sent("Els")
    strangers = {
        SignerRef(uuid7(), envelope.id, envelope.signers[0].id): "envelope_unknown",
        SignerRef(office.id, envelope.id, other.signers[0].id): "signer_unknown",
        SignerRef(office.id, uuid7(), envelope.signers[0].id): "envelope_unknown",
    }
    for ref, code in strangers.items():
        with pytest.raises(Problem, match=code):
            await office.desk.sign(ref, signing(), HERE)
