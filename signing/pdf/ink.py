"""Ink as strokes of a pen: paths with round ends, broader where the pen was pressed or went slowly."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from signing.model import Ink, Point

BLUE = (0.071, 0.153, 0.451)
"""The colour of ink, as red, green, blue."""

_LARGEST = 2.0  # how much a small scribble is enlarged beyond its share of the pad
_STEP = 0.06  # a change in breadth that is worth a path of its own
_EVEN = 0.05  # pressure that varies less than this comes from a mouse


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle in points, from the left bottom."""

    x: float
    y: float
    width: float
    height: float


def draw(ink: Ink, area: Area) -> str:
    """Operators that draw the strokes of `ink` in `area`, as large as they fit, to the left and in the middle."""
    strokes = [_distinct(stroke, ink.aspect) for stroke in ink.strokes if stroke]
    if not strokes:
        return ""
    nib = min(max(area.height * 0.027, 0.5), 1.5)
    xs = [x for stroke in strokes for x, _ in stroke.places]
    ys = [y for stroke in strokes for _, y in stroke.places]
    room = max(area.width - 2 * nib, 1.0), max(area.height - 2 * nib, 1.0)
    spread = max(max(xs) - min(xs), 1e-3), max(max(ys) - min(ys), 1e-3)
    scale = min(room[0] / spread[0], room[1] / spread[1], _LARGEST * min(room[0] / ink.aspect, room[1]))
    bottom = area.y + (area.height - scale * (max(ys) - min(ys))) / 2

    def on_page(place: tuple[float, float]) -> tuple[float, float]:
        return area.x + nib + (place[0] - min(xs)) * scale, bottom + (max(ys) - place[1]) * scale

    red, green, blue = BLUE
    lines = [f"{red} {green} {blue} RG 1 J 1 j"]
    for stroke in strokes:
        lines += _path([on_page(place) for place in stroke.places], [nib * factor for factor in stroke.breadths])
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class _Stroke:
    """Places in heights of the pad; breadths as multiples of the nib's."""

    places: list[tuple[float, float]]
    breadths: list[float]


def _distinct(points: Sequence[Point], aspect: float) -> _Stroke:
    kept: list[Point] = [points[0]]
    for point in points[1:]:
        if abs(point.x - kept[-1].x) * aspect + abs(point.y - kept[-1].y) > 1e-3:
            kept.append(point)
    places = [(point.x * aspect, point.y) for point in kept]
    return _Stroke(places, _smooth(_by_pressure(kept) or _by_speed(kept, places)))


def _by_pressure(points: list[Point]) -> list[float] | None:
    pressures = [min(max(point.pressure, 0.0), 1.0) for point in points]
    if max(pressures) - min(pressures) < _EVEN:
        return None
    return [0.55 + 0.95 * pressure for pressure in pressures]


def _by_speed(points: list[Point], places: list[tuple[float, float]]) -> list[float]:
    speeds = [
        (abs(x2 - x1) + abs(y2 - y1)) / max(after.at - before.at, 1)
        for (before, after), ((x1, y1), (x2, y2)) in zip(pairwise(points), pairwise(places), strict=True)
    ]
    usual = median(speeds) if speeds else 0.0
    if usual <= 0:
        return [1.1] * len(points)
    breadths = [min(max(1.3 - 0.3 * speed / usual, 0.7), 1.3) for speed in speeds]
    return [breadths[0], *breadths]


def _smooth(values: list[float]) -> list[float]:
    return [sum(values[max(at - 2, 0) : at + 3]) / len(values[max(at - 2, 0) : at + 3]) for at in range(len(values))]


def _path(places: list[tuple[float, float]], breadths: list[float]) -> list[str]:
    """A curve through all places (Catmull-Rom). A new piece begins where the breadth has changed enough to be seen."""
    x, y = places[0]
    if len(places) == 1:
        return [f"{breadths[0] * 1.6:.2f} w {x:.2f} {y:.2f} m {x:.2f} {y:.2f} l S"]
    lines: list[str] = []
    pen = 0.0
    around = [places[0], *places, places[-1]]
    for at in range(len(places) - 1):
        before, start, end, after = around[at : at + 4]
        breadth = (breadths[at] + breadths[at + 1]) / 2
        if not pen or abs(breadth - pen) > _STEP * pen:
            lines += ["S"] if pen else []
            lines.append(f"{breadth:.2f} w {start[0]:.2f} {start[1]:.2f} m")
            pen = breadth
        first = start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6
        second = end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6
        lines.append(f"{first[0]:.2f} {first[1]:.2f} {second[0]:.2f} {second[1]:.2f} {end[0]:.2f} {end[1]:.2f} c")
    return [*lines, "S"]
