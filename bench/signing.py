"""How long signing takes, how much memory, how much a file grows, and whether the server feels it meanwhile."""

import asyncio
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import psutil

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
    """The largest resident memory that a child of the workshop had, in MB, shared pages of its template included."""

    def __init__(self, workshop: Workshop) -> None:
        self._template = psutil.Process(workshop.template)
        self.most = 0.0

    async def watch(self) -> None:
        while True:
            for child in self._template.children():
                try:
                    self.most = max(self.most, child.memory_info().rss / 2**20)
                except psutil.Error:
                    continue
            await asyncio.sleep(0.005)


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


async def _case(workshop: Workshop, place: Path, case: Case) -> None:
    source = document(place / "source.pdf", case)
    prepared, signed = place / "prepared.pdf", place / "signed.pdf"
    times: dict[str, list[float]] = {"intake": [], "prepare": [], "sign B-B": []}
    peaks, growth, lag = [], [], Lag()
    for _ in range(case.rounds):
        begin = time.perf_counter()
        await workshop.run(Inspect(source))
        times["intake"].append((time.perf_counter() - begin) * 1000)
        begin = time.perf_counter()
        written = await workshop.run(Prepare(source, prepared, ("a", "b"), _FIELDS, sequential=True))
        times["prepare"].append((time.perf_counter() - begin) * 1000)
        job = sign_job("a", prepared, signed, None, first=True, last=False)
        peak = Peak(workshop)
        begin = time.perf_counter()
        with beside(lag):
            done = await workshop.run(job)
        times["sign B-B"].append((time.perf_counter() - begin) * 1000)
        growth.append((done.file.size - written.size) / 1000)
        # Once more, for its memory: looking takes time of its own.
        with beside(peak):
            await workshop.run(job)
        peaks.append(peak.most)
    for what, values in times.items():
        goal = case.wall_goal if what == "sign B-B" else None
        measured(
            f"signing.{case.name}.{what}",
            "ms",
            values,
            goal=f"≤ {goal:.0f} ms" if goal else "",
            met=sorted(values)[len(values) // 2] <= goal if goal else None,
        )
    memory = case.memory_goal
    measured(
        f"signing.{case.name}.memory",
        "MB",
        peaks,
        goal=f"≤ {memory:.0f} MB" if memory else "",
        met=max(peaks) <= memory if memory else None,
    )
    measured(f"signing.{case.name}.growth", "kB", growth)
    late = sorted(lag.late)
    p99 = late[int(len(late) * 0.99)]
    measured(f"signing.{case.name}.loop lag p99", "ms", [p99], goal="≤ 30 ms", met=p99 <= 30)


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


async def _all() -> None:
    with folder() as place:
        async with Workshop(2, place / "work") as workshop:
            # The template rehearses in its first quiet moment.
            await asyncio.sleep(6)
            for _ in range(3):
                await workshop.run(Inspect(document(place / "warm.pdf", Case("", 1, 0, 1))))
            for case in CASES:
                await _case(workshop, place, case)
            await _archive(workshop, place)


def main() -> None:
    asyncio.run(_all())
