"""What an office does not open: set by the administrator, said in words to whoever meets it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import expect


@pytest_asyncio.fixture(loop_scope="session")
async def site() -> AsyncIterator[str]:
    """The port of a website that links to another name of its own."""

    async def page(request: web.Request) -> web.Response:
        link = f"<h1>Allowed</h1><a href='http://bad.localhost:{request.url.port}/'>Go on</a>"
        return web.Response(text=f"<title>Allowed</title>{link}", content_type="text/html")

    app = web.Application()
    app.router.add_get("/{path:.*}", page)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield str(runner.addresses[0][1])
    await runner.cleanup()


@pytest.mark.covers("F034")
async def test_a_website_that_the_office_blocks_is_refused_in_words(house_of: Any, samen_server: Any, site: str):
    allowed = ",".join(f"{name}.localhost:{site}" for name in ("good", "bad"))
    house = house_of(samen_server(COBROWSE_ALLOW=allowed))
    admin = await house.adviser()
    await admin.page.goto(f"{house.server.url}/adviser/settings/browsing?lang=en")
    never = admin.page.get_by_role("textbox", name="Never these websites")
    await never.fill("bank.example\nbad.*")
    await admin.press("Save")
    await expect(admin.page.get_by_text("Line 2: ‘bad.*’ is no website.")).to_be_visible()
    await expect(never).to_be_focused()
    await never.fill("bank.example\n*.bad.localhost")
    await admin.press("Save")
    await expect(admin.page.get_by_text("Line 2")).to_have_count(0)
    await expect(admin.button("Save")).to_be_disabled()

    adviser, client = await house.meeting("Jan Vermeulen")
    field = adviser.page.get_by_role("textbox", name="Address")
    await field.fill(f"http://bad.localhost:{site}/")
    await field.press("Enter")
    alert = adviser.page.get_by_role("search").get_by_role("alert")
    await expect(alert).to_contain_text("Your office does not allow this site.")
    # What is not blocked opens; a link in it to what is blocked ends in a sentence for everybody.
    await field.fill(f"http://good.localhost:{site}/")
    await field.press("Enter")
    await client.reads("Anna controls this page.")
    await adviser.press("More about this page")
    await adviser.page.get_by_role("menuitem", name="Page outline").click()
    await adviser.panel("Page outline").get_by_role("link", name="Go on").click()
    for person in (adviser, client):
        await expect(person.page.get_by_role("main").get_by_text("bad.localhost is blocked")).to_be_visible()
