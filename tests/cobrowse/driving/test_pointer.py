"""Clicks, drags, wheels, fingers, lists and the pointer's shape, on real pages."""

from __future__ import annotations

import functools
from typing import Any

import pytest

from tests.cobrowse.driving.stand import HEIGHT, WIDTH, Stand

pytestmark = pytest.mark.light


async def _mouse(stand: Stand) -> list[list[Any]]:
    return await stand.page.evaluate("mouse")


async def test_clicks_land_on_the_pixel_with_their_count_and_button(stand: Stand) -> None:
    await stand.open("typing.html")
    x, y = 700 / WIDTH, 100 / HEIGHT
    stand.click_at(x, y)
    stand.click_at(x, y, clicks=2)
    stand.click_at(x, y, button=1)
    stand.click_at(x, y, button=2)
    stand.send({"k": "wheel", "x": x, "y": y, "dx": 0, "dy": 120})
    await stand.done()
    seen = await stand.until(lambda: _with_wheel(stand))
    downs = [entry for entry in seen if entry[0] == "mousedown"]
    assert [(entry[1], entry[2], entry[3], entry[4]) for entry in downs] == [
        (700, 100, 0, 1), (700, 100, 0, 2), (700, 100, 1, 1), (700, 100, 2, 1),
    ]  # fmt: skip
    assert [entry[0] for entry in seen].count("dblclick") == 1
    assert [entry[5] for entry in seen if entry[0] == "wheel"] == [120]


async def _with_wheel(stand: Stand) -> Any:
    seen = await _mouse(stand)
    return seen if any(entry[0] == "wheel" for entry in seen) else None


