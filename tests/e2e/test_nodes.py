"""Two servers, one session: people on different nodes work together, and a node that dies is survived."""

import pytest
from playwright.async_api import expect

from tests.e2e import wires
from tests.e2e.people import until


@pytest.fixture
def two(samen_nodes, launch_browser, open_page):
    """Browsers of a test end before the nodes do."""
    del launch_browser, open_page
    return samen_nodes(2)


async def test_people_on_two_nodes_work_together_and_a_dead_node_is_survived(two, house_of):
    first, second = two
    house = house_of(first)
    async with wires.wire(second.port) as wire:
        adviser = await (await house.adviser()).start()
        client = await house.visitor()
        client.server_url = wire.url
        await (await client.join(adviser.code)).inside()
        await client.says("van de tweede")
        await adviser.hears("van de tweede")
        await adviser.says("van de eerste")
        await client.hears("van de eerste")
        await client.call()
        await adviser.sees_and_hears(client)
        await adviser.press("Share screen")
        await client.sees_screen()
        await adviser.switch("Input rights")
        await client.answer("You may click along now", "I will join in")
        box = await client.screen.bounding_box()
        await client.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=5)
        await expect(adviser.pointers).to_have_count(1)

        second.kill()
        wire.mend(first.port)
        await until(lambda: is_back(client), what="the client is back on the other node")
        await client.says("weer terug")
        await adviser.hears("weer terug")
        await expect(adviser.balloons).to_have_count(3)
        await adviser.sees_and_hears(client)
        await client.sees_screen()
        await adviser.sees_people(2)


async def is_back(client):
    lost = await client.text("Connection lost. Reconnecting.").count()
    said = await client.page.get_by_text("The connection is back.").count()
    return lost == 0 and said > 0
