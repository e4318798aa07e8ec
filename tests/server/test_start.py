"""Starting and stopping the real process."""

import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.processes import free_port
from tests.services.samen import StartSamen
from tools.steps import ROOT

_OURS = ("SAMEN_", "DATABASE_URL", "REDIS_URL", "BLOB_URL", "SMTP_URL", "TURN_")


def environment(folder: Path, **settings: str) -> dict[str, str]:
    outside = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    return {**outside, "SAMEN_DATA": str(folder / "data"), "SAMEN_PORT": str(free_port()), **settings}


def start(folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """A start that must fail by itself."""
    return subprocess.run(
        [sys.executable, "-m", "server"],
        env=environment(folder, **settings),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
    )


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        yield taken.getsockname()[1]


def refused(done: subprocess.CompletedProcess[str], named: str) -> None:
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    lines = [line for line in done.stderr.splitlines() if line.startswith("samen: ")]
    assert len(lines) == 1, done.stderr
    assert named in lines[0]
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"SAMEN_PORT": "none"}, "SAMEN_PORT"),
        ({"SAMEN_HOST": "203.0.113.77"}, "SAMEN_HOST"),
        ({"SAMEN_DATA": "/proc/nowhere"}, "SAMEN_DATA"),
        ({"SAMEN_TLS_CERT": "/etc/hostname", "SAMEN_TLS_KEY": "/etc/hostname"}, "SAMEN_TLS_CERT"),
        ({"DATABASE_URL": "postgresql://samen@127.0.0.1:9/samen"}, "DATABASE_URL"),
        ({"DATABASE_URL": "sqlite:////nonexistent/folder/x.db"}, "DATABASE_URL"),
        ({"REDIS_URL": "redis://127.0.0.1:9/0"}, "REDIS_URL"),
        ({"BLOB_URL": "file:///proc/nowhere"}, "BLOB_URL"),
    ],
)
def test_a_start_that_cannot_be_says_why_in_one_sentence(tmp_path: Path, settings: dict[str, str], named: str) -> None:
    refused(start(tmp_path, **settings), named)


def test_a_port_that_is_taken_is_said_so_and_nothing_is_touched(tmp_path: Path, taken_port: int) -> None:
    refused(start(tmp_path, SAMEN_PORT=str(taken_port)), "SAMEN_PORT")
    assert not (tmp_path / "data" / "samen.db").exists()


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("hello, I am a letter" * 100)
    refused(start(tmp_path, DATABASE_URL=f"sqlite:///{tmp_path / 'x.db'}"), "DATABASE_URL")


def test_damaged_secrets_are_refused(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "secrets.json").write_text("{}")
    refused(start(tmp_path), "secrets.json")


class Running:
    def __init__(self, folder: Path, **settings: str) -> None:
        env = environment(folder, **settings)
        self.url = f"http://localhost:{env['SAMEN_PORT']}"
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "server"],
            env=env,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def until_healthy(self) -> None:
        while time.monotonic() - self.began < 60:
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=1) as answer:  # noqa: S310 - our own address
                    assert json.load(answer) == {"status": "alive"}
                    return
            except OSError:
                time.sleep(0.02)
        raise TimeoutError(self.process.communicate(timeout=5))

    def stop(self, name: signal.Signals) -> tuple[str, str]:
        """What it printed and complained of until it ended, which it must within the bound."""
        self.process.send_signal(name)
        return self.process.communicate(timeout=20)


@pytest.mark.parametrize("name", [signal.SIGINT, signal.SIGTERM])
def test_it_starts_says_where_to_go_and_stops_when_asked(tmp_path: Path, name: signal.Signals) -> None:
    running = Running(tmp_path)
    running.until_healthy()
    out, err = running.stop(name)
    assert running.process.returncode == 0, err
    assert f"Samen runs at {running.url}" in out
    assert re.search(rf"{running.url}/setup/[\w-]{{43}}", out)
    assert "Traceback" not in err


def test_it_stops_in_time_with_people_connected(tmp_path: Path) -> None:
    running = Running(tmp_path)
    running.until_healthy()
    port = int(running.url.rsplit(":", 1)[1])
    with socket.create_connection(("127.0.0.1", port)) as idle, socket.create_connection(("127.0.0.1", port)) as slow:
        idle.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"200" in idle.recv(100)
        slow.sendall(b"POST /api/v1/auth/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n")
        slow.sendall(b"Content-Type: application/json\r\n\r\n{")
        _, err = running.stop(signal.SIGTERM)
    assert running.process.returncode == 0, err


