"""Input of one tab: the driver's events go to the browser in their order, never waiting for a page that is slow."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from typing import Any, Final, Protocol

from cobrowse.driving.events import Event
from cobrowse.driving.hands import PASTE, Call, Hands, command

Tasks = Callable[[str, Coroutine[Any, Any, Any]], asyncio.Task[Any]]

# Unanswered commands beyond which moves and turns of the wheel are left out, and beyond which all input is.
_SLOW: Final = 64
_STUCK: Final = 512
_PASTE_SECONDS: Final = 2.0
_RELEASES: Final = frozenset({"keyUp", "mouseReleased", "touchEnd", "touchCancel", "dragCancel", "drop"})


class Browser(Protocol):
    """The part of Playwright's CDPSession that input needs."""

    async def send(self, method: str, params: dict[str, Any] | None = None) -> Any:
        """One command and its answer."""
        ...


class Input:
    """Sends input to one tab. `width` and `height`: the picture in the unit of the browser's input."""

    def __init__(
        self,
        cdp: Browser,
        tasks: Tasks,
        *,
        width: float,
        height: float,
        paste: Callable[[str], Awaitable[bool]] | None = None,
    ) -> None:
        self.hands = Hands(width, height)
        self.dropped = 0
        self._cdp = cdp
        self._tasks = tasks
        self._paste = paste
        self._waiting: deque[Call] = deque()
        self._pasting = False
        self._turn = 0  # rises with every release: what began before it does nothing after
        self._sending: set[asyncio.Task[Any]] = set()

    @property
    def busy(self) -> bool:
        """Whether the page has not answered to everything yet."""
        return bool(self._sending or self._waiting)

    async def settled(self) -> None:
        """Wait until the page has answered to everything that was sent until now."""
        if self._sending:
            await asyncio.wait(set(self._sending))

    async def start(self) -> None:
        """Have drags told to us instead of to a window system that no pointer of ours reaches."""
        await self._cdp.send("Input.setInterceptDrags", {"enabled": True})

    def resize(self, width: float, height: float) -> None:
        """The viewport has another size."""
        self.hands.width, self.hands.height = width, height

    def take(self, events: Iterable[Event]) -> None:
        """Send these events; returns at once."""
        for event in events:
            if len(self._sending) >= _STUCK:
                self.dropped += 1
                continue
            self._queue(self.hands.take(event))

    def copy(self) -> None:
        """Press Control and C."""
        self._queue(command("c"))

    def drag_began(self, data: dict[str, Any]) -> None:
        """The page began a drag (`Input.dragIntercepted`)."""
        self._queue(self.hands.dragging(data))

    def release_all(self) -> None:
        """Let go of every key, button, finger, drag and composition, also where the page is stuck."""
        # What waits behind a paste is forgotten, except releases: the hands no longer know of those keys.
        self._turn += 1
        ups = [call for call in self._waiting if call.params.get("type") in _RELEASES]
        self._waiting.clear()
        for call in (*ups, *self.hands.release()):
            self._start(call)

    def _queue(self, calls: Iterable[Call]) -> None:
        self._waiting.extend(calls)
        self._flush()

    def _start(self, call: Call) -> None:
        self._begin("page input", self._send(call))

    def _begin(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        task = self._tasks(name, work)
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    def _flush(self) -> None:
        while self._waiting and not self._pasting:
            call = self._waiting.popleft()
            if call.droppable and len(self._sending) >= _SLOW:
                self.dropped += 1
            elif call.method == PASTE:
                self._pasting = True
                self._begin("page paste", self._insert(call.params["text"]))
            else:
                self._start(call)

    async def _send(self, call: Call) -> None:
        try:
            await self._cdp.send(call.method, call.params)
        except Exception:  # noqa: BLE001  # a tab that closed or crashed answers with an error, which its owner sees
            self.dropped += 1

    async def _insert(self, text: str) -> None:
        """Paste through the page's own handlers; where no script of ours answers, insert the text."""
        turn = self._turn
        try:
            async with asyncio.timeout(_PASTE_SECONDS):
                done = self._paste is not None and await self._paste(text)
                if not done and turn == self._turn:
                    await self._cdp.send("Input.insertText", {"text": text})
        except Exception:  # noqa: BLE001  # as above
            self.dropped += 1
        finally:
            self._pasting = False
            self._flush()
