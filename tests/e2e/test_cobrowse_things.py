"""What pages do beside being looked at: windows, questions, files, moving pictures, frames, routes, long and endless ones."""

import pytest
from playwright.async_api import expect

from tests.e2e.pages import chosen_file, on_screen, picture, seen, sees, types_address
from tests.e2e.people import until
from tests.patience import PATIENCE


def tabs(person):
    return person.page.get_by_role("list", name="Tabs").get_by_role("listitem").filter(has_text=" ")


async def answered(room, name, value=None):
    def told():
        return [e for e in room.site.of("answer", name) if value is None or e.get("value") == value]

    await room.site.until(told, PATIENCE, f"{name} is answered with {value}")


async def asked(person):
    question = person.page.get_by_role("dialog", name="Question from")
    await expect(question).to_be_visible()
    return question


@pytest.mark.covers("F003")
async def test_new_windows_become_tabs_that_all_share(room):
    adviser, client = room.adviser, room.client
    await room.opens("asking")
    for name in ("popup", "blank"):
        await room.presses(adviser, name)
        await expect(tabs(client).filter(has_text="Rates of today")).to_have_count(1)
        await sees(client, (255, 210, 0))
        await picture(room, "things-tabs")
        await adviser.press("Close tab Rates of today")
        await expect(tabs(client).filter(has_text="Rates of today")).to_have_count(0)
        await expect(tabs(adviser).filter(has_text="Asking")).to_have_count(1)


@pytest.mark.covers("F017")
async def test_the_driver_answers_what_a_page_asks_and_the_other_sees_who_is_asked(room):
    adviser, client = room.adviser, room.client
    await room.opens("asking")
    await adviser.switch("Input rights")
    await client.reads("You may click along.")
    await room.presses(client, "alert")
    question = await asked(client)
    await expect(question).to_contain_text("Mind the step")
    await adviser.reads("The page asks Jan something.")
    await expect(adviser.page.get_by_role("dialog", name="Question from")).to_have_count(0)
    await picture(room, "things-alert")
    await question.get_by_role("button", name="Understood").click()
    await answered(room, "alert")
    await adviser.switch("Input rights", False)
    await room.presses(adviser, "confirm")
    question = await asked(adviser)
    await client.reads("The page asks Anna something.")
    await question.get_by_role("button", name="No", exact=True).click()
    await answered(room, "confirm", "false")
    await room.presses(adviser, "prompt")
    question = await asked(adviser)
    await question.get_by_role("textbox").fill("Pieternel")
    await question.get_by_role("button", name="Continue").click()
    await answered(room, "prompt", "Pieternel")
    await room.presses(adviser, "list")
    question = await asked(adviser)
    await picture(room, "things-list")
    await question.get_by_text("twenty years").click()
    await room.site.until(lambda: room.site.of("change", "list"), PATIENCE, "something is chosen")
    assert room.site.of("change", "list")[-1]["value"] == "twenty years"


@pytest.mark.covers("F017")
async def test_a_page_gets_files_of_the_session_alone_and_gives_its_own_to_all(room):
    adviser, client, site = room.adviser, room.client, room.site
    await chosen_file(client, "wage-slip.txt", b"gross 4,200")
    await room.opens("asking")
    await room.presses(adviser, "file")
    question = await asked(adviser)
    await expect(question.get_by_role("radio")).to_have_count(1)
    await picture(room, "things-file")
    await question.get_by_text("wage-slip.txt").click()
    await question.get_by_role("button", name="Give this file").click()
    await site.until(lambda: site.value("file") == "wage-slip.txt", PATIENCE, "the file is chosen")
    await room.presses(adviser, "upload")
    await site.until(lambda: site.received, PATIENCE, "the site has the file")
    assert ("wage-slip.txt", b"gross 4,200") in site.received
    await expect(tabs(client).filter(has_text="Received")).to_have_count(1)
    await room.opens("asking")
    await room.presses(adviser, "report")
    for person in (adviser, client):
        await person.open("Files")
        rows = person.page.get_by_role("list", name="Files").get_by_role("listitem")
        await expect(rows.filter(has_text="report.csv")).to_have_count(1)
    await picture(room, "things-downloaded")


