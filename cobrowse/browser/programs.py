"""Finding Chromium."""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

_NAMES = ("chromium", "google-chrome-stable", "google-chrome", "chromium-browser")
# Distributions start it by a script, which needs programs that a page's browser must not find.
_BINARIES = (
    "/usr/lib/chromium/chromium",
    "/usr/lib64/chromium-browser/chromium-browser",
    "/usr/lib/chromium-browser/chromium-browser",
    "/opt/google/chrome/chrome",
)


def chromium(named: str = "") -> Path | None:
    """The program that `named` means, or the installed one, or the one that Playwright fetched; None when there is none."""
    if named:
        found = shutil.which(named)
        return _binary(Path(found)) if found else None
    installed = next(filter(None, map(shutil.which, _NAMES)), None)
    if installed:
        return _binary(Path(installed))
    return next(iter(sorted(_fetched(), reverse=True)), None)


def is_script(program: Path) -> bool:
    """Whether it is a script rather than the browser itself."""
    with program.open("rb") as file:
        return file.read(2) == b"#!"


def _binary(program: Path) -> Path:
    program = program.resolve()
    if not is_script(program):
        return program
    beside = (program.parent / "chrome", program.parent / "chromium")
    candidates = [path for path in (*beside, *map(Path, _BINARIES)) if path.is_file() and os.access(path, os.X_OK)]
    return next((path for path in candidates if path != program and not is_script(path)), program)


def _fetched() -> Iterable[Path]:
    told = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    home = Path.home()
    for cache in (Path(told),) if told else (home / ".cache/ms-playwright", home / "Library/Caches/ms-playwright"):
        yield from cache.glob("chromium-*/chrome-linux*/chrome")
        yield from cache.glob("chromium-*/chrome-mac*/*.app/Contents/MacOS/*")
