"""A network of our own between two hosts: two namespaces joined by a relay that delays, drops and caps. Needs root."""

import ctypes
import fcntl
import heapq
import json
import os
import random
import select
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass

SERVER, VIEWER = "10.213.7.1", "10.213.7.2"
"""Addresses of the two hosts, seen by each other only."""

_CLONE_NEWNET = 0x40000000
_TUNSETIFF, _IFF_TUN, _IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
_MTU = 1500
_QUEUE_S = 0.25
"""What waits longer than this for a capped line is dropped, as a household router would."""


@dataclass(frozen=True, slots=True)
class Line:
    """`delay_ms` one way, `loss` 0 to 1 each way, `rate` in bit/s towards the viewer (None: without a cap)."""

    delay_ms: float = 0.0
    loss: float = 0.0
    rate: int | None = None

    def as_json(self) -> str:
        return json.dumps(asdict(self))


class Network:
    """Two hosts and the line between them; `change` takes effect at once."""

    def __init__(self, name: str, relay: "subprocess.Popen[str]") -> None:
        self._name = name
        self._relay = relay

    @property
    def pipe(self) -> int:
        """Where a process of ours on one of the hosts writes a Line as JSON, a line each, to change it."""
        assert self._relay.stdin is not None
        return self._relay.stdin.fileno()

    def inside(self, host: str) -> list[str]:
        """The words before a command that runs it on `host`: "server" or "viewer"."""
        return ["ip", "netns", "exec", f"{self._name}-{host}"]

    def change(self, line: Line) -> None:
        assert self._relay.stdin is not None
        self._relay.stdin.write(line.as_json() + "\n")
        self._relay.stdin.flush()


@contextmanager
def network(line: Line) -> Iterator[Network]:
    """Both hosts, for as long as the block lasts. Raises RuntimeError without root or `ip`."""
    if os.geteuid() != 0:
        raise RuntimeError("network namespaces need root")
    name = f"samen{os.getpid()}"
    with ExitStack() as stack:
        for host in ("server", "viewer"):
            _ip("netns", "add", f"{name}-{host}")
            stack.callback(_ip, "netns", "del", f"{name}-{host}")
            _ip("-n", f"{name}-{host}", "link", "set", "lo", "up")
        relay = subprocess.Popen(
            [sys.executable, "-m", "bench.network", name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        stack.callback(relay.wait)
        stack.callback(relay.kill)
        assert relay.stdout is not None
        if relay.stdout.readline().strip() != "ready":
            raise RuntimeError("the relay between the two hosts did not start")
        joined = Network(name, relay)
        joined.change(line)
        yield joined


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)


# --- the relay, in a process of its own ---------------------------------------------------------------------------


def _device(namespace: str, address: str) -> int:
    """A TUN device in that namespace, held open by us: what it sends arrives here, one packet a read."""
    libc = ctypes.CDLL(None, use_errno=True)
    home = os.open("/proc/self/ns/net", os.O_RDONLY)
    there = os.open(f"/var/run/netns/{namespace}", os.O_RDONLY)
    try:
        if libc.setns(there, _CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), "cannot enter the namespace")
        device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        fcntl.ioctl(device, _TUNSETIFF, struct.pack("16sH", b"line0", _IFF_TUN | _IFF_NO_PI))
    finally:
        libc.setns(home, _CLONE_NEWNET)
        os.close(there)
        os.close(home)
    _ip("-n", namespace, "addr", "add", f"{address}/24", "dev", "line0")
    _ip("-n", namespace, "link", "set", "line0", "mtu", str(_MTU), "up")
    return device


def _relay(name: str) -> None:
    server, viewer = _device(f"{name}-server", SERVER), _device(f"{name}-viewer", VIEWER)
    other = {server: viewer, viewer: server}
    line, chance = Line(), random.Random(7)
    waiting: list[tuple[float, int, int, bytes]] = []
    free_at = 0.0  # when the capped line towards the viewer has sent what it holds
    count = 0
    poller = select.poll()
    for end in (server, viewer, sys.stdin.fileno()):
        poller.register(end, select.POLLIN)
    print("ready", flush=True)
    while True:
        pause = None if not waiting else max(0.0, (waiting[0][0] - time.monotonic()) * 1000)
        for end, _ in poller.poll(pause):
            if end == sys.stdin.fileno():
                told = sys.stdin.readline()
                if not told:
                    return
                line, free_at = Line(**json.loads(told)), 0.0
                continue
            for packet in _packets(end):
                now = time.monotonic()
                if chance.random() < line.loss:
                    continue
                due = now
                if line.rate is not None and end == server:
                    if free_at - now > _QUEUE_S:
                        continue
                    free_at = due = max(free_at, now) + len(packet) * 8 / line.rate
                count += 1
                heapq.heappush(waiting, (due + line.delay_ms / 1000, count, other[end], packet))
        now = time.monotonic()
        while waiting and waiting[0][0] <= now:
            _, _, end, packet = heapq.heappop(waiting)
            try:
                os.write(end, packet)
            except OSError:
                continue  # the device's own queue is full: a loss like any other


def _packets(device: int) -> Iterator[bytes]:
    while True:
        try:
            yield os.read(device, 65_536)
        except BlockingIOError:
            return


if __name__ == "__main__":
    _relay(sys.argv[1])
