"""The connection test from a real browser, over the real route."""

import pytest
import pytest_asyncio
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from media.echo import Echo, EchoLimits
from media.ice import Turn, ice_servers
from server.echo import EchoRoutes
from server.tasks import Tasks
from server.throttle import MemoryThrottle
from server.web import Member, TicketHolder
from server.web.api import Api
from server.web.security import Doorman


class Nobody:
    async def member(self, token: str) -> Member | None:
        return None

    async def check(self, token: str) -> TicketHolder | None:
        return None


def unmeasured(method: str, route: str, status: int, seconds: float) -> None:
    del method, route, status, seconds


async def blank(_request):
    return web.Response(text="<!doctype html><title>Proef</title>", content_type="text/html")


class Service:
    """The route on a server of its own. `relays` are filled by tests that have one."""

    def __init__(self) -> None:
        self.tasks = Tasks()
        self.echo = Echo(self.tasks.start, EchoLimits(lifetime=8))
        self.clock = [0.0]
        self.relays: list = []
        routes = EchoRoutes(self.echo, MemoryThrottle(lambda: self.clock[0]), lambda: self.relays)
        app = web.Application()
        app.router.add_get("/", blank)
        Api(routes.routes(), Doorman((), "", own_tls=False), Nobody(), Nobody(), unmeasured).attach(app)
        self.server = TestServer(app)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.server.port}/"

    async def close(self) -> None:
        await self.server.close()
        await self.echo.close()
        await self.tasks.close()


@pytest_asyncio.fixture(loop_scope="session")
async def service():
    service = Service()
    await service.server.start_server()
    yield service
    await service.close()


TEST = """async (configuration) => {
  const peer = new RTCPeerConnection(configuration);
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 640, height: 360 } });
  for (const track of stream.getTracks()) peer.addTrack(track, stream);
  const channel = peer.createDataChannel("echo", { ordered: false, maxRetransmits: 0 });
  const video = Object.assign(document.createElement("video"), { muted: true, autoplay: true });
  document.body.append(video);
  const kinds = [];
  peer.ontrack = (event) => {
    kinds.push(event.track.kind);
    if (event.track.kind === "video") video.srcObject = new MediaStream([event.track]);
  };
  await peer.setLocalDescription();
  await new Promise((done) => {
    const look = () => peer.iceGatheringState === "complete" && done();
    peer.onicegatheringstatechange = look;
    look();
  });
  const response = await fetch("/api/v1/echo", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ sdp: peer.localDescription.sdp, code: "123456789" }),
  });
  await peer.setRemoteDescription({ type: "answer", sdp: (await response.json()).sdp });
  const width = await new Promise((done) => {
    video.requestVideoFrameCallback((_now, frame) => done(frame.width));
  });
  const answer = await new Promise((done) => {
    channel.onmessage = (event) => done(event.data);
    const ask = () => channel.send("7");
    if (channel.readyState === "open") ask(); else channel.onopen = ask;
  });
  let sound = 0, local = "";
  for (let tries = 0; tries < 50 && !sound; tries += 1) {
    await new Promise((done) => setTimeout(done, 100));
    const stats = await peer.getStats();
    stats.forEach((each) => {
      if (each.type === "inbound-rtp" && each.kind === "audio") sound = each.packetsReceived;
      if (each.type === "candidate-pair" && each.nominated) local = stats.get(each.localCandidateId).candidateType;
    });
  }
  peer.close();
  for (const track of stream.getTracks()) track.stop();
  return { width, answer, kinds: kinds.sort(), sound: sound > 0, local };
}"""


@pytest.mark.covers("F036", "F039")
async def test_a_browser_hears_and_sees_itself_come_back(open_page, service):
    page = await open_page(service.url)
    result = await page.evaluate(TEST, {})
    assert result["kinds"] == ["audio", "video"]
    assert 0 < result["width"] <= 320
    assert result["answer"] == "7"
    assert result["sound"]


@pytest.mark.parametrize("transport", ["udp", "tcp"])
async def test_a_browser_that_can_only_reach_the_relay_passes_the_test_too(open_page, service, turn_server, transport):
    url = turn_server.udp_url if transport == "udp" else turn_server.tcp_url
    turn = Turn((url,), turn_server.secret)
    import time

    service.relays = list(ice_servers(turn, "echo", time.time()))
    (mine,) = ice_servers(turn, "ann", time.time())
    page = await open_page(service.url)
    result = await page.evaluate(TEST, {"iceServers": [mine.as_json()], "iceTransportPolicy": "relay"})
    assert result["local"] == "relay"
    assert 0 < result["width"] <= 320
    assert result["sound"]


async def post(service: Service, body: object) -> tuple[int, dict]:
    async with ClientSession() as http, http.post(service.url + "api/v1/echo", json=body) as answer:
        return answer.status, await answer.json(content_type=None)


@pytest.mark.asyncio(loop_scope="session")
async def test_a_garbled_offer_has_its_code(service):
    status, problem = await post(service, {"sdp": "v=0\r\nnonsense"})
    assert (status, problem["code"]) == (400, "bad_sdp")
    status, problem = await post(service, {"sdp": "x" * 30_000})
    assert (status, problem["code"]) == (422, "invalid_input")


@pytest.mark.asyncio(loop_scope="session")
async def test_who_asks_too_often_waits(service):
    for _ in range(8):
        assert (await post(service, {"sdp": "nonsense"}))[1]["code"] == "bad_sdp"
    status, problem = await post(service, {"sdp": "nonsense"})
    assert (status, problem["code"]) == (429, "too_many_attempts")
    service.clock[0] += problem["retry_after"]
    assert (await post(service, {"sdp": "nonsense"}))[1]["code"] == "bad_sdp"
