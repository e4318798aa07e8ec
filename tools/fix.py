"""`make fix`: lets the formatters and the safe fixes of the linters mend what they can."""

from __future__ import annotations

import sys
from pathlib import Path

from tools.node_env import CLIENT
from tools.python_env import VENV, environment
from tools.steps import ROOT, Line, StepFailed, command


def main() -> int:
    ruff = VENV / "bin" / "ruff"
    biome = CLIENT / "node_modules" / "@biomejs" / "biome" / "bin" / "biome"
    menders: tuple[tuple[Line, Path], ...] = (
        ([ruff, "check", "--fix", "--quiet", "."], ROOT),
        ([ruff, "format", "."], ROOT),
        ([VENV / "bin" / "node", biome, "check", "--write", "."], CLIENT),
    )
    left = False
    for line, folder in menders:
        try:
            output = command("not all could be mended", line, env=environment(), cwd=folder)
        except StepFailed as failure:
            output, left = failure.output, True
        if output.strip():
            print(output.strip())
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
