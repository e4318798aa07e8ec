"""Co-browsing measured from a viewer's click to the pixel it changes, in a second real Chromium, floor and pipeline in turns.

The floor is the same click without pictures: viewer → server → page, whose second animation frame after it sends a word
back. Then the same over a line of our own with delay and loss, and with a cap.
"""

import asyncio
import random
import subprocess
import sys
from collections.abc import Callable

from bench.cobrowsing_setting import Setting, Tab, setting
from bench.network import SERVER, Line, network
from bench.report import measured, percentile
from tools.steps import ROOT

_CLICKS, _BLOCK = 60, 10
_HOLD_S = 10.0


def main() -> None:
    asyncio.run(_near())
    with network(Line()) as line:
        # The measuring process lives on the server's host; only its viewer stands at the other end of the line.
        told = line.pipe
        command = [*line.inside("server"), sys.executable, "-m", "bench.cobrowsing", str(told), *line.inside("viewer")]
        subprocess.run(command, cwd=ROOT, pass_fds=(told,), check=True)


async def _near() -> None:
    """Everything that needs no line: delay, pace, bytes, sharpness, processor, memory, first picture, hand-over."""
    await _first_picture()
    async with setting() as here:
        tab = await here.open("still")
        await _clicks(tab, "still page", 1.0, 40)
        await _rest(here, tab, "still", 0.08, 0)
        await tab.visit("pages")
        await _sharpness(tab)
        await tab.visit("animated")
        await _clicks(tab, "animated page", 1.25, 60)
        one = await _rest(here, tab, "animated", 0.50, 250)
        async with here.more_viewers(2):
            three = await _rest(here, tab, "animated, 3 viewers", 0.56, 250)
        added = (three - one) / 2
        measured("cobrowsing.processor for each further viewer", "cores", [added], goal="<= 0.03", met=added <= 0.03)
        async with here.slow_viewer(300_000):
            await _clicks(tab, "animated page, beside a viewer of 300 kbit/s", 1.25, 60)
        await tab.visit("scrolling")
        await _rest(here, tab, "scrolling", None, 350)
        await _hand_over(here)


