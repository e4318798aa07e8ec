"""What goes away comes back: the network, the page, the server; nothing lost, nothing twice, nobody twice."""

import asyncio

import pytest
from playwright.async_api import expect

from tests.e2e import peers, wires
from tests.e2e.people import until

LOST = "Connection lost. Reconnecting."


async def offline(person, away=True):
    await person.page.context.set_offline(away)


async def said_exactly(person, words):
    """All balloons in order, each once."""
    await person.open("Chat")
    await expect(person.balloons).to_have_count(len(words))
    assert [told.split("\n")[-1] for told in await person.balloons.all_inner_texts()] == words


@pytest.mark.parametrize("seconds", [3, 20])
async def test_a_network_that_is_gone_for_a_while_loses_nothing_and_doubles_nothing(house, seconds):
    adviser, client = await house.meeting("Jan Vermeulen")
    await adviser.press("Share screen")
    await client.sees_screen()
    await client.says("bericht 0")
    await offline(client)
    await expect(client.text(LOST)).to_be_visible()
    await client.page.get_by_role("textbox", name="Message").fill("geschreven zonder netwerk")
    await client.page.get_by_role("textbox", name="Message").press("Enter")
    for number in range(1, 6):
        await adviser.says(f"bericht {number}")
    await asyncio.sleep(seconds)
    await offline(client, away=False)
    await expect(client.text(LOST)).to_have_count(0)
    words = [f"bericht {number}" for number in range(6)] + ["geschreven zonder netwerk"]
    await said_exactly(client, words)
    await said_exactly(adviser, words)
    await client.sees_screen()
    await expect(adviser.button("Share screen")).to_have_attribute("aria-pressed", "true")
    await adviser.sees_people(2)


async def test_a_cut_socket_is_replaced_while_sound_and_picture_go_on(house, house_of):
    async with wires.wire(house.server.port) as wire:
        adviser = await (await house.adviser()).start()
        client = await house.visitor()
        client.server_url = wire.url
        await (await client.join(adviser.code)).inside()
        await client.call()
        await adviser.sees_and_hears(client)
        wire.cut()
        await expect(client.text(LOST)).to_be_visible()
        # Sound and picture go from page to page; the server is not in between.
        await adviser.sees_and_hears(client)
        wire.mend()
        await expect(client.text(LOST)).to_have_count(0)
        await client.says("weer terug")
        await adviser.hears("weer terug")
        await adviser.sees_people(2)
        await adviser.sees_and_hears(client)


async def test_a_killed_server_that_restarts_has_everybody_back_within_five_seconds(samen_server, house_of):
    server = samen_server()
    house = house_of(server)
    adviser, client = await house.meeting("Jan Vermeulen")
    await client.call()
    await adviser.call("Microphone")
    await adviser.sees_and_hears(client)
    await adviser.press("Share screen")
    await client.sees_screen()
    for number in range(3):
        await client.says(f"bericht {number}")
    await adviser.hears("bericht 2")
    server.kill()
    for person in (adviser, client):
        await expect(person.text(LOST)).to_be_visible()
    await asyncio.to_thread(server.start)
    for person in (adviser, client):
        await expect(person.text(LOST)).to_have_count(0)
    words = ["bericht 0", "bericht 1", "bericht 2"]
    for person in (adviser, client):
        await said_exactly(person, words)
    await client.says("bericht 3")
    await said_exactly(adviser, [*words, "bericht 3"])
    await adviser.sees_and_hears(client)
    await client.sees_screen()
    await adviser.sees_people(2)


async def test_a_reload_comes_back_as_the_same_participant(house):
    adviser, client = await house.meeting("Jan Vermeulen")
    await client.call("Camera")
    await client.says("voor het herladen")
    before = await client.id()
    await client.page.reload()
    await client.inside()
    assert await client.id() == before
    await said_exactly(client, ["voor het herladen"])
    await adviser.sees_people(2)
    await adviser.page.reload()
    await adviser.inside()
    await adviser.learn_code()
    await adviser.sees_people(2)
    await client.sees_people(2)


async def test_the_code_again_in_the_same_tab_leads_back_without_a_second_entry(house):
    adviser = await (await house.adviser()).start()
    client = await house.visitor()
    await client.type_code(adviser.code)
    await client.come_in()
    await client.page.goto(f"{house.server.url}/{adviser.code}?lang=en")
    await client.reads("You were already in this meeting.")
    await client.press("Back to the meeting")
    await client.inside()
    await adviser.sees_people(2)


async def test_the_same_participant_in_a_second_tab_moves_there_and_back(house):
    adviser, client = await house.meeting("Jan Vermeulen")
    await client.call("Camera")
    key, ticket = f"samen.ticket.{client.session_id}", await client.ticket()
    second = await client.page.context.new_page()
    await second.goto(f"{house.server.url}/healthz")
    await second.evaluate("([key, ticket]) => sessionStorage.setItem(key, ticket)", [key, ticket])
    await second.goto(client.page.url)
    await expect(second.get_by_role("navigation", name="Button bar")).to_be_visible()
    await client.reads("You went on in another window")
    await adviser.sees_people(2)
    await client.press("Go on here")
    await client.inside()
    await expect(second.get_by_text("You went on in another window")).to_be_visible()
    await adviser.sees_people(2)
    # What it had on when it was left goes on by itself.
    await expect(client.button("Camera")).to_have_attribute("aria-pressed", "true")
    await until(lambda: pictures(adviser, client), 30, what="the page that took over sends its picture")


async def pictures(viewer, sender):
    return peers.frames(await viewer.report(sender), peers.CAMERA) > 0


async def test_who_leaves_can_come_back_and_the_others_see_both(house):
    adviser, client = await house.meeting("Jan Vermeulen")
    await adviser.open("Chat")
    await client.press("Leave session")
    await client.press("Leave")
    await client.reads("You have left the meeting")
    await expect(adviser.chat.get_by_text("Jan left at")).to_be_visible()
    await adviser.sees_people(1)
    await client.press("Back to the meeting")
    await client.inside()
    await adviser.sees_people(2)


async def test_an_away_client_is_shown_as_away_to_the_adviser(house):
    adviser, client = await house.meeting("Jan Vermeulen")
    await adviser.open("Participants")
    await offline(client)
    # About three seconds on a quiet machine; the browser's own switch may leave the command lane half open.
    await expect(adviser.row("Jan")).to_contain_text("Away for a moment")
    await offline(client, away=False)
    await expect(adviser.row("Jan")).not_to_contain_text("Away for a moment")


@pytest.mark.covers("F037")
async def test_the_page_allows_no_inline_script_and_no_frame_around_it(house):
    client = await house.visitor()
    answer = await client.page.goto(house.server.url)
    policy = answer.headers["content-security-policy"]
    scripts = next(part for part in policy.split(";") if part.strip().startswith("script-src"))
    assert "unsafe-inline" not in scripts
    assert "frame-ancestors 'none'" in policy
