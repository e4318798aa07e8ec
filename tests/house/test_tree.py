"""What is under version control: sources, locked by hash, free of one machine's paths and of built things."""

import re
import subprocess
from pathlib import Path

import pytest

from tools.steps import ROOT

REQUIREMENTS = ROOT / "requirements"
BUILT = {"node_modules", "dist", ".venv", "__pycache__"}
LARGEST = 1_000_000


def tracked() -> list[Path]:
    """Files that git has or would take; all of them when this is no git work tree (a source archive)."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        found = [path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file()]
        return [path for path in found if BUILT.isdisjoint(path.parts)]
    paths = (Path(name) for name in listed.stdout.split("\0") if name)
    return [path for path in paths if (ROOT / path).is_file()]


FILES = tracked()


def texts():
    for path in FILES:
        try:
            yield path, (ROOT / path).read_text()
        except UnicodeDecodeError:
            continue  # pictures, fonts, PDFs


def pins(name: str) -> dict[str, str]:
    """Name and marker to version, of every line of a lock."""
    found = re.findall(r"^([\w.\[\]-]+)==(\S+?)( ; [^\\]+?)? \\$", (REQUIREMENTS / name).read_text(), re.MULTILINE)
    return {name + marker: version for name, version, marker in found}


def test_nothing_names_the_place_where_it_was_written():
    homes = re.compile(r"(?<![\w.])/(?:home|Users)/\w+/|(?<![\w.])/roo[t]/")
    here = str(ROOT) + "/"
    assert [str(path) for path, text in texts() if homes.search(text) or here in text] == []


def test_nothing_built_or_large_is_tracked():
    assert [str(path) for path in FILES if not BUILT.isdisjoint(path.parts)] == []
    assert [str(path) for path in FILES if (ROOT / path).stat().st_size > LARGEST] == []


@pytest.mark.parametrize("name", ["run.txt", "dev.txt", "tools.txt", "stores.txt"])
def test_every_locked_python_package_has_a_hash_and_no_address(name):
    text = (REQUIREMENTS / name).read_text()
    assert "://" not in text
    assert "--index-url" not in text
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert all("--hash=sha256:" in block for block in blocks)
    assert len(pins(name)) == len(blocks)


def test_the_lists_agree_on_versions():
    dev, run, tools = pins("dev.txt"), pins("run.txt"), pins("tools.txt")
    assert run.items() <= dev.items()
    assert tools.items() <= run.items()
    assert not any(name.startswith(("pytest", "moto", "schemathesis")) for name in run)


def test_the_clients_lock_names_hashes_and_no_registry():
    text = (ROOT / "web_client" / "package-lock.json").read_text()
    assert '"resolved"' not in text
    assert text.count('"integrity": "sha') > 100


@pytest.mark.parametrize(
    "bare",
    [
        pytest.param(re.compile(r"#\s*noqa(?::\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)?\s*$"), id="noqa"),
        pytest.param(re.compile(r"#\s*type:\s*ignore(?:\[[\w,-]+\])?\s*$"), id="type-ignore"),
        pytest.param(re.compile(r"biome-ignore [\w/]+:\s*(?:<explanation>)?\s*$"), id="biome-ignore"),
    ],
)
def test_every_ignored_rule_says_why(bare):
    found = [
        f"{path}:{number}"
        for path, text in texts()
        if path.suffix in {".py", ".ts", ".tsx"} and path.name != "test_tree.py"
        for number, line in enumerate(text.splitlines(), 1)
        if bare.search(line)
    ]
    assert found == []