async def _clicks(tab: Tab, what: str, times_floor: float | None, p95_ms: float | None) -> list[float]:
    """Blocks of clicks, in turns with pictures and without."""
    floor: list[float] = []
    seen: list[float] = []
    for block in range(2 * _CLICKS // _BLOCK):
        pixels = block % 2 == 1
        await tab.show(pixels)
        for _ in range(_BLOCK):
            await asyncio.sleep(random.uniform(0.15, 0.4))
            (seen if pixels else floor).append(await tab.click(pixels=pixels))
    await tab.show(True)
    ratio = percentile(seen, 0.5) / percentile(floor, 0.5)
    goals = [f"p50 <= {times_floor} x floor"] if times_floor else []
    goals += [f"p95 <= {p95_ms:.0f} ms"] if p95_ms else []
    met = (times_floor is None or ratio <= times_floor) and (p95_ms is None or percentile(seen, 0.95) <= p95_ms)
    measured(f"cobrowsing.floor, {what}", "ms", floor)
    measured(
        f"cobrowsing.click to pixel, {what}",
        "ms",
        seen,
        beside="floor",
        other=floor,
        goal=", ".join(goals),
        met=met if goals else None,
    )
    return seen


async def _rest(here: Setting, tab: Tab, what: str, cores: float | None, kb: float) -> float:
    """What a page costs while nobody touches it. Returns the cores used by server, browser and display together."""
    await asyncio.sleep(3)
    before, frames = await tab.bytes(), await tab.frames()
    async with here.processor() as used:
        await asyncio.sleep(_HOLD_S)
    rate = (await tab.bytes() - before) / _HOLD_S / 1000
    pace = (await tab.frames() - frames) / _HOLD_S
    goal = None if cores is None else used[0] <= cores
    measured(f"cobrowsing.processor, {what}", "cores", used, goal="" if cores is None else f"<= {cores:.2f}", met=goal)
    measured(f"cobrowsing.bytes a viewer, {what}", "kB/s", [rate], goal=f"<= {kb:.0f}", met=rate <= max(kb, 0.5))
    moving = what != "still"
    measured(f"cobrowsing.pace, {what}", "fps", [pace], goal="30" if moving else "", met=pace >= 29 if moving else None)
    return used[0]


async def _sharpness(tab: Tab) -> None:
    likeness: list[float] = []
    wait: list[float] = []
    for _ in range(12):
        told = await tab.settle()
        likeness.append(told["ssim"])
        wait.append(told["ms"])
    measured(
        "cobrowsing.text, last moving picture against the still",
        "SSIM",
        likeness,
        goal=">= 0.9995",
        met=percentile(likeness, 0.5) >= 0.9995,
    )
    measured("cobrowsing.lossless after quiet", "ms", wait, goal="p95 <= 500 ms", met=percentile(wait, 0.95) <= 500)


async def _first_picture() -> None:
    """From asking for a page to its first picture, with a browser that waits and without; and what a page weighs."""
    warm: list[float] = []
    cold: list[float] = []
    weight: list[float] = []
    async with setting() as here:
        for _ in range(5):
            await here.spare_ready()
            warm.append(await here.first_picture())
            await here.close_page()
    async with setting(COBROWSE_WARM="0") as here:
        for _ in range(5):
            cold.append(await here.first_picture())
            weight.append(await here.page_memory())
            await here.close_page()
    measured("cobrowsing.first picture, cold", "ms", cold, goal="p95 <= 1500 ms", met=percentile(cold, 0.95) <= 1500)
    measured(
        "cobrowsing.first picture, from the waiting browser",
        "ms",
        warm,
        beside="cold",
        other=cold,
        goal="p95 <= 250 ms",
        met=percentile(warm, 0.95) <= 250,
    )
    measured("cobrowsing.memory of a page", "MB", weight)


async def _hand_over(here: Setting) -> None:
    times = [await here.hand_over(turn) for turn in range(40)]
    measured("cobrowsing.hand-over of the page", "ms", times, goal="p95 <= 100 ms", met=percentile(times, 0.95) <= 100)


# --- over a line of our own ---------------------------------------------------------------------------------------


async def _far(line: Callable[[Line], None], viewer: list[str]) -> None:
    async with setting(host=SERVER, viewer=viewer) as here:
        tab = await here.open("animated")
        for loss in (0.0, 0.01, 0.03):
            line(Line(delay_ms=20, loss=loss))
            await asyncio.sleep(3)
            await _clicks(tab, f"40 ms round trip, {loss:.0%} loss", 1.5 if loss == 0.03 else None, None)
        for rate in (1_000_000, 300_000):
            line(Line())
            await asyncio.sleep(12)
            line(Line(rate=rate))
            await asyncio.sleep(3)
            times = [await tab.click(pixels=True) for _ in range(40)]
            capped = f"{rate // 1000} kbit/s"
            p50 = percentile(times, 0.5)
            low = rate == 300_000
            measured(
                f"cobrowsing.click to pixel, {capped} from 3 s after the cap",
                "ms",
                times,
                goal="p50 <= 250 ms" if low else "",
                met=p50 <= 250 if low else None,
            )
            line(Line())
            back = await tab.until_best_rung(20)
            measured(f"cobrowsing.full quality after {capped} ends", "s", [back], goal="<= 10 s", met=back <= 10)


if __name__ == "__main__":
    _pipe = open(int(sys.argv[1]), "w", encoding="utf-8")  # noqa: SIM115  lives as long as this process

    def _tell(line: Line) -> None:
        _pipe.write(line.as_json() + "\n")
        _pipe.flush()

    asyncio.run(_far(_tell, sys.argv[2:]))
