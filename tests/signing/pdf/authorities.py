"""Somebody else's authority, over HTTP on this machine: certificates, revocation lists, OCSP and time stamps."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from asn1crypto import pem
from certomancer.integrations.animator import Animator, AnimatorArchStore
from certomancer.registry import ArchLabel, CertLabel, CertomancerConfig, PKIArchitecture
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

_KEYS = ("root", "issuing", "signer", "clock", "answers")
_VALID = {"valid-from": "2020-01-01T00:00:00+0000", "valid-to": "2100-01-01T00:00:00+0000"}
_PASSWORD = "Zeer geheim 2026"


@dataclass(frozen=True)
class Elsewhere:
    """`url` stamps; `root` is its certificate (PEM), `office` a key with certificates (PKCS#12)."""

    url: str
    root: bytes
    office: bytes
    password: str
    asked: list[str]


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        return


@contextmanager
def elsewhere(folder: Path) -> Iterator[Elsewhere]:
    asked: list[str] = []
    animator: list[Animator] = []

    def application(environ, start_response):
        asked.append(environ["PATH_INFO"])
        return animator[0](environ, start_response)

    with make_server("127.0.0.1", 0, application, WSGIServer, _Quiet) as server:
        arch = _arch(folder, f"http://127.0.0.1:{server.server_port}")
        animator.append(Animator(AnimatorArchStore({arch.arch_label: arch}), with_web_ui=False))
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield Elsewhere(
                f"http://127.0.0.1:{server.server_port}/elsewhere/tsa/clock",
                pem.armor("CERTIFICATE", arch.get_cert(CertLabel("root")).dump()),
                arch.package_pkcs12(CertLabel("signer"), password=_PASSWORD.encode()),
                _PASSWORD,
                asked,
            )
        finally:
            server.shutdown()
            thread.join()


def _arch(folder: Path, prefix: str) -> PKIArchitecture:
    for name in _KEYS:
        key = rsa.generate_private_key(65537, 2048)
        content = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (folder / f"{name}.pem").write_bytes(content)
    config = {
        "external-url-prefix": prefix,
        "keysets": {"keys": {"path-prefix": ".", "keys": {name: {"path": f"{name}.pem"} for name in _KEYS}}},
        "pki-architectures": {"elsewhere": _architecture()},
    }
    registry = CertomancerConfig(config, key_search_dir=str(folder))
    return registry.get_pki_arch(ArchLabel("elsewhere"))


def _architecture() -> dict[str, object]:
    names = {
        "root": "Elsewhere root",
        "issuing": "Elsewhere issuing",
        "signer": "Kantoor Oost",
        "clock": "Elsewhere clock",
        "answers": "Elsewhere OCSP",
    }
    signs = {"schema": "key-usage", "params": ["non_repudiation", "digital_signature"]}
    return {
        "keyset": "keys",
        "entity-defaults": {"country-name": "NL", "organization-name": "Elsewhere"},
        "entities": {name: {"common-name": common} for name, common in names.items()},
        "certs": {
            "root": {
                "subject": "root",
                "issuer": "root",
                "validity": _VALID,
                "profiles": [{"id": "simple-ca", "params": {"max-path-len": 1, "crl-repo": "root"}}],
            },
            "issuing": {
                "subject": "issuing",
                "issuer": "root",
                "validity": _VALID,
                "profiles": [
                    {
                        "id": "simple-ca",
                        "params": {"max-path-len": 0, "crl-repo": "issuing", "ocsp-service": "issuing"},
                    }
                ],
            },
            "signer": {
                "subject": "signer",
                "issuer": "issuing",
                "validity": _VALID,
                "extensions": [{"id": "key_usage", "critical": True, "smart-value": signs}],
            },
            "clock": {
                "subject": "clock",
                "issuer": "issuing",
                "validity": _VALID,
                "extensions": [{"id": "extended_key_usage", "critical": True, "value": ["time_stamping"]}],
            },
            "answers": {"subject": "answers", "issuer": "issuing", "validity": _VALID, "profiles": ["ocsp-responder"]},
        },
        "services": {
            "ocsp": {"issuing": {"for-issuer": "issuing", "responder-cert": "answers", "signing-key": "answers"}},
            "crl-repo": {
                "root": {"for-issuer": "root", "signing-key": "root", "simulated-update-schedule": "P90D"},
                "issuing": {"for-issuer": "issuing", "signing-key": "issuing", "simulated-update-schedule": "P30D"},
            },
            "time-stamping": {
                "clock": {"signing-key": "clock", "signing-cert": "clock", "certs-to-embed": ["issuing"]}
            },
        },
    }
