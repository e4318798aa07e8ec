"""A child's whole life: one job, within limits of time, memory and files; then it ends."""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import logging
import os
import resource
import signal
import socket
import sys
import traceback
import warnings

from signing.model import Refused
from signing.work import wire
from signing.work.table import perform

MEMORY = 2 * 1024 * 1024 * 1024
"""Bytes of address space, of which libraries alone take about a third."""
LARGEST_FILE = 512 * 1024 * 1024
OPEN_FILES = 128
_NICE = 1
"""Documents can wait; people who speak with each other cannot."""


def work(channel: socket.socket) -> None:
    """Say hello, do the job that comes, answer. Returns when there is nothing more to do."""
    channel.sendall(wire.LENGTH.pack(os.getpid()))
    content = _received(channel)
    if content is None:
        return
    # Written by the server itself, a moment ago, to a socket that nobody else has.
    task = wire.unpack_task(content)
    limit(task.seconds)
    channel.sendall(_answer(task))


def _received(channel: socket.socket) -> bytes | None:
    """One message; None when the server has no work after all."""
    head = _exactly(channel, wire.LENGTH.size)
    return None if head is None else _exactly(channel, wire.LENGTH.unpack(head)[0])


def _exactly(channel: socket.socket, size: int) -> bytes | None:
    content = bytearray()
    while len(content) < size:
        chunk = channel.recv(min(size - len(content), 1 << 20))
        if not chunk:
            return None
        content += chunk
    return bytes(content)


def limit(seconds: float) -> None:
    """Hold this process to its limits. The clock is a second line: the server ends whoever is late."""
    whole = int(seconds) + 2
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (whole, whole + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    signal.alarm(whole)
    with contextlib.suppress(OSError):
        os.nice(_NICE)
        # When memory runs out, a document goes before the server does.
        with open("/proc/self/oom_score_adj", "w") as score:
            score.write("700")


def _answer(task: wire.Task) -> bytes:
    faulthandler.disable()
    logging.disable()
    warnings.simplefilter("ignore")
    gc.enable()
    said: wire.Done | wire.Declined | wire.Failed
    try:
        said = wire.Done(perform(task.place, task.job))
        return wire.pack(said)
    except Refused as refused:
        said = wire.Declined(refused.code, refused.details)
    except MemoryError:
        # Room is needed to say so.
        gc.collect()
        said = wire.Failed("MemoryError", ())
    except BaseException as failure:  # noqa: BLE001  broken files raise far more than libraries promise
        said = wire.Failed(_kind(failure), _places(failure))
    return wire.pack(said)


def _kind(failure: BaseException) -> str:
    return f"{type(failure).__module__}.{type(failure).__qualname__}"


def _places(failure: BaseException) -> tuple[str, ...]:
    """Where it came from, the last first: file and line, no words of the document."""
    steps = traceback.extract_tb(failure.__traceback__, limit=-8)
    roots = sorted((path for path in sys.path if path), key=len, reverse=True)
    return tuple(f"{_short(step.filename, roots)}:{step.lineno} {step.name}" for step in reversed(steps))


def _short(path: str, roots: list[str]) -> str:
    for root in roots:
        if path.startswith(root):
            return path[len(root) :].lstrip("/")
    return path
