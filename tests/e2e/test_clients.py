"""Clients at the adviser's desk: added, found, changed by two, labelled and deleted many at once, and brought back."""

import re
from itertools import count

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.e2e.access import Inspector

pytestmark = pytest.mark.light

FAMILIES = count()


@pytest_asyncio.fixture(loop_scope="session")
async def adviser(house):
    return await house.adviser()


@pytest.fixture
def family():
    """A family name that only this test's clients have."""
    return "Quist" + chr(ord("a") + next(FAMILIES)) * 3


async def at(person, place):
    address = f"{person.server_url}/adviser/{place}"
    await person.page.goto(f"{address}{'&' if '?' in place else '?'}lang=en")


def labels(place):
    """The field for labels; beside it stands a hidden one, with what was chosen."""
    return place.get_by_label("Labels", exact=True).and_(place.locator("input:not([type=hidden])"))


async def add(adviser, given, family, **more):
    """A client of one person, by the same REST that the form uses."""
    people = [{"id": "a", "given": given, "family": family}]
    body = {"kind": "person", "people": people, **more}
    answer = await adviser.page.request.post(f"{adviser.server_url}/api/v1/clients", data=body)
    assert answer.status == 201, await answer.text()
    return await answer.json()


@pytest.mark.covers("C008", "C015", "C016", "C018", "C024")
async def test_a_household_is_added_opens_and_is_found_again_while_one_types(adviser, family):
    page = adviser.page
    await at(adviser, "clients/new")
    await page.get_by_text("Household", exact=True).click()
    await page.get_by_label("First name").first.fill("Jan")
    await page.get_by_label("Last name").first.fill(family)
    await page.get_by_label("First name").nth(1).fill("Els")
    await page.get_by_label("Last name").nth(1).fill(family)
    await page.get_by_label("E-mail address", exact=True).fill(f"post@{family.lower()}.example")
    await labels(page).fill("Starter")
    await page.keyboard.press("Enter")
    await adviser.press("Save")
    await expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(f"Jan.*Els.*{family}"))
    await expect(page.get_by_text("Client added")).to_be_visible()
    await expect(page.get_by_role("button", name="Take label Starter away")).to_be_visible()

    await at(adviser, "clients")
    await page.get_by_role("searchbox", name="Search clients").fill(f"els {family[:7].lower()}")
    found = page.get_by_role("link", name=re.compile(family))
    await expect(found).to_have_count(1)
    await page.keyboard.press("ArrowDown")
    await expect(found).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(family))


@pytest.mark.covers("C030", "C031", "C033", "C034")
async def test_everybody_whom_a_search_finds_is_labelled_deleted_and_brought_back(adviser, family):
    page = adviser.page
    for given in ("Anna", "Bram", "Carla"):
        await add(adviser, given, family)
    await at(adviser, f"clients?search={family}")
    for given in ("Anna", "Bram"):
        await page.get_by_role("checkbox", name=f"Choose {given} {family}").check()
    bar = page.get_by_role("region", name="With the chosen clients")
    await expect(bar.get_by_text("2 chosen")).to_be_visible()
    await bar.get_by_role("button", name="Choose all 3").click()
    await bar.get_by_role("button", name="Label").click()
    dialog = page.get_by_role("dialog")
    await labels(dialog).fill(f"Year {family}")
    await page.keyboard.press("Enter")
    await dialog.get_by_role("button", name="Add").click()
    await expect(page.get_by_text("Labels added for 3 clients.")).to_be_visible()
    await expect(page.get_by_role("table").get_by_text(f"Year {family}")).to_have_count(3)

    await page.get_by_role("checkbox", name="Choose all 3").check()
    await bar.get_by_role("button", name="Delete").click()
    await page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    await expect(page.get_by_text("3 clients deleted.")).to_be_visible()
    await expect(page.get_by_text(f"Nobody found for “{family}”")).to_be_visible()
    await adviser.press("Undo")
    await expect(page.get_by_role("link", name=re.compile(family))).to_have_count(3)


async def test_two_advisers_change_one_client_and_choose_between_their_versions(adviser, house, family):
    client = await add(adviser, "Dirk", family, number="1")
    other = await house.adviser()
    for person in (adviser, other):
        await at(person, f"clients/{client['id']}/edit")
        await expect(person.page.get_by_label("Client number")).to_have_value("1")
    await other.page.get_by_label("Client number").fill("22")
    await other.page.get_by_label("Town").fill("Zeist")
    await other.press("Save")
    await expect(other.page.get_by_role("heading", level=1)).to_have_text(f"Dirk {family}")

    page = adviser.page
    await page.get_by_label("Client number").fill("33")
    await page.get_by_label("Postcode").fill("3700 AA")
    await adviser.press("Save")
    dialog = page.get_by_role("dialog", name="A colleague changed this client too")
    await expect(dialog.get_by_role("radio", name=re.compile("Your version.*33"))).to_be_checked()
    await dialog.get_by_role("radio", name=re.compile("Your colleague's.*22")).click()
    await dialog.get_by_role("button", name="Save together").click()
    await expect(page.get_by_text("number 22")).to_be_visible()
    await expect(page.get_by_text("3700 AA Zeist")).to_be_visible()


async def test_the_pages_about_clients_hold_nothing_that_axe_refuses(adviser, family):
    client = await add(adviser, "Eva", family, contacts=[{"kind": "email", "value": f"eva@{family.lower()}.example"}])
    page, inspector = adviser.page, Inspector()
    await at(adviser, f"clients?search={family}")
    await page.get_by_role("checkbox", name=f"Choose Eva {family}").check()
    await inspector.look(page, "the list with somebody chosen")
    await at(adviser, f"clients/{client['id']}")
    await expect(page.get_by_text("Client added")).to_be_visible()
    await inspector.look(page, "a client's page")
    await at(adviser, "clients/new")
    await expect(page.get_by_label("First name")).to_be_visible()
    await adviser.press("Save")
    await expect(page.get_by_text("Fill in a name.")).to_be_visible()
    await inspector.look(page, "the form with a complaint")
    await at(adviser, "settings/clients")
    await expect(page.get_by_role("heading", name="Teams")).to_be_visible()
    await inspector.look(page, "the settings about clients")
    assert inspector.found == []
