"""How many pages there may be, who waits, the warm browser, and the other ways to make pictures."""

import asyncio
import os
import signal

import pytest

from cobrowse.browser import processes, walls
from cobrowse.page import geometry
from cobrowse.ports import Full, Limits, Refused, TabAddress, Unable
from tests.cobrowse.browser.conftest import Cupboard, Ear, policy, sit

pytestmark = [pytest.mark.browser, pytest.mark.light, pytest.mark.asyncio(loop_scope="session")]


async def warmth(house, ready: bool) -> None:
    """Wait until a warm browser is there, or is not."""
    for _ in range(600):
        if house._spare.ready == ready:
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"the spare browser is not ready={ready}")


async def test_who_comes_when_every_place_is_taken_waits_in_order(new_house, site):
    house = await new_house(pages=1)
    await sit(house, site, "first")
    for place, session in enumerate(("second", "third"), 1):
        with pytest.raises(Full) as full:
            await sit(house, site, session)
        assert (full.value.code, full.value.place) == ("too_many_pages", place)
    assert [house.place(session) for session in ("first", "second", "third")] == [0, 1, 2]
    waiting = asyncio.get_running_loop().create_task(house.wait_for_place("second"))
    # Who asks out of turn keeps waiting, and nobody else comes in between.
    with pytest.raises(Full):
        await sit(house, site, "third")
    await asyncio.sleep(0.1)
    assert not waiting.done()
    await house.close("first")
    await asyncio.wait_for(waiting, 10)
    with pytest.raises(Full):
        await sit(house, site, "third")
    desk = await sit(house, site, "second", "p/plain")
    await desk.titled("Gewone pagina")
    assert house.place("third") == 1
    await house.close("third")
    assert house.place("third") == 0


async def test_warm_browser_is_used_and_another_one_made(new_house, site):
    house = await new_house(spare=True, pages=2)
    await warmth(house, True)
    warm = house._spare._engine
    desk = await sit(house, site, "one", "p/plain")
    assert desk.engine is warm
    await desk.titled("Gewone pagina")
    await warmth(house, True)
    assert house._spare._engine is not warm
    # A warm browser that dies is not given to anybody.
    os.kill(house._spare._engine.screen.pid, signal.SIGKILL)
    await warmth(house, False)
    # Another language is no reason to wait for the wrong one.
    other = await sit(house, site, "two", "p/plain", language="fr")
    assert await other.tab.page.evaluate("navigator.language") == "fr-BE"


async def test_no_warm_browser_where_there_is_no_room(new_house):
    without = await new_house(spare=True, spare_free_mb=10**9)
    assert not without._wants_spare()
    full = await new_house(spare=True, pages=0)
    assert not full._wants_spare()


async def test_page_that_nobody_uses_ends(new_house, site):
    house = await new_house(idle_minutes=0.02)
    desk = await sit(house, site, "idle", "p/plain")
    await desk.ear.until(lambda: desk.ear.endings)
    assert desk.ear.endings == ["idle"]


async def test_pages_cannot_be_opened_without_a_browser(new_house, site, tmp_path):
    from cobrowse.house import House
    from cobrowse.ports import OwnAddresses
    from tests.cobrowse.browser.conftest import Owner

    owner = Owner()
    house = House(tmp_path, Limits(chromium=str(tmp_path / "nothing")), owner.start, OwnAddresses())
    await house.start()
    assert house.able().code == "no_browser"
    with pytest.raises(Unable, match="no_browser"):
        await house.open("s", policy(site), Cupboard(), Ear(), width=800, height=600)
    await house.aclose()


async def test_rules_that_cannot_be_read_open_nothing(shared_house, site):
    with pytest.raises(Refused, match="bad_policy"):
        await shared_house.open("bad", policy(site, block=("***",)), Cupboard(), Ear(), width=800, height=600)
    assert shared_house.get("bad") is None


async def test_tabs_come_back_after_the_servers_restart(shared_house, site):
    ear = Ear()
    kept = (TabAddress(site.url("p/plain")), TabAddress(site.url("p/second")))
    page = await shared_house.open(
        "again", policy(site), Cupboard(), ear, width=800, height=600, restore=kept, active=1
    )
    try:
        await ear.until(lambda: page.front is not None and page.front.title == "Tweede")
        await ear.until(lambda: [tab["title"] for tab in page.snapshot()["tabs"]] == ["Gewone pagina", "Tweede"])
        await ear.until(lambda: ear.remembered == (kept, 1))
    finally:
        await shared_house.close("again")


async def test_death_of_the_driver_is_survived(new_house, site):
    house = await new_house()
    desk = await sit(house, site, "one", "p/plain")
    await desk.titled("Gewone pagina")
    former = desk.engine
    # This house's driver is the youngest: other houses of this run have one too.
    drivers = sorted(set(processes.with_argument("run-driver")) & set(processes.tree(os.getpid())))
    os.kill(drivers[-1], signal.SIGKILL)
    await desk.ear.until(lambda: desk.page.status == "running" and desk.engine not in (None, former))
    await desk.titled("Gewone pagina")
    assert processes.usage(former.pids()) == []


@pytest.mark.parametrize("pipeline", ["x11grab", "screencast"])
async def test_page_opens_by_every_pipeline(new_house, site, pipeline):
    house = await new_house(pipeline=pipeline)
    assert (house.able().pipeline, house.able().reason) == (pipeline, "forced")
    desk = await sit(house, site, "one", "p/plain")
    await desk.titled("Gewone pagina")
    await desk.page.resize(640, 480, 2.0)
    await desk.ear.until(lambda: desk.state()["width"] == 1280)
    assert await desk.measure() == [640, 480, 2]
    await desk.go("p/tabs", "Opener")
    await desk.click("#blank")
    await desk.ear.until(lambda: desk.tab.title == "Tweede")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may build walls to begin with")
@pytest.mark.parametrize("fewer", [walls.Walls(users=True, networks=True), walls.Walls(users=True)])
async def test_page_opens_where_fewer_walls_are_possible(new_house, site, fewer):
    house = await new_house()
    house._walls = fewer
    desk = await sit(house, site, "one", "p/plain")
    await desk.titled("Gewone pagina")
    assert desk.engine.uid is not None
    engine = desk.engine
    await house.close("one")
    assert not engine.folder.exists()
    assert processes.usage(engine.pids()) == []


async def test_never_more_than_1080p_is_drawn_in_the_stages_own_shape():
    assert geometry(800, 600, 1.0).picture == (800, 600)
    assert geometry(800, 600, 1.5).picture == (1200, 900)
    assert geometry(1280, 720, 3.0).picture == (1920, 1080)
    assert geometry(3840, 2160, 2.0).picture == (1920, 1080)
    assert geometry(10, 10, 0.1).picture == (320, 240)
    portrait = geometry(412, 2000, 3.0)
    assert portrait.picture[1] <= 1080
    assert geometry(801, 601, 1.0).picture == (800, 600)
