"""The time-stamp authority: asked, waited for, never made up. A real one answers, behind a door that opens late."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import update

from server.jobs.tables import jobs
from server.signing.tables import envelope_signers
from signing.jobs import Verify
from tests.services.processes import HOST, free_port
from tests.signing.core.office import Office, opened
from tests.signing.pdf.authorities import Elsewhere, elsewhere


class Door:
    """A port before the authority. Nobody listens there until it opens."""

    def __init__(self, beyond: str) -> None:
        self.port = free_port()
        self._beyond = urlsplit(beyond)
        self.url = f"http://{HOST}:{self.port}{self._beyond.path}"
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._pass, HOST, self.port)

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(self._beyond.hostname, self._beyond.port)
        await asyncio.gather(_pour(reader, back), _pour(there, writer))


async def _pour(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while chunk := await source.read(65_536):
            target.write(chunk)
            await target.drain()
    target.close()


@pytest.fixture
def authority(tmp_path: Path) -> Iterator[Elsewhere]:
    (tmp_path / "elsewhere").mkdir()
    with elsewhere(tmp_path / "elsewhere") as made:
        (tmp_path / "roots.pem").write_bytes(made.root)
        yield made


@pytest.fixture
async def door(authority: Elsewhere) -> AsyncIterator[Door]:
    made = Door(authority.url)
    yield made
    await made.close()


@pytest.fixture
async def office(tmp_path: Path, door: Door) -> AsyncIterator[Office]:
    env = {"TSA_URL": door.url, "SIGNING_TRUST": str(tmp_path / "roots.pem")}
    async with opened(tmp_path / "data", f"sqlite:///{tmp_path / 'test.db'}", None, **env) as made:
        yield made


async def pass_time(office: Office, **ago: float) -> None:
    """As if everybody had signed so long ago, and the work were due. The clock stays: certificates are of today."""
    async with office.database.writing() as rows:
        await rows.execute(update(envelope_signers).values(signed_at=office.clock() - timedelta(**ago)))
        await rows.execute(update(jobs).where(jobs.c.kind == "envelope_seal").values(run_at=office.clock()))


async def test_while_the_authority_is_away_nothing_is_made_up_and_it_follows_by_itself(
    office: Office, door: Door
) -> None:
    envelope = await office.sent("Jan")
    signed = await office.sign(envelope)
    assert (signed.clock, signed.signers[0].level, signed.signers[0].stamped_at) == ("authority", "B-B", None)
    await office.work()
    waiting = await office.get(envelope)
    assert (waiting.status, waiting.seal, waiting.problem) == ("sent", "pending", "tsa_away")
    assert waiting.file("signed") is None

    await pass_time(office, minutes=61)
    await office.work()
    unstamped = await office.get(envelope)
    assert (unstamped.status, unstamped.seal, unstamped.level) == ("sent", "pending", "B-B")
    assert [one.kind for one in unstamped.events][-1] == "stamp_pending"
    assert {one.kind for one in unstamped.files} >= {"signed", "log", "log_data"}
    await pass_time(office, minutes=90)
    await office.work()
    assert [one.kind for one in (await office.get(envelope)).events].count("stamp_pending") == 1

    await door.open()
    await pass_time(office, minutes=120)
    await office.work()
    done = await office.get(envelope)
    assert (done.status, done.seal, done.level, done.problem) == ("completed", "done", "B-LTA", None)
    kinds = [one.kind for one in done.events]
    assert kinds == ["created", "sent", "signed", "stamp_pending", "sealed", "completed", "filed"]
    assert [one.seq for one in done.files if one.kind == "signed"] == [1, 2]
    tools = office.room.tools
    async with tools.documents.desk() as place:
        newest = done.file("signed")
        assert newest is not None
        path = await tools.documents.fetch(office.id, newest.sha256, place / "signed.pdf")
        report = await tools.works.run(Verify(path, await tools.trust.proofs(), office.clock()))
    assert report.verdict == "intact"
    assert report.archive is not None
    assert not report.archive.own_clock


async def test_an_authority_that_answers_stamps_every_signature_and_the_whole(office: Office, door: Door) -> None:
    await door.open()
    envelope = await office.sent("Jan", "Els")
    await office.sign(envelope, 0)
    signed = await office.sign(envelope, 1)
    assert [one.level for one in signed.signers] == ["B-LT", "B-LT"]
    await office.work()
    done = await office.get(envelope)
    assert (done.status, done.level, done.clock) == ("completed", "B-LTA", "authority")
    assert "stamp_pending" not in [one.kind for one in done.events]
