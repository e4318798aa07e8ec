"""What only a display of one's own shows: video that is sharp, lines that differ, sizes that change, displays that die."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path

import av
import pytest
from PIL import Image

from cobrowse.picture import damage
from cobrowse.picture.bbr import use_bbr
from cobrowse.picture.canvas import Canvas
from cobrowse.picture.damage import DamageSource
from cobrowse.picture.encoder import CODEC, Converter
from cobrowse.picture.frames import Kind
from cobrowse.picture.viewer import Encoded
from tests.cobrowse.picture.conftest import Streams, watch
from tests.cobrowse.picture.scenes import Painted, XServer, page_of_text
from tests.cobrowse.picture.watching import Watcher, difference, same
from tests.patience import until

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.covers("F003")]

Paint = Callable[..., Painted]
_RED = Image.new("RGB", (40, 40), "red")
_VIDEO = frozenset({Kind.KEY, Kind.DELTA})


async def _exact(watcher: Watcher, scene: Painted, size: tuple[int, int] = (1280, 720)) -> None:
    expected = await scene.pixels(size)
    await until(lambda: watcher.exact and same(watcher.picture(), expected))


async def test_text_is_sharp_in_the_video_already(painted: Paint, streams: Streams) -> None:
    scene = painted()
    await scene.show(page_of_text("scherp"))
    watcher = watch(streams(scene.source()))
    await until(lambda: watcher.exact)
    assert difference(watcher.picture(_VIDEO), await scene.pixels()) < 2.0


async def test_scrolled_text_stays_sharp_and_small(painted: Paint, streams: Streams) -> None:
    scene = painted()
    tall = page_of_text("schuiven", (1280, 1500))
    await scene.show(tall.crop((0, 0, 1280, 720)))
    watcher = watch(streams(scene.source()))
    await until(lambda: watcher.exact)
    first = len(watcher.frames[0][1])
    before = len(watcher.frames)
    for top in range(40, 700, 40):
        await scene.show(tall.crop((0, top, 1280, top + 720)))
        await asyncio.sleep(0.05)
    await until(lambda: len(watcher.frames) > before)
    scrolled = [len(data) for header, data in watcher.frames[before:] if header.kind is Kind.DELTA]
    # Without the wide search a scrolled page costs nearly as much as a new one.
    assert sum(scrolled) / len(scrolled) < first / 3
    await _exact(watcher, scene)


async def test_the_stream_is_what_it_says_to_decoders(painted: Paint, streams: Streams) -> None:
    scene = painted()
    stream = streams(scene.source())
    watcher = watch(stream)
    await until(lambda: watcher.frames)
    header, data = watcher.frames[0]
    assert header.kind is Kind.KEY
    start = data.index(b"\0\0\1\x67") + 4
    assert stream.codec == CODEC == f"avc1.{data[start]:02X}{data[start + 1]:02X}{data[start + 2]:02X}"
    assert b"\0\0\1\x68" in data


async def test_a_slow_viewer_goes_down_alone_and_slows_nobody(painted: Paint, streams: Streams) -> None:
    scene = painted()
    await scene.show(page_of_text("langzaam"))
    stream = streams(scene.source())
    fast = [watch(stream) for _ in range(3)]
    for watcher in fast:
        await _exact(watcher, scene)
    slow = watch(stream, rate=300_000 / 8)
    assert slow.seat is not None
    begun = [len(watcher.frames) for watcher in fast]
    parts = [page_of_text(f"bladzijde {number}").crop((0, 60, 500, 160)) for number in range(4)]
    for step in range(120):
        await scene.show(parts[step % 4], (0, step * 4))
        await asyncio.sleep(0.04)
    # The bytes that went before the line was known to be narrow are on their way for seconds.
    await until(lambda: slow.seat is not None and slow.seat.diagnostics()["rung"] > 0)
    counts = [len(watcher.frames) - before for watcher, before in zip(fast, begun, strict=True)]
    assert min(counts) > 2 * len(slow.frames)
    for watcher in (*fast, slow):
        await _exact(watcher, scene)


async def test_equally_slow_viewers_share_an_encoder(painted: Paint, streams: Streams) -> None:
    scene = painted()
    stream = streams(scene.source())
    watchers = [watch(stream) for _ in range(3)]
    await until(lambda: all(watcher.exact for watcher in watchers))
    with stream.worker.lock:
        assert len(stream.worker.roster.channels) == 1
    for watcher in watchers:
        assert watcher.seat is not None
        watcher.seat.leave()
    await until(lambda: not stream.worker.roster.channels)


def _has_size(watcher: Watcher, size: tuple[int, int]) -> bool:
    return watcher.picture().size == size


async def test_another_size_is_shown_whole_and_exact(painted: Paint, streams: Streams, x_server) -> None:
    scene = painted(server=x_server((1920, 1080)))
    await scene.show(page_of_text("groter", (1920, 1080)))
    stream = streams(scene.source())
    watcher = watch(stream)
    await _exact(watcher, scene)
    for size in ((1920, 1080), (801, 603), (1024, 768)):
        stream.resize(*size)
        even = (size[0] & ~1, size[1] & ~1)
        await until(partial(_has_size, watcher, even))
        await _exact(watcher, scene, even)


async def test_a_size_beyond_the_display_is_an_end_and_not_a_spin(painted: Paint, streams: Streams) -> None:
    scene = painted()
    stream = streams(scene.source())
    watcher = watch(stream)
    await _exact(watcher, scene)
    stream.resize(4000, 3000)
    await until(lambda: streams.lost == 1)


async def test_a_display_that_dies_is_told_and_another_goes_on(painted: Paint, streams: Streams) -> None:
    first, second = painted(), painted()
    await second.show(page_of_text("tweede"))
    stream = streams(first.source())
    watcher = watch(stream)
    await until(lambda: watcher.exact)
    first.kill()
    await until(lambda: streams.lost == 1)
    stream.replace(second.source(), 1280, 720)
    await _exact(watcher, second)


async def test_a_failure_of_our_own_is_told_and_leaves_no_frozen_picture(
    painted: Paint, streams: Streams, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = painted()
    stream = streams(scene.source())
    watcher = watch(stream)
    await _exact(watcher, scene)

    def broken(self: Converter, canvas: Canvas) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(Converter, "video", broken)
        await scene.show(_RED, (10, 10))
        await until(lambda: streams.lost == 1)
    stream.replace(scene.source(), 1280, 720)
    await _exact(watcher, scene)


async def test_a_display_that_is_not_there_is_told(painted: Paint, streams: Streams) -> None:
    scene = painted()
    scene.kill()
    scene._server.process.wait(10)
    watcher = watch(streams(scene.source()))
    await until(lambda: streams.lost == 1)
    assert not watcher.frames


async def test_packets_for_another_transport_begin_with_a_key_and_stop_under_a_cover(
    painted: Paint, streams: Streams
) -> None:
    scene = painted()
    await scene.show(page_of_text("pakketten"))
    stream = streams(scene.source())
    packets: list[Encoded] = []
    tap = stream.tap(packets.append)
    await until(lambda: packets)
    assert packets[0].key
    await scene.show(_RED, (100, 100))
    await until(lambda: len(packets) > 3)
    tap.need_key()
    await until(lambda: sum(packet.key for packet in packets) == 2)
    tap.limit(1_000_000)
    await until(lambda: sum(packet.key for packet in packets) == 3)
    tap.cover(True)
    covered = len(packets)
    await scene.show(_RED, (300, 100))
    await asyncio.sleep(0.5)
    assert len(packets) == covered
    tap.cover(False)
    await until(lambda: len(packets) > covered)
    assert packets[covered].key
    times = [packet.milliseconds for packet in packets]
    assert times == sorted(times)
    decoder = av.CodecContext.create("h264", "r")
    for packet in packets[:3]:
        decoder.decode(av.Packet(packet.data))
    tap.leave()


async def test_a_viewer_whose_video_goes_elsewhere_gets_stills_and_is_told_when_they_are_old(
    painted: Paint, streams: Streams
) -> None:
    scene = painted()
    await scene.show(page_of_text("elders"))
    stream = streams(scene.source())
    watcher = watch(stream)
    assert watcher.seat is not None
    await _exact(watcher, scene)
    stream.tap(lambda packet: None)
    watcher.seat.by_tap(True)
    sent = len(watcher.frames)
    await until(lambda: len(watcher.frames) > sent and watcher.exact)
    await scene.show(_RED, (500, 500))
    await until(lambda: watcher.messages == [{"type": "moving"}])
    await _exact(watcher, scene)
    assert set(watcher.kinds[sent:]) == {Kind.STILL}


async def test_a_display_of_another_user_gives_its_pixels_by_shared_memory(
    painted: Paint, streams: Streams, x_server: Callable[..., XServer]
) -> None:
    # Only root may become somebody else; without root a display is always one's own, and that must work too.
    prefix = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups") if os.geteuid() == 0 else ()
    scene = painted(server=x_server(prefix=prefix))
    await scene.show(page_of_text("iemand anders"))
    source = scene.source()
    assert isinstance(source, DamageSource)
    watcher = watch(streams(source))
    await _exact(watcher, scene)
    assert source.shares_memory


async def test_without_shared_memory_pixels_come_by_the_socket(
    painted: Paint, streams: Streams, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(size: int, uid: int) -> None:
        raise OSError("no memory to share")

    monkeypatch.setattr(damage, "Segment", none)
    scene = painted()
    await scene.show(page_of_text("zonder"))
    source = scene.source()
    assert isinstance(source, DamageSource)
    watcher = watch(streams(source))
    await _exact(watcher, scene)
    assert not source.shares_memory
    await scene.show(_RED, (100, 300))
    await until(lambda: not watcher.exact)
    await _exact(watcher, scene)


async def test_congestion_control_is_asked_for_and_the_answer_is_honest() -> None:
    with socket.socket() as connection:
        available = Path("/proc/sys/net/ipv4/tcp_available_congestion_control").read_text().split()  # noqa: ASYNC240 - a line of /proc
        before = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, 16).rstrip(b"\0")
        assert use_bbr(connection) is ("bbr" in available or _now(connection) == b"bbr")
        assert _now(connection) in (b"bbr", before)


def _now(connection: socket.socket) -> bytes:
    return connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, 16).rstrip(b"\0")
