"""The channel between a page and us: no page sees, fills or empties it, and no application lifts its masks."""

from __future__ import annotations

import asyncio

import pytest

from tests.cobrowse.driving.stand import HEIGHT, WIDTH, Stand

pytestmark = pytest.mark.light


async def test_a_page_sees_nothing_of_the_channel(stand: Stand) -> None:
    """Compared with a browser's bare window: no name of ours, no message that a page could read or send."""
    await stand.open("secrets.html")
    names = stand.driving._names
    found = await stand.page.evaluate("""() => [...Object.getOwnPropertyNames(window), ...Object.keys(document), typeof chrome.runtime, typeof chrome.dom,
        String(Element.prototype.attachShadow), HTMLSelectElement.prototype.showPicker.name, Element.prototype.attachShadow.length]""")
    for name in (names.binding, names.world, names.hint, names.pick):
        assert not [one for one in found if name in str(one)]
    assert not [one for one in found if "samen" in str(one).lower()]
    assert "undefined" in found
    assert "function () { [native code] }" in found
    await stand.page.evaluate(
        f"() => {{ dispatchEvent(new CustomEvent('{names.world}')); window['{names.binding}']?.('{{}}') }}"
    )
    await stand.click("#iban")
    stand.type("NL91")
    await stand.until(lambda: stand.messages("field"))
    said = await stand.page.evaluate(
        "() => JSON.stringify(Object.getOwnPropertyNames(window)) + document.documentElement.outerHTML"
    )
    assert "anna" not in said


async def test_a_page_that_makes_our_script_talk_without_end_is_not_heard_without_end(stand: Stand) -> None:
    await stand.open("secrets.html")
    await stand.page.evaluate("""() => new Promise((done) => {
        const end = Date.now() + 2000;
        const turn = () => { for (let at = 0; at < 50; at++) { iban.focus(); bsn.focus() } Date.now() < end ? setTimeout(turn) : done() };
        turn() })""")
    assert len(stand.told) < 4000
    await asyncio.sleep(1.1)
    stand.told.clear()
    await stand.click("#cvc")
    await stand.until(lambda: [m for m in stand.messages("masked") if m["fields"] and m["fields"][0]["kind"] == "cvc"])


async def test_a_masked_value_is_not_dragged_out(stand: Stand) -> None:
    await stand.open("secrets.html")
    await stand.click("#iban")
    stand.type("NL91ABNA")
    stand.press("a", "KeyA", {"ctrl": True})
    await stand.done()
    await stand.page.evaluate(
        "() => { window.taken = []; addEventListener('dragstart', (e) => taken.push(e.dataTransfer.getData('text/plain'))) }"
    )
    box = await stand.page.locator("#iban").bounding_box()
    free = await stand.centre("#free")
    assert box
    x, y = (box["x"] + 20) / WIDTH, (box["y"] + box["height"] / 2) / HEIGHT
    stand.send({"k": "move", "x": x, "y": y}, {"k": "down", "x": x, "y": y, "b": 0, "n": 1})
    for step in range(1, 6):
        stand.send({"k": "move", "x": x, "y": y + (free[1] - y) * step / 5})
        await stand.done()
    stand.send({"k": "up", "x": free[0], "y": free[1], "b": 0})
    await stand.done()
    assert await stand.page.evaluate("() => [taken.length, free.value]") == [0, ""]


async def test_a_login_of_an_application_that_draws_itself_anew_stays_veiled(stand: Stand) -> None:
    """Every key makes all fields anew, as careless frameworks do; the eye shows characters; then another route comes."""
    await stand.open("application.html")
    await stand.click("[name=user]")
    stand.type("jansen")
    await stand.done()
    await stand.click("[name=pass]")
    await stand.page.evaluate("""() => {
      window.shown = new Set();
      const look = () => { shown.add(getComputedStyle(document.querySelector('[name=pass]') ?? document.body).webkitTextSecurity); requestAnimationFrame(look) };
      document.querySelector('#show').click();
      requestAnimationFrame(look);
    }""")
    await stand.page.locator("[name=pass]").focus()
    for letter in "hunter2":
        stand.type(letter)
        await stand.done()
    assert await stand.page.locator("[name=pass]").input_value() == "hunter2"
    assert await stand.page.locator("[name=pass]").get_attribute("type") == "text"
    assert await stand.page.evaluate("() => [...shown]") == ["disc"]
    nodes, _ = await stand.tab.outline.nodes()
    assert "hunter2" not in repr(nodes)
    stand.press("Enter", "Enter")
    await stand.until(lambda: _heading(stand, "Welkom jansen"))
    assert stand.page.url.endswith("#/home")
    await stand.until(lambda: stand.messages("masked")[-1]["fields"] == [])


async def _heading(stand: Stand, name: str) -> bool:
    nodes, _ = await stand.tab.outline.nodes()
    return any(node["name"] == name for node in nodes)
