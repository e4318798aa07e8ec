"""Durable work: done once, by whoever lives."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from server.jobs import Job, Jobs, Later
from server.jobs.tables import jobs as table
from server.stores.database import Database
from tests.jobs.office import Clock
from tests.patience import PATIENCE


class Node:
    """One process that does greetings."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.jobs = Jobs(database, clock)
        self.done: list[Job] = []
        self.answers: list[datetime | Exception | None] = []
        self.jobs.does("greet", self._greet, most_tries=3, gave_up=self._gave_up)
        self.given_up: list[str] = []

    async def _greet(self, job: Job) -> datetime | None:
        self.done.append(job)
        answer = self.answers.pop(0) if self.answers else None
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def _gave_up(self, job: Job, code: str) -> None:
        self.given_up.append(f"{job.subject} {code}")


async def left(database: Database) -> int:
    async with database.reading() as rows:
        return int(await rows.scalar(select(func.count()).select_from(table)) or 0)


async def promise(node: Node, database: Database, office: str, subject: str = "jan", **how: object) -> None:
    async with database.writing() as rows:
        await node.jobs.put(rows, office, "greet", subject, **how)  # type: ignore[arg-type]  # handed on as it is


async def test_a_promise_is_kept_and_gone(database: Database, office: str) -> None:
    node = Node(database, Clock())
    await promise(node, database, office, detail={"words": "dag"})
    assert await node.jobs.do_one() is True
    assert [(job.subject, job.detail, job.tries) for job in node.done] == [("jan", {"words": "dag"}, 1)]
    assert await node.jobs.do_one() is False
    assert await left(database) == 0


async def test_a_promise_of_a_transaction_that_fails_was_never_made(database: Database, office: str) -> None:
    node = Node(database, Clock())
    with contextlib.suppress(LookupError):
        async with database.writing() as rows:
            await node.jobs.put(rows, office, "greet", "jan")
            raise LookupError
    assert await node.jobs.do_one() is False


async def test_work_waits_for_its_hour_and_a_newer_promise_replaces_it(database: Database, office: str) -> None:
    clock = Clock()
    node = Node(database, clock)
    await promise(node, database, office, run_at=clock() + timedelta(hours=1))
    await promise(node, database, office, run_at=clock() + timedelta(hours=2))
    clock.passes(hours=1, minutes=1)
    assert await node.jobs.do_one() is False
    clock.passes(hours=1)
    assert await node.jobs.do_one() is True
    assert await left(database) == 0


async def test_twenty_nodes_do_fifty_pieces_once_each(database: Database, office: str) -> None:
    clock = Clock()
    nodes = [Node(database, clock) for _ in range(20)]
    for number in range(50):
        await promise(nodes[0], database, office, f"number {number}")

    async def work(node: Node) -> None:
        while await node.jobs.do_one():
            pass

    await asyncio.gather(*(work(node) for node in nodes))
    done = [job.subject for node in nodes for job in node.done]
    assert sorted(done) == sorted(f"number {number}" for number in range(50))


async def test_what_cannot_be_done_now_is_tried_again_later_and_given_up_in_the_end(
    database: Database, office: str
) -> None:
    clock = Clock()
    node = Node(database, clock)
    node.answers = [Later("away"), RuntimeError("broken"), Later("away")]
    await promise(node, database, office)
    for _ in range(3):
        assert await node.jobs.do_one() is True
        assert await node.jobs.do_one() is False
        clock.passes(minutes=2)
    assert node.given_up == ["jan away"]
    assert await node.jobs.do_one() is False
    async with database.reading() as rows:
        row = (await rows.execute(select(table))).one()
    assert (row.error, row.tries, row.failed_at is not None) == ("away", 3, True)


async def test_work_that_names_a_time_is_asked_again_then(database: Database, office: str) -> None:
    clock = Clock()
    node = Node(database, clock)
    node.answers = [clock() + timedelta(days=1)]
    await promise(node, database, office)
    assert await node.jobs.do_one() is True
    assert await node.jobs.do_one() is False
    clock.passes(days=1)
    assert await node.jobs.do_one() is True
    assert [job.tries for job in node.done] == [1, 1]
    assert await left(database) == 0


async def test_a_kind_that_this_version_does_not_know_is_left_to_one_that_does(database: Database, office: str) -> None:
    older, newer = Jobs(database, Clock()), Node(database, Clock())
    await promise(newer, database, office)
    assert await older.do_one() is False
    assert await newer.jobs.do_one() is True


async def test_the_work_of_a_killed_process_is_taken_over(
    database: Database, database_url: str, office: str, tmp_path: Path
) -> None:
    clock = Clock()
    node = Node(database, clock)
    await promise(node, database, office)
    command = [sys.executable, "-m", "tests.jobs.office", database_url, str(tmp_path)]
    dying = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert dying.stdout is not None
    assert (await dying.stdout.readline()).strip() == b"taken"
    assert await node.jobs.do_one() is False
    dying.kill()
    await dying.wait()
    clock.passes(seconds=61)
    assert await node.jobs.do_one() is True
    assert [job.tries for job in node.done] == [2]
    assert await left(database) == 0


async def test_a_promise_made_again_while_it_is_worked_on_is_kept_as_well(database: Database, office: str) -> None:
    clock = Clock()
    jobs, begun, go, seen = Jobs(database, clock), asyncio.Event(), asyncio.Event(), []

    async def work(job: Job) -> None:
        seen.append(job.detail["number"])
        begun.set()
        await go.wait()

    jobs.does("greet", work)
    async with database.writing() as rows:
        await jobs.put(rows, office, "greet", "jan", detail={"number": 1})
    at_it = asyncio.create_task(jobs.do_one())
    await begun.wait()
    async with database.writing() as rows:
        await jobs.put(rows, office, "greet", "jan", detail={"number": 2})
    go.set()
    await at_it
    assert await jobs.do_one() is True
    assert seen == [1, 2]


@pytest.mark.parametrize("woken", [True, False])
async def test_the_loop_does_what_is_due_and_what_it_is_woken_for(
    database: Database, office: str, *, woken: bool
) -> None:
    node = Node(database, Clock())
    if not woken:
        await promise(node, database, office)
    loop = asyncio.create_task(node.jobs.run())
    try:
        if woken:
            await asyncio.sleep(0.05)
            await promise(node, database, office)
            node.jobs.wake()
        async with asyncio.timeout(PATIENCE):
            # The row in the database is all that tells when it has done.
            while await left(database):  # noqa: ASYNC110 - see above
                await asyncio.sleep(0.02)
    finally:
        loop.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await loop
    assert len(node.done) == 1


async def test_what_was_cut_off_before_its_first_step_is_done_anew(
    database: Database, office: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    node = Node(database, clock)
    await promise(node, database, office)
    claim, asked = node.jobs._claim, 0

    async def once() -> object:
        nonlocal asked
        asked += 1
        if asked > 1:
            raise OSError("the database is away")
        return await claim()

    monkeypatch.setattr(node.jobs, "_claim", once)
    with pytest.raises(ExceptionGroup):
        await node.jobs.run()
    assert not node.done
    monkeypatch.undo()
    clock.passes(seconds=30)
    assert await node.jobs.do_one() is True
    assert [job.subject for job in node.done] == ["jan"]
