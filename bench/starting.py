"""From the command to the first answer, and what an idle server needs."""

import subprocess
import sys
import time
from contextlib import ExitStack

import psutil

from bench.report import measured
from bench.surroundings import folder, samen
from tests.services.samen import SamenServer
from tools.steps import ROOT

_ROUNDS = 7
_WARM_GOAL_MS = 3_000


def main() -> None:
    floor = [_bare_python() for _ in range(_ROUNDS)]
    again: list[float] = []
    first: list[float] = []
    with ExitStack() as stack:
        for _ in range(3):
            place = stack.enter_context(folder())
            first.append(_start(SamenServer(place, place / "data", None, {})))
        server = SamenServer(place, place / "data", None, {})
        again += [_start(server) for _ in range(_ROUNDS)]
    set_up = [_set_up() for _ in range(_ROUNDS)]
    measured("start.server with an empty folder", "ms", first, beside="python -c pass", other=floor)
    measured("start.server with its data there", "ms", again, beside="python -c pass", other=floor)
    whole = [a + b for a, b in zip(again, set_up, strict=True)]
    measured(
        "start.make run, nothing changed, to /healthz",
        "ms",
        whole,
        beside="python -c pass",
        other=floor,
        goal="<= 3000 ms",
        met=max(whole) <= _WARM_GOAL_MS,
    )
    with samen() as (node,):
        # Memory is read once what the start put off has been done.
        time.sleep(2)
        assert node.process is not None
        memory = psutil.Process(node.process.pid).memory_info().rss / 2**20
    measured("start.memory when idle", "MB", [memory])


def _start(server: SamenServer) -> float:
    begin = time.perf_counter()
    server.start()
    taken = (time.perf_counter() - begin) * 1000
    server.stop()
    return taken


def _bare_python() -> float:
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    return (time.perf_counter() - begin) * 1000


def _set_up() -> float:
    """What `make run` does before the server: find that nothing has changed."""
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-m", "tools.setup", "run", "--", "-c", "pass"], check=True, cwd=ROOT)
    return (time.perf_counter() - begin) * 1000
