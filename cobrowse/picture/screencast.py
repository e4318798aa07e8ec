"""Pictures that the browser itself gives (CDP Page.startScreencast), for hosts without an X display of their own."""

from __future__ import annotations

import asyncio
import base64
import concurrent.futures
import io
import os
import select
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final, Protocol

from PIL import Image, ImageChops

from cobrowse.picture.area import NOTHING, Area
from cobrowse.picture.canvas import Canvas
from cobrowse.picture.ports import SourceLost

_QUALITY: Final = 80
_ANSWER_WITHIN: Final = 5.0


class Cdp(Protocol):
    """A session of the Chrome DevTools Protocol with one tab, as Playwright gives it."""

    async def send(self, method: str, params: dict[str, Any] | None = None) -> dict[str, Any]:
        """One request and its answer."""

    def on(self, event: Any, f: Callable[[dict[str, Any]], None]) -> None:
        """Hears an event."""

    def remove_listener(self, event: str, f: Callable[[dict[str, Any]], None]) -> None:
        """Hears it no longer."""


class ScreencastSource:
    """One tab. `loop` is the one that `session` belongs to; frames come in there, and are read by the stream's thread."""

    name = "screencast"
    gives_jpeg = True

    def __init__(self, session: Cdp, loop: asyncio.AbstractEventLoop) -> None:
        self._session, self._loop = session, loop
        self._canvas = Canvas(2, 2)  # until `open` knows the size
        self._lock = threading.Lock()
        self._newest: bytes | None = None
        self._taken: bytes | None = None
        self._previous: Image.Image | None = None
        self._skipped = False
        """A frame came and was overtaken before it was grabbed."""
        self._exact = False
        """The canvas was made exact since the last grab."""
        self._begun = False
        """The canvas was filled without a grab."""
        self._running = False
        self._closed = False
        self._news_out, self._news_in = os.pipe()
        os.set_blocking(self._news_in, False)
        session.on("Page.screencastFrame", self._came)

    # On the event loop

    def _came(self, event: dict[str, Any]) -> None:
        data = base64.b64decode(event["data"])
        # Chromium holds two frames back until this answer, so a late one would show what is over.
        self._begin("Page.screencastFrameAck", {"sessionId": event["sessionId"]})
        with self._lock:
            # A screenshot makes the browser send the same frame once more; taken for news, that would never end.
            if self._closed or data == (self._newest or self._taken):
                return
            self._skipped = self._newest is not None
            self._newest = data
            with suppress(BlockingIOError):
                os.write(self._news_in, b"\0")

    def _begin(self, method: str, params: dict[str, Any]) -> concurrent.futures.Future[dict[str, Any]]:
        future = asyncio.run_coroutine_threadsafe(self._session.send(method, params), self._loop)
        # The tab may be gone: whoever waits for the answer learns it, and otherwise nobody needs to.
        future.add_done_callback(lambda done: done.cancelled() or done.exception())
        return future

    # On the stream's thread

    def _ask(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        """Waits for an answer; raises TimeoutError, or SourceLost when there will be none."""
        try:
            return self._begin(method, params).result(_ANSWER_WITHIN)
        except TimeoutError:
            raise
        except Exception as reason:
            # Whatever the browser's driver raises: the tab gives no pictures.
            raise SourceLost("the tab does not answer") from reason

    def open(self, width: int, height: int) -> Canvas:
        """Begins with an exact picture, because the first frame comes only when the page is painted again."""
        self.rest()
        self._canvas = Canvas(width, height)
        self._previous = self._taken = None
        self._start()
        return self._canvas

    def _start(self) -> None:
        if self._running:
            return
        size = {"maxWidth": self._canvas.width, "maxHeight": self._canvas.height}
        try:
            self._ask("Page.startScreencast", {"format": "jpeg", "quality": _QUALITY, **size})
            self._running = self._begun = True
            self.settle()
        except TimeoutError as reason:
            raise SourceLost("the tab does not answer") from reason

    def wait(self, wake: int, seconds: float | None) -> bool:
        """Sleeps until a frame came, `wake` is readable, or the time is over."""
        self._start()
        ready = select.select((self._news_out, wake), (), (), seconds)[0]
        if self._news_out in ready:
            os.read(self._news_out, 4096)
        with self._lock:
            return self._newest is not None

    def grab(self) -> Area:
        """Decodes the newest frame and takes over what differs from the one before."""
        self._start()
        with self._lock:
            newest, self._newest = self._newest, None
            overtaken, self._skipped = self._skipped and self._exact, False
        changed = self._canvas.whole if self._begun else NOTHING
        self._begun = False
        if newest is None:
            return changed
        image = self._fitting(Image.open(io.BytesIO(newest)).convert("RGB"))
        # What came and went unseen may stand in the canvas since it was made exact: then nothing there can be trusted.
        previous = None if overtaken else self._previous
        self._previous, self._taken, self._exact = image, newest, False
        # Equal pixels come out of the compression equal, so elsewhere the exact ones of a still may stay.
        box = ImageChops.difference(previous, image).getbbox() if previous else (0, 0, *image.size)
        if box is None:
            return changed
        area = Area(box[0], box[1], box[2] - box[0], box[3] - box[1]).even(self._canvas.width, self._canvas.height)
        self._canvas.put_part(image, area)
        return changed.union(area)

    def _fitting(self, image: Image.Image) -> Image.Image:
        size = (self._canvas.width, self._canvas.height)
        if image.size == size:
            return image
        fitting = Image.new("RGB", size)
        fitting.paste(image)
        return fitting

    def jpeg(self) -> bytes | None:
        """The last grabbed frame as it came."""
        return self._taken

    def settle(self) -> bool:
        """Replaces the compressed picture by the exact one."""
        params = {"format": "png", "optimizeForSpeed": True, "captureBeyondViewport": False}
        try:
            answer = self._ask("Page.captureScreenshot", params)
        except TimeoutError:
            return False
        image = self._fitting(Image.open(io.BytesIO(base64.b64decode(answer["data"]))).convert("RGB"))
        self._canvas.put_part(image, self._canvas.whole)
        self._exact = True
        return True

    def rest(self) -> None:
        """Stops the frames; the next look asks for them again."""
        if self._running:
            self._running = False
            with suppress(SourceLost, TimeoutError):
                self._ask("Page.stopScreencast", {})
            with self._lock:
                self._newest = None

    def close(self) -> None:
        """Lets the tab go. The session stays whoever's it is."""
        if self._closed:
            return
        self.rest()
        with self._lock:
            self._closed = True
            os.close(self._news_in)
            os.close(self._news_out)
        with suppress(RuntimeError):  # the loop is closed already, and with it the session
            self._loop.call_soon_threadsafe(self._session.remove_listener, "Page.screencastFrame", self._came)
