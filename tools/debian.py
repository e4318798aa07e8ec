"""The Debian packages that co-browsing and the tests use: installed when we may, named when we may not."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence

from tools.steps import command

FONTS = (
    "fonts-liberation",
    "fonts-dejavu-core",
    "fonts-noto-core",
    "fonts-noto-color-emoji",
)


def may_install() -> bool:
    """Whether this is root on a system with apt."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def missing(packages: Sequence[str]) -> list[str]:
    """Those of the packages that dpkg does not count as installed; all of them where there is no dpkg."""
    if shutil.which("dpkg-query") is None:
        return list(packages)
    answer = subprocess.run(
        ["dpkg-query", "--show", "--showformat=${Package} ${db:Status-Status}\n", *packages],
        capture_output=True,
        text=True,
        check=False,  # it fails when one is unknown, and still lists the others
    )
    there = {line.split()[0] for line in answer.stdout.splitlines() if line.endswith(" installed")}
    return [package for package in packages if package not in there]


def real(packages: Sequence[str]) -> list[str]:
    """Those of the packages that apt really has; Ubuntu's chromium, for one, only points at a snap."""
    answer = subprocess.run(["apt-cache", "policy", *packages], capture_output=True, text=True, check=False).stdout
    candidates: dict[str, str] = {}
    name = ""
    for line in answer.splitlines():
        if not line.startswith(" "):
            name = line.rstrip(":")
        elif line.strip().startswith("Candidate:"):
            candidates[name] = line.split(":", 1)[1].strip()
    return [
        package
        for package in packages
        if candidates.get(package, "(none)") != "(none)" and "snap" not in candidates[package]
    ]


def install(packages: Sequence[str]) -> list[str]:
    """Installs what apt has of the packages and returns the names of the rest; only where may_install()."""
    env = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    sentence = "The Debian packages could not be installed; is the network there?"
    apt = ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3"]
    command(sentence, [*apt, "update"], env=env)
    there = real(packages)
    if there:
        command(sentence, [*apt, "install", "--yes", "--no-install-recommends", *there], env=env)
    return [package for package in packages if package not in there]
