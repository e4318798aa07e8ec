"""Work on documents, a few jobs at a time, each in a process of its own."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import time
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar, cast

import structlog

from signing.jobs import Job
from signing.model import Refused
from signing.work import wire
from signing.work.nursery import Child, Gone, Nursery, receive
from signing.work.table import FUNCTIONS, Place

log = structlog.get_logger(__name__)

Answer = TypeVar("Answer")
_DEAD_ONES = 3
"""Processes that were killed while they waited, taken one after another for one job. The document is not to blame."""
_QUEUE = 200
"""Jobs that may wait for their turn. More than these is no work, it is a flood."""
_OUT_OF_TIME = (-signal.SIGXCPU, -signal.SIGALRM)


class Workshop:
    """`size` jobs at once; the rest wait in the order they came.

    A job that hangs is ended; one that kills its process takes no other with it. Whatever a document does to its
    reader, the caller sees its answer or Refused.
    """

    def __init__(self, size: int, folder: Path, functions: Mapping[str, Place] = FUNCTIONS) -> None:
        self._folder = folder
        self._functions = functions
        self._turns = asyncio.Semaphore(size)
        self._nursery = Nursery(folder, size, warm=functions is FUNCTIONS)
        self._waiting = 0
        self._closed = False

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    @property
    def template(self) -> int | None:
        """The process id of what all children are forked from."""
        return self._nursery.pid

    async def start(self) -> None:
        """Load everything now, so that the first job does not wait for it. Raises Refused("out_of_order")."""
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            await self._nursery.ready()
        except Gone:
            raise Refused("out_of_order") from None

    async def close(self) -> None:
        """End everything that runs. Those who wait get Refused("out_of_order")."""
        self._closed = True
        await self._nursery.close()

    async def run(self, job: Job[Answer], seconds: float = 60.0) -> Answer:
        """Do the job and return its answer. `seconds` count from its start, not while it waits.

        Raises Refused: what the job's function refuses; "took_too_long"; "document_broken" when the document broke its
        reader; "busy" when too many wait; "out_of_order" when no process can be made. Then there is no target.
        """
        place = self._functions[type(job).__name__]
        if self._waiting >= _QUEUE:
            raise Refused("busy")
        self._waiting += 1
        try:
            await self._turns.acquire()
        finally:
            self._waiting -= 1
        try:
            return cast(Answer, await self._work(wire.Task(job, place, seconds)))
        except BaseException:
            await asyncio.shield(asyncio.to_thread(_remove, _targets(job)))
            raise
        finally:
            self._turns.release()

    async def _work(self, task: wire.Task) -> object:
        for _ in range(_DEAD_ONES):
            with contextlib.suppress(ConnectionError):
                return await self._try(task)
            log.warning("a process that waited for work was gone", job=type(task.job).__name__)
        raise Refused("out_of_order")

    async def _try(self, task: wire.Task) -> object:
        """Raises ConnectionError when the process was gone before it heard of the task: nothing has begun."""
        if self._closed:
            raise Refused("out_of_order")
        try:
            child = await self._nursery.child()
        except Gone:
            raise Refused("out_of_order") from None
        begin = time.monotonic()
        said: bytes | None = None
        late = False
        try:
            async with asyncio.timeout(task.seconds):
                said = await self._ask(child, task)
        except TimeoutError:
            late = True
        finally:
            code = await asyncio.shield(self._nursery.end(child))
        return self._judged(task.job, said, late or code in _OUT_OF_TIME, code, time.monotonic() - begin)

    async def _ask(self, child: Child, task: wire.Task) -> bytes | None:
        """None when it died over it. Raises ConnectionError when it was dead before it heard of it."""
        await asyncio.get_running_loop().sock_sendall(child.channel, wire.pack(task))
        head = await receive(child.channel, wire.LENGTH.size)
        if head is None or wire.LENGTH.unpack(head)[0] > wire.LARGEST:
            return None
        return await receive(child.channel, wire.LENGTH.unpack(head)[0])

    def _judged(self, job: object, said: bytes | None, late: bool, code: int, took: float) -> object:
        name = type(job).__name__
        if said is None:
            log.warning(
                "a process that read a document ended early", job=name, code=code, late=late, took=round(took, 1)
            )
            raise Refused("took_too_long" if late else "document_broken")
        try:
            answer = wire.read_answer(said)
        except wire.NotPlain as failure:
            log.error("a process that read a document answered what no job answers", job=name, what=str(failure))
            raise Refused("document_broken") from None
        match answer:
            case wire.Done():
                return answer.answer
            case wire.Declined():
                raise Refused(answer.code, **answer.details)
            case wire.Failed():
                log.warning("a document broke its reader", job=name, kind=answer.kind, places=answer.places)
                raise Refused("document_broken")


def _targets(job: object) -> list[Path]:
    """The files a job would have made."""
    if not is_dataclass(job):
        return []
    values = {field.name: getattr(job, field.name) for field in fields(job)}
    return [value for name, value in values.items() if name.startswith("target") and isinstance(value, Path)]


def _remove(paths: list[Path]) -> None:
    for path in paths:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
