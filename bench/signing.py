"""How long signing takes, how much memory, how much a file grows, and whether the server feels it meanwhile."""

import asyncio
import os
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import psutil

from bench import signed_by_people
from bench.peers.run import PEERS, Took, accepted, installed, peer
from bench.report import measured
from bench.surroundings import folder
from signing.fonts import SYSTEM_FOLDERS, Fonts
from signing.jobs import Inspect, Prepare, Seal, Sign, Stamper, Verify
from signing.model import Field, Identity, Ink, Place, Point
from signing.trust.authority import issue_leaf, make_authority
from signing.work import Workshop

_NOW = datetime.now(UTC)
_AUTHORITY = make_authority("Bench", _NOW)
_CLOCK = Stamper(local=_AUTHORITY.clock)
_INK = Ink("drawn", (tuple(Point(step / 60, 0.5 + (step % 9 - 4) / 12, 0.6, step * 9) for step in range(61)),))
_PEOPLE = {one: Identity(f"Person {one}", f"{one}@example.test", "Bench") for one in ("a", "b")}
_FIELDS = tuple(
    Field(f"{one}{kind}", one, kind, Place(1, 0.1, y, 0.4, 0.08))  # type: ignore[arg-type]  # two kinds of the seven
    for one, row in (("a", 0.5), ("b", 0.7))
    for kind, y in (("signature", row), ("name", row - 0.1))
)


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    pages: int
    weight: int
    """Bytes of pictures inside."""
    rounds: int
    wall_goal: float | None = None
    memory_goal: float | None = None


CASES = (
    Case("10 pages", 10, 0, 20, wall_goal=35),
    Case("500 pages", 500, 0, 20),
    Case("52 MB", 500, 52_000_000, 10, wall_goal=200, memory_goal=80),
    Case("112 MB", 500, 112_000_000, 6),
)


