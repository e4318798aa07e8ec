"""How a page is opened: from a tile, a favourite or the address bar; and what is not opened, in sentences."""

import re
import sqlite3

import pytest
import pytest_asyncio
from playwright.async_api import expect

from server.stores.database import uuid7
from tests.e2e import invented
from tests.e2e.pages import closes, meeting, picture, sees, types_address

YELLOW = (255, 210, 0)
OTHER_ADMIN = "eva@elsewhere.test"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def tls_port(tmp_path_factory):
    async with invented.self_signed(tmp_path_factory.mktemp("tls")) as port:
        yield port


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def module_room(browser, module_servers, site, tls_port):
    server = module_servers(COBROWSE_ALLOW=f"{site.allow},bank.localhost:{tls_port}")
    async with meeting(browser, server, site) as room:
        yield room


def tiles(person):
    section = person.page.get_by_role("region", name="Tiles of the office")
    return section.get_by_role("listitem")


async def adds_tile(adviser, title, address):
    await adviser.press("Add a tile")
    dialog = adviser.page.get_by_role("dialog", name="Add a tile")
    await dialog.get_by_label("Name").fill(title)
    await dialog.get_by_label("Web address").fill(address)
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog).to_have_count(0)
    await expect(tiles(adviser).filter(has_text=title)).to_have_count(1)


@pytest.mark.covers("F035")
async def test_a_page_is_opened_from_a_tile_which_is_counted_and_then_stands_first(room):
    adviser, site = room.adviser, room.site
    await adds_tile(adviser, "Calculator", site.url("form"))
    await adds_tile(adviser, "Rates", site.url("rates"))
    await expect(tiles(adviser).first).to_contain_text("Calculator")
    await picture(room, "start-tiles")
    await tiles(adviser).filter(has_text="Rates").get_by_role("button").click()
    await sees(room.client, YELLOW)
    await sees(adviser, YELLOW)
    await closes(adviser)
    await expect(tiles(adviser).first).to_contain_text("Rates")
    told = (await adviser.get("/favourites"))["favourites"]
    assert {one["title"]: one["uses"] for one in told} == {"Rates": 1, "Calculator": 0}
    await expect(room.client.page.get_by_role("region", name="Tiles of the office")).to_have_count(0)


@pytest.mark.covers("F035")
async def test_the_star_keeps_a_favourite_of_one_s_own_that_another_office_does_not_see(room):
    adviser, site = room.adviser, room.site
    await room.opens("rates?version=2")
    await sees(adviser, YELLOW)
    await expect(adviser.page.get_by_role("textbox", name="Address")).to_have_value(site.url("rates?version=2"))
    await adviser.press("Favourite")
    await adviser.reads("Added to your favourites")
    await closes(adviser)
    mine = adviser.page.get_by_role("region", name="My favourites")
    await expect(mine.get_by_role("listitem")).to_have_count(1)
    await mine.get_by_role("listitem").get_by_role("button").click()
    await sees(room.client, YELLOW)
    await closes(adviser)

    another_office(room.server)
    stranger = await room.house.visitor("Eva")
    request, url = stranger.page.context.request, room.server.url + "/api/v1"
    who = {"email": OTHER_ADMIN, "password": room.server.admin_password}
    assert (await request.post(f"{url}/auth/sign-in", data=who)).ok
    assert (await (await request.get(f"{url}/favourites")).json())["favourites"] == []
    assert len((await adviser.get("/favourites"))["favourites"]) == 3


def another_office(server):
    """A second office with an administrator of its own, made as a copy of the first."""
    with sqlite3.connect(server.data / "samen.db", timeout=20) as rows:
        rows.row_factory = sqlite3.Row
        office = dict(rows.execute("SELECT * FROM organisations").fetchone())
        user = dict(rows.execute("SELECT * FROM users").fetchone())
        office |= {"id": uuid7(), "name": "Elsewhere"}
        user |= {"id": uuid7(), "organisation_id": office["id"], "email": OTHER_ADMIN}
        for table, row in (("organisations", office), ("users", user)):
            marks = ", ".join("?" * len(row))
            names = ", ".join(row)
            rows.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values()))  # noqa: S608  the table's own names


REFUSED = {
    "http://192.168.1.1/": "This address cannot be looked at together. Use the address of a public website.",
    "http://127.0.0.1:9/": "This address cannot be looked at together. Use the address of a public website.",
    "file:///etc/passwd": "This address cannot be looked at together. Use the address of a public website.",
    "mortgage rates compared": "Searching by words is off at your office. Type a web address, such as rentewijzer.nl.",
}


@pytest.mark.covers("F034")
@pytest.mark.parametrize("typed", REFUSED)
async def test_what_may_not_be_opened_is_refused_in_a_sentence_at_the_address_bar(room, typed):
    await types_address(room.adviser, typed)
    await expect(room.adviser.page.get_by_role("search").get_by_role("alert")).to_have_text(REFUSED[typed])
    await picture(room, "start-refused")


@pytest.mark.covers("F034")
async def test_what_cannot_be_shown_says_why_to_both(room, tls_port):
    adviser, client = room.adviser, room.client

    async def told(title, text):
        for person in (adviser, client):
            heading = person.page.get_by_role("heading", name=title)
            await expect(heading).to_be_visible()
            await person.reads(text)

    await types_address(adviser, f"https://bank.localhost:{tls_port}/")
    await told("bank.localhost is not properly secured", "We do not open it: somebody could be reading along.")
    await picture(room, "start-certificate")
    await types_address(adviser, "http://nowhere.invalid/")
    await told("nowhere.invalid does not exist", "Check how the address is spelled.")
    await picture(room, "start-unknown")


@pytest.mark.covers("F034")
async def test_a_site_that_the_office_blocks_is_not_opened_in_either_way(room):
    adviser = room.adviser
    request, path = adviser.page.context.request, f"{room.server.url}/api/v1/organisation/browsing"
    assert (await request.patch(path, data={"block": ["shop.localhost"]})).ok
    await types_address(adviser, room.site.url("rates", "shop.localhost"))
    alert = adviser.page.get_by_role("search").get_by_role("alert")
    await expect(alert).to_have_text(re.compile("Your office does not allow this site."))
    seen = len(room.site.visits)
    # By a link of a page that is allowed.
    await room.opens(f"leading?to={room.site.port}")
    await room.presses(adviser, "blocked")
    for person in (adviser, room.client):
        await expect(person.page.get_by_role("heading", name="shop.localhost is blocked")).to_be_visible()
    assert [visit for visit in room.site.visits[seen:] if visit.startswith("/rates")] == []
