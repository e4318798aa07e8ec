"""Documents on their way: blobs become files that the workshop reads, and what it makes becomes blobs again."""

import asyncio
import contextlib
import fcntl
import hashlib
import os
import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol

import structlog

from server.signing.refusals import DOCUMENT_GONE, TOO_LARGE
from server.stores.blobs import BlobMissing, Blobs
from server.stores.database import uuid7
from server.stores.holding import BlobKeeper, Claim
from signing.jobs import Written

log = structlog.get_logger(__name__)

MEGABYTE = 1024 * 1024
_FLUSH = 4 * MEGABYTE
_STARTING = 10.0
"""Seconds: the lock of a new folder is made at once after it."""


class Works(Protocol):
    """Runs a job of signing/jobs.py in another process. Raises signing.model.Refused."""

    async def run(self, job: Any, seconds: float = 60) -> Any: ...


@dataclass(frozen=True, slots=True)
class Arrived:
    """A document that came in, in a file of ours."""

    path: Path
    sha256: str
    size: int


class Documents:
    """The files of one process's work, under `folder`; what a process that died has left there is removed."""

    def __init__(self, blobs: Blobs, keeper: BlobKeeper, folder: Path) -> None:
        self._blobs = blobs
        self._keeper = keeper
        self._folder = folder
        self.owner = uuid7()
        """The name of this process among those that work on documents."""
        self._lock: IO[str] | None = None
        self._closed = False

    def open(self) -> list[str]:
        """Take a folder of our own, and sweep those of processes that are gone; returns the names of the dead."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        dead = [left.name for left in self._folder.iterdir() if _swept(left)]
        if self._lock is None:
            own = self._folder / self.owner
            own.mkdir(mode=0o700)
            self._lock = (own / "lock").open("w")
            fcntl.flock(self._lock, fcntl.LOCK_EX)
        return dead

    def close(self) -> None:
        """For good: background work that is still to be cancelled opens nothing again."""
        self._closed = True
        if self._lock is not None:
            shutil.rmtree(self._folder / self.owner, ignore_errors=True)
            self._lock.close()
            self._lock = None
        # Nothing of ours stays behind beside the data.
        with contextlib.suppress(OSError):
            self._folder.rmdir()

    @asynccontextmanager
    async def desk(self) -> AsyncIterator[Path]:
        """An empty folder for one piece of work, gone at its end. Once closed, who asks is cancelled: the process ends."""
        if self._closed:
            raise asyncio.CancelledError
        if self._lock is None:
            self.open()
        place = self._folder / self.owner / uuid7()
        place.mkdir(mode=0o700)
        try:
            yield place
        finally:
            await asyncio.to_thread(shutil.rmtree, place, True)

    async def arrive(self, target: Path, content: AsyncIterator[bytes], most: int) -> Arrived:
        """Write a stream to a file. Raises a Problem past `most` bytes; what `content` raises passes through."""
        digest, size, waiting = hashlib.sha256(), 0, bytearray()

        def flush(chunk: bytes) -> None:
            digest.update(chunk)
            with target.open("ab") as file:
                file.write(chunk)

        async for chunk in content:
            size += len(chunk)
            if size > most:
                raise TOO_LARGE.problem(max_bytes=most)
            waiting += chunk
            if len(waiting) >= _FLUSH:
                await asyncio.to_thread(flush, bytes(waiting))
                waiting.clear()
        await asyncio.to_thread(flush, bytes(waiting))  # also nothing at all makes a file
        return Arrived(target, digest.hexdigest(), size)

    async def fetch(self, organisation_id: str, sha256: str, target: Path) -> Path:
        """A blob as a file. Raises a Problem when it is not there."""
        try:
            await self.arrive(target, self._blobs.stream(organisation_id, sha256), 1 << 62)
        except BlobMissing:
            log.error("The bytes of a document are not in the store.", sha256=sha256)
            raise DOCUMENT_GONE.problem() from None
        return target

    @asynccontextmanager
    async def stored(self, organisation_id: str, made: dict[Path, Written]) -> AsyncIterator[list[Claim]]:
        """What was made, in the store and held there until the row is written; on a failure it is let go again."""
        async with contextlib.AsyncExitStack() as stack:
            claims = []
            for path, written in made.items():
                claims.append(await stack.enter_async_context(self._keeper.storing(organisation_id, written.sha256)))
                await self._keeper.put(organisation_id, path, written.sha256, written.size)
            yield claims


def _swept(left: Path) -> bool:
    """Remove the folder of a process that is gone: nobody holds its lock. Whether that was so."""
    try:
        handle = os.open(left / "lock", os.O_RDWR)
    except OSError:
        # Somebody who starts at this moment has made the folder, and not yet its lock.
        if time.time() - left.stat().st_mtime < _STARTING:
            return False
        shutil.rmtree(left, ignore_errors=True)
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(left, ignore_errors=True)
    except BlockingIOError:
        return False
    finally:
        os.close(handle)
    return True
