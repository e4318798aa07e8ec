"""What of a page is seen, and where a place on it lies in the page's own coordinates. Agrees with pdf.js."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from signing.model import PageSize, Place, Refused

_LETTER = (0.0, 0.0, 612.0, 792.0)

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
