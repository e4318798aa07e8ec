"""Every text that people can set, as markup that would run, on the real pages: nothing runs, all of it is read as text."""

from __future__ import annotations

from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.e2e.people import House, until

pytestmark = pytest.mark.light

RUNS = "<img src=x onerror=ran=1><svg onload=ran=1>"
LONGER = f"\"'>{RUNS}<script>ran=1</script><a href=javascript:ran=1>x</a>{{{{ran=1}}}}${{ran=1}}"
PRIVACY = "https://x.example/\"onmouseover=ran=1//'><img/src=x/onerror=ran=1>"

# What our own pages never have: a handler as an attribute, a script without a file, a link that runs.
MARKS = """() => ({
  ran: typeof ran === "undefined" ? null : ran,
  marks: [...document.querySelectorAll(
    "img[src='x'], svg[onload], [onerror], [onload], [onclick], [onmouseover], [onfocus], script:not([src]), " +
    "base, object, embed, iframe:not([srcdoc]), [href^='javascript' i], [href^='data:text/html' i], [src^='javascript' i]"
  )].map((one) => one.outerHTML.slice(0, 200)),
})"""


@pytest_asyncio.fixture(loop_scope="session")
async def people(launch_browser, open_page, shared_server):
    del launch_browser
    return House(open_page, shared_server)


async def harmless(page: Page, *shown: str) -> None:
    """These texts stand on the page as they were written, and none of them became anything else."""
    for text in shown:
        await expect(page.get_by_text(text).filter(visible=True).first).to_be_visible()
    assert await page.evaluate(MARKS) == {"ran": None, "marks": []}, page.url


async def ask(page: Page, method: str, url: str, body: Any = None, **headers: str) -> Any:
    answer = await page.context.request.fetch(url, method=method, data=body, headers=headers)
    assert answer.ok, (url, await answer.text())
    return await answer.json() if "json" in answer.headers.get("content-type", "") else None


@pytest.mark.covers("F023")
async def test_what_people_write_is_read_and_never_run(people: House) -> None:
    base = people.server.url
    api = f"{base}/api/v1"
    adviser = await people.adviser()
    page = adviser.page
    me = await ask(page, "GET", f"{api}/me")
    office = {"name": f"K {RUNS}", "phone": "030 - 1", "privacy_url": PRIVACY}
    try:
        await ask(page, "PATCH", f"{api}/organisation", office)
        await ask(page, "PATCH", f"{api}/me", {"name": f"A {RUNS}"})
        session = await ask(page, "POST", f"{api}/sessions", {"title": f"T {RUNS}"})
        await ask(page, "POST", f"{api}/invitations", {"email": "o'x@x.example", "role": "adviser"})
        await ask(
            page, "POST", f"{api}/sessions/{session['id']}/code-mail", {"email": "j@x.example", "name": f"J {RUNS}"}
        )
        await _in_the_room(people, session)
        await _at_the_door(people, session["code"])
        await _at_the_desk(page, base, session["id"])
    finally:
        await ask(page, "PATCH", f"{api}/organisation", {"name": "Kantoor", "phone": "", "privacy_url": ""})
        await ask(page, "PATCH", f"{api}/me", {"name": me["user"]["name"]})


async def _in_the_room(people: House, session: dict[str, Any]) -> None:
    adviser = await (await people.adviser()).enter(session["id"])
    client = await people.visitor(f"G {RUNS}")
    await (await client.join(session["code"])).inside()
    await client.says(LONGER)
    await adviser.hears(LONGER)
    name = "f<img src=x onerror=ran=1>.txt"
    await client.page.evaluate(
        """async ([session, ticket, name]) => fetch(`/api/v1/sessions/${session}/files?name=${encodeURIComponent(name)}`,
           { method: "POST", headers: { Authorization: `Bearer ${ticket}` }, body: "tekst" })""",
        [session["id"], await client.ticket(), name],
    )
    for one in (adviser, client):
        await one.open("Files")
        await harmless(one.page, "f_img src=x onerror=ran=1_.txt")
        await one.open("Participants")
        await harmless(one.page, f"G {RUNS}", f"A {RUNS}")
        await one.open("Chat")
        await harmless(one.page, LONGER)
    await client.page.evaluate(
        """async ([session, ticket, text]) => fetch(`/api/v1/sessions/${session}/evaluation`, {
           method: "POST", headers: { Authorization: `Bearer ${ticket}`, "Content-Type": "application/json" },
           body: JSON.stringify({ stars: 1, text }) })""",
        [session["id"], await client.ticket(), f"E {LONGER}"],
    )


