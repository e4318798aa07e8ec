"""The promises of the test suite itself: nothing skipped in CI, nothing fetched from outside, warnings are errors."""

import socket

import pytest

from tools.steps import ROOT

SKIPS = """
import pytest

def test_skips_inside():
    pytest.skip("no such thing here")

@pytest.mark.skipif(True, reason="not today")
def test_skips_by_mark():
    pass

def test_passes():
    pass

@pytest.mark.xfail(reason="known", strict=True)
def test_fails_as_expected():
    assert False
"""


def outcome(pytester, monkeypatch, ci):
    # The inner run needs the hooks of the real conftest, not its services.
    conftest = (ROOT / "tests" / "conftest.py").read_text()
    start, end = conftest.index("pytest_plugins = ("), conftest.index("_CI = ")
    pytester.makeconftest(conftest[:start] + conftest[end:])
    pytester.makepyfile(SKIPS)
    monkeypatch.setenv("CI", ci)
    return pytester.runpytest_subprocess("-p", "no:cacheprovider", "-p", "no:randomly").parseoutcomes()


def test_a_skip_is_a_failure_in_ci(pytester, monkeypatch):
    assert outcome(pytester, monkeypatch, "true") == {"failed": 1, "errors": 1, "passed": 1, "xfailed": 1}


def test_a_skip_is_a_skip_elsewhere(pytester, monkeypatch):
    assert outcome(pytester, monkeypatch, "") == {"skipped": 2, "passed": 1, "xfailed": 1}


def test_a_connection_to_another_machine_is_refused():
    with pytest.raises(RuntimeError, match="another machine"):
        socket.create_connection(("8.8.8.8", 443), timeout=1)
    with pytest.raises(RuntimeError, match="another machine"):
        socket.getaddrinfo("samen.org", 443)


def test_a_connection_to_this_machine_is_allowed():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=1).close()
