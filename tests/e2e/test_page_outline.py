"""A web page without seeing it: read, filled in and sent through its outline alone, by keyboard."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import expect

from tests.e2e.access import Inspector
from tests.e2e.people import Adviser, Client, until

FORM = """<!doctype html><html lang=en><title>Monthly cost</title>
<h1>Your monthly cost</h1><p>Fill in what you know.</p>
<form onsubmit="send(event)">
<label>Name <input name=naam></label>
<label>IBAN <input name=iban></label>
<label>Years <select name=years><option>10 years<option>20 years</select></label>
<label><input type=checkbox name=agree> I agree</label>
<a href="/about">About us</a>
<button>Calculate</button></form>
<h2 id=out></h2>
<script>
function send(event) {
  event.preventDefault();
  const given = new FormData(event.target);
  document.getElementById("out").textContent =
    `${given.get("naam")}: ${given.get("years")}, ${given.get("agree") ? "agreed" : "not agreed"}`;
  fetch("/sent", { method: "POST", body: given.get("iban") });
}
</script></html>"""


class Site:
    """The website of the test, and what was sent to it."""

    def __init__(self) -> None:
        self.address = ""
        self.sent: list[str] = []

    async def form(self, _: web.Request) -> web.Response:
        return web.Response(text=FORM, content_type="text/html")

    async def about(self, _: web.Request) -> web.Response:
        return web.Response(text="<title>About us</title><h1>Who we are</h1>", content_type="text/html")

    async def take(self, request: web.Request) -> web.Response:
        self.sent.append(await request.text())
        return web.Response()


@pytest_asyncio.fixture(loop_scope="session")
async def site() -> AsyncIterator[Site]:
    made = Site()
    app = web.Application()
    app.router.add_get("/form", made.form)
    app.router.add_get("/about", made.about)
    app.router.add_post("/sent", made.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.address = f"127.0.0.1:{runner.addresses[0][1]}"
    yield made
    await runner.cleanup()


@pytest_asyncio.fixture(loop_scope="session")
async def together(house_of: Any, samen_server: Any, site: Site) -> tuple[Adviser, Client]:
    house = house_of(samen_server(COBROWSE_ALLOW=site.address))
    adviser, client = await house.meeting("Jan Vermeulen")
    return adviser, client


async def opens(adviser: Adviser, address: str) -> None:
    field = adviser.page.get_by_role("textbox", name="Address")
    await field.fill(address)
    await field.press("Enter")


@pytest.mark.covers("F003", "F017")
async def test_a_client_fills_in_a_form_by_its_outline_alone(together, site):
    adviser, client = together
    await opens(adviser, f"http://{site.address}/form")
    await client.reads("Anna controls this page.")
    # By keyboard: the letter opens it, and reading begins in it.
    await client.page.keyboard.press("o")
    outline = client.panel("Page outline")
    await expect(outline.get_by_role("heading", name="Your monthly cost", level=1)).to_be_visible()
    await expect(outline.get_by_text("Fill in what you know.")).to_be_visible()
    # Without the right it can be read, and says why nothing more.
    await expect(outline.get_by_text("You can read along.")).to_be_visible()
    await expect(outline.get_by_role("textbox", name="Name")).not_to_be_editable()
    await adviser.switch("Input rights")
    await expect(outline.get_by_text("What you do here takes over.")).to_be_visible()
    name = outline.get_by_role("textbox", name="Name")
    await name.focus()
    await client.page.keyboard.type("Jan Vermeulen")
    await client.page.keyboard.press("Enter")
    await client.reads("You control this page.")
    await client.page.keyboard.press("Tab")
    await client.page.keyboard.type("NL00TEST0123456789")
    await client.page.keyboard.press("Tab")
    await expect(outline.get_by_text("Only you know what it says.")).to_be_visible()
    await expect(outline.get_by_role("button", name=re.compile("^Years: 10 years"))).to_be_focused()
    await client.page.keyboard.press("Enter")
    await expect(client.page.get_by_role("dialog").get_by_role("radio", name="10 years")).to_be_focused()
    await client.page.keyboard.press("ArrowDown")
    await client.page.keyboard.press("Enter")
    await expect(outline.get_by_role("button", name="Years: 20 years")).to_be_focused()
    await client.page.keyboard.press("Tab")
    await client.page.keyboard.press("Space")
    await expect(outline.get_by_role("checkbox", name="I agree")).to_be_checked()
    await outline.get_by_role("button", name="Calculate").press("Enter")
    result = outline.get_by_role("heading", name="Jan Vermeulen: 20 years, agreed", level=2)
    await expect(result).to_be_visible()

    async def sent() -> bool:
        return site.sent == ["NL00TEST0123456789"]

    await until(sent, what="the website got the IBAN")
    # The page has changed around the button, and the reader is still at it.
    await expect(outline.get_by_role("button", name="Calculate")).to_be_focused()
    await outline.get_by_role("link", name="About us").press("Enter")
    await expect(outline.get_by_role("heading", name="Who we are", level=1)).to_be_visible()
    inspector = Inspector()
    await inspector.look(client.page, "outline")
    inspector.verdict()


@pytest.mark.covers("F018", "F045")
async def test_the_outline_tells_a_client_nothing_behind_the_blur_and_sends_nothing_without_the_right(together, site):
    adviser, client = together
    await opens(adviser, f"http://{site.address}/form")
    await client.reads("Anna controls this page.")
    await client.page.keyboard.press("o")
    outline = client.panel("Page outline")
    await outline.get_by_role("button", name="Calculate").press("Enter")
    await adviser.switch("Blur screen")
    await expect(outline.get_by_text("The screen is blurred.")).to_be_visible()
    await expect(outline.get_by_text("Your monthly cost")).to_have_count(0)
    await adviser.switch("Blur screen", False)
    await expect(outline.get_by_role("heading", name="Your monthly cost")).to_be_visible()
    assert site.sent == []


async def test_the_diagnostics_say_what_is_used_and_why(together, site):
    adviser, client = together
    await opens(adviser, f"http://{site.address}/form")
    await client.reads("Anna controls this page.")
    await client.press("More about this page")
    await client.page.get_by_role("menuitem", name="Diagnostics").click()
    panel = client.panel("Diagnostics")
    await expect(panel.get_by_text(re.compile("ms there and back"))).to_be_visible()
    for part in ("Method", "Way", "Isolation", "Sound"):
        value = panel.locator("dt", has_text=re.compile(f"^{part}$")).locator("xpath=following-sibling::dd")
        # In words: a code of the server's would hold an underscore or nothing but small letters.
        await expect(value).to_have_text(re.compile("^[A-Z][^_]+$"))
