"""What a page asks of the people: messages, questions, files. Drawn by their own browsers, answered by one of them."""

import asyncio
import contextlib
import itertools
import os
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Dialog, FileChooser
from playwright.async_api import Error as PlaywrightError

from cobrowse.browser.engine import Spawn
from cobrowse.browser.tab import ANSWER_WITHIN, Tab
from cobrowse.ports import Files, OfferedFile, Refused

MOST_MESSAGE: Final = 2_000
_MOST_IN_A_ROW: Final = 5
_ROW: Final = 10.0
_MOST_FILES: Final = 20

Tell = Callable[..., None]


@dataclass(slots=True)
class _Open:
    tab: Tab
    told: dict[str, Any]
    answer: Callable[[bool, str, tuple[str, ...]], Awaitable[None]]


class Dialogs:
    """The questions of one page, all tabs. `give` hands a file over to the browser's user."""

    def __init__(
        self,
        tell: Tell,
        driver: Callable[[], str | None],
        spawn: Spawn,
        files: Files,
        uploads: Path,
        give: Callable[[Path], None],
    ) -> None:
        self._tell = tell
        self._driver = driver
        self._spawn = spawn
        self._files = files
        self._uploads = uploads
        self._give = give
        self._open: dict[str, _Open] = {}
        self._names = itertools.count(1)
        self._recent: dict[str, deque[float]] = {}

    def has(self, dialog: str) -> bool:
        """Whether this question waits for an answer."""
        return dialog in self._open

    def open_in(self, tab: Tab) -> bool:
        """Whether the tab waits for an answer, and therefore stands still."""
        return any(one.tab is tab and one.told["kind"] != "files" for one in self._open.values())

    def messages(self) -> list[dict[str, Any]]:
        """All open questions, for somebody who comes in."""
        return [one.told | {"for": self._driver()} for one in self._open.values()]

    def tell_again(self) -> None:
        """Somebody else drives: the questions are theirs now."""
        for message in self.messages():
            self._tell(message)

    def ask(self, tab: Tab, dialog: Dialog) -> None:
        """A script of the page shows alert, confirm, prompt, or does not want to be left."""
        if self._too_many(tab):
            self._tell({"type": "notice", "code": "dialogs_stopped", "host": tab.host})
            # Leaving a page is never refused by a page that asks all the time.
            self._spawn("dialog of a page", _finish(dialog, dialog.type == "beforeunload", ""))
            return

        async def answer(accept: bool, text: str, _: tuple[str, ...]) -> None:
            await _finish(dialog, accept, text[:MOST_MESSAGE])

        self._show(
            tab,
            {
                "kind": dialog.type,
                "message": dialog.message[:MOST_MESSAGE],
                "value": dialog.default_value[:MOST_MESSAGE],
                "multiple": False,
            },
            answer,
        )

    def choose(self, tab: Tab, chooser: FileChooser) -> None:
        """The page wants files."""
        self._spawn("files for a page", self._choose(tab, chooser))

    async def answer(self, dialog: str, accept: bool, text: str, file_ids: tuple[str, ...]) -> None:
        """The answer to one question; unknown ones are nothing. Raises Refused when a file cannot be had."""
        one = self._open.get(dialog)
        if one is None:
            return
        if accept and one.told["kind"] == "files" and not file_ids:
            accept = False
        await one.answer(accept, text, file_ids)
        self._close(dialog)

    def drop(self, tab: Tab) -> None:
        """The tab is gone, or stands at another page: its questions with it."""
        for name in [name for name, one in self._open.items() if one.tab is tab]:
            self._close(name)

    def calm(self, tab: Tab) -> None:
        """The tab shows another page, which may ask anew."""
        self._recent.pop(tab.id, None)

    def _show(self, tab: Tab, content: dict[str, Any], answer: Callable[..., Awaitable[None]]) -> None:
        name = f"d{next(self._names)}"
        told = {"type": "dialog", "id": name, **content, "tab": tab.id, "host": tab.host}
        self._open[name] = _Open(tab, told, answer)
        self._tell(told | {"for": self._driver()})

    def _close(self, name: str) -> None:
        if self._open.pop(name, None) is not None:
            self._tell({"type": "dialog_closed", "id": name})

    def _too_many(self, tab: Tab) -> bool:
        now = time.monotonic()
        recent = self._recent.setdefault(tab.id, deque(maxlen=_MOST_IN_A_ROW))
        full = len(recent) == _MOST_IN_A_ROW and now - recent[0] < _ROW
        recent.append(now)
        return full

    async def _choose(self, tab: Tab, chooser: FileChooser) -> None:
        if await _wants_folder(chooser):
            self._tell({"type": "notice", "code": "permission_refused", "what": "folder", "host": tab.host})
            return
        try:
            offered = await self._files.offered()
        except Refused:
            offered = ()

        async def answer(accept: bool, _: str, file_ids: tuple[str, ...]) -> None:
            if accept:
                await self._give_files(chooser, offered, file_ids)

        files = [{"id": one.id, "name": one.name, "size": one.size, "media_type": one.media_type} for one in offered]
        multiple = chooser.is_multiple()
        self._show(tab, {"kind": "files", "message": "", "value": "", "multiple": multiple, "files": files}, answer)

    async def _give_files(
        self, chooser: FileChooser, offered: tuple[OfferedFile, ...], file_ids: tuple[str, ...]
    ) -> None:
        known = {one.id for one in offered}
        chosen = tuple(dict.fromkeys(file_ids))[: _MOST_FILES if chooser.is_multiple() else 1]
        if not all(one in known for one in chosen):
            raise Refused("no_file")
        paths = []
        for one in chosen:
            # A folder for each: two files may have one name.
            folder = self._uploads / os.urandom(6).hex()
            folder.mkdir(mode=0o700)
            path = await self._files.fetch(one, folder)
            self._give(folder)
            self._give(path)
            paths.append(str(path))
        with contextlib.suppress(PlaywrightError):
            await chooser.set_files(paths)


async def _finish(dialog: Dialog, accept: bool, text: str) -> None:
    with contextlib.suppress(PlaywrightError, TimeoutError):
        async with asyncio.timeout(ANSWER_WITHIN):
            if accept:
                await dialog.accept(text if dialog.type == "prompt" else None)
            else:
                await dialog.dismiss()


async def _wants_folder(chooser: FileChooser) -> bool:
    try:
        async with asyncio.timeout(ANSWER_WITHIN):
            return bool(await chooser.element.evaluate("(field) => field.webkitdirectory === true"))
    except (PlaywrightError, TimeoutError):
        return False
