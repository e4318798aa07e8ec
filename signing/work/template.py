"""The warm process that children are forked from: all that work on documents needs is loaded once, and never used here.

It is asked over the socket whose number it is given: b"F" and a socket makes a child that does one job on that socket;
b"R" and a process id answers how that child ended. It ends, and its children with it, when the server is gone.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import struct
import sys

ASK = struct.Struct("!cI")
TOLD = struct.Struct("!Ii")


def serve(control: socket.socket) -> None:
    """Fork and reap as asked, until the other end closes."""
    children: set[int] = set()
    try:
        while True:
            message, sockets, _, _ = socket.recv_fds(control, ASK.size, 1)
            if len(message) < ASK.size:
                return
            what, number = ASK.unpack(message)
            if what == b"F":
                children.add(_fork(control, sockets[0]))
            elif what == b"R":
                status = 0
                if number in children:
                    children.discard(number)
                    _, status = os.waitpid(number, 0)
                control.sendall(TOLD.pack(number, status))
    finally:
        for child in children:
            os.kill(child, signal.SIGKILL)


def _fork(control: socket.socket, number: int) -> int:
    child = os.fork()
    if child:
        os.close(number)
        return child
    try:
        control.close()
        from signing.work.child import work

        work(socket.socket(fileno=number))
    finally:
        # Never back into the loop above, whatever happened.
        os._exit(0)


def main() -> None:
    # Ctrl-C at a terminal reaches the whole group; it is the server that decides when work ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    control = socket.socket(fileno=int(sys.argv[1]))
    from signing.work import rehearsal

    rehearsal.load()
    # What is here stays shared with the children: the collector would touch it, and so copy it.
    gc.collect()
    gc.freeze()
    # From here on nobody reads what is said there.
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 2)
    os.close(silence)
    control.sendall(TOLD.pack(0, 0))
    serve(control)


if __name__ == "__main__":
    main()
