"""The page's sound: from a real sound server and a real browser to Opus packets, and never into another session."""

from __future__ import annotations

import asyncio
import os
import shutil
import stat
from itertools import pairwise

import pytest

from cobrowse.rtc.daemon import RATE, Owner
from cobrowse.rtc.sound import SAMPLES, PageSound
from server.tasks import Tasks
from tests.cobrowse.rtc.sounds import OWNERS, TONE, Told, hear, play, stamp, tone
from tests.cobrowse.rtc.tones import loudest, strength

# The browser lives on the run's loop, and so do the sounds that it plays.
pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_what_a_program_plays_arrives_as_opus_with_its_pitch(place):
    sound = await place.sound()
    ear = sound.listen()
    playing = asyncio.create_task(play(sound, tone(440, 2)))
    heard, packets = await hear(ear, 25)
    assert await playing == 0
    assert loudest(heard, RATE, (220, 330, 440, 550, 880)) == 440
    assert strength(heard, RATE, 440) > 0.2
    # One packet each 20 ms, without a gap.
    assert {later - sooner for sooner, later in pairwise(map(stamp, packets))} == {SAMPLES}


@pytest.mark.covers("F018")
async def test_what_a_real_browser_plays_arrives_and_its_silence_sends_nothing(place, playwright_driver):
    sound = await place.sound()
    told = Told(sound)
    browser = await playwright_driver.chromium.launch(
        executable_path=shutil.which("chromium"),
        args=["--no-sandbox", "--autoplay-policy=no-user-gesture-required", *sound.arguments],
        ignore_default_args=["--mute-audio"],
        env={**os.environ, **sound.environment},
    )
    try:
        page = await browser.new_page()
        ear = sound.listen()
        await page.evaluate(TONE, 660)
        heard, _ = await hear(ear, 25)
        assert loudest(heard, RATE, (330, 440, 660, 880)) == 660
        assert told.all == [True]
        assert sound.playing
        # The page goes on playing, but what it plays is silence.
        await page.evaluate("window.quiet()")
        await told.times(2)
        assert told.all == [True, False]
        before = sound.encoded
        await asyncio.sleep(1)
        assert sound.encoded == before
    finally:
        await browser.close()


async def test_nothing_is_encoded_while_nobody_listens_though_it_is_known_that_something_plays(place):
    sound = await place.sound()
    told = Told(sound)
    assert await play(sound, tone(440, 1)) == 0
    await told.times(2)
    assert told.all == [True, False]
    assert sound.encoded == 0


async def test_a_listener_who_comes_back_after_a_silence_has_the_time_that_passed_in_the_stamps(place):
    sound = await place.sound()
    told = Told(sound)
    ear = sound.listen()
    await play(sound, tone(440, 0.5))
    _, first = await hear(ear, 10, skip=0)
    await told.times(2)
    ear.forget()
    await asyncio.sleep(0.5)
    await play(sound, tone(440, 0.5))
    _, second = await hear(ear, 1, skip=0)
    assert stamp(second[0]) - stamp(first[-1]) > RATE / 2


async def test_two_sessions_do_not_hear_each_other(place):
    first, second = await place.sound(0), await place.sound(1)
    ears = first.listen(), second.listen()
    playing = asyncio.gather(play(first, tone(440, 2)), play(second, tone(1000, 2)))
    (low, _), (high, _) = await asyncio.gather(*(hear(ear, 25) for ear in ears))
    await playing
    # A busy machine tears small holes into a tone; they are no other tone.
    assert strength(low, RATE, 440) > 0.2 > 10 * strength(low, RATE, 1000)
    assert strength(high, RATE, 1000) > 0.2 > 10 * strength(high, RATE, 440)


async def _as(owner: Owner, sound: PageSound, *command: str, **environment: str) -> int:
    """The exit code of a command that the user of a page gives."""
    process = await asyncio.create_subprocess_exec(
        *command,
        user=owner.uid,
        group=owner.gid,
        extra_groups=[],
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        env={"PATH": os.environ["PATH"], "HOME": "/nonexistent", **sound.environment, **environment},
    )
    return await process.wait()


async def test_the_browser_of_another_session_is_turned_away_by_the_sound_server(place):
    sound = await place.sound(0)
    if os.geteuid() != 0:
        # One user for all: then the walls around each browser keep its socket out of sight.
        assert stat.S_IMODE(sound.folders[0].stat().st_mode) == 0o700
        return
    assert await _as(OWNERS[0], sound, "pactl", "info") == 0
    assert await _as(OWNERS[1], sound, "pactl", "info") != 0
    # Also where it found a way to the socket: it lacks the cookie.
    sound.folders[0].chmod(0o755)
    (sound.folders[0] / "native").chmod(0o777)
    assert await _as(OWNERS[1], sound, "pactl", "info") != 0
    assert await _as(OWNERS[0], sound, "pactl", "info") == 0


async def test_nobody_can_have_the_sound_server_load_a_module_or_end(place):
    sound = await place.sound()
    environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", **sound.environment}

    async def ask(*command: str) -> int:
        process = await asyncio.create_subprocess_exec(*command, env=environment, stderr=asyncio.subprocess.DEVNULL)
        return await process.wait()

    assert await ask("pactl", "info") == 0
    for module in ("module-native-protocol-tcp", "module-null-sink", "module-tunnel-sink server=127.0.0.1"):
        assert await ask("pactl", "load-module", *module.split(" ")) != 0
    assert await ask("pactl", "exit") != 0
    assert await ask("pactl", "info") == 0


async def test_a_folder_with_a_long_name_is_no_hindrance(place):
    place.folder = place.folder / ("n" * 60) / ("m" * 60)
    place.folder.mkdir(parents=True)
    sound = await place.sound()
    ear = sound.listen()
    playing = asyncio.create_task(play(sound, tone(440, 1)))
    await hear(ear, 10)
    assert await playing == 0
    folder = sound.folders[0].parent
    await sound.close()
    assert not folder.exists()


async def test_a_strict_umask_keeps_nobody_out_who_should_be_in(place):
    before = os.umask(0o077)
    try:
        sound = await place.sound()
    finally:
        os.umask(before)
    assert await play(sound, tone(440, 0.1)) == 0


async def test_nothing_of_a_closed_sound_stays_behind(place):
    sound = await place.sound()
    pid, folder = sound.pid, sound.folders[0].parent
    assert pid is not None
    ear = sound.listen()
    await sound.close()
    assert not folder.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert await ear.packet() is None
    assert sound.state == "none"


async def test_a_sound_server_that_dies_leaves_a_page_that_says_it_is_silent(place):
    sound = await place.sound()
    ear = sound.listen()
    pid = sound.pid
    assert pid is not None
    os.kill(pid, 9)
    async with asyncio.timeout(20):
        assert await ear.packet() is None
    assert (sound.state, sound.code) == ("none", "sound_failed")


async def test_without_a_sound_server_the_browser_starts_muted(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    tasks = Tasks()
    sound = PageSound(tmp_path / "sound", None, tasks.start)
    await sound.start()
    assert (sound.state, sound.code) == ("none", "no_sound_server")
    assert sound.arguments == ("--mute-audio",)
    assert (sound.environment, sound.folders) == ({}, ())
    assert not (tmp_path / "sound").exists()
    await sound.close()
    await tasks.close()
