"""People in a session who look at a web page: the room itself connects for sound, and for a picture by WebRTC."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.cobrowse.rtc.sounds import need_sound_server
from tests.e2e.people import House, Person, until

pytestmark = pytest.mark.asyncio(loop_scope="session")

PAGE = """<!doctype html><title>Proef</title>
<style>html { height: 100%; background: rgb(200, 40, 40) }</style><script>
let context = null, tone = null;
addEventListener("mousedown", () => {
  document.documentElement.style.background = "rgb(40, 40, 200)";
  context ??= new AudioContext();
  tone = context.createOscillator();
  tone.frequency.value = 660;
  tone.connect(context.destination);
  tone.start();
});
</script>"""

# A browser in which pictures cannot be decoded by the page itself.
OLD = "delete window.VideoDecoder; delete window.VideoFrame;"

# The pitch of what the page's audio element plays; 0 while there is none, or nothing to hear.
PITCH = """async () => {
  const audio = [...document.querySelectorAll("audio")].find((each) => each.srcObject && !each.dataset.participant);
  if (!audio || audio.muted || audio.paused) return 0;
  if (window.heard !== audio.srcObject) {
    const context = new AudioContext();
    window.hearing = context.createAnalyser();
    window.hearing.fftSize = 4096;
    context.createMediaStreamSource(audio.srcObject).connect(window.hearing);
    window.heard = audio.srcObject;
  }
  await new Promise((done) => setTimeout(done, 200));
  const powers = new Float32Array(window.hearing.frequencyBinCount);
  window.hearing.getFloatFrequencyData(powers);
  const loudest = powers.indexOf(Math.max(...powers));
  return powers[loudest] < -60 ? 0 : (loudest * window.hearing.context.sampleRate) / window.hearing.fftSize;
}"""

# Whether the picture in the middle of the video is red or blue; "" without a video.
COLOUR = """() => {
  const video = document.querySelector("video[aria-label='Shared page']");
  if (!video?.videoWidth) return "";
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const paper = canvas.getContext("2d");
  paper.drawImage(video, video.videoWidth / 2, video.videoHeight / 2, 1, 1, 0, 0, 1, 1);
  const [red, , blue] = paper.getImageData(0, 0, 1, 1).data;
  return red > 150 && blue < 90 ? "red" : blue > 150 && red < 90 ? "blue" : "other";
}"""


@pytest_asyncio.fixture(loop_scope="session")
async def site() -> AsyncIterator[str]:
    async def page(_request: web.Request) -> web.Response:
        return web.Response(text=PAGE, content_type="text/html")

    app = web.Application()
    app.router.add_get("/", page)
    server = TestServer(app)
    await server.start_server()
    yield f"127.0.0.1:{server.port}"
    await server.close()


async def show(adviser: Person, address: str) -> None:
    answer = await adviser.page.context.request.put(
        f"{adviser.server_url}/api/v1/room/page",
        headers={"Authorization": f"Bearer {await adviser.ticket()}"},
        data={"address": address},
    )
    assert answer.ok, await answer.text()


async def hears(person: Person) -> bool:
    return abs(await person.page.evaluate(PITCH) - 660) < 20


@pytest.mark.covers("F017", "F018")
async def test_a_client_with_an_old_browser_sees_the_page_by_webrtc_and_everybody_hears_it(
    launch_browser, open_page, samen_server, site
):
    del launch_browser
    need_sound_server()
    house = House(open_page, samen_server(COBROWSE_ALLOW=site))
    adviser = await (await house.adviser()).start("")
    client = await house.visitor("Jan Vermeulen")
    await client.page.add_init_script(OLD)
    await client.join(adviser.code, "")
    await client.inside()
    await show(adviser, f"http://{site}/")
    await until(lambda: client.page.evaluate(f"({COLOUR})() === 'red'"), 60, what="the client sees the page")
    picture = adviser.page.get_by_role("img", name="Shared page")
    await picture.wait_for()
    await picture.click(force=True)
    await until(lambda: client.page.evaluate(f"({COLOUR})() === 'blue'"), 30, what="the client sees the click")

    for person in (adviser, client):
        await until(partial(hears, person), 30, what=f"{person.name} hears the page")
    # Off with the room's sound.
    await client.switch("Sound", on=False)
    await until(lambda: client.page.evaluate(f"({PITCH})().then((pitch) => pitch === 0)"), 20, what="it is silent")
    assert await hears(adviser)
