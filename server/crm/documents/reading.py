"""The durable work that makes documents findable by their text, and counts the pages that could not be counted before."""

from server.crm.documents import store
from server.crm.documents.folding import MOST_TEXT, fold
from server.crm.documents.words import TextReader
from server.crm.ports import Ground
from server.files.pages import PageCounter
from server.jobs import Job
from server.stores.blobs import BlobMissing


class Reader:
    def __init__(self, ground: Ground, texts: TextReader | None = None) -> None:
        self._ground = ground
        self._texts = texts or TextReader()
        self._pages = PageCounter()

    async def read(self, job: Job) -> None:
        """Reads the newest version. Of one that was replaced meanwhile nothing is kept: its own promise follows."""
        ground, office = self._ground, job.organisation_id
        async with ground.database.reading() as rows:
            row = await store.one(rows, office, job.subject)
        if row is None:
            return
        try:
            found = await self._texts.text(row.media_type, row.size, ground.blobs.stream(office, row.sha256))
            pages = row.pages
            if not pages and row.media_type == "application/pdf":
                # The machine was too busy when it came in.
                pages = await self._pages.count(row.size, ground.blobs.stream(office, row.sha256))
        except BlobMissing:
            return
        async with ground.database.writing() as rows:
            now = await store.one(rows, office, job.subject)
            if now is not None and now.number == row.number:
                await store.put_text(rows, office, row.id, row.number, fold(found)[:MOST_TEXT])
                await store.put_pages(rows, row.id, row.number, pages)
