"""Bytes and who holds them: nothing goes while a row names it, everything goes after the last."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import insert

from server.stores.blobs import once
from server.stores.database import uuid7
from server.stores.holding import _holders
from server.stores.tables import blob_claims, mail_attachments, mails
from server.web import Problem
from signing.jobs import Sign
from tests.signing.core.office import BY, HERE, Office, pdf, signing
from tests.signing.core.sessions import share, started


async def test_a_draft_that_is_thrown_away_takes_its_document_with_it(any_office: Office) -> None:
    office = any_office
    drafted = await office.draft("Jan")
    assert office.stored() == {drafted.document.sha256}
    await office.desk.discard(office.id, drafted.id)
    assert office.stored() == set()
    with pytest.raises(Problem, match="envelope_unknown"):
        await office.get(drafted)


async def test_the_same_document_in_two_drafts_stays_until_the_second_goes(office: Office) -> None:
    content = pdf()
    one, other = await office.draft("Jan", content=content), await office.draft("Els", content=content)
    await office.desk.discard(office.id, one.id)
    assert await office.read(other, "original") == content
    await office.desk.discard(office.id, other.id)
    assert office.stored() == set()


async def test_a_file_of_a_session_outlives_the_draft_made_of_it_and_the_other_way_round(any_office: Office) -> None:
    office = any_office
    session = await started(office)
    for first in ("draft", "file"):
        content = pdf(words=first)
        file = await share(office, session, "Polis.pdf", content)
        drafted = await office.desk.from_file(BY, office.id, session.id, file.file_id, file.sha256, file.name)
        assert drafted.document.sha256 == sha256(content).hexdigest()
        if first == "draft":
            await office.desk.discard(office.id, drafted.id)
            assert office.stored() == {file.sha256}
            await session.withdraw(file.file_id)
        else:
            await session.withdraw(file.file_id)
            assert await office.read(drafted, "original") == content
            await office.desk.discard(office.id, drafted.id)
        assert office.stored() == set()


async def test_a_mail_that_carries_a_document_holds_it(office: Office) -> None:
    drafted = await office.draft("Jan")
    mail_id, now = uuid7(), office.clock()
    texts = ("kind", "recipient", "recipient_name", "sender_name", "reply_to", "subject", "text", "html")
    rest = {"language": "nl", "secret": False, "status": "queued", "run_at": now, "created_at": now, "updated_at": now}
    async with office.database.writing() as rows:
        await rows.execute(
            insert(mails).values(id=mail_id, organisation_id=office.id, **dict.fromkeys(texts, "x"), **rest)
        )
        await rows.execute(
            insert(mail_attachments).values(
                mail_id=mail_id,
                position=1,
                organisation_id=office.id,
                name="Polis.pdf",
                media_type="application/pdf",
                size=drafted.document.size,
                sha256=drafted.document.sha256,
            )
        )
    await office.desk.discard(office.id, drafted.id)
    assert office.stored() == {drafted.document.sha256}


async def test_a_signature_that_failed_leaves_no_bytes_and_changes_nothing(office: Office) -> None:
    envelope = await office.sent("Jan")
    stored, files = office.stored(), (await office.get(envelope)).files

    async def fails(job: object) -> None:
        if isinstance(job, Sign):
            raise RuntimeError("the machine is out of memory")

    office.works.before = fails
    with pytest.raises(RuntimeError):
        await office.sign(envelope)
    after = await office.get(envelope)
    assert (office.stored(), after.files, after.signers[0].status) == (stored, files, "ready")
    office.works.before = None
    assert (await office.sign(envelope)).signers[0].status == "signed"


async def test_a_claim_of_a_process_that_died_runs_out_and_its_bytes_go(office: Office) -> None:
    keeper = office.room.tools.keeper
    content = b"half done"
    name = sha256(content).hexdigest()
    await office.blobs.put(office.id, once(content), 100)
    async with office.database.writing() as rows:
        await rows.execute(
            insert(blob_claims).values(
                id=uuid7(), organisation_id=office.id, sha256=name, until=office.clock() + timedelta(minutes=30)
            )
        )
    await keeper.sweep()
    assert office.stored() == {name}, "somebody may still be busy with it"
    office.clock.move(minutes=31)
    await keeper.sweep()
    assert office.stored() == set()


async def test_an_envelope_that_is_completed_keeps_what_people_need_and_no_revisions_between(office: Office) -> None:
    envelope = await office.sent("Jan", "Els")
    await office.sign(envelope, 0)
    await office.sign(envelope, 1)
    assert len(office.stored()) == 4
    await office.work()
    after = await office.get(envelope)
    await office.room.work.sweep()
    assert office.stored() == {one.sha256 for one in after.files}
    assert {one.kind for one in after.files} == {"original", "signed", "log", "log_data"}


async def test_nothing_lies_beside_the_data_once_work_is_done(office: Office, tmp_path: Path) -> None:
    envelope = await office.sent("Jan")
    await office.desk.sign(office.ref(envelope), signing(), HERE)
    own = office.room.tools.documents.owner
    folder = office.settings.data / "signing" / "documents"
    assert [one.name for one in folder.iterdir()] == [own]
    assert [one.name for one in (folder / own).iterdir()] == ["lock"]


def test_every_column_that_names_bytes_is_known_to_those_who_let_them_go() -> None:
    import server.wiring  # noqa: F401 - every room's tables are known once all are imported

    known = {f"{table.name}.{column.name}" for table, column in _holders()}
    assert known == {
        "client_imports.sha256",
        "clients.photo",
        "crm_writes.sha256",
        "document_versions.sha256",
        "documents.sha256",
        "envelope_files.sha256",
        "favourites.icon",
        "mail_attachments.sha256",
        "organisations.logo",
        "personal_exports.sha256",
        "session_files.sha256",
        "signing_templates.document_sha256",
    }
