"""The record on paper: read back by pdf.js, in three languages, with names in any script."""

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from server.record import chat
from server.record.document import make
from server.record.pdf import render
from server.record.telling import Told, tell
from server.record.words import Words, en, fr, nl
from signalling import events as ev
from signalling.limits import SYSTEM
from signing.fonts import Fonts, can_join
from tests.record.conftest import SECRET

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]
PDFJS = ROOT / "web_client/node_modules/pdfjs-dist"


@pytest.fixture(scope="session")
def client(tmp_path_factory) -> Path:
    """What a built web client has: the fonts of its PDF viewer."""
    if not PDFJS.is_dir():
        pytest.skip("pdf.js is not installed here; `make test` installs it")
    folder = tmp_path_factory.mktemp("client")
    shutil.copytree(PDFJS / "standard_fonts", folder / "assets/pdfjs-0.0.0/standard_fonts")
    return folder


@pytest.fixture
def read(tmp_path):
    """Reads a PDF with pdf.js."""
    beside = Path(sys.executable).with_name("node")
    node = str(beside) if beside.exists() else shutil.which("node")
    if node is None:
        pytest.skip("Node is not installed here; `make test` installs it")

    def read(content: bytes):
        file = tmp_path / "record.pdf"
        file.write_bytes(content)
        program = ROOT / "tests/record/read_pdf.mjs"
        command = [node, str(program), str(PDFJS / "legacy/build/pdf.mjs"), str(file)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return read


def printed(archived, fonts: Fonts, language: str = "nl", *, with_chat: bool = False) -> bytes:
    words = Words.of(language)
    told = list(tell([line.entry for line in archived.lines], words, chat=with_chat))
    return render(make(archived, NOW, chat=with_chat), told, words, fonts)


def flat(document) -> str:
    return " ".join(" ".join(document["pages"]).split())


async def test_names_of_european_scripts_need_no_font_of_the_machine(story, client, read):
    text = flat(read(printed(await story.archived(), Fonts(client, system=()))))
    for name in ("Łukasz Żak", "Ελένη", "Мария", "Kantoor Łódź", "Polis Łukasz.pdf (1,2 MB)"):
        assert name in text
    assert "□" not in text
    assert "kan tonen" not in text


@pytest.mark.parametrize(
    ("language", "title", "sentence", "date"),
    [
        ("nl", "Verslag van een sessie", "Ελένη vraagt het scherm te mogen delen.", "22 november 2026, 00:59"),
        ("en", "Record of a session", "Ελένη asked to share the screen.", "22 November 2026, 00:59"),
        ("fr", "Compte rendu d’une session", "Ελένη a demandé à partager l’écran.", "22 novembre 2026, 00:59"),
    ],
)
async def test_the_record_speaks_the_adviser_s_language(story, client, read, language, title, sentence, date):
    document = read(printed(await story.archived(), Fonts(client, system=()), language))
    text = flat(document)
    assert document["title"] == title
    assert document["language"] == language
    assert title in text
    assert sentence in text
    assert date in text


async def test_paper_carries_the_head_of_the_chain_and_who_was_there_when(story, client, read):
    archived = await story.archived()
    text = flat(read(printed(archived, Fonts(client, system=()))))
    assert archived.lines[-1].hash in text
    assert f"De {len(archived.lines)} regels" in text
    ended = datetime.fromtimestamp(archived.lines[-1].entry.at / 1000, ZoneInfo("Europe/Amsterdam"))
    assert f"Мария mede-adviseur 00:59:36–{ended:%H:%M:%S}" in text


async def test_what_was_said_stays_out_of_the_paper_unless_asked(story, client, read):
    archived, fonts = await story.archived(), Fonts(client, system=())
    silent = flat(read(printed(archived, fonts)))
    assert SECRET not in silent
    assert "staat dat er is geschreven, niet wat" in silent
    assert SECRET in flat(read(printed(archived, fonts, with_chat=True)))


async def test_a_changed_log_is_said_on_paper(story, client, read):
    archived = await story.archived()
    lines = list(archived.lines)
    lines[7] = replace(lines[7], entry=replace(lines[7].entry, actor="mar"))
    text = flat(read(printed(replace(archived, lines=lines), Fonts(client, system=()))))
    assert "LET OP" in text
    assert "er is er geen gewijzigd" not in text


async def test_letters_that_cannot_be_drawn_are_marked_and_said(story, client, read):
    archived = replace(await story.archived(), title="合同 A")
    text = flat(read(printed(archived, Fonts(client, system=()))))
    assert "□□ A" in text
    assert "Tekens die dit document niet kan tonen" in text


async def test_without_any_font_the_record_is_still_made_and_says_what_is_missing(story, tmp_path, read):
    text = flat(read(printed(await story.archived(), Fonts(tmp_path, system=()))))
    assert "Anna de Vries" in text
    assert "?ukasz ?ak" in text
    assert "staan hier als ?" in text


async def test_hebrew_runs_from_right_to_left_where_the_machine_has_its_letters(story, client, read):
    fonts = Fonts(client)
    if fonts.choose("שלום").lost:
        pytest.skip("no font with Hebrew letters is installed here; `make test` installs fonts-dejavu-core")
    archived = replace(await story.archived(), title="שלום 12")
    text = flat(read(printed(archived, fonts)))
    # pdf.js gives right-to-left runs back in reading order.
    assert "שלום" in text or "םולש" in text
    assert "□" not in text


def test_joined_scripts_are_never_drawn_in_loose_letters(client):
    choice = Fonts(client).choose("مرحبا")
    assert can_join() or choice.lost == frozenset("مرحبا")


# --- the sentences --------------------------------------------------------------------------------------------------


def test_the_three_languages_have_the_same_sentences_with_the_same_parts():
    def parts(sentence: str) -> set[str]:
        return {piece.split("}")[0] for piece in sentence.split("{")[1:]}

    assert nl.WORDS.keys() == en.WORDS.keys() == fr.WORDS.keys()
    for key, sentence in nl.WORDS.items():
        assert parts(sentence) == parts(en.WORDS[key]) == parts(fr.WORDS[key]), key
    assert all(len(words["months"].split()) == 12 for words in (nl.WORDS, en.WORDS, fr.WORDS))


async def test_the_story_holds_every_event_there_is(story):
    seen = {
        type(event)
        for line in await story.log.read("01900000-0000-7000-8000-000000000001")
        for event in line.entry.events
    }
    assert set(ev.EVENTS) - seen == set()


async def test_every_event_is_told_in_every_language(story):
    entries = [line.entry for line in (await story.archived()).lines]
    for language in ("nl", "en", "fr"):
        told = list(tell(entries, Words.of(language), chat=True))
        assert len(told) == sum(len(entry.events) for entry in entries)
        assert all(each.sentence and "{" not in each.sentence for each in told)


async def test_names_are_told_as_they_were_at_the_time(story):
    sentences = [
        told.sentence
        for told in tell([line.entry for line in (await story.archived()).lines], Words.of("nl"), chat=False)
    ]
    assert "Łukasz schrijft in de chat." in sentences
    assert "Łukasz heet nu Łukasz Żak." in sentences
    assert "Anna de Vries geeft Łukasz Żak invoerrechten." in sentences


def test_braces_in_a_name_are_letters():
    entry = ev.Entry(1, 5, SYSTEM, "", (ev.ParticipantEntered("luk", "{by}", "client", "nl"),))
    assert [told.sentence for told in tell([entry], Words.of("nl"), chat=False)] == ["{by} is binnen als cliënt."]


# --- chat -----------------------------------------------------------------------------------------------------------


async def test_the_chat_reads_as_it_was_written(story):
    text = chat.text(await story.archived(), Words.of("nl"))
    assert text.splitlines()[-4:] == [
        "22 november 2026",
        f"00:59:38  Łukasz: {SECRET}",
        "00:59:39  Łukasz: twee",
        "          regels",
    ]


async def test_an_empty_chat_says_so(story):
    archived = await story.archived()
    assert "Nothing was written." in chat.text(replace(archived, lines=archived.lines[:3]), Words.of("en"))


# --- size -----------------------------------------------------------------------------------------------------------


async def test_a_long_session_makes_many_pages_with_all_of_it(story, client, read):
    archived = await story.archived()
    told = [
        Told(1_795_305_570_000 + number * 60_000, f"Zin {number} " + "lang " * (number % 60)) for number in range(1_000)
    ]
    content = render(make(archived, NOW, chat=False), told, Words.of("nl"), Fonts(client, system=()))
    document = read(content)
    assert len(document["pages"]) > 20
    text = flat(document)
    assert all(f"Zin {number} " in text for number in range(1_000))
    assert all("Gebeurtenis" in page for page in document["pages"][1:-1])


async def test_very_long_words_and_crowds_of_lines_stay_on_the_paper(story, client, read):
    archived = await story.archived()
    told = [Told(1, "x" * 3_000), Told(2, "klein")]
    text = flat(read(render(make(archived, NOW, chat=False), told, Words.of("nl"), Fonts(client, system=()))))
    assert text.replace(" ", "").count("x" * 60) >= 40
    assert "klein" in text


async def test_lines_break_between_words_and_where_the_writer_broke_them(story, client, read):
    archived = await story.archived()
    words = [f"woord{number}" for number in range(60)]
    told = [Told(1, " ".join(words) + "\nnieuwe regel")]
    document = read(render(make(archived, NOW, chat=False), told, Words.of("nl"), Fonts(client, system=())))
    lines = [line for line in "\n".join(document["pages"]).splitlines() if "woord" in line]
    assert len(lines) > 3
    assert " ".join(lines).split()[-60:] == words
    assert "nieuwe regel" in "\n".join(document["pages"]).splitlines()
