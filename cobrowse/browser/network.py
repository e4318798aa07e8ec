"""A network of its own for one browser: nothing in it but a loopback device and the door of its proxy."""

import ctypes
import fcntl
import os
import socket
import struct
import sys
import threading
from dataclasses import dataclass

PORT = 3128
_CLONE_NEWNET = 0x40000000
_SIOCGIFFLAGS, _SIOCSIFFLAGS, _IFF_UP = 0x8913, 0x8914, 1


@dataclass(slots=True)
class Network:
    """A network namespace, and a socket that listens inside of it on 127.0.0.1:3128.

    Whoever accepts on `door` outside speaks to programs inside: the only way out there is.
    """

    namespace: int  # file descriptor
    door: socket.socket

    @property
    def path(self) -> str:
        """The namespace as a file, for nsenter; good while this process holds it."""
        return f"/proc/{os.getpid()}/fd/{self.namespace}"

    def close(self) -> None:
        """Let go of the namespace; it is gone with the last program in it."""
        if self.namespace >= 0:
            os.close(self.namespace)
            self.namespace = -1
        self.door.close()


def make() -> Network:
    """A new network. Raises OSError where that is not allowed (not root, or not Linux). Blocks for a moment."""
    made: list[Network] = []
    faults: list[OSError] = []

    def work() -> None:
        # Namespaces belong to a thread: this one enters, opens what is needed, and ends there.
        try:
            made.append(_make_here())
        except OSError as fault:
            faults.append(fault)

    thread = threading.Thread(target=work, name="network")
    thread.start()
    thread.join()
    if faults:
        raise faults[0]
    return made[0]


def _make_here() -> Network:
    if sys.platform != "linux":
        raise OSError("networks of one's own need Linux")
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_CLONE_NEWNET) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    namespace = os.open("/proc/thread-self/ns/net", os.O_RDONLY | os.O_CLOEXEC)
    try:
        door = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            request = struct.pack("16sh14x", b"lo", 0)
            flags = struct.unpack("16sh14x", fcntl.ioctl(door, _SIOCGIFFLAGS, request))[1]
            fcntl.ioctl(door, _SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", flags | _IFF_UP))
            door.bind(("127.0.0.1", PORT))
            door.listen(128)
            door.setblocking(False)
        except OSError:
            door.close()
            raise
    except OSError:
        os.close(namespace)
        raise
    return Network(namespace, door)
