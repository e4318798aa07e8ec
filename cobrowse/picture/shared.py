"""System V shared memory, through which an X server hands over pixels without copying them twice."""

from __future__ import annotations

import ctypes
import os
import struct
from typing import Final

_IPC_PRIVATE: Final = 0
_IPC_RMID: Final = 0
_IPC_SET: Final = 1
_FAILED: Final = ctypes.c_void_p(-1).value
_OWNER_ONLY: Final = 0o600


def _libc() -> ctypes.CDLL:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.shmget.argtypes = (ctypes.c_int, ctypes.c_size_t, ctypes.c_int)
    libc.shmat.argtypes = (ctypes.c_int, ctypes.c_void_p, ctypes.c_int)
    libc.shmat.restype = ctypes.c_void_p
    libc.shmdt.argtypes = (ctypes.c_void_p,)
    libc.shmctl.argtypes = (ctypes.c_int, ctypes.c_int, ctypes.c_void_p)
    return libc


def _check(result: int) -> int:
    if result == -1:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


class Segment:
    """Memory of this process that another can attach by `id`; raises OSError when the system gives none."""

    def __init__(self, size: int, reader_uid: int) -> None:
        self._libc = _libc()
        self.id = _check(self._libc.shmget(_IPC_PRIVATE, size, _OWNER_ONLY))
        self._address: int | None = None
        try:
            if reader_uid != os.geteuid():
                self._give(reader_uid)
            address = self._libc.shmat(self.id, None, 0)
            if address == _FAILED:
                _check(-1)
            self._address = address
            self.pixels = memoryview((ctypes.c_ubyte * size).from_address(address)).cast("B")
        except OSError:
            self.forget()
            raise

    def _give(self, uid: int) -> None:
        """Makes the X server's user the owner: only root may, and root itself keeps its access."""
        # struct shmid_ds begins with struct ipc_perm: key, uid, gid, cuid, cgid, mode (Linux, 64 bits).
        record = ctypes.create_string_buffer(struct.pack("=iIIIII", 0, uid, os.getegid(), 0, 0, _OWNER_ONLY), 256)
        _check(self._libc.shmctl(self.id, _IPC_SET, record))

    def forget(self) -> None:
        """Marks it to vanish with its last user; call as soon as the other side is attached."""
        self._libc.shmctl(self.id, _IPC_RMID, None)

    def close(self) -> None:
        """Detaches; nothing may read `pixels` afterwards."""
        if self._address is not None:
            self.pixels.release()
            self._libc.shmdt(self._address)
            self._address = None
