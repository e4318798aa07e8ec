"""Prepares everything `make` needs, skips what is already there, and starts the server when asked.

    python3 -m tools.setup [run | dev | test] [-- COMMAND ...]

`run` is enough to serve; `dev` has the tools of `make check` and builds no client; `test` has all that tests start. The command after
`--` then takes the place of this program, so that Ctrl-C reaches it alone.
"""

from __future__ import annotations

import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tools import corpus, node_env, programs, python_env
from tools.steps import ROOT, StepFailed, stop_all, together

PROFILES = ("run", "dev", "test")


@contextmanager
def _alone() -> Iterator[None]:
    """One set-up at a time in one folder."""
    with open(ROOT / ".setup.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another set-up is at work in this folder; waiting for it.", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def prepare(profile: str) -> None:
    """Brings everything the profile needs up to date; steps that wait for different things run together."""
    with _alone():
        python_env.make_venv()
        python_env.install_tools()
        node_env.link_node()
        works = [
            lambda: python_env.install_packages(development=profile != "run"),
            lambda: _client(build=profile != "dev"),
        ]
        if profile == "run":
            works.append(programs.install_for_cobrowsing)
        elif profile == "test":
            works.append(programs.install_for_tests)
        together(works)
        if profile == "test":
            programs.complete()
            corpus.provide()


def _client(*, build: bool) -> None:
    packages = node_env.install_packages()
    if build:
        node_env.build(packages)


def main(arguments: list[str]) -> int:
    """Prepares, then becomes the command after `--`, if any."""
    cut = arguments.index("--") if "--" in arguments else len(arguments)
    words, follow = arguments[:cut], arguments[cut + 1 :]
    profile = words[0] if words else "run"
    if profile not in PROFILES or len(words) > 1:
        print(f"Say one of: {', '.join(PROFILES)}.", file=sys.stderr)
        return 2
    os.chdir(ROOT)
    try:
        prepare(profile)
    except StepFailed as failure:
        print(f"{failure.output.strip()}\n\n{failure}".strip(), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        stop_all()
        print("Stopped.", file=sys.stderr)
        return 130
    if follow:
        sys.stdout.flush()
        python = str(python_env.PYTHON)
        os.execve(python, [python, *follow], python_env.environment())  # noqa: S606  there is no shell to start
    return 0


if __name__ == "__main__":
    if sys.version_info < python_env.OLDEST:
        sys.exit("Samen needs Python 3.11 or newer; say which one with `make PYTHON=python3.11 …`.")
    sys.exit(main(sys.argv[1:]))
