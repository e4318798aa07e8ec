"""What Prometheus may know: counts and times, by declared route; no names, no addresses."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

CONTENT_TYPE = CONTENT_TYPE_LATEST


class Metrics:
    """The registry of one process. Other rooms add their own metrics to `registry`."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "samen_http_requests_total",
            "Answered requests",
            ["method", "route", "status"],
            registry=self.registry,
        )
        self._seconds = Histogram(
            "samen_http_request_seconds",
            "Time to answer",
            ["route"],
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
            registry=self.registry,
        )
        self.mails = Counter("samen_mails_total", "Mails by outcome", ["outcome"], registry=self.registry)
        self.sign_ins = Counter("samen_sign_ins_total", "Sign-ins by outcome", ["outcome"], registry=self.registry)
        self._memory = Gauge("samen_resident_bytes", "Memory in use", registry=self.registry)
        self._memory.set_function(_resident)

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def text(self) -> bytes:
        return generate_latest(self.registry)


def _resident() -> float:
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return float(file.read().split()[1]) * 4096
    except OSError:
        return 0.0
