"""Filing: the signed document and its log go where the document came from."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from server.files.tables import session_files
from server.jobs import Later
from server.signing.envelopes import By, Envelope
from server.signing.filing import Leaf, SessionFiling, leaves
from tests.signing.core.office import Office, pdf
from tests.signing.core.sessions import share, started


async def signed_in(office: Office, session_id: str, file_id: str, sha256: str) -> Envelope:
    made = await office.desk.from_file(By(None, "Marieke"), office.id, session_id, file_id, sha256, "Polis.pdf")
    sent = await office.sent("Jan", drafted=made)
    await office.sign(sent)
    return sent


@pytest.mark.covers("D004", "D020", "D024", "F033")
async def test_in_a_session_the_signed_document_and_its_log_join_its_files(any_office: Office) -> None:
    office = any_office
    session = await started(office)
    file = await share(office, session, "Polis.pdf", pdf())
    envelope = await signed_in(office, session.id, file.file_id, file.sha256)
    await office.work()
    found = {one.name: one for one in await session.files()}
    assert list(found) == ["Polis.pdf", "Polis signed.pdf", "Polis signed log.pdf", "Polis signed log.jsonl"]
    signed = found["Polis signed.pdf"]
    after = await office.get(envelope)
    stored = after.file("signed")
    assert stored is not None
    assert (signed.media_type, signed.size, signed.everyone) == ("application/pdf", stored.size, True)
    assert after.events[-1].kind == "filed"


async def test_filing_again_changes_nothing(office: Office) -> None:
    session = await started(office)
    file = await share(office, session, "Polis.pdf", pdf())
    envelope = await signed_in(office, session.id, file.file_id, file.sha256)
    await office.work()
    after = await office.get(envelope)
    await SessionFiling(office.drawer).file(after, leaves(after))
    assert len(await session.files()) == 4
    assert await office.count(session_files) == 4


async def test_when_the_session_has_ended_the_envelope_has_them_and_is_filed(office: Office) -> None:
    session = await started(office)
    file = await share(office, session, "Polis.pdf", pdf())
    envelope = await signed_in(office, session.id, file.file_id, file.sha256)
    await session.end()
    await office.work()
    after = await office.get(envelope)
    assert (after.status, after.events[-1].kind) == ("completed", "filed")
    assert len(await session.files()) == 1
    assert (await office.read(after)).startswith(b"%PDF")
    assert await office.count(session_files) == 1


async def test_another_place_can_be_filed_in_and_is_asked_again_until_it_takes_them(office: Office) -> None:
    asked: list[tuple[str, ...]] = []

    class Cabinet:
        async def file(self, envelope: Envelope, leaves: Sequence[Leaf]) -> None:
            asked.append(tuple(one.name for one in leaves))
            if len(asked) == 1:
                raise Later("cabinet_away")

    office.room.filings.append(Cabinet())
    envelope = await office.sent("Jan")
    await office.sign(envelope)
    await office.work()
    assert (await office.get(envelope)).events[-1].kind == "completed"
    office.clock.move(minutes=1)
    await office.work()
    assert asked == [("Polis signed.pdf", "Polis signed log.pdf", "Polis signed log.jsonl")] * 2
    assert (await office.get(envelope)).events[-1].kind == "filed"
