"""Who is in the room and what the adviser may do about it: lobby, names, microphones, colleagues; and the end."""

import re
import sys

import pytest
from playwright.async_api import expect

from tests.e2e.people import Adviser
from tests.services.processes import Process
from tools.steps import ROOT


@pytest.mark.covers("F016")
async def test_in_an_office_with_a_lobby_the_adviser_lets_people_in_or_not(house):
    async with house.settings(lobby=True):
        adviser = await (await house.adviser()).start()
        jan, piet = await house.visitor(), await house.visitor("Piet Bakker")
        for client in (jan, piet):
            await client.join(adviser.code)
            await client.reads("You are almost there")
        await adviser.says("nog niet voor u")
        assert await jan.text("nog niet voor u").count() == 0
        await adviser.press("Let in Jan Vermeulen")
        await jan.inside()
        await adviser.press("Turn away Piet Bakker")
        await piet.reads("You cannot go in now")
        await adviser.sees_people(2)


@pytest.mark.covers("F016")
async def test_the_lobby_can_be_switched_on_in_the_middle_of_a_session(house):
    adviser, _ = await house.meeting("Jan Vermeulen")
    await adviser.open("Participants")
    await adviser.flip("Let new people wait")
    late = await house.visitor("Els Visser")
    await late.join(adviser.code)
    await late.reads("You are almost there")
    await expect(adviser.page.get_by_role("region", name="Lobby")).to_contain_text("Els Visser")
    await adviser.press("Let in Els Visser")
    await late.inside()


@pytest.mark.covers("F016")
async def test_a_new_name_is_seen_by_everybody(house):
    adviser, client = await house.meeting("Jan Vermeulen")
    await adviser.about("Jan Vermeulen", "Rename")
    await adviser.page.get_by_role("dialog").get_by_role("textbox", name="Name").fill("Dhr. Vermeulen")
    await adviser.page.get_by_role("dialog").get_by_role("button", name="Save").click()
    await client.open("Participants")
    await expect(client.row("Dhr. Vermeulen")).to_have_count(1)
    await expect(adviser.row("Dhr. Vermeulen")).to_have_count(1)


@pytest.mark.covers("F016", "F024")
async def test_the_adviser_mutes_and_asks_and_only_the_client_unmutes(house):
    adviser, client = await house.meeting("Jan Vermeulen")
    await client.call("Microphone")
    await expect_sign(adviser, "Microphone on")
    await adviser.about("Jan Vermeulen", "Mute")
    await expect(client.button("Microphone")).to_have_attribute("aria-pressed", "false")
    await client.reads("has muted your microphone")
    await expect_sign(adviser, "Microphone off")
    await adviser.about("Jan Vermeulen", "Ask to unmute")
    await client.answer("Anna asks you to turn on the microphone", "Rather not")
    await expect(client.button("Microphone")).to_have_attribute("aria-pressed", "false")
    await adviser.about("Jan Vermeulen", "Ask to unmute")
    await client.answer("Anna asks you to turn on the microphone", "Microphone on")
    await expect_sign(adviser, "Microphone on")


async def expect_sign(adviser, sign):
    await adviser.open("Participants")
    await expect(adviser.row("Jan").get_by_role("img", name=sign)).to_be_visible()


async def colleague(house, adviser, email="cas@office.test", name="Cas de Groot"):
    """A second adviser of the office: invited, accepted, and signed in on a page of their own."""
    request, api = adviser.page.context.request, f"{house.server.url}/api/v1"
    answer = await request.post(f"{api}/invitations", data={"email": email, "role": "adviser"})
    assert answer.ok, await answer.text()
    mails = (await (await request.get(f"{api}/outbox")).json())["items"]
    mail = await (await request.get(f"{api}/outbox/{mails[0]['id']}")).json()
    token = re.findall(r"/invite/([\w-]+)", str(mail))[0]
    visitor = await house.visitor(name)
    made = await visitor.page.context.request.post(
        f"{api}/invitations/{token}", data={"name": name, "password": "nog een lange zin voor morgen 8"}
    )
    assert made.ok, await made.text()
    return Adviser(visitor.page, house.server.url, name)


@pytest.mark.covers("F016", "A004")
async def test_a_colleague_comes_to_help_and_is_made_co_host(house):
    adviser, client = await house.meeting("Jan Vermeulen")
    cas = await colleague(house, adviser)
    await cas.enter(adviser.session_id)
    await adviser.open("Participants")
    await expect(adviser.row("Cas de Groot")).to_contain_text("Colleague")
    await expect(cas.button("Input rights")).to_have_count(0)
    await expect(cas.page.get_by_role("region", name="Session code")).to_have_count(0)
    await adviser.about("Cas de Groot", "Make co-host")
    await expect(cas.page.get_by_role("region", name="Session code")).to_be_visible()
    await cas.switch("Input rights")
    await client.reads("You may click along now")
    await adviser.about("Cas de Groot", "No longer co-host")
    await expect(cas.button("Input rights")).to_have_count(0)


@pytest.mark.covers("F028", "F029")
async def test_everybody_gives_an_opinion_and_the_adviser_sees_it(house):
    adviser, client = await house.meeting("Jan Vermeulen")
    await client.says("tot ziens")
    await adviser.end()
    await client.reads("How was it?")
    await client.press("Send")
    await client.reads("Choose a face, or write something.")
    await client.page.get_by_role("radio", name="Great").check(force=True)
    await client.page.get_by_role("button", name="Clear explanation").click()
    await client.page.get_by_role("textbox", name="Anything else?").fill("Heel duidelijk 👍 <b>dank</b>")
    await client.press("Send")
    await client.reads("Your answer has been sent.")
    await expect(adviser.text("Jan Vermeulen: Great")).to_be_visible()
    await adviser.reads("Heel duidelijk 👍 <b>dank</b>")
    await adviser.press("Skip")
    await adviser.reads("Goodbye")
    await client.page.reload()
    await expect(client.text("How was it?")).to_have_count(0)

    session_id = adviser.session_id
    await adviser.page.goto(f"{house.server.url}/adviser/sessions?lang=en")
    row = adviser.page.get_by_role("link").filter(has_text="Jan Vermeulen").first
    await expect(row).to_contain_text("Great")
    await row.click()
    await expect(adviser.page).to_have_url(re.compile(session_id))
    await adviser.reads("Heel duidelijk 👍")
    await adviser.reads("The adviser ended the session.")


@pytest.mark.covers("F028")
async def test_the_record_of_an_ended_session_is_whole_and_opens(house, tmp_path):
    adviser, client = await house.meeting("Jan Vermeulen")
    await adviser.press("Share screen")
    await client.sees_screen()
    await adviser.switch("Input rights")
    await adviser.end()
    saved = {}
    for name in ("Record (PDF)", "Record (JSON)"):
        async with adviser.page.expect_download() as coming:
            await adviser.page.get_by_role("link", name=name).click()
        saved[name] = tmp_path / (await coming.value).suggested_filename
        await (await coming.value).save_as(saved[name])
    assert saved["Record (PDF)"].read_bytes().startswith(b"%PDF-")
    record = saved["Record (JSON)"]
    assert "input_granted" in record.read_text()
    assert verified(record, tmp_path) == 0
    record.write_text(record.read_text().replace("Jan Vermeulen", "Jan Vermeulan"))
    assert verified(record, tmp_path) != 0


def verified(record, folder):
    judge = Process("verify", [sys.executable, "-m", "server.record", "verify", str(record)], folder / "log", cwd=ROOT)
    return until_ended(judge)


def until_ended(process):
    process._process.wait(30)
    return process.returncode
