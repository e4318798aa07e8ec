"""What every viewer may count on, whichever way the pixels come."""

from __future__ import annotations

import asyncio
import time
from functools import partial

import pytest
from PIL import Image

from cobrowse.picture.area import Area, Tiles
from cobrowse.picture.frames import Kind
from tests.cobrowse.picture.conftest import Streams, watch
from tests.cobrowse.picture.scenes import HEIGHT, WIDTH, Scene, page_of_text
from tests.cobrowse.picture.watching import Watcher, difference, same
from tests.patience import until

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.covers("F003")]

_RED = Image.new("RGB", (40, 40), "red")


async def _shows(watcher: Watcher, scene: Scene, size: tuple[int, int] = (WIDTH, HEIGHT)) -> None:
    """Waits until the viewer's pixels are the display's, bit for bit."""
    await until(lambda: watcher.exact)
    expected = await scene.pixels(size)
    await until(lambda: watcher.exact and same(watcher.picture(), expected))


async def test_a_page_that_rests_is_shown_bit_for_bit(scene: Scene, streams: Streams) -> None:
    await scene.show(page_of_text("hypotheek"))
    watcher = watch(streams(scene.source()))
    await _shows(watcher, scene)


async def test_a_change_is_seen_and_made_exact_where_it_was(scene: Scene, streams: Streams) -> None:
    await scene.show(page_of_text("pensioen"))
    watcher = watch(streams(scene.source()))
    await _shows(watcher, scene)
    before = len(watcher.frames)
    await scene.show(_RED, (300, 300))
    await until(lambda: len(watcher.frames) > before)
    await _shows(watcher, scene)
    tiles = Tiles(WIDTH, HEIGHT)
    tiles.settle(Area(0, 0, WIDTH, HEIGHT))
    for header, _ in watcher.frames[before:]:
        if header.kind is not Kind.STILL:
            tiles.mark(header.area)
            continue
        # What was exact and did not change is not sent again.
        assert any(run.union(header.area) == run for run in tiles.runs())
        tiles.settle(header.area)


async def test_a_page_that_rests_sends_nothing(scene: Scene, streams: Streams) -> None:
    await scene.show(page_of_text("rust"))
    watcher = watch(streams(scene.source()))
    await _shows(watcher, scene)
    for _ in range(6):
        # A busy machine looks like a narrow line for a while; what climbs back from there sends the page once more.
        sent = len(watcher.frames)
        await asyncio.sleep(1.5)
        if len(watcher.frames) == sent:
            break
    assert len(watcher.frames) == sent
    await scene.show(_RED, (10, 100))
    await until(lambda: len(watcher.frames) > sent)


async def test_who_joins_in_the_middle_begins_with_a_whole_picture(scene: Scene, streams: Streams) -> None:
    await scene.show(page_of_text("eerst"))
    stream = streams(scene.source())
    first = watch(stream)
    await _shows(first, scene)
    await scene.show(_RED, (600, 200))
    second = watch(stream)
    await _shows(second, scene)
    header = second.frames[0][0]
    assert header.kind in (Kind.KEY, Kind.JPEG)
    assert (header.area.width, header.area.height) == (header.page_width, header.page_height)
    await _shows(first, scene)


async def test_a_covered_seat_gets_only_blurred_stills_and_others_stay_sharp(scene: Scene, streams: Streams) -> None:
    await scene.show(page_of_text("geheim"))
    stream = streams(scene.source())
    adviser, client = watch(stream), watch(stream)
    assert client.seat is not None
    await _shows(client, scene)
    for step in range(12):
        await scene.show(_RED, (50 * step, 100))
        if step == 6:
            client.seat.cover(True)
            covered = len(client.frames)
    await scene.show(page_of_text("rekening NL00 BANK 0123"))
    await _shows(adviser, scene)
    await until(lambda: len(client.frames) > covered)
    await asyncio.sleep(1.0)
    assert set(client.kinds[covered:]) == {Kind.BLURRED}
    blurred = client.picture()
    sharp = await scene.pixels()
    assert difference(blurred, sharp) > 5
    assert _detail(blurred) < _detail(sharp) / 20
    client.seat.cover(False)
    await _shows(client, scene)


def _detail(image: Image.Image) -> float:
    """How much neighbouring columns differ: text has much of it, a blurred picture next to none."""
    width, height = image.size
    return difference(image.crop((1, 0, width, height)), image.crop((0, 0, width - 1, height)))


def _got_more(watcher: Watcher, than: int) -> bool:
    return len(watcher.frames) > than


async def test_a_sharp_frame_that_is_already_on_its_way_does_not_pass_a_cover(scene: Scene, streams: Streams) -> None:
    await scene.show(page_of_text("geheim"))
    watcher = watch(streams(scene.source()))
    assert watcher.seat is not None
    await _shows(watcher, scene)
    for step in range(5):
        await scene.show(_RED, (100 * step, 300))
        # Nothing runs on the loop meanwhile, so what the thread makes of this change waits there to be sent.
        time.sleep(0.3)  # noqa: ASYNC251 - the loop is to stand still
        sent = len(watcher.frames)
        watcher.seat.cover(True)
        await until(partial(_got_more, watcher, sent))
        assert set(watcher.kinds[sent:]) == {Kind.BLURRED}
        watcher.seat.cover(False)
        await _shows(watcher, scene)


