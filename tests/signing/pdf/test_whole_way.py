"""Two people sign and the document is sealed: what validators of others say of it."""

import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, ModificationLevel
from pyhanko.sign.validation.status import SignatureCoverageLevel

from signing.trust.authority import Authority
from tests.signing.pdf.documents import Table, box, document, run

pytestmark = pytest.mark.covers("F033", "D004")


def steps(table: Table) -> list[Path]:
    return [table.folder / name for name in ("prepared.pdf", "signed-1.pdf", "signed-2.pdf", "sealed.pdf")]


def test_every_revision_begins_with_the_one_before_byte_for_byte(sealed: Table) -> None:
    contents = [path.read_bytes() for path in [sealed.folder / "source.pdf", *steps(sealed)]]
    for before, after in zip(contents, contents[1:], strict=False):
        assert after.startswith(before)
        assert len(after) > len(before)


def test_the_levels_rise_from_proof_of_time_to_an_archive(sealed: Table) -> None:
    assert [signed.level for signed in sealed.done] == ["B-LT", "B-LT"]
    assert all(signed.stamped_at is not None and "own clock" in signed.stamped_by for signed in sealed.done)


def test_qpdf_finds_no_fault_in_any_revision(sealed: Table) -> None:
    for path in steps(sealed):
        assert "No syntax or stream encoding errors found" in run("qpdf", "--check", path)


def test_pdfsig_finds_both_signatures_valid(sealed: Table) -> None:
    said = run("pdfsig", "-nocert", sealed.path)
    assert said.count("Signature Validation: Signature is Valid.") == 2
    assert "Signer Certificate Common Name: Anna de Vries" in said
    assert "Signer Certificate Common Name: Bram de Vries" in said
    assert "Signature Type: ETSI.CAdES.detached" in said


def test_pdfsig_finds_the_last_signature_over_the_whole_of_its_revision(sealed: Table) -> None:
    said = run("pdfsig", "-nocert", sealed.folder / "signed-2.pdf")
    assert said.count("Total document signed") == 1


def test_mutool_finds_the_digests_right_and_the_last_one_unchanged(sealed: Table) -> None:
    said = run("mutool", "sign", "-v", sealed.folder / "signed-2.pdf")
    assert said.count("Distinguished name: cn=") == 2
    assert "The document is unchanged since signing." in said
    assert "igest" not in said


@pytest.mark.parametrize("number", [0, 1])
def test_openssl_verifies_the_cms_taken_out_of_the_document(sealed: Table, tmp_path: Path, number: int) -> None:
    content = sealed.path.read_bytes()
    with sealed.path.open("rb") as file:
        signature = PdfFileReader(file).embedded_regular_signatures[number]
        start, first, behind, rest = (int(each) for each in signature.byte_range)
        (tmp_path / "cms.der").write_bytes(signature.pkcs7_content)
    assert start == 0
    (tmp_path / "covered").write_bytes(content[:first] + content[behind : behind + rest])
    (tmp_path / "root.pem").write_bytes(sealed.authority.root)
    told = run(
        *("openssl", "cms", "-verify", "-binary", "-cades", "-inform", "DER", "-in", tmp_path / "cms.der"),
        *("-content", tmp_path / "covered", "-CAfile", tmp_path / "root.pem", "-purpose", "any"),
        *("-out", tmp_path / "out"),
    )
    assert "CAdES Verification successful" in told


def test_openssl_verifies_the_archive_stamp(sealed: Table, tmp_path: Path) -> None:
    content = sealed.path.read_bytes()
    with sealed.path.open("rb") as file:
        stamp = PdfFileReader(file).embedded_timestamp_signatures[0]
        _, first, behind, rest = (int(each) for each in stamp.byte_range)
        (tmp_path / "token.der").write_bytes(stamp.pkcs7_content)
    assert behind + rest == len(content)
    (tmp_path / "covered").write_bytes(content[:first] + content[behind:])
    (tmp_path / "root.pem").write_bytes(sealed.authority.root)
    told = run(
        *("openssl", "ts", "-verify", "-token_in", "-in", tmp_path / "token.der"),
        *("-data", tmp_path / "covered", "-CAfile", tmp_path / "root.pem"),
    )
    assert "Verification: OK" in told


