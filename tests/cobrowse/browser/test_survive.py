"""Pages that end against their will come back; pages that misbehave harm nobody."""

import asyncio
import os
import signal

import pytest

from cobrowse.browser import processes
from cobrowse.page import Page
from tests.cobrowse.browser.pixels import share_of

pytestmark = [pytest.mark.browser, pytest.mark.light, pytest.mark.asyncio(loop_scope="session")]


def browser_process(engine) -> int:
    return next(one.pid for one in processes.usage(engine.pids()) if one.kind == "browser")


async def back_again(desk, former, title):
    """Wait until another browser shows this title."""
    await desk.ear.until(lambda: desk.page.status == "running" and desk.engine not in (None, former))
    await desk.ear.until(lambda: desk.page.front is not None and desk.tab.title == title)


def statuses(desk) -> list[str]:
    seen = [message["status"] for message in desk.ear.messages if message["type"] == "page"]
    return [status for at, status in enumerate(seen) if at == 0 or seen[at - 1] != status]


async def test_killed_browser_comes_back_with_its_tabs(open_desk):
    desk = await open_desk("p/plain", "p/second")
    await desk.ear.until(lambda: [tab.title for tab in desk.page.tabs] == ["Gewone pagina", "Tweede"])
    desk.page.drive("ann", 5)
    former = desk.engine
    os.kill(browser_process(former), signal.SIGKILL)
    await back_again(desk, former, "Gewone pagina")
    await desk.ear.until(lambda: [tab.title for tab in desk.page.tabs] == ["Gewone pagina", "Tweede"])
    assert "restarting" in statuses(desk)
    assert processes.usage(former.pids()) == []
    assert not former.folder.exists()
    # Whoever drove still does.
    stale = desk.page.diagnostics()["input_stale"]
    await desk.page.input("ann", 5, [{"k": "move", "x": 0.5, "y": 0.5}])
    assert desk.page.diagnostics()["input_stale"] == stale


async def test_second_death_in_a_minute_waits_for_people(open_desk):
    desk = await open_desk("p/plain")
    await desk.titled("Gewone pagina")
    former = desk.engine
    os.kill(browser_process(former), signal.SIGKILL)
    await back_again(desk, former, "Gewone pagina")
    os.kill(browser_process(desk.engine), signal.SIGKILL)
    await desk.ear.until(lambda: desk.page.status == "crashed" and desk.engine is None)
    assert desk.state()["error"] == {"code": "browser_died"}
    await desk.page.restart()
    assert desk.page.status == "running"
    await desk.titled("Gewone pagina")
    assert desk.state()["error"] is None


async def test_dead_display_comes_back_and_seats_see_the_page_again(open_desk):
    desk = await open_desk("p/green")
    await desk.ear.until(lambda: desk.tab.address and not desk.tab.loading)
    former = desk.engine
    os.kill(former.screen.pid, signal.SIGKILL)
    await desk.ear.until(lambda: desk.page.status == "running" and desk.engine not in (None, former))
    await desk.ear.until(lambda: desk.tab.address == desk.site.url("p/green") and not desk.tab.loading)
    for _ in range(100):
        if share_of(desk.engine, (0, 192, 0), 800, 600) > 0.99:
            break
        await asyncio.sleep(0.1)
    assert share_of(desk.engine, (0, 192, 0), 800, 600) > 0.99


async def test_crashed_tab_comes_back_once_by_itself_and_then_by_hand(desk):
    await desk.go("p/plain", "Gewone pagina")
    former = desk.tab
    await crash(desk)
    await desk.ear.until(lambda: desk.tab is not former and desk.tab.title == "Gewone pagina")
    assert any(status == "crashed" for status in statuses(desk))
    former = desk.tab
    await crash(desk)
    await desk.ear.until(lambda: desk.state()["status"] == "crashed")
    assert desk.state()["error"] == {"code": "page_crashed", "host": "127.0.0.1"}
    await desk.page.restart()
    await desk.ear.until(lambda: desk.tab is not former and desk.tab.title == "Gewone pagina")
    assert desk.state()["status"] == "running"


async def crash(desk) -> None:
    async def do() -> None:
        try:
            await desk.tab.cdp.send("Page.crash")
        except Exception:  # noqa: BLE001 - what crashes does not answer
            return

    task = asyncio.get_running_loop().create_task(do())
    tab = desk.tab
    await desk.ear.until(lambda: tab.crashed)
    task.cancel()


async def test_page_that_eats_memory_is_ended_and_the_browser_lives(desk):
    await desk.go("p/eater", "eter")
    engine = desk.engine
    await desk.click("#go")
    await desk.ear.notice("too_much_memory")
    await desk.ear.until(lambda: desk.tab.title == "eter" and not desk.tab.loading)
    assert desk.engine is engine
    assert desk.page.status == "running"


async def test_endless_script_is_told_and_stopped(desk):
    await desk.go("p/loop", "lus")
    await desk.click("#go")
    await desk.ear.until(lambda: desk.state()["hanging"])
    await desk.page.stop()
    await desk.ear.until(lambda: not desk.state()["hanging"])
    await desk.go("p/plain", "Gewone pagina")


async def test_page_that_never_ends_loading_can_be_stopped_and_left(desk):
    await desk.page.visit(desk.site.url("never"))
    await desk.titled("nooit klaar")
    assert desk.state()["loading"] is True
    await desk.page.stop()
    await desk.ear.until(lambda: not desk.state()["loading"])
    await desk.go("p/plain", "Gewone pagina")


async def test_endless_messages_end(desk):
    await desk.go("p/asks", "vraagt")
    await desk.click("#forever")
    for _ in range(5):
        asked = await desk.ear.dialog("alert")
        await desk.page.answer("ann", asked["id"], True)
    await desk.ear.notice("dialogs_stopped")
    await desk.titled("gevraagd 12")


async def test_storm_of_windows_stays_within_the_strip(desk):
    await desk.go("p/storm", "storm")
    opener = desk.tab
    await desk.click("#go")
    await desk.ear.until(lambda: {"popup_opened", "too_many_tabs", "popup_refused"} & set(desk.ear.notices()))
    await desk.page.select_tab(opener.id)
    await desk.click("#slow")
    await asyncio.sleep(2)
    for _ in range(100):
        pages = [page for page in desk.engine.context.pages if not page.is_closed()]
        if len(pages) <= 6:
            break
        await asyncio.sleep(0.1)
    assert len(pages) <= 6
    assert len(desk.state()["tabs"]) <= 6
    assert desk.page.status == "running"


async def test_no_page_is_moved_by_a_seat_that_comes_and_goes(desk):
    class Sink:
        def __init__(self) -> None:
            self.frames: list[bytes] = []

        def text(self, message) -> None:
            pass

        def frame(self, data) -> None:
            self.frames.append(data)
            desk.ear._news.set()

        def backlog(self) -> int:
            return 0

        def bbr(self) -> bool:
            return False

    from cobrowse.picture.ports import Wants

    page: Page = desk.page
    page.blur(True, frozenset({"ann"}))
    sharp, hazy = Sink(), Sink()
    seats = [page.seat("ann", sharp, Wants(True)), page.seat("jan", hazy, Wants(True))]
    assert page.ready(seats[0])["transport"] == "websocket"
    await desk.ear.until(lambda: sharp.frames and hazy.frames)
    assert sharp.frames[0][0] == 1
    assert {frame[0] for frame in hazy.frames} == {5}, "who is covered gets blurred stills only"
    for seat in seats:
        seat.leave()
        seat.leave()
    page.blur(False, frozenset())
    assert page.diagnostics()["viewers"] == 0
