"""The warm process that children are forked from: all that work on documents needs is loaded once, and never used here.

It is asked over the socket whose number it is given: b"F" and a socket makes a child that does one job on that socket;
b"R" and a process id ends that child, if it has not ended, and answers how it did. It ends, and its children with it,
when the server is gone.
"""

from __future__ import annotations

import contextlib
import gc
import os
import select
import signal
import socket
import struct
import sys
from collections.abc import Callable

ASK = struct.Struct("!cI")
TOLD = struct.Struct("!Ii")
_QUIET = 0.5
"""Seconds without a question. The first document is not kept waiting for what only makes the next ones faster."""
_REMEMBERED = 1000
"""Children that ended without anybody asking how."""


class Template:
    """`control`: the line to the server."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._alive: set[int] = set()
        self._ended: dict[int, int] = {}
        self._bell, self._wake = socket.socketpair()
        self._wake.setblocking(False)
        self._bell.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        signal.set_wakeup_fd(self._wake.fileno(), warn_on_full_buffer=False)

    def serve(self, when_idle: Callable[[], None] | None = None) -> None:
        """Fork and reap as asked, until the other end closes. `when_idle` is done once, in the first quiet moment."""
        try:
            while True:
                ready, _, _ = select.select([self._control, self._bell], [], [], _QUIET if when_idle else None)
                if when_idle is not None and not ready:
                    when_idle()
                    when_idle = None
                if self._bell in ready:
                    with contextlib.suppress(BlockingIOError):
                        self._bell.recv(1024)
                    self._reap()
                if self._control in ready and not self._answer():
                    return
        finally:
            for child in self._alive:
                os.kill(child, signal.SIGKILL)

    def _answer(self) -> bool:
        """Do what is asked; False when there is nobody to ask any more."""
        message, sockets, _, _ = socket.recv_fds(self._control, ASK.size, 1)
        if len(message) < ASK.size:
            return False
        what, number = ASK.unpack(message)
        if what == b"F":
            self._fork(sockets[0])
        elif what == b"R":
            self._control.sendall(TOLD.pack(number, self._end(number)))
        return True

    def _fork(self, number: int) -> None:
        child = os.fork()
        if child:
            os.close(number)
            self._alive.add(child)
            self._ended.pop(child, None)
            return
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for line in (self._control, self._bell, self._wake):
                line.close()
            from signing.work.child import work

            work(socket.socket(fileno=number))
        finally:
            # Never back into the loop above, whatever happened.
            os._exit(0)

    def _end(self, child: int) -> int:
        self._reap()
        if child in self._alive:
            os.kill(child, signal.SIGKILL)
            _, self._ended[child] = os.waitpid(child, 0)
            self._alive.discard(child)
        return self._ended.pop(child, 0)

    def _reap(self) -> None:
        for child in list(self._alive):
            found, status = os.waitpid(child, os.WNOHANG)
            if found:
                self._alive.discard(child)
                self._ended[child] = status
        while len(self._ended) > _REMEMBERED:
            del self._ended[next(iter(self._ended))]


def main() -> None:
    # Ctrl-C at a terminal reaches the whole group; it is the server that decides when work ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    control = socket.socket(fileno=int(sys.argv[1]))
    is_warm = sys.argv[2] == "warm"
    if is_warm:
        from signing.work import rehearsal

        rehearsal.load()
    _share()
    # From here on nobody reads what is said there.
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 2)
    os.close(silence)
    template = Template(control)
    control.sendall(TOLD.pack(0, 0))
    template.serve(_rehearse if is_warm else None)


def _rehearse() -> None:
    from signing.work import rehearsal

    # Without it work is slower, not wrong: what cannot be rehearsed shows itself at the first real job.
    with contextlib.suppress(Exception):
        rehearsal.rehearse()
    _share()


def _share() -> None:
    """What is here stays shared with the children: the collector would touch it, and so copy it."""
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    main()
