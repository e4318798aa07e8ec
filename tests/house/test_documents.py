"""What the documents point at is there: links, headings, files of the house, targets of make."""

import re
from pathlib import Path

import pytest

from tools.steps import ROOT

DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
LINK = re.compile(r"\]\(([^)\s]+)\)")
ROOMS = "server|signalling|media|cobrowse|signing|crm_adapter|web_client|tests|bench|docs|tools"
PLACE = re.compile(rf"`((?:{ROOMS})/[\w./-]*)`")
MADE_LATER = {"web_client/dist"}


def anchors(text: str) -> set[str]:
    """The names by which headings are linked, as GitHub makes them."""
    heads = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


def dead_links(document: Path) -> list[str]:
    dead = []
    for link in LINK.findall(document.read_text()):
        path, _, heading = link.partition("#")
        if "://" in link:
            continue
        target = document.parent / path if path else document
        if not target.exists() or (heading and heading not in anchors(target.read_text())):
            dead.append(link)
    return dead


def test_there_are_documents_to_judge():
    assert {"README.md", "operating.md", "architecture.md"} <= {path.name for path in DOCUMENTS}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(document):
    assert dead_links(document) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_named_file_of_the_house_is_there(document):
    named = set(PLACE.findall(document.read_text())) - MADE_LATER
    built = {name for name in named if name.startswith(("bench/out", "server/migrations/versions/"))}
    assert sorted(name for name in named - built if not (ROOT / name).exists()) == []


def test_every_make_target_that_a_document_names_is_there():
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {
        name for path in DOCUMENTS for name in re.findall(r"`make (\w+)|^make (\w+)", path.read_text(), re.MULTILINE)
    }
    assert {first or second for first, second in named} - targets == set()


def test_a_dead_link_is_noticed(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("# A head\n[a](#a-head) [b](#no-head) [c](gone.md) [d](https://samen.example/)\n")
    assert dead_links(page) == ["#no-head", "gone.md"]
