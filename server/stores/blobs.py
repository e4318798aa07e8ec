"""Blobs: content-addressed bytes of an office, on disk or in an S3-compatible store."""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterable, AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

from server.keys import StartError
from server.stores.database import uuid7

CHUNK = 1024 * 1024


class BlobTooLarge(Exception):
    """More bytes came than the caller allows."""


class BlobMissing(Exception):
    """There is no such blob."""


@dataclass(frozen=True, slots=True)
class Blob:
    """What was stored: the SHA-256 of the content names it."""

    hash: str
    size: int


@dataclass(frozen=True, slots=True)
class S3:
    """An S3-compatible store. Empty keys: the machine's own identity."""

    bucket: str
    prefix: str
    endpoint: str
    region: str
    key: str
    secret: str = field(repr=False)


class Blobs(Protocol):
    """The port. `organisation_id` keeps offices apart: equal files of two offices are two blobs."""

    async def put(self, organisation_id: str, content: AsyncIterable[bytes], max_bytes: int) -> Blob: ...
    async def read(self, organisation_id: str, hash_: str) -> bytes: ...
    def stream(
        self, organisation_id: str, hash_: str, start: int = 0, end: int | None = None
    ) -> AsyncIterator[bytes]: ...
    async def size(self, organisation_id: str, hash_: str) -> int: ...
    async def delete(self, organisation_id: str, hash_: str) -> None: ...
    async def forget_halves(self, organisation_id: str, before: datetime) -> int: ...
    async def close(self) -> None: ...


async def once(content: bytes) -> AsyncIterator[bytes]:
    """Bytes at hand, as the stream that `put` takes."""
    yield content


