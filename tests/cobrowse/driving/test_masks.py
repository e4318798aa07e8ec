"""What is typed into a secret field is dots on every picture of the page, and whole only for the one who typed it."""

from __future__ import annotations

from typing import Any

import pytest
from PIL import Image, ImageChops
from playwright.async_api import Frame, Locator

from tests.cobrowse.driving.stand import HEIGHT, WIDTH, Stand

pytestmark = pytest.mark.light

IBAN = "NL91ABNA0417164300"  # published examples, nobody's
CARD = "4111111111111111"
BSN = "111222333"

# Fields of secrets.html; in the shadow trees the page's own style shouts for characters.
FIELDS = {
    "password": ("password", "document.getElementById('password')"),
    "card": ("card", "document.getElementById('card')"),
    "cvc": ("cvc", "document.getElementById('cvc')"),
    "iban": ("iban", "document.getElementById('iban')"),
    "bsn": ("bsn", "document.getElementById('bsn')"),
    "editor": ("iban", "document.getElementById('rich')"),
    "open shadow": ("iban", "roots.open.querySelector('input')"),
    "closed shadow": ("iban", "roots.closed.querySelector('input')"),
    "late closed shadow": ("iban", "attachLate() && roots.late.querySelector('input')"),
}


async def _box(stand: Stand, element: str) -> tuple[int, int, int, int]:
    box = await stand.page.evaluate(
        f"() => {{ const b = ({element}).getBoundingClientRect(); return [b.x, b.y, b.right, b.bottom] }}"
    )
    return (max(int(box[0]), 0), max(int(box[1]), 0), min(int(box[2]) + 1, WIDTH), min(int(box[3]) + 1, HEIGHT))


async def _focus(stand: Stand, element: str) -> tuple[int, int, int, int]:
    box = await _box(stand, element)
    stand.click_at((box[0] + box[2]) / 2 / WIDTH, (box[1] + box[3]) / 2 / HEIGHT)
    await stand.done()
    return box


def _same(one: Image.Image, other: Image.Image) -> bool:
    """No pixel differs by more than a shade (the caret is hidden before)."""
    extrema = ImageChops.difference(one, other).getextrema()
    return max(high for _, high in extrema) < 24  # type: ignore[misc]  # bands of RGB pictures are pairs


async def _hide_caret(stand: Stand) -> None:
    await stand.page.add_style_tag(content="* { caret-color: transparent !important; outline: none !important }")
    await stand.page.evaluate("""() => { for (const root of Object.values(window.roots ?? {})) {
        const s = document.createElement('style'); s.textContent = 'input { caret-color: transparent; outline: none }'; root.append(s) } }""")


@pytest.mark.covers("F040")
@pytest.mark.parametrize("name", FIELDS)
async def test_secret_is_dots_in_the_captured_pixels(stand: Stand, name: str) -> None:
    """Two different secrets of the same length give the same picture; two plain texts do not."""
    kind, element = FIELDS[name]
    await stand.open("secrets.html")
    await stand.page.evaluate(f"() => {{ window.field = {element} }}")
    await _hide_caret(stand)
    box = await _focus(stand, "window.field")
    stand.type("iWiWiW")
    await stand.done()
    assert await _value(stand) == "iWiWiW"
    display, surface = await stand.shot(), await stand.surface()
    for _ in range(6):
        stand.press("Backspace", "Backspace")
    stand.type("WWiiii")
    await stand.done()
    assert await _value(stand) == "WWiiii"
    assert _same(display.crop(box), (await stand.shot()).crop(box))
    assert _same(surface.crop(box), (await stand.surface()).crop(box))
    await stand.until(
        lambda: stand.messages("field", "anna") and stand.messages("field", "anna")[-1]["value"] == "WWiiii"
    )
    told = stand.messages("field")[-1]
    assert told["kind"] == kind
    assert stand.messages("masked", None)[-1]["fields"][0]["kind"] == kind
    place = told["box"]
    assert abs(place["x"] * WIDTH - box[0]) < 2
    assert abs(place["y"] * HEIGHT - box[1]) < 2
    assert abs(place["w"] * WIDTH - (box[2] - box[0])) < 3


