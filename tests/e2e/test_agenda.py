"""The adviser's agenda in a real browser: from a service to an appointment, moved by mouse and by keys, started, cancelled."""

import asyncio
import re
from datetime import date, timedelta

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.e2e.access import Inspector

pytestmark = pytest.mark.light


def next_monday() -> date:
    today = date.today()  # noqa: DTZ011 - the browser's own day, in which the calendar is drawn
    return today + timedelta(days=7 - today.weekday())


@pytest_asyncio.fixture(loop_scope="session")
async def adviser(house):
    return await house.adviser()


async def at(adviser, place):
    parting = "&" if "?" in place else "?"
    await adviser.page.goto(f"{adviser.server_url}/adviser/{place}{parting}lang=en")


async def make_service(adviser, name):
    await at(adviser, "settings/services")
    await adviser.page.get_by_role("button", name="New service").first.click()
    dialog = adviser.page.get_by_role("dialog")
    await dialog.get_by_label("Name", exact=True).fill(name)
    await expect(dialog.get_by_role("radio", name=re.compile("Video meeting, looking together"))).to_be_checked()
    await dialog.get_by_label("Length").fill("60")
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog).to_have_count(0)
    await expect(adviser.page.get_by_role("button", name=re.compile(name))).to_be_visible()


async def place_of(adviser, day, hour):
    """Where on the screen this hour of this day is; scrolled into sight."""
    calendar = adviser.page.get_by_role("region", name=re.compile("^Calendar:"))
    column = calendar.locator(f"[data-date='{day.isoformat()}'].g-lane")
    await expect(column).to_be_visible()
    box = await column.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] * hour / 24


def box_of(adviser, name):
    return adviser.page.locator("[data-box^='a:']").filter(has_text=name)


async def drag(adviser, box, day, hour):
    """Takes the box a little under its top, and lets go where this hour begins."""
    await box.scroll_into_view_if_needed()
    of = await box.bounding_box()
    assert of
    x, y = await place_of(adviser, day, hour)
    mouse = adviser.page.mouse
    await mouse.move(of["x"] + of["width"] / 2, of["y"] + 4)
    await mouse.down()
    for part in (0.25, 0.5, 0.75, 1):
        await mouse.move(
            of["x"] + of["width"] / 2 + (x - of["x"] - of["width"] / 2) * part,
            of["y"] + 4 + (y + 4 - of["y"] - 4) * part,
        )
        await asyncio.sleep(0.05)
    await mouse.up()


