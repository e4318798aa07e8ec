"""The moving picture of one page, for as many viewers as there are."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Final

from cobrowse.picture.encoder import CODEC
from cobrowse.picture.ladder import RUNGS
from cobrowse.picture.ports import Sink, Source, Wants
from cobrowse.picture.viewer import Encoded, Tapper, Viewer
from cobrowse.picture.worker import Parcel, Worker

_STALLED: Final = 0.05
"""Seconds for which the event loop may be busy before acknowledgements that waited for it are held against no line."""


class Seat:
    """One viewer. All methods are for the event loop and return at once."""

    def __init__(self, stream: Stream, viewer: Viewer, name: str) -> None:
        self.id = name
        self._stream = stream
        self._viewer = viewer

    def acked(self, number: int) -> None:
        """The viewer has drawn this number, or thrown it away. Unknown and repeated numbers are nothing."""
        worker = self._stream.worker
        with worker.lock:
            known = self._viewer.gate.acked(number, time.monotonic())
        if known and worker.roster.waiting_for_ack:
            worker.wake()

    def need_key(self) -> None:
        """The viewer's decoder has to begin again."""
        with self._stream.worker.lock:
            self._viewer.fresh = True
        self._stream.worker.wake()

    def cover(self, on: bool) -> None:
        """On: from this moment only blurred stills, also when something sharp was on its way to `Sink.frame`."""
        self._switch("covered", on)

    def pause(self, on: bool) -> None:
        """On: nothing is sent, and nothing made for it. Off: begins with a whole picture."""
        self._switch("paused", on)

    def by_tap(self, on: bool) -> None:
        """On: the moving picture travels by a tap; the sink gets exact stills, and `moving` before each change."""
        self._switch("by_tap", on)

    def _switch(self, what: str, on: bool) -> None:
        viewer = self._viewer
        with self._stream.worker.lock:
            if getattr(viewer, what) == on:
                return
            setattr(viewer, what, on)
            viewer.start_again(time.monotonic(), *self._stream.size)
            # The first blurred still comes at once, however short ago the last one was.
            viewer.blurred_at, viewer.blurred_version = 0.0, -1
        self._stream.worker.wake()

    def leave(self) -> None:
        """The viewer is gone; nothing is sent any more."""
        self._stream.remove(self._viewer)

    def diagnostics(self) -> dict[str, Any]:
        """What is known of the viewer's line and picture; times in milliseconds, rates in kB/s."""
        worker = self._stream.worker
        with worker.lock:
            line = self._viewer.diagnostics(time.monotonic())
            video = self._viewer.video(worker.roster.video)
        width, height = self._stream.size
        kind = "h264" if video else "jpeg"
        return {"pipeline": worker.pipeline, "picture": kind, "width": width, "height": height, **line}


class Tap:
    """Takes the packets of the rung that its line carries, for a transport with a congestion control of its own."""

    def __init__(self, stream: Stream, tapper: Tapper) -> None:
        self._stream = stream
        self._tapper = tapper

    def need_key(self) -> None:
        """The other side has lost something: the next packet is to be a key frame."""
        with self._stream.worker.lock:
            self._tapper.fresh = True
        self._stream.worker.wake()

    def limit(self, bits: int) -> None:
        """The line carries this many bits a second; takes the highest rung within it, with a key frame when it is another."""
        rung = next((rung for rung in RUNGS if rung.bits <= bits), RUNGS[-1])
        with self._stream.worker.lock:
            changed = rung is not self._tapper.rung
            self._tapper.rung = rung
        if changed:
            self._stream.worker.wake()

    def cover(self, on: bool) -> None:
        """On: no packet from this moment, also none that was on its way."""
        self._switch("covered", on)

    def pause(self, on: bool) -> None:
        """On: no packets. Off: begins with a key frame."""
        self._switch("paused", on)

    def _switch(self, what: str, on: bool) -> None:
        with self._stream.worker.lock:
            if getattr(self._tapper, what) == on:
                return
            setattr(self._tapper, what, on)
            self._tapper.withdraw()
        self._stream.worker.wake()

    def leave(self) -> None:
        """No packets any more."""
        self._stream.remove(self._tapper)


