"""Throttling, in memory and in Redis alike."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
from redis.asyncio import Redis

from server.throttle import MemoryThrottle, Rate, RedisThrottle, Throttle, key, network_of

SLOW = Rate(3, 50)


@pytest.fixture(params=["memory", pytest.param("redis", marks=pytest.mark.service)])
async def throttle(request: pytest.FixtureRequest) -> AsyncIterator[Throttle]:
    if request.param == "memory":
        yield MemoryThrottle()
        return
    redis = Redis.from_url(request.getfixturevalue("redis_url"))
    yield RedisThrottle(redis)
    await redis.aclose()


async def test_a_burst_is_allowed_and_then_the_pace(throttle: Throttle) -> None:
    waits = [await throttle.take(key("x", "ann"), SLOW) for _ in range(5)]
    assert waits[:3] == [0, 0, 0]
    assert 49 < waits[3] <= 50
    assert waits[4] <= waits[3], "a refused try costs nothing"


async def test_keys_do_not_share(throttle: Throttle) -> None:
    for _ in range(4):
        await throttle.take(key("x", "ann"), SLOW)
    assert await throttle.take(key("x", "bob"), SLOW) == 0
    assert await throttle.take(key("y", "ann"), SLOW) == 0
    assert await throttle.take(key("x", "ann"), SLOW) > 0


async def test_what_is_given_back_may_be_taken_again(throttle: Throttle) -> None:
    ann = key("x", "ann")
    for _ in range(3):
        await throttle.take(ann, SLOW)
    await throttle.give_back(ann, SLOW)
    assert await throttle.take(ann, SLOW) == 0
    assert await throttle.take(ann, SLOW) > 0
    await throttle.forget(ann)
    assert await throttle.take(ann, SLOW) == 0


async def test_many_at_once_gain_nothing(throttle: Throttle) -> None:
    waits = await asyncio.gather(*(throttle.take(key("x", "ann"), SLOW) for _ in range(30)))
    assert waits.count(0) == 3


async def test_time_forgives() -> None:
    now = 1000.0
    throttle = MemoryThrottle(lambda: now)
    for _ in range(3):
        await throttle.take("a", SLOW)
    assert await throttle.take("a", SLOW) == 50
    now += 50
    assert await throttle.take("a", SLOW) == 0
    assert await throttle.take("a", SLOW) > 0


async def test_memory_is_bounded_and_the_worst_are_remembered() -> None:
    throttle = MemoryThrottle(lambda: 0.0, room=100)
    for _ in range(3):
        await throttle.take("bad", SLOW)
    for number in range(1000):
        await throttle.take(f"key {number}", SLOW)
    assert len(throttle._due) <= 100
    assert await throttle.take("bad", SLOW) > 0


@pytest.mark.service
async def test_without_redis_a_node_counts_alone(own_redis: object) -> None:
    redis = Redis.from_url(own_redis.url, socket_timeout=1, socket_connect_timeout=1)  # type: ignore[attr-defined]  # the fixture's own type
    throttle = RedisThrottle(redis)
    assert await throttle.take("a", SLOW) == 0
    stop: Callable[[], None] = own_redis.stop  # type: ignore[attr-defined]  # the fixture's own type
    await asyncio.to_thread(stop)
    waits = [await throttle.take("a", SLOW) for _ in range(4)]
    assert waits[:3] == [0, 0, 0]
    assert waits[3] > 0
    await redis.aclose()


def test_one_subscriber_is_one_caller() -> None:
    assert network_of("203.0.113.9") == "203.0.113.9"
    assert network_of("::ffff:203.0.113.9") == "203.0.113.9"
    assert network_of("2001:db8:1:2:3::1") == network_of("2001:db8:1:2:ffff::2")
    assert network_of("2001:db8:1:2::1") != network_of("2001:db8:1:3::1")


def test_keys_do_not_show_whom_they_are_about() -> None:
    assert "ann" not in key("pair", "ann@x.nl", "203.0.113.9")
    assert key("x", "a", "bc") != key("x", "ab", "c")
