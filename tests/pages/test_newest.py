"""Of work that comes faster than it can be done, the newest is done."""

from __future__ import annotations

import asyncio
from functools import partial

import pytest

from server.pages.newest import Newest
from server.tasks import Tasks


@pytest.fixture
async def tasks():
    made = Tasks()
    yield made
    await made.close()


async def test_the_first_and_the_last_are_done_and_what_came_between_is_not(tasks: Tasks):
    newest, done, free = Newest(tasks.start), list[int](), asyncio.Event()

    async def work(number: int) -> None:
        await free.wait()
        done.append(number)

    for number in range(5):
        newest.do("a", partial(work, number), pause=0)
        await asyncio.sleep(0)
    free.set()
    await tasks.settled("a")
    assert done == [0, 4]


async def test_after_a_failure_the_next_is_done_and_what_is_forgotten_is_not(tasks: Tasks):
    newest, done = Newest(tasks.start), list[str]()

    async def fail() -> None:
        raise ValueError

    async def work() -> None:
        done.append("done")

    newest.do("a", fail, pause=0)
    await asyncio.sleep(0)
    newest.do("a", work, pause=0)
    await tasks.settled("a")
    assert done == ["done"]
    newest.do("b", work, pause=10)
    await asyncio.sleep(0)
    newest.do("b", work, pause=10)
    newest.forget()
    assert done == ["done", "done"]
