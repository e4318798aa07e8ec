"""What every test stands on: real services, no way out to the internet, and no silent skip in CI."""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = (
    "pytester",
    "tests.services.artefacts",
    "tests.services.stores",
    "tests.services.turn",
    "tests.services.mail",
    "tests.services.samen",
    "tests.services.chromium",
)

_CI = os.environ.get("CI") == "true"


# A busy machine is slow, which is no fault of the code; in CI the same examples come each time.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=_CI)
settings.load_profile("house")


class OutsideConnection(RuntimeError):
    """A test tried to reach another machine."""


def _is_here(host: object) -> bool:
    if host in (None, "", "localhost", socket.gethostname()):
        return True
    try:
        address = ipaddress.ip_address(str(host).split("%")[0])
    except ValueError:
        return str(host).rstrip(".").endswith((".localhost", ".test", ".invalid", ".example"))
    return not address.is_global


def _guard(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuses stream connections and look-ups that would leave this machine, whichever library asks."""
    if event == "socket.connect":
        connection, address = arguments
        if connection.family in (socket.AF_INET, socket.AF_INET6) and connection.type == socket.SOCK_STREAM:
            host = address[0]
        else:
            return
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    if isinstance(host, bytes):
        host = host.decode()
    if not _is_here(host):
        raise OutsideConnection("a test reached for another machine")


def pytest_configure() -> None:
    sys.addaudithook(_guard)


def _refuse_skip(report: Any) -> None:
    """In CI a skip is a failure, with the reason of the skip."""
    if _CI and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"Nothing is skipped in CI. {reason}"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Iterator[None]:
    report: Any = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Iterator[None]:
    report: Any = yield
    _refuse_skip(report)
    return report