async def test_another_size_is_shown_whole_and_exact(scene: Scene, streams: Streams) -> None:
    await scene.show(page_of_text("kleiner"))
    stream = streams(scene.source())
    watcher = watch(stream)
    await _shows(watcher, scene)
    await scene.resize((1001, 601))
    stream.resize(1001, 601)
    await until(lambda: watcher.picture().size == (1000, 600))
    await _shows(watcher, scene, (1000, 600))


async def test_a_seat_that_is_covered_from_the_start_never_gets_a_sharp_frame(scene: Scene, streams: Streams) -> None:
    await scene.show(page_of_text("geheim"))
    stream = streams(scene.source())
    watcher = watch(stream)
    assert watcher.seat is not None
    watcher.seat.cover(True)
    await until(lambda: watcher.frames)
    await scene.show(_RED, (10, 100))
    await asyncio.sleep(0.8)
    assert set(watcher.kinds) == {Kind.BLURRED}


async def test_blurred_stills_are_at_most_two_a_second(scene: Scene, streams: Streams) -> None:
    watcher = watch(streams(scene.source()))
    assert watcher.seat is not None
    watcher.seat.cover(True)
    for step in range(30):
        await scene.show(_RED, (30 * step, 50))
        await asyncio.sleep(0.03)
    times = [header.time_ms for header, _ in watcher.frames]
    assert len(times) >= 2
    assert all(later - earlier >= 300 for earlier, later in zip(times, times[1:], strict=False))


async def test_a_paused_seat_gets_nothing_and_then_everything(scene: Scene, streams: Streams) -> None:
    await scene.show(page_of_text("pauze"))
    watcher = watch(streams(scene.source()))
    assert watcher.seat is not None
    await _shows(watcher, scene)
    watcher.seat.pause(True)
    sent = len(watcher.frames)
    await scene.show(page_of_text("verder"))
    await asyncio.sleep(0.5)
    assert len(watcher.frames) == sent
    watcher.seat.pause(False)
    await until(lambda: len(watcher.frames) > sent)
    await _shows(watcher, scene)


async def test_a_viewer_without_h264_sees_the_same(scene: Scene, streams: Streams) -> None:
    await scene.show(page_of_text("zonder video"))
    watcher = watch(streams(scene.source()), h264=False)
    await _shows(watcher, scene)
    await scene.show(_RED, (100, 500))
    await until(lambda: watcher.kinds[-1] is Kind.STILL and watcher.exact)
    await _shows(watcher, scene)
    assert set(watcher.kinds) <= {Kind.JPEG, Kind.STILL}


async def test_a_decoder_that_fails_asks_for_a_whole_picture(scene: Scene, streams: Streams) -> None:
    await scene.show(page_of_text("opnieuw"))
    watcher = watch(streams(scene.source()))
    assert watcher.seat is not None
    await _shows(watcher, scene)
    sent = len(watcher.frames)
    watcher.seat.need_key()
    await until(lambda: len(watcher.frames) > sent)
    assert watcher.kinds[sent] in (Kind.KEY, Kind.JPEG)
    await _shows(watcher, scene)


async def test_a_viewer_who_never_acknowledges_gets_no_pile_of_frames(scene: Scene, streams: Streams) -> None:
    stream = streams(scene.source())
    silent, lively = watch(stream, None), watch(stream)
    await until(lambda: silent.frames)
    for step in range(40):
        await scene.show(_RED, (20 * step, 300))
        await asyncio.sleep(0.03)
    await _shows(lively, scene)
    assert len(silent.frames) < 15
    assert len(lively.frames) > len(silent.frames)
    assert silent.seat is not None
    silent.delay = 0.0
    silent.seat.acked(silent.frames[-1][0].number)
    await _shows(silent, scene)


async def test_who_left_gets_nothing_more(scene: Scene, streams: Streams) -> None:
    stream = streams(scene.source())
    leaver, stayer = watch(stream), watch(stream)
    await _shows(leaver, scene)
    assert leaver.seat is not None
    leaver.seat.leave()
    leaver.seat.leave()
    sent = len(leaver.frames)
    await scene.show(_RED, (200, 200))
    await _shows(stayer, scene)
    assert len(leaver.frames) == sent


async def test_diagnostics_name_the_pipeline_and_the_line(scene: Scene, streams: Streams) -> None:
    source = scene.source()
    watcher = watch(streams(source))
    await _shows(watcher, scene)
    assert watcher.seat is not None
    told = watcher.seat.diagnostics()
    assert told["pipeline"] == source.name
    assert told["picture"] == ("jpeg" if source.gives_jpeg else "h264")
    assert (told["width"], told["height"], told["rung"]) == (1280, 720, 0)
    assert told["rtt_ms"] is not None
