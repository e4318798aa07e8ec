"""What pages ask of people: messages, files, permissions; and what they hand out."""

import asyncio

import pytest

from tests.cobrowse.browser.pixels import share_of

pytestmark = [pytest.mark.browser, pytest.mark.light, pytest.mark.asyncio(loop_scope="session")]


async def test_alert_waits_for_somebody(desk):
    await desk.go("p/asks", "vraagt")
    await desk.click("#alert")
    asked = await desk.ear.dialog("alert")
    assert (asked["message"], asked["for"], asked["host"]) == ("Let op", "ann", "127.0.0.1")
    await desk.page.answer("ann", asked["id"], True)
    await desk.titled("gezien")
    assert desk.ear.last("dialog_closed")["id"] == asked["id"]


@pytest.mark.parametrize(("accept", "title"), [(True, "antwoord true"), (False, "antwoord false")])
async def test_confirm_gets_the_answer(desk, accept, title):
    await desk.go("p/asks", "vraagt")
    await desk.click("#confirm")
    asked = await desk.ear.dialog("confirm")
    await desk.page.answer("ann", asked["id"], accept)
    await desk.titled(title)


async def test_prompt_gets_the_text(desk):
    await desk.go("p/asks", "vraagt")
    await desk.click("#prompt")
    asked = await desk.ear.dialog("prompt")
    assert asked["value"] == "Jan"
    await desk.page.answer("ann", asked["id"], True, "Marie")
    await desk.titled("antwoord Marie")


async def test_question_moves_to_the_new_driver(desk):
    await desk.go("p/asks", "vraagt")
    await desk.click("#confirm")
    asked = await desk.ear.dialog("confirm")
    desk.page.drive("ben", desk.page.driver[1] + 1)
    assert desk.ear.last("dialog") == asked | {"for": "ben"}
    await desk.page.answer("ben", asked["id"], True)
    await desk.titled("antwoord true")


async def test_page_that_does_not_want_to_be_left_asks(desk):
    await desk.go("p/stays", "blijft")
    await desk.click("#b")
    await desk.page.visit(desk.site.url("p/plain"))
    asked = await desk.ear.dialog("beforeunload")
    await desk.page.answer("ann", asked["id"], False)
    assert desk.tab.title == "blijft"
    await desk.page.visit(desk.site.url("p/plain"))
    asked = await desk.ear.dialog("beforeunload")
    await desk.page.answer("ann", asked["id"], True)
    await desk.titled("Gewone pagina")


async def test_chooser_offers_the_files_of_the_session_and_no_others(desk):
    desk.files.offers["f1"] = ("akte.txt", b"inhoud van de akte")
    await desk.go("p/asks", "vraagt")
    await desk.click("#file")
    asked = await desk.ear.dialog("files")
    assert asked["files"] == [{"id": "f1", "name": "akte.txt", "size": 18, "media_type": "text/plain"}]
    assert asked["multiple"] is False
    with pytest.raises(Exception, match="no_file"):
        await desk.page.answer("ann", asked["id"], True, file_ids=("f9",))
    await desk.page.answer("ann", asked["id"], True, file_ids=("f1",))
    await desk.titled("bestand akte.txt18")


async def test_several_files_may_be_chosen_where_the_page_takes_several(desk):
    desk.files.offers |= {"f1": ("akte.txt", b"een"), "f2": ("akte.txt", b"twee")}
    await desk.go("p/asks", "vraagt")
    await desk.click("#files")
    asked = await desk.ear.dialog("files")
    assert asked["multiple"] is True
    await desk.page.answer("ann", asked["id"], True, file_ids=("f1", "f2"))
    await desk.titled("bestanden 2")


async def test_folders_are_not_given(desk):
    await desk.go("p/asks", "vraagt")
    await desk.click("#folder")
    assert (await desk.ear.notice("permission_refused"))["what"] == "folder"


