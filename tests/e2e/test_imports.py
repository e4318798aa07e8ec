"""A list of clients from another program: read, put right, brought, and taken back, in a browser."""

import re

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.e2e.access import Inspector

pytestmark = pytest.mark.light

FILE = (
    "Naam;Woonplaats;E-mail;Kenmerk\r\n"
    "Wim Wijnstra;Delft;wim@wijnstra.example;A1\r\n"
    "Xena Wijnstra;Gent;xena@wijnstra.example;A2\r\n"
    "Yara Wijnstra;Goes;geen mail;A3\r\n"
).encode("cp1252")
KNOWN = {
    "kind": "person",
    "people": [{"id": "a", "given": "Xena", "family": "Wijnstra"}],
    "contacts": [{"kind": "email", "value": "xena@wijnstra.example"}],
}


@pytest_asyncio.fixture(loop_scope="session")
async def adviser(house):
    return await house.adviser()


@pytest.mark.covers("C019", "C021", "C022", "C023")
async def test_a_file_is_put_right_brought_and_taken_back(adviser):
    page, inspector = adviser.page, Inspector()
    answer = await page.request.post(f"{adviser.server_url}/api/v1/clients", data=KNOWN)
    assert answer.status == 201, await answer.text()
    await page.goto(f"{adviser.server_url}/adviser/clients/import?lang=en")
    async with page.expect_file_chooser() as chooser:
        await page.get_by_role("button", name="Choose a file").click()
    await (await chooser.value).set_files({"name": "wijnstra.csv", "mimeType": "text/csv", "buffer": FILE})

    # Nobody can guess what "Kenmerk" is.
    number = page.get_by_role("combobox", name=re.compile("Kenmerk"))
    await expect(number).to_have_value("")
    await expect(page.get_by_role("combobox", name=re.compile("E-mail"))).to_have_value("email")
    await inspector.look(page, "the columns")
    await number.select_option("number")
    await adviser.press("Apply columns")
    await expect(number).to_have_value("number")
    await adviser.press("Continue")

    await expect(page.get_by_role("link", name="looks like Xena Wijnstra")).to_be_visible()
    await expect(page.get_by_text("Yara Wijnstra")).to_be_visible()
    await inspector.look(page, "the doubles")
    async with page.expect_download() as saved:
        await page.get_by_role("link", name=re.compile("Download")).click()
    assert re.fullmatch(r"wijnstra - (errors|fouten)\.csv", (await saved.value).suggested_filename)
    await page.get_by_role("button", name="Import 2 clients").click()

    await expect(page.get_by_text("The import is done")).to_be_visible()
    await expect(page.get_by_text("1 added")).to_be_visible()
    await expect(page.get_by_text("1 completed")).to_be_visible()
    await inspector.look(page, "the result")
    await page.get_by_role("link", name="Look at these clients").click()
    found = page.get_by_role("table").get_by_role("link", name=re.compile("Wijnstra"))
    await expect(found).to_have_count(2)

    await page.go_back()
    await adviser.press("Undo import")
    await page.get_by_role("dialog").get_by_role("button", name="Undo import").click()
    await expect(page.get_by_text("The import is undone")).to_be_visible()
    await page.goto(f"{adviser.server_url}/adviser/clients?search=wijnstra&lang=en")
    await expect(found).to_have_count(1)
    assert inspector.found == []
