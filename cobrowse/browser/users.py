"""A user of its own for each browser, where the server may change users."""

import contextlib
import os
import socket
from dataclasses import dataclass, field

FIRST = 2_100_000_000
"""Far from people, daemons, dynamic users and subordinate ranges."""
COUNT = 2_048


@dataclass(slots=True)
class User:
    """A user id that nobody else on this machine uses while it is held. Its group has the same number."""

    uid: int
    _held: socket.socket | None = field(default=None, repr=False)

    def release(self) -> None:
        """Give it back. Its processes must be gone."""
        if self._held is not None:
            self._held.close()
            self._held = None


def take() -> User:
    """A free user. Raises LookupError when all are taken."""
    for number in range(COUNT):
        if (user := _hold(FIRST + number)) is not None:
            if processes(user.uid):
                # Left behind by a server that was killed; the next sweep ends them.
                user.release()
                continue
            return user
    raise LookupError("every user is taken")


def left_behind() -> list[User]:
    """Users with processes whose server is gone, held now: whoever asks ends the processes and releases them."""
    found = []
    for uid in sorted({owner for owner in _owners().values() if FIRST <= owner < FIRST + COUNT}):
        if (user := _hold(uid)) is not None:
            found.append(user)
    return found


def processes(uid: int) -> list[int]:
    """The processes that run as this user."""
    return [pid for pid, owner in _owners().items() if owner == uid]


def _owners() -> dict[int, int]:
    owners = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            with contextlib.suppress(OSError):
                owners[int(name)] = os.stat(f"/proc/{name}").st_uid
    return owners


def _hold(uid: int) -> User | None:
    # An abstract address is free again the moment that its process dies, however it dies.
    held = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        held.bind(f"\0samen-page-user-{uid}")
    except OSError:
        held.close()
        return None
    return User(uid, held)
