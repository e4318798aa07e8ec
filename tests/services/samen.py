"""The real server of Samen as a process of its own: started, killed, restarted, several at once."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

import pytest

from tests.patience import PATIENCE
from tests.services import artefacts, ready
from tests.services.processes import HOST, Process, free_port
from tests.services.stores import RedisServer
from tools import node_env
from tools.steps import ROOT, StepFailed

ADMIN_EMAIL = "anna@office.test"
ADMIN_PASSWORD = "een lange zin die niemand raadt 7"
_OURS = ("SAMEN_", "COBROWSE_", "DATABASE_URL", "REDIS_URL", "BLOB_URL", "SMTP_URL", "TURN_")


class SamenServer:
    """One node. `url` is where it answers; `data` is its folder of everything that lasts."""

    def __init__(self, folder: Path, data: Path, port: int | None, settings: dict[str, str]) -> None:
        self.port = port or free_port()
        self.url = f"http://localhost:{self.port}"
        self.data = data
        self._folder = folder
        self.settings = {
            "SAMEN_PORT": str(self.port),
            "SAMEN_HOST": HOST,
            "SAMEN_DATA": str(data),
            "SAMEN_ADMIN_EMAIL": ADMIN_EMAIL,
            "SAMEN_ADMIN_PASSWORD": ADMIN_PASSWORD,
            # No browser is kept warm for tests that open no web page; those that do name an address.
            **({} if "COBROWSE_ALLOW" in settings else {"COBROWSE_PAGES": "0"}),
            **settings,
        }
        self.admin_email = self.settings["SAMEN_ADMIN_EMAIL"]
        self.admin_password = self.settings["SAMEN_ADMIN_PASSWORD"]
        self.process: Process | None = None

    def start(self, seconds: float = PATIENCE) -> SamenServer:
        """Starts it and returns when /healthz says 200."""
        outside = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
        if "DATABASE_URL" not in self.settings:
            self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
            ready.lay(f"sqlite:///{self.data / 'samen.db'}")
        process = Process(
            "Samen",
            [sys.executable, "-m", "server"],
            self.log_file,
            env=outside | {"PYTHONUNBUFFERED": "1"} | self.settings,
            cwd=ROOT,
        )
        self.process = process
        process.wait_until(lambda: self.status("/healthz") == 200, seconds)
        return self

    @property
    def log_file(self) -> Path:
        return self._folder / f"samen-{self.port}.log"

    @property
    def log(self) -> str:
        """All that this node has printed, over restarts."""
        return self.log_file.read_text(errors="replace") if self.log_file.exists() else ""

    def status(self, path: str) -> int:
        """The status of a GET; 0 while nobody answers."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=5) as answer:  # noqa: S310  our own address
                code: int = answer.status
                return code
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code
        except OSError:
            return 0

    def get_json(self, path: str) -> Any:
        """The body of a GET that must succeed."""
        with urllib.request.urlopen(self.url + path, timeout=10) as answer:  # noqa: S310  our own address
            return json.load(answer)

    def stop(self) -> int:
        """Ctrl-C and its exit code."""
        return self.process.stop(signal.SIGINT) if self.process else 0

    def kill(self) -> None:
        """kill -9."""
        if self.process:
            self.process.kill()

    def restart(self) -> SamenServer:
        """kill -9, then start again on the same port, data and settings."""
        self.kill()
        return self.start()


class StartSamen(Protocol):
    """Settings by name or in a mapping: `samen_server(turn_server.settings, REDIS_URL=...)`; `data` shares a folder."""

    def __call__(
        self,
        settings: Mapping[str, str] | None = None,
        /,
        *,
        data: Path | None = None,
        port: int | None = None,
        **more: str,
    ) -> SamenServer: ...


def _factory(folder: Path, started: list[SamenServer]) -> StartSamen:
    def start(
        settings: Mapping[str, str] | None = None,
        /,
        *,
        data: Path | None = None,
        port: int | None = None,
        **more: str,
    ) -> SamenServer:
        place = data or folder / f"data-{len(started) + 1}"
        server = SamenServer(folder, place, port, {**(settings or {}), **more})
        started.append(server)
        return server.start()

    return start


def _end(started: list[SamenServer]) -> None:
    try:
        for server in started:
            if server.process and server.process.returncode is None:
                server.stop()
    finally:
        for server in started:
            server.kill()


@pytest.fixture(scope="session")
def built_client() -> Path:
    """The built client, built now when its source changed; SAMEN_KEEP_BUILD=1 takes the one that is there."""
    with open(ROOT / ".setup.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (os.environ.get("SAMEN_KEEP_BUILD") and node_env.DIST.is_dir()):
            try:
                node_env.build(node_env.install_packages())
            except StepFailed as failure:
                pytest.fail(f"{failure}\n{failure.output}", pytrace=False)
    return node_env.DIST


def _client_for_browsers(request: pytest.FixtureRequest) -> None:
    """A server that a browser will visit needs the client; the others start without waiting for it."""
    if "playwright_driver" in request.fixturenames:
        request.getfixturevalue("built_client")


@pytest.fixture
def samen_server(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[StartSamen]:
    """Call it to start a server of your own; every one is ended with the test, and its log kept when that failed."""
    _client_for_browsers(request)
    started: list[SamenServer] = []
    yield _factory(tmp_path, started)
    if artefacts.failed(request.node):
        for server in started:
            shutil.copy(server.log_file, artefacts.folder_of(request.node))
    _end(started)


@pytest.fixture(scope="module")
def module_servers(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[StartSamen]:
    """`samen_server` for a whole module: what it starts ends with the module."""
    _client_for_browsers(request)
    started: list[SamenServer] = []
    yield _factory(tmp_path_factory.mktemp("samen"), started)
    _end(started)


@pytest.fixture(scope="module")
def shared_server(module_servers: StartSamen) -> SamenServer:
    """One server with embedded defaults for all tests of a module: for tests that leave it as they found it."""
    return module_servers()


@pytest.fixture
def samen_nodes(
    samen_server: StartSamen, postgres_url: Callable[[], str], redis_server: RedisServer, tmp_path: Path
) -> Callable[..., list[SamenServer]]:
    """Call it with a number to start that many nodes of one installation, on PostgreSQL and Redis."""

    def start(count: int = 2, **settings: str) -> list[SamenServer]:
        redis_server.empty()
        shared = {"DATABASE_URL": postgres_url(), "REDIS_URL": redis_server.url, **settings}
        # The first node makes the secrets and migrates; the others find both, as in an installation.
        return [samen_server(shared, data=tmp_path / "data-of-all-nodes") for _ in range(count)]

    return start
