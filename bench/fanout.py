"""How many two-person sessions a core of the server carries.

In each session both people send a chat message every two seconds and the adviser ten pointers a second. The server has
one core, the people live in a process on the other. The knee is the last step where commands stay within 25 ms and
pointers within 10 ms at p95 and nothing is lost.
"""

import asyncio
import random
import time
from dataclasses import dataclass

import aiohttp
import psutil

from bench.people import Person, Tally
from bench.report import Result, percentile, show

COMMAND_MS, POINTER_MS = 25.0, 10.0
_COMMAND_EVERY_S, _POINTERS_A_SECOND = 2.0, 10
_SIGN_IN = "/api/v1/auth/sign-in"


@dataclass(frozen=True, slots=True)
class Step:
    """One number of sessions, held for a while. Milliseconds; `cpu` is the share of one core the server used."""

    sessions: int
    commands: list[float]
    entries: list[float]
    pointers: list[float]
    gaps: int
    refused: int
    late_commands: int
    late_pointers: int
    cpu: float
    rss_mb: float

    @property
    def lost(self) -> int:
        """What did not come, came out of order or was refused."""
        return self.gaps + self.refused + self.late_commands + self.late_pointers

    @property
    def holds(self) -> bool:
        return (
            self.lost == 0
            and percentile(self.commands, 0.95) <= COMMAND_MS
            and percentile(self.pointers, 0.95) <= POINTER_MS
        )


class Crowd:
    """People of one process, in sessions of two. With several `urls`, sessions are spread over the nodes."""

    def __init__(self, urls: list[str], email: str, password: str) -> None:
        self._urls = urls
        self._account = {"email": email, "password": password}
        self.tally = Tally()
        self._pairs: list[tuple[Person, Person]] = []
        self._work: list[asyncio.Task[None]] = []
        self._http = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0), cookie_jar=aiohttp.CookieJar(unsafe=True)
        )

    async def sign_in(self) -> None:
        for url in self._urls:
            async with self._http.post(url + _SIGN_IN, json=self._account) as answer:
                answer.raise_for_status()

    async def grow(self, sessions: int) -> None:
        """Open sessions until there are this many, and set everybody to work."""
        while len(self._pairs) < sessions:
            # More at the same moment would look like guessing, and be asked for a proof of work.
            batch = min(8, sessions - len(self._pairs))
            pairs = await asyncio.gather(*(self._open(len(self._pairs) + i) for i in range(batch)))
            for adviser, client in pairs:
                self._pairs.append((adviser, client))
                self._work += [
                    asyncio.ensure_future(_talk(adviser)),
                    asyncio.ensure_future(_talk(client)),
                    asyncio.ensure_future(_point(adviser)),
                ]

    async def open_quiet(self) -> tuple[Person, Person]:
        """A session whose people do nothing by themselves."""
        return await self._open(0)

    async def hold(self, seconds: float) -> None:
        """Count for a while; what is still under way at the end gets two seconds to arrive."""
        tally = self.tally
        tally.commands, tally.entries, tally.pointers = [], [], []
        tally.sent_commands = tally.sent_pointers = tally.refused = tally.gaps = 0
        tally.counting = True
        await asyncio.sleep(seconds)
        tally.counting = False

    async def close(self) -> None:
        for task in self._work:
            task.cancel()
        await asyncio.gather(*self._work, return_exceptions=True)
        await asyncio.gather(*(person.leave() for pair in self._pairs for person in pair))
        await self._http.close()

    async def _open(self, index: int) -> tuple[Person, Person]:
        url = self._urls[index % len(self._urls)]
        async with self._http.post(f"{url}/api/v1/sessions", json={}) as answer:
            answer.raise_for_status()
            session = await answer.json()
        async with self._http.post(f"{url}/api/v1/sessions/{session['id']}/enter") as answer:
            answer.raise_for_status()
            host = await answer.json()
        guest = {"code": session["code"], "name": f"Gast {index}", "language": "nl"}
        async with self._http.post(f"{url}/api/v1/join", json=guest) as answer:
            answer.raise_for_status()
            client = await answer.json()
        people = [
            Person(url, session["id"], who["participant_id"], who["ticket"], self.tally) for who in (host, client)
        ]
        adviser, visitor = people
        adviser.other, visitor.other = visitor, adviser
        for person in people:
            await person.enter(self._http)
        for kind, fields in (
            ("grant_input", {"participant_id": visitor.participant_id}),
            ("start_share", {"stream_id": "bench", "surface": "tab"}),
        ):
            answer_to = await adviser.command(kind, **fields)
            if not answer_to["ok"]:
                raise RuntimeError(f"{kind} was refused: {answer_to}")
        return adviser, visitor


