"""What a measurement says: a line for people, and a line of JSON for the record."""

import json
import os
import platform
import statistics
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

OUT = Path(__file__).parent / "out"


@dataclass(frozen=True, slots=True)
class Result:
    """`p50` and `p95` in `unit`; `ratio` is p50 over that of `beside`; `met` says whether `goal` was reached."""

    name: str
    unit: str
    n: int
    p50: float
    p95: float
    beside: str
    ratio: float | None
    goal: str
    met: bool | None


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of them lie. Raises ValueError when there are none."""
    if not values:
        raise ValueError("nothing was measured")
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def measured(
    name: str,
    unit: str,
    values: Sequence[float],
    *,
    beside: str = "",
    other: Sequence[float] = (),
    goal: str = "",
    met: bool | None = None,
) -> Result:
    """Sum up, print and append. `other` holds what was measured beside it in the same run."""
    p50, p95 = statistics.median(values), percentile(values, 0.95)
    ratio = p50 / statistics.median(other) if other and statistics.median(other) else None
    result = Result(name, unit, len(values), round(p50, 3), round(p95, 3), beside, ratio and round(ratio, 3), goal, met)
    show(result)
    return result


def show(result: Result) -> None:
    verdict = "" if result.met is None else ("  met" if result.met else "  NOT MET")
    ratio = "" if result.ratio is None else f"  ratio {result.ratio:.2f} to {result.beside}"
    goal = f"  goal {result.goal}" if result.goal else ""
    print(
        f"{result.name:<44} n {result.n:>7}  median {result.p50:>10.2f} {result.unit}"
        f"  p95 {result.p95:>10.2f} {result.unit}{ratio}{goal}{verdict}",
        flush=True,
    )
    OUT.mkdir(exist_ok=True)
    family = result.name.split(".")[0]
    with (OUT / f"{family}.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(result), ensure_ascii=False) + "\n")


def machine() -> str:
    """What this ran on, for the head of every table."""
    model = platform.processor() or "unknown processor"
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    except OSError:
        pass
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    return (
        f"{model}, {os.cpu_count()} cores, {memory} MB, {platform.system()} {platform.release()}, "
        f"Python {sys.version.split()[0]}, load {os.getloadavg()[0]:.1f}"
    )
