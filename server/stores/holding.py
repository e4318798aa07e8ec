"""Who holds a blob: the one rule by which bytes are kept and let go.

Several rows may name the same bytes: a file of a session, an envelope, a mail that carries it. Every column that names
a blob is marked BLOB in its table; bytes go only when no row names them any more.

    async with keeper.storing(office, sha256) as claim:    # the bytes are safe from now on
        await keeper.put(office, path, sha256, size)
        async with database.writing() as rows:
            ...insert the row that names them...
            await keeper.keep(rows, claim)                 # the row holds them from the commit on
    # a process that dies in between leaves a claim, and `sweep` lets the bytes go

    async with database.writing() as rows:
        ...delete the row...
        await keeper.let_go(rows, office, sha256)          # noted in the same transaction
    await keeper.sweep()                                   # done after it
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Table, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.stores.blobs import CHUNK, Blob, BlobMissing, Blobs
from server.stores.database import Database, uuid7
from server.stores.tables import blob_claims, metadata, organisations

CLAIM = timedelta(minutes=30)
"""How long storing may take; what a dead process has left goes after it."""

_SOME = 50
_HALF = timedelta(days=1)
"""No upload takes so long."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Bytes that are on their way to a row."""

    id: str
    organisation_id: str
    sha256: str


class BlobKeeper:
    """Stores bytes for rows, and lets them go after the last."""

    def __init__(self, database: Database, blobs: Blobs, now: Callable[[], datetime]) -> None:
        self._database = database
        self._blobs = blobs
        self._now = now

    async def alone(self, rows: AsyncConnection, organisation_id: str, sha256: str) -> None:
        """Nobody else takes or lets go of these bytes until the transaction ends."""
        await self._database.alone(rows, f"blob {organisation_id} {sha256}")

    @asynccontextmanager
    async def storing(self, organisation_id: str, sha256: str) -> AsyncIterator[Claim]:
        """Hold bytes that no row names yet. After a failure they are let go."""
        claim = Claim(uuid7(), organisation_id, sha256)
        async with self._database.writing() as rows:
            await self.alone(rows, organisation_id, sha256)
            await self._claim(rows, claim, self._now() + CLAIM)
        try:
            yield claim
        except BaseException:
            async with self._database.writing() as rows:
                await rows.execute(blob_claims.update().where(blob_claims.c.id == claim.id).values(until=self._now()))
            raise

    async def put(self, organisation_id: str, path: Path, sha256: str, size: int) -> Blob:
        """Store a file whose hash and size are known. Raises BlobMissing or BlobTooLarge when it has others."""
        blob = await self._blobs.put(organisation_id, _chunks(path), size)
        if blob.hash != sha256:
            raise BlobMissing
        return blob

    async def keep(self, rows: AsyncConnection, claim: Claim) -> None:
        """The caller's transaction has a row that names the bytes: the claim ends with it. Raises BlobMissing."""
        await self.alone(rows, claim.organisation_id, claim.sha256)
        await rows.execute(delete(blob_claims).where(blob_claims.c.id == claim.id))
        await self._blobs.size(claim.organisation_id, claim.sha256)

    async def let_go(self, rows: AsyncConnection, organisation_id: str, sha256: str) -> None:
        """Note, in the transaction that deletes a row, that its bytes may go. Call `sweep` after the commit."""
        await self._claim(rows, Claim(uuid7(), organisation_id, sha256), self._now())

    async def sweep(self) -> int:
        """Delete what nobody holds any more; returns how many claims it has dealt with, 0 when none is left."""
        now = self._now()
        due = select(blob_claims).where(blob_claims.c.until <= now).order_by(blob_claims.c.until).limit(_SOME)
        async with self._database.reading() as rows:
            found = (await rows.execute(due)).all()
        for one in found:
            async with self._database.writing() as rows:
                await self.alone(rows, one.organisation_id, one.sha256)
                ended = await rows.execute(delete(blob_claims).where(blob_claims.c.id == one.id))
                if ended.rowcount and not await self.held(rows, one.organisation_id, one.sha256):
                    # Before the commit: a process that dies here does it again. The bytes were nobody's.
                    await self._blobs.delete(one.organisation_id, one.sha256)
        return len(found)

    async def sweep_halves(self) -> int:
        """Delete what never became a blob, because the process that stored it died; returns how many there were."""
        async with self._database.reading() as rows:
            offices = (await rows.execute(select(organisations.c.id))).scalars().all()
        return sum([await self._blobs.forget_halves(one, self._now() - _HALF) for one in offices])

    async def held(self, rows: AsyncConnection, organisation_id: str, sha256: str) -> bool:
        """Whether any row names these bytes, or somebody is storing them at this moment."""
        for table, column in _holders():
            whose = table.c.organisation_id if "organisation_id" in table.c else table.c.id
            if (await rows.execute(select(column).where(whose == organisation_id, column == sha256).limit(1))).first():
                return True
        coming = select(blob_claims.c.id).where(
            blob_claims.c.organisation_id == organisation_id,
            blob_claims.c.sha256 == sha256,
            blob_claims.c.until > self._now(),
        )
        return (await rows.execute(coming.limit(1))).first() is not None

    async def _claim(self, rows: AsyncConnection, claim: Claim, until: datetime) -> None:
        await rows.execute(
            insert(blob_claims).values(
                id=claim.id, organisation_id=claim.organisation_id, sha256=claim.sha256, until=until
            )
        )


def _holders() -> list[tuple[Table, Column[Any]]]:
    return [(table, column) for table in metadata.tables.values() for column in table.c if column.info.get("blob")]


async def _chunks(path: Path) -> AsyncIterator[bytes]:
    # Reads of one megabyte from the page cache: quicker than the way to a thread and back.
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
