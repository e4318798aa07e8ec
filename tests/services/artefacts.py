"""What a failed test leaves behind to look at: pictures, consoles and logs in tests/artefacts/."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tools.steps import ROOT

FOLDER = Path(os.environ.get("SAMEN_ARTEFACTS", ROOT / "tests" / "artefacts"))
_FAILED = pytest.StashKey[bool]()


def failed(node: pytest.Item) -> bool:
    """Whether the test itself failed; to be asked by its fixtures when they end."""
    return node.stash.get(_FAILED, False)


def folder_of(node: pytest.Item) -> Path:
    """Where this test may leave things."""
    folder = FOLDER / re.sub(r"[^\w.-]+", "-", node.nodeid).strip("-")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report: Any = yield
    if report.when == "call" and report.failed:
        item.stash[_FAILED] = True
    return report
