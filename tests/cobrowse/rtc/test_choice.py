"""Which way the picture takes, how good it may be, and what counts as silence: the parts that only calculate."""

from __future__ import annotations

import asyncio
import random
import socket
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cobrowse.rtc.choice import Choice, Way, choose
from cobrowse.rtc.line import Line, LossMeter, read
from cobrowse.rtc.loudness import SilenceGate, audible
from cobrowse.rtc.pacing import Bucket
from cobrowse.rtc.rate import Rate

RATES = (8_000_000, 3_000_000, 1_500_000, 800_000, 450_000, 250_000, 150_000)


@pytest.mark.parametrize(
    ("wanted", "h264", "bbr", "loss", "webrtc", "encoded", "choice"),
    [
        ("auto", True, True, 0.0, True, True, Choice("websocket", "webcodecs")),
        ("auto", True, True, 0.1, True, True, Choice("websocket", "webcodecs")),
        ("auto", True, False, 0.019, True, True, Choice("websocket", "webcodecs")),
        ("auto", True, False, 0.02, True, True, Choice("webrtc", "loss_without_bbr")),
        ("auto", True, False, 0.1, False, True, Choice("websocket", "no_webrtc")),
        ("auto", False, True, 0.0, True, True, Choice("webrtc", "no_webcodecs")),
        ("auto", False, True, 0.0, False, True, Choice("stills", "no_webrtc")),
        ("auto", True, True, 0.0, True, False, Choice("stills", "no_h264")),
        ("webrtc", True, True, 0.0, True, True, Choice("webrtc", "wanted")),
        ("webrtc", True, True, 0.0, False, True, Choice("websocket", "no_webrtc")),
        ("webrtc", False, True, 0.0, False, True, Choice("stills", "no_webrtc")),
        ("websocket", True, False, 0.5, True, True, Choice("websocket", "wanted")),
        ("websocket", False, False, 0.0, True, True, Choice("webrtc", "no_webcodecs")),
        ("stills", True, True, 0.0, True, True, Choice("stills", "wanted")),
    ],
)
def test_each_viewer_gets_the_best_way_that_is_possible(wanted, h264, bbr, loss, webrtc, encoded, choice):
    assert choose(wanted, h264=h264, bbr=bbr, loss=loss, webrtc_possible=webrtc, encoded=encoded) == choice


def test_a_lossy_line_changes_the_way_only_when_it_stays_lossy_and_back_only_when_it_stays_clean():
    way = Way("auto", h264=True, bbr=False, webrtc=True)
    for second, loss in enumerate((0.05, 0.05, 0.0, 0.05, 0.05)):
        assert way.measured(loss, second).transport == "websocket"
    assert way.measured(0.03, 9).transport == "webrtc"
    for second in range(10, 39):
        assert way.measured(0.0, second).transport == "webrtc"
    assert way.measured(0.01, 39).transport == "webrtc"
    for second in range(40, 70):
        assert way.measured(0.0, second).transport == "webrtc"
    assert way.measured(0.0, 70) == Choice("websocket", "webcodecs")


def test_webrtc_that_does_not_come_through_is_left_alone_for_a_while():
    way = Way("auto", h264=False, bbr=True, webrtc=True)
    assert way.choice(0) == Choice("webrtc", "no_webcodecs")
    assert way.failed(0) == Choice("stills", "no_webrtc")
    assert way.choice(119).transport == "stills"
    assert way.choice(120).transport == "webrtc"


def test_a_small_estimate_says_nothing_and_a_falling_one_is_followed():
    rate = Rate(RATES)
    assert rate.estimated(300_000, 0) == 1
    assert rate.estimated(310_000, 1) == 1
    assert rate.estimated(2_900_000, 2) == 1
    assert rate.estimated(1_000_000, 3) == 3
    assert rate.narrow(3.1)
    # It falls in steps; and what stays below is no less true for being no fall any more.
    assert rate.estimated(430_000, 3.5) == 5
    assert rate.estimated(200_000, 5) == 6
    assert not rate.narrow(9)
    assert rate.estimated(195_000, 10) == 6


