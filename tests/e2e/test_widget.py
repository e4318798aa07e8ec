"""The entrance on somebody else's website: the element under a strict policy, and a plain form without script."""

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import expect

from tests.e2e.access import Inspector

pytestmark = pytest.mark.light


class Website:
    """A site of another origin, with a policy of its own."""

    def __init__(self, samen):
        self.samen, self.body = samen, ""
        app = web.Application()
        app.router.add_get("/", self._page)
        self.server = TestServer(app, host="127.0.0.1")

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.port}/"

    async def _page(self, _request):
        policy = f"default-src 'none'; script-src {self.samen}; form-action {self.samen}"
        text = f'<!doctype html><html lang="en"><title>Een kantoor</title><main><h1>Welkom</h1>{self.body}</main>'
        return web.Response(text=text, content_type="text/html", headers={"Content-Security-Policy": policy})


@pytest_asyncio.fixture(loop_scope="session")
async def website(house):
    site = Website(house.server.url)
    async with site.server:
        yield site


def widget(server, attributes=""):
    return f'<script src="{server}/widget.js" async></script><samen-join {attributes}></samen-join>'


@pytest.mark.covers("F046", "F047", "F048")
async def test_the_widget_works_under_a_strict_policy_and_leads_to_the_session(house, website):
    adviser = await (await house.adviser()).start()
    website.body = widget(house.server.url, 'lang="en" label="Share screens with us" colour="#6b2f6e"')
    client = await house.visitor()
    await client.page.goto(website.url)
    entrance = client.page.get_by_role("region", name="Session code")
    await expect(entrance).to_contain_text("Share screens with us")
    button = entrance.get_by_role("button", name="Join")
    assert await button.evaluate("(one) => getComputedStyle(one).backgroundColor") == "rgb(107, 47, 110)"
    inspector = Inspector()
    await inspector.look(client.page, "widget")
    inspector.verdict()
    field = entrance.get_by_role("textbox", name="Session code")
    await field.fill("12 34")
    await button.click()
    await expect(entrance.get_by_role("alert")).not_to_be_empty()
    assert client.page.url == website.url
    await field.fill(f"{adviser.code[:3]}-{adviser.code[3:6]} {adviser.code[6:]}")
    await button.click()
    await client.page.wait_for_url(f"{house.server.url}/{adviser.code}*")
    await client.come_in()
    await adviser.sees_people(2)


@pytest.mark.covers("F046")
async def test_the_widget_speaks_the_language_of_the_page_around_it(house, website):
    client = await house.visitor()
    for language, words in (("nl", "Sessiecode"), ("fr", "Code de session"), ("en", "Session code")):
        website.body = widget(house.server.url, f'lang="{language}"')
        await client.page.goto(website.url)
        await expect(client.page.get_by_role("textbox", name=words)).to_be_visible()


@pytest.mark.covers("F046", "F048")
async def test_the_form_works_for_a_website_that_allows_no_script(house, website, open_page):
    adviser = await (await house.adviser()).start()
    await adviser.page.goto(f"{house.server.url}/adviser/settings/website?lang=en")
    form = adviser.page.get_by_role("main").get_by_text('<form action="', exact=False).first
    website.body = await form.inner_text()
    assert "<script" not in website.body
    page = await open_page(website.url, java_script_enabled=False)
    await page.locator("input[name=code]").fill(f" {adviser.code[:3]} {adviser.code[3:]}")
    await page.get_by_role("button").click()
    await page.wait_for_url(f"{house.server.url}/?**")
    client = await house.visitor()
    await client.page.goto(page.url)
    await (
        client.page.get_by_role("textbox", name="Your name")
        .or_(client.page.get_by_role("textbox", name="Uw naam"))
        .wait_for()
    )
    assert adviser.code in client.page.url
