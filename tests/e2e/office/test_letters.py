"""What the office asks and writes: a document that a client sends, a template with a link, one message to many."""

import re

import pytest
from playwright.async_api import expect

from tests.e2e.office.desk import days_ahead
from tests.e2e.test_files import PICTURE

pytestmark = pytest.mark.light


@pytest.mark.covers("O001", "O002", "O014", "O015", "O016", "O017")
async def test_a_client_sends_the_document_that_was_asked_for_from_a_telephone(desk):
    client = await desk.client("Omar")
    page, name, email = desk.page, client["name"], client["contacts"][0]["value"]
    await desk.at(f"clients/{client['id']}")
    await page.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name="Request document").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Send").click()
    await expect(dialog.get_by_text("Fill in which document you need.")).to_be_visible()
    await desk.look("a request for a document with a complaint")
    await dialog.get_by_label("Which document").fill("Tax notice 2026")
    await dialog.get_by_role("button", name="Send").click()
    await expect(dialog).to_have_count(0)
    letter = await desk.letter(email)

    omar = await desk.phone(name)
    await desk.open(omar, letter.link("request/"))
    await omar.reads("Send us: Tax notice 2026")
    await desk.look("the page of a request", omar.page)
    await omar.page.locator("input[type=file]").set_input_files([PICTURE])
    await desk.look("a chosen photo", omar.page)
    await omar.press("Send 1 file")
    await omar.reads("We have received your files.")
    await desk.look("the thanks for a document", omar.page)
    await omar.page.reload()
    await expect(omar.page.locator("input[type=file]")).to_have_count(0)

    await desk.at(f"clients/{client['id']}/documents")
    await expect(page.get_by_text(PICTURE["name"]).first).to_be_visible()
    await expect(page.get_by_text("Received", exact=True).first).to_be_visible()
    await expect(page.get_by_text("Waiting for client")).to_have_count(0)
    await desk.look("the documents of a client")
    await desk.at("")
    await expect(page.get_by_role("link", name=re.compile(re.escape(PICTURE["name"])))).to_be_visible()
    await desk.look("the dashboard with a document that came in")
    await desk.at(f"documents?search={PICTURE['name']}")
    await expect(page.get_by_text(PICTURE["name"]).first).to_be_visible()
    await desk.look("the overview of documents")
    desk.inspector.verdict()


def paragraph(*parts):
    return {"type": "text", "content": [{"type": "paragraph", "content": list(parts)}]}


LINK = {"type": "link", "attrs": {"href": "%SCHERMDELEN_HREF%"}}
TEMPLATE = [
    paragraph({"type": "text", "text": "Dear %{client_first_name},"}),
    paragraph({"type": "text", "text": "We meet "}, {"type": "text", "text": "in your browser", "marks": [LINK]}),
]


async def test_a_template_with_the_link_to_the_meeting_arrives_and_an_unknown_detail_stops_the_message(desk):
    client = await desk.client("Pim")
    page, email = desk.page, client["contacts"][0]["value"]
    service = (await desk.adviser.get("/services"))["items"][0]
    made = await desk.send(
        "POST",
        "/appointments",
        {
            "client_id": client["id"],
            "service_id": service["id"],
            "start": days_ahead(8, 13).isoformat(),
            "notify": False,
            "anyway": True,
        },
    )
    sheet = {"kind": "client_message", "language": "en", "name": "See you in the browser", "subject": "See you soon"}
    await desk.send("POST", "/message-templates", {**sheet, "blocks": TEMPLATE})
    await desk.at("settings/messages")
    await expect(page.get_by_text("See you in the browser").first).to_be_visible()
    await desk.look("the templates")

    await desk.at(f"clients/{client['id']}")
    await page.get_by_role("button", name="Message", exact=True).click()
    dialog = page.get_by_role("dialog")
    await (
        dialog.get_by_role("combobox", name="Template")
        .or_(dialog.get_by_label("Template").and_(dialog.locator("input:not([type=hidden])")))
        .first.click()
    )
    await page.get_by_role("option", name="See you in the browser").click()
    await expect(dialog.get_by_label("Subject")).to_have_value("See you soon")
    await dialog.get_by_label("Subject").fill("See you, %{client_frist_name}")
    await dialog.get_by_label("About the appointment").and_(dialog.locator("input:not([type=hidden])")).click()
    await page.get_by_role("option", name=re.compile("Mortgage meeting")).click()
    await dialog.get_by_role("button", name="Send", exact=True).click()
    refused = dialog.get_by_role("alert").filter(has_text="client_frist_name")
    await expect(refused).to_contain_text("Nothing was sent.")
    await expect(refused).to_contain_text("client_first_name")
    await desk.look("a message that was refused")
    assert desk.letters(email) == []
    await dialog.get_by_label("Subject").fill("See you, %{client_first_name}")
    await dialog.get_by_role("button", name="Send", exact=True).click()
    await expect(dialog).to_have_count(0)
    letter = await desk.letter(email)
    assert letter.subject == "See you, Pim"
    assert "Dear Pim" in letter.text
    assert f'href="{desk.adviser.server_url}/{made["code"]}"' in letter.html
    assert "%" not in letter.text
    await desk.at(f"clients/{client['id']}/talk")
    await expect(page.get_by_text("See you, Pim").first).to_be_visible()
    await desk.look("the messages of a client")
    desk.inspector.verdict()


def labels(place):
    """The field for labels; beside it stands a hidden one, with what was chosen."""
    return place.get_by_label("Labels", exact=True).and_(place.locator("input:not([type=hidden])"))


@pytest.mark.covers("C032", "C033")
async def test_many_are_labelled_and_unlabelled_again_and_each_gets_a_mail_of_their_own(desk):
    page, family = desk.page, "Zwartkruis"
    people = [await desk.client(given, family) for given in ("Anna", "Bram")]
    await desk.client("Carla", family, contacts=[])
    await desk.at(f"clients?search={family}")
    await page.get_by_role("checkbox", name=f"Choose Anna {family}").check()
    bar = page.get_by_role("region", name="With the chosen clients")
    await bar.get_by_role("button", name="Choose all 3").click()
    await bar.get_by_role("button", name="Label").click()
    dialog = page.get_by_role("dialog")
    await labels(dialog).fill("Buyers")
    await page.keyboard.press("Enter")
    await dialog.get_by_role("button", name="Add").click()
    await expect(page.get_by_role("table").get_by_text("Buyers")).to_have_count(3)
    await desk.adviser.press("Undo")
    await expect(page.get_by_role("table").get_by_text("Buyers")).to_have_count(0)

    await page.get_by_role("checkbox", name="Choose all 3").check()
    await bar.get_by_role("button", name="Message").click()
    await dialog.get_by_label("Subject").fill("News for %{client_first_name}")
    await dialog.locator("[contenteditable=true]").first.fill("The interest has changed.")
    await desk.look("a message to many")
    await dialog.get_by_role("button", name="Send", exact=True).click()
    await expect(dialog.get_by_text("Done: 2 sent, 1 skipped.")).to_be_visible()
    await expect(dialog.get_by_text(f"Carla {family}")).to_be_visible()
    await desk.look("a message to many that was sent")
    for one in people:
        letter = await desk.letter(one["contacts"][0]["value"])
        assert letter.subject == f"News for {one['people'][0]['given']}"
        assert "The interest has changed." in letter.text
    desk.inspector.verdict()
