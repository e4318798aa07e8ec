"""Servers for measurements: Samen itself, and the stores it can use, each ended at the end."""

import os
import resource
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.services.samen import SamenServer
from tests.services.stores import PostgresServer, RedisServer
from tools import programs


def more_files() -> None:
    """Thousands of sockets need more open files than a shell usually allows."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


@contextmanager
def folder() -> Iterator[Path]:
    place = Path(tempfile.mkdtemp(prefix="samen-bench-"))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


@contextmanager
def stores() -> Iterator[dict[str, str]]:
    """Settings of a real PostgreSQL with an empty database, and of a real Redis."""
    postgres, redis = programs.postgres_folder(), programs.redis_server()
    if postgres is None or redis is None:
        raise RuntimeError("PostgreSQL and Redis are needed for this measurement")
    with ExitStack() as stack:
        place = stack.enter_context(folder())
        server = PostgresServer(postgres)
        stack.callback(server.close)
        queue = RedisServer(redis, place)
        stack.callback(queue.stop)
        yield {"DATABASE_URL": server.database(), "REDIS_URL": queue.url}


@contextmanager
def samen(
    settings: dict[str, str] | None = None, *, nodes: int = 1, core: int | None = None
) -> Iterator[list[SamenServer]]:
    """Nodes of one installation; `core` binds them all to that processor."""
    with ExitStack() as stack:
        place = stack.enter_context(folder())
        started: list[SamenServer] = []
        for _ in range(nodes):
            node = SamenServer(place, place / "data", None, {"SAMEN_LOG_LEVEL": "warning", **(settings or {})})
            stack.callback(node.kill)
            node.start()
            started.append(node)
            if core is not None and node.process is not None and hasattr(os, "sched_setaffinity"):
                for thread in Path(f"/proc/{node.process.pid}/task").iterdir():
                    os.sched_setaffinity(int(thread.name), {core})
        yield started