async def _value(stand: Stand) -> str:
    return await stand.page.evaluate("() => window.field.value ?? window.field.textContent")


async def test_the_same_comparison_sees_plain_text(stand: Stand) -> None:
    """The test above could fail: characters of a field that is no secret do show."""
    await stand.open("secrets.html")
    await _hide_caret(stand)
    box = await _focus(stand, "document.getElementById('free')")
    stand.type("iWiWiW")
    await stand.done()
    before = await stand.shot()
    for _ in range(6):
        stand.press("Backspace", "Backspace")
    stand.type("WWiiii")
    await stand.done()
    assert not _same(before.crop(box), (await stand.shot()).crop(box))
    assert not stand.messages("field")


@pytest.mark.parametrize("value", [IBAN, "nl91 abna 0417 1643 00", CARD, "4111-1111-1111-1111", BSN])
async def test_a_value_that_can_be_nothing_else_is_veiled_in_any_field(stand: Stand, value: str) -> None:
    await stand.open("secrets.html")
    await stand.click("#free")
    stand.type(value[:-1])
    await stand.done()
    assert await _security(stand, "free") == "none"
    stand.type(value[-1])
    await stand.done()
    assert await _security(stand, "free") == "disc"


@pytest.mark.parametrize("value", ["0612345678", "1234567890123456", "123456789", "NL00ABNA0417164300", "Jansen"])
async def test_other_values_stay_readable(stand: Stand, value: str) -> None:
    await stand.open("secrets.html")
    await stand.click("#free")
    stand.type(value)
    await stand.done()
    assert await _security(stand, "free") == "none"


@pytest.mark.parametrize("field", ["free", "remark"])
async def test_a_value_that_a_script_puts_in_is_veiled_before_it_is_drawn(stand: Stand, field: str) -> None:
    await stand.open("secrets.html")
    put = f"() => {{ const f = document.getElementById('{field}'); f.value = '{IBAN}'; return getComputedStyle(f).webkitTextSecurity }}"
    assert await stand.page.evaluate(put) == "disc"
    assert await stand.page.locator(f"#{field}").input_value() == IBAN


async def _security(stand: Stand, element: str) -> str:
    return await stand.page.evaluate(f"() => getComputedStyle({element}).webkitTextSecurity")


async def test_no_trick_of_the_page_lifts_the_dots(stand: Stand) -> None:
    """A look at every single frame that is drawn while a page does what pages do to show a password."""
    await stand.open("secrets.html")
    await stand.click("#password")
    stand.type("geheim!")
    await stand.done()
    await stand.page.evaluate("""() => {
      window.shown = [];
      const password = window.field = document.getElementById("password");
      const look = () => { shown.push(getComputedStyle(password).webkitTextSecurity + password.type); requestAnimationFrame(look); };
      requestAnimationFrame(look);
    }""")
    await stand.click("#eye")
    for trick in (
        "password.removeAttribute('style')",
        "password.style.cssText = '-webkit-text-security: none !important'",
        "password.style.setProperty('-webkit-text-security', 'circle', 'important')",
        "password.style.all = 'initial'",
        "password.setAttribute('style', '')",
        "password.animate([{ webkitTextSecurity: 'none' }, { webkitTextSecurity: 'none' }], { duration: 1e5 })",
        "password.className = 'moving'; password.autocomplete = 'off'; password.name = 'x'",
        "password.type = 'search'",
        "const p = password.parentNode, n = password.nextSibling; password.remove(); p.insertBefore(password, n)",
    ):
        await stand.page.evaluate(f"() => {{ const password = window.field; {trick} }}")
        await stand.done()
    shown = set(await stand.page.evaluate("() => shown"))
    assert {"disctext", "discsearch"} <= shown
    assert not [one for one in shown if not one.startswith("disc") and not one.endswith("password")]
    # And without its dots by style, a password is still one.
    await stand.page.evaluate("() => { remade.firstChild.focus() }")
    stand.type("abc")
    await stand.done()
    await stand.page.evaluate("() => remake()")
    assert await _security(stand, "remade.firstChild") == "disc"


