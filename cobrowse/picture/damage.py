"""Pixels of an X display, fetched only where and when they change (Damage and MIT-SHM)."""

from __future__ import annotations

import os
import select
import socket
import struct
from contextlib import suppress
from types import ModuleType
from typing import Any, Final

from cobrowse.picture.area import NOTHING, Area
from cobrowse.picture.authority import authority
from cobrowse.picture.canvas import BYTES, Canvas
from cobrowse.picture.ports import SourceLost
from cobrowse.picture.shared import Segment
from cobrowse.ports import Display

_ALL_PLANES: Final = 0xFFFFFFFF
_Z_PIXMAP: Final = 2


def missing() -> str:
    """Why this source cannot work here; empty when it can."""
    try:
        _modules()
    except (ImportError, OSError) as reason:
        return f"xcffib cannot be loaded: {reason}"
    return ""


def _modules() -> tuple[ModuleType, ModuleType, ModuleType, ModuleType]:
    # xcffib loads libxcb when it is imported, which a host without X does not have.
    import xcffib
    import xcffib.damage
    import xcffib.shm
    import xcffib.xproto

    return xcffib, xcffib.damage, xcffib.shm, xcffib.xproto


def _uid_behind(descriptor: int) -> int:
    """The user who runs the X server at the other end."""
    with socket.socket(fileno=os.dup(descriptor)) as connection:
        credentials = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    return int(struct.unpack("3i", credentials)[1])


class DamageSource:
    """The top left of a display's root window."""

    name = "damage"
    gives_jpeg = False

    def __init__(self, display: Display) -> None:
        self._display = display
        self._connection: Any = None
        self._segment: Segment | None = None
        self._canvas = Canvas(2, 2)  # until `open` knows the size
        self._changed = NOTHING

    @property
    def shares_memory(self) -> bool:
        """Whether pixels come by memory that both sides see, rather than by the socket."""
        return self._segment is not None

    def open(self, width: int, height: int) -> Canvas:
        """Connects (the first time), attaches memory for a picture of this size and asks to hear of changes."""
        xcffib, damage, shm, _ = _modules()
        try:
            if self._connection is None:
                self._connect(xcffib, damage, shm)
            self._drop_memory()
            self._canvas = Canvas(width, height)
            self._attach(width * height * BYTES)
        except xcffib.XcffibException as reason:
            raise SourceLost("the display does not answer") from reason
        self._changed = self._canvas.whole
        return self._canvas

    def _connect(self, xcffib: ModuleType, damage: ModuleType, shm: ModuleType) -> None:
        with authority(self._display):
            self._connection = connection = xcffib.connect(display=self._display.name)
        self._root = connection.get_setup().roots[connection.pref_screen].root
        self._shm = connection(shm.key)
        self._reports = connection(damage.key)
        self._reports.QueryVersion(1, 1).reply()
        self._damage = connection.generate_id()
        self._reports.CreateChecked(self._damage, self._root, damage.ReportLevel.BoundingBox).check()
        self._notice = damage.NotifyEvent
        self._failure = xcffib.XcffibException
        self._refused = (xcffib.XcffibException, xcffib.Error)

    def _attach(self, size: int) -> None:
        segment = None
        try:
            segment = Segment(size, _uid_behind(self._connection.get_file_descriptor()))
            number = self._connection.generate_id()
            self._shm.AttachChecked(number, segment.id, False).check()
        except self._refused:
            # A display on another machine, or one whose user we may not hand memory to: pixels come by the socket.
            if segment is not None:
                segment.close()
                segment.forget()
            self._connection.invalid()
        except OSError:
            self._connection.invalid()
        else:
            # Once both sides are attached the memory dies with them, also when this process is killed.
            segment.forget()
            self._segment, self._number = segment, number

    def wait(self, wake: int, seconds: float | None) -> bool:
        """Sleeps until the display tells of a change, `wake` is readable, or the time is over."""
        self._read_events()
        if self._changed:
            return True
        # Events that came along with a reply are read already, so only then does the socket tell the truth.
        select.select((self._connection.get_file_descriptor(), wake), (), (), seconds)
        self._read_events()
        return bool(self._changed)

    def _read_events(self) -> None:
        try:
            while (event := self._connection.poll_for_event()) is not None:
                if isinstance(event, self._notice):
                    box = event.area
                    self._changed = self._changed.union(Area(box.x, box.y, box.width, box.height))
            self._connection.invalid()
        except self._failure as reason:
            raise SourceLost("the display is gone") from reason

    def grab(self) -> Area:
        """Copies the rows that changed. What changes meanwhile is told again."""
        self._read_events()
        area = self._changed.within(self._canvas.width, self._canvas.height)
        self._changed = NOTHING
        try:
            # First reset, then read: what happens in between is in the pixels, and in a later notice as well.
            self._reports.Subtract(self._damage, 0, 0)
            if area:
                self._copy(area.y, area.height)
            else:
                self._connection.flush()
        except self._refused as reason:
            raise SourceLost("the display does not give its pixels") from reason
        return area

    def _copy(self, top: int, rows: int) -> None:
        canvas = self._canvas
        stride = canvas.width * BYTES
        where = (self._root, 0, top, canvas.width, rows)
        if self._segment is not None:
            self._shm.GetImage(*where, _ALL_PLANES, _Z_PIXMAP, self._number, 0).reply()
            canvas.put_rows(top, rows, self._segment.pixels, stride)
            return
        reply = self._connection.core.GetImage(_Z_PIXMAP, *where, _ALL_PLANES).reply()
        canvas.put_rows(top, rows, memoryview(reply.data.buf()), stride)

    def jpeg(self) -> bytes | None:
        """Pixels come as they are."""
        return None

    def settle(self) -> bool:
        """Pixels are exact already."""
        return False

    def rest(self) -> None:
        """After one notice the display is silent until the next `grab`."""

    def _drop_memory(self) -> None:
        if self._segment is not None:
            self._shm.Detach(self._number)
            self._connection.flush()
            self._segment.close()
            self._segment = None

    def close(self) -> None:
        """Ends the connection, with which the display forgets us."""
        if self._connection is None:
            return
        with suppress(self._failure):
            self._drop_memory()
        if self._segment is not None:
            self._segment.close()
        with suppress(self._failure):
            self._connection.disconnect()
        self._connection = self._segment = None
