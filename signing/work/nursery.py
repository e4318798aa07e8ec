"""The template process as the server sees it: children on request, and how each of them ended."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import sys
from collections import deque
from dataclasses import dataclass
from pathlib import Path

import structlog

import signing
from signing.work.template import ASK, TOLD
from signing.work.wire import LENGTH

log = structlog.get_logger(__name__)

_ROOT = Path(signing.__file__).parent.parent
_PATIENCE = 60.0
"""Seconds to load everything, on a machine that is busy starting."""


class Gone(Exception):
    """The template is no more, or never came."""


@dataclass(frozen=True, slots=True)
class Child:
    """A process that waits for its one job on the other end of `channel`."""

    pid: int
    channel: socket.socket
    template: asyncio.subprocess.Process


class Nursery:
    """One template and its children. `size` of them stand ready, so that no job waits for a fork."""

    def __init__(self, folder: Path, size: int, *, warm: bool) -> None:
        self._folder = folder
        self._size = size
        self._warm = warm
        self._process: asyncio.subprocess.Process | None = None
        self._control: socket.socket | None = None
        self._spares: deque[socket.socket] = deque()
        self._one_at_a_time = asyncio.Lock()

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    async def child(self) -> Child:
        """A warm process. Raises Gone when there is none to be had."""
        for _ in range(3):
            template = await self.ready()
            try:
                channel = self._spares.popleft() if self._spares else self._fork()
            except OSError:
                await self._lost(template)
                continue
            try:
                self._fill()
                hello = await receive(channel, LENGTH.size)
            except BaseException:
                channel.close()
                raise
            if hello is not None:
                return Child(LENGTH.unpack(hello)[0], channel, template)
            channel.close()
            await self._lost(template)
        raise Gone

    async def end(self, child: Child) -> int:
        """End the child, if it has not ended, and say how: an exit code, or a signal's number below zero."""
        child.channel.close()
        async with self._one_at_a_time:
            if self._control is None or self._process is not child.template:
                # Its template is gone; the child's own alarm ends it.
                return 0
            try:
                # Not ended from here: only its parent knows for sure that the number is still this child's.
                self._control.send(ASK.pack(b"R", child.pid))
                told = await receive(self._control, TOLD.size)
            except OSError:
                return 0
        return os.waitstatus_to_exitcode(TOLD.unpack(told)[1]) if told else 0

    async def close(self) -> None:
        """End the template and everything that it made."""
        async with self._one_at_a_time:
            await self._lose()

    async def ready(self) -> asyncio.subprocess.Process:
        """The template, brought up unless it is there. Raises Gone."""
        async with self._one_at_a_time:
            if self._process is None or self._process.returncode is not None:
                await self._lose()
                self._process = await self._start()
            return self._process

    async def _lost(self, template: asyncio.subprocess.Process) -> None:
        """Let go of this template, unless somebody did so before."""
        async with self._one_at_a_time:
            if self._process is template:
                await self._lose()

    async def _start(self) -> asyncio.subprocess.Process:
        self._folder.mkdir(parents=True, exist_ok=True)
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        self._control = ours
        with theirs:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "signing.work.template",
                str(theirs.fileno()),
                "warm" if self._warm else "cold",
                pass_fds=(theirs.fileno(),),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.PIPE,
                cwd=self._folder,
                env=_environment(self._folder),
            )
        self._process = process
        greeting = None
        try:
            async with asyncio.timeout(_PATIENCE):
                greeting = await receive(ours, TOLD.size)
            if greeting is None and process.stderr is not None:
                words = (await process.stderr.read(100_000)).decode(errors="replace")
                log.error("the template for work on documents did not start", words=words[-2000:])
        except TimeoutError:
            log.error("the template for work on documents did not start in time")
        finally:
            if greeting is None:
                await self._lose()
        if greeting is None:
            raise Gone
        self._fill()
        return process

    def _fill(self) -> None:
        """Let so many stand ready. A template that is gone shows itself to whoever needs the next child."""
        with contextlib.suppress(OSError):
            while len(self._spares) < self._size:
                self._spares.append(self._fork())

    def _fork(self) -> socket.socket:
        """The near end of a new child's channel. Raises OSError when the template is gone."""
        if self._control is None:
            raise ConnectionResetError
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                ours.setblocking(False)
                socket.send_fds(self._control, [ASK.pack(b"F", 0)], [theirs.fileno()])
            except OSError:
                ours.close()
                raise
        return ours

    async def _lose(self) -> None:
        """Let go of what there is; at its end of the line the template ends its children and itself."""
        while self._spares:
            self._spares.popleft().close()
        if self._control is not None:
            self._control.close()
            self._control = None
        process, self._process = self._process, None
        if process is None:
            return
        try:
            async with asyncio.timeout(5):
                await process.communicate()
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()


async def receive(channel: socket.socket, size: int) -> bytes | None:
    """Exactly so many bytes; None when the other end closed before."""
    loop = asyncio.get_running_loop()
    content = bytearray()
    while len(content) < size:
        try:
            chunk = await loop.sock_recv(channel, min(size - len(content), 1 << 20))
        except ConnectionError:
            return None
        if not chunk:
            return None
        content += chunk
    return bytes(content)


_KEPT = ("LANG", "LC_ALL", "PATH", "SSL_CERT_FILE", "SSL_CERT_DIR", "SYSTEMROOT", "TZ")


def _environment(folder: Path) -> dict[str, str]:
    """Passwords of the installation stand in our environment: none of them is the business of who reads documents."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return kept | {"PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1", "HOME": str(folder), "TMPDIR": str(folder)}
