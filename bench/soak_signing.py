"""The long measurements of signing: every PDF of others, many broken ones, and kill -9 while people sign."""

import asyncio
import logging
import os
import random
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.report import measured
from bench.surroundings import folder
from signing.work import Workshop
from tests.signing.core import killing
from tests.signing.corpus.walk import Outcome, Walk, fuzzed, share, table
from tools import corpus

_SEED = 20261122
_FUZZED = 3_000
_POINTS = 500
_RECOVERY_S = 60.0


def documents() -> None:
    """All PDFs of others, and broken ones made of them. `SAMEN_FUZZED` says how many."""
    corpus.provide()
    paths = corpus.files()
    if not paths:
        raise RuntimeError("The PDFs of others are needed for this measurement.")
    with folder() as place:
        _say("PDFs of others", asyncio.run(_walked(paths, place / "others")))
        broken = place / "broken"
        broken.mkdir()
        number = int(os.environ.get("SAMEN_FUZZED", _FUZZED))
        _say("broken PDFs", asyncio.run(_walked(fuzzed(paths, broken, number, _SEED), place / "fuzzed")))


async def _walked(paths: Sequence[Path], place: Path) -> list[Outcome]:
    async with Workshop(2, place / "work") as workshop:
        return await Walk(workshop, place / "walk", 3).all(paths)


def _say(name: str, outcomes: Sequence[Outcome]) -> None:
    print(f" {name}\n{table(outcomes)}", flush=True)
    signed = share(outcomes) * 100
    measured(f"soak.{name}, signed and accepted", "%", [signed], goal="≥ 92 % of the readable ones", met=signed >= 92)
    wrong = [outcome for outcome in outcomes if outcome.end == "rejected" or outcome.code == "self_check_failed"]
    for outcome in wrong:
        print(f"  {outcome.path.name}: {outcome.code} {outcome.said[:300]}", flush=True)
    measured(f"soak.{name}, wrong or unexplained", "files", [len(wrong)], goal="0", met=not wrong)


def kills() -> None:
    """A process ended in the middle of signing, and what another makes of it. `SAMEN_KILLS` says how often."""
    points = int(os.environ.get("SAMEN_KILLS", _POINTS))
    seed = random.SystemRandom().randrange(1 << 32)
    print(f" {points} kills, seed {seed}", flush=True)
    logging.disable(logging.WARNING)  # thousands of lines about nothing, by libraries in processes that are killed
    with tempfile.TemporaryDirectory(prefix="samen-killing-") as name:
        place = Path(name)
        result = killing.run(place, f"sqlite:///{place / 'samen.db'}", points, seed, _now_and_then)
    for one in result["wrong"]:
        print(f"  {one}", flush=True)
    wrong, slowest = len(result["wrong"]), float(result["slowest"])
    measured("soak.kill -9, processes killed", "kills", [result["killed"]])
    measured("soak.kill -9, lost, doubled or stuck", "findings", [wrong], goal="0", met=not wrong)
    measured("soak.kill -9, slowest recovery", "s", [slowest], goal="< 60 s", met=slowest < _RECOVERY_S)


def _now_and_then(line: str) -> None:
    """Only every fiftieth of the lines that tell how far it is."""
    if line.split(" ", 1)[0].endswith(("00", "50")):
        print(f"  {line}", flush=True)
