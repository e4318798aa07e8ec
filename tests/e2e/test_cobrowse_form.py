"""A form of a bank filled in by two: who may, who drives, what is hidden and what nobody else ever receives."""

import json

import pytest
from playwright.async_api import expect

from tests.e2e.pages import HAZE, closes, differ, part, picture, received, seen, sees_sharp, sharpness, still, strip
from tests.e2e.people import until
from tests.patience import PATIENCE

IBAN, OTHER_IBAN = "NL91ABNA0417164300", "BE71096123456769ZZ"
PASSWORD = "zeer-geheim-7"
# Fine print measures far above this when it can be read, and far below it in a haze.
SHARP, BLURRED = 8, 3


async def grants(room, on=True):
    await room.adviser.switch("Input rights", on)


@pytest.mark.covers("F003", "F034", "F017", "F045")
async def test_a_form_is_filled_in_by_two_and_sent_just_as_it_was_typed(room):
    adviser, client, site = room.adviser, room.client, room.site
    await room.opens("form")
    await seen(client, lambda found: sharpness(found) > 1, "the form")
    await expect(strip(adviser)).to_contain_text("You control this page. Jan is watching.")
    await expect(strip(client)).to_contain_text("Anna controls this page. You are watching")
    await picture(room, "form-opened")

    # Only watching: nothing that the client does reaches the page.
    await room.presses(client, "name")
    await client.page.keyboard.type("Nothing")
    await room.fills(adviser, "city", "U")
    assert not site.of("click", "name")
    assert not site.value("name")

    await grants(room)
    await client.reads("You may click along.")
    await picture(room, "form-granted")
    await room.fills(client, "name", "Jan Vermeulen é€")
    await expect(strip(adviser)).to_contain_text("Jan controls this page.")
    await picture(room, "form-client-drives")

    await adviser.press("Take over")
    await room.has_focus(adviser)
    await expect(strip(client)).to_contain_text("Anna controls this page.")
    told = len(site.events)
    await client.page.keyboard.type("xyz")
    await room.fills(adviser, "city", "trecht")
    assert not [event for event in site.events[told:] if event.get("key") in ("x", "y", "z")]
    assert site.value("city") == "Utrecht"

    # In mid-word, with a key and a button held down.
    await room.presses(client, "name")
    await room.has_focus(client)
    await client.page.keyboard.press("End")
    await client.page.keyboard.type("-Sm")
    await client.page.keyboard.down("i")
    await client.page.mouse.down()
    await site.until(lambda: site.value("name").endswith("-Smi"), PATIENCE, "the word is begun")
    held = len(site.events)
    await grants(room, False)
    await site.until(lambda: [e for e in site.events[held:] if e["what"] == "keyup" and e["key"] == "i"], PATIENCE)
    await site.until(lambda: site.of("mouseup")[-1:] and site.events[-1], PATIENCE)
    released = len(site.events)
    await client.page.keyboard.type("tt")
    await client.page.mouse.up()
    await expect(strip(client)).to_contain_text("You are watching")

    await adviser.press("Take control")
    await room.has_focus(adviser)
    await room.presses(adviser, "send")
    await site.until(lambda: any(visit.startswith("/done?") for visit in site.visits), PATIENCE, "the form is sent")
    assert not [event for event in site.events[released:] if event.get("key") == "t"]
    sent = next(visit for visit in site.visits if visit.startswith("/done?"))
    assert sent == "/done?name=Jan+Vermeulen+%C3%A9%E2%82%AC-Smi&city=Utrecht&iban=&password="


@pytest.mark.covers("F018", "F040")
async def test_nothing_that_can_be_read_reaches_a_client_while_the_page_is_blurred(room):
    adviser, client = room.adviser, room.client
    await room.opens("form")
    readable = await sees_sharp(room, client, "print", SHARP, "the small print")
    box = await room.place("print")
    await adviser.switch("Blur screen")
    await expect(client.page.get_by_role("heading", name="Nothing to see for a moment")).to_be_visible()
    await adviser.reads("Only you see this page sharp.")
    await until(lambda: _last_is(room, HAZE), PATIENCE, what="the haze has come")
    mark = len(room.frames[client.name])
    # Things go on happening in the page, which only the adviser sees.
    await room.fills(adviser, "city", "Amersfoort")
    hazy, mine = await received(client), await received(adviser)
    assert hazy is not None
    assert mine is not None
    assert sharpness(part(hazy, box)) < BLURRED < sharpness(part(readable, box))
    assert sharpness(part(mine, box)) > SHARP
    assert {kind for kind, _ in room.frames[client.name][mark:]} <= {HAZE}
    await picture(room, "form-blurred")
    await adviser.press("Show again")
    await sees_sharp(room, client, "print", SHARP, "the small print again")
    await expect(client.page.get_by_role("heading", name="Nothing to see for a moment")).to_have_count(0)


