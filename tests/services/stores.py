"""Real stores: Redis, PostgreSQL, and an S3 server, one of each for a run, an empty place in it for each test."""

from __future__ import annotations

import contextlib
import functools
import itertools
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests.services import ready
from tests.services.processes import HOST, Process, answers, free_port
from tools import programs


class RedisServer:
    """A Redis that can be stopped and started again at the same address."""

    def __init__(self, program: str, folder: Path) -> None:
        self._program, self._folder = program, folder
        self.port = free_port()
        self.url = f"redis://{HOST}:{self.port}/0"
        self._process: Process | None = None
        self.start()

    def start(self) -> None:
        """Starts empty: nothing in Redis has to last."""
        line = [self._program, "--port", str(self.port), "--bind", HOST, "--save", "", "--appendonly", "no"]
        process = Process("Redis", [*line, "--dir", str(self._folder)], self._folder / "redis.log")
        self._process = process
        process.wait_until(lambda: answers(self.port))

    def stop(self) -> None:
        """Stops it, as an outage does."""
        if self._process:
            self._process.stop()
            self._process = None

    def empty(self) -> None:
        """Forgets everything in it."""
        import redis

        with redis.Redis.from_url(self.url) as client:
            client.flushall()


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    """One Redis for the run; tests that stop it use `own_redis`."""
    server = RedisServer(_program("Redis", programs.redis_server()), tmp_path_factory.mktemp("redis"))
    yield server
    server.stop()


@pytest.fixture
def redis_url(redis_server: RedisServer) -> str:
    """The address of an empty Redis."""
    redis_server.empty()
    return redis_server.url


@pytest.fixture
def own_redis(tmp_path: Path) -> Iterator[RedisServer]:
    """A Redis for this test alone, to stop and start at will."""
    server = RedisServer(_program("Redis", programs.redis_server()), tmp_path)
    yield server
    server.stop()


class PostgresServer:
    """A PostgreSQL on loopback in a folder of its own; it trusts whoever comes, and forgets everything at the end."""

    def __init__(self, binaries: str) -> None:
        self._binaries = Path(binaries)
        # Not pytest's temporary folder: PostgreSQL refuses to run as root, and its user may not enter there.
        self._folder = Path(tempfile.mkdtemp(prefix="samen-postgres-", dir=_in_memory()))
        self._owner = _ordinary_user()
        if self._owner:
            os.chown(self._folder, self._owner.pw_uid, self._owner.pw_gid)
        self.port = free_port()
        self._numbers = itertools.count(1)
        self._model = ""
        self._process: Process | None = None
        self._initialise()
        self.start()

    def _initialise(self) -> None:
        line = [str(self._binaries / "initdb"), "-D", str(self._folder / "data"), "-U", "samen", "-A", "trust"]
        subprocess.run(
            [*line, "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions"],
            check=True,
            capture_output=True,
            cwd=self._folder,
            user=self._owner.pw_uid if self._owner else None,
            group=self._owner.pw_gid if self._owner else None,
            extra_groups=[] if self._owner else None,
        )

    def start(self) -> None:
        """Starts it; nothing is flushed to disk, because nothing has to survive a power cut."""
        settings = {
            "listen_addresses": HOST,
            "port": str(self.port),
            "unix_socket_directories": "",
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "wal_level": "minimal",
            "max_wal_senders": "0",
            "max_wal_size": "96MB",
            "autovacuum": "off",
            "max_connections": "200",
            # In its folder, which is removed: it is killed at the end, and shared memory of the system would stay.
            "dynamic_shared_memory_type": "mmap",
        }
        line = [str(self._binaries / "postgres"), "-D", str(self._folder / "data")]
        for name, value in settings.items():
            line += ["-c", f"{name}={value}"]
        owner = self._owner
        log = self._folder / "postgres.log"
        self._process = Process(
            "PostgreSQL",
            line,
            log,
            cwd=self._folder,
            user=owner.pw_uid if owner else None,
            group=owner.pw_gid if owner else None,
        )
        self._process.wait_until(lambda: "ready to accept connections" in self._process_text())

    def _process_text(self) -> str:
        return self._process.text() if self._process else ""

    @functools.cached_property
    def _version(self) -> int:
        return int(self.run("SHOW server_version_num"))

    def database(self, template: str = "template0") -> str:
        """The address of a new database: empty, or a copy."""
        name = f"samen_{next(self._numbers)}"
        # Copied as files where that can be asked for: page by page through the log takes three times as long.
        how = " STRATEGY FILE_COPY" if self._version >= 150000 else ""
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}{how}")
        return f"postgresql://samen@{HOST}:{self.port}/{name}"

    def drop(self, address: str) -> None:
        self.run(f"DROP DATABASE IF EXISTS {address.rpartition('/')[2]} WITH (FORCE)")

    def ready(self) -> str:
        """The address of a new database with nothing but the schema in it."""
        if not self._model:
            address = self.database()
            ready.walk(make_url(address).set(drivername="postgresql+asyncpg"))
            self._model = address.rpartition("/")[2]
        return self.database(self._model)

    def run(self, sql: str, database: str = "postgres") -> str:
        """Runs a statement by psql and returns the bare rows."""
        line = [str(self._binaries / "psql"), "-h", HOST, "-p", str(self.port), "-U", "samen", "-d", database]
        answer = subprocess.run(
            [*line, "-v", "ON_ERROR_STOP=1", "-X", "-A", "-t", "-q", "-c", sql],
            check=True,
            capture_output=True,
            text=True,
            cwd=self._folder,
        )
        return answer.stdout.strip()

    def close(self) -> None:
        """Stops it at once and removes its folder."""
        if self._process:
            self._process.kill()
        shutil.rmtree(self._folder, ignore_errors=True)


