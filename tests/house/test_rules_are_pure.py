"""The rules of a session import the standard library's pure parts, each other, and nothing else."""

import ast
from pathlib import Path

import pytest

from tools.steps import ROOT

PURE = {
    "__future__",
    "collections",
    "collections.abc",
    "dataclasses",
    "datetime",
    "enum",
    "functools",
    "itertools",
    "math",
    "re",
    "types",
    "typing",
    "typing_extensions",
    "unicodedata",
    # Marks in a type that say how long a text may be; they run nothing.
    "annotated_types",
}
AT_THE_EDGE = {"json", "orjson", "pydantic", "pydantic_core"}
CLOCK_AND_CHANCE = {"now", "utcnow", "today"}

MODULES = sorted((ROOT / "signalling").rglob("*.py"))


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add("signalling" if node.level else node.module or "")
    return {name for name in names if name.split(".")[0] != "signalling"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_a_module_of_the_rules_imports_nothing_that_acts(path):
    allowed = PURE | (AT_THE_EDGE if path.name == "wire.py" else set())
    assert imported(path) - allowed == set()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_a_module_of_the_rules_reads_no_clock(path):
    called = {
        node.func.attr
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert called & CLOCK_AND_CHANCE == set()


def test_an_import_that_acts_would_be_seen(tmp_path):
    module = tmp_path / "bad.py"
    module.write_text("import time\nfrom os import environ\nfrom signalling.events import Event\n")
    assert imported(module) - PURE == {"time", "os"}
