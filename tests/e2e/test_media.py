"""Sound and picture between everybody who is in the room, and the switches that rule them."""

import asyncio
from functools import partial

import pytest
from playwright.async_api import expect

from tests.e2e import peers
from tests.e2e.people import until

NAMES = ("Jan Vermeulen", "Piet Bakker", "Els Visser")


@pytest.mark.covers("F004", "F016", "F025")
async def test_two_people_see_and_hear_each_other(house):
    people = await house.meeting(NAMES[0])
    for person in people:
        await person.call()
    adviser, client = people
    await adviser.sees_and_hears(client)
    await client.sees_and_hears(adviser)


@pytest.mark.covers("F004", "F016", "F025", "F042")
async def test_four_people_all_see_each_other_and_hear_whoever_speaks(house):
    people = await house.meeting(*NAMES)
    for person in people:
        await person.call("Camera")
    await people[0].sees_people(4)
    for name in NAMES:
        await expect(people[0].row(name).get_by_role("img", name="Camera on")).to_be_visible()
    # One after the other: four that speak at once keep a small machine busier than it is fast.
    for speaker in people:
        await speaker.call("Microphone")
        await asyncio.gather(*(person.sees_and_hears(speaker) for person in people if person is not speaker))
        if speaker is not people[0]:
            row = people[0].row(speaker.name)
            await expect(row.get_by_role("img", name="Microphone on")).to_be_visible()
        await speaker.switch("Microphone", on=False)


BRIGHT = """(video) => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 32, height: 18 });
  const context = canvas.getContext("2d");
  context.drawImage(video, 0, 0, 32, 18);
  return context.getImageData(0, 0, 32, 18).data.some((value, index) => index % 4 < 3 && value > 40);
}"""


@pytest.mark.covers("F016", "F024", "F025")
async def test_a_camera_that_goes_off_is_gone_for_the_others_and_comes_back(house):
    adviser, client = await house.meeting("Jan Vermeulen")
    await client.call("Camera")
    tile = adviser.page.get_by_role("figure", name="Camera of Jan Vermeulen")
    await expect(tile.locator("video")).to_be_visible()
    await until(lambda: tile.locator("video").evaluate(BRIGHT), what="the picture has something on it")
    await adviser.open("Participants")
    await client.switch("Camera", on=False)
    await expect(tile.locator("video")).to_have_count(0)
    await expect(adviser.row("Jan").get_by_role("img", name="Camera off")).to_be_visible()
    assert await frames_stop(adviser, client), "not one picture more leaves"
    await client.switch("Camera")
    await adviser.page.get_by_role("figure", name="Camera of Jan Vermeulen").locator("video").wait_for()
    await frames_come(adviser, client)


async def frames_come(viewer, sender, section=peers.CAMERA):
    before = peers.frames(await viewer.report(sender), section)

    async def more():
        return peers.frames(await viewer.report(sender), section) >= before + 3

    await until(more, 30, what=f"{viewer.name} gets pictures of {sender.name}")


async def frames_stop(viewer, sender, section=peers.CAMERA):
    """What was on its way may still arrive; then the count stands still."""
    counts = [-2, -1]

    async def still():
        counts.append(peers.frames(await viewer.report(sender), section))
        return counts[-1] == counts[-2] == counts[-3]

    return await until(still, 10, every=0.4)


@pytest.mark.covers("F016", "F024")
async def test_a_muted_microphone_is_silent_and_the_list_says_so(house):
    adviser, client = await house.meeting("Jan Vermeulen")
    await client.call("Microphone")
    await energy_grows(adviser, client)
    await adviser.open("Participants")
    await client.switch("Microphone", on=False)
    await expect(adviser.row("Jan").get_by_role("img", name="Microphone off")).to_be_visible()
    heard = []

    async def silent():
        heard.append((await adviser.report(client))["audioEnergy"])
        # The invented microphone beeps once a second.
        return len(heard) > 6 and heard[-1] == heard[-6]

    await until(silent, 15, every=0.3, what="nothing is heard any more")
    await client.switch("Microphone")
    await energy_grows(adviser, client)


async def energy_grows(hearer, speaker):
    before = (await hearer.report(speaker)).get("audioEnergy", 0)

    async def more():
        return (await hearer.report(speaker)).get("audioEnergy", 0) > before

    await until(more, 30, what=f"{hearer.name} hears {speaker.name}")


PLAYING = """() => [...document.querySelectorAll("audio")].filter(
  (audio) => audio.srcObject !== null && !audio.muted && audio.volume > 0 && !audio.paused).length"""


@pytest.mark.covers("F027")
async def test_sound_off_silences_all_others_here_and_tells_them_nothing_is_wrong(house):
    adviser, client = await house.meeting("Jan Vermeulen")
    await client.call("Microphone")
    await energy_grows(adviser, client)
    await until(lambda: adviser.page.evaluate(PLAYING), what="the client's sound is played")
    await adviser.switch("Sound", on=False)
    await until(lambda: silent(adviser), what="nothing is played")
    await expect(client.button("Microphone")).to_have_attribute("aria-pressed", "true")
    await adviser.switch("Sound")
    await until(lambda: adviser.page.evaluate(PLAYING), what="it is played again")


async def silent(person):
    return await person.page.evaluate(PLAYING) == 0


