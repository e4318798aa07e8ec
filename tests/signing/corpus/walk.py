"""The whole way of many PDFs: taken in, prepared, signed, sealed, and read by other people's programs."""

from __future__ import annotations

import asyncio
import os
import random
import re
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from signing.fonts import SYSTEM_FOLDERS, Fonts
from signing.jobs import Inspect, Inspected, Prepare, Seal, Sign, Stamper
from signing.model import Field, Identity, Ink, Place, Point, Refused
from signing.trust.authority import issue_leaf, make_authority
from signing.work import Workshop

SIGNER = Identity("Ана de Vries", "ana@example.test", "Kantoor Oost")
INK = Ink("drawn", (tuple(Point(step / 40, 0.5 + 0.3 * ((step % 8) / 8 - 0.5), 0.6, step * 9) for step in range(41)),))
_CLEAN = "No syntax or stream encoding errors found"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file. `end`: signed, refused (with `code`), or rejected (`code`: by which program).

    `readable`: whether poppler and MuPDF both draw its first pages, without a password. `broken_before`: it came with
    a signature that poppler does not call valid; whoever signs after that would vouch for it.
    """

    path: Path
    readable: bool
    end: str
    code: str = ""
    said: str = ""
    broken_before: bool = False

    @property
    def counts(self) -> bool:
        """Whether people may expect that it can be signed."""
        return self.readable and not self.broken_before


class Walk:
    """One authority signs everything; `workers` files at a time."""

    def __init__(self, workshop: Workshop, folder: Path, workers: int) -> None:
        self._workshop = workshop
        self._folder = folder
        self._turns = asyncio.Semaphore(workers)
        self._now = datetime.now(UTC)
        self._authority = make_authority("Kantoor Oost", self._now)
        regular = Fonts(SYSTEM_FOLDERS[0]).choose(SIGNER.name).regular
        self._fonts = () if regular is None else (regular,)

    async def all(self, paths: Sequence[Path]) -> list[Outcome]:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self._turn(path)) for path in paths]
        return [task.result() for task in tasks]

    async def _turn(self, path: Path) -> Outcome:
        async with self._turns:
            place = self._folder / f"{random.getrandbits(64):x}"
            place.mkdir(parents=True)
            try:
                return await self.one(path, place)
            finally:
                shutil.rmtree(place)

    async def one(self, path: Path, place: Path) -> Outcome:
        readable = await readable_by_others(path, place)
        broken_before = readable and await broken_by_others(path)
        signed, sealed = place / "signed.pdf", place / "sealed.pdf"
        try:
            found = await self._workshop.run(Inspect(path))
            await self._sign(path, found, place / "prepared.pdf", signed)
            await self._workshop.run(
                Seal(signed, sealed, ("s",), Stamper(local=self._authority.clock), self._authority.proofs())
            )
        except Refused as refused:
            return Outcome(path, readable, "refused", refused.code, str(refused.details), broken_before)
        signed_one = Outcome(path, readable, "signed", broken_before=broken_before)
        return await self._judged(signed_one, signed, sealed)

    async def _sign(self, path: Path, found: Inspected, prepared: Path, signed: Path) -> None:
        fields = (
            Field("signature", "s", "signature", Place(len(found.pages), 0.1, 0.7, 0.4, 0.1)),
            Field("name", "s", "name", Place(1, 0.1, 0.1, 0.4, 0.04)),
            Field("agreed", "s", "checkbox", Place(1, 0.6, 0.1, 0.04, 0.04), required=False),
        )
        await self._workshop.run(Prepare(path, prepared, ("s",), fields, sequential=True))
        await self._workshop.run(
            Sign(
                source=prepared,
                target=signed,
                signer_id="s",
                fields=fields,
                identity=SIGNER,
                ink=INK,
                initials=None,
                values={"agreed": True},
                caption=(SIGNER.name,),
                key=issue_leaf(self._authority, SIGNER, self._now),
                stamper=Stamper(local=self._authority.clock),
                proofs=self._authority.proofs(),
                # Where others have signed before, whoever certifies comes too late.
                first=found.signatures == 0,
                last=True,
                fonts=self._fonts,
                at=self._now,
            )
        )

    async def _judged(self, outcome: Outcome, signed: Path, sealed: Path) -> Outcome:
        """What other people's programs say of it."""
        said = await told("pdfsig", "-nocert", signed)
        ours = next((part for part in said.split("Signature #") if ".s.signature" in part), "")
        if "Signature is Valid." not in ours or "Total document signed" not in ours:
            return _rejected(outcome, "pdfsig", said)
        said = await told("pdfsig", "-nocert", sealed)
        if not any("Signature is Valid." in part for part in said.split("Signature #") if ".s.signature" in part):
            return _rejected(outcome, "pdfsig", said)
        said = await told("mutool", "sign", "-v", signed)
        if "The document is unchanged since signing." not in said:
            return _rejected(outcome, "mutool", said)
        said = await told("qpdf", "--check", sealed)
        # What pages draw is left as it was, and so is all that others have signed: no fault comes, an old one may stay.
        if _CLEAN not in said and _CLEAN in await told("qpdf", "--check", outcome.path):
            return _rejected(outcome, "qpdf", said)
        return outcome


