"""The same walk over every way in which pictures of a page can be made and brought to people."""

import pytest
from playwright.async_api import expect

from tests.e2e.pages import meeting, part, received, sees, sees_sharp, sharpness
from tests.e2e.people import until
from tests.patience import PATIENCE

NO_DECODER = "delete globalThis.VideoDecoder"
SHARP, BLURRED = 8, 3
# Kinds of pieces of picture on the page's own socket.
KEY, DELTA, JPEG = 1, 2, 4

PATHS = {
    "damage": ({"COBROWSE_PIPELINE": "damage"}, ""),
    "x11grab": ({"COBROWSE_PIPELINE": "x11grab"}, ""),
    "screencast": ({"COBROWSE_PIPELINE": "screencast"}, ""),
    "webrtc": ({}, NO_DECODER),
}


@pytest.mark.covers("F003", "F017", "F018")
@pytest.mark.parametrize("path", PATHS)
async def test_a_page_is_opened_read_clicked_typed_into_and_blurred(browser, samen_server, site, path):
    settings, before_load = PATHS[path]
    server = samen_server(COBROWSE_ALLOW=site.allow, **settings)
    site.places.clear()
    async with meeting(browser, server, site, before_load=before_load) as room:
        adviser, client = room.adviser, room.client
        await room.opens("form")
        await sees_sharp(room, client, "print", SHARP, "the small print")
        ready = [message for message in room.heard[client.name] if '"ready"' in message]
        assert f'"{"damage" if path == "webrtc" else path}"' in ready[-1]
        await adviser.switch("Input rights")
        await client.reads("You may click along.")
        await room.fills(client, "name", "Jan Vermeulen")
        await sees_sharp(room, adviser, "name", 1, "the name that is typed")
        await adviser.switch("Blur screen")
        await expect(client.page.get_by_role("heading", name="Nothing to see for a moment")).to_be_visible()

        async def hazy():
            picture, box = await received(client), await room.place("print")
            return picture is not None and sharpness(part(picture, box)) < BLURRED

        await until(hazy, PATIENCE, 0.3, "the client has a haze")
        await adviser.press("Show again")
        await sees_sharp(room, client, "print", SHARP, "the small print again")
        await adviser.press("Take control")
        await room.presses(adviser, "send")
        await sees(client, (0, 128, 255))
        # The picture itself came the way it should.
        moving = client.page.locator("main video[aria-label='Shared page']")
        frames = [kind for kind, _ in room.frames[client.name]]
        if path == "webrtc":
            assert await moving.evaluate("(video) => video.videoWidth") > 0
            assert not {KEY, DELTA} & set(frames)
        else:
            assert await moving.count() == 0
            assert (JPEG if path == "screencast" else KEY) in frames
