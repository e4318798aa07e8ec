"""The log of an envelope: what it says, in every language and script, and that nobody can change it unseen."""

import asyncio
import hashlib
import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from signing.jobs import LogMade, MakeLog, Stamper, Verify
from signing.log import chain, make
from signing.log.__main__ import main
from signing.log.words import en, fr, nl
from signing.model import Identity
from signing.trust.authority import issue_leaf, make_authority
from signing.verify import verify
from tests.signing.log.facts import at, event, record, signer

NOW = datetime.now(UTC)
AUTHORITY = make_authority("Kantoor De Vries", NOW)
FONTS = (Path("web_client/dist"),)


def job(folder: Path, facts=None, language: str = "nl", **changes) -> MakeLog:
    seal = Identity("Samen, Kantoor De Vries", "", "Kantoor De Vries")
    made = MakeLog(
        target_pdf=folder / "log.pdf",
        target_jsonl=folder / "log.jsonl",
        record=facts or record(),
        language=language,
        fonts=FONTS,
        key=issue_leaf(AUTHORITY, seal, NOW),
        stamper=Stamper(local=AUTHORITY.clock),
        proofs=AUTHORITY.proofs(),
    )
    return replace(made, **changes)


def text_of(path: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> tuple[Path, LogMade]:
    folder = tmp_path_factory.mktemp("log")
    return folder, asyncio.run(make(job(folder)))


@pytest.mark.covers("D021", "D022", "D023", "D024")
def test_the_log_says_who_when_from_where_and_how(made):
    folder, _ = made
    text = text_of(folder / "log.pdf")
    for told in (
        "Ondertekenlog",
        "Door iedereen ondertekend",
        "1. Jan Jansen",
        "person1@example.org",
        "22 november 2026, 10:13:30 (09:13:30 UTC)",
        "2001:db8::1",
        "iPhone",
        "Eenmalige code, gestuurd naar dit e-mailadres",
        "Akkoord (tekst 2026-11)",
        "Ik heb dit document kunnen lezen",
        "11" * 32,
        "cd" * 32,
        "de eigen klok van deze server. Niemand anders staat voor die tijd in.",
        "gewone elektronische handtekening",
        "geen geavanceerde en geen gekwalificeerde",
        "Herinnering aan Jan Jansen verstuurd.",
        "Akkoord met de voorwaarden: ja",
    ):
        assert told in text, told


def test_the_log_is_sealed_by_the_same_trust_and_stamped(made):
    folder, log = made
    assert (log.level, log.stamped_by) == ("B-LTA", "Kantoor De Vries own clock")
    assert log.stamped_at is not None
    report = asyncio.run(verify(Verify(folder / "log.pdf", AUTHORITY.proofs(), NOW)))
    assert (report.verdict, report.ours, report.level) == ("intact", True, "B-LTA")
    for written, name in ((log.pdf, "log.pdf"), (log.jsonl, "log.jsonl")):
        content = (folder / name).read_bytes()
        assert (written.sha256, written.size) == (hashlib.sha256(content).hexdigest(), len(content))


def test_the_document_names_and_holds_the_lines(made):
    folder, log = made
    assert log.jsonl.sha256 in text_of(folder / "log.pdf")
    assert PdfReader(folder / "log.pdf").attachments == {"log.jsonl": [(folder / "log.jsonl").read_bytes()]}


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is the independent reader here")
def test_qpdf_finds_nothing_wrong(made):
    done = subprocess.run(["qpdf", "--check", made[0] / "log.pdf"], capture_output=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="pdfsig (poppler-utils) is the independent reader here")
def test_pdfsig_finds_the_seal_valid(made):
    assert b"Signature is Valid" in subprocess.run(["pdfsig", made[0] / "log.pdf"], capture_output=True).stdout


# --- the lines ---------------------------------------------------------------------------------------------------


def test_every_line_can_be_checked_and_holds_all_facts():
    facts = record()
    content = chain.lines(facts)
    checked = chain.check(content)
    assert (checked.problems, checked.envelope, checked.result) == ([], facts["envelope_id"], "cd" * 32)
    lines = [json.loads(line) for line in content.splitlines()]
    assert [line["body"] for line in lines if line["kind"] == "signer"] == json.loads(json.dumps(facts["signers"]))
    assert len([line for line in lines if line["kind"] == "event"]) == len(facts["events"])
    assert checked.lines == len(lines)


def _changed(content: bytes, number: int, anew: bool) -> bytes:
    lines = [json.loads(line) for line in content.splitlines()]
    lines[number]["body"]["name"] = "Somebody else"
    if anew:
        lines[number]["hash"] = chain.line_hash(lines[number])
    return b"\n".join(json.dumps(line, ensure_ascii=False).encode() for line in lines) + b"\n"


@pytest.mark.parametrize(
    ("forge", "problem"),
    [
        (lambda content: _changed(content, 1, False), "Line 2 was changed."),
        (lambda content: _changed(content, 1, True), "Line 3 does not follow the line before it."),
        (lambda content: b"\n".join(content.splitlines()[:-1]), "Lines at the end are missing or were added."),
        (
            lambda content: b"\n".join(content.splitlines()[1:]),
            "Line 1 has the number 2: a line is missing, added or moved.",
        ),
        (lambda content: b"\n".join(sorted(content.splitlines())[::-1]), "a line is missing, added or moved."),
        (lambda content: content + content.splitlines()[-1], "a line is missing, added or moved."),
        (lambda content: content + b"{}\n", "is not a line of a log."),
        (lambda _: b"", "This is not the log of a signing"),
        (lambda _: b"\xff\xfe", "is not a line of a log."),
        (lambda _: b"[" * 100_000, "is not a line of a log."),
    ],
)
def test_a_changed_missing_or_moved_line_is_found(forge, problem):
    problems = chain.check(forge(chain.lines(record()))).problems
    assert any(problem in told for told in problems), problems


def test_lines_written_anew_throughout_do_not_match_the_sealed_document(made, tmp_path, capsys):
    folder, _ = made
    other = record("Somebody Else", "Els Bakker")
    (tmp_path / "log.jsonl").write_bytes(chain.lines(other))
    assert main(["verify", str(tmp_path / "log.jsonl")]) == 0
    assert main(["verify", str(tmp_path / "log.jsonl"), str(folder / "log.pdf")]) == 1
    assert "The PDF holds other lines than these." in capsys.readouterr().out


def test_the_checker_by_itself_tells_good_from_bad(made, tmp_path):
    folder, _ = made
    (tmp_path / "root.pem").write_bytes(AUTHORITY.root)
    (tmp_path / "other.pem").write_bytes(make_authority("Other", NOW).root)
    sealed = (folder / "log.pdf").read_bytes()
    (tmp_path / "changed.pdf").write_bytes(sealed.replace(b"/Producer", b"/Xroducer", 1) + b"\n4 0 obj null endobj\n")
    lines = folder / "log.jsonl"

    def check(*files: Path) -> tuple[int, str]:
        done = subprocess.run([sys.executable, "-m", "signing.log", "verify", *map(str, files)], capture_output=True)
        return done.returncode, (done.stdout + done.stderr).decode()

    code, told = check(lines, folder / "log.pdf", tmp_path / "root.pem")
    assert code == 0
    assert "Sealed by Samen, Kantoor De Vries" in told
    assert check(lines, folder / "log.pdf")[0] == 0
    assert check(lines, folder / "log.pdf", tmp_path / "other.pem")[0] == 1
    assert check(lines, tmp_path / "changed.pdf")[0] == 1
    assert check(tmp_path / "nothing.jsonl")[0] == 2
    assert check()[0] == 2


# --- what it is made of ------------------------------------------------------------------------------------------


def test_the_three_languages_say_the_same_things():
    from string import Formatter

    def parts(sentence: str) -> list[str]:
        return sorted(part for _, part, _, _ in Formatter().parse(sentence) if part)

    assert set(nl.WORDS) == set(en.WORDS) == set(fr.WORDS)
    for key, sentence in nl.WORDS.items():
        assert parts(sentence) == parts(en.WORDS[key]) == parts(fr.WORDS[key]), key


@pytest.mark.parametrize(
    ("language", "title"),
    [("nl", "Ondertekenlog"), ("en", "Signing log"), ("fr", "Journal de signature"), ("xx", "Ondertekenlog")],
)
def test_the_log_speaks_the_language_of_the_document(tmp_path, language, title):
    asyncio.run(make(job(tmp_path, language=language, stamper=None)))
    assert title in text_of(tmp_path / "log.pdf")


@pytest.mark.parametrize("outcome", ["declined", "voided", "expired", "failed"])
def test_an_envelope_that_ended_otherwise_has_its_log_too(tmp_path, outcome):
    people = [
        signer(1, "Jan Jansen", status="declined", decline_reason="De rente klopt niet.", ink=None, consent=None,
               certificate=None, signed_at=None, stamped_at=None, answers=[]),
        signer(2, "Els Bakker", status="waiting", via="", verified="", viewed_at=None, ink=None, signed_at=None,
               stamped_at=None, consent=None, certificate=None, address="", user_agent="", answers=[],
               delegated_from="Kees Bakker <kees@example.org>"),
    ]  # fmt: skip  # two people in two paragraphs
    facts = record(
        signers=people,
        outcome=outcome,
        level="",
        clock={"own": True, "name": ""},
        events=[
            event(1, "declined", "signer-1", "Jan Jansen", reason="De rente klopt niet."),
            event(
                2,
                "delegated",
                "signer-2",
                "Kees Bakker",
                before="Kees <kees@example.org>",
                after="Els <els@example.org>",
            ),
            event(3, "something_new", by="Marieke"),
        ],
        revisions=[{"kind": "original", "signer_id": None, "sha256": "11" * 32, "size": 10, "at": at(0)}],
    )
    asyncio.run(make(job(tmp_path, facts)))
    text = text_of(tmp_path / "log.pdf")
    for told in (
        nl.WORDS[f"outcome_{outcome}"],
        "De rente klopt niet.",
        "Kees <kees@example.org> → Els",
        "something_new",
    ):
        assert told in text
    assert "Het document is niet verzegeld" in text


def test_names_in_any_script_stand_in_their_sentences(tmp_path):
    facts = record("محمد أحمد", "Łukasz Żółć", "שרה כהן", "नरेन्द्र")
    asyncio.run(make(job(tmp_path, facts, "en")))
    text = text_of(tmp_path / "log.pdf")
    assert "Łukasz Żółć signs." in text
    assert "opens the document." in text
    assert chain.check((tmp_path / "log.jsonl").read_bytes()).problems == []
    assert "محمد أحمد" in (tmp_path / "log.jsonl").read_text()


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) reads the many pages")
def test_a_long_and_odd_record_fits_its_pages(tmp_path):
    people = [signer(number, f"Persoon {number} " + "lang " * 30, user_agent="x" * 900) for number in range(1, 21)]
    events = [event(number % 59, "viewed", f"signer-{number % 20 + 1}", address="y" * 300) for number in range(300)]
    odd = {"how": "uploaded", "picture": "bm8gcGljdHVyZQ==", "strokes": [], "aspect": 0, "text": ""}
    people[0]["ink"] = odd
    people[1]["ink"] = {
        **odd,
        "how": "drawn",
        "strokes": [[[0.5, 0.5, 9.0, 0]], [[-3.0, 7.0, -1.0, 0], [0.1, 0.1, 0.5, 9]]],
    }
    people[2]["answers"] = [["Toelichting", "woord " * 2000]]
    facts = record(signers=people, events=events, title="Titel\x00 " * 80, time_zone="Nowhere/Atall")
    asyncio.run(make(job(tmp_path, facts, stamper=None)))
    # Not pypdf: it takes minutes for text of so many pages.
    done = subprocess.run(["pdftotext", tmp_path / "log.pdf", "-"], capture_output=True, check=True)
    text = " ".join(done.stdout.decode().split())
    assert "De handtekening kan hier niet worden getoond." in text
    assert "20. Persoon 20" in text
    assert "Alle tijden zijn UTC." in text


def test_the_ink_is_drawn_as_lines(tmp_path):
    with_ink, without = tmp_path / "with", tmp_path / "without"
    for folder, ink in ((with_ink, signer(1, "Jan")["ink"]), (without, None)):
        folder.mkdir()
        facts = record(signers=[signer(1, "Jan", ink=ink)])
        asyncio.run(make(job(folder, facts, stamper=None)))
    drawn, bare = (
        len(re.findall(rb" l\s", contents.get_data()))
        for folder in (with_ink, without)
        if (contents := PdfReader(folder / "log.pdf").pages[0].get_contents()) is not None
    )
    assert drawn - bare > 100


async def test_an_authority_that_is_away_leaves_a_log_that_says_so(tmp_path):
    made = await make(job(tmp_path, stamper=Stamper(url="http://127.0.0.1:1/", seconds=2)))
    assert (made.level, made.stamped_at) == ("B-B", None)
    report = await verify(Verify(tmp_path / "log.pdf", AUTHORITY.proofs(), NOW))
    assert (report.verdict, report.signatures[0].time) == ("intact", "claimed")