def test_pyhanko_in_a_process_of_its_own_trusts_all_of_it_today_and_in_twenty_years(sealed: Table) -> None:
    (sealed.folder / "root.pem").write_bytes(sealed.authority.root)
    told = subprocess.run(
        [sys.executable, Path(__file__).with_name("validator.py"), sealed.path, sealed.folder / "root.pem"],
        capture_output=True,
        text=True,
        timeout=100,
        check=True,
    )
    assert told.stdout.split() == ["today:PASSED", "future:PASSED", "today:PASSED", "future:PASSED", "stamp:trusted"]


def test_pyhanko_calls_every_later_change_the_filling_in_of_a_form(sealed: Table) -> None:
    with sealed.path.open("rb") as file:
        first, second = PdfFileReader(file).embedded_regular_signatures
        for signature, level in ((first, ModificationLevel.FORM_FILLING), (second, ModificationLevel.LTA_UPDATES)):
            signature.compute_integrity_info(DEFAULT_DIFF_POLICY)
            assert signature.coverage == SignatureCoverageLevel.ENTIRE_REVISION
            assert signature.diff_result.modification_level == level
            assert signature.summarise_integrity_info()["docmdp_ok"]


def test_the_first_signature_certifies_and_the_last_locks_everything(sealed: Table) -> None:
    with pikepdf.open(sealed.path) as pdf:
        certified = pdf.Root.Perms.DocMDP
        assert certified.Name == "Anna de Vries"
        assert certified.Reference[0].TransformParams.P == 2
        own = pdf.Root.AcroForm.Fields[0].Kids
        assert own[0].Kids[0].T in {"anna-text", "anna-checkbox"}
        anna = next(each for each in own[0].Kids if each.T == "signature")
        bram = next(each for each in own[1].Kids if each.T == "signature")
        assert anna.Lock.Action == "/Include"
        assert list(anna.Lock.Fields) == ["samen.anna"]
        assert bram.Lock.Action == "/All"
        assert bram.V.Reference[0].TransformParams.Action == "/All"


def test_programs_read_what_was_filled_in(sealed: Table) -> None:
    with pikepdf.open(sealed.path) as pdf:
        values = {str(each.T): each.get("/V") for node in pdf.Root.AcroForm.Fields[0].Kids for each in node.Kids}
    assert str(values["anna-text"]) == "Ik heb alles gelezen."
    assert str(values["anna-name"]) == "Anna de Vries"
    assert str(values["bram-email"]) == "bram@example.test"
    assert str(values["anna-checkbox"]) == "/Yes"
    assert str(values["anna-not"]) == "/Off"


def test_pages_are_left_alone_once_they_have_their_fields(sealed: Table) -> None:
    with pikepdf.open(sealed.folder / "prepared.pdf") as before, pikepdf.open(sealed.path) as after:
        for old, new in zip(before.pages, after.pages, strict=True):
            assert old.Contents.read_raw_bytes() == new.Contents.read_raw_bytes()
            assert set(old.obj.keys()) == set(new.obj.keys())


@pytest.mark.parametrize("count", [1, 3, 5])
@pytest.mark.parametrize("sequential", [True, False], ids=["in turn", "in any order"])
def test_any_number_signs_in_turn_or_in_any_order(
    tmp_path: Path, authority: Authority, count: int, *, sequential: bool
) -> None:
    people = ("anna", "bram", "chris", "dora", "els")[:count]
    table = Table(tmp_path, authority, tuple(box(each) for each in people), people, sequential)
    table.prepare(document(tmp_path / "source.pdf"))
    for each in people if sequential else reversed(people):
        table.sign(each)
    assert table.seal().level == "B-LTA"
    assert run("pdfsig", "-nocert", table.path).count("Signature is Valid.") == count
    with table.path.open("rb") as file:
        for signature in PdfFileReader(file).embedded_regular_signatures:
            signature.compute_integrity_info(DEFAULT_DIFF_POLICY)
            assert signature.summarise_integrity_info()["docmdp_ok"]
