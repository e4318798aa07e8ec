"""What can be read in a document, found in a process of its own: what comes from outside may be made to hurt its reader.

The child gets the file on its standard input and answers with text. It has little memory and little time, knows no
secret of ours, opens no archive beyond what it may hold, and parses no XML: tags are cut out, entities never grow.
"""

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator

SECONDS = 20
_MEMORY = 1024 * 1024 * 1024
LARGEST = 60 * 1024 * 1024
"""Larger files are not read: their names are found, their text is not."""
_MOST = 800_000
"""Bytes of text."""

_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
READABLE = {
    "application/pdf": "pdf",
    "text/plain": "plain",
    f"{_OFFICE}wordprocessingml.document": "office",
    f"{_OFFICE}spreadsheetml.sheet": "office",
    f"{_OFFICE}presentationml.presentation": "office",
    f"{_OPEN}text": "open",
    f"{_OPEN}spreadsheet": "open",
    f"{_OPEN}presentation": "open",
}
"""Media types whose text can be found, and how."""


class TextReader:
    """One file at a time: nobody waits for it."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._turn = asyncio.Semaphore(1)
        self._seconds = seconds

    async def text(self, media_type: str, size: int, content: AsyncIterator[bytes]) -> str:
        """The text of a file of `size` bytes; "" where there is none, or none that can be found."""
        way = READABLE.get(media_type)
        if way is None or size > LARGEST:
            return ""
        async with self._turn:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-I",
                __file__,
                way,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                # Passwords of the installation stand in our environment: none of them is the reader's business.
                env={name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ},
            )
            try:
                async with asyncio.timeout(self._seconds):
                    return await _answer(process, content)
            except TimeoutError:
                return ""
            finally:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()


async def _answer(process: asyncio.subprocess.Process, content: AsyncIterator[bytes]) -> str:
    if process.stdin is None or process.stdout is None:
        return ""
    # A reader that gave up early closes its end; its answer, or silence, is still worth hearing.
    with contextlib.suppress(ConnectionError):
        async for chunk in content:
            process.stdin.write(chunk)
            await process.stdin.drain()
    process.stdin.close()
    said = bytearray()
    while len(said) < _MOST and (chunk := await process.stdout.read(65_536)):
        said += chunk
    return bytes(said[:_MOST]).decode("utf-8", "ignore")


# --- the child's side ---


def _child(way: str) -> None:
    import logging

    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    logging.disable()
    content = sys.stdin.buffer.read()
    # Whatever a broken file makes the reader raise, the answer is what was found until then.
    with contextlib.suppress(Exception):
        {"pdf": _pdf, "plain": _plain, "office": _zipped, "open": _zipped}[way](content)


def _say(text: str) -> None:
    sys.stdout.buffer.write(text.encode("utf-8", "ignore") + b"\n")
    sys.stdout.buffer.flush()


def _plain(content: bytes) -> None:
    for encoding in ("utf-8-sig", "cp1252"):
        with contextlib.suppress(UnicodeDecodeError):
            _say(content[:_MOST].decode(encoding))
            return


def _pdf(content: bytes) -> None:
    import io

    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        reader.decrypt("")
    said = 0
    for page in reader.pages:
        with contextlib.suppress(Exception):
            text = page.extract_text()
            said += len(text)
            _say(text)
        if said > _MOST:
            return


def _zipped(content: bytes) -> None:
    """Text of office programs: the members that hold it, each read up to a bound whatever its header promises."""
    import html
    import io
    import re
    import zipfile

    wanted = re.compile(
        r"(word/(document|header\d*|footer\d*|footnotes)|xl/sharedStrings|ppt/slides/slide\d+|content)\.xml"
    )
    left = 20_000_000
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist()[:5_000]:
            if wanted.fullmatch(name) is None or left <= 0:
                continue
            with contextlib.suppress(Exception), archive.open(name) as member:
                raw = member.read(left)
                left -= len(raw)
                _say(html.unescape(re.sub(r"<[^<>]*>", " ", raw.decode("utf-8", "ignore"))))


if __name__ == "__main__":
    _child(sys.argv[1])
