"""Clients who choose, propose, cancel and book: on a telephone, by the links that they were mailed."""

import re

import pytest
from playwright.async_api import expect

from tests.e2e.office.desk import SERVICE, days_ahead

pytestmark = pytest.mark.light


async def proposes(desk, client):
    """Three times, on different days."""
    page = desk.page
    await desk.at(f"clients/{client['id']}")
    await page.get_by_role("button", name="Appointment", exact=True).click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_text("Let the client choose").click()
    times = [days_ahead(3, 10), days_ahead(4, 11), days_ahead(5, 14)]
    await desk.choose_times(dialog, *times)
    await dialog.get_by_role("button", name="Send proposal").click()
    anyway = dialog.get_by_role("button", name="Do it anyway")
    await expect(dialog.or_(anyway)).to_have_count(0)
    return times


@pytest.mark.covers("A024", "A025", "A026", "G022")
async def test_a_client_picks_one_of_three_times_on_a_telephone(desk):
    client = await desk.client("Els")
    name, email = client["name"], client["contacts"][0]["value"]
    await proposes(desk, client)
    row = await desk.row(name)
    await expect(row.get_by_text("Planning", exact=True).first).to_be_visible()
    await expect(row.get_by_text("3 times proposed")).to_be_visible()
    letter = await desk.letter(email)
    buttons = [link for link in letter.links("appointment/") if "option=" in link]
    assert len(buttons) == 3

    els = await desk.phone(name)
    await desk.open(els, buttons[1])
    await expect(els.page.get_by_role("radio")).to_have_count(3)
    await expect(els.page.get_by_role("radio").nth(1)).to_be_checked()
    await desk.look("three proposed times", els.page)
    await els.press("Choose this time")
    await els.reads("You will get a confirmation by mail.")
    await desk.look("a time that was chosen", els.page)
    confirmed = await desk.letter(email, past=1)
    assert "METHOD:REQUEST" in confirmed.calendar
    told = await desk.letter(desk.house.server.admin_email, name)
    assert told.links("adviser/agenda")
    row = await desk.row(name)
    await expect(row.get_by_text("Scheduled", exact=True).first).to_be_visible()
    desk.inspector.verdict()


@pytest.mark.covers("A020", "A029", "G022")
async def test_a_client_proposes_another_time_which_the_adviser_takes_and_then_cancels(desk):
    client = await desk.client("Fatima")
    name, email = client["name"], client["contacts"][0]["value"]
    await proposes(desk, client)
    letter = await desk.letter(email)
    fatima = await desk.phone(name)
    await desk.open(fatima, letter.link("appointment/"))
    await fatima.press("None of these times suits me")
    await fatima.press("Send proposal")
    await fatima.reads("Fill in at least one day and time.")
    await desk.look("a proposal with a complaint", fatima.page)
    await fatima.page.get_by_label("Proposal 1").fill(f"{days_ahead(6, 15):%Y-%m-%dT%H:%M}")
    await fatima.page.get_by_label("Explanation").fill("I work on the other days")
    await fatima.press("Send proposal")
    await fatima.reads("Your proposal has been sent")
    await desk.look("a proposal that was sent", fatima.page)

    await desk.at("")
    await expect(desk.page.get_by_role("link", name=re.compile(name)).first).to_be_visible()
    await desk.look("the dashboard with a proposal")
    row = await desk.row(name)
    await expect(row.get_by_text("I work on the other days")).to_be_visible()
    await desk.look("a proposal in the overview")
    await row.get_by_role("button", name=re.compile(r"^Settle.*15:00")).click()
    await (
        desk.page.get_by_role("dialog")
        .or_(desk.page.get_by_role("alertdialog"))
        .get_by_role("button", name="Settle", exact=True)
        .click()
    )
    await expect(row.get_by_text("Scheduled", exact=True).first).to_be_visible()

    confirmed = await desk.letter(email, past=1)
    cancel = next(link for link in confirmed.links("appointment/") if "do=cancel" in link)
    await desk.open(fatima, cancel)
    await fatima.page.get_by_label("Would you like to say why?").fill("I found a house elsewhere")
    await desk.look("the question before cancelling", fatima.page)
    await fatima.press("Cancel the appointment")
    await fatima.reads("This appointment was cancelled")
    await desk.look("an appointment that was cancelled", fatima.page)
    gone = await desk.letter(email, past=2)
    assert "METHOD:CANCEL" in gone.calendar
    row = await desk.row(name)
    await expect(row.get_by_text("Cancelled", exact=True).first).to_be_visible()
    await expect(row.get_by_text("I found a house elsewhere")).to_be_visible()
    desk.inspector.verdict()


@pytest.mark.covers("C001", "C012", "G006")
async def test_a_stranger_who_books_online_becomes_a_client_with_an_appointment(desk):
    page = desk.page
    await desk.at("settings/agenda")
    for name in ("For the office", "For my calendar"):
        switch = page.get_by_role("switch", name=name)
        if not await switch.is_checked():
            await switch.press("Space")
            await expect(switch).to_be_checked()
    await desk.look("the settings of online booking")
    address = await page.get_by_text(re.compile("/book/")).first.inner_text()

    stranger = await desk.phone("Noor Bakker")
    await desk.open(stranger, address.strip())
    service = stranger.page.get_by_role("button", name=re.compile(SERVICE))
    times = stranger.page.locator(".bk-time")
    await expect(service.or_(times).first).to_be_visible()
    if await service.is_visible():
        await service.click()
    await expect(times.first).to_be_visible()
    await desk.look("free times of the booking page", stranger.page)
    await times.first.click()
    await stranger.press("Make the appointment")
    await stranger.reads("Fill in your name.")
    await desk.look("the booking form with a complaint", stranger.page)
    await stranger.page.get_by_label("Your name").fill("Noor Bakker")
    await stranger.page.get_by_label("E-mail address").fill("noor@bakker.example")
    await stranger.page.get_by_label("Phone number").fill("06 12345678")
    await stranger.page.get_by_label("What would you like us to know?").fill("We have just seen a house")
    await stranger.page.get_by_role("checkbox").check()
    await stranger.press("Make the appointment")
    await stranger.reads("Your appointment is made")
    await desk.look("the end of booking", stranger.page)
    letter = await desk.letter("noor@bakker.example")
    assert "METHOD:REQUEST" in letter.calendar
    assert letter.link("appointment/")

    await desk.at("clients?search=noor")
    await page.get_by_role("link", name=re.compile("Noor Bakker")).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Noor Bakker")
    await expect(desk.line("Booked online").first).to_be_visible()
    await expect(page.get_by_text("Wants offers by e-mail.")).to_be_visible()
    await expect(desk.line("Consent given for offers")).to_contain_text("E-mail · Booked online")
    await desk.look("the page of somebody who booked")
    row = await desk.row("Noor Bakker")
    await expect(row.get_by_text("Scheduled", exact=True).or_(row.get_by_text("Starting soon")).first).to_be_visible()
    await expect(row.get_by_text("We have just seen a house")).to_be_visible()
    desk.inspector.verdict()
