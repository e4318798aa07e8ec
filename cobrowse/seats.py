"""Who watches a page: each with a seat for the picture, and a link for what goes by WebRTC."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from cobrowse.browser.engine import Spawn
from cobrowse.picture.ports import Sink, Wants
from cobrowse.picture.stream import Seat, Stream
from cobrowse.rtc.choice import Way
from cobrowse.rtc.link import Link
from cobrowse.rtc.ports import Parts
from cobrowse.rtc.sound import PageSound

Servers = tuple[Mapping[str, Any], ...]


class PageSeat:
    """One viewer of a page. All methods are for the event loop and return at once."""

    def __init__(
        self,
        participant_id: str,
        sink: Sink,
        wants: Wants,
        webrtc: bool,
        spawn: Spawn,
        gone: Callable[[PageSeat], None],
    ) -> None:
        self.participant_id = participant_id
        self.sink = sink
        self.wants = wants
        self._webrtc = webrtc
        self._spawn = spawn
        self._gone = gone
        self._covered = self._paused = self._silent = self._left = False
        self._seat: Seat | None = None
        self._link: Link | None = None

    @property
    def id(self) -> str:
        """The stream's name for it."""
        return "" if self._seat is None else self._seat.id

    def sit(self, stream: Stream, encoded: bool, sound: PageSound | None) -> None:
        """Watch this stream. Again after the browser was started anew: its sound is another one."""
        fresh = self._seat is None
        if self._seat is None:
            self._seat = stream.add(self.sink, self.wants)
        link = self._link
        if link is not None:
            self._end(link)
        way = Way(self.wants.transport, h264=self.wants.h264, bbr=self.sink.bbr(), webrtc=self._webrtc, encoded=encoded)
        # Seats by a connection that has ended begin again with the WebSocket.
        self._seat.by_tap(False)
        self._link = Link(
            Parts(sound, stream.tap),
            way,
            self._seat.by_tap,
            self.sink.text,
            self._spawn,
            getattr(self.sink, "line", None),
        )
        self._settle()
        if not fresh and link is not None and link.choice != self._link.choice:
            choice = self._link.choice
            self.sink.text({"type": "transport", "transport": choice.transport, "reason": choice.reason})

    def acked(self, number: int) -> None:
        """The viewer has drawn this number, and all before it."""
        if self._seat is not None:
            self._seat.acked(number)

    def need_key(self) -> None:
        """The viewer's decoder has to begin again."""
        if self._seat is not None:
            self._seat.need_key()

    def cover(self, on: bool) -> None:
        """On: from this moment only blurred stills."""
        self._covered = on
        self._settle()

    def pause(self, on: bool) -> None:
        """On: the viewer looks elsewhere and gets no picture."""
        self._paused = on
        self._settle()

    def silence(self, on: bool) -> None:
        """On: nor does the viewer hear the page."""
        self._silent = on
        self._settle()

    def rtc(self, message: Mapping[str, Any], servers: Servers) -> None:
        """A message rtc or rtc_stop of the viewer's page."""
        if self._link is not None:
            self._link.take(message, servers)

    def leave(self) -> None:
        """The viewer is gone. Also twice."""
        if self._left:
            return
        self._left = True
        if self._seat is not None:
            self._seat.leave()
        if self._link is not None:
            self._end(self._link)
        self._gone(self)

    def ready(self) -> dict[str, Any]:
        """How the picture comes, for the first message."""
        if self._link is None:
            return {"transport": "websocket", "reason": "starting"}
        choice = self._link.choice
        return {"transport": choice.transport, "reason": choice.reason}

    def diagnostics(self) -> dict[str, Any]:
        """What is known of the viewer's line and picture."""
        seat = {} if self._seat is None else self._seat.diagnostics()
        return seat | ({} if self._link is None else self._link.diagnostics())

    def _settle(self) -> None:
        if self._seat is not None:
            self._seat.cover(self._covered)
            self._seat.pause(self._paused)
        if self._link is not None:
            self._link.cover(self._covered)
            self._link.pause(self._paused)
            self._link.silence(self._silent)

    def _end(self, link: Link) -> None:
        closing: Coroutine[Any, Any, None] = link.close()
        self._spawn("end of a viewer's connection", closing)
