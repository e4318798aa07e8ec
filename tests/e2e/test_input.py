"""Input rights and pointers: off until given, shown on both sides, and gone the moment they are taken back."""

import asyncio
import json
from functools import partial

import pytest
from playwright.async_api import expect

from tests.e2e.people import until

# Keeps what arrives over the fast lane and what is sent there, and opens a door to send what the room never would.
TAP = """(() => {
  const Native = window.WebSocket;
  window.testLanes = []; window.testHeard = [];
  window.WebSocket = class extends Native {
    constructor(...options) {
      super(...options);
      if (!String(options[0]).includes("/live/")) return;
      window.testLanes.push(this);
      this.addEventListener("message", ({ data }) => {
        const message = JSON.parse(data);
        if (message.type !== "beat") window.testHeard.push({ at: performance.now(), ...message });
      });
    }
  };
})()"""


async def sharing(house, *names, tapped=True):
    """An adviser who shares a screen that these clients see."""
    adviser = await house.adviser()
    await adviser.page.add_init_script(TAP)
    await adviser.start()
    clients = []
    for name in names:
        client = await house.visitor(name)
        await client.page.add_init_script(TAP)
        await client.join(adviser.code)
        clients.append(await client.inside())
    await adviser.press("Share screen")
    for client in clients:
        await client.sees_screen()
    return (adviser, *clients)


async def points(person, x, y):
    """Moves the mouse to that place of the shared picture, given from 0 to 1."""
    box = await person.screen.bounding_box()
    await person.page.mouse.move(box["x"] + box["width"] * x, box["y"] + box["height"] * y, steps=4)


async def pointed(person):
    """Where the pointers on this page's picture are, in the picture's own measure."""
    picture = await person.screen.bounding_box()
    found = await person.page.evaluate(
        """() => [...document.querySelectorAll("main div[data-of]")].map((one) => {
          const { left, top } = one.getBoundingClientRect(); return [left, top]; })"""
    )
    return [((x - picture["x"]) / picture["width"], (y - picture["y"]) / picture["height"]) for x, y in found]


async def heard(person, kind):
    return [one for one in await person.page.evaluate("window.testHeard") if one["type"] == kind]


@pytest.mark.covers("F017", "F040", "F045")
async def test_input_rights_are_off_until_given_and_both_sides_see_every_switch(house):
    adviser, client = await sharing(house, "Jan Vermeulen")
    rights = adviser.button("Input rights")
    await expect(rights).to_have_attribute("aria-pressed", "false")
    await client.reads("You are watching; nothing you need to do.")
    await rights.click()
    await expect(rights).to_have_attribute("aria-pressed", "true")
    await expect(rights).to_have_accessible_description("On: Jan")
    await client.reads("You may point.")
    await adviser.reads("Jan may point.")
    await client.answer("You may click along now", "I will join in")
    await adviser.press("Take over")
    await expect(rights).to_have_attribute("aria-pressed", "false")
    await client.reads("has taken over. You are watching again.")
    await rights.click()
    await client.answer("You may click along now", "Rather not")
    await expect(rights).to_have_attribute("aria-pressed", "false")


@pytest.mark.covers("F017", "F045")
async def test_rights_are_given_to_one_client_and_not_to_the_other(house):
    adviser, jan, els = await sharing(house, "Jan Vermeulen", "Els Visser")
    await adviser.press("Input rights")
    await adviser.flip("Els Visser may click along")
    await adviser.page.keyboard.press("Escape")
    await expect(adviser.button("Input rights")).to_have_accessible_description("On: Els")
    await els.reads("You may point.")
    await jan.reads("You are watching")
    await points(adviser, 0.5, 0.5)
    await expect(els.pointers).to_have_count(1)
    await expect(jan.pointers).to_have_count(0)
    assert await heard(jan, "pointer") == []


@pytest.mark.covers("F044", "X007")
async def test_the_adviser_s_pointer_reaches_the_client_only_while_rights_are_on(house):
    adviser, client = await sharing(house, "Jan Vermeulen")
    await points(adviser, 0.3, 0.3)
    assert await heard(client, "pointer") == []
    await adviser.switch("Input rights")
    await client.reads("You may point.")
    for x, y in ((0.25, 0.75), (0.8, 0.2)):
        await points(adviser, x, y)
        await until(partial(near, client, x, y), what=f"the pointer stands at {x}, {y}")
    await expect(client.pointers).to_contain_text("Anna")
    await adviser.switch("Input rights", on=False)
    await expect(client.pointers).to_have_count(0)


async def near(person, x, y):
    """One pointer, within 1 % of that place."""
    places = await pointed(person)
    return len(places) == 1 and abs(places[0][0] - x) <= 0.01 and abs(places[0][1] - y) <= 0.01


@pytest.mark.covers("F017", "F044")
async def test_a_client_with_rights_points_for_the_adviser(house):
    adviser, client = await sharing(house, "Jan Vermeulen")
    await points(client, 0.5, 0.5)
    await adviser.switch("Input rights")
    await client.answer("You may click along now", "I will join in")
    await points(client, 0.6, 0.4)
    await until(lambda: near(adviser, 0.6, 0.4), what="the client's pointer is seen")
    await expect(adviser.pointers).to_contain_text("Jan")


