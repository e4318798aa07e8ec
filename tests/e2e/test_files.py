"""Files in the room: chosen or dropped, paged together, shown to whom they were shared, and never run."""

import io

import pytest
from fpdf import FPDF
from PIL import Image
from playwright.async_api import expect

from tests.e2e.people import until

pytestmark = pytest.mark.light


def pdf(pages=3):
    document = FPDF()
    document.set_font("Helvetica", size=48)
    for number in range(1, pages + 1):
        document.add_page()
        document.cell(text=f"Blad {number}")
    return bytes(document.output())


def png():
    picture = io.BytesIO()
    Image.new("RGB", (300, 200), "#155c47").save(picture, "PNG")
    return picture.getvalue()


def a_file(name, kind, content):
    return {"name": name, "mimeType": kind, "buffer": content}


OFFER = a_file("offerte.pdf", "application/pdf", pdf())
PICTURE = a_file("huis.png", "image/png", png())
EVIL = a_file(
    "kijk.html", "text/html", b"<!doctype html><script>top.document.title='ran';document.title='ran'</script>"
)


async def chooses(person, *files):
    panel = await person.open("Files")
    await panel.locator("input[type=file]").set_input_files(list(files))
    for one in files:
        await expect(row(person, one["name"])).to_have_count(1)


def row(person, name):
    return person.page.get_by_role("list", name="Files").get_by_role("listitem").filter(has_text=name)


async def does(person, name, action):
    await person.open("Files")
    await row(person, name).get_by_role("button", name=f"Actions for {name}").click()
    await person.page.get_by_role("menuitem", name=action, exact=True).click()


DROP = """([name, kind, bytes]) => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(bytes)], name, { type: kind }));
  for (const type of ["dragenter", "dragover", "drop"]) {
    document.querySelector("main").dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
  }
}"""


@pytest.mark.covers("F019", "F043")
async def test_a_file_is_chosen_by_one_dropped_by_the_other_and_both_have_both(house):
    adviser, client = await house.meeting("Jan Vermeulen")
    await chooses(adviser, OFFER)
    await expect(row(adviser, "offerte.pdf")).to_contain_text("3 pages")
    await client.page.evaluate(DROP, [PICTURE["name"], PICTURE["mimeType"], list(PICTURE["buffer"])])
    for person in (adviser, client):
        await person.open("Files")
        await expect(row(person, "offerte.pdf")).to_have_count(1)
        await expect(row(person, "huis.png")).to_have_count(1)


@pytest.mark.covers("F019", "F043")
async def test_a_pdf_is_paged_together_and_turned_by_a_client_with_rights(house):
    adviser, client = await house.meeting("Jan Vermeulen")
    await chooses(adviser, OFFER)
    await does(adviser, "offerte.pdf", "Show on the stage")
    for person in (adviser, client):
        await person.reads("Page 1 of 3")
        await drawn(person)
    await expect(client.page.get_by_role("main").get_by_role("button", name="Next page")).to_be_disabled()
    await adviser.page.get_by_role("main").get_by_role("button", name="Next page").click()
    await client.reads("Page 2 of 3")
    await adviser.switch("Input rights")
    await client.answer("You may click along now", "I will join in")
    await client.page.get_by_role("main").get_by_role("button", name="Next page").click()
    await adviser.reads("Page 3 of 3")
    await adviser.press("Close document")
    await client.reads("As soon as there is something to see")


async def drawn(person):
    """The page's canvas holds ink."""
    canvas = person.page.get_by_role("main").locator("canvas").first
    ink = """(canvas) => {
      const { width, height } = canvas;
      if (!width) return false;
      const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
      for (let i = 0; i < data.length; i += 4) if (data[i] < 90 && data[i + 3] > 200) return true;
      return false;
    }"""
    await until(lambda: canvas.evaluate(ink), 30, what="the page is drawn")