def test_a_better_quality_is_tried_again_and_more_seldom_when_it_was_too_much():
    rate = Rate(RATES, rung=3)

    def seconds_until_up(now: float) -> tuple[float, float]:
        rung = rate.rung
        began = now
        while rate.passed(now) == rung:
            now += 0.5
        return now - began, now

    first, now = seconds_until_up(0)
    assert rate.rung == 2
    rate.reported(0.2, now + 1)
    assert rate.rung == 3
    second, now = seconds_until_up(now + 1)
    assert second == 2 * first
    rate.estimated(900_000, now)
    rate.estimated(700_000, now + 1)
    third, now = seconds_until_up(now + 1)
    assert third == 4 * first
    # It holds this time, so the next steps come as soon as the first.
    fourth, now = seconds_until_up(now)
    assert first < fourth < third
    if rate.rung:
        assert seconds_until_up(now)[0] == first


def test_a_line_with_a_little_loss_keeps_its_quality():
    rate = Rate(RATES, rung=0)
    for second in range(20):
        assert rate.reported(0.05, second) == 0
    for second in range(20, 25):
        rate.reported(0.3, second)
    assert rate.rung > 0


def test_random_loss_does_not_keep_a_viewer_from_the_best_quality():
    chance = random.Random(7)
    rate = Rate(RATES, rung=3)
    rungs = []
    for second in range(300):
        lost = sum(chance.random() < 0.03 for _ in range(40)) / 40
        rate.reported(lost, second)
        rungs.append(rate.passed(second))
    assert rungs[20:].count(0) > 0.9 * len(rungs[20:])


@given(
    st.lists(st.tuples(st.sampled_from(["estimated", "reported", "passed"]), st.integers(0, 10_000_000)), max_size=60)
)
def test_the_quality_always_exists(events):
    rate = Rate(RATES)
    for now, (kind, value) in enumerate(events):
        if kind == "estimated":
            rung = rate.estimated(value, now / 3)
        elif kind == "reported":
            rung = rate.reported(value % 101 / 100, now / 3)
        else:
            rung = rate.passed(now / 3)
        assert 0 <= rung < len(RATES)


def test_silence_with_the_last_bits_noise_is_silence_and_a_faint_tone_is_not():
    assert not audible(bytes(3840))
    assert not audible(array("h", [3, -3] * 960).tobytes())
    assert audible(array("h", [40, 40, -40, -40] * 480).tobytes())


def test_a_tone_dies_away_before_its_silence_is_no_longer_sent():
    gate = SilenceGate(tail=3)
    loud, quiet = array("h", [9000, 9000] * 960).tobytes(), bytes(3840)
    assert [gate.passes(each) for each in (quiet, loud, quiet, quiet, quiet, quiet, loud)] == [
        False,
        True,
        True,
        True,
        False,
        False,
        True,
    ]


def test_most_pictures_leave_whole_and_a_large_one_in_the_time_that_its_line_takes():
    bucket = Bucket(5_000_000)
    assert sum(bucket.wait(1200, 10.0) for _ in range(10)) == 0
    now, waited = 20.0, 0.0
    for _ in range(100):
        wait = bucket.wait(1200, now)
        now, waited = now + wait, waited + wait
    # 120 kB, less what may leave at once.
    assert waited == pytest.approx((120_000 - 16_000) * 8 / 5_000_000, abs=0.02)


def test_the_loss_of_a_line_is_that_of_its_last_seconds():
    meter = LossMeter()
    assert meter.look(Line(0.04, 10, 10)) == 0, "too few to tell"
    assert meter.look(Line(0.04, 1000, 100)) == pytest.approx(0.03)
    for second in range(2, 30):
        meter.look(Line(0.04, 1000 * second, 100 + 30 * (second - 1)))
    assert meter.loss == pytest.approx(0.03, abs=0.001)
    assert meter.look(Line(0.04, 29_000, 940)) == pytest.approx(0.03, abs=0.001)


async def test_the_kernel_tells_how_a_connection_fares():
    async def greet(reader, writer):
        await reader.read(1)
        for _ in range(50):
            writer.write(b"x" * 1000)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(greet, "127.0.0.1", 0)
    async with server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        line = read(writer.get_extra_info("socket"))
        assert line is not None
        assert line.retransmitted == 0
        sent = line.sent
        writer.write(b"?")
        assert len(await reader.read(-1)) == 50_000
        after = read(writer.get_extra_info("socket"))
        assert after is not None
        assert after.sent == sent + 1
        assert 0 < after.round_trip < 5
        writer.close()
        await writer.wait_closed()


def test_a_connection_that_is_no_tcp_tells_nothing():
    one, other = socket.socketpair()
    with one, other:
        assert read(one) is None