def _in_memory() -> str | None:
    """Where files cost least, if there is room: hundreds of databases come and go in a run."""
    place = Path("/dev/shm")  # noqa: S108  a folder of its own is made in it
    roomy = os.access(place, os.W_OK) and shutil.disk_usage(place).free > 1024**3
    return str(place) if roomy else None


def _ordinary_user() -> pwd.struct_passwd | None:
    """Whom PostgreSQL runs as: us, or when that is root, its own user or nobody."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One PostgreSQL for the run."""
    server = PostgresServer(_program("PostgreSQL", programs.postgres_folder()))
    yield server
    server.close()


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[Callable[[], str]]:
    """Call it for the address of a new database with the schema in it: `postgresql://samen@127.0.0.1:PORT/NAME`. It is
    gone after the test."""
    with _dropped(postgres_server, postgres_server.ready) as make:
        yield make


@pytest.fixture
def empty_postgres_url(postgres_server: PostgresServer) -> Iterator[Callable[[], str]]:
    """The same without any table."""
    with _dropped(postgres_server, postgres_server.database) as make:
        yield make


@contextlib.contextmanager
def _dropped(server: PostgresServer, make: Callable[[], str]) -> Iterator[Callable[[], str]]:
    made: list[str] = []

    def noted() -> str:
        made.append(make())
        return made[-1]

    yield noted
    for address in made:
        server.drop(address)


class S3Server:
    """An S3-compatible server, with buckets made on demand."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.endpoint = f"http://{HOST}:{self.port}"
        self._numbers = itertools.count(1)
        line = [sys.executable, "-W", "ignore", "-m", "moto.server", "-H", HOST, "-p", str(self.port)]
        self.process = Process("S3", line, folder / "s3.log")
        self.process.wait_until(lambda: answers(self.port), seconds=60)

    def bucket(self) -> str:
        """A new bucket, as BLOB_URL names it."""
        name = f"samen-{next(self._numbers)}"
        request = urllib.request.Request(f"{self.endpoint}/{name}", method="PUT")  # noqa: S310  our own address
        with urllib.request.urlopen(request, timeout=20):  # noqa: S310  our own address
            return f"s3://key:secret@{name}?endpoint={self.endpoint}&region=us-east-1"


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    """One S3 server for the run."""
    server = S3Server(tmp_path_factory.mktemp("s3"))
    yield server
    server.process.stop()


@pytest.fixture
def s3_url(s3_server: S3Server) -> str:
    """The address of an empty bucket."""
    return s3_server.bucket()


def _program(name: str, found: str | None) -> str:
    if found is None:
        pytest.skip(f"{name} is not installed here; `make test` says how to get it")
    return found
