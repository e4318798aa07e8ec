"""An envelope that failed at its end is tried again by people."""

from __future__ import annotations

from typing import Any

import pytest

from server.signing.finishing import Finishing
from server.web import Problem
from tests.signing.core.office import BY, Office, Refused


async def test_what_failed_at_its_end_is_finished_when_somebody_tries_again(office: Office) -> None:
    await office.meter(1)
    envelope = await office.sent("Jan")
    await office.sign(envelope)

    async def broken(job: Any) -> None:
        if type(job).__name__ == "Seal":
            raise Refused("document_broken")

    office.works.before = broken
    await office.work()
    await Finishing(office.room.tools).gave_up(office.id, envelope.id, "document_broken")
    failed = await office.get(envelope)
    assert (failed.status, failed.problem, failed.credit) == ("failed", "document_broken", "released")

    office.works.before = None
    again = await office.desk.retry(office.id, envelope.id, BY)
    assert (again.status, again.problem) == ("sent", None)
    await office.work()
    done = await office.get(envelope)
    assert (done.status, done.level, done.credit) == ("completed", "B-LTA", "released")
    assert "retried" in [one.kind for one in done.events]
    assert await office.balance() == (1, 0)


async def test_only_what_has_failed_is_tried_again(office: Office) -> None:
    envelope = await office.sent("Jan")
    with pytest.raises(Problem) as refused:
        await office.desk.retry(office.id, envelope.id, BY)
    assert refused.value.refusal.code == "envelope_not_failed"