@pytest.mark.covers("X007")
async def test_the_laser_pointer_is_off_by_default_and_seen_without_rights(house):
    adviser, client = await sharing(house, "Jan Vermeulen")
    await adviser.press("Input rights: Laser pointer")
    laser = adviser.page.get_by_role("switch", name="Laser pointer")
    await expect(laser).not_to_be_checked()
    await laser.click()
    await expect(laser).to_be_checked()
    await adviser.page.keyboard.press("Escape")
    await points(adviser, 0.4, 0.6)
    await until(lambda: near(client, 0.4, 0.6), what="the laser's dot is seen")
    await expect(client.page.locator("main div[data-laser]")).to_have_count(1)
    await adviser.press("Input rights: Laser pointer")
    await laser.click()
    await expect(client.pointers).to_have_count(0)


@pytest.mark.covers("F017", "F045")
async def test_nothing_arrives_after_rights_are_taken_back_in_mid_movement(house):
    adviser, client = await sharing(house, "Jan Vermeulen")
    await adviser.switch("Input rights")
    await client.answer("You may click along now", "I will join in")
    await points(client, 0.2, 0.2)
    await expect(adviser.pointers).to_have_count(1)
    going = asyncio.create_task(keeps_moving(client))
    await until(lambda: many_heard(adviser, 10), what="the movement is under way")
    await adviser.switch("Input rights", on=False)
    revoked = await adviser.page.evaluate("performance.now()")
    await going
    await client.page.evaluate(SEND_POINTERS, 50)
    await until(lambda: heard(client, "refused"), what="the client's page is told")
    late = [one for one in await heard(adviser, "pointer") if one["at"] > revoked and one["visible"]]
    assert late == []
    await expect(adviser.pointers).to_have_count(0)


async def many_heard(person, count):
    return len(await heard(person, "pointer")) >= count


async def keeps_moving(person):
    for step in range(60):
        await points(person, 0.2 + step / 100, 0.5)


SEND_POINTERS = """(count) => {
  const lane = window.testLanes.findLast((one) => one.readyState === 1);
  for (let i = 0; i < count; i += 1) lane.send(JSON.stringify({ type: "pointer", x: 0.5, y: i / count, visible: true }));
}"""

# What a page of bad intent would do: its own ticket, a connection of its own, every command of an adviser.
HOSTILE = """([ticket, sessionId, commands]) => new Promise((done) => {
  const address = `${location.origin.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket&session=${sessionId}`;
  const socket = new WebSocket(address);
  const answers = {};
  let number = 0;
  socket.onmessage = ({ data }) => {
    if (data.startsWith("0")) {
      socket.send("40" + JSON.stringify({ ticket, instance: "hostile-page", last_seq: 0 }));
    } else if (data === "2") socket.send("3");
    else if (data.startsWith("42") && JSON.parse(data.slice(2))[0] === "welcome") {
      for (const command of commands) {
        number += 1;
        socket.send(`42${number}` + JSON.stringify(["command", { id: `bad-${number}`, ...command }]));
      }
    } else if (data.startsWith("43")) {
      const [, ack, body] = /^43(\\d+)(.*)$/s.exec(data);
      answers[commands[ack - 1].type] = JSON.parse(body)[0];
      if (Object.keys(answers).length === commands.length) { socket.close(); done(answers); }
    }
  };
})"""


@pytest.mark.covers("F017", "F018", "F045")
async def test_a_hostile_client_page_gets_nothing_by_speaking_to_the_server_itself(house):
    adviser, client = await sharing(house, "Jan Vermeulen")
    own, other = await client.id(), await adviser.id()
    commands = [
        {"type": "grant_input", "participant_id": own},
        {"type": "set_blur", "on": True},
        {"type": "set_laser", "on": True},
        {"type": "set_chat", "on": False},
        {"type": "set_lobby", "on": True},
        {"type": "mute", "participant_id": other},
        {"type": "remove", "participant_id": other},
        {"type": "make_cohost", "participant_id": own},
        {"type": "answer_share", "participant_id": own, "agreed": True},
        {"type": "stop_share", "participant_id": other},
        {"type": "start_share", "stream_id": "mine", "surface": "screen"},
        {"type": "end_session"},
    ]
    answers = await client.page.evaluate(HOSTILE, [await client.ticket(), client.session_id, commands])
    assert {name: answer["ok"] for name, answer in answers.items()} == {one["type"]: False for one in commands}
    assert {answer["code"] for answer in answers.values()} <= {"not_allowed", "nothing_asked", "someone_shares"}, (
        json.dumps(answers)
    )
    await expect(adviser.button("Input rights")).to_have_attribute("aria-pressed", "false")
    await expect(adviser.button("Share screen")).to_have_attribute("aria-pressed", "true")
    # The page that was pushed aside by its own hostile twin says so, and takes its place back.
    await client.reads("You went on in another window")
    await client.press("Go on here")
    await client.sees_screen()
