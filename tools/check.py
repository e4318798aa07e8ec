"""`make check`: everything that can be judged without starting a server, two things at a time."""

from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tools.node_env import CLIENT
from tools.python_env import VENV, environment
from tools.steps import ROOT, Line, StepFailed, command


@dataclass(frozen=True, slots=True)
class Check:
    """One program that judges; `folder` is where it runs."""

    name: str
    line: Line
    folder: Path = ROOT


def _python(name: str, program: str, *arguments: str) -> Check:
    return Check(name, [VENV / "bin" / program, *arguments])


def _client(name: str, script: str, *arguments: str) -> Check:
    return Check(name, [VENV / "bin" / "node", CLIENT / "node_modules" / script, *arguments], CLIENT)


# The slow ones first, so that the quick ones fill the gaps.
JUDGES = (
    _python("types", "mypy"),
    _client("client: types", "typescript/bin/tsc", "--noEmit"),
    _client("client: types of its tools", "typescript/bin/tsc", "--noEmit", "--project", "tsconfig.node.json"),
    _client("client: format and lint", "@biomejs/biome/bin/biome", "check", "--error-on-warnings"),
    _python("imports", "lint-imports", "--no-logo"),
    _python("lint", "ruff", "check", "."),
    _python("format", "ruff", "format", "--check", "."),
)
TESTS = (
    _client("client: tests", "vitest/vitest.mjs", "run", "--reporter=dot"),
    _python("structure", "pytest", "-q", "tests/house"),
)


def run(checks: tuple[Check, ...]) -> list[str]:
    """Runs the checks, shows the whole output of those that fail, and returns their names."""

    def judge(check: Check) -> StepFailed | None:
        begin = time.monotonic()
        try:
            command(check.name, check.line, env=environment(), cwd=check.folder)
            failure = None
        except StepFailed as failed:
            failure = failed
        print(f"  {check.name:<28}{'FAILED' if failure else 'ok':<8}{time.monotonic() - begin:5.1f} s", flush=True)
        return failure

    with ThreadPoolExecutor(max_workers=2) as pool:
        failures = [failure for failure in pool.map(judge, checks) if failure]
    for failure in failures:
        print(f"\n--- {failure} ---\n{failure.output.strip()}")
    return [str(failure) for failure in failures]


def main() -> int:
    failed = run(JUDGES + TESTS)
    print(f"\nFailed: {', '.join(failed)}." if failed else "All checks passed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
