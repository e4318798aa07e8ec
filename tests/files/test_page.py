"""Files as a real browser meets them: refused while it sends, cancelled, opened without running anything."""

import pytest
import pytest_asyncio

from tests.server.harness import Service, serving

pytestmark = pytest.mark.light


@pytest_asyncio.fixture(loop_scope="session")
async def service(tmp_path):
    async with serving(tmp_path / "data") as running:
        yield running


async def guest(service: Service) -> tuple[str, str]:
    """A session's id and a client's ticket."""
    adviser = await service.office()
    made = await adviser.post("/sessions", {})
    await adviser.post(f"/sessions/{made['id']}/enter")
    inside = await service.browser().post("/join", {"code": made["code"], "name": "Bo", "language": "nl"})
    return str(made["id"]), str(inside["ticket"])


SEND = """([session, ticket, size, cancelAt]) => new Promise((done) => {
  const request = new XMLHttpRequest();
  request.open("POST", `/api/v1/sessions/${session}/files?name=groot.bin`);
  request.setRequestHeader("Authorization", `Bearer ${ticket}`);
  let seen = 0;
  request.upload.onprogress = (event) => {
    seen = event.loaded;
    if (cancelAt && seen >= cancelAt) request.abort();
  };
  request.onload = () => done({ status: request.status, code: JSON.parse(request.responseText).code ?? null });
  request.onerror = () => done({ status: 0, code: "network" });
  request.onabort = () => done({ status: 0, code: "cancelled", seen });
  request.send(new Blob([new Uint8Array(size)]));
})"""

OPEN = """async ([session, ticket, content, name]) => {
  const headers = { Authorization: `Bearer ${ticket}` };
  const sent = await fetch(`/api/v1/sessions/${session}/files?name=${name}`, { method: "POST", headers, body: content });
  const { file_id } = await sent.json();
  const made = await fetch(`/api/v1/sessions/${session}/files/${file_id}/links`, {
    method: "POST",
    headers: { ...headers, "Content-Type": "application/json" },
    body: JSON.stringify({ disposition: "inline" }),
  });
  return (await made.json()).url;
}"""


@pytest.mark.covers("F019")
async def test_a_browser_hears_that_its_file_is_too_large(open_page, service):
    session_id, ticket = await guest(service)
    page = await open_page(f"{service.url}/api/openapi.json")
    assert await page.evaluate(SEND, [session_id, ticket, 101 * 1024 * 1024, 0]) == {
        "status": 413,
        "code": "file_too_large",
    }
    assert await page.evaluate(SEND, [session_id, ticket, 1024 * 1024, 0]) == {"status": 201, "code": None}


async def test_a_browser_that_cancels_leaves_nothing_behind(open_page, service):
    session_id, ticket = await guest(service)
    page = await open_page(f"{service.url}/api/openapi.json")
    result = await page.evaluate(SEND, [session_id, ticket, 90 * 1024 * 1024, 1024 * 1024])
    assert result["code"] == "cancelled"
    await page.wait_for_timeout(500)
    folder = service.parts.settings.blob_folder
    assert [path for path in folder.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("<!DOCTYPE html><script>top.document.title='ran'; document.title='ran'</script>", "factuur.pdf"),
        ("<svg xmlns='http://www.w3.org/2000/svg' onload=\"top.document.title='ran'\"/>", "logo.svg"),
        ("tekst <script>top.document.title='ran'</script>", "notitie.html"),
    ],
)
async def test_nothing_that_was_sent_runs_in_our_origin(open_page, service, content, name):
    session_id, ticket = await guest(service)
    page = await open_page(f"{service.url}/api/openapi.json", accept_downloads=True)
    url = await page.evaluate(OPEN, [session_id, ticket, content, name])
    frame = "(url) => { const frame = document.createElement('iframe'); frame.src = url; document.body.append(frame); }"
    await page.evaluate(frame, url)
    await page.wait_for_timeout(700)
    assert await page.title() != "ran"
    # Nor as a script of ours: nosniff and the type forbid it.
    script = "(url) => new Promise((done) => { const s = document.createElement('script'); s.src = url; s.onload = () => done('ran'); s.onerror = () => done('refused'); document.head.append(s); })"
    assert await page.evaluate(script, url) == "refused"
