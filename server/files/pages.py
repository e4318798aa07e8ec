"""How many pages a PDF has, found in a process of its own: what comes from outside may be made to hurt its reader."""

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator

_SECONDS = 6
_MEMORY = 1024 * 1024 * 1024
_LARGEST = 60 * 1024 * 1024
"""Larger PDFs are not counted: reading them would keep the person who uploads waiting."""


class PageCounter:
    """Two files at a time; the others wait their turn."""

    def __init__(self) -> None:
        self._turns = asyncio.Semaphore(2)

    async def count(self, size: int, content: AsyncIterator[bytes]) -> int:
        """The number of pages of a PDF of `size` bytes; 0 when it cannot be known."""
        if size > _LARGEST:
            return 0
        async with self._turns:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-I",
                __file__,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                # Passwords of the installation stand in our environment: none of them is the reader's business.
                env={name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ},
            )
            try:
                async with asyncio.timeout(_SECONDS):
                    return await _answer(process, content)
            except TimeoutError:
                return 0
            finally:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()


async def _answer(process: asyncio.subprocess.Process, content: AsyncIterator[bytes]) -> int:
    if process.stdin is None or process.stdout is None:
        return 0
    # A reader that gave up early closes its end; its answer, or silence, is still worth hearing.
    with contextlib.suppress(ConnectionError):
        async for chunk in content:
            process.stdin.write(chunk)
            await process.stdin.drain()
    process.stdin.close()
    said = await process.stdout.read(16)
    return int(said) if said.isdigit() else 0


def _count() -> None:
    """The child's whole work: a PDF from standard input, its pages to standard output."""
    import io
    import logging

    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    import pypdf

    logging.disable()
    # Whatever a broken file makes the reader raise, the answer is the same: unknown.
    with contextlib.suppress(Exception):
        reader = pypdf.PdfReader(io.BytesIO(sys.stdin.buffer.read()))
        if reader.is_encrypted:
            reader.decrypt("")
        sys.stdout.write(str(min(len(reader.pages), 100_000)))


if __name__ == "__main__":
    _count()
