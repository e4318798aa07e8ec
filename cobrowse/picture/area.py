"""Rectangles of a picture, and the tiles in which sharpness is counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

TILE_WIDTH: Final = 256
TILE_HEIGHT: Final = 64


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle in pixels; empty when it has no width or no height."""

    x: int
    y: int
    width: int
    height: int

    def __bool__(self) -> bool:
        return self.width > 0 and self.height > 0

    def union(self, other: Area) -> Area:
        """The smallest area that holds both."""
        if not self:
            return other
        if not other:
            return self
        x, y = min(self.x, other.x), min(self.y, other.y)
        right = max(self.x + self.width, other.x + other.width)
        bottom = max(self.y + self.height, other.y + other.height)
        return Area(x, y, right - x, bottom - y)

    def within(self, width: int, height: int) -> Area:
        """What of this lies inside a picture of this size."""
        x, y = max(0, self.x), max(0, self.y)
        right, bottom = min(width, self.x + self.width), min(height, self.y + self.height)
        return Area(x, y, right - x, bottom - y) if right > x and bottom > y else NOTHING

    def even(self, width: int, height: int) -> Area:
        """The same, grown to whole pixels of colour (two by two), inside a picture of this (even) size."""
        if not self:
            return self
        x, y = self.x & ~1, self.y & ~1
        right, bottom = self.x + self.width + 1 & ~1, self.y + self.height + 1 & ~1
        return Area(x, y, right - x, bottom - y).within(width, height)


NOTHING: Final = Area(0, 0, 0, 0)


class Tiles:
    """Which tiles of a picture one viewer does not have exactly; all of them at first."""

    def __init__(self, width: int, height: int) -> None:
        self._width, self._height = width, height
        self._columns = -(-width // TILE_WIDTH)
        self._rows = -(-height // TILE_HEIGHT)
        self._lossy = bytearray(b"\1" * (self._columns * self._rows))

    def mark(self, area: Area) -> None:
        """This area is no longer exact."""
        if not area:
            return
        first, last = area.x // TILE_WIDTH, (area.x + area.width - 1) // TILE_WIDTH
        for row in range(area.y // TILE_HEIGHT, (area.y + area.height - 1) // TILE_HEIGHT + 1):
            for column in range(first, min(last, self._columns - 1) + 1):
                if row < self._rows:
                    self._lossy[row * self._columns + column] = 1

    def settle(self, area: Area) -> None:
        """This area, made of whole tiles, was sent exactly."""
        for row in range(area.y // TILE_HEIGHT, -(-(area.y + area.height) // TILE_HEIGHT)):
            for column in range(area.x // TILE_WIDTH, -(-(area.x + area.width) // TILE_WIDTH)):
                self._lossy[row * self._columns + column] = 0

    def __bool__(self) -> bool:
        return any(self._lossy)

    def runs(self) -> Iterator[Area]:
        """The areas that are not exact, from top to bottom: neighbours in a row together."""
        for row in range(self._rows):
            column = 0
            while column < self._columns:
                if not self._lossy[row * self._columns + column]:
                    column += 1
                    continue
                start = column
                while column < self._columns and self._lossy[row * self._columns + column]:
                    column += 1
                x, y = start * TILE_WIDTH, row * TILE_HEIGHT
                yield Area(x, y, (column - start) * TILE_WIDTH, TILE_HEIGHT).within(self._width, self._height)
