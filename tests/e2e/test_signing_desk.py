"""The adviser's desk for signing: from a PDF to the signed copy, by mail and at the adviser's own screen; templates; lists."""

import re
from itertools import count

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.e2e.access import Inspector
from tests.e2e.envelopes import Office, field, person
from tests.e2e.people import Client
from tests.e2e.signing import CONTRACT, give_address, place_by_keyboard, signatures, signer

pytestmark = pytest.mark.light

MAILBOXES = count()
DRAFT = ("version", "order", "language", "message", "expires_in_days", "remind_every_days", "verification")


@pytest_asyncio.fixture(loop_scope="session")
async def adviser(house):
    return await house.adviser()


@pytest.fixture
def jan():
    """A mailbox of this test's own."""
    return f"jan.{next(MAILBOXES)}@desk.example"


async def at(adviser, place):
    await adviser.page.goto(f"{adviser.server_url}/adviser/{place}?lang=en")


async def upload(adviser, file=CONTRACT):
    await at(adviser, "signing/new")
    await adviser.page.locator("input[type=file]").set_input_files([file])


async def people_and_fields(adviser, *people):
    """From the uploaded document to the step before sending."""
    await expect(signer(adviser, 1)).to_be_visible()
    for number, (name, email) in enumerate(people, 1):
        if number > 1:
            await adviser.press("Somebody else")
        await signer(adviser, number).get_by_label("Name").fill(name)
        await give_address(adviser, number, email)
    await adviser.press("Continue")
    for name, _ in people:
        await place_by_keyboard(adviser, name, "Signature")
    await adviser.press("Continue")


async def step(adviser, name):
    await adviser.page.get_by_role("navigation", name="Steps").get_by_role("button", name=name).click()


async def send(adviser):
    await adviser.page.get_by_role("region", name="Send").get_by_role("button", name="Send").click()


async def sign_on(client, name):
    """With the keyboard's way: a typed name."""
    await client.press("Sign")
    await client.press("Next")
    await client.page.get_by_text("Type", exact=True).click()
    await client.page.get_by_role("textbox", name="Type your name").fill(name)
    await client.page.get_by_role("checkbox").check()
    await client.press("Save & insert")
    await client.press("Complete")
    await client.reads("Thank you, you have signed")


async def status(adviser, words):
    """The page asks by itself again and again."""
    await expect(adviser.page.locator("h1")).to_contain_text(words)


@pytest.mark.covers("D007", "D009", "D010", "D019", "D020", "D024")
async def test_a_document_is_signed_at_the_advisers_own_screen_and_found_back_with_its_log(adviser, jan):
    await upload(adviser)
    await people_and_fields(adviser, ("Jan Vermeulen", jan))
    await adviser.page.get_by_role("radio", name=re.compile("^Directly, on this screen")).click()
    await adviser.press("Start signing")
    await status(adviser, "Waiting for Jan Vermeulen")
    async with adviser.page.context.expect_page() as opened:
        await adviser.press("Sign on this screen")
    screen = Client(await opened.value, adviser.server_url, "Jan Vermeulen")
    await expect(screen.page).to_have_url(re.compile("/sign/"))
    # In whichever language: this screen is let in once, and may then load the page again.
    await expect(screen.page.get_by_role("button", name=re.compile("^(Tekenen|Sign)$"))).to_be_visible()
    await screen.page.goto(f"{screen.page.url}?lang=en")
    await sign_on(screen, "Jan Vermeulen")
    await screen.page.close()
    await status(adviser, "Signed")
    await at(adviser, "signing")
    await adviser.page.get_by_role("link", name=re.compile("Opdracht.*Signed")).first.click()
    async with adviser.page.expect_download() as started:
        await adviser.page.get_by_role("link", name="Signed document").click()
    download = await started.value
    assert download.suggested_filename == "Opdracht signed.pdf"
    content = (await download.path()).read_bytes()
    assert len(signatures(content)) == 1
    async with adviser.page.expect_download() as started:
        await adviser.page.get_by_role("link", name="Log (PDF)").click()
    assert (await started.value).suggested_filename == "Opdracht signed log.pdf"


@pytest.mark.covers("D008", "D009", "D029", "D033")
async def test_a_document_goes_out_by_mail_and_a_wrong_address_is_put_right(adviser, jan):
    await upload(adviser)
    await expect(signer(adviser, 1)).to_be_visible()
    await signer(adviser, 1).get_by_label("Name").fill("Jan Vermeulen")
    await give_address(adviser, 1, "jan-without-at")
    await adviser.press("Continue")
    await adviser.reads("Fill in a name and an e-mail address for everybody.")
    await give_address(adviser, 1, f"wrong.{jan}")
    await adviser.press("Continue")
    await step(adviser, "Send")
    await send(adviser)
    await adviser.reads("Put at least one signature on the document for everybody. Missing now: Jan Vermeulen.")
    await step(adviser, "Where")
    await place_by_keyboard(adviser, "Jan Vermeulen", "Signature")
    await adviser.press("Continue")
    await send(adviser)
    await status(adviser, "Waiting for Jan Vermeulen")
    office = Office(adviser)
    old = await office.link(f"wrong.{jan}")
    await adviser.press("More for Jan Vermeulen")
    await adviser.page.get_by_role("menuitem", name="Change name or e-mail").click()
    dialog = adviser.page.get_by_role("dialog")
    await dialog.get_by_label("E-mail address").fill(jan)
    await dialog.get_by_role("button", name="Mail the link again").click()
    await adviser.reads(jan)
    assert await office.link(jan) != old
    await adviser.page.goto(old)
    await adviser.reads("This link does not work")


