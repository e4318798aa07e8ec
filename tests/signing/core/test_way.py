"""The way of an envelope: drafted, sent, signed, sealed, filed."""

from __future__ import annotations

from tests.signing.core.office import Office


async def test_an_envelope_goes_its_whole_way(any_office: Office) -> None:
    office = any_office
    envelope = await office.sent("Jan", "Els")
    assert envelope.status == "sent"
    await office.sign(envelope, 1)
    after = await office.sign(envelope, 0)
    assert (after.status, after.seal) == ("sent", "pending")
    await office.work()
    done = await office.get(envelope)
    assert (done.status, done.seal) == ("completed", "done"), done.problem
    assert done.level == "B-LTA"
    kinds = [event.kind for event in done.events]
    assert kinds == ["created", "sent", "signed", "signed", "sealed", "completed", "filed"]
    assert (await office.read(done)).startswith(b"%PDF")
    assert {one.kind for one in done.files} == {"original", "signed", "log", "log_data"}
