"""The page in a client's hand: seen whole and near, clicked and typed by a finger."""

import pytest
from playwright.async_api import expect

from tests.e2e.pages import canvas, picture, seen, sharpness
from tests.e2e.people import until
from tests.patience import PATIENCE

ROOM = {
    "client": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
    "adviser": {"viewport": {"width": 1440, "height": 900}},
}


@pytest.mark.covers("F003", "F017")
async def test_a_client_with_a_phone_looks_closer_and_taps_when_that_is_allowed(room):
    adviser, client, site = room.adviser, room.client, room.site
    await room.opens("form")
    await seen(client, lambda found: sharpness(found) > 1, "the form")
    whole = await canvas(client).bounding_box()
    assert whole is not None
    assert whole["width"] <= 390
    await picture(room, "phone-opened")

    # Watching: a closer look is the client's own, and a tap reaches nothing.
    await client.press("Zoom in")

    async def larger():
        now = await canvas(client).bounding_box()
        return now is not None and now["width"] > whole["width"] * 1.2

    await until(larger, PATIENCE, what="the picture is larger")
    await picture(room, "phone-zoomed")
    await client.page.touchscreen.tap(*await visible(room, "name"))
    assert not site.of("click")
    await client.press("Zoom out")

    await adviser.switch("Input rights")
    await client.answer("You may click along now", "I will join in")
    await client.page.touchscreen.tap(*await room.point_of(client, "name"))
    await expect(client.text("You control this page.").first).to_be_visible()
    await site.until(lambda: site.of("click", "name"), PATIENCE, "the tap is a click")
    # A finger brings no keyboard by itself: there is a button for that.
    await client.press("Keyboard")
    await client.page.keyboard.type("Jan")
    await site.until(lambda: site.value("name") == "Jan", PATIENCE, "the name is typed")
    await picture(room, "phone-drives")
    await adviser.switch("Blur screen")
    await expect(client.page.get_by_role("heading", name="Nothing to see for a moment")).to_be_visible()
    await picture(room, "phone-blurred")


async def visible(room, name):
    x, y = await room.point_of(room.client, name)
    return min(max(x, 20), 370), y
