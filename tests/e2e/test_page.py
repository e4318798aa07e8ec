"""A web page looked at together: opened in the address bar, seen by all, filled in by two, hidden and closed."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Locator, expect

from tests.e2e.people import Adviser, Person, until

FORM = """<!doctype html><html lang=en><title>Form of the bank</title>
<style>body{margin:0;background:#fff} input,button{position:absolute;left:5%;width:90%;height:16%;font-size:32px;
border:0;background:#eee} #name{top:4%} #city{top:28%} #iban{top:52%} button{top:80%;background:#f00}</style>
<input id=name aria-label=Name><input id=city aria-label=City><input id=iban name=iban aria-label=IBAN>
<button onclick="document.body.style.background='rgb(0,128,255)'">Go</button>
<script>for (const field of document.querySelectorAll('input:not([name])'))
  field.oninput = () => { document.title = [...document.querySelectorAll('input:not([name])')].map(f => f.value).join('|') }
</script></html>"""

PIXEL = """([x, y]) => {
  const source = document.querySelector("main canvas[role=img]");
  if (!source || source.width < 50) return null;
  const copy = document.createElement("canvas");
  copy.width = copy.height = 1;
  const context = copy.getContext("2d");
  context.drawImage(source, x * source.width, y * source.height, 1, 1, 0, 0, 1, 1);
  return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)];
}"""


@pytest_asyncio.fixture(loop_scope="session")
async def site() -> AsyncIterator[str]:
    async def form(_: web.Request) -> web.Response:
        return web.Response(text=FORM, content_type="text/html")

    app = web.Application()
    app.router.add_get("/{path:.*}", form)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    place = web.TCPSite(runner, "127.0.0.1", 0)
    await place.start()
    _, port = runner.addresses[0][:2]
    yield f"127.0.0.1:{port}"
    await runner.cleanup()


@pytest_asyncio.fixture(loop_scope="session")
async def together(house_of: Any, samen_server: Any, site: str) -> Any:
    house = house_of(samen_server(COBROWSE_ALLOW=site))
    adviser, client = await house.meeting("Jan Vermeulen")
    return adviser, client


def picture(person: Person) -> Locator:
    return person.page.get_by_role("main").get_by_role("img", name="Shared page")


async def opens(adviser: Adviser, address: str) -> None:
    field = adviser.page.get_by_role("textbox", name="Address")
    await field.fill(address)
    await field.press("Enter")


async def colour(person: Person, x: float, y: float) -> list[int] | None:
    found: list[int] | None = await person.page.evaluate(PIXEL, [x, y])
    return found


async def shows(person: Person, wanted: tuple[int, int, int], x: float, y: float) -> None:
    async def same() -> bool:
        found = await colour(person, x, y)
        return found is not None and all(abs(a - b) < 24 for a, b in zip(found, wanted, strict=True))

    await until(same, 30, what=f"{person.name} sees {wanted}")


async def presses(person: Person, x: float, y: float) -> None:
    box = await picture(person).bounding_box()
    assert box is not None
    await person.page.mouse.click(box["x"] + x * box["width"], box["y"] + y * box["height"])


async def titled(person: Person, words: str) -> None:
    await expect(person.page.get_by_role("list", name="Tabs").get_by_text(words)).to_be_visible()


@pytest.mark.covers("F003", "F034")
async def test_the_adviser_opens_a_page_that_both_see_and_closes_it(together, site):
    adviser, client = together
    await opens(adviser, f"http://{site}/form")
    await shows(adviser, (255, 0, 0), 0.5, 0.82)
    await shows(client, (255, 0, 0), 0.5, 0.82)
    await titled(adviser, "Form of the bank")
    await client.reads("Anna controls this page.")
    await adviser.press("More about this page")
    await adviser.page.get_by_role("menuitem", name="Stop with this page").click()
    await client.reads("Anna is here.")
    await adviser.reads("What shall we look at together?")


@pytest.mark.covers("F017", "F045", "F003")
async def test_a_form_is_filled_in_together_and_stops_in_mid_word(together, site):
    adviser, client = together
    await opens(adviser, f"http://{site}/form")
    await shows(client, (255, 0, 0), 0.5, 0.82)
    # Without the right nothing happens, whatever is pressed and typed.
    await presses(client, 0.5, 0.1)
    await client.page.keyboard.type("Nothing")
    await adviser.switch("Input rights")
    await client.reads("You may click along.")
    await presses(client, 0.5, 0.1)
    await client.reads("You control this page.")
    await adviser.reads("Jan controls this page.")
    await client.page.keyboard.type("Jan Vermeulen")
    await titled(adviser, "Jan Vermeulen|")
    await presses(adviser, 0.5, 0.34)
    await adviser.reads("You control this page.")
    await adviser.page.keyboard.type("Utrecht")
    await titled(client, "Jan Vermeulen|Utrecht")
    await presses(client, 0.9, 0.1)
    await client.reads("You control this page.")
    await client.page.keyboard.press("End")
    await client.page.keyboard.type("-Sm")
    await titled(adviser, "Jan Vermeulen-Sm|Utrecht")
    await adviser.switch("Input rights", False)
    await client.page.keyboard.type("it")
    await client.reads("You are watching")
    await adviser.press("Take control")
    await presses(adviser, 0.5, 0.88)
    await shows(client, (0, 128, 255), 0.02, 0.5)
    await titled(adviser, "Jan Vermeulen-Sm|Utrecht")


@pytest.mark.covers("F018", "F040")
async def test_a_blurred_page_is_a_haze_for_the_client_alone(together, site):
    adviser, client = together
    await opens(adviser, f"http://{site}/form")
    await shows(client, (255, 0, 0), 0.5, 0.82)
    await adviser.switch("Blur screen")
    await client.reads("Anna has blurred the screen.")
    await expect(client.page.get_by_role("heading", name="Nothing to see for a moment")).to_be_visible()
    await adviser.reads("Only you see this page sharp.")
    await adviser.press("Show again")
    await expect(client.page.get_by_role("heading", name="Nothing to see for a moment")).to_have_count(0)
    await shows(client, (255, 0, 0), 0.5, 0.82)


@pytest.mark.covers("F034")
async def test_an_address_that_may_not_be_opened_is_refused_in_words(together):
    adviser, _ = together
    await opens(adviser, "http://192.168.1.1/")
    await expect(adviser.page.get_by_role("search").get_by_role("alert")).to_contain_text(
        re.compile("cannot be looked at together")
    )
