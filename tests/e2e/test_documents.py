"""Documents: shared with a client and read by them, asked of a client and sent by them, looked at by axe."""

import re

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.e2e.access import Inspector
from tests.signing.edges.desk import paper

pytestmark = pytest.mark.light


@pytest_asyncio.fixture(loop_scope="session")
async def adviser(house):
    return await house.adviser()


async def client_of(adviser, given, family):
    body = {
        "people": [{"id": "a", "given": given, "family": family}],
        "contacts": [{"kind": "email", "value": f"{given}@{family}.example".lower(), "person_id": "a"}],
        "anyway": True,
    }
    answer = await adviser.page.request.post(f"{adviser.server_url}/api/v1/clients", data=body)
    assert answer.status == 201, await answer.text()
    return await answer.json()


async def asked(adviser, path):
    answer = await adviser.page.request.get(f"{adviser.server_url}/api/v1{path}")
    assert answer.status == 200
    return (await answer.json())["items"]


@pytest.mark.covers("D005", "D006", "O001", "O005", "O009", "O010")
async def test_a_document_from_the_computer_is_shared_read_by_the_client_and_opened_to_be_signed(house, adviser):
    client, page = await client_of(adviser, "Jan", "Delendaal"), adviser.page
    await page.goto(f"{adviser.server_url}/adviser/documents?lang=en")
    await adviser.button("Add document").first.click()  # an empty list offers it once more
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("With whom").fill("Delendaal")
    await page.get_by_role("option", name=re.compile("Jan Delendaal")).first.click()
    await dialog.locator("input[type=file]").set_input_files(
        [{"name": "Advies.pdf", "mimeType": "application/pdf", "buffer": paper(2, "Advies")}]
    )
    await expect(dialog.get_by_text("Advies.pdf")).to_be_visible()
    await dialog.get_by_label("Send an e-mail").uncheck()
    await dialog.get_by_role("button", name="Send", exact=True).click()
    link = await dialog.get_by_text(re.compile("/shared/")).inner_text()
    await dialog.get_by_role("button", name="Close").last.click()
    await expect(page.get_by_role("button", name="Open: Advies.pdf").first).to_be_visible()

    visitor = await house.visitor()
    await visitor.page.goto(f"{link}?lang=en")
    inspector = Inspector()
    await expect(visitor.page.get_by_role("heading", name="A document for you")).to_be_visible()
    await inspector.look(visitor.page, "what was shared")
    await visitor.press("Read: Advies.pdf")
    await expect(visitor.page.locator("canvas[data-drawn]:visible").first).to_be_visible()
    await expect(visitor.page.get_by_text("Advies, bladzijde 1")).to_be_attached()

    await page.goto(f"{adviser.server_url}/adviser/clients/{client['id']}/documents?lang=en")
    await page.get_by_role("button", name="Open: Advies.pdf").click()
    await expect(page.get_by_role("dialog").locator("canvas[data-drawn]:visible").first).to_be_visible()
    await page.get_by_role("dialog").get_by_role("button", name="Sign").click()
    await expect(page.get_by_role("checkbox", name=re.compile("Jan Delendaal"))).to_be_checked()
    await adviser.press("Continue")
    await expect(page).to_have_url(re.compile("/adviser/signing/"))
    assert inspector.found == []


@pytest.mark.covers("O014", "O016", "O017")
async def test_a_client_answers_a_request_and_it_closes_itself(house, adviser):
    client, page = await client_of(adviser, "Els", "Vraagsma"), adviser.page
    await page.goto(f"{adviser.server_url}/adviser/documents?lang=en")
    await adviser.press("Request a document")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("From whom").fill("Vraagsma")
    await page.get_by_role("option", name=re.compile("Els Vraagsma")).first.click()
    await dialog.get_by_role("button", name="Continue").click()
    await dialog.get_by_label(re.compile("Which document")).fill("Payslip")
    await expect(dialog.get_by_label("Sender")).not_to_have_value("")
    await dialog.get_by_role("button", name="Send", exact=True).click()
    await expect(dialog).to_be_hidden()
    [request] = await asked(adviser, f"/document-requests?client={client['id']}")

    visitor = await house.visitor()
    await visitor.page.goto(f"{request['link']}?lang=en")
    inspector = Inspector()
    await expect(visitor.page.get_by_role("heading", name="Send us: Payslip")).to_be_visible()
    await inspector.look(visitor.page, "what is asked")
    await visitor.page.locator("input[type=file]").set_input_files(
        [
            {"name": "front.pdf", "mimeType": "application/pdf", "buffer": paper(1, "front")},
            {"name": "back.txt", "mimeType": "text/plain", "buffer": b"back"},
        ]
    )
    await visitor.press("Send 2 files")
    await expect(visitor.page.get_by_role("heading", name="Thank you")).to_be_visible()
    await inspector.look(visitor.page, "thank you")
    received = await asked(adviser, f"/documents?client={client['id']}&status=received")
    assert {one["name"] for one in received} == {"front.pdf", "back.txt"}

    await page.goto(f"{adviser.server_url}/adviser/documents?status=received&lang=en")
    await expect(page.get_by_role("button", name="Open: front.pdf")).to_be_visible()
    await inspector.look(page, "the overview")
    assert inspector.found == []
