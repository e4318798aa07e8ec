"""The congestion control that keeps a lossy line quick."""

from __future__ import annotations

import socket


def use_bbr(connection: socket.socket) -> bool:
    """Asks the kernel for BBR on this connection; False where it has none (or the system has no such choice)."""
    option = getattr(socket, "TCP_CONGESTION", None)
    if option is None:
        return False
    try:
        connection.setsockopt(socket.IPPROTO_TCP, option, b"bbr")
    except OSError:
        return False
    return True
