"""Blobs, on disk and in S3 alike."""

import asyncio
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from server.settings import read
from server.stores.blobs import BlobMissing, Blobs, BlobTooLarge, LazyBlobs, once, prepare_folder
from server.stores.database import uuid7

OFFICE, OTHER = uuid7(), uuid7()


@pytest.fixture(params=["disk", pytest.param("s3", marks=pytest.mark.service)])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> Blobs:
    env = {"SAMEN_DATA": str(tmp_path)}
    if request.param == "s3":
        env["BLOB_URL"] = request.getfixturevalue("s3_url")
    settings = read(env)
    prepare_folder(settings.s3, settings.blob_folder)
    return LazyBlobs(settings.s3, settings.blob_folder)


async def chunks(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def test_what_is_stored_comes_back_under_its_hash(blobs: Blobs) -> None:
    stored = await blobs.put(OFFICE, chunks(b"hello ", b"", b"world"), 100)
    assert (stored.hash, stored.size) == (sha256(b"hello world").hexdigest(), 11)
    assert await blobs.read(OFFICE, stored.hash) == b"hello world"
    assert await blobs.size(OFFICE, stored.hash) == 11
    assert (await blobs.put(OFFICE, once(b"hello world"), 100)).hash == stored.hash


async def test_twelve_megabytes_are_streamed_and_read_in_part(blobs: Blobs) -> None:
    part = bytes(range(256)) * 4096
    stored = await blobs.put(OFFICE, chunks(*[part] * 12), 20_000_000)
    assert stored.size == 12 * len(part)
    assert stored.hash == sha256(part * 12).hexdigest()
    middle = [piece async for piece in blobs.stream(OFFICE, stored.hash, 1_048_570, 1_048_586)]
    assert b"".join(middle) == (part * 2)[1_048_570:1_048_586]
    tail = [piece async for piece in blobs.stream(OFFICE, stored.hash, 12 * len(part) - 5)]
    assert b"".join(tail) == part[-5:]


async def test_an_empty_file_is_a_file(blobs: Blobs) -> None:
    stored = await blobs.put(OFFICE, chunks(), 100)
    assert stored.size == 0
    assert await blobs.read(OFFICE, stored.hash) == b""


async def test_too_much_is_refused_and_leaves_nothing(blobs: Blobs, tmp_path: Path) -> None:
    with pytest.raises(BlobTooLarge):
        await blobs.put(OFFICE, chunks(b"x" * 60, b"x" * 60), 100)
    assert (await blobs.put(OFFICE, chunks(b"x" * 60, b"x" * 40), 100)).size == 100
    left = [path for path in (tmp_path / "blobs").rglob("*") if path.is_file()]
    assert len(left) in (0, 1)
    assert not any("incoming" in str(path) for path in left)


async def test_a_stream_that_breaks_leaves_nothing(blobs: Blobs, tmp_path: Path) -> None:
    async def breaking() -> AsyncIterator[bytes]:
        yield b"x" * 1000
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await blobs.put(OFFICE, breaking(), 10_000)
    assert not [path for path in (tmp_path / "blobs").rglob("*") if path.is_file()]


async def test_an_upload_that_is_cancelled_leaves_nothing(blobs: Blobs, tmp_path: Path) -> None:
    begun = asyncio.Event()

    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b"x" * 1000
            begun.set()
            await asyncio.sleep(0)

    task = asyncio.get_running_loop().create_task(blobs.put(OFFICE, endless(), 10**9))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not [path for path in (tmp_path / "blobs").rglob("*") if path.is_file()]


async def test_offices_do_not_share_blobs(blobs: Blobs) -> None:
    stored = await blobs.put(OFFICE, once(b"mine"), 100)
    with pytest.raises(BlobMissing):
        await blobs.read(OTHER, stored.hash)
    await blobs.put(OTHER, once(b"mine"), 100)
    await blobs.delete(OTHER, stored.hash)
    assert await blobs.read(OFFICE, stored.hash) == b"mine"


async def test_what_is_deleted_is_gone_and_deleting_again_is_fine(blobs: Blobs) -> None:
    stored = await blobs.put(OFFICE, once(b"mine"), 100)
    await blobs.delete(OFFICE, stored.hash)
    await blobs.delete(OFFICE, stored.hash)
    with pytest.raises(BlobMissing):
        await blobs.size(OFFICE, stored.hash)


@pytest.mark.parametrize("wrong", ["../../etc/passwd", "", "A" * 64, "0" * 63, "/" * 64])
async def test_only_hashes_name_blobs(blobs: Blobs, wrong: str) -> None:
    with pytest.raises(BlobMissing):
        await blobs.read(OFFICE, wrong)
    with pytest.raises(BlobMissing):
        await blobs.read("../" + OFFICE, "0" * 64)


async def test_halves_of_uploads_are_forgotten_once_nobody_can_be_sending_them(tmp_path: Path) -> None:
    blobs = LazyBlobs(None, tmp_path)
    incoming = tmp_path / OFFICE / "incoming"
    incoming.mkdir(parents=True)
    (incoming / "old#1").write_bytes(b"half")
    os.utime(incoming / "old#1", (0, 0))
    (incoming / "new#1").write_bytes(b"half")
    assert await blobs.forget_halves(OFFICE, datetime.now(UTC) - timedelta(days=1)) == 1
    assert [one.name for one in incoming.iterdir()] == ["new#1"]
