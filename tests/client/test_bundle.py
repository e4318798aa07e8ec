"""What a visitor has to fetch: the join page and the widget stay light, and no page needs an inline script."""

import gzip
import json
import re

import pytest

KB = 1000
JOIN_LIMIT = 80 * KB
WIDGET_LIMIT = 10 * KB
CLIENT_PAGE_LIMIT = 190 * KB


def gzipped(path):
    return len(gzip.compress(path.read_bytes(), compresslevel=9, mtime=0))


def at_once(manifest, entry):
    """The scripts that a page fetches before it can do anything: its own and all that they import."""
    wanted, waiting = set(), [entry]
    while waiting:
        name = waiting.pop()
        if name not in wanted:
            wanted.add(name)
            waiting += manifest[name].get("imports", [])
    return {manifest[name]["file"] for name in wanted}


@pytest.fixture(scope="module")
def manifest(built_client):
    return json.loads((built_client / ".vite" / "manifest.json").read_text())


def test_the_join_page_fetches_at_most_80_kb_of_script(built_client, manifest, record_property):
    sizes = {name: gzipped(built_client / name) for name in at_once(manifest, "index.html")}
    record_property("join_gzip_bytes", sum(sizes.values()))
    assert 0 < sum(sizes.values()) <= JOIN_LIMIT, sizes


def test_the_join_page_holds_nothing_of_react(built_client, manifest):
    fetched = at_once(manifest, "index.html")
    assert not any("react-dom" in (built_client / name).read_text() for name in fetched)
    room = at_once(manifest, "room.html")
    assert any("react-dom" in (built_client / name).read_text() for name in room)


def test_the_html_of_the_join_page_names_just_those_scripts(built_client, manifest):
    html = (built_client / "index.html").read_text()
    named = set(re.findall(r'(?:src|href)="/(assets/[^"]+\.js)"', html))
    assert named == at_once(manifest, "index.html")


@pytest.mark.parametrize("page", ["sign.html", "verify.html", "request.html"])
def test_a_page_that_a_letter_leads_to_fetches_at_most_190_kb_of_script(built_client, manifest, page, record_property):
    sizes = {name: gzipped(built_client / name) for name in at_once(manifest, page)}
    record_property(f"{page}_gzip_bytes", sum(sizes.values()))
    assert 0 < sum(sizes.values()) <= CLIENT_PAGE_LIMIT, sizes
    # The document, and what draws it, come once somebody may see it.
    assert not [name for name in sizes if "/pdf" in name]


@pytest.mark.covers("F046")
def test_the_widget_weighs_at_most_10_kb(built_client, record_property):
    size = gzipped(built_client / "widget.js")
    record_property("widget_gzip_bytes", size)
    assert 0 < size <= WIDGET_LIMIT


def test_the_widget_is_one_classic_script(built_client):
    text = (built_client / "widget.js").read_text()
    assert "samen-join" in text
    assert not re.search(r"^\s*(?:import|export)\b", text, re.MULTILINE)
    assert "import(" not in text


@pytest.mark.parametrize(
    "page", ["index.html", "room.html", "adviser.html", "sign.html", "verify.html", "request.html"]
)
def test_a_page_has_no_inline_script_or_style(built_client, page):
    html = (built_client / page).read_text()
    assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", html) == []
    assert "<style" not in html
    assert re.findall(r"\son\w+=|javascript:|\sstyle=", html) == []


def test_the_files_that_pdfs_and_background_blur_fetch_are_there(built_client):
    kinds = ["cmaps/*.bcmap", "standard_fonts/*", "wasm/*.wasm"]
    assert [kind for kind in kinds if not list(built_client.glob(f"assets/pdfjs-*/{kind}"))] == []
    assert list(built_client.glob("assets/segmentation-*/*.tflite"))
    assert list(built_client.glob("assets/segmentation-*/*.wasm"))
