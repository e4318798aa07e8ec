"""The folder of this process's pages, and removing what a killed process has left."""

import asyncio
import contextlib
import fcntl
import hashlib
import os
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

import structlog

from cobrowse.browser import display, processes, users

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Ground:
    """A folder that other users may pass through, locked for as long as this process lives."""

    folder: Path
    _lock: int

    def close(self) -> None:
        """Remove it, and with the last one the folder that was made beside the wanted one."""
        shutil.rmtree(self.folder, ignore_errors=True)
        if self.folder.parent.parent == Path(tempfile.gettempdir()):
            with contextlib.suppress(OSError):
                self.folder.parent.rmdir()
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1


def take(wanted: Path) -> Ground:
    """A fresh folder inside of `wanted`, or beside it where browsers of other users could not come. Blocks."""
    parent = _passable(wanted)
    folder = Path(tempfile.mkdtemp(prefix="run-", dir=parent))
    folder.chmod(0o711)
    lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)
    return Ground(folder, lock)


async def sweep(wanted: Path) -> None:
    """End and remove what processes that were killed have left: browsers, displays, users, profiles, downloads."""
    parent = await asyncio.to_thread(_passable, wanted)
    left = []
    for folder in sorted(parent.glob("run-*")):
        lock = _try_lock(folder)
        if lock is not None:
            left.append((folder, lock))
    for folder, _ in left:
        await processes.end(processes.with_argument(str(folder)))
    if os.geteuid() == 0:
        behind = users.left_behind()
        for user in behind:
            await processes.end((), uid=user.uid)
        display.forget_dead(frozenset(user.uid for user in behind))
        for user in behind:
            user.release()
    for folder, lock in left:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
        os.close(lock)
    if left:
        log.info("What a killed process left of its pages was removed.", folders=len(left))


def _try_lock(folder: Path) -> int | None:
    """Its lock, when nobody holds it."""
    lock = -1
    with contextlib.suppress(OSError):
        lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return lock
    if lock >= 0:
        os.close(lock)
    return None


def _passable(wanted: Path) -> Path:
    wanted.mkdir(parents=True, exist_ok=True)
    if os.geteuid() != 0:
        return wanted
    wanted.chmod(0o711)
    # Browsers run as users of their own, who have to reach their profile by its whole path.
    if all(stat.S_IMODE(place.stat().st_mode) & stat.S_IXOTH for place in (wanted, *wanted.resolve().parents)):
        return wanted
    mark = hashlib.sha256(str(wanted.resolve()).encode()).hexdigest()[:12]
    beside = Path(tempfile.gettempdir()) / f"samen-{mark}"
    with contextlib.suppress(FileExistsError):
        beside.mkdir(mode=0o711)
    found = beside.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != 0:
        raise PermissionError("somebody else's folder stands where the pages of this server would go")
    beside.chmod(0o711)
    return beside
