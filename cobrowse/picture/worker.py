"""The one thread of a page that captures, encodes and hands over."""

from __future__ import annotations

import os
import select
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import structlog

from cobrowse.picture import encoder
from cobrowse.picture.area import NOTHING, Area
from cobrowse.picture.channel import Channel
from cobrowse.picture.frames import Flags, Kind
from cobrowse.picture.maker import Maker
from cobrowse.picture.ports import Source, SourceLost
from cobrowse.picture.roster import Roster
from cobrowse.picture.viewer import Encoded, Member, Tapper, Viewer

log = structlog.get_logger(__name__)

_MOVING: Final = {"type": "moving"}


@dataclass(frozen=True, slots=True)
class Parcel:
    """Something made for one member; not to be sent once the member's generation has moved on."""

    member: Member
    generation: int
    number: int
    content: tuple[bytes, ...] | Encoded | dict[str, str]
    lossy: Area = NOTHING
    """What it draws that is not exact."""


class Worker(threading.Thread):
    """`stop` ends it. `roster` is guarded by `lock`; everything else is the thread's own."""

    def __init__(self, deliver: Callable[[Sequence[Parcel]], None], lost: Callable[[], None]) -> None:
        super().__init__(name="page-picture", daemon=True)
        self.lock = threading.Lock()
        self.roster = Roster()
        self.pipeline = ""
        self._deliver, self._lost = deliver, lost
        self._order: tuple[Source | None, int, int] | None = None
        self._stopping = False
        self._source: Source | None = None
        self._maker: Maker | None = None
        self._settled = True
        self._number = 0
        self._began = time.monotonic()
        self._wake_out, wake_in = os.pipe()
        os.set_blocking(wake_in, False)
        self._wake_lock = threading.Lock()
        self._wake_in: int | None = wake_in

    # For other threads

    def wake(self) -> None:
        """Makes the thread look again."""
        with self._wake_lock, suppress(BlockingIOError):  # a full pipe says the same
            if self._wake_in is not None:
                os.write(self._wake_in, b"\0")

    def order(self, source: Source | None, width: int, height: int) -> None:
        """Go on with this source (None: with the present one) in this size."""
        with self.lock:
            superseded = self._order[0] if self._order else None
            self._order = (source or superseded, width, height)
        self.wake()

    def stop(self) -> None:
        """End after what is being made."""
        self._stopping = True
        self.wake()

    # The thread

    def run(self) -> None:
        """Captures and encodes until stopped; tells when the source is lost, and waits for another."""
        try:
            while not self._stopping:
                try:
                    self._turn()
                except SourceLost:
                    self._give_up()
                except Exception:
                    # A thread that dies leaves a picture that stands still, which nobody can tell from a page at rest.
                    log.exception("The picture of a page failed")
                    self._give_up()
        finally:
            self._drop_source()
            self._close_pipe()

    def _give_up(self) -> None:
        self._drop_source()
        self._lost()

    def _close_pipe(self) -> None:
        with self._wake_lock:
            wake_in, self._wake_in = self._wake_in, None
        if wake_in is not None:
            os.close(wake_in)
        os.close(self._wake_out)

    def _drop_source(self) -> None:
        source, self._source, self._maker = self._source, None, None
        with self.lock:
            # With the channels go their encoders, tens of megabytes each.
            self.roster.channels.clear()
        if source is not None:
            source.close()

    def _turn(self) -> None:
        self._take_order()
        now = time.monotonic()
        with self.lock:
            self.roster.sort(now)
            watched, stale = self.roster.watched, self.roster.stale
            due = self.roster.due(now)
        source, maker = self._source, self._maker
        if source is None or maker is None or not watched:
            if source is not None:
                source.rest()
                with self.lock:
                    # Nobody knows what changes until somebody watches again.
                    self.roster.stale = True
            self._sleep(None)
            return
        seconds = None if due is None else max(0.0, due - now)
        if stale or seconds == 0.0:
            self._sleep(seconds)
        elif source.wait(self._wake_out, seconds):
            with self.lock:
                self.roster.stale = True
        self._sleep(0.0)
        self._work(maker, source)

    def _sleep(self, seconds: float | None) -> None:
        if select.select((self._wake_out,), (), (), seconds)[0]:
            os.read(self._wake_out, 4096)

    def _take_order(self) -> None:
        with self.lock:
            order, self._order = self._order, None
        if order is None:
            return
        source, width, height = order
        if source is not None and source is not self._source:
            self._drop_source()
            self._source = source
        if self._source is None:
            return
        canvas = self._source.open(width & ~1, height & ~1)
        self._maker = Maker(canvas)
        self.pipeline = self._source.name
        with self.lock:
            video = not self._source.gives_jpeg and not encoder.missing()
            self.roster.start_again(canvas.whole, video, time.monotonic())

    def _work(self, maker: Maker, source: Source) -> None:
        now = time.monotonic()
        with self.lock:
            ready, blurred = self.roster.ready(now), self.roster.blurred(now)
            wants_pixels = self.roster.wants_pixels(now)
        if wants_pixels:
            area = source.grab().even(maker.canvas.width, maker.canvas.height)
            self._settled = self._settled and not area
            with self.lock:
                self.roster.changed(area, now)
                outdated = [Parcel(viewer, viewer.generation, 0, _MOVING) for viewer in self.roster.outdated()]
            if outdated:
                self._deliver(outdated)
        with self.lock:
            maker.at(self.roster.version)
        for channel in ready:
            self._make(maker, source, channel, now)
        if blurred:
            self._blur(maker, blurred)
        if not ready:
            self._sharpen(maker, source)

    def _make(self, maker: Maker, source: Source, channel: Channel, now: float) -> None:
        with self.lock:
            due = channel.due(stale=False, hurried=True)
            members = [(member, member.generation, member.fresh) for member in channel.members if member.active]
            if due is None or due > now or not members:
                # What changed lies outside the picture, or everybody left meanwhile.
                return
            key = any(fresh for _, _, fresh in members)
            changed = channel.sending(now, key)
            for member, _, _ in members:
                member.fresh = False
        whole = maker.canvas.whole
        number = self._next_number()
        packet: Encoded | None = None
        if channel.video:
            packet = maker.video(channel, self._milliseconds(), key)
            kind, payload = Kind.KEY if packet.key else Kind.DELTA, packet.data
        else:
            kind = Kind.JPEG
            payload, changed = maker.jpeg(whole if key else changed, channel.index, source.jpeg())
        parcels = []
        for member, generation, fresh in members:
            if isinstance(member, Tapper):
                if packet is not None:
                    parcels.append(Parcel(member, generation, number, packet))
                continue
            area = whole if fresh else changed
            header = maker.header(kind, number, self._milliseconds(), area, channel.index, Flags.END)
            parcels.append(Parcel(member, generation, number, (header + payload,), lossy=area))
        self._hand_over(parcels)

    def _blur(self, maker: Maker, viewers: Sequence[Viewer]) -> None:
        payload = maker.blurred()
        now = time.monotonic()
        number = self._next_number()
        header = maker.header(Kind.BLURRED, number, self._milliseconds(), maker.canvas.whole, 0, Flags.END)
        with self.lock:
            parcels = []
            for viewer in viewers:
                if viewer.covered:
                    viewer.blurred_at, viewer.blurred_version = now, self.roster.version
                    parcels.append(Parcel(viewer, viewer.generation, number, (header + payload,)))
        self._hand_over(parcels)

    def _sharpen(self, maker: Maker, source: Source) -> None:
        """Sends exact pixels to those who have none, a little at a time: a change of the page comes first."""
        now = time.monotonic()
        with self.lock:
            blunt = [(viewer, viewer.generation, viewer.budget(now)) for viewer in self.roster.blunt(now)]
        if not blunt:
            return
        if not self._settled:
            self._settled = True
            if source.settle():
                with self.lock:
                    self.roster.version += 1
                    maker.at(self.roster.version)
        for viewer, generation, budget in blunt:
            parts = maker.exact(viewer, budget)
            number = self._next_number()
            with self.lock:
                if viewer.generation != generation:
                    continue
                for area, _ in parts:
                    viewer.tiles.settle(area)
                last = Flags.END if viewer.tiles else Flags.END | Flags.QUIET
                rung = viewer.ladder.index
            contents = []
            for index, (area, data) in enumerate(parts, 1):
                flags = last if index == len(parts) else Flags.NONE
                contents.append(maker.header(Kind.STILL, number, self._milliseconds(), area, rung, flags) + data)
            self._hand_over([Parcel(viewer, generation, number, tuple(contents))])

    def _hand_over(self, parcels: Sequence[Parcel]) -> None:
        now = time.monotonic()
        with self.lock:
            valid = [parcel for parcel in parcels if parcel.generation == parcel.member.generation]
            for parcel in valid:
                if isinstance(parcel.member, Viewer) and isinstance(parcel.content, tuple):
                    size = sum(len(part) for part in parcel.content)
                    parcel.member.gate.sent(parcel.number, size, now)
                    parcel.member.counted(size, now)
                    parcel.member.tiles.mark(parcel.lossy)
        if valid:
            self._deliver(valid)

    def _next_number(self) -> int:
        self._number += 1
        return self._number

    def _milliseconds(self) -> int:
        return int((time.monotonic() - self._began) * 1000)
