"""How a viewer's TCP connection fares, as the kernel sees it."""

import socket
import struct
import sys
from dataclasses import dataclass

# struct tcp_info of Linux (include/uapi/linux/tcp.h): tcpi_rtt, tcpi_total_retrans and tcpi_data_segs_out.
_RTT, _RETRANSMITTED, _SENT = 68, 100, 156
_LENGTH = 160
_ENOUGH = 20
"""Segments: with fewer, one that got lost would say nothing about the line."""
_KEEP = 0.7


@dataclass(frozen=True, slots=True)
class Line:
    """`round_trip` in seconds; segments with data since the connection began."""

    round_trip: float
    sent: int
    retransmitted: int


def read(connection: socket.socket) -> Line | None:
    """None where the system does not tell. Behind a proxy this is the line to the proxy."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        info = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _LENGTH)
    except OSError:
        return None
    if len(info) < _LENGTH:
        return None

    def word(place: int) -> int:
        return int(struct.unpack_from("=I", info, place)[0])

    return Line(word(_RTT) / 1e6, word(_SENT), word(_RETRANSMITTED))


@dataclass(slots=True)
class LossMeter:
    """The part of the segments that had to be sent again, over the last few seconds in which any were sent."""

    loss: float = 0.0
    _sent: int = 0
    _retransmitted: int = 0

    def look(self, line: Line) -> float:
        sent, again = line.sent - self._sent, line.retransmitted - self._retransmitted
        if sent >= _ENOUGH:
            self.loss = _KEEP * self.loss + (1 - _KEEP) * min(1.0, max(0, again) / sent)
            self._sent, self._retransmitted = line.sent, line.retransmitted
        return self.loss
