"""What a page's processes use, and ending all of them."""

import asyncio
import contextlib
import os
import signal
from collections.abc import Iterable
from dataclasses import dataclass

from cobrowse.browser import users

_PATIENCE = 1.0


@dataclass(frozen=True, slots=True)
class Usage:
    """One process: bytes of memory that are its own and that it shares with others of its page, and what it is."""

    pid: int
    own: int
    shared: int
    kind: str  # browser | renderer | gpu-process | utility | zygote | …; "" for what is no Chromium


def tree(root: int) -> list[int]:
    """A process and all below it."""
    children: dict[int, list[int]] = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            with contextlib.suppress(OSError, ValueError, IndexError):
                with open(f"/proc/{name}/stat", "rb") as file:
                    parent = int(file.read().rpartition(b")")[2].split()[1])
                children.setdefault(parent, []).append(int(name))
    found, waiting = [], [root]
    while waiting:
        found.append(waiting.pop())
        waiting += children.get(found[-1], ())
    return [pid for pid in found if os.path.exists(f"/proc/{pid}")]


def with_argument(text: str) -> list[int]:
    """The processes whose command names `text`; never this one."""
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit() and int(name) != os.getpid():
            with contextlib.suppress(OSError), open(f"/proc/{name}/cmdline", "rb") as file:
                if text.encode() in file.read(65_536):
                    found.append(int(name))
    return found


def usage(pids: Iterable[int]) -> list[Usage]:
    """What these processes use now; those that ended meanwhile are left out."""
    found = []
    for pid in pids:
        with contextlib.suppress(OSError, ValueError):
            with open(f"/proc/{pid}/status", "rb") as file:
                sizes = {name: value for name, _, value in (line.partition(b":") for line in file)}
            with open(f"/proc/{pid}/cmdline", "rb") as file:
                # Chromium writes its whole command into one string, with spaces.
                command = file.read(65_536).replace(b"\0", b" ").split(b" ")
            if b"RssAnon" in sizes:  # a process that has ended, and waits for its parent, has no memory
                found.append(Usage(pid, _bytes(sizes[b"RssAnon"]), _bytes(sizes[b"RssShmem"]), _kind(command)))
    return found


def memory(found: Iterable[Usage]) -> int:
    """Bytes that a group of processes takes: what is each one's own, and once what they share at most.

    Program code is left out: all pages of a machine have the same.
    """
    group = tuple(found)
    return sum(one.own for one in group) + max((one.shared for one in group), default=0)


async def end(pids: Iterable[int], *, uid: int | None = None, last: int = 0, within: float = 5.0) -> bool:
    """Kill processes, and everything of `uid`, until none is left; whether that succeeded in time (seconds).

    `last` has the others as its children: it gets a second to see them end and to end by itself, so that none of them
    stays behind as a zombie that nobody waits for.
    """
    loop = asyncio.get_running_loop()
    begun = loop.time()
    remaining = set(pids)
    while True:
        if uid is not None:
            remaining |= set(users.processes(uid))
        remaining = {pid for pid in remaining if _alive(pid)}
        if not remaining:
            return True
        passed = loop.time() - begun
        if passed > within:
            return False
        for pid in remaining - ({last} if passed < _PATIENCE else set()):
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        await asyncio.sleep(0.02)


def free_memory() -> int:
    """Bytes of memory that new programs can have on this machine; a great number where nobody says."""
    with contextlib.suppress(OSError, ValueError, IndexError), open("/proc/meminfo", encoding="ascii") as file:
        for line in file:
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    return 2**62


def _alive(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            return file.read().rpartition(b")")[2].split()[0] not in (b"Z", b"X")
    except (OSError, IndexError):
        return False


def _bytes(value: bytes) -> int:
    return int(value.split()[0]) * 1024


def _kind(command: list[bytes]) -> str:
    for argument in command[1:]:
        if argument.startswith(b"--type="):
            return argument.removeprefix(b"--type=").decode("ascii", "replace")
    return "browser" if any(argument == b"--remote-debugging-pipe" for argument in command) else ""
