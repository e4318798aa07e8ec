"""Running one step of set-up: quiet when it works, its whole output when it does not."""

from __future__ import annotations

import os
import re
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

Line = Sequence[str | Path]
"""A program and its arguments."""


# Not every program listens to NO_COLOR.
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


class StepFailed(Exception):
    """A step that could not be done: a sentence for the person, and the output to look at."""

    def __init__(self, sentence: str, output: str = "") -> None:
        super().__init__(sentence)
        self.output = output


_running: set[subprocess.Popen[str]] = set()
_guard = threading.Lock()


def command(sentence: str, line: Line, *, env: Mapping[str, str] | None = None, cwd: Path = ROOT) -> str:
    """Runs a program and returns what it printed; raises StepFailed with `sentence` when it fails."""
    with subprocess.Popen(
        [str(part) for part in line],
        cwd=cwd,
        env={**(env if env is not None else os.environ), "NO_COLOR": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        with _guard:
            _running.add(process)
        try:
            output, _ = process.communicate()
        finally:
            with _guard:
                _running.discard(process)
    if process.returncode:
        raise StepFailed(sentence, _COLOURS.sub("", output))
    return output


def stop_all() -> None:
    """Ends the programs that are still running, after Ctrl-C."""
    with _guard:
        for process in _running:
            process.terminate()


def timed(name: str, work: Callable[[], object]) -> None:
    """Does the work and says how long it took."""
    begin = time.monotonic()
    work()
    print(f"  {name:<28}{time.monotonic() - begin:5.1f} s", flush=True)


def together(works: Sequence[Callable[[], None]]) -> None:
    """Runs the works side by side and raises the first failure when all have ended: none is left half done."""
    failures: list[BaseException] = []

    def guarded(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as failure:  # noqa: BLE001  a thread hands every failure to the main one
            failures.append(failure)

    threads = [threading.Thread(target=guarded, args=(work,), daemon=True) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
