"""One looks for work, several do it."""

import asyncio

import pytest

from server.tasks import serve
from tests.patience import until


class Bench:
    """Pieces that are due, and who is at them."""

    def __init__(self):
        self.due, self.asked, self.at_once, self.most, self.done = [], 0, 0, 0, []
        self.woken, self.go_on = asyncio.Event(), asyncio.Event()

    async def claim(self):
        self.asked += 1
        await asyncio.sleep(0)
        return self.due.pop(0) if self.due else None

    async def do(self, piece):
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        await self.go_on.wait()
        self.at_once -= 1
        self.done.append(piece)
        if piece == "leaves more":
            self.due.append("what was left")

    def open(self, **options):
        return asyncio.create_task(
            serve(self.claim, self.do, self.woken, **{"at_once": 3, "look_every": 60, **options})
        )


@pytest.fixture
async def bench():
    one = Bench()
    yield one
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        task.cancel()


async def test_being_woken_costs_one_question(bench):
    bench.open()
    await until(lambda: bench.asked == 1)
    for _ in range(5):
        bench.woken.set()
    await until(lambda: bench.asked == 2)
    await asyncio.sleep(0.05)
    assert bench.asked == 2


async def test_no_more_than_allowed_are_done_at_once_and_all_are_done(bench):
    bench.due = list(range(8))
    bench.open()
    await until(lambda: bench.at_once == 3)
    bench.go_on.set()
    await until(lambda: len(bench.done) == 8)
    assert (sorted(bench.done), bench.most) == (list(range(8)), 3)


async def test_what_a_piece_leaves_to_do_is_found_without_a_call(bench):
    bench.due = ["leaves more"]
    bench.go_on.set()
    bench.open()
    await until(lambda: bench.done == ["leaves more", "what was left"])


async def test_it_looks_again_by_itself_and_does_what_is_done_in_between(bench):
    idle = []

    async def tidy():
        idle.append(bench.asked)

    bench.open(look_every=0.01, idle=tidy)
    await until(lambda: bench.asked >= 3)
    assert idle[:2] == [1, 2]


async def test_a_question_that_fails_ends_it_and_whoever_keeps_it_begins_anew(bench):
    async def broken():
        raise OSError("the database is away")

    bench.claim = broken
    with pytest.raises(ExceptionGroup) as failed:
        await bench.open()
    assert failed.group_contains(OSError)
