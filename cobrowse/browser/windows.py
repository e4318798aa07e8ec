"""The little of the X protocol that keeps browser windows at the size of the stage, without a window manager."""

import socket
import struct
from dataclasses import dataclass
from typing import Final

from cobrowse.ports import Display

_WITHIN: Final = 2.0
_CONFIGURE, _ATTRIBUTES, _GEOMETRY, _TREE = 12, 3, 14, 15
_X, _Y, _WIDTH, _HEIGHT = 1, 2, 4, 8
_VIEWABLE: Final = 2
_LEAST: Final = 50
"""Clients keep tiny helper windows, which nobody sees."""


@dataclass(frozen=True, slots=True)
class Window:
    """A window on the screen, the lowest first."""

    id: int
    x: int
    y: int
    width: int
    height: int
    managed: bool  # False for menus and bubbles, which place themselves


def fit(display: Display, width: int, height: int) -> None:
    """Let every managed window fill the upper left corner. Blocks; raises OSError."""
    with _Connection(display) as connection:
        for window in connection.windows():
            if window.managed and (window.x, window.y, window.width, window.height) != (0, 0, width, height):
                connection.place(window.id, width, height)
        connection.tree()  # the answer comes after the requests before it were carried out


def shown(display: Display) -> list[Window]:
    """The windows on the screen. Blocks; raises OSError."""
    with _Connection(display) as connection:
        return connection.windows()


class _Connection:
    def __init__(self, display: Display) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.settimeout(_WITHIN)
        try:
            self._socket.connect(str(display.socket))
            name, cookie = b"MIT-MAGIC-COOKIE-1", display.auth.read_bytes()[-16:]
            head = struct.pack("<BxHHHHxx", ord("l"), 11, 0, len(name), len(cookie))
            self._socket.sendall(head + name.ljust(20, b"\0") + cookie)
            status, words = struct.unpack("<B5xH", self._read(8))
            setup = self._read(words * 4)
            if status != 1:
                raise ConnectionRefusedError("the X server refuses us")
            vendor, formats = struct.unpack_from("<H", setup, 16)[0], setup[21]
            self._root = struct.unpack_from("<I", setup, 32 + (vendor + 3) // 4 * 4 + 8 * formats)[0]
        except (OSError, struct.error, IndexError) as fault:
            self._socket.close()
            raise fault if isinstance(fault, OSError) else ConnectionError("no X server answers") from None

    def __enter__(self) -> "_Connection":
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def tree(self) -> list[int]:
        """Children of the root window, the lowest first."""
        answer = self._ask(_TREE, self._root) or b""
        count = struct.unpack_from("<H", answer, 16)[0] if len(answer) >= 18 else 0
        return list(struct.unpack_from(f"<{count}I", answer, 32))

    def windows(self) -> list[Window]:
        found = []
        for window in self.tree():
            attributes, geometry = self._ask(_ATTRIBUTES, window), self._ask(_GEOMETRY, window)
            if attributes is None or geometry is None:
                continue  # closed meanwhile
            state, override = attributes[26], attributes[27]
            x, y, width, height = struct.unpack_from("<hhHH", geometry, 12)
            if state == _VIEWABLE and width >= _LEAST and height >= _LEAST:
                found.append(Window(window, x, y, width, height, not override))
        return found

    def place(self, window: int, width: int, height: int) -> None:
        mask = _X | _Y | _WIDTH | _HEIGHT
        self._socket.sendall(struct.pack("<BxHIHxxiiII", _CONFIGURE, 7, window, mask, 0, 0, width, height))

    def _ask(self, request: int, window: int) -> bytes | None:
        """The answer to a request about one window; None when there is no such window any more."""
        self._socket.sendall(struct.pack("<BxHI", request, 2, window))
        while True:
            head = self._read(32)
            if head[0] == 1:
                return head + self._read(struct.unpack_from("<I", head, 4)[0] * 4)
            if head[0] == 0 and head[10] != _CONFIGURE:
                return None
            # Else an event, or the error of an earlier request without an answer: that window is gone.

    def _read(self, size: int) -> bytes:
        found = b""
        while len(found) < size:
            piece = self._socket.recv(size - len(found))
            if not piece:
                raise ConnectionError("the X server is gone")
            found += piece
        return found
