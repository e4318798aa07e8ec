"""A web page that a host and a client look at and drive together, in a real browser."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from server.stores.tables import metadata
from tests.live.houses import OwnHouse
from tests.pages.conftest import Together
from tests.pages.sites import Site

EVERY_WAY = pytest.mark.parametrize("house", ["damage", "x11grab", "screencast"], indirect=True)


@EVERY_WAY
@pytest.mark.covers("F003", "F034")
async def test_everybody_sees_the_page_that_the_host_opens(together: Together, site: Site):
    status, opened = await together.opens(site.url("/form"))
    assert (status, opened["place"]) == (200, 0)
    assert opened["site"] == "bank.localhost"
    host, guest = await together.looks(together.host), await together.looks(together.guest)
    for lane in (host, guest):
        ready = lane.of("ready")[0]
        assert ready["driver"] == together.host.participant_id
        page = await lane.sees_title("Form")
        assert page["tabs"][0]["host"] == "bank.localhost"
        await lane.draws(1, 3, 4)
    await together.guest.sees("page_opened", by=together.host.participant_id, site="bank.localhost")


@EVERY_WAY
@pytest.mark.covers("F003", "F017", "F045")
async def test_the_client_types_a_name_and_the_adviser_the_rest_and_a_revoked_client_no_letter(
    together: Together, site: Site
):
    await together.opens(site.url("/form"))
    host, guest = await together.looks(together.host), await together.looks(together.guest)
    await host.sees_title("Form")
    await together.host.command("grant_input", participant_id=together.guest.participant_id)
    await together.guest.command("take_page")
    epoch = (await guest.hears("drive", driver=together.guest.participant_id))["epoch"]
    for place in ({"k": "down", "b": 0, "n": 1}, {"k": "up", "b": 0}):
        await guest.says("input", epoch=epoch, events=[{**place, "x": 0.1, "y": 0.08}])
    for letter in "Bo":
        await guest.says("input", epoch=epoch, events=keys(letter))
    await host.sees_title("Typed Bo")
    # In mid-word: down has gone out, up has not.
    await guest.says("input", epoch=epoch, events=keys("b")[:1])
    await host.sees_title("Typed Bob")
    await together.host.command("revoke_input", participant_id=together.guest.participant_id)
    for letter in "by":
        await guest.says("input", epoch=epoch, events=keys(letter))
    await together.host.command("take_page")
    epoch = (await host.hears("drive", driver=together.host.participant_id, epoch=epoch + 2))["epoch"]
    await host.says("input", epoch=epoch, events=[{"k": "text", "text": " de Wit"}])
    await host.sees_title("Typed Bob de Wit")
    assert [one["driver"] for one in guest.of("drive")][-2:] == [None, together.host.participant_id]


def keys(letter: str) -> list[dict[str, Any]]:
    one = {"k": "key", "key": letter, "code": f"Key{letter.upper()}", "loc": 0, "rep": False}
    return [{**one, "p": "down"}, {**one, "p": "up"}]


@EVERY_WAY
@pytest.mark.covers("F018", "F040")
async def test_blurred_a_client_gets_blurred_stills_only_and_the_host_goes_on(together: Together, site: Site):
    await together.opens(site.url("/form"))
    host, guest = await together.looks(together.host), await together.looks(together.guest)
    await guest.sees_title("Form")
    await guest.draws(1, 3, 4)
    await together.host.command("set_blur", on=True)
    await guest.draws(5)
    first = next(index for index, frame in enumerate(guest.frames) if frame.kind == 5)
    await together.host.command("take_page")
    await host.hears("drive", driver=together.host.participant_id)
    await host.says("visit", address=site.url("/geheim"))
    await host.sees_title("/geheim")
    late = await together.looks(together.guest)
    await late.draws(5)
    assert {frame.kind for frame in [*guest.frames[first:], *late.frames]} == {5}
    assert "geheim" not in str(late.told)
    await together.host.command("set_blur", on=False)
    await late.sees_title("/geheim")
    await late.draws(1, 3, 4)


@pytest.mark.covers("F003", "F019")
async def test_a_download_becomes_a_file_of_the_session_and_a_file_of_the_session_is_chosen(
    together: Together, site: Site
):
    status, file = await together.house.call(
        "POST", f"/api/v1/sessions/{together.meeting.id}/files?name=loon.txt", "1.234", who=together.guest.ticket
    )
    assert status == 201, file
    await together.opens(site.url("/chooser"))
    host = await together.looks(together.host)
    await host.sees_title("Chooser")
    epoch = (await host.hears("drive", driver=together.host.participant_id))["epoch"]
    # The name of the file field stands at the left; its button opens the chooser.
    await host.says("input", epoch=epoch, events=click(0.05, 0.17))
    dialog = await host.hears("dialog", kind="files")
    assert [one["id"] for one in dialog["files"]] == [file["file_id"]]
    await host.says("answer", dialog=dialog["id"], accept=True, file_ids=[file["file_id"]])
    await host.sees_title('loon.txt "1.234"')
    await host.says("input", epoch=epoch, events=click(0.5, 0.6))
    saved = await host.hears("notice", code="download_saved")
    told = await together.guest.sees("file_added", file_id=saved["file_id"])
    assert (told["name"], told["everyone"], told["participant_id"]) == (
        "report.txt",
        True,
        together.host.participant_id,
    )


def click(x: float, y: float) -> list[dict[str, Any]]:
    at = {"x": x, "y": y}
    return [{"k": "move", **at}, {"k": "down", "b": 0, "n": 1, **at}, {"k": "up", "b": 0, **at}]


@pytest.mark.covers("F003", "F035", "F038")
async def test_of_what_was_visited_only_host_names_are_written_down(
    together: Together, site: Site, capfd: pytest.CaptureFixture[str]
):
    """Not in the session's log, not in its record, not in the service's log; and nothing at all once it is closed."""
    house = together.house
    secret = "/geheim/NL91ABNA0417164300?klant=Janssen"
    assert (await together.opens(site.url(secret)))[0] == 200
    host = await together.looks(together.host)
    await host.sees_title("/geheim/NL91ABNA0417164300")
    await host.says("visit", address=site.url("/verder/Janssen#NL91"))
    await host.sees_title("/verder/Janssen")
    other = site.place.replace("bank.", "shop.")
    await host.says("visit", address=f"http://{other}/NL91")
    await together.guest.sees("page_site_changed", site="shop.localhost")
    await host.until(lambda: (host.of("page")[-1].get("error") or {}).get("code") in ("address_refused", None))
    await together.host.command("close_page")
    await host.ends(4404)
    await together.host.command("end_session")
    assert isinstance(house, OwnHouse)
    await house.parts.tasks.settled("page closing")
    async with house.database.reading() as rows:
        for table in metadata.sorted_tables:
            for row in (await rows.execute(select(table))).all():
                assert not leaks(str(tuple(row))), table.name
    out, err = capfd.readouterr()
    assert not leaks(out + err)


def leaks(text: str) -> bool:
    return any(word in text for word in ("geheim", "NL91", "Janssen", "verder"))
