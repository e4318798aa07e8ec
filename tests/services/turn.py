"""A real coturn on loopback, over UDP and TCP, with time-limited credentials."""

from __future__ import annotations

import base64
import hashlib
import hmac
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.services.processes import HOST, Process, answers, free_port
from tools import programs

REALM = "samen.test"


@dataclass(frozen=True, slots=True)
class TurnServer:
    """Where it listens, and the secret it shares with the server under test."""

    port: int
    secret: str
    process: Process

    @property
    def udp_url(self) -> str:
        return f"turn:{HOST}:{self.port}?transport=udp"

    @property
    def tcp_url(self) -> str:
        return f"turn:{HOST}:{self.port}?transport=tcp"

    @property
    def settings(self) -> dict[str, str]:
        """What the server under test is told."""
        return {"TURN_URL": f"{self.udp_url},{self.tcp_url}", "TURN_SECRET": self.secret}

    def credentials(self, seconds: int = 600) -> tuple[str, str]:
        """User name and password that end after `seconds` (draft-uberti-behave-turn-rest)."""
        user = f"{int(time.time()) + seconds}:test"
        mac = hmac.new(self.secret.encode(), user.encode(), hashlib.sha1).digest()
        return user, base64.b64encode(mac).decode()


@pytest.fixture(scope="session")
def turn_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TurnServer]:
    """One coturn for the run; it also relays to loopback, where all of a test's peers are."""
    program = programs.turn_server()
    if program is None:
        pytest.skip("coturn is not installed here; `make test` says how to get it")
    folder = tmp_path_factory.mktemp("turn")
    port, secret = _port_for_both(), "shared-by-test-and-coturn"
    process = Process("coturn", _line(program, port, secret, folder), folder / "turn.log", cwd=folder)
    process.wait_until(lambda: answers(port))
    yield TurnServer(port, secret, process)
    process.stop()


def _port_for_both() -> int:
    """A port that is free for TCP and UDP alike."""
    while True:
        port = free_port()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port


def _line(program: str, port: int, secret: str, folder: Path) -> list[str]:
    options = [
        f"--listening-ip={HOST}",
        f"--relay-ip={HOST}",
        f"--listening-port={port}",
        f"--realm={REALM}",
        f"--static-auth-secret={secret}",
        f"--userdb={folder / 'turn.db'}",
        f"--pidfile={folder / 'turn.pid'}",
        "--log-file=stdout",
    ]
    switches = ["--use-auth-secret", "--allow-loopback-peers", "--no-tls", "--no-dtls", "--no-cli", "--verbose"]
    return [program, "-n", *options, *switches]