async def _last_is(room, wanted):
    return [kind for kind, _ in room.frames[room.client.name][-1:]] == [wanted]


@pytest.mark.covers("F044")
async def test_the_adviser_s_pointer_shows_while_somebody_may_click_along_and_not_otherwise(room):
    adviser, client = room.adviser, room.client
    await room.opens("form")
    x, y = await room.point_of(adviser, "print")
    await adviser.page.mouse.move(x, y, steps=4)
    await expect(client.pointers).to_have_count(0)
    await grants(room)
    await client.reads("You may click along.")

    async def pointed():
        await adviser.page.mouse.move(x - 20, y)
        await adviser.page.mouse.move(x, y)
        return await client.pointers.count()

    await until(pointed, PATIENCE, 0.5, "the client sees the adviser's pointer")
    await picture(room, "form-pointer")
    await grants(room, False)
    await expect(client.pointers).to_have_count(0)


@pytest.mark.covers("F017", "F018")
async def test_a_masked_value_is_seen_by_whoever_typed_it_and_reaches_nobody_else(room):
    adviser, client, site = room.adviser, room.client, room.site
    await room.opens("form")
    await grants(room)
    pictures = {}
    for value in (IBAN, OTHER_IBAN):
        await types_over(room, "iban", value)
        await expect(client.page.get_by_text(value)).to_be_visible()
        await expect(adviser.page.get_by_text("Hidden field: you see dots")).to_be_visible()
        if value == IBAN:
            await picture(room, "form-masked")
        pictures[value] = await still(room, adviser, await room.place("iban"))
    assert differ(*pictures.values()) <= 8
    # The same two values where nothing is hidden: the comparison can tell them apart.
    plain = {}
    for value in ("Jansenius", "Pietersen"):
        await types_over(room, "city", value)
        plain[value] = await still(room, adviser, await room.place("city"))
    assert differ(*plain.values()) > 40

    await types_over(room, "password", PASSWORD)
    await expect(client.page.get_by_text(PASSWORD)).to_be_visible()
    await adviser.press("Take over")
    await room.has_focus(adviser)
    await room.presses(adviser, "iban")
    await expect(adviser.page.get_by_text("Hidden field: you see dots")).to_be_visible()
    await grants(room, False)
    site.visits.clear()
    await room.presses(adviser, "send")
    await site.until(lambda: any(OTHER_IBAN in visit for visit in site.visits), PATIENCE, "the site has it")
    await site.until(lambda: site.of("loaded") and "/done" in site.places, PATIENCE, "the next page is there")
    await closes(adviser)
    await adviser.reads("What shall we look at together?")

    for secret in (IBAN, OTHER_IBAN, PASSWORD):
        assert not any(secret in message for message in room.heard[adviser.name]), secret
        assert secret not in room.server.log
        assert secret not in await adviser.page.content()
        assert not holds(room.server.data, secret), secret
    path = f"/sessions/{adviser.session_id}/record.json?chat=1"
    record = json.dumps(await adviser.get(path))
    assert "bank.localhost" in record
    assert "/done" not in record
    assert "/form" not in record


async def types_over(room, name, value):
    await room.presses(room.client, name)
    await room.has_focus(room.client)
    await room.client.page.keyboard.press("Control+a")
    await room.client.page.keyboard.type(value)
    await room.site.until(lambda: room.site.value(name) == value, PATIENCE, f"{name} is {value}")


def holds(folder, secret):
    """Files of the server, its database among them, in which this stands."""
    sought = secret.encode()
    return [
        file for file in folder.rglob("*") if file.is_file() and not file.is_symlink() and sought in file.read_bytes()
    ]
