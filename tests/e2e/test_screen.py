"""Sharing a screen: by the adviser, by the client after asking or being asked, one at a time, sharp before smooth."""

import pytest
from playwright.async_api import expect

from tests.e2e import peers, screens
from tests.e2e.people import until

SIZE = "(video) => [video.videoWidth, video.videoHeight]"


@pytest.mark.covers("F002", "F021", "F041")
async def test_the_client_sees_the_adviser_s_screen_in_its_full_size(house):
    adviser, client = await house.meeting("Jan Vermeulen")
    await client.reads("Anna is here. As soon as there is something to see, it appears here.")
    await adviser.press("Share screen")
    await adviser.reads("You share your screen.")
    await client.sees_screen()
    await client.reads("Anna shares the screen.")
    captured = await adviser.page.evaluate(
        "[...window.testPeers].flatMap((peer) => peer.getSenders()).map((one) => one.track)"
        ".filter((track) => track?.kind === 'video' && track.contentHint === 'detail')"
        ".map((track) => [track.getSettings().width, track.getSettings().height])[0]"
    )
    assert captured[0] >= 1280

    async def full_size():
        return await client.screen.evaluate(SIZE) == captured

    await until(full_size, 30, what="not one pixel is given up")
    await adviser.open("Participants")
    await expect(adviser.row("anna").get_by_role("img", name="Shares the screen")).to_be_visible()
    await adviser.press("Stop sharing")
    await expect(client.screen).to_have_count(0)
    await client.reads("Anna is here.")


@pytest.mark.covers("F021", "F038")
async def test_sharpness_comes_before_frame_rate(house):
    adviser, client = await house.adviser(), await house.visitor()
    await screens.shares_fine_print(adviser.page)
    await screens.judges_frames(client.page)
    await adviser.start()
    await (await client.join(adviser.code)).inside()
    await adviser.press("Share screen")
    await client.sees_screen()
    hints = await adviser.page.evaluate(
        "[...window.testPeers].flatMap((peer) => peer.getSenders()).filter((one) => one.track?.kind === 'video')"
        ".map((one) => [one.track.contentHint, one.getParameters().degradationPreference])"
    )
    assert ["detail", "maintain-resolution"] in hints

    async def readable():
        frames = await screens.frames_of(client.page)
        return frames and frames[-1]["contrast"] > screens.SHARP and frames[-1]["width"] == 1280

    await until(readable, 30, what="fine print arrives as it was")


@pytest.mark.covers("F022")
async def test_a_client_asks_to_share_and_the_adviser_refuses_then_allows(house):
    adviser, client = await house.meeting("Jan Vermeulen")
    await client.press("Share screen")
    await client.reads("Your question has been asked.")
    await adviser.answer("Jan would like to share the screen", "Not now")
    await client.reads("does not want the screen shared now")
    await expect(client.button("Share screen")).to_have_attribute("aria-pressed", "false")
    await client.press("Share screen")
    await adviser.answer("Jan would like to share the screen", "Allow")
    await client.answer("You may share your screen", "Choose screen")
    await adviser.sees_screen()
    await adviser.reads("Jan shares the screen.")
    await adviser.press("Stop this screen")
    await client.reads("Anna is here.")


@pytest.mark.covers("F022", "F041")
async def test_the_adviser_asks_and_the_client_declines_then_agrees(house):
    adviser, client = await house.meeting("Jan Vermeulen")
    await adviser.about("Jan Vermeulen", "Ask to share the screen")
    await client.answer("May Anna see your screen?", "Not now")
    await adviser.reads("Jan would rather not show the screen now.")
    await expect(adviser.screen).to_have_count(0)
    await adviser.about("Jan Vermeulen", "Ask to share the screen")
    await client.answer("May Anna see your screen?", "Yes, choose screen")
    await adviser.sees_screen()
    await expect(client.button("Share screen")).to_have_attribute("aria-pressed", "true")
    await client.press("Stop sharing")
    await expect(adviser.screen).to_have_count(0)


@pytest.mark.covers("F021", "F022")
async def test_one_screen_at_a_time_and_the_stage_is_handed_on(house):
    adviser, client = await house.meeting("Jan Vermeulen")
    await adviser.press("Share screen")
    await client.sees_screen()
    share = client.button("Share screen")
    await expect(share).to_have_attribute("aria-disabled", "true")
    # It says why, though nothing can be done with it now.
    await share.click(force=True)
    await client.reads("Somebody shares a screen already.")
    await adviser.press("Stop sharing")
    await expect(share).not_to_have_attribute("aria-disabled", "true")
    await adviser.page.get_by_role("button", name="See Jan's screen").click()
    await client.answer("May Anna see your screen?", "Yes, choose screen")
    await adviser.sees_screen()


@pytest.mark.covers("F021")
async def test_stopping_from_the_browser_s_own_bar_is_noticed(house):
    adviser, client = await house.adviser(), await house.visitor()
    await screens.shares_fine_print(adviser.page)
    await adviser.start()
    await (await client.join(adviser.code)).inside()
    await adviser.press("Share screen")
    await client.sees_screen()
    await adviser.page.evaluate("window.testCapture.stop(), window.testCapture.dispatchEvent(new Event('ended'))")
    await expect(client.screen).to_have_count(0)
    await expect(adviser.button("Share screen")).to_have_attribute("aria-pressed", "false")
    await adviser.press("Share screen")
    await client.sees_screen()


@pytest.mark.covers("F021", "F036")
async def test_a_picker_that_is_closed_shares_nothing_and_says_so(house):
    adviser, client = await house.adviser(), await house.visitor()
    refuse = "new DOMException('Permission denied', 'NotAllowedError')"
    await adviser.page.add_init_script(f"navigator.mediaDevices.getDisplayMedia = () => Promise.reject({refuse})")
    await adviser.start()
    await (await client.join(adviser.code)).inside()
    await adviser.press("Share screen")
    await adviser.reads("Nothing has been shared.")
    await expect(adviser.button("Share screen")).to_have_attribute("aria-pressed", "false")
    await expect(client.screen).to_have_count(0)


@pytest.mark.covers("F041")
@pytest.mark.parametrize(
    ("surface", "wording"), [("browser", "a tab"), ("window", "a window"), ("monitor", "the screen")]
)
async def test_what_kind_of_screen_was_shared_stands_in_the_timeline(house, surface, wording):
    adviser = await house.adviser()
    await screens.shares_fine_print(adviser.page)
    await adviser.page.add_init_script(f"window.testSurface = '{surface}'")
    await adviser.start()
    await adviser.press("Share screen")
    await adviser.reads("You share your screen.")
    page = adviser.page
    session_id = adviser.session_id
    await page.goto(f"{house.server.url}/adviser/sessions/{session_id}?lang=en")
    await adviser.reads(f"anna shared {wording}.")


@pytest.mark.covers("F038")
async def test_a_share_reaches_whoever_comes_later_and_survives_their_reload(house):
    adviser, client = await house.meeting("Jan Vermeulen")
    await adviser.press("Share screen")
    await client.sees_screen()
    late = await house.visitor("Els Visser")
    await (await late.join(adviser.code)).inside()
    await late.sees_screen()
    await late.page.reload()
    await late.sees_screen()
    before = peers.frames(await client.report(adviser), peers.SCREEN)
    await until(lambda: more_than(client, adviser, before), 30, what="the first client's picture goes on")
    await adviser.sees_people(3)


async def more_than(viewer, sender, before):
    # A still screen gives few pictures, but never none.
    return peers.frames(await viewer.report(sender), peers.SCREEN) >= before