@pytest.mark.covers("D032", "F020")
async def test_what_is_no_pdf_is_refused_before_and_after_it_travels(adviser):
    letter = {"name": "brief.docx", "mimeType": "application/msword", "buffer": b"PK\x03\x04"}
    await upload(adviser, letter)
    await adviser.reads("Only a PDF can be signed. Save the document as a PDF and choose it again.")
    await upload(adviser, letter | {"name": "brief.pdf", "mimeType": "application/pdf"})
    await adviser.reads("Only a PDF can be signed.")
    await expect(adviser.button("Choose file")).to_be_visible()


async def test_a_draft_is_kept_by_itself_and_what_a_colleague_changed_is_not_overwritten(adviser, jan):
    await upload(adviser)
    await expect(signer(adviser, 1)).to_be_visible()
    await signer(adviser, 1).get_by_label("Name").fill("Jan Vermeulen")
    await give_address(adviser, 1, jan)
    await adviser.reads("Draft saved")
    await adviser.page.reload()
    await expect(signer(adviser, 1).get_by_label("E-mail address")).to_have_value(jan)

    address = f"{adviser.server_url}/api/v1/envelopes/{adviser.page.url.split('/signing/')[1].split('?')[0]}"
    browser = adviser.page.context.request
    envelope = await (await browser.get(address)).json()
    changed = {name: envelope[name] for name in DRAFT} | {
        "title": "Changed by a colleague",
        "signers": [],
        "fields": [],
    }
    assert (await browser.put(address, data=changed)).ok
    await signer(adviser, 1).get_by_label("Name").fill("Jan")
    await adviser.reads("This draft was changed somewhere else. You now see the newest version.")
    await expect(adviser.page.locator("h1")).to_contain_text("Changed by a colleague")


@pytest.mark.covers("D008")
async def test_a_template_is_kept_used_and_sent_to_a_list(adviser, jan):
    office = Office(adviser)
    envelope = await office.send([person("Jan Vermeulen", jan)], [field(jan)], title=f"Mandate {jan}")
    await at(adviser, f"signing/{envelope['id']}")
    await adviser.press("Keep as a template")
    name = adviser.page.get_by_role("dialog").get_by_label("Name of the template")
    await name.fill(f"Template {jan}")
    await adviser.page.get_by_role("dialog").get_by_role("button", name="Keep as a template").click()
    await expect(adviser.page.get_by_role("dialog")).to_have_count(0)

    await at(adviser, "signing/templates")
    row = adviser.page.get_by_role("listitem").filter(has_text=f"Template {jan}")
    await row.get_by_role("button", name="Send to a list").click()
    choose = adviser.page.get_by_role("dialog").locator("input[type=file]")
    broken = f"name;email\nEls;els.{jan}\nNobody;no address\n".encode()
    await choose.set_input_files([{"name": "list.csv", "mimeType": "text/csv", "buffer": broken}])
    await adviser.reads("1 row is not right.")
    await adviser.reads("Row 3")
    good = f"name;email\nEls;els.{jan}\nPiet;piet.{jan}\n".encode()
    await choose.set_input_files([{"name": "list.csv", "mimeType": "text/csv", "buffer": good}])
    await adviser.press("Send 2 documents")
    for name in ("els", "piet"):
        assert await office.link(f"{name}.{jan}")

    await at(adviser, "signing/templates")
    await row.get_by_role("button", name="Use", exact=True).click()
    dialog = adviser.page.get_by_role("dialog")
    await dialog.get_by_label("Name").fill("Karel de Wit")
    await dialog.get_by_label("E-mail address").fill(f"karel.{jan}")
    await dialog.get_by_role("button", name="Make the document").click()
    await adviser.reads("How will they sign?")


async def test_the_desk_is_accessible(adviser, jan):
    inspector = Inspector()
    office = Office(adviser)
    envelope = await office.send([person("Jan Vermeulen", jan)], [field(jan)], title="Accessible")
    await at(adviser, "signing")
    await adviser.reads("Accessible")
    await inspector.look(adviser.page, "list")
    await at(adviser, f"signing/{envelope['id']}")
    await adviser.reads("Not opened yet")
    await inspector.look(adviser.page, "on its way")
    await upload(adviser)
    await expect(signer(adviser, 1)).to_be_visible()
    await inspector.look(adviser.page, "who")
    await signer(adviser, 1).get_by_label("Name").fill("Jan Vermeulen")
    await give_address(adviser, 1, jan)
    await adviser.press("Continue")
    await place_by_keyboard(adviser, "Jan Vermeulen", "Signature", "Date")
    await inspector.look(adviser.page, "where")
    await adviser.press("Continue")
    await adviser.reads("How will they sign?")
    await inspector.look(adviser.page, "send")
    assert not inspector.found, "\n".join(inspector.found)
