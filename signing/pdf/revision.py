"""One more revision at the end of a file: the file is copied once, hashed on the way, and never held in memory."""

import hashlib
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from itertools import cycle
from pathlib import Path
from typing import BinaryIO, Protocol

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers.pdf_byterange import PdfSignedData, PreparedByteRangeDigest

from signing.jobs import Written

_CHUNK = 1 << 19


class Hash(Protocol):
    def update(self, content: bytes | memoryview, /) -> None: ...
    def digest(self) -> bytes: ...
    def hexdigest(self) -> str: ...
    def copy(self) -> "Hash": ...


class Revision(IncrementalPdfFileWriter):
    """Appends to a copy of `source`. Open `source` for as long as this is used.

    What pyHanko adds of its own accord, dates of change in the metadata, is left out: a revision holds only what it is
    for, and metadata that contradict each other make a PDF/A file invalid.
    """

    def __init__(self, source: BinaryIO, algorithm: str = "sha256") -> None:
        # Lenient: files of real life have bent tables, and intake has mended what could be.
        super().__init__(source, strict=False)
        self._hashes: dict[str, Hash] = {name: hashlib.new(name) for name in ("sha256", algorithm)}
        self._is_copied = False
        self.copied = 0

    def save(self, target: Path) -> Written:
        """Write the whole file to `target`."""
        with target.open("w+b") as file:
            self.write(file)  # type: ignore[no-untyped-call]  # pyHanko says no types here
            return _written(self._hashes["sha256"].copy(), file, self.copied)

    def save_behind(self, file: BinaryIO, hashed: "Hash") -> Written:
        """Write only what is new, behind the file that this reads from. `hashed` is over that file."""
        self._is_copied = True
        self.copied = file.seek(0, 2)
        self.write(file)  # type: ignore[no-untyped-call]  # nor here
        written = _written(hashed.copy(), file, self.copied)
        file.flush()
        return written

    def leave_room(self, target: BinaryIO, placeholder: PdfSignedData, algorithm: str) -> "Room":
        """Write the whole file but for the signature, for which `placeholder` keeps room."""
        self.digest_aware_write = True
        self.write(target)  # type: ignore[no-untyped-call]  # nor here
        end = target.tell()
        start, stop = placeholder.contents.offsets
        placeholder.byte_range.fill_offsets(target, start, stop, end)
        digest = self._hashes[algorithm].copy()
        _update(digest, target, self.copied, start)
        _update(digest, target, stop, end)
        return Room(target, digest.digest(), (start, stop), self._hashes["sha256"].copy(), self.copied)

    def _write_header(self, stream: BinaryIO) -> None:
        if self._is_copied:
            stream.seek(self.copied)
            return
        position = self.input_stream.tell()
        if self.input_stream.seek(0, 2) <= _CHUNK:
            self._copy_small(stream)
            self.input_stream.seek(position)
            return
        self.input_stream.seek(0)
        # One piece is hashed while the next is read and written: hashing takes most of the time, and needs no lock.
        with ThreadPoolExecutor(1) as hasher:
            pending: Future[None] | None = None
            for buffer in cycle([memoryview(bytearray(_CHUNK)), memoryview(bytearray(_CHUNK))]):
                count = self.input_stream.readinto(buffer)
                if pending is not None:
                    pending.result()
                if not count:
                    break
                pending = hasher.submit(self._hash, buffer[:count])
                stream.write(buffer[:count])
                self.copied += count
        self.input_stream.seek(position)

    def _copy_small(self, stream: BinaryIO) -> None:
        """In one piece: a thread for it would cost more than it saves."""
        self.input_stream.seek(0)
        content = self.input_stream.read()
        self._hash(content)
        stream.write(content)
        self.copied = len(content)

    def _hash(self, piece: bytes | memoryview) -> None:
        for each in self._hashes.values():
            each.update(piece)

    def _update_meta(self) -> None:
        return


class Room:
    """A file that lacks nothing but its signature. `digest` is what has to be signed.

    `hashed`: once it is filled, the hash over the whole file, to go on from.
    """

    def __init__(self, file: BinaryIO, digest: bytes, gap: tuple[int, int], before: Hash, hashed: int) -> None:
        self.digest = digest
        self._file = file
        self._gap = gap
        self.hashed = before
        self._length = hashed

    def fill(self, contents: bytes) -> Written:
        """Put the signature (DER) in. Raises TooSmall."""
        if len(contents) > (self._gap[1] - self._gap[0] - 2) // 2:
            raise TooSmall
        PreparedByteRangeDigest(self.digest, *self._gap).fill_with_cms(self._file, contents)
        written = _written(self.hashed, self._file, self._length)
        self._file.flush()
        return written


class TooSmall(Exception):
    """A signature is larger than the room that was kept for it."""


def remove(path: Path) -> None:
    """A target that must not stay."""
    with suppress(FileNotFoundError):
        path.unlink()


def _written(digest: Hash, file: BinaryIO, hashed: int) -> Written:
    """`digest` is over the first `hashed` bytes, and over the whole file afterwards."""
    end = file.seek(0, 2)
    _update(digest, file, hashed, end)
    return Written(digest.hexdigest(), end)


def _update(digest: Hash, file: BinaryIO, start: int, end: int) -> None:
    file.seek(start)
    while start < end:
        chunk = file.read(min(_CHUNK, end - start))
        if not chunk:
            return
        digest.update(chunk)
        start += len(chunk)
