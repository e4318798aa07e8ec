"""Going to pages, and the strip of tabs."""

import asyncio

import pytest

from cobrowse.ports import MaskRule, Policy, Refused
from tests.cobrowse.browser.conftest import policy

pytestmark = [pytest.mark.browser, pytest.mark.light, pytest.mark.asyncio(loop_scope="session")]


@pytest.mark.covers("F003", "F034")
async def test_page_opens_with_title_address_and_icon(desk):
    await desk.go("p/plain", "Gewone pagina")
    await desk.ear.until(lambda: desk.tab.icon)
    told = desk.state()["tabs"][0]
    assert told["icon"].startswith("data:image/png;base64,")
    assert (told["host"], told["secure"], told["loading"]) == ("127.0.0.1", False, False)
    assert desk.ear.sites[-1] == "127.0.0.1"
    assert desk.ear.remembered[0][0].address == desk.site.url("p/plain")


async def test_people_go_back_and_forward_and_load_anew(desk):
    await desk.go("p/plain", "Gewone pagina")
    await desk.go("p/second", "Tweede")
    await desk.ear.until(lambda: desk.state()["can_back"])
    assert not desk.state()["can_forward"]
    await desk.page.back()
    await desk.titled("Gewone pagina")
    await desk.ear.until(lambda: desk.state()["can_forward"])
    await desk.page.forward()
    await desk.titled("Tweede")
    before = desk.site.seen["second"]
    await desk.page.reload()
    await desk.ear.until(lambda: desk.site.seen["second"] > before)


async def test_blank_page_is_nothing_to_go_back_to(desk):
    await desk.go("p/plain", "Gewone pagina")
    await desk.ear.until(lambda: not desk.tab.loading)
    assert not desk.state()["can_back"]


async def test_link_to_another_tab_comes_to_the_front(desk):
    await desk.go("p/tabs", "Opener")
    await desk.click("#blank")
    await desk.ear.until(lambda: desk.tab.title == "Tweede")
    assert len(desk.state()["tabs"]) == 2
    assert (await desk.ear.notice("popup_opened"))["code"]


async def test_popup_window_fills_the_stage_as_a_tab(desk):
    await desk.go("p/tabs", "Opener")
    await desk.click("#popup")
    await desk.ear.until(lambda: desk.tab.title == "Tweede")
    for _ in range(100):
        if (await desk.measure())[:2] == [800, 600]:
            break
        await asyncio.sleep(0.1)
    assert (await desk.measure())[:2] == [800, 600]
    opener = next(tab for tab in desk.page.tabs if tab.title == "Opener")
    await desk.page.select_tab(opener.id)
    await desk.click("#shut")
    await desk.ear.until(lambda: len(desk.state()["tabs"]) == 1)
    assert desk.tab is opener


async def test_closing_the_tab_in_front_shows_its_neighbour(desk):
    await desk.go("p/plain", "Gewone pagina")
    first = desk.tab
    await desk.page.new_tab(desk.site.url("p/second"))
    await desk.titled("Tweede")
    await desk.page.close_tab(desk.tab.id)
    await desk.ear.until(lambda: desk.tab is first)
    await desk.page.close_tab(first.id)
    await desk.ear.until(lambda: desk.tab.address == "")
    assert desk.page.status == "running"


async def test_only_so_many_tabs(desk):
    for _ in range(8):
        await desk.page.new_tab()
    assert len(desk.state()["tabs"]) == 6
    await desk.ear.notice("too_many_tabs")


async def test_zoom_gives_the_page_fewer_pixels_and_stays_on_the_next_site(desk):
    await desk.go("p/plain", "Gewone pagina")
    await desk.page.zoom(2.0)
    assert await desk.measure() == [400, 300, 2]
    await desk.go("p/second", "Tweede", host="twee.localhost")
    assert await desk.measure() == [400, 300, 2]
    await desk.page.zoom(float("nan"))
    await desk.page.zoom(1.0)
    assert await desk.measure() == [800, 600, 1]


async def test_page_follows_the_stage_and_its_pixels(desk):
    await desk.go("p/plain", "Gewone pagina")
    await desk.page.resize(600, 500, 2.0)
    for _ in range(100):
        if await desk.measure() == [600, 500, 2]:
            break
        await asyncio.sleep(0.1)
    assert await desk.measure() == [600, 500, 2]
    assert (desk.state()["width"], desk.state()["height"]) == (1200, 1000)
    # Beyond 1080p nothing is drawn: as sharp as fits.
    await desk.page.resize(3000, 2000, 2.0)
    assert (desk.state()["width"], desk.state()["height"]) == (1620, 1080)


async def test_click_lands_where_it_was_meant_on_an_enlarged_page(desk):
    await desk.page.resize(600, 500, 1.5)
    await desk.page.zoom(1.25)
    await desk.go("p/tabs", "Opener")
    await desk.click("#blank")
    await desk.ear.until(lambda: desk.tab.title == "Tweede")


async def test_input_of_who_does_not_drive_and_of_an_old_epoch_does_nothing(desk):
    await desk.go("p/tabs", "Opener")
    epoch = desk.page.driver[1] + 1
    desk.page.drive("ann", epoch)
    stale = desk.page.diagnostics()["input_stale"]
    for participant, number in (("ben", epoch), ("ann", epoch - 1), ("ann", epoch + 1)):
        await desk.page.input(participant, number, [{"k": "down", "x": 0.02, "y": 0.02, "b": 0, "n": 1}])
    assert desk.page.diagnostics()["input_stale"] == stale + 3
    # News of an older change that comes late changes nothing.
    desk.page.drive("ben", epoch - 1)
    assert desk.page.driver[0] == "ann"


async def test_huge_title_is_cut(desk):
    await desk.go("p/huge")
    await desk.ear.until(lambda: desk.tab.title.startswith("lang"))
    assert len(desk.tab.title) <= 200


async def test_addresses_do_not_show_names_and_passwords(desk):
    await desk.page.visit(f"http://jan:geheim@127.0.0.1:{desk.site.port}/p/plain")
    await desk.ear.until(lambda: desk.tab.title == "Gewone pagina" or desk.tab.error)
    assert not any("geheim" in str(message) for message in desk.ear.messages)


async def test_other_rules_count_at_once(desk):
    await desk.go("p/plain", "Gewone pagina")
    await desk.page.update_policy(Policy(masks=(MaskRule("*.example", ".secret"),)))
    await desk.page.visit(desk.site.url("p/second"))
    await desk.ear.until(lambda: desk.tab.error)
    assert desk.tab.error is not None
    assert desk.tab.error["code"] == "address_refused"
    await desk.page.update_policy(policy(desk.site))
    await desk.go("p/second", "Tweede")
    assert desk.state()["error"] is None


async def test_rules_that_cannot_be_read_change_nothing(desk):
    with pytest.raises(Refused, match="bad_policy"):
        await desk.page.update_policy(policy(desk.site, block=("***",)))
    await desk.go("p/plain", "Gewone pagina")
    assert desk.page.policy.block == ()


async def test_crashed_tab_is_replaced_in_a_full_strip(desk):
    for _ in range(6):
        await desk.page.new_tab()
    await desk.go("p/second", "Tweede")
    former, order = desk.tab, [tab.id for tab in desk.page.tabs]
    former.crashed = True
    await desk.page.reload()
    await desk.ear.until(lambda: desk.tab is not former and desk.tab.title == "Tweede")
    assert [tab.id for tab in desk.page.tabs][:-1] == order[:-1]
    assert len(desk.page.tabs) == 6
