"""A sound server of one's own for one page: PulseAudio under the page's user, with nothing but a pipe to play into."""

import asyncio
import fcntl
import os
import secrets
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RATE = 48_000
"""Samples a second and channel, as Opus wants them: 16 bits, little endian, two channels interleaved."""
CHANNELS = 2
SINK = "page"

_START_WITHIN = 5.0
_STOP_WITHIN = 2.0
_LOOK_EVERY = 0.01
# A third of a second: a server that is busy for that long loses no sound.
_PIPE_BYTES = 65_536
_LONGEST_SOCKET = 100
"""Bytes of a Unix socket's path; sun_path of Linux has 108."""

Spawn = Callable[[str, Coroutine[Any, Any, None]], object]
"""Starts background work under a name with an owner that cancels it at the end."""


class NoSound(Exception):
    """This page stays silent. `code` is stable: no_sound_server (not installed) or sound_failed (it did not start)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Owner:
    """The user and group that the page's browser runs as; None everywhere means our own."""

    uid: int
    gid: int


def possible() -> bool:
    """Whether a sound server is installed here. It is started for each page; a desktop's own is never used."""
    return sys.platform.startswith("linux") and shutil.which("pulseaudio") is not None


class Daemon:
    """One sound server. Its `folder` must not exist yet; it is gone again after `close`. Where its path is too long for
    a socket, a folder of the system's temporary ones takes its place.

    Whoever has the folder's `client` part has this page's sound and no other: each page has a server, and where we may
    change users (root) its socket and cookie belong to the page's own user. It takes about 7 MB, and no time while
    nothing plays. It loads no modules on request, or the browser could have it open a network connection or a library
    outside of the browser's own walls.
    """

    def __init__(self, folder: Path, owner: Owner | None = None) -> None:
        self._folder = folder
        self._owner = owner if os.geteuid() == 0 else None
        self._process: asyncio.subprocess.Process | None = None
        self._pipe = -1

    @property
    def client(self) -> Path:
        """What the browser must see of it (read-only is enough): the socket and the cookie."""
        return self._folder / "client"

    @property
    def environment(self) -> dict[str, str]:
        """For the browser."""
        return {
            "PULSE_SERVER": f"unix:{self.client / 'native'}",
            "PULSE_COOKIE": str(self.client / "cookie"),
            "PULSE_SINK": SINK,
            # Neither the machine's nor a person's own settings may lead elsewhere, or start another server.
            "PULSE_CLIENTCONFIG": "/dev/null",
        }

    @property
    def pipe(self) -> int:
        """The file descriptor that sound arrives at; it does not block."""
        return self._pipe

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process is not None else None

    async def start(self) -> None:
        """Raises NoSound."""
        if not possible():
            raise NoSound("no_sound_server")
        try:
            self._furnish()
            self._process = await asyncio.create_subprocess_exec(
                *_as_user(self._owner),
                *self._command(),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
                env=self._own_environment(),
                cwd=self.client,
                start_new_session=True,
            )
            async with asyncio.timeout(_START_WITHIN):
                while not (self.client / "native").is_socket():
                    if self._process.returncode is not None:
                        raise NoSound("sound_failed")
                    await asyncio.sleep(_LOOK_EVERY)
        except (OSError, TimeoutError) as error:
            await self.close()
            raise NoSound("sound_failed") from error
        except BaseException:
            await self.close()
            raise

    async def ended(self) -> None:
        """Returns when the server has gone, whoever ended it."""
        if self._process is not None:
            await self._process.wait()

    async def close(self) -> None:
        process, self._process = self._process, None
        try:
            if process is not None and process.returncode is None:
                await _stop(process)
        finally:
            if self._pipe >= 0:
                os.close(self._pipe)
                self._pipe = -1
            shutil.rmtree(self._folder, ignore_errors=True)

    def _furnish(self) -> None:
        """The folder, with a pipe that is open at our end before anybody else is there to put something in its place."""
        if len(os.fsencode(self.client / "native")) > _LONGEST_SOCKET:
            self._folder = Path(tempfile.mkdtemp(prefix="samen-sound-"))
        else:
            self._folder.mkdir()
        # Said separately: a strict umask would keep the page's user out.
        self._folder.chmod(0o711)
        self.client.mkdir(mode=0o700)
        cookie, pipe = self.client / "cookie", self._folder / "pcm"
        cookie.touch(mode=0o600)
        cookie.write_bytes(secrets.token_bytes(256))
        os.mkfifo(pipe, mode=0o600)
        self._pipe = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
        if not stat.S_ISFIFO(os.fstat(self._pipe).st_mode):
            raise NoSound("sound_failed")
        fcntl.fcntl(self._pipe, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
        if self._owner is not None:
            for path in (cookie, self.client, pipe):
                os.chown(path, self._owner.uid, self._owner.gid)

    def _own_environment(self) -> dict[str, str]:
        home = str(self.client)
        return {
            "HOME": home,
            "LC_ALL": "C",
            "PATH": os.environ.get("PATH", os.defpath),
            "PULSE_RUNTIME_PATH": home,
            "PULSE_STATE_PATH": home,
            "PULSE_CONFIG": "/dev/null",
            "PULSE_CLIENTCONFIG": "/dev/null",
        }

    def _command(self) -> tuple[str, ...]:
        native = f"socket={self.client / 'native'} auth-cookie={self.client / 'cookie'} auth-anonymous=no"
        # Its own clock: what nobody reads is dropped, so that a video in the page goes on when nobody listens.
        sink = (
            f"sink_name={SINK} file={self._folder / 'pcm'} format=s16le rate={RATE} channels={CHANNELS}"
            " use_system_clock_for_timing=yes"
        )
        return (
            "pulseaudio",
            "-n",
            "--daemonize=no",
            "--use-pid-file=no",
            "--exit-idle-time=-1",
            "--disallow-exit=yes",
            "--disallow-module-loading=yes",
            "--realtime=no",
            "--high-priority=no",
            "--log-level=error",
            "--log-target=stderr",
            "-L",
            f"module-native-protocol-unix {native}",
            "-L",
            f"module-pipe-sink {sink}",
            "-L",
            "module-suspend-on-idle timeout=1",
        )


def _as_user(owner: Owner | None) -> tuple[str, ...]:
    """Ends with us, even when we are killed; gains no rights; and as another user, where there is one."""
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        if owner is not None:
            raise NoSound("sound_failed")
        return ()
    user = (f"--reuid={owner.uid}", f"--regid={owner.gid}", "--clear-groups") if owner is not None else ()
    return (setpriv, "--pdeathsig=KILL", "--no-new-privs", *user, "--")


async def _stop(process: asyncio.subprocess.Process) -> None:
    process.terminate()
    try:
        async with asyncio.timeout(_STOP_WITHIN):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
