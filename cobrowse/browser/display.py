"""An Xvfb of its own for one browser."""

import asyncio
import contextlib
import os
import secrets
import shutil
import signal
import struct
from pathlib import Path

from cobrowse.browser import windows
from cobrowse.ports import Display, Unable

WIDTH, HEIGHT = 1920, 1080
_START_WITHIN = 10.0
_SOCKETS = Path("/tmp/.X11-unix")  # noqa: S108 - where every X client looks


def possible() -> bool:
    """Whether displays can be made here."""
    return shutil.which("Xvfb") is not None


class Screen:
    """One X server. `display` tells clients how to reach it; without its cookie nobody may."""

    def __init__(self, display: Display, process: asyncio.subprocess.Process) -> None:
        self.display = display
        self.pid = process.pid
        self._process = process

    async def died(self) -> None:
        """Returns when the X server has ended."""
        await self._process.wait()

    async def fit(self, width: int, height: int) -> None:
        """Let every browser window fill the upper left `width` x `height` pixels. Raises OSError when X is gone."""
        await asyncio.to_thread(windows.fit, self.display, width, height)

    async def close(self) -> None:
        """End it; its socket and lock are gone too."""
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.terminate()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(1.0):
                    await self._process.wait()
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(signal.SIGKILL)
            await self._process.wait()
        forget(self.display.name)


async def start(folder: Path, prefix: tuple[str, ...], uid: int | None) -> Screen:
    """Start one; its cookie is written in `folder`, readable by `uid`. Raises Unable("no_display").

    `prefix` is the command that changes the user and the priority.
    """
    auth = folder / "Xauthority"
    _write_cookie(auth, uid)
    _make_room()
    reading, writing = os.pipe()
    try:
        process = await asyncio.create_subprocess_exec(
            *prefix,
            "Xvfb",
            "-displayfd",
            str(writing),
            *("-screen", "0", f"{WIDTH}x{HEIGHT}x24"),
            *("-auth", str(auth), "-nolisten", "tcp", "-noreset", "-nocursor", "-dpi", "96", "-br"),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            pass_fds=(writing,),
            start_new_session=True,
            env={"PATH": os.defpath, "HOME": str(folder)},
        )
        os.close(writing)
        writing = -1
        number = await _number(reading)
    finally:
        os.close(reading)
        if writing >= 0:
            os.close(writing)
    if number is None:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        raise Unable("no_display")
    name = f":{number}"
    environment = {"DISPLAY": name, "XAUTHORITY": str(auth)}
    return Screen(Display(name, auth, _SOCKETS / f"X{number}", WIDTH, HEIGHT, environment), process)


def forget(name: str) -> None:
    """Remove what an X server that was killed leaves in the folder for temporary files."""
    number = name.removeprefix(":")
    lock = Path(f"/tmp/.X{number}-lock")  # noqa: S108 - the X server's own place
    for path in (_SOCKETS / f"X{number}", lock):
        with contextlib.suppress(OSError):
            path.unlink()


def forget_dead(uids: frozenset[int]) -> None:
    """Remove locks and sockets that users with these numbers left behind."""
    for path in _SOCKETS.glob("X*"):
        with contextlib.suppress(OSError):
            if path.stat().st_uid in uids:
                forget(":" + path.name.removeprefix("X"))


async def _number(reading: int) -> int | None:
    """What Xvfb writes once it accepts connections; None when it does not."""
    loop = asyncio.get_running_loop()
    os.set_blocking(reading, False)
    readable = asyncio.Event()
    loop.add_reader(reading, readable.set)
    told = b""
    try:
        async with asyncio.timeout(_START_WITHIN):
            while not told.endswith(b"\n"):
                await readable.wait()
                readable.clear()
                try:
                    piece = os.read(reading, 64)
                except BlockingIOError:
                    continue
                if not piece:
                    return None
                told += piece
        return int(told)
    except (TimeoutError, ValueError):
        return None
    finally:
        loop.remove_reader(reading)


def _make_room() -> None:
    """The folder of sockets, which an X server of another user could not make for everybody."""
    if os.geteuid() == 0 and not _SOCKETS.exists():
        with contextlib.suppress(FileExistsError):
            _SOCKETS.mkdir()
            _SOCKETS.chmod(0o1777)


def _write_cookie(path: Path, uid: int | None) -> None:
    cookie = secrets.token_bytes(16)
    fields = (b"", b"", b"MIT-MAGIC-COOKIE-1", cookie)
    entry = struct.pack(">H", 0xFFFF) + b"".join(struct.pack(">H", len(one)) + one for one in fields)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(entry)
        if uid is not None:
            os.fchown(file.fileno(), uid, uid)