async def test_only_the_one_who_typed_the_whole_value_gets_it(stand: Stand) -> None:
    await stand.open("secrets.html")
    await stand.click("#iban")
    stand.type("NL91")
    await stand.until(lambda: stand.messages("field") and stand.messages("field")[-1]["value"] == "NL91")
    await stand.sure()
    stand.drive("ben")
    assert all(only == "anna" for message, only in stand.told if message["type"] == "field")
    stand.told.clear()
    await stand.click("#free")
    await stand.click("#iban")
    await stand.until(lambda: stand.messages("masked"))
    stand.driving.greet("ben")
    assert not [m for m, only in stand.told if only == "ben" and m["type"] == "field"]
    assert stand.messages("field", "anna")[-1]["value"] == "NL91"
    stand.driving.copy("ben")
    stand.press("a", "KeyA", {"ctrl": True})
    stand.driving.copy("ben")
    stand.send({"k": "cut"})
    await stand.until(lambda: stand.messages("notice", "ben"))
    assert stand.messages("notice")[-1]["code"] == "copy_refused"
    assert not stand.messages("copied")
    assert await stand.page.locator("#iban").input_value() == "NL91"
    await stand.sure()
    stand.press("End", "End")
    stand.type("AB")
    await stand.until(lambda: stand.messages("field", "anna")[-1]["box"] is None)
    assert "NL91AB" not in repr(stand.told)
    # Emptied and typed anew, it is Ben's.
    stand.press("a", "KeyA", {"ctrl": True})
    stand.press("Delete", "Delete")
    stand.type("BE")
    await stand.until(lambda: stand.messages("field", "ben") and stand.messages("field", "ben")[-1]["value"] == "BE")
    stand.press("a", "KeyA", {"ctrl": True})
    stand.driving.copy("ben")
    await stand.until(lambda: stand.messages("copied", "ben"))
    assert stand.messages("copied")[-1]["text"] == "BE"
    stand.send({"k": "cut"})
    await stand.until(lambda: len(stand.messages("copied", "ben")) == 2)
    await stand.done()
    await stand.until(lambda: _is_empty(stand))
    assert "BE" not in repr([m for m, only in stand.told if only != "ben"])


async def _is_empty(stand: Stand) -> bool:
    return await stand.page.locator("#iban").input_value() == ""


async def test_what_a_page_filled_in_by_itself_is_nobodys(stand: Stand) -> None:
    await stand.open("secrets.html")
    await stand.page.evaluate("() => { iban.value = 'NL02RABO0123456789' }")
    await stand.click("#iban")
    await stand.until(lambda: stand.messages("masked"))
    stand.press("End", "End")
    stand.type("1")
    await stand.done()
    await stand.until(lambda: stand.messages("masked", None))
    assert not stand.messages("field")
    assert "RABO" not in repr(stand.told)


async def test_takeover_in_mid_word_gives_the_value_to_nobody(stand: Stand) -> None:
    await stand.open("secrets.html")
    await stand.click("#iban")
    stand.type("NL9")
    stand.drive("ben")
    stand.type("1AB")
    await stand.done()
    assert await stand.page.locator("#iban").input_value() == "NL91AB"
    await stand.sure()
    values = [(m["value"], only) for m, only in stand.told if m["type"] == "field" and m["value"]]
    assert all(only == "anna" and "NL9".startswith(value) for value, only in values)


