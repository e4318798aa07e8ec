"""Documents are read by processes of their own, whatever they do to them."""

import asyncio
import contextlib
import os
import signal
import socket
import threading
import time

import psutil
import pytest

from signing.jobs import Written
from signing.model import Refused
from signing.work import Workshop, rehearsal
from tests.signing.work.mischief import HERE, Do

FUNCTIONS = {"Do": (HERE, "do")}


@pytest.fixture
async def workshop(tmp_path):
    async with Workshop(2, tmp_path / "work", FUNCTIONS) as workshop:
        yield workshop


async def refusal(workshop, what, seconds=20.0, **fields):
    with pytest.raises(Refused) as caught:
        await workshop.run(Do(what, **fields), seconds)
    return caught.value


async def test_a_job_is_answered_by_a_process_of_its_own(workshop):
    pids = {(await workshop.run(Do("answer"))).sha256 for _ in range(5)}
    assert len(pids) == 5
    assert str(os.getpid()) not in pids


async def test_a_job_may_be_a_coroutine(workshop):
    assert await workshop.run(Do("in_a_loop")) == Written("loop", 0)


async def test_what_a_job_refuses_arrives_with_its_code_and_details(workshop):
    refused = await refusal(workshop, "refuse")
    assert (refused.code, refused.details) == ("too_many_pages", {"limit": 5000})


@pytest.mark.parametrize("what", ["stumble", "recurse", "devour", "crash", "end", "chatter", "trap"])
async def test_a_document_that_breaks_its_reader_is_refused_and_leaves_nothing(workshop, tmp_path, what):
    target = tmp_path / "target"
    assert (await refusal(workshop, what, target=target)).code == "document_broken"
    assert not target.exists()
    assert (await workshop.run(Do("answer"))).size == 1


async def test_no_file_grows_without_end(workshop, tmp_path):
    assert (await refusal(workshop, "fill_disk", target=tmp_path / "target")).code == "document_broken"


@pytest.mark.parametrize("what", ["hang", "hang_deaf"])
async def test_a_job_that_hangs_is_ended(workshop, tmp_path, what):
    target = tmp_path / "target"
    assert (await refusal(workshop, what, 0.5, target=target)).code == "took_too_long"
    assert not target.exists()
    assert await children_of(workshop, 2)


async def test_a_crash_takes_no_other_job_with_it(workshop):
    others = [asyncio.create_task(workshop.run(Do("wait_a_little"))) for _ in range(2)]
    crashes = [asyncio.create_task(refusal(workshop, "crash")) for _ in range(4)]
    assert [answer.size for answer in await asyncio.gather(*others)] == [1, 1]
    assert {refused.code for refused in await asyncio.gather(*crashes)} == {"document_broken"}


async def test_no_more_jobs_run_at_once_than_were_agreed(workshop):
    running = [asyncio.create_task(workshop.run(Do("hang"), 60)) for _ in range(6)]
    busy = 0
    for _ in range(100):
        await asyncio.sleep(0.05)
        busy = max(busy, len(psutil.Process(workshop.template).children()))
        if busy == 4:
            break
    assert busy == 4, "two at work and two that stand ready"
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
    assert await children_of(workshop, 2), "who is no longer waited for is ended"


async def test_more_than_a_flood_is_refused_at_once(workshop):
    flood = [asyncio.create_task(workshop.run(Do("hang"), 60)) for _ in range(202)]
    await asyncio.sleep(0)
    assert (await refusal(workshop, "answer")).code == "busy"
    for task in flood:
        task.cancel()
    await asyncio.gather(*flood, return_exceptions=True)
    assert (await workshop.run(Do("answer"))).size == 1


async def test_a_template_that_was_killed_is_made_again(workshop):
    await workshop.run(Do("answer"))
    first = workshop.template
    os.kill(first, signal.SIGKILL)
    # Those that stood ready do their job still.
    answers = [await workshop.run(Do("answer")) for _ in range(6)]
    assert [answer.size for answer in answers] == [1] * 6
    assert workshop.template != first


async def test_a_process_that_was_killed_while_it_waited_costs_no_document_its_job(workshop):
    await workshop.run(Do("answer"))
    template = psutil.Process(workshop.template)
    waiting = template.children()
    for process in waiting:
        process.kill()
    psutil.wait_procs(waiting, timeout=10)
    assert waiting, "there are none to kill"
    assert (await workshop.run(Do("answer"))).size == 1


async def test_jobs_that_run_while_their_template_dies_still_answer(workshop):
    slow = asyncio.create_task(workshop.run(Do("wait_a_little")))
    await asyncio.sleep(0.3)
    os.kill(workshop.template, signal.SIGKILL)
    assert (await slow).size == 1


async def test_children_inherit_no_socket_of_the_server(workshop):
    with contextlib.ExitStack() as stack:
        for _ in range(20):
            door = stack.enter_context(socket.socket())
            door.bind(("127.0.0.1", 0))
            door.listen()
            door.set_inheritable(True)
        async with Workshop(1, workshop._folder, FUNCTIONS) as second:
            assert len(await second.run(Do("sockets"))) == 1, "the one it answers on"


async def test_children_do_not_know_the_passwords_of_the_installation(tmp_path, monkeypatch):
    monkeypatch.setenv("SIGNING_PKCS12_PASSWORD", "x")
    async with Workshop(1, tmp_path, FUNCTIONS) as workshop:
        known = await workshop.run(Do("secrets"))
    assert "PATH" in known
    assert not {name for name in known if name.startswith(("SIGNING", "SAMEN", "DATABASE"))}


async def test_closing_ends_everything_and_takes_no_more_work(tmp_path):
    workshop = Workshop(2, tmp_path, FUNCTIONS)
    await workshop.start()
    template = psutil.Process(workshop.template)
    family = [template, *template.children()]
    running = asyncio.create_task(workshop.run(Do("hang"), 60))
    await asyncio.sleep(0.3)
    family += template.children()
    await workshop.close()
    with pytest.raises(Refused):
        await running
    psutil.wait_procs(family, timeout=10)
    assert not [process for process in family if process.is_running() and process.status() != psutil.STATUS_ZOMBIE]
    assert (await refusal(workshop, "answer")).code == "out_of_order"


async def test_children_end_with_the_server(tmp_path):
    """A template whose server is gone sees the end of its line."""
    workshop = Workshop(2, tmp_path, FUNCTIONS)
    await workshop.start()
    template = psutil.Process(workshop.template)
    family = [template, *template.children()]
    control = workshop._nursery._control
    assert control is not None
    control.close()
    gone, alive = psutil.wait_procs(family, timeout=10)
    assert not [process for process in alive if process.status() != psutil.STATUS_ZOMBIE]
    await workshop.close()


def test_every_kind_of_job_can_be_rehearsed(tmp_path, monkeypatch):
    """A template that cannot rehearse is slow in silence."""
    monkeypatch.chdir(tmp_path)
    # Other tests of this process may have left some of theirs.
    before = set(threading.enumerate())
    rehearsal.load()
    rehearsal.rehearse()
    assert not list(tmp_path.iterdir())
    assert set(threading.enumerate()) <= before, "what is forked must not have threads"


async def children_of(workshop, number):
    """Whether the template comes to have so many children within a while."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if len(psutil.Process(workshop.template).children()) == number:
            return True
        await asyncio.sleep(0.05)
    return False
