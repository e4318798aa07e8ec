"""The newest pixels of a page, in memory that the encoder reads."""

from __future__ import annotations

from typing import Any

from av import VideoFrame
from PIL import Image

from cobrowse.picture.area import Area

BYTES = 4


class Canvas:
    """Pixels as blue, green, red and one unused byte. One thread writes and reads it; `width` and `height` are even."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.frame = VideoFrame(width, height, "bgr0")
        plane = self.frame.planes[0]
        self.stride = plane.line_size
        self.pixels = memoryview(plane)

    @property
    def whole(self) -> Area:
        """All of it."""
        return Area(0, 0, self.width, self.height)

    def put_rows(self, top: int, rows: int, data: memoryview, stride: int) -> None:
        """Replaces whole rows; `data` holds `rows` lines that are `stride` bytes apart."""
        if stride == self.stride:
            self.pixels[top * stride : (top + rows) * stride] = data[: rows * stride]
            return
        line = self.width * BYTES
        for row in range(rows):
            start = (top + row) * self.stride
            self.pixels[start : start + line] = data[row * stride : row * stride + line]

    def put_part(self, image: Image.Image, area: Area) -> None:
        """Replaces an area by the same area of an RGB image of the canvas's size."""
        box = (area.x, area.y, area.x + area.width, area.y + area.height)
        data = memoryview(image.crop(box).tobytes("raw", "BGRX"))
        line = area.width * BYTES
        if line == self.stride:
            self.put_rows(area.y, area.height, data, line)
            return
        for row in range(area.height):
            start = (area.y + row) * self.stride + area.x * BYTES
            self.pixels[start : start + line] = data[row * line : (row + 1) * line]

    def image(self, area: Area | None = None) -> Image.Image:
        """A copy of an area (all of it by default) as RGB."""
        area = area or self.whole
        start = area.y * self.stride + area.x * BYTES
        # A view, not bytes: Pillow reads any buffer, and a copy of everything below the area would cost more than the area.
        data: Any = self.pixels[start:]
        return Image.frombuffer("RGB", (area.width, area.height), data, "raw", "BGRX", self.stride, 1)