@pytest.mark.covers("F019", "F043")
async def test_a_picture_is_shown_to_everybody(house):
    adviser, client = await house.meeting("Jan Vermeulen")
    await chooses(adviser, PICTURE)
    await does(adviser, "huis.png", "Show on the stage")
    picture = client.page.get_by_role("main").get_by_role("img", name="huis.png")
    await expect(picture).to_be_visible()
    assert await picture.evaluate("(image) => image.naturalWidth") == 300


@pytest.mark.covers("F019")
async def test_what_the_advisers_keep_to_themselves_is_invisible_until_shared(house):
    adviser, client = await house.meeting("Jan Vermeulen")
    panel = await adviser.open("Files")
    await panel.get_by_text("Only advisers", exact=True).click()
    await chooses(adviser, OFFER)
    await client.open("Files")
    await client.reads("No files yet")
    await does(adviser, "offerte.pdf", "Share with everyone")
    await expect(row(client, "offerte.pdf")).to_have_count(1)
    await does(adviser, "offerte.pdf", "Show on the stage")
    await client.reads("Page 1 of 3")
    await does(adviser, "offerte.pdf", "Withdraw")
    await (
        adviser.page.get_by_role("alertdialog")
        .or_(adviser.page.get_by_role("dialog"))
        .get_by_role("button", name="Withdraw")
        .click()
    )
    await expect(row(client, "offerte.pdf")).to_have_count(0)
    await expect(client.text("Page 1 of 3")).to_have_count(0)


@pytest.mark.covers("F019")
async def test_a_web_page_sent_as_a_file_is_saved_and_never_run(house):
    adviser, client = await house.meeting("Jan Vermeulen")
    await chooses(client, EVIL)
    await adviser.open("Files")
    await expect(row(adviser, "kijk.html").get_by_role("button", name="kijk.html", exact=True)).to_have_count(0)
    answers = []
    adviser.page.on("response", lambda answer: answers.append(answer) if "/files/" in answer.url else None)
    async with adviser.page.expect_download() as coming:
        await does(adviser, "kijk.html", "Download")
    download = await coming.value
    assert download.suggested_filename == "kijk.html"
    direct = await adviser.page.context.request.get(download.url)
    assert direct.headers["content-disposition"].startswith("attachment")
    assert direct.headers["x-content-type-options"] == "nosniff"
    assert "html" not in direct.headers["content-type"]
    assert await adviser.page.title() != "ran"


# Slow enough to look at: the browser sends while nobody takes it in.
@pytest.mark.covers("F019")
async def test_an_upload_shows_its_progress_and_can_be_cancelled(house):
    adviser, client = await house.meeting("Jan Vermeulen")
    network = await client.page.context.new_cdp_session(client.page)
    await network.send("Network.enable")
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 200_000}
    await network.send("Network.emulateNetworkConditions", slow)
    panel = await client.open("Files")
    await panel.locator("input[type=file]").set_input_files(
        [a_file("groot.bin", "application/octet-stream", b"x" * 5_000_000)]
    )
    progress = client.page.get_by_role("progressbar")
    await expect(progress).to_be_visible()
    await until(lambda: some_part(progress), what="a part has been sent")
    await client.press("Cancel uploading groot.bin")
    await expect(progress).to_have_count(0)
    await expect(row(adviser, "groot.bin")).to_have_count(0)
    # The way is free for the next one.
    await network.send("Network.emulateNetworkConditions", slow | {"uploadThroughput": -1})
    await chooses(client, PICTURE)


async def some_part(progress):
    return float(await progress.get_attribute("aria-valuenow") or 0) > 0


@pytest.mark.covers("F019")
async def test_a_file_beyond_the_office_s_limit_is_refused_in_words(house):
    async with house.settings(max_file_mb=1):
        _, client = await house.meeting("Jan Vermeulen")
        panel = await client.open("Files")
        big = a_file("te-groot.bin", "application/octet-stream", b"x" * 1_500_000)
        await panel.locator("input[type=file]").set_input_files([big])
        await client.reads("Too large: 1.5 MB. The limit is 1 MB.")
        await client.press("Clear the notice about te-groot.bin")
        await expect(client.text("Too large")).to_have_count(0)