class ObjectBlobs:
    """Blobs through obstore, which speaks to the disk and to S3 alike."""

    def __init__(self, store: Any) -> None:
        self._store = store

    async def put(self, organisation_id: str, content: AsyncIterable[bytes], max_bytes: int) -> Blob:
        """Store a stream. Nothing is visible under its hash before all of it is there."""
        import obstore

        waiting = f"{organisation_id}/incoming/{uuid7()}"
        digest, size = sha256(), 0

        async def counted() -> AsyncIterator[bytes]:
            nonlocal size
            async for chunk in content:
                size += len(chunk)
                if size > max_bytes:
                    raise BlobTooLarge
                digest.update(chunk)
                yield bytes(chunk)

        try:
            await obstore.put_async(self._store, waiting, counted(), use_multipart=True)
            key = _key(organisation_id, digest.hexdigest())
            await obstore.rename_async(self._store, waiting, key)
        except BaseException:
            # Also when the caller is cancelled: half a file must not stay behind.
            await asyncio.shield(self._forget(waiting))
            raise
        return Blob(digest.hexdigest(), size)

    async def read(self, organisation_id: str, hash_: str) -> bytes:
        return b"".join([chunk async for chunk in self.stream(organisation_id, hash_)])

    async def stream(
        self, organisation_id: str, hash_: str, start: int = 0, end: int | None = None
    ) -> AsyncIterator[bytes]:
        """The bytes from `start` up to, not including, `end`. Raises BlobMissing before the first."""
        import obstore

        key = _key(organisation_id, hash_)
        options: dict[str, Any] = {}
        if end is not None:
            options = {"options": {"range": (start, end)}}
        elif start:
            options = {"options": {"range": {"offset": start}}}
        try:
            result = await obstore.get_async(self._store, key, **options)
        except FileNotFoundError:
            raise BlobMissing from None
        async for chunk in result.stream(min_chunk_size=CHUNK // 4):
            yield bytes(chunk)

    async def size(self, organisation_id: str, hash_: str) -> int:
        import obstore

        try:
            found = await obstore.head_async(self._store, _key(organisation_id, hash_))
        except FileNotFoundError:
            raise BlobMissing from None
        return int(found["size"])

    async def delete(self, organisation_id: str, hash_: str) -> None:
        """Remove a blob; fine when it is already gone."""
        await self._forget(_key(organisation_id, hash_))

    async def forget_halves(self, organisation_id: str, before: datetime) -> int:
        """Remove what processes that died left on its way in, if it has lain there since `before`; returns how many."""
        import obstore

        left: list[str] = []
        async for some in obstore.list(self._store, prefix=f"{organisation_id}/incoming"):
            left += [one["path"] for one in some if one["last_modified"] < before]
        for path in left:
            await self._forget(path)
        return len(left)

    async def close(self) -> None:
        return None

    async def _forget(self, key: str) -> None:
        import obstore

        with contextlib.suppress(FileNotFoundError):
            await obstore.delete_async(self._store, key)


class LazyBlobs:
    """Opens the store at first use: obstore is not needed to start, nor by an office without files."""

    def __init__(self, s3: S3 | None, folder: Path) -> None:
        self._s3 = s3
        self._folder = folder
        self._opened: ObjectBlobs | None = None

    def _open(self) -> ObjectBlobs:
        if self._opened is None:
            self._opened = ObjectBlobs(_s3_store(self._s3) if self._s3 else _disk_store(self._folder))
        return self._opened

    async def put(self, organisation_id: str, content: AsyncIterable[bytes], max_bytes: int) -> Blob:
        return await self._open().put(organisation_id, content, max_bytes)

    async def read(self, organisation_id: str, hash_: str) -> bytes:
        return await self._open().read(organisation_id, hash_)

    def stream(self, organisation_id: str, hash_: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        return self._open().stream(organisation_id, hash_, start, end)

    async def size(self, organisation_id: str, hash_: str) -> int:
        return await self._open().size(organisation_id, hash_)

    async def delete(self, organisation_id: str, hash_: str) -> None:
        await self._open().delete(organisation_id, hash_)

    async def forget_halves(self, organisation_id: str, before: datetime) -> int:
        if self._s3 is None:
            # The disk store lays the parts of "x" down as "x#1", and does not list them.
            return await asyncio.to_thread(_forget_files, self._folder / organisation_id / "incoming", before)
        return await self._open().forget_halves(organisation_id, before)

    async def close(self) -> None:
        self._opened = None


def prepare_folder(s3: S3 | None, folder: Path) -> None:
    """Make the blob folder, readable by us alone. Raises StartError when that cannot be."""
    if s3 is not None:
        return
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as wrong:
        raise StartError(f"BLOB_URL cannot be used: {folder}: {wrong.strerror}.") from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise StartError(f"BLOB_URL cannot be used: {folder} is not writable.")


def _forget_files(folder: Path, before: datetime) -> int:
    left = [one for one in folder.glob("*") if one.stat().st_mtime < before.timestamp()]
    for one in left:
        one.unlink(missing_ok=True)
    return len(left)


def _key(organisation_id: str, hash_: str) -> str:
    # Ours, both: an id and a hex digest. Checked, because a path is made of them.
    if (
        len(hash_) != 64
        or not set(hash_) <= set("0123456789abcdef")
        or not set(organisation_id) <= set("0123456789abcdef-")
    ):
        raise BlobMissing
    return f"{organisation_id}/{hash_[:2]}/{hash_}"


def _disk_store(folder: Path) -> Any:
    from obstore.store import LocalStore

    return LocalStore(str(folder), mkdir=True)


def _s3_store(s3: S3) -> Any:
    from obstore.store import S3Store

    options: dict[str, Any] = {"region": s3.region}
    if s3.endpoint:
        options |= {"endpoint": s3.endpoint, "virtual_hosted_style_request": False}
    if s3.key:
        options |= {"access_key_id": s3.key, "secret_access_key": s3.secret}
    client: Any = {"allow_http": s3.endpoint.startswith("http://"), "timeout": "60s", "connect_timeout": "5s"}
    return S3Store(s3.bucket, prefix=s3.prefix or None, client_options=client, **options)
