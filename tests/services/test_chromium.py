"""The browser that tests lean on is real: it has a camera, peers find each other, and its failures are kept."""

import re

import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.services import artefacts, chromium


@pytest_asyncio.fixture(loop_scope="session")
async def blank_url():
    """A page of localhost: cameras work in secure contexts alone."""

    async def blank(_request):
        return web.Response(text="<!doctype html><title>Leeg</title>", content_type="text/html")

    app = web.Application()
    app.router.add_get("/{any:.*}", blank)
    async with TestServer(app) as server:
        yield f"http://localhost:{server.port}/"


CALL = """async () => {
  const one = new RTCPeerConnection(), two = new RTCPeerConnection();
  one.onicecandidate = (e) => two.addIceCandidate(e.candidate);
  two.onicecandidate = (e) => one.addIceCandidate(e.candidate);
  const video = Object.assign(document.createElement("video"), { muted: true, autoplay: true });
  document.body.append(video);
  two.ontrack = (e) => { video.srcObject = e.streams[0]; };
  const stream = await navigator.mediaDevices.getUserMedia({ video: true, audio: true });
  for (const track of stream.getTracks()) one.addTrack(track, stream);
  await one.setLocalDescription();
  await two.setRemoteDescription(one.localDescription);
  await two.setLocalDescription();
  await one.setRemoteDescription(two.localDescription);
  const width = await new Promise((done) => {
    video.requestVideoFrameCallback((_now, frame) => done(frame.width));
  });
  one.close(); two.close();
  for (const track of stream.getTracks()) track.stop();
  return width;
}"""


async def test_a_page_sends_its_camera_to_a_peer(open_page, blank_url):
    page = await open_page(blank_url)
    assert await page.evaluate(CALL) > 0


async def test_a_page_can_share_an_invented_screen(open_page, blank_url):
    page = await open_page(blank_url)
    share = "async () => (await navigator.mediaDevices.getDisplayMedia()).getVideoTracks()[0].readyState"
    assert await page.evaluate(share) == "live"


async def test_each_page_has_a_profile_of_its_own(open_page, blank_url):
    first = await open_page(blank_url)
    await first.evaluate("localStorage.setItem('seen', '1')")
    second = await open_page(blank_url)
    assert await second.evaluate("localStorage.length") == 0


async def test_another_browser_can_have_other_switches(open_page, launch_browser, blank_url):
    plain = await launch_browser()
    page = await open_page(blank_url, in_browser=plain)
    ask = "navigator.mediaDevices.getUserMedia({ video: true }).then(() => 'given', (refusal) => refusal.name)"
    assert await page.evaluate(ask) in ("NotAllowedError", "NotFoundError")


async def test_a_script_error_is_noticed(browser, blank_url):
    context = await browser.new_context()
    page = await context.new_page()
    visit = chromium.Visit(page, context)
    visit.listen()
    await page.goto(blank_url)
    async with page.expect_event("pageerror"):
        await page.evaluate("setTimeout(() => { throw new TypeError('broken') })")
    assert "broken" in visit.errors[0]
    await context.close()


async def test_the_picture_of_a_page_is_kept(browser, blank_url, request, tmp_path, monkeypatch):
    monkeypatch.setattr(artefacts, "FOLDER", tmp_path)
    context = await browser.new_context()
    visit = chromium.Visit(await context.new_page(), context)
    visit.listen()
    await visit.page.goto(blank_url)
    folder = artefacts.folder_of(request.node)
    await chromium.keep(folder, [visit])
    assert (folder / "page-1.png").read_bytes().startswith(b"\x89PNG")
    assert re.match(r"http://localhost:\d+/", (folder / "page-1.log").read_text())
    await context.close()
