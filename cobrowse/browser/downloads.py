"""What a page lets people download lands in the session's files, within bounds."""

import asyncio
import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Download
from playwright.async_api import Error as PlaywrightError

from cobrowse.browser.engine import Spawn
from cobrowse.ports import Files, Limits, Refused

_LOOK_EVERY: Final = 0.25
_WITHIN: Final = 600.0
_AT_ONCE: Final = 4
_MOST_NAME: Final = 150


class Downloads:
    """The downloads of one page, all tabs."""

    def __init__(
        self,
        tell: Callable[..., None],
        driver: Callable[[], str | None],
        spawn: Spawn,
        files: Files,
        folder: Path,
        limits: Limits,
    ) -> None:
        self._tell = tell
        self._driver = driver
        self._spawn = spawn
        self._files = files
        self._folder = folder
        self._limits = limits
        self._running = 0
        self._kept = 0

    def take(self, download: Download) -> None:
        """The browser has begun a download."""
        self._spawn("download of a page", self._take(download, self._driver()))

    async def _take(self, download: Download, driver: str | None) -> None:
        name = _safe(download.suggested_filename)
        self._running += 1
        try:
            if self._running > _AT_ONCE or self._kept >= self._limits.downloads:
                raise Refused("too_many_downloads")
            self._tell({"type": "notice", "code": "download_started", "name": name})
            path = await self._finished(download)
            if path.stat().st_size > self._limits.download_mb * 2**20:
                raise Refused("file_too_large")
            file_id = await self._files.keep(path, name, driver)
            self._kept += 1
            self._tell({"type": "notice", "code": "download_saved", "file_id": file_id, "name": name})
        except Refused as refusal:
            self._refuse(name, refusal.code)
        except (PlaywrightError, OSError, TimeoutError):
            self._refuse(name, "download_failed")
        finally:
            self._running -= 1
            with contextlib.suppress(PlaywrightError, TimeoutError):
                async with asyncio.timeout(5.0):
                    await download.cancel()
                    await download.delete()

    async def _finished(self, download: Download) -> Path:
        """The whole file. Raises Refused as soon as it is larger than it may be."""
        whole: asyncio.Task[Any] = self._spawn("download of a page: whole", _path(download))
        try:
            async with asyncio.timeout(_WITHIN):
                while not whole.done():
                    await asyncio.wait({whole}, timeout=_LOOK_EVERY)
                    # Which of several files is whose the browser does not say; honest downloads seldom meet.
                    if not whole.done() and self._largest() > self._limits.download_mb * 2**20:
                        raise Refused("file_too_large")
        finally:
            whole.cancel()
        path: Path | None = whole.result()
        if path is None:
            raise Refused("download_failed")
        return path

    def _largest(self) -> int:
        largest = 0
        with contextlib.suppress(OSError):
            for path in self._folder.iterdir():
                with contextlib.suppress(OSError):
                    largest = max(largest, path.lstat().st_size)
        return largest

    def _refuse(self, name: str, code: str) -> None:
        self._tell({"type": "notice", "code": "download_refused", "why": code, "name": name})


async def _path(download: Download) -> Path | None:
    """Where it is, once it is whole; None when it failed."""
    try:
        return Path(await download.path())
    except PlaywrightError:
        return None


def _safe(name: str) -> str:
    name = "".join(sign for sign in name.replace("\\", "/").rpartition("/")[2] if sign.isprintable()).strip(" .")
    return name[-_MOST_NAME:] or "download"
