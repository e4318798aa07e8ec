"""None of the known attacks on signed PDFs passes for what was signed; the documents they start from do."""

import shutil
import subprocess

import pytest

from tests.signing.verify.attacks import MORE, NAMED, SEEN, Attack, append, object_in
from tests.signing.verify.documents import Office


@pytest.fixture(scope="module")
def office():
    return Office()


@pytest.mark.covers("F005", "D001")
@pytest.mark.parametrize("attack", [pytest.param(each, id=name) for name, each in {**NAMED, **MORE}.items()])
def test_a_forged_document_is_never_reported_as_intact(office: Office, tmp_path, attack: Attack):
    signed, forged = attack(office)
    before = office.check(tmp_path / "signed.pdf", signed)
    after = office.check(tmp_path / "forged.pdf", forged)
    assert before.verdict == "intact", before
    assert after.verdict != "intact", after
    assert not all(one.intact and one.trusted and one.after != "changed" for one in after.signatures) or (
        not after.signatures
    ), after


def test_the_list_has_the_28_attacks_of_the_literature():
    assert len(NAMED) == 28


@pytest.mark.skipif(shutil.which("mutool") is None, reason="mutool (mupdf-tools) shows what a reader shows")
@pytest.mark.parametrize("name", sorted(SEEN))
def test_the_forgery_shows_in_a_reader_that_checks_nothing(office: Office, tmp_path, name: str):
    signed, forged = NAMED[name](office)
    (tmp_path / "signed.pdf").write_bytes(signed)
    (tmp_path / "forged.pdf").write_bytes(forged)
    before, after = (
        subprocess.run(["mutool", "draw", "-F", "txt", tmp_path / f"{file}.pdf"], capture_output=True).stdout
        for file in ("signed", "forged")
    )
    assert (b"999" in after, b"100" in before) == (True, True)
    assert before != after


@pytest.mark.parametrize("change", ["content", "font", "annotation"])
def test_a_sealed_document_of_two_signers_shows_a_change_to_each_of_them(office: Office, tmp_path, change: str):
    sealed = office.whole()
    assert office.check(tmp_path / "sealed.pdf", sealed).verdict == "intact"
    objects = {
        "content": {4: b"<< /Length 3 >>\nstream\nq Q\nendstream"},
        "font": {5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Symbol >>"},
        "annotation": {3: object_in(sealed, 3).replace(b"/Annots [", b"/Annots [99 0 R "), 99: b"<< /Subtype /Text >>"},
    }[change]
    report = office.check(tmp_path / "forged.pdf", append(sealed, objects))
    assert report.verdict == "changed"
    assert [one.after for one in report.signatures] == ["changed", "changed"]
    assert all(one.intact for one in report.signatures)
