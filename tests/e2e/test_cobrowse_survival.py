"""A page outlives its browser, its display and its server; and the stage is changed without ending anything."""

import contextlib
import os
import signal

import pytest
from playwright.async_api import expect

from tests.e2e.pages import closes, picture, processes_of, seen, sees, sharpness

YELLOW, BLUE = (255, 210, 0), (0, 128, 255)
# What comes back starts a browser, on two processors that have others to care for.
LONG = 120


@pytest.mark.covers("F003")
async def test_a_killed_browser_comes_back_at_its_last_address_for_both(room):
    await room.opens("rates")
    await room.opens("done")
    for person in (room.adviser, room.client):
        await sees(person, BLUE)
    before = len(room.site.visits)
    await kills(room, "--remote-debugging-")
    await room.site.until(lambda: "/done" in room.site.visits[before:], LONG, "the page is fetched again")
    for person in (room.adviser, room.client):
        await sees(person, BLUE)
        await expect(person.page.get_by_role("heading", name="The page is coming back")).to_have_count(0)
    await room.opens("rates")
    await sees(room.client, YELLOW)


async def kills(room, marker):
    """kill -9 of every process of this kind that works for the open page."""
    found = processes_of(room.server, marker)
    assert found, marker
    for pid in found:
        # Those that lived by another end with it.
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


@pytest.mark.covers("F003")
async def test_the_stage_is_changed_between_page_and_screen_and_closing_ends_neither(room):
    adviser, client = room.adviser, room.client
    await room.opens("rates")
    await sees(client, YELLOW)
    await adviser.press("Share screen")
    await client.sees_screen(60)
    switch = adviser.page.get_by_role("group", name="What everyone sees")
    await picture(room, "survival-switch")
    await switch.get_by_role("button", name="Web page").click()
    await sees(client, YELLOW)
    await expect(client.screen).to_have_count(0)
    await switch.get_by_role("button", name="My screen").click()
    await client.sees_screen(60)
    await switch.get_by_role("button", name="Web page").click()
    await closes(adviser)
    await client.sees_screen(60)
    await adviser.press("Share screen")
    await adviser.reads("What shall we look at together?")
    await adviser.says("still here")
    await client.hears("still here")
    await room.opens("rates")
    await sees(client, YELLOW)


@pytest.mark.covers("F003")
async def test_after_the_server_was_killed_both_are_back_and_see_the_page_again(room):
    await room.opens("done")
    for person in (room.adviser, room.client):
        await sees(person, BLUE)
    before = len(room.site.visits)
    room.server.restart()
    await room.site.until(lambda: "/done" in room.site.visits[before:], LONG, "the page is fetched again")
    for person in (room.adviser, room.client):
        await expect(person.text("Connection lost. Reconnecting.")).to_have_count(0, timeout=LONG * 1000)
    await room.opens("rates")
    for person in (room.adviser, room.client):
        await sees(person, YELLOW, seconds=LONG)
    await room.opens("form")
    await seen(room.client, lambda found: sharpness(found) > 1, "the form")
    await room.fills(room.adviser, "city", "Utrecht")


@pytest.mark.covers("F003")
async def test_a_killed_display_comes_back_too(room):
    await room.opens("done")
    await sees(room.client, BLUE)
    before = len(room.site.visits)
    await kills(room, "Xvfb")
    await room.site.until(lambda: "/done" in room.site.visits[before:], LONG, "the page is fetched again")
    for person in (room.adviser, room.client):
        await sees(person, BLUE, seconds=LONG)
