"""Blur of a shared screen, judged by every single picture that a viewer decodes."""

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.e2e import peers, screens
from tests.e2e.people import until


@pytest_asyncio.fixture(loop_scope="session")
async def sharing(house):
    """An adviser who shares fine print, and a client who sees it sharp."""
    adviser, client = await house.adviser(), await house.visitor()
    await screens.shares_fine_print(adviser.page)
    await screens.judges_frames(client.page)
    await adviser.start()
    await (await client.join(adviser.code)).inside()
    await adviser.press("Share screen")
    await client.sees_screen()
    await until(lambda: newest_is(client, sharp), 30, what="the client sees the fine print sharp")
    return adviser, client


def sharp(frame):
    return frame["contrast"] > screens.SHARP


def blurred(frame):
    return frame["contrast"] < screens.BLURRED


async def newest_is(person, wanted):
    frames = await screens.frames_of(person.page)
    return bool(frames) and wanted(frames[-1])


async def watched_for(person, since, seconds):
    """All pictures after that moment, once so many seconds of them have been seen."""

    async def long_enough():
        return await screens.now(person.page) >= since + seconds * 1000

    await until(long_enough, seconds + 10)
    return [frame for frame in await screens.frames_of(person.page) if frame["at"] > since]


@pytest.mark.covers("F018", "F040")
async def test_not_one_sharp_picture_after_the_blur_is_acknowledged(sharing):
    adviser, client = sharing
    assert await adviser.button("Blur screen").get_attribute("aria-pressed") == "false"
    asked = await screens.now(client.page)
    await adviser.switch("Blur screen")
    moments = await until(lambda: both_moments(client), what="the client's stage is covered and the blur told")
    assert asked < moments["covered"] <= moments["blurred"]

    after = await watched_for(client, moments["blurred"], 3)
    assert len(after) >= 5, "the blurred picture goes on"
    assert [frame for frame in after if not blurred(frame)] == []
    assert {frame["section"] for frame in after} == {peers.BLURRED}
    assert max(frame["contrast"] for frame in await screens.frames_of(client.page)) > screens.SHARP
    decoded = peers.frames(await client.report(adviser), peers.SCREEN)

    await adviser.page.get_by_role("button", name="Show it again").click()
    await expect(adviser.button("Blur screen")).to_have_attribute("aria-pressed", "false")
    await until(lambda: newest_is(client, sharp), 30, what="it is sharp again")
    assert peers.frames(await client.report(adviser), peers.SCREEN) > decoded
    await expect(client.text("Nothing to see for a moment")).to_have_count(0)


async def both_moments(client):
    moments = await screens.moments_of(client.page)
    return moments if None not in moments.values() else None


@pytest.mark.covers("F018", "F040", "F045")
async def test_the_blur_is_told_on_both_sides_and_stops_input(sharing):
    adviser, client = sharing
    await adviser.switch("Input rights")
    await client.reads("You may click along now")
    await adviser.switch("Blur screen")
    await adviser.reads("Your screen is blurred.")
    await client.reads("has blurred the screen.")
    await client.reads("Nothing to see for a moment")
    await expect(adviser.button("Input rights")).to_have_attribute("aria-disabled", "true")
    await expect(adviser.button("Input rights")).to_have_attribute("aria-pressed", "false")
    await expect(client.page.get_by_role("button", name="Blur screen")).to_have_count(0)


@pytest.mark.covers("F018")
async def test_whoever_joins_while_the_screen_is_blurred_never_gets_a_sharp_picture(house, sharing):
    adviser, _ = sharing
    await adviser.switch("Blur screen")
    late = await house.visitor("Els Visser")
    await screens.judges_frames(late.page)
    await (await late.join(adviser.code)).inside()
    await late.reads("Nothing to see for a moment")
    await until(lambda: newest_is(late, blurred), 30, what="the blurred picture reaches whoever came later")
    frames = await watched_for(late, 0, 3)
    assert [frame for frame in frames if not blurred(frame)] == []


@pytest.mark.covers("F018")
async def test_a_reload_of_the_viewer_while_blurred_shows_no_sharp_picture(sharing):
    adviser, client = sharing
    await adviser.switch("Blur screen")
    await client.reads("Nothing to see for a moment")
    await client.page.reload()
    await client.reads("Nothing to see for a moment")
    await until(lambda: newest_is(client, blurred), 30, what="the blurred picture is back")
    frames = await watched_for(client, 0, 3)
    assert [frame for frame in frames if not blurred(frame)] == []


@pytest.mark.covers("F018", "F022")
async def test_a_client_who_shares_can_blur_as_well(house):
    adviser, client = await house.adviser(), await house.visitor()
    await screens.judges_frames(adviser.page)
    await screens.shares_fine_print(client.page)
    await adviser.start()
    await (await client.join(adviser.code)).inside()
    await expect(client.button("Blur screen")).to_have_count(0)
    await client.press("Share screen")
    await adviser.answer("Jan would like to share the screen", "Allow")
    await client.answer("You may share your screen", "Choose screen")
    await adviser.sees_screen()
    await until(lambda: newest_is(adviser, sharp), 30, what="the adviser sees it sharp")
    await client.switch("Blur screen")
    moments = await until(lambda: both_moments(adviser), what="the adviser's stage is covered")
    after = await watched_for(adviser, moments["blurred"], 2)
    assert [frame for frame in after if not blurred(frame)] == []