async def _talk(person: Person) -> None:
    await asyncio.sleep(random.random() * _COMMAND_EVERY_S)
    due = time.perf_counter()
    while True:
        await person.command("send_chat", text="Wat betaal ik dan per maand?")
        due += _COMMAND_EVERY_S
        await asyncio.sleep(max(0.0, due - time.perf_counter()))


async def _point(person: Person) -> None:
    await asyncio.sleep(random.random() / _POINTERS_A_SECOND)
    due = time.perf_counter()
    while True:
        await person.point()
        due += 1 / _POINTERS_A_SECOND
        await asyncio.sleep(max(0.0, due - time.perf_counter()))


async def measure(
    urls: list[str], email: str, password: str, pids: list[int], steps: list[int], seconds: float
) -> list[Step]:
    """Climb the steps until one does not hold."""
    crowd = Crowd(urls, email, password)
    processes = [psutil.Process(pid) for pid in pids]
    done: list[Step] = []
    try:
        await crowd.sign_in()
        for sessions in steps:
            await crowd.grow(sessions)
            await asyncio.sleep(3)
            before, started = sum(_cpu(process) for process in processes), time.perf_counter()
            await crowd.hold(seconds)
            cpu = (sum(_cpu(process) for process in processes) - before) / (time.perf_counter() - started)
            await asyncio.sleep(2)
            tally = crowd.tally
            # What was sent just before the end may arrive uncounted; only what is far off has gone missing.
            step = Step(
                sessions,
                tally.commands,
                tally.entries,
                tally.pointers,
                tally.gaps,
                tally.refused,
                max(0, tally.sent_commands - len(tally.commands) - sessions),
                max(0, tally.sent_pointers - len(tally.pointers) - 2 * sessions),
                cpu,
                sum(process.memory_info().rss for process in processes) / 2**20,
            )
            done.append(step)
            _print(step)
            if not step.holds:
                break
    finally:
        await crowd.close()
    return done


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _print(step: Step) -> None:
    print(
        f"  {step.sessions:>5} sessions: command p50/p95 {percentile(step.commands, 0.5):.1f}/"
        f"{percentile(step.commands, 0.95):.1f} ms, entry {percentile(step.entries, 0.5):.1f}/"
        f"{percentile(step.entries, 0.95):.1f} ms, pointer {percentile(step.pointers, 0.5):.1f}/"
        f"{percentile(step.pointers, 0.95):.1f} ms, missing {step.gaps} entries, "
        f"{step.refused} refused, {step.late_commands} commands, {step.late_pointers} pointers; server {step.cpu:.2f} core, "
        f"{step.rss_mb:.0f} MB",
        flush=True,
    )


def summary(name: str, steps: list[Step], beside: str = "", other: float | None = None) -> int:
    """Print and keep the knee; returns the number of sessions there (0 when not even the first step held)."""
    holding = [step for step in steps if step.holds]
    knee = holding[-1] if holding else steps[0]
    count = holding[-1].sessions if holding else 0
    show(
        Result(
            f"fanout.{name} knee",
            "sessions",
            1,
            count,
            count,
            beside,
            None if not other else round(count / other, 3),
            "500 (stretch 1000)",
            count >= 500,
        )
    )
    for what, values, goal in (
        ("command", knee.commands, COMMAND_MS),
        ("pointer", knee.pointers, POINTER_MS),
    ):
        p50, p95 = percentile(values, 0.5), percentile(values, 0.95)
        show(
            Result(
                f"fanout.{name} {what} at {knee.sessions}",
                "ms",
                len(values),
                round(p50, 2),
                round(p95, 2),
                "",
                None,
                f"p95 <= {goal:.0f} ms",
                p95 <= goal,
            )
        )
    return count