@pytest.mark.covers("F025", "F027", "F039")
async def test_other_devices_are_chosen_in_the_middle_of_the_call(house, launch_browser):
    many = await launch_browser(
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream=device-count=3",
        "--allow-loopback-in-peer-connection",
        "--autoplay-policy=no-user-gesture-required",
    )
    adviser, client = await house.meeting("Jan Vermeulen", in_browser=many)
    await client.call()
    await adviser.sees_and_hears(client)
    for kind, control in (("videoinput", "camera"), ("audioinput", "microphone")):
        before = await used(client, kind)
        await client.press(f"Choose {control}")
        choices = client.page.get_by_role("dialog", name=f"Choose {control}").get_by_role("radio")
        await expect(choices.nth(1)).to_be_visible()
        unused = [one for one in await choices.all() if await one.get_attribute("value") not in (before, "default")]
        await unused[-1].click()
        await client.page.keyboard.press("Escape")
        await until(partial(other_than, client, kind, before), what=f"another {control}")
    await adviser.sees_and_hears(client)
    await client.press("Choose speaker")
    speakers = client.page.get_by_role("dialog", name="Choose speaker").get_by_role("radio")
    await speakers.last.click()
    await expect(speakers.last).to_be_checked()


SENT = """([kind, what]) => {
  const wanted = kind === "videoinput" ? "video" : "audio";
  for (const peer of window.testPeers) {
    if (peer.connectionState === "closed") continue;
    const sender = peer.getSenders().find((one) => one.track?.kind === wanted && one.track.readyState === "live");
    if (sender) return what === "device" ? sender.track.getSettings().deviceId : sender.track.id;
  }
  return null;
}"""


async def used(person, kind, what="device"):
    return await person.page.evaluate(SENT, [kind, what])


async def other_than(person, kind, before, what="device"):
    now = await used(person, kind, what)
    return now is not None and now != before


# A fake device cannot be pulled out. What a page notices of it is this: its track ends, the device is gone from the
# list, and asking for any gives another one, or none.
UNPLUG = """async ([kind, all]) => {
  const media = navigator.mediaDevices;
  const wanted = kind === "videoinput" ? "video" : "audio";
  const tracks = [...window.testPeers].flatMap((peer) => peer.getSenders()).map((one) => one.track);
  const track = tracks.find((one) => one?.kind === wanted && one.readyState === "live");
  const gone = track.getSettings().deviceId;
  const isGone = (one) => one.kind === kind && (all || one.deviceId === gone);
  const enumerate = media.enumerateDevices.bind(media), get = media.getUserMedia.bind(media);
  media.enumerateDevices = async () => (await enumerate()).filter((one) => !isGone(one));
  media.getUserMedia = async (constraints) => {
    if (!constraints[wanted]) return get(constraints);
    const left = (await media.enumerateDevices()).findLast((one) => one.kind === kind && one.deviceId !== "default");
    if (!left) throw new DOMException("Requested device not found", "NotFoundError");
    return get({ ...constraints, [wanted]: { ...constraints[wanted], deviceId: { exact: left.deviceId } } });
  };
  track.stop();
  track.dispatchEvent(new Event("ended"));
  media.dispatchEvent(new Event("devicechange"));
  return gone;
}"""


@pytest.mark.covers("F025", "F039")
async def test_an_unplugged_camera_is_replaced_by_another_and_said(house, launch_browser):
    many = await launch_browser(
        "--use-fake-ui-for-media-stream",
        # The second of Chromium's invented cameras measures depth and stands still; the third moves.
        "--use-fake-device-for-media-stream=device-count=3",
        "--allow-loopback-in-peer-connection",
        "--autoplay-policy=no-user-gesture-required",
    )
    adviser, client = await house.meeting("Jan Vermeulen", in_browser=many)
    await client.call("Camera")
    await frames_come(adviser, client)
    gone = await client.page.evaluate(UNPLUG, ["videoinput", False])
    await until(lambda: other_than(client, "videoinput", gone), what="the other camera is sent")
    await client.reads("was unplugged. We now use")
    await frames_come(adviser, client)


@pytest.mark.covers("F024")
async def test_the_only_microphone_unplugged_is_said_and_the_call_goes_on(house):
    adviser, client = await house.meeting("Jan Vermeulen")
    await client.call()
    await adviser.sees_and_hears(client)
    await client.page.evaluate(UNPLUG, ["audioinput", True])
    await client.reads("was unplugged.")
    await expect(client.button("Microphone")).to_have_attribute("aria-pressed", "false")
    await frames_come(adviser, client)
    await adviser.open("Participants")
    await expect(adviser.row("Jan").get_by_role("img", name="No microphone")).to_be_visible()


@pytest.mark.covers("F026")
async def test_the_background_is_blurred_without_any_other_server(house):
    adviser, client = await house.meeting("Jan Vermeulen")
    elsewhere = []
    ours = (house.server.url, "blob:", "data:")
    client.page.on("request", lambda asked: None if asked.url.startswith(ours) else elsewhere.append(asked.url))
    await client.call("Camera")
    await frames_come(adviser, client)
    sharp = await used(client, "videoinput", "track")
    await client.press("Choose camera")
    await client.page.get_by_role("switch", name="Background blur").click()
    await until(lambda: other_than(client, "videoinput", sharp, "track"), 60, what="another track is sent")
    await frames_come(adviser, client)
    assert not elsewhere


@pytest.mark.covers("F039")
async def test_noise_suppression_can_be_switched(house):
    _, client = await house.meeting("Jan Vermeulen")
    await client.call("Microphone")
    await client.press("Choose microphone")
    toggle = client.page.get_by_role("switch", name="Noise suppression")
    await expect(toggle).to_be_checked()
    await toggle.click()
    await expect(toggle).not_to_be_checked()