async def test_frames_of_other_sites_and_sandboxes_are_veiled_too(stand: Stand) -> None:
    await stand.open(f"frames.html?far=http://localhost:{stand.port}")
    inner = await stand.until(lambda: _frames(stand))
    assert len(inner) == 4
    for frame in inner:
        stand.told.clear()
        field = frame.locator("#iban")
        await field.scroll_into_view_if_needed()
        box = await _corner(frame, field)
        assert await field.evaluate("(e) => getComputedStyle(e).webkitTextSecurity") == "disc"
        stand.click_at((box[0] + 50) / WIDTH, (box[1] + 10) / HEIGHT)
        await stand.until(lambda: stand.messages("masked") and stand.messages("masked")[-1]["fields"])
        stand.type("BE71")
        await stand.until(
            lambda: stand.messages("field", "anna") and stand.messages("field", "anna")[-1]["value"] == "BE71"
        )
        place = stand.messages("field")[-1]["box"]
        assert abs(place["x"] * WIDTH - box[0]) < 2, frame.url
        assert abs(place["y"] * HEIGHT - box[1]) < 2, frame.url


async def _corner(frame: Frame, field: Locator) -> tuple[float, float]:
    """Where a field of a frame lies in the page, its frames' borders counted (Playwright leaves those out)."""
    x, y = await field.evaluate("(e) => { const b = e.getBoundingClientRect(); return [b.x, b.y] }")
    around: Frame | None = frame
    while around is not None and around.parent_frame is not None:
        owner = await around.frame_element()
        corner = await owner.evaluate(
            "(e) => { const b = e.getBoundingClientRect(); return [b.x + e.clientLeft, b.y + e.clientTop] }"
        )
        x, y, around = x + corner[0], y + corner[1], around.parent_frame
    return x, y


async def _frames(stand: Stand) -> Any:
    found = [
        frame for frame in stand.page.frames if frame != stand.page.main_frame and await frame.locator("#iban").count()
    ]
    return found if len(found) == 4 else None


async def test_the_box_goes_along_when_the_page_scrolls_and_leaving_ends_it(stand: Stand) -> None:
    await stand.open("secrets.html")
    await stand.click("#iban")
    stand.type("NL")
    first = await stand.until(lambda: [m for m in stand.messages("field") if m["value"] == "NL"])
    stand.send({"k": "wheel", "x": 0.5, "y": 0.5, "dx": 0, "dy": 60})
    await stand.until(lambda: stand.messages("field")[-1]["box"]["y"] < first[0]["box"]["y"] - 0.05)
    await stand.page.evaluate("() => { iban.blur() }")
    await stand.until(lambda: stand.messages("masked")[-1]["fields"] == [])
    assert stand.messages("field")[-1]["box"] is None


async def test_what_an_office_hides_is_hidden_on_its_site_only(stand: Stand) -> None:
    await stand.open("secrets.html", host="localhost")
    assert await stand.page.evaluate(
        "() => [...document.querySelectorAll('.balance')].map((e) => getComputedStyle(e)).map((s) => s.webkitTextSecurity + s.visibility)"
    ) == [
        "discvisible",
        "nonehidden",
    ]
    await stand.page.evaluate(
        "() => { const p = document.createElement('p'); p.textContent = 'Saldo 5'; document.body.prepend(p); p.className = 'balance'; window.fresh = p }"
    )
    assert await _security(stand, "fresh") == "disc"
    await stand.page.evaluate("() => getSelection().selectAllChildren(document.body)")
    stand.driving.copy("anna")
    await stand.until(lambda: stand.messages("notice", "anna"))
    assert not stand.messages("copied")
    nodes, _ = await stand.tab.outline.nodes()
    assert "98765" not in repr(nodes)
    await stand.open("secrets.html")
    assert (
        await stand.page.evaluate("() => getComputedStyle(document.querySelector('.balance')).webkitTextSecurity")
        == "none"
    )
    nodes, _ = await stand.tab.outline.nodes()
    assert "98765" in repr(nodes)