def document(path: Path, case: Case) -> Path:
    """A document of so many pages, with pictures that cannot be packed smaller on the first ones."""
    with pikepdf.new() as pdf:
        for number in range(case.pages):
            page = pdf.add_blank_page(page_size=(595, 842))
            lines = b"".join(
                b"1 0 0 1 72 %d Tm (Line %d of page %d) Tj\n" % (760 - 14 * n, n, number) for n in range(40)
            )
            page.Contents = pdf.make_stream(b"BT /F 11 Tf\n" + lines + b"ET")
            page.Resources = pikepdf.Dictionary(
                Font=pikepdf.Dictionary(
                    F=pikepdf.Dictionary(
                        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
                    )
                )
            )
            if case.weight and number < 20:
                side = int((case.weight // 20) ** 0.5)
                picture = pdf.make_stream(
                    os.urandom(side * side),
                    Type=pikepdf.Name.XObject,
                    Subtype=pikepdf.Name.Image,
                    Width=side,
                    Height=side,
                    ColorSpace=pikepdf.Name.DeviceGray,
                    BitsPerComponent=8,
                )
                page.Resources.XObject = pikepdf.Dictionary(I=picture)
        pdf.save(path)
    return path


def sign_job(one: str, source: Path, target: Path, stamper: Stamper | None, *, first: bool, last: bool) -> Sign:
    regular = Fonts(SYSTEM_FOLDERS[0]).choose("Person").regular
    return Sign(
        source=source,
        target=target,
        signer_id=one,
        fields=tuple(field for field in _FIELDS if field.signer_id == one),
        identity=_PEOPLE[one],
        ink=_INK,
        initials=None,
        values={},
        caption=(_PEOPLE[one].name,),
        key=issue_leaf(_AUTHORITY, _PEOPLE[one], _NOW),
        stamper=stamper,
        proofs=_AUTHORITY.proofs(),
        first=first,
        last=last,
        fonts=(regular,) if regular else (),
        at=_NOW,
    )


class Peak:
    """The most memory that a child of the workshop had, in MB.

    `resident`: all its pages, those it shares with its template and with libraries included. `own`: pages that no other
    process has. `fair`: its own, and its part of those it shares.
    """

    def __init__(self, workshop: Workshop) -> None:
        self._template = psutil.Process(workshop.template)
        self.resident = self.own = self.fair = 0.0

    async def watch(self) -> None:
        while True:
            for child in self._template.children():
                try:
                    memory = child.memory_full_info()
                except psutil.Error:
                    continue
                self.resident = max(self.resident, memory.rss / 2**20)
                self.own = max(self.own, memory.uss / 2**20)
                self.fair = max(self.fair, memory.pss / 2**20)
            await asyncio.sleep(0.003)


class Lag:
    """How late the event loop wakes who asked to be woken in 5 ms, in ms."""

    def __init__(self) -> None:
        self.late: list[float] = []

    async def watch(self) -> None:
        while True:
            begin = time.perf_counter()
            await asyncio.sleep(0.005)
            self.late.append(max(0.0, (time.perf_counter() - begin - 0.005) * 1000))


@contextmanager
def beside(*watchers: Peak | Lag) -> Iterator[None]:
    tasks = [asyncio.get_running_loop().create_task(watcher.watch()) for watcher in watchers]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()


async def _case(workshop: Workshop, place: Path, case: Case) -> list[float]:
    """Tells how long each signature took, in ms."""
    source = document(place / "source.pdf", case)
    prepared, signed = place / "prepared.pdf", place / "signed.pdf"
    times: dict[str, list[float]] = {"intake": [], "prepare": [], "sign B-B": []}
    memory: dict[str, list[float]] = {"resident": [], "own": [], "fair": []}
    used, growth, lag = [], [], Lag()
    for number in range(case.rounds):
        with beside(lag):
            begin = time.perf_counter()
            await workshop.run(Inspect(source))
            times["intake"].append((time.perf_counter() - begin) * 1000)
            begin = time.perf_counter()
            written = await workshop.run(Prepare(source, prepared, ("a", "b"), _FIELDS, sequential=True))
            times["prepare"].append((time.perf_counter() - begin) * 1000)
            job = sign_job("a", prepared, signed, None, first=True, last=False)
            before = _children_used(workshop)
            begin = time.perf_counter()
            done = await workshop.run(job)
            times["sign B-B"].append((time.perf_counter() - begin) * 1000)
            used.append((_children_used(workshop) - before) * 1000)
        growth.append((done.file.size - written.size) / 1000)
        if number < _LOOKS:
            # Once more, for its memory: looking takes time of its own.
            peak = Peak(workshop)
            with beside(peak):
                await workshop.run(job)
            for what, values in memory.items():
                values.append(getattr(peak, what))
    _tell(case, times, used, memory, growth)
    late = sorted(lag.late)
    p99 = late[int(len(late) * 0.99)]
    measured(f"signing.{case.name}.loop lag p99", "ms", [p99], goal="≤ 30 ms", met=p99 <= 30)
    return times["sign B-B"]


_LOOKS = 5


def _children_used(workshop: Workshop) -> float:
    """Seconds of processor time of all children that have ended: a child ends before its answer is told."""
    spent = psutil.Process(workshop.template).cpu_times()
    return float(spent.children_user + spent.children_system)


def _tell(
    case: Case, times: dict[str, list[float]], used: list[float], memory: dict[str, list[float]], growth: list[float]
) -> None:
    for what, values in times.items():
        goal = case.wall_goal if what == "sign B-B" else None
        measured(
            f"signing.{case.name}.{what}",
            "ms",
            values,
            goal=f"≤ {goal:.0f} ms" if goal else "",
            met=statistics.median(values) <= goal if goal else None,
        )
    measured(f"signing.{case.name}.sign B-B, processor", "ms", used)
    most = case.memory_goal
    for what, values in memory.items():
        is_goal = most is not None and what == "resident"
        measured(
            f"signing.{case.name}.memory, {what}",
            "MB",
            values,
            goal=f"≤ {most:.0f} MB" if is_goal else "",
            met=max(values) <= most if most is not None and is_goal else None,
        )
    measured(f"signing.{case.name}.growth", "kB", growth)


def _others(place: Path, ours: dict[str, list[float]]) -> None:
    """The same files, signed once each by what others use: no fields, no ink, no check of the result."""
    if not installed():
        return
    for case in CASES[:3]:
        source, target = document(place / "source.pdf", case), place / "theirs.pdf"
        for name, known_as in PEERS.items():
            with peer(name, place) as warm:
                took: list[Took] = [warm.sign(source, target) for _ in range(min(case.rounds, 10) + 2)][2:]
            if not accepted(target):
                print(f"  what {known_as} wrote is not signed: left out", flush=True)
                continue
            theirs = [one.ms for one in took]
            measured(f"signing.{case.name}.{known_as}", "ms", theirs)
            measured(f"signing.{case.name}.{known_as}, memory", "MB", [max(one.rss for one in took)])
            measured(f"signing.{case.name}.ours", "ms", ours[case.name], beside=known_as, other=theirs)


async def _archive(workshop: Workshop, place: Path) -> None:
    """Two signers, each with proof of time, and the archive stamp; then the check of it all."""
    source = document(place / "source.pdf", CASES[0])
    prepared, one, two, sealed = (place / f"{name}.pdf" for name in ("prepared", "one", "two", "sealed"))
    await workshop.run(Prepare(source, prepared, ("a", "b"), _FIELDS, sequential=True))
    whole, checks, growth = [], [], []
    for _ in range(10):
        begin = time.perf_counter()
        await workshop.run(sign_job("a", prepared, one, _CLOCK, first=True, last=False))
        await workshop.run(sign_job("b", one, two, _CLOCK, first=False, last=True))
        done = await workshop.run(Seal(two, sealed, ("a", "b"), _CLOCK, _AUTHORITY.proofs()))
        whole.append((time.perf_counter() - begin) * 1000)
        growth.append((done.file.size - source.stat().st_size) / 1000)
        begin = time.perf_counter()
        report = await workshop.run(Verify(sealed, _AUTHORITY.proofs(), datetime.now(UTC)))
        checks.append((time.perf_counter() - begin) * 1000)
        assert report.verdict == "intact", report
    measured("signing.two signers to B-LTA", "ms", whole)
    measured("signing.two signers to B-LTA.growth", "kB", growth)
    measured("signing.two signers to B-LTA.check", "ms", checks)


async def _all(place: Path) -> dict[str, list[float]]:
    """Tells how long each of our signatures took, by case."""
    ours = {}
    async with Workshop(2, place / "work") as workshop:
        # The template rehearses in its first quiet moment.
        await asyncio.sleep(6)
        for _ in range(3):
            await workshop.run(Inspect(document(place / "warm.pdf", Case("", 1, 0, 1))))
        for case in CASES:
            ours[case.name] = await _case(workshop, place, case)
        await _archive(workshop, place)
    return ours


def main() -> None:
    with folder() as place:
        ours = asyncio.run(_all(place))
        signed_by_people.measure(document(place / "people.pdf", CASES[0]))
        _others(place, ours)
