"""kill -9 while signing: nothing is lost, nothing is there twice. `make soak` does the same at 500 points."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tools.steps import ROOT

POINTS = {"sqlite": 10, "postgresql": 3}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.service)])
def test_a_process_killed_while_signing_loses_and_doubles_nothing(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    line = [sys.executable, "-m", "tests.signing.core.killing", "--points", str(POINTS[kind])]
    if kind == "postgresql":
        make: Callable[[], str] = request.getfixturevalue("postgres_url")
        line += ["--database", make()]
    done = subprocess.run(
        line, cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, "TMPDIR": str(tmp_path)}
    )
    assert done.returncode == 0, done.stdout + done.stderr
    killed = re.search(r"^seed \d+: (\d+) killed", done.stdout, re.MULTILINE)
    assert killed is not None
    # Some points lie past the end of their round.
    assert int(killed[1]) >= POINTS[kind] // 2, done.stdout
