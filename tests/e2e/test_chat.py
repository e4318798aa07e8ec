"""The chat: any script, safe links, switched by the adviser, read later by whoever comes later."""

import re
from pathlib import Path

import pytest
from playwright.async_api import expect

pytestmark = pytest.mark.light


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig")


SCRIPTS = [
    "Grüße, ça va? Łódź – dit is “gewoon” Nederlands",
    "Привет, Καλημέρα, 你好世界, こんにちは, 안녕하세요, नमस्ते, สวัสดี",
    "مرحبا بالعالم",
    "שלום עולם",
    "👩‍👩‍👧‍👦 🏳️‍🌈 🇳🇱 é",
]


@pytest.mark.covers("F004", "F023")
async def test_every_script_and_emoji_arrives_as_it_was_typed(house):
    adviser, client = await house.meeting("Jan Vermeulen")
    for words in SCRIPTS:
        await client.says(words)
    await adviser.open("Chat")
    await expect(adviser.balloons).to_have_count(len(SCRIPTS))
    assert [words.split("\n")[-1] for words in await adviser.balloons.all_inner_texts()] == SCRIPTS
    arabic = adviser.balloons.filter(has_text=SCRIPTS[2]).locator("[dir=auto]").last
    assert await arabic.evaluate("(node) => getComputedStyle(node).direction") == "rtl"


@pytest.mark.covers("F023")
async def test_two_thousand_characters_go_and_one_more_does_not(house):
    adviser, client = await house.meeting("Jan Vermeulen")
    await client.open("Chat")
    field = client.page.get_by_role("textbox", name="Message")
    await field.fill("é" * 2001)
    await client.reads("1 character too long")
    await field.press("Enter")
    await expect(client.button("Send")).to_be_disabled()
    await expect(client.balloons).to_have_count(0)
    await field.fill("😀" * 2000)
    await client.reads("0 characters left")
    await field.press("Enter")
    await adviser.hears("😀" * 2000)
    await field.fill("eerste regel")
    await field.press("Shift+Enter")
    await field.press_sequentially("tweede regel")
    await field.press("Enter")
    await adviser.hears("eerste regel\ntweede regel")


HOSTILE = [
    "<img src=x onerror=\"document.title='ran'\">",
    "<script>document.title='ran'</script>",
    "javascript:document.title='ran'",
    "data:text/html,<script>top.document.title='ran'</script>",
    "[klik](javascript:alert(1)) vbscript:run file:///etc/passwd",
]


@pytest.mark.covers("F023")
async def test_links_are_clickable_and_safe_and_nothing_else_is(house):
    adviser, client = await house.meeting("Jan Vermeulen")
    for words in HOSTILE:
        await client.says(words)
    await adviser.open("Chat")
    await expect(adviser.balloons).to_have_count(len(HOSTILE))
    await expect(adviser.chat.get_by_role("link")).to_have_count(0)
    await expect(adviser.chat.locator("img, script, iframe")).to_have_count(0)
    await client.says("Zie https://example.org/uitleg?a=1&b=2#deel, of www.example.org. Mail info@example.org")
    links = adviser.chat.get_by_role("link")
    await expect(links.first).to_be_visible()
    told = await links.evaluate_all("(all) => all.map((one) => [one.protocol, one.target, one.rel])")
    assert all(protocol in ("https:", "http:", "mailto:") for protocol, _, _ in told)
    assert all(target == "_blank" and "noopener" in rel and "noreferrer" in rel for _, target, rel in told)
    assert await links.first.get_attribute("href") == "https://example.org/uitleg?a=1&b=2#deel"
    assert await adviser.page.title() != "ran"


@pytest.mark.covers("F023")
async def test_the_adviser_switches_the_chat_off_and_on(house):
    adviser, client = await house.meeting("Jan Vermeulen")
    await client.says("voor")
    await adviser.hears("voor")
    await adviser.press("Chat settings")
    await adviser.page.get_by_role("menuitemcheckbox", name="Chat on").click()
    await client.reads("The chat is off")
    await expect(client.page.get_by_role("textbox", name="Message")).to_have_count(0)
    await expect(client.balloons.filter(has_text="voor")).to_have_count(1)
    await expect(client.button("Chat")).to_have_accessible_description(re.compile("Switched off"))
    await adviser.page.get_by_role("menuitemcheckbox", name="Chat on", checked=False).click()
    await adviser.page.keyboard.press("Escape")
    await client.says("na")
    await adviser.hears("na")


@pytest.mark.covers("F023")
async def test_what_was_not_read_is_counted_until_the_panel_opens(house):
    adviser, client = await house.meeting("Jan Vermeulen")
    for words in ("een", "twee", "drie"):
        await client.says(words)
    await expect(adviser.button("Chat")).to_have_accessible_description(re.compile("3 new"))
    assert (await adviser.page.title()).startswith("(3) ")
    await adviser.open("Chat")
    await expect(adviser.button("Chat")).to_have_accessible_description("Open")
    assert not (await adviser.page.title()).startswith("(")
    await client.page.get_by_role("textbox", name="Message").press_sequentially("ik typ")
    await adviser.reads("Jan is writing")


@pytest.mark.covers("F023")
@pytest.mark.parametrize("history", [True, False])
async def test_whoever_comes_later_reads_what_was_said_only_where_the_office_wants_it(house, history):
    async with house.settings(chat_history=history):
        adviser, jan = await house.meeting("Jan Vermeulen")
        await jan.says("van vroeger")
        await adviser.hears("van vroeger")
        els = await house.visitor("Els Visser")
        await (await els.join(adviser.code)).inside()
        await adviser.says("van nu")
        await els.hears("van nu")
        await els.hears("van vroeger", times=1 if history else 0)


@pytest.mark.covers("F023")
async def test_the_adviser_takes_the_chat_home_and_the_client_does_not(house):
    adviser, client = await house.meeting("Jan Vermeulen")
    await client.says("Dag 👋 مرحبا")
    await adviser.hears("Dag")
    await adviser.press("Chat settings")
    async with adviser.page.expect_download() as coming:
        await adviser.page.get_by_role("menuitem", name="Download chat").click()
    download = await coming.value
    text = read(await download.path())
    assert "Jan Vermeulen" in text
    assert "Dag 👋 مرحبا" in text
    await expect(client.button("Chat settings")).to_have_count(0)
    answer = await client.page.context.request.get(
        f"{house.server.url}/api/v1/sessions/{client.session_id}/chat.txt",
        headers={"Authorization": f"Bearer {await client.ticket()}"},
    )
    assert answer.status in (401, 403)
