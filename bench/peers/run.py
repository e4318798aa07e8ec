"""Other people's libraries, each in a warm process of its own, on the files that we sign."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import PrivateFormat, pkcs12
from cryptography.x509.oid import NameOID

from tools.python_env import VENV, environment
from tools.stamps import digest, matches, write
from tools.steps import Line, StepFailed, command

PEERS = {"libpdf": "libpdf", "signpdf": "signpdf + pdf-lib"}
_FOLDER = Path(__file__).parent
_PASSWORD = "bench"
"""Of a key that lives as long as the measurement."""


@dataclass(frozen=True, slots=True)
class Took:
    """Milliseconds for one file, and the most memory so far, in MB."""

    ms: float
    rss: float


def install() -> None:
    """Make node_modules equal to the lock. Raises StepFailed when that cannot be done."""
    stamp = _FOLDER / "node_modules" / ".stamp"
    wanted = digest(*(_FOLDER / name for name in ("package.json", "package-lock.json", ".npmrc")))
    if matches(stamp, wanted):
        return
    line: Line = [VENV / "bin" / "npm", "ci", "--ignore-scripts", "--loglevel=error"]
    command("What others sign with could not be installed.", line, env=environment(), cwd=_FOLDER)
    write(stamp, wanted)


def installed() -> bool:
    """Whether they can be measured; otherwise it says why not."""
    try:
        install()
    except StepFailed as failure:
        print(f"  {failure} They are left out.", flush=True)
        return False
    return True


class Peer:
    """One library, warm. Raises RuntimeError when it does not sign."""

    def __init__(self, name: str, key: Path) -> None:
        self._name = name
        self._key = key

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [VENV / "bin" / "node", _FOLDER / "sign.mjs", self._name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=dict(os.environ),
        )
        self._line()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def sign(self, source: Path, target: Path) -> Took:
        job = {"source": str(source), "target": str(target), "key": str(self._key), "password": _PASSWORD}
        assert self._process.stdin is not None
        print(json.dumps(job), file=self._process.stdin, flush=True)
        ms = float(json.loads(self._line())["ms"])
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="utf-8")
        return Took(ms, int(status.split("VmHWM:")[1].split()[0]) / 1024)

    def _line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self._name} ended")
        return line


@contextmanager
def peer(name: str, place: Path) -> Iterator[Peer]:
    with Peer(name, _key(place)) as warm:
        yield warm


def accepted(path: Path) -> bool:
    """Whether what a peer wrote is signed at all, as poppler sees it: a time counts only for a document that holds."""
    program = shutil.which("pdfsig")
    if program is None:
        return True
    said = subprocess.run([program, "-nocert", path], capture_output=True, text=True, errors="replace", check=False)
    return "Signature is Valid." in said.stdout


def _key(place: Path) -> Path:
    """A key that both can read: RSA, in a PKCS#12."""
    path = place / "bench.p12"
    if path.exists():
        return path
    key, now = rsa.generate_private_key(65537, 2048), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Bench")])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    # Older than our own: node-forge reads nothing newer.
    how = (
        PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(2048)
        .key_cert_algorithm(pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC)
        .hmac_hash(hashes.SHA1())  # noqa: S303  the same
        .build(_PASSWORD.encode())
    )
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"bench", key, certificate, None, how))
    return path


__all__ = ["PEERS", "accepted", "installed", "peer"]