async def test_download_lands_in_the_files_of_the_session(desk):
    await desk.go("p/plain", "Gewone pagina")
    desk.page.drive("ann", desk.page.driver[1] + 1)
    await desk.page.visit(desk.site.url("report.csv"))
    saved = await desk.ear.notice("download_saved")
    assert (saved["name"], saved["file_id"]) == ("_rap port.csv", "file-1")
    assert desk.files.kept == [("_rap port.csv", b"jaar;bedrag\n2026;100\n", "ann")]
    # Where people were stays where it was, without an error.
    assert desk.state()["error"] is None
    await desk.ear.until(lambda: not desk.tab.loading)


async def test_download_that_is_too_large_is_refused(desk):
    await desk.page.visit(desk.site.url("endless.bin"))
    assert (await desk.ear.notice("download_refused"))["why"] == "file_too_large"
    assert desk.files.kept == []
    for _ in range(100):
        if not list(desk.engine.downloads.iterdir()):
            break
        await asyncio.sleep(0.1)
    assert list(desk.engine.downloads.iterdir()) == []


@pytest.mark.parametrize(
    ("what", "answer"),
    [
        ("location", "code 1"),
        ("camera", "N"),
        ("screen", "NotAllowedError"),
        ("notifications", "denied"),
        ("clipboard", "NotAllowedError"),
        ("pointer", "NotAllowedError"),
        ("print", "gedrukt"),
    ],
)
async def test_permission_is_refused_with_a_notice_and_without_a_window(desk, what, answer):
    await desk.go("p/wants", "wil")
    await desk.click(f"#{what}")
    await desk.ear.until(lambda: desk.tab.title.startswith(answer))
    notice = await desk.ear.notice("permission_refused")
    assert (notice["what"], notice["host"]) == (what, "127.0.0.1")


@pytest.mark.parametrize("link", ["mail", "tel", "filelink", "chrome", "jump", "frame", "window"])
async def test_other_schemes_lead_nowhere(desk, link):
    await desk.go("p/wants", "wil")
    processes = len(desk.engine.pids())
    await desk.click(f"#{link}")
    await desk.click("#print")
    await desk.titled("gedrukt")
    assert desk.tab.address == desk.site.url("p/wants")
    assert len(desk.engine.pids()) <= processes + 1


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "chrome://version", "view-source:http://127.0.0.1", "about:gpu"]
)
async def test_other_schemes_are_refused_in_the_address_bar(desk, address):
    await desk.page.visit(address)
    await desk.ear.until(lambda: desk.tab.error)
    assert desk.tab.error["code"] in ("address_refused", "search_off")


async def test_paper_is_shown(desk):
    await desk.page.visit(desk.site.url("paper.pdf"))
    for _ in range(150):
        if share_of(desk.engine, (0, 192, 0), 800, 600) > 0.1:
            break
        await asyncio.sleep(0.1)
    assert share_of(desk.engine, (0, 192, 0), 800, 600) > 0.1


async def test_right_click_reaches_the_page_and_opens_no_menu(desk):
    await desk.go("p/right", "rechts")
    desk.page.drive("ann", desk.page.driver[1] + 1)
    for kind in ("down", "up"):
        await desk.page.input("ann", desk.page.driver[1], [{"k": kind, "x": 0.5, "y": 0.5, "b": 2}])
    await desk.titled("gehoord")
    assert share_of(desk.engine, (0, 192, 0), 800, 600) > 0.999


async def test_page_may_fill_the_stage_and_escape_ends_it(desk):
    await desk.go("p/full", "vol")
    await desk.click("#go")
    await desk.titled("groot")
    desk.page.drive("ann", desk.page.driver[1] + 1)
    key = {"k": "key", "key": "Escape", "code": "Escape"}
    await desk.page.input("ann", desk.page.driver[1], [{**key, "p": "down"}, {**key, "p": "up"}])
    for _ in range(100):
        if not await desk.tab.page.evaluate("!!document.fullscreenElement"):
            break
        await asyncio.sleep(0.1)
    assert not await desk.tab.page.evaluate("!!document.fullscreenElement")
