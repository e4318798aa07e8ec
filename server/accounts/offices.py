"""Offices: what they are called, look like and allow."""

import asyncio
import struct
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import Any

import structlog
from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.accounts.refusals import IMAGE_TOO_LARGE, NOT_AN_IMAGE
from server.stores.blobs import BlobMissing, Blobs, once
from server.stores.database import Database, uuid7
from server.stores.tables import organisations

log = structlog.get_logger(__name__)

MAX_LOGO_BYTES = 2 * 1024 * 1024
_MAX_PIXELS = 16_000_000
_LOGO_SIDE = 512
PINE = "#155C47"
# What Pillow raises for broken pictures; the last five come from metadata that is not of the type it should be.
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    struct.error,
    TypeError,
    LookupError,
    ArithmeticError,
    AttributeError,
)


class Offices:
    """All reading and writing of the table of offices."""

    def __init__(self, database: Database, blobs: Blobs, now: Callable[[], datetime]) -> None:
        self._database = database
        self._blobs = blobs
        self._now = now
        # Reading a picture can take 100 MB for a moment: one at a time.
        self._painting = asyncio.Semaphore(1)

    async def make(self, rows: AsyncConnection, name: str, language: str, **more: Any) -> str:
        """A new office with the usual settings; returns its id."""
        office_id, now = uuid7(), self._now()
        values = {
            "colour": PINE,
            "phone": "",
            "privacy_url": "",
            "lobby": False,
            "chat_history": True,
            "max_file_mb": 100,
            "empty_after_minutes": 15,
            "demo": False,
        }
        await rows.execute(
            insert(organisations).values(
                id=office_id, name=name, language=language, created_at=now, updated_at=now, **{**values, **more}
            )
        )
        return office_id

    async def one(self, office_id: str) -> Row[Any]:
        async with self._database.reading() as rows:
            return (await rows.execute(select(organisations).where(organisations.c.id == office_id))).one()

    async def only(self) -> Row[Any] | None:
        """The office of a server that has one; None when there are none or several."""
        async with self._database.reading() as rows:
            found = (await rows.execute(select(organisations).limit(2))).all()
        return found[0] if len(found) == 1 else None

    async def change(self, office_id: str, values: dict[str, Any]) -> Row[Any]:
        if values:
            values |= {"updated_at": self._now(), "version": organisations.c.version + 1}
            async with self._database.writing() as rows:
                await rows.execute(update(organisations).where(organisations.c.id == office_id).values(**values))
            log.info("An office was changed.", organisation=office_id)
        return await self.one(office_id)

    async def put_logo(self, office_id: str, picture: bytes) -> Row[Any]:
        """Store a picture as the logo, drawn anew: nothing of the file that came is kept."""
        async with self._painting:
            drawn = await asyncio.to_thread(redraw, picture)
        blob = await self._blobs.put(office_id, once(drawn), MAX_LOGO_BYTES * 4)
        return await self._swap_logo(office_id, blob.hash)

    async def drop_logo(self, office_id: str) -> Row[Any]:
        return await self._swap_logo(office_id, None)

    async def logo(self, logo_hash: str) -> bytes | None:
        """The picture in use under this hash."""
        async with self._database.reading() as rows:
            query = select(organisations.c.id).where(organisations.c.logo == logo_hash).limit(1)
            office_id = await rows.scalar(query)
        if office_id is None:
            return None
        try:
            return await self._blobs.read(office_id, logo_hash)
        except BlobMissing:
            return None

    async def _swap_logo(self, office_id: str, logo_hash: str | None) -> Row[Any]:
        async with self._database.writing() as rows:
            query = select(organisations.c.logo).where(organisations.c.id == office_id).with_for_update()
            before = await rows.scalar(query)
            await rows.execute(
                update(organisations)
                .where(organisations.c.id == office_id)
                .values(logo=logo_hash, updated_at=self._now(), version=organisations.c.version + 1)
            )
        # The picture before stays in the store: the same bytes may also be a file of one of the office's sessions.
        log.info("A logo was changed.", organisation=office_id, removed=before is not None and logo_hash is None)
        return await self.one(office_id)


def redraw(picture: bytes) -> bytes:
    """A picture somebody sent as a PNG of ours, at most 512 wide and high. Raises NOT_AN_IMAGE or IMAGE_TOO_LARGE."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(BytesIO(picture), formats=("PNG", "JPEG", "WEBP")) as opened:
            # Only the header has been read: a bomb is refused before it is unpacked.
            if opened.width * opened.height > _MAX_PIXELS:
                raise IMAGE_TOO_LARGE.problem()
            upright = ImageOps.exif_transpose(opened)
            drawn = upright.convert("RGBA")
    except Image.DecompressionBombError:
        raise IMAGE_TOO_LARGE.problem() from None
    except (UnidentifiedImageError, *_BROKEN):
        raise NOT_AN_IMAGE.problem() from None
    drawn.thumbnail((_LOGO_SIDE, _LOGO_SIDE))
    # A fresh picture: metadata of the old one stays behind.
    clean = Image.new("RGBA", drawn.size)
    clean.paste(drawn)
    out = BytesIO()
    clean.save(out, "PNG", optimize=True)
    return out.getvalue()
