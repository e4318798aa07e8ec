"""What documents do to their readers, as jobs: for the tests of the workshop."""

from __future__ import annotations

import asyncio
import ctypes
import os
import signal
import socket
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from signing.jobs import Job, Written
from signing.model import Refused

HERE = "tests.signing.work.mischief"


@dataclass(frozen=True, slots=True)
class Do(Job[Any]):
    """`what`: the name of a function below. `target`: a file it may begin."""

    what: str
    target: Path | None = None


def do(job: Do) -> object:
    if job.target is not None:
        job.target.write_bytes(b"half")
    return globals()[job.what](job)


def answer(job: Do) -> Written:
    return Written(f"{os.getpid()}", 1)


def wait_a_little(job: Do) -> Written:
    time.sleep(1)
    return Written(f"{os.getpid()}", 1)


def crash(job: Do) -> None:
    ctypes.string_at(0)


def end(job: Do) -> None:
    os._exit(3)


def hang(job: Do) -> None:
    time.sleep(1000)


def hang_deaf(job: Do) -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM, signal.SIGXCPU):
        signal.signal(number, signal.SIG_IGN)
    while True:
        pass


def refuse(job: Do) -> None:
    raise Refused("too_many_pages", limit=5000)


def stumble(job: Do) -> None:
    dict[str, str]()["a word of the document"]


def recurse(job: Do) -> None:
    recurse(job)


def devour(job: Do) -> None:
    bytes(64 * 1024**3)


def fill_disk(job: Do) -> None:
    assert job.target is not None
    with job.target.open("r+b") as file:
        file.truncate(4 * 1024**3)


def chatter(job: Do) -> bytes:
    return b"x" * (64 * 1024 * 1024)


class Trap:
    """Pickled, it asks whoever reads it to call os.getcwd."""

    def __reduce__(self):
        return (os.getcwd, ())


def trap(job: Do) -> Trap:
    return Trap()


def sockets(job: Do) -> frozenset[int]:
    """The numbers of open sockets of this process, other than the one it answers on."""
    found = set()
    for name in os.listdir("/proc/self/fd"):
        number = int(name)
        try:
            if os.readlink(f"/proc/self/fd/{number}").startswith("socket:"):
                found.add(number)
        except OSError:
            continue
    return frozenset(found)


def secrets(job: Do) -> frozenset[str]:
    return frozenset(os.environ)


async def in_a_loop(job: Do) -> Written:
    await asyncio.sleep(0)
    return Written("loop", 0)


def listen(job: Do) -> None:
    socket.socket().listen()
