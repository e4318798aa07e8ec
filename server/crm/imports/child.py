"""Reading a file in a process of its own: what comes from outside may be made to hurt its reader.

The child gets what we trust (how to check a draft) and then the file on its standard input. It has little memory and
little time, knows no secret of ours, and answers in frames of JSON, which is all that is ever believed of it.
"""

import asyncio
import contextlib
import os
import pickle
import signal
import struct
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from crm_adapter.people.drafts import DraftCheck

SECONDS = 240
_LARGEST_FRAME = 64 * 1024 * 1024
_ENTRY = Path(__file__).with_name("child_entry.py")


@dataclass(frozen=True, slots=True)
class Setup:
    """What the child is told. `columns`: a target for each, None to guess; `fields`: label and kind by key."""

    columns: tuple[str, ...] | None
    fields: dict[str, tuple[str, str]]
    check: DraftCheck


Heard = Callable[[dict[str, Any]], Awaitable[None]]


class ChildFailed(Exception):
    """It ended without an answer: the file asked for more than anybody may have."""


class Readers:
    """Two files at a time; the others wait their turn."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._turns = asyncio.Semaphore(2)
        self._seconds = seconds

    async def read(self, setup: Setup, content: AsyncIterator[bytes], heard: Heard) -> None:
        """Tells `heard` each frame that the child says, the last of them {"end": true} or {"trouble": code}. Raises
        ChildFailed, and whatever `heard` and `content` raise."""
        async with self._turns:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-I",
                str(_ENTRY),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                # Passwords of the installation stand in our environment: none of them is the reader's business.
                env={name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ},
                start_new_session=True,
            )
            try:
                async with asyncio.timeout(self._seconds), asyncio.TaskGroup() as group:
                    telling = group.create_task(_tell(process, setup, content))
                    await _hear(process, heard)
                    telling.cancel()
            except TimeoutError:
                raise ChildFailed from None
            except ExceptionGroup as wrong:
                raise wrong.exceptions[0] from None
            finally:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    # Its helpers too.
                    os.killpg(process.pid, signal.SIGKILL)
                await process.wait()


async def _hear(process: asyncio.subprocess.Process, heard: Heard) -> None:
    async for frame in _frames(process):
        await heard(frame)
        if "end" in frame or "trouble" in frame:
            return


async def _tell(process: asyncio.subprocess.Process, setup: Setup, content: AsyncIterator[bytes]) -> None:
    if process.stdin is None:
        return
    said = pickle.dumps(setup)
    # A reader that gave up early closes its end; its answer, or silence, is still worth hearing.
    with contextlib.suppress(ConnectionError):
        process.stdin.write(struct.pack(">I", len(said)) + said)
        async for chunk in content:
            process.stdin.write(chunk)
            await process.stdin.drain()
        process.stdin.close()


async def _frames(process: asyncio.subprocess.Process) -> AsyncIterator[dict[str, Any]]:
    if process.stdout is None:
        raise ChildFailed
    while True:
        try:
            (length,) = struct.unpack(">I", await process.stdout.readexactly(4))
            if length > _LARGEST_FRAME:
                raise ChildFailed
            frame = orjson.loads(await process.stdout.readexactly(length))
        except (asyncio.IncompleteReadError, orjson.JSONDecodeError):
            raise ChildFailed from None
        if not isinstance(frame, dict):
            raise ChildFailed
        yield frame
