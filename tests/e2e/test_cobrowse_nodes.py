"""Two servers, one page: people on different nodes look at it together, and it outlives the node that had it."""

import pytest

from tests.e2e import wires
from tests.e2e.pages import meeting, processes_of, seen, sees, sharpness
from tests.e2e.people import until

YELLOW = (255, 210, 0)
LONG = 120


@pytest.mark.covers("F003", "F017")
async def test_people_on_two_nodes_see_one_page_and_it_outlives_its_node(browser, samen_nodes, site):
    first, second = samen_nodes(2, COBROWSE_ALLOW=site.allow)
    async with (
        wires.wire(first.port) as wire,
        meeting(browser, second, site, adviser_url=wire.url) as room,
    ):
        adviser, client = room.adviser, room.client
        await room.opens("form")
        await seen(client, lambda found: sharpness(found) > 1, "the form")
        await adviser.switch("Input rights")
        await client.reads("You may click along.")
        await room.fills(client, "name", "Jan Vermeulen")
        await room.opens("rates")
        await sees(client, YELLOW)

        before = len(room.site.visits)
        first.kill()
        wire.mend(second.port)
        await room.site.until(lambda: "/rates" in room.site.visits[before:], LONG, "the other node opens the page")
        assert processes_of(second, "Xvfb")
        for person in (adviser, client):
            await sees(person, YELLOW, seconds=LONG)

        async def opened():
            await adviser.page.bring_to_front()
            return await adviser.text("Connection lost. Reconnecting.").count() == 0

        await until(opened, LONG, what="the adviser is back")
        await room.opens("form")
        await room.fills(adviser, "city", "Utrecht")
        await seen(client, lambda found: sharpness(found) > 1, "the form again")
