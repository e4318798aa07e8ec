"""Bytes that come in from outside: bounded, looked at, and held until a row names them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.crm.choices import ChoiceStore
from server.crm.documents import store
from server.crm.documents.choices import DocumentChoices
from server.crm.documents.model import Storage, Stored
from server.crm.documents.refusals import FILE_REFUSED, STORAGE_FULL
from server.crm.ports import Ground
from server.files.names import clean_name
from server.files.pages import PageCounter
from server.files.problems import FILE_TOO_LARGE
from server.files.sniff import HEAD, PICTURES, media_type
from server.signing.refusals import EMPTY_FILE
from server.signing.routes.refusals import UPLOAD_BROKEN
from server.stores.blobs import BlobMissing, BlobTooLarge
from server.stores.holding import Claim
from server.stores.tables import organisations

MEGABYTE = 1024 * 1024

PROGRAMS = frozenset(
    {"application/x-msdownload", "application/x-executable", "application/x-mach-binary", "text/x-script"}
)
"""By their bytes, whatever they are called."""


class Intake:
    """All methods raise a Problem; whatever the stream raises passes through, and nothing of it stays."""

    def __init__(self, ground: Ground, choices: ChoiceStore) -> None:
        self._ground = ground
        self._choices = choices
        self._pages = PageCounter()

    @asynccontextmanager
    async def arriving(
        self, organisation_id: str, raw_name: str, content: AsyncIterator[bytes], length: int | None
    ) -> AsyncIterator[tuple[Stored, Claim]]:
        """What came, held by a claim: `kept` with it in the transaction that writes the row. `length`: where told."""
        ground = self._ground
        async with ground.database.reading() as rows:
            most = await self.most_bytes(rows, organisation_id)
            room = await self.storage(rows, organisation_id)
        if length is not None and length > most:
            raise FILE_TOO_LARGE.problem(max_bytes=most)
        if room.limit_bytes and room.used_bytes + (length or 0) > room.limit_bytes:
            raise STORAGE_FULL.problem()
        head = bytearray()

        async def seen() -> AsyncIterator[bytes]:
            async for chunk in content:
                if len(head) < HEAD:
                    head.extend(chunk[: HEAD - len(head)])
                yield chunk

        try:
            blob = await ground.blobs.put(organisation_id, seen(), most)
        except BlobTooLarge:
            raise FILE_TOO_LARGE.problem(max_bytes=most) from None
        try:
            async with ground.keeper.storing(organisation_id, blob.hash) as claim:
                kind = media_type(bytes(head))
                if not blob.size:
                    raise EMPTY_FILE.problem()
                if kind in PROGRAMS:
                    raise FILE_REFUSED.problem()
                if room.limit_bytes and room.used_bytes + blob.size > room.limit_bytes:
                    raise STORAGE_FULL.problem()
                pages = await self._count(organisation_id, kind, blob.size, blob.hash)
                yield Stored(clean_name(raw_name), kind, blob.size, blob.hash, pages), claim
        except BlobMissing:
            # Somebody let go of the same bytes at this moment.
            raise UPLOAD_BROKEN.problem() from None
        except BaseException:
            await ground.keeper.sweep()
            raise

    async def most_bytes(self, rows: AsyncConnection, organisation_id: str) -> int:
        """How large one file may be."""
        query = select(organisations.c.max_file_mb).where(organisations.c.id == organisation_id)
        return int(await rows.scalar(query) or 0) * MEGABYTE

    async def storage(self, rows: AsyncConnection, organisation_id: str) -> Storage:
        choice = await self._choices.get(rows, organisation_id, DocumentChoices)
        return Storage(await store.used_bytes(rows, organisation_id), choice.limit_bytes)

    async def _count(self, organisation_id: str, kind: str, size: int, sha256: str) -> int:
        if kind == "application/pdf":
            return await self._pages.count(size, self._ground.blobs.stream(organisation_id, sha256, 0, size))
        return 1 if kind in PICTURES else 0