async def test_a_page_that_wants_the_camera_is_refused_and_people_read_it(room):
    await room.opens("asking")
    await room.presses(room.adviser, "camera")
    await answered(room, "camera")
    assert room.site.of("answer", "camera")[-1]["value"] in ("NotAllowedError", "NotFoundError")
    await room.adviser.reads("The site asked for your camera. A shared page never gets that.")


async def test_a_page_with_unsaved_work_is_left_only_after_the_driver_says_so(room):
    adviser = room.adviser
    await room.opens("asking")
    await room.presses(adviser, "clean")
    await answered(room, "clean")
    for leave in (False, True):
        await types_address(adviser, room.site.url("rates"))
        question = adviser.page.get_by_role("dialog", name="Leave this page?")
        await expect(question).to_be_visible()
        await question.get_by_role("button", name="Leave" if leave else "Stay").click()
        await expect(question).to_have_count(0)
        await expect(tabs(room.client).filter(has_text="Rates of today" if leave else "Asking")).to_have_count(1)
    await sees(room.client, (255, 210, 0))


async def test_moving_pictures_shadows_and_frames_in_frames_are_seen_and_clicked(room):
    adviser, client = room.adviser, room.client
    await room.opens("living")
    for name, colour in {"flat": (200, 0, 8), "deep": (0, 0, 204), "film": (0, 160, 0), "inner": (0, 200, 200)}.items():
        x, y, w, h = await room.place(name)
        await sees(client, colour, (x + w * 0.8, y + h * 0.5))
    await picture(room, "things-living")
    for name in ("shadowed", "nested"):
        await room.presses(adviser, name)
        await answered(room, name)


async def test_routes_of_one_page_go_back_and_forward(room):
    adviser, site = room.adviser, room.site
    await room.opens("living")
    await room.presses(adviser, "route")
    await expect(tabs(room.client).filter(has_text="At /living/second")).to_have_count(1)
    bar = adviser.page.get_by_role("textbox", name="Address")
    await expect(bar).to_have_value(site.url("living/second"))
    for button, path in (("Back", "/living"), ("Forward", "/living/second")):
        await adviser.press(button)
        await site.until(lambda path=path: site.of("routed")[-1:] and site.of("routed")[-1]["value"] == path, PATIENCE)
        await expect(bar).to_have_value(site.url(path[1:]))
    assert len(site.of("loaded")) == 1


async def test_letters_of_other_scripts_arrive_as_they_were_typed(room):
    adviser, site = room.adviser, room.site
    await room.opens("living")
    await room.presses(adviser, "words")
    await room.has_focus(adviser)
    await adviser.page.keyboard.insert_text("東京の銀行 éß")
    await site.until(lambda: site.value("words") == "東京の銀行 éß", PATIENCE, "Japanese arrives")
    await room.presses(adviser, "right")
    await adviser.page.keyboard.insert_text("שלום مرحبا")
    await site.until(lambda: site.value("right") == "שלום مرحبا", PATIENCE, "Hebrew and Arabic arrive")


async def test_ten_thousand_rows_are_scrolled_by_the_wheel(room):
    adviser, site = room.adviser, room.site
    await room.opens("rows", told=False)
    await site.until(lambda: [e for e in site.of("loaded") if e["page"] == "/rows"], PATIENCE, "the rows are there")
    await adviser.page.mouse.move(*await on_screen(adviser, 0.5, 0.5))
    for _ in range(10):
        await adviser.page.mouse.wheel(0, 600)
    await site.until(lambda: site.of("scroll")[-1:] and site.of("scroll")[-1]["top"] >= 3_000, PATIENCE, "it scrolls")


async def test_a_pdf_is_shown(room):
    await types_address(room.adviser, room.site.url("paper.pdf"))
    await seen(
        room.client, lambda found: found.getpixel((found.width // 2, found.height // 2)) == (0, 160, 0), "green paper"
    )
    await picture(room, "things-pdf")


async def test_a_page_without_an_end_is_stopped_and_left(room):
    adviser, site = room.adviser, room.site
    await types_address(adviser, site.url("never"))
    await expect(tabs(room.client).filter(has_text="Never done")).to_have_count(1)

    async def poured():
        return site.poured >= 100

    await until(poured, 90, 0.5, "a hundred megabytes have come")
    await adviser.press("Stop loading")
    await expect(adviser.button("Reload")).to_be_visible()
    await room.opens("rates")
    await sees(room.client, (255, 210, 0))