def _rejected(outcome: Outcome, program: str, said: str) -> Outcome:
    return replace(outcome, end="rejected", code=program, said=said)


async def readable_by_others(path: Path, place: Path) -> bool:
    """Whether both draw the first pages of it, without a password."""
    drawn = place / "drawn"
    await told("pdftoppm", "-q", "-r", "12", "-l", "2", path, drawn)
    await told("mutool", "draw", "-q", "-r", "12", "-o", place / "mudrawn-%d.pnm", path, "1,2")
    pictures = os.listdir(place)
    return any(name.startswith("drawn") for name in pictures) and "mudrawn-1.pnm" in pictures


async def broken_by_others(path: Path) -> bool:
    """Whether it carries a signature that poppler does not call valid."""
    states = re.findall(r"Signature Validation: (.*)", await told("pdfsig", "-nocert", path))
    return any(state != "Signature is Valid." for state in states)


async def told(*line: str | Path) -> str:
    """All that a program says within half a minute."""
    process = await asyncio.create_subprocess_exec(
        *line,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        stdin=asyncio.subprocess.DEVNULL,
        env=dict(os.environ, LC_ALL="C.UTF-8"),
    )
    try:
        async with asyncio.timeout(30):
            output, _ = await process.communicate()
    except TimeoutError:
        process.kill()
        await process.wait()
        return f"{line[0]} took too long"
    return output.decode(errors="replace")


def fuzzed(paths: Sequence[Path], folder: Path, number: int, seed: int) -> list[Path]:
    """So many files, each one of `paths` with a few places broken; the same ones for the same seed."""
    chance = random.Random(seed)
    sources = [path for path in paths if path.stat().st_size < 300_000]
    made = []
    for count in range(number):
        source = chance.choice(sources)
        content = bytearray(source.read_bytes())
        for _ in range(chance.choice((1, 1, 2, 4))):
            _break(content, chance)
        path = folder / f"{count:04}-{source.name}"
        path.write_bytes(content)
        made.append(path)
    return made


def _break(content: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(content) or 1)
    size = chance.choice((1, 4, 20, 200))
    match chance.randrange(7):
        case 0:
            content[at : at + 1] = bytes([chance.randrange(256)])
        case 1:
            content[at : at + size] = chance.randbytes(size)
        case 2:
            del content[at : at + size]
        case 3:
            content[at:at] = content[at : at + size]
        case 4:
            del content[max(at, len(content) * 3 // 4) :]
        case 5:
            # A number somewhere: an offset, a length, a reference.
            numbers = list(re.finditer(rb"\d+", content))
            if numbers:
                found = chance.choice(numbers)
                content[found.start() : found.end()] = chance.choice((b"0", b"1", b"-1", b"99999999", b"2147483648"))
        case _:
            words = list(re.finditer(rb"/[A-Za-z]+", content))
            if len(words) > 1:
                one, other = chance.sample(words, 2)
                content[one.start() : one.end()] = other[0]


def table(outcomes: Sequence[Outcome]) -> str:
    """How many came to which end, and the share of the readable ones that was signed and accepted."""
    ends = Counter((outcome.end, outcome.code, _kind(outcome)) for outcome in outcomes)
    lines = [f"  {number:5}  {end:9} {code:20} {kind}".rstrip() for (end, code, kind), number in sorted(ends.items())]
    counted = sum(outcome.counts for outcome in outcomes)
    head = f"  {len(outcomes)} files, {counted} readable: {share(outcomes):.1%} of those signed and accepted"
    return "\n".join([head, *lines])


def _kind(outcome: Outcome) -> str:
    if outcome.broken_before:
        return "had a broken signature"
    return "readable" if outcome.readable else "others cannot draw it"


def share(outcomes: Sequence[Outcome]) -> float:
    counted = [outcome for outcome in outcomes if outcome.counts]
    return sum(outcome.end == "signed" for outcome in counted) / max(1, len(counted))
