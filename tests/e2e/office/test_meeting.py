"""From a new client to what is left of a meeting: planned, mailed, opened on a telephone, held, judged, and found back."""

import re
from datetime import datetime, timedelta

import pytest
from playwright.async_api import expect

from tests.e2e import peers
from tests.e2e.office.desk import SERVICE
from tests.e2e.people import Adviser, until
from tests.e2e.test_files import OFFER, chooses, does


async def adds_client(desk):
    """In the form, with the languages and the consent that it asks for."""
    page = desk.page
    await desk.at("clients/new")
    await page.get_by_label("First name").fill("Jan")
    await page.get_by_label("Last name").fill("Vermeulen")
    await page.get_by_label("E-mail address", exact=True).fill("jan@vermeulen.example")
    await page.get_by_label("Language").select_option("en")
    await desk.adviser.press("Save")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Jan Vermeulen")
    return page.url.split("/clients/")[1].split("?")[0].split("/")[0]


async def plans(desk):
    """A quarter of an hour from now, on the client's own page."""
    page = desk.page
    await (
        page.get_by_role("banner")
        .or_(page.get_by_role("main"))
        .get_by_role("button", name="Appointment", exact=True)
        .click()
    )
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_text("jan@vermeulen.example").first).to_be_visible()
    soon = datetime.now().astimezone() + timedelta(minutes=15)
    await desk.choose_times(dialog, soon)
    await dialog.get_by_label("Description").fill("What if the interest rises?")
    await dialog.get_by_role("button", name="Plan and send").click()
    await expect(dialog).to_have_count(0)
    return soon


async def starts_from_the_agenda(desk, day):
    """The room in a tab of its own, by one press on the code."""
    page = desk.page
    await page.context.add_init_script(peers.SPY)
    await desk.at(f"agenda?view=day&date={day:%Y-%m-%d}")
    await page.locator("[data-box^='a:']").filter(has_text="Jan Vermeulen").click()
    drawer = page.get_by_role("complementary", name="Jan Vermeulen")
    await desk.look("the agenda, an hour before")
    async with page.context.expect_page() as opened:
        await drawer.get_by_role("button", name=re.compile(r"^Start the session with code")).click()
    tab = await opened.value
    await tab.wait_for_url(re.compile("/session/"))
    return await Adviser(tab, desk.adviser.server_url, "anna").inside()


# Both browsers call here, while a whole story is told.
@pytest.mark.timeout(300)
@pytest.mark.covers(
    *("F012", "F055", "F056", "F057", "F059"),
    *("A009", "A021", "A022", "A023", "A027", "C001", "G021"),
)
async def test_a_meeting_is_planned_mailed_held_and_found_back_with_the_client(desk):
    client_id = await adds_client(desk)
    await desk.look("the page of a new client")
    start = await plans(desk)
    letter = await desk.letter("jan@vermeulen.example")
    code = re.search(r"\d{3} \d{3} \d{3}", letter.text)
    assert code, letter.text
    assert "METHOD:REQUEST" in letter.calendar

    # On the telephone: the page behind the link, and from there into the meeting, where nobody is yet.
    jan = await desk.phone()
    await desk.open(jan, letter.link("appointment/"))
    await jan.reads("What if the interest rises?")
    await jan.reads(code.group())
    await desk.look("the page of an appointment", jan.page)
    await jan.page.get_by_role("link", name="To the meeting").click()
    await jan.reads("Your adviser is not here yet")
    await jan.come_in()
    if await jan.button("Go on like this").is_visible():
        await jan.press("Go on like this")

    anna = await starts_from_the_agenda(desk, start)
    await expect(anna.page.get_by_role("heading", name="Jan Vermeulen")).to_be_visible()
    await anna.call()
    await jan.call()
    await anna.sees_and_hears(jan)
    await jan.sees_and_hears(anna)
    # What stood open at the desk knows it too.
    drawer = desk.page.get_by_role("complementary", name="Jan Vermeulen")
    await expect(drawer.get_by_text("Going on now")).to_be_visible()

    await chooses(anna, OFFER)
    await does(anna, "offerte.pdf", "Keep with Jan Vermeulen")
    await anna.reads("Kept with Jan Vermeulen.")
    await anna.end()
    await jan.reads("How was it?")
    await jan.page.get_by_role("radio", name="Great").check(force=True)
    await expect(jan.page.get_by_role("radio", name="Great")).to_be_checked()
    await jan.press("Send")
    await expect(jan.page.get_by_role("heading", name="Thank you", exact=True)).to_be_visible()

    async def done():
        found = (await desk.adviser.get(f"/appointments?client={client_id}&scope=all"))["items"]
        return [one["status"] for one in found] == ["completed"]

    await until(done, what="the appointment is completed by itself")
    await desk.at(f"clients/{client_id}")
    session = re.compile(r"Session, \d+ minutes?")
    for words in (SERVICE, session, "offerte.pdf", "Appointment held", "Judged 5 out of 5"):
        # The page looks again by itself, once in a while.
        await expect(desk.line(words).first).to_be_visible()
    await expect(desk.page.get_by_role("button", name="Open: offerte.pdf").first).to_be_visible()
    await desk.look("the page of a client after a meeting")
    await desk.open(jan, letter.link("appointment/"))
    await jan.reads("Thank you for the conversation")
    await desk.look("the page of an appointment that is over", jan.page)
    desk.inspector.verdict()
