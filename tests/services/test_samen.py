"""The server under test is the real one: it starts, dies, comes back, and shares its stores between nodes."""

import signal

import pytest

from tests.services.processes import Process


def test_a_server_starts_and_stops_cleanly_on_ctrl_c(samen_server):
    server = samen_server()
    assert server.status("/healthz") == 200
    assert server.stop() == 0
    assert server.status("/healthz") == 0


def test_a_killed_server_comes_back_at_the_same_address(samen_server):
    server = samen_server()
    before = server.process.pid
    server.kill()
    assert server.status("/healthz") == 0
    server.restart()
    assert server.status("/healthz") == 200
    assert server.process.pid != before


def test_two_nodes_share_one_installation(samen_nodes):
    first, second = samen_nodes(2)
    assert first.port != second.port
    assert [node.status("/readyz") for node in (first, second)] == [200, 200]


def test_a_server_that_cannot_start_tells_why(samen_server):
    with pytest.raises(RuntimeError, match="ended with 2"):
        samen_server(REDIS_URL="not an address")


def test_a_process_that_ignores_the_request_to_end_is_killed(tmp_path):
    line = ["sh", "-c", "trap '' TERM; echo ready; while :; do sleep 1; done"]
    stubborn = Process("stubborn", line, tmp_path / "log")
    stubborn.wait_until(lambda: "ready" in stubborn.text())
    with pytest.raises(TimeoutError, match="did not end"):
        stubborn.stop(seconds=0.2)
    assert stubborn.returncode == -signal.SIGKILL
