"""Rights that come and go in a real browser: nothing stays pressed, nothing of the revoked arrives."""

from __future__ import annotations

import random
from typing import Any

import pytest

from tests.cobrowse.driving.stand import Stand

pytestmark = pytest.mark.light

WORDS = ["a", "B", "é", "日"]


def _event(chance: random.Random) -> dict[str, Any]:
    """Input anywhere on the drawing area and the fields, on keys that leave the page as it is."""
    x, y = 0.6 + 0.3 * chance.random(), 0.05 + 0.35 * chance.random()
    kind = chance.choice(["move", "down", "up", "key", "key", "key", "touch", "compose", "commit", "wheel"])
    event: dict[str, Any] = {"k": kind}
    if kind in ("move", "down", "up", "wheel"):
        event |= {"x": x, "y": y}
    if kind in ("down", "up"):
        event["b"] = chance.choice([0, 0, 1])
    if kind == "touch":
        event |= {"p": chance.choice(["start", "move", "end"]), "t": [{"i": chance.randrange(3), "x": x, "y": y}]}
    if kind == "key":
        key, code = chance.choice([("a", "KeyA"), ("Shift", "ShiftLeft"), ("Control", "ControlLeft"), ("AltGraph", "AltRight"), ("ArrowLeft", "ArrowLeft"), ("é", "Digit2")])  # fmt: skip
        event |= {"p": chance.choice(["down", "down", "up"]), "key": key, "code": code}
    if kind in ("compose", "commit"):
        event["text"] = chance.choice(WORDS)
    return event


@pytest.mark.covers("F017", "F045")
async def test_after_thousands_of_inputs_the_page_sees_nothing_pressed(stand: Stand) -> None:
    await stand.open("typing.html")
    await stand.click("#note")
    chance = random.Random(7)
    for _ in range(25):
        for _ in range(8):
            stand.send(*(_event(chance) for _ in range(10)))
            await stand.done()
        stale = stand.epoch
        stand.drive(chance.choice(["anna", "ben"]))
        stand.send({"k": "key", "p": "down", "key": "Z", "code": "KeyZ"}, epoch=stale)
        await stand.done()
        pressed = await stand.page.evaluate("[held.size, touches, buttons, [...held].join()]")
        assert pressed[:2] == [0, 0], pressed
    assert stand.driving.diagnostics()["input_stale"] >= 25
    assert stand.driving.diagnostics()["input_dropped"] == 0
    assert "Z" not in [entry[1] for entry in await stand.page.evaluate("log")]
    assert "Z" not in await stand.page.locator("#note").input_value()


async def test_letting_go_does_not_wait_for_a_page_that_is_stuck(stand: Stand) -> None:
    """The page computes for a while: revoking counts at once, and what was pressed is released when it listens again."""
    await stand.open("typing.html")
    await stand.click("#note")
    stand.send({"k": "key", "p": "down", "key": "a", "code": "KeyA"})
    await stand.done()
    await stand.page.evaluate(
        "() => { setTimeout(() => { const end = Date.now() + 1500; while (Date.now() < end); }, 50) }"
    )
    for at in range(600):
        stand.send({"k": "move", "x": 0.7, "y": at / 1000})
    former = stand.epoch
    stand.drive(None)
    stand.send({"k": "text", "text": "te laat"}, who="anna", epoch=former)
    assert not stand.tab.input.hands.holds
    await stand.done()
    assert await stand.page.evaluate("held.size") == 0
    assert await stand.page.locator("#note").input_value() == "a"


async def test_a_composition_that_is_cut_off_leaves_no_letters_of_its_own(stand: Stand) -> None:
    await stand.open("typing.html")
    await stand.click("#name")
    stand.type("x")
    stand.send({"k": "compose", "text": "にほ", "a": 2, "b": 2})
    await stand.done()
    stand.drive("ben")
    await stand.done()
    assert await stand.page.locator("#name").input_value() == "x"


async def test_switching_tabs_lets_go_in_the_former(stand: Stand) -> None:
    former = await stand.open("typing.html")
    await stand.click("#note")
    stand.send({"k": "key", "p": "down", "key": "Control", "code": "ControlLeft"})
    await stand.done()
    other = await stand.context.new_page()
    await stand.driving.attach("other", await stand.context.new_cdp_session(other))
    await other.goto(stand.origin() + "/typing.html")
    stand.driving.activate("other")
    try:
        await stand.until(lambda: _nothing_held(former))
        await other.click("#note")
        stand.type("hier")
        await stand.until(lambda: _typed(other))
        assert await former.locator("#note").input_value() == ""
    finally:
        stand.driving.detach("other")
        await other.close()


async def _nothing_held(page: Any) -> bool:
    return await page.evaluate("held.size") == 0


async def _typed(page: Any) -> bool:
    return await page.locator("#note").input_value() == "hier"
