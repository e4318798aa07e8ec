"""Pixels of an X display by FFmpeg, for hosts without xcffib: it looks thirty times a second and compares."""

from __future__ import annotations

import select
import time
from typing import Final

import av
from av.container import InputContainer
from PIL import Image, ImageChops

from cobrowse.picture.area import NOTHING, Area
from cobrowse.picture.authority import authority
from cobrowse.picture.canvas import BYTES, Canvas
from cobrowse.picture.ports import SourceLost
from cobrowse.ports import Display

_BUSY: Final = 1 / 33
_QUIET: Final = 1 / 15
_QUIET_AFTER: Final = 2.0


def missing() -> str:
    """Why this source cannot work here; empty when it can."""
    return "" if "x11grab" in av.formats_available else "PyAV was built without x11grab"


class X11GrabSource:
    """The top left of a display's screen."""

    name = "x11grab"
    gives_jpeg = False

    def __init__(self, display: Display) -> None:
        self._display = display
        self._container: InputContainer | None = None
        self._canvas = Canvas(2, 2)  # until `open` knows the size
        self._seen = b""
        self._next = b""
        self._changed = NOTHING
        self._looked = self._moved = 0.0

    def open(self, width: int, height: int) -> Canvas:
        """Begins to look at a picture of this size."""
        self.rest()
        self._canvas = Canvas(width, height)
        self._seen = b""
        self._look()
        return self._canvas

    def _look(self) -> None:
        """Takes one picture and notes what differs from the one before."""
        canvas = self._canvas
        self._looked = time.monotonic()
        try:
            if self._container is None:
                options = {
                    "video_size": f"{canvas.width}x{canvas.height}",
                    # Pictures are taken when we ask; the rate only bounds how long FFmpeg may wait.
                    "framerate": "240",
                    "draw_mouse": "0",
                }
                with authority(self._display):
                    self._container = av.open(self._display.name, format="x11grab", options=options)
            packet = next(self._container.demux(video=0))
        except (av.FFmpegError, StopIteration, EOFError) as reason:
            raise SourceLost("the display is gone") from reason
        pixels = bytes(packet)
        if len(pixels) != canvas.width * canvas.height * BYTES:
            raise SourceLost("the display gives pixels of another depth")
        if pixels == (self._next or self._seen):
            return
        self._moved = self._looked
        self._next = pixels
        self._changed = self._difference()

    def _difference(self) -> Area:
        canvas = self._canvas
        if not self._seen:
            return canvas.whole
        size = (canvas.width, canvas.height)
        old, new = (Image.frombuffer("RGB", size, data, "raw", "BGRX", 0, 1) for data in (self._seen, self._next))
        box = ImageChops.difference(old, new).getbbox()
        return Area(box[0], box[1], box[2] - box[0], box[3] - box[1]) if box else NOTHING

    def wait(self, wake: int, seconds: float | None) -> bool:
        """Looks now and then until something changed, `wake` is readable, or the time is over."""
        until = None if seconds is None else time.monotonic() + seconds
        while not self._changed:
            now = time.monotonic()
            if until is not None and now >= until:
                return False
            due = self._looked + (_QUIET if now - self._moved > _QUIET_AFTER else _BUSY)
            pause = max(0.0, (due if until is None else min(due, until)) - now)
            if select.select((wake,), (), (), pause)[0]:
                return False
            if time.monotonic() >= due:
                self._look()
        # Asked again before the change was taken: the caller waits for something else.
        return True

    def grab(self) -> Area:
        """Takes over the newest picture."""
        if time.monotonic() - self._looked > _BUSY:
            self._look()
        area, self._changed = self._changed, NOTHING
        if area:
            self._seen, self._next = self._next, b""
            self._canvas.put_rows(0, self._canvas.height, memoryview(self._seen), self._canvas.width * BYTES)
        return area

    def jpeg(self) -> bytes | None:
        """Pixels come as they are."""
        return None

    def settle(self) -> bool:
        """Pixels are exact already."""
        return False

    def rest(self) -> None:
        """Closes FFmpeg's eye; the next look opens it."""
        if self._container is not None:
            self._container.close()
            self._container = None

    def close(self) -> None:
        """Lets go of the display."""
        self.rest()
