"""How a job and its answer travel between the server and its children: a length, then a pickle of plain values.

A child has read a stranger's file. Should that file have taken it over, its answer is a stranger's too: the server
makes nothing of it but the few plain kinds that answers consist of.
"""

from __future__ import annotations

import dataclasses
import importlib
import io
import pickle
import struct
from dataclasses import dataclass
from typing import Any

LENGTH = struct.Struct("!I")
LARGEST = 32 * 1024 * 1024
"""Bytes of one job or answer; documents go by path."""

_ROOMS = ("signing.model", "signing.jobs", __name__)
_PLAIN = {
    ("datetime", "datetime"),
    ("datetime", "date"),
    ("datetime", "timedelta"),
    ("datetime", "timezone"),
    ("pathlib", "Path"),
    ("pathlib", "PosixPath"),
    ("builtins", "set"),
    ("builtins", "frozenset"),
}


@dataclass(frozen=True, slots=True)
class Task:
    """A job, where its function is, and the seconds it may take."""

    job: object
    place: tuple[str, str]
    seconds: float


@dataclass(frozen=True, slots=True)
class Done:
    answer: object


@dataclass(frozen=True, slots=True)
class Declined:
    """What a function refuses by name."""

    code: str
    details: dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Failed:
    """What nobody foresaw: the exception's class and the places it went through, for the log."""

    kind: str
    places: tuple[str, ...]


class NotPlain(Exception):
    """An answer that is none."""


def pack(value: object) -> bytes:
    content = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    if len(content) > LARGEST:
        raise NotPlain(f"{len(content)} bytes are too many")
    return LENGTH.pack(len(content)) + content


def unpack_task(content: bytes) -> Task:
    """The server's own words, in the child."""
    task = pickle.loads(content)  # noqa: S301  from the server's own end of a socket pair
    if not isinstance(task, Task):
        raise NotPlain(type(task).__name__)
    return task


class _Reader(pickle.Unpickler):
    def find_class(self, module_name: str, name: str) -> Any:
        if (module_name, name) in _PLAIN:
            return getattr(importlib.import_module(module_name), name)
        if module_name in _ROOMS and name.isidentifier():
            found = getattr(importlib.import_module(module_name), name, None)
            if isinstance(found, type) and dataclasses.is_dataclass(found):
                return found
        raise NotPlain(f"{module_name}.{name}")


def read_answer(content: bytes) -> Done | Declined | Failed:
    """What a child said, as plain values. Raises NotPlain for everything else."""
    try:
        answer = _Reader(io.BytesIO(content)).load()
    except NotPlain:
        raise
    except Exception as failure:  # pickles that are none raise almost anything
        raise NotPlain(type(failure).__name__) from failure
    if isinstance(answer, Done | Declined | Failed):
        return answer
    raise NotPlain(type(answer).__name__)
