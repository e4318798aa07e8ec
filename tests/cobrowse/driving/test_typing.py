"""What people type, on the keyboards that they have, arrives as they meant it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cobrowse.driving.stand import Stand

pytestmark = pytest.mark.light

# What the browser of somebody with that keyboard says of each key: (key, code, modifiers).
Press = tuple[str, str, dict[str, bool]]
SHIFT = {"shift": True}
ALTGR = {"altgr": True}
WINDOWS_ALTGR = {"altgr": True, "ctrl": True, "alt": True}
OPTION = {"alt": True}
NONE: dict[str, bool] = {}

LAYOUTS: dict[str, tuple[list[Press], str]] = {
    "german": (
        [("Z", "KeyY", SHIFT), ("ü", "BracketLeft", NONE), ("y", "KeyZ", NONE), ("ß", "Minus", NONE)]
        + [("@", "KeyQ", ALTGR), ("€", "KeyE", WINDOWS_ALTGR), ("{", "Digit7", WINDOWS_ALTGR)],
        "Züyß@€{",
    ),
    "french": (
        [("a", "KeyQ", NONE), ("é", "Digit2", NONE), ("&", "Digit1", NONE), ("1", "Digit1", SHIFT)]
        + [("m", "Semicolon", NONE), ("#", "Digit3", ALTGR), ("Dead", "BracketLeft", NONE), ("ê", "KeyE", NONE)],
        "aé&1m#ê",
    ),
    "dutch, US international": (
        [("Dead", "Quote", NONE), ("é", "KeyE", NONE), ("Dead", "Quote", SHIFT), ("ï", "KeyI", NONE)]
        + [("Dead", "Quote", NONE), ("'", "Space", NONE), ("€", "Digit5", ALTGR)],
        "éï'€",
    ),
    "spanish": (
        [("ñ", "Semicolon", NONE), ("¿", "Equal", SHIFT), ("Dead", "Quote", NONE), ("á", "KeyA", NONE)]
        + [("|", "Digit1", ALTGR)],
        "ñ¿á|",
    ),
    "polish": (
        [("ą", "KeyA", ALTGR), ("Ł", "KeyL", {"altgr": True, "shift": True}), ("ż", "KeyZ", WINDOWS_ALTGR)],
        "ąŁż",
    ),
    "greek": ([("Κ", "KeyK", SHIFT), ("Dead", "Semicolon", NONE), ("ά", "KeyA", NONE), ("ς", "KeyW", NONE)], "Κάς"),
    "russian": ([("П", "KeyG", SHIFT), ("р", "KeyH", NONE), ("и", "KeyB", NONE), ("ё", "Backquote", NONE)], "Приё"),
    "german on a Mac": ([("@", "KeyL", OPTION), ("[", "Digit5", OPTION), ("€", "KeyE", OPTION)], "@[€"),
    "numbers at the right": ([("7", "Numpad7", NONE), (",", "NumpadDecimal", NONE), ("+", "NumpadAdd", NONE)], "7,+"),
    "a key of two characters": ([("^p", "KeyP", NONE), ("👍🏽", "", NONE)], "^p👍🏽"),
}


async def _value(stand: Stand, selector: str) -> Any:
    return await stand.page.locator(selector).evaluate("(e) => e.value ?? e.innerText")


@pytest.mark.parametrize("layout", LAYOUTS)
async def test_every_keyboard_types_what_its_keys_say(stand: Stand, layout: str) -> None:
    await stand.open("typing.html")
    presses, text = LAYOUTS[layout]
    for field in ("#name", "#note", "#editor"):
        await stand.click(field)
        for key, code, m in presses:
            _press(stand, key, code, m)
        await stand.done()
        assert await _value(stand, field) == text
    assert await stand.page.evaluate("held.size") == 0


def _press(stand: Stand, key: str, code: str, m: dict[str, bool]) -> None:
    """AltGr on Windows is told as two keys going down before the one that types."""
    around = [("Control", "ControlLeft", 1), ("AltGraph", "AltRight", 2)] if m is WINDOWS_ALTGR else []
    for name, place, location in around:
        stand.send({"k": "key", "p": "down", "key": name, "code": place, "loc": location})
    stand.press(key, code, m)
    for name, place, location in reversed(around):
        stand.send({"k": "key", "p": "up", "key": name, "code": place, "loc": location})


@pytest.mark.parametrize("field", ["#name", "#editor"])
async def test_an_input_method_composes_and_commits(stand: Stand, field: str) -> None:
    await stand.open("typing.html")
    await stand.click(field)
    for text in ("n", "に", "にh", "にほ", "にほん"):
        stand.send({"k": "key", "p": "down", "key": "Process", "code": "KeyN"})
        stand.send({"k": "compose", "text": text, "a": len(text), "b": len(text)})
    await stand.done()
    assert await _value(stand, field) == "にほん"
    stand.send({"k": "compose", "text": "日本", "a": 0, "b": 2}, {"k": "commit", "text": "日本語"})
    await stand.done()
    assert await _value(stand, field) == "日本語"
    composed = await stand.page.evaluate("composed")
    assert composed[0][0] == "compositionstart"
    assert composed[-1] == ["compositionend", "日本語"]


async def test_text_without_keys_goes_in_whole_with_emoji_and_lines(stand: Stand) -> None:
    await stand.open("typing.html")
    await stand.click("#note")
    stand.send({"k": "text", "text": "Gezin 👨‍👩‍👧‍👦\r\nمرحبا 中文"})
    await stand.done()
    assert await _value(stand, "#note") == "Gezin 👨‍👩‍👧‍👦\nمرحبا 中文"


async def test_a_paste_reaches_the_pages_own_handler_and_keeps_its_place_among_keys(stand: Stand) -> None:
    await stand.open("typing.html")
    await stand.click("#boxes input")
    stand.send({"k": "text", "text": "4711", "paste": True})
    await stand.done()
    assert await stand.page.evaluate("[...boxes.querySelectorAll('input')].map((i) => i.value).join('')") == "4711"
    await stand.click("#name")
    stand.press("a", "KeyA")
    stand.send({"k": "text", "text": "-midden-", "paste": True})
    stand.press("z", "KeyZ")
    await stand.until(lambda: _same(stand, "#name", "a-midden-z"))


async def _same(stand: Stand, selector: str, text: str) -> bool:
    return await _value(stand, selector) == text


async def test_shortcuts_of_the_page_work_and_copy_reaches_the_driver_alone(stand: Stand) -> None:
    await stand.open("typing.html")
    await stand.click("#name")
    stand.type("een twee")
    ctrl = {"ctrl": True}
    stand.press("a", "KeyA", ctrl)
    stand.driving.copy("anna")
    await stand.until(lambda: stand.messages("copied"))
    assert stand.told[-1] == ({"type": "copied", "text": "een twee"}, "anna")
    stand.driving.copy("ben")  # does not drive
    stand.press("End", "End")
    stand.press("ArrowLeft", "ArrowLeft", {"ctrl": True, "shift": True})
    stand.send({"k": "cut"})
    await stand.until(lambda: len(stand.messages("copied")) == 2)
    assert stand.messages("copied")[-1]["text"] == "twee"
    assert await _value(stand, "#name") == "een "
    stand.press("я", "KeyZ", ctrl)  # Ctrl+Z on a Russian keyboard
    await stand.done()
    assert await _value(stand, "#name") == "een twee"
    stand.press("Home", "Home")
    stand.press("Delete", "Delete")
    stand.press("Backspace", "Backspace")
    stand.press("a", "KeyA", {"meta": True})  # a Mac's command key
    stand.type("X")
    await stand.done()
    assert await _value(stand, "#name") == "X"


async def test_what_belongs_to_the_browser_does_nothing(stand: Stand) -> None:
    await stand.open("typing.html")
    await stand.click("#name")
    ctrl, both = {"ctrl": True}, {"ctrl": True, "shift": True}
    for key, code, m in [
        *((letter, f"Key{letter.upper()}", ctrl) for letter in "twnlospjhu"),
        ("F12", "F12", NONE), ("F4", "F4", OPTION), ("I", "KeyI", both), ("J", "KeyJ", both), ("Delete", "Delete", both),
        ("т", "KeyN", ctrl), ("Tab", "Tab", ctrl), ("BrowserBack", "BrowserBack", NONE),
    ]:  # fmt: skip
        stand.press(key, code, m)
    stand.press("F2", "F2")
    await stand.done()
    seen = {entry[1] for entry in await stand.page.evaluate("log")}
    assert seen == {"F2"}
    assert len(stand.context.pages) <= 2


async def test_enter_tab_and_space_act(stand: Stand) -> None:
    await stand.open("typing.html")
    await stand.click("#note")
    stand.type("een")
    stand.press("Enter", "Enter")
    stand.type("twee")
    await stand.done()
    assert await _value(stand, "#note") == "een\ntwee"
    await stand.click("#agree")
    stand.press(" ", "Space")
    stand.press("Tab", "Tab")
    stand.press("Enter", "Enter")
    stand.press(" ", "Space")
    await stand.done()
    assert not await stand.page.locator("#agree").is_checked()
    assert await stand.page.locator("#clicks").inner_text() == "2"
