"""A page that tries everything a browser can, in the product's own browser: it reaches nothing of this machine.

Every probe has a listener of its own, on all addresses of this machine. The same page in a Chromium that nobody guards
reaches them, so their silence means something; and in the guarded browser the proxy was asked for them, and refused.
"""

import asyncio
import tempfile
from pathlib import Path

import pytest

from cobrowse.browser import programs
from tests.security.hostile import LOCAL_SCHEMES, NAMES, guarded, unguarded
from tests.security.probes import ALL

# Three browsers are started, each for the first test that asks.
pytestmark = [pytest.mark.browser, pytest.mark.light, pytest.mark.timeout(300)]


def _chromium() -> str:
    program = programs.chromium("")
    if program is None:
        pytest.skip("Chromium is not installed here; `make test` says how to get it")
    return str(program)


@pytest.fixture(scope="module")
def control(tmp_path_factory):
    """What the page reaches in a browser that nobody guards."""
    return asyncio.run(unguarded(_chromium(), tmp_path_factory.mktemp("control")))


@pytest.fixture(scope="module", params=["every wall", "no wall but the proxy"])
def outcome(request):
    """What it reaches in ours: with all walls that this machine can build, and with none of them."""
    _chromium()
    # Not pytest's own folder: the browser's user must be able to pass through.
    with tempfile.TemporaryDirectory(prefix="samen-escapes-") as folder:
        Path(folder).chmod(0o711)
        return asyncio.run(guarded(Path(folder), bare=request.param != "every wall"))


@pytest.mark.parametrize("probe", [probe.name for probe in ALL if not probe.silent_anyway])
def test_an_unguarded_browser_is_heard(control, probe):
    assert probe in control.loaded
    assert probe in control.heard


@pytest.mark.parametrize("probe", [probe.name for probe in ALL])
def test_the_guarded_browser_is_not_heard(outcome, probe):
    assert probe in outcome.loaded, "the probe was shown"
    assert probe not in outcome.heard


def test_it_did_try(control, outcome):
    # Calls between browsers and transports of datagrams are off altogether; all else knocked at the proxy.
    assert len(outcome.tried & control.heard) > len(control.heard) * 8 // 10


def test_it_connects_to_its_proxy_and_to_nothing_else(control, outcome):
    assert len(control.connected) > 100
    assert len(outcome.connected) == 1
    assert next(iter(outcome.connected)).startswith("127.0.0.1:")


def test_it_sends_no_datagram(control, outcome):
    assert control.datagrams > 0
    assert outcome.datagrams == 0


@pytest.mark.parametrize("name", NAMES)
def test_it_looks_up_no_name_itself(control, outcome, name):
    assert not [host for host in outcome.looked_up if name in host]
    if name != "call":  # the name of a relay is looked up too late for the log
        assert [host for host in control.looked_up if f"{name}.probe.invalid" in host]


@pytest.mark.parametrize("address", LOCAL_SCHEMES)
def test_it_opens_nothing_that_is_no_web_page(outcome, address):
    assert any(seen.endswith("/reached") for seen in outcome.opened), "web pages it does open"
    scheme = address.partition(":")[0]
    strange = {seen for seen in outcome.opened if seen.removeprefix("read ").startswith(f"{scheme}:")}
    assert strange <= {"about:blank", "about:srcdoc"}