async def _at_the_door(people: House, code: str) -> None:
    base = people.server.url
    visitor = await people.visitor()
    page = visitor.page
    await page.goto(f"{base}/{code}?lang=en")
    await expect(page.get_by_role("textbox", name="Your name")).to_be_visible()
    await harmless(page, f"A {RUNS}")
    privacy = page.locator("a[href^='https://x.example/']").first
    assert (await privacy.get_attribute("rel") or "").split()[:1] == ["noopener"]
    await privacy.hover()
    await harmless(page)


async def _at_the_desk(page: Page, base: str, session_id: str) -> None:
    await page.goto(f"{base}/adviser?lang=en")
    await harmless(page, f"A {RUNS}")
    await page.goto(f"{base}/adviser/sessions/{session_id}?lang=en")
    await harmless(page, f"T {RUNS}", f"G {RUNS}", f"E {LONGER}")
    for place in ("sessions", "settings/account", "settings/office", "settings/colleagues", "settings/website"):
        await page.goto(f"{base}/adviser/{place}?lang=en")
        await expect(page.get_by_role("heading").first).to_be_visible()
        await harmless(page)
    await page.goto(f"{base}/adviser/settings/mail?lang=en")
    await page.get_by_role("button", name="nodigt u uit").first.click()
    frame = page.locator("iframe")
    await expect(frame).to_be_visible()
    assert "allow-scripts" not in (await frame.get_attribute("sandbox") or "allow-scripts")
    assert "allow-same-origin" not in (await frame.get_attribute("sandbox") or "")

    async def drawn() -> bool:
        return len(page.frames) > 1 and RUNS in await page.frames[1].locator("body").inner_text()

    await until(drawn, what="the mail is shown with the text as it was written")
    assert await page.frames[1].locator("[onerror], [onload], script, svg").count() == 0
    await harmless(page)


ADDRESSES: tuple[str, ...] = (
    "/?lang={runs}",
    "/?code={runs}",
    "/?code=123456789&lang=en%22%3E{runs}",
    "/123456789?lang={runs}",
)
ADDRESSES += ("/adviser?next=javascript:ran=1&lang={runs}", "/setup/{runs}", "/reset/{runs}", "/invite/{runs}")
ADDRESSES += ("/help?q={runs}&lang=en", "/help/{runs}", "/session/{runs}", "/adviser/{runs}", "/{runs}", "/#{runs}")
ADDRESSES += ("/sign/{runs}", "/sign/abc?lang={runs}#{runs}", "/verify?{runs}")


async def test_nothing_in_an_address_runs(people: House) -> None:
    page = (await people.visitor()).page
    text = RUNS.replace("<", "%3C").replace(">", "%3E").replace(" ", "%20")
    for address in ADDRESSES:
        await page.goto(people.server.url + address.format(runs=text))
        await expect(page.locator("h1, h2, main, [role=main]").first).to_be_visible()
        await harmless(page)


AWAY: tuple[str, ...] = (
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "javascript:ran=1",
    "/session/../../evil",
)
AWAY += ("/session/a?x=//evil.example", "/session/a%0a//x")


async def test_signing_in_leads_to_our_own_pages_only(people: House) -> None:
    server = people.server
    page = (await people.visitor()).page
    gone: list[str] = []
    page.on("request", lambda request: gone.append(request.url) if request.is_navigation_request() else None)
    for away in AWAY:
        await page.context.clear_cookies()
        await page.goto(f"{server.url}/adviser?lang=en&next={away}")
        await page.get_by_label("E-mail").fill(server.admin_email)
        await page.get_by_label("Password", exact=True).fill(server.admin_password)
        await page.get_by_role("button", name="Sign in", exact=True).click()
        await expect(page.get_by_role("navigation").first).to_be_visible()
        await harmless(page)
    assert [url for url in gone if not url.startswith(f"{server.url}/adviser")] == []
