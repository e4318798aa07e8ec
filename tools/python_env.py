"""The private Python environment in .venv: made once, filled from the hash-locked lists."""

from __future__ import annotations

import ast
import importlib.util
import os
import shutil
import sys
from pathlib import Path

from tools import debian
from tools.stamps import digest, matches, write
from tools.steps import ROOT, Line, StepFailed, command, timed

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = ROOT / "requirements"
STAMPS = VENV / ".stamps"
OLDEST = (3, 11)


def make_venv() -> None:
    """Makes .venv unless a working one of this very folder is there."""
    stamp = STAMPS / "venv"
    # Scripts in an environment name it by its full path, so a moved folder needs a new one.
    wanted = digest(str(ROOT))
    if PYTHON.exists() and matches(stamp, wanted):
        return
    if (VENV / "pyvenv.cfg").exists():
        shutil.rmtree(VENV)
    timed("private environment", _create_venv)
    write(stamp, wanted)


def _create_venv() -> None:
    sentence = "The private environment .venv could not be made."
    if importlib.util.find_spec("ensurepip") is None:
        if importlib.util.find_spec("virtualenv"):
            command(sentence, [sys.executable, "-m", "virtualenv", VENV])
            return
        if shutil.which("uv"):
            command(sentence, ["uv", "venv", "--seed", "--python", sys.executable, VENV], env=environment())
            return
        if not debian.may_install():
            raise StepFailed(
                "This Python cannot make private environments (it lacks ensurepip): install the package "
                "python3-venv, or virtualenv, and try again."
            )
        debian.install(["python3-venv"])
    command(sentence, [sys.executable, "-m", "venv", VENV])


def install_tools() -> None:
    """Puts uv and Node into .venv by pip: all that the other steps need."""
    stamp = STAMPS / "tools"
    wanted = digest(REQUIREMENTS / "tools.txt")
    if matches(stamp, wanted):
        return
    line: Line = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
        "--no-deps",
    ]
    timed(
        "uv and Node",
        lambda: command(
            "uv and Node could not be installed; is the network there?",
            [*line, "--only-binary=:all:", "-r", REQUIREMENTS / "tools.txt"],
            env=environment(),
        ),
    )
    write(stamp, wanted)


def install_packages(*, development: bool) -> None:
    """Makes the packages in .venv equal to the locked list, and Samen itself importable."""
    stamp = STAMPS / "packages"
    # The list for development holds all of the list for running, at the same versions: serving takes no tool away.
    development = development or (stamp.is_file() and stamp.read_text().startswith("dev "))
    name = "dev" if development else "run"
    listed = digest(REQUIREMENTS / f"{name}.txt")
    wanted = f"{name} {listed} {digest(ROOT / 'pyproject.toml')}"
    if not matches(stamp, wanted):
        # Where two packages hold the same file, taking one away takes it from the other: a changed list is laid anew.
        anew = stamp.is_file() and listed not in stamp.read_text()
        timed("Python packages", lambda: _sync(f"{name}.txt", anew=anew))
        write(stamp, wanted)


def _sync(name: str, *, anew: bool) -> None:
    env = environment() | uv_settings()
    sentence = "The Python packages could not be installed; is the network there?"
    uv = VENV / "bin" / "uv"
    common: Line = ["--quiet", "--python", PYTHON]
    again: Line = ["--reinstall"] if anew else []
    # Compiled now, in parallel: a server that may not write beside its packages would compile them at each start.
    # What comes as source is built by packages of the same list, so nothing unlisted runs.
    locked: Line = ["--require-hashes", "--build-constraints", REQUIREMENTS / name, REQUIREMENTS / name]
    sync: Line = [uv, "pip", "sync", *common, *again, "--compile-bytecode", *locked]
    command(sentence, sync, env=env)
    command(
        "Samen itself could not be installed into .venv.",
        [uv, "pip", "install", *common, "--no-deps", "--no-build-isolation", "--editable", ROOT],
        env=env,
    )


def environment() -> dict[str, str]:
    """The environment of every step: .venv first on the PATH, and the system's certificates trusted."""
    env = dict(os.environ)
    env["PATH"] = f"{VENV / 'bin'}{os.pathsep}{env.get('PATH', os.defpath)}"
    env["VIRTUAL_ENV"] = str(VENV)
    env.setdefault("UV_SYSTEM_CERTS", "1")
    env.setdefault("NODE_USE_SYSTEM_CA", "1")
    for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "PIP_CERT"):
        if name in env and Path(env[name]).is_file():
            env.setdefault("NODE_EXTRA_CA_CERTS", env[name])
            break
    return env


def uv_settings() -> dict[str, str]:
    """What pip was told about its index and certificates, in uv's words; uv's own settings win."""
    told: dict[str, str] = {}
    listed = command("pip could not read its settings.", [PYTHON, "-m", "pip", "config", "list"], env=environment())
    # Later lines win in this order of sections, as they do in pip itself.
    order = {"global": 0, "site": 0, "install": 1, ":env:": 2}
    lines = [line.partition("=") for line in listed.splitlines() if "=" in line]
    for key, _, value in sorted(lines, key=lambda line: order.get(line[0].rpartition(".")[0], -1)):
        section, _, name = key.rpartition(".")
        if section in order:
            told[name] = str(ast.literal_eval(value))
    words = {
        "UV_DEFAULT_INDEX": told.get("index-url"),
        "UV_INDEX": told.get("extra-index-url"),
        "UV_FIND_LINKS": ",".join(_places(told.get("find-links", ""))),
        "UV_INSECURE_HOST": told.get("trusted-host"),
        "UV_HTTP_TIMEOUT": told.get("timeout") or told.get("default-timeout"),
        "SSL_CERT_FILE": told.get("cert"),
        "HTTPS_PROXY": told.get("proxy"),
    }
    return {name: value for name, value in words.items() if value and name not in os.environ}


def _places(listed: str) -> list[str]:
    # uv stops at a folder that is not there, where pip goes on.
    return [place for place in listed.split() if "://" in place or Path(place).is_dir()]
