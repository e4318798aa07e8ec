"""Where a place on a page, as people see it, lies in the page's own coordinates. Agrees with pdf.js."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.rw_common import PdfHandler

from signing.model import PageSize, Place, Refused

_LETTER = (0.0, 0.0, 612.0, 792.0)
_DEEPEST = 100  # levels of a page tree; real ones have a handful

Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in the page's own units."""


@dataclass(frozen=True, slots=True)
class PageBox:
    """What of a page is seen. `rotation` is clockwise: 0, 90, 180 or 270. `unit`: points in one unit of the page."""

    box: Box
    rotation: int
    unit: float

    @property
    def size(self) -> PageSize:
        width, height = self.box[2] - self.box[0], self.box[3] - self.box[1]
        if self.rotation in (90, 270):
            width, height = height, width
        return PageSize(width * self.unit, height * self.unit)

    def rectangle(self, place: Place) -> Box:
        """`place` in the page's own units."""
        left, bottom, right, top = self.box
        corners = [
            self._turned(x, y) for x in (place.x, place.x + place.width) for y in (place.y, place.y + place.height)
        ]
        xs = [left + (right - left) * x for x, _ in corners]
        ys = [top - (top - bottom) * y for _, y in corners]
        return min(xs), min(ys), max(xs), max(ys)

    def seen(self, place: Place) -> tuple[float, float]:
        """Width and height of `place` in points, as people see it."""
        return self.size.width * place.width, self.size.height * place.height

    def _turned(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page as seen, as fractions from the left and the top of the page before it was turned."""
        match self.rotation:
            case 90:
                return y, 1 - x
            case 180:
                return 1 - x, 1 - y
            case 270:
                return 1 - y, x
            case _:
                return x, y


def page_box(
    media: Sequence[float] | None, crop: Sequence[float] | None, rotation: float | None, unit: float | None
) -> PageBox:
    """What viewers make of the four entries of a page, inherited ones included; None: not there, or unusable.

    Raises Refused("page_box_unusable") when a number is infinite.
    """
    whole = _usable(media) or _LETTER
    part = _usable(crop) or whole
    seen = (max(whole[0], part[0]), max(whole[1], part[1]), min(whole[2], part[2]), min(whole[3], part[3]))
    if seen[0] >= seen[2] or seen[1] >= seen[3]:
        seen = whole
    if not all(math.isfinite(edge) for edge in seen):
        raise Refused("page_box_unusable")
    turn = int(rotation) % 360 if rotation is not None and math.isfinite(rotation) and rotation % 90 == 0 else 0
    return PageBox(seen, turn, unit if unit is not None and math.isfinite(unit) and unit > 0 else 1.0)


def _usable(box: Sequence[float] | None) -> Box | None:
    if box is None or len(box) != 4:
        return None
    left, right = sorted((box[0], box[2]))
    bottom, top = sorted((box[1], box[3]))
    return (left, bottom, right, top) if right > left and top > bottom else None


def find_pages(pdf: PdfHandler, wanted: set[int]) -> dict[int, tuple[generic.Reference, PageBox]]:
    """The pages of these numbers, from 1, with what of them is seen. Raises Refused when one is not there."""
    found: dict[int, tuple[generic.Reference, PageBox]] = {}
    for number, (reference, inherited) in enumerate(_leaves(pdf), start=1):
        if number in wanted:
            found[number] = reference, _box_of(inherited)
        if len(found) == len(wanted):
            return found
    raise Refused("field_off_page")


def entry(node: generic.DictionaryObject, key: str) -> object:
    """The value of a key, references followed; None when it is not there. pyHanko's `get` does not follow them."""
    try:
        value: object = node[key]
    except KeyError:
        return None
    return value


_INHERITED = ("/MediaBox", "/CropBox", "/Rotate")


def _leaves(pdf: PdfHandler) -> Iterator[tuple[generic.Reference, dict[str, object]]]:
    """Every page in order, with its boxes; a tree that bites its own tail is not followed."""
    root = pdf.root.raw_get("/Pages")
    waiting: list[tuple[object, dict[str, object], int]] = [(root, {}, 0)]
    seen: set[generic.Reference] = set()
    while waiting:
        raw, above, depth = waiting.pop()
        if not isinstance(raw, generic.IndirectObject) or raw.reference in seen or depth > _DEEPEST:
            continue
        seen.add(raw.reference)
        node = raw.get_object()
        if not isinstance(node, generic.DictionaryObject):
            continue
        entries = {**above, **{key: node[key] for key in _INHERITED if key in node}}
        kids = entry(node, "/Kids")
        if isinstance(kids, generic.ArrayObject) and entry(node, "/Type") != "/Page":
            waiting.extend((kid, entries, depth + 1) for kid in reversed(kids))
        else:
            yield raw.reference, {**entries, "/UserUnit": entry(node, "/UserUnit")}


def _box_of(entries: dict[str, object]) -> PageBox:
    return page_box(
        _numbers(entries.get("/MediaBox")),
        _numbers(entries.get("/CropBox")),
        _number(entries.get("/Rotate")),
        _number(entries.get("/UserUnit")),
    )


def _numbers(value: object) -> list[float] | None:
    if not isinstance(value, generic.ArrayObject):
        return None
    numbers = [_number(item.get_object()) for item in value]
    return [number for number in numbers if number is not None] if None not in numbers else None


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, generic.NumberObject | generic.FloatObject) else None