@pytest.mark.parametrize("scaled", [True, False], ids=["drawn larger in its window", "no window"])
async def test_clicks_and_boxes_are_right_when_the_page_is_zoomed(stand: Stand, scaled: bool) -> None:
    """Zoom makes the viewport smaller in CSS pixels; fractions of the picture stay what they are."""
    await stand.open("secrets.html")
    cdp = await stand.context.new_cdp_session(stand.page)
    zoomed: dict[str, Any] = {"width": WIDTH // 2, "height": HEIGHT // 2, "deviceScaleFactor": 2, "mobile": False}
    if scaled:
        zoomed |= {"scale": 2, "dontSetVisibleSize": True}
    else:
        stand.driving.resize(WIDTH / 2, HEIGHT / 2)
    await cdp.send("Emulation.setDeviceMetricsOverride", zoomed)
    try:
        box = await stand.page.evaluate(
            "() => { const b = iban.getBoundingClientRect(); return [b.x, b.y, b.width, b.height] }"
        )
        x, y, w = box[0] / 500, box[1] / 350, box[2] / 500
        stand.click_at(x + w / 2, y + 0.01)
        stand.type("NL")
        told = await stand.until(lambda: [message for message in stand.messages("field") if message["value"]])
        assert abs(told[-1]["box"]["x"] - x) < 0.003
        assert abs(told[-1]["box"]["y"] - y) < 0.003
        assert abs(told[-1]["box"]["w"] - w) < 0.003
    finally:
        stand.driving.resize(WIDTH, HEIGHT)
        await cdp.send("Emulation.clearDeviceMetricsOverride")


async def test_an_element_is_dragged_and_dropped(stand: Stand) -> None:
    await stand.open("dragging.html")
    stand.send({"k": "move", "x": 0.1, "y": 0.1}, {"k": "down", "x": 0.1, "y": 0.1, "b": 0, "n": 1})
    for step in range(1, 11):
        stand.send({"k": "move", "x": 0.1 + 0.036 * step, "y": 0.1})
        await stand.done()
    stand.send({"k": "up", "x": 0.46, "y": 0.1, "b": 0})
    await stand.until(lambda: _seen(stand, "end"))
    assert await stand.page.locator("#to").inner_text() == "stuk 1"
    assert await stand.page.evaluate("seen.join()") == "start,enter,drop,end copy"


async def _seen(stand: Stand, what: str) -> bool:
    return any(entry.startswith(what) for entry in await stand.page.evaluate("seen"))


async def test_a_quick_drag_whose_release_overtakes_the_browser_still_drops(stand: Stand) -> None:
    await stand.open("dragging.html")
    stand.send({"k": "down", "x": 0.1, "y": 0.1, "b": 0, "n": 1}, {"k": "move", "x": 0.2, "y": 0.1})
    stand.send({"k": "move", "x": 0.46, "y": 0.1}, {"k": "up", "x": 0.46, "y": 0.1, "b": 0})
    await stand.until(lambda: _seen(stand, "end"))
    await stand.done()
    stand.click_at(0.1, 0.1)
    await stand.done()
    assert await stand.page.evaluate("seen.filter((one) => one === 'start').length") == 1


async def test_revoking_in_mid_drag_drops_nothing(stand: Stand) -> None:
    await stand.open("dragging.html")
    stand.send({"k": "down", "x": 0.1, "y": 0.1, "b": 0, "n": 1})
    for step in range(1, 11):
        stand.send({"k": "move", "x": 0.1 + 0.036 * step, "y": 0.1})
        await stand.done()
    await stand.until(lambda: _seen(stand, "enter"))
    stand.drive(None)
    await stand.until(lambda: _seen(stand, "end"))
    assert await stand.page.locator("#to").inner_text() == "Hier"


async def test_a_slider_follows_the_pressed_pointer(stand: Stand) -> None:
    await stand.open("dragging.html")
    stand.send({"k": "down", "x": 55 / WIDTH, "y": 310 / HEIGHT, "b": 0, "n": 1})
    for step in range(1, 6):
        stand.send({"k": "move", "x": (55 + 40 * step) / WIDTH, "y": 310 / HEIGHT})
        await stand.done()
    stand.send({"k": "up", "x": 255 / WIDTH, "y": 310 / HEIGHT, "b": 0})
    await stand.done()
    assert await stand.page.evaluate("knob.offsetLeft") == 200


@pytest.mark.parametrize("canvas", ["flat", "deep"])
async def test_a_line_is_drawn_on_a_canvas_under_the_pointer(stand: Stand, canvas: str) -> None:
    """2D and WebGL: the pixels of the display where the pointer went are ink."""
    await stand.open("canvas.html")
    box = await stand.page.locator(f"#{canvas}").bounding_box()
    assert box
    y = box["y"] + 100
    stand.send({"k": "move", "x": (box["x"] + 50) / WIDTH, "y": y / HEIGHT})
    stand.send({"k": "down", "x": (box["x"] + 50) / WIDTH, "y": y / HEIGHT, "b": 0, "n": 1})
    for step in range(1, 11):
        stand.send({"k": "move", "x": (box["x"] + 50 + 20 * step) / WIDTH, "y": y / HEIGHT})
        await stand.done()
    stand.send({"k": "up", "x": (box["x"] + 250) / WIDTH, "y": y / HEIGHT, "b": 0})
    await stand.done()
    picture = await stand.shot()
    ink = [picture.getpixel((int(box["x"]) + 50 + 20 * step, int(y))) for step in range(1, 11)]
    paper = picture.getpixel((int(box["x"]) + 150, int(y) + 40))
    assert all(isinstance(one, tuple) and one[0] > 180 and one[1] < 80 for one in ink[:-1]), ink
    assert isinstance(paper, tuple)
    assert paper[1] > 180


async def test_fingers_touch_move_and_leave_one_by_one(stand: Stand) -> None:
    await stand.open("typing.html")
    stand.send({"k": "touch", "p": "start", "t": [{"i": 7, "x": 0.7, "y": 0.1}]})
    stand.send({"k": "touch", "p": "start", "t": [{"i": 912345678901, "x": 0.8, "y": 0.2}]})
    stand.send({"k": "touch", "p": "move", "t": [{"i": 7, "x": 0.72, "y": 0.12}]})
    stand.send({"k": "touch", "p": "end", "t": [{"i": 7, "x": 0.72, "y": 0.12}]})
    await stand.done()
    assert await stand.page.evaluate("touches") == 1
    stand.drive(None)
    await stand.done()
    assert await stand.page.evaluate("touches") == 0
    assert [entry[0] for entry in await stand.page.evaluate("touched")] == [
        "touchstart", "touchstart", "touchmove", "touchend", "touchcancel",
    ]  # fmt: skip


async def test_a_tap_clicks(stand: Stand) -> None:
    await stand.open("typing.html")
    x, y = await stand.centre("#send")
    stand.send({"k": "touch", "p": "start", "t": [{"i": 0, "x": x, "y": y}]}, {"k": "touch", "p": "end", "t": []})
    await stand.until(lambda: _clicked(stand))


async def _clicked(stand: Stand) -> bool:
    return await stand.page.locator("#clicks").inner_text() == "1"


@pytest.mark.covers("F017", "F045")
async def test_letting_go_completes_no_click_and_leaves_nothing_pressed(stand: Stand) -> None:
    await stand.open("typing.html")
    x, y = await stand.centre("#send")
    stand.send({"k": "move", "x": x, "y": y}, {"k": "down", "x": x, "y": y, "b": 0, "n": 1})
    stand.send({"k": "key", "p": "down", "key": "Shift", "code": "ShiftLeft", "loc": 1})
    stand.send({"k": "key", "p": "down", "key": "A", "code": "KeyA", "m": {"shift": True}})
    await stand.done()
    assert await stand.page.evaluate("[buttons, [...held].sort().join()]") == [1, "KeyA,ShiftLeft"]
    former = stand.epoch
    stand.drive(None)
    stand.send({"k": "key", "p": "down", "key": "b", "code": "KeyB"}, who="anna", epoch=former)
    stand.send({"k": "key", "p": "down", "key": "b", "code": "KeyB"}, who="anna")
    await stand.done()
    assert await stand.page.evaluate("[buttons, held.size]") == [0, 0]
    assert await stand.page.locator("#clicks").inner_text() == "0"
    assert "b" not in [entry[1] for entry in await stand.page.evaluate("log")]


async def test_a_list_is_drawn_by_the_viewer_and_its_choice_is_the_pages(stand: Stand) -> None:
    await stand.open("choices.html")
    await stand.click("#province")
    dialog = await stand.until(lambda: stand.messages("dialog") and stand.messages("dialog")[-1])
    assert (dialog["kind"], dialog["message"], dialog["for"]) == ("select", "Provincie", "anna")
    assert [option["label"] for option in dialog["options"]] == ["Kies", "Groningen", "Friesland", "Limburg", "Zeeland"]
    assert dialog["options"][3] == {"label": "Limburg", "selected": False, "disabled": True, "group": "Zuid"}
    assert 0 < dialog["box"]["x"] < 1
    stand.driving.greet("late")
    assert stand.messages("dialog", "late") == [dialog]
    assert await stand.driving.answer(dialog["id"], True, index=3)  # not to be had
    assert await stand.page.evaluate("told") == []
    assert not await stand.driving.answer(dialog["id"], True, index=2)  # answered already
    stand.press(" ", "Space")
    again = await stand.until(lambda: stand.messages("dialog")[-1] if stand.messages("dialog")[-1] != dialog else None)
    assert await stand.driving.answer(again["id"], True, index=2)
    assert await stand.page.evaluate("told") == [
        ["input", "province", "Friesland"],
        ["change", "province", "Friesland"],
    ]
    stand.press("ArrowDown", "ArrowDown")
    await stand.done()
    assert await stand.page.locator("#province").input_value() == "Zeeland"
    assert [message["id"] for message in stand.messages("dialog_closed")] == [dialog["id"], again["id"]]


@pytest.mark.parametrize(
    ("field", "kind", "value"),
    [("#born", "date", "1980-02-29"), ("#tint", "color", "#aabbcc"), ("#time", "time", "13:45")],
)
async def test_a_calendar_is_drawn_by_the_viewer(stand: Stand, field: str, kind: str, value: str) -> None:
    await stand.open("choices.html")
    box = await stand.page.locator(field).bounding_box()
    assert box
    stand.click_at((box["x"] + box["width"] - 12) / WIDTH, (box["y"] + box["height"] / 2) / HEIGHT)
    dialog = await stand.until(lambda: stand.messages("dialog") and stand.messages("dialog")[-1])
    assert (dialog["kind"], dialog["input"]) == ("date", kind)
    assert await stand.driving.answer(dialog["id"], True, value=value)
    assert await stand.page.locator(field).input_value() == value
    assert [entry[0] for entry in await stand.page.evaluate("told")] == ["input", "change"]


async def test_a_script_that_opens_a_list_has_it_drawn_by_the_viewer_too(stand: Stand) -> None:
    await stand.open("choices.html")
    await stand.page.evaluate(
        "() => { document.body.onclick = (e) => { if (e.target === document.body) born.showPicker() } }"
    )
    stand.click_at(0.9, 0.5)
    await stand.page.evaluate("() => { document.body.style.height = '600px' }")
    stand.click_at(0.9, 0.5)
    dialog = await stand.until(lambda: stand.messages("dialog") and stand.messages("dialog")[-1])
    assert (dialog["kind"], dialog["min"]) == ("date", "1900-01-01")
    stand.drive("ben")
    assert stand.messages("dialog_closed")[-1]["id"] == dialog["id"]
    assert not await stand.driving.answer(dialog["id"], True, value="2000-01-01")


async def test_dates_are_typed_in_place_and_lists_of_many_are_clicked(stand: Stand) -> None:
    await stand.open("choices.html")
    box = await stand.page.locator("#born").bounding_box()
    assert box
    stand.click_at((box["x"] + 12) / WIDTH, (box["y"] + box["height"] / 2) / HEIGHT)
    stand.type("02291980")
    await stand.done()
    assert await stand.page.locator("#born").input_value() == "1980-02-29"
    several = await stand.page.locator("#several").bounding_box()
    assert several
    stand.click_at((several["x"] + 20) / WIDTH, (several["y"] + several["height"] / 2 - 10) / HEIGHT)
    await stand.done()
    assert await stand.page.locator("#several").input_value() == "Twee"
    assert not stand.messages("dialog")


async def test_the_pointers_shape_is_told_in_all_frames(stand: Stand) -> None:
    await stand.open("cursors.html")
    for y, name in (
        (30, "grab"),
        (90, "pointer"),
        (155, "text"),
        (212, "text"),
        (270, "crosshair"),
        (340, "help"),
        (420, "wait"),
        (600, "default"),
    ):
        stand.send({"k": "move", "x": 45 / WIDTH, "y": y / HEIGHT})
        await stand.until(functools.partial(_points, stand, name), name)


def _points(stand: Stand, name: str) -> bool:
    told = stand.messages("cursor")
    return bool(told) and told[-1]["name"] == name
