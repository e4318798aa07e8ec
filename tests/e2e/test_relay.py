"""Calls that have no direct way: by a real coturn, over UDP and over TCP, and what happens when it goes away."""

import pytest
from playwright.async_api import expect

from tests.e2e import peers
from tests.e2e.people import until
from tests.services.processes import Process, answers
from tests.services.turn import _line, _port_for_both
from tools import programs

RELAY = "&relay=1"


async def by_relay(viewer, other, protocol):
    told = await viewer.report(other)
    return told.get("local") == "relay" and told.get("protocol") == protocol


@pytest.mark.covers("F004", "F038")
@pytest.mark.parametrize("protocol", ["udp", "tcp"])
async def test_two_people_see_and_hear_each_other_through_the_relay_alone(
    samen_server, turn_server, house_of, protocol
):
    url = turn_server.udp_url if protocol == "udp" else turn_server.tcp_url
    server = samen_server({"TURN_URL": url, "TURN_SECRET": turn_server.secret})
    adviser, client = await house_of(server).meeting("Jan Vermeulen", query=RELAY)
    for person in (adviser, client):
        await person.call()
    await adviser.sees_and_hears(client)
    await client.sees_and_hears(adviser)
    assert await by_relay(adviser, client, protocol), await adviser.report(client)
    assert await by_relay(client, adviser, protocol), await client.report(adviser)
    await adviser.press("Share screen")
    await client.sees_screen()


async def test_without_any_path_the_room_says_so_and_goes_on(samen_server, turn_server, house_of):
    server = samen_server({"TURN_URL": turn_server.udp_url, "TURN_SECRET": "not the secret of this relay"})
    adviser, client = await house_of(server).meeting("Jan Vermeulen", query=RELAY)
    await client.call("Camera")
    for person, other in ((adviser, "Jan"), (client, "Anna")):
        await expect(person.question("Picture and sound do not get through")).to_be_visible()
        await person.reads(f"A network blocks the call with {other}.")
        await expect(person.text("Connection is good")).to_have_count(0)
    await client.says("ik zie u niet")
    await adviser.hears("ik zie u niet")


@pytest.mark.covers("F038")
async def test_media_find_a_new_path_after_the_relay_has_died(samen_server, house_of, own_relay):
    server = samen_server(own_relay.settings)
    adviser, client = await house_of(server).meeting("Jan Vermeulen", query=RELAY)
    await client.call()
    await adviser.sees_and_hears(client)
    own_relay.kill()
    counts = [-1]

    async def stopped():
        counts.append(peers.frames(await adviser.report(client), peers.CAMERA))
        return counts[-1] == counts[-2]

    await until(stopped, 30, every=1, what="the pictures stop")
    own_relay.start()
    await adviser.sees_and_hears(client, seconds=60)
    assert await by_relay(adviser, client, "udp")
    await adviser.sees_people(2)


class Relay:
    """A coturn of a test's own, which it may kill and start again at the same place."""

    def __init__(self, program, folder):
        self.port, self.secret = _port_for_both(), "of-this-test-alone"
        self._line, self._folder = _line(program, self.port, self.secret, folder), folder
        self._process: Process

    @property
    def settings(self):
        return {"TURN_URL": f"turn:127.0.0.1:{self.port}?transport=udp", "TURN_SECRET": self.secret}

    def start(self):
        self._process = Process("coturn", self._line, self._folder / "turn.log", cwd=self._folder)
        self._process.wait_until(lambda: answers(self.port))

    def kill(self):
        self._process.kill()


@pytest.fixture
def own_relay(tmp_path):
    program = programs.turn_server()
    if program is None:
        pytest.skip("coturn is not installed here; `make test` says how to get it")
    relay = Relay(program, tmp_path)
    relay.start()
    yield relay
    relay.kill()