def test_it_starts_again_on_what_it_left_and_its_secrets_are_private(tmp_path: Path) -> None:
    first = Running(tmp_path)
    first.until_healthy()
    first.stop(signal.SIGTERM)
    secrets = (tmp_path / "data" / "secrets.json").read_bytes()
    second = Running(tmp_path)
    second.until_healthy()
    second.stop(signal.SIGTERM)
    assert (tmp_path / "data" / "secrets.json").read_bytes() == secrets
    assert stat.S_IMODE((tmp_path / "data" / "secrets.json").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


def test_an_unknown_setting_is_named_but_does_not_stop_the_start(tmp_path: Path) -> None:
    running = Running(tmp_path, SAMEN_PROT="80")
    running.until_healthy()
    _, err = running.stop(signal.SIGTERM)
    assert "SAMEN_PROT is not a setting" in err


def test_what_a_start_needs_does_not_load_what_it_does_not(tmp_path: Path) -> None:
    """Heavy libraries wait until they are used: they would double the time to start."""
    code = (
        "import sys, server.app, server.__main__; "
        "print([name for name in ('PIL', 'av', 'aiortc', 'fpdf', 'alembic', 'obstore', 'argon2', 'aiosmtplib', 'segno', "
        "'pyotp') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=30)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr


@pytest.mark.service
def test_two_nodes_start_together_on_one_database(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    url = request.getfixturevalue("empty_postgres_url")()
    redis = request.getfixturevalue("redis_url")
    nodes = [Running(tmp_path, DATABASE_URL=url, REDIS_URL=redis) for _ in range(2)]
    for node in nodes:
        node.until_healthy()
        with urllib.request.urlopen(f"{node.url}/readyz", timeout=5) as answer:  # noqa: S310 - our own address
            assert answer.status == 200
    for node in nodes:
        assert "Traceback" not in node.stop(signal.SIGTERM)[1]
        assert node.process.returncode == 0


@pytest.mark.service
def test_readiness_follows_redis(samen_server: StartSamen, request: pytest.FixtureRequest) -> None:
    redis = request.getfixturevalue("own_redis")
    server = samen_server(REDIS_URL=redis.url)
    assert server.status("/readyz") == 200
    redis.stop()
    assert server.status("/readyz") == 503
    assert server.status("/healthz") == 200
    redis.start()
    assert server.status("/readyz") == 200


def test_a_killed_server_comes_back_with_everything(samen_server: StartSamen) -> None:
    server = samen_server()
    body = json.dumps({"email": server.admin_email, "password": server.admin_password}).encode()
    request = urllib.request.Request(  # noqa: S310 - our own address
        f"{server.url}/api/v1/auth/sign-in", data=body, headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - our own address - the same
        cookie = next(c for c in answer.headers.get_all("Set-Cookie") if c.startswith("samen_session="))
    server.restart()
    me = urllib.request.Request(f"{server.url}/api/v1/me", headers={"Cookie": cookie.split(";")[0]})  # noqa: S310 - our own address
    with urllib.request.urlopen(me, timeout=10) as answer:  # noqa: S310 - our own address - the same
        assert json.load(answer)["user"]["email"] == server.admin_email
    assert server.admin_email not in server.log
    assert server.admin_password not in server.log


def _certificate(folder: Path) -> dict[str, str]:
    """A certificate for localhost, as the settings name it."""
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    (folder / "cert.pem").write_bytes(certificate.public_bytes(pem))
    (folder / "key.pem").write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    return {"SAMEN_TLS_CERT": str(folder / "cert.pem"), "SAMEN_TLS_KEY": str(folder / "key.pem")}


@pytest.mark.covers("F037")
def test_it_serves_tls_itself_and_then_promises_it(tmp_path: Path) -> None:
    import ssl

    settings = _certificate(tmp_path)
    running = Running(tmp_path, **settings)
    port = int(running.url.rsplit(":", 1)[1])
    context = ssl.create_default_context(cafile=settings["SAMEN_TLS_CERT"])
    secure = f"https://localhost:{port}/healthz"
    while True:
        try:
            with urllib.request.urlopen(secure, timeout=2, context=context) as answer:
                assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
                break
        except OSError:
            assert time.monotonic() - running.began < 60
            time.sleep(0.05)
    out, _ = running.stop(signal.SIGTERM)
    assert f"Samen runs at https://localhost:{port}" in out
