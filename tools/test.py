"""`make test`: the checks, the client's tests, then pytest without and with browsers; one closing line for all."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from pathlib import Path

from tools import check
from tools.node_env import CLIENT
from tools.python_env import VENV, environment
from tools.steps import ROOT, Line

_WORDS = ("failed", "passed", "skipped", "error")
_FEW = 20
"""More failures than these have a reason of their own."""


def _run(title: str, line: Line, folder: Path = ROOT) -> bool:
    print(f"\n== {title}", flush=True)
    done = subprocess.run([str(part) for part in line], cwd=folder, env=environment(), check=False)
    return done.returncode == 0


def _pytest(title: str, report: Path, *arguments: str) -> tuple[bool, Counter[str]]:
    line: Line = [VENV / "bin" / "pytest", "-q", "--durations=5", f"--junitxml={report}", *arguments]
    fine = _run(title, line)
    counts: Counter[str] = Counter()
    if report.exists():
        # Written by our own pytest a moment ago.
        for suite in ElementTree.parse(report).getroot().iter("testsuite"):  # noqa: S314  no stranger's file
            number = {name: int(suite.get(name, "0")) for name in ("tests", "failures", "errors", "skipped")}
            counts["failed"] += number["failures"]
            counts["error"] += number["errors"]
            counts["skipped"] += number["skipped"]
            counts["passed"] += number["tests"] - sum(number[name] for name in ("failures", "errors", "skipped"))
    return fine, counts


def _vitest(report: Path) -> tuple[bool, Counter[str]]:
    line: Line = [VENV / "bin" / "node", CLIENT / "node_modules" / "vitest" / "vitest.mjs", "run"]
    fine = _run("client", [*line, "--reporter=dot", "--reporter=json", f"--outputFile.json={report}"], CLIENT)
    counts: Counter[str] = Counter()
    if report.exists():
        told = json.loads(report.read_text())
        counts["passed"], counts["failed"] = told["numPassedTests"], told["numFailedTests"]
        counts["skipped"] = told["numPendingTests"] + told.get("numTodoTests", 0)
    return fine, counts


def tried(title: str, place: Path, workers: int, *chosen: str) -> tuple[bool, Counter[str]]:
    """The chosen tests. A few that failed get one more try, alone and in the open: a busy machine can starve a test of time."""
    spread = (f"--numprocesses={workers}", "--dist=loadscope")
    fine, counts = _pytest(title, place / f"{title}.xml", *chosen, *spread)
    if fine or not 0 < counts["failed"] + counts["error"] <= _FEW:
        return fine, counts
    once_more = ("--numprocesses=1", "--last-failed", "--last-failed-no-failures=none")
    again, second = _pytest(f"{title}, what failed once more", place / f"{title}-again.xml", *chosen, *once_more)
    counts["failed"], counts["error"] = second["failed"], second["error"]
    counts["passed"] += second["passed"]
    return again, counts


def main() -> int:
    begin = time.monotonic()
    print("== checks", flush=True)
    failed = check.run(check.JUDGES)
    counts = Counter(passed=len(check.JUDGES) - len(failed), failed=len(failed))
    fine = not failed
    workers = max(1, (os.cpu_count() or 1))
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for done, found in (
            _vitest(place / "client.json"),
            tried("server", place, workers, "-m", "not browser"),
            tried("browsers", place, workers, "-m", "browser and light"),
            tried("calls", place, workers, "-m", "browser and not light"),
        ):
            fine = fine and done
            counts += found
    if os.environ.get("CI") == "true" and counts["skipped"]:
        fine = False
    print(f"\n{closing_line(counts, time.monotonic() - begin)}", flush=True)
    return 0 if fine else 1


def closing_line(counts: Counter[str], seconds: float) -> str:
    """`===== 2 failed, 810 passed in 512.33s (0:08:32) =====`"""
    told = ", ".join(f"{counts[word]} {word}" for word in _WORDS if counts[word]) or "nothing ran"
    told = re.sub(r"\b([2-9]|\d\d+) error\b", r"\1 errors", told)
    minutes, rest = divmod(round(seconds), 60)
    return f" {told} in {seconds:.2f}s (0:{minutes:02}:{rest:02}) ".center(80, "=")


if __name__ == "__main__":
    sys.exit(main())
