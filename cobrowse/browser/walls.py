"""What stands around a browser, and the command that puts it there."""

import asyncio
import contextlib
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from cobrowse.browser import network

_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib64", "/opt")
_SETTINGS = (
    "/etc/alternatives",
    "/etc/chromium",
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/localtime",
    "/etc/nsswitch.conf",
    "/etc/opt/chrome",
    "/etc/pki",
    "/etc/ssl",
    "/var/cache/fontconfig",
)


@dataclass(frozen=True, slots=True)
class Walls:
    """Which of them this machine can build. All false: Chromium's own sandbox, and a proxy with a password."""

    users: bool = False  # a user of its own for each browser
    networks: bool = False  # a network with nothing in it but the proxy's door
    bubblewrap: bool = False  # neither the files nor the processes of anybody else

    @property
    def name(self) -> str:
        """bubblewrap | user | sandbox, for diagnostics."""
        return "bubblewrap" if self.bubblewrap else "user" if self.users else "sandbox"


@dataclass(frozen=True, slots=True)
class Sight:
    """What a browser inside of bubblewrap sees beside programs: folders of its own, and what it may read."""

    own: tuple[Path, ...]
    readable: tuple[Path, ...]


def priority(nice: int, uid: int | None, *, mortal: bool = False) -> tuple[str, ...]:
    """The command before any program of a page: lower priority, another user, no way to more rights.

    `mortal`: it is killed when this process dies, however that happens.
    """
    command: tuple[str, ...] = (_program("nice"), "-n", str(nice)) if shutil.which("nice") else ()
    if uid is not None:
        command += (_program("setpriv"), "--reuid", str(uid), "--regid", str(uid), "--clear-groups", "--no-new-privs")
        command += ("--pdeathsig", "KILL", "--") if mortal else ("--",)
    return command


def around(walls: Walls, net: network.Network | None, nice: int, uid: int | None, sight: Sight) -> tuple[str, ...]:
    """The command before the browser."""
    command: tuple[str, ...] = ()
    if net is not None:
        command += (_program("nsenter"), f"--net={net.path}", "--")
    command += priority(nice, uid)
    if walls.bubblewrap:
        command += _bubblewrap(sight)
    return command


async def survey() -> Walls:
    """Try what this machine allows; nothing is taken for granted from versions or file names."""
    if sys.platform != "linux" or os.geteuid() != 0 or shutil.which("setpriv") is None:
        return Walls()
    try:
        net = await asyncio.to_thread(network.make) if shutil.which("nsenter") else None
    except OSError:
        net = None
    try:
        walls = Walls(users=True, networks=net is not None)
        if net is not None and shutil.which("bwrap") is not None:
            bubbled = Walls(users=True, networks=True, bubblewrap=True)
            # Inside, Chromium makes namespaces for its own sandbox: that must still be possible there.
            inside = around(bubbled, net, 0, 65534, Sight((), ()))
            if await _succeeds(*inside, "/usr/bin/unshare", "--user", "--", "/usr/bin/true"):
                walls = bubbled
        return walls
    finally:
        if net is not None:
            net.close()


def _bubblewrap(sight: Sight) -> tuple[str, ...]:
    command = [_program("bwrap"), "--unshare-pid", "--unshare-uts", "--unshare-cgroup-try", "--die-with-parent"]
    for place in _SYSTEM:
        path = Path(place)
        if path.is_symlink():
            command += ["--symlink", os.readlink(path), place]
        elif path.exists():
            command += ["--ro-bind", place, place]
    for place in _SETTINGS:
        command += ["--ro-bind-try", place, place]
    command += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--tmpfs", "/run"]  # noqa: S108 - its own
    for readable in sight.readable:
        command += ["--ro-bind", str(readable), str(readable)]
    for own in sight.own:
        command += ["--bind", str(own), str(own)]
    return (*command, "--chdir", "/", "--")


def _program(name: str) -> str:
    # By its whole path: the browser's own environment names no folder in which it could find programs.
    return shutil.which(name) or name


async def _succeeds(*command: str) -> bool:
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        env={"PATH": os.defpath},
    )
    try:
        async with asyncio.timeout(10):
            return await process.wait() == 0
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        return False