@pytest.mark.covers(
    "G003",
    "G005",
    "G008",
    "G009",
    "G010",
    "G011",
    "G012",
    "G013",
    "G014",
    "G020",
    "A007",
    "A008",
    "A019",
    "A020",
    "F055",
)
async def test_an_appointment_is_made_in_an_empty_hour_moved_noted_started_and_cancelled(adviser):
    page, monday = adviser.page, next_monday()
    inspector = Inspector()
    await make_service(adviser, "Mortgage meeting")

    # An empty hour offers an appointment or an own block; the hour is chosen already.
    await at(adviser, f"agenda?view=week&date={monday.isoformat()}")
    x, y = await place_of(adviser, monday, 10.1)
    await page.mouse.click(x, y)
    await expect(page.get_by_role("menuitem", name="Own block")).to_be_visible()
    await page.get_by_role("menuitem", name="Appointment").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Client", exact=True).fill("Els Vermeulen")
    await page.get_by_role("option", name=re.compile("New client")).click()
    await dialog.get_by_label("E-mail address").fill("els@vermeulen.example")
    await dialog.get_by_role("button", name="Add client").click()
    await expect(dialog.get_by_text("els@vermeulen.example").first).to_be_visible()
    await dialog.get_by_label("Description").fill("What if the interest rises?")
    await inspector.look(page, "new appointment")
    await dialog.get_by_role("button", name="Plan and send").click()
    await expect(dialog).to_have_count(0)
    box = box_of(adviser, "Els Vermeulen")
    await expect(box).to_contain_text("10:00")

    # Dragged to another day: a question first, then done, then undone.
    tuesday = monday + timedelta(days=1)
    await drag(adviser, box, tuesday, 13)
    asked = page.get_by_role("region", name="Moving")
    await expect(asked).to_contain_text("Shall we mail the client the new time?")
    await asked.get_by_role("button", name="Move and mail").click()
    await expect(page.get_by_role("status", name="Moving")).to_contain_text("Els Vermeulen is now at")
    # To the quarter that the mouse came nearest to.
    await expect(box).to_contain_text(re.compile(r"1[23]:\d\d"))
    await page.get_by_role("status", name="Moving").get_by_role("button", name="Undo").click()
    await expect(box).to_contain_text("10:00")

    # The same without a mouse.
    await box.focus()
    await page.keyboard.press("Alt+ArrowDown")
    await asked.get_by_role("button", name="Without a mail").click()
    await expect(box).to_contain_text("10:15")

    # A press opens it beside the calendar; what is noted stays.
    await page.get_by_role("status", name="Moving").get_by_role("button", name="Close").click()
    await box.focus()
    await page.keyboard.press("Enter")
    drawer = page.get_by_role("complementary", name="Els Vermeulen")
    await drawer.get_by_role("button", name="Change the note").click()
    await drawer.get_by_role("textbox", name="Note for colleagues").fill("Calls rather than mails")
    await drawer.get_by_role("button", name="Save").click()
    await expect(drawer.get_by_text("Calls rather than mails")).to_be_visible()
    await inspector.look(page, "agenda with an appointment")

    # The code starts the session in a tab of its own.
    async with page.context.expect_page() as opened:
        await drawer.get_by_role("button", name=re.compile(r"^Start the session with code \d{3} \d{3} \d{3}$")).click()
    room = await opened.value
    await room.wait_for_url(re.compile("/session/"))
    await room.close()

    for view in ("Day", "Month", "List", "Services"):
        await page.get_by_role("button", name=view, exact=True).click()
        await inspector.look(page, f"agenda by {view}", sizes=("wide",))

    # The overview opens with the plus sign; there it is cancelled.
    await at(adviser, "appointments")
    await page.get_by_role("button", name="More about Els Vermeulen").click()
    line = page.get_by_role("listitem").filter(has_text="els@vermeulen.example")
    await expect(line.get_by_text("What if the interest rises?")).to_be_visible()
    await inspector.look(page, "overview")
    await line.get_by_role("button", name="Cancel", exact=True).click()
    await page.get_by_role("dialog").get_by_label("Reason").fill("I am ill.")
    await page.get_by_role("dialog").get_by_role("button", name="Cancel and mail").click()
    await expect(line.get_by_text("Cancelled", exact=True).first).to_be_visible()
    await line.get_by_role("button", name="Less about Els Vermeulen").click()
    await expect(line.get_by_text("What if the interest rises?")).to_have_count(0)
    inspector.verdict()


@pytest.mark.covers("G004", "G005", "G007")
async def test_own_time_and_hours_are_kept_and_seen_in_the_calendar(adviser):
    page, day = adviser.page, next_monday() + timedelta(days=3)
    inspector = Inspector()
    await at(adviser, f"agenda?view=week&date={day.isoformat()}")
    x, y = await place_of(adviser, day, 15.1)
    await page.mouse.click(x, y)
    await page.get_by_role("menuitem", name="Own block").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("What", exact=True).fill("Team meeting")
    await dialog.get_by_role("button", name="Save").click()
    await expect(page.locator("[data-box^='b:']").filter(has_text="Team meeting")).to_contain_text("15:00")

    await at(adviser, "settings/availability")
    await page.get_by_role("checkbox", name="Saturday").check()
    until = page.get_by_role("textbox", name="Saturday until")
    await until.fill("12.30")
    await inspector.look(page, "availability")
    await page.get_by_role("button", name="Save", exact=True).click()
    await expect(page.get_by_text("All saved").or_(page.get_by_text("saved")).first).to_be_visible()
    await page.reload()
    await expect(page.get_by_role("textbox", name="Saturday until")).to_have_value("12:30")
    await at(adviser, "settings/agenda")
    await expect(page.get_by_role("heading", name="Online booking")).to_be_visible()
    await inspector.look(page, "settings of the agenda")
    inspector.verdict()
