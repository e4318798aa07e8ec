"""Fan-out on each kind of installation, and the ten minutes at the promised load."""

import os

import uvloop

from bench.fanout import Step, measure, summary
from bench.report import measured
from bench.surroundings import samen, stores

_STEPS = [100, 250, 400, 500, 600, 750, 1000]
_SECONDS = 15.0
_SERVER_CORE, _PEOPLE_CORE = 0, 1


def main() -> None:
    alone = _climb("sqlite", {}, nodes=1)
    per_session = _memory_per_session(alone)
    if per_session is not None:
        measured("fanout.memory per session", "kB", [per_session])
    knee = summary("sqlite", alone)
    with stores() as settings:
        one = summary("postgresql+redis, one node", _climb("one node", settings, nodes=1), "sqlite", knee)
    with stores() as settings:
        # On two cores both nodes share one, so this shows what spreading costs, not what it brings.
        summary("postgresql+redis, two nodes on one core", _climb("two nodes", settings, nodes=2), "one node", one)


def soak() -> None:
    """Ten minutes of 500 sessions: nothing lost, and times that stay."""
    steps = _climb("soak", {}, nodes=1, steps=[500], seconds=600)
    summary("soak, ten minutes", steps)


def _climb(
    name: str, settings: dict[str, str], *, nodes: int, steps: list[int] | None = None, seconds: float = _SECONDS
) -> list[Step]:
    print(f" {name}", flush=True)
    with samen(settings, nodes=nodes, core=_SERVER_CORE) as started:
        before = os.sched_getaffinity(0)
        if len(before) > 1:
            os.sched_setaffinity(0, {_PEOPLE_CORE})
        try:
            pids = [node.process.pid for node in started if node.process is not None]
            return uvloop.run(
                measure(
                    [node.url.replace("localhost", "127.0.0.1") for node in started],
                    started[0].admin_email,
                    started[0].admin_password,
                    pids,
                    steps or _STEPS,
                    seconds,
                )
            )
        finally:
            os.sched_setaffinity(0, before)


def _memory_per_session(steps: list[Step]) -> float | None:
    """kB that each further session took, between the first and the last step that held."""
    holding = [step for step in steps if step.holds]
    if len(holding) < 2:
        return None
    first, last = holding[0], holding[-1]
    return (last.rss_mb - first.rss_mb) * 1024 / (last.sessions - first.sessions)
