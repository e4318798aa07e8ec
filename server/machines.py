"""Routes for machines: alive, ready, metrics."""

import hmac
from collections.abc import Awaitable, Callable
from typing import Literal

from aiohttp import web

from server.metrics import CONTENT_TYPE, Metrics
from server.web import Call, Output, Refusal, Role, Route
from server.web.security import Doorman

NOT_READY = Refusal(503, "not_ready", "Something this service needs does not answer.")
METRICS_CLOSED = Refusal(403, "metrics_closed", "Metrics are for this machine, or for who has the token.")

Check = Callable[[], Awaitable[bool]]


class Alive(Output):
    status: Literal["alive"] = "alive"


class Ready(Output):
    status: Literal["ready"] = "ready"


class MachineRoutes:
    """`checks` says by name what must answer for this node to be ready."""

    def __init__(self, checks: dict[str, Check], metrics: Metrics, doorman: Doorman, token: str) -> None:
        self._checks = checks
        self._metrics = metrics
        self._doorman = doorman
        self._token = token

    def routes(self) -> list[Route]:
        return [
            Route("GET", "/healthz", self.alive, Role.PUBLIC, "Whether the process lives", tag="machines"),
            Route(
                "GET",
                "/readyz",
                self.ready,
                Role.PUBLIC,
                "Whether the node can serve: its database and its bus answer",
                refuses=(NOT_READY,),
                tag="machines",
            ),
            Route(
                "GET",
                "/metrics",
                self.metrics,
                Role.PUBLIC,
                "Prometheus metrics; from this machine, or with `Authorization: Bearer SAMEN_METRICS_TOKEN`",
                refuses=(METRICS_CLOSED,),
                produces="text/plain",
                tag="machines",
            ),
        ]

    async def alive(self, call: Call) -> Alive:
        return Alive()

    async def ready(self, call: Call) -> Ready:
        silent = [name for name, check in self._checks.items() if not await check()]
        if silent:
            raise NOT_READY.problem(silent=silent)
        return Ready()

    async def metrics(self, call: Call) -> web.StreamResponse:
        given = call.request.headers.get("Authorization", "").removeprefix("Bearer ").encode("utf-8", "surrogatepass")
        with_token = bool(self._token) and hmac.compare_digest(given, self._token.encode())
        if not with_token and not self._doorman.nearby(call.request):
            raise METRICS_CLOSED.problem()
        return web.Response(body=self._metrics.text(), headers={"Content-Type": CONTENT_TYPE})
