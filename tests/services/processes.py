"""Servers of others as child processes: started on loopback, waited for, and ended whatever happens."""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.patience import PATIENCE

HOST = "127.0.0.1"


def free_port(kind: socket.SocketKind = socket.SOCK_STREAM) -> int:
    """A port of the loopback interface that nobody listens on now."""
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def answers(port: int) -> bool:
    """Whether somebody accepts connections there."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((HOST, port)) == 0


class Process:
    """One child process, with all that it prints in one log file."""

    def __init__(
        self,
        name: str,
        line: Sequence[str],
        log: Path,
        *,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        user: int | None = None,
        group: int | None = None,
    ) -> None:
        self.name = name
        self.log = log
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                list(line),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=dict(env) if env is not None else None,
                cwd=cwd,
                user=user,
                group=group,
                extra_groups=None if user is None else [],
                # A session of its own, so that its children end with it and Ctrl-C reaches pytest alone.
                start_new_session=True,
            )
        self._at_exit = atexit.register(self.kill)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """The exit code once it has ended, None while it runs."""
        return self._process.poll()

    def text(self) -> str:
        """All that it has printed."""
        return self.log.read_text(errors="replace")

    def wait_until(self, ready: Callable[[], bool], seconds: float = PATIENCE) -> None:
        """Waits for the condition; tells what the process printed when it ends or stays silent."""
        end = time.monotonic() + seconds
        while not ready():
            if self.returncode is not None:
                raise RuntimeError(f"{self.name} ended with {self.returncode}:\n{self.text()[-4000:]}")
            if time.monotonic() > end:
                raise TimeoutError(f"{self.name} was not ready in {seconds} s:\n{self.text()[-4000:]}")
            time.sleep(0.02)

    def send(self, number: signal.Signals) -> None:
        """Sends a signal to the process alone."""
        self._process.send_signal(number)

    def stop(self, number: signal.Signals = signal.SIGTERM, seconds: float = PATIENCE) -> int:
        """Asks it to end, kills it when it does not, and returns its exit code."""
        if self.returncode is None:
            self._process.send_signal(number)
            try:
                self._process.wait(seconds)
            except subprocess.TimeoutExpired:
                self.kill()
                raise TimeoutError(f"{self.name} did not end in {seconds} s:\n{self.text()[-4000:]}") from None
        self.kill()
        return self._process.wait()

    def kill(self) -> None:
        """Ends it and its children at once, as a power cut would."""
        atexit.unregister(self._at_exit)
        # Its whole group is often gone already, as it should be.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