class Stream:
    """Captures one source and shows it to its seats; costs nothing while there are none.

    `lost` is called on the event loop when the display or browser behind the source is gone. The seats stay: give
    another source with `replace`, or close the stream.
    """

    codec = CODEC

    def __init__(
        self,
        source: Source,
        loop: asyncio.AbstractEventLoop,
        *,
        width: int,
        height: int,
        lost: Callable[[], None] | None = None,
    ) -> None:
        self._loop = loop
        self._lost = lost
        self._names = itertools.count(1)
        self._closed = False
        self.size = (width & ~1, height & ~1)
        self.worker = Worker(self._deliver_soon, self._tell_lost)
        self.worker.order(source, *self.size)
        self.worker.start()

    def add(self, sink: Sink, wants: Wants) -> Seat:
        """A new viewer; the first thing it gets is a whole picture."""
        viewer = Viewer(sink, wants, time.monotonic(), *self.size)
        with self.worker.lock:
            self.worker.roster.members.append(viewer)
        self.worker.wake()
        return Seat(self, viewer, f"seat-{next(self._names)}")

    def tap(self, receive: Callable[[Encoded], None], bits: int = RUNGS[0].bits) -> Tap:
        """Packets for another transport: `receive` is called on the event loop, with a key frame first."""
        tapper = Tapper(receive)
        tap = Tap(self, tapper)
        tap.limit(bits)
        with self.worker.lock:
            self.worker.roster.members.append(tapper)
        self.worker.wake()
        return tap

    def remove(self, member: Viewer | Tapper) -> None:
        """Takes a member out; also twice."""
        with self.worker.lock:
            member.gone = True
            member.withdraw()
            with suppress(ValueError):
                self.worker.roster.members.remove(member)
        self.worker.wake()

    def touch(self) -> None:
        """Input went to the page: for a moment changes are shown twice as often."""
        roster = self.worker.roster
        roster.touched = time.monotonic()
        if roster.stale:
            self.worker.wake()

    def resize(self, width: int, height: int) -> None:
        """The page has another size, in device pixels; odd numbers lose one. Everybody gets a whole picture."""
        size = (width & ~1, height & ~1)
        if size != self.size:
            self.size = size
            self.worker.order(None, *size)

    def replace(self, source: Source, width: int, height: int) -> None:
        """Goes on with another source, as after a crash of the browser; the old one is closed."""
        self.size = (width & ~1, height & ~1)
        self.worker.order(source, *self.size)

    async def close(self) -> None:
        """Ends the thread and the source. Nothing is sent afterwards."""
        self._closed = True
        self.worker.stop()
        await asyncio.to_thread(self.worker.join)

    # The thread speaks

    def _deliver_soon(self, parcels: Sequence[Parcel]) -> None:
        with suppress(RuntimeError):  # the loop was closed before the stream
            self._loop.call_soon_threadsafe(self._deliver, parcels, time.monotonic())

    def _deliver(self, parcels: Sequence[Parcel], made_at: float) -> None:
        now = time.monotonic()
        with self.worker.lock:
            if now - made_at > _STALLED:
                self.worker.roster.excuse(now)
            for parcel in parcels:
                if isinstance(parcel.member, Viewer):
                    # What waited for this loop did not wait for the viewer's line.
                    parcel.member.gate.left(parcel.number, now)
        for parcel in parcels:
            member, content = parcel.member, parcel.content
            # The generation is looked at here, where cover() is called too: what is withdrawn never gets out.
            if self._closed or member.generation != parcel.generation:
                continue
            if isinstance(content, Encoded):
                if isinstance(member, Tapper):
                    member.receive(content)
            elif not isinstance(member, Viewer):
                continue
            elif isinstance(content, dict):
                member.sink.text(dict(content))
            else:
                for part in content:
                    member.sink.frame(part)

    def _tell_lost(self) -> None:
        with suppress(RuntimeError):  # the same
            self._loop.call_soon_threadsafe(self._hear_lost)

    def _hear_lost(self) -> None:
        if self._lost is not None and not self._closed:
            self._lost()
